"""``flask seed demo``: the demo centre, and who can sign in to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from access import passwords
from models.base.site import Site
from models.base.user import User
from models.spec import L
from web import i18n, requests
from web.cli.common import Failed, command, group, say, working
from web.db import db

NOT_EMPTY = L(
    "数据库里已有项目，演示数据只能放进空的数据库。",
    "There already is a site; the demo centre goes into an empty database only.",
)
NO_SEED = L("这个安装里没有演示数据。", "This installation carries no demo data.")
Seed = Callable[..., Any]
"""``seed(session_factory, seed, *, password, now)``, handed in by ``app.py``: nothing here knows the package."""
DEMO_SITES = ("@ltxy", "@yghy")
FOR_ALL = ("hq_quality", "sysadmin")
PREPARING = L("正在准备演示项目，大约要半分钟……", "Preparing the demo centre; this takes about half a minute…")
seed = group("seed", "Data to look at.")


@command("demo")
@click.option("--seed", "number", type=int, default=1, show_default=True, help="Another number, another month.")
@click.option("--if-empty", is_flag=True, help="Do nothing when there already is a site; say who can sign in.")
def demo(*, number: int, if_empty: bool) -> None:
    """Fill an empty database with the demo centre and print its accounts."""
    settings = requests.settings()
    with working() as session:
        empty = session.scalars(select(Site.id).limit(1)).first() is None
    if not empty:
        if not if_empty:
            raise Failed(NOT_EMPTY)
        _tell(settings.demo_password)
        return
    fill: Seed | None = current_app.extensions.get("seed")
    if fill is None:
        raise Failed(NO_SEED)
    click.echo(i18n.say(PREPARING), err=True)
    password = settings.demo_password or passwords.first_password()
    fill(lambda: Session(db.engine, expire_on_commit=False), number, password=password, now=requests.utc_now())
    _tell(password)


def _tell(password: str | None) -> None:
    names = _names()
    if not names:
        return
    say("演示账号（用其中任何一个登录）：", "Demo accounts (sign in with any of them):")
    for line in _lines(names):
        click.echo(f"  {line}")
    if password:
        say("密码都是：{password}", "Password of all: {password}", password=password)
    else:
        say(
            "密码在第一次运行时显示过；忘记了请运行：.venv/bin/flask user password 账号名",
            "The password was printed at the first run; to set a new one: .venv/bin/flask user password NAME",
        )


def _names() -> list[str]:
    with working() as session:
        names = session.scalars(select(User.username).where(User.active.is_(True)).order_by(User.id)).all()
    return [name for name in names if name.endswith(DEMO_SITES) or name in FOR_ALL]


def _lines(names: Iterable[str]) -> list[str]:
    """The names, those of a site on one line."""
    by_site: dict[str, list[str]] = {}
    for name in names:
        by_site.setdefault(name.partition("@")[2], []).append(name)
    return ["  ".join(group) for _, group in sorted(by_site.items(), key=lambda pair: (not pair[0], pair[0]))]


seed.add_command(demo)
COMMANDS = (seed,)
