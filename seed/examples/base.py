"""Find the maker of a register's example by the register's name; and the examples of module ``base``."""

from __future__ import annotations

import importlib
from typing import Any

from sqlalchemy import select

from models import by_name
from models.spec import Actor
from seed.factories import Centre

EXAMPLE_MODULES = ("service", "estate", "finance", "hr", "assets", "office", "safety", "duty")


def example(centre: Centre, register: str, **values: Any) -> Any:
    """Return a new row of ``register`` with ``values`` over the example's own (``by=`` names who files it)."""
    module = by_name(register).__register__.module.value
    if module == "base":
        return vehicle(centre, **values)
    return importlib.import_module(f"seed.examples.{module}").EXAMPLES[register](centre, **values)


def involving(centre: Centre, register: str, role: str) -> Any:
    """Return a new row of ``register`` that involves ``role``'s first holder, filed by another; None when nobody says how.

    A module of examples says how in ``INVOLVING``: register's name -> a function of the centre and the role.
    """
    module = by_name(register).__register__.module.value
    if module not in EXAMPLE_MODULES:
        return None
    how = getattr(importlib.import_module(f"seed.examples.{module}"), "INVOLVING", {}).get(register)
    return None if how is None else how(centre, role)


def vehicle(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """A car of the home 3-1-502; each example has the next plate."""
    known = len(centre.session.scalars(select(by_name("Vehicle").id)).all())
    given = {"plate": f"京A{known:05}", "unit": centre.unit().id, "space": f"B1-{known + 1:03}", "space_kind": "owned"}
    return centre.make("Vehicle", given, by=by, **values)
