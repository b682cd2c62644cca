"""WTForms classes made from declarations: they take apart what a browser sends; ``workflow`` judges the values.

Inputs carry the declared names; a child row's are ``materials-0-item``. Every field keeps the text as typed, so that a
refused form comes back as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from wtforms import Field as Input
from wtforms import FieldList, Form, FormField, MultipleFileField, StringField

from models.spec import Field, Kind

MOST_ROWS = 200
"""Child rows one form may send."""


class Texts(Input):
    """Several values under one name (the chosen rows of a ``refs`` field)."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the given ones, in order and once."""
        self.data = list(dict.fromkeys(str(v).strip() for v in valuelist if str(v).strip()))


class Choice(StringField):
    """Radio buttons or a select: the last value wins."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the text."""
        self.data = str(valuelist[-1]) if valuelist else None


class Lines(FieldList):  # type: ignore[type-arg]  # WTForms is generic in its stubs only
    """Child rows, numbered by the browser; a number that is none is no line."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        """Yield the numbers that the sent names hold after ``prefix``."""
        for name in formdata:
            number = name.removeprefix(f"{prefix}-").partition("-")[0] if name.startswith(f"{prefix}-") else ""
            if number.isascii() and number.isdigit() and len(number) < 7:
                yield int(number)


def _input(field: Field) -> Any:
    match field.kind:
        case Kind.rows:
            return Lines(FormField(_row_form(field.rows)), max_entries=MOST_ROWS)
        case Kind.refs | Kind.enums:
            return Texts()
        case Kind.files:
            return MultipleFileField()
        case Kind.bool | Kind.enum | Kind.rating:
            return Choice()
        case _:
            return StringField()


@lru_cache(maxsize=256)
def _row_form(fields: tuple[Field, ...]) -> type[Form]:
    inputs: dict[str, Any] = {f.name: _input(f) for f in fields if f.kind is not Kind.computed and not f.system}
    return type("RowForm", (Form,), {**inputs, "id": StringField(), "delete": StringField()})


_RESERVED = frozenset(dir(Form))


@lru_cache(maxsize=512)
def form_class(fields: tuple[Field, ...]) -> type[Form]:
    """Return the form for these fields; ValueError when a field's name is one WTForms itself uses."""
    for field in fields:
        if field.name in _RESERVED:
            msg = f"field {field.name!r} is named like an attribute of a form; give it another name"
            raise ValueError(msg)
    return type("RegisterForm", (Form,), {f.name: _input(f) for f in fields})


def posted(fields: Sequence[Field], form_data: Any) -> Form:
    """Return the form filled with what was sent (``werkzeug`` form and files together)."""
    return form_class(tuple(fields))(formdata=form_data)
