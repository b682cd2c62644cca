"""What a site calls its roles: 项目经理, 服务中心经理, 部门经理 … each stands for one of the functional roles (A-19, A-77)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from models.engine.settings import CACHE, setting
from models.spec import Label, Role

KEY = "role.map"
"""The parameter that keeps them: the role, and the titles that mean it, the first being the one shown."""
_BOTH = re.compile(r"(.+?)\s*[(（]([^()（）]+)[)）]")


def title_of(session: Session, site_id: int | None, role: Role) -> Label:
    """Return what a role is called at a site; the product's own word where the site says nothing.

    No query a row: a site's titles are read once a transaction. ``site_id`` None: what holds for all sites.
    """
    return titles_at(session, site_id).get(role) or role.label


def titles_at(session: Session, site_id: int | None) -> Mapping[Role, Label]:
    """Return the roles a site has a title of its own for."""
    kept: dict[Any, Any] = session.info.setdefault(CACHE, {})
    if (KEY, site_id) not in kept:
        with session.no_autoflush:  # asked for words in the middle of a writing, too
            kept[KEY, site_id] = {role: worded(role, said[0]) for role, said in said_at(session, site_id).items()}
    found: Mapping[Role, Label] = kept[KEY, site_id]
    return found


def said_at(session: Session, site_id: int | None) -> dict[Role, tuple[str, ...]]:
    """Return every title of a site by its role, the one shown first; an English name may stand behind it in brackets."""
    return by_role(setting(session, site_id, KEY) or {})


def by_role(written: Mapping[str, tuple[str, ...]]) -> dict[Role, tuple[str, ...]]:
    """Return the roles among a mapping's names with their titles; what is no role's name counts for nothing."""
    known = {r.value: r for r in Role}
    return {known[name]: said for name, said in written.items() if name in known and said}


def worded(role: Role, title: str) -> Label:
    """Return a title in both languages: ``项目经理 (Project manager)``, or the product's English word behind a Chinese one."""
    both = _BOTH.fullmatch(title)
    if both is not None:
        return Label(both[1], both[2])
    return Label(title, title if title.isascii() else role.label.en)
