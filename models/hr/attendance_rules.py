"""How a day's attendance is judged, and who may note what (001 考勤、请假制度 §1-5, §12; 004 §7.1, §7.4.14; A-18, X-07, D-01)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from models.base.moments import local, today
from models.base.rules import is_new, referred
from models.base.staff import Staff
from models.base.user import UserGrant
from models.hr.discipline import absence
from models.hr.hours import Hours, Span, at, minutes, rostered, usual_hours, whole_day
from models.hr.leave_request import LeaveRequest
from models.hr.leave_rules import LeaveKind, taken
from models.hr.off_post_record import OffPostRecord
from models.hr.outing_request import OutingRequest
from models.hr.overtime_request import OvertimeRequest
from models.hr.shift_roster import Shift, ShiftRoster
from models.spec import LEADS, Apply, Case, Effect, L, Label, LabelEnum, Refusal, Role, Set

KEEPERS = (Role.reception_lead, Role.cs_supervisor)
"""Who notes late entries and corrections for others (004 §7.4.14)."""
TIMES = ("signed_in_at", "noon_out_at", "afternoon_in_at", "signed_out_at")
PROPOSED = {name: f"new_{name}" for name in TIMES}
ONLY_ONESELF = L(
    "只能为自己签到，不能代签。{name}漏签的，请接待主管或客服主管补登，经审批后有效。",
    "One signs in for oneself only. Where {name} forgot, the reception lead or the supervisor notes it, and it must be approved.",
)
ONCE_A_DAY = L("{name}在 {day} 已有考勤记录，请打开那一条。", "{name} has an entry for {day} already; please open it.")
NOT_YET = L("{day} 还没有到，不能先登记考勤。", "{day} has not come yet.")
OTHER_DAY = L(
    "只能在当班当天签到、签退；漏签请找接待主管更正。",
    "Sign in and out on the day of the shift; ask the lead to correct what was forgotten.",
)
SIGNED = L("已经签过了。", "This is signed already.")
NOT_SIGNED_IN = L("还没有签到。", "Not signed in yet.")
NOTHING_NEW = L("请填写要更正的时间。", "Please fill in the time to be corrected.")
BY_ANOTHER = L("自己登记或更正的考勤须由他人核准。", "Somebody else must confirm what you noted or corrected.")
BY_DIRECTOR = L("主管本人的补登和更正由主任核准。", "What concerns a lead himself is confirmed by the director.")
BY_HR = L("主任本人的补登和更正由行政部核准。", "What concerns the director himself is confirmed by administration.")
BY_SUPERVISOR = L("由客服主管或主任核准。", "The supervisor or the director confirms it.")


class Result(LabelEnum):
    """What a day came to."""

    present = "present", "正常", "Present"
    late = "late", "迟到", "Late"
    early = "early", "早退", "Left early"
    off_post = "off_post", "擅离职守", "Off post"
    absent = "absent", "旷工", "Absent"
    leave = "leave", "请假", "On leave"
    official = "official", "公假", "Official leave"
    rest = "rest", "休息", "Day off"


@dataclass(frozen=True, slots=True)
class Day:
    """What is known of one person's day: hours to be worked, signings, approved leaves and outings, off-post minutes."""

    hours: Hours | None
    rest: bool = False
    signed_in: dt.datetime | None = None
    signed_out: dt.datetime | None = None
    noon_out: dt.datetime | None = None
    afternoon_in: dt.datetime | None = None
    leaves: Sequence[Span] = ()
    official: Sequence[Span] = ()
    outings: Sequence[Span] = ()
    off_post: int | None = None
    """Minutes off post without leave, however few; None: never."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a day came to, with the minutes late and left early that nothing excuses."""

    result: Result
    late: int = 0
    early: int = 0


def judge(day: Day) -> Judged:
    """Judge a day (001 考勤 §1-5, A-18): to the minute, what approved leaves and outings cover left out.

    Late is who came after the beginning, early who left before the end. Without any signing the day is a day off, leave,
    an outing — or absence. Nobody is judged by hours that are not set (G6).
    """
    if day.signed_in is None:
        return Judged(_without_signing(day))
    if day.hours is None or day.rest:
        return Judged(Result.off_post if day.off_post is not None else Result.present)
    excused = (*day.leaves, *day.official, *day.outings)
    worked = day.hours.stretches
    late = minutes([(a, min(b, day.signed_in)) for a, b in worked if a < day.signed_in], excused)
    back = day.hours.afternoon_in
    if back is not None and day.afternoon_in is not None and day.signed_in < back < day.afternoon_in:
        late += minutes([(back, day.afternoon_in)], excused)
    early = 0
    if day.signed_out is not None:
        early = minutes([(max(a, day.signed_out), b) for a, b in worked if b > day.signed_out], excused)
    noon = day.hours.noon_out
    if noon is not None and day.noon_out is not None and day.noon_out < noon:
        until = min(noon, day.signed_out) if day.signed_out is not None else noon
        early += minutes([(day.noon_out, until)], excused) if day.noon_out < until else 0
    if day.off_post is not None:
        return Judged(Result.off_post, late, early)
    return Judged(Result.late if late else Result.early if early else Result.present, late, early)


def _without_signing(day: Day) -> Result:
    """Return what a day without signing comes to."""
    worked = day.hours.stretches if day.hours is not None else ()
    if day.rest:
        return Result.rest
    if day.official and not minutes(worked, day.official):
        return Result.official
    if day.leaves and not minutes(worked, (*day.leaves, *day.official)):
        return Result.leave
    covered = (*day.leaves, *day.official, *day.outings)
    return Result.present if covered and not minutes(worked, covered) else Result.absent


@dataclass(slots=True)
class Papers:
    """The approved papers of one person that touch one day."""

    leaves: list[Any] = field(default_factory=list)
    outings: list[Any] = field(default_factory=list)
    overtime: list[Any] = field(default_factory=list)
    off_post: list[Any] = field(default_factory=list)


def papers_of(session: Any, staff_id: int, day: dt.date) -> Papers:
    """Return what was approved for a person on a day; a night shift may run into the next morning."""
    first, last = whole_day(day)
    last += dt.timedelta(hours=12)
    with session.no_autoflush:

        def found(model: Any, begins: Any, ends: Any) -> list[Any]:
            query = select(model).where(
                model.staff_id == staff_id, model.status == "approved", begins < last, ends > first
            )
            return list(session.scalars(query.order_by(begins)))

        outings = select(OutingRequest).where(
            OutingRequest.staff_id == staff_id,
            OutingRequest.status == "approved",
            OutingRequest.leaves_at >= first,
            OutingRequest.leaves_at < last,
        )
        away = select(OffPostRecord).where(
            OffPostRecord.staff_id == staff_id,
            OffPostRecord.status == "approved",
            OffPostRecord.permitted.is_(False),
            OffPostRecord.left_at >= first,
            OffPostRecord.left_at < last,
        )
        leaves = [p for p in found(LeaveRequest, LeaveRequest.starts_at, LeaveRequest.ends_at) if taken(p)[1] > first]
        overtime = found(OvertimeRequest, OvertimeRequest.starts_at, OvertimeRequest.ends_at)
        return Papers(leaves, list(session.scalars(outings)), overtime, list(session.scalars(away)))


def roster_of(session: Any, staff_id: int, day: dt.date) -> Any:
    """Return the roster line of a person and day; None when he isn't on it."""
    query = select(ShiftRoster).where(
        ShiftRoster.staff_id == staff_id, ShiftRoster.day == day, ShiftRoster.status == "active"
    )
    with session.no_autoflush:
        return session.scalars(query).first()


def facts_of(case: Case, shift: Any, papers: Papers) -> Day:
    """Put together what is known of the entry's day."""
    entry = case.record
    hours = rostered(shift) if shift is not None else usual_hours(entry.day, case.setting)
    inside = [p for p in papers.off_post if hours is None or hours.start <= p.left_at < hours.end]
    until = hours.end if hours is not None else whole_day(entry.day)[1]
    return Day(
        hours=hours,
        rest=shift is not None and shift.shift == Shift.rest,
        signed_in=entry.signed_in_at,
        signed_out=entry.signed_out_at,
        noon_out=entry.noon_out_at,
        afternoon_in=entry.afternoon_in_at,
        leaves=[taken(p) for p in papers.leaves if p.kind != LeaveKind.official],
        official=[taken(p) for p in papers.leaves if p.kind == LeaveKind.official],
        outings=[(p.leaves_at, p.back_at or max(until, p.leaves_at)) for p in papers.outings],
        off_post=max((p.minutes or 0 for p in inside), default=None),
    )


def judged(case: Case) -> list[Effect]:
    """Return the day's result with its minutes, and whether they break discipline (T-56)."""
    entry = case.record
    if entry.day is None or entry.staff_id is None:
        return []
    shift = roster_of(case.session, entry.staff_id, entry.day)
    day = facts_of(case, shift, papers_of(case.session, entry.staff_id, entry.day))
    found = judge(day)
    limit = case.setting("attendance.violation_minutes")
    worst = max(found.late, day.off_post or 0)
    return [
        Set("shift", shift),
        Set("result", found.result),
        Set("minutes_late", found.late),
        Set("minutes_early", found.early),
        Set("violation", limit is not None and worst >= limit),
    ]


def derived(case: Case) -> list[Effect]:
    """Stamp one's own signing with the moment it is made, then judge the day."""
    entry = case.record
    signing = (
        is_new(entry)
        and by_oneself(case)
        and entry.day == today(case)
        and not any(case.data.get(name) for name in TIMES)
        and entry.signed_in_at is None
    )
    if signing:
        entry.signed_in_at = case.now
    return [*([Set("signed_in_at", case.now)] if signing else []), *judged(case)]


def by_oneself(case: Case) -> bool:
    """Say whether the entry is the actor's own."""
    return not case.actor.system and case.actor.staff_id is not None and case.record.staff_id == case.actor.staff_id


def nobody_signs_for_another(case: Case) -> Refusal | None:
    """Refuse a signing for somebody else (杜绝代签; X-07, D-01); leads file it as a late entry."""
    entry = case.record
    if not is_new(entry) or case.actor.system or by_oneself(case):
        return None
    if case.actor.holds(entry.site_id, *KEEPERS, Role.hr_admin, Role.sysadmin):
        return None
    staff = referred(case, "staff", Staff)
    return Refusal(ONLY_ONESELF.format(name=staff.name if staff else ""), "staff", "004 §7.4.14; X-07")


def one_a_day(case: Case) -> Refusal | None:
    """Refuse a second entry of a person and day, and one for a day to come."""
    entry = case.record
    if entry.day > today(case):
        return Refusal(NOT_YET.format(day=entry.day), "day")
    if not is_new(entry):
        return None
    model = type(entry)
    query = select(model.id).where(model.staff_id == entry.staff_id, model.day == entry.day, model.status != "archived")
    with case.session.no_autoflush:
        if case.session.scalar(query.limit(1)) is None:
            return None
    staff = referred(case, "staff", Staff)
    return Refusal(ONCE_A_DAY.format(name=staff.name if staff else "", day=entry.day), "day")


def filed(case: Case) -> list[Effect]:
    """Hold what was not signed on the spot by its person for approval (D-01)."""
    entry = case.record
    on_the_spot = by_oneself(case) and entry.signed_in_at == case.now and entry.signed_out_at is None
    return [] if on_the_spot else [Apply(entry, "hold")]


def on_the_day(case: Case) -> Refusal | None:
    """Refuse signing for another day; a night shift is signed out of the morning after."""
    entry = case.record
    now = local(case.now)
    shift = entry.shift
    hours = rostered(shift) if shift is not None else None
    late = hours.end + dt.timedelta(hours=6) if hours is not None else at(entry.day + dt.timedelta(days=1), dt.time())
    return None if entry.day <= now.date() and now < late else Refusal(OTHER_DAY)


def not_signed(name: str) -> Any:
    """Return the rule that a signing is made once, and after signing in."""

    def rule(case: Case) -> Refusal | None:
        if getattr(case.record, name) is not None:
            return Refusal(SIGNED)
        return Refusal(NOT_SIGNED_IN) if name != "signed_in_at" and case.record.signed_in_at is None else None

    return rule


def something_new(case: Case) -> Refusal | None:
    """Refuse a correction that corrects nothing, and times that don't follow one another or lie ahead."""
    entry = case.record
    if all(getattr(entry, new) is None for new in PROPOSED.values()):
        return Refusal(NOTHING_NEW, PROPOSED["signed_in_at"])
    known = [getattr(entry, PROPOSED[n]) or getattr(entry, n) for n in TIMES]
    times = [t for t in known if t is not None]
    if times != sorted(times) or times[-1] > case.now:
        return Refusal(
            L("更正后的时间应依次先后，不能晚于现在。", "The corrected times follow one another and lie not ahead."),
            PROPOSED["signed_in_at"],
        )
    return None


def roles_of(case: Case, staff_id: int | None) -> set[Role]:
    """Return the roles an employee holds at the entry's site."""
    query = select(UserGrant.role).join(Staff, Staff.user_id == UserGrant.parent_id).where(Staff.id == staff_id)
    with case.session.no_autoflush:
        return {Role(r) for r in case.session.scalars(query)}


def confirmed_by_the_right_one(case: Case) -> Refusal | None:
    """Refuse one's own entry; a lead's goes to the director, the director's to administration (D-01, G3)."""
    entry, actor = case.record, case.actor
    if actor.user_id == entry.created_by_id and entry.status == "pending":
        return Refusal(BY_ANOTHER)
    if actor.staff_id is not None and actor.staff_id in {entry.staff_id, entry.corrected_by_id}:
        return Refusal(BY_ANOTHER)
    theirs = roles_of(case, entry.staff_id)
    if Role.director in theirs:
        return None if actor.holds(entry.site_id, Role.hr_admin) else Refusal(BY_HR)
    if not theirs.isdisjoint(LEADS):
        return None if actor.holds(entry.site_id, Role.director) else Refusal(BY_DIRECTOR)
    return None if actor.holds(entry.site_id, Role.cs_supervisor, Role.director) else Refusal(BY_SUPERVISOR)


def propose(case: Case) -> list[Effect]:
    """Keep who corrects and why; the times themselves wait for approval."""
    return [Set("correction_reason", case.data.get("reason"))]


def confirmed(case: Case) -> list[Effect]:
    """Let the late entry or the correction count; absence opens the draft of a penalty."""
    entry = case.record
    out: list[Effect] = []
    for name, new in PROPOSED.items():
        if getattr(entry, new) is not None:
            setattr(entry, name, getattr(entry, new))
            out += [Set(name, getattr(entry, new)), Set(new, None)]
    return [*out, *counted(case)]


def counted(case: Case) -> list[Effect]:
    """Judge the day anew; absence opens the draft of a penalty (001 考勤 §5)."""
    entry = case.record
    found = judged(case)
    absent = Set("result", Result.absent) in found
    facts = f"{entry.day:%Y-%m-%d} 未到岗，没有请假，也没有补批，按旷工处理"
    return [*found, *(absence(case, entry.staff, entry.day, facts) if absent else [])]


def told(entry: Any) -> Label | None:
    """Return the approved papers that show in the day: leave, outings, overtime, off post."""
    from sqlalchemy.orm import object_session  # noqa: PLC0415 - only this figure of a saved row needs it

    session = object_session(entry)
    if session is None or entry.staff_id is None:
        return None
    papers = papers_of(session, entry.staff_id, entry.day)
    words = [_words(p.number, LeaveKind(p.kind).label, *taken(p)) for p in papers.leaves]
    words += [_words(p.number, L("因公外出", "outing"), p.leaves_at, p.back_at) for p in papers.outings]
    words += [_words(p.number, L("加班", "overtime"), p.starts_at, p.ends_at) for p in papers.overtime]
    words += [_words(p.number, L("擅离职守", "off post"), p.left_at, p.back_at) for p in papers.off_post]
    return Label("；".join(w.zh for w in words), "; ".join(w.en for w in words)) if words else None


def _words(number: str, what: Label, first: dt.datetime, last: dt.datetime | None) -> Label:
    end = f"{local(last):%m-%d %H:%M}" if last is not None else "…"
    span = f"{local(first):%m-%d %H:%M}–{end}"
    return Label(f"{number} {what.zh} {span}", f"{number} {what.en} {span}")
