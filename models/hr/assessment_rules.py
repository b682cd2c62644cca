"""The rules of assessments: a weighted total, a period of its kind, and a verifier who is somebody else (000 §4.5.1)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from models.base.rules import referred
from models.base.staff import Staff
from models.spec import Case, L, Refusal, Set

LONGEST = {"month": 31, "quarter": 92, "year": 366}
"""Days of the longest period of each kind."""

TOO_LONG = L(
    "{kind}考核的考核期最长 {n} 天，请核对起止日期。",
    "A period of kind “{kind}” has {n} days at most; please check its days.",
)
VERIFIES_HIMSELF = L("验证人不能是被考核人本人。", "Nobody verifies his own assessment.")
HAS_ONE = L("这张考核表已经发起过奖惩。", "This assessment has led to a reward or penalty already.")
NO_ITEMS = L("请至少填写一项考核项目和得分。", "Please enter at least one item with its mark.")
NO_SCORE = L("“{item}”还没有打分。", "“{item}” has no mark yet.")


def total(lines: Iterable[tuple[Decimal | None, Decimal | None]]) -> Decimal | None:
    """Return the weighted mean of the marks, to the hundredth; None without a mark.

    Args:
        lines: (weight, mark) of each item. Items without a mark don't count; where no item that counts has a weight, all
            weigh the same.
    """
    marked = [(weight, mark) for weight, mark in lines if mark is not None]
    if not marked:
        return None
    weights = [weight or Decimal(0) for weight, _ in marked]
    if not any(weights):
        weights = [Decimal(1)] * len(marked)
    weighed = sum((w * mark for w, (_, mark) in zip(weights, marked, strict=True)), Decimal(0))
    return (weighed / sum(weights, Decimal(0))).quantize(Decimal("0.01"), ROUND_HALF_UP)


def totalled(case: Case) -> list[Set]:
    """Return the total of the marks given."""
    return [Set("total", total((row.weight, row.score) for row in case.record.items))]


def period_of_its_kind(case: Case) -> Refusal | None:
    """Refuse a month that is longer than a month, and so on."""
    paper = case.record
    if paper.period_from is None or paper.period_to is None or paper.period_kind is None:
        return None
    n = LONGEST[str(paper.period_kind)]
    if (paper.period_to - paper.period_from).days < n:
        return None
    return Refusal(TOO_LONG.format(kind=paper.period_kind.label, n=n), "period_to")


def verified_by_another(case: Case) -> Refusal | None:
    """Refuse the assessed as the verifier of his own correction (D-16)."""
    paper = case.record
    verifier, assessed = referred(case, "verified_by", Staff), referred(case, "staff", Staff)
    if verifier is None or assessed is None or verifier.id != assessed.id:
        return None
    return Refusal(VERIFIES_HIMSELF, "verified_by", "D-16; 000 §4.5.1") if paper else None


def not_rewarded_yet(case: Case) -> Refusal | None:
    """Refuse a second reward or penalty from one assessment."""
    return Refusal(HAS_ONE) if case.record.reward_penalty_id is not None else None


def marked(case: Case) -> Refusal | None:
    """Refuse to hand in an assessment without marks."""
    lines: list[Any] = case.record.items
    if not lines:
        return Refusal(NO_ITEMS, "items", "000 §4.5.1")
    for at, row in enumerate(lines):
        if row.score is None:
            return Refusal(NO_SCORE.format(item=row.item), f"items-{at}-score", "000 §4.5.1")
    return None
