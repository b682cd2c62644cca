"""Documents on their whole way, each step by the person whose step it is: from a call to the file, from a fault to its cure."""

import datetime as dt
from typing import Any

from sqlalchemy import select

from access import SYSTEM, load_actor
from deadlines.timed import due_transitions
from models import by_name
from models.engine import HistoryEntry
from seed.factories import SIGNATURE, Centre
from workflow import apply, edit


def refresh(centre: Centre, *records: Any) -> None:
    for record in records:
        centre.session.refresh(record)


def linked(centre: Centre, register: str, **link: Any) -> Any:
    model: Any = by_name(register)
    return centre.session.scalars(select(model).filter_by(**link)).one()


def steps_of(centre: Centre, record: Any) -> list[str]:
    query = select(HistoryEntry.transition).where(
        HistoryEntry.register == record.slug(),
        HistoryEntry.record_id == record.id,
        HistoryEntry.kind.in_(("transition", "decision")),
    )
    return list(centre.session.scalars(query.order_by(HistoryEntry.id)))


def test_a_call_becomes_a_repair_and_is_filed(centre: Centre) -> None:
    for role in ("reception_lead", "cs_supervisor", "director"):
        centre.user(role)
    log = centre.service_log()
    centre.do(log, "to_repair", "receptionist", category="water")
    order = linked(centre, "RepairOrder", source_log_id=log.id)
    refresh(centre, log)
    assert (log.status, order.status, order.reporter, order.phone, order.unit_id) == (
        "passed_on", "registered", log.caller, log.phone, log.unit_id,
    )  # fmt: skip
    centre.do(order, "dispatch", "receptionist", technician=centre.staff("technician").id)
    centre.do(order, "arrive", "technician")
    centre.do(order, "complete", "technician", result="更换软管", satisfied=True, owner_sign=SIGNATURE)
    centre.do(order, "return_slip", "reception_lead")
    refresh(centre, log)
    assert log.reply == "更换软管", "the register's entry is completed with the result (004 §7.4.9)"
    call: dict[str, Any] = {"called_at": centre.now, "reached": False}
    centre.do(order, "call_back", "receptionist", **call)
    refresh(centre, order)
    assert order.status == "returned", "an unreached call is none (G7)"
    centre.do(
        order, "call_back", "receptionist", **{**call, "reached": True, "satisfaction": 5, "called_at": centre.now}
    )
    refresh(centre, order)
    assert order.status == "called_back"
    centre.do(order, "approve", "director")
    model: Any = by_name("Callback")
    calls = centre.session.scalars(select(model).where(model.repair_order_id == order.id).order_by(model.id)).all()
    for one in calls:
        centre.session.refresh(one)
    assert [(c.reached, c.status) for c in calls][-1] == (True, "approved")
    centre.do(order, "hand_over", "reception_lead")
    refresh(centre, order, log)
    assert (order.status, order.custodian_id, log.status) == ("handed_over", centre.staff("cs_supervisor").id, "closed")
    assert steps_of(centre, order) == [
        "dispatch",
        "arrive",
        "complete",
        "return_slip",
        "call_back",
        "approve",
        "hand_over",
    ]


def test_repaired_until_the_owner_is_satisfied(centre: Centre) -> None:
    """X-14, A-10: not satisfied is no signature; it goes back, and the first day's limit is not set anew."""
    order = centre.repair_order(state="arrived")
    centre.do(order, "complete", "technician", result="暂时止住", satisfied=False, dissatisfied_reason="仍渗水")
    centre.do(order, "rework", "receptionist", reason="业主不满意")
    refresh(centre, order)
    assert (order.status, order.rework_count, order.completed_at, order.owner_sign) == ("dispatched", 1, None, None)
    centre.do(order, "arrive", "technician")
    centre.do(order, "complete", "technician", result="重新做防水", satisfied=True, owner_sign=SIGNATURE)
    centre.do(order, "return_slip", "receptionist")
    assert order.status == "returned"


def test_a_complaint_is_settled_and_answered(centre: Centre) -> None:
    for role in ("director", "security_lead"):
        centre.user(role)
    log = centre.service_log(kind="complaint", content="夜间噪声大")
    centre.do(log, "to_complaint", "receptionist", nature="security", severity="minor")
    complaint = linked(centre, "Complaint", source_log_id=log.id)
    assert complaint.document_no == f"D-{complaint.number}"
    centre.do(complaint, "investigate", "receptionist", investigation="属实", proposal="加强巡逻")
    centre.do(complaint, "decide", "cs_supervisor", decision="整改", department=centre.department("保安部").id,
              handler=centre.staff("security_lead").id)  # fmt: skip
    centre.do(complaint, "handle", "security_lead", result="增加夜巡")
    centre.tick()
    centre.do(complaint, "reply", "receptionist", replied_at=centre.now, director_told_at=centre.now, satisfied=True)
    centre.do(complaint, "call_back", "cs_supervisor", called_at=centre.now, reached=True, satisfaction=4)
    refresh(centre, complaint)
    assert complaint.status == "called_back"
    centre.do(complaint, "close", "cs_supervisor")
    refresh(centre, complaint, log)
    assert (complaint.status, log.status) == ("closed", "closed")


def test_a_failed_line_of_an_inspection_is_put_right(centre: Centre) -> None:
    sheet = centre.inspection(failed=True)
    centre.do(sheet, "open_action", "cs_supervisor", due_on=dt.date(2026, 11, 25))
    action = linked(centre, "CorrectiveAction", inspection_id=sheet.id)
    refresh(centre, sheet)
    assert (sheet.corrective_action_id, action.responsible_id) == (action.id, centre.staff("receptionist").id)
    assert "漏登两个来电" in action.problem
    measures = {"cause": "交接不清", "corrective": "补登", "preventive": "班前核对"}
    centre.do(action, "plan", "receptionist", **measures)
    centre.do(action, "finish", "receptionist")
    centre.do(action, "fail", "director", verification="仍有漏登")
    refresh(centre, action)
    assert (action.status, action.failures, action.finished_at) == ("open", 1, None)
    centre.do(action, "plan", "receptionist", **measures)
    centre.do(action, "finish", "receptionist")
    centre.do(action, "verify", "director", verification="抽查齐全", effective=True)
    centre.user("director")
    centre.do(sheet, "submit", "cs_supervisor")
    centre.do(sheet, "approve", "director")
    assert (action.status, sheet.status) == ("verified", "approved")


def test_a_demand_for_people_up_to_the_hire(centre: Centre) -> None:
    demand = centre.requisition(state="approved")
    line = {"staff": centre.staff("receptionist", 2).id, "hired_on": dt.date(2026, 12, 1)}
    centre.do(demand, "record_hires", "hr_admin", hires=[line])
    refresh(centre, demand)
    assert [(h.staff_id, h.hired_on) for h in demand.hires] == [(line["staff"], line["hired_on"])]
    assert demand.status == "approved"


def test_a_resignation_closes_the_account_when_the_last_day_is_over(centre: Centre) -> None:
    centre.staff("technician", 2)
    paper = centre.separation(last_day=dt.date(2026, 11, 20), successor=centre.staff("technician", 2).id)
    order = centre.repair_order(state="dispatched")
    edit(
        centre.session, paper, {"assets_returned": True, "dormitory_cleared": True}, actor=centre.actor("sysadmin"),
        now=centre.now, forced=True,
    )  # fmt: skip
    for role in ("cs_supervisor", "director", "hr_admin"):
        centre.user(role)
    centre.do(paper, "submit", "technician")
    for role in ("cs_supervisor", "director", "hr_admin"):
        centre.do(paper, "approve", role)
    leaver = centre.staff("technician")
    refresh(centre, paper, leaver)
    assert (paper.status, leaver.employment, centre.user("technician").active) == ("approved", "regular", True)
    ended = centre.now + dt.timedelta(days=2)
    for due in due_transitions(centre.session, ended):
        assert (due.register, due.record_id, due.transition) == ("separation", paper.id, "take_effect")
        apply(centre.session, paper, due.transition, {}, actor=SYSTEM, now=ended, forced=True)
    assert due_transitions(centre.session, ended) == [], "made once"
    user = centre.user("technician")
    refresh(centre, paper, leaver, user, order)
    assert (leaver.employment, leaver.left_on, user.active) == ("left", dt.date(2026, 11, 20), False)
    assert load_actor(centre.session, user.id) is None, "nobody signs in with it"
    assert order.technician_id == centre.staff("technician", 2).id, "his open order is the successor's"
