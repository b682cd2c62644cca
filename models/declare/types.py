"""Typed columns: UTC moments and fixed-point numbers that are exact on SQLite and PostgreSQL alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from models.spec import LabelEnum


class Moment(TypeDecorator[dt.datetime]):
    """A moment in time: aware in Python, UTC in the database. A naive value is refused (ValueError)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Turn an aware moment into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"a moment needs a time zone: {value!r}"
            raise ValueError(msg)
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """Give the stored moment its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Fixed(TypeDecorator[Decimal]):
    """A decimal with a fixed number of places, stored as a whole number of its smallest unit (fen for money)."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int = 2) -> None:
        """Say how many decimal places there are."""
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """Store the value in smallest units, rounded half up."""
        if value is None:
            return None
        if isinstance(value, float):
            msg = "money and measures are Decimal, never float"
            raise TypeError(msg)
        scaled = (Decimal(value) * (10**self.places)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        return int(scaled)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """Return the Decimal with its places."""
        return None if value is None else Decimal(int(value)).scaleb(-self.places)


class Members(TypeDecorator[tuple[LabelEnum, ...]]):
    """Several members of an enumeration, stored as a JSON list of their codes in declared order; none at all is NULL.

    Python always sees a tuple, empty where nothing is chosen. A value that is no member is refused (ValueError).
    """

    impl = JSON(none_as_null=True)
    cache_ok = True

    def __init__(self, enum: type[LabelEnum]) -> None:
        """Say whose members they are."""
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> list[str] | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """Store the codes, each once."""
        return [m.value for m in members(self.enum, value or ())] or None

    def process_result_value(self, value: Iterable[str] | None, dialect: Dialect) -> tuple[LabelEnum, ...]:  # noqa: ARG002 - the signature is SQLAlchemy's
        """Return the members."""
        return members(self.enum, value or ())


def members(enum: type[LabelEnum], given: Iterable[Any]) -> tuple[LabelEnum, ...]:
    """Return the given members or codes as members, each once, in declared order; ValueError for one that is none."""
    chosen = {enum(one) for one in given}
    return tuple(m for m in enum if m in chosen)
