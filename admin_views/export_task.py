"""The task that makes a long export: run by the worker, in the words and with the rights of who asked for it."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

import access
from admin_views.export_book import write_book
from admin_views.exporting import Export
from admin_views.reader import Reader
from exchange.batches.words import Cancelled, ImportRefused, Interrupted
from exchange.export_files import Asked, MadeState
from jobs.tasks import export_key
from models import register
from models.base.site import Site
from models.connect import reader
from models.declare import Record
from models.engine.notice import put
from models.spec import Actor, L, Verb
from workflow.notices import MADE

if TYPE_CHECKING:
    from jobs.queue import Jobs

WAITED: Final = dt.timedelta(seconds=20)
"""After this long whoever asked has gone on with something else, and is told."""
READY: Final = L("{register}的导出文件好了，共 {n} 行，保留 24 小时。",
                 "The export of {register} is ready: {n} rows, kept for 24 hours.")  # fmt: skip


def rights_of(export: Export) -> str:
    """Return what tells whether somebody may still see what he saw: his sites, roles and the columns he gets."""
    actor = export.reader.actor
    held = (
        sorted(actor.sites), sorted((site, sorted(roles)) for site, roles in actor.grants.items()),
        sorted(actor.global_roles), sorted((key, sorted(roles)) for key, roles in actor.rights.items()),
        [(f.name, f.name in export.masked) for f in export.fields],
    )  # fmt: skip
    return hashlib.sha256(repr(held).encode()).hexdigest()


def make_export(jobs: Jobs, key: str) -> None:
    """Write the book somebody asked for; one that was cancelled leaves nothing behind."""
    store = jobs.exports
    try:
        with store.hold(key):
            asked = store.get(key)
            if asked is None or not asked.under_way:
                return
            try:
                _make(jobs, asked)
            except Interrupted:
                pass  # the machine is being switched off: it is made when that is back
            except Cancelled:
                store.drop(key)
            except BaseException:
                store.change(asked, state=MadeState.failed)
                raise
            finally:
                store.begun(key).unlink(missing_ok=True)
                jobs.board.clear(export_key(key))
    except ImportRefused:
        return  # somebody else is at it


def _make(jobs: Jobs, asked: Asked) -> None:
    store, engine = jobs.exports, reader(jobs.engine)
    with Session(engine, expire_on_commit=False) as session:
        actor = access.load_actor(session, asked.user_id, site_id=asked.site_id, origin=asked.origin)
        model = register(asked.register)
        if actor is None or not may_fetch(actor, model, asked):
            store.change(asked, state=MadeState.failed)
            return
        actor = replace(actor, locale=asked.locale)
        access.bind(session, actor)
        sites = {
            row.id: row.name for row in session.execute(select(Site.id, Site.name).where(Site.id.in_(actor.sites)))
        }
        who = Reader(session=session, actor=actor, now=asked.asked_at, zone=ZoneInfo(asked.zone), sites=sites)
        export = Export(who, model, asked.pairs, engine, full=asked.full)
        if rights_of(export) != asked.rights:
            store.change(asked, state=MadeState.failed)
            return
        total = export.count()
        session.rollback()
        store.change(asked, state=MadeState.working, rows=total)

        def tell(done: int) -> None:
            if jobs.stopping.is_set():
                raise Interrupted
            if jobs.board.cancelled(export_key(asked.key)):
                raise Cancelled
            jobs.board.tell(export_key(asked.key), "writing" if done < total else "packing", done, total)

        tell(0)
        rows = write_book(export, store.begun(asked.key), tell)
    size = store.begun(asked.key).stat().st_size
    store.begun(asked.key).replace(store.book(asked.key))
    if store.change(asked, state=MadeState.done, rows=rows, size=size) is None:
        store.drop(asked.key)
    elif jobs.clock() - asked.asked_at >= WAITED:
        _tell(jobs, asked, rows)


def _tell(jobs: Jobs, asked: Asked, rows: int) -> None:
    """Put it under the bell of whoever asked."""
    words = READY.format(register=register(asked.register).__register__.label, n=f"{rows:,}")
    news = {
        "user_id": asked.user_id, "site_id": None, "register": asked.register, "record_id": 0, "at": jobs.clock(),
        "occasion": f"{MADE}{asked.key}", "zh": words.text("zh"), "en": words.text("en"),
    }  # fmt: skip
    with Session(jobs.engine) as session, access.acting(session, access.SYSTEM):
        put(session, [news])
        session.commit()


def may_fetch(actor: Actor, model: type[Record], asked: Asked) -> bool:
    """Say whether somebody may have an export, full numbers included where it has them."""
    verbs = (Verb.export, Verb.unmask) if asked.full else (Verb.export,)
    return all(access.may(actor, model, verb) for verb in verbs)
