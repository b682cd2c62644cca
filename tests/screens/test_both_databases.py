"""The same screens on PostgreSQL: order of empty values, cursors, search, forms, steps and exports."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

import access
from app import create_app
from models.connect import make_engine
from seed import factories
from seed.factories import Centre
from tests.screens.conftest import PASSWORD, Browser, Clock
from tests.support.databases import Databases
from tests.support.server import KEY
from web.settings import Settings

LIST = "/admin/repair_order/"
pytestmark = pytest.mark.postgres


@dataclass
class World:
    """A small centre on PostgreSQL with 25 orders, every third without an appointment."""

    app: Flask
    orders: list[int]
    unit: int
    technician: int


@pytest.fixture(scope="module")
def world(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    url = databases.fresh("postgres")
    engine = make_engine(url)
    with Session(engine, expire_on_commit=False) as session:
        access.bind(session, access.SYSTEM)
        centre = factories.centre(session)
        for role in ("receptionist", "director", "technician"):
            centre.password(role, PASSWORD)
        orders = [_order(centre, n) for n in range(25)]
        session.commit()
        unit, technician = centre.unit().id, centre.staff("technician").id
    engine.dispose()
    folder: Path = tmp_path_factory.mktemp("data")
    app = create_app(
        Settings(database_url=url, secret_key=KEY, data_dir=folder, testing=True),
        clock=Clock(factories.NOON + dt.timedelta(hours=12)),
    )
    yield World(app, orders, unit, technician)
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()
    databases.drop(url)


def _order(centre: Centre, n: int) -> int:
    when = centre.now + dt.timedelta(days=n % 5 + 1) if n % 3 else None
    made: int = centre.repair_order(reported_at=centre.tick(1), appointment_at=when, content=f"水管漏水{n}").id
    return made


def test_lists_are_walked_searched_and_filtered(world: World) -> None:
    clerk = Browser(world.app, "receptionist@ltxy")
    for order in ("", "&sort=appointment_at&desc=0", "&sort=appointment_at&desc=1"):
        whole = clerk.get(f"{LIST}?page_size=50{order}").ids
        first = clerk.get(f"{LIST}?page_size=20{order}")
        second = clerk.get(LIST + str(first.one("a[rel=next]")["href"]))
        assert first.ids + second.ids == whole
        assert clerk.get(LIST + str(second.one("a[rel=prev]")["href"])).ids == first.ids
        assert clerk.get(f"{LIST}?page_size=20&page=2{order}").ids == second.ids
    assert set(clerk.get(LIST + "?search=漏水7").ids) == {world.orders[7]}
    assert len(clerk.get(LIST + "?search=漏").ids) == 25
    assert clerk.get(LIST + "?chip=waiting").ids == whole_by_default(clerk)
    for query in ("?chip=mine", "?chip=overdue", "?flt_status_in=registered,dispatched", "?chip=waiting&page=2"):
        assert clerk.get(LIST + query).status == 200, query
    assert len(clerk.get(LIST + "?flt_reported_at_eq=2026-11-19&flt_status_in=registered").ids) == 25
    assert clerk.get(LIST + "?flt_unit_eq=99999999999").status == 200


def whole_by_default(clerk: Browser) -> list[int]:
    return clerk.get(LIST + "?page_size=50").ids


def test_a_day_at_the_desk(world: World) -> None:
    clerk = Browser(world.app, "receptionist@ltxy")
    page = clerk.get(LIST + "new/")
    fields = {
        "reporter": "周女士",
        "phone": "19800000001",
        "category": "water",
        "content": "=1+1",
        "unit": str(world.unit),
    }
    done = clerk.send(page, **fields)
    assert clerk.send(page, **fields).location == done.location
    number = done.location.rpartition("=")[2]
    step = clerk.get(f"{LIST}transition/dispatch/?id={number}")
    assert clerk.send(step, technician=str(world.technician)).status == 303
    assert clerk.send(step, technician=str(world.technician), form_token="again").status == 409
    assert clerk.client.get(f"{LIST}lookup/unit?q=3-1-502").get_json()[0]["id"] == world.unit
    assert clerk.get("/admin/").status == 200
    assert clerk.get("/admin/search?q=周女士").status == 200
    for bad in ("abc", "99999999999999999999", "-1"):
        assert clerk.get(f"{LIST}details/?id={bad}").status == 404
    sent = Browser(world.app, "director@ltxy").client.get(LIST + "export/csv/", buffered=True)
    assert "'=1+1" in sent.text
