"""The one place that says who may see what and do what, each verdict with its reason. Denies by default."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, false, or_, select, true, union
from sqlalchemy.orm import Session, object_session

from access.actors import default_roles, is_off
from access.line import line_above, stands_over
from access.scope import kept_rows
from access.succession import inherits
from models.base.department import Department
from models.base.post import Post
from models.base.staff import Staff
from models.declare import Record, table_of
from models.engine.approval import ApprovalStep
from models.engine.settings import setting
from models.engine.titles import titles_at
from models.reference import people
from models.spec import Actor, Case, Kind, L, Label, Role, Scope, Transition, Verb

NO_ROLE = L(
    "您的岗位不能{verb}{register}。需要时请联系主管，或请系统管理员调整权限。",
    "Your role may not {verb} this register ({register}). Ask your supervisor or the system administrator.",
)
NOT_YOURS = L("这一步由{who}办理。", "This step is done by {who}.")
SEPARATED = L("{who}不能办理自己经手的这一步。", "{who} may not take this step on his own work.")
NOT_USED = L("本项目没有启用{register}。", "This site does not use this register ({register}).")
OTHER_SITE = L("您在这个项目没有岗位。", "You hold no role at this site.")
FOR_ALL_SITES = L(
    "这一条对所有项目有效，只能由总公司或系统管理员更改。",
    "This entry holds for every site; only head office or the system administrator may change it.",
)
LOOKING = frozenset({Verb.read, Verb.export, Verb.unmask})
OWN_DOCUMENT = L("自己填写的单据须由他人审批。", "Somebody else must decide on a document you filled in.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes or no, and why not."""

    ok: bool
    reason: Label | None = None

    def __bool__(self) -> bool:
        """Say yes or no."""
        return self.ok


YES = Verdict(ok=True)


def roles_for(actor: Actor, model: type[Record], verb: str, site_id: int | None) -> frozenset[Role]:
    """Return the roles that hold ``verb`` of a register at a site, the site's own matrix considered."""
    if site_id is not None and (site_id, model.slug(), verb) in actor.rights:
        return actor.rights[site_id, model.slug(), verb]
    return default_roles(model, verb)


def holds(actor: Actor, model: type[Record], verb: str, site_id: int | None) -> bool:
    """Say whether one of the actor's roles at the site holds ``verb``; with no site: at any of his sites."""
    if actor.system:
        return True
    if site_id is None and model.__register__.scope is Scope.site:
        return any(holds(actor, model, verb, s) for s in actor.sites)
    if _beyond(actor, model, verb, site_id):
        return False
    return not actor.roles_at(site_id).isdisjoint(roles_for(actor, model, verb, site_id))


def _beyond(actor: Actor, model: type[Record], verb: str, site_id: int | None) -> bool:
    """Say whether a row of all sites is about to be written by somebody who works at some of them only (G4)."""
    for_all = model.__register__.scope is Scope.site_or_all and site_id is None
    return for_all and not actor.everywhere and verb not in LOOKING


def person_fields(model: type[Record]) -> list[str]:
    """Return the fields whose person may see the record."""
    return [n for n, f in model.__fields__.items() if f.involves]


def _involvement(model: type[Any], actor: Actor) -> ColumnElement[bool]:
    """Return the criterion of rows that involve the actor."""
    parts: list[ColumnElement[bool]] = [model.created_by_id == actor.user_id]
    if actor.staff_id is not None:
        for name in person_fields(model):
            target = model.__fields__[name].target
            parts.append(getattr(model, f"{name}_id") == (actor.user_id if target == "User" else actor.staff_id))
        if model.__tablename__ == "staff":
            parts.append(model.id == actor.staff_id)
        for path in model.__register__.involved:
            head, _, rest = path.partition(".")
            parts.append(getattr(model, head).has(**{f"{rest}_id": actor.staff_id}))
        parts += [getattr(model, f"{name}_id").in_(led_by(actor.staff_id)) for name in model.__register__.line]
    if model.__register__.flow and model.__register__.flow.approval:
        mine = [ApprovalStep.decided_by_id == actor.user_id]
        if actor.staff_id is not None:
            mine.append(ApprovalStep.staff_id == actor.staff_id)
        for site, roles in actor.grants.items():
            mine.append(
                and_(
                    ApprovalStep.site_id == site,
                    ApprovalStep.role.in_([r.value for r in roles]),
                    ApprovalStep.state.in_(("pending", "decided")),
                )
            )
        if actor.global_roles:
            mine.append(ApprovalStep.role.in_([r.value for r in actor.global_roles]))
        parts.append(
            exists().where(ApprovalStep.register == model.slug(), ApprovalStep.record_id == model.id, or_(*mine))
        )
    return or_(*parts)


def led_by(staff_id: int) -> Select[tuple[int]]:
    """Return the query for the staff ids below somebody by post, step by step down (``Post.reports_to``)."""
    staff, post = table_of(Staff), table_of(Post)
    besides = table_of(Staff).metadata.tables["staff_concurrent_posts"]
    mine = union(
        select(staff.c.post_id).where(staff.c.id == staff_id),
        select(besides.c.post_id).where(besides.c.staff_id == staff_id),
    ).subquery()
    below = select(post.c.id).where(post.c.reports_to_id.in_(select(mine.c.post_id))).cte(recursive=True)
    below = below.union(select(post.c.id).where(post.c.reports_to_id == below.c.id))
    return select(staff.c.id).where(staff.c.post_id.in_(select(below.c.id)), staff.c.id != staff_id)


def visible(query: Select[Any], model: type[Any], actor: Actor) -> Select[Any]:
    """Return ``query`` narrowed to the rows of ``model`` the actor may see.

    Whoever holds ``read`` at a row's site sees it; a role listed in ``own`` sees the rows he is involved in; anybody
    else nothing. The wall around sites (``access.scope``) stands under this as well.
    """
    criterion = _row_criterion(model, actor)
    return query if criterion is None else query.where(criterion)


CHOSEN_BY_ALL = frozenset({"Unit", "Staff", "User", "Site", "Department", "Post", "StockItem"})
"""Registers whose names stand on every form that refers to them; the wall around sites still holds."""


def sight(actor: Actor) -> Hashable:
    """Return everything of an actor that ``visible`` and ``fields_for`` depend on: for what is kept between requests."""
    return (
        actor.user_id, actor.staff_id, actor.site_id, actor.sites, actor.global_roles, actor.system,
        frozenset(actor.grants.items()), frozenset(actor.rights.items()), actor.site_fields,
    )  # fmt: skip


def _row_criterion(model: type[Any], actor: Actor) -> ColumnElement[bool] | None:
    spec = model.__register__
    if actor.system:
        return None
    if spec.scope is Scope.none:
        return _of_no_site(model, actor)
    if (
        actor.everywhere
        and not actor.roles_at(None).isdisjoint(default_roles(model, Verb.read))
        and not any(key[1] == model.slug() and key[2] == Verb.read for key in actor.rights)
    ):
        return None
    full_sites = [s for s in actor.sites if holds(actor, model, Verb.read, s)]
    own_sites = [s for s in actor.sites if s not in full_sites and _owns(actor, model, s)]
    parts: list[ColumnElement[bool]] = []
    if full_sites:
        parts.append(model.site_id == full_sites[0] if len(full_sites) == 1 else model.site_id.in_(full_sites))
    if own_sites:
        parts.append(and_(model.site_id.in_(own_sites), _involvement(model, actor)))
    if spec.scope is Scope.site_or_all and (full_sites or holds(actor, model, Verb.read, None)):
        parts.append(model.site_id.is_(None))
    return or_(*parts) if parts else false()


def _of_no_site(model: type[Any], actor: Actor) -> ColumnElement[bool] | None:
    """Return the rows seen of a register that belongs to no site: accounts by the sites they name, sites themselves."""
    spec = model.__register__
    if model.__tablename__ == "site":
        return None if actor.everywhere else model.id.in_(actor.sites)
    if not holds(actor, model, Verb.read, None):
        return _involvement(model, actor) if _owns(actor, model, None) else false()
    if not spec.sites or actor.system or not actor.global_roles.isdisjoint(default_roles(model, Verb.read)):
        return None
    reading = [s for s in actor.sites if holds(actor, model, Verb.read, s)]
    return or_(false(), *(getattr(model, name).any(site_id=s) for name in spec.sites for s in reading))


def _owns(actor: Actor, model: type[Record], site_id: int | None) -> bool:
    spec = model.__register__
    return not is_off(actor, model.slug(), site_id) and not actor.roles_at(site_id).isdisjoint(spec.rights.own)


def get(session: Session, model: type[Any], record_id: Any, actor: Actor, *, lock: bool = False) -> Any | None:
    """Return one row the actor may see, freshly read, or None — also for an id that is no id."""
    text = str(record_id)
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
    if not 0 < number < 2**31:
        return None
    query = kept_rows(session, ("get", model, sight(actor)), lambda: _seen(model, actor))
    return session.scalars(query.with_for_update(of=model) if lock else query, {"sought": number}).first()


def _seen(model: type[Any], actor: Actor) -> Select[Any]:
    query = select(model).where(model.id == bindparam("sought"))
    return visible(query, model, actor).execution_options(populate_existing=True)


def involved(record: Any, actor: Actor) -> bool:
    """Say whether the record involves the actor: he filled it in or is named in it."""
    if record.created_by_id == actor.user_id:
        return True
    if any(is_person(record, name, actor) for name in person_fields(type(record))):
        return True
    session = object_session(record)
    led = [getattr(record, f"{name}_id") for name in type(record).__register__.line]
    if session is None or actor.staff_id is None or not any(led):
        return False
    return not set(led).isdisjoint(session.scalars(led_by(actor.staff_id)))


def is_person(record: Any, name: str, actor: Actor) -> bool:
    """Say whether the reference field ``name`` points at the actor (his staff record, or his account)."""
    value = getattr(record, f"{name}_id", None)
    field = type(record).__fields__.get(name)
    mine = actor.user_id if field and field.target == "User" else actor.staff_id
    return value is not None and value == mine


def may(
    actor: Actor,
    model: type[Record],
    verb: str,
    record: Any = None,
    site_id: int | None = None,
    now: dt.datetime | None = None,
) -> Verdict:
    """Say whether the actor may do ``verb`` (a Verb, or ``do:<transition>``) on a register or one of its records.

    ``now`` is for transitions whose rules look at the clock; the record's last change stands in when it is not given.
    """
    if actor.system:
        return YES
    spec = model.__register__
    if record is not None:
        site_id = getattr(record, "site_id", None)
    elif site_id is None:
        site_id = actor.site_id
    if (away := _away(actor, model, site_id)) is not None:
        return Verdict(ok=False, reason=away)
    if verb.startswith("do:"):
        return (
            _may_move(actor, model, spec.flow.transition(verb[3:]), record, site_id, now)
            if spec.flow
            else Verdict(ok=False)
        )
    ok = holds(actor, model, verb, site_id)
    if not ok and verb == Verb.read:
        ok = _owns(actor, model, site_id) and (record is None or involved(record, actor))
    if not ok and verb == Verb.edit and record is not None and record.created_by_id == actor.user_id:
        ok = holds(actor, model, Verb.create, site_id)
    if ok and spec.read_only and verb in {Verb.create, Verb.edit, Verb.import_}:
        ok = False
    if ok:
        return YES
    sentence = FOR_ALL_SITES if _beyond(actor, model, verb, site_id) else NO_ROLE
    return Verdict(ok=False, reason=sentence.format(verb=Verb(verb).label, register=spec.label))


def _away(actor: Actor, model: type[Record], site_id: int | None) -> Label | None:
    """Return why nothing can be done at this site at all: it is not the actor's, or does without the register."""
    if site_id is not None and not actor.everywhere and site_id not in actor.sites:
        return OTHER_SITE
    return NOT_USED.format(register=model.__register__.label) if is_off(actor, model.slug(), site_id) else None


def _may_move(
    actor: Actor, model: type[Record], t: Transition, record: Any, site_id: int | None, now: dt.datetime | None
) -> Verdict:
    if t.by_itself:
        return Verdict(ok=False, reason=NOT_YOURS.format(who=L("系统", "the system")))
    if record is not None and _beyond(actor, model, f"do:{t.name}", site_id):
        return Verdict(ok=False, reason=FOR_ALL_SITES)
    instead = t.roles_of(record) if record is not None else None
    if instead is not None:
        codes = {str(r) for r in instead}
    else:
        codes = {str(r) for r in roles_for(actor, model, f"do:{t.name}", site_id)}
        codes |= {str(r) for r in t.roles if str(r).startswith("@")}
    named = [c for c in codes if c.startswith("@")]
    ok = not {r.value for r in actor.roles_at(site_id)}.isdisjoint(codes)
    if record is None:
        return YES if ok or named else Verdict(ok=False, reason=_who(model, codes, None, site_id))
    ok = ok or any(_holds_named(actor, model, name[1:], record, site_id) for name in named)
    ok = ok or inherits(actor, t, codes, record, site_id)
    if not ok:
        return Verdict(ok=False, reason=_who(model, codes, object_session(record), site_id))
    barred = _barred(actor, t, record, now)
    return YES if barred is None else Verdict(ok=False, reason=barred)


def _barred(actor: Actor, t: Transition, record: Any, now: dt.datetime | None) -> Label | None:
    """Return why this person may not although his role may: separation of duties, his own document, a rule."""
    for name in t.never:
        if is_person(record, name, actor):
            return SEPARATED.format(who=type(record).__fields__[name].label)
    decided = t.decides or (t.name in {"approve", "first_approve"} and not t.approval)
    if decided and record.created_by_id == actor.user_id:
        return OWN_DOCUMENT
    session = object_session(record)
    site_id = getattr(record, "site_id", None)
    for rule in t.only:
        case = Case(
            record=record,
            data={},
            actor=actor,
            now=now or record.updated_at,
            session=session,
            transition=t.name,
            setting=lambda key: setting(session, site_id, key) if session else None,
        )
        if (refusal := rule(case)) is not None:
            return refusal.sentence
    return None


def _who(model: type[Record], codes: set[str], session: Session | None, site_id: int | None) -> Label:
    """Return the refusal that names who does it instead, roles as the site calls them (our own words without a session)."""
    ordered = [*(r for r in Role if r in codes), *sorted(c for c in codes if c.startswith("@"))]
    called = titles_at(session, site_id) if session is not None else {}
    words = people(model, ordered, called) or (L("系统", "the system"),)
    return NOT_YOURS.format(who=Label("、".join(w.zh for w in words), ", ".join(w.en for w in words)))


def is_named(actor: Actor, model: type[Record], code: str, record: Any) -> bool:
    """Say whether ``@code`` of a saved record (``@field``, ``@creator``, ``@line``) is the actor."""
    return _holds_named(actor, model, code.removeprefix("@"), record, getattr(record, "site_id", None))


def _holds_named(actor: Actor, model: type[Record], name: str, record: Any, site_id: int | None) -> bool:
    session = object_session(record)
    if name == "creator":
        return bool(record.created_by_id == actor.user_id)
    if name == "filler":
        return holds(actor, model, Verb.create, site_id)
    if name in {"step", "submitter"} and session is not None:
        return _holds_step(session, actor, record, site_id, submitter=name == "submitter")
    if name == "head" and session is not None:
        head = session.execute(select(Department.head_id).where(Department.id == record.department_id)).scalar()
        return head is not None and head == actor.staff_id
    if name == "line" and session is not None:
        return _is_above(session, actor, model, record)
    return is_person(record, name, actor)


def _is_above(session: Session, actor: Actor, model: type[Record], record: Any) -> bool:
    """Say whether the actor is the superior of who wrote a record, or stands in the line of whom its approval names."""
    flow = model.__register__.flow
    of = flow.approval.of if flow is not None and flow.approval is not None else ""
    if of:
        return stands_over(session, actor.staff_id, getattr(record, f"{of}_id"))
    return actor.staff_id is not None and actor.staff_id in line_above(session, record.created_by_id)


def _holds_step(session: Session, actor: Actor, record: Any, site_id: int | None, *, submitter: bool) -> bool:
    step = session.scalars(
        select(ApprovalStep).where(
            ApprovalStep.register == record.slug(), ApprovalStep.record_id == record.id, ApprovalStep.state == "pending"
        )
    ).first()
    if step is None:
        return False
    if submitter:
        return step.submitted_by_id == actor.user_id
    if actor.user_id in {step.submitted_by_id, record.created_by_id}:
        return False
    if step.staff_id is not None:
        return step.staff_id == actor.staff_id
    return actor.holds(site_id, Role(step.role))


__all__ = [
    "CHOSEN_BY_ALL", "YES", "Kind", "Verdict", "get", "holds", "involved", "is_named", "is_person", "line_above", "may",
    "person_fields", "roles_for", "sight", "true", "visible",
]  # fmt: skip
