"""The part of the start-up checks that looks at words: both languages there, neither in the other's place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from models.spec import Field, Label, Register, Transition

CHINESE = re.compile(r"[一-鿿]")
PLACES = re.compile(r"\{(\w*)\}")


def words_faults(spec: Register, fields: Mapping[str, Field]) -> Iterator[str]:
    """Yield the faults of every text of a register that people read."""
    for attribute, label in _labels(spec, fields):
        if not label.zh.strip():
            yield f'{attribute}: the Chinese words are empty; write L("中文", "English").'
        if not label.en.strip():
            yield f'{attribute}: the English words are empty; write L("中文", "English").'
        if CHINESE.search(label.en):
            yield f"{attribute}: the English words “{label.en}” hold Chinese; translate them."
        if set(PLACES.findall(label.zh)) != set(PLACES.findall(label.en)):
            yield f"{attribute}: the two languages fill different places; name the same {{places}} in both."


def _labels(spec: Register, fields: Mapping[str, Field]) -> Iterator[tuple[str, Label]]:
    yield "label", spec.label
    yield "help", spec.help
    for section in spec.sections:
        yield "sections", section.label
    for hint in spec.hints:
        yield "hints.sentence", hint.sentence
    for name, field in fields.items():
        yield from _field(name, field)
    for transition in spec.flow.transitions if spec.flow else ():
        yield from _transition(f"flow.transitions.{transition.name}", transition)
    for state in spec.flow.states if spec.flow else ():
        yield f"flow.states.{state.name}", state.label
    for rule in spec.deadlines:
        yield f"deadlines.{rule.name}", rule.label


def _transition(at: str, transition: Transition) -> Iterator[tuple[str, Label]]:
    yield at, transition.label
    if transition.done is not None:
        yield f"{at}.done", transition.done
    for ask in transition.asks:
        if ask.own is not None:
            yield from _field(f"{at}.{ask.field}", ask.own)


def _field(name: str, field: Field) -> Iterator[tuple[str, Label]]:
    yield name, field.label
    if field.help is not None:
        yield f"{name}.help", field.help
    if field.enum is not None:
        for member in field.enum:
            yield f"{name}.{member.name}", member.label
    for child in field.rows:
        yield from _field(f"{name}.{child.name}", child)
