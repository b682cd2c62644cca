"""The vocabulary of deadlines: which clock starts when, stops when, and how long it may run."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models.spec.text import Label


class Unit(enum.StrEnum):
    """How a limit counts."""

    minutes = "minutes"
    hours = "hours"
    days = "days"
    workdays = "workdays"
    same_day = "same_day"
    """Until the end of the site's calendar day the clock started on; the setting is a switch."""
    at_field = "at_field"
    """Until the moment (or the end of the day) that a field of the record names."""
    next_morning = "next_morning"
    """Until 8:30 of the next workday."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DueRule:
    """One limit a register runs under.

    ``starts``: field with the starting moment; when ``starts_instead`` holds a value that moment is the limit itself
    (an appointment replaces the half hour, A-09). ``stops``: field whose value ends the clock, or ``state:a,b`` for the
    states that end it. ``limit`` in ``unit`` is the default of the site setting ``setting``; ``suggested`` marks limits
    no source document gives. ``applies`` says whether the clock runs for this record. ``accountable``: a role code or
    ``@field``. ``once``: later rounds of rework don't start it again (A-10). ``warn``: the setting that says how many days
    ahead people are reminded, instead of the one for all limits.
    """

    name: str
    label: Label
    starts: str
    stops: str
    unit: Unit
    limit: int | None = None
    setting: str = ""
    field: str = ""
    starts_instead: str = ""
    applies: Callable[[Any], bool] | None = None
    accountable: tuple[str, ...] = ()
    suggested: bool = False
    once: bool = False
    warn: str = ""
    clause: str = ""
