"""The generated reference says what the declarations say."""

import pytest

from models import REGISTERS, reference
from models.declare import Record
from scripts.reference import differences, pages


def test_the_reference_is_up_to_date() -> None:
    assert differences() == [], "run `make docs`"


@pytest.mark.parametrize("model", REGISTERS, ids=lambda m: m.slug())
def test_every_field_state_and_step_stands_in_it(model: type[Record]) -> None:
    page = pages()[f"{model.__register__.module.value}.md"]
    chapter = page.partition(f"\n`{model.slug()}`")[2].partition("\n## ")[0]
    for name, field in model.__fields__.items():
        if name not in reference.NOT_SHOWN:
            assert f"| `{name}` | {field.label.text('zh')}" in chapter
    flow = model.__register__.flow
    for state in flow.states if flow else ():
        assert f"{state.name}: {state.label.text('zh')}" in chapter
    for step in flow.transitions if flow else ():
        assert f"| {step.label.text('zh')}" in chapter
