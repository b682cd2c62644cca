"""The desk's one button for signing in and out: for oneself, whatever comes next today (004 §7.1, §7.4.21-24; X-07)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

import access
from admin_views.reader import Reader
from admin_views.viewmodels import Link
from models.hr.attendance import Attendance
from models.spec import L, Verb

SIGN_IN = L("签到", "Sign in")
ICON = "user-check"
NOON, AFTERNOON = dt.time(11), dt.time(14)
"""Between these the break at noon is offered before the end of work."""


def signing(reader: Reader) -> Link | None:
    """Return the reader's next signing of the day as a button; None when there is none, or he is no employee here."""
    actor = reader.actor
    if actor.staff_id is None or actor.site_id is None or not access.may(actor, Attendance, Verb.create):
        return None
    local = reader.local(reader.now)
    query = (
        select(Attendance)
        .where(Attendance.staff_id == actor.staff_id, Attendance.day >= local.date() - dt.timedelta(days=1))
        .where(Attendance.status != "archived")
        .order_by(Attendance.day.desc())
    )
    entries = list(reader.session.scalars(access.visible(query, Attendance, actor)))
    today = next((e for e in entries if e.day == local.date()), None)
    night = next((e for e in entries if e.day < local.date() and e.signed_in_at and e.signed_out_at is None), None)
    if today is None and night is not None and _may(reader, night, "sign_out"):
        return _button(reader, night, "sign_out")
    if today is None:
        return Link(label=reader.say(SIGN_IN), url="/admin/attendance/new/", icon=ICON)
    step = _next(reader, today, local.time())
    return _button(reader, today, step) if step else None


def _next(reader: Reader, entry: Any, now: dt.time) -> str:
    """Return the signing that comes next; "" after work is signed off."""
    if entry.signed_out_at is not None:
        return ""
    if entry.signed_in_at is None:
        order = ["sign_in"]
    elif entry.noon_out_at is not None and entry.afternoon_in_at is None:
        order = ["afternoon_in", "sign_out"]
    else:
        order = ["noon_out", "sign_out"] if NOON <= now < AFTERNOON else ["sign_out"]
    return next((name for name in order if _may(reader, entry, name)), "")


def _may(reader: Reader, entry: Any, name: str) -> bool:
    flow = Attendance.__register__.flow
    return (
        flow is not None
        and entry.status in flow.transition(name).source
        and bool(access.may(reader.actor, Attendance, f"do:{name}", entry, now=reader.now))
    )


def _button(reader: Reader, entry: Any, name: str) -> Link:
    flow = Attendance.__register__.flow
    assert flow is not None  # noqa: S101 - the register declares one
    url = f"/admin/attendance/transition/{name}/?id={entry.id}"
    return Link(label=reader.say(flow.transition(name).label), url=url, icon=ICON, post=True)
