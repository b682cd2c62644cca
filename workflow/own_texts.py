"""The words of sites' own fields put into the search index of a database that was filled before the search looked there."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from access import ALL_SITES
from models import REGISTERS
from models.engine.rights import Stamp
from models.engine.search import index

DONE = "own_texts"
AT_ONCE = 500


def find_own_texts(session: Session) -> int:
    """Renew the entries of all records with such values, once for each database; returns how many there were.

    ``session`` acts as the system; the caller commits.
    """
    if session.get(Stamp, DONE) is not None:
        return 0
    session.add(Stamp(name=DONE, value=1))
    found = 0
    for model in REGISTERS:
        if not (model.__register__.takes_site_fields and model.__register__.search):
            continue
        query = select(model).where(model.site_values.is_not(None)).order_by(model.id)
        options = {ALL_SITES: True, "yield_per": AT_ONCE}
        for records in session.scalars(query, execution_options=options).partitions():
            index(session, records)
            found += len(records)
    return found


__all__ = ["find_own_texts"]
