"""公共区域巡查记录: rounds through the common areas, and the repairs that come of them (002 职责5; 003 (三); R-E13, R-A13)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.base.follow_up import open_action
from models.base.moments import not_ahead
from models.declare import Record, choice, flag, moment, ref, rows, string
from models.spec import (
    DESK,
    STAY,
    Case,
    Creates,
    Default,
    Effect,
    Flow,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    Transition,
    altered,
    record_flow,
)

PATROLS = (Role.receptionist, Role.cs_supervisor, Role.guard, Role.engineering_lead)


class PatrolKind(LabelEnum):
    """What is looked at (002 职责5)."""

    facility = "facility", "公共设施", "Common facilities"
    fire = "fire", "消防设施", "Fire protection"
    environment = "environment", "环境卫生", "Cleanliness"
    advert = "advert", "广告宣传", "Advertisements"
    order = "order", "秩序", "Order"
    vehicle = "vehicle", "车辆停放", "Parking"


TRADES = {PatrolKind.facility: "public", PatrolKind.fire: "public"}
"""The trade of a repair by what was looked at; ``other`` for the rest."""


def failed(patrol: Any) -> list[Any]:
    """Return the lines that were not in order."""
    return [row for row in patrol.items if row.ok is False]


def unrepaired(patrol: Any) -> Any | None:
    """Return the first line not in order that no repair order was opened for."""
    return next((row for row in failed(patrol) if row.repair_order_id is None), None)


def words(row: Any) -> str:
    """Return a line as the repair order says it."""
    return f"{row.item}：{row.problem}" if row.problem else str(row.item)


def problems_named(case: Case) -> Refusal | None:
    """Refuse a line not in order that doesn't say what was wrong (002 职责5)."""
    for at, row in enumerate(case.record.items):
        if row.ok is False and not row.problem:
            sentence = L("“{item}”有问题，请写明。", "“{item}” was not in order; please write what was wrong.")
            return Refusal(sentence.format(item=row.item), f"items-{at}-problem", "002 职责5")
    return None


def needs_repair(case: Case) -> Refusal | None:
    """Refuse to open an order where every problem has one."""
    if unrepaired(case.record) is not None:
        return None
    return Refusal(L("没有待报修的问题。", "No problem is waiting for a repair order."))


def has_problem(case: Case) -> Refusal | None:
    """Refuse a corrective action where nothing was wrong."""
    if failed(case.record):
        return None
    return Refusal(L("没有发现问题。", "No problem was found."))


def as_repair(patrol: Any) -> dict[str, Any]:
    """Return what the repair order of a common part takes over from the first problem without one."""
    row = unrepaired(patrol)
    return {
        "scope": "public",
        "location": f"{patrol.route} {row.item}"[:120] if row is not None else patrol.route,
        "reporter": patrol.patroller.name,
        "phone": patrol.patroller.phone,
        "category": TRADES.get(row.kind, "other") if row is not None else None,
        "content": words(row) if row is not None else None,
    }


def ordered(case: Case) -> list[Effect]:
    """Note the order just opened beside the problem it came from."""
    first = unrepaired(case.record)
    lines = [
        {
            "id": row.id,
            "kind": row.kind,
            "item": row.item,
            "repair_order": case.via.id if row is first else row.repair_order_id,
        }
        for row in case.record.items
    ]
    return [Set("items", lines)]


def as_action(patrol: Any) -> dict[str, Any]:
    """Return what a corrective action takes over from the patrol."""
    return {"origin": "inspection", "problem": "\n".join(words(row) for row in failed(patrol))}


def _flow() -> Flow:
    record = record_flow(close=PATROLS)
    repair = Transition(
        name="open_repair",
        label=L("开公共维修单", "Open a repair order"),
        source=("open", "closed"),
        to=STAY,
        roles=DESK,
        only=(needs_repair,),
        creates=Creates(register="RepairOrder", prefill=as_repair),
        effects=ordered,
        clause="002 职责5; 004 §7.4.11",
        done=L("{number}的问题已开维修单。", "A repair order was opened for {number}."),
    )
    action = open_action(("open", "closed"), as_action, only=(has_problem,), clause="002 职责5; C-38")
    return altered(record, repair, action)


class FacilityPatrol(Record):
    """One round."""

    __register__ = Register(
        label=L("公共区域巡查记录", "Common-area patrol"),
        module=Module.safety,
        source=("002 职责5", "003 (三)"),
        help=L(
            "巡查公共设施、消防、卫生、广告、秩序和停车：一项一行，有问题的写明；前台可由问题直接开公共维修单。",
            "Rounds by facilities, fire protection, cleanliness, advertisements, order and parking: a line each; the desk opens "
            "a repair order straight from a problem.",
        ),
        icon="map-pin",
        prefix="XC2",
        aliases=("巡视记录", "设施环境巡查"),
        title="route",
        list=("number", "patrolled_at", "route", "patroller", "corrective_action", "status"),
        sections=(
            Section(L("巡查", "Round"), "patrolled_at", "route", "patroller"),
            Section(L("检查项", "Items"), "items", "corrective_action"),
        ),
        search=("number", "route", "patroller"),
        filters=("status", "patroller", "patrolled_at"),
        sort="-patrolled_at",
        happened="patrolled_at",
        daily=(Role.guard, Role.security_lead),
        rights=Rights(
            read=(*DESK, Role.guard, Role.security_lead, Role.engineering_lead, Role.director, Role.hq_quality),
            create=PATROLS,
        ),
        flow=_flow(),
        guards=(problems_named, not_ahead("patrolled_at")),
        print=("form",),
    )

    patrolled_at: Mapped[dt.datetime] = moment(L("时间", "Time"), required=True, default=Default.NOW)
    route: Mapped[str] = string(L("路线/区域", "Route or area"), required=True)
    items: Mapped[list[Any]] = rows(
        L("检查项", "Items"),
        kind=choice(PatrolKind, L("类别", "Kind"), required=True),
        item=string(L("检查项", "Item"), required=True),
        ok=flag(L("正常", "In order")),
        problem=string(L("问题", "Problem"), length=400),
        repair_order=ref("RepairOrder", L("维修单", "Repair order")),
    )
    patroller: Mapped[Any] = ref("Staff", L("巡查人", "Patrolled by"), required=True, default=Default.ME)
    patroller_id: Mapped[int]
    corrective_action: Mapped[Any] = ref("CorrectiveAction", L("纠正措施", "Corrective action"), system=True)
    corrective_action_id: Mapped[int | None]
