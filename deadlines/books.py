"""The two ledgers that time works on, clocks and recurring duties, as the sweep sees them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, CursorResult, Table, func, select
from sqlalchemy.orm import Session

from models.duty.deadline import UNTOLD, Deadline, DeadlineState
from models.duty.duty_task import UNTOLD as UNTOLD_DUTY
from models.duty.duty_task import DutyTask, DutyTaskState

ALL_SITES = {"all_sites": True}
_CLOCKS: Table = Deadline.__table__  # type: ignore[assignment]  # a mapped class's table, typed as any FromClause
_DUTIES: Table = DutyTask.__table__  # type: ignore[assignment]  # a mapped class's table, typed as any FromClause


@dataclass(frozen=True, slots=True)
class Book:
    """A ledger: ``role`` and ``staff`` are who answers; ``runs`` and ``late`` its two open states.

    ``untold``: the condition of late rows nobody heard of yet, in the very words of its index.
    """

    table: Table
    role: Column[Any]
    staff: Column[Any]
    runs: Any
    late: Any
    untold: str

    def passed(self, now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
        """Running rows whose limit has passed."""
        return self.table.c.state == self.runs, self.table.c.due_at < now

    @property
    def overdue(self) -> ColumnElement[bool]:
        """Rows marked overdue."""
        late: ColumnElement[bool] = self.table.c.state == self.late
        return late

    def count(self, session: Session, state: Any) -> int:
        """Return how many rows stand in a state."""
        query = select(func.count()).select_from(self.table).where(self.table.c.state == state)
        return session.scalar(query, execution_options=ALL_SITES) or 0

    def touched(self, now: dt.datetime) -> dict[str, Any]:
        """What every change of a row sets besides."""
        return {"updated_at": now, "version": self.table.c.version + 1}


CLOCKS = Book(
    _CLOCKS, _CLOCKS.c.accountable, _CLOCKS.c.accountable_staff_id, DeadlineState.running, DeadlineState.overdue, UNTOLD
)
DUTIES = Book(_DUTIES, _DUTIES.c.role, _DUTIES.c.staff_id, DutyTaskState.pending, DutyTaskState.overdue, UNTOLD_DUTY)


def run(session: Session, statement: Any) -> int:
    """Run a change over all sites; return how many rows it touched."""
    result = session.execute(statement, execution_options=ALL_SITES)
    return result.rowcount if isinstance(result, CursorResult) else 0
