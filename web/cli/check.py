"""``flask doctor``: what is wrong with the installation, in sentences."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from deadlines.calendar import calendar_for, zone_for
from exchange.backup import BackupError
from exchange.backup_plan import Plan, planned
from models.base.site import Site
from models.base.user import User, UserGrant
from models.engine.mail import OutgoingMail
from models.spec import L, Label, Role
from web import health, i18n, migrate, requests
from web.cli.common import Failed, as_json, command, out, say, working
from web.db import db
from web.settings import Settings

LEAST_SPACE = 1024**3
"""Bytes of free disk below which attachments are in danger."""
FAULTS = L("共发现 {n} 个问题。", "{n} problem(s) found.")
FOLDER = L("文件夹 {path} 不能写入，附件和备份存不下来；请检查它的权限。",
           "The folder {path} can't be written, so attachments and backups have no place; check its permissions.")  # fmt: skip
SPACE = L(
    "{path} 所在磁盘只剩 {mb} MB，请清理或换到更大的磁盘。", "Only {mb} MB are left on the disk of {path}; make room."
)
NO_DATABASE = L(
    "数据库连不上：{why}。请检查 DATABASE_URL 和数据库服务。",
    "The database can't be reached: {why}. Check DATABASE_URL.",
)
NOT_MIGRATED = L("数据库还没有建好，请运行 flask upgrade。", "The database is not set up: run flask upgrade.")
OUTDATED = L(
    "数据库的版本和程序不一致，请运行 flask upgrade。", "The database does not match the program: run flask upgrade."
)
DIFFERS = L(
    "数据库与程序有 {n} 处不一致，例如：{first}",
    "The database differs from the program in {n} place(s), such as: {first}",
)
SILENT = L("后台任务进程没有动静，导入和时限检查会停住；请重新启动（make run）。",
           "The job worker is silent, so imports and deadlines stand still; start it again (make run).")  # fmt: skip
NO_SITE = L("还没有项目：请用 flask site import 开通，或运行 flask seed demo 看演示。",
            "There is no site yet: open one with flask site import, or look at the demo with flask seed demo.")  # fmt: skip
NO_ADMIN = L("没有可用的系统管理员账号，请运行 flask user create 名字 --role sysadmin。",
             "No system administrator can sign in: run flask user create NAME --role sysadmin.")  # fmt: skip
NO_PLAN = L("还没有设置自动备份，建议运行 flask backup --every day --keep 14。",
            "No regular backup is set: flask backup --every day --keep 14 has the worker make one each night.")  # fmt: skip
NOT_BACKED_UP = L("最近一次自动备份没有做成：{why}", "The last regular backup failed: {why}")
LATE = L("设置了{every}自动备份到 {folder}，但已漏做两次以上；请检查后台任务进程是否在运行。",
         "Backups are to be made {every} into {folder}, but two or more are missing; see whether the worker runs.")  # fmt: skip
OPEN_NETWORK = L("服务开放给网络（HOST={host}）但没有 HTTPS 代理，密码会明文传输；正式使用请放到 nginx 或 Caddy 后面并设置 TRUSTED_PROXIES。",
                 "Served to the network (HOST={host}) without an HTTPS proxy, so passwords travel in the clear; put nginx or "
                 "Caddy in front and set TRUSTED_PROXIES.")  # fmt: skip

RECENTLY = dt.timedelta(days=30)
UNDELIVERED = L(
    "近 30 天有 {n} 封邮件多次尝试后仍未发出，不再重发；最近一封发给 {address}（{fault}）。请核对收件地址和 MAIL_URL。",
    "{n} mail(s) of the last 30 days could not be delivered and are not tried again; the latest was for {address} "
    "({fault}). Check the address and MAIL_URL.",
)


@command("doctor")
@as_json
def doctor(*, json_: bool) -> None:
    """Say what is wrong with the installation; exit 1 when something is."""
    settings, now = requests.settings(), requests.now()
    found = [label.text(i18n.locale()) for label in faults(settings, now)]
    noted = [label.text(i18n.locale()) for label in remarks(settings, now)]
    if not planned(settings.data_dir):
        noted.append(NO_PLAN.text(i18n.locale()))
    if json_:
        out({"ok": not found, "faults": found, "remarks": noted})
        if found:
            raise click.exceptions.Exit(1)
        return
    for sentence in found:
        click.echo(f"- {sentence}")
    for sentence in noted:
        say("请留意：{what}", "Note: {what}", what=sentence)
    if found:
        raise Failed(FAULTS, n=len(found))
    say("一切正常。", "All is well.")


def faults(settings: Settings, now: dt.datetime) -> Iterator[Label]:
    """Every fault found, worst first."""
    yield from _database(settings)
    for path in dict.fromkeys((settings.data_dir, Path(settings.sqlite_file or settings.data_dir / "x").parent)):
        yield from _folder(path)
    if health.worker(settings) == "silent":
        yield SILENT
    yield from _backups(settings, now)
    if settings.host in {"0.0.0.0", "::"} and not settings.trusted_proxies:  # noqa: S104 - compared
        yield OPEN_NETWORK.format(host=settings.host)


def remarks(settings: Settings, now: dt.datetime) -> Iterator[Label]:
    """What to keep in mind at ``now`` and is no fault of the installation: mails given up, years whose holidays are not known."""
    try:
        if migrate.current(settings.database_url) != migrate.head():
            return
    except (SQLAlchemyError, OSError):
        return
    with working() as session:
        yield from _mails(session, now)
        seen: set[str] = set()
        for site_id in session.scalars(select(Site.id).order_by(Site.id)).all():
            today = now.astimezone(zone_for(session, site_id)).date()
            for sentence in calendar_for(session, site_id).warnings(today):
                if sentence.text("zh") not in seen:
                    seen.add(sentence.text("zh"))
                    yield sentence


def _backups(settings: Settings, now: dt.datetime) -> Iterator[Label]:
    try:
        plan = Plan.read(settings.data_dir)
    except BackupError as error:
        yield L(error.zh, error.en)
        return
    if plan is None:
        return
    if plan.why is not None:
        yield NOT_BACKED_UP.format(why=L(*plan.why))
    elif plan.late(now):
        yield LATE.format(every=plan.every.label, folder=plan.folder)


def _mails(session: Session, now: dt.datetime) -> Iterator[Label]:
    given_up = OutgoingMail.given_up_at >= now - RECENTLY
    count = session.scalar(select(func.count()).select_from(OutgoingMail).where(given_up)) or 0
    last = select(OutgoingMail.address, OutgoingMail.fault).where(given_up).order_by(OutgoingMail.given_up_at.desc())
    for address, fault in session.execute(last.limit(1)):
        yield UNDELIVERED.format(n=count, address=address, fault=fault or "?")


def _folder(path: Path) -> Iterator[Label]:
    existing = next(p for p in (path, *path.parents) if p.exists())
    if not os.access(existing, os.W_OK):
        yield FOLDER.format(path=path)
    free = shutil.disk_usage(existing).free
    if free < LEAST_SPACE:
        yield SPACE.format(path=path, mb=free // 1024**2)


def _database(settings: Settings) -> Iterator[Label]:
    try:
        with db.reader.connect():
            pass
        standing = migrate.current(settings.database_url)
    except (SQLAlchemyError, OSError) as error:
        yield NO_DATABASE.format(why=type(getattr(error, "orig", None) or error).__name__)
        return
    if standing is None:
        yield NOT_MIGRATED
        return
    if standing != migrate.head():
        yield OUTDATED
        return
    differences = migrate.check(settings.database_url)
    if differences:
        yield DIFFERS.format(n=len(differences), first=differences[0][:120])
    with working() as session:
        if session.scalars(select(Site.id).limit(1)).first() is None:
            yield NO_SITE
        query = select(User.id).join(UserGrant, UserGrant.parent_id == User.id)
        if (
            session.scalars(query.where(UserGrant.role == Role.sysadmin, User.active.is_(True)).limit(1)).first()
            is None
        ):
            yield NO_ADMIN


COMMANDS = (doctor,)
