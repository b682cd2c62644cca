"""Where the value of a field stands: a declared one in its column, a site's own one in the JSON of ``site_values``.

The JSON holds text, whole numbers, true and false and lists of codes only, each in a form that both databases compare
rightly: days and moments (UTC) in their ISO form, amounts and decimals as whole ten-thousandths. A field without a value is absent.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import BigInteger, String, cast, type_coerce
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from models.declare.types import members
from models.spec import Field, Kind

KINDS = frozenset({
    Kind.str, Kind.text, Kind.int, Kind.decimal, Kind.money, Kind.date, Kind.datetime, Kind.bool, Kind.enum, Kind.enums,
    Kind.phone,
})  # fmt: skip
"""The kinds a site's own field may have."""
PLACES = 4
"""Decimal places every amount and decimal is kept with, whatever it is shown with."""


def value_of(record: Any, field: Field) -> Any:
    """Return what a record holds in a plain field; of several choices a tuple, else None for nothing."""
    if not field.local:
        return getattr(record, field.name)
    return decoded(field, (record.site_values or {}).get(field.name))


def put(record: Any, field: Field, value: Any) -> None:
    """Set a plain field to ``value``, as ``workflow.coerce`` returns it."""
    if not field.local:
        setattr(record, field.name, value)
        return
    kept = {k: v for k, v in (record.site_values or {}).items() if k != field.name}
    coded = encoded(field, value)
    if coded not in (None, "", []):
        kept[field.name] = coded
    record.site_values = kept or None


def column(model: type[Any], field: Field) -> Any:
    """Return the expression behind a site's own field: it compares, sorts and reads like a column of its kind."""
    kept = model.site_values[field.name]
    match field.kind:
        case Kind.int:
            return cast(kept.as_string(), BigInteger)
        case Kind.decimal | Kind.money:
            return type_coerce(cast(kept.as_string(), BigInteger), Scaled(_places(field)))
        case Kind.bool:
            return kept.as_boolean()
        case Kind.date | Kind.datetime | Kind.enums:
            return type_coerce(kept.as_string(), Coded(field))
        case _:
            return kept.as_string()


def encoded(field: Field, value: Any) -> Any:
    """Return a value as the JSON keeps it."""
    return None if value is None else _ENCODERS.get(field.kind, _same)(value)


def decoded(field: Field, kept: Any) -> Any:
    """Return what the JSON keeps as a value of the field; None for what is none of this kind (history of another kind)."""
    if kept is None:
        return () if field.kind is Kind.enums else None
    try:
        return _DECODERS[field.kind](field, kept) if field.kind in _DECODERS else kept
    except (ValueError, TypeError, ArithmeticError):
        return () if field.kind is Kind.enums else None


def _same(value: Any) -> Any:
    return value


def _scaled(kept: Any, places: int) -> Decimal:
    return Decimal(int(kept)).scaleb(-PLACES).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _whole(value: Any) -> int:
    return int((Decimal(value) * 10**PLACES).to_integral_value(ROUND_HALF_UP))


def _places(field: Field) -> int:
    return 2 if field.kind is Kind.money else field.places or 2


def _choice(field: Field, kept: Any) -> Any:
    if field.enum is None:
        raise ValueError(field.name)
    return field.enum(kept)


def _choices(field: Field, kept: Any) -> Any:
    if field.enum is None:
        raise ValueError(field.name)
    return members(field.enum, kept)


_ENCODERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.decimal: _whole,
    Kind.money: _whole,
    Kind.date: lambda day: day.isoformat(),
    Kind.datetime: lambda at: at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
    Kind.enum: str,
    Kind.enums: lambda chosen: [str(v) for v in chosen],
}
_DECODERS: dict[Kind, Callable[[Field, Any], Any]] = {
    Kind.int: lambda _f, kept: int(kept),
    Kind.decimal: lambda f, kept: _scaled(kept, _places(f)),
    Kind.money: lambda f, kept: _scaled(kept, _places(f)),
    Kind.date: lambda _f, kept: dt.date.fromisoformat(kept),
    Kind.datetime: lambda _f, kept: dt.datetime.fromisoformat(kept),
    Kind.bool: lambda _f, kept: bool(kept),
    Kind.enum: _choice,
    Kind.enums: _choices,
}


class Scaled(TypeDecorator[Decimal]):
    """A decimal kept as whole ten-thousandths, read with its own number of places."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        """Say how many places it is read with."""
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """Return the value in ten-thousandths."""
        return None if value is None else _whole(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """Return the Decimal with its places."""
        return None if value is None else _scaled(value, self.places)


class Coded(TypeDecorator[Any]):
    """A day, a moment or several choices as the text that the JSON keeps for them."""

    impl = String
    cache_ok = True

    def __init__(self, field: Field) -> None:
        """Say what is kept."""
        super().__init__()
        self.field = field

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """Return the text; a text (a pattern to look for) stays as it is."""
        return value if value is None or isinstance(value, str) else str(encoded(self.field, value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 - the signature is SQLAlchemy's
        """Return the value."""
        if value is None:
            return decoded(self.field, None)
        return decoded(self.field, json.loads(value) if self.field.kind is Kind.enums else value)


__all__ = ["KINDS", "PLACES", "column", "decoded", "encoded", "put", "value_of"]
