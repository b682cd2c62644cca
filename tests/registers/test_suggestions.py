"""Where owners' ideas come from, what becomes of them, and the papers they lead to (000 §3.7; 002 §4; 004 §7.4.11; C-44)."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from models.duty.deadline import Deadline
from tests.registers.centre import MORNING, Centre
from tests.registers.service_papers import fields, refused, rows, told

TODAY = dt.date(2026, 11, 23)


def suggestion(centre: Centre, **more: Any) -> Any:
    values = {"channel": "box", "topic": "绿化", "content": "南门补种灌木", **more}
    return centre.create("receptionist", "OwnerSuggestion", **values)


def entry(centre: Centre, **more: Any) -> Any:
    values = {"channel": "phone", "caller": "钱二", "kind": "suggestion", "content": "南门补种灌木", **more}
    return centre.create("receptionist", "ServiceLog", **values)


def visit(centre: Centre, **more: Any) -> Any:
    values = {"unit": centre.units[0], "interviewee": "赵一", "purpose": "节前走访", "opinion": "门口太暗", **more}
    return centre.create("receptionist", "HouseholdVisit", **values)


def forum(centre: Centre, **more: Any) -> Any:
    lines = [{"unit": centre.units[0], "opinion": "门口太暗"}, {"opinion": "垃圾桶应每日清洗", "done": True}]
    return centre.create("cs_supervisor", "CustomerForum", **{"held_at": MORNING, "opinions": lines, **more})


def approved(centre: Centre, paper: Any) -> Any:
    centre.do("receptionist", paper, "submit")
    centre.do("cs_supervisor", paper, "approve")
    return paper


def test_an_entry_of_the_desk_becomes_a_suggestion_and_ends_with_its_reply(centre: Centre) -> None:
    log = entry(centre)
    made = centre.do("receptionist", log, "to_suggestion", topic="绿化").created
    assert (made.channel, made.name, made.content, made.received_on) == ("hotline", "钱二", "南门补种灌木", TODAY)
    assert log.status == "passed_on"
    approved(centre, made)
    assert log.status == "passed_on"
    centre.do("receptionist", made, "reply", reply="明春补种")
    assert (made.status, made.replied_at, log.status, log.reply) == ("approved", centre.now, "closed", "明春补种")


def test_a_rejected_suggestion_closes_its_entry(centre: Centre) -> None:
    log = entry(centre)
    made = centre.do("receptionist", log, "to_suggestion", topic="绿化").created
    centre.do("receptionist", made, "submit")
    centre.do("cs_supervisor", made, "reject", reason="不可行")
    assert log.status == "closed"


def test_one_entry_makes_one_document(centre: Centre) -> None:
    log = entry(centre)
    centre.do("receptionist", log, "to_suggestion", topic="绿化")
    assert fields(lambda: suggestion(centre, source_log=log)) == ["source_log"]


@pytest.mark.parametrize(
    ("channel", "taken"), [("phone", "hotline"), ("online", "hotline"), ("letter", "letter"), ("visit", "visit")]
)
def test_every_channel_of_the_desk_is_one_of_the_suggestions(centre: Centre, channel: str, taken: str) -> None:
    log = entry(centre, channel=channel)
    assert centre.do("receptionist", log, "to_suggestion", topic="绿化").created.channel == taken


def test_a_call_back_that_hears_an_idea_makes_a_suggestion(centre: Centre) -> None:
    """Catalogue, Callback: a follow-up creates the document it names."""
    values = {"kind": "regular", "method": "phone", "interviewee": "赵一", "unit": centre.units[0], "reached": True}
    call = centre.create("receptionist", "Callback", **values, opinion="南门补种灌木", follow_up="suggestion")
    assert rows(centre, "OwnerSuggestion") == []
    centre.do("receptionist", call, "submit")
    (made,) = rows(centre, "OwnerSuggestion")
    assert (made.source_callback_id, made.channel, made.content, made.name) == (
        call.id,
        "callback",
        "南门补种灌木",
        "赵一",
    )
    centre.do("receptionist", call, "withdraw")
    centre.do("receptionist", call, "submit")
    assert len(rows(centre, "OwnerSuggestion")) == 1


def test_a_visit_that_hears_an_idea_makes_a_suggestion(centre: Centre) -> None:
    made = centre.do("receptionist", visit(centre), "to_suggestion", topic="照明").created
    assert (made.channel, made.content, made.unit_id) == ("visit", "门口太暗", centre.units[0].id)


def test_a_repair_met_on_a_visit_is_relayed_to_the_desk(centre: Centre) -> None:
    """004 §7.4.11: what the supervisor meets on a round is entered like a call, with who relayed it."""
    seen = visit(centre)
    log = centre.do("receptionist", seen, "to_log", kind="repair").created
    assert (log.channel, log.caller, log.relayed_by_id, log.source_visit_id) == (
        "patrol",
        "赵一",
        seen.visitor_id,
        seen.id,
    )


def test_a_visit_has_happened(centre: Centre) -> None:
    assert fields(lambda: visit(centre, visited_at=MORNING + dt.timedelta(hours=1))) == ["visited_at"]


def test_a_forum_is_filed_when_every_opinion_is_settled(centre: Centre) -> None:
    held = forum(centre)
    assert refused(lambda: centre.do("cs_supervisor", held, "close")) == [
        ("opinions", "还有 1 条意见没有落实：门口太暗。落实后再归档。")
    ]
    lines = [{"id": r.id, "opinion": r.opinion, "done": True} for r in held.opinions]
    centre.edit("cs_supervisor", held, opinions=lines)
    centre.do("cs_supervisor", held, "close")
    assert held.status == "closed"


def test_a_forums_opinions_become_suggestions_once_each(centre: Centre) -> None:
    held = forum(centre)
    centre.do("cs_supervisor", held, "to_suggestions")
    made = rows(centre, "OwnerSuggestion")
    assert [(s.content, s.channel, s.forum_id) for s in made] == [
        ("门口太暗", "forum", held.id), ("垃圾桶应每日清洗", "forum", held.id),
    ]  # fmt: skip
    centre.session.refresh(held)
    assert "to_suggestions" not in centre.names("cs_supervisor", held)


def test_c44_a_suggestion_is_settled_with_other_departments(centre: Centre) -> None:
    idea = suggestion(centre, improvement="加装路灯")
    approved(centre, idea)
    talk = centre.do(
        "cs_supervisor", idea, "coordinate", departments=[centre.departments["工程部"]], agreed="月底前装好"
    ).created
    assert talk.suggestion_id == idea.id
    assert "加装路灯" in talk.matter


def talked(centre: Centre, **more: Any) -> Any:
    values = {"matter": "门口太暗", "departments": [centre.departments["工程部"]], "agreed": "加装感应灯",
              "owner": centre.staff["technician"], "due_on": TODAY + dt.timedelta(days=3), **more}  # fmt: skip
    return centre.create("cs_supervisor", "Coordination", **values)


def test_what_departments_agreed_is_due_and_done_by_who_is_responsible(centre: Centre) -> None:
    talk = talked(centre)
    query = select(Deadline.state).where(Deadline.register == "coordination", Deadline.record_id == talk.id)
    assert centre.session.scalars(query, execution_options={"all_sites": True}).one() == "running"
    assert centre.sees("technician", talk)
    assert not centre.sees("guard", talk)
    centre.do("technician", talk, "close")
    assert (talk.status, talk.done_on) == ("closed", TODAY)
    assert centre.session.scalars(query, execution_options={"all_sites": True}).one() == "met"


def test_x22_who_does_the_work_does_not_learn_who_complained(centre: Centre) -> None:
    complaint = centre.create("receptionist", "Complaint", complainant="钱二", nature="security", summary="门口太暗")
    centre.do("receptionist", complaint, "investigate", investigation="属实", proposal="加灯")
    talk = centre.do("cs_supervisor", complaint, "coordinate", departments=[centre.departments["工程部"]],
                     agreed="加灯", owner=centre.staff["technician"]).created  # fmt: skip
    assert talk.complaint_id == complaint.id
    assert "complaint" not in centre.fields("technician", talk)
    assert "complaint" in centre.fields("cs_supervisor", talk)


def test_t28_a_complaint_reported_up_tells_the_director(centre: Centre) -> None:
    complaint = centre.create("receptionist", "Complaint", complainant="钱二", nature="security", summary="门口太暗")
    centre.do("cs_supervisor", complaint, "report_up")
    assert told(centre, "director") == [f"客服主管甲上报了重大投诉{complaint.number}，请批示。"]


def test_a_complaint_opens_one_corrective_action(centre: Centre) -> None:
    complaint = centre.create("receptionist", "Complaint", complainant="钱二", nature="security", summary="门口太暗")
    centre.do("receptionist", complaint, "investigate", investigation="属实", proposal="加灯")
    centre.do("cs_supervisor", complaint, "decide", decision="整改", department=centre.departments["保安部"],
              handler=centre.staff["guard"])  # fmt: skip
    action = centre.do("cs_supervisor", complaint, "open_action", due_on=TODAY + dt.timedelta(days=7)).created
    assert (action.origin, action.responsible_id, complaint.corrective_action_id) == (
        "complaint", centre.staff["guard"].id, action.id,
    )  # fmt: skip
    assert "open_action" not in centre.names("cs_supervisor", complaint)
