"""费用开支记录: money spent against a budget (003 (四)1; 002 §1(6); R-D20)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from models.base.moments import today
from models.base.rules import referred
from models.declare import Record, date, files, money, ref, string
from models.finance.amounts import FEN, NOTHING, yuan
from models.finance.budget import Budget, spent
from models.spec import (
    Apply,
    Case,
    Default,
    Effect,
    Flow,
    L,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    altered,
    approval_flow,
)

FILLERS = (Role.cashier, Role.cs_supervisor)
NOT_YET = L("日期还没有到。", "That day has not come yet.")
NO_SUCH = L(
    "预算 {number} 里没有科目“{subject}”，可选：{known}。",
    "Budget {number} has no subject “{subject}”; it has: {known}.",
)
NOT_IN_FORCE = L("预算 {number} 还没有批准。", "Budget {number} is not approved.")
OTHER_YEAR = L("预算 {number} 是 {year} 年的。", "Budget {number} is for {year}.")
OVER = L(
    "“{subject}”预算 {planned} 元，已开支 {spent} 元，再支 {amount} 元就超了 {over} 元。确要批准，请在意见里写明理由。",
    "“{subject}” has {planned} yuan planned and {spent} spent; {amount} more is {over} too much. To approve anyway, write "
    "the reason in the comment.",
)


def not_ahead(case: Case) -> Refusal | None:
    """Refuse an expense dated in the future (X-13)."""
    spent_on = case.record.spent_on
    return Refusal(NOT_YET, "spent_on", "X-13") if spent_on is not None and spent_on > today(case) else None


def budget_has_it(case: Case) -> Refusal | None:
    """Refuse a budget that isn't in force, of another year, or without the subject."""
    expense = case.record
    budget = referred(case, "budget", Budget)
    if budget is None:
        return None
    if budget.status != "approved":
        return Refusal(NOT_IN_FORCE.format(number=budget.number), "budget", "002 §1(6)")
    if expense.spent_on is not None and expense.spent_on.year != budget.period:
        return Refusal(OTHER_YEAR.format(number=budget.number, year=str(budget.period)), "budget")
    known = [line.subject for line in budget.lines]
    if expense.subject in known:
        return None
    words = NO_SUCH.format(number=budget.number, subject=expense.subject, known="、".join(known))
    return Refusal(words, "subject")


def planned(budget: Any, subject: str) -> Decimal:
    """Return what a budget plans for a subject."""
    return next((line.planned for line in budget.lines if line.subject == subject), NOTHING)


def within_budget(case: Case) -> Refusal | None:
    """Refuse to approve beyond the budget without a reason (002 §1(6))."""
    expense = case.record
    if expense.budget is None or not case.last or case.data.get("reason"):
        return None
    taken = spent(case.session, expense.budget_id, expense.id).get(expense.subject, NOTHING)
    plan = planned(expense.budget, expense.subject)
    over = taken + expense.amount - plan
    if over <= 0:
        return None
    words = OVER.format(
        subject=expense.subject, planned=yuan(plan), spent=yuan(taken), amount=yuan(expense.amount), over=yuan(over)
    )
    return Refusal(words, "reason", "002 §1(6)")


def counted(case: Case) -> list[Effect]:
    """Have the budget counted anew."""
    budget = case.record.budget
    return [Apply(budget, "recount")] if budget is not None else []


def _flow() -> Flow:
    base = approval_flow((Role.director,), clause="003 (四)1", approve_guards=(within_budget,), on_approved=counted)
    return altered(base, void={"effects": counted})


class Expense(Record):
    """One expense."""

    __register__ = Register(
        label=L("费用开支记录", "Expense"),
        module=Module.finance,
        source=("003 (四)1", "002 §1(6)"),
        help=L(
            "每笔开支附凭证，选预算和科目，主任审批；批准后自动计入预算的已开支。",
            "Attach the voucher, choose budget and subject; the director decides, and the budget counts it by itself.",
        ),
        icon="hand-coins",
        prefix="ZCJ",
        aliases=("费用报销",),
        title="subject",
        list=("number", "spent_on", "subject", "payee", "amount", "budget", "status"),
        sections=(
            Section(L("开支", "Expense"), "spent_on", "amount", "payee", "vouchers"),
            Section(L("预算", "Budget"), "budget", "subject"),
        ),
        search=("number", "subject", "payee"),
        filters=("status", "spent_on", "subject", "budget", "amount"),
        sort="-spent_on",
        happened="spent_on",
        rights=Rights(read=(*FILLERS, Role.director, Role.hq_quality), create=FILLERS),
        locked_rights=("do:approve",),
        flow=_flow(),
        guards=(not_ahead, budget_has_it),
        indexes=(("budget_id", "status"),),
    )

    spent_on: Mapped[dt.date] = date(L("日期", "Date"), required=True, default=Default.TODAY)
    subject: Mapped[str] = string(
        L("科目", "Subject"),
        length=60,
        required=True,
        help=L("有预算的，写预算里的科目。", "With a budget, one of its subjects."),
    )
    amount: Mapped[Decimal] = money(L("金额", "Amount"), required=True, minimum=FEN)
    payee: Mapped[str | None] = string(L("收款方", "Paid to"), length=80)
    budget: Mapped[Budget | None] = ref("Budget", L("预算", "Budget"))
    budget_id: Mapped[int | None]
    vouchers: Mapped[Any] = files(L("凭证", "Vouchers"))
