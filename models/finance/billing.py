"""Which bills a period still needs: pure reading, so that the same plan serves the button, the command and the tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from models.base.resident import Occupancy, Relation, Resident
from models.base.unit import Unit
from models.finance.amounts import add_months

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
"""Months of a cycle; a fee charged once has a period of one day."""
MOST_NAMED = 40
"""Homes named when they are left out; the rest are counted by the list of homes."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run makes: values of the bills, addresses of homes that can't be billed, the last day of the period."""

    bills: tuple[Mapping[str, Any], ...]
    left_out: tuple[str, ...]
    until: dt.date


def period_end(cycle: str, start: dt.date) -> dt.date:
    """Return the last day of the period that begins on ``start``."""
    months = MONTHS.get(str(cycle), 0)
    return add_months(start, months) - dt.timedelta(days=1) if months else start


def billed(session: Session, item: Any, start: dt.date, end: dt.date, unit_id: int | None = None) -> dict[int, str]:
    """Return the homes already billed for this fee in any part of the period, with the bill's number.

    A fee is known by its name: after a change of price the old item's bills count as well. Void bills don't.
    """
    from models.finance.bill import Bill  # noqa: PLC0415 - the register names this module
    from models.finance.fee_item import FeeItem  # noqa: PLC0415 - the same

    same = select(FeeItem.id).where(FeeItem.site_id == item.site_id, FeeItem.name == item.name)
    query = select(Bill.unit_id, Bill.number).where(
        Bill.fee_item_id.in_(same), Bill.status != "void", Bill.period_from <= end, Bill.period_to >= start
    )
    if unit_id is not None:
        query = query.where(Bill.unit_id == unit_id)
    with session.no_autoflush:
        return {row.unit_id: row.number or "" for row in session.execute(query)}


def plan(session: Session, item: Any, start: dt.date, due_on: dt.date) -> Run:
    """Return the bills the site's homes lack for the period of ``item`` that begins on ``start``, by address."""
    end = period_end(item.cycle, start)
    have = billed(session, item, start, end)
    payers = owners(session, item.site_id, start)
    homes = (
        select(Unit.id, Unit.address, Unit.gross_area)
        .where(Unit.site_id == item.site_id, Unit.status == "active")
        .order_by(Unit.address_key, Unit.id)
    )
    bills: list[Mapping[str, Any]] = []
    left_out: list[str] = []
    for home in session.execute(homes):
        if home.id in have:
            continue
        if item.basis == "area" and not home.gross_area:
            left_out.append(home.address)
            continue
        bills.append({
            "unit": home.id, "resident": payers.get(home.id), "fee_item": item.id, "period_from": start, "period_to": end,
            "quantity": home.gross_area if item.basis == "area" else 1, "due_on": due_on,
        })  # fmt: skip
    return Run(tuple(bills), _few(left_out), end)


def owners(session: Session, site_id: int, day: dt.date) -> dict[int, int]:
    """Return each home's owner on ``day``, by the home's id; the first of several."""
    query = (
        select(Occupancy.unit_id, Resident.id)
        .join(Resident, and_(Resident.id == Occupancy.parent_id, Resident.status == "active"))
        .where(
            Resident.site_id == site_id,
            Occupancy.relation == Relation.owner,
            or_(Occupancy.until.is_(None), Occupancy.until >= day),
        )
        .order_by(Occupancy.id)
    )
    out: dict[int, int] = {}
    for unit_id, resident_id in session.execute(query):
        out.setdefault(unit_id, resident_id)
    return out


def _few(homes: list[str]) -> tuple[str, ...]:
    more = len(homes) - MOST_NAMED
    return tuple(homes) if more <= 0 else (*homes[:MOST_NAMED], f"… +{more}")
