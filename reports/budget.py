"""Budget against actual: the year's plan, what approved expenses took of it, and what went beyond (002 §1(6); 003 (四)1; S-39)."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import type_coerce

from models.duty.report_list import Report
from models.finance.budget import Budget, BudgetLine
from models.finance.expense import Expense
from models.spec import L
from reports.row_tables import RowTable, Sum
from reports.spec import Breakdown, Conditions, Listing, Measure, Rate, Span, Summary, Tally, Worked

PLANNED, SPENT, LEFT = L("预算", "Planned"), L("已开支", "Spent"), L("余额", "Left")


def _in_force(span: Span) -> Conditions:
    """Approved budgets of the year the period ends in."""
    return Budget.status == "approved", Budget.period == span.until.year


def _overspent(span: Span) -> Conditions:
    return *_in_force(span), Budget.spent_total > Budget.planned_total


def _expenses(span: Span) -> Conditions:
    return Expense.status == "approved", *span.days(Expense.spent_on)


def _outside(span: Span) -> Conditions:
    return *_expenses(span), Expense.budget_id.is_(None)


left = type_coerce(BudgetLine.planned - BudgetLine.spent, BudgetLine.planned.type)
BY_SUBJECT = RowTable(
    code="by_subject", label=L("按科目", "By subject"), document=Budget, rows=BudgetLine, where=_in_force,
    by=BudgetLine.subject,
    columns=(
        Sum(code="planned", label=PLANNED, of=BudgetLine.planned, measure=Measure.yuan),
        Sum(code="spent", label=SPENT, of=BudgetLine.spent, measure=Measure.yuan),
        Sum(code="left", label=LEFT, of=left, measure=Measure.yuan),
    ),
)  # fmt: skip

BUDGET_EXECUTION = Summary(
    report=Report.budget_execution,
    parts=(
        Tally(code="planned", label=L("年度预算", "The year's budget"), register=Budget, where=_in_force, add="planned_total",
              measure=Measure.yuan),
        Tally(code="spent", label=L("年度已开支", "Spent of it"), register=Budget, where=_in_force, add="spent_total",
              measure=Measure.yuan),
        Rate(code="rate", label=L("执行率", "Share spent"), of="spent", among="planned"),
        Tally(code="period", label=L("本期开支", "Spent in the period"), register=Expense, where=_expenses, add="amount",
              measure=Measure.yuan),
        Tally(code="outside", label=L("其中未列预算", "Of it, outside any budget"), register=Expense, where=_outside, add="amount",
              measure=Measure.yuan),
        Tally(code="overspent", label=L("超预算的部门", "Departments over budget"), register=Budget, where=_overspent, target=Decimal(0),
              more_is_better=False),
        Breakdown(code="by_department", label=L("按部门", "By department"), by="department", tallies=("planned", "spent"),
                  rates=("rate",)),
        Worked(code=BY_SUBJECT.code, label=BY_SUBJECT.label, work=BY_SUBJECT),
        Breakdown(code="by_item", label=L("本期开支按科目", "The period's expenses by subject"), by="subject",
                  tallies=("period",)),
        Listing(code="unplanned", label=L("未列预算的开支", "Expenses outside any budget"), register=Expense, where=_outside,
                columns=("number", "spent_on", "subject", "amount", "payee", "status"), sort="spent_on"),
    ),
)  # fmt: skip

SUMMARIES = (BUDGET_EXECUTION,)
