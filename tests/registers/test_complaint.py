import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

import workflow
from access import SYSTEM, acting
from models.base.department import Department
from models.duty.deadline import Deadline
from models.service.complaint import Complaint
from models.service.complaint_rules import document_number, is_customer_service, sounds_major, words_of
from tests.registers.centre import MORNING, Centre
from tests.registers.tables import instead, table

DESK = "receptionist reception_lead cs_supervisor"


def complaint_of(centre: Centre, **more: Any) -> Complaint:
    values: dict[str, Any] = {
        "channel": "phone",
        "complainant": "孙三",
        "phone": "13800000002",
        "unit": centre.units[0],
        "nature": "security",
        "summary": "夜里大门没人",
        **more,
    }
    return centre.create("receptionist", "Complaint", **values)  # type: ignore[no-any-return]  # create serves every register


def investigated(centre: Centre, **more: Any) -> Complaint:
    complaint = complaint_of(centre, **more)
    centre.do("receptionist", complaint, "investigate", investigation="属实", proposal="加岗")
    return complaint


def decided(
    centre: Centre, department: str = "保安部", handler: str = "guard", *, by: str = "cs_supervisor", **more: Any
) -> Complaint:
    complaint = investigated(centre, **more)
    centre.do(by, complaint, "decide", decision="加一班岗", department=centre.departments[department],
              handler=centre.staff[handler])  # fmt: skip
    return complaint


def replied(centre: Centre, complaint: Complaint, handler: str = "security_lead") -> Complaint:
    centre.do(handler, complaint, "handle", result="已加岗")
    centre.later(hours=1)
    centre.do("receptionist", complaint, "reply", replied_at=centre.now, director_told_at=centre.now)
    return complaint


def called(centre: Centre, complaint: Complaint, by: str = "receptionist", **more: Any) -> Any:
    return centre.do(
        by, complaint, "call_back", **{"called_at": centre.now, "reached": True, "satisfaction": 4, **more}
    ).created


def setting(centre: Centre, key: str, value: str) -> None:
    centre.create("sysadmin" if "sysadmin" in centre.staff else "director", "Setting", key=key, value=value)


def fields_of(caught: pytest.ExceptionInfo[workflow.Invalid]) -> list[str | None]:
    return [r.field for r in caught.value.refusals]


def test_the_transitions_are_those_of_the_catalogue() -> None:
    flow = Complaint.__register__.flow
    assert flow is not None
    assert table(flow) == [
        ("investigate", "registered", "investigated", DESK, "investigation proposal"),
        ("decide", "investigated", "decided", "cs_supervisor", "decision department handler"),
        ("report_up", "registered investigated", "stay", "cs_supervisor", "[reason]"),
        ("handle", "decided", "handled", "@head engineering_lead security_lead cs_supervisor", "result"),
        ("reply", "handled", "replied", f"@head {DESK}", "replied_at director_told_at [satisfied]"),
        ("call_back", "replied", "called_back", DESK, ""),
        ("reopen", "replied called_back", "investigated", DESK, "reason"),
        ("close", "called_back", "closed", "cs_supervisor", ""),
        ("coordinate", "investigated decided handled", "stay", "cs_supervisor reception_lead", ""),
        ("open_action", "decided handled replied called_back", "stay", "cs_supervisor reception_lead", ""),
    ]
    assert instead(flow) == {
        "decide": [("severity", "major", "director"), ("cs_responsible", "true", "director")],
        "call_back": [("severity", "major", "director")],
        "close": [("cs_responsible", "true", "director")],
    }
    assert [s.name for s in flow.states] == [
        "registered",
        "investigated",
        "decided",
        "handled",
        "replied",
        "called_back",
        "closed",
    ]


def test_a_complaint_goes_to_its_end(centre: Centre) -> None:
    complaint = replied(centre, decided(centre))
    callback = called(centre, complaint)
    assert (complaint.status, callback.kind, callback.status) == ("called_back", "complaint", "submitted")
    centre.do("cs_supervisor", complaint, "close")
    assert complaint.status == "closed"


def test_the_document_number_is_the_registers_own(centre: Centre) -> None:
    complaint = complaint_of(centre, channel="letter")
    assert complaint.document_no == f"X-{complaint.number}"
    centre.edit("receptionist", complaint, channel="fax")
    assert complaint.document_no == f"C-{complaint.number}"
    assert document_number(None, "fax") is None


@pytest.mark.parametrize(
    "role", ["director", "engineering_lead", "security_lead", "technician", "cashier", "hr_admin", "hq_quality"]
)
def test_only_customer_service_takes_complaints_in(centre: Centre, role: str) -> None:
    with pytest.raises(workflow.Forbidden):
        centre.create(role, "Complaint", complainant="孙三", nature="fee", summary="多收了")


def test_a_major_one_is_the_directors(centre: Centre) -> None:
    complaint = investigated(centre, severity="major")
    assert (complaint.major_at, complaint.reported_up_at) == (MORNING, None)
    assert "decide" not in centre.names("cs_supervisor", complaint)
    with pytest.raises(workflow.Forbidden):
        centre.do("cs_supervisor", complaint, "decide", decision="x", department=centre.departments["保安部"],
                  handler=centre.staff["guard"])  # fmt: skip
    centre.do("director", complaint, "decide", decision="换岗", department=centre.departments["保安部"],
              handler=centre.staff["guard"])  # fmt: skip
    assert complaint.reported_up_at == centre.now
    replied(centre, complaint)
    assert "call_back" not in centre.names("receptionist", complaint)
    callback = called(centre, complaint, by="director")
    assert (callback.kind, callback.method, complaint.status) == ("major", "visit", "called_back")


def test_a_minor_one_is_not_the_directors_to_decide(centre: Centre) -> None:
    assert "decide" not in centre.names("director", investigated(centre))


def test_reporting_up_makes_it_major(centre: Centre) -> None:
    complaint = complaint_of(centre)
    centre.later(minutes=30)
    centre.do("cs_supervisor", complaint, "report_up")
    assert (complaint.severity, complaint.reported_up_at, complaint.status) == ("major", centre.now, "registered")


def test_a_major_one_waits_two_hours_for_being_reported(centre: Centre) -> None:
    complaint = complaint_of(centre, severity="major")
    query = select(Deadline).where(Deadline.rule == "major_report", Deadline.record_id == complaint.id)
    clock = centre.session.scalars(query, execution_options={"all_sites": True}).one()
    assert clock.due_at == MORNING + dt.timedelta(hours=2)


@pytest.mark.parametrize(
    ("text", "words"), [(None, ()), ("", ()), ("受伤，媒体", ("受伤", "媒体")), ("a b;c", ("a", "b", "c"))]
)
def test_the_conditions_of_a_major_complaint_are_words(text: str | None, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


def test_without_conditions_nothing_is_judged_major() -> None:
    assert not sounds_major("有人受伤", words_of(None))
    assert sounds_major("有人受伤", words_of("受伤"))


def test_customer_service_does_not_close_its_own_case(centre: Centre) -> None:
    complaint = replied(centre, decided(centre, "客服部", "receptionist"), handler="cs_supervisor")
    assert complaint.cs_responsible is True
    called(centre, complaint, by="reception_lead")
    assert "close" not in centre.names("cs_supervisor", complaint)
    centre.do("director", complaint, "close")
    assert complaint.status == "closed"


def test_customer_service_does_not_reassign_its_own_case(centre: Centre) -> None:
    complaint = replied(centre, decided(centre, "客服部", "receptionist"), handler="cs_supervisor")
    centre.do("reception_lead", complaint, "reopen", reason="业主不认可")
    assert (complaint.status, complaint.reopen_count, complaint.replied_at) == ("investigated", 1, None)
    assert "decide" not in centre.names("cs_supervisor", complaint)
    assert "decide" in centre.names("director", complaint)


@pytest.mark.parametrize(
    ("name", "ours"), [("客服部", True), ("客户服务中心", True), ("接待处", True), ("工程部", False)]
)
def test_customer_service_is_known_by_its_name(name: str, ours: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_customer_service(Department(name=name)) is ours


def test_the_accused_sees_the_result_not_who_complained(centre: Centre) -> None:
    complaint = decided(centre)
    assert centre.sees("guard", complaint)
    seen = centre.fields("guard", complaint)
    assert {"summary", "decision", "result", "handler"} <= seen
    assert seen.isdisjoint({"complainant", "phone", "unit", "original", "source_log", "source_callback"})
    assert centre.names("guard", complaint) == set()


@pytest.mark.parametrize("role", ["technician", "cashier", "hr_admin"])
def test_others_see_no_complaint(centre: Centre, role: str) -> None:
    assert not centre.sees(role, decided(centre))


def test_the_head_of_the_department_handles_and_replies(centre: Centre) -> None:
    complaint = decided(centre, "财务部", "cashier", nature="fee")
    assert centre.names("cashier", complaint) == {"handle"}
    centre.do("cashier", complaint, "handle", result="已退费")
    assert centre.names("cashier", complaint) == {"reply"}


def test_owner_and_director_are_both_answered(centre: Centre) -> None:
    complaint = decided(centre)
    centre.do("security_lead", complaint, "handle", result="已加岗")
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("receptionist", complaint, "reply", replied_at=centre.now)
    assert fields_of(caught) == ["director_told_at"]


def test_a_reply_is_not_given_in_the_future(centre: Centre) -> None:
    complaint = decided(centre)
    centre.do("security_lead", complaint, "handle", result="已加岗")
    with pytest.raises(workflow.Invalid) as caught:
        centre.do(
            "receptionist",
            complaint,
            "reply",
            replied_at=centre.now + dt.timedelta(days=1),
            director_told_at=centre.now,
        )
    assert fields_of(caught) == ["replied_at"]


def test_the_handling_form_is_for_its_named_writers(centre: Centre) -> None:
    setting(centre, "complaint.writers", "reception_lead@ltxy")
    complaint = complaint_of(centre)
    assert "investigate" not in centre.names("receptionist", complaint)
    with pytest.raises(workflow.Forbidden) as caught:
        centre.do("receptionist", complaint, "investigate", investigation="属实", proposal="加岗")
    assert "reception_lead@ltxy" in caught.value.sentence.text("zh")
    centre.do("reception_lead", complaint, "investigate", investigation="属实", proposal="加岗")
    assert complaint.status == "investigated"


def test_the_site_says_what_is_major(centre: Centre) -> None:
    setting(centre, "complaint.major_rules", "受伤，媒体")
    assert complaint_of(centre, summary="电梯夹人，老人受伤").severity == "major"
    assert complaint_of(centre, summary="楼道灯不亮").severity == "minor"


def test_an_unreached_try_leaves_it_replied(centre: Centre) -> None:
    complaint = replied(centre, decided(centre))
    callback = called(centre, complaint, reached=False, satisfaction=None)
    assert (complaint.status, callback.status) == ("replied", "draft")
    centre.later(hours=1)
    centre.edit("receptionist", callback, reached=True, satisfaction=3)
    assert (complaint.status, callback.status) == ("called_back", "submitted")


def test_it_can_be_neither_voided_nor_deleted(centre: Centre) -> None:
    complaint = complaint_of(centre)
    assert centre.names("director", complaint).isdisjoint({"void", "cancel"})
    assert not Complaint.__register__.deletable


def test_the_entry_closes_with_its_complaint(centre: Centre) -> None:
    log = centre.create(
        "receptionist", "ServiceLog", channel="phone", caller="孙三", kind="complaint", content="夜里大门没人"
    )
    complaint = centre.do("receptionist", log, "to_complaint", nature="security").created
    centre.do("receptionist", complaint, "investigate", investigation="属实", proposal="加岗")
    centre.do("cs_supervisor", complaint, "decide", decision="加岗", department=centre.departments["保安部"],
              handler=centre.staff["guard"])  # fmt: skip
    called(centre, replied(centre, complaint))
    centre.do("cs_supervisor", complaint, "close")
    assert log.status == "closed"


def test_it_says_whose_turn_it_is(centre: Centre) -> None:
    complaint = investigated(centre, severity="major")
    assert turn(centre, complaint) == "管理处主任"
    complaint = decided(centre)
    assert turn(centre, complaint).startswith("保安主管甲、")


def turn(centre: Centre, complaint: Complaint) -> str:
    with acting(centre.session, SYSTEM):
        words = workflow.whose_turn(centre.session, complaint)
    assert words is not None
    return words.text("zh")
