"""What is asked of every paper in every state; the files beside it ask it of a part of the registers each."""

from typing import Any

import pytest
from sqlalchemy import func, select

import workflow
from models.engine import HistoryEntry
from models.spec import Actor
from seed.factories import Centre
from tests.workflow.arrows import PARTS, Way
from tests.workflow.stages import PERSONS, actor_of, answers

Paper = tuple[Centre, Way, str, Any]
"""A centre, the way of a register, the state looked at, and a document in it."""


def every_state(part: str) -> pytest.MarkDecorator:
    """Ask a test of every way of the part in each of its states; ``paper`` is made once for all tests of a file."""
    cases = [(name, state) for name, found in PARTS[part].items() for state in found.states]
    return pytest.mark.parametrize("paper", cases, indirect=True, scope="module", ids=[f"{n}-{s}" for n, s in cases])


ACTORS: dict[str, Actor] = {}
"""Nobody's roles change here; emptied for each file's database."""


def press(centre: Centre, record: Any, arrow: str, person: str, data: dict[str, Any]) -> tuple[str, Any]:
    """What pressing leads to: done and the state afterwards, or the refusal's kind and what it says; taken back."""
    if person not in ACTORS:
        ACTORS[person] = actor_of(centre, person)
    nested = centre.session.begin_nested()
    refusal: workflow.WorkflowError | None = None
    try:
        workflow.apply(centre.session, record, arrow, data, actor=ACTORS[person], now=centre.now)
        centre.session.refresh(record)
        state = record.status
    except workflow.WorkflowError as error:
        refusal = error.with_traceback(None)
    finally:
        nested.rollback()
        centre.session.refresh(record)
    if refusal is None:
        return "done", state
    assert refusal.sentence.text("zh"), "a refusal says why"
    assert refusal.sentence.text("en"), "a refusal says why"
    named = {r.field for r in refusal.refusals} if isinstance(refusal, workflow.Invalid) else refusal.sentence.zh
    return type(refusal).__name__, named


def expected(found: Way, arrow: str, state: str, person: str) -> tuple[str, str]:
    """What the table says: done and the state it leads to, Forbidden, or Conflict when the step does not start here."""
    lines = [a for a in found.arrows if a.name == arrow]
    plain = state.partition("/")[0]
    starts = {s.partition("/")[0] for a in lines for s in a.source}
    if plain not in starts:
        return "Conflict", ""
    here = next((a for a in lines if state in a.source), None)
    if here is None or person not in here.who:
        return "Forbidden", ""
    return "done", plain if here.to == "=" else here.to


def who_may(paper: Paper) -> None:
    centre, found, state, record = paper
    wrong = []
    for arrow in dict.fromkeys(a.name for a in found.arrows):
        for person in PERSONS:
            should, to = expected(found, arrow, state, person)
            did, result = press(centre, record, arrow, person, answers(centre, record, arrow))
            if did != should or (did == "done" and result != to):
                wrong.append(f"{arrow} by {person}: {did} {result}, not {should} {to}")
    assert not wrong, "\n".join(wrong)


def asked(paper: Paper) -> None:
    """Leave one answer out: refused, naming the field; with it: one line of history of the step."""
    centre, found, state, record = paper
    for arrow in [a for a in found.arrows if state in a.source]:
        person = min(arrow.who)
        whole = answers(centre, record, arrow.name)
        for name in arrow.asks:
            did, named = press(centre, record, arrow.name, person, {k: v for k, v in whole.items() if k != name})
            assert did == "Invalid", f"{arrow.name} without {name}: {did}"
            assert name in named, f"{arrow.name} without {name} names {named}"


def kept(paper: Paper) -> None:
    centre, found, state, record = paper
    entries = select(func.count(HistoryEntry.id)).where(
        HistoryEntry.register == record.slug(), HistoryEntry.record_id == record.id
    )
    for arrow in [a for a in found.arrows if state in a.source]:
        actor = actor_of(centre, min(arrow.who))
        nested = centre.session.begin_nested()
        before = centre.session.scalar(entries)
        workflow.apply(
            centre.session, record, arrow.name, answers(centre, record, arrow.name), actor=actor, now=centre.now
        )
        lines = centre.session.scalars(
            select(HistoryEntry).where(
                HistoryEntry.register == record.slug(), HistoryEntry.record_id == record.id, HistoryEntry.transition == arrow.name,
                HistoryEntry.at == centre.now,
            )
        ).all()  # fmt: skip
        assert len(lines) == 1, f"{arrow.name}: {before} entries before"
        assert lines[0].actor_name == actor.name
        made = type(record).__register__.flow.transition(arrow.name).creates  # the document it made may have moved it
        assert lines[0].from_state in {state.partition("/")[0], record.status if made else ""}
        del lines
        nested.rollback()
        centre.session.refresh(record)
