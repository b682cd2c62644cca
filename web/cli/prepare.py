"""``flask prepare``, for `make run` only: upgrade and demo centre in one process, since each process loads the whole program."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout

import click

from web.cli.common import command
from web.cli.seed import demo
from web.cli.upgrade import upgrade


@command("prepare")
def prepare() -> None:
    """Bring the database up to date and fill an empty one; stdout is who can sign in, the rest goes to stderr."""
    context = click.get_current_context()
    with redirect_stdout(sys.stderr):
        context.invoke(upgrade)
    context.invoke(demo, number=1, if_empty=True)


prepare.hidden = True
COMMANDS = (prepare,)
