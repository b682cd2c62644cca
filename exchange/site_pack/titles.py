"""Roles of a pack's people, written in the product's words or by the titles of the site (A-19)."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from exchange.reading.refusals import CellRefused
from exchange.site_pack.columns import SITE_ROLES, one_role
from exchange.site_pack.sheets import ReadRow, ReadSheet
from models.base.setting_keys import parse
from models.engine.titles import KEY, by_role, said_at, worded
from models.spec import Role

Meant = Mapping[str, tuple[Role, ...]]
"""A title, in small letters -> the roles it means."""


def name_roles(read: Mapping[str, ReadSheet], session: Session, site_id: int | None) -> None:
    """Turn the names in the column 角色 into roles, a name that is none into a fault of its cell.

    The titles are those of the pack's own sheet 参数, else those the site has; they go before the product's words.
    """
    if "staff" not in read:
        return
    meant = _meant(read, session, site_id)
    for row in read["staff"].rows:
        if "roles" in row.values:
            _name(read["staff"], row, meant)


def _meant(read: Mapping[str, ReadSheet], session: Session, site_id: int | None) -> Meant:
    rows = read["setting"].rows if "setting" in read else []
    own = next((r.values["value"] for r in rows if r.values.get("key") == KEY and "value" in r.values), None)
    said = said_at(session, site_id) if own is None else by_role(parse(KEY, own) or {})
    out: dict[str, tuple[Role, ...]] = {}
    for role in SITE_ROLES:
        for title in said.get(role, ()):
            label = worded(role, title)
            for name in {title.lower(), label.zh.lower()}:
                out[name] = (*out.get(name, ()), role)
    return out


def _name(sheet: ReadSheet, row: ReadRow, meant: Meant) -> None:
    found: list[Role] = []
    for name in row.values.pop("roles"):
        try:
            found += meant.get(name.lower()) or (one_role(name),)
        except CellRefused as wrong:
            row.problems.append(sheet.problem(row.row, "roles", wrong.label))
            return
    row.values["roles"] = tuple(dict.fromkeys(found))
