"""The whole expectation: verbs and rows from ``expected_base`` and ``expected_papers``, and the fields kept from people."""

from dataclasses import dataclass
from typing import Any

from tests.rights import (
    expected_assets,
    expected_duty,
    expected_estate,
    expected_finance,
    expected_hr,
    expected_office,
    expected_safety,
    expected_service,
    expected_vehicle,
)
from tests.rights.expected_base import BASE
from tests.rights.expected_papers import PAPERS

MODULES: tuple[Any, ...] = (
    expected_service, expected_estate, expected_finance, expected_hr, expected_office, expected_safety, expected_assets,
    expected_duty, expected_vehicle,
)  # fmt: skip
"""Each has ``RIGHTS`` and, where needed, ``INVOLVED``, ``WROTE``, ``SEEN_BY_MORE``, ``ONLY``, ``MASKED``, ``NOT_MASKED``."""

ROLES = (
    "receptionist", "reception_lead", "cs_supervisor", "director", "technician", "engineering_lead", "security_lead", "guard",
    "cashier", "hr_admin", "hq_quality", "staff", "sysadmin",
)  # fmt: skip
VERBS = ("create", "edit", "export", "import", "unmask")
DESK = "receptionist reception_lead cs_supervisor"
CUSTOMER_SERVICE = f"{DESK} director"
"""Who may know the customer (4-C 业主资料, 投诉人身份)."""
PERSONNEL = "hr_admin director sysadmin"
LEADS = "reception_lead cs_supervisor engineering_lead security_lead"


@dataclass(frozen=True)
class Line:
    """What a role may do with a register: ``rows`` is all, own or none."""

    rows: str
    verbs: frozenset[str]


def _read(table: str) -> dict[str, Line]:
    lines = [line.split() for line in table.strip().splitlines()]
    assert [words[0] for words in lines] == list(ROLES), "one line a role, in the catalogue's order"
    out = {role: Line(rows, frozenset(verbs)) for role, rows, *verbs in lines}
    assert all(line.verbs <= set(VERBS) and line.rows in {"all", "own", "none"} for line in out.values())
    return out


EVERY: dict[str, str] = {**BASE, **PAPERS}
for _module in MODULES:
    EVERY |= _module.RIGHTS
RIGHTS: dict[str, dict[str, Line]] = {register: _read(table) for register, table in EVERY.items()}

ONLY: dict[str, dict[str, str]] = {
    # X-24: administration, the director and (for the account) the administrator; leads see dates and qualifications
    "Staff": {
        "id_number": PERSONNEL,
        "phone": f"{PERSONNEL} {LEADS} hq_quality receptionist technician guard cashier",
        "hired_on": f"{PERSONNEL} {LEADS} hq_quality",
        "probation_until": f"{PERSONNEL} {LEADS} hq_quality",
        "confirmed_on": f"{PERSONNEL} {LEADS} hq_quality",
        "left_on": f"{PERSONNEL} {LEADS} hq_quality",
        "qualifications": f"{PERSONNEL} {LEADS} hq_quality",
    },
    # X-29: "the technician sees only name, unit, phone, appointment and request", and what completing asks him for
    "RepairOrder": dict.fromkeys(
        (
            "source_log", "reported_at", "category", "charge", "area_keeper", "reschedules", "custodian", "returned_at",
            "called_back_at", "leak_checked_at",
        ),
        f"{CUSTOMER_SERVICE} engineering_lead hq_quality",
    ),
    # see: complainant, phone: [receptionist, reception_lead, cs_supervisor, director]; X-22: nor what leads back to him
    "Complaint": dict.fromkeys(
        ("complainant", "phone", "unit", "original", "source_log", "source_callback"), CUSTOMER_SERVICE
    ),
}  # fmt: skip
"""Fields seen by these roles only; every field not named here is seen by whoever sees the row."""

BY_PERSON: dict[str, set[str]] = {}
"""Fields that persons of the record see besides roles; which person does is told by the register's own tests."""

TECHNICIAN_SEES = {
    "RepairOrder": (
        "number site status remark attachments created_by created_at updated_by updated_at "
        "scope unit location reporter phone content appointment_at priority "
        "technician dispatched_at arrived_at completed_at rework_count "
        "result materials satisfied dissatisfied_reason owner_sign signed_slip photos"
    ),
}
"""X-29 the other way round: everything a technician gets of his order, so that a new field is not his by accident."""

MASKED: dict[str, dict[str, str]] = {
    "Staff": {"id_number": ""},
    "Resident": {"phone": "", "phone2": "", "emergency_contact": "", "id_number": ""},
    "ServiceLog": {"phone": DESK},
    "RepairOrder": {"phone": f"{DESK} technician"},
    "Complaint": {"phone": CUSTOMER_SERVICE},
    "Callback": {"phone": CUSTOMER_SERVICE},
}
"""X-01: phones and ID numbers shown masked; the roles named see them in full on the record and its form, never in lists."""

NOT_MASKED = {"Site": "hotline", "Department": "phone duty_phone", "Staff": "phone"}
"""Telephones that are no customer's: the centre's own."""

SITE_KEPT_BY_SYSADMIN = ("code", "name", "opened_on", "zone")
"""Of its own site the director keeps the rest (address, hotline, the name said on the phone)."""

INVOLVED = {
    ("WorkInspection", "receptionist"), ("CorrectiveAction", "receptionist"), ("StaffRequisition", "cs_supervisor"),
    ("Separation", "technician"),
}  # fmt: skip
"""Who is named in, or wrote, the row each register has in the world; matters where a role reads its own rows only."""
WROTE = {
    "ServiceLog": "receptionist", "RepairOrder": "receptionist", "Complaint": "receptionist", "Callback": "receptionist",
    "WorkInspection": "cs_supervisor", "CorrectiveAction": "cs_supervisor", "StaffRequisition": "cs_supervisor",
    "Separation": "technician",
}  # fmt: skip
"""Who filed that row."""
SEEN_BY_MORE = {"Complaint"}
"""Registers whose rows involve several people at once, so that one's own row is another's too."""
for _module in MODULES:
    INVOLVED |= getattr(_module, "INVOLVED", set())
    WROTE |= getattr(_module, "WROTE", {})
    SEEN_BY_MORE |= getattr(_module, "SEEN_BY_MORE", set())
    ONLY |= getattr(_module, "ONLY", {})
    BY_PERSON |= getattr(_module, "BY_PERSON", {})
    MASKED |= getattr(_module, "MASKED", {})
    NOT_MASKED |= getattr(_module, "NOT_MASKED", {})
