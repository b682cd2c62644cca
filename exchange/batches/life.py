"""The life of an import: sent, planned, asked to be written, cancelled; and what becomes of one whose worker died.

Its row in the database says how far it came. The file that was sent and its stage lie in ``DATA_DIR/imports/``, and
whoever works on an import holds a lock on a file there, which the operating system lets go however he ends.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from access import may
from exchange.batches.words import BUSY, CUT_SHORT, GONE, HAS_REFUSED, ImportRefused
from exchange.reading import limits
from models.declare import Record
from models.engine import ImportBatch, ImportState
from models.spec import Actor, L, Label, Verb

NOT_NOW: Final = L("这次导入现在是“{state}”，不能这样做。", "This import is “{state}” now, so that cannot be done.")
WORKING: Final = (ImportState.reading.value, ImportState.applying.value, ImportState.undoing.value)
CARRIED_ON: Final = (ImportState.applying.value, ImportState.undoing.value)
_COPY: Final = 1 << 20


class Folder:
    """A folder of ``DATA_DIR`` in which one process at a time works on a thing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def hold(self, key: int | str) -> Iterator[None]:
        """Work on a thing, alone.

        Raises:
            ImportRefused: somebody works on it already.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / f"{key}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise ImportRefused(BUSY) from None
            yield

    def held(self, key: int | str) -> bool:
        """Whether somebody alive works on a thing."""
        try:
            with self.hold(key):
                return False
        except ImportRefused:
            return True


class Store(Folder):
    """Where imports keep their files: ``DATA_DIR/imports/``."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(data_dir / "imports")

    def source(self, batch_id: int) -> Path:
        """The file as it was sent."""
        return self.folder / f"{batch_id}.source"

    def stage(self, batch_id: int) -> Path:
        """The findings and the rows that stand ready."""
        return self.folder / f"{batch_id}.db"

    def keep(self, stream: BinaryIO) -> tuple[Path, str, int]:
        """Write a stream to the folder under a passing name: (path, sha256, bytes)."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"upload-{secrets.token_hex(8)}"
        digest = hashlib.sha256()
        with path.open("wb") as out:
            while piece := stream.read(_COPY):
                digest.update(piece)
                out.write(piece)
        return path, digest.hexdigest(), path.stat().st_size

    def drop(self, batch_id: int, *, source: bool = True) -> None:
        """Throw an import's files away; without ``source`` only what was made of it."""
        for end in (".db", ".db.new", ".db-journal", ".db-wal", ".db-shm", *((".source",) if source else ())):
            (self.folder / f"{batch_id}{end}").unlink(missing_ok=True)


def upload(
    session: Session, store: Store, stream: BinaryIO, filename: str, *, kind: str, site_id: int | None, actor: Actor,
    now: dt.datetime, state: ImportState = ImportState.reading,
) -> ImportBatch:  # fmt: skip
    """Take a workbook in, to be planned; who may send one is for the caller to ask, who also commits.

    Raises:
        FileRefused: by the checks before parsing.
    """
    path, sha256, size = store.keep(stream)
    try:
        limits.check(path)
        batch = ImportBatch(
            kind=kind, site_id=site_id, state=state.value, file_name=Path(filename).name[:255] or "?",
            sha256=sha256, size=size, user_id=actor.user_id or None, actor_name=actor.name, origin=actor.origin,
            created_at=now, mapping={}, options={}, counts={}, summary={},
        )  # fmt: skip
        session.add(batch)
        session.flush()
        store.drop(batch.id)
        path.replace(store.source(batch.id))
    finally:
        path.unlink(missing_ok=True)
    return batch


def open_batch(
    session: Session, batch_id: int, actor: Actor, kind: str, models: Sequence[type[Record]]
) -> ImportBatch | None:
    """An import of ``kind`` the actor may look at: of a site where he may import all of ``models``; None otherwise."""
    batch = session.get(ImportBatch, batch_id, populate_existing=True) if batch_id < 2**31 else None
    if batch is None or batch.kind != kind:
        return None
    if batch.site_id is not None and not actor.everywhere and batch.site_id not in actor.sites:
        return None
    return batch if all(may(actor, model, Verb.import_, site_id=batch.site_id) for model in models) else None


def move(
    session: Session, batch: ImportBatch, to: ImportState, *, start: tuple[ImportState, ...], **values: Any
) -> bool:
    """Take an import to another state if it still is in one of ``start``; False when somebody was faster."""
    session.flush()
    done = session.execute(
        update(ImportBatch)
        .where(ImportBatch.id == batch.id, ImportBatch.state.in_([s.value for s in start]))
        .values(state=to.value, **values)
        .execution_options(synchronize_session=False)
    )
    session.refresh(batch)
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result counts rows


def replan(
    session: Session, batch: ImportBatch, *, mapping: dict[str, Any] | None = None, clear_empty: bool | None = None
) -> None:
    """Have a planned import planned again, with another mapping or another reading of empty cells. The caller commits.

    Raises:
        ImportRefused: it is not waiting to be confirmed.
    """
    values: dict[str, Any] = {"started_at": None}
    if mapping is not None:
        values["mapping"] = mapping
    if clear_empty is not None:
        values["options"] = {**batch.options, "clear_empty": clear_empty}
    if not move(session, batch, ImportState.reading, start=(ImportState.planned,), **values):
        raise ImportRefused(NOT_NOW.format(state=ImportState(batch.state).label))


def apply_asked(session: Session, store: Store, batch: ImportBatch, *, good_rows_only: bool = False) -> None:
    """Say yes to a plan: ``apply_batch`` may write it. The caller commits.

    Raises:
        ImportRefused: rows were refused and not only the good ones are wanted, or it is not waiting to be confirmed.
    """
    refused = int(batch.counts.get("refused", 0))
    if refused and not good_rows_only:
        raise ImportRefused(HAS_REFUSED.format(count=refused))
    if missing := batch.summary.get("missing"):
        raise ImportRefused(Label(missing["zh"], missing["en"]))
    if not store.stage(batch.id).exists():
        raise ImportRefused(GONE)
    options = {**batch.options, "good_rows_only": good_rows_only}
    if not move(session, batch, ImportState.applying, start=(ImportState.planned,), options=options, started_at=None):
        raise ImportRefused(NOT_NOW.format(state=ImportState(batch.state).label))


def cancel(session: Session, store: Store, batch: ImportBatch) -> bool:
    """Call an import off that nobody works on, and throw its files away; False when it is being worked on or is over.

    The caller commits. For one that is being worked on, tell its worker (its ``tell`` raises Cancelled).
    """
    if begun(batch) or (batch.started_at is not None and batch.state in WORKING and store.held(batch.id)):
        return False
    start = (ImportState.reading, ImportState.planned, ImportState.applying)
    if not move(session, batch, ImportState.cancelled, start=start, fault=None):
        return False
    store.drop(batch.id)
    return True


def release(session: Session, store: Store, batch: ImportBatch, fault: Label | None, now: dt.datetime) -> None:
    """Put an import down that came to nothing: cancelled without ``fault``, else failed with it. Files go; the caller commits."""
    to = ImportState.failed if fault else ImportState.cancelled
    words = {"zh": fault.text("zh"), "en": fault.text("en")} if fault else None
    move(session, batch, to, start=(ImportState.reading, ImportState.applying), fault=words, started_at=now)
    store.drop(batch.id)


def begun(batch: ImportBatch) -> bool:
    """Whether pieces of an import stand in the register although it is not over."""
    return batch.state in CARRIED_ON and bool(batch.summary.get("made") or batch.summary.get("kept"))


def unfinished(session: Session, store: Store, batch_id: int | None = None) -> list[ImportBatch]:
    """Imports written in pieces whose worker died in between: to be carried on. The caller commits, then queues them."""
    query = select(ImportBatch).where(ImportBatch.started_at.is_not(None), ImportBatch.state.in_(CARRIED_ON))
    if batch_id is not None:
        query = query.where(ImportBatch.id == batch_id)
    found = session.scalars(query.execution_options(populate_existing=True)).all()
    dead = [b for b in found if begun(b) and not store.held(b.id)]
    for batch in dead:
        batch.started_at = None
    return dead


def reconcile(session: Session, store: Store, now: dt.datetime, batch_id: int | None = None) -> list[int]:
    """Mark imports whose worker died as cut short; return those that only lack search entries. The caller commits.

    ``batch_id`` looks at one import only. Nothing of such an import was written: its rows and its state ``done`` are
    written in the same transaction. One that is written in pieces and has begun is left to whoever carries it on
    (``begun``).
    """
    query = select(ImportBatch).where(ImportBatch.started_at.is_not(None), ImportBatch.state.in_(WORKING))
    if batch_id is not None:
        query = query.where(ImportBatch.id == batch_id)
    for batch in session.scalars(query.execution_options(populate_existing=True)).all():
        if not store.held(batch.id):
            session.refresh(batch)
            if batch.state in WORKING and not begun(batch):
                release(session, store, batch, CUT_SHORT, now)
    late = select(ImportBatch).where(ImportBatch.state == ImportState.done.value, ImportBatch.kind == "roster")
    recent = session.scalars(late.order_by(ImportBatch.id.desc()).limit(20)).all()
    return [b.id for b in recent if b.summary.get("unindexed") and not store.held(b.id)]
