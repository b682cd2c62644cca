"""One believable row of every register of module ``service``, filed through ``workflow.create`` by the one who fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from models.spec import Actor
from seed.examples.base import example
from seed.factories import Centre


def service_check(centre: Centre, *, by: str | Actor | None = "reception_lead", **values: Any) -> Any:
    """服务过程检验单, as reception_lead files it."""
    given = {
        "checked_on": centre.now.date(),
        "service": "reception",
        "staff": centre.staff("receptionist").id,
        "conclusion": "pass",
    }
    return centre.make("ServiceCheck", given, by=by, **values)


def household_visit(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """巡访记录表, as receptionist files it."""
    given = {
        "visited_at": centre.now,
        "unit": centre.unit().id,
        "purpose": "示例",
        "visitor": centre.staff("receptionist").id,
    }
    return centre.make("HouseholdVisit", given, by=by, **values)


def owner_suggestion(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """业主意见征询表, as receptionist files it."""
    given = {
        "received_on": centre.now.date(),
        "channel": "survey",
        "topic": "示例",
        "content": "情况说明",
    }
    return centre.make("OwnerSuggestion", given, by=by, **values)


def satisfaction_survey(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """满意度调查, as cs_supervisor files it."""
    given = {
        "title": "示例",
        "period_from": centre.now.date(),
        "period_to": centre.now.date(),
    }
    return centre.make("SatisfactionSurvey", given, by=by, **values)


def customer_forum(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """客户座谈会记录, as cs_supervisor files it."""
    given = {
        "held_at": centre.now,
        "host": centre.staff("receptionist").id,
    }
    return centre.make("CustomerForum", given, by=by, **values)


def custody_item(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """寄存及代收物品登记, as receptionist files it."""
    given = {
        "kind": "storage",
        "unit": centre.unit().id,
        "depositor": "示例",
        "description": "示例",
        "received_at": centre.now,
    }
    return centre.make("CustodyItem", given, by=by, **values)


def key_item(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """钥匙登记, as receptionist files it."""
    given = {
        "label": "示例",
        "kind": "owner",
        "copies": 1,
        "keeper": centre.staff("receptionist").id,
    }
    return centre.make("KeyItem", given, by=by, **values)


def key_loan(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """钥匙借用登记, as receptionist files it."""
    given = {
        "key": example(centre, "KeyItem").id,
        "borrower": "示例",
        "purpose": "示例",
        "lent_at": centre.now,
        "due_at": centre.now,
    }
    return centre.make("KeyLoan", given, by=by, **values)


def listing_entrustment(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """房屋租售委托, as receptionist files it."""
    given = {
        "unit": centre.unit().id,
        "owner": centre.owner(centre.unit()).id,
        "deal": "let",
        "asking_price": Decimal("100.00"),
    }
    return centre.make("ListingEntrustment", given, by=by, **values)


def special_service(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """特色/特约服务单, as receptionist files it."""
    given = {
        "unit": centre.unit().id,
        "requester": "示例",
        "phone": "19800000001",
        "service": "示例",
        "appointment_at": centre.now,
    }
    return centre.make("SpecialService", given, by=by, **values)


def announcement(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """公告通知, as receptionist files it."""
    given = {
        "title": "示例",
        "kind": "public",
        "body": "情况说明",
        "published_from": centre.now.date(),
    }
    return centre.make("Announcement", given, by=by, **values)


def knowledge_article(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """统一答复口径/设施介绍, as receptionist files it."""
    given = {
        "question": "示例",
        "answer": "情况说明",
    }
    return centre.make("KnowledgeArticle", given, by=by, **values)


def coordination(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """跨部门协调记录, as cs_supervisor files it."""
    given = {
        "matter": "情况说明",
        "departments": [centre.department().id],
        "agreed": "情况说明",
    }
    return centre.make("Coordination", given, by=by, **values)


def meeting_service(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """会议服务登记, as receptionist files it."""
    given = {
        "user": "示例",
        "room": "示例",
        "starts_at": centre.now,
        "ends_at": centre.now,
    }
    return centre.make("MeetingService", given, by=by, **values)


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
