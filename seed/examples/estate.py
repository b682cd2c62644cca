"""One believable row of every register of module ``estate``, filed through ``workflow.create`` by the one who fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from models.spec import Actor
from seed.examples.base import example
from seed.factories import Centre


def handover_plan(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """业主收房活动方案, as cs_supervisor files it."""
    given = {
        "title": "示例",
        "date_from": centre.now.date(),
        "date_to": centre.now.date(),
        "plan": "情况说明",
    }
    return centre.make("HandoverPlan", given, by=by, **values)


def residency_change(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """迁入迁出登记, as receptionist files it."""
    given = {
        "kind": "handover",
        "unit": centre.unit().id,
        "resident": centre.owner(centre.unit()).id,
        "happened_on": centre.now.date(),
    }
    return centre.make("ResidencyChange", given, by=by, **values)


def takeover_plan(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """物业接管验收方案, as cs_supervisor files it."""
    given = {
        "title": "示例",
        "plan": "情况说明",
    }
    return centre.make("TakeoverPlan", given, by=by, **values)


def takeover_inspection(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """物业承接查验记录, as cs_supervisor files it."""
    given = {
        "area": "示例",
        "inspected_on": centre.now.date(),
        "conclusion": "accept",
    }
    return centre.make("TakeoverInspection", given, by=by, **values)


def decoration_application(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """装修申请, as receptionist files it."""
    given = {
        "unit": centre.unit().id,
        "applicant": centre.owner(centre.unit()).id,
        "contractor": "示例",
        "contractor_head": "示例",
        "contractor_phone": "19800000001",
        "scope": "情况说明",
        "date_from": centre.now.date(),
        "date_to": centre.now.date(),
    }
    return centre.make("DecorationApplication", given, by=by, **values)


def decoration_patrol(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """装修巡查记录, as receptionist files it."""
    given = {
        "application": example(centre, "DecorationApplication").id,
        "patrolled_at": centre.now,
        "violation": False,
    }
    return centre.make("DecorationPatrol", given, by=by, **values)


def rectification_notice(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """装修违章整改通知书, as cs_supervisor files it."""
    given = {
        "application": example(centre, "DecorationApplication").id,
        "violation": "structure",
        "major": False,
        "description": "情况说明",
        "measures": ["stop"],
    }
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
