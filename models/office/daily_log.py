"""个人工作控制日清记录表: one's own day, filed the same day, read by the superior (004 §4.2, §7.4.23; T-82)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from models.base.moments import today
from models.base.rules import is_new
from models.declare import Record, choice, date, flag, moment, ref, rows, string, text
from models.office.papers import LOOKING_ON, at_most_one, filled, living_index, ones_own, submitted_by_author
from models.spec import (
    RECEPTION,
    Case,
    Default,
    DueRule,
    Effect,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    Unit,
    approval_flow,
)

if TYPE_CHECKING:
    from models.base.staff import Staff


class TaskResult(LabelEnum):
    """How a thing to be done stands in the evening."""

    done = "done", "完成", "Done"
    doing = "doing", "进行中", "In progress"
    not_done = "not_done", "未完成", "Not done"


def not_a_day_to_come(case: Case) -> Refusal | None:
    """Refuse a log of a day that has not come (X-13)."""
    log = case.record
    if log.day is None or log.day <= today(case):
        return None
    return Refusal(L("这一天还没有到。", "That day has not come yet."), "day", "X-13")


def every_line_answered(case: Case) -> Refusal | None:
    """Refuse to submit a line without its result, or one left undone without the reason."""
    for at, row in enumerate(case.record.tasks):
        if row.result is None:
            words = L("“{task}”还没有写结果。", "“{task}” has no result yet.")
            return Refusal(words.format(task=row.task), f"tasks-{at}-result", "004 §7.4.23")
        if row.result == TaskResult.not_done and not row.reason:
            words = L("“{task}”没有完成，请写原因。", "“{task}” was not done; please write why.")
            return Refusal(words.format(task=row.task), f"tasks-{at}-reason", "004 §7.4.23")
    return None


def author_stays(case: Case) -> Refusal | None:
    """Refuse to make a saved log somebody else's."""
    log = case.record
    if is_new(log) or case.actor.system or log.author_id == case.actor.staff_id:
        return None
    return Refusal(L("日清表只能由本人填写。", "A daily log is its author's own."), "author", "004 §7.4.23")


def handed_in(case: Case) -> list[Effect]:
    """Note when it was handed in first."""
    return [] if case.record.submitted_at else [Set("submitted_at", case.now)]


class DailyLog(Record):
    """One person's day."""

    __register__ = Register(
        label=L("个人工作控制日清记录表", "Personal daily work log"),
        module=Module.office,
        source=("004 §4.2, §7.4.23",),
        help=L(
            "每天下班前写下当天各项工作和结果，没完成的写明原因，当天提交直接上级批阅。",
            "Before you leave, write what you did and how it went, why anything was left, and hand it to your superior the "
            "same day.",
        ),
        icon="clipboard-pen",
        prefix="RQ",
        aliases=("日清表", "日清", "日志"),
        title="tomorrow",
        list=("number", "day", "author", "submitted_at", "status"),
        sections=(
            Section(L("当天", "The day"), "day", "author", "submitted_at"),
            Section(L("事项", "What was done"), "tasks"),
            Section(L("明日", "Tomorrow"), "tomorrow"),
        ),
        search=("number", "author", "tomorrow"),
        filters=("status", "day", "author"),
        sort="-day",
        happened="day",
        daily=RECEPTION,
        rights=Rights(read=LOOKING_ON, own=(Role.staff,), create=(Role.staff,), edit=()),
        locked_rights=("edit", "do:approve"),
        flow=submitted_by_author(
            approval_flow(
                ("@line",),
                clause="004 §7.4.23; C-18",
                submit_guards=(
                    filled("tasks", L("请至少写一项工作。", "Write at least one thing."), "004 §7.4.23"),
                    every_line_answered,
                ),
                on_submit=handed_in,
            )
        ),
        deadlines=(
            DueRule(
                name="daily",
                label=L("当天上报", "Handed in the same day"),
                starts="day",
                stops="submitted_at",
                unit=Unit.same_day,
                setting="dailylog.time",
                accountable=("@author",),
                clause="004 §7.4.23; T-82",
            ),
        ),
        guards=(ones_own("author"), author_stays, not_a_day_to_come, at_most_one("author_id", "day")),
        print=("form",),
    )
    __table_args__ = (living_index("uq_daily_log_day", "author_id", "day"),)

    day: Mapped[dt.date] = date(L("日期", "Day"), required=True, default=Default.TODAY)
    author: Mapped[Staff] = ref("Staff", L("填报人", "Author"), required=True, default=Default.ME, involves=True)
    author_id: Mapped[int]
    tasks: Mapped[list[Any]] = rows(
        L("事项", "Tasks"),
        task=string(L("事项", "Task"), length=200, required=True),
        planned=flag(L("计划内", "Planned")),
        result=choice(TaskResult, L("结果", "Result")),
        reason=string(L("未完成原因", "Why not done"), length=200),
    )
    tomorrow: Mapped[str | None] = text(L("明日计划", "Plan for tomorrow"))
    submitted_at: Mapped[dt.datetime | None] = moment(L("上报时间", "Handed in at"), system=True)
