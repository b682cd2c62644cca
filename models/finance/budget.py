"""部门预算: what a department may spend in a year, and what it has (002 §1(6); 003 (四)1; R-D19)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Index, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from models.declare import Record, Row, money, ref, rows, string, text, year
from models.finance.amounts import NOTHING, add
from models.spec import (
    STAY,
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
    Set,
    Transition,
    altered,
    approval_flow,
)

if TYPE_CHECKING:
    from models.base.department import Department

FILLERS = (Role.cs_supervisor, Role.hr_admin)
STANDS = sql("status NOT IN ('void', 'rejected')")
NO_LINES = L("请至少写一个科目和预算数。", "Please write at least one subject with its amount.")
TWICE = L("科目“{subject}”写了两行，请合成一行。", "“{subject}” stands on two lines; please make it one.")
ONE_A_YEAR = L(
    "{department}的 {year} 年预算已有 {number}，请看那一份。",
    "{number} is {department}'s budget of {year} already; look at that one.",
)


class BudgetLine(Row):
    """One subject of a budget."""

    __tablename__ = "budget_lines"
    __parent__ = "budget"

    if TYPE_CHECKING:
        parent_id: Mapped[int]
    subject: Mapped[str] = string(L("科目", "Subject"), length=60, required=True)
    planned: Mapped[Decimal] = money(L("预算", "Planned"), required=True, minimum=0)
    spent: Mapped[Decimal | None] = money(L("已开支", "Spent"), system=True, default=NOTHING)


def spent(session: Any, budget_id: int | None, but: int | None = None) -> dict[str, Decimal]:
    """Return what approved expenses took of a budget, by subject; ``but``: one expense left out."""
    from models.finance.expense import Expense  # noqa: PLC0415 - expenses name their budget

    if budget_id is None:
        return {}
    query = select(Expense.subject, Expense.amount).where(
        Expense.budget_id == budget_id, Expense.status == "approved", Expense.id != (but or 0)
    )
    out: dict[str, Decimal] = {}
    with session.no_autoflush:
        for subject, amount in session.execute(query):
            out[subject] = out.get(subject, NOTHING) + amount
    return out


def recounted(case: Case) -> list[Effect]:
    """Write beside each subject what approved expenses took of it."""
    budget = case.record
    taken = spent(case.session, budget.id)
    lines = [
        {"id": r.id, "subject": r.subject, "planned": r.planned, "spent": taken.get(r.subject, NOTHING)}
        for r in budget.lines
    ]
    return [Set("lines", lines)]


def derived(case: Case) -> list[Set]:
    """Return the sums of the lines; what is spent is never typed, only counted."""
    budget = case.record
    taken = spent(case.session, budget.id)
    for row in budget.lines:
        row.spent = taken.get(row.subject, NOTHING)
    return [Set("planned_total", add(r.planned for r in budget.lines)), Set("spent_total", add(taken.values()))]


def lines_are_whole(case: Case) -> Refusal | None:
    """Refuse a budget without a subject, and the same subject twice."""
    budget = case.record
    if not budget.lines:
        return Refusal(NO_LINES, "lines")
    seen: set[str] = set()
    for at, row in enumerate(budget.lines):
        if row.subject in seen:
            return Refusal(TWICE.format(subject=row.subject), f"lines-{at}-subject")
        seen.add(row.subject)
    return None


def one_a_year(case: Case) -> Refusal | None:
    """Refuse a second budget of a department for the same year."""
    budget = case.record
    if budget.status in {"void", "rejected"}:
        return None
    query = select(Budget).where(
        Budget.department_id == budget.department_id,
        Budget.period == budget.period,
        Budget.status.not_in(("void", "rejected")),
    )
    with case.session.no_autoflush:
        other = next((b for b in case.session.scalars(query) if b is not budget), None)
    if other is None:
        return None
    words = ONE_A_YEAR.format(department=other.department.name, year=str(budget.period), number=other.number)
    return Refusal(words, "period", "002 §1(6)")


def counted(case: Case) -> list[Effect]:
    """Count the sums anew with the lines."""
    taken = spent(case.session, case.record.id)
    return [*recounted(case), Set("spent_total", add(taken.values()))]


def _flow() -> Flow:
    base = approval_flow((Role.director,), clause="002 §1(6)")
    recount = Transition(
        name="recount",
        label=L("更新开支", "Spending changed"),
        source=("draft", "submitted", "approved"),
        to=STAY,
        effects=counted,
        by_itself=True,
    )
    return altered(base, recount)


class Budget(Record):
    """A department's year in money."""

    __register__ = Register(
        label=L("部门预算", "Department budget"),
        module=Module.finance,
        source=("002 §1(6)", "003 (四)1"),
        help=L(
            "每个部门每年一份，主任批准后执行；批准的开支自动计入对应科目。",
            "One a department and year, approved by the director; approved expenses count against their subject by themselves.",
        ),
        icon="wallet",
        prefix="YS3",
        aliases=("管理费用预算",),
        title="period",
        list=("number", "department", "period", "planned_total", "spent_total", "status"),
        sections=(
            Section(L("预算", "Budget"), "department", "period", "note"),
            Section(L("科目", "Subjects"), "lines", "planned_total", "spent_total"),
        ),
        search=("number", "note", "department"),
        filters=("status", "department", "period"),
        sort="-period",
        rights=Rights(read=(*FILLERS, Role.cashier, Role.director, Role.hq_quality), create=FILLERS),
        flow=_flow(),
        derive=derived,
        guards=(lines_are_whole, one_a_year),
    )
    __table_args__ = (
        Index(
            "uq_budget_department_year",
            "department_id",
            "period",
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
    )

    department: Mapped[Department] = ref(
        "Department", L("部门", "Department"), required=True, default=Default.MY_DEPARTMENT
    )
    department_id: Mapped[int]
    period: Mapped[int] = year(L("年度", "Year"), required=True)
    lines: Mapped[list[Any]] = rows(L("科目", "Subjects"), BudgetLine)
    planned_total: Mapped[Decimal] = money(L("预算合计", "Planned in all"), kept=True, default=NOTHING)
    spent_total: Mapped[Decimal] = money(L("已开支合计", "Spent in all"), kept=True, default=NOTHING)
    note: Mapped[str | None] = text(L("说明", "Note"))
