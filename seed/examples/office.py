"""One believable row of every register of module ``office``, filed through ``workflow.create`` by the one who fills it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from models.spec import ALL_SITE_ROLES, Actor, Role
from seed.factories import Centre

By = str | Actor | None
DAY = dt.timedelta(days=1)


def today(centre: Centre) -> dt.date:
    """The centre's day."""
    return centre.now.date()


def me(centre: Centre, by: By, otherwise: str) -> int:
    """The staff record of who files the paper (``otherwise`` for the system or an account without one)."""
    if isinstance(by, Actor):
        return by.staff_id or centre.staff(otherwise).id
    return centre.staff(otherwise if by is None or Role(by) in ALL_SITE_ROLES else by).id


def office_environment_check(centre: Centre, *, by: By = "receptionist", **values: Any) -> Any:
    """办公环境核查表 of the front desk, all in order."""
    given = {
        "day": today(centre),
        "area": "front_desk",
        "items": [
            {"item": "桌面整齐无尘、无无关物品", "ok": True},
            {"item": "门窗明亮、地面整洁", "ok": False, "note": "门口有水渍，已擦净并放防滑垫"},
        ],
        "tools_ready": True,
        "checker": me(centre, by, "receptionist"),
    }
    return centre.make("OfficeEnvironmentCheck", given, by=by, **values)


def assigned_task(centre: Centre, *, by: By = "director", **values: Any) -> Any:
    """领导交办事项督办单: the director's, for the receptionist."""
    given = {
        "matter": "统计三号楼近三个月的漏水报修，列出重复报修的住户",
        "assignee": centre.staff("receptionist").id,
        "due_on": today(centre) + 5 * DAY,
        "kind": "task",
    }
    return centre.make("AssignedTask", given, by=by, **values)


def proposal(centre: Centre, *, by: By = "cs_supervisor", **values: Any) -> Any:
    """部门建议单 about the desk's hours."""
    given = {
        "kind": "idea",
        "content": "周六上午增设一名接待专员，方便上班族交费报修",
        "expected": "减少周一集中来访，提高当场办结率",
    }
    return centre.make("Proposal", given, by=by, **values)


def work_plan(centre: Centre, *, by: By = "cs_supervisor", **values: Any) -> Any:
    """工作计划 of the department for next month."""
    given = {
        "kind": "work",
        "period_kind": "month",
        "period_from": dt.date(2026, 12, 1),
        "period_to": dt.date(2026, 12, 31),
        "department": centre.department().id,
        "items": [
            {
                "goal": "维修回访率不低于 98%",
                "measure": "每日清点未回访任务单",
                "owner": centre.staff("receptionist").id,
                "due_on": dt.date(2026, 12, 31),
            }
        ],
    }
    return centre.make("WorkPlan", given, by=by, **values)


def work_summary(centre: Centre, *, by: By = "technician", **values: Any) -> Any:
    """工作总结 of the week."""
    given = {
        "period_kind": "week",
        "period_from": dt.date(2026, 11, 16),
        "period_to": dt.date(2026, 11, 22),
        "achievements": "完成入户维修 12 单，公共照明巡查两遍",
        "shortcomings": "两单改约未及时备案",
        "next_steps": "改约当场登记；检查各单元应急灯",
        "author": me(centre, by, "technician"),
    }
    return centre.make("WorkSummary", given, by=by, **values)


def daily_log(centre: Centre, *, by: By = "technician", **values: Any) -> Any:
    """个人工作控制日清记录表 of the technician's day."""
    given = {
        "day": today(centre),
        "author": me(centre, by, "technician"),
        "tasks": [
            {"task": "三号楼水管维修", "planned": True, "result": "done"},
            {"task": "水泵房巡查", "planned": True, "result": "not_done", "reason": "等配件，明天到货"},
        ],
        "tomorrow": "补做水泵房巡查",
    }
    return centre.make("DailyLog", given, by=by, **values)


def meeting(centre: Centre, *, by: By = "cs_supervisor", **values: Any) -> Any:
    """会议记录 of a weekly meeting with one thing to be done."""
    given = {
        "kind": "weekly",
        "starts_at": centre.now - dt.timedelta(hours=1),
        "host": me(centre, by, "cs_supervisor"),
        "attendees": [
            {"staff": centre.staff("receptionist").id, "present": True},
            {"staff": centre.staff("technician").id, "present": False, "reason": "三号楼抢修"},
        ],
        "review": "本周报修 31 单，两单超时到场",
        "actions": [
            {"task": "整理超时原因", "owner": centre.staff("receptionist").id, "due_on": today(centre) + 3 * DAY}
        ],
    }
    return centre.make("Meeting", given, by=by, **values)


def shift_handover(centre: Centre, *, by: By = "receptionist", **values: Any) -> Any:
    """交接班记录 from the receptionist to the reception lead."""
    giver = me(centre, by, "receptionist")
    given = {
        "shift": "day",
        "handed_at": centre.now,
        "giver": giver,
        "taker": centre.staff("reception_lead").id,
        "notices": "明日停水两小时，已贴公告",
        "suggestions": "有业主希望延长快递代收时间",
    }
    return centre.make("ShiftHandover", given, by=by, **values)


def duty_log(centre: Centre, *, by: By = "receptionist", **values: Any) -> Any:
    """值班记录 of a quiet day."""
    given = {
        "kind": "duty",
        "day": today(centre),
        "shift": "day",
        "staff": me(centre, by, "receptionist"),
        "events": [{"at": dt.time(9, 40), "event": "二号楼电梯困人报警", "treatment": "已通知维保，十分钟内解困"}],
    }
    return centre.make("DutyLog", given, by=by, **values)


def escalation_report(centre: Centre, *, by: By = "technician", **values: Any) -> Any:
    """请示报告 of the technician, step by step."""
    given = {
        "matter": "beyond",
        "facts": "二号楼水泵轴承异响，需厂家拆检，超出本岗位权限",
        "proposal": "联系厂家三天内上门，期间切换备用泵",
        "urgent": False,
    }
    return centre.make("EscalationReport", given, by=by, **values)


def regulation(centre: Centre, *, by: By = "hr_admin", **values: Any) -> Any:
    """规章制度 drafted by administration."""
    given = {
        "title": "前台接待服务规范",
        "category": "standard",
        "version_no": "A/0",
        "effective_on": dt.date(2026, 12, 1),
        "body": "一、铃响三声内接听；二、先问好再报单位名称。",
    }
    return centre.make("Regulation", given, by=by, **values)


def official_document(centre: Centre, *, by: By = "hr_admin", **values: Any) -> Any:
    """行政发文: a letter sent; every one gets the next document number."""
    given = {
        "title": "关于冬季供暖安排的通知",
        "doc_no": f"蓝物发〔2026〕{centre.tick(1):%d%H%M}号",
        "direction": "outgoing",
        "issued_on": today(centre),
        "recipients": "各部门",
        "body": "供暖自 11 月 15 日起，请各部门做好巡查。",
    }
    return centre.make("OfficialDocument", given, by=by, **values)


def archive_item(centre: Centre, *, by: By = "hr_admin", **values: Any) -> Any:
    """档案登记 of the lift's maintenance contract."""
    given = {
        "title": "电梯维保合同",
        "category": "contract",
        "year": 2026,
        "place": "档案室 2 柜 3 层",
        "confidential": True,
    }
    return centre.make("ArchiveItem", given, by=by, **values)


def case_study(centre: Centre, *, by: By = "reception_lead", **values: Any) -> Any:
    """案例 of a promise not kept."""
    given = {
        "title": "一次改约没有备案引起的投诉",
        "facts": "维修人员改约后未告诉前台，业主白等半天后投诉。",
        "analysis": "改约没有当场登记，前台不知情。",
        "lesson": "改约必须先登记、再答复业主。",
    }
    return centre.make("CaseStudy", given, by=by, **values)


def community_event(centre: Centre, *, by: By = "reception_lead", **values: Any) -> Any:
    """社区文化活动 held yesterday."""
    given = {
        "kind": "culture",
        "title": "邻里包饺子",
        "held_at": centre.now - DAY,
        "place": "社区活动室",
        "plan": "邀请四十户，分八桌包饺子，下午三点开始",
        "budget": "1200.00",
        "safety_plan": "电磁炉由工程部接线，保安两人维持秩序",
        "staffing": [{"staff": centre.staff("receptionist").id, "task": "签到、拍照"}],
    }
    return centre.make("CommunityEvent", given, by=by, **values)


def reception_event(centre: Centre, *, by: By = "hr_admin", **values: Any) -> Any:
    """接待活动: colleagues from another estate."""
    given = {
        "guests": "翠湖小区服务中心一行",
        "organisation": "翠湖小区",
        "visited_at": centre.now,
        "headcount": 6,
        "purpose": "参观前台服务",
        "host": me(centre, by, "hr_admin"),
    }
    return centre.make("ReceptionEvent", given, by=by, **values)


def external_contact(centre: Centre, *, by: By = "cs_supervisor", **values: Any) -> Any:
    """对外联系记录 with the neighbourhood office."""
    given = {
        "organisation": "幸福街道办事处",
        "person": "物业科老师",
        "phone": "19900009001",
        "contacted_at": centre.now,
        "matter": "商议加装充电桩的公示流程",
        "result": "下周一送交公示材料",
    }
    return centre.make("ExternalContact", given, by=by, **values)


def honour(centre: Centre, *, by: By = "cs_supervisor", **values: Any) -> Any:
    """创优评比与荣誉: a contest to be judged next month."""
    given = {
        "title": "物业管理示范项目",
        "level": "市级",
        "awarded_by": "市物业管理协会",
        "awarded_on": dt.date(2026, 12, 18),
        "preparation": [{"item": "整理服务档案", "owner": centre.staff("receptionist").id, "done": False}],
    }
    return centre.make("Honour", given, by=by, **values)


def system_audit(centre: Centre, *, by: By = "cs_supervisor", **values: Any) -> Any:
    """三体系记录 of an internal audit with one finding."""
    given = {
        "system": "quality",
        "kind": "internal_audit",
        "on": today(centre),
        "findings": [{"clause": "8.5.2", "finding": "两份任务单无业主签字"}],
        "conclusion": "体系运行基本有效，一项不符合限期整改",
    }
    return centre.make("SystemAudit", given, by=by, **values)


def publicity(centre: Centre, *, by: By = "receptionist", **values: Any) -> Any:
    """品牌宣传记录 on the notice board."""
    given = {
        "topic": "冬季用电用气安全",
        "medium": "board",
        "published_on": today(centre),
        "content": "离家关阀断电，不私拉电线。",
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


def _written(register: str, **values: Any) -> Callable[[Centre, str], Any]:
    """Rows that involve whoever wrote them; ``values`` keep them apart from the example's own."""

    def make(centre: Centre, role: str) -> Any:
        return None if Role(role) in ALL_SITE_ROLES else EXAMPLES[register](centre, by=role, **values)

    return make


def _named(register: str, field: str, by: str) -> Callable[[Centre, str], Any]:
    """Rows filed by another that name the role's holder."""

    def make(centre: Centre, role: str) -> Any:
        if Role(role) in ALL_SITE_ROLES:
            return None
        return EXAMPLES[register](centre, by=by, **{field: centre.staff(role).id})

    return make


INVOLVING: Mapping[str, Callable[[Centre, str], Any]] = {
    "AssignedTask": _named("AssignedTask", "assignee", "director"),
    "Proposal": _written("Proposal"),
    "WorkPlan": _written("WorkPlan"),
    "WorkSummary": _written(
        "WorkSummary", period_kind="day", period_from=dt.date(2026, 11, 18), period_to=dt.date(2026, 11, 18)
    ),
    "DailyLog": _written("DailyLog", day=dt.date(2026, 11, 18)),
    "ShiftHandover": _named("ShiftHandover", "taker", "receptionist"),
    "EscalationReport": _written("EscalationReport"),
    "ReceptionEvent": _named("ReceptionEvent", "host", "cs_supervisor"),
}
