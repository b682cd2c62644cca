"""The marks of a satisfaction survey and the rate they make (002 §3(1)-(3); 003 内部管理 §4 满意率; S-17)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

SATISFIED = 4
"""Marks of 4 (satisfied) and 5 (very satisfied) count as satisfied."""
_BETWEEN = re.compile(r"[\s,，、;；/|.·-]+")
_CENT = Decimal("0.01")


def marks(text: str | None) -> tuple[int, ...] | None:
    """Read marks as they are typed from a questionnaire: ``5 4 5 3`` or ``5453``; None when one is not 1 to 5."""
    digits = _BETWEEN.sub("", text or "")
    return tuple(int(d) for d in digits) if re.fullmatch(r"[1-5]*", digits) else None


def rate(sheets: Sequence[Sequence[int]], weights: Sequence[Decimal]) -> Decimal | None:
    """Return the satisfaction rate in percent, to the hundredth.

    Args:
        sheets: one sequence of marks (1 to 5) for each answer, in the order of the questions, all of one length.
        weights: what each question counts, of the same length, not all 0; empty counts them alike.

    Returns:
        By question, the share of answers that are satisfied; over the questions, their weighted mean. None without
        answers (G6: what is not there is not judged).
    """
    if not sheets or not sheets[0]:
        return None
    shares = [Decimal(sum(m >= SATISFIED for m in asked)) / len(sheets) for asked in zip(*sheets, strict=True)]
    counts = list(weights) or [Decimal(1)] * len(shares)
    mean = sum((s * w for s, w in zip(shares, counts, strict=True)), Decimal(0)) / sum(counts)
    return (100 * mean).quantize(_CENT, ROUND_HALF_UP)


def share(part: int, whole: int | None) -> Decimal | None:
    """Return ``part`` of ``whole`` in percent, to the hundredth; None when there is no whole."""
    return (Decimal(100 * part) / whole).quantize(_CENT, ROUND_HALF_UP) if whole else None
