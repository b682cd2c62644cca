"""The small centre tests share: it makes what is asked for, walks papers to their states, and keeps sites apart."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from access import acting, passwords
from models.base.unit import Unit
from models.connect import make_engine
from models.engine import HistoryEntry
from models.spec import ALL_SITE_ROLES, Role
from seed import factories
from seed.factories import Centre


@pytest.fixture
def centre(sqlite_url: str) -> Iterator[Centre]:
    engine = make_engine(sqlite_url, poolclass=NullPool)
    with Session(engine) as session:
        yield factories.centre(session)
    engine.dispose()


@pytest.mark.parametrize("role", list(Role))
def test_every_role_can_be_acted(centre: Centre, role: Role) -> None:
    actor = centre.actor(role)
    assert actor.holds(centre.site_id, role)
    assert (actor.staff_id is None) == (role in ALL_SITE_ROLES)
    assert actor.site_id == centre.site_id


def test_two_people_hold_one_role(centre: Centre) -> None:
    first, second = centre.actor("technician"), centre.actor("technician", 2)
    assert (first.username, second.username) == ("technician@ltxy", "technician2@ltxy")


def test_a_password_is_given_on_demand(centre: Centre) -> None:
    assert centre.user("receptionist").password_hash == ""
    name = centre.password("receptionist", "蓝天白云-9-晴朗无风")
    assert name == "receptionist@ltxy"
    assert passwords.verify(centre.user("receptionist").password_hash, "蓝天白云-9-晴朗无风")


@pytest.mark.parametrize(
    "state",
    [
        "registered",
        "dispatched",
        "arrived",
        "completed",
        "returned",
        "called_back",
        "approved",
        "handed_over",
        "cancelled",
        "void",
    ],
)
def test_an_order_is_walked_to_each_state(centre: Centre, state: str) -> None:
    order = centre.repair_order(state=state)
    assert order.status == state
    lines = centre.session.scalars(
        select(HistoryEntry).where(HistoryEntry.register == "repair_order", HistoryEntry.record_id == order.id)
    ).all()
    assert lines[-1].to_state == state
    assert [line.at for line in lines] == sorted(line.at for line in lines)


@pytest.mark.parametrize("severity", ["minor", "major"])
@pytest.mark.parametrize(
    "state", ["registered", "investigated", "decided", "handled", "replied", "called_back", "closed"]
)
def test_a_complaint_is_walked_to_each_state(centre: Centre, state: str, severity: str) -> None:
    assert centre.complaint(state=state, severity=severity).status == state


@pytest.mark.parametrize("paper", ["callback", "inspection", "requisition", "separation"])
@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "rejected"])
def test_an_approved_paper_is_walked_to_each_state(centre: Centre, paper: str, state: str) -> None:
    assert getattr(centre, paper)(state=state).status == state


def test_sites_are_apart(centre: Centre) -> None:
    other = factories.centre(centre.session, code="YGHY", name="阳光花园")
    mine, theirs = centre.unit("3-1-502"), other.unit("3-1-502")
    assert mine.id != theirs.id
    with acting(centre.session, centre.actor("director")):
        assert centre.session.scalars(select(Unit.id)).all() == [mine.id]
    assert centre.owner(mine).name == "周01"
