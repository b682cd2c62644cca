"""Every transition of the registers of module ``safety``; read ``flow_tables`` for how a line is read."""

import datetime as dt
from functools import partial
from typing import Any

from access import SYSTEM
from seed.examples import example
from seed.factories import Centre
from tests.workflow import stages

EVERYBODY = " ".join(stages.PERSONS)
LEADS = "reception_lead cs_supervisor engineering_lead security_lead"

# Filled by receptionist, cs_supervisor, guard, engineering_lead; a problem offers a public repair order.
FACILITY_PATROL = f"""
close       | open        | closed | receptionist cs_supervisor guard head engineering_lead |
void        | open closed | void   | cs_supervisor director                            | reason
open_repair | open closed | =      | receptionist reception_lead cs_supervisor         |
open_action | open closed | =      | {LEADS} hq_quality                                | responsible due_on
"""


def _facility_patrol(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "FacilityPatrol"), state, "guard")


# Filled by security_lead, cs_supervisor, engineering_lead.
SAFETY_CHECK = f"""
submit      | draft                    | submitted | security_lead cs_supervisor engineering_lead |
approve     | submitted                | approved  | director                                     |
return_     | submitted                | draft     | director                                     | reason
reject      | submitted                | rejected  | director                                     | reason
withdraw    | submitted                | draft     | security_lead                                |
void        | draft submitted approved | void      | cs_supervisor director                       | reason
note_solved | submitted approved       | =         | security_lead cs_supervisor engineering_lead | items
open_action | draft submitted approved | =         | {LEADS} hq_quality                           | responsible due_on
"""


def _safety_check(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "SafetyCheck"), state, "security_lead", ("director",))


# Filled by security_lead, engineering_lead; checked by those who lead, never by its keeper (D-07).
FIRE_EQUIPMENT = """
close     | open        | closed | security_lead engineering_lead                        |
void      | open closed | void   | cs_supervisor director                                | reason
check     | open        | =      | security_lead engineering_lead cs_supervisor director | in_order
hand_over | open        | =      | security_lead engineering_lead                        | custodian
"""
FAULTY_EQUIPMENT = """
restore   | open | = | security_lead engineering_lead |
check     | open | = | security_lead engineering_lead cs_supervisor director | in_order
"""


def _fire_equipment(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "FireEquipment"), state, "security_lead")


def _faulty_equipment(centre: Centre, state: str) -> Any:
    piece = example(centre, "FireEquipment", condition="faulty")
    return stages.record(centre, piece, state, "security_lead")


# Kept by the security lead, who therefore doesn't check it.
EQUIPMENT_OF_THE_LEAD = """
check     | open | = | engineering_lead cs_supervisor director | in_order
"""


def _equipment_of_the_lead(centre: Centre, state: str) -> Any:
    piece = example(centre, "FireEquipment", custodian=centre.staff("security_lead").id)
    return stages.record(centre, piece, state, "security_lead")


# Filled by everybody; the superior, then the director.
INCIDENT = f"""
submit      | draft                                | submitted   | {EVERYBODY} |
approve     | submitted                            | =           | engineering_lead |
approve     | submitted/2                          | approved    | director |
return_     | submitted                            | draft       | engineering_lead | reason
return_     | submitted/2                          | draft       | director | reason
reject      | submitted                            | rejected    | engineering_lead | reason
reject      | submitted/2                          | rejected    | director | reason
withdraw    | submitted                            | draft       | technician |
void        | draft submitted submitted/2 approved | void        | cs_supervisor director | reason
open_action | draft submitted submitted/2 approved | =           | {LEADS} hq_quality | responsible due_on
"""


def _incident(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "Incident"), state, "technician", ("engineering_lead", "director"))


# Filled by guard, receptionist, security_lead; approved before anybody enters.
RESTRICTED_ENTRY = """
approve | asked                 | approved | security_lead cs_supervisor director |
reject  | asked                 | rejected | security_lead cs_supervisor director | reason
enter   | approved              | inside   | guard head receptionist reception_lead |
leave   | inside                | left     | guard head receptionist reception_lead |
void    | asked approved inside | void     | cs_supervisor director | reason
"""


def _restricted_entry(centre: Centre, state: str) -> Any:
    paper = example(centre, "RestrictedEntry")
    if state in {"void", "rejected"}:
        step = "void" if state == "void" else "reject"
        return centre.do(paper, step, "director", reason="改期")
    for transition, by in (("approve", "security_lead"), ("enter", "guard"), ("leave", "guard")):
        if paper.status == state:
            break
        centre.do(paper, transition, by)
    return paper


# Filled by everybody; security, then the director; never by the asker (D-14).
HOT_WORK_PERMIT = f"""
submit        | draft                    | submitted      | {EVERYBODY}   |
first_approve | submitted                | first_approved | security_lead |
approve       | first_approved           | approved       | director      |
reject        | submitted first_approved | rejected       | director      | reason
finish        | approved                 | finished       | receptionist security_lead | checked_after
void          | draft submitted first_approved approved | void | cs_supervisor director | reason
"""
# Asked for by the security lead, alone in his post: the director agrees in his place.
HOT_WORK_OF_SECURITY = """
first_approve | submitted      | first_approved | director |
approve       | first_approved | approved       | director |
"""


def hot_work(centre: Centre, state: str, by: str = "technician") -> Any:
    """A permit walked to ``state``."""
    paper = example(centre, "HotWorkPermit", by=by)
    if state == "void":
        return centre.do(paper, "void", "director", reason="改期")
    first = "security_lead" if by != "security_lead" else "director"
    steps = (("submit", by), ("first_approve", first), ("approve", "director"))
    for transition, who in steps:
        if paper.status == state:
            return paper
        if state == "rejected" and paper.status == "submitted":
            return centre.do(paper, "reject", "director", reason="措施不足")
        centre.do(paper, transition, who)
    if state == "finished":
        centre.do(paper, "finish", "receptionist", checked_after="无余火")
    if state == "expired":
        centre.do(paper, "expire", SYSTEM)
    return paper


def answers(centre: Centre, record: Any, transition: str) -> dict[str, Any] | None:
    """What the steps of this module ask."""
    action = {"responsible": centre.staff("receptionist").id, "due_on": centre.now.date() + dt.timedelta(days=5)}
    given: dict[str, dict[str, Any]] = {
        "open_action": action,
        "open_repair": {},
        "note_solved": {"items": [{"item": "socket", "ok": False, "problem": "松动", "fixed_on": centre.now.date()}]},
        "check": {"in_order": True},
        "hand_over": {"custodian": centre.staff("guard").id},
        "restore": {},
        "finish": {"checked_after": "无余火，工具已收回"},
    }
    return given.get(transition)


WAYS = (
    ("FacilityPatrol", "FacilityPatrol", FACILITY_PATROL, _facility_patrol, "open closed void"),
    ("SafetyCheck", "SafetyCheck", SAFETY_CHECK, _safety_check, "draft submitted approved rejected void"),
    ("FireEquipment", "FireEquipment", FIRE_EQUIPMENT, _fire_equipment, "open closed void"),
    ("FireEquipment faulty", "FireEquipment", FAULTY_EQUIPMENT, _faulty_equipment, "open"),
    ("FireEquipment of the lead", "FireEquipment", EQUIPMENT_OF_THE_LEAD, _equipment_of_the_lead, "open"),
    ("Incident", "Incident", INCIDENT, _incident, "draft submitted submitted/2 approved rejected void"),
    (
        "RestrictedEntry",
        "RestrictedEntry",
        RESTRICTED_ENTRY,
        _restricted_entry,
        "asked approved inside left rejected void",
    ),
    (
        "HotWorkPermit",
        "HotWorkPermit",
        HOT_WORK_PERMIT,
        hot_work,
        "draft submitted first_approved approved finished rejected expired void",
    ),
    (
        "HotWorkPermit of security",
        "HotWorkPermit",
        HOT_WORK_OF_SECURITY,
        partial(hot_work, by="security_lead"),
        "submitted first_approved",
    ),
)
"""(name, register, table, how a document gets into a state, the states looked at)."""
