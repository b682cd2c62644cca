"""Opening a site as its pack says: organisation, accounts, homes, checklist and settings, through ``workflow``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from access import SYSTEM, acting
from exchange.reading.refusals import Problem
from exchange.site_pack import local_fields
from exchange.site_pack.homes_writing import apply_homes
from exchange.site_pack.layout import BY_NAME
from exchange.site_pack.planning import APART, MODELS, ONCE
from exchange.site_pack.plans import Handout, PackRefused, RowPlan, SitePlan, SiteResult, Verdict
from models.base.department import Department
from models.base.post import Post
from models.base.staff import Employment, Staff
from models.base.user import User
from models.spec import Actor, L, Role
from workflow import Invalid, WorkflowError, accounts, apply, create, edit
from workflow.approval import holders

WITH_THE_PACK = L("随项目开通文件批准：{file}", "Approved with the site pack {file}")
REVISED = L("按项目开通文件修订：{file}", "Revised by the site pack {file}")
PEOPLE = {"department": ("head", "leader"), "building": ("area_keeper",)}
"""References to employees, set once the employees are there."""


@dataclass(slots=True)
class _Opening:
    """One pack being applied."""

    session: Session
    plan: SitePlan
    actor: Actor
    now: dt.datetime
    password: str | None
    must_change: bool
    site_id: int = 0
    handouts: list[Handout] = field(default_factory=list)

    def rows(self, key: str, *verdicts: Verdict) -> list[RowPlan]:
        """The rows of a sheet with one of these verdicts."""
        sheet = self.plan.sheets.get(key)
        return [row for row in sheet.rows if row.verdict in verdicts] if sheet else []

    def to_write(self, key: str) -> list[RowPlan]:
        """The rows of a sheet that are new or changed."""
        return self.rows(key, Verdict.new, Verdict.changed)

    def record(self, row: RowPlan, key: str) -> Any:
        """The record a row is about."""
        return self.session.get_one(MODELS[key], row.record_id)

    def id_of(self, model: Any, column: Any, value: Any) -> int | None:
        """The id of this site's record with this value."""
        return self.session.execute(select(model.id).where(model.site_id == self.site_id, column == value)).scalar()

    def person(self, token: str) -> int | None:
        """An employee by number, else by name."""
        return self.id_of(Staff, Staff.job_no, token) or self.id_of(Staff, Staff.name, token)

    def refused(self, key: str, row: RowPlan, error: WorkflowError) -> PackRefused:
        """What a register refused, with sheet and row."""
        sheet = self.plan.sheets[key].name
        refusals = error.refusals if isinstance(error, Invalid) else []
        found = [Problem(sheet, row.row, "", BY_NAME[sheet].header(r.field or ""), r.sentence) for r in refusals]
        return PackRefused(found or [Problem(sheet, row.row, "", "", error.sentence)])

    def write(self, key: str, values: Mapping[str, Any], row: RowPlan) -> Any:
        """Create the row's record, or change it in what differs."""
        try:
            if row.record_id is None:
                made = create(
                    self.session, MODELS[key], values, actor=self.actor, now=self.now, site_id=self.site_id or None
                )
                row.record_id = made.id
                return made
            record = self.record(row, key)
            edit(self.session, record, values, actor=self.actor, now=self.now)
        except WorkflowError as error:
            raise self.refused(key, row, error) from error
        return record


def apply_pack(
    session: Session,
    plan: SitePlan,
    actor: Actor,
    now: dt.datetime,
    *,
    password: str | None = None,
    must_change: bool = True,
) -> SiteResult:
    """Write what the plan says, in the caller's transaction; nothing is committed, and after a refusal all is to be undone.

    Args:
        session: the caller's.
        plan: made by ``plan`` in the same transaction or shortly before.
        actor: who opens the site: a system administrator, or the system.
        now: the moment (aware).
        password: the first password of all accounts; a different random one each when None.
        must_change: whether the accounts must change it at the first sign-in.

    Raises:
        PackRefused: the plan is refused, or a register refused a row after all.
        Forbidden: the actor may not open a site.
    """
    if plan.refused:
        raise PackRefused(plan.refusals)
    opening = _Opening(session, plan, actor, now, password, must_change)
    with acting(session, actor):
        _site(opening)
        _plain(opening, "department")
        posts = _posts(opening)
        _staff(opening)
        _people_of(opening, "department")
        _accounts(opening)
        for post in posts:
            _approve(opening, post)
        _plain(opening, "building")
        _people_of(opening, "building")
        _plain(opening, "checklist")
        _plain(opening, "setting")
        for row in opening.to_write("site_field"):
            there = None if row.record_id is None else opening.record(row, "site_field")
            opening.write("site_field", local_fields.written(there, row.values), row)
        if plan.homes is not None:
            apply_homes(session, plan.homes, site_id=opening.site_id, actor=actor, now=now, batch=plan.filename)
    counts = {
        name: {verdict: n for verdict, n in count.items() if verdict != Verdict.refused}
        for name, count in plan.counts().items()
    }
    return SiteResult(opening.site_id, plan.code, plan.name, counts, tuple(opening.handouts))


def _site(opening: _Opening) -> None:
    row = opening.plan.sheets["site"].rows[0]
    if row.verdict in {Verdict.new, Verdict.changed}:
        opening.write("site", row.values, row)
    opening.site_id = row.record_id or 0


def _fields(key: str, row: RowPlan) -> dict[str, Any]:
    left_out = {*APART.get(key, ()), *PEOPLE.get(key, ()), *(ONCE.get(key, ()) if row.record_id is not None else ())}
    return {name: value for name, value in row.values.items() if name not in left_out}


def _plain(opening: _Opening, key: str) -> None:
    for row in opening.to_write(key):
        opening.write(key, _fields(key, row), row)


def _people_of(opening: _Opening, key: str) -> None:
    """Set the references to employees, who are there now."""
    for row in opening.to_write(key):
        values = {name: opening.person(row.values[name]) for name in PEOPLE[key] if name in row.values}
        if values:
            opening.write(key, values, row)


def _posts(opening: _Opening) -> list[Any]:
    """Write posts, superiors before those below; return those that are drafts now."""
    rows = {row.values["name"]: row for row in opening.to_write("post")}
    written: list[Any] = []

    def put(name: str) -> None:
        row = rows.pop(name, None)
        if row is None:
            return
        above = row.values.get("reports_to")
        if above is not None:
            put(above)
        values = _fields("post", row)
        if "department" in values:
            values["department"] = opening.id_of(Department, Department.name, values["department"])
        if above is not None:
            values["reports_to"] = opening.id_of(Post, Post.name, above)
        if row.record_id is not None and (post := opening.record(row, "post")).status == "approved":
            _move(opening, post, "revise", REVISED)
        written.append(opening.write("post", values, row))

    for name in list(rows):
        put(name)
    return written


def _staff(opening: _Opening) -> None:
    for row in opening.to_write("staff"):
        values = _fields("staff", row)
        values["post"] = opening.id_of(Post, Post.name, row.values["post"])
        if "concurrent_posts" in values:
            values["concurrent_posts"] = [opening.id_of(Post, Post.name, p) for p in values["concurrent_posts"]]
        trained = row.values.get("trained_on")
        held = opening.record(row, "staff").qualifications if row.record_id is not None else []
        if trained and not any(q.kind == "training" and q.passed_on == trained for q in held):
            lines = [
                {"id": q.id, "kind": q.kind, "certificate_no": q.certificate_no, "passed_on": q.passed_on,
                 "valid_until": q.valid_until} for q in held
            ]  # fmt: skip
            new = {"kind": "training", "passed_on": trained, "certificate_no": row.values.get("certificate_no")}
            values["qualifications"] = [*lines, new]
        opening.write("staff", values, row)


def _accounts(opening: _Opening) -> None:
    for row in opening.to_write("staff"):
        username, roles = row.values.get("username"), row.values.get("roles") or ()
        if not username:
            continue
        staff = opening.record(row, "staff")
        if staff.employment == Employment.left:
            continue
        try:
            if staff.user_id is None:
                _open_account(opening, staff, username, roles, row.values.get("reason") or "")
            else:
                _grant(opening, opening.session.get_one(User, staff.user_id), roles, row.values.get("reason") or "")
        except WorkflowError as error:
            raise opening.refused("staff", row, error) from error


def _open_account(opening: _Opening, staff: Any, username: str, roles: tuple[Role, ...], reason: str) -> None:
    new = accounts.create_account(
        opening.session,
        username=username,
        actor=opening.actor,
        now=opening.now,
        staff=staff,
        password=opening.password,
        must_change=opening.must_change,
    )
    _grant(opening, new.user, roles, reason)
    opening.handouts.append(Handout(username, staff.name, tuple(roles), new.password))


def _grant(opening: _Opening, user: User, roles: Iterable[Role], reason: str) -> None:
    for role in roles:
        accounts.grant(
            opening.session,
            user,
            role=role,
            site_id=opening.site_id,
            actor=opening.actor,
            now=opening.now,
            reason=reason,
        )


def _approve(opening: _Opening, post: Any) -> None:
    """Put an organisation that is in force into force: its posts are approved with the pack, where the chain is held.

    A post stays a draft while nobody holds a role of its chain; it is then submitted by hand.
    """
    flow = Post.__register__.flow
    if flow is None or flow.approval is None or post.status != "draft":
        return
    roles = [Role(role) for role in flow.approval.steps(post)]
    if not all(holders(opening.session, opening.site_id, role, but=opening.actor.user_id) for role in roles):
        return
    # an organisation in force is written down, not decided on anew: nobody reviews and approves with one hand (D-15)
    system = replace(SYSTEM, origin=opening.actor.origin)
    _move(opening, post, "submit", WITH_THE_PACK, system)
    while post.status == "submitted":
        _move(opening, post, "approve", WITH_THE_PACK, system)


def _move(opening: _Opening, post: Any, transition: str, words: Any, actor: Actor | None = None) -> None:
    reason = words.format(file=opening.plan.filename).text("zh")
    apply(
        opening.session,
        post,
        transition,
        {"reason": reason},
        actor=actor or opening.actor,
        now=opening.now,
        forced=True,
    )
