"""A small centre for tests, made through ``workflow`` like everything else; everybody's tests may use it.

```python
centre = factories.centre(session)  # one site; people, homes and papers appear as they are asked for
clerk = centre.actor("receptionist")  # an Actor with account, staff record, post and grant
home = centre.unit("3-1-502")  # with an owner: centre.owner(home)
order = centre.repair_order(state="returned")  # walked there by workflow.apply, each step by the right person
other = factories.centre(session, code="YGHY")  # a second site, for tests of the wall
```

``centre.now`` is the centre's clock: every step of a paper moves it on five minutes. Nothing is committed. No account has
a password until ``centre.password("receptionist", "…")`` gives it one (hashing takes time).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from access import SYSTEM, acting, load_actor
from models import by_name
from models.base import addresses
from models.base.building import Building
from models.base.department import Department
from models.base.post import Post
from models.base.resident import Resident
from models.base.site import Site
from models.base.staff import Staff
from models.base.unit import Unit
from models.base.user import User
from models.declare import Record
from models.spec import ALL_SITE_ROLES, SUPERIOR, Actor, Role
from workflow import accounts, apply, create, edit

R = TypeVar("R", bound=Record)
NOON = dt.datetime(2026, 11, 19, 2, 0, tzinfo=dt.UTC)
"""Thursday 2026-11-19, 10:00 in Shanghai: a workday in office hours."""
SIGNATURE = "0" * 31 + "1"
"""The key of a signature; no file stands behind it."""
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
_DEPARTMENT = {
    Role.technician: "工程部", Role.engineering_lead: "工程部", Role.guard: "保安部", Role.security_lead: "保安部",
    Role.director: "项目部", Role.hr_admin: "行政部", Role.cashier: "财务部",
}  # fmt: skip
Step = tuple[str, str, Mapping[str, Any] | Callable[["Centre", Any], Mapping[str, Any]]]
"""(transition, role of who does it, what it asks for)."""

_REPAIR: Mapping[str, Sequence[Step]] = {
    "dispatched": [("dispatch", "receptionist", lambda c, _: {"technician": c.staff("technician").id})],
    "arrived": [("arrive", "technician", {})],
    "completed": [
        ("complete", "technician", {"result": "更换软管，试水不漏", "satisfied": True, "owner_sign": SIGNATURE})
    ],
    "returned": [("return_slip", "receptionist", {})],
    "called_back": [
        ("call_back", "receptionist", lambda c, _: {"called_at": c.now, "reached": True, "satisfaction": 5})
    ],
    "approved": [("approve", "director", {})],
    "handed_over": [("hand_over", "receptionist", {})],
}
_COMPLAINT: Mapping[str, Sequence[Step]] = {
    "investigated": [("investigate", "receptionist", {"investigation": "现场查看属实", "proposal": "请保安部增加巡逻"})],
    "decided": [("decide", "@decider", lambda c, _: {
        "decision": "当日整改并回复业主", "department": c.department("保安部").id, "handler": c.staff("security_lead").id})],
    "handled": [("handle", "security_lead", {"result": "已增加夜间巡逻两次"})],
    "replied": [("reply", "receptionist", lambda c, _: {"replied_at": c.now, "director_told_at": c.now, "satisfied": True})],
    "called_back": [("call_back", "@caller", lambda c, _: {"called_at": c.now, "reached": True, "satisfaction": 4})],
    "closed": [("close", "cs_supervisor", {})],
}  # fmt: skip
_APPROVALS = {
    "WorkInspection": ("director",), "StaffRequisition": ("director", "hr_admin"),
    "Separation": ("cs_supervisor", "director", "hr_admin"),
}  # fmt: skip


class Centre:
    """One site with whatever a test asks for; see the module's docstring."""

    session: Session
    site: Site
    now: dt.datetime

    def __init__(self, session: Session, site: Site, now: dt.datetime) -> None:
        """Take over an existing site; ``centre()`` makes a new one."""
        self.session = session
        self.site = site
        self.now = now
        self._staff: dict[tuple[Role, int], Staff] = {}
        self._units: dict[str, Unit] = {}

    @property
    def site_id(self) -> int:
        """The site's id."""
        return self.site.id

    def tick(self, minutes: float = 5) -> dt.datetime:
        """Move the centre's clock on and return it."""
        self.now += dt.timedelta(minutes=minutes)
        return self.now

    def make(
        self, register: str, values: Mapping[str, Any] | None = None, *, by: str | Actor | None = None, **more: Any
    ) -> Any:
        """Create a record through ``workflow.create``: by the system, by a role's first holder, or by an actor."""
        actor = SYSTEM if by is None else self.actor(by) if isinstance(by, str) else by
        model = by_name(register)
        return create(self.session, model, {**(values or {}), **more}, actor=actor, now=self.now, site_id=self.site_id)

    def do(self, record: Any, transition: str, by: str | Actor, **data: Any) -> Any:
        """Apply a transition five minutes later; return the record."""
        self.tick()
        actor = self.actor(by) if isinstance(by, str) else by
        apply(self.session, record, transition, data, actor=actor, now=self.now)
        return record

    # people

    def department(self, name: str = "客户服务部") -> Department:
        """The department of this name, made when missing."""
        found: Department = self._first(Department, Department.name == name) or self.make("Department", name=name)
        return found

    def post(self, role: str | Role = Role.receptionist) -> Post:
        """The post named after a role, below the post of the role above."""
        role = Role(role)
        found = self._first(Post, Post.name == role.label.zh)
        if found is not None:
            return found
        above = SUPERIOR.get(role)
        values: dict[str, Any] = {
            "name": role.label.zh,
            "department": self.department(_DEPARTMENT.get(role, "客户服务部")).id,
        }
        if above is not None and above not in ALL_SITE_ROLES:
            values["reports_to"] = self.post(above).id
        made: Post = self.make("Post", values, headcount=2)
        return made

    def staff(self, role: str | Role, nth: int = 1) -> Staff:
        """The ``nth`` employee of a role, trained, with an account ``<role>@<site>`` (``<role>2@<site>`` for the second)."""
        role = Role(role)
        if (role, nth) not in self._staff:
            number = 100 * (list(Role).index(role) + 1) + nth
            values: dict[str, Any] = {
                "name": _SURNAMES[list(Role).index(role) % len(_SURNAMES)]
                + role.label.zh[:1]
                + "一二三四五六七八九"[nth - 1],
                "job_no": f"{self.site.code}{number}",
                "post": self.post(role).id,
                "phone": f"1990000{number:04d}",
                "employment": "regular",
                "qualifications": [{"kind": "training", "passed_on": dt.date(2026, 1, 5)}],
            }
            user = self._account(f"{role.value}{nth if nth > 1 else ''}", values["name"])
            self._staff[role, nth] = self.make("Staff", values, user=user.id)
            accounts.grant(self.session, user, role=role, site_id=self.site_id, actor=SYSTEM, now=self.now)
        return self._staff[role, nth]

    def user(self, role: str | Role, nth: int = 1) -> User:
        """The account of a role's ``nth`` holder; ``hq_quality`` and ``sysadmin`` have no staff record."""
        role = Role(role)
        if role in ALL_SITE_ROLES:
            found = self._first(User, User.username == role.value)
            if found is None:
                found = self.make("User", username=role.value, display_name=role.label.zh)
                accounts.grant(self.session, found, role=role, site_id=None, actor=SYSTEM, now=self.now)
            return found
        return self.session.get_one(User, self.staff(role, nth).user_id)

    def actor(self, role: str | Role, nth: int = 1) -> Actor:
        """The ``nth`` holder of a role, as he is now (grants and role matrix read anew)."""
        actor = load_actor(self.session, self.user(role, nth).id, site_id=self.site_id, origin="test")
        if actor is None:
            raise LookupError(f"the account of {role} is switched off")
        return actor

    def password(self, role: str | Role, password: str, nth: int = 1) -> str:
        """Give a role's account a password that need not be changed; return the account's name."""
        user = self.user(role, nth)
        accounts.set_password(self.session, user, password, actor=SYSTEM, now=self.now, must_change=False)
        return user.username

    # homes

    def building(self, code: str = "3") -> Building:
        """The building of this code, made when missing."""
        found = self._first(Building, Building.code == code)
        made: Building = found or self.make("Building", code=code, entrances=2, floors=6)
        return made

    def unit(self, address: str = "3-1-502") -> Unit:
        """The home at this address with one owner, made when missing."""
        if address not in self._units:
            place = addresses.parse(address)
            values = {"building": self.building(place.building).id, "entrance": place.entrance, "room": place.room}
            unit = self._units[address] = self.make("Unit", values, occupancy="occupied")
            line = {"unit": unit.id, "relation": "owner", "since": dt.date(2020, 6, 1)}
            self.make(
                "Resident", name=f"周{len(self._units):02d}", phone=f"1980000{len(self._units):04d}", occupancies=[line]
            )
        return self._units[address]

    def owner(self, unit: Unit) -> Resident:
        """The home's owner."""
        owner = self._first(Resident, Resident.occupancies.any(unit_id=unit.id))
        if owner is None:
            raise LookupError(f"{unit.address} has no owner")
        return owner

    # papers

    def service_log(self, *, by: str | Actor = "receptionist", **values: Any) -> Any:
        """An open entry of the service register about the home 3-1-502."""
        unit = self.unit()
        given = {
            "kind": "repair",
            "caller": "周女士",
            "unit": unit.id,
            "phone": "19800000001",
            "content": "厨房水管漏水",
        }
        return self.make("ServiceLog", given, by=by, **values)

    def repair_order(self, *, state: str = "registered", by: str | Actor = "receptionist", **values: Any) -> Any:
        """A repair order walked to ``state``; ``cancelled`` and ``void`` leave from registered."""
        given: dict[str, Any] = {
            "scope": "private",
            "reporter": "周女士",
            "phone": "19800000001",
            "category": "water",
            "content": "厨房水管漏水",
        }
        if values.get("scope") != "public":
            given["unit"] = values.get("unit") or self.unit().id
        order = self.make("RepairOrder", given, by=by, **values)
        if state == "cancelled":
            return self.do(order, "cancel", "receptionist", reason="业主自行修好")
        if state == "void":
            return self.do(order, "void", "director", reason="重复开单")
        return self._walk(order, _REPAIR, "registered", state)

    def complaint(self, *, state: str = "registered", by: str | Actor = "receptionist", **values: Any) -> Any:
        """A complaint walked to ``state``; with ``severity="major"`` the director decides and calls back."""
        given = {
            "complainant": "周先生",
            "unit": self.unit().id,
            "phone": "19800000001",
            "nature": "security",
            "summary": "夜间噪声大",
        }
        return self._walk(self.make("Complaint", given, by=by, **values), _COMPLAINT, "registered", state)

    def callback(self, *, state: str = "draft", by: str | Actor = "receptionist", **values: Any) -> Any:
        """A regular call-back of the home 3-1-502."""
        given = {"kind": "regular", "unit": self.unit().id, "interviewee": "周先生", "reached": True, "satisfaction": 5}
        return self._approved(self.make("Callback", given, by=by, **values), state, ("cs_supervisor",), by)

    def inspection(
        self, *, state: str = "draft", failed: bool = False, by: str | Actor = "cs_supervisor", **values: Any
    ) -> Any:
        """A weekly inspection of the reception desk; ``failed``: with one failed line."""
        line = {"item": "登记齐全", "standard": "每个来电都有登记", "result": "fail" if failed else "pass"}
        given = {
            "kind": "weekly", "post": self.post().id, "staff": self.staff("receptionist").id, "subject": "work_record",
            "evaluation": "记录基本完整", "items": [{**line, "problem": "漏登两个来电" if failed else None}],
        }  # fmt: skip
        return self._approved(
            self.make("WorkInspection", given, by=by, **values), state, _APPROVALS["WorkInspection"], by
        )

    def corrective_action(self, *, by: str | Actor = "cs_supervisor", **values: Any) -> Any:
        """An open corrective action for the receptionist, due in three days."""
        due = (self.now + dt.timedelta(days=3)).date()
        given = {
            "origin": "inspection",
            "problem": "漏登两个来电",
            "responsible": self.staff("receptionist").id,
            "due_on": due,
        }
        return self.make("CorrectiveAction", given, by=by, **values)

    def requisition(self, *, state: str = "draft", by: str | Actor = "cs_supervisor", **values: Any) -> Any:
        """A demand for one more receptionist."""
        given = {
            "department": self.department().id, "post": self.post().id, "headcount": 1, "reason": "vacancy",
            "reason_detail": "接待专员离职补缺", "requirements": "会用电脑，普通话标准", "needed_by": dt.date(2026, 12, 31),
        }  # fmt: skip
        return self._approved(
            self.make("StaffRequisition", given, by=by, **values), state, _APPROVALS["StaffRequisition"], by
        )

    def separation(self, *, state: str = "draft", by: str | Actor = "technician", **values: Any) -> Any:
        """The resignation of the technician, everything handed over."""
        me = self.actor(by) if isinstance(by, str) else by
        given = {"staff": me.staff_id, "kind": "resign", "reason": "家中有事", "last_day": dt.date(2026, 12, 31)}
        paper = self.make("Separation", given, by=me, **values)
        if state == "approved":
            edit(
                self.session,
                paper,
                {"assets_returned": True, "dormitory_cleared": True},
                actor=SYSTEM,
                now=self.now,
                forced=True,
            )
        return self._approved(paper, state, _APPROVALS["Separation"], me)

    def _approved(self, record: Any, state: str, chain: Sequence[str], by: str | Actor) -> Any:
        """Submit a document, and approve it step by step; ``submitted`` waits for the first step."""
        if state != "draft":
            for role in chain:
                self.actor(role)
            self.do(record, "submit", by)
        if state in {"approved", "rejected"}:
            reason = {"reason": "理由不足"} if state == "rejected" else {}
            for role in chain[:1] if state == "rejected" else chain:
                self.do(record, "reject" if state == "rejected" else "approve", role, **reason)
        return record

    def _walk(self, record: Any, path: Mapping[str, Sequence[Step]], first: str, state: str) -> Any:
        if state != first and state not in path:
            raise ValueError(f"{record.slug()} has no way to {state}")
        for role in ("cs_supervisor", "director", "hq_quality"):
            self.user(role)
        for name, steps in path.items():
            if record.status == state:
                break
            for transition, role, data in steps:
                major = getattr(record, "severity", None) == "major"
                doer = role if not role.startswith("@") else "director" if major else "cs_supervisor"
                given = data(self, record) if callable(data) else data
                self.do(record, transition, doer, **given)
                self.session.refresh(record)
            if record.status != name:
                raise RuntimeError(f"{record.slug()} is {record.status}, not {name}")
        return record

    def _account(self, name: str, display_name: str) -> User:
        user: User = self.make("User", username=f"{name}@{self.site.code.lower()}", display_name=display_name)
        return user

    def _first(self, model: type[R], where: ColumnElement[bool]) -> R | None:
        query = select(model).where(where)
        if model is not User:
            query = query.where(model.site_id == self.site_id)
        with acting(self.session, SYSTEM):
            return self.session.scalars(query).first()


def centre(session: Session, now: dt.datetime = NOON, *, code: str = "LTXY", name: str = "蓝天新苑") -> Centre:
    """Make a site and return its ``Centre``."""
    site = create(session, Site, {"code": code, "name": name}, actor=SYSTEM, now=now)
    return Centre(session, site, now)
