"""制度与岗位说明书: 000 §4.1; 002 §3.1 编制、审核、批准 (C-39, C-40, D-15, G5, X-20)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

import workflow
from access import SYSTEM, acting
from deadlines.timed import due_transitions
from models import by_name
from models.office.regulation import next_version
from tests.registers.centre import Centre

TODAY = dt.date(2026, 11, 23)
SOON = dt.date(2026, 12, 1)


def draft(centre: Centre, by: str = "hr_admin", **more: Any) -> Any:
    values = {
        "title": "前台服务规范",
        "category": "standard",
        "version_no": "A/0",
        "effective_on": TODAY,
        "body": "一、先问好。",
    }
    return centre.create(by, "Regulation", **{**values, **more})


def in_force(centre: Centre, **more: Any) -> Any:
    rule = draft(centre, **more)
    centre.do("hr_admin", rule, "submit")
    centre.do("cs_supervisor", rule, "approve")
    centre.do("director", rule, "approve")
    return rule


def revised(centre: Centre, old: Any, **more: Any) -> Any:
    made = centre.do(
        "hr_admin", old, "revise", **{"amendment_reason": "增加微信接待", "effective_on": SOON, **more}
    ).created
    centre.do("hr_admin", made, "submit")
    centre.do("cs_supervisor", made, "approve")
    centre.do("director", made, "approve")
    return made


def refused(centre: Centre, act: Callable[[], Any]) -> list[str | None]:
    """The fields a refusal names; what was there before stays."""
    centre.session.commit()
    with pytest.raises(workflow.Invalid) as caught:
        act()
    centre.session.rollback()
    return [r.field for r in caught.value.refusals]


def waive(centre: Centre) -> None:
    values = {"key": "document.three_people", "value": "否"}
    workflow.create(centre.session, by_name("Setting"), values, actor=SYSTEM, now=centre.now, site_id=centre.site.id)


def test_d15_three_people_draft_review_and_approve(centre: Centre) -> None:
    rule = in_force(centre)
    names = [rule.drafted_by.name, rule.reviewed_by.name, rule.approved_by.name]
    assert names == ["行政部甲", "客服主管甲", "管理处主任甲"]
    assert rule.approved_at == centre.now


def test_d15_what_the_only_supervisor_drafted_administration_reviews(centre: Centre) -> None:
    rule = draft(centre, by="cs_supervisor")
    centre.do("cs_supervisor", rule, "submit")
    assert "approve" not in centre.names("director", rule)
    centre.do("hr_admin", rule, "approve")
    centre.do("director", rule, "approve")
    assert [rule.drafted_by.name, rule.reviewed_by.name, rule.approved_by.name] == [
        "客服主管甲",
        "行政部甲",
        "管理处主任甲",
    ]


def test_d15_a_post_drafted_by_the_director_needs_a_third_person(centre: Centre) -> None:
    post = centre.create("director", "Post", name="夜班员", department=centre.departments["客服部"], headcount=1)
    centre.do("director", post, "submit")
    assert refused(centre, lambda: centre.do("hq_quality", post, "approve")) == [None]


def test_d15_the_site_may_waive_it(centre: Centre) -> None:
    waive(centre)
    rule = draft(centre, by="cs_supervisor")
    centre.do("cs_supervisor", rule, "submit")
    centre.do("director", rule, "approve")
    assert (rule.status, rule.approved_by.name) == ("approved", "管理处主任甲")


def test_c40_a_post_keeps_the_names_of_who_reviewed_and_approved_it(centre: Centre) -> None:
    post = centre.create(
        "engineering_lead", "Post", name="弱电工", department=centre.departments["工程部"], headcount=1
    )
    centre.do("engineering_lead", post, "submit")
    centre.do("cs_supervisor", post, "approve")
    centre.do("director", post, "approve")
    assert (post.reviewed_by.name, post.approved_by.name) == ("客服主管甲", "管理处主任甲")
    assert (post.reviewed_on, post.approved_on) == (TODAY, TODAY)


def test_g5_an_approved_version_is_never_edited(centre: Centre) -> None:
    rule = in_force(centre)
    centre.session.commit()
    for role in ("hr_admin", "cs_supervisor", "director"):
        with pytest.raises(workflow.WorkflowError):
            centre.edit(role, rule, body="改了")
        centre.session.rollback()


def test_g5_a_new_version_needs_its_reason_and_a_number_of_its_own(centre: Centre) -> None:
    old = in_force(centre)
    assert refused(centre, lambda: centre.do("hr_admin", old, "revise", effective_on=SOON)) == ["amendment_reason"]
    again = {"amendment_reason": "x", "effective_on": SOON, "version_no": "A/0"}
    assert refused(centre, lambda: centre.do("hr_admin", old, "revise", **again)) == ["version_no"]


def test_x20_the_new_version_starts_from_the_text_in_force(centre: Centre) -> None:
    old = in_force(centre)
    made = centre.do("hr_admin", old, "revise", amendment_reason="增加微信接待", effective_on=SOON).created
    assert (made.title, made.version_no, made.body, made.replaces, made.status) == (
        old.title, "A/1", old.body, old, "draft",
    )  # fmt: skip
    assert old.status == "approved", "it holds until the new one does"
    assert "revise" not in centre.names("hr_admin", old), "one revision at a time"


def test_x20_the_new_version_supersedes_the_old_on_its_day(centre: Centre) -> None:
    old = in_force(centre)
    revised(centre, old)
    assert (old.status, old.valid_until) == ("approved", SOON - dt.timedelta(days=1))
    with acting(centre.session, SYSTEM):
        centre.now = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
        assert due_transitions(centre.session, centre.now) == []
        centre.now = dt.datetime(2026, 12, 1, 1, tzinfo=dt.UTC)
        (due,) = due_transitions(centre.session, centre.now)
        assert (due.register, due.record_id, due.transition) == ("regulation", old.id, "supersede")
        workflow.apply(centre.session, old, "supersede", actor=SYSTEM, now=centre.now)
    assert (old.status, old.superseded_at) == ("superseded", centre.now)


def test_x20_a_version_in_force_at_once_supersedes_at_once(centre: Centre) -> None:
    old = in_force(centre)
    new = revised(centre, old, effective_on=TODAY)
    centre.session.refresh(old)
    assert (old.status, new.status) == ("superseded", "approved")
    assert centre.names("hr_admin", old) == set()


def test_x20_the_old_version_stands_when_its_successor_is_given_up(centre: Centre) -> None:
    old = in_force(centre)
    new = revised(centre, old)
    centre.do("director", new, "void", reason="暂缓")
    centre.session.refresh(old)
    assert (old.status, old.valid_until) == ("approved", None)
    assert "revise" in centre.names("hr_admin", old)


def test_x20_only_the_version_in_force_is_revised(centre: Centre) -> None:
    rule = draft(centre)
    more = {"replaces": rule, "amendment_reason": "x", "version_no": "A/1"}
    assert refused(centre, lambda: draft(centre, **more)) == ["replaces"]


def test_c39_study_and_checks_are_recorded_on_the_version_in_force(centre: Centre) -> None:
    rule = in_force(centre)
    centre.do("cs_supervisor", rule, "record_study", study=[{"on": TODAY, "attendees": "前台全体"}])
    centre.do("cs_supervisor", rule, "record_check", checks=[{"on": TODAY, "finding": "均熟悉"}])
    assert [row.attendees for row in rule.study] == ["前台全体"]
    assert [row.finding for row in rule.checks] == ["均熟悉"]
    assert centre.sees("guard", rule), "everybody keeps to it, so everybody reads it"


@pytest.mark.parametrize(("version", "after"), [("A/0", "A/1"), ("9", "10"), ("V1.9版", "V1.10版"), ("初版", "初版-2")])
def test_the_next_version(version: str, after: str) -> None:
    assert next_version(version) == after
