"""What no table can say: nothing is forgotten in them, nobody presses what the engine does, some papers are never voided."""

import pytest

from models import REGISTERS, by_name
from seed.factories import Centre
from tests.workflow.arrows import WAYS
from tests.workflow.stages import PERSONS
from tests.workflow.transitions.checks import press


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
