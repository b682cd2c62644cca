"""档案登记: archive item (002 职责9; §1(7); 003 (一)4; 001 安全保密 §3 档案室)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, flag, ref, rows, string, year
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, record_flow


class ArchiveItemCategory(LabelEnum):
    """Category of archive item."""

    owner = "owner", "业主档案", "Owner"
    decoration = "decoration", "装修档案", "Decoration"
    contract = "contract", "合同", "Contract"
    record = "record", "运行记录", "Record"
    hr = "hr", "人事", "Hr"
    honour = "honour", "荣誉", "Honour"
    other = "other", "其他", "Other"


class ArchiveItem(Record):
    """Archive item."""

    __register__ = Register(
        label=L("档案登记", "Archive item"),
        module=Module.office,
        source=("002 职责9; §1(7)", "003 (一)4", "001 安全保密 §3 档案室"),
        help=L("档案登记。", "Archive item."),
        icon="file-text",
        prefix="DA",
        title="title",
        list=("number", "title", "category", "unit", "year", "place", "confidential", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "title",
                "category",
                "unit",
                "year",
                "place",
                "confidential",
                "retention_until",
                "loans",
            ),
        ),
        search=("number", "title", "place", "unit"),
        filters=("status", "category", "retention_until"),
        sort="-retention_until",
        rights=Rights(
            read=(Role.hr_admin, Role.cs_supervisor, Role.reception_lead, Role.director, Role.hq_quality),
            create=(Role.hr_admin, Role.cs_supervisor, Role.reception_lead),
        ),
        flow=record_flow(close=(Role.hr_admin, Role.cs_supervisor, Role.reception_lead)),
    )

    title: Mapped[str] = string(L("名称", "Title"), required=True)
    category: Mapped[ArchiveItemCategory] = choice(ArchiveItemCategory, L("类别", "Category"), required=True)
    unit: Mapped[Any] = ref("Unit", L("房屋", "Unit"))
    unit_id: Mapped[int | None]
    year: Mapped[int] = year(L("年度", "Year"), required=True)
    place: Mapped[str] = string(L("存放位置", "Place"), required=True)
    confidential: Mapped[bool] = flag(L("保密", "Confidential"), required=True)
    retention_until: Mapped[dt.date | None] = date(L("保存期至", "Retention until"))
    loans: Mapped[list[Any]] = rows(
        L("借阅", "Loans"),
        borrower=ref("Staff", L("borrower", "Borrower")),
        lent_on=date(L("lent_on", "Lent on")),
        returned_on=date(L("returned_on", "Returned on")),
        purpose=string(L("purpose", "Purpose")),
        approved_by=ref("Staff", L("approved_by", "Approved by")),
    )
