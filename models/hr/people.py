"""What several papers about employees share: who they concern never decides on them (000 §3.9; requirements 4-C)."""

from __future__ import annotations

from typing import Any

from models.base.rules import changed, is_new, referred
from models.base.staff import Employment, Staff
from models.spec import Case, Flow, Guard, L, Refusal, altered

DECISIONS = frozenset({"approve", "return_", "reject"})
NOT_ONESELF = L("不能给自己填写，请由上级填写。", "Nobody fills this in about himself; a superior does.")
HAS_LEFT = L("{name}已离职，请核对员工。", "{name} has left; please check the employee.")


def decided_by_others(flow: Flow, *names: str) -> Flow:
    """Return an approval flow on which the persons in ``names`` never decide."""
    decisions: dict[str, Any] = {
        t.name: {"never": (*t.never, *names)} for t in flow.transitions if t.approval in DECISIONS
    }
    return altered(flow, **decisions)


def not_about_oneself(*names: str, clause: str) -> Guard:
    """Return a guard that refuses a paper whose writer is the person it is about."""

    def guard(case: Case) -> Refusal | None:
        if case.actor.system:
            return None
        for name in names:
            if is_new(case.record) or changed(case.record, name, f"{name}_id"):
                person = referred(case, name, Staff)
                if person is not None and person.id == case.actor.staff_id:
                    return Refusal(NOT_ONESELF, name, clause)
        return None

    return guard


def works_here(*names: str) -> Guard:
    """Return a guard that refuses to choose somebody who has left."""

    def guard(case: Case) -> Refusal | None:
        for name in names:
            person = referred(case, name, Staff)
            newly = is_new(case.record) or changed(case.record, name, f"{name}_id")
            if person is not None and newly and person.employment == Employment.left:
                return Refusal(HAS_LEFT.format(name=person.name), name)
        return None

    return guard
