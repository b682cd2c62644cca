"""The satisfaction rate, worked out from what was answered (002 §3(1)-(3); 003 内部管理 §4; S-17; A-63)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.service.survey_marks import marks, rate, share
from tests.registers.centre import Centre
from tests.registers.service_papers import fields

TWO = [{"item": "维修及时"}, {"item": "接待热情"}]


def survey(centre: Centre, **more: Any) -> Any:
    values = {"title": "第三季度", "period_from": dt.date(2026, 7, 1), "period_to": dt.date(2026, 9, 30), **more}
    return centre.create("cs_supervisor", "SatisfactionSurvey", **values)


def asked(centre: Centre, *scores: str, **more: Any) -> Any:
    return survey(centre, questions=more.pop("questions", TWO), answers=[{"scores": s} for s in scores], **more)


def test_the_rate_is_the_share_of_satisfied_answers(centre: Centre) -> None:
    """By hand: timely 2 of 4, friendly 3 of 4, so 62.5 %."""
    paper = asked(centre, "5 4", "4,5", "34", "2 1", households_sent=8)
    assert (paper.satisfaction_rate, paper.return_rate) == (Decimal("62.50"), Decimal("50.00"))


def test_weights_count(centre: Centre) -> None:
    """By hand: (3 × 100 + 1 × 0) / 4."""
    questions = [{"item": "维修及时", "weight": 3}, {"item": "接待热情", "weight": 1}]
    assert asked(centre, "53", "42", questions=questions).satisfaction_rate == Decimal("75.00")


def test_one_mark_for_all_serves_too(centre: Centre) -> None:
    paper = survey(centre, questions=TWO, answers=[{"score": 5}, {"score": 3}, {"score": 4}])
    assert paper.satisfaction_rate == Decimal("66.67")


def test_g6_without_answers_nothing_is_judged(centre: Centre) -> None:
    paper = survey(centre)
    assert (paper.satisfaction_rate, paper.return_rate, paper.judgement) == (None, None, None)


@pytest.mark.parametrize(
    ("target", "words"),
    [(None, "未配置目标，不作评判"), (60, "达标"), (Decimal("62.5"), "达标"), (70, "低于目标 7.5 个百分点")],
)
def test_a63_the_companys_target_judges_or_nothing_does(centre: Centre, target: Any, words: str) -> None:
    paper = asked(centre, "5 4", "4 5", "3 4", "2 1", target_rate=target)
    assert paper.judgement.text("zh") == words


def test_a63_the_sites_target_is_taken_over(centre: Centre) -> None:
    centre.create("director", "Setting", key="target.satisfaction", value="85")
    assert asked(centre, "54").target_rate == Decimal(85)


@pytest.mark.parametrize(
    ("scores", "field"), [("56", "answers-0-scores"), ("5", "answers-0-scores"), ("545", "answers-0-scores")]
)
def test_x13_marks_fit_the_questions(centre: Centre, scores: str, field: str) -> None:
    assert fields(lambda: asked(centre, scores)) == [field]


def test_x13_a_home_answers_once(centre: Centre) -> None:
    twice = [{"unit": centre.units[0], "scores": "55"}] * 2
    assert fields(lambda: survey(centre, questions=TWO, answers=twice)) == ["answers-1-unit"]


def test_x13_no_more_answers_than_questionnaires(centre: Centre) -> None:
    assert fields(lambda: asked(centre, "55", "44", households_sent=1)) == ["households_sent"]


def test_every_question_is_weighted_or_none(centre: Centre) -> None:
    one = [{"item": "维修及时", "weight": 3}, {"item": "接待热情"}]
    assert fields(lambda: asked(centre, "55", questions=one)) == ["questions-1-weight"]


def test_the_period_ends_after_it_began(centre: Centre) -> None:
    assert fields(lambda: survey(centre, period_to=dt.date(2026, 6, 1))) == ["period_to"]


def test_it_goes_up_with_answers_and_analysis(centre: Centre) -> None:
    empty = survey(centre)
    assert fields(lambda: centre.do("cs_supervisor", empty, "submit")) == ["answers"]
    centre.session.rollback()
    bare = asked(centre, "55")
    assert fields(lambda: centre.do("cs_supervisor", bare, "submit")) == ["analysis"]


def test_a_survey_opens_one_corrective_action(centre: Centre) -> None:
    paper = asked(centre, "22", analysis="维修慢")
    centre.do("cs_supervisor", paper, "submit")
    action = centre.do(
        "cs_supervisor", paper, "open_action", responsible=centre.staff["engineering_lead"], due_on=dt.date(2026, 12, 1)
    ).created
    assert (action.origin, paper.corrective_action_id) == ("survey", action.id)
    assert "open_action" not in centre.names("cs_supervisor", paper)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("5453", (5, 4, 5, 3)), ("5 4，5、3", (5, 4, 5, 3)), ("", ()), (None, ()), ("506", None), ("好", None)],
)
def test_marks_are_read_as_they_are_typed(typed: str | None, read: tuple[int, ...] | None) -> None:
    assert marks(typed) == read


SHEETS = st.integers(1, 5).flatmap(
    lambda n: st.tuples(
        st.lists(st.lists(st.integers(1, 5), min_size=n, max_size=n), min_size=1, max_size=30),
        st.lists(st.decimals("0.01", 100, places=2), min_size=n, max_size=n),
    )
)


@given(SHEETS)
def test_the_rate_lies_between_its_questions(given_: tuple[list[list[int]], list[Decimal]]) -> None:
    sheets, weights = given_
    alone = [rate([[s[q]] for s in sheets], []) or Decimal(0) for q in range(len(weights))]
    found = rate(sheets, weights)
    assert found is not None
    assert min(alone) <= found <= max(alone)


@given(SHEETS)
def test_the_order_of_answers_does_not_matter(given_: tuple[list[list[int]], list[Decimal]]) -> None:
    sheets, weights = given_
    assert rate(sheets[::-1], weights) == rate(sheets, weights)


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_share_is_exact_to_the_hundredth(part: int, whole: int) -> None:
    found = share(part, whole)
    assert found is not None
    assert abs(found * whole - 100 * part) * 200 <= whole
