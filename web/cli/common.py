"""What all commands share: the terminal's language, the acting system, plain sentences for failures, JSON output."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, ParamSpec, Protocol

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

import access
import workflow
from access.site_fields import site_fields
from models.base.site import Site
from models.base.user import User
from models.spec import Actor, L, Label
from web import i18n
from web.db import db
from web.settings import SettingsError, terminal_locale
from workflow import accounts

P = ParamSpec("P")
NO_SITE = L("没有代码为“{code}”的项目；现有项目：{known}。", "There is no site “{code}”; known are: {known}.")
NO_USER = L("没有账号“{name}”。", "There is no account “{name}”.")
NO_DATABASE = L(
    "数据库没有回应，请运行 flask doctor 查看原因。", "The database does not answer; run flask doctor to see why."
)
NOT_MIGRATED = L("数据库还没有建好，请先运行 flask upgrade。", "The database is not set up; run flask upgrade first.")
FAULT = L("程序出了意外（{what}），这次操作没有完成；请把这一行告诉支持人员（加 --debug 可看全部细节）。",
          "Something unforeseen happened ({what}) and this was not completed; please tell support (--debug shows it all).")  # fmt: skip
NONE = L("（还没有）", "(none yet)")


class Worded(Protocol):
    """Something with words in both languages."""

    def text(self, locale: str) -> str:
        """The words in one language."""


class Failed(click.ClickException):
    """The command could not do it; exit 1 with this sentence on stderr."""

    exit_code = 1

    def __init__(self, sentence: Worded | str, **params: Any) -> None:
        if isinstance(sentence, Label):
            sentence = sentence.format(**params)
        super().__init__(sentence if isinstance(sentence, str) else sentence.text(i18n.locale()))

    def show(self, file: Any = None) -> None:
        """Print the sentence alone."""
        click.echo(self.message, file=file or sys.stderr)


def command(name: str) -> Callable[[Callable[P, None]], click.Command]:
    """Make a function a command: in the terminal's language, with the program's context, failures as sentences."""

    def decorate(function: Callable[P, None]) -> click.Command:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> None:
            i18n.use(terminal_locale(os.environ))
            try:
                function(*args, **kwargs)
            except (click.ClickException, click.exceptions.Exit, click.Abort):
                raise
            except Exception as error:
                if current_app.debug:
                    raise
                raise failure(error) from error

        return click.command(name)(with_appcontext(run))

    return decorate


def failure(error: Exception) -> Failed:
    """What went wrong, as the sentence the command ends with."""
    match error:
        case workflow.Invalid():
            return Failed(" ".join(r.sentence.text(i18n.locale()) for r in error.refusals))
        case workflow.WorkflowError():
            return Failed(error.sentence)
        case SettingsError():
            return Failed(error)
        case DBAPIError() if "no such table" in str(error.orig) or "does not exist" in str(error.orig):
            return Failed(NOT_MIGRATED)
        case SQLAlchemyError():
            return Failed(NO_DATABASE)
    return Failed(FAULT, what=f"{type(error).__name__}: {error}")


def group(name: str, help_text: str) -> click.Group:
    """Make a group of commands."""
    return click.Group(name, help=help_text)


def actor() -> Actor:
    """The named system actor, as the history shows it for commands."""
    return replace(access.SYSTEM, origin="flask", locale=i18n.locale())


def actor_at(site_id: int) -> Actor:
    """The same with the fields that a site added, for what reads or writes workbooks of that site."""
    with Session(db.engine) as session:
        return replace(actor(), site_fields=site_fields(session, (site_id,)))


def actor_of(code: str | None) -> Actor:
    """The same by the site's code; without one, of no site. Raises Failed for a code no site has."""
    if code is None:
        return actor()
    with working() as session:
        site_id = site_called(session, code).id
    return replace(actor_at(site_id), site_id=site_id)


@contextmanager
def working() -> Iterator[Session]:
    """A session acting as the system, committed when the block ends well."""
    with Session(db.engine, expire_on_commit=False) as session, session.begin():
        access.bind(session, actor())
        yield session


def site_called(session: Session, code: str) -> Site:
    """The site with this code, or Failed naming those there are."""
    found = accounts.site_called(session, code)
    if found is None:
        known = "、".join(session.scalars(db.select(Site.code).order_by(Site.code))) or NONE.text(i18n.locale())
        raise Failed(NO_SITE, code=code, known=known)
    return found


def user_called(session: Session, name: str) -> User:
    """The account with this name, or Failed."""
    found = accounts.find(session, name)
    if found is None:
        raise Failed(NO_USER, name=name)
    return found


def say(zh: str, en: str, **params: Any) -> None:
    """Print one line in the terminal's language."""
    click.echo(i18n.t(zh, en, **params))


def out(document: Any) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


as_json = click.option("--json", "json_", is_flag=True, help="Print one JSON document.")
