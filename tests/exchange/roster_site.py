"""A site with a roster to import: short words for sending a file, planning, writing and looking at what came of it."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

import access
import workflow
from exchange import roster
from models.base.site import Site
from models.engine import ImportBatch
from models.spec import Actor
from tests.exchange import books

NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
"""Noon on the site's clock."""
TODAY = "2026-11-22"
KEPT = {
    "building": "id, site_id, code, entrances, floors, elevator, status",
    "unit": "id, site_id, building_id, entrance, room, address, address_key, floor, gross_area, net_area, layout, usage, "
    "occupancy, handed_over_on, remark, status",
    "resident": "id, site_id, name, name_pinyin, phone, phone_tail, phone2, id_number, gender, workplace, mailing_address, "
    "emergency_contact, homes, remark, status",
    "resident_occupancies": "id, parent_id, unit_id, relation, since, until, position",
}
"""What people see of the tables an import writes; versions and stamps go on counting."""


@dataclass
class Desk:
    """A site and its imports."""

    engine: Engine
    store: roster.Store
    site_id: int
    actor: Actor = access.SYSTEM
    now: dt.datetime = NOW

    def session(self) -> Session:
        session = Session(self.engine, expire_on_commit=False)
        access.bind(session, access.SYSTEM)
        return session

    def send(self, file: BinaryIO | Path, name: str = "名册.xlsx", **options: Any) -> int:
        stream = file.open("rb") if isinstance(file, Path) else file
        with self.session() as session, stream:
            batch = roster.upload(
                session, self.store, stream, name, site_id=self.site_id, actor=self.actor, now=self.now
            )
            batch.options = options
            session.commit()
            return batch.id

    def plan(self, file: BinaryIO | Path, name: str = "名册.xlsx", **options: Any) -> ImportBatch:
        number = self.send(file, name, **options)
        return roster.plan_roster(self.engine, self.store, number, actor=self.actor, now=self.now)

    def yes(self, number: int, *, good: bool = False) -> None:
        with self.session() as session:
            roster.apply_asked(session, self.store, session.get_one(ImportBatch, number), good_rows_only=good)
            session.commit()

    def apply(self, number: int, **more: Any) -> ImportBatch:
        return roster.apply_batch(self.engine, self.store, number, actor=self.actor, now=self.now, **more)

    def take(
        self, file: BinaryIO | Path, name: str = "名册.xlsx", *, good: bool = False, **options: Any
    ) -> ImportBatch:
        """Send, plan and write."""
        batch = self.plan(file, name, **options)
        assert batch.state == "planned", batch.fault
        self.yes(batch.id, good=good)
        return self.apply(batch.id)

    def undo(self, number: int) -> ImportBatch:
        return roster.undo_batch(self.engine, self.store, number, actor=self.actor, now=self.now)

    def batch(self, number: int) -> ImportBatch:
        with self.session() as session:
            return session.get_one(ImportBatch, number)

    def found(self, batch: ImportBatch, kind: str) -> list[roster.Finding]:
        return roster.rows_of(self.store, batch, kind, size=10_000)

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        with self.engine.connect() as c:
            return {
                table: [tuple(row) for row in c.execute(text(f"SELECT {columns} FROM {table} ORDER BY id"))]  # noqa: S608 - our names
                for table, columns in KEPT.items()
            }

    def rows(self, query: str, **given: Any) -> list[tuple[Any, ...]]:
        with self.engine.connect() as c:
            return [tuple(row) for row in c.execute(text(query), given)]

    def people(self) -> list[tuple[Any, ...]]:
        """(address, name, phone, relation, until) of every occupancy, oldest first."""
        return [
            (*row[:4], str(row[4]) if row[4] else None)
            for row in self.rows(
                "SELECT u.address, r.name, r.phone, o.relation, o.until FROM resident_occupancies o "
                "JOIN resident r ON r.id = o.parent_id JOIN unit u ON u.id = o.unit_id ORDER BY o.id"
            )
        ]


def desk(engine: Engine, folder: Path) -> Desk:
    with Session(engine, expire_on_commit=False) as session:
        access.bind(session, access.SYSTEM)
        site = workflow.create(session, Site, {"code": "LTXY", "name": "蓝天新苑"}, actor=access.SYSTEM, now=NOW)
        session.commit()
        return Desk(engine, roster.Store(folder), site.id)


HEADER = ("楼号", "单元", "房号", "建筑面积", "业主姓名", "联系电话", "身份证号")


def sheet(*rows: Sequence[Any], header: Sequence[str] = HEADER) -> io.BytesIO:
    """A roster of these rows under ``header``."""
    return books.xlsx({"业主名册": [header, *rows]})
