"""Reading a site's parameters; an unset one is None and is never judged (G6)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

CACHE = "settings"


def setting(session: Session, site_id: int | None, key: str) -> Any:
    """Return the parsed value of ``key`` for a site: its own row, else the row for all sites, else the default.

    KeyError when the key is not declared in ``models.base.setting_keys``.
    """
    from models.base.setting_keys import BY_KEY, parse  # noqa: PLC0415 - registers import this module

    cache: dict[Any, Any] = session.info.setdefault(CACHE, {})
    if site_id not in cache:
        cache[site_id] = _rows(session, site_id)
    declared = BY_KEY[key]
    text = cache[site_id].get(key)
    return declared.default if text is None else parse(key, text)


def read_settings(session: Session, site_ids: Collection[int]) -> None:
    """Read the settings of many sites with one statement, for ``setting`` to answer from."""
    from models.base.setting import Setting  # noqa: PLC0415 - registers import this module

    query = select(Setting.site_id, Setting.key, Setting.value).where(Setting.status == "active")
    everywhere: dict[str, str] = {}
    own: dict[int, dict[str, str]] = {site_id: {} for site_id in site_ids}
    rows: Any = session.execute(query, execution_options={"all_sites": True})
    for site_id, key, value in rows:
        (everywhere if site_id is None else own.get(site_id, {}))[key] = value
    cache: dict[Any, Any] = session.info.setdefault(CACHE, {})
    cache.update({site_id: everywhere | values for site_id, values in own.items()})


def _rows(session: Session, site_id: int | None) -> dict[str, str]:
    from models.base.setting import Setting  # noqa: PLC0415 - registers import this module

    query = select(Setting.key, Setting.value, Setting.site_id).where(
        or_(Setting.site_id.is_(None), Setting.site_id == site_id), Setting.status == "active"
    )
    rows = session.execute(query, execution_options={"all_sites": True}).all()
    return {key: value for key, value, _ in sorted(rows, key=lambda r: r[2] is not None)}


def forget(session: Session) -> None:
    """Drop what was read, after a setting was written or a transaction ended."""
    session.info.pop(CACHE, None)
