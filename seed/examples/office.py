"""One believable row of every register of module ``office``, filed through ``workflow.create`` by the one who fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from models.spec import Actor
from seed.factories import Centre


def office_environment_check(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """办公环境核查表, as receptionist files it."""
    given = {
        "day": centre.now.date(),
        "tools_ready": False,
        "checker": centre.staff("receptionist").id,
    }
    return centre.make("OfficeEnvironmentCheck", given, by=by, **values)


def assigned_task(centre: Centre, *, by: str | Actor | None = "director", **values: Any) -> Any:
    """领导交办事项督办单, as director files it."""
    given = {
        "matter": "情况说明",
        "assigned_by": centre.staff("receptionist").id,
        "assignee": centre.staff("receptionist").id,
        "due_on": centre.now.date(),
    }
    return centre.make("AssignedTask", given, by=by, **values)


def proposal(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """部门建议单, as cs_supervisor files it."""
    given = {
        "kind": "quality",
        "content": "情况说明",
    }
    return centre.make("Proposal", given, by=by, **values)


def work_plan(centre: Centre, *, by: str | Actor | None = "director", **values: Any) -> Any:
    """工作计划, as director files it."""
    given = {
        "kind": "work",
        "period_kind": "year",
        "period_from": centre.now.date(),
        "period_to": centre.now.date(),
    }
    return centre.make("WorkPlan", given, by=by, **values)


def work_summary(centre: Centre, *, by: str | Actor | None = "technician", **values: Any) -> Any:
    """工作总结, as technician files it."""
    given = {
        "period_kind": "day",
        "period_from": centre.now.date(),
        "period_to": centre.now.date(),
        "achievements": "情况说明",
        "next_steps": "情况说明",
        "author": centre.staff("receptionist").id,
    }
    return centre.make("WorkSummary", given, by=by, **values)


def daily_log(centre: Centre, *, by: str | Actor | None = "technician", **values: Any) -> Any:
    """个人工作控制日清记录表, as technician files it."""
    given = {
        "day": centre.now.date(),
        "author": centre.staff("receptionist").id,
    }
    return centre.make("DailyLog", given, by=by, **values)


def meeting(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """会议记录, as cs_supervisor files it."""
    given = {
        "kind": "weekly",
        "starts_at": centre.now,
        "host": centre.staff("receptionist").id,
        "review": "情况说明",
    }
    return centre.make("Meeting", given, by=by, **values)


def shift_handover(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """交接班记录, as receptionist files it."""
    given = {
        "shift": "day",
        "handed_at": centre.now,
        "giver": centre.staff("receptionist").id,
        "taker": centre.staff("receptionist").id,
    }
    return centre.make("ShiftHandover", given, by=by, **values)


def duty_log(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """值班记录, as receptionist files it."""
    given = {
        "kind": "duty",
        "day": centre.now.date(),
        "shift": "day",
        "staff": centre.staff("receptionist").id,
    }
    return centre.make("DutyLog", given, by=by, **values)


def escalation_report(centre: Centre, *, by: str | Actor | None = "technician", **values: Any) -> Any:
    """请示报告, as technician files it."""
    given = {
        "matter": "error",
        "facts": "情况说明",
        "proposal": "情况说明",
        "urgent": False,
    }
    return centre.make("EscalationReport", given, by=by, **values)


def regulation(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """规章制度, as cs_supervisor files it."""
    given = {
        "title": "示例",
        "category": "duty",
        "version_no": "示例",
        "effective_on": centre.now.date(),
        "body": "情况说明",
    }
    return centre.make("Regulation", given, by=by, **values)


def official_document(centre: Centre, *, by: str | Actor | None = "hr_admin", **values: Any) -> Any:
    """行政发文, as hr_admin files it."""
    given = {
        "title": "示例",
        "doc_no": "示例",
        "direction": "incoming",
        "issued_on": centre.now.date(),
    }
    return centre.make("OfficialDocument", given, by=by, **values)


def archive_item(centre: Centre, *, by: str | Actor | None = "hr_admin", **values: Any) -> Any:
    """档案登记, as hr_admin files it."""
    given = {
        "title": "示例",
        "category": "owner",
        "year": 2026,
        "place": "示例",
        "confidential": False,
    }
    return centre.make("ArchiveItem", given, by=by, **values)


def case_study(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """案例, as cs_supervisor files it."""
    given = {
        "title": "示例",
        "facts": "情况说明",
        "analysis": "情况说明",
        "lesson": "情况说明",
    }
    return centre.make("CaseStudy", given, by=by, **values)


def community_event(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """社区文化活动, as cs_supervisor files it."""
    given = {
        "kind": "culture",
        "title": "示例",
        "held_at": centre.now,
        "place": "示例",
        "plan": "情况说明",
        "safety_plan": "情况说明",
    }
    return centre.make("CommunityEvent", given, by=by, **values)


def reception_event(centre: Centre, *, by: str | Actor | None = "hr_admin", **values: Any) -> Any:
    """接待活动, as hr_admin files it."""
    given = {
        "guests": "示例",
        "organisation": "示例",
        "visited_at": centre.now,
        "purpose": "示例",
        "host": centre.staff("receptionist").id,
    }
    return centre.make("ReceptionEvent", given, by=by, **values)


def external_contact(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """对外联系记录, as cs_supervisor files it."""
    given = {
        "organisation": "示例",
        "contacted_at": centre.now,
        "matter": "情况说明",
    }
    return centre.make("ExternalContact", given, by=by, **values)


def honour(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """创优评比与荣誉, as cs_supervisor files it."""
    given = {
        "title": "示例",
        "level": "示例",
        "awarded_by": "示例",
        "awarded_on": centre.now.date(),
    }
    return centre.make("Honour", given, by=by, **values)


def system_audit(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """三体系记录, as cs_supervisor files it."""
    given = {
        "system": "quality",
        "kind": "document",
        "on": centre.now.date(),
        "conclusion": "情况说明",
    }
    return centre.make("SystemAudit", given, by=by, **values)


def publicity(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """品牌宣传记录, as cs_supervisor files it."""
    given = {
        "topic": "示例",
        "medium": "board",
        "published_on": centre.now.date(),
    }
    return centre.make("Publicity", given, by=by, **values)


EXAMPLES: Mapping[str, Callable[..., Any]] = {
    "OfficeEnvironmentCheck": office_environment_check,
    "AssignedTask": assigned_task,
    "Proposal": proposal,
    "WorkPlan": work_plan,
    "WorkSummary": work_summary,
    "DailyLog": daily_log,
    "Meeting": meeting,
    "ShiftHandover": shift_handover,
    "DutyLog": duty_log,
    "EscalationReport": escalation_report,
    "Regulation": regulation,
    "OfficialDocument": official_document,
    "ArchiveItem": archive_item,
    "CaseStudy": case_study,
    "CommunityEvent": community_event,
    "ReceptionEvent": reception_event,
    "ExternalContact": external_contact,
    "Honour": honour,
    "SystemAudit": system_audit,
    "Publicity": publicity,
}
