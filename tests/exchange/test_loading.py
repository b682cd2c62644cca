"""Writing many rows at once leaves what writing them one by one leaves, checks sites and rights, and gives way to others."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from access import SYSTEM, SiteBreach, acting, bind
from models.base.resident import Occupancy, Relation, Resident
from models.base.rules import pinyin, tail
from models.base.unit import OccupancyState, Unit, address_key, address_text
from models.connect import make_engine
from models.engine import HistoryEntry
from models.engine.search import SearchEntry, match
from models.service.repair_order import RepairOrder
from seed import factories
from seed.factories import Centre
from workflow import Conflict, Forbidden, create, edit
from workflow.loading import Change, alter, load, unload

NOW = dt.datetime(2026, 11, 22, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def centre(database_url: str) -> Iterator[Centre]:
    engine = make_engine(database_url, poolclass=NullPool)
    with Session(engine) as session:
        bind(session, SYSTEM)
        yield factories.centre(session)
    engine.dispose()


def home(centre: Centre, room: str, **more: Any) -> dict[str, Any]:
    building = centre.building()
    return {
        "site_id": centre.site_id, "building_id": building.id, "entrance": "1", "room": room,
        "address": address_text("3", "1", room), "address_key": address_key("3", "1", room), **more,
    }  # fmt: skip


def person(centre: Centre, name: str, phone: str) -> dict[str, Any]:
    return {
        "site_id": centre.site_id,
        "name": name,
        "name_pinyin": pinyin(name),
        "phone": phone,
        "phone_tail": tail(phone),
        "homes": None,
    }


def columns(record: Any) -> dict[str, Any]:
    return {
        c.key: getattr(record, c.key)
        for c in type(record).__table__.columns
        if c.key not in {"id", "room", "address", "address_key"}
    }


def hits(session: Session, slug: str, typed: str) -> list[int]:
    found = match(session, slug, typed)
    assert found is not None
    return [row.record_id for row in session.execute(found)]


def test_a_loaded_row_is_like_a_created_one(centre: Centre) -> None:
    session = centre.session
    given = {"gross_area": Decimal("88.50"), "occupancy": OccupancyState.occupied, "floor": 6}
    values = {"building": centre.building().id, "entrance": "1", "room": "601", **given}
    created = create(session, Unit, values, actor=SYSTEM, now=NOW, site_id=centre.site_id)
    (loaded,) = load(session, Unit, [home(centre, "602", **given)], actor=SYSTEM, now=NOW, batch="名册.xlsx")
    unit = session.get_one(Unit, loaded)
    assert columns(unit) == columns(created)
    assert unit.address == "3栋1单元602"
    assert hits(session, "unit", "602") == [loaded]
    line = session.scalars(
        select(HistoryEntry).where(HistoryEntry.record_id == loaded, HistoryEntry.register == "unit")
    ).one()
    assert (line.kind, line.comment, line.version, line.to_state, line.site_id) == (
        "import",
        "名册.xlsx",
        1,
        "active",
        centre.site_id,
    )


def test_ids_come_back_in_order_and_the_next_created_row_follows(centre: Centre) -> None:
    session = centre.session
    ids = load(session, Unit, [home(centre, str(n)) for n in range(700, 712)], actor=SYSTEM, now=NOW)
    rooms = dict(session.execute(select(Unit.id, Unit.room)).all())
    assert [rooms[i] for i in ids] == [str(n) for n in range(700, 712)]
    assert centre.unit("3-1-502").id not in ids


def test_children_point_at_loaded_parents(centre: Centre) -> None:
    session = centre.session
    units = load(session, Unit, [home(centre, "603"), home(centre, "604")], actor=SYSTEM, now=NOW)
    people = load(session, Resident, [person(centre, "钱多", "13000000031")], actor=SYSTEM, now=NOW)
    lines = [{"parent_id": people[0], "unit_id": unit, "relation": Relation.owner} for unit in units]
    load(session, Occupancy, lines, actor=SYSTEM, now=NOW)
    assert [o.unit.room for o in session.get_one(Resident, people[0]).occupancies] == ["603", "604"]


def test_alter_writes_history_search_and_version(centre: Centre) -> None:
    session = centre.session
    ids = load(
        session,
        Resident,
        [person(centre, "钱多", "13000000031"), person(centre, "钱少", "13000000032")],
        actor=SYSTEM,
        now=NOW,
    )
    change = Change(ids[0], 1, {"phone": "13000000099", "phone_tail": "0099"}, {"phone": "13000000031"})
    clerk = centre.actor("sysadmin")
    later = NOW + dt.timedelta(hours=1)
    alter(session, Resident, [change], actor=clerk, now=later, batch="第 2 批")
    changed = session.get_one(Resident, ids[0])
    assert (changed.phone, changed.phone_tail, changed.version, changed.updated_at) == ("13000000099", "0099", 2, later)
    assert session.get_one(Resident, ids[1]).version == 1
    assert hits(session, "resident", "13000000099") == [ids[0]]
    assert hits(session, "resident", "13000000031") == []
    lines = session.scalars(select(HistoryEntry).where(HistoryEntry.version == 2)).all()
    assert [(e.changes, e.user_id, e.comment) for e in lines] == [
        ([{"field": "phone", "old": "13000000031", "new": "13000000099"}], clerk.user_id, "第 2 批")
    ]


def test_alter_gives_way_to_whoever_was_faster(centre: Centre) -> None:
    session = centre.session
    (person_id,) = load(session, Resident, [person(centre, "钱多", "13000000031")], actor=SYSTEM, now=NOW)
    edit(session, session.get_one(Resident, person_id), {"remark": "常出差"}, actor=SYSTEM, now=NOW)
    with pytest.raises(Conflict):
        alter(
            session, Resident, [Change(person_id, 1, {"phone": None}, {"phone": "13000000031"})], actor=SYSTEM, now=NOW
        )


def test_unload_takes_everything_but_the_history_away(centre: Centre) -> None:
    session = centre.session
    centre.building()
    before = session.execute(select(func.count(SearchEntry.id))).scalar_one()
    ids = load(session, Unit, [home(centre, "603")], actor=SYSTEM, now=NOW)
    unload(session, Unit, ids, actor=SYSTEM, now=NOW, batch="撤回")
    assert session.get(Unit, ids[0]) is None
    assert session.execute(select(func.count(SearchEntry.id))).scalar_one() == before
    kinds = session.scalars(
        select(HistoryEntry.kind).where(HistoryEntry.register == "unit").order_by(HistoryEntry.id)
    ).all()
    assert kinds == ["import", "undo"]


def test_rows_of_another_site_are_refused(centre: Centre) -> None:
    session = centre.session
    other = factories.centre(session, code="YGHY", name="阳光花园")
    stranger = {**home(centre, "605"), "building_id": other.building().id}
    with pytest.raises(SiteBreach):
        load(session, Unit, [stranger], actor=SYSTEM, now=NOW)
    session.rollback()


def test_a_child_row_may_not_join_two_sites(centre: Centre) -> None:
    session = centre.session
    other = factories.centre(session, code="YGHY", name="阳光花园")
    theirs, mine = (
        other.unit("1-1-101"),
        load(session, Resident, [person(centre, "钱多", "13000000031")], actor=SYSTEM, now=NOW),
    )
    line = {"parent_id": mine[0], "unit_id": theirs.id, "relation": Relation.owner}
    with pytest.raises(SiteBreach):
        load(session, Occupancy, [line], actor=SYSTEM, now=NOW)


def test_only_who_may_import_loads(centre: Centre) -> None:
    session, rows = centre.session, [home(centre, "606")]
    for role in ("receptionist", "director"):
        with pytest.raises(Forbidden):
            load(session, Unit, rows, actor=centre.actor(role), now=NOW)
    other = factories.centre(session, code="YGHY", name="阳光花园")
    with acting(session, other.actor("director")), pytest.raises(SiteBreach):
        load(session, Unit, rows, actor=other.actor("director"), now=NOW)


def test_numbered_registers_are_not_loaded(centre: Centre) -> None:
    with pytest.raises(ValueError, match="numbers or deadlines"):
        load(centre.session, RepairOrder, [{"site_id": centre.site_id}], actor=SYSTEM, now=NOW)
