"""Every register as plain data, for ``flask registers --json`` and the generated reference (contract.md)."""

from __future__ import annotations

from typing import Any

import models
from models.declare import Record
from models.duty.duties import duties_of
from models.spec import Approval, DueRule, Duty, Field, Flow, Kind, Label, Transition


def describe() -> list[dict[str, Any]]:
    """Return all registers in the menu's order as JSON-ready data.

    Each has ``model``, ``slug``, ``module``, ``zh``, ``en``, ``prefix``, ``aliases``, ``source``, ``help``, ``scope``,
    ``fields``, ``states``, ``transitions``, ``approval_chain``, ``deadlines`` and ``duties``.
    """
    return [describe_one(model) for model in models.REGISTERS]


def describe_one(model: type[Record]) -> dict[str, Any]:
    """Return one register as JSON-ready data."""
    spec = model.__register__
    return {
        "model": model.__name__,
        "slug": model.slug(),
        "module": spec.module.value,
        **_words(spec.label),
        "prefix": spec.prefix,
        "aliases": list(spec.aliases),
        "source": list(spec.source),
        "help": _words(spec.help),
        "scope": spec.scope.value,
        "fields": [_field(field) for field in model.__fields__.values()],
        "states": _states(spec.flow),
        "transitions": [_transition(t) for t in spec.flow.transitions] if spec.flow else [],
        "approval_chain": _chain(spec.flow.approval if spec.flow else None),
        "deadlines": [_deadline(rule) for rule in spec.deadlines],
        "duties": [_duty(duty) for duty in duties_of(model.__name__)],
    }


def _words(label: Label) -> dict[str, str]:
    return {"zh": label.text("zh"), "en": label.text("en")}


def _field(field: Field) -> dict[str, Any]:
    """Return a field; its type is written as in the catalogue: ``str``, ``ref:Unit``, ``rows``, ``computed`` (kept or not)."""
    points = field.kind in {Kind.ref, Kind.refs}
    kind = Kind.computed if field.kept else field.kind
    out: dict[str, Any] = {
        "name": field.name,
        **_words(field.label),
        "type": f"{field.kind.value}:{field.target}" if points else kind.value,
        "required": field.required,
        "system": field.system,
        "choices": [{"value": member.value, **_words(member.label)} for member in field.enum or ()],
    }
    if field.who:
        out["who"] = [str(who) for who in field.who]
    if field.rows:
        out["rows"] = [_field(child) for child in field.rows]
    for name, when in (("required_when", field.required_when), ("shown_when", field.shown_when)):
        if when is not None:
            out[name] = {"field": when.field, "values": list(when.values)}
    if field.see is not None:
        out["see"] = [str(role) for role in field.see]
    return out


def _states(flow: Flow | None) -> list[dict[str, Any]]:
    return [{"name": s.name, **_words(s.label), "final": s.final} for s in flow.states] if flow else []


def _transition(t: Transition) -> dict[str, Any]:
    return {
        "name": t.name,
        **_words(t.label),
        "from": list(t.source),
        "to": t.to,
        "roles": [str(role) for role in t.roles],
        "instead": [
            {"when": {"field": when.field, "values": list(when.values)}, "roles": [str(role) for role in roles]}
            for when, roles in t.instead
        ],
        "never": list(t.never),
        "decides": t.decides,
        "passes_up": t.inherited,
        "asks": [ask.field for ask in t.asks],
        "optional": [ask.field for ask in t.asks if not ask.required],
        "creates": t.creates.register if t.creates else None,
        "by_itself": t.by_itself,
        "bulk": t.bulk,
    }


def _chain(approval: Approval | None) -> list[str] | str | None:
    """Return the roles in order; where they depend on the document, the sentence that says how."""
    if approval is None:
        return None
    if approval.usual:
        return [str(role) for role in approval.usual]
    if callable(approval.chain):
        return (approval.chain.__doc__ or "by document").strip().splitlines()[0]
    return [str(role) for role in approval.chain]


def _duty(duty: Duty) -> dict[str, Any]:
    return {
        "code": duty.code,
        **_words(duty.label),
        "roles": [role.value for role in duty.roles],
        "every": duty.every.value if duty.every else None,
        "every_setting": duty.every_setting or None,
        "source": duty.clause,
    }


def _deadline(rule: DueRule) -> dict[str, Any]:
    return {
        "name": rule.name,
        **_words(rule.label),
        "starts": rule.starts,
        "starts_instead": rule.starts_instead or None,
        "stops": rule.stops,
        "unit": rule.unit.value,
        "limit": rule.limit,
        "field": rule.field or None,
        "setting": rule.setting or None,
        "suggested": rule.suggested,
        "accountable": [str(who) for who in rule.accountable],
        "clause": rule.clause,
    }
