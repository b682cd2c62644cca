"""Every transition of the registers of module ``safety``; read ``flow_tables`` for how a line is read."""

from typing import Any

from seed.examples import example
from seed.factories import Centre
from tests.workflow import stages

# Filled by receptionist, cs_supervisor, guard, engineering_lead.
FACILITY_PATROL = """
close | open        | closed | receptionist cs_supervisor guard engineering_lead |
void  | open closed | void   | cs_supervisor director                            | reason
"""


def _facility_patrol(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "FacilityPatrol"), state, "receptionist")


# Filled by security_lead, cs_supervisor, engineering_lead.
SAFETY_CHECK = """
submit   | draft                    | submitted | security_lead cs_supervisor engineering_lead |
approve  | submitted                | approved  | director                                     |
return_  | submitted                | draft     | director                                     | reason
reject   | submitted                | rejected  | director                                     | reason
withdraw | submitted                | draft     | security_lead                                |
void     | draft submitted approved | void      | cs_supervisor director                       | reason
"""


def _safety_check(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "SafetyCheck"), state, "security_lead", ("director",))


# Filled by security_lead, engineering_lead.
FIRE_EQUIPMENT = """
close | open        | closed | security_lead engineering_lead |
void  | open closed | void   | cs_supervisor director         | reason
"""


def _fire_equipment(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "FireEquipment"), state, "security_lead")


WAYS = (
    ("FacilityPatrol", "FacilityPatrol", FACILITY_PATROL, _facility_patrol, "open closed void"),
    ("SafetyCheck", "SafetyCheck", SAFETY_CHECK, _safety_check, "draft submitted approved rejected void"),
    ("FireEquipment", "FireEquipment", FIRE_EQUIPMENT, _fire_equipment, "open closed void"),
)
"""(name, register, table, how a document gets into a state, the states looked at)."""
