"""会议服务登记: the meeting room and what is made ready for it (002 职责31; R-E20; A-61)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped

from models.base.moments import local
from models.base.site import Site
from models.declare import Record, integer, moment, money, string, text
from models.service.people import READERS
from models.spec import RECEPTION, Case, L, Module, Refusal, Register, Rights, Section, Set, record_flow

NO_TIME = L("“结束”应晚于“开始”。", "“Ends” must lie after “starts”.")
TAKEN = L(
    "{room}在{from_}至{to}已由{user}使用（{number}），请换时间或会议室。",
    "{room} is {user}'s from {from_} to {to} ({number}); choose another time or room.",
)


def tidied(case: Case) -> list[Set]:
    """Write a room one way, so that it is known again."""
    room = case.record.room
    return [Set("room", " ".join(room.split()))] if room else []


def ends_later(case: Case) -> Refusal | None:
    """Refuse a meeting that ends before it starts."""
    booked = case.record
    if booked.starts_at is None or booked.ends_at is None or booked.ends_at > booked.starts_at:
        return None
    return Refusal(NO_TIME, "ends_at")


def room_is_free(case: Case) -> Refusal | None:
    """Refuse a second meeting in the room at the same time; one that ends as the other starts is none."""
    booked = case.record
    if None in (booked.starts_at, booked.ends_at, booked.room):
        return None
    here = MeetingService
    query = select(here).where(
        here.site_id == booked.site_id,
        here.room == booked.room,
        here.status != "void",
        here.starts_at < booked.ends_at,
        here.ends_at > booked.starts_at,
    )
    if booked.id is not None:
        query = query.where(here.id != booked.id)
    with case.session.no_autoflush:
        case.session.scalars(select(Site.id).where(Site.id == booked.site_id).with_for_update())  # two desks, one room
        other = case.session.scalars(query.order_by(here.starts_at).limit(1)).first()
    if other is None:
        return None
    times = {"from_": f"{local(other.starts_at):%m-%d %H:%M}", "to": f"{local(other.ends_at):%H:%M}"}
    return Refusal(
        TAKEN.format(room=booked.room, user=other.user, number=other.number, **times), "starts_at", "002 职责31"
    )


class MeetingService(Record):
    """A booking of a meeting room."""

    __register__ = Register(
        label=L("会议服务登记", "Meeting-room service"),
        module=Module.service,
        switch="module.meeting_service",
        source=("002 职责31",),
        help=L(
            "预订会议室并写明需要的物品；同一会议室同一时间只能有一场，用完归档。",
            "Book a meeting room and say what it needs; one room holds one meeting at a time. Filed when it is over.",
        ),
        icon="calendar-days",
        prefix="HF2",
        aliases=("会议室预订",),
        title="user",
        list=("number", "starts_at", "ends_at", "room", "user", "headcount", "charge", "status"),
        sections=(
            Section(L("预订", "Booking"), "user", "room", "starts_at", "ends_at"),
            Section(L("准备与收费", "What it needs"), "headcount", "supplies", "charge"),
        ),
        search=("number", "user", "room", "supplies"),
        filters=("status", "room", "starts_at"),
        sort="-starts_at",
        rights=Rights(read=READERS, create=RECEPTION),
        flow=record_flow(close=RECEPTION),
        derive=tidied,
        guards=(ends_later, room_is_free),
        indexes=(("site_id", "room", "starts_at"),),
    )
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    user: Mapped[str] = string(
        L("使用方", "Used by"), required=True, help=L("业主、公司或部门名称。", "Owner, firm or department.")
    )
    room: Mapped[str] = string(
        L("会议室", "Room"),
        length=60,
        required=True,
        help=L("同一间请写同一个名称。", "Write the same room the same way."),
    )
    starts_at: Mapped[dt.datetime] = moment(L("开始", "Starts"), required=True)
    ends_at: Mapped[dt.datetime] = moment(L("结束", "Ends"), required=True)
    headcount: Mapped[int | None] = integer(L("人数", "People"), minimum=1)
    supplies: Mapped[str | None] = text(
        L("物品", "What to get ready"), help=L("例如：投影、茶水、桌签", "For example: projector, tea, name plates")
    )
    charge: Mapped[Decimal | None] = money(L("收费", "Charge"), minimum=0)
