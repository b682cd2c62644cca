"""Sharing a month's canteen cost by meals eaten, exact to the fen (004 §5.10; T-40)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")


def per_meal(cost: Decimal, meals: int) -> Decimal | None:
    """Return the price of one meal rounded to the fen; None when nobody ate."""
    return (cost / meals).quantize(FEN, ROUND_HALF_UP) if meals else None


def shares(cost: Decimal, meals: Sequence[int]) -> list[Decimal]:
    """Share ``cost`` (yuan, to the fen) by ``meals`` so that the shares add up to it exactly.

    Each share is within a fen of its exact value; the fen left over go to the largest remainders, earlier lines first.
    Without a single meal every share is 0.
    """
    eaten = sum(meals)
    if not eaten:
        return [Decimal(0).quantize(FEN) for _ in meals]
    fen = int(cost / FEN)
    parts = [divmod(fen * n, eaten) for n in meals]
    left = fen - sum(whole for whole, _ in parts)
    first = sorted(range(len(parts)), key=lambda at: (-parts[at][1], at))[:left]
    return [FEN * (whole + (at in first)) for at, (whole, _) in enumerate(parts)]
