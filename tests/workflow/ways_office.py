"""Every transition of the registers of module ``office``; read ``flow_tables`` for how a line is read."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from access import SYSTEM
from seed.examples import example
from seed.factories import Centre
from tests.workflow import stages
from workflow.approval import is_last

RECORD = "open closed void"
APPROVAL = "draft submitted approved rejected void"

OFFICE_ENVIRONMENT_CHECK = """
close | open        | closed | receptionist reception_lead |
void  | open closed | void   | cs_supervisor director      | reason
"""


def _office_environment_check(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "OfficeEnvironmentCheck"), state, "receptionist")


# The director's own; the receptionist does it.
ASSIGNED_TASK = """
note    | assigned          | =        | receptionist           | note
report  | assigned          | reported | receptionist           | result
return_ | reported          | assigned | director               | reason
close   | reported          | closed   | director               |
void    | assigned reported | void     | cs_supervisor director | reason
"""


def _assigned_task(centre: Centre, state: str) -> Any:
    task = example(centre, "AssignedTask")
    if state == "void":
        return centre.do(task, "void", "director", reason="重复交办")
    if state in {"reported", "closed"}:
        centre.do(task, "report", "receptionist", result="共四户重复报修，清单已附")
    return centre.do(task, "close", "director") if state == "closed" else task


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


# The supervisor's monthly plan goes to the director.
WORK_PLAN = """
submit          | draft                    | submitted | cs_supervisor                     |
approve         | submitted                | approved  | director                          |
return_         | submitted                | draft     | director                          | reason
reject          | submitted                | rejected  | director                          | reason
withdraw        | submitted                | draft     | cs_supervisor                     |
update_progress | approved                 | =         | cs_supervisor                     | items
check           | approved                 | =         | cs_supervisor director hq_quality | checks
summarise       | approved                 | =         | cs_supervisor                     | next_steps
void            | draft submitted approved | void      | cs_supervisor director            | reason
"""
# A clerk's goes to the supervisor; targets go to head office.
WORK_PLAN_OF_A_CLERK = """
approve | submitted | approved  | cs_supervisor |
"""
WORK_PLAN_TARGETS = """
approve | submitted | approved  | hq_quality |
"""


def _work_plan(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "WorkPlan"), state, "cs_supervisor", ("director",))


def _clerks_plan(centre: Centre, state: str) -> Any:
    plan = example(centre, "WorkPlan", by="receptionist")
    return stages.approval(centre, plan, state, "receptionist", ("cs_supervisor",))


def _targets(centre: Centre, state: str) -> Any:
    plan = example(centre, "WorkPlan", by="director", kind="goal")
    return stages.approval(centre, plan, state, "director", ("hq_quality",))


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


# The technician's own; his superior is the engineering lead.
DAILY_LOG = """
submit   | draft                    | submitted | technician             |
approve  | submitted                | approved  | engineering_lead       |
return_  | submitted                | draft     | engineering_lead       | reason
reject   | submitted                | rejected  | engineering_lead       | reason
withdraw | submitted                | draft     | technician             |
void     | draft submitted approved | void      | cs_supervisor director | reason
"""


def _daily_log(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "DailyLog"), state, "technician", ("engineering_lead",))


# Filled by cs_supervisor, reception_lead, director, hr_admin.
MEETING = """
close | open        | closed | cs_supervisor reception_lead director hr_admin |
void  | open closed | void   | cs_supervisor director                         | reason
"""


def _meeting(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "Meeting"), state, "cs_supervisor")


# From the receptionist to the reception lead.
SHIFT_HANDOVER = """
take    | given       | taken | reception_lead              |
arrange | taken       | =     | receptionist reception_lead | arranged
void    | given taken | void  | cs_supervisor director      | reason
"""


def _shift_handover(centre: Centre, state: str) -> Any:
    paper = example(centre, "ShiftHandover")
    if state == "void":
        return centre.do(paper, "void", "director", reason="登记错")
    return centre.do(paper, "take", "reception_lead") if state == "taken" else paper


# The receptionist's; her leads may close it for her.
DUTY_LOG = """
close | open        | closed | receptionist reception_lead cs_supervisor |
void  | open closed | void   | cs_supervisor director                    | reason
"""


def _duty_log(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "DutyLog"), state, "receptionist")


# The technician's own: up to the engineering lead, then to the director, who gives the instruction.
ESCALATION_REPORT = """
submit   | draft                                | submitted | technician             |
approve  | submitted                            | submitted | engineering_lead       |
approve  | submitted/2                          | approved  | director               | instruction
return_  | submitted                            | draft     | engineering_lead       | reason
return_  | submitted/2                          | draft     | director               | reason
reject   | submitted                            | rejected  | engineering_lead       | reason
reject   | submitted/2                          | rejected  | director               | reason
withdraw | submitted                            | draft     | technician             |
disagree | approved                             | =         | technician             | disagreement
execute  | approved                             | executed  | technician             | execution
void     | draft submitted submitted/2 approved | void      | cs_supervisor director | reason
"""
# Urgent, straight to the director: nobody finishes it before the engineering lead is told.
ESCALATION_SKIPPING = """
approve | submitted                   | approved | director   | instruction
tell    | submitted approved rejected | =        | technician | skipped_level_told_on
"""


def _escalation_report(centre: Centre, state: str) -> Any:
    return _reported(centre, example(centre, "EscalationReport"), state, "engineering_lead", "director")


def _escalation_skipping(centre: Centre, state: str) -> Any:
    paper = example(centre, "EscalationReport", urgent=True, skip_reason="工程主管联系不上，水泵随时可能烧毁")
    return _reported(centre, paper, state, "director")


def _reported(centre: Centre, paper: Any, state: str, *chain: str) -> Any:
    if state in {"draft", "void", "rejected"}:
        return stages.approval(centre, paper, state, "technician", chain)
    centre.do(paper, "submit", "technician")
    if state != "submitted":
        for role in chain[:-1]:
            centre.do(paper, "approve", role, reason="同意上报")
    if state in {"approved", "executed"}:
        centre.do(paper, "approve", chain[-1], instruction="同意，今天联系厂家")
    return centre.do(paper, "execute", "technician", execution="厂家已到场") if state == "executed" else paper


# Drafted by administration: the supervisor reviews, the director approves.
REGULATION = """
submit       | draft                                | submitted | cs_supervisor hr_admin |
approve      | submitted                            | submitted | cs_supervisor          |
approve      | submitted/2                          | approved  | director               |
return_      | submitted                            | draft     | cs_supervisor          | reason
return_      | submitted/2                          | draft     | director               | reason
reject       | submitted                            | rejected  | cs_supervisor          | reason
reject       | submitted/2                          | rejected  | director               | reason
withdraw     | submitted                            | draft     | hr_admin               |
revise       | approved                             | =         | cs_supervisor hr_admin | amendment_reason effective_on
record_study | approved                             | =         | cs_supervisor hr_admin | study
record_check | approved                             | =         | cs_supervisor hr_admin | checks
distribute   | approved                             | =         | cs_supervisor hr_admin | distribution
void         | draft submitted submitted/2 approved | void      | cs_supervisor director | reason
"""
# Drafted by the site's only supervisor: administration reviews (D-15).
REGULATION_OF_THE_SUPERVISOR = """
approve | submitted   | submitted | hr_admin |
approve | submitted/2 | approved  | director |
"""


def _regulation(centre: Centre, state: str) -> Any:
    chain = ("cs_supervisor", "director")
    if state == "superseded":
        rule = stages.approval(centre, example(centre, "Regulation"), "approved", "hr_admin", chain)
        return centre.do(rule, "supersede", SYSTEM)
    return stages.approval(centre, example(centre, "Regulation"), state, "hr_admin", chain)


def _supervisors_regulation(centre: Centre, state: str) -> Any:
    rule = example(centre, "Regulation", by="cs_supervisor")
    return stages.approval(centre, rule, state, "cs_supervisor", ("hr_admin", "director"))


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


# On the shelf it can't come back; lent out it can't be lent.
ARCHIVE_ITEM = """
close | open                  | closed | hr_admin cs_supervisor reception_lead |
lend  | open closed           | =      | hr_admin cs_supervisor reception_lead | borrower lent_for
void  | open closed           | void   | cs_supervisor director                | reason
"""
ARCHIVE_ITEM_OUT = """
take_back | open closed | =      | hr_admin cs_supervisor reception_lead |
close     | open        | closed | hr_admin cs_supervisor reception_lead |
void      | open closed | void   | cs_supervisor director                | reason
"""


def _archive_item(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "ArchiveItem"), state, "hr_admin")


def _archive_item_out(centre: Centre, state: str) -> Any:
    item = example(centre, "ArchiveItem")
    centre.do(item, "lend", "hr_admin", **answers(centre, item, "lend") or {})
    return stages.record(centre, item, state, "hr_admin")


# Filled by cs_supervisor, reception_lead.
CASE_STUDY = """
submit   | draft                    | submitted | cs_supervisor reception_lead |
approve  | submitted                | approved  | cs_supervisor                |
return_  | submitted                | draft     | cs_supervisor                | reason
reject   | submitted                | rejected  | cs_supervisor                | reason
withdraw | submitted                | draft     | reception_lead               |
discuss  | approved                 | =         | cs_supervisor reception_lead | discussed_on participants
void     | draft submitted approved | void      | cs_supervisor director       | reason
"""


def _case_study(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "CaseStudy"), state, "reception_lead", ("cs_supervisor",))


# Filled by cs_supervisor, reception_lead.
COMMUNITY_EVENT = """
submit        | draft                    | submitted | cs_supervisor reception_lead |
approve       | submitted                | approved  | director                     |
return_       | submitted                | draft     | director                     | reason
reject        | submitted                | rejected  | director                     | reason
withdraw      | submitted                | draft     | reception_lead               |
record_result | approved                 | =         | cs_supervisor reception_lead | result
void          | draft submitted approved | void      | cs_supervisor director       | reason
"""


def _community_event(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "CommunityEvent"), state, "reception_lead", ("director",))


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
submit    | draft                    | submitted | cs_supervisor receptionist |
approve   | submitted                | approved  | director                   |
return_   | submitted                | draft     | director                   | reason
reject    | submitted                | rejected  | director                   | reason
withdraw  | submitted                | draft     | receptionist               |
take_down | approved                 | =         | cs_supervisor receptionist | removed_on
void      | draft submitted approved | void      | cs_supervisor director     | reason
"""


def _publicity(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "Publicity"), state, "receptionist", ("director",))


def answers(centre: Centre, record: Any, transition: str) -> Mapping[str, Any] | None:
    """What the forms of this module's own steps are filled with."""
    day = centre.now.date()
    own: dict[tuple[str, str], dict[str, Any]] = {
        ("AssignedTask", "note"): {"note": "已查三个月记录"},
        ("AssignedTask", "report"): {"result": "共四户重复报修，清单已附"},
        ("ArchiveItem", "lend"): {
            "borrower": centre.staff("receptionist").id,
            "lent_for": "核对维保范围",
            "lent_approved_by": centre.staff("director").id,
        },
        ("ShiftHandover", "arrange"): {"arranged": [{"task": "二单元漏水", "result": "已派维修"}]},
        ("EscalationReport", "approve"): {"instruction": "同意，今天联系厂家"},
        ("EscalationReport", "disagree"): {"disagreement": "建议先请专业公司评估"},
        ("EscalationReport", "execute"): {"execution": "厂家已到场，备用泵运行正常"},
        ("EscalationReport", "tell"): {"skipped_level_told_on": centre.now},
        ("CaseStudy", "discuss"): {"discussed_on": day, "participants": "前台全体"},
        ("CommunityEvent", "record_result"): {"result": "四十二户参加，秩序良好", "attendance": 96},
        ("Publicity", "take_down"): {"removed_on": day},
        ("WorkPlan", "check"): {"checks": [{"on": day, "finding": "两项落后", "adjustment": "每周核对一次"}]},
        ("WorkPlan", "summarise"): {"next_steps": "下月继续压缩未回访任务单"},
        ("Regulation", "revise"): {"amendment_reason": "增加微信接待要求", "effective_on": dt.date(2027, 1, 1)},
        ("Regulation", "record_study"): {"study": [{"on": day, "attendees": "前台全体"}]},
        ("Regulation", "record_check"): {"checks": [{"on": day, "finding": "抽查三人均熟悉"}]},
        ("Regulation", "distribute"): {"distribution": [{"receiver": "保安部", "on": day}]},
    }
    if (type(record).__name__, transition) == ("WorkPlan", "update_progress"):
        return {"items": [{"id": row.id, "progress": 60} for row in record.items]}
    if (type(record).__name__, transition) == ("EscalationReport", "approve") and not is_last(centre.session, record):
        return {}
    return own.get((type(record).__name__, transition))


TWO = "draft submitted submitted/2 approved rejected void"
WAYS = (
    ("OfficeEnvironmentCheck", "OfficeEnvironmentCheck", OFFICE_ENVIRONMENT_CHECK, _office_environment_check, RECORD),
    ("AssignedTask", "AssignedTask", ASSIGNED_TASK, _assigned_task, "assigned reported closed void"),
    ("Proposal", "Proposal", PROPOSAL, _proposal, APPROVAL),
    ("WorkPlan", "WorkPlan", WORK_PLAN, _work_plan, APPROVAL),
    ("WorkPlan of a clerk", "WorkPlan", WORK_PLAN_OF_A_CLERK, _clerks_plan, "submitted"),
    ("WorkPlan targets", "WorkPlan", WORK_PLAN_TARGETS, _targets, "submitted"),
    ("WorkSummary", "WorkSummary", WORK_SUMMARY, _work_summary, TWO),
    ("DailyLog", "DailyLog", DAILY_LOG, _daily_log, APPROVAL),
    ("Meeting", "Meeting", MEETING, _meeting, RECORD),
    ("ShiftHandover", "ShiftHandover", SHIFT_HANDOVER, _shift_handover, "given taken void"),
    (
        "EscalationReport",
        "EscalationReport",
        ESCALATION_REPORT,
        _escalation_report,
        "draft submitted submitted/2 approved executed rejected void",
    ),
    (
        "EscalationReport skipping",
        "EscalationReport",
        ESCALATION_SKIPPING,
        _escalation_skipping,
        "submitted approved rejected",
    ),
    ("DutyLog", "DutyLog", DUTY_LOG, _duty_log, RECORD),
    ("Regulation", "Regulation", REGULATION, _regulation, f"{TWO} superseded"),
    (
        "Regulation of the supervisor",
        "Regulation",
        REGULATION_OF_THE_SUPERVISOR,
        _supervisors_regulation,
        "submitted submitted/2",
    ),
    ("OfficialDocument", "OfficialDocument", OFFICIAL_DOCUMENT, _official_document, APPROVAL),
    ("ArchiveItem", "ArchiveItem", ARCHIVE_ITEM, _archive_item, RECORD),
    ("ArchiveItem lent out", "ArchiveItem", ARCHIVE_ITEM_OUT, _archive_item_out, "open closed"),
    ("CaseStudy", "CaseStudy", CASE_STUDY, _case_study, APPROVAL),
    ("CommunityEvent", "CommunityEvent", COMMUNITY_EVENT, _community_event, APPROVAL),
    ("ReceptionEvent", "ReceptionEvent", RECEPTION_EVENT, _reception_event, RECORD),
    ("ExternalContact", "ExternalContact", EXTERNAL_CONTACT, _external_contact, RECORD),
    ("Honour", "Honour", HONOUR, _honour, RECORD),
    ("SystemAudit", "SystemAudit", SYSTEM_AUDIT, _system_audit, APPROVAL),
    ("Publicity", "Publicity", PUBLICITY, _publicity, APPROVAL),
)
"""(name, register, table, how a document gets into a state, the states looked at)."""
