"""Inspections, corrective actions and personnel papers of the demo month."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from exchange.site_pack.checklist import ITEMS
from models.spec import Role
from seed import words
from seed.stage import ZONE, Scene, after, in_hours

SUBJECTS = {
    "工作记录": "work_record", "值班记录": "duty_record", "交接记录": "handover_record", "现场工作": "site_work", "仪容仪表": "appearance",
    "卫生": "hygiene", "装修管理": "decoration",
}  # fmt: skip
LOOKED_AT = (
    # who inspects, the post, the role of who is on it, subjects
    (Role.cs_supervisor, "接待专员", Role.receptionist, ("工作记录", "仪容仪表", "现场工作")),
    (Role.cs_supervisor, "保洁员", Role.staff, ("卫生", "现场工作")),
    (Role.security_lead, "保安员", Role.guard, ("值班记录", "仪容仪表", "现场工作")),
    (Role.engineering_lead, "维修工", Role.technician, ("工作记录", "现场工作")),
)  # fmt: skip


def inspection(scene: Scene, when: dt.datetime, kind: str, nth: int, finding: tuple[str, ...] | None = None) -> Any:
    """An inspection sheet with the items of its subject; with a ``finding`` one of them failed. It is submitted at once."""
    inspector, post, role, subjects = LOOKED_AT[nth % len(LOOKED_AT)]
    subject = finding[0] if finding else subjects[nth % len(subjects)]
    lines: list[dict[str, Any]] = [
        {"item": item, "standard": standard, "result": "pass"} for s, item, standard, _ in ITEMS if s == subject
    ][:5]
    score = Decimal(scene.random.randrange(92, 100))
    values: dict[str, Any] = {
        "kind": kind, "inspected_at": when, "post": scene.posts[post], "staff": scene.staff[role], "subject": SUBJECTS[subject],
        "evaluation": scene.random.choice(words.GOOD),
    }  # fmt: skip
    if finding:
        lines[-1] |= {"result": "fail", "problem": finding[1]}
        score -= 10
        values |= {"evaluation": "总体合格，有一项须整改。", "correction": finding[2]}
    paper = scene.create("WorkInspection", inspector, when, {**values, "items": lines, "score": score})
    scene.do(paper, "submit", inspector, after(when, 6))
    return paper


def approve_later(scene: Scene, when: dt.datetime, paper: Any, *roles: Role) -> None:
    """Let the roles of a chain approve one after the other, each within a working day."""
    moment = when
    for role in roles:
        moment = in_hours(after(moment, scene.random.randrange(120, 1300)))
        scene.later(moment, paper, "approve", role)


class Action:
    """A corrective action on its way from the failed line to the verification."""

    def __init__(
        self, scene: Scene, finding: tuple[str, ...], responsible: Role, verifier: Role = Role.director
    ) -> None:
        self.scene, self.finding, self.responsible, self.verifier = scene, finding, responsible, verifier
        self.paper: Any = None

    def open(self, when: dt.datetime, sheet: Any, inspector: Role, days: int) -> None:
        """Open it on the inspection sheet; due ``days`` later."""
        due = when.astimezone(ZONE).date() + dt.timedelta(days=days)
        self.paper = self.scene.do(
            sheet, "open_action", inspector, when, responsible=self.scene.staff[self.responsible], due_on=due
        )

    def plan(self, when: dt.datetime) -> None:
        """The person responsible says why and what."""
        _, _, _, cause, corrective, preventive = self.finding
        data = {"cause": cause, "corrective": corrective, "preventive": preventive}
        self.scene.do(self.paper, "plan", self.responsible, when, **data)

    def finish(self, when: dt.datetime) -> None:
        """It is done."""
        self.scene.do(self.paper, "finish", self.responsible, when)

    def verify(self, when: dt.datetime) -> None:
        """Somebody else sees that it works."""
        self.scene.do(
            self.paper, "verify", self.verifier, when, verification="现场复查，措施已落实，未再发生。", effective=True
        )


def settled_action(scene: Scene, when: dt.datetime, nth: int) -> None:
    """A failed inspection whose corrective action comes to its end within a week."""
    finding = words.FINDINGS[nth % len(words.FINDINGS)]
    at = {"工作记录": 0, "卫生": 1, "值班记录": 2, "仪容仪表": 2}[finding[0]]
    inspector, _, role, _ = LOOKED_AT[at]
    sheet = inspection(scene, when, "weekly", at, finding)
    action = Action(scene, finding, role)
    scene.clock.at(after(when, 20), lambda moment: action.open(moment, sheet, inspector, 5))
    scene.clock.at(in_hours(after(when, 1500)), action.plan)
    scene.clock.at(in_hours(after(when, 4400)), action.finish)
    scene.clock.at(in_hours(after(when, 6000)), action.verify)
    approve_later(scene, after(when, 30), sheet, Role.director)


def receipts_action(scene: Scene, when: dt.datetime) -> None:
    """A corrective action of the cashier, found outside an inspection."""
    values = {
        "origin": "other", "problem": "上月收据存根 No.0386 与系统开票记录金额不一致，差 20 元。",
        "responsible": scene.staff[Role.cashier], "due_on": when.astimezone(ZONE).date() + dt.timedelta(days=7),
    }  # fmt: skip
    scene.create("CorrectiveAction", Role.cs_supervisor, when, values)


def dismissal(scene: Scene, when: dt.datetime) -> None:
    """A guard on probation is dismissed, hands everything over and leaves on the tenth day."""
    leaver = scene.on_post["保安员"][-1]
    last_day = when.astimezone(ZONE).date() + dt.timedelta(days=9)
    values = {
        "staff": leaver, "kind": "dismiss", "reason": "试用期内两次夜班睡岗，经教育未改，不符合录用条件。", "last_day": last_day,
        "handover": [{"item": "对讲机一部、岗亭钥匙两把", "to": scene.staff[Role.guard], "done": True}],
        "successor": scene.staff[Role.guard],
    }  # fmt: skip
    paper = scene.create("Separation", Role.security_lead, when, values)
    scene.do(paper, "submit", Role.security_lead, after(when, 10))
    scene.later(after(when, 300), paper, "approve", Role.cs_supervisor, reason="情况属实，同意")
    scene.later(after(when, 1500), paper, "approve", Role.director, reason="同意辞退，做好交接")
    end = after(when, 9 * 1440 + 60)
    settled = {"assets_returned": True, "dormitory_cleared": True, "settled_on": last_day}
    scene.later(end, paper, "settle", Role.hr_admin, **settled)
    scene.later(after(end, 20), paper, "approve", Role.hr_admin, reason="手续已清，结算完毕")


def resignation(scene: Scene, when: dt.datetime, role: Role, reason: str, *approved: Role) -> Any:
    """An employee resigns; the roles of ``approved`` have agreed so far."""
    last_day = when.astimezone(ZONE).date() + dt.timedelta(days=30)
    values = {
        "staff": scene.staff[role], "kind": "resign", "reason": reason, "last_day": last_day,
        "handover": [{"item": "工装、钥匙、工具", "done": False}],
    }  # fmt: skip
    paper = scene.create("Separation", role, when, values)
    scene.do(paper, "submit", role, after(when, 5))
    for nth, approver in enumerate(approved, 1):
        scene.do(paper, "approve", approver, after(when, 30 * nth), reason="同意，做好交接")
    return paper


def demand(
    scene: Scene, when: dt.datetime, role: Role, values: dict[str, Any], *approved: Role, submit: bool = True
) -> Any:
    """A demand for people; the roles of ``approved`` have agreed so far."""
    needed = when.astimezone(ZONE).date() + dt.timedelta(days=30)
    paper = scene.create("StaffRequisition", role, when, {"headcount": 1, "needed_by": needed, **values})
    if submit:
        scene.do(paper, "submit", role, after(when, 4))
    for nth, approver in enumerate(approved, 1):
        scene.do(paper, "approve", approver, after(when, 25 * nth))
    return paper


def guard_wanted(scene: Scene) -> dict[str, Any]:
    """The place of the dismissed guard."""
    return {
        "department": scene.departments["保安部"], "post": scene.posts["保安员"], "reason": "vacancy",
        "reason_detail": "试用人员辞退后夜班缺一人，现由班长顶岗。", "requirements": "45 岁以下，身体健康，持保安员证，能上夜班。",
    }  # fmt: skip


def clerk_wanted(scene: Scene) -> dict[str, Any]:
    """A second clerk at the desk."""
    return {
        "department": scene.departments["客服部"], "post": scene.posts["接待专员"], "reason": "temporary",
        "reason_detail": "年底收费高峰，前台排队时间长，申请临时增加一人三个月。", "requirements": "普通话标准，会用电脑，经上岗培训合格。",
    }  # fmt: skip


def fitter_wanted(scene: Scene) -> dict[str, Any]:
    """A second technician, beyond the establishment."""
    return {
        "department": scene.departments["工程部"], "post": scene.posts["维修工"], "reason": "expansion",
        "reason_detail": "冬季暖气报修增多，一名维修工难以保证半小时到场。", "requirements": "持电工证，三年以上水暖维修经验。",
    }  # fmt: skip
