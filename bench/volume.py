"""Builds the volume: sites, people, homes, owners and repair orders, loaded in bulk past the write gate.

This is the one exception to "registers are written by workflow": a million rows are made to be measured, not to be kept.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, text
from sqlalchemy.orm import Session

from access import SYSTEM, bind
from access.passwords import hash_password
from models import by_name
from models.connect import make_engine
from models.declare import Base, table_of
from models.engine.search import GIN, entry_grams, index_many
from web import migrate

PASSWORD = "Bench-2026-blue-sky"  # noqa: S105 - the password of an invented account
NOW = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
CHUNK = 10_000
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂梅鑫玉萍红云琴晶颖婷慧宇浩欣怡雪琳佳思涵梓轩"
_PLACES = "厨房卫生间客厅阳台主卧次卧楼道地下室门厅书房餐厅走廊"
_THINGS = "水管龙头下水道马桶电灯开关插座空气开关暖气片阀门门锁窗户墙面地漏热水器对讲机电表水表天花板玻璃"
_TROUBLES = "漏水堵塞不亮跳闸不热松动脱落异响打不开关不严渗水裂缝短路生锈断裂返味"
_CATEGORIES = ("water", "power", "heating", "leak", "door", "elevator", "structure", "public", "other")
_STATES = (
    ("registered", 1),
    ("dispatched", 1),
    ("completed", 1),
    ("returned", 2),
    ("called_back", 5),
    ("approved", 10),
    ("handed_over", 80),
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much is built."""

    sites: int = 20
    staff: int = 300
    units: int = 100_000
    orders: int = 1_000_000


def build(url: str, size: Size) -> None:
    """Migrate a new database at ``url`` and fill it."""
    migrate.upgrade(url)
    engine = make_engine(url)
    chance = random.Random(20261122)
    postgres = engine.dialect.name == "postgresql"
    with engine.begin() as c:
        _organisation(c, size)
        if postgres:  # made anew at the end: quicker than entry by entry
            c.execute(text("DROP INDEX ix_search_entry_grams"))
    with Session(engine) as session:
        bind(session, SYSTEM)
        for chunk in _chunks(_homes(chance, size), CHUNK):
            _load_homes(session, chunk)
        session.commit()
        for orders in _chunks(_orders(chance, size), CHUNK):
            _put(
                session,
                table_of(by_name("RepairOrder")),
                [{k: v for k, v in o.items() if k != "address"} for o in orders],
            )
            _index(
                session,
                "repair_order",
                [
                    (
                        o["id"],
                        o["site_id"],
                        f"{o['number']} {o['reporter']} {o['phone']} {o['content']} {o['address']}",
                        "",
                    )
                    for o in orders
                ],
            )
            session.commit()
    if postgres:  # SQLite is left without statistics, as an installation is
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as c:
            c.execute(text(GIN))
            _set_sequences(c)
            c.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def _put(session: Session, into: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows that name every column they need: by COPY on PostgreSQL, many times quicker there."""
    if session.get_bind().dialect.name == "postgresql":
        _copy(session, into.name, list(rows[0]), (row.values() for row in rows))
    else:
        session.connection().execute(into.insert(), rows)


def _index(session: Session, slug: str, rows: list[tuple[int, int | None, str, str]]) -> None:
    """Put new records into the search index."""
    if session.get_bind().dialect.name != "postgresql":
        index_many(session, slug, rows)
        return
    first = (session.connection().execute(text("SELECT max(id) FROM search_entry")).scalar() or 0) + 1
    entries = (
        (first + n, slug, record, site, f"{{{','.join(entry_grams(slug, site, plain, more))}}}")
        for n, (record, site, plain, more) in enumerate(rows)
    )
    _copy(session, "search_entry", ["id", "register", "record_id", "site_id", "grams"], entries)


def _copy(session: Session, table: str, columns: list[str], rows: Iterable[Iterable[Any]]) -> None:
    driver: Any = session.connection().connection.driver_connection
    named = ", ".join(f'"{name}"' for name in columns)
    with driver.cursor().copy(f'COPY "{table}" ({named}) FROM STDIN') as into:
        for row in rows:
            into.write_row(tuple(row))


def _stamp(**values: Any) -> dict[str, Any]:
    return {"created_at": NOW, "updated_at": NOW, "version": 1, **values}


def _organisation(c: Connection, size: Size) -> None:
    def put(name: str, rows: list[dict[str, Any]]) -> None:
        c.execute(table_of(by_name(name)).insert(), rows)

    sites = range(1, size.sites + 1)
    put("Site", [_stamp(id=i, status="active", code=f"S{i:02d}", name=f"第{i}园", zone="Asia/Shanghai") for i in sites])
    put("Department", [_stamp(id=i, status="active", site_id=i, name="工程部") for i in sites])
    put("Post", [_stamp(id=i, status="approved", site_id=i, name="维修工", department_id=i) for i in sites])
    hashed = hash_password(PASSWORD)
    put(
        "User",
        [
            _stamp(
                id=i,
                status="active",
                username=name,
                active=True,
                locale="zh",
                theme="auto",
                password_hash=hashed,
                must_change_password=False,
                session_epoch=0,
            )
            for i, name in enumerate(("clerk", "everywhere"), start=1)
        ],
    )
    grants: list[dict[str, Any]] = [
        {"parent_id": 1, "site_id": 1, "role": "receptionist", "position": 0},
        {"parent_id": 1, "site_id": 1, "role": "cs_supervisor", "position": 1},
        {"parent_id": 2, "site_id": None, "role": "hq_quality", "position": 0},
    ]
    c.execute(Base.metadata.tables["user_grants"].insert(), grants)
    each = max(size.staff // size.sites, 1)
    put(
        "Staff",
        [
            _stamp(
                id=(s - 1) * each + k + 1,
                status="active",
                site_id=s,
                name=f"{_SURNAMES[k]}师傅{s}",
                job_no=f"{s:02d}{k:03d}",
                employment="regular",
                post_id=s,
                user_id=1 if (s, k) == (1, 0) else None,
            )
            for s in sites
            for k in range(each)
        ],
    )
    put(
        "Building",
        [_stamp(id=(s - 1) * 50 + b, status="active", site_id=s, code=str(b)) for s in sites for b in range(1, 51)],
    )


def _homes(chance: random.Random, size: Size) -> Iterator[dict[str, Any]]:
    for i in range(size.units):
        site = i % size.sites + 1
        k = i // size.sites
        building, entrance, room = k // 100 % 50 + 1, k // 50 % 2 + 1, f"{k % 50 // 2 + 1}{k % 2 + 1:02d}"
        extra = f"-{k // 5000}" if k >= 5000 else ""
        yield {
            "id": i + 1,
            "site_id": site,
            "building_id": (site - 1) * 50 + building,
            "entrance": str(entrance),
            "room": room + extra,
            "address": f"{building}栋{entrance}单元{room}{extra}",
            "key": f"{building}-{entrance}-{room}{extra}",
            "name": some_name(chance),
            "phone": _phone(chance),
        }


def _load_homes(session: Session, homes: list[dict[str, Any]]) -> None:
    _put(
        session,
        table_of(by_name("Unit")),
        [
            _stamp(
                id=h["id"],
                status="active",
                site_id=h["site_id"],
                building_id=h["building_id"],
                entrance=h["entrance"],
                room=h["room"],
                address=h["address"],
                address_key=h["key"],
                usage="home",
            )
            for h in homes
        ],
    )
    _put(
        session,
        table_of(by_name("Resident")),
        [
            _stamp(
                id=h["id"],
                status="active",
                site_id=h["site_id"],
                name=h["name"],
                phone=h["phone"],
                phone_tail=h["phone"][-4:],
                homes=h["address"],
            )
            for h in homes
        ],
    )
    _put(
        session,
        Base.metadata.tables["resident_occupancies"],
        [{"parent_id": h["id"], "unit_id": h["id"], "relation": "owner", "position": 0} for h in homes],
    )
    _index(session, "unit", [(h["id"], h["site_id"], h["address"], "") for h in homes])
    _index(
        session, "resident", [(h["id"], h["site_id"], f"{h['name']} {h['phone']} {h['address']}", "") for h in homes]
    )


def _orders(chance: random.Random, size: Size) -> Iterator[dict[str, Any]]:
    names = [s for s, weight in _STATES for _ in range(weight)]
    each = max(size.staff // size.sites, 1)
    start = NOW - dt.timedelta(days=1500)
    step = dt.timedelta(days=1499) / max(size.orders, 1)
    per_day: dict[tuple[int, str], int] = {}
    for i in range(size.orders):
        site = i % size.sites + 1
        unit = (i * 7919) % (size.units // size.sites) * size.sites + site
        at = start + step * i
        state = names[chance.randrange(len(names))] if i < size.orders * 0.99 else names[chance.randrange(5)]
        day = f"{at:%Y%m%d}"
        n = per_day[site, day] = per_day.get((site, day), 0) + 1
        content = f"{_pick(chance, _PLACES)}{_pick(chance, _THINGS)}{_pick(chance, _TROUBLES)}，{_pick(chance, _THINGS)}也请看看"
        yield _stamp(
            id=i + 1,
            number=f"WX-S{site:02d}-{day}-{n:04d}",
            status=state,
            site_id=site,
            scope="private",
            unit_id=unit,
            reporter=some_name(chance),
            phone=_phone(chance),
            reported_at=at,
            category=_CATEGORIES[i % 9],
            content=content,
            priority="normal",
            technician_id=(site - 1) * each + i % each + 1,
            rework_count=0,
            created_by_id=1 if i % 199 == 0 else None,
            address=f"{unit}号",
            dispatched_at=None if state == "registered" else at + dt.timedelta(minutes=4),
            completed_at=None if state in {"registered", "dispatched"} else at + dt.timedelta(hours=3),
            returned_at=None if state in {"registered", "dispatched", "completed"} else at + dt.timedelta(hours=5),
        )


def _pick(chance: random.Random, words: str) -> str:
    at = chance.randrange(0, len(words) - 1)
    return words[at : at + 2]


def some_name(chance: random.Random) -> str:
    """Return an invented name of three characters."""
    return chance.choice(_SURNAMES) + chance.choice(_GIVEN) + chance.choice(_GIVEN)


def _phone(chance: random.Random) -> str:
    return f"1{chance.choice('35789')}{chance.randrange(10):01d}0000{chance.randrange(10_000):04d}"


def _chunks(rows: Iterator[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _set_sequences(c: Connection) -> None:
    for table in Base.metadata.sorted_tables:
        if "id" in table.c and table.c.id.autoincrement is not False:
            c.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'), coalesce(max(id), 1)) FROM \"{table.name}\""
                )
            )
