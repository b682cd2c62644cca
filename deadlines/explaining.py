"""What a clock says of itself: what set it going, what stops it, and who answers for it."""

from __future__ import annotations

import models
from deadlines.facts import STATES
from deadlines.queries import Clock, rule_of
from models.declare import Record
from models.spec import L, Label, Role

NAMED = L("以单据上的“{field}”为限", "Limit named by the document: {field}")
FROM = L("从“{field}”起算", "Runs from: {field}")
INSTEAD = L(
    "从“{field}”起算；约定了“{instead}”时以约定为限", "Runs from: {field}; the limit is {instead} where one is agreed"
)
STATE = L("状态到“{state}”为止", "Ends with the state: {state}")
UNTIL = L("填了“{field}”为止", "Ends with: {field}")
OR = L("、", " or ")


def starts(clock: Clock) -> Label | None:
    """Return what set a clock going, in words; None when its rule is declared no more."""
    rule = rule_of(clock.register, clock.rule)
    if rule is None:
        return None
    model = models.register(clock.register)
    if clock.named:
        return NAMED.format(field=_label(model, rule.starts_instead or rule.field))
    if rule.starts_instead:
        return INSTEAD.format(field=_label(model, rule.starts), instead=_label(model, rule.starts_instead))
    return FROM.format(field=_label(model, rule.starts))


def stops(clock: Clock) -> Label | None:
    """Return what stops a clock, in words; None when its rule is declared no more."""
    rule = rule_of(clock.register, clock.rule)
    if rule is None:
        return None
    model = models.register(clock.register)
    flow = model.__register__.flow
    if not rule.stops.startswith(STATES) or flow is None:
        return UNTIL.format(field=_label(model, rule.stops))
    states = [flow.state(name).label for name in rule.stops.removeprefix(STATES).split(",")]
    zh, en = (OR.text(w).join(s.text(w) for s in states) for w in ("zh", "en"))
    return STATE.format(state=L(zh, en))


def answers(clock: Clock, person: str = "") -> Label:
    """Return who answers for a clock: the person named, given by the caller, else the role."""
    return L(person, person) if person else Role(clock.accountable).label


def _label(model: type[Record], path: str) -> Label:
    field = model.__fields__.get(path.split(".", maxsplit=1)[0])
    return field.label if field else L(path, path)
