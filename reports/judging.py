"""A number against its target, and a share of one number in another."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

from models.declare import Record
from models.spec import Label
from reports.results import Figure
from reports.spec import Conditions, Measure, Rate, Span

CENT = Decimal("0.01")
HUNDRED = Decimal(100)


def span_figure(
    span: Span, code: str, label: Label, value: int | Decimal | None, *, measure: Measure = Measure.number,
    target: str | Decimal | None = None, more_is_better: bool = True, register: type[Record] | None = None,
    rows: Conditions | None = None,
) -> Figure:  # fmt: skip
    """Return a figure worked out by hand, judged like any other, with the conditions of the rows behind it.

    Rounded to two places, never over the line it misses: 97.996 % against 98 % is 97.99 %.
    """
    limit = span.setting(target) if isinstance(target, str) else target
    limit = None if limit is None else Decimal(limit)
    verdict = "" if target is None or value is None else "unset"
    if limit is not None and value is not None:
        verdict = "met" if _reached(value, limit, more_is_better) else "missed"
    if isinstance(value, Decimal):
        near = value.quantize(CENT, ROUND_HALF_UP)
        if verdict == "missed" and limit is not None and _reached(near, limit, more_is_better):
            near = value.quantize(CENT, ROUND_DOWN if more_is_better else ROUND_UP)
        value = near
    return Figure(
        code=code, label=label, value=value, measure=measure, target=limit, verdict=verdict,
        more_is_better=more_is_better, model=register, rows=rows,
    )  # fmt: skip


def _reached(value: int | Decimal, limit: Decimal, more_is_better: bool) -> bool:  # noqa: FBT001 - as the part says
    return value >= limit if more_is_better else value <= limit


def quotient(rate: Rate, of: int | Decimal, among: int | Decimal) -> Decimal | None:
    """Return a rate; None when there is nothing to count among."""
    if not among:
        return None
    share = Decimal(of) / Decimal(among)
    return share * HUNDRED if rate.measure is Measure.percent else share
