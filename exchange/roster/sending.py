"""Taking a roster in, and finding it again: both take the right to import homes and people."""

from __future__ import annotations

import datetime as dt
from typing import BinaryIO, Final

from sqlalchemy.orm import Session

from exchange.batches import life
from exchange.roster.stage import PARTS
from models.base.resident import Resident
from models.base.unit import Unit
from models.engine import ImportBatch
from models.spec import Actor
from workflow.staged import check_rights

KIND: Final = "roster"


def upload(
    session: Session,
    store: life.Store,
    stream: BinaryIO,
    filename: str,
    *,
    site_id: int,
    actor: Actor,
    now: dt.datetime,
) -> ImportBatch:
    """Take a roster in, to be planned. The caller commits, then has it planned.

    Raises:
        Forbidden: the actor may not import homes and people at the site.
        SiteBreach: the site is not one of his.
        FileRefused: by the checks before parsing.
    """
    check_rights(PARTS, actor, site_id)
    return life.upload(session, store, stream, filename, kind=KIND, site_id=site_id, actor=actor, now=now)


def open_batch(session: Session, batch_id: int, actor: Actor) -> ImportBatch | None:
    """A roster import the actor may look at: of a site where he may import; None otherwise."""
    return life.open_batch(session, batch_id, actor, KIND, (Unit, Resident))
