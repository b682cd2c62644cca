"""员工宿舍登记: who sleeps where; one bed, one person at a time (002 职责17; R-F06)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Index, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from models.base.moments import in_order, today
from models.base.staff import Staff
from models.declare import Record, date, ref, string, text
from models.hr.people import works_here
from models.spec import (
    RECEPTION,
    Case,
    L,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    altered,
    asks,
    record_flow,
)

KEEPERS = (Role.hr_admin, *RECEPTION)
TAKEN = sql("moved_out_on IS NULL AND status = 'open'")
BED_TAKEN = L(
    "{room} 室 {bed} 床已有登记（{number}{who}）。先退宿或改那一条。",
    "Bed {bed} of room {room} is registered already ({number}{who}). Move that one out, or change that entry.",
)
HAS_BED = L(
    "{name}已住 {room} 室 {bed} 床，请先退宿。", "{name} has bed {bed} of room {room}; move him out of it first."
)
EMPTY_BED = L("这张床还没有人住，没有可退的。", "Nobody sleeps in this bed yet; there is nobody to move out.")


def one_bed_one_person(case: Case) -> Refusal | None:
    """Refuse a bed that is taken, and a second bed for the same person (catalogue; 002 职责17)."""
    stay = case.record
    if stay.moved_out_on is not None or stay.status not in {None, "open"}:
        return None
    here = select(DormitoryBed).where(
        DormitoryBed.site_id == stay.site_id,
        DormitoryBed.moved_out_on.is_(None),
        DormitoryBed.status == "open",
        DormitoryBed.id != (stay.id or 0),
    )
    at = case.session.scalars(here.where(DormitoryBed.room == stay.room, DormitoryBed.bed == stay.bed).limit(1)).first()
    if at is not None:
        who = f" {at.staff.name}" if at.staff is not None else ""
        return Refusal(BED_TAKEN.format(room=at.room, bed=at.bed, number=at.number, who=who), "bed", "002 职责17")
    person = stay.staff_id if stay.staff_id is not None else getattr(stay.staff, "id", None)
    other = case.session.scalars(here.where(DormitoryBed.staff_id == person).limit(1)).first() if person else None
    if other is not None:
        words = HAS_BED.format(name=other.staff.name, room=other.room, bed=other.bed)
        return Refusal(words, "staff", "002 职责17")
    return None


def somebody_sleeps_here(case: Case) -> Refusal | None:
    """Refuse to move nobody out."""
    return None if case.record.staff_id is not None else Refusal(EMPTY_BED)


def moved_in(case: Case) -> list[Set]:
    """Return today as the day of moving in where somebody was named and no day given."""
    stay = case.record
    person = stay.staff_id is not None or stay.staff is not None
    return [Set("moved_in_on", today(case))] if person and stay.moved_in_on is None else []


class DormitoryBed(Record):
    """A bed, and who sleeps in it."""

    __table_args__ = (
        Index(
            "uq_dormitory_bed_taken", "site_id", "room", "bed", unique=True, sqlite_where=TAKEN, postgresql_where=TAKEN
        ),
        Index("uq_dormitory_bed_person", "staff_id", unique=True, sqlite_where=TAKEN, postgresql_where=TAKEN),
    )
    __register__ = Register(
        label=L("员工宿舍登记", "Staff dormitory"),
        module=Module.hr,
        switch="module.dormitory",
        source=("002 职责17",),
        help=L(
            "一张床一条登记，填上员工即为入住；退宿时点“退宿”，再住人另登一条。离职前须退宿。",
            "One entry a bed; with an employee named it is taken. Move him out when he leaves; the next one is a new entry.",
        ),
        icon="house",
        prefix="SS",
        aliases=("宿舍床位", "退宿登记"),
        title="room",
        list=("number", "room", "bed", "staff", "moved_in_on", "moved_out_on", "status"),
        sections=(
            Section(L("床位", "Bed"), "room", "bed", "inventory"),
            Section(L("入住", "Moved in"), "staff", "moved_in_on"),
            Section(L("检查与退宿", "Check and moving out"), "condition", "moved_out_on"),
        ),
        search=("number", "room", "bed", "staff", "inventory"),
        filters=("status", "room", "staff", "moved_in_on", "moved_out_on"),
        sort="-id",
        rights=Rights(
            read=(*KEEPERS, Role.cs_supervisor, Role.director, Role.cashier, Role.hq_quality),
            own=(Role.staff,),
            create=KEEPERS,
            export=(Role.director, Role.hr_admin),
            import_=(Role.hr_admin, Role.sysadmin),
        ),
        flow=altered(
            record_flow(close=KEEPERS, standing=True),
            close={
                "label": L("退宿", "Move out"),
                "asks": asks("moved_out_on", optional=("condition",)),
                "guards": (somebody_sleeps_here, in_order("moved_in_on", "moved_out_on")),
                "bulk": False,
                "clause": "002 职责17",
                "done": L("{number}已退宿。", "{number}: moved out."),
            },
        ),
        derive=moved_in,
        guards=(one_bed_one_person, works_here("staff"), in_order("moved_in_on", "moved_out_on")),
    )

    room: Mapped[str] = string(L("房间", "Room"), length=40, required=True)
    bed: Mapped[str] = string(L("床位", "Bed"), length=20, required=True)
    staff: Mapped[Staff | None] = ref("Staff", L("入住员工", "Who sleeps here"), about=True)
    staff_id: Mapped[int | None]
    moved_in_on: Mapped[dt.date | None] = date(L("入住日期", "Moved in on"))
    moved_out_on: Mapped[dt.date | None] = date(L("退宿日期", "Moved out on"))
    inventory: Mapped[str | None] = text(L("物品", "Furniture and keys"))
    condition: Mapped[str | None] = text(L("检查情况", "What was found"))
