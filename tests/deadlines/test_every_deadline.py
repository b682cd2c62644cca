"""Every limit of the catalogue, written down by hand: what starts it, what it is, who answers, and when an example is due.

Days are of 2026 by the site's clock. National Day is off from 1 to 7 October; Saturday 10 October is worked.
"""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import models
from deadlines.calendar import WorkingCalendar
from deadlines.due import due_at
from deadlines.explaining import starts, stops
from deadlines.facts import facts
from deadlines.queries import Clock, rule_of
from models import REGISTERS, by_name
from models.base.setting_keys import BY_KEY
from models.duty.deadline import DeadlineState
from models.spec import DueRule

ZONE = ZoneInfo("Asia/Shanghai")
NIGHT = {"repair.night_clock": True}
SOMEBODY = 7


def moment(text: str) -> dt.datetime:
    return dt.datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def value(text: Any) -> Any:
    """`09-30 16:00` is a moment, `10-05` a day; anything else is itself."""
    if not isinstance(text, str) or len(text) not in {5, 11} or text[2] != "-":
        return text
    return moment(text) if len(text) == 11 else dt.date.fromisoformat(f"2026-{text}")


# register, limit, what the record says, due, who answers (* the person named), setting
TABLE: tuple[tuple[str, str, dict[str, Any], str, str, str], ...] = (
    ("ServiceLog", "promised_reply", {"received_at": "09-30 16:00", "reply_due_at": "10-02 10:00", "handled_by_id": SOMEBODY},
     "10-02 10:00", "staff*", ""),
    ("ServiceLog", "next_morning_check", {"received_at": "09-30 20:00"}, "10-08 08:30", "receptionist", ""),
    ("RepairOrder", "dispatch", {"reported_at": "11-17 09:00"}, "11-17 09:05", "receptionist", "repair.dispatch_minutes"),
    ("RepairOrder", "arrive", {"dispatched_at": "11-17 09:10", "technician_id": SOMEBODY}, "11-17 09:40", "technician*",
     "repair.arrive_minutes"),
    ("RepairOrder", "finish", {"reported_at": "10-03 10:00"}, "10-03 23:59", "engineering_lead", "repair.finish_same_day"),
    ("RepairOrder", "slip_return", {"completed_at": "11-17 15:30", "technician_id": SOMEBODY}, "11-18 15:30", "technician*",
     "repair.slip_return_hours"),
    ("RepairOrder", "callback", {"returned_at": "09-30 16:30"}, "10-01 16:30", "receptionist", "repair.callback_hours"),
    ("RepairOrder", "leak_callback", {"completed_at": "11-12 10:00", "category": "leak"}, "11-13 23:59", "receptionist",
     "repair.leak_callback_days"),
    ("Complaint", "investigate", {"received_at": "11-17 09:00"}, "11-17 23:59", "receptionist",
     "complaint.investigate_same_day"),
    ("Complaint", "major_report", {"major_at": "11-17 22:30", "severity": "major"}, "11-18 00:30", "cs_supervisor",
     "complaint.major_hours"),
    ("Complaint", "reply", {"handled_at": "09-30 11:00"}, "10-08 23:59", "cs_supervisor", "complaint.reply_workdays"),
    ("CustodyItem", "overdue", {"received_at": "11-15 10:00"}, "11-20 23:59", "receptionist", "custody.days"),
    ("KeyLoan", "return", {"lent_at": "11-17 09:00", "due_at": "11-17 11:00"}, "11-17 11:00", "receptionist", ""),
    ("Coordination", "due", {"created_at": "09-28 09:00", "due_on": "10-05"}, "09-30 23:59", "staff", ""),
    ("RectificationNotice", "rectify", {"issued_at": "11-16 09:00", "due_on": "11-22"}, "11-20 23:59", "cs_supervisor", ""),
    ("Receipt", "counter", {"started_at": "11-17 09:00"}, "11-17 09:05", "reception_lead", "fee.pay_minutes"),
    ("CashDeposit", "bank", {"business_date": "11-17", "bank_by": "11-17 17:00"}, "11-17 17:00", "reception_lead",
     "cash.deposit_time"),
    ("Dunning", "first_reminder", {"first_due_on": "11-12", "status": "new"}, "11-19 23:59", "receptionist",
     "dunning.reminder_days"),
    ("Dunning", "letter", {"letter_from": "09-29", "status": "reminded"}, "09-30 23:59", "cs_supervisor",
     "dunning.letter_days"),
    ("FeeAppointment", "arrive", {"created_at": "11-17 09:00", "appointment_at": "11-18 19:00", "collector_id": SOMEBODY},
     "11-18 19:00", "reception_lead*", ""),
    ("ProbationReview", "decide", {"created_at": "11-10 09:00", "period_to": "11-22"}, "11-20 23:59", "director", ""),
    ("LeaveRequest", "certificate", {"ends_at": "09-30 18:00", "status": "approved", "kind": "sick",
     "certificate_needed": True, "staff_id": SOMEBODY}, "10-08 23:59", "staff*", ""),
    ("LeaveRequest", "emergency_cert", {"ends_at": "11-20 18:00", "status": "approved", "kind": "emergency_sick",
     "certificate_needed": True, "staff_id": SOMEBODY}, "11-23 23:59", "staff*", ""),
    ("LeaveRequest", "sick_slip", {"ends_at": "11-17 18:00", "status": "approved", "kind": "sick", "staff_id": SOMEBODY},
     "11-18 23:59", "staff*", "leave.sick_slip_day"),
    ("MonthlyAttendance", "submit", {"month_ends_on": "10-31", "due_on": "11-05"}, "11-05 23:59", "reception_lead",
     "attendance.sheet_day"),
    ("OnPostReport", "submit", {"month_ends_on": "11-30", "due_on": "12-05"}, "12-04 23:59", "reception_lead",
     "attendance.sheet_day"),
    ("DepartmentRanking", "submit", {"month_ends_on": "08-31", "due_on": "09-05"}, "09-04 23:59", "reception_lead",
     "attendance.sheet_day"),
    ("MonthlyAssessment", "assess", {"created_at": "10-20 09:00", "period_to": "10-31"}, "10-30 23:59", "cs_supervisor",
     "assessment.day"),
    ("CorrectiveAction", "due", {"created_at": "09-25 09:00", "due_on": "10-03", "responsible_id": SOMEBODY},
     "09-30 23:59", "staff*", ""),
    ("AssignedTask", "due", {"created_at": "11-17 09:00", "due_on": "11-19", "assignee_id": SOMEBODY}, "11-19 23:59",
     "staff*", ""),
    ("WorkPlan", "month", {"created_at": "11-20 09:00", "hand_in_by": "11-30", "author_id": SOMEBODY}, "11-30 23:59",
     "staff*", "plan.month"),
    ("WorkSummary", "week", {"created_at": "11-16 09:00", "period_kind": "week", "period_to": "11-22"}, "11-20 23:59",
     "staff", ""),
    ("WorkSummary", "month", {"created_at": "10-20 09:00", "period_kind": "month", "period_to": "10-31"}, "10-30 23:59",
     "staff", ""),
    ("WorkSummary", "half_and_year", {"created_at": "06-20 09:00", "period_kind": "half", "period_to": "06-30"},
     "06-30 23:59", "staff", ""),
    ("DailyLog", "daily", {"day": "11-17", "author_id": SOMEBODY}, "11-17 23:59", "staff*", "dailylog.time"),
    ("ShiftHandover", "take", {"handed_at": "11-17 20:00", "taker_id": SOMEBODY}, "11-17 20:30", "staff*",
     "handover.minutes"),
    ("ShiftHandover", "take_night", {"handed_at": "11-18 08:25", "night_until": "11-18 08:40"}, "11-18 08:40", "staff",
     "handover.night_until"),
    ("EscalationReport", "tell", {"skipped_at": "11-17 22:00", "reporter_id": SOMEBODY}, "11-18 22:00", "staff*",
     "escalation.tell_hours"),
    ("CanteenPurchase", "check", {"day": "11-17", "checker_id": SOMEBODY}, "11-17 23:59", "reception_lead*", "canteen.daily"),
    ("MealCost", "submit", {"created_at": "11-05 09:00", "due_on": "11-15"}, "11-13 23:59", "reception_lead", "mealcost.day"),
    ("StockCount", "submit", {"counted_on": "10-20", "due_on": "10-24"}, "10-23 23:59", "reception_lead", "stock.count_day"),
    ("Incident", "close", {"happened_at": "11-17 03:00"}, "11-20 23:59", "cs_supervisor", "incident.close_days"),
    ("HotWorkPermit", "expire", {"approved_at": "11-17 09:00", "date_to": "11-17 17:00", "guardian_id": SOMEBODY},
     "11-17 17:00", "security_lead*", ""),
)  # fmt: skip


def rule(register: str, name: str) -> DueRule:
    found = rule_of(by_name(register).slug(), name)
    assert found is not None, f"{register} has no limit {name}"
    return found


def due(register: str, name: str, says: dict[str, Any], settings: dict[str, Any] | None = None) -> str | None:
    """When the limit runs out, by the site's clock; None: it does not run."""
    seen = _seen(register, name, says)
    if not seen.wanted:
        return None
    assert seen.start is not None
    chosen = settings or {}
    found = due_at(
        rule(register, name),
        seen.start,
        WorkingCalendar(),
        ZONE,
        lambda k: chosen.get(k, BY_KEY[k].default),
        seen.named,
    )
    return found.astimezone(ZONE).strftime("%m-%d %H:%M") if found else None


def _seen(register: str, name: str, says: dict[str, Any]) -> Any:
    model = by_name(register)
    flow = model.__register__.flow
    given = {"status": flow.initial if flow else None, "created_at": "01-05 09:00", **says}
    record = model(**{k: value(v) for k, v in given.items()})
    return facts(rule(register, name), record, moment("01-05 09:00"), ZONE)


@pytest.mark.parametrize(
    ("register", "name", "says", "expected", "who", "setting"), TABLE, ids=[f"{r[0]}.{r[1]}" for r in TABLE]
)
def test_a_limit_of_the_catalogue(
    register: str, name: str, says: dict[str, Any], expected: str, who: str, setting: str
) -> None:
    seen = _seen(register, name, says)
    assert due(register, name, says) == expected
    assert (seen.role, seen.staff_id) == (who.rstrip("*"), SOMEBODY if who.endswith("*") else None)
    assert rule(register, name).setting == setting
    if setting:
        assert due(register, name, says, {setting: None}) is None, "an unset limit is never judged (G6)"


def test_the_table_holds_every_limit_there_is() -> None:
    declared = {(m.__name__, r.name) for m in REGISTERS for r in m.__register__.deadlines}
    assert {row[:2] for row in TABLE} == declared


@pytest.mark.parametrize(
    ("register", "name", "says", "settings", "expected"),
    [
        # an appointment replaces the half hour, and takes the same-day limit away
        ("RepairOrder", "arrive", {"dispatched_at": "11-17 09:10", "appointment_at": "11-18 15:00"}, {}, "11-18 15:00"),
        ("RepairOrder", "arrive", {"appointment_at": "11-18 15:00"}, {}, "11-18 15:00"),
        ("RepairOrder", "finish", {"reported_at": "11-17 09:00", "appointment_at": "11-18 15:00"}, {}, None),
        # a call at night waits for 8:30 where the site says so, and only there
        ("RepairOrder", "arrive", {"dispatched_at": "11-17 23:10"}, {}, "11-17 23:40"),
        ("RepairOrder", "arrive", {"dispatched_at": "11-17 23:10"}, NIGHT, "11-18 09:00"),
        ("RepairOrder", "dispatch", {"reported_at": "11-17 05:00"}, NIGHT, "11-17 08:35"),
        ("RepairOrder", "finish", {"reported_at": "11-17 23:10"}, NIGHT, "11-18 23:59"),
        ("RepairOrder", "callback", {"returned_at": "11-17 23:10"}, NIGHT, "11-18 23:10"),
        # a leak has both clocks, any other repair one
        ("RepairOrder", "leak_callback", {"completed_at": "11-17 10:00", "category": "water"}, {}, None),
        ("RepairOrder", "callback", {"returned_at": "11-17 10:00", "category": "leak"}, {}, "11-18 10:00"),
        # the slip's return starts the 24 hours, not the work's end
        ("RepairOrder", "callback", {"completed_at": "11-16 10:00", "returned_at": "11-17 10:00"}, {}, "11-18 10:00"),
        # what comes in within half an hour of closing counts from the next day
        ("Complaint", "investigate", {"received_at": "11-17 17:45"}, {}, "11-18 23:59"),
        ("Complaint", "investigate", {"received_at": "11-17 17:25"}, {}, "11-17 23:59"),
        # a due day off is the workday before; not where the site wants the day itself
        ("CustodyItem", "overdue", {"received_at": "11-15 10:00"}, {"duty.holiday_shift": False}, "11-22 23:59"),
        ("LeaveRequest", "sick_slip", {"ends_at": "11-20 18:00", "status": "approved", "kind": "sick"}, {}, "11-21 23:59"),
        # a limit that is a time of the day
        ("DailyLog", "daily", {"day": "11-17"}, {"dailylog.time": dt.time(18)}, "11-17 18:00"),
        ("Complaint", "major_report", {"major_at": None, "severity": "minor"}, {}, None),
        ("RectificationNotice", "rectify", {"issued_at": "11-16 09:00", "due_on": None}, {}, None),
    ],
)  # fmt: skip
def test_exceptions(
    register: str, name: str, says: dict[str, Any], settings: dict[str, Any], expected: str | None
) -> None:
    assert due(register, name, says, settings) == expected


def test_every_limit_says_what_starts_and_stops_it_in_both_languages() -> None:
    at = moment("11-17 09:00")
    for model in models.REGISTERS:
        for one in model.__register__.deadlines:
            for named in (False, True) if one.field or one.starts_instead else (False,):
                clock = Clock(model.slug(), "", 1, 1, one.name, 0, at, at, None, DeadlineState.running, "staff", None,
                              None, None, 0, named)  # fmt: skip
                for words in (starts(clock), stops(clock)):
                    assert words is not None
                    assert "_" not in words.text("zh") + words.text("en"), f"{model.__name__}.{one.name}: {words}"
