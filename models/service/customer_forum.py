"""客户座谈会记录: what customers said at a forum, who deals with it and by when (002 §4(1); C-44)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped, relationship

from models.base.moments import local
from models.declare import Record, date, flag, moment, ref, rows, string, text
from models.spec import (
    STAY,
    Case,
    Create,
    Default,
    Effect,
    L,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Transition,
    altered,
    record_flow,
)

if TYPE_CHECKING:
    from models.base.staff import Staff

KEEPERS = (Role.cs_supervisor,)
UNDONE = L(
    "还有 {n} 条意见没有落实：{some}。落实后再归档。", "{n} opinion(s) are not settled yet: {some}. Settle them first."
)
NOTHING_NEW = L("没有新的意见可转，都已转过。", "Every opinion was passed on already.")


def unsettled(case: Case) -> Refusal | None:
    """Refuse to file a forum whose opinions are not all dealt with."""
    left = [row.opinion for row in case.record.opinions if not row.done]
    if not left:
        return None
    return Refusal(UNDONE.format(n=len(left), some="；".join(o[:20] for o in left[:3])), "opinions", "002 §4(1)")


def fresh(forum: Any) -> list[Any]:
    """Return the opinions that no suggestion was made of yet."""
    known = {(s.unit_id, s.content) for s in forum.suggestions}
    return [row for row in forum.opinions if (row.unit_id, row.opinion) not in known]


def something_new(case: Case) -> Refusal | None:
    """Refuse to pass on what was passed on."""
    return None if fresh(case.record) else Refusal(NOTHING_NEW, "opinions")


def suggestions(case: Case) -> list[Effect]:
    """Make a suggestion of each opinion, which then has its own decision and reply (R-B12)."""
    forum = case.record
    return [
        Create(
            "OwnerSuggestion",
            {
                "received_on": local(forum.held_at).date(),
                "channel": "forum",
                "unit": row.unit_id,
                "topic": "座谈会意见",
                "content": row.opinion,
                "forum": forum.id,
            },
        )
        for row in fresh(forum)
    ]


class CustomerForum(Record):
    """A forum with customers."""

    __register__ = Register(
        label=L("客户座谈会记录", "Customer forum record"),
        module=Module.service,
        source=("002 §4(1)",),
        help=L(
            "记录座谈会上每条意见、责任部门和期限，落实后打勾；可一次转成意见征询逐条回复，全部落实后归档。",
            "Each opinion with the department that deals with it and by when; tick it when it is settled. They can be "
            "made suggestions all at once, and the record is filed when all are settled.",
        ),
        icon="users",
        prefix="ZT",
        aliases=("座谈会", "业主座谈会"),
        title="place",
        list=("number", "held_at", "place", "host", "summary", "status"),
        sections=(
            Section(L("座谈会", "The forum"), "held_at", "place", "host", "attendees"),
            Section(L("意见与落实", "Opinions"), "opinions"),
            Section(L("纪要", "Minutes"), "summary"),
        ),
        search=("number", "place", "attendees", "summary"),
        filters=("status", "held_at", "host"),
        sort="-held_at",
        happened="held_at",
        rights=Rights(read=(*KEEPERS, Role.director, Role.hq_quality), create=KEEPERS),
        flow=altered(
            record_flow(close=KEEPERS),
            Transition(
                name="to_suggestions",
                label=L("转意见征询", "Make suggestions of them"),
                source=("open",),
                to=STAY,
                roles=KEEPERS,
                only=(something_new,),
                effects=suggestions,
                clause="002 §4(1)(3)",
                done=L("{number}的意见已逐条转业主意见征询。", "The opinions of {number} are now suggestions."),
            ),
            close={"guards": (unsettled,)},
        ),
    )

    held_at: Mapped[dt.datetime] = moment(L("时间", "Held at"), required=True, default=Default.NOW)
    place: Mapped[str | None] = string(L("地点", "Place"))
    host: Mapped[Staff] = ref("Staff", L("主持人", "Host"), required=True, default=Default.ME)
    host_id: Mapped[int]
    attendees: Mapped[str | None] = text(L("参加人", "Attended by"))
    opinions: Mapped[list[Any]] = rows(
        L("意见", "Opinions"),
        unit=ref("Unit", L("楼号房号", "Home")),
        opinion=text(L("意见", "Opinion"), required=True),
        owner_department=ref("Department", L("责任部门", "Department")),
        due_on=date(L("期限", "Due on")),
        done=flag(L("已落实", "Settled")),
    )
    summary: Mapped[str | None] = text(L("纪要", "Minutes"))

    suggestions: Mapped[list[Any]] = relationship(
        "OwnerSuggestion", viewonly=True, primaryjoin="CustomerForum.id == foreign(OwnerSuggestion.forum_id)"
    )
