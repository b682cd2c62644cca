"""``flask registers``: every register as it is declared."""

from __future__ import annotations

import click

from models import REGISTERS
from models.export import describe
from web import i18n
from web.cli.common import as_json, command, out


@command("registers")
@as_json
def registers(*, json_: bool) -> None:
    """List every register."""
    if json_:
        out(describe())
        return
    for model in REGISTERS:
        spec = model.__register__
        states = ", ".join(s.label.text(i18n.locale()) for s in spec.flow.states) if spec.flow else "-"
        click.echo(f"{model.slug():<20} {spec.prefix or '-':<4} {spec.label.text(i18n.locale())}: {states}")


COMMANDS = (registers,)
