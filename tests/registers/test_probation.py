"""Probation: who is reviewed, by whom, and what the conclusion makes of the employment (000 §4.11.2-4.11.3)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

import workflow
from access import SYSTEM, acting
from models.base.staff import Staff
from tests.registers.centre import Centre
from workflow import Forbidden, Invalid

MARKS = dict.fromkeys(
    ("discipline", "attitude", "service_sense", "teamwork", "knowledge", "skill", "efficiency", "self_study"), 4
)


def review(centre: Centre, by: str = "security_lead", whom: str = "guard", **values: Any) -> Any:
    given = {
        "staff": centre.staff[whom], "period_from": dt.date(2026, 9, 1), "period_to": dt.date(2026, 11, 30),
        **MARKS, "potential": 5, "conclusion": "confirm", "comment": "称职",
    }  # fmt: skip
    return centre.create(by, "ProbationReview", **{**given, **values})


def on_probation(centre: Centre, whom: str = "guard") -> None:
    workflow.edit(
        centre.session, centre.staff[whom], {"employment": "probation", "probation_until": dt.date(2026, 11, 30)},
        actor=SYSTEM, now=centre.now, forced=True,
    )  # fmt: skip


def decided(centre: Centre, paper: Any, **last: Any) -> Staff:
    by = "security_lead"
    centre.do(by, paper, "submit")
    centre.do("director", paper, "approve")
    centre.do("hr_admin", paper, "approve", **last)
    with acting(centre.session, SYSTEM):
        return centre.session.get_one(Staff, paper.staff_id, populate_existing=True)


def test_000_4_11_3_an_approved_review_confirms(centre: Centre) -> None:
    on_probation(centre)
    paper = review(centre)
    assert paper.average == Decimal("4.1")
    person = decided(centre, paper)
    assert (person.employment, person.confirmed_on) == ("regular", dt.date(2026, 11, 23))
    assert paper.approved_at == centre.now


def test_000_4_11_3_nothing_changes_before_the_last_decision(centre: Centre) -> None:
    on_probation(centre)
    paper = review(centre)
    centre.do("security_lead", paper, "submit")
    centre.do("director", paper, "approve")
    assert centre.staff["guard"].employment == "probation"


def test_000_4_11_3_an_extension_says_until_when(centre: Centre) -> None:
    on_probation(centre)
    with pytest.raises(Invalid):
        review(centre, conclusion="extend", extended_to=dt.date(2026, 11, 30))
    person = decided(centre, review(centre, conclusion="extend", extended_to=dt.date(2026, 12, 31)))
    assert (person.employment, person.probation_until) == ("probation", dt.date(2026, 12, 31))


def test_000_4_11_3_who_is_not_kept_leaves_and_loses_his_account(centre: Centre) -> None:
    on_probation(centre)
    person = decided(centre, review(centre, conclusion="terminate", successor=centre.staff["security_lead"]))
    assert (person.employment, person.left_on) == ("left", dt.date(2026, 11, 23))
    assert person.user is not None
    assert not person.user.active


def test_000_4_12_an_end_waits_for_what_is_still_out(centre: Centre) -> None:
    on_probation(centre)
    centre.create("hr_admin", "Badge", staff=centre.staff["guard"], badge_no="XK-7")
    paper = review(centre, conclusion="terminate", successor=centre.staff["security_lead"])
    with pytest.raises(Invalid) as refused:
        decided(centre, paper)
    assert "XK-7" in refused.value.refusals[0].sentence.text("zh")
    centre.do("hr_admin", paper, "approve", reason="胸卡已由保安主管代收")


def test_000_4_11_2_only_people_on_probation_are_reviewed(centre: Centre) -> None:
    with pytest.raises(Invalid) as refused:
        review(centre)
    assert "不在试用期" in refused.value.refusals[0].sentence.text("zh")


def test_000_4_11_2_nobody_reviews_himself(centre: Centre) -> None:
    on_probation(centre, "security_lead")
    with pytest.raises(Invalid):
        review(centre, whom="security_lead")


def test_g3_nobody_decides_about_himself(centre: Centre) -> None:
    on_probation(centre, "hr_admin")
    paper = review(centre, whom="hr_admin")
    centre.do("security_lead", paper, "submit")
    centre.do("director", paper, "approve")
    with pytest.raises(Forbidden):
        centre.do("hr_admin", paper, "approve")
    centre.do("hq_quality", paper, "approve")
    assert paper.status == "approved"


def test_4c_a_review_is_seen_by_whom_it_concerns_and_his_superiors(centre: Centre) -> None:
    on_probation(centre)
    paper = review(centre, by="engineering_lead")
    assert {r for r in ("guard", "security_lead", "director", "hr_admin") if not centre.sees(r, paper)} == set()
    assert {r for r in ("technician", "receptionist", "reception_lead", "cashier") if centre.sees(r, paper)} == set()
