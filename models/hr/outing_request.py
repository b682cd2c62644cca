"""因公外出登记: leaving the post on business, approved beforehand (001 考勤、请假制度 §13; C-28, C-30, X-19)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.base.moments import in_order, not_ahead
from models.declare import Record, moment, ref, string, text
from models.hr.own_paper import days_recounted, leaders_only, own_flow, watch_void
from models.spec import (
    LINE_TO_HEAD,
    STAY,
    Case,
    Default,
    Effect,
    Flow,
    L,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Transition,
    altered,
    asks,
)

NOT_BACK_YET = L("已登记返回时间，不用再登记。", "The return is noted already.")


def not_back(case: Case) -> Refusal | None:
    """Refuse a second return."""
    return Refusal(NOT_BACK_YET) if case.record.back_at is not None else None


def counts(case: Case) -> list[Effect]:
    """Show an approved outing in the day's attendance."""
    outing = case.record
    return days_recounted(case, outing.staff_id, outing.leaves_at, outing.back_at or outing.leaves_at)


def _flow() -> Flow:
    chain = watch_void(own_flow((LINE_TO_HEAD,), clause="001 考勤 §13; C-28", on_approved=counts), counts)
    back = Transition(
        name="come_back",
        label=L("登记返回", "Note the return"),
        source=("approved",),
        to=STAY,
        roles=("@staff", Role.reception_lead, Role.cs_supervisor),
        only=(not_back,),
        asks=asks("back_at"),
        guards=(in_order("leaves_at", "back_at"), not_ahead("back_at")),
        effects=counts,
        primary=True,
        clause="001 考勤 §13",
        done=L("{number}：返回时间已登记。", "{number}: the return is noted."),
    )
    return altered(chain, back)


class OutingRequest(Record):
    """One outing on business."""

    __register__ = Register(
        label=L("因公外出登记", "Outing on business"),
        module=Module.hr,
        source=("001 考勤 §13",),
        help=L(
            "因公离开岗位前填写，经直接上级到部门经理批准后再外出，回来登记返回时间；没有批准就离开算擅离职守。",
            "File it before leaving the post on business; the line up to the head of the department decides. Note the return "
            "when back. Leaving without approval counts as off post.",
        ),
        icon="map-pin",
        prefix="WC",
        title="destination",
        aliases=("外出登记", "因公外出审批"),
        list=("number", "staff", "destination", "leaves_at", "back_at", "status"),
        sections=(Section(L("外出", "Outing"), "staff", "leaves_at", "destination", "reason", "back_at"),),
        search=("number", "staff", "destination", "reason"),
        filters=("status", "staff", "leaves_at"),
        sort="-leaves_at",
        rights=Rights(
            read=(Role.reception_lead, Role.cs_supervisor, Role.director, Role.hr_admin, Role.hq_quality),
            own=(Role.staff,),
            create=(Role.staff,),
            edit=(),
            export=(Role.cs_supervisor, Role.director, Role.hr_admin),
            import_=(),
        ),
        locked_rights=("edit", "import"),
        flow=_flow(),
        guards=(leaders_only, in_order("leaves_at", "back_at")),
        line=("staff",),
        indexes=(("staff_id", "leaves_at"),),
    )

    staff: Mapped[Any] = ref("Staff", L("员工", "Employee"), required=True, default=Default.ME, involves=True)
    staff_id: Mapped[int]
    leaves_at: Mapped[dt.datetime] = moment(L("外出时间", "Leaves at"), required=True, default=Default.NOW)
    back_at: Mapped[dt.datetime | None] = moment(
        L("返回时间", "Back at"), system=True, help=L("回来后登记。", "Noted when back.")
    )
    destination: Mapped[str] = string(L("地点", "Destination"), required=True)
    reason: Mapped[str] = text(L("事由", "Reason"), required=True)
