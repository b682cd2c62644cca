"""擅离职守登记: away from the post without leave, for how long, and what follows (001 考勤、请假制度 §3-4, §12; T-56, C-50)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from models.base.moments import in_order, local, not_ahead
from models.base.rules import referred
from models.base.staff import Staff
from models.declare import Record, choice, flag, integer, moment, ref
from models.hr.discipline import OFF_POST
from models.hr.hours import minutes
from models.hr.outing_request import OutingRequest
from models.hr.own_paper import days_recounted, watch_void
from models.spec import (
    STAY,
    Ask,
    Case,
    Creates,
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
    Transition,
    altered,
    approval_flow,
)

FILERS = (Role.reception_lead, Role.security_lead, Role.cs_supervisor)
NOT_ONESELF = L("不能登记自己，请由他人登记。", "Nobody files this about himself; have somebody else do it.")
PERMITTED = L(
    "{name}这段时间有已批准的因公外出 {number}，不是擅离职守。",
    "{name} was out on business then with approval ({number}); that is not off post.",
)
TREAT = L(
    "擅离 {n} 分钟，已按违纪处理（{limit} 分钟及以上）：请选择处理方式。",
    "{n} minutes away without leave break discipline (from {limit} on): choose how it is dealt with.",
)
NOT_PUNISHED = L("处理方式是教育的，不开奖惩单。", "Where it is dealt with by a talk, no penalty is opened.")
OPENED = L("已开奖惩单 {number}。", "{number} is opened already.")


class Treatment(LabelEnum):
    """How it is dealt with, step by step (C-50)."""

    educate = "educate", "教育", "Talk"
    punish = "punish", "处分", "Penalty"
    liability = "liability", "追究责任", "Held liable"


def minutes_away(record: Any) -> int | None:
    """Return for how many minutes somebody was away; None while he isn't back."""
    return None if record.back_at is None else minutes(((record.left_at, record.back_at),))


def breaks_discipline(away: int | None, limit: int | None, *, permitted: bool) -> bool:
    """Say whether it is a breach: not permitted and at least ``limit`` minutes (None: 未配置, never judged)."""
    return not permitted and away is not None and limit is not None and away >= limit


def derived(case: Case) -> list[Set]:
    """Return the minutes and whether they break discipline."""
    record = case.record
    if record.left_at is None:
        return []
    away = minutes_away(record)
    limit = case.setting("attendance.violation_minutes")
    return [Set("minutes", away), Set("violation", breaks_discipline(away, limit, permitted=bool(record.permitted)))]


def about_another(case: Case) -> Refusal | None:
    """Refuse an entry about oneself."""
    own = not case.actor.system and case.record.staff_id == case.actor.staff_id
    return Refusal(NOT_ONESELF, "staff") if own else None


def not_on_business(case: Case) -> Refusal | None:
    """Refuse to call an approved outing off post (001 考勤 §13)."""
    record = case.record
    if record.permitted:
        return None
    query = select(OutingRequest).where(
        OutingRequest.staff_id == record.staff_id,
        OutingRequest.status == "approved",
        OutingRequest.leaves_at <= record.left_at,
        OutingRequest.back_at.is_(None) | (OutingRequest.back_at >= (record.back_at or record.left_at)),
        OutingRequest.leaves_at > record.left_at - dt.timedelta(hours=24),
    )
    with case.session.no_autoflush:
        outing = case.session.scalars(query.limit(1)).first()
    if outing is None:
        return None
    staff = referred(case, "staff", Staff)
    return Refusal(
        PERMITTED.format(name=staff.name if staff else "", number=outing.number), "permitted", "001 考勤 §13"
    )


def treated(case: Case) -> Refusal | None:
    """Ask how a breach is dealt with before it is decided (001 考勤 §12)."""
    record = case.record
    if not record.violation or record.treatment is not None:
        return None
    limit = case.setting("attendance.violation_minutes")
    return Refusal(TREAT.format(n=record.minutes, limit=limit), "treatment", "001 考勤 §4, §12")


def to_be_punished(case: Case) -> Refusal | None:
    """Offer a penalty only where one follows, and only once."""
    record = case.record
    if record.reward_penalty is not None:
        return Refusal(OPENED.format(number=record.reward_penalty.number))
    return Refusal(NOT_PUNISHED) if record.treatment not in {Treatment.punish, Treatment.liability} else None


def penalty_from(record: Any) -> dict[str, Any]:
    """Return what the penalty starts with."""
    day = local(record.left_at).date()
    facts = f"{record.number}：{local(record.left_at):%Y-%m-%d %H:%M} 起未经批准离开岗位 {record.minutes or 0} 分钟"
    kind = "liability" if record.treatment == Treatment.liability else "penalty"
    return {"staff": record.staff_id, "kind": [kind], "happened_on": day, "facts": facts, "basis": OFF_POST}


def recounted(case: Case) -> list[Effect]:
    """Show it in the day's attendance."""
    record = case.record
    return days_recounted(case, record.staff_id, record.left_at, record.back_at or record.left_at)


def _flow() -> Flow:
    chain = watch_void(
        approval_flow(
            (Role.cs_supervisor,),
            clause="001 考勤 §3-4, §12",
            approve_guards=(treated,),
            on_approved=recounted,
            approve_asks=(Ask("treatment", required=False), Ask("reason", required=False)),
        ),
        recounted,
    )
    punish = Transition(
        name="open_penalty",
        label=L("开奖惩单", "Open a penalty"),
        source=("approved",),
        to=STAY,
        roles=FILERS,
        never=("staff",),
        only=(to_be_punished,),
        creates=Creates(register="RewardPenalty", fills="reward_penalty", prefill=penalty_from),
        clause="001 考勤 §4, §12; C-50",
    )
    return altered(chain, punish, approve={"never": ("staff",)})


class OffPostRecord(Record):
    """One absence from the post."""

    __register__ = Register(
        label=L("擅离职守登记", "Off-post record"),
        module=Module.hr,
        source=("001 考勤 §3-4, §12",),
        help=L(
            "上班时间未经领导批准离开岗位的，当场登记离岗和返岗时间；满 20 分钟按违纪处理，客服主管审批时写明教育、处分或追究责任。",
            "Note at once who left the post without leave, when, and when he was back. From 20 minutes on it breaks "
            "discipline; the supervisor decides on a talk, a penalty or liability.",
        ),
        icon="circle-alert",
        prefix="TG",
        title="treatment",
        aliases=("脱岗登记", "脱岗记录"),
        list=("number", "staff", "left_at", "back_at", "minutes", "violation", "treatment", "status"),
        sections=(
            Section(L("离岗", "Away"), "staff", "left_at", "back_at", "permitted", "minutes", "violation"),
            Section(L("处理", "Treatment"), "treatment", "reward_penalty"),
        ),
        search=("number", "staff"),
        filters=("status", "staff", "left_at", "violation", "treatment"),
        sort="-left_at",
        happened="left_at",
        rights=Rights(
            read=(*FILERS, Role.director, Role.hr_admin, Role.hq_quality),
            own=(Role.staff,),
            create=FILERS,
            export=(Role.cs_supervisor, Role.director, Role.hr_admin),
            import_=(),
        ),
        locked_rights=("read", "export", "import"),
        flow=_flow(),
        derive=derived,
        guards=(about_another, in_order("left_at", "back_at"), not_ahead("left_at", "back_at"), not_on_business),
        line=("staff",),
        indexes=(("staff_id", "left_at"),),
    )

    staff: Mapped[Any] = ref("Staff", L("员工", "Employee"), required=True, involves=True)
    staff_id: Mapped[int]
    left_at: Mapped[dt.datetime] = moment(L("离岗", "Left at"), required=True, default=Default.NOW)
    back_at: Mapped[dt.datetime | None] = moment(L("返岗", "Back at"))
    minutes: Mapped[int | None] = integer(L("分钟", "Minutes"), kept=True)
    permitted: Mapped[bool] = flag(
        L("是否批准", "With leave"),
        required=True,
        help=L("离岗前经领导批准的选“是”。", "Yes when a superior had agreed beforehand."),
    )
    violation: Mapped[bool | None] = flag(L("违纪", "Breach"), kept=True)
    treatment: Mapped[Treatment | None] = choice(Treatment, L("处理", "Treatment"))
    reward_penalty: Mapped[Any] = ref("RewardPenalty", L("奖惩", "Penalty"), system=True)
    reward_penalty_id: Mapped[int | None]
