"""Who has a duty while somebody is on leave: the deputy, the others on the post, the superior; and back again."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import select

import access
from deadlines.duties import roll, settle
from deadlines.duty_cover import Cover
from deadlines.duty_desk import todos
from deadlines.duty_people import People
from models.base.staff import Staff
from models.base.user import User
from models.duty.duty_task import DutyTask
from models.spec import Role
from tests.conftest import BOTH
from tests.deadlines.conftest import Centre, _centre, at
from tests.deadlines.duty_papers import paper
from tests.support.databases import Databases, Kind

CLERK, CLERK2, LEAD, SUPERVISOR, DIRECTOR, GUARD = 11, 12, 13, 14, 15, 16
"""Ids of employees, which are those of their accounts too."""
ROLES = {
    CLERK: Role.receptionist, CLERK2: Role.receptionist, LEAD: Role.reception_lead, SUPERVISOR: Role.cs_supervisor,
    DIRECTOR: Role.director, GUARD: Role.guard,
}  # fmt: skip


class Office(Centre):
    """The small centre with a reception, a supervisor and a director."""

    def open(self, people: Mapping[int, Role] = ROLES) -> None:
        base = {**self.base(), "status": "active"}
        for number, role in people.items():
            self.account(f"{role.value}{number}@one", (1, role))
            self.session.flush()
            user = self.session.scalars(select(User).where(User.username == f"{role.value}{number}@one")).one()
            self.add(Staff(**base, id=number, site_id=1, name=role.label.zh, job_no=str(number), post_id=1,
                           employment="regular", user_id=user.id))  # fmt: skip
            self.session.flush()
        roll(self.session, at("17 09:00"))

    def leave(self, who: int, since: str, until: str, deputy: int | None = None, **values: Any) -> Any:
        given = {
            "staff_id": who,
            "starts_at": at(since),
            "ends_at": at(until),
            "deputy_id": deputy,
            "status": "approved",
            **values,
        }
        return paper(
            self, "LeaveRequest", at=at("16 09:00"), kind="personal", reason="家事", applied_at=at("16 09:00"), **given
        )

    def has(self, when: str, role: Role, whose: int | None = None) -> list[tuple[int | None, str, int | None]]:
        cover = Cover(People(self.session, 1), at(when))
        return [(c.staff_id, c.why.value, c.instead_of) for c in cover.of({"role": role, "staff_id": whose})]

    def user(self, staff: int) -> int:
        with access.gate(self.session):
            return int(self.session.get_one(Staff, staff).user_id or 0)

    def desk(self, staff: int, when: str) -> set[tuple[str, int | None, str]]:
        found = todos(self.session, 1, self.user(staff), at(when), limit=60)
        return {(t.duty.code, t.task["staff_id"], t.charge.why.value) for t in found.items}

    def task(self, duty: str, period: str, staff: int | None = None) -> tuple[str, int | None]:
        query = select(DutyTask).where(DutyTask.duty == duty, DutyTask.period == period, DutyTask.site_id == 1)
        query = query.where(DutyTask.staff_id == staff) if staff else query
        found = self.session.scalars(query, execution_options={"all_sites": True, "populate_existing": True}).one()
        return found.state.value, found.record_id


@pytest.fixture(scope="module", params=BOTH)
def built(request: pytest.FixtureRequest, databases: Databases, small_sites: dict[Kind, str]) -> Iterator[Office]:
    for made in _centre(databases, small_sites, request.param):
        office = Office(made.engine)
        office.open()
        yield office
        office.session.close()


def test_a_duty_is_with_those_who_hold_the_post(office: Office) -> None:
    assert office.has("17 10:00", Role.receptionist) == [(CLERK, "own", None), (CLERK2, "own", None)]
    assert office.has("17 10:00", Role.receptionist, CLERK) == [(CLERK, "own", None)]


def test_on_leave_the_deputy_has_it_and_afterwards_it_is_back(office: Office) -> None:
    office.leave(LEAD, "17 08:00", "18 18:00", CLERK)
    assert office.has("16 18:00", Role.reception_lead) == [(LEAD, "own", None)]
    assert office.has("17 08:00", Role.reception_lead) == [(CLERK, "deputy", LEAD)]
    assert office.has("18 17:59", Role.reception_lead, LEAD) == [(CLERK, "deputy", LEAD)]
    assert office.has("18 18:00", Role.reception_lead) == [(LEAD, "own", None)]


def test_who_comes_back_early_has_it_from_that_day(office: Office) -> None:
    office.leave(LEAD, "17 08:00", "20 18:00", CLERK, back_on=dt.date(2026, 11, 19))
    assert office.has("18 23:59", Role.reception_lead) == [(CLERK, "deputy", LEAD)]
    assert office.has("19 00:00", Role.reception_lead) == [(LEAD, "own", None)]


def test_a_request_that_is_not_approved_passes_nothing_on(office: Office) -> None:
    office.leave(LEAD, "17 08:00", "18 18:00", CLERK, status="submitted")
    assert office.has("17 10:00", Role.reception_lead) == [(LEAD, "own", None)]


def test_without_a_deputy_it_goes_to_the_others_on_the_post(office: Office) -> None:
    office.leave(CLERK, "17 08:00", "18 18:00")
    assert office.has("17 10:00", Role.receptionist) == [(CLERK2, "own", None)]
    assert office.has("17 10:00", Role.receptionist, CLERK) == [(CLERK2, "fellow", CLERK)]


def test_with_a_deputy_both_he_and_the_others_on_the_post_have_what_is_the_posts(office: Office) -> None:
    office.leave(CLERK, "17 08:00", "18 18:00", GUARD)
    assert office.has("17 10:00", Role.receptionist) == [(CLERK2, "own", None), (GUARD, "deputy", CLERK)]
    assert office.has("17 10:00", Role.receptionist, CLERK) == [(GUARD, "deputy", CLERK)]


def test_where_nobody_is_left_it_goes_one_up_and_further_when_he_is_away_too(office: Office) -> None:
    office.leave(LEAD, "17 08:00", "18 18:00")
    assert office.has("17 10:00", Role.reception_lead) == [(SUPERVISOR, "superior", LEAD)]
    assert office.has("17 10:00", Role.reception_lead, LEAD) == [(SUPERVISOR, "superior", LEAD)]
    office.leave(SUPERVISOR, "17 08:00", "17 12:00")
    assert office.has("17 10:00", Role.reception_lead) == [(DIRECTOR, "superior", LEAD)]
    assert office.has("17 12:00", Role.reception_lead) == [(SUPERVISOR, "superior", LEAD)]


def test_a_post_nobody_holds_is_the_superiors(office: Office) -> None:
    assert office.has("17 10:00", Role.security_lead) == [(DIRECTOR, "superior", None)]


def test_a_deputy_who_is_away_passes_it_on_to_his(office: Office) -> None:
    office.leave(LEAD, "17 08:00", "18 18:00", CLERK)
    office.leave(CLERK, "17 08:00", "17 18:00", CLERK2)
    assert office.has("17 10:00", Role.reception_lead) == [(CLERK2, "deputy", LEAD)]
    assert office.has("18 10:00", Role.reception_lead) == [(CLERK, "deputy", LEAD)]


def test_two_who_name_each_other_do_not_go_round_in_circles(office: Office) -> None:
    office.leave(LEAD, "17 08:00", "18 18:00", CLERK)
    office.leave(CLERK, "17 08:00", "18 18:00", LEAD)
    assert office.has("17 10:00", Role.reception_lead) == [(SUPERVISOR, "superior", LEAD)]


def test_the_desks_follow_the_leave(office: Office) -> None:
    assert ("office_check", None, "own") in office.desk(CLERK, "17 10:00")
    assert not any(why != "own" for _, _, why in office.desk(CLERK2, "17 10:00"))
    office.leave(LEAD, "17 08:00", "17 18:00", CLERK)
    assert office.desk(LEAD, "17 10:00") == set()
    passed = {(duty, whose) for duty, whose, why in office.desk(CLERK, "17 10:00") if why == "deputy"}
    assert {("daily_log", LEAD), ("weekly_fee_summary", None)} <= passed
    assert ("written_assessment", None, "superior") in office.desk(SUPERVISOR, "17 10:00"), "no clerk assesses clerks"
    assert ("daily_log", LEAD, "own") in office.desk(LEAD, "17 18:00")
    assert not any(why == "deputy" for _, _, why in office.desk(CLERK, "17 18:00"))


def log(office: Office, author: int, when: str) -> Any:
    """A daily log handed in, and the ledger told."""
    found = paper(office, "DailyLog", at=at(when), day=dt.date(2026, 11, 17), author_id=author)
    settle(office.session, found, now=at(when))
    return found


def test_the_deputys_paper_ticks_it_off(office: Office) -> None:
    office.leave(CLERK, "17 08:00", "17 18:00", CLERK2)
    his = log(office, CLERK2, "17 17:00")
    assert office.task("daily_log", "2026-11-17", CLERK) == ("done", his.id)
    assert office.task("daily_log", "2026-11-17", CLERK2) == ("done", his.id)
    assert office.task("daily_log", "2026-11-17", LEAD) == ("pending", None)


def test_a_paper_of_another_counts_only_while_he_stood_in(office: Office) -> None:
    office.leave(CLERK, "17 08:00", "17 12:00", CLERK2)
    log(office, CLERK2, "17 17:00")
    assert office.task("daily_log", "2026-11-17", CLERK) == ("pending", None)
    own = log(office, CLERK, "17 18:00")
    assert office.task("daily_log", "2026-11-17", CLERK) == ("done", own.id)


def test_a_leave_approved_afterwards_is_followed_as_well(office: Office) -> None:
    his = log(office, CLERK2, "17 17:00")
    assert office.task("daily_log", "2026-11-17", CLERK) == ("pending", None)
    leave = office.leave(CLERK, "17 08:00", "17 18:00", CLERK2)
    settle(office.session, leave, now=at("17 19:00"))
    assert office.task("daily_log", "2026-11-17", CLERK) == ("done", his.id)
