"""Every transition of the registers of module ``service``; read ``flow_tables`` for how a line is read."""

import datetime as dt
from decimal import Decimal
from typing import Any

from models import by_name
from seed.examples import example
from seed.factories import SIGNATURE, Centre
from tests.workflow import stages

# Filled by reception_lead, cs_supervisor.
SERVICE_CHECK = """
submit   | draft                    | submitted | reception_lead cs_supervisor |
approve  | submitted                | approved  | cs_supervisor                |
return_  | submitted                | draft     | cs_supervisor                | reason
reject   | submitted                | rejected  | cs_supervisor                | reason
withdraw | submitted                | draft     | reception_lead               |
void     | draft submitted approved | void      | cs_supervisor director       | reason
open_action | submitted approved    | =         | reception_lead cs_supervisor |
"""


def _service_check(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "ServiceCheck"), state, "reception_lead", ("cs_supervisor",))


# Filled by receptionist, reception_lead, cs_supervisor.
HOUSEHOLD_VISIT = """
close | open        | closed | receptionist reception_lead cs_supervisor |
void  | open closed | void   | cs_supervisor director                    | reason
to_log        | open closed | = | receptionist reception_lead cs_supervisor |
to_suggestion | open closed | = | receptionist reception_lead cs_supervisor |
"""


def _household_visit(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "HouseholdVisit"), state, "receptionist")


# Filled by receptionist, reception_lead, cs_supervisor.
OWNER_SUGGESTION = """
submit   | draft                    | submitted | receptionist reception_lead cs_supervisor |
approve  | submitted                | approved  | cs_supervisor                             |
return_  | submitted                | draft     | cs_supervisor                             | reason
reject   | submitted                | rejected  | cs_supervisor                             | reason
withdraw | submitted                | draft     | receptionist                              |
void     | draft submitted approved | void      | cs_supervisor director                    | reason
reply      | approved           | =         | receptionist reception_lead cs_supervisor | reply
coordinate | submitted approved | =         | reception_lead cs_supervisor              |
"""


def _owner_suggestion(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "OwnerSuggestion"), state, "receptionist", ("cs_supervisor",))


# Filled by cs_supervisor, reception_lead.
SATISFACTION_SURVEY = """
submit   | draft                                | submitted | cs_supervisor reception_lead |
approve  | submitted                            | submitted | director                     |
approve  | submitted/2                          | approved  | hq_quality                   |
return_  | submitted                            | draft     | director                     | reason
return_  | submitted/2                          | draft     | hq_quality                   | reason
reject   | submitted                            | rejected  | director                     | reason
reject   | submitted/2                          | rejected  | hq_quality                   | reason
withdraw | submitted                            | draft     | cs_supervisor                |
void     | draft submitted submitted/2 approved | void      | cs_supervisor director       | reason
open_action | submitted submitted/2 approved    | =         | cs_supervisor reception_lead |
"""


def _satisfaction_survey(centre: Centre, state: str) -> Any:
    return stages.approval(
        centre, example(centre, "SatisfactionSurvey"), state, "cs_supervisor", ("director", "hq_quality")
    )


# Filled by cs_supervisor.
CUSTOMER_FORUM = """
close | open        | closed | cs_supervisor          |
void  | open closed | void   | cs_supervisor director | reason
to_suggestions | open | =   | cs_supervisor          |
"""


def _customer_forum(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "CustomerForum"), state, "cs_supervisor")


# Filled by receptionist, reception_lead, guard.
CUSTODY_ITEM = """
collect     | kept | collected | receptionist reception_lead guard head | recipient id_checked collector_sign
return_item | kept | returned  | receptionist reception_lead guard head | reason
void        | kept | void      | cs_supervisor director            | reason
"""


def _custody_item(centre: Centre, state: str) -> Any:
    paper = example(centre, "CustodyItem")
    if state == "collected":
        centre.do(paper, "collect", "guard", recipient="周女士", id_checked=True, collector_sign=SIGNATURE)
    if state == "returned":
        centre.do(paper, "return_item", "receptionist", reason="业主拒收")
    return centre.do(paper, "void", "director", reason="填错") if state == "void" else paper


# Filled by receptionist, reception_lead; a copy is free.
KEY_ITEM = """
close | open        | closed | receptionist reception_lead |
void  | open closed | void   | cs_supervisor director      | reason
lend  | open        | =      | receptionist reception_lead |
"""

# Filled by receptionist, reception_lead.
KEY_LOAN = """
give_back | lent | returned | receptionist reception_lead | return_sign
lose      | lent | lost     | receptionist reception_lead | reason
void      | lent | void     | cs_supervisor director      | reason
"""


def _key_loan(centre: Centre, state: str) -> Any:
    paper = example(centre, "KeyLoan")
    if state == "returned":
        centre.do(paper, "give_back", "receptionist", return_sign=SIGNATURE)
    if state == "lost":
        centre.do(paper, "lose", "reception_lead", reason="施工中遗失")
    return centre.do(paper, "void", "director", reason="填错") if state == "void" else paper


# Filled by receptionist, reception_lead, cs_supervisor; what was dealt waits for the receipt of its fee.
LISTING_ENTRUSTMENT = """
deal_done        | listed       | dealt     | reception_lead cs_supervisor              | counterparty closed_on fee
record_receipt   | dealt        | =         | receptionist reception_lead cs_supervisor | receipt
withdraw_listing | listed       | withdrawn | reception_lead cs_supervisor              | reason
void             | listed dealt | void      | cs_supervisor director                    | reason
"""


def _deal(centre: Centre) -> dict[str, Any]:
    return {"counterparty": "吴先生", "closed_on": centre.now.date(), "fee": Decimal("500.00")}


def _listing_entrustment(centre: Centre, state: str) -> Any:
    paper = example(centre, "ListingEntrustment")
    if state == "dealt":
        centre.do(paper, "deal_done", "reception_lead", **_deal(centre))
    if state == "withdrawn":
        centre.do(paper, "withdraw_listing", "cs_supervisor", reason="业主自住")
    return centre.do(paper, "void", "director", reason="填错") if state == "void" else paper


# Filled by receptionist, reception_lead; the technician on it may finish it.
SPECIAL_SERVICE = """
finish | booked | done      | receptionist reception_lead technician | result
cancel | booked | cancelled | receptionist reception_lead            | reason
void   | booked | void      | cs_supervisor director                 | reason
"""


def _special_service(centre: Centre, state: str) -> Any:
    paper = example(centre, "SpecialService")
    if state == "done":
        centre.do(paper, "finish", "technician", result="已装好")
    if state == "cancelled":
        centre.do(paper, "cancel", "receptionist", reason="业主改期")
    return centre.do(paper, "void", "director", reason="填错") if state == "void" else paper


def _key_item(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "KeyItem"), state, "receptionist")


# Filled by receptionist, reception_lead, cs_supervisor, hr_admin.
ANNOUNCEMENT = """
submit   | draft                    | submitted | receptionist reception_lead cs_supervisor hr_admin |
approve  | submitted                | approved  | director                                           |
return_  | submitted                | draft     | director                                           | reason
reject   | submitted                | rejected  | director                                           | reason
withdraw | submitted                | draft     | receptionist                                       |
void     | draft submitted approved | void      | cs_supervisor director                             | reason
take_down | approved                | =         | receptionist reception_lead cs_supervisor hr_admin | removed_on
"""


def _announcement(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "Announcement"), state, "receptionist", ("director",))


# Filled by receptionist, reception_lead, cs_supervisor.
KNOWLEDGE_ARTICLE = """
submit   | draft                    | submitted | receptionist reception_lead cs_supervisor |
approve  | submitted                | approved  | cs_supervisor                             |
return_  | submitted                | draft     | cs_supervisor                             | reason
reject   | submitted                | rejected  | cs_supervisor                             | reason
withdraw | submitted                | draft     | receptionist                              |
void     | draft submitted approved | void      | cs_supervisor director                    | reason
revise   | approved                 | draft     | receptionist reception_lead cs_supervisor | reason
"""


def _knowledge_article(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "KnowledgeArticle"), state, "receptionist", ("cs_supervisor",))


# Filled by cs_supervisor, reception_lead; the technician is responsible.
COORDINATION = """
close | open        | closed | cs_supervisor reception_lead technician |
void  | open closed | void   | cs_supervisor director                  | reason
"""


def _coordination(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "Coordination"), state, "cs_supervisor")


# Filled by receptionist, reception_lead.
MEETING_SERVICE = """
close | open        | closed | receptionist reception_lead |
void  | open closed | void   | cs_supervisor director      | reason
"""


def _meeting_service(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "MeetingService"), state, "receptionist")


def answers(centre: Centre, record: Any, transition: str) -> dict[str, Any] | None:
    """What the steps of these registers ask, by step and where needed by register."""
    today = centre.now.date()
    action = {"responsible": centre.staff("receptionist").id, "due_on": today + dt.timedelta(days=7)}
    if transition == "void":
        return None
    if isinstance(record, by_name("ListingEntrustment")) and transition in {"deal_done", "record_receipt"}:
        receipt = {"receipt": example(centre, "Receipt").id}
        return {**_deal(centre), **receipt} if transition == "deal_done" else receipt
    if isinstance(record, by_name("OwnerSuggestion")) and transition == "reply":
        return {"reply": "已列入明年春季补种计划"}
    every: dict[str, dict[str, Any]] = {
        "open_action": action,
        "to_suggestion": {"topic": "照明"},
        "to_log": {"kind": "request"},
        "coordinate": {"departments": [centre.department().id], "agreed": "工程部查看后回复"},
        "collect": {"recipient": "周女士", "id_checked": True, "collector_sign": SIGNATURE},
        "return_item": {"reason": "业主拒收"},
        "lend": {"borrower": "韩师傅", "purpose": "检修", "due_at": centre.now + dt.timedelta(hours=1), "borrower_sign": SIGNATURE},
        "give_back": {"return_sign": SIGNATURE},
        "lose": {"reason": "施工中遗失"},
        "withdraw_listing": {"reason": "业主自住"},
        "finish": {"result": "已装好"},
        "take_down": {"removed_on": today},
        "check_service": {"checked_on": today, "conclusion": "pass"},
        "to_appointment": {"unit": centre.unit().id, "contact": "周女士", "owner_name": "周女士", "phone": "19800000001",
                           "appointment_at": centre.now + dt.timedelta(hours=5)},
        "to_special_service": {"unit": centre.unit().id, "phone": "19800000001", "service": "安装窗帘杆",
                               "appointment_at": centre.now + dt.timedelta(hours=5)},
    }  # fmt: skip
    return every.get(transition)


WAYS = (
    ("ServiceCheck", "ServiceCheck", SERVICE_CHECK, _service_check, "draft submitted approved rejected void"),
    ("HouseholdVisit", "HouseholdVisit", HOUSEHOLD_VISIT, _household_visit, "open closed void"),
    (
        "OwnerSuggestion",
        "OwnerSuggestion",
        OWNER_SUGGESTION,
        _owner_suggestion,
        "draft submitted approved rejected void",
    ),
    (
        "SatisfactionSurvey",
        "SatisfactionSurvey",
        SATISFACTION_SURVEY,
        _satisfaction_survey,
        "draft submitted submitted/2 approved rejected void",
    ),
    ("CustomerForum", "CustomerForum", CUSTOMER_FORUM, _customer_forum, "open closed void"),
    ("CustodyItem", "CustodyItem", CUSTODY_ITEM, _custody_item, "kept collected returned void"),
    ("KeyItem", "KeyItem", KEY_ITEM, _key_item, "open closed void"),
    ("KeyLoan", "KeyLoan", KEY_LOAN, _key_loan, "lent returned lost void"),
    (
        "ListingEntrustment",
        "ListingEntrustment",
        LISTING_ENTRUSTMENT,
        _listing_entrustment,
        "listed dealt withdrawn void",
    ),
    ("SpecialService", "SpecialService", SPECIAL_SERVICE, _special_service, "booked done cancelled void"),
    ("Announcement", "Announcement", ANNOUNCEMENT, _announcement, "draft submitted approved rejected void"),
    (
        "KnowledgeArticle",
        "KnowledgeArticle",
        KNOWLEDGE_ARTICLE,
        _knowledge_article,
        "draft submitted approved rejected void",
    ),
    ("Coordination", "Coordination", COORDINATION, _coordination, "open closed void"),
    ("MeetingService", "MeetingService", MEETING_SERVICE, _meeting_service, "open closed void"),
)
"""(name, register, table, how a document gets into a state, the states looked at)."""
