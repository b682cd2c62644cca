"""Hot work: who may agree to it and who never, and what must be true of the times (001 安全保密 §4; C-34, D-14, X-04, A-49)."""

from __future__ import annotations

import re

from models.base.staff import Staff
from models.spec import Case, Effect, L, Refusal, Role, Tell

NOT_ONES_OWN = L(
    "动火人和申请人不能审批自己的动火。", "Whoever does the work or asks for it doesn't agree to it himself."
)
RAN_OUT = L(
    "{number}已到期自动失效，没有登记完工：请确认现场已停止动火。",
    "{number} has ended by itself without a finish: make sure that no fire is used there.",
)
NAMES = re.compile(r"[、，,;；/\s]+")


def names_of(operator: str | None) -> set[str]:
    """Return the names written as operators, one by one."""
    return {name for name in NAMES.split(operator or "") if name}


def not_the_operator(case: Case) -> Refusal | None:
    """Refuse a decision by who does the work or asked for it (D-14)."""
    paper, actor = case.record, case.actor
    me = case.session.get(Staff, actor.staff_id) if actor.staff_id else None
    mine = {actor.name, me.name if me is not None else ""} - {""}
    asked = {paper.created_by_id, paper.submitted_by_id}
    if actor.user_id in asked or not mine.isdisjoint(names_of(paper.operator)):
        return Refusal(NOT_ONES_OWN, None, "001 安全保密 §4; D-14")
    return None


def ran_out(_case: Case) -> list[Effect]:
    """Tell the guardian and security that the permit ended without a word of its finish."""
    return [Tell(("@guardian", Role.security_lead), RAN_OUT)]


def ends_after_it_begins(case: Case) -> Refusal | None:
    """Refuse a permit that ends before it begins."""
    paper = case.record
    if paper.date_from is None or paper.date_to is None or paper.date_to > paper.date_from:
        return None
    return Refusal(L("“止”须晚于“起”。", "“Until” must lie after “from”."), "date_to", "X-13")


def not_over(case: Case) -> Refusal | None:
    """Refuse to submit or agree to hot work whose time is over: it must be agreed before it begins (X-19)."""
    if case.record.date_to > case.now:
        return None
    words = L(
        "动火时间已经过了，不能补批；请作废后按新的时间重新申请。",
        "That time is over and can't be agreed to afterwards; void this and ask for a new time.",
    )
    return Refusal(words, "date_to", "001 安全保密 §4; X-19")


def guardian_watches(case: Case) -> Refusal | None:
    """Refuse the operator as his own guardian."""
    paper = case.record
    with case.session.no_autoflush:
        guardian = case.session.get(Staff, paper.guardian_id) if paper.guardian_id else paper.guardian
    if guardian is None or guardian.name not in names_of(paper.operator):
        return None
    words = L("监护人不能是动火人自己。", "The guardian can't be the one who does the work.")
    return Refusal(words, "guardian", "001 安全保密 §4")
