"""``flask registers``: every register as it is declared."""

from __future__ import annotations

from typing import Any

import click

from models import REGISTERS
from models.declare import Record
from models.spec import DueRule, Field, Flow
from web import i18n
from web.cli.common import as_json, command, out


@command("registers")
@as_json
def registers(*, json_: bool) -> None:
    """List every register."""
    if json_:
        out([describe(model) for model in REGISTERS])
        return
    for model in REGISTERS:
        spec = model.__register__
        states = ", ".join(s.label.text(i18n.locale()) for s in spec.flow.states) if spec.flow else "-"
        click.echo(f"{model.slug():<20} {spec.prefix or '-':<4} {spec.label.text(i18n.locale())}: {states}")


def describe(model: type[Record]) -> dict[str, Any]:
    """A register as plain data: fields, states, transitions, approval chain, deadlines, source."""
    spec = model.__register__
    return {
        "model": model.__name__,
        "slug": model.slug(),
        "module": spec.module.value,
        "zh": spec.label.zh,
        "en": spec.label.en,
        "prefix": spec.prefix,
        "aliases": list(spec.aliases),
        "fields": [_field(field) for field in model.__fields__.values()],
        **_flow(spec.flow),
        "deadlines": [_deadline(rule) for rule in spec.deadlines],
        "duties": [],
        "source": list(spec.source),
    }


def _field(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": field.name,
        "zh": field.label.zh,
        "en": field.label.en,
        "type": field.kind.value,
        "required": field.required,
        "choices": [{"value": m.value, "zh": m.label.zh, "en": m.label.en} for m in field.enum or ()],
    }
    if field.target:
        described["target"] = field.target
    if field.required_when:
        described["required_when"] = {"field": field.required_when.field, "values": list(field.required_when.values)}
    if field.rows:
        described["rows"] = [_field(child) for child in field.rows]
    return described


def _flow(flow: Flow | None) -> dict[str, Any]:
    if flow is None:
        return {"states": [], "transitions": [], "approval": None}
    chain = flow.approval.chain if flow.approval else None
    approval: Any = None
    if callable(chain):
        approval = {"chain": None, "rule": " ".join((chain.__doc__ or "").split())}
    elif chain is not None:
        approval = {"chain": [str(step) for step in chain]}
    return {
        "states": [{"name": s.name, "zh": s.label.zh, "en": s.label.en, "final": s.final} for s in flow.states],
        "transitions": [
            {
                "name": t.name,
                "zh": t.label.zh,
                "en": t.label.en,
                "from": list(t.source),
                "to": t.to,
                "roles": [str(role) for role in t.roles],
                "never": list(t.never),
                "asks": [{"field": ask.field, "required": ask.required} for ask in t.asks],
                "creates": t.creates.register if t.creates else None,
                "by_itself": t.by_itself,
                "bulk": t.bulk,
            }
            for t in flow.transitions
        ],
        "approval": approval,
    }


def _deadline(rule: DueRule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "zh": rule.label.zh,
        "en": rule.label.en,
        "starts": rule.starts,
        "stops": rule.stops,
        "unit": rule.unit.value,
        "limit": rule.limit,
        "setting": rule.setting,
        "suggested": rule.suggested,
    }


COMMANDS = (registers,)
