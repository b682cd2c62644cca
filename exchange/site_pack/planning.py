"""What a site pack would do: each row against the workbook itself and against the register."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.reading import refusals_of_files as say
from exchange.reading.refusals import FileRefused, Problem
from exchange.reading.workbook import open_workbook
from exchange.site_pack import checks, local_fields, titles
from exchange.site_pack.columns import HOMES, SheetSpec
from exchange.site_pack.homes import plan_homes
from exchange.site_pack.layout import SHEETS
from exchange.site_pack.plans import Difference, RowPlan, SheetPlan, SitePlan, Verdict
from exchange.site_pack.sheets import ReadSheet, read_sheet
from models.base.building import Building
from models.base.checklist_item import ChecklistItem
from models.base.department import Department
from models.base.post import Post
from models.base.setting import Setting
from models.base.site import Site
from models.base.site_field import SiteField
from models.base.staff import Employment, Staff
from models.base.user import User
from models.declare import Record
from models.engine import display
from models.spec import L, LabelEnum
from workflow import Wrong, coerce

NO_SHEET = L(
    "工作簿里没有“{sheet}”页。请用开通模板填写。", "The workbook has no sheet “{sheet}”. Fill in the template."
)
NO_SITE = L(
    "请在“项目”页第 2 行填写项目代码和名称。", "Write the code and the name of the site in row 2 of the sheet 项目."
)
TWO_SITES = L(
    "一个工作簿只开通一个项目，“项目”页请只留一行。", "One workbook opens one site; leave one row in the sheet 项目."
)
TWICE = L("“{name}”和第 {row} 行重复。", "“{name}” is in row {row} already.")

MODELS: Mapping[str, type[Record]] = {
    "site": Site, "department": Department, "post": Post, "staff": Staff, "building": Building,
    "checklist": ChecklistItem, "setting": Setting, "site_field": SiteField,
}  # fmt: skip
"""The register behind each sheet."""
APART = {"staff": ("trained_on", "certificate_no", "username", "roles", "reason"), "site_field": ("options",)}
"""Columns that are no plain fields of the register: written to qualifications, accounts and child rows."""
ONCE = {"staff": ("employment", "probation_until")}
"""Columns that hold for a new record only: later on papers change them, and the pack must not take a leaver back."""


def key_of(sheet: str, values: Mapping[str, Any]) -> Any:
    """Return what a row is known by."""
    if sheet == "checklist":
        return values.get("subject"), values.get("item")
    if sheet == "site_field":
        return values.get("register"), values.get("label_zh")
    return values.get({"site": "code", "staff": "job_no", "building": "code", "setting": "key"}.get(sheet, "name"))


def plan(source: BinaryIO | Path, filename: str, session: Session) -> SitePlan:
    """Read a site pack and say what applying it would do.

    Args:
        source: the workbook, a path or a readable and seekable stream.
        filename: what the user calls it.
        session: bound to whoever asks; only read.

    Raises:
        FileRefused: the file is no workbook that can be read.
    """
    with open_workbook(source, filename) as workbook:
        by_name = {sheet.name.strip(): sheet for sheet in workbook.sheets}
        if workbook.kind == "csv" or not by_name.keys() & {s.name for s in SHEETS}:
            raise FileRefused(say.NO_TABLE if workbook.kind == "csv" else NO_SHEET.format(sheet=SHEETS[0].name))
        read = {s.key: read_sheet(by_name[s.name], s) for s in SHEETS if s.name in by_name}
        out = _start(read, filename, session)
        titles.name_roles(read, session, out.site_id)
        for key, sheet in read.items():
            out.problems += sheet.problems
            out.sheets[key] = _plan_sheet(session, out, sheet)
        if HOMES in by_name:
            out.homes = plan_homes(workbook, by_name[HOMES], filename, session, out.site_id)
            if out.homes.sheet.rows == [] and not out.homes.present:
                out.homes = None
    checks.check(session, out, read)
    return out


def _start(read: Mapping[str, ReadSheet], filename: str, session: Session) -> SitePlan:
    out = SitePlan(filename, "", "", None, {})
    if "site" not in read:
        out.problems.append(Problem("项目", 1, "", "", NO_SHEET.format(sheet="项目")))
        return out
    rows = read["site"].rows
    if len(rows) != 1:
        words = TWO_SITES if rows else NO_SITE
        out.problems.append(Problem("项目", rows[1].row if rows else 2, "", "", words))
    if rows:
        out.code, out.name = str(rows[0].values.get("code", "")), str(rows[0].values.get("name", ""))
        out.site_id = session.execute(select(Site.id).where(Site.code == out.code)).scalar()
    return out


def _plan_sheet(session: Session, out: SitePlan, read: ReadSheet) -> SheetPlan:
    spec = read.spec
    model = MODELS[spec.key]
    plan_of = SheetPlan(spec.key, spec.name, unknown=read.unknown)
    existing = _existing(session, spec.key, model, out)
    first: dict[Any, int] = {}
    for row in read.rows:
        name = " ".join(
            str(v) for v in (row.values.get(k) for k in ("code", "job_no", "name", "key", "item", "label_zh")) if v
        )
        planned = RowPlan(row.row, name, Verdict.new, row.values)
        for problem in row.problems:
            plan_of.refuse(planned, problem)
        key = key_of(spec.key, row.values)
        if key in first and not row.problems:
            plan_of.refuse(planned, read.problem(row.row, spec.said[0], TWICE.format(name=name, row=first[key])))
        first.setdefault(key, row.row)
        for problem in _unfit(read, model, planned):
            plan_of.refuse(planned, problem)
        record = existing.get(key)
        if record is not None and planned.verdict is not Verdict.refused:
            planned.record_id = record.id
            planned.changes = tuple(_differences(session, spec, model, record, row.values))
            planned.verdict = Verdict.changed if planned.changes else Verdict.unchanged
        plan_of.rows.append(planned)
    return plan_of


def _existing(session: Session, key: str, model: Any, out: SitePlan) -> dict[Any, Any]:
    if out.site_id is None:
        return {}
    where = model.id == out.site_id if key == "site" else model.site_id == out.site_id
    columns = {"checklist": ("subject", "item"), "site_field": ("register", "label_zh")}.get(key)
    single = {"site": "code", "staff": "job_no", "building": "code", "setting": "key"}.get(key, "name")
    records = session.scalars(select(model).where(where))
    return {tuple(getattr(r, c) for c in columns) if columns else getattr(r, single): r for r in records}


def _unfit(read: ReadSheet, model: Any, row: RowPlan) -> list[Problem]:
    """Find the cells the register would refuse: too long, out of range."""
    out = []
    for key, value in row.values.items():
        field = model.__fields__.get(key)
        if field is None or key in APART.get(read.spec.key, ()) or field.kind.value in {"ref", "refs"}:
            continue
        try:
            coerce(field, value)
        except Wrong as wrong:
            out.append(read.problem(row.row, key, wrong.sentence))
    return out


def _differences(
    session: Session, spec: SheetSpec, model: Any, record: Any, values: Mapping[str, Any]
) -> list[Difference]:
    out = []
    for key, value in values.items():
        if key in APART.get(spec.key, ()) or key in ONCE.get(spec.key, ()):
            continue
        field = model.__fields__[key]
        old = getattr(record, key)
        given = _comparable(field.kind.value, value)
        if _comparable(field.kind.value, old) != given and not _same_person(field.target, old, value):
            out.append(Difference(field.label, _words(old), _words(value)))
    if spec.key == "staff" and record.employment != Employment.left:
        out += _account_differences(session, record, values)
    if spec.key == "site_field":
        out += local_fields.differences(record, values)
    return out


def _comparable(kind: str, value: Any) -> Any:
    if kind == "ref":
        return display(value) if isinstance(value, Record) else value or ""
    if kind == "refs":
        return sorted(display(v) if isinstance(v, Record) else v for v in value)
    if kind == "enums":
        return sorted(v.value for v in value)
    if kind in {"str", "text"}:
        return str(value or "").strip()
    return value


def _same_person(target: str | None, old: Any, value: Any) -> bool:
    """Say whether a person is meant by his number."""
    return target == "Staff" and old is not None and old.job_no == value


def _words(value: Any) -> str:
    if isinstance(value, LabelEnum):
        return value.label.zh
    if isinstance(value, Record):
        return display(value)
    if isinstance(value, (list, tuple)):
        return "、".join(_words(v) for v in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def _account_differences(session: Session, staff: Any, values: Mapping[str, Any]) -> list[Difference]:
    out = []
    trained = values.get("trained_on")
    if trained and not any(q.kind == "training" and q.passed_on == trained for q in staff.qualifications):
        out.append(Difference(L("上岗培训合格日期", "Trained on"), "", str(trained)))
    user = session.get(User, staff.user_id) if staff.user_id else None
    username = values.get("username")
    if username and user is None:
        out.append(Difference(L("账号", "Account"), "", username))
    held = {g.role for g in user.grants if g.site_id == staff.site_id} if user is not None else set()
    missing = [r for r in values.get("roles", ()) if r not in held]
    if missing and username:
        old = "、".join(sorted(r.label.zh for r in held))
        out.append(Difference(L("角色", "Roles"), old, "、".join(r.label.zh for r in missing)))
    return out
