"""One believable row of every register of module ``estate``, filed through ``workflow.create`` by the one who fills it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from access import SYSTEM
from models.spec import Actor
from seed.examples.base import example
from seed.factories import Centre

_DAYS = itertools.count()
"""Bills of one home and fee each want a period of their own."""


def handover_plan(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """业主收房活动方案, as cs_supervisor files it."""
    day = centre.now.date() + dt.timedelta(days=14)
    given = {
        "title": "3号楼集中收房活动方案",
        "date_from": day,
        "date_to": day + dt.timedelta(days=2),
        "staffing": [{"staff": centre.staff("receptionist").id, "task": "核对业主资料、发放钥匙"}],
        "plan": "在物业大厅设接待、核资料、交费、领钥匙、验房五个点位，按预约时间分批办理。",
    }
    return centre.make("HandoverPlan", given, by=by, **values)


def residency_change(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """迁入迁出登记, as receptionist files it."""
    given = {
        "kind": "handover",
        "unit": centre.unit().id,
        "resident": centre.owner(centre.unit()).id,
        "happened_on": centre.now.date(),
        "papers": [{"item": "购房合同", "checked": True}, {"item": "身份证", "checked": True}],
        "meters": [{"meter": "水表", "reading": Decimal("12.30")}, {"meter": "电表", "reading": Decimal("105.00")}],
        "keys_handed": 5,
    }
    return centre.make("ResidencyChange", given, by=by, **values)


def takeover_plan(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """物业接管验收方案, as cs_supervisor files it."""
    given = {
        "title": "二期5号楼接管验收方案",
        "plan": "先查验图纸和设备清单，再逐层查验公共部位，最后抽查户内。",
        "staffing": [{"staff": centre.staff("engineering_lead").id, "task": "查验设备机房和管线"}],
    }
    return centre.make("TakeoverPlan", given, by=by, **values)


def takeover_inspection(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """物业承接查验记录, as cs_supervisor files it."""
    given = {
        "area": "5号楼1单元公共走廊",
        "inspected_on": centre.now.date(),
        "participants": "开发商工程部、工程主管、客服主管",
        "findings": [{"item": "三层楼道", "problem": "照明灯两盏不亮", "responsible": "开发商", "fixed": False}],
        "conclusion": "conditional",
    }
    return centre.make("TakeoverInspection", given, by=by, **values)


def decoration_application(
    centre: Centre, *, by: str | Actor | None = "receptionist", paid: bool = False, **values: Any
) -> Any:
    """装修申请, as receptionist files it; ``paid``: with the deposit held and the garbage fee received."""
    unit = values.get("unit") or centre.unit().id
    given = {
        "unit": unit,
        "applicant": centre.owner(centre.unit()).id,
        "contractor": "明居装饰工程队",
        "contractor_head": "韩工",
        "contractor_phone": "19800000021",
        "scope": "厨卫翻新、客厅铺地板，不动承重墙。",
        "date_from": centre.now.date(),
        "date_to": centre.now.date() + dt.timedelta(days=60),
        "workers": [{"name": "陶师傅", "pass_no": "Z001"}],
    }
    if paid:
        given["deposit"] = example(centre, "Deposit", unit=unit, kind="decoration").id
        given["garbage_fee"] = paid_bill(centre, unit).id
    return centre.make("DecorationApplication", given, by=by, **values)


def paid_bill(centre: Centre, unit: int) -> Any:
    """Return a paid bill of the home for the garbage fee, each of a month of its own."""
    first = dt.date(2020, 1, 1) + dt.timedelta(days=next(_DAYS))
    bill = example(centre, "Bill", unit=unit, period_from=first, period_to=first)
    return centre.do(bill, "receive", SYSTEM, taken=bill.amount)


def decoration_patrol(centre: Centre, *, by: str | Actor | None = "guard", **values: Any) -> Any:
    """装修巡查记录, as a guard files it: with a violation."""
    given = {
        "application": values.get("application") or example(centre, "DecorationApplication").id,
        "patrolled_at": centre.now,
        "violation": True,
        "items": [
            {"item": "施工人员证件", "ok": True},
            {"item": "建筑垃圾", "ok": False, "note": "沙袋堆在楼道"},
        ],
    }
    return centre.make("DecorationPatrol", given, by=by, **values)


def rectification_notice(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """装修违章整改通知书, as cs_supervisor files it: a deduction comes with a deposit to take it from."""
    deducts = "deduct" in values.get("measures", ())
    given = {
        "application": values.get("application") or example(centre, "DecorationApplication", paid=deducts).id,
        "violation": "garbage",
        "major": False,
        "description": "沙袋和建筑垃圾堆在楼道，影响通行。",
        "measures": ["rectify"],
        "due_on": centre.now.date() + dt.timedelta(days=3),
    }
    if deducts:
        given["deduction"] = Decimal("50.00")
    return centre.make("RectificationNotice", given, by=by, **values)


EXAMPLES: Mapping[str, Callable[..., Any]] = {
    "HandoverPlan": handover_plan,
    "ResidencyChange": residency_change,
    "TakeoverPlan": takeover_plan,
    "TakeoverInspection": takeover_inspection,
    "DecorationApplication": decoration_application,
    "DecorationPatrol": decoration_patrol,
    "RectificationNotice": rectification_notice,
}
