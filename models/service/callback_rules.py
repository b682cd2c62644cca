"""The rules of call-backs: who calls whom and how, what a call leads to (A-06 to A-08, A-67, D-12, G7)."""

from __future__ import annotations

from typing import Any

from models.base.moments import local
from models.base.rules import is_new, referred
from models.service.repair_rules import LEAK, REWORKABLE
from models.spec import Apply, Case, Create, Effect, L, Label, LabelEnum, Refusal, Role


class CallbackKind(LabelEnum):
    """Why somebody is called."""

    repair = "repair", "维修回访", "After a repair"
    leak = "leak", "渗漏回访", "After a leak"
    complaint = "complaint", "投诉回访", "After a complaint"
    sample = "sample", "月度抽样", "Monthly sample"
    regular = "regular", "定期", "Regular"
    ad_hoc = "ad_hoc", "不定期", "Ad hoc"
    major = "major", "重大投诉回访", "After a major complaint"


class Method(LabelEnum):
    """How the person is met."""

    phone = "phone", "电话", "Telephone"
    visit = "visit", "上门", "Visit"


class FollowUp(LabelEnum):
    """What the call leads to."""

    none = "none", "无", "Nothing"
    rework = "rework", "返修", "Rework"
    complaint = "complaint", "转投诉", "Complaint"
    suggestion = "suggestion", "转建议", "Suggestion"


ON_ORDERS = ("repair", LEAK)
ON_COMPLAINTS = ("complaint", "major")
CHAINS: dict[str, tuple[str, ...]] = {
    "repair": (),
    "leak": (),
    "complaint": (Role.cs_supervisor,),
    "regular": (Role.cs_supervisor,),
    "ad_hoc": (Role.cs_supervisor,),
    "sample": (Role.director,),
    "major": (Role.hq_quality,),
}
"""Who approves a call-back, by kind; none where it is approved with its order."""
CALLABLE = ("returned", "called_back", "approved", "handed_over")
"""States of an order in which its 24-hour call-back counts; a leak may be looked at from completion on."""

WRONG_METHOD = L("“{kind}”不能用“{method}”方式，可用：{allowed}。", "“{kind}” is not made by {method}; use: {allowed}.")
WRONG_CALLER = L("“{kind}”由{allowed}来做。", "“{kind}” is made by: {allowed}.")
HIS_OWN_WORK = L(
    "维修人员不能回访自己修的单子，请换人回访。",
    "The technician can't call back on his own repair; somebody else must.",
)
NOT_RETURNED = L(
    "{number}还没有回单，先登记回单再回访。", "The slip of {number} has not come back; register its return first."
)
NO_LEAK = L("{number}不是渗漏维修。", "{number} is not the repair of a leak.")
IS_MAJOR = L(
    "{number}是重大投诉，请按“重大投诉回访”上门。", "{number} is a major complaint: choose “After a major complaint”."
)
NOBODY_SAID = L(
    "没有联系上时，没有满意度，也不能转单；下次联系上再记。",
    "Nobody was reached, so there is no mark and nothing follows; note it when somebody is.",
)
SAY_WHAT = L("请写明业主意见：转单要用。", "Please write what the owner said: the follow-up needs it.")
WHERE = L(
    "没有关联任务单的返修，请选房屋并填电话。", "A rework without an order needs the unit and the telephone number."
)
LEAKS = L(
    "仍在渗漏，请选“返修”或填写整改通知时间。", "It leaks again: choose “Rework”, or write when maintenance was told."
)


def chain(callback: Any) -> tuple[str, ...]:
    """Return who approves this call-back, in order."""
    return CHAINS[str(callback.kind)]


def _words(labels: list[Label]) -> Label:
    return Label("、".join(w.zh for w in labels), ", ".join(w.en for w in labels))


def right_method(case: Case) -> Refusal | None:
    """Refuse a method the site does not allow for this kind (A-08, ``callback.methods``)."""
    callback = case.record
    allowed = (case.setting("callback.methods") or {}).get(str(callback.kind))
    if not allowed or callback.method in allowed:
        return None
    words = _words([m.label for m in Method if m in allowed])
    kind, method = CallbackKind(callback.kind).label, Method(callback.method).label
    return Refusal(WRONG_METHOD.format(kind=kind, method=method, allowed=words), "method", "A-08")


def right_caller(case: Case) -> Refusal | None:
    """Refuse a caller whose role does not make this kind (A-67, ``callback.roles``)."""
    callback = case.record
    if not is_new(callback) or case.actor.system:
        return None
    named = (case.setting("callback.roles") or {}).get(str(callback.kind)) or ()
    roles = tuple(r for r in Role if r in named)
    if not roles or case.actor.holds(callback.site_id, *roles):
        return None
    words = _words([r.label for r in roles])
    return Refusal(WRONG_CALLER.format(kind=CallbackKind(callback.kind).label, allowed=words), "kind", "A-67")


def not_the_repairer(case: Case) -> Refusal | None:
    """Refuse a call-back by whoever did the repair (D-12)."""
    from models.service.repair_order import RepairOrder  # noqa: PLC0415 - the order's flow creates call-backs

    order = referred(case, "repair_order", RepairOrder)
    if order is None or case.actor.staff_id is None or order.technician_id != case.actor.staff_id:
        return None
    return Refusal(HIS_OWN_WORK, "repair_order", "D-12")


def ready_to_call_back(case: Case) -> Refusal | None:
    """Refuse a call-back on an order whose slip has not come back, and a leak's on another trade (A-06, A-07)."""
    from models.service.repair_order import RepairOrder  # noqa: PLC0415 - the order's flow creates call-backs

    callback = case.record
    order = referred(case, "repair_order", RepairOrder)
    if order is None or not is_new(callback) or callback.kind not in ON_ORDERS:
        return None
    if callback.kind == LEAK and order.category != LEAK:
        return Refusal(NO_LEAK.format(number=order.number), "kind")
    if order.status in CALLABLE or (callback.kind == LEAK and order.status == "completed"):
        return None
    return Refusal(NOT_RETURNED.format(number=order.number), "repair_order", "A-06")


def grave_enough(case: Case) -> Refusal | None:
    """Refuse an ordinary call-back on a major complaint: it is visited, by the director (003 (二)外1)."""
    from models.service.complaint import Complaint  # noqa: PLC0415 - the complaint's flow creates call-backs

    callback = case.record
    complaint = referred(case, "complaint", Complaint)
    if complaint is None or complaint.severity != "major" or callback.kind != "complaint":
        return None
    return Refusal(IS_MAJOR.format(number=complaint.number), "kind", "003 (二)外1")


def unreached_says_nothing(case: Case) -> Refusal | None:
    """Refuse a mark or a follow-up from somebody who was not reached (G7)."""
    callback = case.record
    if callback.reached is not False:
        return None
    if callback.satisfaction is None and callback.follow_up in {None, FollowUp.none}:
        return None
    return Refusal(NOBODY_SAID, "reached", "G7")


def follow_up_is_clear(case: Case) -> Refusal | None:
    """Refuse a follow-up without what it needs, and a leak that leaks again without one (003 (二)3)."""
    callback = case.record
    if callback.follow_up in {FollowUp.rework, FollowUp.complaint, FollowUp.suggestion} and not callback.opinion:
        return Refusal(SAY_WHAT, "opinion")
    alone = not (callback.repair_order_id or callback.repair_order)
    if callback.follow_up == FollowUp.rework and alone:
        if not (callback.unit_id or callback.unit):
            return Refusal(WHERE, "unit")
        if not callback.phone:
            return Refusal(WHERE, "phone")
    if callback.leak_again and callback.follow_up != FollowUp.rework and callback.told_at is None:
        return Refusal(LEAKS, "follow_up", "003 (二)3")
    return None


def filed(case: Case) -> list[Effect]:
    """Submit a call-back on a document as it is saved; a try on a complaint waits as a draft for the person (G7)."""
    callback = case.record
    if callback.status != "draft":
        return []
    on_order = callback.repair_order_id is not None and callback.kind in ON_ORDERS
    on_complaint = callback.complaint_id is not None and callback.kind in ON_COMPLAINTS and callback.reached
    return [Apply(callback, "submit")] if on_order or on_complaint else []


def consequences(case: Case) -> list[Effect]:
    """Move the document called about and create what follows; an unreached try does neither (G7)."""
    callback = case.record
    if not callback.reached:
        return []
    out: list[Effect] = []
    order, complaint = callback.repair_order, callback.complaint
    if order is not None and callback.kind == LEAK:
        out.append(Apply(order, "leak_check", {"leak_checked_at": callback.called_at}))
    if order is not None and callback.kind == "repair":
        out.append(Apply(order, "call_back", {"called_back_at": callback.called_at}))
    if complaint is not None and callback.kind in ON_COMPLAINTS:
        out.append(Apply(complaint, "call_back"))
    if callback.follow_up == FollowUp.rework:
        out.append(_rework(callback, order))
    if callback.follow_up == FollowUp.complaint and not callback.follow_ups:
        out.append(Create("Complaint", _complaint(callback)))
    if callback.follow_up == FollowUp.suggestion and not callback.suggestions:
        out.append(Create("OwnerSuggestion", _suggestion(callback)))
    return out


def _rework(callback: Any, order: Any) -> Effect:
    """Send the order back to its technician; one that is approved already, or none, becomes a new order."""
    if order is not None and order.status in REWORKABLE:
        return Apply(order, "rework", {"reason": callback.opinion})
    values = {
        "scope": order.scope if order is not None else "private",
        "unit": order.unit_id if order is not None else callback.unit_id,
        "location": order.location if order is not None else None,
        "category": order.category if order is not None else "other",
        "area_keeper": order.area_keeper_id if order is not None else None,
        "reporter": callback.interviewee,
        "phone": callback.phone or (order.phone if order is not None else None),
        "reported_at": callback.called_at,
        "content": callback.opinion,
        "priority": "urgent",
    }
    return Create("RepairOrder", {k: v for k, v in values.items() if v is not None})


def _complaint(callback: Any) -> dict[str, Any]:
    values = {
        "channel": callback.method,
        "received_at": callback.called_at,
        "complainant": callback.interviewee,
        "unit": callback.unit_id,
        "phone": callback.phone,
        "nature": "repair" if callback.repair_order_id else "other",
        "severity": "minor",
        "summary": callback.opinion,
        "source_callback": callback.id,
    }
    return {k: v for k, v in values.items() if v is not None}


def _suggestion(callback: Any) -> dict[str, Any]:
    values = {
        "received_on": local(callback.called_at).date(),
        "channel": "callback",
        "unit": callback.unit_id,
        "name": callback.interviewee,
        "topic": CallbackKind(callback.kind).label.zh,
        "content": callback.opinion,
        "source_callback": callback.id,
    }
    return {k: v for k, v in values.items() if v is not None}
