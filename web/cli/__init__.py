"""The commands of ``flask`` (contract.md): exit 0 done, 1 failed with one plain sentence, 2 wrong usage."""

from __future__ import annotations

from flask import Flask

from web.cli import (
    accounts,
    backup,
    bills,
    check,
    deadlines,
    describe,
    duties,
    papers,
    report,
    roster,
    seed,
    site,
    upgrade,
)

PARTS = (accounts, backup, bills, check, deadlines, describe, duties, papers, report, roster, seed, site, upgrade)


def init_app(app: Flask) -> None:
    """Give the program its commands."""
    for part in PARTS:
        for command in part.COMMANDS:
            app.cli.add_command(command)
