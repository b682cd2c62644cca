"""库存盘点表: the monthly count and what it corrects (004 §5.4; C-21, D-17, T-38, T-42)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Mapped

from models.assets.months import day_in
from models.assets.stock_item import StockItem
from models.base.rules import is_new, referred
from models.base.staff import Staff
from models.declare import Record, computed, date, decimal, moment, ref, rows, string
from models.declare import month as calendar_month
from models.spec import (
    RECEPTION,
    Apply,
    Case,
    Create,
    Default,
    DueRule,
    Effect,
    Flow,
    L,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    Unit,
    altered,
    approval_flow,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_COUNTED = L("“{item}”还没有填实存数。", "What is really there of “{item}” is missing.")
WHY_DIFFERENT = L(
    "“{item}”账存 {book}、实存 {counted}，请写明差异原因。",
    "“{item}”: {book} on the books, {counted} counted; please write why.",
)
TWICE = L("“{item}”有两行，请合并。", "“{item}” stands on two lines; please join them.")
OTHER_WITNESS = L(
    "监盘人要是填表人以外的人。", "The witness must be somebody other than the one who fills in the count."
)
NO_WITNESS = L(
    "本项目要求第二人监盘，请选监盘人。", "This site wants a second person at the count; choose the witness."
)
EMPTY = L("没有可盘点的物料，请先登记库存物料。", "There is nothing to count yet; enter stock items first.")


def difference(row: Any) -> Decimal | None:
    """Return what was counted beyond the books (short: negative); None while not counted."""
    return None if row.counted is None or row.book is None else row.counted - row.book


def derived(case: Case) -> list[Set]:
    """Return the due day, and the lines with what the books said when each was counted.

    A new count without lines starts with every item in use.
    """
    count = case.record
    out = [Set("due_on", day_in(count.month, case.setting("stock.count_day")))]
    lines = _lines(count)
    if is_new(count) and not lines:
        query = select(StockItem.id).where(StockItem.site_id == count.site_id, StockItem.status == "active")
        lines = [{"item": key} for key in case.session.scalars(query.order_by(StockItem.code))]
    fresh = [line for line in lines if line.get("book") is None]
    books = _books(case, [line["item"] for line in fresh if line.get("item") is not None])
    for line in fresh:
        line["book"] = books.get(line.get("item"))
    return [*out, Set("lines", lines)]


def _lines(count: Any) -> list[dict[str, Any]]:
    """Return the lines as values; the book quantity only where neither item nor count changed since it was read."""
    out = []
    for row in count.lines:
        state = inspect(row)
        stands = state.persistent and not any(
            state.attrs[name].history.has_changes() for name in ("item", "item_id", "counted")
        )
        before = state.attrs.book.history.deleted
        book = (before[0] if before else row.book) if stands else None
        item = row.item_id if row.item_id is not None else getattr(row.item, "id", None)
        out.append({"id": row.id, "item": item, "book": book, "counted": row.counted, "reason": row.reason})
    return out


def _books(case: Case, ids: list[int]) -> Mapping[Any, Decimal]:
    query = select(StockItem.id, StockItem.on_hand).where(StockItem.id.in_(ids))
    return {row.id: row.on_hand for row in case.session.execute(query)}


def each_once(case: Case) -> Refusal | None:
    """Refuse an item on two lines."""
    seen: set[int] = set()
    for at, row in enumerate(case.record.lines):
        if row.item_id in seen:
            return Refusal(TWICE.format(item=row.item.name), f"lines-{at}-item")
        if row.item_id is not None:
            seen.add(row.item_id)
    return None


def witness_is_another(case: Case) -> Refusal | None:
    """Refuse the keeper of the store as witness of his own count (D-17)."""
    witness = referred(case, "witness", Staff)
    mine = case.record.created_by_id
    if witness is None or mine is None or witness.user_id != mine:
        return None
    return Refusal(OTHER_WITNESS, "witness", "D-17")


def all_counted(case: Case) -> Refusal | None:
    """Refuse to hand in a count with gaps, with differences nobody explains, or without the witness a site wants."""
    count = case.record
    if not count.lines:
        return Refusal(EMPTY, "lines")
    for at, row in enumerate(count.lines):
        if row.counted is None:
            return Refusal(NOT_COUNTED.format(item=row.item.name), f"lines-{at}-counted", "004 §5.4")
        if difference(row) and not (row.reason or "").strip():
            words = WHY_DIFFERENT.format(item=row.item.name, book=row.book, counted=row.counted)
            return Refusal(words, f"lines-{at}-reason", "004 §6.6; T-42")
    if count.witness_id is None and case.setting("stock.witness"):
        return Refusal(NO_WITNESS, "witness", "D-17")
    return None


def handed_in(case: Case) -> list[Effect]:
    """Note when the count was handed in."""
    return [Set("submitted_at", case.now)]


def corrected(case: Case) -> list[Effect]:
    """Write the differences as one movement, so that the books say what is there (账物相符)."""
    count = case.record
    lines = [
        {"item": row.item_id, "quantity": off, "price": row.item.price}
        for row in count.lines
        if (off := difference(row))
    ]
    if not lines:
        return []
    values = {
        "kind": "adjust",
        "moved_at": case.now,
        "lines": lines,
        "count": count.id,
        "purpose": f"盘点 {count.number}",
    }
    return [Create("StockMove", values)]


def undone(case: Case) -> list[Effect]:
    """Take the correction off the books when the count is voided."""
    from models.assets.stock_move import StockMove  # noqa: PLC0415 - movements point at the count they correct

    moves = case.session.scalars(
        select(StockMove).where(StockMove.count_id == case.record.id, StockMove.status != "void")
    )
    return [Apply(move, "void", {"reason": case.data.get("reason")}) for move in moves]


def _flow() -> Flow:
    chain = approval_flow(
        (Role.director,),
        clause="004 §5.4; C-21",
        submit_guards=(all_counted,),
        on_submit=handed_in,
        on_approved=corrected,
    )
    return altered(chain, void={"effects": undone})


class StockCount(Record):
    """A month's stock count."""

    __register__ = Register(
        label=L("库存盘点表", "Monthly stock count"),
        module=Module.assets,
        switch="module.stock",
        source=("004 §5.4",),
        help=L(
            "每月 24 日前盘点上报。先保存，系统带出全部物料和账存；再点“编辑”填实存和差异原因，提交主任审批，批准后差异自动记账。",
            "Count the store by the 24th. Save first: every item and its book quantity are filled in. Then edit: what you "
            "counted and why it differs. When the director approves, the differences are booked.",
        ),
        icon="clipboard-pen",
        prefix="PD",
        aliases=("库存盘存表", "盘存表"),
        title="month",
        list=("number", "month", "counted_on", "witness", "submitted_at", "status"),
        sections=(
            Section(L("盘点", "Count"), "month", "counted_on", "witness"),
            Section(L("明细", "Lines"), "lines"),
            Section(L("上报", "Handed in"), "due_on", "submitted_at"),
        ),
        search=("number", "month", "witness"),
        filters=("status", "month", "counted_on"),
        sort="-counted_on",
        rights=Rights(
            read=(*RECEPTION, Role.cs_supervisor, Role.director, Role.cashier, Role.hq_quality),
            own=(Role.staff,),
            create=RECEPTION,
            export=(Role.director, Role.cs_supervisor, Role.cashier, Role.hq_quality),
        ),
        flow=_flow(),
        deadlines=(
            DueRule(
                name="submit",
                label=L("盘点上报", "Hand in the count"),
                starts="counted_on",
                stops="submitted_at",
                unit=Unit.at_field,
                field="due_on",
                setting="stock.count_day",
                limit=24,
                accountable=(Role.reception_lead,),
                clause="004 §5.4; T-38",
            ),
        ),
        derive=derived,
        guards=(each_once, witness_is_another),
        print=("form",),
    )

    month: Mapped[str] = calendar_month(L("月份", "Month"), required=True)
    counted_on: Mapped[dt.date] = date(L("盘点日期", "Counted on"), required=True, default=Default.TODAY)
    lines: Mapped[list[Any]] = rows(
        L("明细", "Lines"),
        help=L(
            "留空保存即带出全部物料；账存取填实存时的账面数。",
            "Left empty, every item is filled in; the book quantity is that of the moment you enter the count.",
        ),
        item=ref("StockItem", L("物料", "Item"), required=True),
        book=decimal(L("账存", "On the books"), kept=True),
        counted=decimal(L("实存", "Counted"), minimum=0),
        difference=computed(L("差异", "Difference"), difference),
        reason=string(L("差异原因", "Why it differs"), length=200),
    )
    witness: Mapped[Staff | None] = ref(
        "Staff",
        L("监盘人", "Witness"),
        about=True,
        help=L("盘点时在场的第二人。", "The second person at the count."),
    )
    witness_id: Mapped[int | None]
    due_on: Mapped[dt.date | None] = date(L("应上报日期", "Due on"), kept=True)
    submitted_at: Mapped[dt.datetime | None] = moment(L("上报时间", "Handed in at"), system=True)
