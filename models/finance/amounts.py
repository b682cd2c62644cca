"""Money and periods of fees: fen-exact prices, months that end where people say they end, and who handles money."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from models.spec import Role

FEN = Decimal("0.01")
NOTHING = Decimal("0.00")
COUNTER = (Role.receptionist, Role.reception_lead, Role.cashier)
"""Who takes money (004 §5.1, §5.3)."""
MONEY = (*COUNTER, Role.cs_supervisor, Role.director, Role.hq_quality)
"""Who knows what a household owes and paid: those who handle it, the supervisor, the director (requirements 4-C)."""


def price(quantity: Decimal, unit_price: Decimal) -> Decimal:
    """Return ``quantity`` times ``unit_price`` in yuan, rounded half up to the fen."""
    return (quantity * unit_price).quantize(FEN, rounding=ROUND_HALF_UP)


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day ``months`` later, or the last day of a month too short for it (31 January + 1 = 28 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add(amounts: Iterable[Decimal | None]) -> Decimal:
    """Return the sum of amounts, empty ones left out."""
    return sum((a for a in amounts if a is not None), NOTHING)


def yuan(amount: Decimal) -> str:
    """Return an amount as sentences write it: ``1,250.00``."""
    return f"{amount:,.2f}"
