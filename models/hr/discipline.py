"""What an absence or an unexcused 20 minutes leads to: the draft of a penalty, once a person and day (001 考勤 §4-5, §12)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from models.hr.reward_penalty import RewardPenalty
from models.spec import Case, Create, Effect

ABSENCE = "001 考勤、请假制度 §5"
OFF_POST = "001 考勤、请假制度 §4、§12"


def penalty(case: Case, staff: Any, day: dt.date, facts: str, basis: str, kinds: tuple[str, ...]) -> list[Effect]:
    """Return the draft of a penalty; nothing when one on the same grounds is there for this person and day."""
    query = select(RewardPenalty.id).where(
        RewardPenalty.staff_id == staff.id,
        RewardPenalty.happened_on == day,
        RewardPenalty.basis == basis,
        RewardPenalty.status != "void",
    )
    with case.session.no_autoflush:
        if case.session.scalar(query.limit(1)) is not None:
            return []
    values = {"staff": staff, "kind": list(kinds), "happened_on": day, "facts": facts, "basis": basis}
    return [Create("RewardPenalty", values)]


def absence(case: Case, staff: Any, day: dt.date, facts: str) -> list[Effect]:
    """Return the draft for an absence: a written self-criticism, the day's wage and the month's bonuses (T-57)."""
    return penalty(case, staff, day, facts, ABSENCE, ("written", "wage", "bonus"))
