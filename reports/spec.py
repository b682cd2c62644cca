"""The vocabulary of summaries: what a report counts, out of which rows, against which target. Frozen data.

Writing a summary, in short. Make ``reports/<subject>.py`` with ``SUMMARIES = (Summary(...),)``, name it in ``reports/catalogue.py``,
and write ``tests/reports/test_<subject>.py``: few rows written out, the expected number beside each. ``reports/callbacks.py`` is
the one to copy.

- **One figure, one ``Tally``**: a register and ``where(span)``, a tuple of conditions on its columns. The number on the
  paper and the rows behind it come from the same conditions, so they never differ. ``add`` sums a field (or an expression
  over the register's columns), ``each`` counts how many different ones there are (households: ``each="unit"``), ``mean``
  averages. The site is added by itself; never write it. What does not count must be said: ``standing(Model)`` leaves out
  drafts, voided, rejected and cancelled rows.
- **When.** ``span.during(Model.moment)``, ``span.days(Model.day)``, ``span.months(Model.month)`` are the conditions for the
  period by the site's clock, ``span.start``/``span.end`` its moments in UTC (``end`` is not in it), ``span.since``/``span.until``
  its days (both are in it). ``span.now`` is when it is worked out, ``span.setting(key)`` a parameter of the site.
- **A share is a ``Rate``** of tallies by their codes. Nothing to count among: no rate (never 0/0). ``target`` is a setting's
  key, or a number; an unset one shows 未配置 and is not judged (G6).
- **In time or late** is the ledger's to say: ``reports.clocks.in_time(Model, "callback")``, ``late``, ``judged``, ``running``.
- **How things stood**: ``Model.done_at < span.upto``, or ``*reports.moves.in_state(Model, span, "open")`` where the row keeps no
  date of it, so that what happens after the paper is handed in does not change its figures; ``moves.moved`` for a step.
- **Child lines** of a row are counted with ``reports.lines``: ``add=how_many(Model, "answers")``.
- **A table is a ``Breakdown``** of tallies (and rates) by a path: a field (``"category"``), a field of what a reference points
  to (``"unit.building"``), a month or a day (``"reported_at:month"``), ``"status"``; tallies of several registers side by side name the
  path for each: ``{"RepairOrder": "technician", "AssignedTask": "assignee"}``. Or by bands (``lambda span: (Band(...), ...)``) such as ages.
  The total line is the tally itself.
- **The rows themselves are a ``Listing``**: columns are field names, or ``Column`` with a function of the record.
- **What one query cannot say is ``Worked``**: a function of (session, span) that returns a ``results.Figure`` or a ``results.Table``
  whose cells are figures, each made by ``judging.span_figure(span, code, label, value, ..., register=Model, rows=conditions)``, which judges it;
  ``rows`` are the conditions of the rows behind it, where there are any (``counting.here(Model, span)`` for the site is yours here). A cell's code is its column's code,
  the key of the total line ``results.TOTAL``. Only read: never write through the session.
- **As of the end, not as of today**, wherever a column says when: ``Model.closed_at < span.end``, not ``status == "closed"``. Then a paper
  looked at later says the same, and the mark "recalculated since" means that somebody changed a register.

Codes are unique within a summary, have no dots, and are names other places link to: they don't change. Words are in Chinese
and English. ``shown=False`` hides a tally that only a rate needs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from models.declare import Record
from models.duty.report_list import Report
from models.spec import Kind, Label, LabelEnum

Conditions = Sequence[ColumnElement[bool]]


class Measure(LabelEnum):
    """What a figure is counted in."""

    number = "number", "", ""
    households = "households", "户", "households"
    people = "people", "人", "people"
    times = "times", "人次", "times"
    pieces = "pieces", "件", "pieces"
    yuan = "yuan", "元", "yuan"
    hours = "hours", "小时", "hours"
    days = "days", "天", "days"
    score = "score", "分", "points"
    percent = "percent", "%", "%"


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """What a summary is about: a site and a period; made by ``reports.span.span_of``.

    ``site_id`` None: all sites the session reaches. ``since``/``until``: days, both included. ``start``/``end``: the same as
    moments in UTC by the site's clock, the end not included. ``now``: when it is worked out (UTC).
    """

    site_id: int | None
    since: dt.date
    until: dt.date
    start: dt.datetime
    end: dt.datetime
    now: dt.datetime
    zone: ZoneInfo
    setting: Callable[[str], Any]

    def during(self, column: Any) -> tuple[ColumnElement[bool], ...]:
        """Return the conditions that a moment lies in the period."""
        return column >= self.start, column < self.end

    def days(self, column: Any) -> tuple[ColumnElement[bool], ...]:
        """Return the conditions that a date lies in the period."""
        return column >= self.since, column <= self.until

    def months(self, column: Any) -> tuple[ColumnElement[bool], ...]:
        """Return the conditions that a month (``YYYY-MM``) shares a day with the period."""
        return column >= f"{self.since:%Y-%m}", column <= f"{self.until:%Y-%m}"

    @property
    def upto(self) -> dt.datetime:
        """The moment the figures stand for: the end of the period, or now while it still runs."""
        return min(self.end, self.now)

    def local(self, moment: dt.datetime) -> dt.datetime:
        """Return a moment by the site's clock."""
        return moment.astimezone(self.zone)


Where = Callable[[Span], Conditions]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """One number out of one register.

    ``add``: the field (or expression) summed; ``each``: the field whose different values are counted; ``mean``: the field
    averaged; none of them: the rows are counted. ``target``: a setting's key or a number; with ``more_is_better`` off the
    figure must not exceed it. ``sited``: ``where`` says itself which site's rows they are.
    """

    code: str
    label: Label
    register: type[Record]
    where: Where
    add: Any = None
    each: Any = None
    mean: Any = None
    measure: Measure = Measure.number
    target: str | Decimal | None = None
    more_is_better: bool = True
    shown: bool = True
    sited: bool = False
    clause: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate:
    """One tally (or the sum of several) as a share of another.

    In percent; in any other ``measure`` the quotient itself (points for each mark). The rows behind it are those of ``among``.
    """

    code: str
    label: Label
    of: str | tuple[str, ...]
    among: str | tuple[str, ...]
    target: str | Decimal | None = None
    more_is_better: bool = True
    measure: Measure = Measure.percent
    shown: bool = True
    clause: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """One line of a table whose lines are ranges: rows go to the first band they fulfil."""

    code: str
    label: Label
    where: Conditions


Paths = str | Mapping[str, str] | Callable[[Span], Sequence[Band]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Breakdown:
    """A table: a line for each value of a path, a column for each tally and rate, the tallies themselves as its total.

    ``every``: lines stand there for all values of an enumeration, zeros included.
    """

    code: str
    label: Label
    by: Paths
    tallies: tuple[str, ...]
    rates: tuple[str, ...] = ()
    every: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of a listing that is no field: ``value`` returns words, a number, a day or a moment from the record."""

    code: str
    label: Label
    value: Callable[[Any, Span], Any]
    kind: Kind = Kind.str
    see: tuple[str, ...] | None = None
    """Roles that may see it, as of a field; None: whoever reads the report."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """The rows themselves, at most ``most`` of them; the link leads to all. ``sort``: a field, ``-`` first for descending.

    ``loads`` are relations that its ``Column`` functions read, fetched for all rows at once.
    """

    code: str
    label: Label
    register: type[Record]
    where: Where
    columns: tuple[str | Column, ...]
    sort: str = "id"
    most: int = 300
    loads: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Worked:
    """A figure or a table that one query cannot say: ``work`` returns ``results.Figure`` or ``results.Table``."""

    code: str
    label: Label
    work: Callable[[Session, Span], Any]


Part = Tally | Rate | Breakdown | Listing | Worked


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """What a report of the catalogue adds up to, in the order it is read."""

    report: Report
    parts: tuple[Part, ...]

    def part(self, code: str) -> Part:
        """Return the part with this code; LookupError when there is none."""
        found = next((p for p in self.parts if p.code == code), None)
        if found is None:
            raise LookupError(f"{self.report.value} has no part {code}")
        return found


def standing(model: type[Record], *besides: str) -> ColumnElement[bool]:
    """Return the condition that a row counts: no draft, not voided, rejected or cancelled, nor in a state of ``besides``."""
    status: Any = model.status
    return status.not_in(("draft", "void", "rejected", "cancelled", *besides))  # type: ignore[no-any-return]  # a column's
