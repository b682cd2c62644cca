"""Two centres with one row of every register each, and a person for every role: what the sweeps look at."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import access
from access import SYSTEM
from models import REGISTERS, by_name
from models.duty.deadline import Deadline
from models.spec import ALL_SITE_ROLES, Actor, Role
from seed import factories
from seed.examples import example, involving
from seed.factories import NOON, Centre
from tests.rights.expected import RIGHTS, ROLES
from workflow import accounts, create

SITE_ROLES = tuple(r for r in Role if r not in ALL_SITE_ROLES)


@dataclass
class World:
    """``here`` is where the people work; ``there`` is out of their reach. ``rows[site][register]`` are ids."""

    session: Session
    here: Centre
    there: Centre
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    own: dict[tuple[str, str], int] = field(default_factory=dict)
    """(register, role) -> a row that involves the role's holder."""

    def actor(self, role: str) -> Actor:
        """The role's holder at ``here``; read once, so after a change of the matrix ask ``here.actor``."""
        if role not in self.actors:
            self.actors[role] = self.here.actor(role)
        return self.actors[role]

    def one(self, where: str, register: str) -> Any:
        """The row of a register at ``here`` or ``there``."""
        with access.acting(self.session, SYSTEM):
            return self.session.get_one(by_name(register), self.rows[where][register])


def build(session: Session, *, people: bool = True) -> World:
    """Make both centres; with ``people``, somebody for every role at each."""
    here = factories.centre(session)
    there = factories.centre(session, code="YGHY", name="阳光花园")
    world = World(session, here, there)
    for name, centre in (("here", here), ("there", there)):
        if people:
            for role in ROLES:
                centre.user(role)
        world.rows[name] = {register: record.id for register, record in papers(centre).items()}
        assert set(world.rows[name]) == {m.__name__ for m in REGISTERS}, "a register has no row in this world"
    return world


def papers(centre: Centre) -> Mapping[str, Any]:
    """One row of every register at a centre, in its first state."""
    unit = centre.unit("3-1-502")
    order = centre.repair_order()
    out = {
        "Site": centre.site,
        "Department": centre.department(),
        "Post": centre.post("receptionist"),
        "Staff": centre.staff("receptionist"),
        "User": centre.user("receptionist"),
        "Building": centre.building(),
        "Unit": unit,
        "Resident": centre.owner(unit),
        "WorkCalendar": centre.make("WorkCalendar", day=dt.date(2026, 12, 24), kind="rest", note="站点休息"),
        "ChecklistItem": centre.make("ChecklistItem", subject="work_record", item="登记齐全", standard="每个来电都有登记"),
        "Setting": centre.make("Setting", key="repair.arrive_minutes", value="20"),
        "SiteField": centre.make(
            "SiteField", {"register": "external_contact", "label_zh": "合作年限", "kind": "int"}
        ),
        "StockItem": centre.make("StockItem", code="SL-01", name="水龙头", kind="material", measure="个"),
        "SecretAccessLog": create(
            centre.session, by_name("SecretAccessLog"),
            {"at": NOON, "user": centre.user("receptionist").id, "kind": "unmask", "what": "业主", "why": "核对"},
            actor=SYSTEM, now=NOON, site_id=centre.site_id, forced=True,
        ),
        "ServiceLog": centre.service_log(),
        "RepairOrder": order,
        "Complaint": centre.complaint(),
        "Callback": centre.callback(),
        "WorkInspection": centre.inspection(),
        "CorrectiveAction": centre.corrective_action(),
        "StaffRequisition": centre.requisition(),
        "Separation": centre.separation(),
    }  # fmt: skip
    out["Deadline"] = clock(centre, order, "dispatch")
    for model in REGISTERS:
        if model.__name__ not in out:
            out[model.__name__] = example(centre, model.__name__)
    return out


def clock(centre: Centre, order: Any, rule: str) -> Any:
    """A clock of an order, as the ledger opened it."""
    query = select(Deadline).where(
        Deadline.register == "repair_order", Deadline.record_id == order.id, Deadline.rule == rule
    )
    with access.acting(centre.session, SYSTEM):
        return centre.session.scalars(query).one()


def own_rows(centre: Centre) -> Mapping[tuple[str, str], Any]:
    """For every (register, role) that reads its own rows only: a row that involves the role's holder, not made by him."""
    mine: dict[tuple[str, str], Any] = {}
    boss = "cs_supervisor"
    others = [r for r in ROLES if r not in {"cs_supervisor", "director", "hr_admin", "hq_quality", "sysadmin"}]
    order = centre.repair_order(state="dispatched")
    mine["RepairOrder", "technician"] = order
    mine["Separation", "technician"] = centre.session.scalars(
        select(by_name("Separation")).where(by_name("Separation").site_id == centre.site_id)
    ).one()
    mine["Deadline", "technician"] = clock(centre, order, "arrive")
    for role in others:
        me = centre.staff(role).id
        mine["WorkInspection", role] = centre.inspection(by=boss, staff=me)
        mine["CorrectiveAction", role] = centre.corrective_action(by=boss, responsible=me)
        if role != "technician":  # his is the one every centre here has
            mine["Separation", role] = centre.make(
                "Separation", by=role, staff=me, kind="resign", reason="回乡", last_day=dt.date(2026, 12, 31)
            )
    for role in ("technician", "guard", "cashier", "hr_admin", "staff"):
        complaint = centre.complaint(state="investigated")
        mine["Complaint", role] = centre.do(
            complaint,
            "decide",
            boss,
            decision="整改",
            department=centre.department("保安部").id,
            handler=centre.staff(role).id,
        )
    for role in ("reception_lead", "cs_supervisor", "engineering_lead", "security_lead"):
        mine["StaffRequisition", role] = centre.requisition(by=role)
    for register, lines in RIGHTS.items():
        for role in ROLES:
            if lines[role].rows == "own" and (register, role) not in mine:
                row = involving(centre, register, role)
                if row is not None:
                    mine[register, role] = row
    return mine


def secret(centre: Centre, role: str, password: str) -> str:
    """Give a role's account a password; return the account's name."""
    user = centre.user(role)
    accounts.set_password(centre.session, user, password, actor=SYSTEM, now=centre.now, must_change=False)
    return user.username
