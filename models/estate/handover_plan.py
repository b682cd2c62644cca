"""业主收房活动方案: the plan of a hand-over event, who does what, and how it went (000 §4.9, §5.8; R-E01, A-22)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.base.moments import in_order
from models.declare import Record, date, ref, refs, rows, string, text
from models.estate.people import HANDOVER
from models.spec import STAY, Flow, L, Module, Register, Rights, Role, Section, Transition, altered, approval_flow, asks


def _flow() -> Flow:
    chain = approval_flow((Role.director,), clause="000 §4.9; C-48")
    went = Transition(
        name="note_result",
        label=L("填写实施情况", "Note how it went"),
        source=("approved",),
        to=STAY,
        roles=(Role.cs_supervisor,),
        asks=asks("result"),
        clause="000 §4.9",
        done=L("{number}的实施情况已填写。", "How {number} went is noted."),
    )
    return altered(chain, went)


class HandoverPlan(Record):
    """The plan of one hand-over event."""

    __register__ = Register(
        label=L("业主收房活动方案", "Handover event plan"),
        module=Module.estate,
        source=("000 §4.9, §5.8", "002 职责24-25"),
        help=L(
            "集中收房前由客服主管编制，写明日期、楼栋和分工，主任批准后实施；活动结束后填写实施情况。",
            "Written by the customer-service supervisor before owners collect their homes: days, buildings, who does what. "
            "The director approves; afterwards note how it went.",
        ),
        icon="calendar-days",
        prefix="SF",
        aliases=("收房活动方案",),
        title="title",
        list=("number", "title", "date_from", "date_to", "buildings", "status"),
        sections=(
            Section(L("活动", "Event"), "title", "date_from", "date_to", "buildings"),
            Section(L("方案与分工", "Plan and people"), "plan", "staffing"),
            Section(L("实施", "How it went"), "result"),
        ),
        search=("number", "title", "plan", "result"),
        filters=("status", "date_from", "date_to", "buildings"),
        sort="-date_from",
        rights=Rights(read=HANDOVER, create=(Role.cs_supervisor,)),
        flow=_flow(),
        guards=(in_order("date_from", "date_to"),),
    )

    title: Mapped[str] = string(L("名称", "Title"), required=True)
    date_from: Mapped[dt.date] = date(L("起", "From"), required=True)
    date_to: Mapped[dt.date] = date(L("止", "To"), required=True)
    buildings: Mapped[list[Any]] = refs("Building", L("楼栋", "Buildings"))
    staffing: Mapped[list[Any]] = rows(
        L("人员分工", "Who does what"),
        staff=ref("Staff", L("人员", "Employee"), required=True),
        task=string(L("工作", "Task"), length=200, required=True),
    )
    plan: Mapped[str] = text(
        L("方案", "Plan"),
        required=True,
        help=L("流程、场地、物资、钥匙和资料准备。", "Course of the day, rooms, material, keys and papers."),
    )
    result: Mapped[str | None] = text(L("实施情况", "How it went"), system=True)
