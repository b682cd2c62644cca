"""How a record is called wherever another one points at it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func

from models.declare import Record


def display_name(model: type[Record]) -> str:
    """Return the attribute that names a record: its number where the register has a prefix, else its title field."""
    spec = model.__register__
    return "number" if spec.prefix else spec.title


def display_column(model: type[Record]) -> Any:
    """Return the mapped column behind ``display_name``."""
    return getattr(model, display_name(model))


def display(record: Any) -> str:
    """Return what people call this record."""
    return "" if record is None else str(getattr(record, display_name(type(record))) or f"#{record.id}")


def called(record: Any) -> str:
    """Return what a reader is shown for this record: an account by its person's name, anything else as `display` does."""
    return getattr(record, "display_name", None) or display(record)


def called_column(model: type[Record]) -> Any:
    """Return the column behind `called`: for accounts the person's name, else what `display_column` says."""
    named = getattr(model, "display_name", None)
    return display_column(model) if named is None else func.coalesce(func.nullif(named, ""), display_column(model))
