import datetime as dt

import pytest
from sqlalchemy import select

from deadlines import ledger
from deadlines.queries import counts_for
from deadlines.sweep import sweep
from models.service.repair_order import RepairOrder
from models.spec import Role, Tone
from tests.deadlines.conftest import Centre, at

CLERK = {1: {Role.receptionist}}


def test_a_page_shows_the_most_urgent_open_clock_of_each_record_with_one_query(centre_on_both: Centre) -> None:
    c = centre_on_both
    fresh, dispatched, done = c.order(), c.dispatched(), c.dispatched()
    c.write(done, status="void")
    ids = [fresh.id, dispatched.id, done.id]
    with c.statements() as sent:
        clocks = ledger.for_records(c.session, "repair_order", ids)
    assert len(sent) == 1
    assert {i: clock.rule for i, clock in clocks.items()} == {fresh.id: "dispatch", dispatched.id: "arrive"}
    clock = clocks[dispatched.id]
    assert clock.words(at("17 09:18")).text() == "还剩 12 分钟"
    assert clock.words(at("17 11:40")).text("en") == "2 hours overdue"
    assert (clock.label.text(), clock.named, clock.record) == ("到场", False, dispatched.number)
    assert ledger.for_records(c.session, "repair_order", []) == {}


def test_a_clock_past_its_limit_is_overdue_before_the_sweep_has_seen_it(centre: Centre) -> None:
    order = centre.order()
    clock = ledger.for_records(centre.session, "repair_order", [order.id])[order.id]
    assert clock.overdue(at("17 09:06"))
    assert not clock.overdue(at("17 09:05"))
    assert [clock.tone(at(m)) for m in ("17 08:00", "17 09:00", "17 09:06")] == [Tone.blue, Tone.amber, Tone.red]


def test_a_record_tells_all_its_clocks(centre: Centre) -> None:
    order = centre.dispatched(appointment_at=None)
    centre.write(order, appointment_at=at("18 10:00"))
    centre.tick("18 12:00")
    centre.write(order, status="arrived", arrived_at=centre.now)
    told = [
        (k.rule, k.words(centre.now).text(), k.tone(centre.now))
        for k in ledger.clocks_of(centre.session, "repair_order", order.id)
    ]
    assert told == [
        ("dispatch", "提前 5 分钟完成", Tone.green),
        ("finish", "已免除", Tone.grey),
        ("arrive", "已免除", Tone.grey),
        ("arrive", "逾期 2 小时完成", Tone.red),
    ]


def test_chips_for_overdue_and_due_today(centre: Centre) -> None:
    c = centre
    late, today, appointment = c.order(), c.dispatched(), c.order(appointment_at=at("19 10:00"))
    c.dispatch(appointment)
    now = at("17 09:10")

    def found(until: dt.datetime | None = None) -> list[int]:
        ids = ledger.late_records("repair_order", now, until)
        return sorted(c.session.scalars(select(RepairOrder.id).where(RepairOrder.id.in_(ids))))

    assert found() == [late.id]
    assert found(at("17 23:59") + dt.timedelta(minutes=1)) == [late.id, today.id]
    assert appointment.id in found(at("19 23:59"))


@pytest.fixture
def busy(centre: Centre) -> Centre:
    """At site 1 an order to dispatch and one on its way to technician 1; at site 2 an order to dispatch."""
    centre.order()
    centre.dispatched()
    centre.order(site_id=2)
    return centre


def _open(c: Centre, now: str, *, staff_id: int | None = None, **grants: set[Role]) -> list[tuple[str, int, str]]:
    held = {int(name.removeprefix("s")): roles for name, roles in grants.items()}
    clocks = ledger.open_for(c.session, grants=held, staff_id=staff_id, now=at(now))
    return [(clock.rule, clock.site_id, clock.record) for clock in clocks]


def test_the_desk_shows_ones_own_clocks_most_urgent_first(busy: Centre) -> None:
    assert _open(busy, "17 09:02", s1={Role.receptionist}) == [("dispatch", 1, "WX-1")]
    assert _open(busy, "17 09:02", s1={Role.receptionist}, s2={Role.receptionist}) == [
        ("dispatch", 1, "WX-1"),
        ("dispatch", 2, "WX-3"),
    ]
    assert _open(busy, "17 09:02", s1={Role.technician}, staff_id=1) == [("arrive", 1, "WX-2"), ("finish", 1, "WX-2")]
    assert _open(busy, "17 09:02", s1={Role.technician}, staff_id=2) == [], "another technician's"
    assert _open(busy, "17 09:02", s2={Role.technician}, staff_id=1) == [], "not at a site without grants"
    assert _open(busy, "17 09:02") == []


def test_what_was_told_upward_is_on_the_superiors_desk(busy: Centre) -> None:
    lead = {Role.engineering_lead}
    assert _open(busy, "17 10:00", s1=lead) == [("finish", 1, "WX-1")], "nobody was sent yet"
    sweep(busy.session, at("17 10:00"))
    assert _open(busy, "17 10:00", s1=lead) == [("arrive", 1, "WX-2"), ("finish", 1, "WX-1")]


def test_what_is_due_much_later_is_not_on_the_desk(centre: Centre) -> None:
    centre.dispatch(centre.order(appointment_at=at("20 10:00")))
    assert _open(centre, "17 10:00", s1={Role.technician}, staff_id=1) == []
    assert _open(centre, "19 10:00", s1={Role.technician}, staff_id=1) == [("arrive", 1, "WX-1")]


def test_counts_of_the_desk(busy: Centre) -> None:
    counts = counts_for(busy.session, grants=CLERK, staff_id=None, now=at("17 09:02"))
    assert (counts.overdue, counts.near) == (0, 1)
    counts = counts_for(busy.session, grants=CLERK, staff_id=None, now=at("17 09:30"))
    assert (counts.overdue, counts.near) == (1, 0)
