"""``flask user create | grant | disable | password``: accounts, as an administrator opens and closes them."""

from __future__ import annotations

import sys

import click
from sqlalchemy.orm import Session

from access import passwords
from models.base.staff import Staff
from models.spec import ALL_SITE_ROLES, L, Role
from web import i18n, requests
from web.cli.common import Failed, actor, as_json, command, group, out, say, site_called, user_called, working
from web.db import db
from workflow import accounts, handover

NO_STAFF = L("项目 {site} 没有工号“{no}”的员工。", "Site {site} has no staff number “{no}”.")
NEEDS_SITE = L("“{role}”按项目授予，请加上 --site 项目代码。", "“{role}” is held at a site: add --site CODE.")
ROLE = click.Choice([role.value for role in Role])
user = group("user", "Accounts: create, grant, disable, password.")


@command("create")
@click.argument("name")
@click.option("--role", type=ROLE, required=True, help="The role held first.")
@click.option("--site", help="Code of the site the role is held at; none for hq_quality and sysadmin.")
@click.option("--staff", "staff_no", help="Staff number of the person the account belongs to.")
@click.option("--reason", default="", help="Why the role is granted although a qualification is missing (X-16).")
@as_json
def create(*, name: str, role: str, site: str | None, staff_no: str | None, reason: str, json_: bool) -> None:
    """Open an account and print its first password."""
    chosen = Role(role)
    with working() as session:
        site_id = _site(session, chosen, site)
        staff = None
        if staff_no is not None:
            query = db.select(Staff).where(Staff.job_no == staff_no)
            staff = session.scalars(query.where(Staff.site_id == site_id) if site_id else query).first()
            if staff is None:
                raise Failed(NO_STAFF, site=site or "-", no=staff_no)
        made = accounts.create_account(
            session, username=name, role=chosen, site_id=site_id, staff=staff, reason=reason, actor=actor(),
            now=requests.utc_now(),
        )  # fmt: skip
        username, password = made.user.username, made.password
    if json_:
        out({"username": username, "role": role, "site": site, "password": password})
        return
    say("已开通账号 {name}（{role}）。", "Account {name} is open ({role}).", name=username, role=chosen.label)
    say("首次密码：{password}  （首次登录时须修改）", "First password: {password}  (to be changed at the first sign-in)",
        password=password)  # fmt: skip


@command("grant")
@click.argument("name")
@click.option("--role", type=ROLE, required=True)
@click.option("--site", help="Code of the site.")
@click.option("--reason", default="", help="Why, where a qualification is missing (X-16).")
def grant(*, name: str, role: str, site: str | None, reason: str) -> None:
    """Give an account a further role."""
    chosen = Role(role)
    with working() as session:
        person = user_called(session, name)
        given = accounts.grant(
            session, person, role=chosen, site_id=_site(session, chosen, site), reason=reason, actor=actor(),
            now=requests.utc_now(),
        )  # fmt: skip
    if given:
        say("已授予 {name}：{role}。", "{name} now holds: {role}.", name=name, role=chosen.label)
    else:
        say(
            "{name} 已经是{role}，没有改动。",
            "{name} holds {role} already; nothing was changed.",
            name=name,
            role=chosen.label,
        )


@command("disable")
@click.argument("name")
@click.option("--successor", help="Account that takes over the open documents.")
@as_json
def disable(*, name: str, successor: str | None, json_: bool) -> None:
    """Close an account; its open documents go to the successor."""
    with working() as session:
        person = user_called(session, name)
        heir = user_called(session, successor) if successor else None
        handed = handover.disable(session, person, successor=heir, actor=actor(), now=requests.utc_now())
        count = len(handed)
    if json_:
        out({"username": name, "successor": successor, "handed_over": count})
    elif count:
        say("已停用 {name}，{n} 项未办结的工作移交给 {heir}。", "{name} is closed; {n} open item(s) went to {heir}.",
            name=name, n=count, heir=successor)  # fmt: skip
    else:
        say("已停用 {name}，没有未办结的工作。", "{name} is closed; nothing was waiting for him.", name=name)


@command("password")
@click.argument("name")
@click.option("--stdin", is_flag=True, help="Read the password from standard input instead of making one up.")
def password(*, name: str, stdin: bool) -> None:
    """Give an account a new first password and print it; every browser signed in with it is signed out."""
    given = sys.stdin.readline().rstrip("\n") if stdin else passwords.first_password()
    with working() as session:
        accounts.set_password(session, user_called(session, name), given, actor=actor(), now=requests.utc_now())
    if stdin:
        say(
            "已更换 {name} 的密码，首次登录时须修改。",
            "{name} has a new password, to be changed at the first sign-in.",
            name=name,
        )
    else:
        say("{name} 的新密码：{password}  （首次登录时须修改）",
            "New password of {name}: {password}  (to be changed at the first sign-in)", name=name, password=given)  # fmt: skip


def _site(session: Session, role: Role, code: str | None) -> int | None:
    if role in ALL_SITE_ROLES:
        return None
    if code is None:
        raise click.UsageError(NEEDS_SITE.format(role=role.label).text(i18n.locale()))
    return site_called(session, code).id


for _command in (create, grant, disable, password):
    user.add_command(_command)
COMMANDS = (user,)
