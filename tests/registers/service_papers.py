"""Words shared by the tests of customer service's smaller registers."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

import workflow
from access import SYSTEM, acting
from models import by_name
from models.engine import Notice
from tests.registers.centre import Centre

SIGNED = "a" * 32
"""The key of a signature."""


def refused(step: Callable[[], Any]) -> list[tuple[str | None, str]]:
    """The fields and Chinese sentences with which a step is refused."""
    with pytest.raises(workflow.Invalid) as caught:
        step()
    return [(r.field, r.sentence.text("zh")) for r in caught.value.refusals]


def fields(step: Callable[[], Any]) -> list[str | None]:
    """The fields a step is refused at."""
    return [field for field, _ in refused(step)]


def told(centre: Centre, role: str) -> list[str]:
    """The notices left for the holder of a role, in Chinese."""
    user_id = centre.actor(role).user_id
    return list(centre.session.scalars(select(Notice.zh).where(Notice.user_id == user_id).order_by(Notice.id)))


def rows(centre: Centre, register: str) -> list[Any]:
    """Every row of a register, in the order they were made."""
    model: Any = by_name(register)
    with acting(centre.session, SYSTEM):
        return list(centre.session.scalars(select(model).order_by(model.id)))
