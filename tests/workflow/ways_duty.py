"""Every transition of the registers of module ``duty``; read ``flow_tables`` for how a line is read."""

from typing import Any

from seed.examples import example
from seed.factories import Centre
from tests.workflow import stages

# The reception lead's list of orders called back, for the director; what is collected also goes to the cashier.
PERIODIC_REPORT = """
submit   | draft                    | submitted | receptionist reception_lead cs_supervisor director |
approve  | submitted                | approved  | director               |
return_  | submitted                | draft     | director               | reason
reject   | submitted                | rejected  | director               | reason
withdraw | submitted                | draft     | reception_lead         |
void     | draft submitted approved | void      | cs_supervisor director | reason
"""
PERIODIC_REPORT_OF_FEES = """
approve | submitted   | submitted | director |
approve | submitted/2 | approved  | cashier  |
"""


def _periodic_report(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "PeriodicReport"), state, "reception_lead", ("director",))


def _fees(centre: Centre, state: str) -> Any:
    paper = example(centre, "PeriodicReport", report="fee_monthly")
    return stages.approval(centre, paper, state, "reception_lead", ("director", "cashier"))


WAYS = (
    ("PeriodicReport", "PeriodicReport", PERIODIC_REPORT, _periodic_report, "draft submitted approved rejected void"),
    ("PeriodicReport of fees", "PeriodicReport", PERIODIC_REPORT_OF_FEES, _fees, "submitted submitted/2"),
)
"""(name, register, table, how a document gets into a state, the states looked at)."""
