"""Every transition of the registers of module ``estate``; read ``flow_tables`` for how a line is read."""

from typing import Any

from seed.examples import example
from seed.factories import Centre
from tests.workflow import stages

# Filled by cs_supervisor.
HANDOVER_PLAN = """
submit   | draft                    | submitted | cs_supervisor          |
approve  | submitted                | approved  | director               |
return_  | submitted                | draft     | director               | reason
reject   | submitted                | rejected  | director               | reason
withdraw | submitted                | draft     | cs_supervisor          |
void     | draft submitted approved | void      | cs_supervisor director | reason
"""


def _handover_plan(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "HandoverPlan"), state, "cs_supervisor", ("director",))


# Filled by receptionist, reception_lead, cs_supervisor.
RESIDENCY_CHANGE = """
submit   | draft                    | submitted | receptionist reception_lead cs_supervisor |
approve  | submitted                | approved  | cs_supervisor                             |
return_  | submitted                | draft     | cs_supervisor                             | reason
reject   | submitted                | rejected  | cs_supervisor                             | reason
withdraw | submitted                | draft     | receptionist                              |
void     | draft submitted approved | void      | cs_supervisor director                    | reason
"""


def _residency_change(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "ResidencyChange"), state, "receptionist", ("cs_supervisor",))


# Filled by cs_supervisor.
TAKEOVER_PLAN = """
submit   | draft                    | submitted | cs_supervisor          |
approve  | submitted                | approved  | director               |
return_  | submitted                | draft     | director               | reason
reject   | submitted                | rejected  | director               | reason
withdraw | submitted                | draft     | cs_supervisor          |
void     | draft submitted approved | void      | cs_supervisor director | reason
"""


def _takeover_plan(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "TakeoverPlan"), state, "cs_supervisor", ("director",))


# Filled by cs_supervisor, engineering_lead.
TAKEOVER_INSPECTION = """
submit   | draft                    | submitted | cs_supervisor engineering_lead |
approve  | submitted                | approved  | director                       |
return_  | submitted                | draft     | director                       | reason
reject   | submitted                | rejected  | director                       | reason
withdraw | submitted                | draft     | cs_supervisor                  |
void     | draft submitted approved | void      | cs_supervisor director         | reason
"""


def _takeover_inspection(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "TakeoverInspection"), state, "cs_supervisor", ("director",))


# Filled by receptionist, cs_supervisor, engineering_lead, guard.
DECORATION_PATROL = """
close | open        | closed | receptionist cs_supervisor engineering_lead guard |
void  | open closed | void   | cs_supervisor director                            | reason
"""


def _decoration_patrol(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "DecorationPatrol"), state, "receptionist")


WAYS = (
    ("HandoverPlan", "HandoverPlan", HANDOVER_PLAN, _handover_plan, "draft submitted approved rejected void"),
    (
        "ResidencyChange",
        "ResidencyChange",
        RESIDENCY_CHANGE,
        _residency_change,
        "draft submitted approved rejected void",
    ),
    ("TakeoverPlan", "TakeoverPlan", TAKEOVER_PLAN, _takeover_plan, "draft submitted approved rejected void"),
    (
        "TakeoverInspection",
        "TakeoverInspection",
        TAKEOVER_INSPECTION,
        _takeover_inspection,
        "draft submitted approved rejected void",
    ),
    ("DecorationPatrol", "DecorationPatrol", DECORATION_PATROL, _decoration_patrol, "open closed void"),
)
"""(name, register, table, how a document gets into a state, the states looked at)."""
