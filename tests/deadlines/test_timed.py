import datetime as dt
from typing import Any

from deadlines.timed import DueTransition, due_transitions
from models.hr.separation import Separation
from models.office.corrective_action import CorrectiveAction
from tests.deadlines.conftest import Centre, at


def leaves(c: Centre, day: int, **values: Any) -> Separation:
    """A leaver whose last day is that day of November."""
    paper = Separation(
        **{
            **c.base(),
            "site_id": 1,
            "number": f"LZ-{next(c.numbers)}",
            "status": "approved",
            "staff_id": 2,
            "kind": "resign",
            "reason": "个人原因",
            "applied_on": dt.date(2026, 11, 1),
            "last_day": dt.date(2026, 11, day),
            **values,
        }
    )
    c.write(paper)
    return paper


def test_a_day_must_have_ended_by_the_sites_clock(centre_on_both: Centre) -> None:
    c = centre_on_both
    paper = leaves(c, 18)
    assert due_transitions(c.session, at("18 23:59")) == []
    assert due_transitions(c.session, at("19 00:00")) == [DueTransition("separation", paper.id, "take_effect")]


def test_what_was_made_or_is_not_approved_is_not_due_again(centre: Centre) -> None:
    leaves(centre, 18, ended_at=at("18 10:00"))
    leaves(centre, 18, status="submitted", staff_id=1)
    leaves(centre, 18, status="void", staff_id=3)
    assert due_transitions(centre.session, at("25 10:00")) == []


def test_they_come_in_portions_and_the_rest_afterwards(centre: Centre) -> None:
    papers = [leaves(centre, day, staff_id=staff) for staff, day in ((1, 12), (2, 10), (3, 11))]
    now = at("17 10:00")
    first = due_transitions(centre.session, now, limit=2)
    assert [d.record_id for d in first] == [papers[1].id, papers[2].id], "the oldest first"
    for paper in papers[1:]:
        centre.write(paper, ended_at=now)
    assert [d.record_id for d in due_transitions(centre.session, now, limit=2)] == [papers[0].id]


def corrective(c: Centre) -> CorrectiveAction:
    action = CorrectiveAction(
        **c.base(),
        site_id=1,
        number=f"JZ-{next(c.numbers)}",
        status="open",
        origin="inspection",
        problem="记录不全",
        due_on=dt.date(2026, 11, 20),
        responsible_id=3,
    )
    c.write(action)
    return action


def test_a_corrective_action_is_due_at_the_end_of_the_day_it_names(centre: Centre) -> None:
    action = corrective(centre)
    assert centre.told(action, "due") == [("running", "20 23:59")]
    (row,) = centre.rows(action, "due")
    assert (row.accountable, row.accountable_staff_id) == ("staff", 3)
    centre.write(action, due_on=dt.date(2026, 11, 22))
    assert centre.told(action, "due") == [("waived", "20 23:59"), ("running", "20 23:59")], (
        "a Sunday: the workday before"
    )
    centre.write(action, due_on=dt.date(2026, 11, 24))
    assert centre.told(action, "due")[-1] == ("running", "24 23:59")


def test_a_corrective_action_found_wanting_is_due_again(centre: Centre) -> None:
    action = corrective(centre)
    centre.tick("19 10:00")
    centre.write(action, status="done", finished_at=centre.now)
    centre.tick("23 10:00")
    centre.write(action, status="open", finished_at=None)
    assert centre.told(action, "due") == [("met", "20 23:59"), ("overdue", "20 23:59")]
