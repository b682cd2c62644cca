"""The rules of repair orders: pure answers to "may this step be taken" and "what follows from it"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import inspect, select

from models.base.rules import changed, referred
from models.base.staff import Employment, Staff
from models.engine import Attachment
from models.service.entry_rules import entry_closed
from models.service.people import holder
from models.spec import Apply, Case, Effect, L, Label, Refusal, Role, Set

LEAK = "leak"
SLIP = "signed_slip"
WORKING = ("dispatched", "arrived")
"""States in which the technician is out on the order."""
REWORKABLE = ("completed", "returned", "called_back")

HAS_LEFT = L("{name}已离职，请选别的维修人员。", "{name} has left; choose another technician.")
SAME_PERSON = L("已经派给{name}了，请选另一个人。", "The order is {name}'s already; choose somebody else.")
NOT_AGREED = L(
    "对方还没有认可新时间，先与对方商定再改约。",
    "The caller has not agreed to the new time; settle it with him first.",
)
APPOINTMENT_PAST = L("预约时间已经过去，请重新约定。", "The appointment lies in the past; please agree on another.")
SIGN = L(
    "业主满意的，请业主签字确认，或上传签字回单的照片。",
    "The owner is satisfied: please have him sign, or attach a picture of the signed slip.",
)
WHY_NOT = L("业主不满意，请写明原因。", "The owner is not satisfied: please write down why.")
UNSIGNED = L(
    "户内维修没有业主签字，不能回单。请补签字或上传签字回单的照片；业主不满意的，请返修到满意为止。",
    "A repair in a home can't be returned without the owner's signature. Have it signed, attach a picture of the "
    "signed slip, or rework until he is satisfied.",
)
LEAK_UNCHECKED = L(
    "渗漏维修还没有复查，先做渗漏回访再移交。",
    "The leak has not been checked again; call back on it before handing the order over.",
)
NO_CUSTODIAN = L(
    "没有找到客服主管，请选择保管人。", "No customer-service supervisor was found; please choose who keeps it."
)
OUT_ON = L("正在{place}（{number}）", "Out at {place} ({number})")


def appointment_ahead(case: Case) -> Refusal | None:
    """Refuse an appointment before the report, and a new one that has passed already."""
    order = case.record
    if order.appointment_at is None or not changed(order, "appointment_at"):
        return None
    earliest = case.now if case.transition == "reschedule" else order.reported_at
    if earliest is None or order.appointment_at >= earliest:
        return None
    return Refusal(APPOINTMENT_PAST, "appointment_at")


def technician_works_here(case: Case) -> Refusal | None:
    """Refuse a technician who has left, and a reassignment to the same one."""
    technician = referred(case, "technician", Staff)
    if technician is None:
        return None
    if technician.employment == Employment.left:
        return Refusal(HAS_LEFT.format(name=technician.name), "technician")
    if case.transition == "reassign" and not changed(case.record, "technician", "technician_id"):
        return Refusal(SAME_PERSON.format(name=technician.name), "technician")
    return None


def caller_agreed(case: Case) -> Refusal | None:
    """Refuse a new time the caller did not agree to (004 §7.4.7)."""
    return None if case.data.get("agreed") is True else Refusal(NOT_AGREED, "agreed", "004 §7.4.7")


def noted(case: Case) -> list[Effect]:
    """Keep the change of time with the old one, its reason and where the technician was (A-09; R-A12)."""
    order = case.record
    earlier = inspect(order).attrs.appointment_at.history.deleted
    kept = [
        {"id": r.id, "at": r.at, "busy_at": r.busy_at, "previous_at": r.previous_at, "promised_at": r.promised_at,
         "agreed": r.agreed, "reason": r.reason}
        for r in order.reschedules
    ]  # fmt: skip
    line = {
        "at": case.now,
        "busy_at": case.data.get("busy_at"),
        "previous_at": earlier[0] if earlier else None,
        "promised_at": order.appointment_at,
        "agreed": case.data.get("agreed"),
        "reason": case.data.get("reason"),
    }
    return [Set("reschedules", [*kept, line])]


def arrived(case: Case) -> list[Effect]:
    """Note the arrival as now, unless the desk copied an earlier time from the slip."""
    return [] if case.record.arrived_at else [Set("arrived_at", case.now)]


def has_signature(case: Case) -> bool:
    """Say whether the owner signed in this round: on the screen, or on a paper slip whose picture is attached."""
    order = case.record
    if order.owner_sign or order.__dict__.get("_files", {}).get(SLIP):
        return True
    if order.id is None or order.dispatched_at is None:
        return False
    query = select(Attachment.id).where(
        Attachment.register == order.slug(),
        Attachment.record_id == order.id,
        Attachment.field == SLIP,
        Attachment.at >= order.dispatched_at,
    )
    return case.session.scalars(query.limit(1)).first() is not None


def owner_answered(case: Case) -> Refusal | None:
    """Refuse a completion without the owner's signature or his reason (003 标准(二)2; X-14)."""
    order = case.record
    if order.satisfied is False:
        return None if order.dissatisfied_reason else Refusal(WHY_NOT, "dissatisfied_reason", "003 (二)2")
    if order.scope == "private" and not has_signature(case):
        return Refusal(SIGN, "owner_sign", "X-14")
    return None


def completed(case: Case) -> list[Effect]:
    """Note when the work was done; a visit whose arrival nobody noted had arrived by then."""
    order = case.record
    done = order.completed_at or case.now
    out: list[Effect] = [] if order.completed_at else [Set("completed_at", done)]
    return out if order.arrived_at else [*out, Set("arrived_at", done)]


def arrived_by_then(case: Case) -> list[Set]:
    """Return the arrival of an order taken over as done: nobody wrote it down, so he had arrived when it was done."""
    order = case.record
    return [] if order.arrived_at or not order.completed_at else [Set("arrived_at", order.completed_at)]


def signed(case: Case) -> Refusal | None:
    """Refuse to take the slip of a repair in a home back without the owner's signature (X-14)."""
    order = case.record
    return Refusal(UNSIGNED, "owner_sign", "X-14") if order.scope == "private" and not has_signature(case) else None


def entry_completed(case: Case) -> list[Effect]:
    """Complete the service register's entry with the result (004 §7.4.9)."""
    log = case.record.source_log
    return [Apply(log, "complete_entry", {"reply": case.record.result})] if log is not None else []


def next_round(case: Case) -> list[Effect]:
    """Begin another round: the clocks of arrival and call-back start anew, the first day's doesn't (A-10)."""
    order = case.record
    return [
        Set("rework_count", (order.rework_count or 0) + 1),
        Set("dispatched_at", case.now),
        Set("appointment_at", case.data.get("appointment_at")),
    ]


def callbacks_approved(case: Case) -> list[Effect]:
    """Approve the order's call-backs with it (catalogue: Callback, chain by kind)."""
    return [
        Apply(c, "approve") for c in case.record.callbacks if c.status == "submitted" and c.kind in {"repair", LEAK}
    ]


def voided(case: Case) -> list[Effect]:
    """Close the entry and void the call-backs that waited to be approved with the order."""
    reason = {"reason": case.data.get("reason")}
    waiting = [Apply(c, "void", reason) for c in case.record.callbacks if c.status == "submitted"]
    return [*entry_closed(case), *waiting]


def leak_checked(case: Case) -> Refusal | None:
    """Refuse to hand over a repaired leak that nobody looked at again (A-07), where the site keeps that check."""
    order = case.record
    if order.category == LEAK and order.leak_checked_at is None and case.setting("repair.leak_callback_days"):
        return Refusal(LEAK_UNCHECKED, source="A-07")
    return None


def keeper_known(case: Case) -> Refusal | None:
    """Refuse to hand over an order of a home when nobody is there to take it."""
    order = case.record
    if order.scope != "private" or order.custodian_id or holder(case, Role.cs_supervisor) is not None:
        return None
    return Refusal(NO_CUSTODIAN, "custodian")


def handed_over(case: Case) -> list[Effect]:
    """Say who keeps the paper: the supervisor for homes, the desk itself for public parts (004 §5.8; A-40)."""
    order = case.record
    out = entry_closed(case)
    if order.scope == "public":
        return [Set("custodian", case.actor.staff_id), *out]
    supervisor = None if order.custodian_id else holder(case, Role.cs_supervisor)
    return out if supervisor is None else [Set("custodian", supervisor.id), *out]


def busy(session: Any, staff_ids: Sequence[int]) -> Mapping[int, Label]:
    """Return, for technicians out on an order, where they are, so that the desk can promise a time (004 §7.4.7)."""
    from models.service.repair_order import RepairOrder  # noqa: PLC0415 - the register names this function

    query = (
        select(RepairOrder)
        .where(RepairOrder.technician_id.in_(staff_ids), RepairOrder.status.in_(WORKING))
        .order_by(RepairOrder.technician_id, RepairOrder.status, RepairOrder.dispatched_at)
    )
    out: dict[int, Label] = {}
    for order in session.scalars(query):
        place = order.unit.address if order.unit is not None else order.location
        out.setdefault(order.technician_id, OUT_ON.format(place=place or "", number=order.number))
    return out
