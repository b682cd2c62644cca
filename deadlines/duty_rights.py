"""Whether somebody may do a duty: judged by whoever knows rights (``workflow`` says so at start-up), asked here."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy.orm import Session

from models.spec import Duty, Role

Able = Callable[[int, frozenset[Role], Duty], bool]
"""Says whether somebody with these roles at a site may do a duty: (site, roles, duty)."""
Judge = Callable[[Session, Collection[int]], Able]
"""Reads the rights of some sites and returns who may do what there."""
_judges: list[Judge] = []


def judged_by(judge: Judge) -> None:
    """Let ``judge`` say who may do which duty; said again, the later one holds."""
    _judges[:] = [judge]


def able_at(session: Session, site_ids: Collection[int]) -> Able:
    """Return who may do which duty at some sites. LookupError when nobody was named to judge it."""
    if not _judges:
        raise LookupError("nobody judges who may do a duty: import workflow, which does, before asking who has one")
    return _judges[0](session, site_ids)


__all__ = ["Able", "Judge", "able_at", "judged_by"]
