"""The two ledgers that time works on, clocks and recurring duties, as the sweep sees them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Executable, Table, bindparam, func, select
from sqlalchemy.orm import Session

from models.duty.deadline import Deadline, DeadlineState
from models.duty.duty_task import DutyTask, DutyTaskState
from models.engine import kept

ALL_SITES = {"all_sites": True}
_CLOCKS: Table = Deadline.__table__  # type: ignore[assignment]  # a mapped class's table, typed as any FromClause
_DUTIES: Table = DutyTask.__table__  # type: ignore[assignment]  # a mapped class's table, typed as any FromClause


@dataclass(frozen=True, slots=True)
class Book:
    """A ledger: ``role`` and ``staff`` are who answers; ``runs`` and ``late`` its two open states."""

    table: Table
    role: Column[Any]
    staff: Column[Any]
    runs: Any
    late: Any

    @property
    def passed(self) -> tuple[ColumnElement[bool], ...]:
        """Running rows whose limit has passed at the parameter ``now``."""
        return self.table.c.state == self.runs, self.table.c.due_at < bindparam("now")

    @property
    def touched(self) -> dict[str, Any]:
        """What every change of a row sets besides, ``now`` being a parameter."""
        return {"updated_at": bindparam("now"), "version": self.table.c.version + 1}

    def count(self, session: Session, state: Any) -> int:
        """Return how many rows stand in a state."""
        t = self.table
        rows = ask(session, ("count", t.name, str(state)), lambda: select(func.count()).where(t.c.state == state))
        return int(rows[0][0])


CLOCKS = Book(
    table=_CLOCKS,
    role=_CLOCKS.c.accountable,
    staff=_CLOCKS.c.accountable_staff_id,
    runs=DeadlineState.running,
    late=DeadlineState.overdue,
)
DUTIES = Book(
    table=_DUTIES,
    role=_DUTIES.c.role,
    staff=_DUTIES.c.staff_id,
    runs=DutyTaskState.pending,
    late=DutyTaskState.overdue,
)


def ask(
    session: Session, key: tuple[Any, ...], build: Callable[[], Executable], values: Mapping[str, Any] | None = None
) -> Sequence[Any]:
    """Return the rows of a statement over all sites that is put together once; ``values`` are its parameters."""
    connection = session.connection()
    return kept.execute(connection, ("sweep", connection.dialect.name, *key), build, values).all()


def change(
    session: Session, key: tuple[Any, ...], build: Callable[[], Executable], values: Mapping[str, Any] | None = None
) -> int:
    """Run such a statement that changes rows; return how many it touched."""
    connection = session.connection()
    return kept.execute(connection, ("sweep", connection.dialect.name, *key), build, values).rowcount
