"""The rules of dunning: whose bills, which step when, and that it ends by itself (003 标准(三)2; T-43, T-44; A-46; X-30)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from models.base.moments import SLACK, local, today
from models.base.resident import Resident
from models.base.rules import changed, is_new, referred
from models.finance.amounts import NOTHING, add, add_months
from models.finance.bill_rules import OPEN
from models.spec import Apply, Case, Effect, L, Refusal, Role, Set, Tell

ENDED = ("settled", "void")
MONTHS = "dunning.letter_after_months"
SMS_COUNTS = "dunning.sms_starts_clock"
OTHER_HOME = L(
    "账单{number}不是这户的；催缴只写本户的欠费。",
    "Bill {number} is another home's; dunning holds only this household's debts.",
)
STRANGER = L(
    "{name}不是这户的业主或住户，请重新选择。", "{name} neither owns nor lives in this home; please choose again."
)
NOT_OWED = L("账单{number}没有欠款，不用催缴。", "Nothing is owed on bill {number}.")
NOT_DUE = L("账单{number}到 {day} 才到期，还不能催缴。", "Bill {number} is not due before {day}.")
IN_ANOTHER = L(
    "账单{bill}已在催缴记录{number}里，请在那一份上继续。", "Bill {bill} is in {number} already; carry on there."
)
NO_CALL = L(
    "还没有电话通知过。催缴函要在首次电话通知满 {months} 个月后才能发。",
    "Nobody has telephoned yet. The letter goes out {months} months after the first call.",
)
TOO_EARLY = L(
    "首次电话通知后满 {months} 个月才能发催缴函，最早 {day}。",
    "The letter goes out {months} months after the first call, on {day} at the earliest.",
)
COMPLAINT_MET = L(
    "{who}在催缴（{number}）时遇到投诉，已登记。", "{who} met a complaint while collecting ({number}); it is filed."
)
NOT_YET = L("时间还没有到，请核对。", "That time has not come yet; please check.")


def first_call(paper: Any, *, sms: bool) -> dt.datetime | None:
    """Return the moment the clock of the letter began: the first call; a text message only where the site counts it (A-46)."""
    kinds = {"phone", "sms"} if sms else {"phone"}
    moments = [row.at for row in paper.steps if row.kind in kinds and row.at is not None]
    return min(moments, default=None)


def letter_from(paper: Any, months: int, *, sms: bool) -> dt.date | None:
    """Return the first day a letter may go out; None before the first call."""
    began = first_call(paper, sms=sms)
    return add_months(local(began).date(), months) if began is not None else None


def derived(case: Case) -> list[Set]:
    """Return what is owed and since when, and for a new one nothing else."""
    paper = case.record
    first = min((b.due_on for b in paper.bills), default=None)
    return [Set("amount", owed(paper)), Set("first_due_on", first)]


def owed(paper: Any) -> Decimal:
    """Return what the bills of a dunning still come to."""
    return add(b.owed for b in paper.bills)


def only_this_households(case: Case) -> Refusal | None:
    """Refuse bills of another home, settled ones, those not due yet and those another open dunning holds (X-30; 003 (三)2)."""
    paper = case.record
    if not (is_new(paper) or changed(paper, "bills", "unit", "unit_id")):
        return None
    for bill in paper.bills:
        sentence = None
        if bill.unit_id != paper.unit_id:
            sentence = OTHER_HOME.format(number=bill.number)
        elif bill.status not in OPEN:
            sentence = NOT_OWED.format(number=bill.number)
        elif bill.due_on >= today(case):
            sentence = NOT_DUE.format(number=bill.number, day=bill.due_on)
        elif (other := _another(case, bill)) is not None:
            sentence = IN_ANOTHER.format(bill=bill.number, number=other)
        if sentence is not None:
            return Refusal(sentence, "bills", "X-30")
    return None


def who_lives_there(case: Case) -> Refusal | None:
    """Refuse an owner who never had anything to do with the home: the letter would tell a stranger (X-30)."""
    paper = case.record
    if not (is_new(paper) or changed(paper, "resident", "resident_id", "unit", "unit_id")):
        return None
    resident = referred(case, "resident", Resident)
    if resident is None or any(o.unit_id == paper.unit_id for o in resident.occupancies):
        return None
    return Refusal(STRANGER.format(name=resident.name), "resident", "X-30")


def _another(case: Case, bill: Any) -> str | None:
    model = type(case.record)
    query = select(model).where(model.bills.any(id=bill.id), model.status.not_in(ENDED))
    with case.session.no_autoflush:
        return next((d.number for d in case.session.scalars(query) if d is not case.record), None)


def step_has_happened(case: Case) -> Refusal | None:
    """Refuse a step that lies in the future (X-13)."""
    at = case.data.get("step_at")
    return Refusal(NOT_YET, "step_at", "X-13") if at is not None and at > case.now + SLACK else None


def three_months_passed(case: Case) -> Refusal | None:
    """Refuse a letter before its time; an unset limit is not judged (003 (三)2; T-44; A-46; G6)."""
    months = case.setting(MONTHS)
    if months is None:
        return None
    day = letter_from(case.record, months, sms=bool(case.setting(SMS_COUNTS)))
    if day is None:
        return Refusal(NO_CALL.format(months=months), source="A-46")
    if today(case) >= day:
        return None
    return Refusal(TOO_EARLY.format(months=months, day=day), source="003 (三)2")


def _with(case: Case, kind: str, **more: Any) -> Set:
    """Return the steps with one more, done by the actor at the moment given, or now."""
    paper = case.record
    kept: list[Mapping[str, Any]] = [
        {"id": r.id, "kind": r.kind, "at": r.at, "by": r.by_id, "result": r.result, "tracking_no": r.tracking_no}
        for r in paper.steps
    ]
    return Set("steps", [*kept, {"kind": kind, "at": _at(case), "by": case.actor.staff_id, **more}])


def _at(case: Case) -> dt.datetime:
    at: dt.datetime = case.data.get("step_at") or case.now
    return at


def reminded(case: Case) -> list[Effect]:
    """Note the reminder; the first call starts the three months, and no later one starts them again (A-46)."""
    paper, how = case.record, case.data["how"]
    out: list[Effect] = [_with(case, how.value, result=case.data.get("step_result"))]
    if paper.reminded_at is None or _at(case) < paper.reminded_at:
        out.append(Set("reminded_at", _at(case)))
    months, sms = case.setting(MONTHS), bool(case.setting(SMS_COUNTS))
    if months is not None and (how.value == "phone" or sms):
        began = first_call(paper, sms=sms)
        first = _at(case) if began is None else min(began, _at(case))
        out.append(Set("letter_from", add_months(local(first).date(), months)))
    return out


def lettered(case: Case) -> list[Effect]:
    """Note the letter with the courier's number."""
    return [_with(case, "letter", tracking_no=case.data["tracking_no"]), Set("lettered_at", _at(case))]


def visited(case: Case) -> list[Effect]:
    """Note the visit."""
    return [_with(case, "visit", result=case.data["step_result"])]


def gone_legal(case: Case) -> list[Effect]:
    """Note that the company sues."""
    return [_with(case, "legal", result=case.data.get("reason"))]


def recounted(case: Case) -> list[Effect]:
    """Count what is still owed, and end the dunning when nothing is."""
    paper = case.record
    for bill in paper.bills:
        case.session.refresh(bill)
    left = owed(paper)
    out: list[Effect] = [Set("amount", left)]
    return [*out, Apply(paper, "settle")] if left == NOTHING else out


def as_complaint(paper: Any) -> Mapping[str, Any]:
    """Return what a complaint met while collecting takes over (R-B10)."""
    return {
        "unit": paper.unit_id,
        "complainant": paper.resident.name if paper.resident is not None else None,
        "nature": "fee",
        "channel": "visit",
    }


def complained(_case: Case) -> list[Effect]:
    """Tell the collector's superior that a complaint was met (R-B10: 及时报告上一级领导)."""
    return [Tell(("@line", Role.cs_supervisor), COMPLAINT_MET)]
