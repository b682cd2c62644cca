"""Documents made from an entry of the service register: one for each entry, moved on and closed with it (004 §7.4.8-9)."""

from __future__ import annotations

from sqlalchemy import select

from models.base.rules import is_new, referred
from models.service.service_log import ServiceLog
from models.spec import Apply, Case, Effect, Guard, L, Refusal

PASSED_ON = L(
    "登记{number}已经转过单，请查看原单，不要{again}。",
    "Entry {number} was passed on already; look at that document instead of making a second one.",
)


def entry_is_open(again: str) -> Guard:
    """Return a guard that refuses a second document for an entry that was passed on; ``again`` says what in Chinese."""

    def guard(case: Case) -> Refusal | None:
        if not is_new(case.record):
            return None
        log = referred(case, "source_log", ServiceLog)
        if log is None or log.status == "open":
            return None
        return Refusal(PASSED_ON.format(number=log.number, again=again), "source_log")

    return guard


def entry_closed(case: Case) -> list[Effect]:
    """Close the entry when its document comes to an end."""
    log = case.record.source_log
    return [Apply(log, "close")] if log is not None else []


def booking_ended(case: Case) -> list[Effect]:
    """Close the entry that booked this collection at the door, however the visit ended."""
    with case.session.no_autoflush:
        logs = case.session.scalars(select(ServiceLog).where(ServiceLog.fee_appointment_id == case.record.id)).all()
    return [Apply(log, "close") for log in logs]
