import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

import workflow
from access import acting, askable
from models.base.staff import Staff
from models.duty.deadline import Deadline
from models.engine import Attachment
from models.service.repair_order import RepairOrder
from models.service.repair_rules import busy
from models.spec import Role
from tests.registers.centre import MORNING, Centre
from tests.registers.tables import table

DESK = "receptionist reception_lead cs_supervisor"
RECEPTION = "receptionist reception_lead"
OPEN = "registered dispatched arrived completed returned called_back approved"


def order_of(centre: Centre, **more: Any) -> RepairOrder:
    values: dict[str, Any] = {
        "scope": "private",
        "unit": centre.units[0],
        "reporter": "赵一",
        "phone": "13800000000",
        "category": "water",
        "content": "厨房水龙头漏水",
        **more,
    }
    return centre.create("receptionist", "RepairOrder", **values)  # type: ignore[no-any-return]  # create serves every register


def dispatched(centre: Centre, **more: Any) -> RepairOrder:
    order = order_of(centre, **more)
    centre.do("receptionist", order, "dispatch", technician=centre.staff["technician"])
    return order


def completed(centre: Centre, **more: Any) -> RepairOrder:
    order = dispatched(centre, **more)
    centre.later(minutes=20)
    centre.do("technician", order, "arrive")
    centre.later(minutes=40)
    given = {"owner_sign": "f" * 32} if order.scope == "private" else {}
    centre.do("technician", order, "complete", result="换了阀芯", satisfied=True, **given)
    return order


def returned(centre: Centre, **more: Any) -> RepairOrder:
    order = completed(centre, **more)
    centre.later(hours=1)
    centre.do("receptionist", order, "return_slip")
    return order


def called(centre: Centre, order: RepairOrder, **more: Any) -> Any:
    values = {"called_at": centre.now, "reached": True, "satisfaction": 5, **more}
    return centre.do("receptionist", order, "call_back", **values).created


def slip(centre: Centre) -> str:
    """A picture sent to the server, not yet kept with a record."""
    row = Attachment(key="c" * 32, register="repair_order", record_id=None, field="signed_slip", name="slip.jpg",
                     mime="image/jpeg", size=1, sha256="0" * 64, at=centre.now, uploaded_by_id=centre.actor("receptionist").user_id)  # fmt: skip
    centre.session.add(row)
    centre.session.flush()
    return row.key


def refusals(caught: pytest.ExceptionInfo[workflow.Invalid]) -> dict[str | None, str]:
    return {r.field: r.sentence.text("zh") for r in caught.value.refusals}


def clocks(centre: Centre, order: RepairOrder) -> dict[tuple[str, int], str]:
    query = select(Deadline).where(Deadline.register == "repair_order", Deadline.record_id == order.id)
    return {
        (d.rule, d.cycle): str(d.state)
        for d in centre.session.scalars(query.order_by(Deadline.id), execution_options={"all_sites": True})
    }


def test_the_transitions_are_those_of_the_catalogue() -> None:
    flow = RepairOrder.__register__.flow
    assert flow is not None
    assert table(flow) == [
        ("dispatch", "registered", "dispatched", DESK, "technician"),
        ("reassign", "dispatched", "dispatched", DESK, "technician reason"),
        ("arrive", "dispatched", "arrived", f"@technician {RECEPTION}", "[arrived_at]"),
        ("reschedule", "registered dispatched", "stay", RECEPTION, "appointment_at reason agreed [busy_at]"),
        (
            "complete",
            "arrived dispatched",
            "completed",
            f"@technician {RECEPTION}",
            (
                "result satisfied [dissatisfied_reason] [owner_sign] [photos] [materials] [charge] [signed_slip] [arrived_at] "
                "[completed_at]"
            ),
        ),
        ("return_slip", "completed", "returned", RECEPTION, "[owner_sign] [signed_slip] [charge]"),
        ("rework", "completed returned called_back", "dispatched", DESK, "reason [appointment_at]"),
        ("call_back", "returned", "called_back", RECEPTION, ""),
        ("check_service", "completed returned called_back", "stay", "reception_lead cs_supervisor", ""),
        ("leak_check", "completed returned called_back approved", "stay", "-", "leak_checked_at"),
        ("approve", "called_back", "approved", "director", ""),
        ("hand_over", "approved", "handed_over", RECEPTION, "[custodian]"),
        ("cancel", "registered dispatched", "cancelled", DESK, "reason"),
        ("void", OPEN, "void", "cs_supervisor director", "reason"),
    ]
    assert [s.name for s in flow.states] == [*OPEN.split(), "handed_over", "cancelled", "void"]


def test_limits_are_those_of_the_catalogue() -> None:
    rules = {
        r.name: (r.starts, r.stops, str(r.unit), r.limit, r.setting, r.suggested)
        for r in RepairOrder.__register__.deadlines
    }
    assert rules == {
        "dispatch": ("reported_at", "dispatched_at", "minutes", 5, "repair.dispatch_minutes", True),
        "arrive": ("dispatched_at", "arrived_at", "minutes", 30, "repair.arrive_minutes", False),
        "finish": ("reported_at", "completed_at", "same_day", None, "repair.finish_same_day", False),
        "slip_return": ("completed_at", "returned_at", "hours", 24, "repair.slip_return_hours", True),
        "callback": ("returned_at", "called_back_at", "hours", 24, "repair.callback_hours", False),
        "leak_callback": ("completed_at", "leak_checked_at", "days", 3, "repair.leak_callback_days", False),
    }


def test_an_order_goes_from_the_desk_to_the_file(centre: Centre) -> None:
    order = returned(centre)
    callback = called(centre, order)
    assert (order.status, callback.status, order.called_back_at) == ("called_back", "submitted", centre.now)
    centre.later(days=1)
    centre.do("director", order, "approve")
    assert (order.status, callback.status) == ("approved", "approved")
    centre.do("reception_lead", order, "hand_over")
    assert order.status == "handed_over"
    assert order.custodian_id == centre.staff["cs_supervisor"].id
    assert set(clocks(centre, order).values()) == {"met"}


def test_a_common_part_is_filed_by_the_desk_itself(centre: Centre) -> None:
    order = returned(centre, scope="public", unit=None, location="3 号楼大堂")
    called(centre, order)
    centre.do("director", order, "approve")
    centre.do("receptionist", order, "hand_over")
    assert order.custodian_id == centre.staff["receptionist"].id


@pytest.mark.parametrize(("given", "wrong"), [({"unit": None}, "unit"), ({"scope": "public"}, "location")])
def test_a_home_needs_its_unit_and_a_common_part_its_place(centre: Centre, given: dict[str, Any], wrong: str) -> None:
    with pytest.raises(workflow.Invalid) as caught:
        order_of(centre, **given)
    assert set(refusals(caught)) == {wrong}


def test_a_satisfied_owner_signs_and_a_dissatisfied_one_says_why(centre: Centre) -> None:
    order = dispatched(centre)
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("technician", order, "complete", result="修好", satisfied=True)
    assert set(refusals(caught)) == {"owner_sign"}
    centre.session.rollback()
    order = dispatched(centre)
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("technician", order, "complete", result="修好", satisfied=False)
    assert set(refusals(caught)) == {"dissatisfied_reason"}


def test_without_the_signature_the_slip_does_not_come_back(centre: Centre) -> None:
    order = dispatched(centre)
    centre.do("technician", order, "complete", result="试修", satisfied=False, dissatisfied_reason="还在滴水")
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("receptionist", order, "return_slip")
    assert "返修到满意为止" in refusals(caught)["owner_sign"]


def test_a_picture_of_the_signed_slip_will_do_for_its_round(centre: Centre) -> None:
    order = dispatched(centre)
    key = slip(centre)
    centre.do("receptionist", order, "complete", result="修好", satisfied=True, signed_slip=[key])
    centre.do("receptionist", order, "return_slip")
    assert order.status == "returned"
    centre.later(hours=1)
    centre.do("receptionist", order, "rework", reason="又坏了")
    centre.do("technician", order, "complete", result="试修", satisfied=False, dissatisfied_reason="还响")
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("receptionist", order, "return_slip")
    assert set(refusals(caught)) == {"owner_sign"}


def test_a_visit_nobody_noted_had_arrived_by_its_end(centre: Centre) -> None:
    order = dispatched(centre)
    centre.later(minutes=25)
    centre.do("technician", order, "complete", result="换灯", satisfied=True, owner_sign="a" * 32)
    assert order.arrived_at == order.completed_at == centre.now


def test_the_desk_copies_the_times_of_a_paper_slip(centre: Centre) -> None:
    order = dispatched(centre)
    came, done = centre.now + dt.timedelta(minutes=10), centre.now + dt.timedelta(minutes=50)
    centre.later(hours=5)
    centre.do("receptionist", order, "complete", result="修好", satisfied=True, owner_sign="a" * 32, arrived_at=came,
              completed_at=done)  # fmt: skip
    assert (order.arrived_at, order.completed_at) == (came, done)
    assert clocks(centre, order)["arrive", 0] == "met"


def test_times_that_cannot_be_are_refused(centre: Centre) -> None:
    order = dispatched(centre)
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("receptionist", order, "arrive", arrived_at=centre.now + dt.timedelta(hours=1))
    assert set(refusals(caught)) == {"arrived_at"}
    centre.session.rollback()
    order = dispatched(centre)
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("receptionist", order, "arrive", arrived_at=centre.now - dt.timedelta(hours=1))
    assert set(refusals(caught)) == {"arrived_at"}


def test_rework_begins_a_round_of_its_own(centre: Centre) -> None:
    order = returned(centre)
    centre.later(hours=2)
    called(centre, order, satisfaction=1, follow_up="rework", opinion="又漏了")
    assert (order.status, order.rework_count) == ("dispatched", 1)
    assert (order.arrived_at, order.completed_at, order.returned_at, order.satisfied, order.owner_sign) == (None,) * 5
    assert order.dispatched_at == centre.now
    assert order.technician_id == centre.staff["technician"].id
    centre.later(minutes=10)
    centre.do("technician", order, "complete", result="换管", satisfied=True, owner_sign="b" * 32)
    kept = clocks(centre, order)
    assert (kept["finish", 0], kept["arrive", 0], kept["arrive", 1]) == ("met", "met", "met")
    assert ("finish", 1) not in kept
    assert ("dispatch", 1) not in kept


def test_a_new_time_is_noted_with_the_old_one(centre: Centre) -> None:
    first, second = MORNING + dt.timedelta(hours=3), MORNING + dt.timedelta(hours=6)
    order = dispatched(centre, appointment_at=first)
    centre.do(
        "receptionist", order, "reschedule", appointment_at=second, reason="师傅在修电梯", agreed=True, busy_at="5 号楼"
    )
    (line,) = order.reschedules
    assert (line.previous_at, line.promised_at, line.agreed, line.busy_at, line.reason) == (
        first,
        second,
        True,
        "5 号楼",
        "师傅在修电梯",
    )
    third = second + dt.timedelta(hours=1)
    centre.do("receptionist", order, "reschedule", appointment_at=third, reason="业主改时间", agreed=True)
    assert [(r.previous_at, r.promised_at) for r in order.reschedules] == [(first, second), (second, third)]
    assert (order.status, order.appointment_at) == ("dispatched", third)


@pytest.mark.parametrize("agreed", [None, False])
def test_a_time_the_caller_did_not_agree_to_is_no_appointment(centre: Centre, agreed: bool | None) -> None:  # noqa: FBT001 - a parameter of the table
    order = dispatched(centre)
    with pytest.raises(workflow.Invalid) as caught:
        centre.do(
            "receptionist",
            order,
            "reschedule",
            appointment_at=MORNING + dt.timedelta(hours=4),
            reason="忙",
            agreed=agreed,
        )
    assert set(refusals(caught)) == {"agreed"}


def test_an_appointment_replaces_the_half_hour_and_frees_from_the_same_day(centre: Centre) -> None:
    order = dispatched(centre, appointment_at=MORNING + dt.timedelta(days=2))
    query = select(Deadline).where(Deadline.rule == "arrive", Deadline.record_id == order.id)
    clock = centre.session.scalars(query, execution_options={"all_sites": True}).one()
    assert clock.due_at == MORNING + dt.timedelta(days=2)
    assert ("finish", 0) not in clocks(centre, order)


def test_the_technician_never_calls_back_on_his_own_repair(centre: Centre) -> None:
    order = order_of(centre)
    centre.grant("receptionist", Role.technician)
    centre.do("receptionist", order, "dispatch", technician=centre.staff["receptionist"])
    centre.do("receptionist", order, "complete", result="修好", satisfied=True, owner_sign="a" * 32)
    centre.do("reception_lead", order, "return_slip")
    with pytest.raises(workflow.Forbidden):
        called(centre, order)
    centre.session.rollback()


def test_the_technician_sees_his_orders_and_only_what_the_visit_needs(centre: Centre) -> None:
    other, order = order_of(centre), dispatched(centre)
    assert centre.sees("technician", order)
    assert not centre.sees("technician", other)
    seen = centre.fields("technician", order)
    assert {"reporter", "unit", "phone", "appointment_at", "content", "materials", "owner_sign"} <= seen
    assert seen.isdisjoint({"source_log", "charge", "area_keeper", "custodian", "reschedules", "returned_at", "called_back_at",
                            "reported_at", "category"})  # fmt: skip
    assert centre.names("technician", order) == {"arrive", "complete"}


def test_the_technician_is_not_asked_what_the_desk_fills_in(centre: Centre) -> None:
    order = dispatched(centre)
    complete = RepairOrder.__register__.flow.transition("complete")  # type: ignore[union-attr]  # it has a flow
    asked = {r: [a.field for a in askable(centre.actor(r), order, complete)] for r in ("technician", "receptionist")}
    visit = ["result", "satisfied", "dissatisfied_reason", "owner_sign", "photos", "materials"]
    assert asked["technician"] == visit
    assert asked["receptionist"] == [*visit, "charge", "signed_slip", "arrived_at", "completed_at"]
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("technician", order, "complete", result="修好", satisfied=True, owner_sign="a" * 32, charge="50")
    assert set(refusals(caught)) == {"charge"}


@pytest.mark.parametrize("role", ["guard", "cashier", "hr_admin", "security_lead"])
def test_people_outside_repairs_see_no_order(centre: Centre, role: str) -> None:
    assert not centre.sees(role, dispatched(centre))


def test_a_busy_technician_is_shown_with_where_he_is(centre: Centre) -> None:
    order = dispatched(centre)
    with acting(centre.session, centre.actor("receptionist")):
        remarks = busy(centre.session, [s.id for s in centre.staff.values()])
    assert {k: v.text("zh") for k, v in remarks.items()} == {
        centre.staff["technician"].id: f"正在3栋1单元501（{order.number}）"
    }


def test_who_has_left_gets_no_order(centre: Centre) -> None:
    technician: Staff = centre.staff["technician"]
    centre.edit("hr_admin", technician, employment="left", left_on=dt.date(2026, 11, 1), hired_on=dt.date(2025, 1, 1))
    order = order_of(centre)
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("receptionist", order, "dispatch", technician=technician)
    assert "已离职" in refusals(caught)["technician"]


def test_reassigning_means_somebody_else(centre: Centre) -> None:
    order = dispatched(centre)
    started = order.dispatched_at
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("receptionist", order, "reassign", technician=centre.staff["technician"], reason="换人")
    assert set(refusals(caught)) == {"technician"}
    centre.session.rollback()
    order = dispatched(centre)
    centre.later(minutes=5)
    centre.grant("engineering_lead", Role.technician)
    centre.do("receptionist", order, "reassign", technician=centre.staff["engineering_lead"], reason="师傅请假")
    assert order.technician_id == centre.staff["engineering_lead"].id
    assert order.dispatched_at == started


def test_a_leak_is_looked_at_again_before_it_is_filed(centre: Centre) -> None:
    order = returned(centre, category="leak")
    called(centre, order)
    centre.do("director", order, "approve")
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("receptionist", order, "hand_over")
    assert "复查" in refusals(caught)[None]
    centre.later(days=1)
    centre.create(
        "receptionist", "Callback", kind="leak", method="visit", repair_order=order, interviewee="赵一", reached=True
    )
    assert order.leak_checked_at == centre.now
    centre.do("receptionist", order, "hand_over")
    assert order.status == "handed_over"
    assert clocks(centre, order)["leak_callback", 0] == "met"


@pytest.mark.parametrize(("transition", "role"), [("cancel", "receptionist"), ("void", "director")])
def test_the_entry_closes_with_an_order_that_ends_early(centre: Centre, transition: str, role: str) -> None:
    log = centre.create(
        "receptionist",
        "ServiceLog",
        channel="phone",
        caller="赵一",
        kind="repair",
        content="灯不亮",
        unit=centre.units[0],
    )
    order = centre.do("receptionist", log, "to_repair", category="power", phone="13800000000").created
    centre.do(role, order, transition, reason="业主自己修好了")
    assert log.status == "closed"


def test_the_result_completes_the_entry_and_filing_closes_it(centre: Centre) -> None:
    log = centre.create("receptionist", "ServiceLog", channel="phone", caller="赵一", kind="repair", content="灯不亮",
                        unit=centre.units[0], phone="13800000000")  # fmt: skip
    order = centre.do("receptionist", log, "to_repair", category="power").created
    assert (order.reporter, order.unit_id, order.content, log.status) == (
        "赵一",
        centre.units[0].id,
        "灯不亮",
        "passed_on",
    )
    centre.do("receptionist", order, "dispatch", technician=centre.staff["technician"])
    centre.do("technician", order, "complete", result="换了灯管", satisfied=True, owner_sign="a" * 32)
    centre.do("receptionist", order, "return_slip")
    assert (log.reply, log.status) == ("换了灯管", "passed_on")
    called(centre, order)
    centre.do("director", order, "approve")
    centre.do("receptionist", order, "hand_over")
    assert log.status == "closed"


def test_an_entry_is_passed_on_once(centre: Centre) -> None:
    log = centre.create("receptionist", "ServiceLog", channel="phone", caller="赵一", kind="repair", content="灯不亮")
    centre.do("receptionist", log, "to_repair", category="power", scope="public", location="大堂", phone="13800000000")
    with pytest.raises(workflow.Invalid) as caught:
        order_of(centre, source_log=log)
    assert log.number in refusals(caught)["source_log"]


def test_a_week_is_approved_at_one_press(centre: Centre) -> None:
    ready = [returned(centre), returned(centre)]
    for order in ready:
        called(centre, order)
    early = dispatched(centre)
    ids = [o.id for o in (*ready, early)]
    director = centre.actor("director")
    with acting(centre.session, director):
        results = workflow.bulk(centre.session, RepairOrder, ids, "approve", {}, actor=director, now=centre.now)
    assert [r.ok for r in results] == [True, True, False]
    assert "不能审批" in results[2].sentence.text("zh")


def test_voiding_takes_the_waiting_callbacks_along(centre: Centre) -> None:
    order = returned(centre)
    callback = called(centre, order, reached=False, satisfaction=None)
    assert (order.status, callback.status) == ("returned", "submitted")
    centre.do("director", order, "void", reason="重复开单")
    assert callback.status == "void"
