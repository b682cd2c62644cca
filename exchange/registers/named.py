"""The records a workbook points at, found by what people call them: an address, a name, a number."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from access import may, visible
from exchange.reading.refusals import CellRefused
from models import by_name
from models.base import addresses
from models.base.resident import Occupancy
from models.declare import table_of
from models.engine import display_name
from models.spec import Actor, Field, L, Scope, Verb

NOBODY = L(
    "{field}：没有找到“{value}”，请按系统里的写法填写。",
    "{field}: “{value}” was not found; write it as the system has it.",
)
SEVERAL = L(
    "{field}：叫“{value}”的有 {n} 个，请改填编号。", "{field}: {n} are called “{value}”; write the number instead."
)
UNSEEN = L(
    "您的岗位不能查看“{register}”，查不到“{value}”。请由能查看它的人导入，或从表里去掉这一列。",
    "Your role may not see “{register}”, so “{value}” can't be looked up. Have somebody import it who may, or leave the "
    "column out.",
)
_CALLED = ("number", "job_no", "address", "address_key", "name", "code", "label", "title", "username")
_BETWEEN = re.compile(r"[、,，;；/\n]+")


class Directory:
    """Finds records of a site by their words; each register is read once."""

    def __init__(self, session: Session, actor: Actor, site_id: int) -> None:
        self._session, self._actor, self._site_id = session, actor, site_id
        self._known: dict[str, dict[str, set[int]]] = {}

    def one(self, field: Field, words: str, unit_id: int | None = None) -> int:
        """Return the id of the one record called ``words``; of several residents the one of home ``unit_id``.

        Raises CellRefused where there is none or more than one.
        """
        target = field.target or ""
        if target not in self._known:
            if not may(self._actor, by_name(target), Verb.read, site_id=self._site_id):
                raise CellRefused(UNSEEN.format(register=by_name(target).__register__.label, value=words))
            self._known[target] = self._read(by_name(target))
        found = self._known[target].get(_plain(words), set())
        if not found and target == "Unit":
            found = self._home(words)
        if len(found) > 1 and target == "Resident" and unit_id:
            living = set(self._session.scalars(select(Occupancy.parent_id).where(Occupancy.unit_id == unit_id)))
            found = found & living or found
        if not found:
            raise CellRefused(NOBODY.format(field=field.label, value=words))
        if len(found) > 1:
            raise CellRefused(SEVERAL.format(field=field.label, value=words, n=len(found)))
        return next(iter(found))

    def several(self, field: Field, words: str) -> list[int]:
        """Return the ids of the records named in one cell, divided by 、 or a comma."""
        return [self.one(field, part.strip()) for part in _BETWEEN.split(words) if part.strip()]

    def _home(self, words: str) -> set[int]:
        try:
            found = addresses.parse(words)
        except addresses.AddressError:
            return set()
        return self._known["Unit"].get(_plain(addresses.key(found).replace("\0", "-")), set())

    def _read(self, model: type[Any]) -> dict[str, set[int]]:
        table, spec = table_of(model), model.__register__
        names = dict.fromkeys(n for n in (*_CALLED, display_name(model), spec.title) if n in table.c)
        query = visible(select(model.id, *(getattr(model, n) for n in names)), model, self._actor)
        if spec.scope is not Scope.none:
            here = model.site_id == self._site_id
            query = query.where(here if spec.scope is Scope.site else or_(here, model.site_id.is_(None)))
        if "status" in table.c:
            query = query.where(model.status.not_in(("archived", "void")))
        known: dict[str, set[int]] = defaultdict(set)
        for number, *called in self._session.execute(query):
            for words in called:
                if words:
                    known[_plain(str(words))].add(number)
        return known


def _plain(words: str) -> str:
    return "".join(words.split()).casefold()
