import datetime as dt
from typing import Any

import pytest

from deadlines import ledger
from deadlines.sweep import sweep
from models.base.work_calendar import DayKind
from models.duty.deadline import DeadlineState
from tests.deadlines.conftest import Centre, at, shown


def test_a_new_order_is_to_be_dispatched_and_finished_the_same_day(centre_on_both: Centre) -> None:
    c = centre_on_both
    order = c.order()
    assert c.told(order, "dispatch") == [("running", "17 09:05")]
    assert c.told(order, "finish") == [("running", "17 23:59")]
    assert c.told(order, "arrive") == []
    row = c.rows(order, "dispatch")[0]
    assert (row.record, row.site_id, row.accountable, row.accountable_staff_id) == ("WX-1", 1, "receptionist", None)
    assert (shown(row.starts_at), row.cycle, row.level) == ("17 09:00", 0, 0)


def test_a_visit_from_dispatch_to_call_back(centre_on_both: Centre) -> None:
    c = centre_on_both
    order = c.order()
    c.tick("17 09:04")
    c.dispatch(order)
    assert c.told(order, "dispatch") == [("met", "17 09:05")]
    assert c.told(order, "arrive") == [("running", "17 09:34")]
    arrive = c.rows(order, "arrive")[0]
    assert (arrive.accountable, arrive.accountable_staff_id) == ("technician", 1)
    assert c.rows(order, "finish")[0].accountable_staff_id == 1
    c.tick("17 09:40")
    c.write(order, status="arrived", arrived_at=c.now)
    assert c.told(order, "arrive") == [("late", "17 09:34")]
    c.tick("17 11:00")
    c.write(order, status="completed", completed_at=c.now)
    assert c.told(order, "finish") == [("met", "17 23:59")]
    assert c.told(order, "slip_return") == [("running", "18 11:00")]
    c.tick("17 15:00")
    c.write(order, status="returned", returned_at=c.now)
    assert c.told(order, "callback") == [("running", "18 15:00")]
    c.tick("18 15:01")
    c.write(order, status="called_back", called_back_at=c.now)
    assert c.told(order, "callback") == [("late", "18 15:00")]
    assert not [row for row in c.rows(order) if row.state is DeadlineState.running]


def test_the_limit_itself_is_still_in_time(centre: Centre) -> None:
    order = centre.order()
    centre.tick("17 09:05")
    centre.dispatch(order)
    assert centre.told(order, "dispatch") == [("met", "17 09:05")]


def test_an_appointment_replaces_the_half_hour_and_a_new_one_leaves_the_old_limit_on_record(
    centre_on_both: Centre,
) -> None:
    c = centre_on_both
    order = c.dispatched()
    c.tick("17 09:10")
    c.write(order, appointment_at=at("18 10:00"))
    assert c.told(order, "arrive") == [("waived", "17 09:30"), ("running", "18 10:00")]
    assert c.told(order, "finish") == [("waived", "17 23:59")], "not for appointments (A-74)"
    c.tick("18 09:00")
    c.write(order, appointment_at=at("19 14:00"))
    assert c.told(order, "arrive") == [("waived", "17 09:30"), ("waived", "18 10:00"), ("running", "19 14:00")]
    c.write(order, remark="带梯子")
    assert len(c.rows(order, "arrive")) == 3
    c.tick("19 13:50")
    c.write(order, status="arrived", arrived_at=c.now)
    assert c.told(order, "arrive")[-1] == ("met", "19 14:00")


def test_an_appointment_made_at_once_runs_before_dispatch(centre: Centre) -> None:
    order = centre.order(appointment_at=at("18 10:00"))
    assert centre.told(order, "arrive") == [("running", "18 10:00")]
    assert centre.told(order, "finish") == []
    centre.tick("17 09:03")
    centre.dispatch(order)
    assert centre.told(order, "arrive") == [("running", "18 10:00")]


def test_a_reassigned_order_is_the_other_technicians_and_keeps_its_limit(centre: Centre) -> None:
    order = centre.dispatched()
    centre.tick("17 09:20")
    centre.write(order, technician_id=2)
    (row,) = centre.rows(order, "arrive")
    assert (shown(row.due_at), row.accountable_staff_id) == ("17 09:30", 2)


def test_rework_starts_new_clocks_but_not_that_of_the_first_day(centre_on_both: Centre) -> None:
    c = centre_on_both
    order = c.dispatched()
    c.tick("17 09:20")
    c.write(order, status="arrived", arrived_at=c.now)
    c.tick("17 10:00")
    c.write(order, status="completed", completed_at=c.now)
    c.tick("17 11:00")
    c.write(order, status="returned", returned_at=c.now)
    c.tick("18 09:00")
    c.write(
        order,
        status="dispatched",
        rework_count=1,
        dispatched_at=c.now,
        arrived_at=None,
        completed_at=None,
        returned_at=None,
    )
    assert c.told(order, "arrive") == [("met", "17 09:30"), ("running", "18 09:30")]
    assert [row.cycle for row in c.rows(order, "arrive")] == [0, 1]
    assert c.told(order, "finish") == [("met", "17 23:59")], "A-10: only the first time"
    assert c.told(order, "dispatch") == [("met", "17 09:05")]
    assert c.told(order, "callback") == [("waived", "18 11:00")], "the first round ended uncalled"
    c.tick("18 09:25")
    c.write(order, status="arrived", arrived_at=c.now)
    c.tick("19 20:00")
    c.write(order, status="completed", completed_at=c.now)
    assert c.told(order, "arrive")[-1] == ("met", "18 09:30")
    assert c.told(order, "finish") == [("met", "17 23:59")]
    assert shown(c.rows(order, "finish")[0].met_at) == "17 10:00"
    assert c.told(order, "slip_return") == [("met", "18 10:00"), ("running", "20 20:00")]


def test_rework_of_an_appointment_does_not_start_the_first_days_clock(centre: Centre) -> None:
    order = centre.dispatched(appointment_at=at("17 10:00"))
    centre.write(order, status="completed", arrived_at=centre.now, completed_at=centre.now)
    centre.tick("18 09:00")
    centre.write(
        order,
        status="dispatched",
        rework_count=1,
        dispatched_at=centre.now,
        arrived_at=None,
        completed_at=None,
        appointment_at=None,
    )
    assert centre.told(order, "finish") == [("waived", "17 23:59")]
    assert centre.told(order, "arrive") == [("met", "17 10:00"), ("running", "18 09:30")]


def test_a_new_round_waives_what_still_ran_in_the_last(centre: Centre) -> None:
    order = centre.dispatched()
    centre.tick("17 09:10")
    centre.write(order, rework_count=1, dispatched_at=centre.now)
    assert [(r.cycle, r.state.value, shown(r.due_at)) for r in centre.rows(order, "arrive")] == [
        (0, "waived", "17 09:30"),
        (1, "running", "17 09:40"),
    ]


@pytest.mark.parametrize("end", ["void", "cancelled"])
def test_an_end_without_a_result_waives_what_runs(centre: Centre, end: str) -> None:
    order = centre.order()
    centre.write(order, status=end)
    assert {row.state for row in centre.rows(order)} == {DeadlineState.waived}


def test_a_leak_is_looked_at_again_within_three_days(centre: Centre) -> None:
    order = centre.order(category="leak")
    centre.dispatch(order)
    centre.write(order, status="completed", completed_at=centre.now, arrived_at=centre.now)
    assert centre.told(order, "leak_callback") == [("running", "20 23:59")]
    other = centre.dispatched()
    centre.write(other, status="completed", completed_at=centre.now, arrived_at=centre.now)
    assert centre.told(other, "leak_callback") == []


def test_a_changed_setting_counts_for_new_clocks_only(centre_on_both: Centre) -> None:
    c = centre_on_both
    old = c.dispatched()
    c.setting("repair.arrive_minutes", "45")
    c.write(old, remark="门禁密码问保安")
    new = c.dispatched()
    assert c.told(old, "arrive") == [("running", "17 09:30")]
    assert c.told(new, "arrive") == [("running", "17 09:45")]
    elsewhere = c.order(site_id=2)
    c.dispatch(elsewhere)
    assert c.told(elsewhere, "arrive") == [("running", "17 09:30")]


def test_an_unset_limit_opens_nothing(centre: Centre) -> None:
    centre.setting("repair.dispatch_minutes", "未配置")
    centre.setting("repair.finish_same_day", "否")
    assert centre.rows(centre.order()) == []


def test_the_night_clock_of_a_site(centre: Centre) -> None:
    centre.setting("repair.night_clock", "是", site_id=2)
    centre.tick("17 22:00")
    assert centre.told(centre.order(), "dispatch") == [("running", "17 22:05")]
    there = centre.order(site_id=2)
    assert centre.told(there, "dispatch") == [("running", "18 08:35")]
    assert centre.told(there, "finish") == [("running", "18 23:59")]


def test_a_corrected_start_moves_the_clock(centre: Centre) -> None:
    order = centre.order()
    centre.tick("17 09:02")
    centre.write(order, reported_at=at("17 08:59"))
    assert centre.told(order, "dispatch") == [("running", "17 09:04")]
    (row,) = centre.rows(order, "dispatch")
    assert shown(row.starts_at) == "17 08:59"


def test_a_start_moved_after_the_limit_has_passed_leaves_the_overdue_row(centre: Centre) -> None:
    order = centre.order()
    centre.tick("17 09:10")
    sweep(centre.session, centre.now)
    centre.write(order, reported_at=at("17 09:08"))
    assert centre.told(order, "dispatch") == [("waived", "17 09:05"), ("running", "17 09:13")]
    assert centre.rows(order, "dispatch")[0].escalated_to is not None


def test_a_corrected_end_is_judged_again(centre: Centre) -> None:
    order = centre.dispatched()
    centre.tick("17 09:50")
    centre.write(order, status="arrived", arrived_at=at("17 09:40"))
    assert centre.told(order, "arrive") == [("late", "17 09:30")]
    centre.write(order, arrived_at=at("17 09:25"))
    assert centre.told(order, "arrive") == [("met", "17 09:30")]
    assert shown(centre.rows(order, "arrive")[0].met_at) == "17 09:25"


def test_an_order_entered_afterwards_is_judged_by_the_times_on_paper(centre: Centre) -> None:
    centre.tick("18 09:00")
    order = centre.order(
        status="completed",
        technician_id=1,
        reported_at=at("17 10:00"),
        dispatched_at=at("17 10:03"),
        arrived_at=at("17 11:00"),
        completed_at=at("17 12:00"),
    )
    assert centre.told(order, "dispatch") == [("met", "17 10:05")]
    assert centre.told(order, "arrive") == [("late", "17 10:33")]
    assert centre.told(order, "finish") == [("met", "17 23:59")]
    assert centre.told(order, "slip_return") == [("running", "18 12:00")]


def test_a_late_entry_still_open_is_overdue_at_once(centre: Centre) -> None:
    order = centre.order(reported_at=at("16 10:00"))
    assert centre.told(order, "finish") == [("overdue", "16 23:59")]


def test_what_stopped_before_a_limit_was_set_is_never_judged(centre: Centre) -> None:
    centre.setting("repair.dispatch_minutes", "未配置")
    order = centre.dispatched()
    centre.tick("17 12:00")
    centre.setting("repair.dispatch_minutes", "5")
    centre.write(order, remark="补充")
    assert centre.told(order, "dispatch") == []


def test_syncing_again_changes_nothing(centre_on_both: Centre) -> None:
    c = centre_on_both
    order = c.dispatched()
    c.write(order, status="arrived", arrived_at=c.now)

    def rows() -> list[tuple[object, ...]]:
        return [tuple(getattr(r, n) for n in ("id", "state", "due_at", "met_at", "version")) for r in c.rows(order)]

    before = rows()
    c.tick("18 10:00")
    ledger.sync(c.session, order, now=c.now)
    ledger.sync(c.session, order, now=c.now)
    assert rows() == before


@pytest.mark.parametrize("again", [{}, {"reopen_count": 1}, {"reopen_count": 1, "replied_at": None}])
def test_a_complaint_taken_up_again_is_to_be_replied_to_anew(centre: Centre, again: dict[str, Any]) -> None:
    c = centre
    complaint = c.complaint()
    assert c.told(complaint, "investigate") == [("running", "17 23:59")]
    c.write(complaint, status="investigated", investigated_at=c.now)
    handled = {"status": "handled", "department_id": 1, "decision": "整改", "result": "已整改", "handler_id": 3}
    c.write(complaint, **handled, handled_at=c.now)
    assert c.told(complaint, "reply") == [("running", "18 23:59")]
    assert c.rows(complaint, "reply")[0].accountable_staff_id == 3
    c.tick("18 10:00")
    c.write(complaint, status="replied", replied_at=c.now, director_told_at=c.now)
    assert c.told(complaint, "reply") == [("met", "18 23:59")]
    c.tick("19 10:00")
    c.write(complaint, status="investigated", **again)
    assert c.told(complaint, "reply") == [("met", "18 23:59")]
    c.tick("20 10:00")  # Friday
    c.write(complaint, **handled, handled_at=c.now)
    assert c.told(complaint, "reply") == [("met", "18 23:59"), ("running", "23 23:59")]
    assert c.told(complaint, "investigate") == [("met", "17 23:59")]


def test_a_complaint_that_turns_major_is_to_be_reported_up(centre: Centre) -> None:
    complaint = centre.complaint()
    assert centre.told(complaint, "major_report") == []
    centre.tick("17 10:00")
    centre.write(complaint, severity="major", major_at=centre.now)
    assert centre.told(complaint, "major_report") == [("running", "17 12:00")]
    centre.tick("17 10:30")
    centre.write(complaint, reported_up_at=centre.now)
    assert centre.told(complaint, "major_report") == [("met", "17 12:00")]


def test_a_promised_reply_and_the_next_mornings_check(centre: Centre) -> None:
    c = centre
    c.tick("20 16:00")  # Friday
    entry = c.entry(reply_due_at=at("21 10:00"), handled_by_id=3)
    assert c.told(entry, "promised_reply") == [("running", "21 10:00")]
    assert c.told(entry, "next_morning_check") == [("running", "23 08:30")]
    c.write(entry, reply_due_at=at("21 12:00"))
    assert c.told(entry, "promised_reply") == [("waived", "21 10:00"), ("running", "21 12:00")]
    c.tick("21 12:30")
    c.write(entry, status="answered", reply="可以")
    assert c.told(entry, "promised_reply")[-1] == ("late", "21 12:00")
    assert c.told(entry, "next_morning_check") == [("met", "23 08:30")]


def test_a_day_entered_for_the_site_counts(centre: Centre) -> None:
    centre.day(dt.date(2026, 11, 18), DayKind.rest)
    assert centre.told(centre.entry(), "next_morning_check") == [("running", "19 08:30")]
    assert centre.told(centre.entry(site_id=2), "next_morning_check") == [("running", "18 08:30")]


def test_many_records_cost_as_many_statements_as_a_few(centre: Centre) -> None:
    def statements(orders: int) -> int:
        made = [centre.order() for _ in range(orders)]
        for order in made:
            order.dispatched_at, order.technician_id, order.status = centre.now, 1, "dispatched"
        centre.add(*made)
        with centre.statements() as sent:
            ledger.sync_many(centre.session, made, now=centre.now)
        assert all(centre.told(order, "arrive") == [("running", "17 09:30")] for order in made)
        return len(sent)

    assert statements(40) == statements(3)
