"""个人工作控制日清记录表: personal daily work log (004 §4.2, §7.4.23)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, flag, ref, rows, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class DailyLogTasksResult(LabelEnum):
    """Result of a line."""

    done = "done", "完成", "Done"
    doing = "doing", "进行中", "Doing"
    not_done = "not_done", "未完成", "Not done"


class DailyLog(Record):
    """Personal daily work log."""

    __register__ = Register(
        label=L("个人工作控制日清记录表", "Personal daily work log"),
        module=Module.office,
        source=("004 §4.2, §7.4.23",),
        help=L("个人工作控制日清记录表。", "Personal daily work log."),
        icon="file-text",
        prefix="RQ",
        title="tomorrow",
        list=("number", "day", "author", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "day",
                "author",
                "tasks",
                "tomorrow",
            ),
        ),
        search=("number", "tomorrow"),
        filters=("status", "day"),
        sort="-day",
        rights=Rights(
            read=(Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            own=(Role.staff,),
            create=(Role.staff, Role.receptionist, Role.reception_lead),
        ),
        flow=approval_flow(("@line",)),
        print=("form",),
    )

    day: Mapped[dt.date] = date(L("日期", "Day"), required=True)
    author: Mapped[Any] = ref("Staff", L("填报人", "Author"), required=True)
    author_id: Mapped[int]
    tasks: Mapped[list[Any]] = rows(
        L("事项", "Tasks"),
        task=string(L("task", "Task")),
        planned=flag(L("planned", "Planned")),
        result=choice(DailyLogTasksResult, L("result", "Result")),
        reason=string(L("reason", "Reason")),
    )
    tomorrow: Mapped[str | None] = text(L("明日计划", "Tomorrow"))
