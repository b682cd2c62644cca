"""Every transition of the registers of module ``office``; read ``flow_tables`` for how a line is read."""

from typing import Any

from seed.examples import example
from seed.factories import Centre
from tests.workflow import stages

# Filled by receptionist, reception_lead.
OFFICE_ENVIRONMENT_CHECK = """
close | open        | closed | receptionist reception_lead |
void  | open closed | void   | cs_supervisor director      | reason
"""


def _office_environment_check(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "OfficeEnvironmentCheck"), state, "receptionist")


# Filled by cs_supervisor, reception_lead.
PROPOSAL = """
submit   | draft                    | submitted | cs_supervisor reception_lead |
approve  | submitted                | approved  | director                     |
return_  | submitted                | draft     | director                     | reason
reject   | submitted                | rejected  | director                     | reason
withdraw | submitted                | draft     | cs_supervisor                |
void     | draft submitted approved | void      | cs_supervisor director       | reason
"""


def _proposal(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "Proposal"), state, "cs_supervisor", ("director",))


# Filled by staff, receptionist, reception_lead, cs_supervisor.
WORK_SUMMARY = """
submit   | draft                                | submitted | technician             |
approve  | submitted                            | submitted | cs_supervisor          |
approve  | submitted/2                          | approved  | director               |
return_  | submitted                            | draft     | cs_supervisor          | reason
return_  | submitted/2                          | draft     | director               | reason
reject   | submitted                            | rejected  | cs_supervisor          | reason
reject   | submitted/2                          | rejected  | director               | reason
withdraw | submitted                            | draft     | technician             |
void     | draft submitted submitted/2 approved | void      | cs_supervisor director | reason
"""


def _work_summary(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "WorkSummary"), state, "technician", ("cs_supervisor", "director"))


# Filled by cs_supervisor, reception_lead, director, hr_admin.
MEETING = """
close | open        | closed | cs_supervisor reception_lead director hr_admin |
void  | open closed | void   | cs_supervisor director                         | reason
"""


def _meeting(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "Meeting"), state, "cs_supervisor")


# Filled by receptionist, guard, technician, reception_lead.
DUTY_LOG = """
close | open        | closed | receptionist guard technician reception_lead |
void  | open closed | void   | cs_supervisor director                       | reason
"""


def _duty_log(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "DutyLog"), state, "receptionist")


# Filled by cs_supervisor, hr_admin.
REGULATION = """
submit   | draft                                | submitted | cs_supervisor hr_admin |
approve  | submitted                            | submitted | cs_supervisor          |
approve  | submitted/2                          | approved  | director               |
return_  | submitted                            | draft     | cs_supervisor          | reason
return_  | submitted/2                          | draft     | director               | reason
reject   | submitted                            | rejected  | cs_supervisor          | reason
reject   | submitted/2                          | rejected  | director               | reason
withdraw | submitted                            | draft     | cs_supervisor          |
void     | draft submitted submitted/2 approved | void      | cs_supervisor director | reason
"""


def _regulation(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "Regulation"), state, "cs_supervisor", ("cs_supervisor", "director"))


# Filled by hr_admin, cs_supervisor.
OFFICIAL_DOCUMENT = """
submit   | draft                    | submitted | hr_admin cs_supervisor |
approve  | submitted                | approved  | director               |
return_  | submitted                | draft     | director               | reason
reject   | submitted                | rejected  | director               | reason
withdraw | submitted                | draft     | hr_admin               |
void     | draft submitted approved | void      | cs_supervisor director | reason
"""


def _official_document(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "OfficialDocument"), state, "hr_admin", ("director",))


# Filled by hr_admin, cs_supervisor, reception_lead.
ARCHIVE_ITEM = """
close | open        | closed | hr_admin cs_supervisor reception_lead |
void  | open closed | void   | cs_supervisor director                | reason
"""


def _archive_item(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "ArchiveItem"), state, "hr_admin")


# Filled by cs_supervisor, reception_lead.
CASE_STUDY = """
submit   | draft                    | submitted | cs_supervisor reception_lead |
approve  | submitted                | approved  | cs_supervisor                |
return_  | submitted                | draft     | cs_supervisor                | reason
reject   | submitted                | rejected  | cs_supervisor                | reason
withdraw | submitted                | draft     | cs_supervisor                |
void     | draft submitted approved | void      | cs_supervisor director       | reason
"""


def _case_study(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "CaseStudy"), state, "cs_supervisor", ("cs_supervisor",))


# Filled by cs_supervisor, reception_lead.
COMMUNITY_EVENT = """
submit   | draft                    | submitted | cs_supervisor reception_lead |
approve  | submitted                | approved  | director                     |
return_  | submitted                | draft     | director                     | reason
reject   | submitted                | rejected  | director                     | reason
withdraw | submitted                | draft     | cs_supervisor                |
void     | draft submitted approved | void      | cs_supervisor director       | reason
"""


def _community_event(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "CommunityEvent"), state, "cs_supervisor", ("director",))


# Filled by hr_admin, cs_supervisor.
RECEPTION_EVENT = """
close | open        | closed | hr_admin cs_supervisor |
void  | open closed | void   | cs_supervisor director | reason
"""


def _reception_event(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "ReceptionEvent"), state, "hr_admin")


# Filled by cs_supervisor, director.
EXTERNAL_CONTACT = """
close | open        | closed | cs_supervisor director |
void  | open closed | void   | cs_supervisor director | reason
"""


def _external_contact(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "ExternalContact"), state, "cs_supervisor")


# Filled by cs_supervisor, hr_admin.
HONOUR = """
close | open        | closed | cs_supervisor hr_admin |
void  | open closed | void   | cs_supervisor director | reason
"""


def _honour(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "Honour"), state, "cs_supervisor")


# Filled by cs_supervisor, hr_admin, hq_quality.
SYSTEM_AUDIT = """
submit   | draft                    | submitted | cs_supervisor hr_admin hq_quality |
approve  | submitted                | approved  | director                          |
return_  | submitted                | draft     | director                          | reason
reject   | submitted                | rejected  | director                          | reason
withdraw | submitted                | draft     | cs_supervisor                     |
void     | draft submitted approved | void      | cs_supervisor director            | reason
"""


def _system_audit(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "SystemAudit"), state, "cs_supervisor", ("director",))


# Filled by cs_supervisor, receptionist.
PUBLICITY = """
submit   | draft                    | submitted | cs_supervisor receptionist |
approve  | submitted                | approved  | director                   |
return_  | submitted                | draft     | director                   | reason
reject   | submitted                | rejected  | director                   | reason
withdraw | submitted                | draft     | cs_supervisor              |
void     | draft submitted approved | void      | cs_supervisor director     | reason
"""


def _publicity(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "Publicity"), state, "cs_supervisor", ("director",))


WAYS = (
    (
        "OfficeEnvironmentCheck",
        "OfficeEnvironmentCheck",
        OFFICE_ENVIRONMENT_CHECK,
        _office_environment_check,
        "open closed void",
    ),
    ("Proposal", "Proposal", PROPOSAL, _proposal, "draft submitted approved rejected void"),
    ("WorkSummary", "WorkSummary", WORK_SUMMARY, _work_summary, "draft submitted submitted/2 approved rejected void"),
    ("Meeting", "Meeting", MEETING, _meeting, "open closed void"),
    ("DutyLog", "DutyLog", DUTY_LOG, _duty_log, "open closed void"),
    ("Regulation", "Regulation", REGULATION, _regulation, "draft submitted submitted/2 approved rejected void"),
    (
        "OfficialDocument",
        "OfficialDocument",
        OFFICIAL_DOCUMENT,
        _official_document,
        "draft submitted approved rejected void",
    ),
    ("ArchiveItem", "ArchiveItem", ARCHIVE_ITEM, _archive_item, "open closed void"),
    ("CaseStudy", "CaseStudy", CASE_STUDY, _case_study, "draft submitted approved rejected void"),
    ("CommunityEvent", "CommunityEvent", COMMUNITY_EVENT, _community_event, "draft submitted approved rejected void"),
    ("ReceptionEvent", "ReceptionEvent", RECEPTION_EVENT, _reception_event, "open closed void"),
    ("ExternalContact", "ExternalContact", EXTERNAL_CONTACT, _external_contact, "open closed void"),
    ("Honour", "Honour", HONOUR, _honour, "open closed void"),
    ("SystemAudit", "SystemAudit", SYSTEM_AUDIT, _system_audit, "draft submitted approved rejected void"),
    ("Publicity", "Publicity", PUBLICITY, _publicity, "draft submitted approved rejected void"),
)
"""(name, register, table, how a document gets into a state, the states looked at)."""
