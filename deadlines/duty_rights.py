"""Whether somebody may do a duty or see a document: judged by whoever knows rights (``workflow``, at start-up), asked here."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy.orm import Session

from models.spec import Duty, Role

Able = Callable[[int, frozenset[Role], Duty], bool]
"""Says whether somebody with these roles at a site may do a duty: (site, roles, duty)."""
Judge = Callable[[Session, Collection[int]], Able]
"""Reads the rights of some sites and returns who may do what there."""
Sees = Callable[[Session, int, str, int], bool]
"""Says whether an account may see a record: (session, account, register's slug, record's id)."""
_judges: list[tuple[Judge, Sees]] = []
NOBODY = "nobody judges who may do a duty: import workflow, which does, before asking who has one"


def judged_by(judge: Judge, sees: Sees) -> None:
    """Let ``judge`` say who may do which duty and ``sees`` who sees which record; said again, the later ones hold."""
    _judges[:] = [(judge, sees)]


def able_at(session: Session, site_ids: Collection[int]) -> Able:
    """Return who may do which duty at some sites. LookupError when nobody was named to judge it."""
    if not _judges:
        raise LookupError(NOBODY)
    return _judges[0][0](session, site_ids)


def sees(session: Session, user_id: int, register: str, record_id: int) -> bool:
    """Say whether an account may see a record. LookupError when nobody was named to judge it."""
    if not _judges:
        raise LookupError(NOBODY)
    return _judges[0][1](session, user_id, register, record_id)


__all__ = ["Able", "Judge", "Sees", "able_at", "judged_by", "sees"]
