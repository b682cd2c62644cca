"""Small changes to the ready-made flows: a guard on closing, a further step beside the approval's own."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from models.spec import Flow, Transition


def altered(base: Flow, *further: Transition, **changes: Mapping[str, Any]) -> Flow:
    """Return ``base`` with ``further`` transitions and the named ones changed: ``close={"guards": (all_back,)}``.

    Raises KeyError when there is no transition of a given name.
    """
    for name in changes:
        base.transition(name)
    kept = tuple(dataclasses.replace(t, **changes.get(t.name, {})) for t in base.transitions)
    return dataclasses.replace(base, transitions=(*kept, *further))
