"""Working a summary out for November 2026 on rows written by hand, and holding each figure against the rows behind it."""

import datetime as dt
from typing import Any

from sqlalchemy import func, select

import reports
from models.base.building import Building
from models.base.unit import Unit
from models.declare import Record
from models.duty.report_list import Report
from models.engine.history import HistoryEntry
from reports.results import Result, Table
from reports.spec import Span, Tally
from tests.deadlines.conftest import ZONE, Centre, at

FIRST, LAST = dt.date(2026, 11, 1), dt.date(2026, 11, 30)
PREPARED = dt.datetime(2026, 12, 1, 9, 0, tzinfo=ZONE).astimezone(dt.UTC)
"""When the month's papers are worked out: the morning after it."""


def span(centre: Centre, site_id: int | None = 1, since: dt.date = FIRST, until: dt.date = LAST) -> Span:
    return reports.span_of(centre.session, site_id, since, until, PREPARED)


def month(centre: Centre, report: Report, site_id: int | None = 1) -> Result:
    centre.now = PREPARED
    centre.session.flush()
    centre.session.expire_all()
    return reports.summarise(centre.session, reports.summary_of(report), span(centre, site_id))


def values(found: Result) -> dict[str, Any]:
    """The figures that stand alone, by code."""
    return {part.code: part.value for part in found.parts if isinstance(part, reports.Figure)}


def lines(table: Table) -> dict[str, tuple[Any, ...]]:
    """A table's numbers by the words of the line."""
    every = (*table.lines, *((table.total,) if table.total else ()))
    return {str(line.label): tuple(cell.value for cell in line.cells) for line in every}


def shown(found: Result, code: str) -> list[list[str]]:
    """A listing's lines as a reader sees them."""
    return [[("" if v is None else str(v)) for v in line] for line in found.rows(code).lines]


def each_figure_has_its_rows(centre: Centre, found: Result, site_id: int | None = 1) -> int:
    """Compare every count, in tables too, and every listing with the rows behind it; return how many were compared."""
    summary = reports.summary_of(Report(found.report))
    plain = {
        p.code for p in summary.parts if isinstance(p, Tally) and p.add is None and p.each is None and p.mean is None
    }
    counts = [(f.drill, f.value) for f in found.figures().values() if f.code in plain]
    counts += [(p.drill, p.total) for p in found.parts if isinstance(p, reports.Rows)]
    for key, value in counts:
        behind = reports.rows_behind(centre.session, key, span(centre, site_id))
        model: Any = behind.register
        rows = centre.session.scalar(select(func.count()).select_from(model).where(*behind.where))
        assert (key, rows) == (key, value)
    return len(counts)


def homes(centre: Centre, *rooms: str) -> list[int]:
    """Building 7 of site 1 with these rooms; their ids."""
    building = Building(**centre.base(), status="active", site_id=1, code="7")
    centre.add(building)
    made = [
        Unit(**centre.base(), status="active", site_id=1, building=building, entrance="1", room=room,
             address=f"7-1-{room}", address_key=f"7-1-{room}", usage="home")
        for room in rooms
    ]  # fmt: skip
    centre.add(*made)
    centre.session.flush()
    return [unit.id for unit in made]


def happened(centre: Centre, record: Record, transition: str, from_state: str, when: str | dt.datetime) -> None:
    """A line of the history: the record took a step then, away from a state."""
    moment = at(when) if isinstance(when, str) else when
    line = HistoryEntry(register=record.slug(), record_id=record.id, site_id=record.site_id, at=moment,
                        kind="transition", transition=transition, from_state=from_state)  # fmt: skip
    record.updated_at = max(record.updated_at, moment)
    centre.add(line, record)
    centre.session.flush()
