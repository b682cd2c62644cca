"""Look-up of people: staff by name, pinyin or number, limited to a role; residents by name, pinyin or phone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, or_, select

from access import granted
from admin_views.list_filters import like
from admin_views.lookup import LIMIT, Hit, choosable, first_of, searched
from admin_views.reader import Reader
from models import by_name
from models.spec import Field


def staff(reader: Reader, field: Field, typed: str, _clear: bool) -> list[Hit]:  # noqa: FBT001 - the shape of a Finder
    """Find staff of the site; with ``limit_to``, only holders of that role; busy technicians say so (004 §7.4.7)."""
    person: Any = by_name("Staff")
    post: Any = by_name("Post")
    query = select(person.id, person.name, person.job_no, person.post_id, post.name.label("post")).outerjoin(
        post, post.id == person.post_id
    )
    base = choosable(reader, person, query).where(person.employment != "left")
    if field.limit_to:
        base = base.where(granted(person, field.limit_to, reader.actor.site_id))
    base = base.limit(LIMIT)
    if typed:
        low = like(typed.lower())
        pinyin = person.name_pinyin.like(f"{low}%", escape="\\") | person.name_pinyin.like(f"% {low}%", escape="\\")
        tries: list[Select[Any]] = [
            base.where(person.name.like(f"{like(typed)}%", escape="\\")),
            base.where(or_(pinyin, person.job_no == typed)),
            base.where(or_(person.name.like(f"%{like(typed)}%", escape="\\"), person.job_no.like(f"{like(typed)}%", escape="\\"))),
        ]  # fmt: skip
    else:
        tries = [base]
    rows = first_of(reader, (q.order_by(person.job_no) for q in tries))
    busy = field.beside(reader.session, [r.id for r in rows]) if field.beside and rows else {}

    def sub(row: Any) -> str:
        parts = [row.post or "", row.job_no or "", reader.say(busy[row.id]) if row.id in busy else ""]
        return " · ".join(p for p in parts if p)

    def data(row: Any) -> dict[str, Any]:
        post = {"post": {"id": row.post_id, "text": row.post}} if row.post_id is not None else {}
        return {"name": row.name, "job_no": row.job_no, **post}

    return [Hit(id=r.id, text=r.name, sub=sub(r), data=data(r)) for r in rows]


def residents(reader: Reader, _field: Field, typed: str, clear: bool) -> list[Hit]:  # noqa: FBT001 - the shape of a Finder
    """Find owners and residents by name, pinyin initials or part of a phone; the second line says where they live."""
    person: Any = by_name("Resident")
    base = choosable(reader, person, select(person.id, person.name, person.homes, person.phone)).limit(LIMIT)
    tries: list[Select[Any]] = []
    if typed:
        tries.append(base.where(person.name.like(f"{like(typed)}%", escape="\\")).order_by(person.name, person.id))
        found_by = searched(reader, person, typed)
        if found_by is not None:
            tries.append(base.where(person.id.in_(found_by)).order_by(person.id.desc()))
    else:
        tries.append(base.order_by(person.id.desc()))

    def hit(row: Any) -> Hit:
        ending = f"…{row.phone[-4:]}" if row.phone else ""
        return Hit(
            id=row.id,
            text=row.name,
            sub=" · ".join(p for p in (row.homes or "", ending) if p),
            data={"name": row.name, "phone": row.phone if clear else None},
        )

    return [hit(row) for row in first_of(reader, tries)]
