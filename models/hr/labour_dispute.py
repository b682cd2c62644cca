"""劳动争议登记: a dispute with an employee, of which there should be none (003 内部管理 §2; T-90)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped

from models.base.moments import in_order
from models.base.staff import Staff
from models.declare import Record, date, ref, text
from models.hr.people import not_about_oneself
from models.spec import Default, L, Module, Register, Rights, Role, Section, altered, asks, record_flow

KEEPERS = (Role.hr_admin, Role.director)


class LabourDispute(Record):
    """A labour dispute."""

    __register__ = Register(
        label=L("劳动争议登记", "Labour dispute"),
        module=Module.hr,
        source=("003 内部管理 §2",),
        help=L(
            "员工就工资、合同、辞退等提出争议时登记，写明处理经过，办结后归档。年度目标是零争议。",
            "Enter disputes over pay, contract or dismissal, what was done, and file them when settled. The year's goal is none.",
        ),
        icon="message-square-warning",
        prefix="LD",
        title="matter",
        list=("number", "staff", "raised_on", "matter", "closed_on", "status"),
        sections=(
            Section(L("争议", "Dispute"), "staff", "raised_on", "matter"),
            Section(L("处理", "Treatment"), "treatment", "closed_on"),
        ),
        search=("number", "staff", "matter", "treatment"),
        filters=("status", "staff", "raised_on", "closed_on"),
        sort="-raised_on",
        rights=Rights(read=(*KEEPERS, Role.hq_quality), create=KEEPERS, export=KEEPERS, import_=()),
        locked_rights=("read", "export"),
        flow=altered(
            record_flow(close=KEEPERS, void=(Role.director,)),
            close={
                "label": L("结案归档", "Settle and file"),
                "asks": asks("treatment", "closed_on"),
                "never": ("staff",),
                "guards": (in_order("raised_on", "closed_on"),),
                "bulk": False,
                "clause": "003 内部管理 §2",
            },
        ),
        guards=(in_order("raised_on", "closed_on"), not_about_oneself("staff", clause="003 内部管理 §2")),
    )

    staff: Mapped[Staff] = ref("Staff", L("员工", "Employee"), required=True)
    staff_id: Mapped[int]
    raised_on: Mapped[dt.date] = date(L("日期", "Raised on"), required=True, default=Default.TODAY)
    matter: Mapped[str] = text(L("事由", "Matter"), required=True)
    treatment: Mapped[str | None] = text(L("处理", "Treatment"))
    closed_on: Mapped[dt.date | None] = date(L("结案日期", "Settled on"))
