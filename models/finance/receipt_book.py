"""收据领用台账: numbered papers from taking out to clearing, none missing, none double (002 §2(3); 004 §5.3; A-48; X-17)."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped, object_session

from models.base.moments import today
from models.base.rules import is_new
from models.declare import Record, choice, computed, date, ref, rows, string
from models.spec import (
    RECEPTION,
    Case,
    Default,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    altered,
    record_flow,
)

if TYPE_CHECKING:
    from models.base.staff import Staff

KEEPERS = (Role.cashier, Role.cs_supervisor)
NUMBER = re.compile(r"(?P<head>.*?)(?P<digits>\d{1,12})$")
MOST = 2000
"""Papers one book may hold."""
MOST_NAMED = 20
BAD_NUMBER = L("票号要以数字结尾，例如 0012301。", "A paper's number ends in digits, such as 0012301.")
BAD_RANGE = L(
    "止号要在起号之后，前缀相同，一册最多 {most} 张。",
    "The last number comes after the first, begins alike, and a book holds {most} at most.",
)
OVERLAPS = L(
    "票号与领用册 {number}（{first} 至 {last}）重复，请核对。",
    "The numbers meet those of book {number} ({first} to {last}); please check.",
)
OUTSIDE = L("作废的票号{number}不在这一册里。", "The void number {number} is not in this book.")
VOID_TWICE = L("作废的票号{number}写了两次。", "The void number {number} is written twice.")
VOID_USED = L("票号{number}已用在收据上，不能再登记作废。", "{number} is on a receipt; it can't be entered as void.")
NOT_CLEARED = L(
    "还有 {n} 张没有用也没有作废（{numbers}），用完或登记作废后再核销归档。",
    "{n} papers are neither used nor void ({numbers}); use them or enter them as void before clearing the book.",
)


class BookKind(LabelEnum):
    """The paper (A-48)."""

    receipt = "receipt", "收据", "Receipts"
    invoice = "invoice", "发票", "Invoices"


def split(number: str | None) -> tuple[str, int, int] | None:
    """Return a paper's number as (what it begins with, its running number, how many digits); None when it has none."""
    found = NUMBER.fullmatch((number or "").strip())
    return (found["head"], int(found["digits"]), len(found["digits"])) if found else None


def papers(first: str, last: str) -> range | None:
    """Return the running numbers from ``first`` to ``last``; None when they are no range of one book."""
    a, b = split(first), split(last)
    if a is None or b is None or (a[0], a[2]) != (b[0], b[2]) or not 0 <= b[1] - a[1] < MOST:
        return None
    return range(a[1], b[1] + 1)


def holding(session: Any, site_id: int, kind: Any, number: str) -> Any | None:
    """Return the book taken out at a site that holds this paper, or None."""
    query = select(ReceiptBook).where(
        ReceiptBook.site_id == site_id, ReceiptBook.kind == str(kind), ReceiptBook.status == "open"
    )
    with session.no_autoflush:
        return next((b for b in session.scalars(query) if b.holds(number)), None)


def range_is_one(case: Case) -> Refusal | None:
    """Refuse numbers that are no run of papers."""
    book = case.record
    for name in ("number_from", "number_to"):
        if split(getattr(book, name)) is None:
            return Refusal(BAD_NUMBER, name, "X-17")
    if papers(book.number_from, book.number_to) is None:
        return Refusal(BAD_RANGE.format(most=MOST), "number_to", "X-17")
    return None


def no_number_twice(case: Case) -> Refusal | None:
    """Refuse a book whose numbers another book of the kind holds: a paper is taken out once."""
    book = case.record
    mine = papers(book.number_from or "", book.number_to or "")
    head = split(book.number_from)
    if mine is None or head is None or book.kind is None:
        return None
    query = select(ReceiptBook).where(
        ReceiptBook.site_id == book.site_id, ReceiptBook.kind == book.kind, ReceiptBook.status != "void"
    )
    with case.session.no_autoflush:
        others = [b for b in case.session.scalars(query) if b is not book]
    for other in others:
        theirs, start = papers(other.number_from, other.number_to), split(other.number_from)
        if theirs is None or start is None or (start[0], start[2]) != (head[0], head[2]):
            continue
        if mine.start < theirs.stop and theirs.start < mine.stop:
            words = OVERLAPS.format(number=other.number, first=other.number_from, last=other.number_to)
            return Refusal(words, "number_from", "X-17")
    return None


def voids_are_true(case: Case) -> Refusal | None:
    """Refuse a void number outside the book, twice, or of a paper that was used (X-17: 作废留痕)."""
    book = case.record
    used = set() if is_new(book) else set(book.used_numbers())
    seen: set[str] = set()
    for at, line in enumerate(book.voided):
        if line.number is None:
            continue
        sentence = None
        if not book.holds(line.number):
            sentence = OUTSIDE
        elif line.number in seen:
            sentence = VOID_TWICE
        elif line.number in used:
            sentence = VOID_USED
        if sentence is not None:
            return Refusal(sentence.format(number=line.number), f"voided-{at}-number", "X-17")
        seen.add(line.number)
    return None


def nothing_left(case: Case) -> Refusal | None:
    """Refuse to clear a book while papers are neither used nor void."""
    left = case.record.left()
    if not left:
        return None
    return Refusal(NOT_CLEARED.format(n=len(left), numbers=_named(left)), source="X-17")


def cleared(case: Case) -> list[Any]:
    """Note the day the book was cleared."""
    return [] if case.record.cleared_on else [Set("cleared_on", today(case))]


def _named(numbers: list[str]) -> str:
    more = len(numbers) - MOST_NAMED
    return "、".join(numbers[:MOST_NAMED]) + (f" … +{more}" if more > 0 else "")


def _flow() -> Any:
    clear = {"label": L("核销归档", "Clear and close"), "guards": (nothing_left,), "effects": cleared}
    return altered(record_flow(close=KEEPERS, standing=True), close=clear)


class ReceiptBook(Record):
    """A book of numbered papers somebody took out."""

    __register__ = Register(
        label=L("收据领用台账", "Receipt book register"),
        module=Module.finance,
        source=("002 §3.2.1-2(3)", "004 §5.3 票据管理", "A-48"),
        help=L(
            "收据、发票领用时登记起止号；用了哪些、跳了哪些号自动列出，写坏的登记作废，全部有交代后核销。",
            "Enter first and last number when a book is taken out. What is used and what was skipped is listed by itself; "
            "enter spoilt papers as void, and clear the book when every number is accounted for.",
        ),
        icon="book-open",
        prefix="SJB",
        aliases=("票据管理", "发票领用"),
        title="number_from",
        list=("number", "kind", "number_from", "number_to", "taken_by", "taken_on", "cleared_on", "status"),
        sections=(
            Section(L("领用", "Taken out"), "kind", "number_from", "number_to", "taken_by", "taken_on"),
            Section(L("使用情况", "Use"), "used", "missing", "voided", "cleared_on"),
        ),
        search=("number", "number_from", "number_to", "taken_by"),
        filters=("status", "kind", "taken_by", "taken_on"),
        sort="-taken_on",
        rights=Rights(read=(*KEEPERS, Role.director, Role.hq_quality), own=RECEPTION, create=KEEPERS),
        locked_rights=("read",),
        flow=_flow(),
        guards=(range_is_one, no_number_twice, voids_are_true),
    )

    kind: Mapped[BookKind] = choice(BookKind, L("票种", "Kind"), required=True, default=BookKind.receipt)
    number_from: Mapped[str] = string(L("起号", "First number"), length=40, required=True)
    number_to: Mapped[str] = string(L("止号", "Last number"), length=40, required=True)
    taken_by: Mapped[Staff] = ref("Staff", L("领用人", "Taken by"), required=True, involves=True)
    taken_by_id: Mapped[int]
    taken_on: Mapped[dt.date] = date(L("领用日期", "Taken on"), required=True, default=Default.TODAY)
    used: Any = computed(L("已用", "Used"), lambda book: book.use_in_words())
    missing: Any = computed(L("跳号", "Skipped numbers"), lambda book: _named(book.skipped()))
    voided: Mapped[list[Any]] = rows(
        L("作废", "Void papers"),
        number=string(L("票号", "Number"), length=40, required=True),
        reason=string(L("原因", "Reason"), length=200, required=True),
    )
    cleared_on: Mapped[dt.date | None] = date(L("核销日期", "Cleared on"), system=True)

    def holds(self, number: str | None) -> bool:
        """Say whether a paper belongs to this book."""
        run, asked, first = papers(self.number_from, self.number_to), split(number), split(self.number_from)
        if run is None or asked is None or first is None:
            return False
        return (asked[0], asked[2]) == (first[0], first[2]) and asked[1] in run

    def used_numbers(self) -> list[str]:
        """Return the papers that stand on receipts, reversed ones included, in order."""
        from models.finance.receipt import ReceiptVoucher  # noqa: PLC0415 - receipts name the books

        session = object_session(self)
        if session is None:
            return []
        query = select(ReceiptVoucher.number).where(ReceiptVoucher.book_id == self.id)
        with session.no_autoflush:
            return sorted(session.scalars(query))

    def left(self) -> list[str]:
        """Return the papers neither used nor void."""
        run, first = papers(self.number_from, self.number_to), split(self.number_from)
        if run is None or first is None:
            return []
        gone = {*self.used_numbers(), *(v.number for v in self.voided)}
        every = (f"{first[0]}{n:0{first[2]}d}" for n in run)
        return [number for number in every if number not in gone]

    def skipped(self) -> list[str]:
        """Return the papers left out although a later one was used (X-17: 票号连续)."""
        used = self.used_numbers()
        return [number for number in self.left() if used and number < used[-1]]

    def use_in_words(self) -> str:
        """Return how many papers of the book are used: ``37 / 50``."""
        run = papers(self.number_from, self.number_to)
        return f"{len(self.used_numbers())} / {len(run) if run else 0}"
