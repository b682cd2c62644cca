"""Moves: what they change about the home and its people, and what keeps one from leaving (002 职责19; 000 §4.9)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

import access
import workflow
from access import SYSTEM
from models.base.resident import Resident
from seed import factories
from seed.examples import example
from seed.factories import Centre as Site
from tests.registers.centre import Centre as Told

DAY = dt.date(2026, 11, 20)
JANUARY = {"period_from": dt.date(2026, 1, 1), "period_to": dt.date(2026, 1, 31)}


@pytest.fixture
def site(centre: Told) -> Site:
    made = factories.centre(centre.session, code="BYHY", name="碧云花园")
    for role in ("director", "cs_supervisor", "receptionist", "cashier"):
        made.user(role)
    made.unit()
    access.bind(centre.session, SYSTEM)
    return made


def person(site: Site, name: str, relation: str | None = None, since: dt.date = dt.date(2022, 3, 1)) -> Any:
    lines = [{"unit": site.unit().id, "relation": relation, "since": since}] if relation else []
    return site.make("Resident", name=name, occupancies=lines)


def move(site: Site, kind: str, who: Any, **values: Any) -> Any:
    given = {"unit": site.unit().id, "resident": who.id, "happened_on": DAY, "papers": [], **values}
    paper = example(site, "ResidencyChange", kind=kind, **given)
    return site.do(paper, "submit", "receptionist")


def moved(site: Site, kind: str, who: Any, **values: Any) -> Any:
    paper = move(site, kind, who, **values)
    site.do(paper, "approve", "cs_supervisor")
    site.session.expire_all()
    return paper


def lines(site: Site, who: Any) -> list[tuple[str, dt.date | None]]:
    fresh = site.session.get_one(Resident, who.id)
    return [(str(r.relation), r.until) for r in fresh.occupancies if r.unit_id == site.unit().id]


def wrong(caught: pytest.ExceptionInfo[workflow.Invalid]) -> list[str | None]:
    return [r.field for r in caught.value.refusals]


def test_000_4_9_a_handover_makes_the_owner_and_the_day(site: Site) -> None:
    home = site.make("Unit", building=site.building("9").id, entrance="1", room="101", occupancy="unsold")
    buyer = site.make("Resident", name="成女士")
    moved(site, "handover", buyer, unit=home.id)
    site.session.refresh(home)
    assert (home.occupancy, home.handed_over_on) == ("handed_over", DAY)
    (row,) = site.session.get_one(Resident, buyer.id).occupancies
    assert (row.unit_id, row.relation, row.since, row.until) == (home.id, "owner", DAY, None)


def test_002_duty_19_nothing_changes_before_it_is_approved(site: Site) -> None:
    tenant = person(site, "谭先生")
    move(site, "move_in", tenant, relation="tenant")
    site.session.expire_all()
    assert (lines(site, tenant), site.unit().occupancy) == ([], "occupied")


def test_002_duty_19_a_tenant_moves_in_and_out(site: Site) -> None:
    tenant = person(site, "谭先生")
    moved(site, "move_in", tenant, relation="tenant")
    assert (lines(site, tenant), site.unit().occupancy) == ([("tenant", None)], "let")
    paper = moved(site, "move_out", tenant, happened_on=DAY + dt.timedelta(days=1))
    assert lines(site, tenant) == [("tenant", DAY + dt.timedelta(days=1))]
    assert (site.unit().occupancy, paper.fees_settled) == ("vacant", True)


def test_002_duty_19_an_owner_who_moves_out_still_owns_the_home(site: Site) -> None:
    owner = site.owner(site.unit())
    moved(site, "move_out", owner)
    assert (lines(site, owner), site.unit().occupancy) == ([("owner", None)], "vacant")


def test_002_duty_19_while_others_live_there_the_home_is_not_vacant(site: Site) -> None:
    first, second = person(site, "谭甲", "tenant"), person(site, "谭乙", "tenant")
    moved(site, "move_out", first)
    assert (site.unit().occupancy, lines(site, second)) == ("let", [("tenant", None)])


def test_002_duty_25_a_transfer_ends_the_old_owners_and_makes_the_new(site: Site) -> None:
    old, co, tenant = site.owner(site.unit()), person(site, "周太太", "co_owner"), person(site, "谭先生", "tenant")
    new = person(site, "任先生", "family")
    moved(site, "transfer", new)
    assert lines(site, old) == [("owner", DAY)]
    assert lines(site, co) == [("co_owner", DAY)]
    assert lines(site, tenant) == [("tenant", None)]
    assert lines(site, new) == [("family", DAY), ("owner", None)]


def test_002_duty_19_a_move_out_with_unpaid_bills_is_refused(site: Site) -> None:
    bill = example(site, "Bill", unit=site.unit().id, **JANUARY)
    paper = move(site, "move_out", site.owner(site.unit()))
    with pytest.raises(workflow.Invalid) as caught:
        site.do(paper, "approve", "cs_supervisor")
    assert wrong(caught) == ["fees_settled"]
    assert bill.number in caught.value.sentence.text("zh")
    assert paper.status == "submitted"


def test_002_duty_19_the_director_waives_with_a_reason_and_it_goes_on(site: Site) -> None:
    bill = example(site, "Bill", unit=site.unit().id, **JANUARY)
    paper = move(site, "move_out", site.owner(site.unit()))
    with pytest.raises(workflow.Forbidden):
        site.do(paper, "waive_fees", "cs_supervisor", reason="困难户")
    with pytest.raises(workflow.Invalid) as caught:
        site.do(paper, "waive_fees", "director")
    assert wrong(caught) == ["reason"]
    site.do(paper, "waive_fees", "director", reason="困难户")
    site.session.refresh(bill)
    assert bill.status == "waived"
    site.do(paper, "approve", "cs_supervisor")
    assert paper.status == "approved"


def test_002_duty_19_without_debts_there_is_nothing_to_waive(site: Site) -> None:
    paper = move(site, "move_out", site.owner(site.unit()))
    with pytest.raises(workflow.Forbidden):
        site.do(paper, "waive_fees", "director", reason="x")


def test_002_duty_19_only_somebody_of_the_home_moves_out(site: Site) -> None:
    stranger = person(site, "路人")
    with pytest.raises(workflow.Invalid) as caught:
        move(site, "move_out", stranger)
    assert wrong(caught) == ["resident"]


def test_002_duty_19_nobody_leaves_before_he_came(site: Site) -> None:
    tenant = person(site, "谭先生", "tenant", since=DAY)
    with pytest.raises(workflow.Invalid) as caught:
        move(site, "move_out", tenant, happened_on=DAY - dt.timedelta(days=1))
    assert wrong(caught) == ["happened_on"]


def test_000_4_9_papers_are_checked_before_it_is_submitted(site: Site) -> None:
    with pytest.raises(workflow.Invalid) as caught:
        move(site, "handover", person(site, "成女士"), papers=[{"item": "购房合同", "checked": False}])
    assert wrong(caught) == ["papers-0-checked"]


def test_moving_in_says_what_one_is_to_the_home(site: Site) -> None:
    with pytest.raises(workflow.Invalid) as caught:
        move(site, "move_in", person(site, "成女士"))
    assert wrong(caught) == ["relation"]
    readings = [{"meter": "水表", "reading": Decimal(-1)}]
    with pytest.raises(workflow.Invalid):
        move(site, "handover", person(site, "成女士"), meters=readings)
