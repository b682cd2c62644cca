"""The rules of a leave: how far ahead, by whom, what it is set against, which certificate (001 考勤、请假制度 §8-11)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from models.base.moments import local
from models.base.rules import is_new, referred
from models.base.staff import Staff
from models.engine import Attachment
from models.hr.hours import Span, at, days_of, rostered, usual_hours
from models.hr.overtime_request import Compensation, OvertimeRequest
from models.hr.shift_roster import ShiftRoster
from models.spec import Case, L, LabelEnum, Refusal, Set

LIVE = ("draft", "submitted", "approved")
WORKING_DAY = Decimal(8)
"""Hours of leave that make a day."""
MORNING = dt.time(8)
"""Where one day of leave ends and the next begins."""
LONGEST = dt.timedelta(days=366)


class LeaveKind(LabelEnum):
    """Which leave."""

    personal = "personal", "一般事假", "Personal leave"
    urgent_personal = "urgent_personal", "特殊事假", "Urgent personal leave"
    sick = "sick", "病假", "Sick leave"
    emergency_sick = "emergency_sick", "急诊", "Emergency sick leave"
    official = "official", "公假", "Official leave"
    time_off = "time_off", "补休", "Time off for overtime"


SICK = frozenset({LeaveKind.sick, LeaveKind.emergency_sick})
BY_ANOTHER = SICK | {LeaveKind.official}
"""Kinds somebody else may ask for: the sick, and whom the company sends or who was hurt at work."""
IN_PERSON = L(
    "{kind}必须由{name}本人出面办理，不能代请（只有病假和公假可以代请）。",
    "{kind} must be asked for by {name} in person; only sick and official leave may be asked for by another.",
)
BACKWARDS = L("结束时间应晚于开始时间。", "The end lies after the beginning.")
TOO_LONG = L("一张请假单最多 366 天，请核对起止时间。", "One request covers 366 days at most; please check the times.")
OVERLAPS = L(
    "{name}这段时间已有请假单 {number}，请核对。", "{number} already covers this time for {name}; please check."
)
PERSONAL_LATE = L(
    "一般事假应提前 {n} 天提出。确实来不及的，请写明“未能提前的原因”，经管理人员批准才生效，否则按旷工。",
    "Personal leave is asked for {n} day(s) ahead. If that was impossible, say why; it holds only when a superior clears it.",
)
URGENT_LATE = L(
    "特殊事假应在班前 {n} 小时提出。确实来不及的，请写明“未能提前的原因”，经管理人员批准才生效，否则按旷工。",
    "Urgent leave is asked for {n} hour(s) before the shift. If that was impossible, say why; it holds only when a superior "
    "clears it.",
)
SHIFT_LATE = L(
    "应在上班之前请假。确实来不及的，请写明“未能提前的原因”，经管理人员批准才生效，否则按旷工。",
    "Leave is asked for before the shift. If that was impossible, say why; it holds only when a superior clears it.",
)
CALL_LATE = L(
    "急诊必须在班前电话告知领导（可以委托他人）。没能做到的，请写明“未能提前的原因”，经管理人员批准才生效。",
    "Emergency sick leave is reported by telephone before the shift. If that was impossible, say why; it holds only when a "
    "superior clears it.",
)
CLEAR_IT = L(
    "这张单没有按时提出：要批准，请在审批意见里写明同意补批的理由；不同意请驳回，按旷工处理。",
    "This was not asked for in time: to approve it, write why it is cleared; otherwise reject it, and it counts as absence.",
)
NO_COMPANY = L(
    "公假须经公司批准或指定：请上传公司批准文件，或在审批意见里写明批准依据。",
    "Official leave needs the company's approval: attach it, or write in the comment what it rests on.",
)
GAP = L(
    "医疗证明的时间必须连续，应从 {first} 到 {last} 不间断。",
    "The certificate must cover {first} to {last} without a gap.",
)
NO_FILE = L("请上传医疗单位证明。", "Please attach the medical certificate.")
NOT_HIS = L("请选{name}本人的加班单。", "Choose an overtime request of {name}.")
NOT_TIME_OFF = L(
    "{number}还没有批准，或不是按补休补偿，不能抵扣。",
    "{number} is not approved, or is paid and not taken as time off; it can't be set against.",
)
TOO_MUCH = L(
    "{number}共 {hours} 小时，还能抵扣 {left} 小时；这次要 {want} 小时。",
    "{number} has {hours} hours, {left} of them left; this leave takes {want}.",
)
BACK = L("销假日期应在请假开始之后、今天或以前。", "The day back lies after the leave began, and not in the future.")


def leave_by_day(starts_at: dt.datetime, ends_at: dt.datetime) -> dict[dt.date, Decimal]:
    """Return the hours a leave takes of each local day it touches: what it lasts there, eight at most.

    A day runs on to eight the next morning, so that a night's leave is one day and a leave until Monday noon half of Monday.
    """
    days = days_of(starts_at, ends_at)
    out: dict[dt.date, Decimal] = {}
    for day in days:
        first = starts_at if day == days[0] else at(day, MORNING)
        last = min(ends_at, at(day + dt.timedelta(days=1), MORNING))
        out[day] = min(WORKING_DAY, Decimal(max(0, int((last - first).total_seconds()))) / 3600)
    return out


def leave_hours(starts_at: dt.datetime, ends_at: dt.datetime) -> Decimal:
    """Return the hours a leave takes, to two decimals."""
    total = sum(leave_by_day(starts_at, ends_at).values(), Decimal(0))
    return total.quantize(Decimal("0.01"), rounding="ROUND_DOWN")


def taken(leave: Any) -> Span:
    """Return when an approved leave really excuses: until its end, or until the day its person came back (销假)."""
    end = leave.ends_at if leave.back_on is None else min(leave.ends_at, at(leave.back_on, dt.time()))
    return leave.starts_at, max(leave.starts_at, end)


def shift_start(case: Case) -> dt.datetime:
    """Return when the shift of the leave's first day begins; a leave that begins later in the day, its own beginning."""
    paper = case.record
    day = local(paper.starts_at).date()
    query = select(ShiftRoster).where(
        ShiftRoster.staff_id == paper.staff_id, ShiftRoster.day == day, ShiftRoster.status == "active"
    )
    with case.session.no_autoflush:
        shift = case.session.scalars(query).first()
    hours = rostered(shift) if shift is not None else usual_hours(day, case.setting)
    begins: dt.datetime = paper.starts_at
    return max(begins, hours.start) if hours is not None else begins


def asked_at(case: Case) -> dt.datetime:
    """Return when the leave was asked for: what one files for oneself, not before this moment."""
    paper = case.record
    own = not case.actor.system and paper.staff_id == case.actor.staff_id
    asked: dt.datetime = case.now if own or paper.applied_at is None else paper.applied_at
    return asked


def lateness(case: Case) -> Refusal | None:
    """Return what is wrong with the moment of asking; None when it was in time, or no limit is set (G6)."""
    paper = case.record
    asked = asked_at(case)
    if paper.kind == LeaveKind.personal:
        days = case.setting("leave.personal_days")
        if days is not None and (local(paper.starts_at).date() - local(asked).date()).days < days:
            return Refusal(PERSONAL_LATE.format(n=days), "late_reason", "001 考勤 §8; T-58")
    elif paper.kind == LeaveKind.urgent_personal:
        hours = case.setting("leave.urgent_hours")
        if hours is not None and shift_start(case) - asked < dt.timedelta(hours=hours):
            return Refusal(URGENT_LATE.format(n=hours), "late_reason", "001 考勤 §8; T-59")
    elif paper.kind == LeaveKind.emergency_sick:
        if paper.called_at is not None and paper.called_at > shift_start(case):
            return Refusal(CALL_LATE, "late_reason", "001 考勤 §11; T-62")
    elif paper.kind != LeaveKind.official and asked > shift_start(case):
        return Refusal(SHIFT_LATE, "late_reason", "001 考勤 §8; T-60")
    return None


def in_time_or_explained(case: Case) -> Refusal | None:
    """Refuse a leave asked for too late without saying why (001 考勤 §8: cleared by a superior, or absence)."""
    return None if case.record.late_reason else lateness(case)


def late_is_cleared(case: Case) -> Refusal | None:
    """Ask whoever approves a late request to write that he clears it."""
    if not case.record.asked_late or case.data.get("reason"):
        return None
    return Refusal(CLEAR_IT, "reason", "001 考勤 §8; T-60")


def in_person(case: Case) -> Refusal | None:
    """Refuse personal leave and time off asked for by another (D-02: 事假必须由本人出面办理)."""
    paper = case.record
    if case.actor.system or paper.kind in BY_ANOTHER:
        return None
    staff = referred(case, "staff", Staff)
    if staff is None or staff.id == case.actor.staff_id:
        return None
    return Refusal(IN_PERSON.format(kind=LeaveKind(paper.kind).label, name=staff.name), "staff", "001 考勤 §10; D-02")


def sensible_span(case: Case) -> Refusal | None:
    """Refuse an end before the beginning, more than a year, and time another leave covers."""
    paper = case.record
    if paper.ends_at <= paper.starts_at:
        return Refusal(BACKWARDS, "ends_at")
    if paper.ends_at - paper.starts_at > LONGEST:
        return Refusal(TOO_LONG, "ends_at")
    model = type(paper)
    query = select(model).where(
        model.staff_id == paper.staff_id,
        model.status.in_(LIVE),
        model.starts_at < paper.ends_at,
        model.ends_at > paper.starts_at,
    )
    if not is_new(paper):
        query = query.where(model.id != paper.id)
    with case.session.no_autoflush:
        other = case.session.scalars(query.limit(1)).first()
    if other is None or taken(other)[1] <= paper.starts_at:
        return None
    return Refusal(OVERLAPS.format(name=other.staff.name, number=other.number), "starts_at")


def covered_by_overtime(case: Case) -> Refusal | None:
    """Refuse time off that no approved overtime of the same person still covers (001 考勤 §7)."""
    paper = case.record
    overtime = referred(case, "overtime", OvertimeRequest)
    if paper.kind != LeaveKind.time_off or overtime is None:
        return None
    if overtime.staff_id != paper.staff_id:
        staff = referred(case, "staff", Staff)
        return Refusal(NOT_HIS.format(name=staff.name if staff else ""), "overtime", "001 考勤 §7")
    if overtime.status != "approved" or overtime.compensation != Compensation.time_off:
        return Refusal(NOT_TIME_OFF.format(number=overtime.number), "overtime", "001 考勤 §7; X-19")
    model = type(paper)
    query = select(model).where(model.overtime_id == overtime.id, model.status.in_(LIVE))
    with case.session.no_autoflush:
        others = [p for p in case.session.scalars(query) if p is not paper]
    left = (overtime.hours or Decimal(0)) - sum((leave_hours(*taken(p)) for p in others), Decimal(0))
    want = leave_hours(paper.starts_at, paper.ends_at)
    if want <= left:
        return None
    words = TOO_MUCH.format(number=overtime.number, hours=overtime.hours, left=left, want=want)
    return Refusal(words, "overtime", "001 考勤 §7")


def has_file(case: Case, name: str) -> bool:
    """Say whether a file is kept under the field, or comes with this step."""
    paper = case.record
    if case.data.get(name) or paper.__dict__.get("_files", {}).get(name):
        return True
    if is_new(paper):
        return False
    query = select(Attachment.id).where(
        Attachment.register == paper.slug(), Attachment.record_id == paper.id, Attachment.field == name
    )
    with case.session.no_autoflush:
        return case.session.scalar(query.limit(1)) is not None


def without_gap(case: Case) -> Refusal | None:
    """Refuse a certificate whose dates leave a day of the leave out (T-61: 时间必须连续)."""
    paper = case.record
    first, last = paper.certificate_from, paper.certificate_to
    if paper.kind not in SICK or (first is None and last is None):
        return None
    days = days_of(paper.starts_at, paper.ends_at)
    if first is not None and last is not None and first <= days[0] and last >= days[-1]:
        return None
    field = "certificate_from" if first is None or first > days[0] else "certificate_to"
    return Refusal(GAP.format(first=days[0], last=days[-1]), field, "001 考勤 §11; T-61")


def certificate_brought(case: Case) -> Refusal | None:
    """Refuse to note a certificate that is not there."""
    return None if has_file(case, "certificate") else Refusal(NO_FILE, "certificate", "001 考勤 §11")


def company_agrees(case: Case) -> Refusal | None:
    """Refuse the last decision on official leave without the company's approval (001 考勤 §6, C-29)."""
    if not case.last or case.record.kind != LeaveKind.official:
        return None
    if case.data.get("reason") or has_file(case, "company_approval"):
        return None
    return Refusal(NO_COMPANY, "reason", "001 考勤 §6; C-29")


def back_in_time(case: Case) -> Refusal | None:
    """Refuse a day back before the leave began, or still to come."""
    paper = case.record
    if paper.back_on is None or local(paper.starts_at).date() <= paper.back_on <= local(case.now).date():
        return None
    return Refusal(BACK, "back_on", "X-13")


def needs_certificate(case: Case) -> bool:
    """Say whether the leave needs a certificate: sick for a day or more; in an emergency when the site asks for it."""
    paper = case.record
    days = case.setting("leave.certificate")
    if paper.kind not in SICK or days is None:
        return False
    if paper.kind == LeaveKind.emergency_sick and not case.setting("leave.emergency_cert"):
        return False
    return leave_hours(paper.starts_at, paper.ends_at) >= WORKING_DAY * int(days)


def derived(case: Case) -> list[Set]:
    """Return what the paper itself says: asked in time or not, certificate needed and brought, who asks for another."""
    paper = case.record
    if paper.starts_at is None or paper.ends_at is None or paper.kind is None or paper.staff_id is None:
        return []
    out = [Set("asked_late", lateness(case) is not None), Set("certificate_needed", needs_certificate(case))]
    if paper.kind != LeaveKind.time_off:
        out.append(Set("overtime", None))
    if not case.actor.system and paper.staff_id != case.actor.staff_id and not paper.by_proxy:
        out.append(Set("by_proxy", case.actor.name))
    whole = paper.certificate_from is not None and without_gap(case) is None and has_file(case, "certificate")
    if whole and paper.certified_at is None:
        out.append(Set("certified_at", case.now))
    return out
