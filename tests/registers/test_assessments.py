"""Assessments, rewards and penalties: who sees them, who writes them, what they add up to (000 §3.9, §4.5.1; 004 §5.9)."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from access import SYSTEM, acting
from models.engine import Notice
from models.hr.assessment_rules import total
from tests.registers.centre import Centre
from workflow import Forbidden, Invalid

ITEMS = [{"item": "登记完整", "weight": 60, "score": 90}, {"item": "态度", "weight": 40, "score": "85.5"}]
MARKS = st.decimals(0, 100, places=2)
WEIGHTS = st.none() | st.decimals(0, 100, places=2)


def assessment(centre: Centre, by: str = "reception_lead", whom: str = "receptionist", **values: Any) -> Any:
    given = {
        "period_kind": "month", "period_from": dt.date(2026, 11, 1), "period_to": dt.date(2026, 11, 30),
        "staff": centre.staff[whom], "items": ITEMS,
    }  # fmt: skip
    return centre.create(by, "MonthlyAssessment", **{**given, **values})


def penalty(centre: Centre, by: str = "reception_lead", whom: str = "receptionist", **values: Any) -> Any:
    given = {"staff": centre.staff[whom], "kind": ["written", "wage"], "facts": "旷工半天", "basis": "考勤制度第 5 条"}
    return centre.create(by, "RewardPenalty", **{**given, **values})


def approved(centre: Centre, paper: Any, *chain: str, by: str = "reception_lead") -> Any:
    centre.do(by, paper, "submit")
    for role in chain:
        centre.do(role, paper, "approve")
    assert paper.status == "approved"
    return paper


def seen_by(centre: Centre, paper: Any) -> set[str]:
    return {role for role in (*centre.staff, "hq_quality") if centre.sees(role, paper)}


# assessments


def test_000_4_5_1_the_total_is_worked_out(centre: Centre) -> None:
    paper = assessment(centre)
    assert paper.total == Decimal("88.20")
    centre.edit("reception_lead", paper, items=[{"item": "登记完整", "score": 80}, {"item": "态度", "score": 91}])
    assert paper.total == Decimal("85.50")


def test_000_4_5_1_nothing_is_handed_in_without_marks(centre: Centre) -> None:
    with pytest.raises(Invalid):
        centre.do("reception_lead", assessment(centre, items=[]), "submit")
    with pytest.raises(Invalid):
        centre.do("reception_lead", assessment(centre, items=[{"item": "态度"}]), "submit")


@pytest.mark.parametrize(
    ("kind", "until", "fits"),
    [
        ("month", dt.date(2026, 12, 1), True),
        ("month", dt.date(2026, 12, 2), False),
        ("quarter", dt.date(2027, 1, 31), True),
        ("quarter", dt.date(2027, 2, 1), False),
        ("year", dt.date(2027, 11, 1), True),
        ("year", dt.date(2027, 11, 2), False),
    ],
)
def test_000_3_9_a_month_a_quarter_a_year_have_their_lengths(
    centre: Centre, kind: str, until: dt.date, *, fits: bool
) -> None:
    if fits:
        assert assessment(centre, period_kind=kind, period_to=until).period_kind == kind
    else:
        with pytest.raises(Invalid):
            assessment(centre, period_kind=kind, period_to=until)


def test_d16_the_assessed_never_verifies(centre: Centre) -> None:
    with pytest.raises(Invalid):
        assessment(centre, verified_by=centre.staff["receptionist"])
    paper = approved(centre, assessment(centre, whom="security_lead"), "director", "hr_admin")
    with pytest.raises(Forbidden):
        centre.do("security_lead", paper, "verify", correction="已改")
    centre.do("cs_supervisor", paper, "verify", correction="已改")
    assert paper.verified_by_id == centre.staff["cs_supervisor"].id


def test_d16_nobody_assesses_himself(centre: Centre) -> None:
    with pytest.raises(Invalid):
        assessment(centre, whom="reception_lead")


def test_003_3_an_assessment_leads_to_one_reward(centre: Centre) -> None:
    paper = approved(centre, assessment(centre), "director", "hr_admin")
    made = centre.do("reception_lead", paper, "open_reward", kind=["reward"], facts="全月无差错").created
    assert (paper.reward_penalty_id, made.staff_id) == (made.id, centre.staff["receptionist"].id)
    with pytest.raises(Forbidden):
        centre.do("reception_lead", paper, "open_reward", kind=["reward"], facts="再来一次")


def test_4c_an_assessment_is_seen_by_the_assessed_his_line_and_administration(centre: Centre) -> None:
    paper = assessment(centre, by="engineering_lead")
    assert seen_by(centre, paper) == {
        "receptionist", "reception_lead", "cs_supervisor", "director", "hr_admin", "engineering_lead",
    }  # fmt: skip


@given(st.lists(st.tuples(WEIGHTS, MARKS), min_size=1, max_size=20))
def test_a_total_lies_between_the_lowest_and_the_highest_mark(lines: list[tuple[Decimal | None, Decimal]]) -> None:
    found = total(lines)
    assert found is not None
    counted = [mark for weight, mark in lines if weight] or [mark for _, mark in lines]
    assert min(counted) <= found <= max(counted)


@given(MARKS, st.lists(WEIGHTS, min_size=1, max_size=9))
def test_equal_marks_are_the_total(mark: Decimal, weights: list[Decimal | None]) -> None:
    assert total((weight, mark) for weight in weights) == mark
    assert total((weight, None) for weight in weights) is None


# rewards and penalties


def test_000_3_9_a_penalty_is_seen_by_himself_his_line_director_administration_and_cashier(centre: Centre) -> None:
    paper = penalty(centre, by="engineering_lead", whom="guard")
    assert seen_by(centre, paper) == {
        "guard", "security_lead", "director", "hr_admin", "cashier", "engineering_lead",
    }  # fmt: skip


def test_001_5_the_employee_hands_in_his_own_self_criticism(centre: Centre) -> None:
    paper = penalty(centre)
    centre.do("reception_lead", paper, "submit")
    assert "hand_in" in centre.names("receptionist", paper)
    for other in ("reception_lead", "director", "technician"):
        with pytest.raises(Forbidden):
            centre.do(other, paper, "hand_in", self_criticism=["0" * 32])
    centre.do("receptionist", paper, "hand_in", self_criticism=["0" * 32])
    assert paper.criticised_at == centre.now


def test_001_5_no_self_criticism_where_none_is_due(centre: Centre) -> None:
    paper = penalty(centre, kind=["reward"])
    centre.do("reception_lead", paper, "submit")
    with pytest.raises(Forbidden):
        centre.do("receptionist", paper, "hand_in", self_criticism=["0" * 32])


def told(centre: Centre, paper: Any) -> dict[str, int]:
    """How many notices of this paper each role's holder has."""
    with acting(centre.session, SYSTEM):
        users = {s.user_id: role for role, s in centre.staff.items()}
        query = select(Notice.user_id).where(Notice.register == paper.slug(), Notice.record_id == paper.id)
        return dict(Counter(users[u] for u in centre.session.scalars(query)))


def test_001_5_approval_tells_the_cashier_and_the_employee(centre: Centre) -> None:
    paper = penalty(centre)
    centre.do("reception_lead", paper, "submit")
    assert told(centre, paper).get("receptionist") == 1
    for role in ("cs_supervisor", "director"):
        centre.do(role, paper, "approve")
    assert "cashier" not in told(centre, paper)
    centre.do("hr_admin", paper, "approve")
    assert {r: n for r, n in told(centre, paper).items() if r in {"cashier", "receptionist"}} == {
        "cashier": 1, "receptionist": 2,
    }  # fmt: skip


def test_praise_and_punishment_are_two_papers(centre: Centre) -> None:
    with pytest.raises(Invalid):
        penalty(centre, kind=["reward", "warn"])


def test_000_3_9_nobody_fills_in_or_decides_his_own(centre: Centre) -> None:
    with pytest.raises(Invalid):
        penalty(centre, whom="reception_lead")
    paper = penalty(centre, whom="cs_supervisor", kind=["warn"])
    centre.do("reception_lead", paper, "submit")
    with pytest.raises(Forbidden):
        centre.do("cs_supervisor", paper, "approve")
    centre.do("director", paper, "approve")
    centre.do("hr_admin", paper, "approve")


# the clerks' weekly assessments


def test_d06_a_clerk_never_assesses_himself(centre: Centre) -> None:
    values = {"subject": "话术", "score": 90}
    with pytest.raises(Invalid):
        centre.create("reception_lead", "WrittenAssessment", staff=centre.staff["reception_lead"], **values)
    with pytest.raises(Forbidden):
        centre.create("receptionist", "WrittenAssessment", staff=centre.staff["receptionist"], **values)
    paper = centre.create("reception_lead", "WrittenAssessment", staff=centre.staff["receptionist"], **values)
    assert centre.sees("receptionist", paper)
    assert not centre.sees("technician", paper)


def test_004_5_9_an_assessment_to_come_is_refused(centre: Centre) -> None:
    with pytest.raises(Invalid):
        centre.create(
            "reception_lead", "WrittenAssessment", staff=centre.staff["receptionist"], subject="话术", score=90,
            assessed_on=dt.date(2026, 11, 24),
        )  # fmt: skip
