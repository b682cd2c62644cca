"""What opening a site would do: row by row, and what came of it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from exchange.reading.refusals import Problem
from models.spec import Label, Role


class Verdict(enum.StrEnum):
    """What becomes of a row."""

    new = "new"
    changed = "changed"
    unchanged = "unchanged"
    refused = "refused"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of an existing record that the pack changes; values as people read them."""

    label: Label
    old: str
    new: str


@dataclass(slots=True)
class RowPlan:
    """One row of a sheet.

    Attributes:
        row: its number as the person sees it.
        name: what it is about, in a word.
        verdict: what becomes of it.
        values: column key -> value, as far as the cells are filled.
        record_id: the existing record, when there is one.
        changes: what differs, for ``changed``.
        problems: why it is refused.
    """

    row: int
    name: str
    verdict: Verdict
    values: Mapping[str, Any]
    record_id: int | None = None
    changes: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class SheetPlan:
    """One sheet: its key (``staff``), its name on the tab, its rows."""

    key: str
    name: str
    rows: list[RowPlan] = field(default_factory=list)
    unknown: tuple[str, ...] = ()
    """Headers nobody knows; their columns are not imported."""

    def count(self, verdict: Verdict) -> int:
        """How many rows have this verdict."""
        return sum(row.verdict is verdict for row in self.rows)

    def refuse(self, row: RowPlan, problem: Problem) -> None:
        """Note why a row can't be taken."""
        row.verdict = Verdict.refused
        row.problems += (problem,)


@dataclass(slots=True)
class SitePlan:
    """The whole pack against the database."""

    filename: str
    code: str
    name: str
    site_id: int | None
    """The site when it is open already."""
    sheets: dict[str, SheetPlan]
    homes: Any = None
    """What the sheet 房屋业主 would do (``homes.HomesPlan``); None without such a sheet."""
    problems: list[Problem] = field(default_factory=list)
    """Faults of the workbook itself; those of rows stand with the rows."""

    @property
    def refusals(self) -> list[Problem]:
        """Everything that keeps the pack from being applied."""
        rows = [p for sheet in self.all_sheets() for row in sheet.rows for p in row.problems]
        return [*self.problems, *rows]

    @property
    def refused(self) -> bool:
        """Whether something keeps the pack from being applied: then nothing is written."""
        return bool(self.refusals)

    @property
    def nothing_to_do(self) -> bool:
        """Whether the pack would change nothing."""
        counts = self.counts()
        return not self.refused and not any(c["new"] or c["changed"] for c in counts.values())

    def all_sheets(self) -> list[SheetPlan]:
        """The sheets in the order of the workbook, homes among them."""
        found = list(self.sheets.values())
        return [*found, self.homes.sheet] if self.homes is not None else found

    def counts(self) -> dict[str, dict[str, int]]:
        """Sheet name -> how many rows are new, changed, unchanged, refused."""
        return {s.name: {v.value: s.count(v) for v in Verdict} for s in self.all_sheets()}

    def as_json(self, locale: str = "zh") -> dict[str, Any]:
        """The plan for ``site import --json``."""
        return {
            "file": self.filename,
            "site": {"code": self.code, "name": self.name, "open": self.site_id is not None},
            "sheets": self.counts(),
            "unknown": {s.name: list(s.unknown) for s in self.all_sheets() if s.unknown},
            "refused": [
                {
                    "sheet": p.sheet,
                    "row": p.row,
                    "column": p.column,
                    "header": p.header,
                    "message": p.message.text(locale),
                }
                for p in self.refusals
            ],
        }


@dataclass(frozen=True, slots=True)
class Handout:
    """An account just opened, with the first password to hand over on paper."""

    username: str
    name: str
    roles: tuple[Role, ...]
    password: str


@dataclass(frozen=True, slots=True)
class SiteResult:
    """What applying a pack did."""

    site_id: int
    code: str
    name: str
    counts: Mapping[str, Mapping[str, int]]
    """Sheet name -> {"new": n, "changed": n, "unchanged": n}."""
    accounts: tuple[Handout, ...]

    def as_json(self) -> dict[str, Any]:
        """The result for ``site import --json``; passwords included, they are shown this once."""
        return {
            "site": {"id": self.site_id, "code": self.code, "name": self.name},
            "sheets": {name: dict(count) for name, count in self.counts.items()},
            "accounts": [
                {"username": a.username, "name": a.name, "roles": [r.value for r in a.roles], "password": a.password}
                for a in self.accounts
            ],
        }


class PackRefused(Exception):
    """The pack can't be applied: nothing was written once the caller rolls back."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep every refusal."""
        super().__init__(problems[0].message.text("en") if problems else "")
        self.problems = problems
