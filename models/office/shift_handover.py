"""交接班记录: one shift hands over to the next, who takes it himself (001 会议制度 §1; 004 §7.3; C-15, C-16; T-74)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from models.base.moments import LOCAL, local, not_ahead
from models.base.rules import is_new, referred
from models.base.staff import Staff
from models.declare import Record, choice, moment, ref, rows, string, text
from models.office.duty_log import DutyLog, DutyLogKind, Shift
from models.office.papers import DEPARTMENT
from models.spec import (
    NOW,
    RECEPTION,
    STAY,
    Case,
    Default,
    DueRule,
    Effect,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    State,
    Tell,
    Tone,
    Transition,
    Unit,
    asks,
    flow,
)

if TYPE_CHECKING:
    from models.service.service_log import ServiceLog  # noqa: F401 - named by a reference of the child rows

SHIFTS = (Role.receptionist, Role.reception_lead, Role.guard, Role.technician)
LEADERS = (Role.reception_lead, Role.cs_supervisor, Role.engineering_lead, Role.security_lead)
ORDERS_OPEN = ("registered", "dispatched", "arrived", "completed")
"""States of a repair order in which the next shift still has something to do."""
MOST = 200
"""Lines of unfinished work kept at most."""


class Unfinished(LabelEnum):
    """What is left over."""

    order = "order", "维修任务单", "Repair order"
    complaint = "complaint", "投诉", "Complaint"


def two_people(case: Case) -> Refusal | None:
    """Refuse a hand-over to oneself."""
    paper = case.record
    if paper.giver_id is None or paper.giver_id != paper.taker_id:
        return None
    return Refusal(L("交班人和接班人不能是同一人。", "Giver and taker must be two people."), "taker", "001 会议制度 §1")


def given_by_himself(case: Case) -> Refusal | None:
    """Refuse a hand-over filed in another's name; his lead may file it for him."""
    paper = case.record
    if case.actor.system or not is_new(paper):
        return None
    giver = referred(case, "giver", Staff)
    if giver is None or giver.id == case.actor.staff_id or case.actor.holds(paper.site_id, *LEADERS):
        return None
    words = L("交班由本人登记，请让{name}用自己的账号填写。", "A shift is handed over by oneself; have {name} file it.")
    return Refusal(words.format(name=giver.name), "giver", "001 会议制度 §1")


def unfinished(case: Case) -> list[dict[str, Any]]:
    """Return the site's open repair orders and complaints, oldest first: number, state, since when; no customer's name."""
    from models.service.complaint import Complaint  # noqa: PLC0415 - services know nothing of the office
    from models.service.repair_order import RepairOrder  # noqa: PLC0415 - as above

    site = case.record.site_id
    out: list[dict[str, Any]] = []
    orders = (
        select(RepairOrder)
        .where(RepairOrder.site_id == site, RepairOrder.status.in_(ORDERS_OPEN))
        .order_by(RepairOrder.reported_at)
        .limit(MOST)
    )
    complaints = (
        select(Complaint)
        .where(Complaint.site_id == site, Complaint.status != "closed")
        .order_by(Complaint.received_at)
        .limit(MOST)
    )
    for kind, query, since in (
        (Unfinished.order, orders, "reported_at"),
        (Unfinished.complaint, complaints, "received_at"),
    ):
        for paper in case.session.scalars(query):
            state = type(paper).__register__.flow.state(paper.status).label
            words = f"{state.zh} / {state.en}"  # frozen: it reads the same to both, whatever the register says later
            out.append({"kind": kind, "doc": paper.number, "stage": words, "since": getattr(paper, since)})
    return out


def night_log_of(case: Case) -> int | None:
    """Return the night log of who hands over, of the day before or today."""
    paper = case.record
    day = local(paper.handed_at).date()
    query = (
        select(DutyLog.id)
        .where(
            DutyLog.site_id == paper.site_id,
            DutyLog.kind == DutyLogKind.night,
            DutyLog.staff_id == paper.giver_id,
            DutyLog.day.in_((day, day - dt.timedelta(days=1))),
            DutyLog.status != "void",
        )
        .order_by(DutyLog.day.desc())
        .limit(1)
    )
    found: int | None = case.session.scalars(query).first()
    return found


def night_ends(case: Case) -> dt.datetime | None:
    """Return the moment a night hand-over must be taken by: 8:40 of that morning, by the site's setting (T-74)."""
    paper = case.record
    until = case.setting("handover.night_until")
    if paper.shift != Shift.night or until is None or paper.handed_at is None:
        return None
    handed = local(paper.handed_at)
    day = handed.date() if handed.hour < 12 else handed.date() + dt.timedelta(days=1)
    return dt.datetime.combine(day, until, LOCAL).astimezone(dt.UTC)


def at_the_hour(case: Case) -> list[Effect]:
    """Keep what is unfinished as it stands when the shift is handed over; it stays so. Find the night log."""
    paper = case.record
    if paper.handed_at is None:
        return []
    out: list[Effect] = [Set("night_until", night_ends(case))]
    if not is_new(paper):
        return out
    out.append(Set("unfinished", unfinished(case)))
    if paper.shift == Shift.night and paper.night_log_id is None and (found := night_log_of(case)) is not None:
        out.append(Set("night_log", found))
    return out


def told_to_take(case: Case) -> list[Effect]:
    """Tell whoever is to take over."""
    del case
    return [Tell(("@taker",), L("{who}向您交班（{number}），请确认接班。", "{who} hands over to you ({number})."))]


class ShiftHandover(Record):
    """A shift handed over."""

    __register__ = Register(
        label=L("交接班记录", "Shift handover record"),
        module=Module.office,
        source=("001 会议制度 §1", "002 职责11", "004 §7.3 与值夜班人员交接"),
        help=L(
            "交班人写明业务变动、通知、建议和设备情况；未完任务单和投诉自动列出并定格。接班人本人点“接班确认”。",
            "Who goes writes what changed; open orders and complaints are listed and kept as they stand. Who comes confirms "
            "it himself.",
        ),
        icon="repeat",
        prefix="JJ",
        aliases=("交接班本", "交接记录"),
        title="shift",
        list=("number", "handed_at", "shift", "giver", "taker", "taken_at", "status"),
        sections=(
            Section(L("交接", "Handover"), "shift", "handed_at", "giver", "taker", "taken_at", "night_log"),
            Section(
                L("交班内容", "What is handed over"),
                "business_changes",
                "notices",
                "suggestions",
                "complaints",
                "equipment_changes",
            ),
            Section(L("未完事项", "Unfinished"), "unfinished"),
            Section(L("落实", "Arranged"), "arranged"),
        ),
        search=("number", "giver", "taker", "business_changes", "notices", "equipment_changes"),
        filters=("status", "shift", "handed_at", "giver", "taker"),
        sort="-handed_at",
        happened="handed_at",
        daily=SHIFTS,
        rights=Rights(
            read=(*DEPARTMENT, Role.engineering_lead, Role.security_lead),
            own=(Role.guard, Role.technician),
            create=SHIFTS,
            edit=(),
        ),
        locked_rights=("do:take",),
        flow=flow(
            (
                State(name="given", label=L("已交班", "Handed over"), tone=Tone.amber, editable=True),
                State(name="taken", label=L("已接班", "Taken over"), tone=Tone.green),
            ),
            (
                Transition(
                    name="take",
                    label=L("接班确认", "Take over"),
                    source=("given",),
                    to="taken",
                    roles=("@taker",),
                    never=("giver",),
                    asks=asks(optional=("arranged",)),
                    sets={"taken_at": NOW},
                    primary=True,
                    clause="001 会议制度 §1; 004 §7.3",
                    done=L(
                        "{number}已接班，未完事项由您跟进。", "{number} is taken over; what is unfinished is yours."
                    ),
                ),
                Transition(
                    name="arrange",
                    label=L("登记落实", "Record arrangements"),
                    source=("taken",),
                    to=STAY,
                    roles=("@taker", *RECEPTION),
                    asks=asks("arranged"),
                    clause="004 §7.3",
                    done=L("{number}的落实情况已登记。", "Arrangements of {number} are recorded."),
                ),
            ),
        ),
        deadlines=(
            DueRule(
                name="take",
                label=L("接班确认", "Taken over"),
                starts="handed_at",
                stops="taken_at",
                unit=Unit.minutes,
                limit=30,
                setting="handover.minutes",
                suggested=True,
                accountable=("@taker",),
                clause="001 会议制度 §1",
            ),
            DueRule(
                name="take_night",
                label=L("夜班交接", "Night hand-over"),
                starts="handed_at",
                stops="taken_at",
                unit=Unit.at_field,
                field="night_until",
                setting="handover.night_until",
                applies=lambda paper: paper.night_until is not None,
                accountable=("@taker",),
                clause="004 §7.3; T-74",
            ),
        ),
        guards=(two_people, given_by_himself, not_ahead("handed_at")),
        derive=at_the_hour,
        on_create=told_to_take,
    )

    shift: Mapped[Shift] = choice(Shift, L("班次", "Shift"), required=True)
    handed_at: Mapped[dt.datetime] = moment(L("交班时间", "Handed over at"), required=True, default=Default.NOW)
    giver: Mapped[Staff] = ref("Staff", L("交班人", "Given by"), required=True, default=Default.ME, involves=True)
    giver_id: Mapped[int]
    taker: Mapped[Staff] = ref("Staff", L("接班人", "Taken by"), required=True, involves=True)
    taker_id: Mapped[int]
    taken_at: Mapped[dt.datetime | None] = moment(L("接班时间", "Taken over at"), system=True)
    night_until: Mapped[dt.datetime | None] = moment(L("夜班交接截止", "Night hand-over ends"), system=True)
    business_changes: Mapped[str | None] = text(L("业务增加变动", "Changes of business"))
    notices: Mapped[str | None] = text(L("上级通知", "Notices from above"))
    suggestions: Mapped[str | None] = text(L("客户建议", "Customers' suggestions"))
    complaints: Mapped[str | None] = text(L("投诉及流程", "Complaints and how they stand"))
    equipment_changes: Mapped[str | None] = text(L("设备变动", "Changes of equipment"))
    unfinished: Mapped[list[Any]] = rows(
        L("未完事项", "Unfinished"),
        options={"kept": True},
        kind=choice(Unfinished, L("类别", "Kind")),
        doc=string(L("单号", "Number"), length=40),
        stage=string(L("当时状态", "State then"), length=40),
        since=moment(L("登记时间", "Since")),
    )
    night_log: Mapped[DutyLog | None] = ref(
        "DutyLog",
        L("夜班记录", "Night log"),
        help=L("夜班交班会自动找到本人的夜班记录。", "A night shift finds its own log by itself."),
    )
    night_log_id: Mapped[int | None]
    arranged: Mapped[list[Any]] = rows(
        L("需处理问题安排", "Arranged"),
        task=string(L("问题", "Problem"), length=200, required=True),
        owner=ref("Staff", L("落实人", "Who")),
        log=ref("ServiceLog", L("服务登记", "Service register")),
        result=string(L("结果", "Result"), length=200),
    )
