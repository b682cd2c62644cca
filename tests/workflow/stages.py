"""Documents in every state of their way, and complete answers to what each transition asks."""

import datetime as dt
import importlib
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from access import SYSTEM
from models import by_name
from models.base.site import Site
from models.base.staff import Staff
from models.base.unit import Unit
from models.spec import Role
from seed.factories import NOON, SIGNATURE, Centre
from workflow import create, edit

PERSONS = (*(r.value for r in Role), "technician2", "head")


def actor_of(centre: Centre, person: str) -> Any:
    """Who a person of the tables is."""
    if person == "technician2":
        return centre.actor("technician", 2)
    return centre.actor("guard", 2) if person == "head" else centre.actor(person)


def found_again(session: Session) -> Centre:
    """The centre another session has made and committed, its people known by their staff numbers."""
    centre = Centre(session, session.scalars(select(Site).where(Site.code == "LTXY")).one(), NOON)
    by_number = {s.job_no: s for s in session.scalars(select(Staff).where(Staff.site_id == centre.site_id))}
    for at, role in enumerate(Role, start=1):
        for nth in (1, 2):
            if found := by_number.get(f"LTXY{100 * at + nth}"):
                centre._staff[role, nth] = found
    centre._units = {"3-1-502": session.scalars(select(Unit).where(Unit.address_key == "3-1-502")).one()}
    return centre


def everybody(centre: Centre) -> None:
    """Open all accounts before the first document asks who holds which role; the second guard heads the security department."""
    for role in Role:
        centre.user(role)
    centre.staff("technician", 2)
    security = centre.department("保安部")
    edit(centre.session, security, {"head": centre.staff("guard", 2).id}, actor=SYSTEM, now=centre.now)
    centre.unit()


def approval(centre: Centre, record: Any, state: str, by: str, chain: tuple[str, ...]) -> Any:
    """Walk a draft along its chain to ``state``."""
    if state == "draft":
        return record
    if state == "void":
        return centre.do(record, "void", "director", reason="填错")
    centre.do(record, "submit", by)
    if state == "rejected":
        return centre.do(record, "reject", chain[0], reason="理由不足")
    decided = len(chain) if state == "approved" else int(state.partition("/")[2] or 1) - 1
    for role in chain[:decided]:
        centre.do(record, "approve", role, reason="同意")
    return record


def record(centre: Centre, paper: Any, state: str, by: str) -> Any:
    """Bring a plain record to ``state`` (open, closed, void)."""
    if state == "void":
        return centre.do(paper, "void", "director", reason="填错")
    return centre.do(paper, "close", by) if state == "closed" else paper


def kept(centre: Centre, paper: Any, state: str) -> Any:
    """Bring base data to ``state`` (active, archived)."""
    return centre.do(paper, "archive", SYSTEM, reason="停用") if state == "archived" else paper


def service_log(centre: Centre, state: str) -> Any:
    log = centre.service_log()
    if state == "passed_on":
        centre.do(log, "to_complaint", "receptionist", nature="fee", severity="minor")
    if state in {"answered", "closed"}:
        centre.do(log, "answer", "receptionist", reply="已告知缴费时间")
    return centre.do(log, "close", "receptionist") if state == "closed" else log


def complaint(centre: Centre, state: str, **values: Any) -> Any:
    return centre.complaint(state=state, **values)


def complaint_of_ours(centre: Centre, state: str) -> Any:
    """A complaint for which customer service answers; ``investigated/again`` was taken up anew."""
    ours = centre.department("客户服务部")
    edit(centre.session, ours, {"head": centre.staff("guard", 2).id}, actor=SYSTEM, now=centre.now)
    paper = centre.complaint(state="investigated", nature="service")
    centre.do(
        paper,
        "decide",
        "cs_supervisor",
        decision="当面道歉",
        department=ours.id,
        handler=centre.staff("receptionist").id,
    )
    for name, step in (
        ("handled", ("handle", "cs_supervisor", {"result": "已道歉"})),
        ("replied", ("reply", "receptionist", {"replied_at": centre.now, "director_told_at": centre.now})),
        ("called_back", ("call_back", "cs_supervisor", {"called_at": centre.now, "reached": True, "satisfaction": 4})),
        ("closed", ("close", "director", {})),
    ):
        if state == "investigated/again" and paper.status == "replied":
            return centre.do(paper, "reopen", "receptionist", reason="业主不认可")
        if paper.status == state:
            break
        transition, who, data = step
        centre.do(paper, transition, who, **data)
        centre.session.refresh(paper)
        assert paper.status == name
    return paper


def callback(centre: Centre, state: str) -> Any:
    return approval(centre, centre.callback(), state, "receptionist", ("cs_supervisor",))


def callback_sample(centre: Centre, state: str) -> Any:
    return approval(centre, centre.callback(kind="sample"), state, "receptionist", ("director",))


def callback_major(centre: Centre, state: str) -> Any:
    """Saved by the director's own call on a major complaint; it is submitted as it is saved."""
    major = centre.complaint(state="called_back", severity="major")
    model: Any = by_name("Callback")
    paper = centre.session.scalars(select(model).where(model.complaint_id == major.id)).one()
    assert (state, paper.kind) == ("submitted", "major")
    return paper


def inspection(centre: Centre, state: str) -> Any:
    return approval(centre, centre.inspection(failed=True), state, "cs_supervisor", ("director",))


def corrective_action(centre: Centre, state: str, who: str = "receptionist") -> Any:
    paper = centre.corrective_action(responsible=centre.staff(who).id)
    if state == "void":
        return centre.do(paper, "void", "director", reason="重复")
    measures = {"cause": "交接不清", "corrective": "补登", "preventive": "班前核对"}
    for name, transition, by, data in (
        ("planned", "plan", who, measures), ("done", "finish", who, {}),
        ("verified", "verify", "director", {"verification": "抽查十笔齐全", "effective": True}),
    ):  # fmt: skip
        if paper.status == state:
            break
        centre.do(paper, transition, by, **data)
        assert paper.status == name
    return paper


def requisition(centre: Centre, state: str) -> Any:
    return approval(centre, centre.requisition(), state, "cs_supervisor", ("director", "hr_admin"))


def separation(centre: Centre, state: str) -> Any:
    paper = centre.separation()
    return approval(centre, paper, state, "technician", ("cs_supervisor", "director", "hr_admin"))


def post(centre: Centre, state: str) -> Any:
    values = {"name": f"水暖工{centre.tick():%H%M}", "department": centre.department("工程部").id, "headcount": 2}
    made = centre.make("Post", values, by="engineering_lead")
    return approval(centre, made, state, "engineering_lead", ("cs_supervisor", "director"))


def base_states(register: str) -> str:
    """The states of a register of base data."""
    return "active archived forgotten" if register == "Resident" else "active archived"


def base_record(centre: Centre, register: str, state: str) -> Any:
    """One row of base data that nothing else in the module stands on."""
    stamp = f"{centre.tick():%d%H%M}"
    makers: Mapping[str, Callable[[], Any]] = {
        "Site": lambda: create(
            centre.session, by_name("Site"), {"code": f"S{stamp}", "name": "试点"}, actor=SYSTEM, now=NOON
        ),
        "Department": lambda: centre.make("Department", name=f"部门{stamp}"),
        "Staff": lambda: centre.make(
            "Staff", name="试用员", job_no=f"T{stamp}", post=centre.post("guard").id, employment="probation"
        ),
        "User": lambda: centre.make("User", username=f"user{stamp}"),
        "Building": lambda: centre.make("Building", code=stamp),
        "Unit": lambda: centre.make("Unit", building=centre.building("9").id, entrance="1", room=stamp),
        "Resident": lambda: centre.make("Resident", name="试住户"),
        "WorkCalendar": lambda: centre.make(
            "WorkCalendar", day=dt.date(2027, 1, 1) + dt.timedelta(minutes=int(stamp)), kind="rest"
        ),
        "ChecklistItem": lambda: centre.make("ChecklistItem", subject="hygiene", item=f"项{stamp}", standard="干净"),
        "Setting": lambda: _setting(centre),
        "SiteField": lambda: centre.make("SiteField", {"register": "unit", "label_zh": f"栏{stamp}", "kind": "str"}),
        "StockItem": lambda: centre.make("StockItem", code=stamp, name="垫片", kind="material", measure="个"),
    }
    made = makers[register]()
    if state != "active":
        centre.do(made, "archive" if state == "archived" else "forget", SYSTEM, reason="停用")
    return made


def _setting(centre: Centre) -> Any:
    """Settings are known by their keys: the two this module needs."""
    model: Any = by_name("Setting")
    taken = set(centre.session.scalars(select(model.key)))
    key = next(
        k for k in ("repair.arrive_minutes", "repair.callback_hours", "repair.dispatch_minutes") if k not in taken
    )
    return centre.make("Setting", key=key, value="45")


def answers(centre: Centre, record: Any, transition: str) -> dict[str, Any]:
    """Everything a transition's form could ask, filled in as it should be.

    A module ``ways_<module>`` may say it for its own registers in ``answers(centre, record, transition)`` (None: as here).
    """
    later = centre.now + dt.timedelta(hours=3)
    security = centre.department("保安部").id
    every: Mapping[str, Mapping[str, Any]] = {
        "to_repair": {"category": "water", "phone": "19800000001"},
        "to_complaint": {"nature": "repair", "severity": "minor"},
        "answer": {"reply": "已答复"},
        "dispatch": {"technician": centre.staff("technician").id},
        "reassign": {"technician": centre.staff("technician", 2).id, "reason": "原维修工在忙"},
        "reschedule": {"appointment_at": later, "reason": "业主下午才在家", "agreed": True},
        "complete": {"result": "更换软管", "satisfied": True, "owner_sign": SIGNATURE},
        "investigate": {"investigation": "属实", "proposal": "加强巡逻"},
        "decide": {"decision": "整改", "department": security, "handler": centre.staff("guard", 2).id},
        "handle": {"result": "已整改"},
        "reply": {"replied_at": centre.now, "director_told_at": centre.now},
        "call_back": {"called_at": centre.now, "reached": True, "satisfaction": 5},
        "plan": {"cause": "不清", "corrective": "补登", "preventive": "核对"},
        "verify": {"verification": "有效", "effective": True},
        "fail": {"verification": "仍有漏登"},
        "open_action": {"responsible": centre.staff("receptionist").id, "due_on": dt.date(2026, 12, 1)},
        "record_hires": {"hires": [{"staff": centre.staff("receptionist").id, "hired_on": dt.date(2026, 11, 20)}]},
        "settle": {"assets_returned": True},
        "report_up": {},
    }
    module = by_name(type(record).__name__).__register__.module.value
    ways = importlib.import_module(f"tests.workflow.ways_{module}") if module != "base" else None
    own = getattr(ways, "answers", None)
    if own is not None and (given := own(centre, record, transition)) is not None:
        return dict(given)
    asked = dict(every.get(transition, {}))
    if transition in {
        "void",
        "cancel",
        "rework",
        "reopen",
        "return_",
        "reject",
        "archive",
        "revise",
        "approve",
        "forget",
    }:
        asked["reason"] = "核对过"
    return asked
