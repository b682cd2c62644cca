"""办公环境核查表: the desk before the day begins: tidy, clean, tools ready (004 §7.1; 001 卫生管理制度 §1-2; K-10, K-21)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, flag, ref, rows, string
from models.office.papers import LOOKING_ON, at_most_one, filled, living_index, with_guards
from models.spec import (
    RECEPTION,
    Case,
    Default,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Section,
    record_flow,
)

if TYPE_CHECKING:
    from models.base.staff import Staff


class CheckedArea(LabelEnum):
    """Where one looks; the checklist library is asked by it."""

    front_desk = "front_desk", "接待处", "Front desk"
    office = "office", "办公室", "Office"
    store = "store", "仓库", "Store"


def answered(case: Case) -> Refusal | None:
    """Refuse to close a sheet with an item nobody judged, or one that failed without a word on what was done."""
    for at, row in enumerate(case.record.items):
        if row.ok is None:
            words = L("“{item}”还没有勾选是否合格。", "“{item}” has no answer yet.")
            return Refusal(words.format(item=row.item), f"items-{at}-ok", "004 §7.1")
        if row.ok is False and not row.note:
            words = L("“{item}”不合格，请写明怎样处理。", "“{item}” failed; write what was done about it.")
            return Refusal(words.format(item=row.item), f"items-{at}-note", "004 §7.1")
    return None


class OfficeEnvironmentCheck(Record):
    """One look round before the day begins."""

    __register__ = Register(
        label=L("办公环境核查表", "Office environment checklist"),
        module=Module.office,
        source=("004 §7.1", "001 卫生管理制度"),
        help=L(
            "每个工作日到岗后、晨会前核查桌面、门窗、地面和作业工具，不合格的当场整理并写明。",
            "Each workday before the morning meeting: desks, windows, floor and tools; put right on the spot what is not "
            "in order, and note it.",
        ),
        icon="square-check",
        prefix="HJ",
        aliases=("卫生检查表", "岗前核查"),
        title="area",
        list=("number", "day", "area", "checker", "tools_ready", "status"),
        sections=(
            Section(L("核查", "Check"), "day", "area", "checker"),
            Section(L("结果", "Result"), "items", "tools_ready"),
        ),
        search=("number", "checker"),
        filters=("status", "day", "area", "tools_ready", "checker"),
        sort="-day",
        happened="day",
        daily=RECEPTION,
        rights=Rights(read=(*RECEPTION, *LOOKING_ON), create=RECEPTION),
        flow=with_guards(
            record_flow(close=RECEPTION),
            "close",
            filled("items", L("请至少核查一项。", "Check at least one item."), "004 §7.1"),
            answered,
        ),
        guards=(at_most_one("day", "area"),),
        print=("form",),
    )
    __table_args__ = (living_index("uq_office_environment_check_day", "day", "area"),)

    day: Mapped[dt.date] = date(L("日期", "Day"), required=True, default=Default.TODAY)
    area: Mapped[CheckedArea] = choice(
        CheckedArea,
        L("核查区域", "Area"),
        required=True,
        default=CheckedArea.front_desk,
        help=L("选好区域会带出检查项库中的核查项。", "The area brings up its items from the checklist library."),
    )
    items: Mapped[list[Any]] = rows(
        L("核查项", "Items"),
        options={"checklist": "area"},
        item=string(L("核查项", "Item"), required=True),
        ok=flag(L("合格", "In order")),
        note=string(L("处理", "What was done"), length=200),
    )
    tools_ready: Mapped[bool] = flag(
        L("作业工具备齐", "Tools ready"),
        required=True,
        help=L(
            "电脑、电话、登记本、任务单、票据等（004 §4）。", "Computer, telephone, register, order slips, receipts."
        ),
    )
    checker: Mapped[Staff] = ref("Staff", L("核查人", "Checked by"), required=True, default=Default.ME)
    checker_id: Mapped[int]
