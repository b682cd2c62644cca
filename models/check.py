"""Start-up checks of every declaration: a wrong one stops the program with a sentence that says how to put it right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import models
from models.base.setting_keys import BY_KEY
from models.base.setting_keys import Kind as SettingKind
from models.check_flow import PERSONS, flow_faults
from models.check_readers import readers_faults
from models.check_words import words_faults
from models.declare import Record, snake
from models.spec import FORM, Field, Kind, LabelEnum, Register, Role, Verb, When, Within
from models.spec.site_fields import PREFIX as PREFIX_OF_SITES

FORMLESS = frozenset({Kind.computed, Kind.rows, Kind.files, Kind.refs, Kind.readers})
"""Kinds without a column of their own: no sorting, searching or filtering by them."""
IN_SEARCH = frozenset(
    {Kind.str, Kind.text, Kind.phone, Kind.idno, Kind.plate, Kind.ref, Kind.refs, Kind.month, Kind.enums}
)
ALWAYS = frozenset({"remark", "attachments"})
"""Fields every form has, whether a section names them or not."""
MOST_COLUMNS = 8
PREFIX = re.compile(r"[A-Z][A-Z0-9]{1,5}")


class DeclarationError(RuntimeError):
    """Declarations that can't work; ``faults`` are the sentences, one each."""

    def __init__(self, faults: Sequence[str]) -> None:
        """Keep the sentences."""
        super().__init__("\n".join([f"{len(faults)} fault(s) in the declarations of registers:", *faults]))
        self.faults = tuple(faults)


@dataclass(frozen=True, kw_only=True, slots=True)
class Declaration:
    """One register as it is checked: its model's name, its slug, what it declares and its fields."""

    name: str
    slug: str
    spec: Register
    fields: Mapping[str, Field]

    @classmethod
    def of(cls, model: type[Record]) -> Declaration:
        """Return what ``model`` declares."""
        return cls(name=model.__name__, slug=model.slug(), spec=model.__register__, fields=dict(model.__fields__))


def check_all(registers: Iterable[type[Record]] | None = None) -> None:
    """Check ``registers`` (all of them by default).

    Raises:
        DeclarationError: with every fault found, each a sentence naming register, attribute and fix.
    """
    found = faults([Declaration.of(m) for m in (models.REGISTERS if registers is None else registers)])
    if found:
        raise DeclarationError(found)


def faults(declared: Sequence[Declaration]) -> list[str]:
    """Return the faults of these declarations, which know one another; empty when all is well."""
    world = {d.name: d for d in declared}
    found = list(_twins(declared))
    for one in declared:
        checks = (
            _named(one),
            _field_lists(one),
            _paths(one, world),
            _sections(one),
            _fields(one, world),
            _rights(one),
            _made_by(one, world),
            flow_faults(one.spec, one.fields, world),
            words_faults(one.spec, one.fields),
            readers_faults(one.spec, one.fields),
        )
        found += [f"{one.name}.{fault}" for check in checks for fault in check]
    return found


def _twins(declared: Sequence[Declaration]) -> Iterator[str]:
    for slug, n in Counter(d.slug for d in declared).items():
        if n > 1:
            names = ", ".join(d.name for d in declared if d.slug == slug)
            yield f"{names}.slug: the address “{slug}” is taken by {n} registers; rename a model or list it once."
    for prefix, n in Counter(d.spec.prefix for d in declared if d.spec.prefix).items():
        if n > 1:
            names = ", ".join(d.name for d in declared if d.spec.prefix == prefix)
            yield f"{names}.prefix: {n} registers number their documents {prefix}; give each its own."


World = Mapping[str, Declaration]


def _named(declaration: Declaration) -> Iterator[str]:
    spec = declaration.spec
    if declaration.slug != snake(declaration.name):
        yield f"slug: the table is “{declaration.slug}”; leave __tablename__ out, so that it is “{snake(declaration.name)}”."
    if spec.prefix and not PREFIX.fullmatch(spec.prefix):
        yield f"prefix: “{spec.prefix}” must be 2 to 6 capital letters or digits, beginning with a letter."
    if not spec.prefix and not spec.title:
        yield "title: name the field that records are called by, or give the register a prefix."
    if taken := [n for n in declaration.fields if n.startswith(PREFIX_OF_SITES)]:
        yield f"{taken[0]}: names that begin with “{PREFIX_OF_SITES}” are those of sites' own fields; choose another."
    if not spec.source:
        yield "source: name the document and clause the register comes from."
    if spec.switch and (spec.switch not in BY_KEY or BY_KEY[spec.switch].kind is not SettingKind.bool):
        yield f"switch: “{spec.switch}” is no yes/no setting; declare it in models/base/setting_keys.py."
    if any(isinstance(paper, str) and paper != FORM.name for paper in spec.print):
        yield f"print: a paper that isn't the register's “{FORM.name}” is written as a Paper."
    if not spec.icon:
        yield "icon: name a Lucide icon."


def _has_column(field: Field) -> bool:
    return field.kind not in FORMLESS


Fits = Callable[[Field], bool]
FIELD_LISTS: tuple[tuple[str, Fits, str], ...] = (
    (
        "list",
        lambda f: f.kind not in {Kind.rows, Kind.files, Kind.sign, Kind.readers},
        "which has no column in lists; take it out",
    ),
    ("search", lambda f: f.kind in IN_SEARCH, "which holds no words to search; take it out"),
    ("filters", lambda f: _has_column(f) or f.kind is Kind.refs, "which can't be filtered by; take it out"),
    ("sort", lambda f: _has_column(f) and f.kind is not Kind.enums, "which has no column to sort by; choose another"),
    (
        "title",
        lambda f: _has_column(f) and f.kind not in {Kind.ref, Kind.enums},
        "which is no column of words; choose another",
    ),
    ("happened", lambda f: f.kind in {Kind.datetime, Kind.date}, "which is no moment; choose a date or time"),
    ("cycle", lambda f: f.kind is Kind.int, "which doesn't count rounds; choose a whole number"),
)
"""Attributes of a register that name fields, which fields fit there, and what is wrong with the others."""


def _names(spec: Register, attribute: str) -> list[str]:
    given = getattr(spec, attribute)
    names = [given] if isinstance(given, str) else list(given)
    names = [n.removeprefix("-") for n in names] if attribute == "sort" else names
    return [n for n in names if n and "." not in n and not (attribute == "sort" and n == "id")]


def _field_lists(declaration: Declaration) -> Iterator[str]:
    spec, fields = declaration.spec, declaration.fields
    for attribute, fits, why in FIELD_LISTS:
        for name, n in Counter(_names(spec, attribute)).items():
            if name not in fields:
                yield f"{attribute}: there is no field “{name}”; write one of {_few(fields)}."
            elif not fits(fields[name]):
                yield f"{attribute}: “{name}” is of kind {fields[name].kind}, {why}."
            if n > 1:
                yield f"{attribute}: “{name}” is named {n} times; keep one."
    if not spec.list:
        yield "list: name the columns of the list."
    if len(spec.list) > MOST_COLUMNS:
        yield f"list: {len(spec.list)} columns don't fit a screen; keep the {MOST_COLUMNS} people ask for first."


def _paths(declaration: Declaration, world: World) -> Iterator[str]:
    for hint in declaration.spec.hints:
        for name in hint.same:
            if name not in declaration.fields:
                yield f"hints.same: there is no field “{name}”; write one of {_few(declaration.fields)}."
    paths = [("involved", p) for p in declaration.spec.involved]
    paths += [("search", p) for p in declaration.spec.search if "." in p]
    for name in declaration.spec.line:
        if getattr(declaration.fields.get(name), "target", None) != "Staff":
            yield f"line: “{name}” is no reference to Staff; name the person whose superiors see the row."
    for attribute, path in paths:
        here: Declaration | None = declaration
        for step in path.split("."):
            field = here.fields.get(step) if here else None
            if field is None:
                yield f"{attribute}: “{path}” leads nowhere at “{step}”; name references from field to field."
                break
            here = world.get(field.target or "")


def _sections(declaration: Declaration) -> Iterator[str]:
    spec, fields = declaration.spec, declaration.fields
    named = [name for section in spec.sections for name in section.fields]
    for name, n in Counter(named).items():
        if name not in fields:
            yield f"sections: there is no field “{name}”; write one of {_few(fields)}."
        if n > 1:
            yield f"sections: “{name}” stands in {n} places; keep one."
    for name, field in fields.items():
        if not field.system and name not in named and name not in ALWAYS:
            yield f"sections: “{name}” is in no section, so nobody can fill it; put it into one or make it system=True."
    for section in spec.sections:
        if not section.fields:
            yield f"sections: “{section.label.zh}” is empty; give it fields or take it out."


def _fields(declaration: Declaration, world: World) -> Iterator[str]:
    for name, field in declaration.fields.items():
        yield from _field(name, field, declaration.fields, world)
        for child in field.rows:
            yield from _field(f"{name}.{child.name}", child, {f.name: f for f in field.rows}, world)
        for each, path in ((field, name), *((child, f"{name}.{child.name}") for child in field.rows)):
            if each.within is not None:
                yield from _within(f"{path}.within", each, each.within, declaration.fields, world)
    derived = declaration.spec.derive is not None or declaration.spec.read_only
    asked = {a.field for t in declaration.spec.flow.transitions for a in t.asks} if declaration.spec.flow else set()
    for name, field in declaration.fields.items():
        if field.system and field.required and field.default is None and not derived and name not in asked:
            yield f"{name}: required and system, but nothing fills it; derive it, give it a default, or ask for it."


def _field(name: str, field: Field, beside: Mapping[str, Field], world: World) -> Iterator[str]:
    yield from _kind(name, field, world)
    if field.enum is not None:
        yield from _codes(name, field, field.enum)
    for attribute, condition in (("required_when", field.required_when), ("shown_when", field.shown_when)):
        if condition is not None:
            yield from _condition(f"{name}.{attribute}", condition, beside)
    for other, _ in field.prefill:
        if other not in beside:
            yield f"{name}.prefill: there is no field “{other}” to fill; write one of {_few(beside)}."
    if field.otherwise and field.otherwise not in beside:
        yield f"{name}.otherwise: there is no field “{field.otherwise}”; write one of {_few(beside)}."
    if field.checklist and field.checklist not in beside:
        yield f"{name}.checklist: there is no field “{field.checklist}”; name the one with the subject."
    limited = (field.limit_to,) if field.limit_to is not None else ()
    seen = tuple(c for c in field.see or () if c not in PERSONS and c[1:] not in beside)
    for attribute, roles in (("see", seen), ("edit", field.edit), ("clear", field.clear), ("limit_to", limited)):
        yield from _members(f"{name}.{attribute}", roles)


def _kind(name: str, field: Field, world: World) -> Iterator[str]:
    if field.kind in {Kind.enum, Kind.enums} and field.enum is None:
        yield f"{name}: a choice without choices; give it an enum."
    if field.kind in {Kind.ref, Kind.refs} and field.target not in world:
        yield f"{name}: it points at “{field.target}”, which is no register; correct the name or list it in REGISTERS."
    if field.kind is Kind.rows and not field.rows:
        yield f"{name}: a child table without fields; give it some."
    if field.kind is Kind.computed and field.compute is None:
        yield f"{name}: a computed field without a function; give it one."
    if field.involves and (field.kind is not Kind.ref or field.target not in {"Staff", "User"}):
        yield f"{name}.involves: only a reference to Staff or User names a person; take it out."


def _members(attribute: str, roles: Iterable[str] | None) -> Iterator[str]:
    for role in roles or ():
        if role not in set(Role):
            yield f"{attribute}: “{role}” is no role; write a member of Role."


def _codes(name: str, field: Field, enum: type[LabelEnum]) -> Iterator[str]:
    for alias, member in enum.__members__.items():
        if alias != member.name:
            yield f"{name}: {enum.__name__}.{alias} has the code “{member.value}” of {member.name}; give each its own."
        elif member.value.rstrip("_") != alias.rstrip("_"):
            yield f"{name}: {enum.__name__}.{alias} has the code “{member.value}”; the code is the member's name."
    given: Any = field.default
    for default in given if isinstance(given, (list, tuple)) else (given,):
        if isinstance(default, str) and default not in set(enum):
            yield f"{name}: the default “{default}” is no choice of {enum.__name__}; choose one."
    if field.kind is Kind.enums and isinstance(given, str):
        yield f"{name}: several choices default to a tuple; write ({given!r},)."


def _condition(attribute: str, condition: When, beside: Mapping[str, Field]) -> Iterator[str]:
    other = beside.get(condition.field)
    if other is None:
        yield f"{attribute}: there is no field “{condition.field}” beside it; write one of {_few(beside)}."
        return
    choices = {"true", "false"} if other.kind is Kind.bool else set(other.enum) if other.enum else None
    for value in condition.values:
        if choices is not None and value not in choices:
            yield f"{attribute}: “{condition.field}” is never “{value}”; write one of {', '.join(sorted(choices))}."


def _within(attribute: str, field: Field, within: Within, fields: Mapping[str, Field], world: World) -> Iterator[str]:
    target = world.get(field.target or "")
    if target is None:
        yield f"{attribute}: only a reference to a register has a look-up to narrow; take it out."
        return
    mine, theirs = fields.get(within.field), target.fields.get(within.field)
    both = {(f.kind, f.target) for f in (mine, theirs) if f is not None}
    if mine is None or theirs is None or mine.kind is not Kind.ref or len(both) != 1:
        yield f"{attribute}: “{within.field}” must be the same reference here and on {field.target}; correct the name."
    states = {s.name for s in target.spec.flow.states} if target.spec.flow else set()
    for state in within.states:
        if state not in states:
            yield f"{attribute}: {field.target} has no state “{state}”; write one of {_few(sorted(states))}."
    if within.order and within.order not in target.fields:
        yield f"{attribute}: {field.target} has no field “{within.order}” to order by; correct the name."


def _rights(declaration: Declaration) -> Iterator[str]:
    spec, rights = declaration.spec, declaration.spec.rights
    for attribute in ("read", "own", "create", "edit", "export", "import_", "unmask"):
        yield from _members(f"rights.{attribute}", getattr(rights, attribute))
    yield from _members("daily", spec.daily)
    if not rights.read and not rights.own:
        yield "rights.read: nobody may read it; name the roles that may."
    verbs = {v.value for v in Verb} | {f"do:{t.name}" for t in (spec.flow.transitions if spec.flow else ())}
    for verb in spec.locked_rights:
        if verb not in verbs:
            yield f"locked_rights: “{verb}” is no verb or transition of it; write one of {_few(sorted(verbs))}."
    if spec.read_only and (rights.create or rights.edit):
        yield "rights.create: a read-only register is written by the engine; leave create and edit out."


def _made_by(declaration: Declaration, world: World) -> Iterator[str]:
    for register, step in declaration.spec.made_by:
        made = world.get(register)
        steps = made.spec.flow.transitions if made and made.spec.flow else ()
        if step not in {t.name for t in steps if not t.by_itself}:
            yield f"made_by: {register} has no step “{step}” that people take; correct the names."


def _few(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:12]) + (", …" if len(listed) > 12 else "")
