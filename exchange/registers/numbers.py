"""The last numbers of the paper books, from the sheet of a workbook that says them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from access import may
from exchange.reading.refusals import Problem
from exchange.registers.columns import LAST, SHEET_OF_NUMBERS
from exchange.registers.sheets import PaperRow, Papers
from models import REGISTERS
from models.engine.numbering import PAPER_SERIES, Counter, set_paper_number
from models.spec import Actor, L, Label, Verb
from workflow.values import ZONE

NUMBERED: Final = L(
    "“{register}”今天已经开过编号，纸质台账的最后编号不能再设。请删去这一项，或改天再导入。",
    "Numbers of “{register}” were given today already, so the last paper number can't be set any more. Leave it out.",
)
NO_NUMBERS: Final = L(
    "“{register}”不编号，请删去它的纸质编号。", "“{register}” has no numbers; leave its paper number out."
)
WRONG: Final = L(
    "“{value}”不是编号，请只填最后一个编号的数字。", "“{value}” is no number; write the digits of the last number only."
)
NO_BOOK: Final = L(
    "没有叫“{value}”的台账，请写系统里的台账名称。",
    "There is no register “{value}”; write its name as the system has it.",
)
NOT_YOURS: Final = L("您不能导入“{register}”，它的编号请有权的人来设。", "“{register}” is not yours to import.")
LONGEST: Final = 8


def find(
    session: Session, papers: Papers, model: type[Any], actor: Actor, site_id: int, now: dt.datetime
) -> tuple[list[list[Any]], list[PaperRow]]:
    """Return what the workbook says of last numbers: ``[prefix, last, zh, en]`` each, and the lines that are refused."""
    good: list[list[Any]] = []
    wrong: list[PaperRow] = []
    for row, name, last in papers.lasts:
        book, why = _book(name, last, model, actor, site_id)
        if book is None and not any(c.isdigit() for c in last):
            continue  # the sheet's own header
        if book is not None and why is None and _given(session, book.__register__.prefix, site_id, now):
            why = NUMBERED.format(register=book.__register__.label)
        if book is not None and why is None:
            label = book.__register__.label
            good.append([book.__register__.prefix, int(last), label.text("zh"), label.text("en")])
            continue
        line = PaperRow(SHEET_OF_NUMBERS.zh, row, title=f"{name} {last}".strip())
        line.problems.append(Problem(line.sheet, row, "B", LAST.zh, why or NO_BOOK))
        wrong.append(line)
    return good, wrong


def _book(name: str, last: str, model: type[Any], actor: Actor, site_id: int) -> tuple[Any, Label | None]:
    book = model if not name else next((m for m in REGISTERS if name in _called(m)), None)
    if book is None:
        return None, NO_BOOK.format(value=name)
    label = book.__register__.label
    if not (last.isascii() and last.isdigit() and len(last) <= LONGEST):
        return book, WRONG.format(value=last)
    if not book.__register__.prefix:
        return book, NO_NUMBERS.format(register=label)
    return book, None if may(actor, book, Verb.import_, site_id=site_id) else NOT_YOURS.format(register=label)


def _called(model: type[Any]) -> set[str]:
    spec = model.__register__
    return {spec.label.zh, spec.label.en, model.slug(), *spec.aliases, *([spec.prefix] if spec.prefix else [])}


def _given(session: Session, prefix: str, site_id: int, now: dt.datetime) -> bool:
    series = f"{prefix}-{now.astimezone(ZONE):%Y%m%d}"
    return session.scalar(select(Counter.id).where(Counter.site_id == site_id, Counter.series == series)) is not None


def keep(session: Session, site_id: int, numbers: list[list[Any]]) -> None:
    """Keep the last numbers, so that the first number given here follows each."""
    for prefix, last, *_ in numbers:
        set_paper_number(session, site_id, prefix, last)


def forget(session: Session, site_id: int, numbers: list[list[Any]]) -> None:
    """Take kept numbers back that nothing followed yet."""
    for prefix, last, *_ in numbers:
        query = select(Counter).where(Counter.site_id == site_id, Counter.series == f"{PAPER_SERIES}:{prefix}")
        row = session.scalar(query)
        if row is not None and row.value == last:
            session.delete(row)


__all__ = ["find", "forget", "keep"]
