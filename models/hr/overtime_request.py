"""加班申请: overtime asked for before it is worked, paid or taken as time off (001 考勤、请假制度 §7; A-54, X-19)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from models.base.rules import is_new
from models.declare import Record, choice, decimal, moment, ref, text
from models.hr.own_paper import days_recounted, leaders_only, own_flow, watch_void
from models.spec import (
    LINE_TO_HEAD,
    Case,
    Default,
    Effect,
    Flow,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    When,
)

LONGEST = dt.timedelta(hours=24)
LIVE = ("draft", "submitted", "approved")
BACKWARDS = L("结束时间应晚于开始时间。", "The end lies after the beginning.")
TOO_LONG = L("一张加班单最多 24 小时，请按天分开填写。", "One request covers 24 hours at most; file one a day.")
OVERLAPS = L("{name}这段时间已有加班单 {number}。", "{number} already covers this time for {name}.")


class Compensation(LabelEnum):
    """How overtime is made good."""

    pay = "pay", "加班费", "Pay"
    time_off = "time_off", "补休", "Time off"


def hours_between(starts_at: dt.datetime, ends_at: dt.datetime) -> Decimal:
    """Return the hours of a span, to two decimals, rounded down: 1 h 50 min is 1.83."""
    seconds = max(0, int((ends_at - starts_at).total_seconds()))
    return (Decimal(seconds) / 3600).quantize(Decimal("0.01"), rounding="ROUND_DOWN")


def derived(case: Case) -> list[Set]:
    """Return the hours asked for."""
    paper = case.record
    given = paper.starts_at and paper.ends_at
    return [Set("hours", hours_between(paper.starts_at, paper.ends_at) if given else Decimal(0))]


def sensible_span(case: Case) -> Refusal | None:
    """Refuse an end before the beginning, and more than a day at once."""
    paper = case.record
    if paper.ends_at <= paper.starts_at:
        return Refusal(BACKWARDS, "ends_at")
    return Refusal(TOO_LONG, "ends_at") if paper.ends_at - paper.starts_at > LONGEST else None


def counted_once(case: Case) -> Refusal | None:
    """Refuse hours of the same person that another request covers already."""
    paper = case.record
    query = select(OvertimeRequest).where(
        OvertimeRequest.staff_id == paper.staff_id,
        OvertimeRequest.status.in_(LIVE),
        OvertimeRequest.starts_at < paper.ends_at,
        OvertimeRequest.ends_at > paper.starts_at,
    )
    if not is_new(paper):
        query = query.where(OvertimeRequest.id != paper.id)
    with case.session.no_autoflush:
        other = case.session.scalars(query.limit(1)).first()
    if other is None:
        return None
    return Refusal(OVERLAPS.format(name=other.staff.name, number=other.number), "starts_at")


def counts(case: Case) -> list[Effect]:
    """Show approved overtime in the day's attendance."""
    paper = case.record
    return days_recounted(case, paper.staff_id, paper.starts_at, paper.ends_at)


def _flow() -> Flow:
    return watch_void(own_flow((LINE_TO_HEAD,), clause="001 考勤 §7; C-27", on_approved=counts), counts)


class OvertimeRequest(Record):
    """Overtime of one person."""

    __register__ = Register(
        label=L("加班申请", "Overtime request"),
        module=Module.hr,
        source=("001 考勤 §7",),
        help=L(
            "因工作需要加班的，先由本人或客服主管填单，经直接上级到部门经理批准；未批准的不计加班。一般报加班费，补休须写理由。",
            "File it before working overtime; the line up to the head of the department decides. Overtime that was not "
            "approved doesn't count. It is usually paid; time off needs a reason.",
        ),
        icon="clock",
        prefix="JB",
        title="compensation",
        aliases=("加班审批单", "加班单"),
        list=("number", "staff", "starts_at", "ends_at", "hours", "compensation", "status"),
        sections=(
            Section(L("加班", "Overtime"), "staff", "starts_at", "ends_at", "hours", "reason"),
            Section(L("补偿", "Compensation"), "compensation", "time_off_reason"),
        ),
        search=("number", "staff", "reason", "time_off_reason"),
        filters=("status", "staff", "starts_at", "compensation"),
        sort="-starts_at",
        rights=Rights(
            read=(Role.reception_lead, Role.cs_supervisor, Role.director, Role.hr_admin, Role.hq_quality),
            own=(Role.staff,),
            create=(Role.staff, Role.cs_supervisor),
            edit=(),
            export=(Role.cs_supervisor, Role.director, Role.hr_admin),
            import_=(),
        ),
        locked_rights=("edit", "import"),
        flow=_flow(),
        derive=derived,
        guards=(leaders_only, sensible_span, counted_once),
        line=("staff",),
        indexes=(("staff_id", "starts_at"),),
        print=("form",),
    )

    staff: Mapped[Any] = ref("Staff", L("员工", "Employee"), required=True, default=Default.ME, involves=True)
    staff_id: Mapped[int]
    starts_at: Mapped[dt.datetime] = moment(L("开始", "From"), required=True)
    ends_at: Mapped[dt.datetime] = moment(L("结束", "To"), required=True)
    hours: Mapped[Decimal | None] = decimal(L("时数", "Hours"), kept=True)
    reason: Mapped[str] = text(L("事由", "Reason"), required=True)
    compensation: Mapped[Compensation] = choice(
        Compensation, L("补偿", "Compensation"), required=True, default=Compensation.pay
    )
    time_off_reason: Mapped[str | None] = text(
        L("补休理由", "Why time off"),
        required_when=When("compensation", "time_off"),
        shown_when=When("compensation", "time_off"),
        help=L("一般报加班费；要补休的写明原因。", "Overtime is usually paid; say why it is taken as time off."),
    )
