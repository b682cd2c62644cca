"""One believable row of every register of module ``safety``, filed through ``workflow.create`` by the one who fills it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from models.spec import ALL_SITE_ROLES, Actor, Role
from seed.factories import Centre


def facility_patrol(centre: Centre, *, by: str | Actor | None = "guard", **values: Any) -> Any:
    """公共区域巡查记录, as a guard files it: one problem waits for a repair order."""
    given = {
        "patrolled_at": centre.now,
        "route": "3号楼及周边",
        "items": [
            {"kind": "order", "item": "单元门禁", "ok": True},
            {"kind": "facility", "item": "1单元楼道灯", "ok": False, "problem": "三层不亮"},
        ],
    }
    return centre.make("FacilityPatrol", given, by=by, **values)


def safety_check(centre: Centre, *, by: str | Actor | None = "security_lead", **values: Any) -> Any:
    """安全保密检查记录, as security_lead files it: one item failed."""
    given = {
        "kind": "regular",
        "checked_on": centre.now.date(),
        "items": [
            {"item": "power", "ok": True},
            {"item": "socket", "ok": False, "problem": "档案室插座松动"},
            {"item": "fire_hazard", "ok": True},
            {"item": "file_control", "ok": True},
        ],
        "conclusion": "总体良好，插座松动当日更换。",
    }
    return centre.make("SafetyCheck", given, by=by, **values)


def fire_equipment(centre: Centre, *, by: str | Actor | None = "security_lead", **values: Any) -> Any:
    """消防器材保管台账, as security_lead files it."""
    given = {
        "name": "干粉灭火器 4kg",
        "location": "客服前台东侧",
        "custodian": centre.staff("receptionist").id,
        "valid_until": centre.now.date() + dt.timedelta(days=300),
        "condition": "good",
    }
    return centre.make("FireEquipment", given, by=by, **values)


def incident(centre: Centre, *, by: str | Actor | None = "technician", **values: Any) -> Any:
    """事故及差错报告, as technician files it."""
    given = {
        "kind": "error",
        "happened_at": centre.now,
        "place": "3号楼水泵房",
        "facts": "检修后忘记复位阀门，二单元停水四十分钟。",
        "treatment": "发现后立即复位并向住户致歉。",
        "major": False,
    }
    return centre.make("Incident", given, by=by, **values)


def restricted_entry(centre: Centre, *, by: str | Actor | None = "guard", **values: Any) -> Any:
    """监控室档案室进入登记, as guard files it."""
    given = {
        "area": "monitor",
        "visitor": "冯工",
        "organisation": "安防设备公司",
        "id_number": "110101199001010000",
        "reason": "检修录像机",
        "escort": centre.staff("guard").id,
    }
    return centre.make("RestrictedEntry", given, by=by, **values)


def hot_work_permit(centre: Centre, *, by: str | Actor | None = "technician", **values: Any) -> Any:
    """动火审批单, as technician files it."""
    given = {
        "place": "地下一层水泵房",
        "work": "更换管道，电焊两处。",
        "operator": "外协焊工苗师傅",
        "guardian": centre.staff("receptionist").id,
        "date_from": centre.now + dt.timedelta(days=1),
        "date_to": centre.now + dt.timedelta(days=1, hours=3),
        "measures": "清空周边可燃物，备两具灭火器，接火盆。",
        "reason": "管道渗漏，只能焊接。",
    }
    return centre.make("HotWorkPermit", given, by=by, **values)


def _watched(centre: Centre, role: str) -> Any:
    """Hot work that the role's holder watches over; head office and the administrator have no staff record."""
    if Role(role) in ALL_SITE_ROLES:
        return None
    return hot_work_permit(centre, by="engineering_lead", guardian=centre.staff(role).id)


INVOLVING: Mapping[str, Callable[[Centre, str], Any]] = {
    "Incident": lambda centre, role: incident(centre, by=role),
    "HotWorkPermit": _watched,
}
"""Reports a person wrote, hot work he watches over."""

EXAMPLES: Mapping[str, Callable[..., Any]] = {
    "FacilityPatrol": facility_patrol,
    "SafetyCheck": safety_check,
    "FireEquipment": fire_equipment,
    "Incident": incident,
    "RestrictedEntry": restricted_entry,
    "HotWorkPermit": hot_work_permit,
}
