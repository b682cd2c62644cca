"""Opening a corrective action from whatever found the fault: patrols, checks, incidents (000 §4.5.4; C-38)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from models.spec import LEADS, STAY, Case, Creates, Guard, L, Refusal, Role, Transition

OPENERS = (*LEADS, Role.hq_quality)
"""Who may open a corrective action."""


def none_open(case: Case) -> Refusal | None:
    """Refuse a second corrective action for the same paper."""
    action = case.record.corrective_action
    if action is None:
        return None
    return Refusal(
        L("已经开过纠正措施{number}。", "Corrective action {number} is open already.").format(number=action.number)
    )


def open_action(
    source: tuple[str, ...],
    prefill: Callable[[Any], Mapping[str, Any]],
    *,
    only: tuple[Guard, ...] = (),
    roles: tuple[str, ...] = OPENERS,
    clause: str = "000 §4.5.4; C-38",
) -> Transition:
    """Return the step that opens a corrective action and keeps it in the field ``corrective_action``.

    ``source`` are the states it is offered in; ``prefill`` words the fault; ``only`` says when there is one.
    """
    return Transition(
        name="open_action",
        label=L("开纠正措施", "Open a corrective action"),
        source=source,
        to=STAY,
        roles=roles,
        only=(none_open, *only),
        creates=Creates(register="CorrectiveAction", fills="corrective_action", prefill=prefill),
        clause=clause,
        done=L("{number}已开纠正措施。", "A corrective action was opened for {number}."),
    )
