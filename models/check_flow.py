"""The part of the start-up checks that looks at workflows and clocks: states, transitions, approvals, deadlines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from models.base.setting_keys import BY_KEY
from models.spec import (
    LINE_TO_DIRECTOR,
    LINE_TO_HEAD,
    STAY,
    Approval,
    DueRule,
    Field,
    Flow,
    Kind,
    Register,
    Role,
    Transition,
    Unit,
)
from models.spec.site_fields import COLUMN

PERSONS = frozenset({"@creator", "@submitter", "@line", "@head", "@step", "@filler"})
"""Names that roles may give besides ``@field`` (G2)."""
CLIMBS = frozenset({LINE_TO_HEAD, LINE_TO_DIRECTOR})
"""What an approval chain may name besides."""
STEPS = frozenset({"", "submit", "approve", "return_", "reject", "withdraw"})
LONGEST = 20
"""What the status column holds."""


def flow_faults(spec: Register, fields: Mapping[str, Field], world: Mapping[str, Any]) -> Iterator[str]:
    """Yield the faults of a register's states, transitions, approval chain, timed steps and deadlines."""
    flow = spec.flow
    if flow is not None:
        yield from _states(flow)
        for transition in flow.transitions:
            at = f"flow.transitions.{transition.name}"
            yield from (f"{at}.{fault}" for fault in _transition(transition, flow, fields, world))
        if flow.approval is not None:
            yield from _approval(flow.approval, fields)
    yield from _openings(spec, fields)
    names = {t.name for t in flow.transitions} if flow else set()
    for timed in spec.timed:
        if timed.transition not in names:
            yield f"timed: there is no transition “{timed.transition}”; name one of the flow."
        if timed.rule not in {"", *(rule.name for rule in spec.deadlines)}:
            yield f"timed.rule: there is no limit “{timed.rule}”; name one of the deadlines."
        yield from _known("timed", (n for n in (timed.due, timed.unless) if n or not timed.rule), fields)
    for name, n in Counter(rule.name for rule in spec.deadlines).items():
        if n > 1:
            yield f"deadlines.{name}: {n} limits have this name; give each its own."
    for rule in spec.deadlines:
        yield from (f"deadlines.{rule.name}.{fault}" for fault in _rule(rule, flow, fields))


def _openings(spec: Register, fields: Mapping[str, Field]) -> Iterator[str]:
    states = {s.name: s for s in spec.flow.states} if spec.flow else {}
    for opening in spec.openings:
        state = states.get(opening.state)
        if state is None or state.final or (spec.flow and opening.state == spec.flow.initial):
            yield f"openings.{opening.state}: name a state of the flow that is neither the first nor final."
        yield from _known(f"openings.{opening.state}", opening.fields, fields)


def _known(attribute: str, names: Iterable[str], fields: Mapping[str, Field]) -> Iterator[str]:
    for name in names:
        if name not in fields:
            yield f"{attribute}: there is no field “{name}”; correct the name or declare it."


def _roles(attribute: str, roles: Iterable[str], fields: Mapping[str, Field]) -> Iterator[str]:
    for role in roles:
        code = str(role)
        if not code.startswith("@"):
            if code not in set(Role):
                yield f"{attribute}: “{code}” is no role; write a member of Role or @field."
        elif code not in PERSONS and not _person(fields.get(code[1:])):
            yield f"{attribute}: “{code}” names nobody; write {', '.join(sorted(PERSONS))} or @ and a reference to Staff."


def _person(field: Field | None) -> bool:
    return field is not None and field.kind is Kind.ref and field.target in {"Staff", "User"}


def _states(flow: Flow) -> Iterator[str]:
    names = [state.name for state in flow.states]
    for name, n in Counter(names).items():
        if n > 1:
            yield f"flow.states.{name}: {n} states have this name; give each its own."
        if len(name) > LONGEST:
            yield f"flow.states.{name}: longer than {LONGEST} letters; shorten it."
    for name, n in Counter(t.name for t in flow.transitions).items():
        if n > 1:
            yield f"flow.transitions.{name}: {n} transitions have this name; give each its own."
    yield from _ways(flow)


def _ways(flow: Flow) -> Iterator[str]:
    reached = {flow.initial}
    while True:
        further = (
            {s for t in flow.transitions if reached.intersection(t.source) for s in (t.to, *t.or_to)} - reached - {STAY}
        )
        if not further:
            break
        reached |= further
    for state in flow.states:
        leaving = flow.leaving(state.name)
        if state.name not in reached:
            yield f"flow.states.{state.name}: no transition leads there; add one or take the state out."
        if state.final and leaving:
            yield f"flow.states.{state.name}: it is final, but “{leaving[0].name}” leaves it; drop one of the two."
        if not state.final and not leaving:
            yield f"flow.states.{state.name}: nothing leads out of it; mark it final or add a transition."


def _transition(t: Transition, flow: Flow, fields: Mapping[str, Field], world: Mapping[str, Any]) -> Iterator[str]:
    states = {state.name for state in flow.states}
    for state in (*t.source, t.to, *t.or_to):
        if state not in states and state != STAY:
            yield f"source: there is no state “{state}”; write one of {', '.join(sorted(states))}."
    if not t.source:
        yield "source: it starts from no state; name at least one."
    if not t.roles and not t.by_itself:
        yield "roles: nobody may do it; name roles, or say by_itself=True."
    yield from _roles("roles", t.roles, fields)
    for when, roles in t.instead:
        yield from _known("instead", (when.field,), fields)
        yield from _roles("instead", roles, fields)
    for name in t.never:
        if not _person(fields.get(name.removeprefix("@"))) and name not in PERSONS:
            yield f"never: “{name}” is no reference to Staff; name the field with the person."
    yield from _asked(t, fields)
    yield from _known("sets", t.sets, fields)
    yield from _known("clears", (n for n in t.clears if n != COLUMN), fields)
    if t.approval not in STEPS:
        yield f"approval: “{t.approval}” is no step of approval; write one of {', '.join(sorted(STEPS - {''}))}."
    yield from _creates(t, fields, world)


def _asked(t: Transition, fields: Mapping[str, Field]) -> Iterator[str]:
    for ask in t.asks:
        if ask.own is not None and (ask.own.name != ask.field or ask.field in fields):
            yield f"asks: the input “{ask.field}” of its own must carry that name, and no field may; rename it."
        elif ask.own is None and ask.field != "reason":
            yield from _known("asks", (ask.field,), fields)
            if ask.field in fields and fields[ask.field].kind is Kind.computed:
                yield f"asks: “{ask.field}” is computed and can't be asked for; ask for what it is made of."


def _creates(t: Transition, fields: Mapping[str, Field], world: Mapping[str, Any]) -> Iterator[str]:
    if t.creates is not None:
        made = world.get(t.creates.register)
        if made is None:
            yield f"creates: “{t.creates.register}” is no register; correct the name or list it in REGISTERS."
        elif t.creates.link and t.creates.link not in made.fields:
            yield f"creates: {t.creates.register} has no field “{t.creates.link}” that points back; correct the name."
        if not t.creates.link and not t.creates.fills and t.effects is None:
            yield "creates: nothing joins the two documents; name link or fills, or keep it by effects."
        if t.creates.fills:
            yield from _known("creates.fills", (t.creates.fills,), fields)


def _approval(approval: Approval, fields: Mapping[str, Field]) -> Iterator[str]:
    if callable(approval.chain):
        return
    if not approval.chain:
        yield "flow.approval: the chain has no step; name at least one role."
    yield from _roles("flow.approval", (c for c in approval.chain if str(c) not in CLIMBS), fields)
    if approval.of and not _person(fields.get(approval.of)):
        yield f"flow.approval.of: “{approval.of}” is no reference to Staff; name the field with the person."


def _rule(rule: DueRule, flow: Flow | None, fields: Mapping[str, Field]) -> Iterator[str]:
    yield from _known("starts", (rule.starts,), fields)
    if rule.starts_instead:
        yield from _known("starts_instead", (rule.starts_instead,), fields)
    yield from _stops(rule, flow, fields)
    if rule.unit is Unit.at_field and rule.field not in fields:
        yield f"field: a limit at a field names it, and there is no field “{rule.field}”."
    if rule.setting:
        try:
            declared = BY_KEY[rule.setting]
        except KeyError:
            yield f"setting: there is no setting “{rule.setting}”; add it to models/base/setting_keys.py."
        else:
            if rule.limit is not None and declared.default not in {None, rule.limit}:
                yield f"limit: {rule.limit} here, {declared.default} as the default of “{rule.setting}”; make them equal."
    if not rule.accountable:
        yield "accountable: nobody answers for it; name a role or @field."
    yield from _roles("accountable", rule.accountable, fields)


def _stops(rule: DueRule, flow: Flow | None, fields: Mapping[str, Field]) -> Iterator[str]:
    if rule.stops.startswith("state:"):
        states = {state.name for state in flow.states} if flow else set()
        for state in rule.stops.removeprefix("state:").split(","):
            if state not in states:
                yield f"stops: there is no state “{state}”; write one of {', '.join(sorted(states))}."
    else:
        yield from _known("stops", (rule.stops,), fields)
