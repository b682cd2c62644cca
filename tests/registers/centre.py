"""A small service centre to try registers in: a site, its people with accounts, two homes; built through the workflow."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import workflow
from access import SYSTEM, Purpose, acting, fields_for, get, load_actor
from models import by_name
from models.base.user import User
from models.spec import Actor, Role
from workflow.accounts import create_account

MORNING = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
"""Monday, 9:00 on the site's clock."""
PEOPLE = (
    Role.director,
    Role.cs_supervisor,
    Role.reception_lead,
    Role.receptionist,
    Role.engineering_lead,
    Role.technician,
    Role.security_lead,
    Role.guard,
    Role.cashier,
    Role.hr_admin,
)
DEPARTMENTS = {
    "管理处": (Role.director, Role.hr_admin),
    "客服部": (Role.cs_supervisor, Role.reception_lead, Role.receptionist),
    "工程部": (Role.engineering_lead, Role.technician),
    "保安部": (Role.security_lead, Role.guard),
    "财务部": (Role.cashier,),
}
ABOVE = {
    Role.cs_supervisor: Role.director,
    Role.reception_lead: Role.cs_supervisor,
    Role.receptionist: Role.reception_lead,
    Role.engineering_lead: Role.director,
    Role.technician: Role.engineering_lead,
    Role.security_lead: Role.director,
    Role.guard: Role.security_lead,
    Role.cashier: Role.cs_supervisor,
    Role.hr_admin: Role.director,
}


@dataclass
class Centre:
    """A session on a centre, the clock in hand, and short words for what people do there."""

    session: Session
    now: dt.datetime = MORNING
    site: Any = None
    staff: dict[str, Any] = field(default_factory=dict)
    posts: dict[str, Any] = field(default_factory=dict)
    departments: dict[str, Any] = field(default_factory=dict)
    units: list[Any] = field(default_factory=list)

    def later(self, **passed: float) -> None:
        self.now += dt.timedelta(**passed)

    def actor(self, role: str) -> Actor:
        with acting(self.session, SYSTEM):
            user = self.session.scalars(select(User).where(User.username == f"{role}@ltxy")).one()
        actor = load_actor(self.session, user.id, site_id=self.site.id)
        assert actor is not None
        return actor

    def grant(self, to: str, role: Role) -> None:
        """Let the holder of one role hold another here too."""
        with acting(self.session, SYSTEM):
            user = self.session.scalars(select(User).where(User.username == f"{to}@ltxy")).one()
        workflow.accounts.grant(self.session, user, role=role, site_id=self.site.id, actor=SYSTEM, now=self.now)

    def create(self, role: str, register: str, **values: Any) -> Any:
        return workflow.create(self.session, by_name(register), values, actor=self.actor(role), now=self.now)

    def edit(self, role: str, record: Any, **values: Any) -> Any:
        return workflow.edit(self.session, record, values, actor=self.actor(role), now=self.now)

    def do(self, role: str, record: Any, transition: str, **data: Any) -> workflow.Outcome:
        return workflow.apply(self.session, record, transition, data, actor=self.actor(role), now=self.now)

    def names(self, role: str, record: Any) -> set[str]:
        """What a person is offered to do with a record."""
        actor = self.actor(role)
        with acting(self.session, actor):
            return {o.transition.name for o in workflow.offered(record, actor, self.now)}

    def fields(self, role: str, record: Any) -> set[str]:
        """What a person sees of a record."""
        return {r.name for r in fields_for(self.actor(role), type(record), Purpose.detail, record)}

    def sees(self, role: str, record: Any) -> bool:
        with acting(self.session, self.actor(role)):
            return get(self.session, type(record), record.id, self.actor(role)) is not None


def build(session: Session) -> Centre:
    centre = Centre(session)

    def new(register: str, **values: Any) -> Any:
        site = centre.site.id if centre.site else None
        return workflow.create(session, by_name(register), values, actor=SYSTEM, now=centre.now, site_id=site)

    centre.site = new("Site", code="LTXY", name="蓝天新苑")
    for name in DEPARTMENTS:
        centre.departments[name] = new("Department", name=name)
    for name, roles in DEPARTMENTS.items():
        for role in roles:
            above = centre.posts.get(ABOVE.get(role, ""))
            centre.posts[role] = new(
                "Post", name=role.label.zh, department=centre.departments[name], headcount=1, reports_to=above
            )
    for at, role in enumerate(PEOPLE, start=1):
        staff = new(
            "Staff",
            name=f"{role.label.zh}甲",
            job_no=f"G{at:03}",
            post=centre.posts[role],
            employment="regular",
            qualifications=[{"kind": "training", "passed_on": dt.date(2026, 1, 5)}],
        )
        centre.staff[role] = staff
        create_account(session, username=f"{role}@ltxy", actor=SYSTEM, now=centre.now, role=role, site_id=centre.site.id,
                       staff=staff, password="sunny-meadow-1989")  # fmt: skip
    create_account(session, username="hq_quality@ltxy", actor=SYSTEM, now=centre.now, role=Role.hq_quality,
                   display_name="总部", password="sunny-meadow-1989")  # fmt: skip
    for name, roles in DEPARTMENTS.items():
        workflow.edit(
            session,
            centre.departments[name],
            {"head": centre.staff[roles[0]]},
            actor=SYSTEM,
            now=centre.now,
            forced=True,
        )
    building = new("Building", code="3", area_keeper=centre.staff[Role.receptionist])
    centre.units = [new("Unit", building=building, entrance="1", room=room) for room in ("501", "502")]
    session.commit()
    return centre
