"""What it takes to do a recurring duty, as the gate sees it: to fill in its papers, or to take the step that clears its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

import access
import models
from deadlines import duty_rights
from deadlines.duty_cover import Cover, Why
from deadlines.duty_people import People
from models.base.staff import Staff
from models.declare import Record
from models.spec import ALL_SITE_ROLES, Actor, Duty, Fulfilment, L, Papers, Role, StandIn, Verb


def may_do(actor: Actor, duty: Duty, site_id: int) -> bool:
    """Say whether the actor may do every part of a duty at a site: fill in its papers, or see and clear its rows."""
    return all(_may(actor, part, site_id) for part in duty.fulfils)


def _may(actor: Actor, part: Fulfilment, site_id: int) -> bool:
    model = models.by_name(part.papers.register)
    if not part.none_left:
        return bool(access.may(actor, model, Verb.create, site_id=site_id))
    steps = (f"do:{name}" for name in _clearing(model, part.papers))
    return bool(access.may(actor, model, Verb.read, site_id=site_id)) and any(
        access.may(actor, model, step, site_id=site_id) for step in steps
    )


def _clearing(model: type[Record], papers: Papers) -> list[str]:
    """Return the transitions after which a row is left no more: out of its states, or with the empty field filled."""
    flow = model.__register__.flow
    empty = {name for name, value in papers.where.items() if value is None}
    left = set(papers.states)
    return [
        t.name
        for t in (flow.transitions if flow else ())
        if empty & t.sets.keys() or (left & set(t.source) and t.to not in left)
    ]


def stand_ins(session: Session, model: type[Record], site_id: int, role: Role, now: dt.datetime) -> tuple[StandIn, ...]:
    """Return who fills in papers of ``model`` in place of the holders of a post: deputies, or the superior where none is there.

    Nobody where holders are at work and none of the others named a deputy, and where nobody up the line may fill them in.
    """
    papers = Papers(register=model.__name__, by="")
    duty = Duty(
        code=f"{role.value}:{model.__name__}",
        label=L("", ""),
        roles=(role,),
        fulfils=(Fulfilment(papers=papers),),
        clause="G3",
    )
    with session.no_autoflush:
        charges = Cover(People(session, site_id), now).of_duty(duty, role)
        standing = {c.staff_id: c for c in charges if c.why is not Why.own and c.able and c.staff_id is not None}
        query = select(Staff.id, Staff.name).where(Staff.id.in_(standing))
        return tuple(StandIn(standing[i].user_id, name) for i, name in session.execute(query.order_by(Staff.id)))


def _judge(session: Session, site_ids: Collection[int]) -> duty_rights.Able:
    rights = access.rights_at(session, tuple(site_ids))
    known: dict[str, Duty] = {}

    @cache
    def judged(site_id: int, roles: frozenset[Role], code: str) -> bool:
        somebody = Actor(
            user_id=0, username="", name="", grants={site_id: roles - ALL_SITE_ROLES},
            global_roles=roles & ALL_SITE_ROLES, sites=(site_id,), site_id=site_id, rights=rights,
        )  # fmt: skip
        return may_do(somebody, known[code], site_id)

    def able(site_id: int, roles: frozenset[Role], duty: Duty) -> bool:
        known[duty.code] = duty
        return judged(site_id, roles, duty.code)

    return able


def _sees(session: Session, user_id: int, register: str, record_id: int) -> bool:
    actor = access.load_actor(session, user_id)
    return actor is not None and access.get(session, models.register(register), record_id, actor) is not None


def install() -> None:
    """Let ``deadlines`` know who judges rights; done when the package is imported."""
    duty_rights.judged_by(_judge, _sees)
