"""社区文化活动: events planned, approved, held and summed up (002 职责6, 16; §5(1); §6(2); R-E14 to R-E16)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, files, integer, moment, money, ref, rows, string, text
from models.office.papers import DEPARTMENT
from models.spec import (
    STAY,
    Case,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Transition,
    altered,
    approval_flow,
    asks,
)

PLANNERS = (Role.cs_supervisor, Role.reception_lead)


class EventKind(LabelEnum):
    """Whose event it is."""

    culture = "culture", "社区文化活动", "Community event"
    service = "service", "客户服务活动", "Service event"
    third_party = "third_party", "外部活动监督", "Somebody else's event, supervised"


def was_held(case: Case) -> Refusal | None:
    """Refuse the result of an event that has not begun."""
    if case.now >= case.record.held_at:
        return None
    return Refusal(L("活动还没有开始，结束后再登记。", "The event has not begun; record it afterwards."), None, "X-13")


RECORD_RESULT = Transition(
    name="record_result",
    label=L("登记活动情况", "Record the event"),
    source=("approved",),
    to=STAY,
    roles=PLANNERS,
    asks=asks("result", optional=("attendance", "photos")),
    guards=(was_held,),
    clause="002 职责6, 16",
    done=L("{number}的活动情况已登记。", "The event of {number} is recorded."),
)


class CommunityEvent(Record):
    """An event."""

    __register__ = Register(
        label=L("社区文化活动", "Community event"),
        module=Module.office,
        source=("002 职责6, 16; §5(1); §6(2)",),
        help=L(
            "办活动前报方案、经费和现场安全安排，主任批准后举办，会后登记人数、总结和照片；外单位活动也在这里登记监督。",
            "Before an event file its plan, cost and safety arrangements; hold it once the director agrees, then record "
            "attendance, summary and photographs. Events of others that you supervise stand here too.",
        ),
        icon="users",
        prefix="HD",
        aliases=("社区活动", "客户服务活动方案", "活动监督记录"),
        title="title",
        list=("number", "held_at", "title", "kind", "place", "budget", "attendance", "status"),
        sections=(
            Section(L("活动", "Event"), "kind", "title", "held_at", "place"),
            Section(L("方案", "Plan"), "plan", "budget", "safety_plan", "staffing"),
            Section(L("活动情况", "How it went"), "attendance", "result", "photos"),
        ),
        search=("number", "title", "place", "plan", "result"),
        filters=("status", "kind", "held_at"),
        sort="-held_at",
        rights=Rights(read=(*DEPARTMENT, Role.security_lead), create=PLANNERS),
        flow=altered(approval_flow((Role.director,), clause="002 §5(1)"), RECORD_RESULT),
        print=("form",),
    )

    kind: Mapped[EventKind] = choice(EventKind, L("类别", "Kind"), required=True, default=EventKind.culture)
    title: Mapped[str] = string(L("名称", "Name"), required=True)
    held_at: Mapped[dt.datetime] = moment(L("时间", "Held at"), required=True)
    place: Mapped[str] = string(L("地点", "Place"), required=True)
    plan: Mapped[str] = text(L("方案", "Plan"), required=True)
    budget: Mapped[Decimal | None] = money(L("预算", "Budget"), minimum=0)
    safety_plan: Mapped[str] = text(
        L("现场安全秩序安排", "Safety and order on the spot"),
        required=True,
        help=L("人流、消防、用电和应急怎样安排，谁负责。", "Crowds, fire, power and emergencies: what and who."),
    )
    staffing: Mapped[list[Any]] = rows(
        L("分工", "Who does what"),
        staff=ref("Staff", L("人员", "Person"), required=True),
        task=string(L("任务", "Task"), length=200),
    )
    attendance: Mapped[int | None] = integer(L("参加人数", "Attendance"), minimum=0)
    result: Mapped[str | None] = text(L("总结", "Summary"))
    photos: Mapped[Any] = files(L("照片", "Photographs"))
