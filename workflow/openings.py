"""Taking over a paper in the state it is in: what that state needs, and why another one can't be taken over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models import by_name
from models.spec import Case, Field, Flow, L, Label, Opening, Refusal, Set, State, Tone
from workflow.coercion import empty
from workflow.errors import Invalid
from workflow.values import REQUIRED

STATUS = "status"
UNKNOWN = L("没有“{value}”这个状态，可填：{states}。", "There is no state “{value}”; it may be: {states}.")
OVER = L(
    "已经是“{state}”的单据不用导入，纸质单留存即可；可填：{states}。",
    "A paper that is “{state}” is finished and need not be loaded; keep it on paper. The state may be: {states}.",
)
APPROVED = L(
    "“{state}”要由审批人在系统里办理，不能随表带入。请按“{first}”导入后再提交；可填：{states}。",
    "“{state}” is for those who approve to reach here, not for a workbook. Load it as “{first}” and submit it; the state "
    "may be: {states}.",
)
MADE_BY = L(
    "“{state}”要有系统里的“{register}”为凭，不能随表带入。请按前一步导入，再登记；可填：{states}。",
    "“{state}” rests on a “{register}” made here. Load the paper one step earlier and make it; the state may be: {states}.",
)
STEP = L(
    "“{state}”这一步要在系统里办理，不能随表带入；可填：{states}。",
    "“{state}” is reached by a step made here, not by a workbook; the state may be: {states}.",
)
NEEDS = L("状态是“{state}”的，请填写{field}。", "A paper that is “{state}” needs {field}.")
NOT_YET = L(
    "状态是“{state}”的，不填{field}；已经办到的话请改状态。",
    "A paper that is “{state}” has no {field} yet; correct the state if it has.",
)


def takeable(model: type[Any]) -> tuple[State, ...]:
    """Return the states in which papers of ``model`` may be loaded, the first one first."""
    spec = model.__register__
    if spec.flow is None:
        return ()
    return tuple(spec.flow.state(name) for name in (spec.flow.initial, *(o.state for o in spec.openings)))


def state_called(model: type[Any], words: str) -> str:
    """Return the name of the state that ``words`` (either language) mean.

    Raises Invalid with the reason when papers can't be taken over in it, or when there is no such state.
    """
    flow: Flow = model.__register__.flow
    wanted = "".join(words.split()).casefold()
    plain = {"".join(word.split()).casefold(): s for s in flow.states for word in (s.name, s.label.zh, s.label.en)}
    if wanted not in plain:
        raise Invalid([Refusal(UNKNOWN.format(value=words, states=_named(model)), STATUS)])
    opening_of(model, plain[wanted].name)
    return plain[wanted].name


def opening_of(model: type[Any], state: str | None) -> Opening | None:
    """Return how papers in ``state`` are taken over; None for the first one. Raises Invalid with the reason why not."""
    spec = model.__register__
    if spec.flow is None or state in {None, spec.flow.initial}:
        return None
    found: Opening | None = next((o for o in spec.openings if o.state == state), None)
    if found is None:
        raise Invalid([Refusal(_why_not(model, spec.flow.state(state)), STATUS)])
    return found


def misplaced(model: type[Any], opening: Opening | None, values: Mapping[str, Any]) -> list[Refusal]:
    """Return a refusal for each value that only a paper in a later state has."""
    spec = model.__register__
    mine = set(opening.fields) if opening else set()
    others = {n for o in spec.openings for n in o.fields} - mine
    state = spec.flow.state(opening.state if opening else spec.flow.initial) if spec.flow else None
    return [
        Refusal(NOT_YET.format(state=state.label, field=model.__fields__[n].label), n)
        for n in values
        if n in others and state is not None and _steps(model.__fields__[n]) and not empty(values[n])
    ]


def lacking(record: Any, opening: Opening | None) -> list[Refusal]:
    """Return a refusal for each field that the state asks for and that is empty."""
    if opening is None:
        return []
    state, fields = type(record).__register__.flow.state(opening.state), type(record).__fields__
    out = []
    for name in opening.needs:
        value = getattr(record, f"{name}_id", None) if fields[name].target else getattr(record, name)
        if empty(value):
            words = NEEDS if _steps(fields[name]) else REQUIRED
            out.append(Refusal(words.format(state=state.label, field=fields[name].label), name))
    return out


def judged(opening: Opening | None, case: Case) -> list[Refusal]:
    """Return what the state's own rules refuse."""
    return [] if opening is None else [r for guard in opening.guards if (r := guard(case)) is not None]


def derived(opening: Opening | None, case: Case) -> list[Set]:
    """Return what the steps taken on paper would have filled."""
    return [] if opening is None or opening.derive is None else list(opening.derive(case))


def _steps(field: Field) -> bool:
    """Say whether only a step fills the field, so that the form has none."""
    return field.system


def _named(model: type[Any]) -> Label:
    states = takeable(model)
    return L("、".join(s.label.zh for s in states), ", ".join(s.label.en for s in states))


def _why_not(model: type[Any], state: State) -> Label:
    flow: Flow = model.__register__.flow
    ways = [t for t in flow.transitions if t.to == state.name or state.name in t.or_to]
    known = {"state": state.label, "states": _named(model), "first": flow.state(flow.initial).label}
    if state.final:
        return OVER.format(**known)
    if any(t.approval for t in ways):
        return APPROVED.format(**known)
    made = next((t.creates for t in ways if t.creates is not None), None)
    if made is not None:
        return MADE_BY.format(register=by_name(made.register).__register__.label, **known)
    return (OVER if state.tone is Tone.green else STEP).format(**known)


__all__ = ["derived", "judged", "lacking", "misplaced", "opening_of", "state_called", "takeable"]
