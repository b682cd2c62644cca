"""The backup that the worker makes by itself (``flask backup --every day``), and the word to the administrators when it fails."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

import access
from deadlines.holders import Holders
from exchange import backup
from exchange.backup_plan import Plan
from models.base.setting import Setting
from models.engine.notice import put
from models.spec import L, Label, Role

if TYPE_CHECKING:
    from jobs.queue import Jobs

log = logging.getLogger(__name__)
FAILED = L(
    "自动备份没有做成：{why} 一小时后会再试；请检查后用 flask doctor 确认。",
    "The backup was not made: {why} It is tried again in an hour; look into it and check with flask doctor.",
)
UNFORESEEN = L("{folder} 里写不了备份（{what}）。", "No backup could be written into {folder} ({what}).")


def back_up(jobs: Jobs) -> None:
    """Make the backup that is due, if one is; what was missed while nothing ran is made once."""
    now, data_dir = jobs.clock(), jobs.config.data_dir
    try:
        plan = Plan.read(data_dir)
    except backup.BackupError as error:
        _tell(jobs, now, error.zh, error.en)
        return
    if plan is None or not plan.due(now):
        return
    try:
        path, _ = backup.dated(plan.folder, plan.keep, jobs.config.database_url, data_dir, now=now)
    except backup.Busy:
        return
    except Exception as error:
        log.exception("the backup failed")
        why = UNFORESEEN.format(folder=plan.folder, what=getattr(error, "strerror", None) or type(error).__name__)
        zh, en = (error.zh, error.en) if isinstance(error, backup.BackupError) else (why.text("zh"), why.text("en"))
        plan.failed(now, zh, en).write(data_dir)
        _tell(jobs, now, zh, en)
        return
    plan.succeeded(now).write(data_dir)
    log.info("backed up to %s", path)


def _tell(jobs: Jobs, now: dt.datetime, zh: str, en: str) -> None:
    """Put it under the bell of everybody who administers the system, once a day."""
    words = FAILED.format(why=Label(zh, en))
    news = {
        "site_id": None, "register": Setting.slug(), "record_id": 0, "occasion": f"backup:{now:%Y%m%d}",
        "zh": words.text("zh"), "en": words.text("en"), "at": now, "urgent": True,
    }  # fmt: skip
    try:
        with Session(jobs.engine) as session, access.acting(session, access.SYSTEM):
            told = Holders(session, now, ()).of(0, Role.sysadmin)
            put(session, [{**news, "user_id": user} for user in sorted(told)])
            session.commit()
    except SQLAlchemyError:
        log.exception("nobody could be told under the bell; flask doctor says it")
