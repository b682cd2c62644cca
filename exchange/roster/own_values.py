"""The site's own fields of homes or people in a roster: what they would hold, and what can't be written. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from exchange.roster.own_columns import OwnColumn
from models.declare.site_values import decoded
from models.spec import Field, Label
from workflow.values import REQUIRED, WITHDRAWN

Kept = Mapping[str, Any]
"""Values by the fields' names, as the database keeps them."""


class OwnValues:
    """The fields of one register that the file has a column for and the person may fill in.

    Args:
        columns: those columns.
        kept: record id -> everything its ``site_values`` hold.
        clear: an empty cell empties.
    """

    def __init__(self, columns: Iterable[OwnColumn], kept: Mapping[int, Kept], *, clear: bool) -> None:
        self.fields: dict[str, Field] = {c.target: c.field for c in columns}
        self.labels = {f.name: f.label for f in self.fields.values()}
        self._kept = kept
        self._clear = clear
        self._now: dict[int, Kept] = {}

    def of(self, number: int | None) -> Kept:
        """What a record would hold after the rows so far; of a new one by minus its number."""
        if number is None:
            return {}
        return self._now[number] if number in self._now else self.before(number)

    def before(self, number: int) -> Kept:
        """What a record holds in the register."""
        return self._kept.get(number, {})

    @property
    def changed(self) -> list[int]:
        """The records of the register that would hold something else."""
        return [number for number, now in self._now.items() if number > 0 and now != self.before(number)]

    def put(self, number: int, now: Kept) -> None:
        """Remember what a record would hold."""
        self._now[number] = now

    def said(self, given: Kept, before: Kept, *, clear: bool = True) -> dict[str, Any]:
        """Everything a record that holds ``before`` would hold after a row that says ``given``, by target."""
        now = dict(before)
        for target, field in self.fields.items():
            value = given.get(target)
            if value is not None:
                now[field.name] = value
            elif self._clear and clear and target in given:
                now.pop(field.name, None)
        return now

    def differences(self, before: Kept, now: Kept) -> list[tuple[str, Any, Any]]:
        """(field, old, new) of what differs."""
        return [(name, before.get(name), now.get(name)) for name in self.labels if before.get(name) != now.get(name)]

    def doubtful(self, given: Kept) -> bool:
        """Whether a row needs ``refusal`` to be asked: it leaves out what is required, or names a choice withdrawn."""
        return any(
            (field.required if given[target] is None else _gone(field, given[target], None) is not None)
            for target, field in self.fields.items()
            if target in given
        )

    def refusal(self, given: Kept, before: Kept, *, new: bool) -> tuple[str, Label] | None:
        """(target, sentence) of the first cell that the form would refuse as well."""
        for target, field in self.fields.items():
            if target not in given:
                continue
            value = given[target]
            if value is None:
                if field.required and (new or (self._clear and field.name in before)):
                    return target, REQUIRED.format(field=field.label)
            elif field.withdrawn and (gone := _gone(field, value, before.get(field.name))):
                return target, WITHDRAWN.format(field=field.label, choice=gone)
        return None


def _gone(field: Field, value: Any, before: Any) -> Label | None:
    """The first choice of a value that is offered no more and was not held before."""
    held = before if isinstance(before, list) else [before]
    code = next(
        (v for v in (value if isinstance(value, list) else [value]) if v in field.withdrawn and v not in held), None
    )
    if code is None:
        return None
    member = decoded(field, [code] if isinstance(value, list) else code)
    label: Label = (member[0] if isinstance(member, tuple) else member).label
    return label


def as_json(kept: Kept) -> str | None:
    """Values as the stage and the database keep them; None for none."""
    return json.dumps(kept, ensure_ascii=False) if kept else None


__all__ = ["Kept", "OwnValues", "as_json"]
