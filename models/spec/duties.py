"""The vocabulary of recurring duties: what comes round when, for which post, and which papers fulfil it."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.spec.roles import Role
from models.spec.text import Label


class Rhythm(enum.StrEnum):
    """The period a duty comes round in; values as in settings of kind ``period``."""

    workday = "workday"
    week = "week"
    month = "month"
    quarter = "quarter"
    half_year = "half_year"
    year = "year"


class Each(enum.StrEnum):
    """Of whom, or of what, every one must be covered by a paper."""

    employee = "employee"
    """Every active employee who doesn't hold the duty's role or one above it."""
    clerk = "clerk"
    """Every active reception clerk."""
    post = "post"
    """Every post that is held by an active employee."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Papers:
    """Rows of a register that lie in a period.

    ``register``: the model's name. ``by``: the date, moment or month field that places a row. ``where``: values its
    fields must have; None stands for "not filled in". ``states``: states that count, instead of every one but drafts,
    voided and rejected papers. ``ahead``: the paper is about the period so many later (-1: the one before).
    ``late_from`` names a setting with a time of day: what happens later than that belongs to the next day.
    """

    register: str
    by: str
    where: Mapping[str, Any] = field(default_factory=dict)
    states: tuple[str, ...] = ()
    ahead: int = 0
    late_from: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fulfilment:
    """What must be there for a duty to be done: at least ``least`` papers, or the number of the setting ``setting``.

    ``each`` asks for that many of every one of them, told apart by the field ``told_by``. ``none_left`` turns it round:
    done when no such row is left. ``earlier``: rows before the period count instead of those in it. ``later``: rows after
    it count as well, for a paper that takes up whatever was left before.
    """

    papers: Papers
    least: int = 1
    setting: str = ""
    each: Each | None = None
    told_by: str = ""
    none_left: bool = False
    earlier: bool = False
    later: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """One recurring duty.

    ``every``: the period; ``every_setting`` names a setting that may give another one, and without ``every`` must. Due
    at the end of the period's last workday, or at ``at`` (setting ``at_setting``) of a workday, on ``day`` (setting
    ``day_setting``) of the month or ``weekday`` (1 Monday; setting ``weekday_setting``) of the week; ``last_workday``
    holds whatever the site says about days off. ``rest_days``: a daily duty that comes on days off too, unless the setting
    ``rest_setting`` is on; then what happens on a day off belongs to the next workday. ``switch``: a setting that turns it
    off. ``when``: it arises only in periods with such rows. ``personal``: each holder of a role has it for himself, ``own`` being the field of the paper
    that names him. Unset settings mean: not rolled (G6).
    """

    code: str
    label: Label
    roles: tuple[Role, ...]
    fulfils: tuple[Fulfilment, ...]
    clause: str
    every: Rhythm | None = None
    every_setting: str = ""
    at: dt.time | None = None
    at_setting: str = ""
    day: int | None = None
    day_setting: str = ""
    weekday: int | None = None
    weekday_setting: str = ""
    last_workday: bool = False
    rest_days: bool = False
    rest_setting: str = ""
    switch: str = ""
    when: Papers | None = None
    personal: bool = False
    own: str = ""
    page: str = ""
    """Where it is done, if not in a paper's form: an address below ``/admin/``; ``{period}`` stands for the period's name."""

    @property
    def registers(self) -> tuple[str, ...]:
        """The models whose papers fulfil it, in order."""
        return tuple(dict.fromkeys(f.papers.register for f in self.fulfils))
