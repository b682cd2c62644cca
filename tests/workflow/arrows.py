"""The tables of ``ways_*`` read: every register's steps, who takes them from which state, and what they ask."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from seed.factories import Centre
from tests.workflow import flow_tables as tables
from tests.workflow import (
    stages,
    ways_assets,
    ways_duty,
    ways_estate,
    ways_finance,
    ways_hr,
    ways_office,
    ways_safety,
    ways_service,
    ways_vehicle,
)
from tests.workflow.stages import PERSONS


@dataclass(frozen=True)
class Arrow:
    """One line of a table."""

    name: str
    source: frozenset[str]
    to: str
    who: frozenset[str]
    asks: tuple[str, ...]


def read(table: str) -> list[Arrow]:
    out = []
    for line in table.strip().splitlines():
        name, source, to, who, asks = (part.strip() for part in line.split("|"))
        assert set(who.split()) <= set(PERSONS), line
        out.append(Arrow(name, frozenset(source.split()), to, frozenset(who.split()), tuple(asks.split())))
    return out


@dataclass(frozen=True)
class Way:
    """A register's way under certain circumstances: its table, how a document gets into a state, and the states looked at."""

    register: str
    arrows: list[Arrow]
    make: Callable[[Centre, str], Any]
    states: tuple[str, ...]


def way(register: str, table: str, make: Callable[[Centre, str], Any], states: str) -> Way:
    return Way(register, read(table), make, tuple(states.split()))


def order(centre: Centre, state: str) -> Any:
    return centre.repair_order(state=state)


APPROVAL = "draft submitted approved rejected void"
CORE: dict[str, Way] = {
    "log": way("ServiceLog", tables.SERVICE_LOG, stages.service_log, "open passed_on answered closed"),
    "order": way(
        "RepairOrder", tables.REPAIR_ORDER, order,
        "registered dispatched arrived completed returned called_back approved handed_over cancelled void",
    ),
    "complaint": way(
        "Complaint", tables.COMPLAINT_MINOR, stages.complaint,
        "registered investigated decided handled replied called_back closed",
    ),
    "major complaint": way(
        "Complaint", tables.COMPLAINT_MAJOR, partial(stages.complaint, severity="major"),
        "registered investigated decided handled replied called_back closed",
    ),
    "our complaint": way(
        "Complaint", tables.COMPLAINT_OURS, stages.complaint_of_ours, "investigated/again decided handled replied called_back closed"
    ),
    "callback": way("Callback", tables.CALLBACK, stages.callback, APPROVAL),
    "sample": way("Callback", tables.CALLBACK_SAMPLE, stages.callback_sample, "submitted"),
    "major callback": way("Callback", tables.CALLBACK_MAJOR, stages.callback_major, "submitted"),
    "inspection": way("WorkInspection", tables.WORK_INSPECTION, stages.inspection, APPROVAL),
    "action": way("CorrectiveAction", tables.CORRECTIVE_ACTION, stages.corrective_action, "open planned done verified void"),
    "supervisor's action": way(
        "CorrectiveAction", tables.CORRECTIVE_ACTION_OF_THE_SUPERVISOR, partial(stages.corrective_action, who="cs_supervisor"),
        "open planned done",
    ),
    "requisition": way("StaffRequisition", tables.STAFF_REQUISITION, stages.requisition, f"{APPROVAL} submitted/2"),
    "separation": way("Separation", tables.SEPARATION, stages.separation, f"{APPROVAL} submitted/2 submitted/3"),
    "post": way("Post", tables.POST, stages.post, f"{APPROVAL} submitted/2"),
    **{
        register: way(register, tables.base(register), partial(_base, register=register), stages.base_states(register))
        for register in tables.BASE_KEEPERS
        for _base in [lambda centre, state, register: stages.base_record(centre, register, state)]
    },
}  # fmt: skip


def of(module: Any) -> dict[str, Way]:
    """The ways a module tells."""
    return {name: way(register, table, make, states) for name, register, table, make, states in module.WAYS}


PARTS: dict[str, dict[str, Way]] = {
    "service": CORE | of(ways_service),
    "estate": of(ways_estate) | of(ways_finance) | of(ways_safety),
    "people": of(ways_hr),
    "office": of(ways_office) | of(ways_assets) | of(ways_duty) | of(ways_vehicle),
}
"""As the tests are split: each part is one file's work."""
WAYS: dict[str, Way] = {name: found for part in PARTS.values() for name, found in part.items()}
