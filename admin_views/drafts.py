"""Drafts: what a person typed and has not saved, kept under his account and given back when he opens the form again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Delete, Select, bindparam, delete, select
from werkzeug.datastructures import MultiDict

import access
from admin_views import viewmodels
from admin_views.reader import Reader
from admin_views.wording import near
from models.declare import table_of
from models.engine import Draft, kept

MOST = 200_000
"""Characters a draft may have."""
LONGEST_NAME = 160
NOT_KEPT = frozenset({"csrf_token", "form_token", "version", "whole", "after"})


def save(reader: Reader, form: str, pairs: Iterable[tuple[str, str]]) -> bool:
    """Keep what was typed into ``form``; False when it is too much to keep."""
    typed = [[k, v] for k, v in pairs if k not in NOT_KEPT]
    if sum(len(k) + len(v) for k, v in typed) > MOST:
        return False
    row = reader.session.scalar(_of(reader, form))
    if row is None:
        reader.session.add(
            Draft(user_id=reader.actor.user_id, form=form[:LONGEST_NAME], data={"pairs": typed}, at=reader.now)
        )
    else:
        row.data, row.at = {"pairs": typed}, reader.now
    return True


def load(reader: Reader, form: str, discard_url: str) -> tuple[MultiDict[str, str], viewmodels.Draft] | None:
    """Return what was typed last and the bar that says so; None when nothing is kept."""
    values = {"user_id": reader.actor.user_id, "form": form[:LONGEST_NAME]}
    row = access.execute_kept(reader.session, "draft", _typed, values).first()
    if row is None or not row.data.get("pairs"):
        return None
    return MultiDict((k, v) for k, v in row.data["pairs"]), viewmodels.Draft(
        saved=near(row.at, reader), discard_url=discard_url
    )


def drop(reader: Reader, form: str) -> None:
    """Forget a draft: it was saved, or is not wanted."""
    connection = reader.session.connection()
    kept.execute(
        connection, ("drop draft", connection.dialect.name), _gone,
        {"owner": reader.actor.user_id, "name": form[:LONGEST_NAME]},
    )  # fmt: skip


def _gone() -> Delete:
    drafts = table_of(Draft)
    return delete(drafts).where(drafts.c.user_id == bindparam("owner"), drafts.c.form == bindparam("name"))


def _of(reader: Reader, form: str) -> Select[Draft]:
    return select(Draft).where(Draft.user_id == reader.actor.user_id, Draft.form == form[:LONGEST_NAME])


def _typed() -> Select[Any]:
    query: Select[Any] = select(Draft.data, Draft.at)
    return query.where(Draft.user_id == bindparam("user_id"), Draft.form == bindparam("form"))
