"""One believable row of every register of module ``safety``, filed through ``workflow.create`` by the one who fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from models.spec import Actor
from seed.factories import Centre


def facility_patrol(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """公共区域巡查记录, as receptionist files it."""
    given = {
        "patrolled_at": centre.now,
        "route": "示例",
        "patroller": centre.staff("receptionist").id,
    }
    return centre.make("FacilityPatrol", given, by=by, **values)


def safety_check(centre: Centre, *, by: str | Actor | None = "security_lead", **values: Any) -> Any:
    """安全保密检查记录, as security_lead files it."""
    given = {
        "kind": "regular",
        "checked_on": centre.now.date(),
        "conclusion": "情况说明",
    }
    return centre.make("SafetyCheck", given, by=by, **values)


def fire_equipment(centre: Centre, *, by: str | Actor | None = "security_lead", **values: Any) -> Any:
    """消防器材保管台账, as security_lead files it."""
    given = {
        "name": "示例",
        "location": "示例",
        "custodian": centre.staff("receptionist").id,
        "condition": "good",
    }
    return centre.make("FireEquipment", given, by=by, **values)


def incident(centre: Centre, *, by: str | Actor | None = "technician", **values: Any) -> Any:
    """事故及差错报告, as technician files it."""
    given = {
        "kind": "fire",
        "happened_at": centre.now,
        "place": "示例",
        "facts": "情况说明",
        "major": False,
    }
    return centre.make("Incident", given, by=by, **values)


def restricted_entry(centre: Centre, *, by: str | Actor | None = "guard", **values: Any) -> Any:
    """监控室档案室进入登记, as guard files it."""
    given = {
        "area": "monitor",
        "visitor": "示例",
        "organisation": "示例",
        "id_number": "110101199001010000",
        "reason": "情况说明",
        "escort": centre.staff("receptionist").id,
    }
    return centre.make("RestrictedEntry", given, by=by, **values)


def hot_work_permit(centre: Centre, *, by: str | Actor | None = "technician", **values: Any) -> Any:
    """动火审批单, as technician files it."""
    given = {
        "place": "示例",
        "work": "情况说明",
        "operator": "示例",
        "guardian": centre.staff("receptionist").id,
        "date_from": centre.now,
        "date_to": centre.now,
        "measures": "情况说明",
        "reason": "情况说明",
    }
    return centre.make("HotWorkPermit", given, by=by, **values)


EXAMPLES: Mapping[str, Callable[..., Any]] = {
    "FacilityPatrol": facility_patrol,
    "SafetyCheck": safety_check,
    "FireEquipment": fire_equipment,
    "Incident": incident,
    "RestrictedEntry": restricted_entry,
    "HotWorkPermit": hot_work_permit,
}
