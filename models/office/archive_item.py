"""档案登记: what is filed, where it lies, how long it is kept, who has it out (002 职责9; 003 (一)4; X-25, X-26)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from models.base.moments import today
from models.declare import Record, choice, date, flag, ref, rows, string, year
from models.office.papers import ADMINISTRATION
from models.spec import (
    STAY,
    Case,
    Effect,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    Transition,
    altered,
    asks,
    record_flow,
)

if TYPE_CHECKING:
    from models.base.staff import Staff
    from models.base.unit import Unit

KEEPERS = (Role.hr_admin, Role.cs_supervisor, Role.reception_lead)


class ArchiveCategory(LabelEnum):
    """What the file is about."""

    owner = "owner", "业主档案", "Owners"
    decoration = "decoration", "装修档案", "Decoration"
    contract = "contract", "合同", "Contracts"
    record = "record", "运行记录", "Operating records"
    hr = "hr", "人事", "Personnel"
    honour = "honour", "荣誉", "Honours"
    other = "other", "其他", "Other"


def on_the_shelf(case: Case) -> Refusal | None:
    """Refuse to lend what somebody has out (R-I10)."""
    who = case.record.borrower
    if who is None:
        return None
    return Refusal(L("{name}还没有归还。", "{name} has not brought it back yet.").format(name=who.name))


def lent_out(case: Case) -> Refusal | None:
    """Refuse to take back what nobody has out."""
    return None if case.record.borrower_id else Refusal(L("没有借出。", "It is not lent out."))


def approved_by_another(case: Case) -> Refusal | None:
    """Refuse a loan the borrower approved himself, and one of a confidential file nobody approved (X-26)."""
    item = case.record
    if item.lent_approved_by_id is None:
        if not item.confidential:
            return None
        words = L(
            "保密档案须经批准才能借出，请选批准人。", "A confidential file is lent with approval only; choose who."
        )
        return Refusal(words, "lent_approved_by", "X-26")
    if item.lent_approved_by_id != item.borrower_id:
        return None
    return Refusal(L("借阅人不能自己批准。", "The borrower can't approve it himself."), "lent_approved_by", "X-26")


def _lines(item: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": r.id,
            "borrower": r.borrower_id,
            "lent_on": r.lent_on,
            "returned_on": r.returned_on,
            "purpose": r.purpose,
            "approved_by": r.approved_by_id,
        }
        for r in item.loans
    ]


def lent(case: Case) -> list[Effect]:
    """Write the loan's line."""
    item = case.record
    line = {
        "borrower": item.borrower_id,
        "lent_on": today(case),
        "purpose": item.lent_for,
        "approved_by": item.lent_approved_by_id,
    }
    return [Set("loans", [*_lines(item), line])]


def returned(case: Case) -> list[Effect]:
    """Complete the line of the loan that ends."""
    lines = _lines(case.record)
    for line in lines:
        if line["returned_on"] is None:
            line["returned_on"] = today(case)
    return [Set("loans", lines)]


LEND = Transition(
    name="lend",
    label=L("借出", "Lend"),
    source=("open", "closed"),
    to=STAY,
    roles=KEEPERS,
    only=(on_the_shelf,),
    asks=asks("borrower", "lent_for", optional=("lent_approved_by",)),
    guards=(approved_by_another,),
    effects=lent,
    clause="X-26; R-I10",
    done=L("{number}已借给{borrower}，归还时请登记。", "{number} is lent to {borrower}; record its return."),
)
TAKE_BACK = Transition(
    name="take_back",
    label=L("归还", "Take back"),
    source=("open", "closed"),
    to=STAY,
    roles=KEEPERS,
    only=(lent_out,),
    effects=returned,
    clears=("borrower", "lent_for", "lent_approved_by"),
    clause="X-26; R-I10",
    done=L("{number}已归还，请放回原处。", "{number} is back; put it where it belongs."),
)


class ArchiveItem(Record):
    """A file kept."""

    __register__ = Register(
        label=L("档案登记", "Archive item"),
        module=Module.office,
        source=("002 职责9; §1(7)", "003 (一)4", "001 安全保密 §3 档案室"),
        help=L(
            "客户档案、合同、运行记录归档后在这里登记存放位置；借阅要登记，保密档案须经批准。存档只能作废，不能删除。",
            "Where each file lies. Loans are recorded, those of confidential files approved first; a file is never "
            "deleted.",
        ),
        icon="archive",
        prefix="DA",
        aliases=("档案目录", "档案借阅登记", "资料查阅登记"),
        title="title",
        list=("number", "title", "category", "unit", "year", "place", "borrower", "status"),
        sections=(
            Section(L("档案", "File"), "title", "category", "unit", "year"),
            Section(L("保管", "Keeping"), "place", "confidential", "retention_until"),
            Section(L("借阅", "Loans"), "borrower", "lent_for", "lent_approved_by", "loans"),
        ),
        search=("number", "title", "place", "unit", "borrower"),
        filters=("status", "category", "year", "confidential", "borrower", "retention_until", "unit"),
        sort="-created_at",
        rights=Rights(read=(*ADMINISTRATION, Role.reception_lead), create=KEEPERS),
        flow=altered(record_flow(close=KEEPERS, standing=True), LEND, TAKE_BACK),
    )

    title: Mapped[str] = string(L("名称", "Name"), required=True)
    category: Mapped[ArchiveCategory] = choice(ArchiveCategory, L("类别", "Category"), required=True)
    unit: Mapped[Unit | None] = ref("Unit", L("房屋", "Unit"))
    unit_id: Mapped[int | None]
    year: Mapped[int] = year(L("年度", "Year"), required=True)
    place: Mapped[str] = string(
        L("存放位置", "Place"), required=True, help=L("例如：档案室 2 柜 3 层。", "For example: cabinet 2, shelf 3.")
    )
    confidential: Mapped[bool] = flag(L("保密", "Confidential"), required=True, default=False)
    retention_until: Mapped[dt.date | None] = date(
        L("保存期至", "Keep until"), help=L("到期不会自动销毁。", "Nothing is destroyed by itself.")
    )
    borrower: Mapped[Staff | None] = ref("Staff", L("当前借阅人", "Lent to"), system=True)
    borrower_id: Mapped[int | None]
    lent_for: Mapped[str | None] = string(L("借阅用途", "Lent for"), length=200, system=True)
    lent_approved_by: Mapped[Staff | None] = ref("Staff", L("借阅批准人", "Loan approved by"), system=True)
    lent_approved_by_id: Mapped[int | None]
    loans: Mapped[list[Any]] = rows(
        L("借阅", "Loans"),
        options={"system": True},
        borrower=ref("Staff", L("借阅人", "Borrower")),
        lent_on=date(L("借出日期", "Lent on")),
        returned_on=date(L("归还日期", "Returned on")),
        purpose=string(L("用途", "Purpose"), length=200),
        approved_by=ref("Staff", L("批准人", "Approved by")),
    )
