"""The tasks. Each acts as the person who asked, read anew when it runs, or as the named system actor."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

import access
from deadlines.duties import roll
from deadlines.sweep import sweep
from exchange import registers, roster
from exchange.batches import life
from exchange.batches.columns import both
from exchange.batches.words import NO_ACCOUNT, Cancelled, ImportRefused, Interrupted, Tell
from exchange.export_files import MadeState
from exchange.roster.apply import finish_index
from jobs import letters, post
from jobs.backups import back_up
from jobs.smtp import Server
from jobs.timed import make_due
from models.engine import Draft, ImportBatch, ImportState, LoginAttempt, Notice, OutgoingMail, PressedForm
from models.spec import Actor
from reports import daily, recurrence
from workflow.errors import WorkflowError

if TYPE_CHECKING:
    from jobs.queue import Jobs

log = logging.getLogger(__name__)
SYSTEM: Final = replace(access.SYSTEM, origin="jobs")
DRAFTS_KEPT: Final = dt.timedelta(days=30)
FORMS_KEPT: Final = dt.timedelta(days=2)
ATTEMPTS_KEPT: Final = dt.timedelta(days=7)
PLANS_KEPT: Final = dt.timedelta(days=14)
MAILS_KEPT: Final = dt.timedelta(days=60)
NOTICES_KEPT: Final = dt.timedelta(days=400)


MAKE_EXPORT: Final = "make_export"
"""The task that makes a long export: it words values as the screens do, which bring it along (``Jobs``'s ``more``)."""


def export_key(key: str) -> str:
    """The key of an export's progress in the job store."""
    return f"export:{key}"


def import_key(batch_id: int) -> str:
    """The key of an import's progress in the job store."""
    return f"import:{batch_id}"


def plan_roster(jobs: Jobs, batch_id: int) -> None:
    """Plan an uploaded roster."""
    _import(jobs, batch_id, roster.plan_roster)


def apply_roster(jobs: Jobs, batch_id: int) -> None:
    """Write a roster somebody said yes to."""
    _import(jobs, batch_id, roster.apply_batch)


def plan_papers(jobs: Jobs, batch_id: int) -> None:
    """Plan an uploaded workbook of papers."""
    _import(jobs, batch_id, registers.plan_papers)


def apply_papers(jobs: Jobs, batch_id: int) -> None:
    """Write a workbook of papers somebody said yes to, or carry on with it."""
    _import(jobs, batch_id, registers.apply_papers)


def undo_papers(jobs: Jobs, batch_id: int) -> None:
    """Take a workbook of papers back; where that is refused, its page says why."""

    def work(*args: Any, **named: Any) -> ImportBatch:
        try:
            return registers.undo_papers(*args, **named)
        except (ImportRefused, WorkflowError) as refused:
            with Session(jobs.engine) as session:
                words = refused.label if isinstance(refused, ImportRefused) else refused.sentence
                session.get_one(ImportBatch, batch_id).fault = both(words)
                session.commit()
            raise

    _import(jobs, batch_id, work)


def _import(jobs: Jobs, batch_id: int, work: Callable[..., ImportBatch]) -> None:
    key, now = import_key(batch_id), jobs.clock()
    with Session(jobs.engine, expire_on_commit=False) as session:
        batch = session.get(ImportBatch, batch_id)
        if batch is None:
            return
        actor = _asker(session, batch)
        if actor is None:
            roster.release(session, jobs.store, batch, NO_ACCOUNT, now)
            session.commit()
            return
    try:
        work(jobs.engine, jobs.store, batch_id, actor=actor, now=now, tell=_teller(jobs, key))
    except (Cancelled, ImportRefused, WorkflowError) as stop:
        log.info("import %s put down: %s", batch_id, stop)
    finally:
        jobs.board.clear(key)


def _asker(session: Session, batch: ImportBatch) -> Actor | None:
    """The person who sent the import, with the rights he has now; None when his account is closed."""
    if batch.user_id is None:
        return replace(SYSTEM, origin=batch.origin)
    return access.load_actor(session, batch.user_id, site_id=batch.site_id, origin=batch.origin)


def _teller(jobs: Jobs, key: str) -> Tell:
    def tell(phase: str, done: int, total: int) -> None:
        if jobs.stopping.is_set():
            raise Interrupted
        if jobs.board.cancelled(key):
            raise Cancelled
        jobs.board.tell(key, phase, done, total)

    return tell


def carrying_on(batch: ImportBatch) -> str:
    """The task that carries on with an import written, or taken back, in pieces."""
    return "undo_papers" if batch.state == ImportState.undoing.value else "apply_papers"


def mend_imports(jobs: Jobs) -> None:
    """Mark imports whose worker died as cut short, and finish the search entries of those that only lack these."""
    with Session(jobs.engine, expire_on_commit=False) as session:
        late = roster.reconcile(session, jobs.store, jobs.clock())
        for batch in life.unfinished(session, jobs.store):
            session.commit()
            jobs.enqueue(carrying_on(batch), batch.id)
        session.commit()
        for batch_id in late:
            try:
                with jobs.store.hold(batch_id):
                    batch = session.get_one(ImportBatch, batch_id, populate_existing=True)
                    session.commit()
                    finish_index(jobs.engine, jobs.store, batch)
            except ImportRefused:
                continue  # somebody else is at it


def carry_on_exports(jobs: Jobs) -> None:
    """Queue again the exports that a worker was making when it ended."""
    for asked in jobs.exports.all():
        if asked.state == MadeState.working and not jobs.exports.held(asked.key):
            jobs.enqueue(MAKE_EXPORT, asked.key)


def clear_exports(jobs: Jobs) -> None:
    """Throw away the exports that are older than a day."""
    jobs.exports.clear(jobs.clock())


def sweep_deadlines(jobs: Jobs) -> None:
    """Mark what is overdue and tell the next one up; make the transitions that time itself makes."""
    now = jobs.clock()
    with Session(jobs.engine) as session, access.acting(session, SYSTEM):
        make_due(session, SYSTEM, now)
        sweep(session, now)
        session.commit()


def roll_duties(jobs: Jobs) -> None:
    """Make the recurring duties that have begun, and mark those that are late."""
    with Session(jobs.engine) as session, access.acting(session, SYSTEM):
        roll(session, jobs.clock())
        session.commit()


def prepare_reports(jobs: Jobs) -> None:
    """Make the summaries that the system prepares by itself, once a period (S-37)."""
    with Session(jobs.engine, expire_on_commit=False) as session, access.acting(session, SYSTEM):
        daily.prepare(session, SYSTEM, jobs.clock())


def tell_recurring(jobs: Jobs) -> None:
    """Tell of problems that reached the threshold in the last 30 days; the first look of a site's day tells (S-13)."""
    with Session(jobs.engine, expire_on_commit=False) as session, access.acting(session, SYSTEM):
        recurrence.tell(session, jobs.clock())


def write_mail(jobs: Jobs) -> None:
    """Write down the letters that are owed; nothing where no mail server is set."""
    if jobs.config.mail_url:
        with Session(jobs.engine, expire_on_commit=False) as session, access.acting(session, SYSTEM):
            letters.write(session, jobs.config.public_url, jobs.clock())
            session.commit()


def send_mail(jobs: Jobs) -> None:
    """Send the letters that wait."""
    if jobs.config.mail_url:
        with Session(jobs.engine, expire_on_commit=False) as session, access.acting(session, SYSTEM):
            post.send(session, Server.read(jobs.config.mail_url), jobs.clock())


def clean_up(jobs: Jobs) -> None:
    """Throw away what nobody comes back for: old drafts, pressed forms, failed sign-ins, mails, plans nobody confirmed."""
    now = jobs.clock()
    old: tuple[tuple[Any, Any, dt.timedelta], ...] = (
        (Draft, Draft.at, DRAFTS_KEPT),
        (PressedForm, PressedForm.at, FORMS_KEPT),
        (LoginAttempt, LoginAttempt.last_at, ATTEMPTS_KEPT),
        (OutgoingMail, OutgoingMail.at, MAILS_KEPT),
        (Notice, Notice.at, NOTICES_KEPT),
    )
    with Session(jobs.engine) as session:
        for table, column, kept in old:
            session.execute(delete(table).where(column < now - kept))
        session.commit()
        waiting = select(ImportBatch).where(
            ImportBatch.state == ImportState.planned.value, ImportBatch.created_at < now - PLANS_KEPT
        )
        for batch in session.scalars(waiting).all():
            roster.cancel(session, jobs.store, batch)
        session.commit()


TASKS: Final[dict[str, Callable[..., None]]] = {
    "plan_roster": plan_roster,
    "apply_roster": apply_roster,
    "plan_papers": plan_papers,
    "apply_papers": apply_papers,
    "undo_papers": undo_papers,
    "mend_imports": mend_imports,
}
"""Tasks that may be queued, by name."""
PERIODIC: Final[dict[str, tuple[Callable[[Jobs], None], dict[str, str]]]] = {
    "sweep_deadlines": (sweep_deadlines, {"minute": "*/5"}),
    "roll_duties": (roll_duties, {"minute": "1-59/5"}),
    "prepare_reports": (prepare_reports, {"minute": "40"}),
    "tell_recurring": (tell_recurring, {"hour": "*/3", "minute": "50"}),
    "mend_imports_again": (mend_imports, {"minute": "*/5"}),
    "clear_exports": (clear_exports, {"minute": "25"}),
    "write_mail": (write_mail, {"minute": "2-59/5"}),
    "send_mail": (send_mail, {}),
    "back_up": (back_up, {"minute": "4-59/5"}),
    "clean_up": (clean_up, {"hour": "19", "minute": "17"}),
}
"""Tasks of the clock (UTC), by name: the work and when."""
