"""What cash of a day must be in the bank, and who may check it: pure reading of receipts (004 §5.3; A-20, A-43; D-09)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, object_session

from models.base.moments import LOCAL
from models.base.user import User, UserGrant
from models.engine import setting
from models.finance.amounts import add, yuan
from models.finance.receipt import Method, Receipt
from models.spec import Case, Effect, L, Refusal, Role, Set, Tell, Update

BANK_BY = "cash.deposit_time"
DAY_END = dt.time(23, 59, 59)
EXPLAIN = L(
    "应存 {cash} 元，存入 {deposited} 元，差 {difference} 元：请填写差额说明。",
    "{cash} yuan should be banked and {deposited} was: {difference} differs; please explain.",
)
ONE_A_DAY = L("{day}已有缴存登记 {number}，请看那一份。", "{number} is the banking of {day} already; look at that one.")
NOT_A_DAY = L("日期还没有到。", "That day has not come yet.")
TOOK_THEM = L(
    "当天的现金里有您经手的收款，请由没有经手的收费员或主任核对。",
    "Some of that day's receipts are your own; a cashier who took none of them, or the director, checks the banking.",
)


WARNING = L(
    "{number}：收费员都经手了当天的收款，请您核对存款（D-09）。",
    "{number}: every cashier took some of that day's cash, so the banking is yours to check (D-09).",
)


@dataclass(frozen=True, slots=True)
class Count:
    """A day's cash: the receipts that belong to this banking, reversals of banked ones, and what came in too late."""

    taken: tuple[Any, ...]
    reversed: tuple[Any, ...]
    late: Decimal

    @property
    def cash(self) -> Decimal:
        """What should be banked, in yuan."""
        return add(r.total for r in self.taken) - add(r.total for r in self.reversed)

    @property
    def takers(self) -> frozenset[int]:
        """The accounts that took the money."""
        return frozenset(r.created_by_id for r in self.taken if r.created_by_id)


def bank_by(day: dt.date, limit: dt.time | None) -> dt.datetime:
    """Return the moment by which a day's cash is in the bank; without a setting the end of the day."""
    return dt.datetime.combine(day, limit or DAY_END, LOCAL).astimezone(dt.UTC)


def count(session: Session, deposit: Any, limit: dt.time | None) -> Count:
    """Count the cash a banking answers for.

    Everything taken in cash up to 17:00 of its day that no other banking holds, so what came in after 17:00 the day
    before is in it (A-43); less what was reversed since after having been banked. A receipt reversed before any banking
    counts in neither.
    """
    end = bank_by(deposit.business_date, limit)
    midnight = bank_by(deposit.business_date, DAY_END)
    mine = deposit.id or 0
    cash = and_(Receipt.site_id == deposit.site_id, Receipt.method == Method.cash)
    free = and_(Receipt.cash_deposit_id.is_(None), Receipt.status != "reversed")
    gone = and_(
        Receipt.status == "reversed",
        Receipt.cash_deposit_id.is_not(None),
        Receipt.cash_deposit_id != mine,
        Receipt.reversed_at <= end,
    )
    with session.no_autoflush:
        taken = session.scalars(
            select(Receipt)
            .where(cash, or_(Receipt.cash_deposit_id == mine, and_(free, Receipt.paid_at <= end)))
            .order_by(Receipt.id)
        ).all()
        back = session.scalars(
            select(Receipt).where(
                cash,
                or_(Receipt.reversal_deposit_id == mine, and_(Receipt.reversal_deposit_id.is_(None), gone)),
            )
        ).all()
        late = session.scalars(
            select(Receipt).where(cash, free, Receipt.paid_at > end, Receipt.paid_at <= midnight)
        ).all()
    return Count(tuple(taken), tuple(back), add(r.total for r in late))


def counted(case: Case) -> Count:
    """Count for a rule."""
    return count(case.session, case.record, case.setting(BANK_BY))


def derived(case: Case) -> list[Set]:
    """Return the figures the receipts give."""
    return _figures(case, counted(case)) if case.record.business_date and case.record.deposited is not None else []


def _figures(case: Case, found: Count) -> list[Set]:
    deposit = case.record
    return [
        Set("cash_received", found.cash),
        Set("difference", deposit.deposited - found.cash),
        Set("late_cash", found.late),
        Set("bank_by", bank_by(deposit.business_date, case.setting(BANK_BY))),
    ]


def difference_explained(case: Case) -> Refusal | None:
    """Refuse a difference without a word on it (R-D08)."""
    deposit = case.record
    found = counted(case)
    if deposit.deposited == found.cash or (deposit.explanation or "").strip():
        return None
    words = EXPLAIN.format(
        cash=yuan(found.cash), deposited=yuan(deposit.deposited), difference=yuan(deposit.deposited - found.cash)
    )
    return Refusal(words, "explanation", "004 §5.3")


def one_a_day(case: Case) -> Refusal | None:
    """Refuse a second banking of the same day."""
    deposit, model = case.record, type(case.record)
    query = select(model).where(
        model.site_id == deposit.site_id,
        model.business_date == deposit.business_date,
        model.status.not_in(("void", "rejected")),
    )
    with case.session.no_autoflush:
        other = next((d for d in case.session.scalars(query) if d is not deposit), None)
    if other is None:
        return None
    return Refusal(ONE_A_DAY.format(day=deposit.business_date, number=other.number), "business_date")


def day_has_come(case: Case) -> Refusal | None:
    """Refuse to bank tomorrow's cash."""
    day = case.record.business_date
    return Refusal(NOT_A_DAY, "business_date", "X-13") if day > case.now.astimezone(LOCAL).date() else None


def checkers(deposit: Any) -> tuple[Role, ...]:
    """收费员；收费员都经手了当天收款的，由主任审批 (the cashier; the director when every cashier took some of that day's cash)."""
    session = object_session(deposit)
    if session is None:
        return (Role.cashier,)
    found = count(session, deposit, setting(session, deposit.site_id, BANK_BY))
    return (Role.director,) if mixed(session, deposit, found.takers) else (Role.cashier,)


def mixed(session: Session, deposit: Any, takers: Iterable[int]) -> bool:
    """Say whether the site has cashiers, and each of them took some of the money (A-20)."""
    query = (
        select(User.id)
        .join(UserGrant, UserGrant.parent_id == User.id)
        .where(
            UserGrant.role == Role.cashier,
            or_(UserGrant.site_id == deposit.site_id, UserGrant.site_id.is_(None)),
            User.active.is_(True),
            User.status == "active",
        )
    )
    with session.no_autoflush:
        cashiers = set(session.scalars(query))
    return bool(cashiers) and cashiers <= {*takers, deposit.created_by_id}


def took_none(case: Case) -> Refusal | None:
    """Refuse a check by somebody who took some of the money (D-09)."""
    return Refusal(TOOK_THEM, source="D-09") if case.actor.user_id in counted(case).takers else None


def handed_in(case: Case) -> list[Effect]:
    """Fix the figures and tie the receipts to this banking, so that none is banked twice."""
    deposit, found = case.record, counted(case)
    warned = mixed(case.session, deposit, found.takers)
    out: list[Effect] = [*_figures(case, found), Set("same_hands", warned)]
    out += [Update(r, {"cash_deposit": deposit}) for r in found.taken if r.cash_deposit_id is None]
    out += [Update(r, {"reversal_deposit": deposit}) for r in found.reversed if r.reversal_deposit_id is None]
    return [*out, Tell((Role.director,), WARNING)] if warned else out


def let_go(case: Case) -> list[Effect]:
    """Give the receipts of a rejected or void banking back, for another one."""
    found = counted(case)
    out: list[Effect] = [Update(r, {"cash_deposit": None}) for r in found.taken if r.cash_deposit_id == case.record.id]
    return [
        *out,
        *(Update(r, {"reversal_deposit": None}) for r in found.reversed if r.reversal_deposit_id == case.record.id),
    ]
