"""Two small sites with real registers, whose records are written directly and handed to the ledger."""

import datetime as dt
from collections.abc import Iterator
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

import access
import models
import workflow  # noqa: F401 - imported, it judges who may do a duty
from deadlines import ledger
from deadlines.calendar import forget as forget_calendars
from models.base.department import Department
from models.base.post import Post
from models.base.setting import Setting
from models.base.site import Site
from models.base.staff import Staff
from models.base.user import User, UserGrant
from models.base.work_calendar import DayKind, WorkCalendar
from models.connect import make_engine
from models.declare import Base, Record
from models.duty.deadline import Deadline
from models.engine.settings import forget as forget_settings
from models.service.complaint import Complaint
from models.service.repair_order import RepairOrder
from models.service.service_log import ServiceLog
from models.spec import Role
from tests.conftest import BOTH
from tests.support.databases import Databases, Kind

ZONE = ZoneInfo("Asia/Shanghai")
START = dt.datetime(2026, 11, 17, 1, 0, tzinfo=dt.UTC)
"""Tuesday 17 November 2026, 9:00 in Shanghai."""


def at(text: str) -> dt.datetime:
    """A moment of November 2026 by the site's clock: `17 09:30`."""
    day, time = text.split()
    return dt.datetime.combine(dt.date(2026, 11, int(day)), dt.time.fromisoformat(time), ZONE).astimezone(dt.UTC)


def shown(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(ZONE).strftime("%d %H:%M") if moment else None


class Centre:
    """A session on a database with the sites 1 and 2 and staff 1 (technician), 2 (another) and 3 (clerk) at site 1."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.session = Session(engine, expire_on_commit=False)
        access.bind(self.session, access.SYSTEM)
        self.now = START
        self.numbers = count(1)

    def add(self, *rows: Any) -> None:
        with access.gate(self.session):
            self.session.add_all(rows)

    def base(self) -> dict[str, Any]:
        return {"created_at": self.now, "updated_at": self.now}

    def tick(self, now: str) -> None:
        self.now = at(now)

    def write(self, record: Record, **values: Any) -> None:
        """What workflow does: change, flush, hand to the ledger."""
        with access.gate(self.session):
            for name, value in values.items():
                setattr(record, name, value)
            self.session.add(record)
        ledger.sync(self.session, record, now=self.now)

    def order(self, **values: Any) -> RepairOrder:
        order = RepairOrder(
            **{
                **self.base(),
                "site_id": 1,
                "number": f"WX-{next(self.numbers)}",
                "status": "registered",
                "scope": "public",
                "location": "大堂",
                "reporter": "张三",
                "phone": "00000000000",
                "reported_at": self.now,
                "category": "water",
                "content": "漏水",
                "priority": "normal",
                "rework_count": 0,
                **values,
            }
        )
        self.write(order)
        return order

    def dispatched(self, **values: Any) -> RepairOrder:
        order = self.order()
        self.dispatch(order, **values)
        return order

    def dispatch(self, order: RepairOrder, **values: Any) -> None:
        self.write(order, **{"status": "dispatched", "dispatched_at": self.now, "technician_id": 1, **values})

    def complaint(self, **values: Any) -> Complaint:
        complaint = Complaint(
            **{
                **self.base(),
                "site_id": 1,
                "number": f"TS-{next(self.numbers)}",
                "status": "registered",
                "channel": "phone",
                "received_at": self.now,
                "complainant": "李四",
                "nature": "neighbour",
                "severity": "minor",
                "summary": "噪音",
                **values,
            }
        )
        self.write(complaint)
        return complaint

    def entry(self, **values: Any) -> ServiceLog:
        entry = ServiceLog(
            **{
                **self.base(),
                "site_id": 1,
                "number": f"FW-{next(self.numbers)}",
                "status": "open",
                "channel": "phone",
                "received_at": self.now,
                "caller": "王五",
                "kind": "consult",
                "content": "问停车",
                **values,
            }
        )
        self.write(entry)
        return entry

    def setting(self, key: str, value: str, site_id: int | None = 1) -> None:
        found = self.session.scalar(select(Setting).where(Setting.key == key, Setting.site_id == site_id))
        row = found or Setting(**self.base(), status="active", key=key, site_id=site_id, value=value)
        row.value = value
        self.add(row)
        forget_settings(self.session)

    def day(self, day: dt.date, kind: DayKind, site_id: int | None = 1) -> None:
        self.add(WorkCalendar(**self.base(), status="active", day=day, kind=kind, site_id=site_id))
        forget_calendars(self.session)

    def account(self, name: str, *grants: tuple[int | None, Role], active: bool = True) -> None:
        rows = [UserGrant(site_id=site, role=role) for site, role in grants]
        self.add(User(**self.base(), status="active", username=name, active=active, password_hash="", grants=rows))

    def rows(self, record: Record, rule: str = "") -> list[Deadline]:
        self.session.expire_all()
        query = select(Deadline).where(Deadline.register == record.slug(), Deadline.record_id == record.id)
        return list(self.session.scalars((query.where(Deadline.rule == rule) if rule else query).order_by(Deadline.id)))

    def told(self, record: Record, rule: str) -> list[tuple[str, str | None]]:
        """The rows of one rule: state and due time by the site's clock."""
        return [(row.state.value, shown(row.due_at)) for row in self.rows(record, rule)]

    def statements(self) -> "Statements":
        return Statements(self.engine)


class Statements:
    """Counts the statements sent inside the block."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.sent: list[str] = []

    def _note(self, _c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        self.sent.append(statement)

    def __enter__(self) -> list[str]:
        event.listen(self.engine, "before_cursor_execute", self._note)
        return self.sent

    def __exit__(self, *_error: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._note)


@pytest.fixture(scope="session")
def small_sites(databases: Databases) -> dict[Kind, str]:
    return _Templates(databases)


class _Templates(dict[Kind, str]):
    def __init__(self, databases: Databases) -> None:
        super().__init__()
        self.databases = databases

    def __missing__(self, kind: Kind) -> str:
        assert models.REGISTERS
        url = self[kind] = self.databases.bare(kind)
        engine = make_engine(url)
        Base.metadata.create_all(engine)
        centre = Centre(engine)
        base = {**centre.base(), "status": "active"}
        for n, code in ((1, "LTXY"), (2, "YGHY")):
            centre.add(Site(**base, id=n, code=code, name=code))
            centre.add(Department(**base, id=n, site_id=n, name="工程部"))
            centre.add(Post(**{**base, "status": "approved"}, id=n, site_id=n, name="维修工", department_id=n))
        for n in (1, 2, 3):
            centre.add(Staff(**base, id=n, site_id=1, name=f"员工{n}", job_no=str(n), post_id=1, employment="regular"))
        centre.session.commit()
        centre.session.close()
        engine.dispose()
        return url


def _centre(databases: Databases, templates: dict[Kind, str], kind: Kind) -> Iterator[Centre]:
    url = databases.copy(templates[kind])
    engine = make_engine(url)
    made = Centre(engine)
    yield made
    made.session.close()
    engine.dispose()
    databases.drop(url)


@pytest.fixture
def office(built: Centre) -> Iterator[Centre]:
    """The centre a module ``built``, as it was before each test."""
    nested = built.session.begin_nested()
    yield built
    nested.rollback()
    built.session.expire_all()
    built.session.info.pop("settings", None)


@pytest.fixture
def centre(databases: Databases, small_sites: dict[Kind, str]) -> Iterator[Centre]:
    """The small centre on SQLite."""
    yield from _centre(databases, small_sites, "sqlite")


@pytest.fixture(params=BOTH)
def centre_on_both(
    request: pytest.FixtureRequest, databases: Databases, small_sites: dict[Kind, str]
) -> Iterator[Centre]:
    """The small centre, once on SQLite and once on PostgreSQL."""
    yield from _centre(databases, small_sites, request.param)
