"""Every transition of the registers of module ``duty``; read ``flow_tables`` for how a line is read."""

from typing import Any

from seed.examples import example
from seed.factories import Centre
from tests.workflow import stages

# Filled by -.
DUTY_TASK = """
archive | active   | archived | sysadmin | reason
restore | archived | active   | sysadmin |
"""


def _duty_task(centre: Centre, state: str) -> Any:
    return stages.kept(centre, example(centre, "DutyTask"), state)


WAYS = (("DutyTask", "DutyTask", DUTY_TASK, _duty_task, "active archived"),)
"""(name, register, table, how a document gets into a state, the states looked at)."""
