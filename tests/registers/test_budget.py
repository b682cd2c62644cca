"""Budgets and expenses, and collecting at the door (002 §1(6); 003 标准(三)1, (四)1; C-51)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tests.registers.centre import Centre
from tests.registers.money import bill, read, receipt, said
from workflow import Conflict, Forbidden, Invalid

LINES = [{"subject": "办公费", "planned": "1000.00"}, {"subject": "社区活动费", "planned": "5000.00"}]


def budget(centre: Centre, *, approved: bool = True, **more: Any) -> Any:
    values = {"department": centre.departments["客服部"], "period": 2026, "lines": LINES, **more}
    made = centre.create("cs_supervisor", "Budget", **values)
    if approved:
        centre.do("cs_supervisor", made, "submit")
        centre.do("director", made, "approve")
    return made


def expense(centre: Centre, amount: str, of: Any = None, subject: str = "办公费", **more: Any) -> Any:
    return centre.create("cashier", "Expense", **{"subject": subject, "amount": amount, "budget": of, **more})


def approve(centre: Centre, made: Any, **more: Any) -> Any:
    centre.do("cashier", made, "submit")
    centre.do("director", made, "approve", **more)
    return made


def spent(centre: Centre, made: Any) -> list[Decimal]:
    return [line.spent for line in read(centre, made).lines]


def test_002_1_6_approved_expenses_count_against_their_subject(centre: Centre) -> None:
    plan = budget(centre)
    approve(centre, expense(centre, "186.50", plan))
    approve(centre, expense(centre, "13.50", plan))
    expense(centre, "99.00", plan)
    assert spent(centre, plan) == [Decimal("200.00"), Decimal("0.00")]
    assert (plan.planned_total, plan.spent_total) == (Decimal("6000.00"), Decimal("200.00"))


def test_a_void_expense_gives_its_money_back(centre: Centre) -> None:
    plan = budget(centre)
    made = approve(centre, expense(centre, "186.50", plan))
    centre.do("director", made, "void", reason="重复报销")
    assert spent(centre, plan) == [Decimal("0.00"), Decimal("0.00")]
    assert plan.spent_total == Decimal("0.00")


def test_002_1_6_beyond_the_budget_only_with_a_reason(centre: Centre) -> None:
    plan = budget(centre)
    approve(centre, expense(centre, "1000.00", plan))
    more = expense(centre, "0.01", plan)
    centre.do("cashier", more, "submit")
    with pytest.raises(Invalid) as refused:
        centre.do("director", more, "approve")
    assert "超了 0.01 元" in said(refused)
    centre.do("director", more, "approve", reason="年底补购，年度内调剂")
    assert spent(centre, plan)[0] == Decimal("1000.01")


def test_an_expense_names_a_subject_of_a_budget_in_force(centre: Centre) -> None:
    plan, draft = budget(centre), budget(centre, approved=False, department=centre.departments["工程部"])
    with pytest.raises(Invalid) as refused:
        expense(centre, "10.00", plan, "招待费")
    assert "社区活动费" in said(refused)
    with pytest.raises(Invalid):
        expense(centre, "10.00", draft)
    with pytest.raises(Invalid):
        expense(centre, "10.00", plan, spent_on=dt.date(2025, 12, 31))
    assert expense(centre, "10.00", subject="招待费").status == "draft", "without a budget any subject"


def test_what_is_spent_is_counted_never_typed(centre: Centre) -> None:
    made = budget(centre, approved=False, lines=[{**LINES[0], "spent": "999.00"}])
    assert spent(centre, made) == [Decimal("0.00")]


def test_one_budget_a_department_and_year_each_subject_once(centre: Centre) -> None:
    first = budget(centre)
    with pytest.raises(Invalid) as refused:
        budget(centre)
    assert first.number in said(refused)
    with pytest.raises(Invalid):
        budget(centre, period=2027, lines=[LINES[0], LINES[0]])
    with pytest.raises(Invalid):
        budget(centre, period=2027, lines=[])


def test_who_files_an_expense_does_not_decide_on_it(centre: Centre) -> None:
    made = expense(centre, "10.00")
    centre.do("cashier", made, "submit")
    for who in ("cashier", "cs_supervisor"):
        with pytest.raises(Forbidden):
            centre.do(who, made, "approve")


# at the door


def visit(centre: Centre, *owed: Any, **more: Any) -> Any:
    values = {"unit": centre.units[0], "contact": "周女士", "owner_name": "周先生", "phone": "19800000001",
              "appointment_at": centre.now + dt.timedelta(hours=3), "bills": [b.id for b in owed]}  # fmt: skip
    return centre.create("receptionist", "FeeAppointment", **{**values, **more})


def test_c_51_collecting_issues_the_receipt_for_what_is_owed(centre: Centre) -> None:
    one, two = bill(centre, "120.00"), bill(centre, "80.00")
    receipt(centre, (two, "30.00"))
    made = visit(centre, one, read(centre, two))
    outcome = centre.do("receptionist", made, "collect", method="cash")
    assert outcome.created is not None
    assert (outcome.created.total, outcome.created.payer) == (Decimal("170.00"), "周先生")
    assert (read(centre, made).status, made.receipt_id) == ("collected", outcome.created.id)
    assert [read(centre, b).status for b in (one, two)] == ["paid", "paid"]
    with pytest.raises(Conflict):
        centre.do("receptionist", made, "collect", method="cash")


def test_nobody_goes_for_what_is_not_owed_or_yesterday(centre: Centre) -> None:
    theirs, paid = bill(centre, home=1), bill(centre)
    receipt(centre, (paid, "120.00"))
    for wrong in (theirs, read(centre, paid)):
        with pytest.raises(Invalid):
            visit(centre, wrong)
    with pytest.raises(Invalid):
        visit(centre, appointment_at=centre.now - dt.timedelta(days=1))


def test_nobody_met_says_why(centre: Centre) -> None:
    made = visit(centre)
    with pytest.raises(Invalid):
        centre.do("cashier", made, "miss")
    centre.do("cashier", made, "miss", reason="敲门无人应")
    assert made.status == "missed"
