"""The commands of ``flask`` (contract.md): exit 0 done, 1 failed with one plain sentence, 2 wrong usage."""

from __future__ import annotations

from importlib import import_module

from click import Command, Context
from flask import Flask
from flask.cli import AppGroup

COMMANDS = {
    "backup": "backup", "bills": "bills", "deadlines": "deadlines", "doctor": "check", "duties": "duties",
    "import": "papers", "import-template": "papers", "import-undo": "papers", "prepare": "prepare", "registers": "describe", "report": "report",
    "restore": "backup", "roster": "roster", "seed": "seed", "site": "site", "upgrade": "upgrade", "user": "accounts",
}  # fmt: skip
"""Each command and the module of this package it is written in."""


class Commands(AppGroup):
    """Loads a command's module when the command is asked for: the server needs none of them."""

    def list_commands(self, ctx: Context) -> list[str]:
        """Return the names of all commands."""
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """Return a command; None when there is none of that name."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            for command in import_module(f"web.cli.{COMMANDS[cmd_name]}").COMMANDS:
                self.add_command(command)
        return super().get_command(ctx, cmd_name)


def init_app(app: Flask) -> None:
    """Give the program its commands."""
    app.cli = Commands(app.name)
