"""Calls, repairs, call-backs and complaints of the demo month, each from the first ring to the filed paper."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from access import acting
from models.service.repair_order import RepairOrder
from models.spec import Role
from seed import words
from seed.stage import ZONE, Action, Home, Scene, after, in_hours, local
from seed.words import Grievance, Trouble

DESK = Role.receptionist
LEAD = Role.reception_lead
SIDE = {
    "desk": ("客服部", Role.cs_supervisor), "security": ("保安部", Role.security_lead), "engineering": ("工程部", Role.engineering_lead),
}  # fmt: skip
"""Grievance.side -> (department, who handles it)."""


def log(scene: Scene, when: dt.datetime, home: Home, kind: str, content: str, **more: Any) -> Any:
    """A call or a visit, written down at the desk."""
    random = scene.random
    channel = more.pop("channel", random.choices(("phone", "visit", "online"), weights=(8, 2, 1))[0])
    values = {
        "channel": channel, "received_at": when, "kind": kind, "content": content, "caller": home.caller, "unit": home.unit_id,
        "phone": home.phone, **more,
    }  # fmt: skip
    if channel == "phone":
        values |= {
            "rings": random.choices((2, 3, 1, 5), weights=(10, 8, 2, 1))[0],
            "call_minutes": Decimal(random.randrange(15, 48)) / 10,
        }
    return scene.create("ServiceLog", DESK if random.random() < 0.8 else LEAD, when, values)


def talk(scene: Scene, when: dt.datetime) -> None:
    """A question, a wish, a message: answered at once or by the promised hour, then closed."""
    kind, said, answer = scene.random.choice(words.TALKS)
    promise = scene.random.random() < 0.3
    more: dict[str, Any] = {"reply_due_at": after(when, 240)} if promise else {}
    entry = log(scene, when, scene.random.choice(scene.homes), kind, said, **more)
    answered = after(when, scene.random.randrange(60, 200) if promise else scene.random.randrange(2, 8))
    scene.later(answered, entry, "answer", DESK, reply=answer)
    scene.later(after(answered, scene.random.randrange(3, 90)), entry, "close", DESK)


class Repair:
    """One repair order on its way; each step plans the next one."""

    def __init__(
        self, scene: Scene, trouble: Trouble, home: Home | None, place: str = "", *, bumpy: bool = True
    ) -> None:
        """``home`` None: a common part at ``place``. ``bumpy``: late, unsatisfied or unreached now and then."""
        self.scene, self.trouble, self.home, self.place = scene, trouble, home, place
        random = scene.random
        self.slow = bumpy and random.random() < 0.08
        self.unhappy = bumpy and home is not None and random.random() < 0.06
        self.unreached = bumpy and random.random() < 0.1
        self.appointment: dt.datetime | None = None
        if bumpy and home is not None and random.random() < 0.18:
            self.appointment = dt.datetime.min.replace(tzinfo=dt.UTC)
        self.order: Any = None
        self.charge: Decimal | None = None

    def call(self, when: dt.datetime) -> None:
        """The call comes in and becomes an order."""
        scene, random = self.scene, self.scene.random
        if self.appointment is not None:
            self.appointment = _next_slot(when, random.choice((2, 3, 20, 24)))
        if self.home is None:
            values = {
                "scope": "public", "location": self.place, "reporter": "保安巡逻", "phone": "0999-80001234", "reported_at": when,
            }  # fmt: skip
            self.order = scene.create("RepairOrder", DESK, when, {**values, **self._matter()})
        else:
            more = {"appointment_at": self.appointment} if self.appointment else {}
            entry = log(scene, when, self.home, "repair", self.trouble.said, **more)
            moment = after(when, random.randrange(1, 4))
            urgent = self.trouble.category in {"leak", "power"} and random.random() < 0.3
            data = {"category": self.trouble.category, "priority": "urgent" if urgent else "normal"}
            self.order = scene.do(entry, "to_repair", DESK, moment, **data)
            when = moment
        dispatched = after(when, random.randrange(8, 15) if self.slow else random.randrange(1, 4))
        scene.clock.at(dispatched, self.dispatch)

    def _matter(self) -> dict[str, Any]:
        return {"category": self.trouble.category, "content": self.trouble.said, "priority": "normal"}

    def dispatch(self, when: dt.datetime) -> None:
        """The technician is sent."""
        scene = self.scene
        scene.do(self.order, "dispatch", DESK, when, technician=scene.staff[Role.technician])
        way = scene.random.randrange(34, 52) if self.slow else scene.random.randrange(8, 27)
        start = after(when, way)
        if self.appointment is not None and self.appointment > start:
            start = after(self.appointment, scene.random.randrange(-4, 6))
        scene.clock.at(start, self.arrive)

    def arrive(self, when: dt.datetime) -> None:
        """He is there."""
        self.scene.do(self.order, "arrive", Role.technician, when)
        spent = int(self.trouble.minutes * self.scene.random.uniform(0.7, 1.4))
        self.scene.clock.at(after(when, spent), self.complete)

    def complete(self, when: dt.datetime) -> None:
        """It is mended and signed, or the owner says why not."""
        scene = self.scene
        data: dict[str, Any] = {"result": self.trouble.done, "satisfied": not self.unhappy}
        if self.unhappy:
            data["dissatisfied_reason"] = scene.random.choice(words.UNHAPPY)
        elif self.home is not None:
            data["owner_sign"] = scene.sign(when)
        if self.trouble.item and scene.items and not self.unhappy:
            amount = Decimal(self.trouble.charge) if self.trouble.charge else None
            line = {
                "item": scene.items[self.trouble.item],
                "quantity": Decimal(self.trouble.quantity),
                "amount": amount,
            }
            data["materials"] = [line]
            self.charge = amount if self.home is not None else None
        scene.do(self.order, "complete", Role.technician, when, **data)
        if self.unhappy:
            self.unhappy, self.appointment = False, None
            scene.clock.at(in_hours(after(when, scene.random.randrange(8, 30))), self.rework)
            return
        scene.clock.at(in_hours(after(when, scene.random.randrange(15, 150))), self.slip)

    def rework(self, when: dt.datetime) -> None:
        """Back to the technician until the owner is satisfied."""
        self.scene.do(self.order, "rework", LEAD, when, reason=self.order.dissatisfied_reason or "业主不满意")
        self.scene.clock.at(after(when, self.scene.random.randrange(10, 28)), self.arrive)

    def slip(self, when: dt.datetime) -> None:
        """The slip comes back to the desk."""
        self.scene.do(self.order, "return_slip", DESK, when, charge=self.charge)
        self.scene.clock.at(in_hours(after(when, self.scene.random.randrange(90, 1200))), self.ring)

    def ring(self, when: dt.datetime) -> None:
        """The desk calls back; a try that reaches nobody is noted and made again."""
        random = self.scene.random
        if self.unreached:
            self.unreached = False
            self.scene.do(self.order, "call_back", DESK, when, called_at=when, reached=False)
            self.scene.clock.at(in_hours(after(when, random.randrange(100, 260))), self.ring)
            return
        mark = random.choices((5, 4, 3), weights=(14, 6, 1))[0]
        said = random.choice(words.HAPPY if mark > 3 else words.SO_SO)
        self.scene.do(
            self.order, "call_back", DESK, when, called_at=when, reached=True, satisfaction=mark, opinion=said
        )
        if self.trouble.category == "leak":
            self.scene.clock.at(
                in_hours(after(self.order.completed_at, 60 * random.randrange(44, 68))), self.look_again
            )

    def look_again(self, when: dt.datetime) -> None:
        """A repaired leak is looked at within three days."""
        if self.home is None:
            return
        values = {
            "kind": "leak", "method": "visit", "repair_order": self.order.id, "unit": self.home.unit_id, "called_at": when,
            "interviewee": self.home.caller, "phone": self.home.phone, "reached": True, "satisfaction": 5, "leak_again": False,
            "opinion": "干透了，没有再渗。",
        }  # fmt: skip
        self.scene.create("Callback", LEAD, when, values)


def _next_slot(when: dt.datetime, hours: int) -> dt.datetime:
    """Return an appointment about ``hours`` later, on the half hour, while the desk is open."""
    moment = in_hours(after(when, hours * 60))
    return moment.replace(minute=30 if moment.minute < 30 else 0, second=0, microsecond=0) + dt.timedelta(
        hours=0 if moment.minute < 30 else 1
    )


class Case:
    """One complaint on its way."""

    def __init__(self, scene: Scene, grievance: Grievance, home: Home, *, major: bool = False, stop: str = "") -> None:
        """``stop``: the state in which it is left."""
        self.scene, self.grievance, self.home, self.major, self.stop = scene, grievance, home, major, stop
        self.paper: Any = None
        self.decider = Role.director if major else Role.cs_supervisor
        self.department, self.handler = SIDE[grievance.side]

    def call(self, when: dt.datetime) -> None:
        """It is registered at the desk and becomes a complaint."""
        entry = log(self.scene, when, self.home, "complaint", self.grievance.said, channel="phone")
        moment = after(when, self.scene.random.randrange(3, 12))
        self.paper = self.scene.do(entry, "to_complaint", DESK, moment, nature=self.grievance.nature)
        if self.major:
            self.scene.later(
                after(moment, 35), self.paper, "report_up", Role.cs_supervisor, reason="涉及人身安全，立即上报"
            )
        self._then(after(moment, self.scene.random.randrange(40, 170)), self.investigate)

    def investigate(self, when: dt.datetime) -> None:
        """The same day somebody looks into it."""
        words_ = {"investigation": self.grievance.found, "proposal": self.grievance.proposal}
        self.scene.do(self.paper, "investigate", LEAD, when, **words_)
        self._then(in_hours(after(when, self.scene.random.randrange(30, 300))), self.decide)

    def decide(self, when: dt.datetime) -> None:
        """The supervisor (a major one: the director) says who does what."""
        data = {"department": self.scene.departments[self.department], "handler": self.scene.staff[self.handler]}
        self.scene.do(self.paper, "decide", self.decider, when, decision=self.grievance.decision, **data)
        self._then(in_hours(after(when, self.scene.random.randrange(300, 1900))), self.handle)

    def handle(self, when: dt.datetime) -> None:
        """It is put right."""
        self.scene.do(self.paper, "handle", self.handler, when, result=self.grievance.result)
        self._then(in_hours(after(when, self.scene.random.randrange(30, 300))), self.reply)

    def reply(self, when: dt.datetime) -> None:
        """The owner and the director are told."""
        self.scene.do(self.paper, "reply", LEAD, when, replied_at=when, director_told_at=when, satisfied=True)
        self._then(in_hours(after(when, self.scene.random.randrange(1000, 1700))), self.call_back)

    def call_back(self, when: dt.datetime) -> None:
        """The desk rings the owner up; the director calls on him when it was a major one."""
        role = Role.director if self.major else DESK
        made = self.scene.do(
            self.paper,
            "call_back",
            role,
            when,
            called_at=when,
            reached=True,
            satisfaction=4,
            opinion="处理得可以，希望保持。",
        )
        approver = Role.hq_quality if self.major else Role.cs_supervisor
        self.scene.later(in_hours(after(when, self.scene.random.randrange(120, 900))), made, "approve", approver)
        closer = Role.director if self.department == "客服部" else Role.cs_supervisor
        self.scene.later(in_hours(after(when, self.scene.random.randrange(950, 1500))), self.paper, "close", closer)

    def _then(self, when: dt.datetime, step: Action) -> None:
        if self.paper.status != self.stop:
            self.scene.clock.at(when, step)


def visit(scene: Scene, when: dt.datetime, kind: str | None = None) -> Any:
    """A regular or ad hoc call-back, submitted at once and approved the next day."""
    home = scene.random.choice(scene.homes)
    chosen, opinion, treatment = scene.random.choice(words.VISITS)
    values = {
        "kind": kind or chosen, "method": "phone", "unit": home.unit_id, "interviewee": home.caller, "phone": home.phone,
        "called_at": when, "reached": True, "satisfaction": scene.random.choice((5, 5, 4)), "opinion": opinion,
        "treatment": treatment or None,
    }  # fmt: skip
    role = DESK if kind != "sample" else LEAD
    paper = scene.create("Callback", role, when, values)
    scene.do(paper, "submit", role, after(when, 1))
    approver = Role.director if kind == "sample" else Role.cs_supervisor
    scene.later(in_hours(after(when, scene.random.randrange(900, 1500))), paper, "approve", approver)
    return paper


def monday(scene: Scene, when: dt.datetime) -> None:
    """The director approves last week's orders (004 §5.8)."""
    before = local(when.astimezone(ZONE).date(), 0)
    for order in _orders(scene, "called_back"):
        if order.returned_at is not None and order.returned_at < before:
            scene.do(order, "approve", Role.director, when)


def month_end(scene: Scene, when: dt.datetime) -> None:
    """The month's approved orders are handed over and filed (004 §7.4.10)."""
    for order in _orders(scene, "approved"):
        if order.category != "leak" or order.leak_checked_at is not None:
            scene.do(order, "hand_over", DESK, when)


def _orders(scene: Scene, state: str) -> list[Any]:
    with acting(scene.session, scene.actors[Role.director]):
        mine = RepairOrder.site_id == scene.site.id
        query = select(RepairOrder).where(mine, RepairOrder.status == state).order_by(RepairOrder.id)
        return list(scene.session.scalars(query))
