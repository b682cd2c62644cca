"""排班表: who works which shift on which day (001 会议制度 §1; 004 §7.1-7.3, §7.4.24; 003 保安部)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Index, select, text
from sqlalchemy.orm import Mapped

from models.base.moments import local
from models.base.rules import is_new
from models.declare import Record, choice, date, ref, time
from models.engine import setting
from models.hr.hours import off_time
from models.spec import (
    STAY,
    Case,
    Create,
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
    When,
    altered,
    base_data,
)

PLANNERS = (Role.cs_supervisor, Role.reception_lead, Role.security_lead)
WEEK = dt.timedelta(days=7)
PLANNED = L("{name}在 {day} 已经排了班，请修改那一条。", "{name} is on the roster of {day} already; change that line.")
SAME_TIME = L("上班和下班时间相同，请核对。", "The shift begins and ends at the same time; please check.")
NOON = L(
    "上午下班、下午上班应在当班时间之内，先下班后上班。",
    "The noon break lies within the shift, and ends after it began.",
)


class Shift(LabelEnum):
    """Which shift."""

    day = "day", "白班", "Day"
    night = "night", "夜班", "Night"
    middle = "middle", "中班", "Middle"
    rest = "rest", "休", "Rest"


def hour(key: str) -> Any:
    """Return the default of a time: the site's parameter ``key``."""

    def start(session: Any, actor: Any, _now: dt.datetime) -> dt.time | None:
        value: dt.time | None = setting(session, actor.site_id, key)
        return value

    return start


def end_of_work(session: Any, actor: Any, now: dt.datetime) -> dt.time | None:
    """Return the default of the shift's end: 17:30 in winter, 18:00 in summer."""
    return off_time(local(now).date(), lambda key: setting(session, actor.site_id, key))


def planned_once(case: Case) -> Refusal | None:
    """Refuse a second line of the same person and day."""
    line = case.record
    query = select(ShiftRoster.id).where(
        ShiftRoster.staff_id == line.staff_id, ShiftRoster.day == line.day, ShiftRoster.status == "active"
    )
    if not is_new(line):
        query = query.where(ShiftRoster.id != line.id)
    with case.session.no_autoflush:
        other = case.session.scalar(query.limit(1))
    return None if other is None else Refusal(PLANNED.format(name=line.staff.name, day=line.day), "staff")


def times_fit(case: Case) -> Refusal | None:
    """Refuse a shift without length, and a noon break outside it (a day shift only: at night it may pass midnight)."""
    line = case.record
    if line.shift == Shift.rest:
        return None
    if line.starts_at == line.ends_at:
        return Refusal(SAME_TIME, "ends_at")
    times = [line.starts_at, *(t for t in (line.noon_out, line.afternoon_in) if t is not None), line.ends_at]
    if line.starts_at < line.ends_at and times != sorted(times):
        return Refusal(NOON, "noon_out")
    return None


def derived(case: Case) -> list[Set]:
    """Drop a noon break that was not asked for and does not belong: of a night shift, or outside the shift's hours."""
    line = case.record
    breaks = (line.noon_out, line.afternoon_in)
    inside = all(t is None or (line.starts_at is not None and line.starts_at < t < line.ends_at) for t in breaks)
    given = any(case.data.get(name) is not None for name in ("noon_out", "afternoon_in"))
    if line.shift == Shift.day and (inside or given):
        return []
    return [Set("noon_out", None), Set("afternoon_in", None)]


def next_week(case: Case) -> list[Effect]:
    """Plan the same shift a week later."""
    names = ("shift", "starts_at", "ends_at", "noon_out", "afternoon_in")
    line = case.record
    values = {name: getattr(line, name) for name in names}
    return [Create("ShiftRoster", {**values, "staff": line.staff, "day": line.day + WEEK})]


def _flow() -> Flow:
    kept = base_data(roles=PLANNERS)
    again = Transition(
        name="repeat",
        label=L("照排下周", "Repeat next week"),
        source=("active",),
        to=STAY,
        roles=PLANNERS,
        effects=next_week,
        bulk=True,
        done=L("已照这一条排到下周同一天。", "The same shift is planned a week later."),
    )
    return altered(kept, first=(again,))


class ShiftRoster(Record):
    """One person's shift of one day."""

    __register__ = Register(
        label=L("排班表", "Shift roster"),
        module=Module.hr,
        source=("001 会议制度 §1", "004 §7.1-7.3, §7.4.24", "003 保安部"),
        help=L(
            "每人每天一条；考勤按这里的上下班时间判断迟到、早退，没有排班的按项目统一作息。勾选多条可一次“照排下周”。",
            "One line a person and day; lateness is judged by these times, or by the site's hours where nobody is on the "
            "roster. Tick several lines to repeat them next week.",
        ),
        icon="calendar-days",
        title="day",
        aliases=("值班表", "班次表"),
        list=("day", "staff", "shift", "starts_at", "ends_at", "status"),
        sections=(
            Section(L("班次", "Shift"), "day", "staff", "shift"),
            Section(L("时间", "Times"), "starts_at", "noon_out", "afternoon_in", "ends_at"),
        ),
        search=("staff",),
        filters=("status", "day", "staff", "shift"),
        sort="-day",
        rights=Rights(
            read=(*PLANNERS, Role.engineering_lead, Role.director, Role.hr_admin, Role.hq_quality),
            own=(Role.staff,),
            create=PLANNERS,
            export=(*PLANNERS, Role.director, Role.hr_admin, Role.hq_quality),
            import_=(Role.sysadmin, *PLANNERS),
        ),
        flow=_flow(),
        derive=derived,
        guards=(planned_once, times_fit),
        line=("staff",),
        indexes=(("staff_id", "day"),),
    )
    __table_args__ = (
        Index(
            "uq_shift_roster_person_day",
            "staff_id",
            "day",
            unique=True,
            sqlite_where=text("status = 'active'"),
            postgresql_where=text("status = 'active'"),
        ),
    )

    day: Mapped[dt.date] = date(L("日期", "Day"), required=True, default=Default.TODAY)
    staff: Mapped[Any] = ref("Staff", L("员工", "Employee"), required=True, involves=True)
    staff_id: Mapped[int]
    shift: Mapped[Shift] = choice(Shift, L("班次", "Shift"), required=True, default=Shift.day)
    starts_at: Mapped[dt.time] = time(L("上班", "Begins"), required=True, default=hour("attendance.am_in"))
    ends_at: Mapped[dt.time] = time(
        L("下班", "Ends"),
        required=True,
        default=end_of_work,
        help=L(
            "冬季 17:30，夏季 18:00；夜班写次日的下班时间。",
            "17:30 in winter, 18:00 in summer; a night shift ends the next day.",
        ),
    )
    noon_out: Mapped[dt.time | None] = time(
        L("上午下班", "Noon break from"), shown_when=When("shift", "day"), default=hour("attendance.am_out")
    )
    afternoon_in: Mapped[dt.time | None] = time(
        L("下午上班", "Noon break to"), shown_when=When("shift", "day"), default=hour("attendance.pm_in")
    )
