"""培训记录: a session held, who was there, and what they qualified for (000 §4.4, §5.2; 003 (一)5; 004 §3.2; R-G34, R-G35)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from models.base.moments import local, not_ahead
from models.base.qualification import QualificationKind
from models.declare import Record, choice, decimal, flag, integer, moment, ref, rows, string, text
from models.spec import (
    LEADS,
    Apply,
    Case,
    Default,
    Effect,
    L,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    Update,
    When,
    altered,
    record_flow,
)

if TYPE_CHECKING:
    from models.base.staff import Staff
    from models.hr.training_plan import TrainingPlan

RECORDERS = (Role.cs_supervisor, Role.reception_lead, Role.hr_admin)
ALL_KINDS = tuple(k.value for k in QualificationKind)

TWICE = L("{name}有两行，请合并。", "{name} stands on two lines; please join them.")
NOBODY = L("请登记参加人。", "Please enter who took part.")
NO_PASS_MARK = L("要登记上岗资格，请填合格分数。", "To note a qualification, give the mark that passes.")
NO_MARK = L("{name}到场但没有成绩，请补填。", "{name} was there but has no mark; please enter it.")


def counted(case: Case) -> list[Set]:
    """Return how many took part and how many passed."""
    paper = case.record
    there = [row for row in paper.attendees if row.present]
    return [Set("present_count", len(there)), Set("passed_count", len(passed(paper)) if paper.qualifies_for else None)]


def passed(paper: Any) -> list[Any]:
    """Return the lines of those who were there and reached the mark that passes."""
    mark = paper.pass_score
    return [r for r in paper.attendees if r.present and mark is not None and r.score is not None and r.score >= mark]


def each_once(case: Case) -> Refusal | None:
    """Refuse a person on two lines."""
    seen: set[int] = set()
    for at, row in enumerate(case.record.attendees):
        key = row.staff_id if row.staff_id is not None else getattr(row.staff, "id", None)
        if key in seen:
            return Refusal(TWICE.format(name=row.staff.name if row.staff else ""), f"attendees-{at}-staff")
        if key is not None:
            seen.add(key)
    return None


def complete(case: Case) -> Refusal | None:
    """Refuse to file a session without people, or an examination without its marks (003 (一)5; R-G35)."""
    paper = case.record
    if not paper.attendees:
        return Refusal(NOBODY, "attendees", "003 (一)5")
    if paper.qualifies_for is None:
        return None
    if paper.pass_score is None:
        return Refusal(NO_PASS_MARK, "pass_score", "004 §3.2")
    for at, row in enumerate(paper.attendees):
        if row.present and row.score is None:
            return Refusal(NO_MARK.format(name=row.staff.name), f"attendees-{at}-score", "004 §3.2")
    return None


def qualified(case: Case) -> list[Effect]:
    """Write the qualification into the file of everybody who passed: what a desk role is granted by (004 §3.2; X-16)."""
    paper = case.record
    if paper.qualifies_for is None:
        return []
    on = local(paper.held_at).date()
    new = {"kind": paper.qualifies_for, "certificate_no": paper.number, "passed_on": on, "valid_until": None}
    out: list[Effect] = []
    for row in passed(paper):
        held = [
            {"id": q.id, "kind": q.kind, "certificate_no": q.certificate_no, "passed_on": q.passed_on,
             "valid_until": q.valid_until}
            for q in row.staff.qualifications
        ]  # fmt: skip
        if all(q["certificate_no"] != paper.number for q in held):
            out.append(Update(row.staff, {"qualifications": [*held, new]}))
    return out


def noted_on_plan(case: Case) -> list[Effect]:
    """Note on the plan that a session of it was held."""
    plan = case.record.plan
    return [Apply(plan, "record_session")] if plan is not None else []


class TrainingRecord(Record):
    """A training session held."""

    __register__ = Register(
        label=L("培训记录", "Training record"),
        module=Module.hr,
        source=("000 §4.4, §5.2", "003 (一)5 会后有记录"),
        help=L(
            "每次培训、学习、答疑后登记参加人、内容和效果，归档即生效；属于上岗培训的选上资格和合格分数，合格人员的上岗资格自动写入员工档案。",
            "Record each session: who came, what was taught, how it worked; filing makes it count. For induction training choose "
            "the qualification and the mark that passes: whoever passes gets it in his file.",
        ),
        icon="users",
        prefix="PL",
        aliases=("培训签到表", "学习记录", "上岗培训考核"),
        title="topic",
        list=("number", "held_at", "topic", "teacher", "hours", "present_count", "passed_count", "status"),
        sections=(
            Section(L("培训", "Session"), "plan", "topic", "teacher", "held_at", "hours"),
            Section(L("参加人", "Who took part"), "attendees", "present_count"),
            Section(L("内容与效果", "Content and effect"), "content", "evaluation"),
            Section(L("上岗资格", "Qualification"), "qualifies_for", "pass_score", "passed_count"),
        ),
        search=("number", "topic", "teacher", "content"),
        filters=("status", "teacher", "plan", "held_at"),
        sort="-held_at",
        happened="held_at",
        rights=Rights(
            read=(*LEADS, Role.hr_admin, Role.director, Role.hq_quality),
            create=RECORDERS,
            export=(Role.director, Role.cs_supervisor, Role.hr_admin, Role.hq_quality),
        ),
        flow=altered(
            record_flow(close=RECORDERS),
            close={
                "guards": (complete,),
                "effects": qualified,
                "clause": "003 (一)5; 004 §3.2",
                "done": L("{number}已归档。", "{number} is filed."),
            },
        ),
        derive=counted,
        on_create=noted_on_plan,
        guards=(each_once, not_ahead("held_at")),
        print=("form",),
    )

    plan: Mapped[TrainingPlan | None] = ref("TrainingPlan", L("计划", "Plan"))
    plan_id: Mapped[int | None]
    topic: Mapped[str] = string(L("主题", "Topic"), length=120, required=True)
    teacher: Mapped[Staff | None] = ref("Staff", L("讲师", "Teacher"), default=Default.ME)
    teacher_id: Mapped[int | None]
    held_at: Mapped[dt.datetime] = moment(L("时间", "Held at"), required=True, default=Default.NOW)
    hours: Mapped[Decimal] = decimal(L("课时", "Hours"), places=1, required=True, minimum=0)
    attendees: Mapped[list[Any]] = rows(
        L("参加人", "Who took part"),
        staff=ref("Staff", L("员工", "Employee"), required=True),
        present=flag(L("到场", "Present"), default=True),
        score=decimal(L("成绩", "Mark"), places=1, minimum=0, maximum=100),
    )
    present_count: Mapped[int | None] = integer(L("到场人数", "Present"), kept=True)
    content: Mapped[str] = text(L("内容", "Content"), required=True)
    evaluation: Mapped[str | None] = text(L("效果评估", "How it worked"))
    qualifies_for: Mapped[QualificationKind | None] = choice(
        QualificationKind,
        L("合格后登记资格", "Qualifies for"),
        help=L("普通学习不用选。", "Leave empty for ordinary study."),
    )
    pass_score: Mapped[Decimal | None] = decimal(
        L("合格分数", "Mark that passes"),
        places=1,
        minimum=0,
        maximum=100,
        shown_when=When("qualifies_for", *ALL_KINDS),
    )
    passed_count: Mapped[int | None] = integer(L("合格人数", "Passed"), kept=True)
