"""Every transition of the registers of module ``base``; read ``flow_tables`` for how a line is read."""

from typing import Any

from seed.examples import example
from seed.factories import Centre
from tests.workflow import stages

# Filled by receptionist, reception_lead, guard, security_lead.
VEHICLE = """
close | open        | closed | receptionist reception_lead guard security_lead head |
void  | open closed | void   | cs_supervisor director                          | reason
"""


def _vehicle(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "Vehicle"), state, "receptionist")


WAYS = (("Vehicle", "Vehicle", VEHICLE, _vehicle, "open closed void"),)
"""(name, register, table, how a document gets into a state, the states looked at)."""
