import datetime as dt

import pytest

from deadlines.sweep import SweepResult, sweep
from models.duty.deadline import Deadline, DeadlineState
from models.service.repair_order import RepairOrder
from models.spec import Role
from tests.deadlines.conftest import Centre, at, shown

SITE_ROLES = (
    Role.receptionist,
    Role.reception_lead,
    Role.cs_supervisor,
    Role.director,
    Role.technician,
    Role.engineering_lead,
)


@pytest.fixture
def staffed(centre_on_both: Centre) -> Centre:
    """Every role is held at site 1, only the director's at site 2, and head office has its quality supervisor."""
    c = centre_on_both
    for role in SITE_ROLES:
        c.account(f"{role.value}@one", (1, role))
    c.account("director@two", (2, Role.director))
    c.account("hq_quality", (None, Role.hq_quality))
    return c


def clock(c: Centre, order: RepairOrder, rule: str) -> Deadline:
    return c.rows(order, rule)[-1]


def told(c: Centre, order: RepairOrder, rule: str) -> tuple[str | None, int, str | None]:
    row = clock(c, order, rule)
    return row.escalated_to, row.level, shown(row.escalated_at)


def test_what_is_overdue_is_marked_and_told_one_level_up(staffed: Centre) -> None:
    c = staffed
    order = c.order()
    assert sweep(c.session, at("17 09:05")) == SweepResult(marked_overdue=0, escalated=0, running=2, overdue=0)
    assert sweep(c.session, at("17 09:06")) == SweepResult(marked_overdue=1, escalated=1, running=1, overdue=1)
    assert clock(c, order, "dispatch").state is DeadlineState.overdue
    assert told(c, order, "dispatch") == ("reception_lead", 1, "17 09:06")
    assert clock(c, order, "finish").state is DeadlineState.running


def test_the_technicians_delay_is_told_to_the_engineering_lead(staffed: Centre) -> None:
    order = staffed.dispatched()
    sweep(staffed.session, at("17 09:31"))
    assert told(staffed, order, "arrive") == ("engineering_lead", 1, "17 09:31")


def test_a_sweep_with_the_same_moment_changes_nothing(staffed: Centre) -> None:
    staffed.dispatched()
    staffed.order(site_id=2)
    for now in (at("17 10:00"), at("18 10:00"), at("25 10:00")):
        sweep(staffed.session, now)
        before = [(r.id, r.version) for r in _all(staffed)]
        again = sweep(staffed.session, now)
        assert (again.marked_overdue, again.escalated) == (0, 0)
        assert [(r.id, r.version) for r in _all(staffed)] == before


def test_each_day_it_goes_one_level_further_until_the_top(staffed: Centre) -> None:
    order = staffed.order()
    seen = []
    for now in ("17 09:10", "17 20:00", "18 09:10", "19 09:09", "19 09:10", "20 10:00", "21 10:00", "22 10:00"):
        sweep(staffed.session, at(now))
        seen.append(told(staffed, order, "dispatch")[:2])
    assert seen == [
        ("reception_lead", 1),
        ("reception_lead", 1),
        ("cs_supervisor", 2),
        ("cs_supervisor", 2),
        ("director", 3),
        ("hq_quality", 4),
        ("hq_quality", 4),
        ("hq_quality", 4),
    ]


def test_after_a_pause_it_still_goes_level_by_level(staffed: Centre) -> None:
    order = staffed.order()
    sweep(staffed.session, at("17 09:10"))
    sweep(staffed.session, at("26 09:10"))
    assert told(staffed, order, "dispatch") == ("cs_supervisor", 2, "26 09:10")
    sweep(staffed.session, at("26 10:00"))
    assert told(staffed, order, "dispatch") == ("cs_supervisor", 2, "26 09:10")


def test_a_role_nobody_holds_is_passed_over(staffed: Centre) -> None:
    order = staffed.order(site_id=2)
    sweep(staffed.session, at("17 09:10"))
    assert told(staffed, order, "dispatch") == ("director", 1, "17 09:10")


def test_a_closed_account_holds_nothing_and_without_anybody_the_next_role_is_named(centre: Centre) -> None:
    centre.account("lead@one", (1, Role.reception_lead), active=False)
    order = centre.order()
    sweep(centre.session, at("17 09:10"))
    assert told(centre, order, "dispatch") == ("reception_lead", 1, "17 09:10")
    centre.account("director@one", (1, Role.director))
    other = centre.order()
    sweep(centre.session, at("17 09:20"))
    assert told(centre, other, "dispatch") == ("director", 1, "17 09:20")


def test_the_hours_are_the_sites_and_unset_they_stop_the_way_up(staffed: Centre) -> None:
    c = staffed
    c.setting("deadline.escalate_hours", "2")
    order = c.order()
    sweep(c.session, at("17 09:10"))
    sweep(c.session, at("17 11:10"))
    assert told(c, order, "dispatch") == ("cs_supervisor", 2, "17 11:10")
    c.setting("deadline.escalate_hours", "未配置")
    sweep(c.session, at("20 11:10"))
    assert told(c, order, "dispatch") == ("cs_supervisor", 2, "17 11:10")
    fresh = c.order(reported_at=at("20 11:00"))
    sweep(c.session, at("20 11:10"))
    assert told(c, fresh, "dispatch") == ("reception_lead", 1, "20 11:10")


def test_a_clock_opened_overdue_is_told_at_the_next_sweep(staffed: Centre) -> None:
    order = staffed.order(reported_at=at("16 10:00"))
    result = sweep(staffed.session, at("17 09:00"))
    assert (result.marked_overdue, result.escalated) == (0, 2)
    assert told(staffed, order, "finish")[:2] == ("director", 1), (
        "nobody is dispatched: the engineering lead's superior"
    )


def test_a_met_clock_keeps_whom_it_was_told(staffed: Centre) -> None:
    order = staffed.order()
    sweep(staffed.session, at("17 09:10"))
    staffed.tick("17 09:12")
    staffed.dispatch(order)
    assert clock(staffed, order, "dispatch").state is DeadlineState.late
    assert told(staffed, order, "dispatch") == ("reception_lead", 1, "17 09:10")
    assert sweep(staffed.session, at("20 09:10")).overdue == 2


def test_a_moved_limit_leaves_the_overdue_one_and_starts_untold(staffed: Centre) -> None:
    order = staffed.dispatched()
    sweep(staffed.session, at("17 09:40"))
    staffed.tick("17 09:45")
    staffed.write(order, appointment_at=at("18 10:00"))
    assert staffed.told(order, "arrive") == [("waived", "17 09:30"), ("running", "18 10:00")]
    assert told(staffed, order, "arrive") == (None, 0, None)


def test_an_interrupted_sweep_is_run_again(staffed: Centre) -> None:
    order = staffed.order()
    staffed.session.commit()
    sweep(staffed.session, at("17 09:10"))
    staffed.session.rollback()
    assert clock(staffed, order, "dispatch").state is DeadlineState.running
    assert sweep(staffed.session, at("17 09:10")).escalated == 1


def test_many_sites_are_swept_with_the_same_statements(staffed: Centre) -> None:
    def statements() -> int:
        with staffed.statements() as sent:
            sweep(staffed.session, staffed.now + dt.timedelta(hours=1))
        return sum(not sent_one.startswith("SELECT setting") for sent_one in sent)

    staffed.order()
    statements()
    staffed.tick("18 09:00")
    staffed.order()
    few = statements()
    staffed.tick("19 09:00")
    for _ in range(30):
        staffed.order()
    assert statements() == few


def _all(c: Centre) -> list[Deadline]:
    c.session.expire_all()
    return sorted(c.session.query(Deadline).all(), key=lambda row: row.id)
