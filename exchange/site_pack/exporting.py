"""A site that is open as its pack: sent again it changes nothing, sent elsewhere it opens the same site.

Only what the asking person may export stands in it; what comes masked, and passwords, do not. An empty cell changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from access import Purpose, acting, fields_for, may, visible
from exchange.site_pack import local_fields
from exchange.site_pack.columns import HOMES, SETTINGS_SHEET, SheetSpec
from exchange.site_pack.layout import SHEETS
from exchange.site_pack.planning import APART, MODELS, key_of
from exchange.site_pack.template import standard_rows, write
from models.base.qualification import QualificationKind
from models.base.resident import Occupancy, Relation, Resident
from models.base.site import Site
from models.base.staff import Employment, Staff
from models.base.unit import Unit
from models.base.user import User
from models.declare import Record
from models.engine.titles import said_at
from models.spec import Actor, L, Label, LabelEnum, Role, Verb

Row = dict[str, Any]
OVER: Final = frozenset({"archived", "void", "abolished"})
"""States of what a new site need not have."""
UNIT: Final = {
    "楼层": "floor", "建筑面积(㎡)": "gross_area", "室内面积(㎡)": "net_area", "户型": "layout", "用途": "usage", "入住状态": "occupancy",
    "收房日期": "handed_over_on", "备注": "remark",
}  # fmt: skip
FIRST: Final = {
    "性别": "gender",
    "工作单位": "workplace",
    "通讯地址": "mailing_address",
    "紧急联系人": "emergency_contact",
}
"""Header -> what the roster keeps of a home's first owner only."""


def export(out: BinaryIO | Path, session: Session, site_id: int, actor: Actor) -> None:
    """Write a site's pack as ``actor`` may export it.

    Args:
        out: where the workbook goes.
        session: only read.
        site_id: the site.
        actor: who asks; sheets he may not export are left empty.
    """
    with acting(session, actor):
        rows: dict[str, Iterable[Mapping[str, Any]]] = {
            spec.name: list(_rows(session, spec, site_id, actor)) for spec in SHEETS if spec is not SETTINGS_SHEET
        }
        values = {r["key"]: r for r in _rows(session, SETTINGS_SHEET, site_id, actor)}
        standard = standard_rows({key: r["value"] for key, r in values.items()})["参数"]
        rows["参数"] = [
            {**r, **({"note": values[r["key"]].get("note")} if r["key"] in values else {})} for r in standard
        ]
        rows[HOMES] = list(_homes(session, site_id, actor))
    write(out, {name: list(found) for name, found in rows.items()})


def numbers_in(session: Session, site_id: int, actor: Actor) -> tuple[Label, int]:
    """Return what of a pack is masked elsewhere, in words, and how many records hold it at most: for the log of who took it."""
    parts: list[Label] = []
    total = 0
    for model in (Resident, Staff):
        rights = [r for r in fields_for(actor, model, Purpose.export, None, site_id) if r.field.masked and not r.masked]
        if not rights or not may(actor, model, Verb.export, site_id=site_id):
            continue
        where = visible(select(func.count()).select_from(model).where(model.site_id == site_id), model, actor)
        rows = int(session.scalar(where) or 0)
        if not rows:
            continue
        total += rows
        zh, en = ("、".join(r.field.label.zh for r in rights), ", ".join(r.field.label.en for r in rights))
        label = model.__register__.label
        parts.append(L(f"{label.zh} {rows} 条（{zh}）", f"{label.en}, {rows} rows ({en})"))
    if not parts:
        return L("没有电话和证件号", "no telephone or ID numbers"), 0
    return L("；".join(p.zh for p in parts), "; ".join(p.en for p in parts)), total


def _given(session: Session, model: type[Any], site_id: int, actor: Actor) -> tuple[list[Any], frozenset[str]]:
    """Return a register's records at the site that are in use, and the names of the fields the actor may take away."""
    if not may(actor, model, Verb.export, site_id=site_id):
        return [], frozenset()
    where = model.id == site_id if model is Site else model.site_id == site_id
    query = visible(select(model).where(where).order_by(model.id), model, actor)
    names = {r.name for r in fields_for(actor, model, Purpose.export, None, site_id) if not r.masked}
    return [r for r in session.scalars(query) if getattr(r, "status", "") not in OVER], frozenset(names)


def _rows(session: Session, spec: SheetSpec, site_id: int, actor: Actor) -> Iterator[Row]:
    model = MODELS[spec.key]
    records, names = _given(session, model, site_id, actor)
    accounts = may(actor, User, Verb.read, site_id=site_id)
    seen: set[Any] = set()
    for record in records:
        if spec.key == "staff" and record.employment is Employment.left:
            continue
        if spec.key == "site_field":
            row = local_fields.row_of(record)
        else:
            row = {
                c.key: _cell(getattr(record, c.key))
                for c in spec.columns
                if not c.shown and c.key in names and c.key not in APART.get(spec.key, ())
            }
        if spec.key == "staff":
            row |= _training(record) if "qualifications" in names else {}
            row |= _account(session, record, site_id) if accounts else {}
        if (key := key_of(spec.key, row)) not in seen:
            seen.add(key)
            yield row


def _cell(value: Any) -> Any:
    if isinstance(value, LabelEnum):
        return value.label.zh
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Staff):
        return value.job_no
    if isinstance(value, Record):
        return getattr(value, "name", None)
    if isinstance(value, (list, tuple)):
        return "、".join(str(_cell(v)) for v in value) or None
    return value


def _training(staff: Any) -> Row:
    held = [q for q in staff.qualifications if q.kind is QualificationKind.training and q.passed_on]
    last = max(held, key=lambda q: q.passed_on, default=None)
    return {} if last is None else {"trained_on": last.passed_on, "certificate_no": last.certificate_no}


def _account(session: Session, staff: Any, site_id: int) -> Row:
    user = staff.user
    held = [g for g in user.grants if g.site_id == site_id] if user is not None else []
    if not held:
        return {}
    titles = {title for said in said_at(session, site_id).values() for title in said}
    called = [_called(role, titles) for role in Role if role in {g.role for g in held}]
    reason = next((g.reason for g in held if g.reason), None)
    return {"username": user.username, "roles": "、".join(called), "reason": reason}


def _called(role: Role, titles: set[str]) -> str:
    """A role's word; its code where the site calls another role so."""
    return role.value if role.label.zh in titles else role.label.zh


def _homes(session: Session, site_id: int, actor: Actor) -> Iterator[Row]:
    units, names = _given(session, Unit, site_id, actor)
    people, known = _given(session, Resident, site_id, actor)
    by_home: dict[int, list[tuple[Relation, Any]]] = defaultdict(list)
    in_use = {p.id: p for p in people}
    query = select(Occupancy).where(Occupancy.parent_id.in_(select(Resident.id).where(Resident.site_id == site_id)))
    for lives in session.scalars(query.where(Occupancy.until.is_(None)).order_by(Occupancy.id)) if in_use else ():
        if lives.parent_id in in_use:
            by_home[lives.unit_id].append((lives.relation, in_use[lives.parent_id]))
    for unit in units:
        row: Row = {"楼号": unit.building.code, "单元": unit.entrance, "房号": unit.room}
        row |= {head: _plain(getattr(unit, name)) for head, name in UNIT.items() if name in names}
        yield row | _people(by_home[unit.id], known)


def _plain(value: Any) -> Any:
    return value.label.zh if isinstance(value, LabelEnum) else None if value is None else str(value)


def _people(lives: list[tuple[Relation, Any]], known: frozenset[str]) -> Row:
    """Return the cells of a home's people; particulars that could not be told apart again are left empty."""
    first = [p for relation, p in lives if relation is Relation.owner]
    others = [p for relation, p in lives if relation is Relation.co_owner]
    owners = [*first[:1], *sorted([*first[1:], *others], key=lambda p: (not p.phone, not p.id_number))]
    row: Row = {}
    if owners and "name" in known:
        row["业主姓名"] = "、".join(p.name for p in owners)
        cells = {"联系电话": ("phone", "/"), "备用电话": ("phone2", "/"), "身份证号": ("id_number", "、")}
        row |= {h: _in_order([getattr(p, n) for p in owners], mark) for h, (n, mark) in cells.items() if n in known}
        row |= {head: _plain(getattr(owners[0], name)) for head, name in FIRST.items() if name in known}
    for header, relation in (("家庭成员", Relation.family), ("租户", Relation.tenant)):
        named = [p for r, p in lives if r is relation]
        if named and "name" in known:
            phones = {p.id: p.phone for p in named if "phone" in known and _mobile(p.phone)}
            ordered = sorted(named, key=lambda p: p.id not in phones)
            row[header] = "、".join(f"{p.name} {phones[p.id]}" if p.id in phones else p.name for p in ordered)
    return row


def _mobile(phone: str | None) -> bool:
    return phone is not None and len(phone) == 11 and phone.startswith("1")


def _in_order(values: list[str | None], mark: str) -> str | None:
    """Values as the roster reads them, one to each owner from the first; None where a gap would shift them."""
    filled = [v for v in values if v]
    return mark.join(filled) if filled and values[: len(filled)] == filled else None


__all__ = ["export"]
