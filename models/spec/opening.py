"""The states in which papers from before the system are taken over, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models.spec.rules import Case, Guard


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """A state other than the first in which a paper may be loaded, so that a site starts in the middle of its month.

    ``needs``: the fields that say how it came there; a row without one is refused. ``also``: further fields that may be
    given. Both may be ``system`` fields: an import fills them for this state and for no other. ``guards`` are looked at
    besides the register's own, ``derive`` fills what the steps that were taken on paper would have filled (``Set`` only).
    """

    state: str
    needs: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    derive: Callable[[Case], Any] | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the fields an import may fill for this state."""
        return (*self.needs, *self.also)
