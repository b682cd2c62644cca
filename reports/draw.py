"""Drawing the month-end sample: 20 to 25 households out of those served in the month, repeatable from its seed (003 (二)4)."""

from __future__ import annotations

import calendar
import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base.unit import Unit
from models.engine.sampling import SampleDraw, SampleHome
from models.service.callback import Callback
from models.service.callback_rules import CallbackKind
from models.service.repair_order import RepairOrder
from models.spec import L, Refusal
from reports.counting import here
from reports.samples import served
from reports.span import span_of
from reports.spec import Span
from workflow import Invalid

NOBODY = L(
    "{month} 还没有完成入户维修的住户，抽不出样本。",
    "No household was served in {month} yet; there is nothing to draw from.",
)


@dataclass(frozen=True, slots=True)
class Home:
    """A drawn household: its address, the orders it was served by in the month, the last call of the sample there."""

    unit_id: int
    address: str
    orders: tuple[tuple[int, str], ...]
    callback_id: int | None = None
    reached: bool = False
    draft: bool = False
    """The call is written down, but not handed in yet."""


def month_span(session: Session, site_id: int, month: str, now: dt.datetime) -> Span:
    """Return the span of a month (``2026-11``); ValueError when it is none."""
    first = dt.date.fromisoformat(f"{month}-01")
    return span_of(session, site_id, first, first.replace(day=calendar.monthrange(first.year, first.month)[1]), now)


def chosen(among: Sequence[int], size: int, seed: int) -> list[int]:
    """Return ``size`` of the ids (all of them where there are fewer), each once: the same for the same seed and ids."""
    return random.Random(seed).sample(list(among), min(size, len(among)))  # noqa: S311 - a sample to check work by, no secret


def found(session: Session, site_id: int, month: str) -> SampleDraw | None:
    """Return the draw of a site and month; None before it is made."""
    return session.scalars(select(SampleDraw).where(SampleDraw.site_id == site_id, SampleDraw.month == month)).first()


def draw(session: Session, site_id: int, month: str, *, seed: int, user_id: int | None, now: dt.datetime) -> SampleDraw:
    """Draw the sample of a month and keep it; the one that was drawn already where there is one. Commits nothing.

    ``seed`` is any whole number. As many are drawn as ``sample.max`` says, all where fewer were served. Invalid when no
    household was served, ValueError for a month that is none.
    """
    first = found(session, site_id, month)
    if first is not None:
        return first
    span = month_span(session, site_id, month, now)
    query = select(RepairOrder.unit_id).where(*here(RepairOrder, span), *served(span), RepairOrder.unit_id.is_not(None))
    among = [int(one) for one in session.scalars(query.distinct().order_by(RepairOrder.unit_id)) if one is not None]
    if not among:
        raise Invalid([Refusal(NOBODY.format(month=month))])
    size = int(span.setting("sample.max") or 25)
    made = SampleDraw(site_id=site_id, month=month, seed=seed, size=size, among=among, at=now, user_id=user_id)
    session.add(made)
    session.flush()
    session.add_all(
        SampleHome(draw_id=made.id, unit_id=unit, position=at) for at, unit in enumerate(chosen(among, size, seed), 1)
    )
    session.flush()
    return made


def homes(session: Session, made: SampleDraw, now: dt.datetime) -> list[Home]:
    """Return the drawn households in order, each with what it was served by and whether it was called."""
    span = month_span(session, made.site_id, made.month, now)
    query = select(SampleHome.unit_id, Unit.address).join(Unit, Unit.id == SampleHome.unit_id)
    drawn = session.execute(query.where(SampleHome.draw_id == made.id).order_by(SampleHome.position)).all()
    ids = [unit_id for unit_id, _ in drawn]
    orders: dict[int, list[tuple[int, str]]] = {}
    of = select(RepairOrder.unit_id, RepairOrder.id, RepairOrder.number).where(
        RepairOrder.unit_id.in_(ids), *served(span)
    )
    for unit_id, order_id, number in session.execute(of.order_by(RepairOrder.completed_at)):
        orders.setdefault(unit_id or 0, []).append((order_id, number or f"#{order_id}"))
    calls: dict[int, tuple[int, bool, bool]] = {}
    sample = (
        Callback.kind == CallbackKind.sample,
        Callback.status.not_in(("void", "rejected")),
        *span.during(Callback.called_at),
    )
    by = select(Callback.unit_id, Callback.id, Callback.reached, Callback.status).where(
        Callback.unit_id.in_(ids), *sample
    )
    for unit_id, call_id, reached, status in session.execute(by.order_by(Callback.reached, Callback.called_at)):
        calls[unit_id or 0] = (call_id, bool(reached) and status != "draft", status == "draft")
    return [
        Home(unit_id, address, tuple(orders.get(unit_id, ())), *calls.get(unit_id, (None, False, False)))
        for unit_id, address in drawn
    ]
