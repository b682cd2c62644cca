"""考勤记录: one person's day, signed by himself (001 考勤、请假制度 §1-5, §12; 004 §7.1, §7.4.14; X-07, D-01)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from models.base.moments import in_order, not_ahead
from models.declare import Record, choice, computed, date, flag, integer, moment, ref, text
from models.hr.attendance_rules import (
    KEEPERS,
    PROPOSED,
    TIMES,
    Result,
    confirmed,
    confirmed_by_the_right_one,
    counted,
    derived,
    filed,
    judged,
    nobody_signs_for_another,
    not_signed,
    on_the_day,
    one_a_day,
    propose,
    something_new,
    told,
)
from models.spec import (
    ME,
    NOW,
    STAY,
    Ask,
    Default,
    Flow,
    L,
    Label,
    Module,
    Register,
    Rights,
    Role,
    Section,
    State,
    Tone,
    Transition,
    asks,
    base_data,
)

CONFIRMERS = (Role.cs_supervisor, Role.director, Role.hr_admin)


def _signing(name: str, label: Label, field: str, *, primary: bool = False, again: bool = False) -> Transition:
    """Return the button with which a person signs for himself, at the moment he presses it."""
    return Transition(
        name=name,
        label=label,
        source=("active",),
        to=STAY,
        roles=("@staff",),
        only=(on_the_day,) if again else (on_the_day, not_signed(field)),
        sets={field: NOW},
        effects=judged,
        primary=primary,
        clause="004 §7.1, §7.4.21-24; X-07",
        done=L("已签。", "Signed."),
    )


def _flow() -> Flow:
    kept = base_data(roles=(Role.cs_supervisor, Role.director))
    archive, restore = kept.transitions
    states = (
        State(name="active", label=L("有效", "In force"), tone=Tone.green),
        State(name="pending", label=L("补登待核准", "Late entry, to be confirmed"), tone=Tone.amber),
        State(name="correcting", label=L("更正待核准", "Correction, to be confirmed"), tone=Tone.amber),
        kept.state("archived"),
    )
    confirm = Transition(
        name="confirm",
        label=L("核准", "Confirm"),
        source=("pending", "correcting"),
        to="active",
        roles=CONFIRMERS,
        only=(confirmed_by_the_right_one,),
        asks=(Ask("reason", required=False),),
        effects=confirmed,
        bulk=True,
        primary=True,
        clause="X-07; D-01",
    )
    moves = (
        _signing("sign_in", L("签到", "Sign in"), "signed_in_at", primary=True),
        _signing("noon_out", L("上午签退", "Out at noon"), "noon_out_at"),
        _signing("afternoon_in", L("下午签到", "Back at noon"), "afternoon_in_at"),
        _signing("sign_out", L("签退", "Sign out"), "signed_out_at", again=True),
        Transition(
            name="hold",
            label=L("待核准", "Await confirmation"),
            source=("active",),
            to="pending",
            by_itself=True,
            clause="X-07",
        ),
        confirm,
        dataclasses.replace(
            confirm,
            name="refuse",
            label=L("不予核准", "Refuse"),
            source=("pending",),
            to="archived",
            asks=asks("reason"),
            effects=None,
            primary=False,
            danger=True,
        ),
        Transition(
            name="correct",
            label=L("更正", "Correct"),
            source=("active",),
            to="correcting",
            roles=KEEPERS,
            asks=(*asks(optional=tuple(PROPOSED.values())), *asks("reason")),
            guards=(something_new,),
            sets={"corrected_by": ME},
            effects=propose,
            clause="X-07; 004 §7.4.14",
            done=L("更正已提交，核准后生效。", "The correction counts once it is confirmed."),
        ),
        dataclasses.replace(
            confirm,
            name="decline",
            label=L("不同意更正", "Decline the correction"),
            source=("correcting",),
            asks=asks("reason"),
            clears=tuple(PROPOSED.values()),
            effects=None,
            primary=False,
            danger=True,
        ),
        Transition(
            name="recount",
            label=L("重新核算", "Judge anew"),
            source=("active", "pending"),
            to=STAY,
            roles=KEEPERS,
            effects=counted,
            bulk=True,
            clause="001 考勤 §5",
        ),
        archive,
        restore,
    )
    return Flow(states=states, transitions=moves)


class Attendance(Record):
    """One person's day."""

    __register__ = Register(
        label=L("考勤记录", "Attendance"),
        module=Module.hr,
        source=("001 考勤 §1-5, §12", "004 §5.7, §7.1, §7.4.14"),
        help=L(
            "到岗时本人新建一条即为签到，中午和下班再点签退；只能为自己签，时间由系统记录。漏签由接待主管或客服主管补登、更正，"
            "写明原因，经核准才有效。迟到、早退、旷工按排班和已批准的请假、外出自动判断。",
            "Create your entry on arrival: that signs you in; sign out at noon and after work. You sign for yourself only, the "
            "clock is the system's. What was forgotten is noted or corrected by a lead with the reason and must be confirmed. "
            "Results follow from the roster and approved leave and outings.",
        ),
        icon="user-check",
        title="day",
        aliases=("签到表", "签到签退记录", "考勤登记"),
        list=("day", "staff", "signed_in_at", "signed_out_at", "result", "minutes_late", "minutes_early", "status"),
        sections=(
            Section(L("签到", "Signing"), "staff", "day", "shift", *TIMES),
            Section(L("结果", "Result"), "result", "minutes_late", "minutes_early", "violation", "papers"),
            Section(L("更正", "Correction"), *PROPOSED.values(), "corrected_by", "correction_reason"),
        ),
        search=("staff",),
        filters=("status", "day", "staff", "result", "violation"),
        sort="-day",
        rights=Rights(
            read=(*KEEPERS, Role.director, Role.hr_admin, Role.hq_quality),
            own=(Role.staff,),
            create=(Role.staff, *KEEPERS),
            edit=(),
            export=(Role.cs_supervisor, Role.director, Role.hr_admin),
            import_=(),
        ),
        locked_rights=("edit", "export", "import", "do:correct", "do:confirm", "do:refuse", "do:decline"),
        flow=_flow(),
        derive=derived,
        guards=(nobody_signs_for_another, one_a_day, in_order(*TIMES), not_ahead(*TIMES)),
        on_create=filed,
        line=("staff",),
        indexes=(("staff_id", "day"),),
    )
    __table_args__ = (
        Index(
            "uq_attendance_person_day",
            "staff_id",
            "day",
            unique=True,
            sqlite_where=sql("status <> 'archived'"),
            postgresql_where=sql("status <> 'archived'"),
        ),
    )

    staff: Mapped[Any] = ref(
        "Staff", L("员工", "Employee"), required=True, default=Default.ME, involves=True, edit=KEEPERS
    )
    staff_id: Mapped[int]
    day: Mapped[dt.date] = date(L("日期", "Day"), required=True, default=Default.TODAY, edit=KEEPERS)
    shift: Mapped[Any] = ref("ShiftRoster", L("班次", "Shift"), system=True)
    shift_id: Mapped[int | None]
    signed_in_at: Mapped[dt.datetime | None] = moment(
        L("签到", "Signed in"),
        edit=KEEPERS,
        help=L("本人签到由系统记录时间。", "The system notes the time of one's own signing."),
    )
    noon_out_at: Mapped[dt.datetime | None] = moment(L("上午签退", "Out at noon"), edit=KEEPERS)
    afternoon_in_at: Mapped[dt.datetime | None] = moment(L("下午签到", "Back at noon"), edit=KEEPERS)
    signed_out_at: Mapped[dt.datetime | None] = moment(L("签退", "Signed out"), edit=KEEPERS)
    result: Mapped[Result] = choice(Result, L("考勤结果", "Result"), required=True, system=True)
    minutes_late: Mapped[int | None] = integer(L("迟到分钟", "Minutes late"), kept=True)
    minutes_early: Mapped[int | None] = integer(L("早退分钟", "Minutes early"), kept=True)
    violation: Mapped[bool | None] = flag(L("违纪", "Breach"), kept=True)
    papers: Mapped[Label | None] = computed(L("当日请假、外出、加班", "Leave, outings, overtime of the day"), told)
    new_signed_in_at: Mapped[dt.datetime | None] = moment(L("签到更正为", "Signed in, corrected"), system=True)
    new_noon_out_at: Mapped[dt.datetime | None] = moment(L("上午签退更正为", "Out at noon, corrected"), system=True)
    new_afternoon_in_at: Mapped[dt.datetime | None] = moment(
        L("下午签到更正为", "Back at noon, corrected"), system=True
    )
    new_signed_out_at: Mapped[dt.datetime | None] = moment(L("签退更正为", "Signed out, corrected"), system=True)
    corrected_by: Mapped[Any] = ref("Staff", L("更正人", "Corrected by"), system=True)
    corrected_by_id: Mapped[int | None]
    correction_reason: Mapped[str | None] = text(L("更正原因", "Why corrected"), system=True)
