"""Whatever people do with an order, in whatever order of steps, its ledger stays in line."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deadlines import ledger
from deadlines.queries import OPEN
from deadlines.sweep import sweep
from models.duty.deadline import Deadline, DeadlineState
from models.service.repair_order import RepairOrder
from tests.deadlines.conftest import Centre

Step = Callable[[Centre, RepairOrder], None]
ENDED = {"void", "cancelled", "handed_over"}


def change(source: set[str], **values: Any) -> Step:
    """A step from some states; `NOW` stands for the moment it is made."""

    def step(c: Centre, order: RepairOrder) -> None:
        if order.status in source:
            c.write(order, **{n: c.now if v == "NOW" else v for n, v in values.items()})

    return step


def wait(minutes: int) -> Step:
    def step(c: Centre, _order: RepairOrder) -> None:
        c.now += dt.timedelta(minutes=minutes)

    return step


def rework(c: Centre, order: RepairOrder) -> None:
    if order.status in {"completed", "returned", "called_back"}:
        c.now += dt.timedelta(seconds=1)  # the slip goes out again after the first visit
        c.write(
            order,
            status="dispatched",
            dispatched_at=c.now,
            rework_count=(order.rework_count or 0) + 1,
            appointment_at=None,
            arrived_at=None,
            completed_at=None,
            returned_at=None,
            called_back_at=None,
        )


def reschedule(c: Centre, order: RepairOrder) -> None:
    if order.status in {"registered", "dispatched"}:
        c.write(order, appointment_at=c.now + dt.timedelta(hours=5))


def earlier(c: Centre, order: RepairOrder) -> None:
    if order.status not in ENDED:
        c.write(order, reported_at=order.reported_at - dt.timedelta(minutes=3))


def swept(c: Centre, _order: RepairOrder) -> None:
    sweep(c.session, c.now)


STEPS: dict[str, Step] = {
    "dispatch": change({"registered"}, status="dispatched", technician_id=1, dispatched_at="NOW"),
    "reassign": change({"dispatched"}, technician_id=2),
    "arrive": change({"dispatched"}, status="arrived", arrived_at="NOW"),
    "complete": change({"arrived"}, status="completed", completed_at="NOW"),
    "return": change({"completed"}, status="returned", returned_at="NOW"),
    "call": change({"returned"}, status="called_back", called_back_at="NOW"),
    "leak": change({"completed", "returned", "called_back"}, leak_checked_at="NOW"),
    "file": change({"called_back"}, status="handed_over"),
    "cancel": change({"registered", "dispatched"}, status="cancelled"),
    "void": change({"arrived", "completed"}, status="void"),
    "rework": rework,
    "reschedule": reschedule,
    "earlier": earlier,
    "sweep": swept,
    "wait a little": wait(20),
    "wait a day": wait(26 * 60),
}
USUAL = ("dispatch", "arrive", "complete", "return", "rework", "arrive", "complete", "return", "call", "file")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.sampled_from([*STEPS, *USUAL]), max_size=25))
def test_any_walk_keeps_the_ledger_in_line(centre: Centre, walk: list[str]) -> None:
    order = centre.order(category="leak")
    for name in walk:
        STEPS[name](centre, order)
        rows = centre.rows(order)
        check(order, rows, walk)
        before = [(row.id, row.version) for row in rows]
        ledger.sync(centre.session, order, now=centre.now)
        assert [(row.id, row.version) for row in centre.rows(order)] == before, f"syncing again wrote: {walk}"


def check(order: RepairOrder, rows: list[Deadline], walk: list[str]) -> None:
    running = Counter(row.rule for row in rows if row.state in OPEN)
    assert set(running.values()) <= {1}, f"a limit runs twice: {walk}"
    if order.status in ENDED:
        assert not running, f"clocks of an ended order: {walk}"
    for row in rows:
        if row.state in {DeadlineState.met, DeadlineState.late}:
            assert row.met_at is not None
            assert (row.met_at > row.due_at) == (row.state is DeadlineState.late)
        else:
            assert row.met_at is None
    assert sum(row.rule == "finish" and row.met_at is not None for row in rows) <= 1, "A-10"
    expected = {
        "dispatch": order.status == "registered",
        "arrive": order.status == "dispatched" or (order.status == "registered" and order.appointment_at is not None),
        "slip_return": order.status == "completed",
        "callback": order.status == "returned",
    }
    for rule, runs in expected.items():
        assert (running[rule] == 1) == runs, f"{rule}: {walk}"
