"""What everybody is told and what everybody answers: approved first, cited once valid (002 职责12; X-20; X-23; X-32)."""

import datetime as dt
from typing import Any

import pytest

import workflow
from models.service.knowledge_article import next_version
from tests.registers.centre import MORNING, Centre
from tests.registers.service_papers import fields, refused

TODAY = dt.date(2026, 11, 23)


def notice(centre: Centre, **more: Any) -> Any:
    given = {"title": "停水通知", "kind": "public", "body": "25 日停水", "places": "各单元门厅", **more}
    return centre.create("receptionist", "Announcement", **given)


def article(centre: Centre, **more: Any) -> Any:
    return centre.create("receptionist", "KnowledgeArticle", question="装修时间？", answer="早八晚六", **more)


def approved(centre: Centre, paper: Any, by: str) -> Any:
    centre.do("receptionist", paper, "submit")
    centre.do(by, paper, "approve")
    return paper


def call(centre: Centre, **more: Any) -> Any:
    given = {"channel": "phone", "caller": "钱二", "kind": "consult", "content": "问装修时间", **more}
    return centre.create("receptionist", "ServiceLog", **given)


def test_a_public_notice_says_where_it_hangs(centre: Centre) -> None:
    assert fields(lambda: notice(centre, places=None)) == ["places"]
    centre.session.rollback()
    assert notice(centre, kind="internal", places=None).status == "draft"


def test_a_notice_ends_after_it_begins(centre: Centre) -> None:
    assert fields(lambda: notice(centre, published_to=TODAY - dt.timedelta(days=1))) == ["published_to"]


def test_x32_only_the_director_lets_a_notice_out(centre: Centre) -> None:
    paper = notice(centre)
    centre.do("receptionist", paper, "submit")
    with pytest.raises(workflow.Forbidden):
        centre.do("cs_supervisor", paper, "approve")


def test_re22_a_notice_is_taken_down_after_it_went_up(centre: Centre) -> None:
    paper = approved(centre, notice(centre), "director")
    early = TODAY - dt.timedelta(days=1)
    assert fields(lambda: centre.do("receptionist", paper, "take_down", removed_on=early)) == ["removed_on"]
    centre.session.rollback()
    paper = approved(centre, notice(centre), "director")
    centre.do("receptionist", paper, "take_down", removed_on=TODAY)
    assert (paper.status, paper.removed_on) == ("approved", TODAY)


def test_everybody_reads_notices_and_answers(centre: Centre) -> None:
    for paper in (approved(centre, notice(centre), "director"), approved(centre, article(centre), "cs_supervisor")):
        for role in ("technician", "guard", "cashier", "hr_admin", "engineering_lead"):
            assert centre.sees(role, paper), role


def test_an_answer_holds_from_its_approval(centre: Centre) -> None:
    assert approved(centre, article(centre), "cs_supervisor").valid_from == TODAY


def test_an_answer_may_hold_from_a_later_day(centre: Centre) -> None:
    later = TODAY + dt.timedelta(days=7)
    assert approved(centre, article(centre, valid_from=later), "cs_supervisor").valid_from == later


def test_x20_a_revised_answer_is_the_next_version_and_approved_anew(centre: Centre) -> None:
    paper = approved(centre, article(centre), "cs_supervisor")
    centre.later(days=1)
    centre.do("receptionist", paper, "revise", reason="时间调整")
    assert (paper.status, paper.version_no, paper.valid_from) == ("draft", "2", None)
    approved(centre, paper, "cs_supervisor")
    assert paper.valid_from == TODAY + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "then"), [("1", "2"), ("V1.9", "V1.10"), ("2026-1版", "2026-2版"), (None, "2"), ("甲", "甲-2")]
)
def test_the_next_version_counts_on(now: str | None, then: str) -> None:
    assert next_version(now) == then


def test_x23_only_a_published_answer_is_cited(centre: Centre) -> None:
    paper = article(centre)
    assert refused(lambda: call(centre, article=paper)) == [
        ("article", f"{paper.number}还没有批准或生效，不能作为统一口径答复。")
    ]


def test_x23_an_answer_is_not_cited_before_its_day(centre: Centre) -> None:
    paper = approved(centre, article(centre, valid_from=TODAY + dt.timedelta(days=7)), "cs_supervisor")
    assert fields(lambda: call(centre, article=paper)) == ["article"]


def test_x23_the_desk_answers_with_it(centre: Centre) -> None:
    paper = approved(centre, article(centre), "cs_supervisor")
    log = call(centre)
    centre.do("receptionist", log, "answer", reply=paper.answer, article=paper)
    assert (log.status, log.reply, log.article_id) == ("answered", "早八晚六", paper.id)


def test_an_entry_that_cited_an_answer_stays_when_it_is_revised(centre: Centre) -> None:
    paper = approved(centre, article(centre), "cs_supervisor")
    log = call(centre, article=paper)
    centre.do("receptionist", paper, "revise", reason="调整")
    centre.edit("receptionist", log, reply="早八晚六", received_at=MORNING)
    assert log.reply == "早八晚六"


def test_x01_an_emergency_contact_is_never_saved_with_hidden_digits(centre: Centre) -> None:
    who = centre.create("reception_lead", "Resident", name="赵一", emergency_contact="赵二 19900000001")
    edit = {"emergency_contact": "赵三 199****0001"}
    assert fields(lambda: centre.edit("reception_lead", who, **edit)) == ["emergency_contact"]
