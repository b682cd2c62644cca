"""Every transition of the registers of module ``service``; read ``flow_tables`` for how a line is read."""

from typing import Any

from seed.examples import example
from seed.factories import Centre
from tests.workflow import stages

# Filled by reception_lead, cs_supervisor.
SERVICE_CHECK = """
submit   | draft                    | submitted | reception_lead cs_supervisor |
approve  | submitted                | approved  | cs_supervisor                |
return_  | submitted                | draft     | cs_supervisor                | reason
reject   | submitted                | rejected  | cs_supervisor                | reason
withdraw | submitted                | draft     | reception_lead               |
void     | draft submitted approved | void      | cs_supervisor director       | reason
"""


def _service_check(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "ServiceCheck"), state, "reception_lead", ("cs_supervisor",))


# Filled by receptionist, reception_lead, cs_supervisor.
HOUSEHOLD_VISIT = """
close | open        | closed | receptionist reception_lead cs_supervisor |
void  | open closed | void   | cs_supervisor director                    | reason
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
"""


def _satisfaction_survey(centre: Centre, state: str) -> Any:
    return stages.approval(
        centre, example(centre, "SatisfactionSurvey"), state, "cs_supervisor", ("director", "hq_quality")
    )


# Filled by cs_supervisor.
CUSTOMER_FORUM = """
close | open        | closed | cs_supervisor          |
void  | open closed | void   | cs_supervisor director | reason
"""


def _customer_forum(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "CustomerForum"), state, "cs_supervisor")


# Filled by receptionist, reception_lead.
KEY_ITEM = """
close | open        | closed | receptionist reception_lead |
void  | open closed | void   | cs_supervisor director      | reason
"""


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
"""


def _knowledge_article(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "KnowledgeArticle"), state, "receptionist", ("cs_supervisor",))


# Filled by cs_supervisor, reception_lead.
COORDINATION = """
close | open        | closed | cs_supervisor reception_lead |
void  | open closed | void   | cs_supervisor director       | reason
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
    ("KeyItem", "KeyItem", KEY_ITEM, _key_item, "open closed void"),
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
