"""The words a register's fields are written in; each makes one attribute, its column(s) and its ``spec.Field``.

``reporter: Mapped[str] = string(L("报修人", "Reported by"), required=True)`` — the attribute's name is the field's name.
A reference ``unit`` also makes ``unit_id``; ``rows`` makes a child table; ``refs`` an association table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Enum,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    Time,
)
from sqlalchemy.orm import mapped_column, relationship
from sqlalchemy.types import TypeEngine

from models.declare.types import Fixed, Members, Moment
from models.spec import SENSITIVE, Field, Kind, Label, LabelEnum

Options = Any
TYPES: Final[Mapping[Kind, TypeEngine[Any]]] = {
    Kind.text: Text(),
    Kind.int: Integer(),
    Kind.date: Date(),
    Kind.time: Time(),
    Kind.datetime: Moment(),
    Kind.month: String(7),
    Kind.year: Integer(),
    Kind.bool: Boolean(),
    Kind.phone: String(40),
    Kind.idno: String(40),
    Kind.plate: String(20),
    Kind.rating: Integer(),
    Kind.sign: String(32),
}
"""The SQL types of the kinds that are stored alike everywhere."""


class Declared:
    """A field as written in a class body, before the class is mapped."""

    def __init__(self, kind: Kind, label: Label, options: dict[str, Any]) -> None:
        """Keep what was written."""
        self.kind = kind
        self.label = label
        self.index: bool = options.pop("index", False)
        self.unique: bool = options.pop("unique", False)
        self.ondelete: str | None = options.pop("ondelete", None)
        self.alter: bool = options.pop("alter", False)
        self.model: Any = options.pop("model", None)
        self.row_fields: dict[str, Declared] = options.pop("row_fields", {})
        self.options = options

    def field(self, name: str, rows: tuple[Field, ...] = ()) -> Field:
        """Return the frozen declaration of this field under ``name``."""
        masked = self.options.get("masked", self.kind in SENSITIVE)
        if self.options.get("kept"):
            self.options["system"] = True
        if self.options.get("about"):
            self.options["involves"] = True
        return Field(name=name, kind=self.kind, label=self.label, rows=rows, **{**self.options, "masked": masked})

    def column_type(self, name: str) -> TypeEngine[Any]:
        """Return the SQL type of a plain column."""
        opt = self.options
        if self.kind is Kind.enum:
            enum: type[LabelEnum] = opt["enum"]
            return Enum(
                enum,
                native_enum=False,
                create_constraint=True,
                validate_strings=True,
                length=32,
                name=name,
                values_callable=lambda e: [m.value for m in e],
            )
        if self.kind is Kind.enums:
            return Members(opt["enum"])
        match self.kind:
            case Kind.str:
                return String(opt.get("length") or 120)
            case Kind.decimal:
                return Fixed(opt.get("places") or 2)
            case Kind.money:
                return Fixed(2)
        return TYPES[self.kind]

    def attributes(self, name: str, table: str) -> dict[str, Any]:
        """Return the class attributes this field makes on the class of ``table``."""
        nullable = not self.options.get("required")
        if self.kind is Kind.computed:
            return {name: property(self.options["compute"])}
        if self.kind in {Kind.files, Kind.readers}:
            return {name: None}
        if self.kind is Kind.ref:
            target = self.options["target"]
            fk = ForeignKey(
                f"{snake(target)}.id",
                ondelete=self.ondelete,
                use_alter=self.alter,
                name=f"fk_{table}_{name}_id_{snake(target)}",
            )
            column: Any = mapped_column(
                Integer, fk, nullable=nullable, index=self.index, unique=self.unique, comment=self.label.zh
            )
            remote_side = f"{target}.id" if snake(target) == table else None
            remote: Any = relationship(target, foreign_keys=[column], remote_side=remote_side)
            return {f"{name}_id": column, name: remote}
        if self.kind is Kind.refs:
            target = self.options["target"]
            link = ("link", name, target)
            return {f"__link_{name}__": link}
        column = mapped_column(
            self.column_type(name), nullable=nullable, index=self.index, unique=self.unique, comment=self.label.zh
        )
        return {name: column}

    def checks(self, name: str) -> list[CheckConstraint]:
        """Return the named CHECKs that limits of this field ask for."""
        if self.kind is Kind.rating:
            return [CheckConstraint(f"{name} BETWEEN 1 AND 5", name=f"{name}_range")]
        if self.kind in {Kind.int, Kind.money, Kind.decimal} and self.options.get("minimum") is not None:
            scale = {Kind.int: 0, Kind.money: 2}.get(self.kind, self.options.get("places") or 2)
            return [CheckConstraint(f"{name} >= {int(self.options['minimum'] * 10**scale)}", name=f"{name}_minimum")]
        return []


def association(table: str, name: str, target: str, metadata: Any) -> Table:
    """Return the association table behind a ``refs`` field."""
    return Table(
        f"{table}_{name}",
        metadata,
        Column(f"{table}_id", ForeignKey(f"{table}.id", ondelete="CASCADE"), primary_key=True),
        Column(f"{snake(target)}_id", ForeignKey(f"{snake(target)}.id", ondelete="RESTRICT"), primary_key=True),
    )


def snake(name: str) -> str:
    """Return a model's name in snake_case: its slug and table name."""
    return "".join(f"_{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))


def string(label: Label, length: int = 120, **options: Options) -> Any:
    """Make a one-line text of at most ``length`` characters."""
    return Declared(Kind.str, label, {"length": length, **options})


def text(label: Label, **options: Options) -> Any:
    """Make a text of several lines."""
    return Declared(Kind.text, label, {"wide": True, **options})


def integer(label: Label, **options: Options) -> Any:
    """Make a whole number; ``minimum`` also becomes a CHECK."""
    return Declared(Kind.int, label, options)


def decimal(label: Label, places: int = 2, **options: Options) -> Any:
    """Make an exact decimal with ``places`` decimal places."""
    return Declared(Kind.decimal, label, {"places": places, **options})


def money(label: Label, **options: Options) -> Any:
    """Make an amount in yuan, exact to the fen."""
    return Declared(Kind.money, label, options)


def date(label: Label, **options: Options) -> Any:
    """Make a calendar day of the site."""
    return Declared(Kind.date, label, options)


def time(label: Label, **options: Options) -> Any:
    """Make a time of day."""
    return Declared(Kind.time, label, options)


def moment(label: Label, **options: Options) -> Any:
    """Make a date and time (stored in UTC)."""
    return Declared(Kind.datetime, label, options)


def month(label: Label, **options: Options) -> Any:
    """Make a month written ``2026-11``."""
    return Declared(Kind.month, label, options)


def year(label: Label, **options: Options) -> Any:
    """Make a year."""
    return Declared(Kind.year, label, options)


def flag(label: Label, **options: Options) -> Any:
    """Make a yes/no; not required: may stay unanswered."""
    return Declared(Kind.bool, label, options)


def phone(label: Label, **options: Options) -> Any:
    """Make a telephone number, shown masked unless the role may see it."""
    return Declared(Kind.phone, label, options)


def idno(label: Label, **options: Options) -> Any:
    """Make an identity document number, shown masked unless the role may see it."""
    return Declared(Kind.idno, label, options)


def plate(label: Label, **options: Options) -> Any:
    """Make a car's number plate."""
    return Declared(Kind.plate, label, options)


def rating(label: Label, **options: Options) -> Any:
    """Make a mark from 1 to 5."""
    return Declared(Kind.rating, label, options)


def choice(enum: type[LabelEnum], label: Label, **options: Options) -> Any:
    """Make a choice among the members of ``enum``."""
    return Declared(Kind.enum, label, {"enum": enum, **options})


def choices(enum: type[LabelEnum], label: Label, **options: Options) -> Any:
    """Make a choice of several members of ``enum``: a tuple in declared order; ``required`` means at least one."""
    return Declared(Kind.enums, label, {"enum": enum, **options})


def ref(target: str, label: Label, **options: Options) -> Any:
    """Make a reference to a row of ``target`` (a model's name); ``alter`` breaks cycles of foreign keys."""
    return Declared(Kind.ref, label, {"target": target, "index": True, "ondelete": "RESTRICT", **options})


def refs(target: str, label: Label, **options: Options) -> Any:
    """Make references to several rows of ``target``."""
    return Declared(Kind.refs, label, {"target": target, **options})


def rows(
    label: Label,
    model: Any = None,
    *,
    see: Options = None,
    edit: Options = None,
    help: Label | None = None,  # noqa: A002 - Field's name
    options: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Any:
    """Make a child table edited inside the form; its fields are given as keywords, or ``model`` names a Row class.

    ``options`` are further ones of the field itself (``{"system": True, "checklist": "subject"}``).
    """
    own = {"wide": True, "see": see, "edit": edit, "help": help, **(options or {})}
    return Declared(Kind.rows, label, {**own, "model": model, "row_fields": fields})


def files(label: Label, **options: Options) -> Any:
    """Make a place for files kept as attachments under this field's name."""
    return Declared(Kind.files, label, {"wide": True, **options})


def sign(label: Label, **options: Options) -> Any:
    """Make an electronic signature; the column keeps the key of its picture."""
    return Declared(Kind.sign, label, options)


def readers(label: Label, who: tuple[str, ...], **options: Options) -> Any:
    """Ask people to read the record and keep who has, and when; no column of its own.

    ``who``: role codes and ``@field``; ``states``: in which it is to be read (by default approved, closed or active);
    ``shown_when``: only where this condition holds (an internal notice, not a public one).
    """
    return Declared(Kind.readers, label, {"who": who, "system": True, "wide": True, **options})


def computed(label: Label, compute: Callable[[Any], Any], **options: Options) -> Any:
    """Make a read-only figure worked out from the record."""
    return Declared(Kind.computed, label, {"compute": compute, "system": True, **options})


def json_column() -> Any:
    """Return a JSON column for the engine's own tables."""
    return mapped_column(JSON, nullable=False)


__all__ = [
    "Declared",
    "association",
    "choice",
    "choices",
    "computed",
    "date",
    "decimal",
    "files",
    "flag",
    "idno",
    "integer",
    "json_column",
    "moment",
    "money",
    "month",
    "phone",
    "plate",
    "rating",
    "readers",
    "ref",
    "refs",
    "rows",
    "sign",
    "snake",
    "string",
    "text",
    "time",
    "year",
]
