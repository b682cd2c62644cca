"""What a document takes over from the entry of the service register it is made from."""

from __future__ import annotations

from typing import Any

from models.base.moments import local

COMPLAINT_CHANNELS = frozenset({"phone", "visit", "letter", "fax", "online"})


def as_repair(log: Any) -> dict[str, Any]:
    """Return what a repair order takes over from the entry."""
    return {
        "scope": "private" if log.unit_id else "public",
        "unit": log.unit_id,
        "reporter": log.caller,
        "phone": log.phone,
        "reported_at": log.received_at,
        "content": log.content,
        "appointment_at": log.appointment_at,
    }


def as_complaint(log: Any) -> dict[str, Any]:
    """Return what a complaint takes over from the entry."""
    return {
        "channel": str(log.channel) if log.channel in COMPLAINT_CHANNELS else "visit",
        "received_at": log.received_at,
        "complainant": log.caller,
        "unit": log.unit_id,
        "phone": log.phone,
        "summary": log.content,
    }


def as_suggestion(log: Any) -> dict[str, Any]:
    """Return what a suggestion takes over from the entry."""
    return {
        "received_on": local(log.received_at).date(),
        "channel": str(log.channel) if log.channel in {"letter", "visit"} else "hotline",
        "unit": log.unit_id,
        "name": log.caller,
        "content": log.content,
    }


def as_appointment(log: Any) -> dict[str, Any]:
    """Return what an appointment to collect fees at the door takes over from the entry (003 (三)1)."""
    return {
        "unit": log.unit_id,
        "contact": log.caller,
        "owner_name": log.caller,
        "phone": log.phone,
        "appointment_at": log.appointment_at,
    }


def as_special_service(log: Any) -> dict[str, Any]:
    """Return what a special service order takes over from the entry."""
    return {
        "unit": log.unit_id,
        "requester": log.caller,
        "phone": log.phone,
        "service": log.content,
        "appointment_at": log.appointment_at,
    }
