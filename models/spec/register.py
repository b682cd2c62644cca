"""The declaration of a register: everything the engine needs to know, frozen."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from models.spec.deadlines import DueRule
from models.spec.enums import LabelEnum
from models.spec.flow import Flow
from models.spec.opening import Opening
from models.spec.paper import FORM, Paper
from models.spec.roles import Role
from models.spec.rules import Case, Effects, Guard
from models.spec.text import Label


class Module(LabelEnum):
    """The groups of the menu."""

    service = "service", "客户服务", "Customer service"
    estate = "estate", "入住装修", "Handover and decoration"
    finance = "finance", "收费管理", "Fees"
    hr = "hr", "人事考勤", "People"
    office = "office", "内部管理", "Administration"
    safety = "safety", "安全保密", "Safety and confidentiality"
    assets = "assets", "物资后勤", "Stores and logistics"
    duty = "duty", "时限汇总", "Deadlines and summaries"
    base = "base", "基础资料", "Base data"


class Scope(enum.StrEnum):
    """How a register's rows belong to sites."""

    site = "site"
    site_or_all = "site_or_all"
    """An empty site means all sites (G4)."""
    none = "none"


class Verb(LabelEnum):
    """What the role matrix grants, besides each transition (``do:<name>``)."""

    read = "read", "查看", "Read"
    create = "create", "填写", "Create"
    edit = "edit", "修改", "Edit"
    export = "export", "导出", "Export"
    import_ = "import", "导入", "Import"
    unmask = "unmask", "查看完整号码", "See full numbers"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rights:
    """Default rights by role.

    ``read``: see every row of the site. ``own``: see only rows one is involved in. ``create``: fill. ``edit``: change
    while the state allows (the creator may too, when he may create). ``unmask``: full phones and ID numbers, logged.
    """

    read: tuple[Role, ...]
    own: tuple[Role, ...] = ()
    create: tuple[Role, ...] = ()
    edit: tuple[Role, ...] | None = None
    export: tuple[Role, ...] = (Role.director, Role.cs_supervisor, Role.hq_quality)
    import_: tuple[Role, ...] = (Role.sysadmin,)
    unmask: tuple[Role, ...] = ()

    def of(self, verb: Verb) -> tuple[Role, ...]:
        """Return the roles that hold ``verb``."""
        if verb is Verb.edit:
            return self.edit if self.edit is not None else self.create
        return getattr(self, "import_" if verb is Verb.import_ else verb.value)  # type: ignore[no-any-return]  # by verb


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of fields on the form and the record page, in the order the conversation goes."""

    label: Label
    fields: tuple[str, ...]

    def __init__(self, label: Label, *fields: str) -> None:
        """Name the section and its fields."""
        object.__setattr__(self, "label", label)
        object.__setattr__(self, "fields", fields)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hint:
    """A remark shown while the form is filled, never a refusal: the same unit had the same trouble lately.

    ``{n}`` (how many) and ``{days}`` fill the sentence. ``same`` are the fields that must be equal, ``days`` how far back to look by the register's sort field.
    """

    same: tuple[str, ...]
    days: int
    sentence: Label


@dataclass(frozen=True, kw_only=True, slots=True)
class Timed:
    """A transition the daily sweep makes by itself: when the day in the field ``due`` has ended (or its moment passed).

    With ``rule`` it is made when that limit of the register was missed. ``unless``: the field that the transition fills,
    so that it is made once; not needed where it leaves the state it starts from.
    """

    transition: str
    due: str = ""
    unless: str = ""
    rule: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Register:
    """One register of the centre.

    ``title``: the field shown as a record's headline beside its number. ``sort``: default order, ``-`` first for newest
    first. ``happened``: the field with the moment it happened; an entry made much later is marked 补录 (G5).
    ``daily``: roles that use it every day (menu order). ``involved``: paths to the person a row involves, besides
    ``created_by`` and fields marked ``involves`` (``department.head``). ``line``: references to Staff whose superiors by
    post, step by step up, see the row as one they are involved in (``@line``). ``sites``: for a register without a site,
    its relations whose rows name sites; who reads it at some sites only sees what names one of them. ``cycle``: a counter field; each round has its
    own clocks. ``guards`` run on every write, ``on_create``/``on_edit`` return effects. ``derive`` fills fields before
    a write (``Set`` effects only).
    """

    label: Label
    module: Module
    rights: Rights
    flow: Flow | None
    source: tuple[str, ...]
    help: Label
    list: tuple[str, ...]
    sections: tuple[Section, ...]
    title: str = ""
    prefix: str | None = None
    aliases: tuple[str, ...] = ()
    scope: Scope = Scope.site
    search: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    sort: str = "-id"
    happened: str = ""
    daily: tuple[Role, ...] = ()
    involved: tuple[str, ...] = ()
    line: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    cycle: str = ""
    deadlines: tuple[DueRule, ...] = ()
    hints: tuple[Hint, ...] = ()
    timed: tuple[Timed, ...] = ()
    openings: tuple[Opening, ...] = ()
    """States besides the first in which papers from before the system may be loaded."""
    guards: tuple[Guard, ...] = ()
    derive: Callable[[Case], Any] | None = None
    on_create: Effects | None = None
    on_edit: Effects | None = None
    print: tuple[Paper | Literal["form"], ...] = ()
    """Its papers; ``"form"`` is the register's form as it is."""
    locked_rights: tuple[str, ...] = ()
    """Verbs (or ``do:<transition>``) the role matrix may not widen (G10)."""
    read_only: bool = False
    """Logs and ledgers written by the engine: no form."""
    fixed: bool = False
    """No site adds fields of its own to it: what the program itself reads."""
    deletable: bool = False
    icon: str = "file-text"
    switch: str = ""
    """The yes/no setting (``module.canteen``) by which a site does without this register: it vanishes there (A-61)."""
    made_by: tuple[tuple[str, str], ...] = ()
    """(register, transition): steps of another register that make these documents for many at once; the list offers them."""
    unique: tuple[tuple[str, ...], ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()

    @property
    def takes_site_fields(self) -> bool:
        """Say whether a site may add fields to it without code: its rows belong to sites and people fill them in."""
        return self.scope is not Scope.none and not self.read_only and not self.fixed

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Return the papers a record can be printed on, the usual one first."""
        return tuple(FORM if isinstance(p, str) else p for p in self.print)
