"""The vocabulary of fields: what one column, reference or child table of a register is."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.spec.enums import LabelEnum
from models.spec.roles import Role
from models.spec.text import Label


class Kind(enum.StrEnum):
    """The type of a field, as the catalogue names it."""

    str = "str"
    text = "text"
    int = "int"
    decimal = "decimal"
    money = "money"
    date = "date"
    time = "time"
    datetime = "datetime"
    month = "month"
    year = "year"
    bool = "bool"
    phone = "phone"
    idno = "idno"
    plate = "plate"
    rating = "rating"
    enum = "enum"
    enums = "enums"
    ref = "ref"
    refs = "refs"
    rows = "rows"
    files = "files"
    sign = "sign"
    readers = "readers"
    computed = "computed"


SENSITIVE = frozenset({Kind.phone, Kind.idno})
"""Kinds shown masked unless the role may see them (X-01)."""


@dataclass(frozen=True, slots=True)
class When:
    """A condition on another field of the same form: ``When("scope", "private")``. Used on server and in the page."""

    field: str
    values: tuple[str, ...]

    def __init__(self, field: str, *values: str) -> None:
        """Name the field and the values (as stored; ``"true"``/``"false"`` for bool) that make the condition hold."""
        object.__setattr__(self, "field", field)
        object.__setattr__(self, "values", values)

    def holds(self, value: Any) -> bool:
        """Say whether ``value`` (the other field's value; of several choices any one) fulfils the condition."""
        if isinstance(value, (list, tuple)):
            return any(self.holds(one) for one in value)
        if isinstance(value, bool):
            value = "true" if value else "false"
        return ("" if value is None else str(value)) in self.values


@dataclass(frozen=True, slots=True)
class Within:
    """What a reference's look-up offers once another field of the form is filled: ``Within("unit", ("due", "part"))``.

    ``field`` is a reference of the record (the parent's, for a child row) that the target has under the same name: only
    rows with the chosen one are offered, of these ``states`` (none: of any), by the field ``order``. It helps to choose;
    a rule of the register refuses the others.
    """

    field: str
    states: tuple[str, ...] = ()
    order: str = ""


class Default(enum.Enum):
    """Defaults that depend on the moment and the person."""

    NOW = "now"
    TODAY = "today"
    ME = "me"
    """The actor's staff record."""
    MY_DEPARTMENT = "my_department"


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One field of a register: the one object behind column, form, list, filter, export and import.

    ``see`` and ``edit`` name roles beyond which the field is hidden or read-only (None: whoever may see or edit the
    record); ``see`` may also name persons of the record: ``@field``, ``@creator``, ``@line``. ``system`` fields are written by the engine only. ``masked`` is set for phones and ID numbers.
    ``involves`` marks a Staff reference whose person may see the record (the technician of an order).
    ``about``: he is whom the paper is about, so he sees it, but nothing in it waits for him and it never passes to his
    successor. ``prefill`` maps this look-up's answer to other fields: ``{"phone": "owner_phone"}``. ``kept``: a figure
    the register's rules work out and keep in a column, so that it can be listed, filtered and summed; always ``system``.
    """

    name: str
    kind: Kind
    label: Label
    required: bool = False
    required_when: When | None = None
    shown_when: When | None = None
    help: Label | None = None
    enum: type[LabelEnum] | None = None
    target: str | None = None
    rows: tuple[Field, ...] = ()
    length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    places: int | None = None
    see: tuple[str, ...] | None = None
    edit: tuple[Role, ...] | None = None
    masked: bool = False
    clear: tuple[Role, ...] = ()
    """For masked kinds: roles that see the full number on the record and in its form (lists and exports stay masked)."""
    system: bool = False
    kept: bool = False
    opening: bool = False
    """A system field that a workbook of papers from before the system may bring all the same (what is still owed)."""
    involves: bool = False
    about: bool = False
    default: Default | Any = None
    """A value, a ``Default``, or a function of (session, actor, now)."""
    compute: Callable[[Any], Any] | None = None
    prefill: tuple[tuple[str, str], ...] = ()
    beside: Callable[[Any, Sequence[int]], Mapping[int, Label]] | None = None
    """For references: remarks beside the choices of the look-up, from the session and their ids (a busy technician)."""
    checklist: str = ""
    """For child rows: the field whose value names the subject of the checklist these lines start with."""
    words: tuple[tuple[str, Label], ...] = ()
    """For codes kept as text: what each is called; the filter of a list offers these by name."""
    limit_to: str | None = None
    """For references: a role code the person must hold (``technician``)."""
    within: Within | None = None
    """For references: the field of the form whose choice narrows what the look-up offers (the home's own bills)."""
    wide: bool = False
    otherwise: str = ""
    """For references: the text field that lists show in this one's place where it is empty (a public place for a home)."""
    who: tuple[str, ...] = ()
    """For ``readers``: whose reading is asked, as role codes and ``@field`` (a person, several, or ``@rows.person``)."""
    states: tuple[str, ...] = ()
    """For ``readers``: the states in which it is to be read; none named: approved, closed or active."""
    source: str = ""
    also: tuple[str, ...] = ()
    """What the books of a centre call it besides its label: headers a workbook may have."""
    local: bool = False
    """Added by one site without code: its value stands in the record's ``site_values`` under this name."""
    retired: bool = False
    """A local field that was archived: no form, list or file has it; what records hold still shows on their pages."""
    withdrawn: tuple[str, ...] = ()
    """Codes of choices that are no longer offered; records that hold one keep it."""

    ruled: tuple[str, ...] = ()
    """Codes of choices that only a rule sets (a count's difference): no form offers them."""
    opens_with: Callable[[str], Sequence[Mapping[str, str]]] | None = None
    """For child rows with a ``checklist``: the lines of a subject, where the declaration knows them itself."""

    @property
    def offered(self) -> tuple[LabelEnum, ...]:
        """Return the choices that may be newly chosen."""
        gone = {*self.withdrawn, *self.ruled}
        return tuple(m for m in self.enum or () if not gone or m.value not in gone)
