"""巡访记录表: a visit to a home, what was heard and what was done about it (000 §5.7 巡访、回访记录表; 004 §7.4.11)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from models.base.moments import not_ahead
from models.declare import Record, moment, ref, string, text
from models.service.people import READERS
from models.spec import (
    DESK,
    STAY,
    Creates,
    Default,
    L,
    Module,
    Register,
    Rights,
    Section,
    Transition,
    altered,
    record_flow,
)

if TYPE_CHECKING:
    from models.base.staff import Staff
    from models.base.unit import Unit


def as_entry(visit: Any) -> dict[str, Any]:
    """Return what the service register takes over: a repair or complaint met on a round (004 §7.4.11; R-A13)."""
    return {
        "channel": "patrol",
        "received_at": visit.visited_at,
        "caller": visit.interviewee,
        "unit": visit.unit_id,
        "content": visit.opinion or visit.purpose,
        "relayed_by": visit.visitor_id,
    }


def as_suggestion(visit: Any) -> dict[str, Any]:
    """Return what a suggestion takes over from the visit."""
    return {"channel": "visit", "unit": visit.unit_id, "name": visit.interviewee, "content": visit.opinion}


class HouseholdVisit(Record):
    """A visit to a home."""

    __register__ = Register(
        label=L("巡访记录表", "Household visit record"),
        module=Module.service,
        source=("000 §5.7 巡访、回访记录表", "000 §4.7.2", "004 §7.4.11"),
        help=L(
            "走访业主后当天记下意见和处理情况；走访中遇到报修、投诉的转服务登记，提建议的转意见征询。",
            "Write down the same day what was heard on a visit; repairs and complaints met there go to the service "
            "register, ideas to the suggestions.",
        ),
        icon="house",
        prefix="XF",
        aliases=("巡访、回访记录表", "走访记录"),
        title="purpose",
        list=("number", "visited_at", "unit", "interviewee", "purpose", "opinion", "visitor", "status"),
        sections=(
            Section(L("走访", "The visit"), "visited_at", "unit", "interviewee", "purpose", "visitor"),
            Section(L("意见与处理", "What was heard and done"), "opinion", "treatment"),
        ),
        search=("number", "interviewee", "purpose", "opinion", "treatment", "unit"),
        filters=("status", "visited_at", "unit", "visitor"),
        sort="-visited_at",
        happened="visited_at",
        rights=Rights(read=READERS, create=DESK),
        locked_rights=("read",),
        flow=altered(
            record_flow(close=DESK),
            Transition(
                name="to_log",
                label=L("转服务登记", "Enter at the desk"),
                source=("open", "closed"),
                to=STAY,
                roles=DESK,
                creates=Creates(register="ServiceLog", link="source_visit", prefill=as_entry),
                clause="004 §7.4.11",
                done=L("{number}已转服务登记。", "{number} was entered in the service register."),
            ),
            Transition(
                name="to_suggestion",
                label=L("转意见征询", "Make a suggestion of it"),
                source=("open", "closed"),
                to=STAY,
                roles=DESK,
                creates=Creates(register="OwnerSuggestion", link="visit", prefill=as_suggestion),
                clause="000 §3.7",
                done=L("{number}的意见已转业主意见征询。", "What was said on {number} is now a suggestion."),
            ),
        ),
        guards=(not_ahead("visited_at"),),
        print=("form",),
        indexes=(("unit_id", "visited_at"),),
    )

    visited_at: Mapped[dt.datetime] = moment(L("走访时间", "Visited at"), required=True, default=Default.NOW)
    unit: Mapped[Unit] = ref("Unit", L("楼号房号", "Unit"), required=True, prefill=(("interviewee", "owner_name"),))
    unit_id: Mapped[int]
    interviewee: Mapped[str | None] = string(
        L("受访人", "Person met"),
        length=60,
        help=L("家中无人的留空，在“处理”里注明。", "Leave empty when nobody was in, and say so under “Done about it”."),
    )
    purpose: Mapped[str] = string(
        L("目的", "Purpose"),
        required=True,
        help=L("例如：新入住走访、节前走访", "For example: newly moved in, before the holidays"),
    )
    opinion: Mapped[str | None] = text(L("意见", "What was said"))
    treatment: Mapped[str | None] = text(L("处理", "Done about it"))
    visitor: Mapped[Staff] = ref("Staff", L("走访人", "Visited by"), required=True, default=Default.ME)
    visitor_id: Mapped[int]
