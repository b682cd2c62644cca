"""Small parts of flows: changes to the ready-made ones, and moving the documents a new one was made from."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from models.spec import Apply, Case, Effect, Effects, Flow, Transition


def altered(base: Flow, *further: Transition, **changes: Mapping[str, Any]) -> Flow:
    """Return ``base`` with ``further`` transitions and the named ones changed: ``close={"guards": (all_back,)}``.

    Raises KeyError when there is no transition of a given name.
    """
    for name in changes:
        base.transition(name)
    kept = tuple(dataclasses.replace(t, **changes.get(t.name, {})) for t in base.transitions)
    return dataclasses.replace(base, transitions=(*kept, *further))


def moves_on(**links: str) -> Effects:
    """Return the effects that move what each reference names by a transition: ``source_log="to_repair"``.

    A document that is not in a state the transition starts from stays as it is.
    """

    def effects(case: Case) -> list[Effect]:
        named = ((getattr(case.record, field), transition) for field, transition in links.items())
        return [Apply(other, transition) for other, transition in named if other is not None]

    return effects
