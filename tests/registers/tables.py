"""Comparing what a register declares with a table a person wrote from the catalogue."""

from typing import Any

from models.spec import Flow

Row = tuple[str, str, str, str, str]
"""Transition, from, to, roles, asked fields (those in brackets may be left empty)."""


def table(flow: Flow) -> list[Row]:
    """The transitions of a flow as such rows, in declared order."""
    return [
        (
            t.name,
            " ".join(t.source),
            t.to,
            " ".join(str(r) for r in t.roles) or "-",
            " ".join(a.field if a.required else f"[{a.field}]" for a in t.asks),
        )
        for t in flow.transitions
    ]


def instead(flow: Flow) -> dict[str, list[tuple[str, Any, str]]]:
    """Which condition gives a transition to whom instead."""
    return {
        t.name: [(w.field, w.values[0], " ".join(str(r) for r in roles)) for w, roles in t.instead]
        for t in flow.transitions
        if t.instead
    }
