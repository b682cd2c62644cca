"""Which rows earlier imports of the same register brought in already, so that a workbook sent again doubles nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.engine import ImportBatch, ImportState

MANY = 5_000


@dataclass(frozen=True, slots=True)
class Made:
    """One record an import wrote: its id and version then, the row's digest and paper number, the row's place.

    ``before``: what a changed record held in the fields that were changed; None for a new one.
    """

    id: int
    version: int
    digest: str = ""
    paper: str = ""
    at: int = -1
    before: dict[str, Any] | None = None

    def plain(self) -> list[Any]:
        """As JSON keeps it in ``ImportBatch.summary["made"]``."""
        return [self.id, self.version, self.digest, self.paper, self.at, self.before]


@dataclass(slots=True)
class Known:
    """What stands in the register from earlier imports: by what the row said, and by the paper's number."""

    digests: dict[str, int] = field(default_factory=dict)
    papers: dict[str, Made] = field(default_factory=dict)
    """Numbers that name one record only."""


def made_of(batch: ImportBatch) -> list[Made]:
    """Return what an import wrote."""
    return [Made(*entry) for entry in batch.summary.get("made", ())]


def known(session: Session, model: type[Any], site_id: int, but: int = 0) -> Known:
    """Return what imports of ``model`` at a site wrote that still stands, leaving the import ``but`` aside."""
    query = select(ImportBatch).where(
        ImportBatch.kind == model.slug(), ImportBatch.site_id == site_id, ImportBatch.state == ImportState.done.value,
        ImportBatch.id != but,
    )  # fmt: skip
    out = Known()
    entries = [m for batch in session.scalars(query.order_by(ImportBatch.id)) for m in made_of(batch)]
    papers: dict[str, dict[int, Made]] = {}
    there = _standing(session, model, sorted({m.id for m in entries}))
    for made in entries:
        if made.id in there:
            if made.digest:
                out.digests[made.digest] = made.id
            if made.paper:
                papers.setdefault(made.paper, {})[made.id] = made
    out.papers = {paper: one for paper, by_id in papers.items() if len(by_id) == 1 for one in by_id.values()}
    return out


def _standing(session: Session, model: type[Any], ids: list[int]) -> set[int]:
    out: set[int] = set()
    for first in range(0, len(ids), MANY):
        query = select(model.id).where(model.id.in_(ids[first : first + MANY]))
        if model.__register__.flow is not None:
            query = query.where(model.status != "void")
        out.update(session.scalars(query))
    return out


__all__ = ["Known", "Made", "known", "made_of"]
