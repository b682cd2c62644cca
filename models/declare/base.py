"""The declarative base, child rows and records: how a class body becomes a table and a register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry, relationship

from models.declare.columns import Declared, association, snake
from models.declare.named import Named
from models.declare.types import Moment
from models.spec import Field, Kind, L, Register, Scope

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""One naming convention for all constraints."""


class Base(DeclarativeBase):
    """The base of every table."""

    registry = registry(metadata=MetaData(naming_convention=NAMING))
    __fields__: ClassVar[dict[str, Field]] = {}
    __rows__: ClassVar[dict[str, type[Row]]] = {}
    """The classes of its child tables, by the field that holds their rows."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Turn declared fields into columns before SQLAlchemy maps the class."""
        if not cls.__dict__.get("__abstract__"):
            declare(cls)
        super().__init_subclass__(**kwargs)


class Row(Base):
    """One line of a child table, edited inside its parent's form."""

    __abstract__ = True
    __parent__: ClassVar[str] = ""
    """Table name of the parent."""
    if TYPE_CHECKING:
        id: Mapped[int]
        position: Mapped[int]
        parent_id: Mapped[int]  # made by declare() from __parent__
    else:  # annotations would be read anew for each of the tables
        id = mapped_column(Integer, primary_key=True, sort_order=-10)
        position = mapped_column(Integer, default=0, nullable=False, sort_order=90)


class Record(Base):
    """A row of a register: what every register has without listing it (catalogue, last lines of the shorthands)."""

    __abstract__ = True
    __register__: ClassVar[Register]
    if TYPE_CHECKING:
        id: Mapped[int]
        remark: Mapped[str | None]
        created_at: Mapped[dt.datetime]
        updated_at: Mapped[dt.datetime]
        # made by declare() where the register has them
        version: Mapped[int]
        number: Mapped[str | None]
        status: Mapped[str]
        site_id: Mapped[int]
        created_by_id: Mapped[int | None]
        updated_by_id: Mapped[int | None]
        created_by: Mapped[Any]
        updated_by: Mapped[Any]
        site: Mapped[Any]
        site_values: Mapped[dict[str, Any] | None]
    else:  # as above
        id = mapped_column(Integer, primary_key=True, sort_order=-10)
        remark = mapped_column(Text, nullable=True, sort_order=80)
        created_at = mapped_column(Moment, nullable=False, sort_order=82)
        updated_at = mapped_column(Moment, nullable=False, sort_order=84)

    @classmethod
    def slug(cls) -> str:
        """Return the register's name in addresses."""
        return str(cls.__tablename__)


class InSite(Record):
    """Where ``declare`` files registers whose every row belongs to one site: the wall around sites stands here."""

    __abstract__ = True
    site = Named("Site", "site_id")

    @declared_attr
    def site_id(cls) -> Mapped[int]:  # noqa: N805 - a declared attribute takes the class
        """The site the row belongs to."""
        return mapped_column(Integer, ForeignKey("site.id", ondelete="RESTRICT"), nullable=False, sort_order=-7)


class Shared(Record):
    """Where ``declare`` files registers whose rows may belong to all sites (an empty site, G4)."""

    __abstract__ = True
    site = Named("Site", "site_id")

    @declared_attr
    def site_id(cls) -> Mapped[int | None]:  # type: ignore[override]  # noqa: N805 - takes the class; empty means all
        """The site the row belongs to; empty: all sites."""
        return mapped_column(Integer, ForeignKey("site.id", ondelete="RESTRICT"), nullable=True, sort_order=-7)


def table_of(model: type[Base]) -> Table:
    """Return the table a class is mapped to, for statements on many rows at once."""
    return cast("Table", model.__table__)


def standard_fields(spec: Register) -> dict[str, Field]:
    """Return the declarations of the columns every register has."""
    out: dict[str, Field] = {}
    if spec.prefix:
        out["number"] = Field(name="number", kind=Kind.str, label=L("编号", "Number"), system=True, length=40)
    if spec.scope is not Scope.none:
        out["site"] = Field(name="site", kind=Kind.ref, label=L("项目", "Site"), target="Site", system=True)
    if spec.flow:
        out["status"] = Field(name="status", kind=Kind.str, label=L("状态", "Status"), system=True)
    out["remark"] = Field(name="remark", kind=Kind.text, label=L("备注", "Remark"), wide=True)
    out["attachments"] = Field(name="attachments", kind=Kind.files, label=L("附件", "Attachments"), wide=True)
    out["created_by"] = Field(
        name="created_by", kind=Kind.ref, target="User", label=L("填写人", "Created by"), system=True
    )
    out["created_at"] = Field(name="created_at", kind=Kind.datetime, label=L("填写时间", "Created at"), system=True)
    out["updated_by"] = Field(
        name="updated_by", kind=Kind.ref, target="User", label=L("修改人", "Changed by"), system=True
    )
    out["updated_at"] = Field(name="updated_at", kind=Kind.datetime, label=L("修改时间", "Changed at"), system=True)
    return out


def declare(cls: type[Base]) -> None:
    """Make the columns, child classes and checks that ``cls`` declares, and collect its fields."""
    table: str = cls.__dict__.get("__tablename__") or snake(cls.__name__)
    cls.__tablename__ = table
    is_record = issubclass(cls, Record)
    spec: Register | None = cls.__dict__.get("__register__") if is_record else None
    fields: dict[str, Field] = {}
    children: dict[str, type[Row]] = {}
    args: list[Any] = list(cls.__dict__.get("__table_args__", ()))
    declared = [(n, d) for n, d in cls.__dict__.items() if isinstance(d, Declared)]
    for name, decl in declared:
        if decl.kind is Kind.rows:
            child = children[name] = decl.model or _child(cls.__name__, table, name, decl)
            fields[name] = decl.field(name, tuple(child.__fields__.values()))
            setattr(
                cls,
                name,
                relationship(
                    child,
                    order_by=[child.position, child.id],
                    cascade="all, delete-orphan",
                    passive_deletes=True,
                    foreign_keys=[child.__dict__["parent_id"]],
                ),
            )
            continue
        fields[name] = decl.field(name)
        if spec and fields[name].involves:
            decl.index = False  # its index is one of the list's
        for attribute, value in decl.attributes(name, table).items():
            if attribute.startswith("__link_"):
                link = association(table, name, value[2], Base.metadata)
                setattr(cls, name, relationship(value[2], secondary=link, lazy="select"))
            else:
                setattr(cls, attribute, value)
        if decl.kind is Kind.ref and f"{name}_id" in cls.__annotations__:
            del cls.__annotations__[f"{name}_id"]
        args += decl.checks(name)
    for annotated in [n for n, _ in declared if n in cls.__annotations__]:
        del cls.__annotations__[annotated]
    if issubclass(cls, Row) and cls.__parent__:
        _row_parent(cls)
    if spec:
        people = [n for n, f in fields.items() if f.involves and f.kind is Kind.ref]
        args += _record_columns(cls, spec, table, people)
        fields = {**fields, **standard_fields(spec)}
    cls.__table_args__ = tuple(args)
    cls.__fields__, cls.__rows__ = fields, children


def _child(owner: str, table: str, name: str, decl: Declared) -> type[Row]:
    body: dict[str, Any] = {
        "__tablename__": f"{table}_{name}",
        "__parent__": table,
        "__module__": __name__,
        "__annotations__": {},
        "__doc__": f"Lines of {owner}.{name}.",
        **decl.row_fields,
    }
    return type(f"{owner}{name.title().replace('_', '')}", (Row,), body)


def _row_parent(cls: type[Row]) -> None:
    column = mapped_column(Integer, ForeignKey(f"{cls.__parent__}.id", ondelete="CASCADE"), nullable=False, index=True)
    cls.parent_id = column


def _record_columns(cls: type[Any], spec: Register, table: str, people: Iterable[str]) -> list[Any]:
    """Add number, status, site, the person columns and what sites add; return their constraints and the list's indexes."""
    args: list[Any] = []
    if spec.prefix:
        cls.number = mapped_column(String(40), nullable=True, sort_order=-9)
        args.append(UniqueConstraint("number"))
    if spec.flow:
        cls.status = mapped_column(String(20), nullable=False, default=spec.flow.initial, sort_order=-8)
        states = ", ".join(f"'{s.name}'" for s in spec.flow.states)
        args.append(CheckConstraint(f"status IN ({states})", name="status"))
    if spec.scope is not Scope.none and cls.__bases__ == (Record,):
        cls.__bases__ = (InSite if spec.scope is Scope.site else Shared,)
    for name in ("created_by_id", "updated_by_id"):
        person = ForeignKey("user.id", ondelete="RESTRICT")
        setattr(cls, name, mapped_column(Integer, person, nullable=True, sort_order=83))
    remote_side = "User.id" if table == "user" else None
    cls.created_by = relationship("User", foreign_keys=[cls.created_by_id], remote_side=remote_side)
    cls.updated_by = Named("User", "updated_by_id")
    if spec.takes_site_fields:
        cls.site_values = mapped_column(JSON(none_as_null=True), nullable=True, sort_order=86)
    cls.version = mapped_column(Integer, nullable=False, sort_order=85)
    cls.__mapper_args__ = {"version_id_col": cls.version}
    args += [UniqueConstraint(*columns) for columns in spec.unique]
    args += _list_indexes(spec, table, people)
    return args


def _list_indexes(spec: Register, table: str, people: Iterable[str]) -> list[Index]:
    """Return the indexes behind a list (performance notes): by site, by state with and without site, by person, by time.

    ``people``: reference fields that name somebody a record involves; "mine" walks the entries of each (and of the
    author), which also serve as the indexes of their foreign keys.
    """
    key = spec.sort.lstrip("-")
    tail = (key, "id") if key != "id" else ("id",)
    site = ("site_id",) if spec.scope is not Scope.none else ()
    indexes = [Index(f"ix_{table}_{'_'.join(columns)}", *columns) for columns in spec.indexes]
    if site:
        indexes.append(Index(f"ix_{table}_by_site", *site, *tail))
    if spec.flow:
        indexes.append(Index(f"ix_{table}_by_status", "status", *tail))
        indexes += [Index(f"ix_{table}_by_state", *site, "status", *tail)] if site else []
    indexes.append(Index(f"ix_{table}_by_author", "created_by_id", *site, *tail))
    indexes += [Index(f"ix_{table}_of_{name}", f"{name}_id", *site, *tail) for name in people]
    if key != "id":
        indexes.append(Index(f"ix_{table}_by_key", *tail))
    return indexes
