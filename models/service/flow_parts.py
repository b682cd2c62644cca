"""Small parts of flows: moving the documents a new one was made from."""

from __future__ import annotations

from models.spec import Apply, Case, Effect, Effects


def moves_on(**links: str) -> Effects:
    """Return the effects that move what each reference names by a transition: ``source_log="to_repair"``.

    A document that is not in a state the transition starts from stays as it is.
    """

    def effects(case: Case) -> list[Effect]:
        named = ((getattr(case.record, field), transition) for field, transition in links.items())
        return [Apply(other, transition) for other, transition in named if other is not None]

    return effects
