import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

import workflow
from models.duty.deadline import Deadline
from models.service.entry_prefill import as_complaint, as_repair
from models.service.service_log import ServiceLog
from tests.registers.centre import MORNING, Centre
from tests.registers.tables import table

DESK = "receptionist reception_lead cs_supervisor"


def entry(centre: Centre, **more: Any) -> ServiceLog:
    values: dict[str, Any] = {"channel": "phone", "caller": "钱二", "kind": "consult", "content": "问装修时间", **more}
    return centre.create("receptionist", "ServiceLog", **values)  # type: ignore[no-any-return]  # create serves every register


def clock(centre: Centre, log: ServiceLog, rule: str) -> str | None:
    query = select(Deadline).where(
        Deadline.register == "service_log", Deadline.record_id == log.id, Deadline.rule == rule
    )
    found = centre.session.scalars(query, execution_options={"all_sites": True}).first()
    return str(found.state) if found else None


def test_the_transitions_are_those_of_the_catalogue() -> None:
    flow = ServiceLog.__register__.flow
    assert flow is not None
    assert table(flow) == [
        ("to_repair", "open", "passed_on", DESK, ""),
        ("to_complaint", "open", "passed_on", DESK, ""),
        ("to_suggestion", "open", "passed_on", DESK, ""),
        ("to_appointment", "open", "passed_on", "receptionist reception_lead", ""),
        ("to_special_service", "open", "passed_on", "receptionist reception_lead", ""),
        ("answer", "open", "answered", DESK, "reply [article] [consulted]"),
        ("close", "answered passed_on", "closed", DESK, ""),
        ("complete_entry", "passed_on", "stay", "-", "reply"),
    ]
    assert [s.name for s in flow.states] == ["open", "passed_on", "answered", "closed"]


def test_a_question_is_answered_and_closed(centre: Centre) -> None:
    log = entry(centre)
    assert (log.status, log.received_at, log.handled_by_id) == ("open", MORNING, centre.staff["receptionist"].id)
    centre.do("receptionist", log, "answer", reply="早八点到晚六点")
    assert (log.status, log.replied_at) == ("answered", MORNING)
    centre.do("receptionist", log, "close")
    assert log.status == "closed"


@pytest.mark.parametrize(("rings", "late"), [(None, None), (2, False), (3, False), (4, True)])
def test_more_than_three_rings_is_late(centre: Centre, rings: int | None, late: bool | None) -> None:  # noqa: FBT001 - a column of the table
    assert entry(centre, rings=rings).late_answer is late


@pytest.mark.parametrize(
    ("clock_time", "missed"), [("00:29", True), ("00:30", False), ("00:39", False), ("00:40", True)]
)
def test_no_call_is_missed_during_the_night_hand_over(centre: Centre, clock_time: str, missed: bool) -> None:  # noqa: FBT001 - a column of the table
    hour, minute = map(int, clock_time.split(":"))  # UTC: 8:30 at the site
    at = MORNING.replace(hour=hour, minute=minute)
    assert entry(centre, missed=True, received_at=at).missed is missed


def test_an_expected_call_is_not_entered(centre: Centre) -> None:
    with pytest.raises(workflow.Invalid) as caught:
        entry(centre, received_at=MORNING + dt.timedelta(hours=1))
    assert [r.field for r in caught.value.refusals] == ["received_at"]


def test_a_promise_lies_after_the_call(centre: Centre) -> None:
    with pytest.raises(workflow.Invalid) as caught:
        entry(centre, reply_due_at=MORNING - dt.timedelta(hours=1))
    assert [r.field for r in caught.value.refusals] == ["reply_due_at"]


def test_a_promised_reply_is_watched_until_it_is_given(centre: Centre) -> None:
    log = entry(centre, reply_due_at=MORNING + dt.timedelta(hours=2))
    assert clock(centre, log, "promised_reply") == "running"
    centre.later(hours=1)
    centre.do("receptionist", log, "answer", reply="可以", consulted="工程部李工")
    assert clock(centre, log, "promised_reply") == "met"


def test_a_document_takes_the_promise_over(centre: Centre) -> None:
    log = entry(
        centre, kind="repair", reply_due_at=MORNING + dt.timedelta(hours=2), unit=centre.units[0], phone="13800000000"
    )
    centre.do("receptionist", log, "to_repair", category="water")
    assert clock(centre, log, "promised_reply") == "waived"
    assert clock(centre, log, "next_morning_check") == "met"


def test_an_open_entry_is_looked_at_next_morning(centre: Centre) -> None:
    log = entry(centre)
    query = select(Deadline.due_at).where(Deadline.record_id == log.id, Deadline.rule == "next_morning_check")
    due = centre.session.scalars(query, execution_options={"all_sites": True}).one()
    assert due == dt.datetime(2026, 11, 24, 0, 30, tzinfo=dt.UTC)


def test_a_complaint_takes_the_entry_over(centre: Centre) -> None:
    log = entry(centre, kind="complaint", content="保安态度差", unit=centre.units[1], phone="13800000001")
    complaint = centre.do("reception_lead", log, "to_complaint", nature="security").created
    assert (complaint.complainant, complaint.summary, complaint.channel) == ("钱二", "保安态度差", "phone")
    assert (complaint.source_log_id, log.status) == (log.id, "passed_on")


@pytest.mark.parametrize(("channel", "passed"), [("phone", "phone"), ("visit", "visit"), ("letter", "letter"), ("fax", "fax"),
                                                  ("online", "online"), ("patrol", "visit"), ("night_log", "visit")])  # fmt: skip
def test_every_channel_leads_to_one_of_complaints(channel: str, passed: str) -> None:
    log = ServiceLog(channel=channel, caller="钱二", content="吵")
    assert as_complaint(log)["channel"] == passed


def test_a_repair_without_a_home_is_of_a_common_part() -> None:
    assert as_repair(ServiceLog(caller="钱二", content="路灯不亮"))["scope"] == "public"
    assert as_repair(ServiceLog(caller="钱二", content="漏水", unit_id=5))["scope"] == "private"


@pytest.mark.parametrize(
    ("role", "sees"),
    [("receptionist", True), ("reception_lead", True), ("cs_supervisor", True), ("director", True), ("hq_quality", False),
     ("engineering_lead", False), ("technician", False), ("security_lead", False), ("guard", False), ("cashier", False),
     ("hr_admin", False)],
)  # fmt: skip
def test_calls_are_seen_by_customer_service_and_the_director_only(centre: Centre, role: str, sees: bool) -> None:  # noqa: FBT001 - a column of the table
    assert centre.sees(role, entry(centre)) is sees


@pytest.mark.parametrize("role", ["director", "technician", "guard", "cashier", "hr_admin", "hq_quality"])
def test_only_the_desk_enters_calls(centre: Centre, role: str) -> None:
    with pytest.raises(workflow.Forbidden):
        centre.create(role, "ServiceLog", channel="phone", caller="钱二", kind="consult", content="问路")


def test_an_entry_can_be_neither_voided_nor_changed_when_closed(centre: Centre) -> None:
    log = entry(centre)
    assert centre.names("director", log).isdisjoint({"void", "archive"})
    centre.do("receptionist", log, "answer", reply="好")
    with pytest.raises(workflow.Forbidden):
        centre.edit("receptionist", log, content="改写")
