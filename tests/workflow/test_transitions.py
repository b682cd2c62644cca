"""Every transition in every state by everybody, through ``workflow.apply``, against the tables of the catalogue."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

import access
import workflow
from models import REGISTERS, by_name
from models.connect import make_engine
from models.engine import HistoryEntry
from models.spec import Actor
from seed import factories
from seed.factories import Centre
from tests.support.databases import Databases
from tests.workflow import flow_tables as tables
from tests.workflow import (
    stages,
    ways_assets,
    ways_duty,
    ways_estate,
    ways_finance,
    ways_hr,
    ways_office,
    ways_safety,
    ways_service,
    ways_vehicle,
)
from tests.workflow.stages import PERSONS, actor_of, answers, everybody, found_again


@dataclass(frozen=True)
class Arrow:
    """One line of a table."""

    name: str
    source: frozenset[str]
    to: str
    who: frozenset[str]
    asks: tuple[str, ...]


def read(table: str) -> list[Arrow]:
    out = []
    for line in table.strip().splitlines():
        name, source, to, who, asks = (part.strip() for part in line.split("|"))
        assert set(who.split()) <= set(PERSONS), line
        out.append(Arrow(name, frozenset(source.split()), to, frozenset(who.split()), tuple(asks.split())))
    return out


@dataclass(frozen=True)
class Way:
    """A register's way under certain circumstances: its table, how a document gets into a state, and the states looked at."""

    register: str
    arrows: list[Arrow]
    make: Callable[[Centre, str], Any]
    states: tuple[str, ...]


def way(register: str, table: str, make: Callable[[Centre, str], Any], states: str) -> Way:
    return Way(register, read(table), make, tuple(states.split()))


def order(centre: Centre, state: str) -> Any:
    return centre.repair_order(state=state)


APPROVAL = "draft submitted approved rejected void"
WAYS: dict[str, Way] = {
    "log": way("ServiceLog", tables.SERVICE_LOG, stages.service_log, "open passed_on answered closed"),
    "order": way(
        "RepairOrder", tables.REPAIR_ORDER, order,
        "registered dispatched arrived completed returned called_back approved handed_over cancelled void",
    ),
    "complaint": way(
        "Complaint", tables.COMPLAINT_MINOR, stages.complaint,
        "registered investigated decided handled replied called_back closed",
    ),
    "major complaint": way(
        "Complaint", tables.COMPLAINT_MAJOR, partial(stages.complaint, severity="major"),
        "registered investigated decided handled replied called_back closed",
    ),
    "our complaint": way(
        "Complaint", tables.COMPLAINT_OURS, stages.complaint_of_ours, "investigated/again decided handled replied called_back closed"
    ),
    "callback": way("Callback", tables.CALLBACK, stages.callback, APPROVAL),
    "sample": way("Callback", tables.CALLBACK_SAMPLE, stages.callback_sample, "submitted"),
    "major callback": way("Callback", tables.CALLBACK_MAJOR, stages.callback_major, "submitted"),
    "inspection": way("WorkInspection", tables.WORK_INSPECTION, stages.inspection, APPROVAL),
    "action": way("CorrectiveAction", tables.CORRECTIVE_ACTION, stages.corrective_action, "open planned done verified void"),
    "supervisor's action": way(
        "CorrectiveAction", tables.CORRECTIVE_ACTION_OF_THE_SUPERVISOR, partial(stages.corrective_action, who="cs_supervisor"),
        "open planned done",
    ),
    "requisition": way("StaffRequisition", tables.STAFF_REQUISITION, stages.requisition, f"{APPROVAL} submitted/2"),
    "separation": way("Separation", tables.SEPARATION, stages.separation, f"{APPROVAL} submitted/2 submitted/3"),
    "post": way("Post", tables.POST, stages.post, f"{APPROVAL} submitted/2"),
    **{
        register: way(register, tables.base(register), partial(_base, register=register), stages.base_states(register))
        for register in tables.BASE_KEEPERS
        for _base in [lambda centre, state, register: stages.base_record(centre, register, state)]
    },
}  # fmt: skip
for module in (
    ways_service, ways_estate, ways_finance, ways_hr, ways_office, ways_safety, ways_assets, ways_duty, ways_vehicle,
):  # fmt: skip
    WAYS |= {name: way(register, table, make, states) for name, register, table, make, states in module.WAYS}
CASES = [(name, state) for name, found in WAYS.items() for state in found.states]


@pytest.fixture(scope="module")
def crew(databases: Databases) -> Iterator[Engine]:
    """A database with one centre and everybody in it (SQLite); the tests take back what they do."""
    url = databases.fresh("sqlite")
    engine = make_engine(url, poolclass=NullPool)
    with Session(engine) as session:
        access.bind(session, access.SYSTEM)
        centre = factories.centre(session)
        everybody(centre)
        session.commit()
    yield engine
    engine.dispose()
    databases.drop(url)


@pytest.fixture
def full(crew: Engine) -> Iterator[Centre]:
    with Session(crew, expire_on_commit=False) as session:
        access.bind(session, access.SYSTEM)
        yield found_again(session)
        session.rollback()


@pytest.fixture
def paper(full: Centre, request: pytest.FixtureRequest) -> tuple[Centre, Way, str, Any]:
    """A document in the state."""
    name, state = request.param
    found = WAYS[name]
    record = found.make(full, state)
    full.session.refresh(record)
    assert record.status == state.partition("/")[0]
    full.tick()
    return full, found, state, record


ACTORS: dict[str, Actor] = {}
"""Nobody's roles change in this module."""


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


@pytest.mark.parametrize("paper", CASES, indirect=True, ids=[f"{n}-{s}" for n, s in CASES])
def test_who_may_do_what_in_this_state(paper: tuple[Centre, Way, str, Any]) -> None:
    centre, found, state, record = paper
    wrong = []
    for arrow in dict.fromkeys(a.name for a in found.arrows):
        for person in PERSONS:
            should, to = expected(found, arrow, state, person)
            did, result = press(centre, record, arrow, person, answers(centre, record, arrow))
            if did != should or (did == "done" and result != to):
                wrong.append(f"{arrow} by {person}: {did} {result}, not {should} {to}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("paper", CASES, indirect=True, ids=[f"{n}-{s}" for n, s in CASES])
def test_what_a_step_must_ask(paper: tuple[Centre, Way, str, Any]) -> None:
    """Leave one answer out: refused, naming the field; with it: one line of history of the step."""
    centre, found, state, record = paper
    for arrow in [a for a in found.arrows if state in a.source]:
        person = min(arrow.who)
        whole = answers(centre, record, arrow.name)
        for name in arrow.asks:
            did, named = press(centre, record, arrow.name, person, {k: v for k, v in whole.items() if k != name})
            assert did == "Invalid", f"{arrow.name} without {name}: {did}"
            assert name in named, f"{arrow.name} without {name} names {named}"


@pytest.mark.parametrize("paper", CASES, indirect=True, ids=[f"{n}-{s}" for n, s in CASES])
def test_the_history_keeps_every_step(paper: tuple[Centre, Way, str, Any]) -> None:
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
        kept = centre.session.scalars(
            select(HistoryEntry).where(
                HistoryEntry.register == record.slug(), HistoryEntry.record_id == record.id, HistoryEntry.transition == arrow.name,
                HistoryEntry.at == centre.now,
            )
        ).all()  # fmt: skip
        assert len(kept) == 1, f"{arrow.name}: {before} entries before"
        assert kept[0].actor_name == actor.name
        made = type(record).__register__.flow.transition(arrow.name).creates  # the document it made may have moved it
        assert kept[0].from_state in {state.partition("/")[0], record.status if made else ""}
        del kept
        nested.rollback()
        centre.session.refresh(record)


def test_the_tables_name_every_transition_and_state() -> None:
    """What a table forgets can't hide: every step people take and every state of every flow stands in one of them."""
    for model in REGISTERS:
        flow = model.__register__.flow
        if flow is None:
            continue
        mine = [w for w in WAYS.values() if w.register == model.__name__]
        assert {t.name for t in flow.transitions if not t.by_itself} == {a.name for w in mine for a in w.arrows}, model
        assert {s.name for s in flow.states} == {s.partition("/")[0] for w in mine for s in w.states}, model


@pytest.mark.parametrize(
    ("register", "arrow"),
    [("ServiceLog", "complete_entry"), ("RepairOrder", "leak_check"), ("Separation", "take_effect")],
)
def test_what_the_engine_does_by_itself_nobody_presses(full: Centre, register: str, arrow: str) -> None:
    made = {"ServiceLog": "passed_on", "RepairOrder": "completed", "Separation": "approved"}[register]
    name = {"ServiceLog": "log", "RepairOrder": "order", "Separation": "separation"}[register]
    record = WAYS[name].make(full, made)
    for person in PERSONS:
        assert press(full, record, arrow, person, {})[0] == "Forbidden"


@pytest.mark.parametrize("register", ["ServiceLog", "Complaint", "Receipt"])
def test_no_call_no_complaint_and_no_receipt_is_ever_voided(register: str) -> None:
    """X-11, X-33: closed, never voided; a receipt is reversed (G1)."""
    flow = by_name(register).__register__.flow
    assert flow is not None
    assert "void" not in {s.name for s in flow.states}
    assert "void" not in {t.name for t in flow.transitions}
