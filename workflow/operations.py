"""The only writers of registers: create, edit and apply. Nothing here commits; the caller does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from access import Mode, Purpose, acting, fields_at, fields_for, gate, may, touch_authz
from deadlines import duties, ledger
from models import by_name
from models.base.site import Site
from models.declare import Record
from models.engine import setting
from models.engine.numbering import next_number
from models.engine.search import index, searched
from models.engine.settings import forget
from models.spec import STAY, Actor, Case, L, Opening, Refusal, Scope, Set, Tell, Transition, Verb
from workflow import approval, changes, checks, notices, openings, press
from workflow.duty_rights import stand_ins
from workflow.errors import Forbidden, Invalid
from workflow.values import ZONE, Chooser, assign, defaults, link_files, missing, once, preset

NO_SITE = L("请先选择项目。", "Please choose a site first.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What ``apply`` led to. ``created``: the document this step created. ``already``: it was one's own second press."""

    record: Any
    created: Any = None
    already: bool = False


def case_of(
    session: Session,
    record: Any,
    data: Mapping[str, Any],
    actor: Actor,
    now: dt.datetime,
    *,
    transition: str = "",
    via: Any = None,
    last: bool = True,
    loaded: bool = False,
) -> Case:
    """Return what a register's rules look at."""
    site_id = getattr(record, "site_id", None)
    return Case(
        record=record,
        data=data,
        actor=actor,
        now=now,
        session=session,
        transition=transition,
        via=via,
        last=last,
        loaded=loaded,
        setting=lambda key: setting(session, site_id, key),
        stand_ins=lambda role: stand_ins(session, type(record), site_id, role, now) if site_id is not None else (),
    )


def create(
    session: Session,
    model: type[Any],
    values: Mapping[str, Any],
    *,
    actor: Actor,
    now: dt.datetime,
    site_id: int | None = None,
    token: str | None = None,
    via: Any = None,
    forced: bool = False,
    verb: Verb = Verb.create,
    state: str | None = None,
) -> Any:
    """Create a record from ``values`` by field name and return it.

    ``site_id`` defaults to where the actor works. ``token`` makes a second press return the first record. ``via`` is
    the document that caused it; ``forced`` skips the rights check for a rule's own effects. ``verb``: ``import_`` asks
    for that right and its fields instead, and the history says so; a paper may then come in a ``state`` of the register's
    ``openings``, nobody is told of it, and what was signed was signed on paper. Raises Forbidden, Invalid.
    """
    with acting(session, actor):
        first = press.claim(session, token, actor, f"create:{model.slug()}", now)
        if first is not None:
            return first
        spec = model.__register__
        site_id = _site(model, values, actor, site_id, via)
        if not forced and not (verdict := may(actor, model, verb, site_id=site_id)):
            raise Forbidden(verdict.reason or checks.REASON)
        loaded = verb is Verb.import_
        opening = openings.opening_of(model, state)
        with session.no_autoflush, gate(session):
            record = model(
                version=1,
                created_at=now,
                updated_at=now,
                created_by_id=actor.user_id or None,
                updated_by_id=actor.user_id or None,
            )
            if spec.scope is not Scope.none:
                record.site_id = site_id
            if spec.flow:
                record.status = opening.state if opening else spec.flow.initial
            allowed = None if forced or actor.system else _editable_names(actor, model, None, site_id, verb)
            given = {k: v for k, v in values.items() if k != "site"}
            fields = fields_at(actor, model, site_id)
            refusals = assign(session, record, given, allowed, fields, Chooser(actor, via))
            defaults(session, record, actor, now)
            asked = {n: f for n, f in fields.items() if not f.local or (allowed is not None and n in allowed)}
            empty = [*missing(record, on_paper=loaded, fields=asked), *openings.lacking(record, opening)]
            if loaded:
                refusals = once(refusals, openings.misplaced(model, opening, given))
            checks.stop(once(refusals, empty))
            if spec.prefix:
                record.number = _number(session, spec.prefix, site_id, now)
            _rules(session, record, values, actor, now, via, opening=opening, loaded=loaded)
            session.add(record)
            checks.flush(session)
            names = link_files(session, record)
            after = changes.snapshot(record)
            changes.write(
                session,
                record,
                actor,
                now,
                verb.value,
                comment="、".join(names),
                changes=[c for c in changes.difference({}, after) if c["new"] not in (None, [], "")],
            )
        _settled(session, record, now, loaded=loaded)
        press.settle(session, token, actor, record)
        if spec.on_create:
            case = case_of(session, record, values, actor, now, via=via, loaded=loaded)
            effects = [e for e in spec.on_create(case) if not (loaded and isinstance(e, Tell))]
            perform(session, record, effects, actor=actor, now=now, via=via or record)
        return record


def edit(
    session: Session,
    record: Any,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    now: dt.datetime,
    version: int | None = None,
    token: str | None = None,
    forced: bool = False,
    kind: str = "edit",
    comment: str = "",
) -> Any:
    """Change the fields named in ``values``, leaving every other column exactly as it was.

    ``version`` is the one the person looked at: Conflict with the changes made since when it is no longer current.
    ``forced`` skips rights and state for a rule's own effects. Raises Forbidden, Invalid, Conflict.
    """
    with acting(session, actor):
        model = type(record)
        first = press.claim(session, token, actor, f"edit:{model.slug()}:{record.id}", now)
        if first is not None:
            return first
        if not forced:
            checks.check_edit(session, record, actor, version)
        with session.no_autoflush, gate(session):
            watched, sought = changes.Watched(session, record), searched(record)
            allowed = None if forced or actor.system else _editable_names(actor, model, record, None)
            fields = fields_at(actor, model, getattr(record, "site_id", None))
            refusals = once(
                assign(session, record, values, allowed, fields, Chooser(actor)),
                missing(record, _judged(values, model), fields=fields),
            )
            checks.stop(refusals)
            _rules(session, record, values, actor, now, None)
            diff = watched.difference()
            files = bool(record.__dict__.get("_files"))
            if diff or files:
                record.updated_at, record.updated_by_id = now, actor.user_id or None
                checks.flush(session)
                names = link_files(session, record)
                changes.write(session, record, actor, now, kind, changes=diff, comment=comment or "、".join(names))
        if diff:
            _settled(session, record, now, sought=sought)
            if model.__register__.on_edit:
                case = case_of(session, record, values, actor, now)
                perform(session, record, model.__register__.on_edit(case), actor=actor, now=now, via=record)
        press.settle(session, token, actor, record)
        return record


def apply(
    session: Session,
    record: Any,
    transition: str,
    data: Mapping[str, Any] | None = None,
    *,
    actor: Actor,
    now: dt.datetime,
    version: int | None = None,
    token: str | None = None,
    via: Any = None,
    forced: bool = False,
) -> Outcome:
    """Move a record by one of its transitions.

    Checks state, rights, asked fields and guards; writes state, fields and history; performs effects. ``version`` is
    the one the person looked at. ``via`` is the document whose saving causes the move (then ``forced``: the rule
    decides, not the role). Raises Forbidden, Invalid, Conflict, Missing; KeyError for a transition the register lacks.
    """
    data = dict(data or {})
    with acting(session, actor):
        model = type(record)
        first = press.claim(session, token, actor, f"{transition}:{model.slug()}:{record.id}", now)
        if first is not None:
            return Outcome(first, already=True)
        t = model.__register__.flow.transition(transition)
        checks.lock(session, record)
        checks.check_state(session, record, t, version)
        if not forced and not (verdict := may(actor, model, f"do:{transition}", record, now=now)):
            raise Forbidden(verdict.reason or checks.REASON)
        if t.creates is not None and via is None:
            made = _create_linked(session, record, t, data, actor, now)
            press.settle(session, token, actor, made)
            return Outcome(record, created=made)
        _move(session, record, t, data, actor, now, via)
        press.settle(session, token, actor, record)
        return Outcome(record)


def _move(
    session: Session, record: Any, t: Transition, data: dict[str, Any], actor: Actor, now: dt.datetime, via: Any
) -> None:
    model = type(record)
    from_state = record.status
    comment = str(data.pop("reason", "") or "").strip()
    last = t.approval != "approve" or approval.is_last(session, record)
    with session.no_autoflush, gate(session):
        watched, sought = changes.Watched(session, record), searched(record)
        refusals = checks.asked(session, record, t, data, comment, via, actor)
        checks.stop(refusals)
        case = case_of(session, record, {**data, "reason": comment}, actor, now, transition=t.name, via=via, last=last)
        checks.stop([r for guard in t.guards if (r := guard(case)) is not None])
        for name in t.clears:
            setattr(record, f"{name}_id" if hasattr(model, f"{name}_id") else name, None)
        for name, value in t.sets.items():
            preset(record, name, value, actor, now)
        target = t.to if t.to != STAY else from_state
        kind = "decision" if t.approval else "transition"
        if t.approval == "submit":
            approval.submit(session, record, model.__register__.flow, actor)
        elif t.approval == "withdraw":
            approval.withdraw(session, record)
        elif t.approval:
            left = approval.decide(session, record, t, actor, now, comment)
            target = target if left else from_state
        elif t.name == "void":
            approval.close_steps(session, record)
        record.status = target
        record.updated_at, record.updated_by_id = now, actor.user_id or None
        final = t.approval != "approve" or target != from_state
        effects = t.effects(case) if t.effects and final else []
        for effect in effects:
            if isinstance(effect, Set):
                _set_effect(session, record, effect)
        diff = watched.difference()
        checks.flush(session)
        link_files(session, record)
        if t.approval or t.name == "void":
            notices.follow(session, record, actor=actor, now=now)
        changes.write(
            session,
            record,
            actor,
            now,
            kind,
            transition=t.name,
            from_state=from_state,
            comment=comment,
            changes=diff,
        )
    _settled(session, record, now, sought=sought)
    perform(session, record, [e for e in effects if not isinstance(e, Set)], actor=actor, now=now, via=record)


def perform(session: Session, record: Any, effects: Sequence[Any], *, actor: Actor, now: dt.datetime, via: Any) -> None:
    """Carry out what a rule returned: Set, Apply, Create, Update."""
    from workflow.effects import perform as carry_out  # noqa: PLC0415 - effects call back into these operations

    carry_out(session, record, effects, actor=actor, now=now, via=via)


def _set_effect(session: Session, record: Any, effect: Set) -> None:
    checks.stop(assign(session, record, {effect.field: effect.value}, None, type(record).__fields__))


def _create_linked(
    session: Session, record: Any, t: Transition, data: dict[str, Any], actor: Actor, now: dt.datetime
) -> Any:
    assert t.creates is not None  # noqa: S101 - the caller looked
    values = {**{k: v for k, v in t.creates.prefill(record).items() if v is not None}, **data}
    if t.creates.link:
        values[t.creates.link] = record.id
    target = by_name(t.creates.register)
    made = create(session, target, values, actor=actor, now=now, site_id=getattr(record, "site_id", None), via=record)
    if not t.creates.link:
        filled = {t.creates.fills: made.id} if t.creates.fills else {}
        apply(session, record, t.name, filled, actor=actor, now=now, via=made, forced=True)
    return made


def _settled(
    session: Session, record: Any, now: dt.datetime, *, sought: tuple[Any, ...] | None = None, loaded: bool = False
) -> None:
    """After a write: clocks, search index (unless it holds just that: ``sought`` is what it was made from before)."""
    with gate(session):
        ledger.sync(session, record, now=now, loaded=loaded)
        duties.settle(session, record, now=now)
        if sought is None or sought != searched(record):
            index(session, [record])
        if record.slug() == "setting":
            forget(session)
        if record.slug() in {"user", "staff", "site", "setting", "site_field"}:  # what an Actor is made of
            touch_authz(session)


def _rules(
    session: Session, record: Any, values: Mapping[str, Any], actor: Actor, now: dt.datetime, via: Any,
    *, opening: Opening | None = None, loaded: bool = False,
) -> None:  # fmt: skip
    spec = type(record).__register__
    case = case_of(session, record, values, actor, now, via=via, loaded=loaded)
    for effect in [*((spec.derive(case) if spec.derive else None) or []), *openings.derived(opening, case)]:
        _set_effect(session, record, effect)
    refusals = [*(r for guard in spec.guards if (r := guard(case)) is not None), *openings.judged(opening, case)]
    checks.stop(refusals + checks.unique(session, record))


def _number(session: Session, prefix: str, site_id: int | None, now: dt.datetime) -> str:
    code = ""
    if site_id is not None:
        code = session.execute(select(Site.code).where(Site.id == site_id)).scalar_one()
    return next_number(session, prefix, site_id or 0, code, now.astimezone(ZONE).date())


def _site(model: type[Any], values: Mapping[str, Any], actor: Actor, site_id: int | None, via: Any) -> int | None:
    scope = model.__register__.scope
    if scope is Scope.none:
        return None
    chosen = site_id or values.get("site") or getattr(via, "site_id", None)
    if chosen is None:
        chosen = actor.site_id
    if isinstance(chosen, Record):
        chosen = chosen.id
    if chosen is None and scope is Scope.site:
        raise Invalid([Refusal(NO_SITE, "site")])
    return None if chosen is None else int(chosen)


def _editable_names(
    actor: Actor, model: type[Any], record: Any, site_id: int | None, verb: Verb = Verb.edit
) -> set[str]:
    purpose = Purpose.import_ if verb is Verb.import_ else Purpose.form
    return {r.name for r in fields_for(actor, model, purpose, record, site_id) if r.mode is Mode.edit}


def _judged(values: Mapping[str, Any], model: type[Any]) -> set[str]:
    """Return the fields whose being required is judged: those given, and those that hang on one given."""
    return set(values) | {n for n, f in model.__fields__.items() if f.required_when and f.required_when.field in values}
