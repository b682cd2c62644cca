"""What leave, overtime and outings share: filed for oneself, decided along one's own line, shown in the day's attendance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from models.base.rules import is_new, referred
from models.base.staff import Staff
from models.hr.hours import days_of
from models.spec import Apply, Ask, Case, Effect, Effects, Flow, Guard, L, Refusal, Role, altered, approval_flow

FOR_ONESELF = L("请由{name}本人填写；您只能为自己填。", "{name} files this himself; you may file for yourself only.")


def own_flow(
    chain: tuple[str, ...] | Callable[[Any], tuple[str, ...]],
    *,
    clause: str,
    submit_guards: tuple[Guard, ...] = (),
    approve_guards: tuple[Guard, ...] = (),
    on_submit: Effects | None = None,
    on_approved: Effects | None = None,
    approve_asks: tuple[Ask, ...] = (Ask("reason", required=False),),
) -> Flow:
    """Return an approval along the line of ``staff``'s superiors; who wrote the paper, or it is about, submits it (X-08)."""
    base = approval_flow(
        chain,
        clause=clause,
        submit_guards=submit_guards,
        approve_guards=approve_guards,
        on_submit=on_submit,
        on_approved=on_approved,
        approve_asks=approve_asks,
        of="staff",
    )
    return altered(base, submit={"roles": ("@creator", "@staff")})


def watch_void(flow: Flow, effects: Effects) -> Flow:
    """Return the flow with ``effects`` when a paper is voided: what it excused is judged anew."""
    return altered(flow, void={"effects": effects})


def leaders_only(case: Case) -> Refusal | None:
    """Refuse a paper filed for somebody else by anyone but the supervisor (or the system)."""
    paper = case.record
    if case.actor.system or not is_new(paper) or case.actor.holds(paper.site_id, Role.cs_supervisor):
        return None
    staff = referred(case, "staff", Staff)
    if staff is None or staff.id == case.actor.staff_id:
        return None
    return Refusal(FOR_ONESELF.format(name=staff.name), "staff")


def days_recounted(case: Case, staff_id: int, starts_at: dt.datetime, ends_at: dt.datetime) -> list[Effect]:
    """Judge the attendance of these days anew, where there is an entry."""
    from models.hr.attendance import Attendance  # noqa: PLC0415 - attendance looks at these papers

    days = days_of(starts_at, ends_at)
    query = select(Attendance).where(
        Attendance.staff_id == staff_id, Attendance.day >= days[0], Attendance.day <= days[-1]
    )
    with case.session.no_autoflush:
        return [Apply(row, "recount") for row in case.session.scalars(query)]
