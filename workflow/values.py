"""Putting given values onto a record: only fields the actor may edit, each checked, all faults told at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from access import CHOSEN_BY_ALL, granted, visible
from models import by_name
from models.base.staff import Staff
from models.declare import Record
from models.declare.site_values import put, value_of
from models.engine import Attachment, title_of
from models.spec import ME, NOW, Actor, Default, Field, Kind, L, Refusal, Role, Scope
from workflow.coercion import WRONG, Wrong, coerce, empty, refusal

ZONE = ZoneInfo("Asia/Shanghai")
REQUIRED = L("请填写{field}。", "Please fill in {field}.")
NOT_EDITABLE = L("{field}不能由您修改。", "{field} cannot be changed by you.")
OTHER_SITE = L("{field}属于另一个项目，请重新选择。", "{field} belongs to another site; please choose again.")
ARCHIVED = L("{field}已停用，请重新选择。", "{field} is archived; please choose again.")
WITHDRAWN = L(
    "{field}的选项“{choice}”已停用，请另选。", "{field}: “{choice}” is no longer offered; please choose another."
)
NOT_HOLDING = L(
    "{name}在本项目没有“{role}”岗位授权，不能选为{field}。请另选一人，或请系统管理员先授权。",
    "{name} does not hold the role “{role}” at this site and cannot be chosen as {field}. Choose somebody else, or ask "
    "the system administrator to grant the role first.",
)


@dataclass(frozen=True, slots=True)
class Chooser:
    """Who chose the values, and the document they were taken from: he refers to what he sees, or what that refers to."""

    actor: Actor
    via: Any = None

    def may_name(self, session: Session, target: type[Any], found: Any) -> bool:
        """Say whether he may put ``found`` into a field: one gate with what his forms offer."""
        if self.actor.system or target.__name__ in CHOSEN_BY_ALL:
            return True
        if self.via is not None and (found is self.via or any(found is r for r in _referred(self.via))):
            return True
        query = visible(select(target.id).where(target.id == found.id), target, self.actor)
        return session.execute(query).first() is not None


def _referred(record: Any) -> Iterable[Any]:
    return (getattr(record, n) for n, f in type(record).__fields__.items() if f.kind is Kind.ref)


def assign(
    session: Session,
    record: Any,
    values: Mapping[str, Any],
    allowed: Iterable[str] | None,
    fields: Mapping[str, Field],
    by: Chooser | None = None,
) -> list[Refusal]:
    """Set ``values`` (by field name) on ``record``; return what was refused.

    ``allowed`` are the names that may be set (None: all, a rule sets them). ``by``: who chose what they refer to. A name
    no field has is a KeyError: a fault in the program.
    """
    permitted = None if allowed is None else set(allowed)
    by = None if permitted is None else by
    out: list[Refusal] = []
    for name, value in values.items():
        field = fields[name]
        if permitted is not None and name not in permitted:
            out.append(Refusal(NOT_EDITABLE.format(field=field.label), name))
            continue
        try:
            out += _set(session, record, field, value, by=by)
        except Wrong as wrong:
            out.append(refusal(field, wrong))
    return out


def _set(
    session: Session, record: Any, field: Field, value: Any, owner: Any = None, *, by: Chooser | None
) -> list[Refusal]:
    """Set one field; ``owner``: the record whose child row ``record`` is, to whose site references are held."""
    if field.kind is Kind.ref:
        _set_ref(session, record, field, value, owner, by=by)
    elif field.kind is Kind.refs:
        setattr(record, field.name, [_find(session, field, v, record, by=by) for v in value or []])
    elif field.kind is Kind.rows:
        return _set_rows(session, record, field, value or [], by)
    elif field.kind is Kind.files:
        record.__dict__.setdefault("_files", {})[field.name] = list(value or [])
    else:
        read = coerce(field, value)
        if field.withdrawn:
            _still_offered(record, field, read)
        put(record, field, read)
        if field.kind is Kind.sign and not empty(value):
            record.__dict__.setdefault("_files", {}).setdefault(field.name, []).append(str(value))
    return []


def _still_offered(record: Any, field: Field, chosen: Any) -> None:
    """Refuse a choice that is offered no more, unless the record held it before."""
    before, now = (v if isinstance(v, tuple) else (v,) for v in (value_of(record, field), chosen))
    gone = next((v for v in now if v is not None and v.value in field.withdrawn and v not in before), None)
    if gone is not None:
        raise Wrong(WITHDRAWN.format(field=field.label, choice=gone.label))


def _set_ref(session: Session, record: Any, field: Field, value: Any, owner: Any = None, *, by: Chooser | None) -> None:
    if empty(value):
        if field.name == "site":
            record.site_id = None
        setattr(record, field.name, None)
        setattr(record, f"{field.name}_id", None)
        return
    target = _find(session, field, value, record, owner, by=by)
    setattr(record, field.name, target)
    setattr(record, f"{field.name}_id", target.id)


def _find(session: Session, field: Field, value: Any, record: Any, owner: Any = None, *, by: Chooser | None) -> Any:
    """Return the referenced row: within reach, of the same site; newly chosen, seen, in use and with the role asked."""
    target = by_name(field.target or "")
    try:
        number = value.id if isinstance(value, Record) else int(str(value).strip())
    except ValueError as exc:
        raise Wrong(WRONG[Kind.ref].format(field=field.label)) from exc
    if isinstance(value, target) and inspect(value).session is session and not inspect(value).expired:
        found: Any = value  # a rule hands over what it has just read: no second reading, line by line
    else:
        found = session.scalars(select(target).where(target.id == number)).first() if 0 < number < 2**31 else None
    if found is None:
        raise Wrong(WRONG[Kind.ref].format(field=field.label))
    mine = getattr(record if owner is None else owner, "site_id", None)
    theirs = getattr(found, "site_id", None)
    if target.__register__.scope is not Scope.none and mine is not None and theirs is not None and mine != theirs:
        raise Wrong(OTHER_SITE.format(field=field.label))
    before = getattr(record, f"{field.name}_id", None)
    new = found not in getattr(record, field.name) if field.kind is Kind.refs else before != found.id
    if new and by is not None and not by.may_name(session, target, found):
        raise Wrong(WRONG[Kind.ref].format(field=field.label))
    if getattr(found, "status", None) == "archived" and before != found.id:
        raise Wrong(ARCHIVED.format(field=field.label))
    if field.limit_to and before != found.id:
        _holds_role(session, field, Role(field.limit_to), found, mine)
    return found


def _holds_role(session: Session, field: Field, role: Role, found: Any, site_id: int | None) -> None:
    """Refuse a person newly chosen who lacks the role that ``limit_to`` names, at the record's site."""
    query = select(Staff.id).where(Staff.id == found.id, granted(Staff, role, site_id))
    if session.execute(query).first() is None:
        words = NOT_HOLDING.format(name=found.name, role=title_of(session, site_id, role), field=field.label)
        raise Wrong(words)


def _set_rows(
    session: Session, record: Any, field: Field, lines: list[Mapping[str, Any]], by: Chooser | None
) -> list[Refusal]:
    row_class = type(record).__rows__[field.name]
    existing = {row.id: row for row in getattr(record, field.name)} if record.id else {}
    kept: list[Any] = []
    out: list[Refusal] = []
    fields = {f.name: f for f in field.rows}
    for index, line in enumerate(lines):
        if all(empty(v) for k, v in line.items() if k != "id"):
            continue
        number = line.get("id")
        row = next((r for key, r in existing.items() if str(key) == str(number)), None)
        row = row or row_class()
        row.position = len(kept)
        for name, value in line.items():
            if name == "id":
                continue
            try:
                _set(session, row, fields[name], value, record, by=by)
            except Wrong as wrong:
                out.append(refusal(fields[name], wrong, f"{field.name}-{index}-{name}"))
        for name, child in fields.items():
            if child.required and empty(_value(row, child)):
                out.append(Refusal(REQUIRED.format(field=child.label), f"{field.name}-{index}-{name}"))
        kept.append(row)
    setattr(record, field.name, kept)
    return out


def _value(record: Any, field: Field) -> Any:
    """Return a field's value for emptiness and conditions (a reference by its id, an enumeration by its code)."""
    if field.kind is Kind.ref:
        return getattr(record, f"{field.name}_id", None)
    if field.kind is Kind.files:
        return record.__dict__.get("_files", {}).get(field.name)
    return value_of(record, field) if field.local else getattr(record, field.name, None)


def missing(
    record: Any,
    names: Iterable[str] | None = None,
    *,
    on_paper: bool = False,
    fields: Mapping[str, Field] | None = None,
) -> list[Refusal]:
    """Return a refusal for every required field left empty (``names``: only these), required-when considered.

    ``fields``: all there are, those of the site too (None: the declared ones). ``on_paper``: signatures and pictures are not asked for; they are on the paper the record was copied from.
    """
    model = type(record)
    out: list[Refusal] = []
    for name, field in (model.__fields__ if fields is None else fields).items():
        if (names is not None and name not in names) or field.system or field.retired:
            continue
        if on_paper and field.kind in {Kind.sign, Kind.files}:
            continue
        needed = field.required
        if field.required_when is not None:
            other = model.__fields__[field.required_when.field]
            needed = needed or field.required_when.holds(_value(record, other))
        if needed and empty(_value(record, field)):
            out.append(Refusal(REQUIRED.format(field=field.label), name))
    return out


def once(wrong: list[Refusal], lacking: list[Refusal]) -> list[Refusal]:
    """Return both without calling a field empty whose value was refused."""
    named = {r.field for r in wrong}
    return wrong + [r for r in lacking if r.field not in named]


def defaults(session: Session, record: Any, actor: Actor, now: dt.datetime) -> None:
    """Fill fields that were not given with their declared defaults."""
    for name, field in type(record).__fields__.items():
        if field.kind is Kind.enums and getattr(record, name) is None:
            setattr(record, name, ())
        if field.default is None or not empty(_value(record, field)):
            continue
        value = default_value(session, field, actor, now)
        if value is not None:
            setattr(record, f"{name}_id" if field.kind is Kind.ref else name, value)


def default_value(session: Session, field: Field, actor: Actor, now: dt.datetime) -> Any:
    """Return what a field starts with for this actor at this moment (references as ids)."""
    match field.default:
        case Default.NOW:
            return now
        case Default.TODAY:
            return now.astimezone(ZONE).date()
        case Default.ME:
            return actor.user_id or None if field.target == "User" else actor.staff_id
        case Default.MY_DEPARTMENT:
            staff = session.get(Staff, actor.staff_id) if actor.staff_id else None
            return staff.post.department_id if staff else None
        case _ if callable(field.default):
            return field.default(session, actor, now)
        case _:
            return field.default


def preset(record: Any, name: str, value: Any, actor: Actor, now: dt.datetime) -> None:
    """Set a field a transition sets: NOW, ME, or a value."""
    field = type(record).__fields__[name]
    if value == NOW:
        setattr(record, name, now.astimezone(ZONE).date() if field.kind is Kind.date else now)
    elif value == ME and field.kind is Kind.ref:
        setattr(record, f"{name}_id", actor.user_id if field.target == "User" else actor.staff_id)
    elif field.kind is Kind.ref:
        setattr(record, f"{name}_id", getattr(value, "id", value))
    else:
        setattr(record, name, coerce(field, value))


def link_files(session: Session, record: Any) -> list[str]:
    """Give the uploaded files named in the values to the record; return their original names."""
    pending: dict[str, list[str]] = record.__dict__.pop("_files", {})
    names: list[str] = []
    for field, keys in pending.items():
        for key in keys:
            found = session.scalars(select(Attachment).where(Attachment.key == key)).first()
            if found is not None and found.record_id is None:
                found.register, found.record_id, found.field = record.slug(), record.id, field
                found.site_id = getattr(record, "site_id", None)
                names.append(found.name)
    return names
