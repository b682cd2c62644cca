"""Figures that a document keeps: worked out by whoever knows the registers (``reports`` says so at start-up), frozen here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from access import gate

Provider = Callable[[Session, Any, dt.datetime], Any]
"""Works figures out: (session, record, now) -> what JSON can hold, None when there is nothing to keep."""
_providers: dict[tuple[str, str], Provider] = {}


def provide(register: str, column: str, provider: Provider) -> None:
    """Let ``provider`` work out the column ``column`` of a register's documents; said again, the later one holds."""
    _providers[register, column] = provider


def freeze(session: Session, record: Any, column: str, now: dt.datetime) -> None:
    """Keep in ``column`` what its provider works out at ``now``; without a provider nothing is kept."""
    provider = _providers.get((type(record).__name__, column))
    if provider is None:
        return
    with gate(session):
        setattr(record, column, provider(session, record, now))


__all__ = ["Provider", "freeze", "provide"]
