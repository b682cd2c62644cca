"""The functional roles of a service centre and who stands above whom (requirements A-19, P-24 to P-48)."""

from __future__ import annotations

from models.spec.enums import LabelEnum


class Role(LabelEnum):
    """A functional role; a user holds roles per site, ``hq_quality`` and ``sysadmin`` hold for all sites."""

    receptionist = "receptionist", "接待专员", "Reception clerk"
    reception_lead = "reception_lead", "接待主管", "Reception lead"
    cs_supervisor = "cs_supervisor", "客服主管", "Customer-service supervisor"
    director = "director", "管理处主任", "Site director"
    technician = "technician", "维修工", "Maintenance technician"
    engineering_lead = "engineering_lead", "工程主管", "Engineering lead"
    security_lead = "security_lead", "保安主管", "Security lead"
    guard = "guard", "保安员", "Guard"
    cashier = "cashier", "收费员", "Cashier"
    hr_admin = "hr_admin", "行政部", "Administration and HR"
    hq_quality = "hq_quality", "总公司品质督导", "Head-office quality"
    staff = "staff", "员工", "Employee"
    sysadmin = "sysadmin", "系统管理员", "System administrator"


ALL_SITE_ROLES = frozenset({Role.hq_quality, Role.sysadmin})
"""Roles that hold for every site."""

SUPERIOR: dict[Role, Role] = {
    Role.staff: Role.cs_supervisor,
    Role.receptionist: Role.reception_lead,
    Role.reception_lead: Role.cs_supervisor,
    Role.cashier: Role.cs_supervisor,
    Role.cs_supervisor: Role.director,
    Role.technician: Role.engineering_lead,
    Role.engineering_lead: Role.director,
    Role.guard: Role.security_lead,
    Role.security_lead: Role.director,
    Role.director: Role.hq_quality,
    Role.hr_admin: Role.hq_quality,
}
"""The next role up, for steps held by nobody and for escalation (A-77)."""

RECEPTION = (Role.receptionist, Role.reception_lead)
"""Both reception posts, which share every duty not named otherwise (A-42)."""
DESK = (Role.receptionist, Role.reception_lead, Role.cs_supervisor)
"""Customer service at the front desk."""
LEADS = (Role.cs_supervisor, Role.engineering_lead, Role.security_lead, Role.reception_lead)
"""Those who lead a group of staff."""


def superiors(role: Role) -> tuple[Role, ...]:
    """Return the roles above ``role``, nearest first."""
    above: list[Role] = []
    while (nxt := SUPERIOR.get(role)) is not None:
        above.append(nxt)
        role = nxt
    return tuple(above)
