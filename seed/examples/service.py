"""One believable row of every register of module ``service``, filed through ``workflow.create`` by the one who fills it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from models import by_name
from models.service.key_item import KeyItem
from models.spec import Actor
from seed.factories import SIGNATURE, Centre


def service_check(centre: Centre, *, by: str | Actor | None = "reception_lead", **values: Any) -> Any:
    """服务过程检验单 about the receptionist, with one failed point."""
    points = [
        {"item": "起身问好", "standard": "三米内起身，使用礼貌用语", "result": "pass"},
        {"item": "登记齐全", "standard": "姓名、房号、电话、内容齐全", "result": "fail", "note": "漏登联系电话"},
    ]
    given = {
        "checked_on": centre.now.date(),
        "service": "reception",
        "staff": centre.staff("receptionist").id,
        "items": points,
        "conclusion": "fail",
    }
    return centre.make("ServiceCheck", given, by=by, **values)


def household_visit(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """巡访记录表 of a visit to a family that has just moved in."""
    given = {
        "visited_at": centre.now,
        "unit": centre.unit().id,
        "interviewee": "周女士",
        "purpose": "新入住走访",
        "opinion": "希望单元门口增加照明",
        "treatment": "已转工程部查看",
        "visitor": centre.staff("receptionist").id,
    }
    return centre.make("HouseholdVisit", given, by=by, **values)


def owner_suggestion(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """业主意见征询表 from the suggestion box."""
    given = {
        "received_on": centre.now.date(),
        "channel": "box",
        "topic": "绿化",
        "content": "建议南门两侧补种灌木，减少灰尘",
        "improvement": "纳入明年春季补种计划",
    }
    return centre.make("OwnerSuggestion", given, by=by, **values)


def satisfaction_survey(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """满意度调查 of a quarter with two questions and one home's answer."""
    given = {
        "title": "2026 年第三季度业主满意度调查",
        "period_from": dt.date(2026, 7, 1),
        "period_to": dt.date(2026, 9, 30),
        "households_sent": 30,
        "questions": [{"item": "维修及时"}, {"item": "接待热情"}],
        "answers": [{"unit": centre.unit().id, "interviewee": "周女士", "scores": "5 4"}],
        "analysis": "总体满意，维修及时性仍需提高。",
    }
    return centre.make("SatisfactionSurvey", given, by=by, **values)


def customer_forum(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """客户座谈会记录 with one opinion that is settled."""
    line = {
        "unit": centre.unit().id,
        "opinion": "夏季垃圾桶应每日清洗",
        "owner_department": centre.department().id,
        "done": True,
    }
    given = {
        "held_at": centre.now,
        "place": "社区活动室",
        "host": centre.staff("cs_supervisor").id,
        "attendees": "3 号楼业主代表 6 人",
        "opinions": [line],
        "summary": "就环境卫生听取意见。",
    }
    return centre.make("CustomerForum", given, by=by, **values)


def custody_item(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """寄存及代收物品登记 of a box the owner left."""
    given = {
        "kind": "storage",
        "unit": centre.unit().id,
        "depositor": "周女士",
        "description": "纸箱 1 件",
        "received_at": centre.now,
        "location": "前台储物柜 2 号",
        "depositor_sign": SIGNATURE,
    }
    return centre.make("CustodyItem", given, by=by, **values)


def key_item(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """钥匙登记 of a switch room, two copies."""
    taken = set(centre.session.scalars(select(KeyItem.label)))
    label = next(t for n in range(1, 100) if (t := f"配电-{n:02}") not in taken)
    given = {
        "label": label,
        "kind": "equipment",
        "location": "3 号楼配电室",
        "copies": 2,
        "keeper": centre.staff("receptionist").id,
    }
    return centre.make("KeyItem", given, by=by, **values)


def key_loan(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """钥匙借用登记 by the technician, to be back in two hours."""
    given = {
        "borrower": "韩师傅",
        "purpose": "检修电表",
        "lent_at": centre.now,
        "due_at": centre.now + dt.timedelta(hours=2),
        "borrower_sign": SIGNATURE,
    }
    if "key" not in values:
        given["key"] = key_item(centre).id
    return centre.make("KeyLoan", given, by=by, **values)


def listing_entrustment(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """房屋租售委托 of a home to let."""
    given = {
        "unit": centre.unit().id,
        "owner": centre.owner(centre.unit()).id,
        "deal": "let",
        "asking_price": Decimal("2800.00"),
        "terms": "两室一厅带家具，半年起租",
    }
    return centre.make("ListingEntrustment", given, by=by, **values)


def special_service(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """特色/特约服务单 for the technician."""
    given = {
        "unit": centre.unit().id,
        "requester": "周女士",
        "phone": "19800000001",
        "service": "安装窗帘杆",
        "appointment_at": centre.now + dt.timedelta(hours=3),
        "assignee": centre.staff("technician").id,
    }
    return centre.make("SpecialService", given, by=by, **values)


def announcement(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """公告通知 to owners about a water cut."""
    given = {
        "title": "关于 11 月 25 日停水的通知",
        "kind": "public",
        "body": "因供水管道检修，11 月 25 日 9:00 至 17:00 停水，请提前储水。",
        "published_from": centre.now.date(),
        "places": "各单元门厅",
    }
    return centre.make("Announcement", given, by=by, **values)


def knowledge_article(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """统一答复口径/设施介绍 on when decoration may be noisy."""
    given = {
        "question": "装修什么时间可以施工？",
        "answer": "工作日 8:00–12:00、14:00–18:00，节假日不得有噪声施工。",
        "kind": "answer",
        "category": "装修",
    }
    return centre.make("KnowledgeArticle", given, by=by, **values)


def coordination(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """跨部门协调记录 on the lights of an entrance, the technician's to do."""
    given = {
        "matter": "3 号楼 1 单元门口照明不足",
        "departments": [centre.department().id],
        "agreed": "工程部加装感应灯，客服部回复业主",
        "owner": centre.staff("technician").id,
        "due_on": (centre.now + dt.timedelta(days=7)).date(),
    }
    return centre.make("Coordination", given, by=by, **values)


def meeting_service(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """会议服务登记 of a morning in the first meeting room; each example takes the next free hour."""
    model = by_name("MeetingService")
    booked = len(centre.session.scalars(select(model.id)).all())
    starts = centre.now + dt.timedelta(hours=2 * booked)
    given = {
        "user": "业主委员会",
        "room": "一号会议室",
        "starts_at": starts,
        "ends_at": starts + dt.timedelta(hours=1),
        "headcount": 8,
        "supplies": "茶水、投影",
    }
    return centre.make("MeetingService", given, by=by, **values)


def _checked(centre: Centre, role: str) -> Any:
    by = "cs_supervisor" if role == "reception_lead" else "reception_lead"
    return service_check(centre, by=by, staff=centre.staff(role).id) if role != "sysadmin" else None


def _for_the_technician(centre: Centre, role: str) -> Any:
    return special_service(centre, assignee=centre.staff(role).id)


def _agreed(centre: Centre, role: str) -> Any:
    return coordination(centre, owner=centre.staff(role).id) if role != "sysadmin" else None


INVOLVING: Mapping[str, Callable[[Centre, str], Any]] = {
    "ServiceCheck": _checked,
    "SpecialService": _for_the_technician,
    "Coordination": _agreed,
}
"""How a row comes to involve the first holder of a role, by the registers whose readers see their own rows only."""

EXAMPLES: Mapping[str, Callable[..., Any]] = {
    "ServiceCheck": service_check,
    "HouseholdVisit": household_visit,
    "OwnerSuggestion": owner_suggestion,
    "SatisfactionSurvey": satisfaction_survey,
    "CustomerForum": customer_forum,
    "CustodyItem": custody_item,
    "KeyItem": key_item,
    "KeyLoan": key_loan,
    "ListingEntrustment": listing_entrustment,
    "SpecialService": special_service,
    "Announcement": announcement,
    "KnowledgeArticle": knowledge_article,
    "Coordination": coordination,
    "MeetingService": meeting_service,
}
