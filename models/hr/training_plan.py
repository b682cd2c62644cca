"""培训学习计划: what is to be taught to whom (000 §3.4, §4.4.1; 002 职责28; §1(4); 003 (一)5; R-G32)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped, relationship

from models.declare import Record, choice, date, decimal, ref, rows, string, text
from models.spec import (
    STAY,
    Case,
    Creates,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Transition,
    altered,
    approval_flow,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

FILLERS = (Role.cs_supervisor, Role.hr_admin)
RECORDERS = (Role.cs_supervisor, Role.reception_lead, Role.hr_admin)
NO_SESSIONS = L("请至少列一门课程。", "Please list at least one session.")


class PlanPeriod(LabelEnum):
    """How long the plan runs."""

    year = "year", "年", "Year"
    quarter = "quarter", "季", "Quarter"
    month = "month", "月", "Month"


def sessions_listed(case: Case) -> Refusal | None:
    """Refuse to hand in an empty plan."""
    return None if case.record.sessions else Refusal(NO_SESSIONS, "sessions", "000 §4.4.1")


def next_session(plan: Any) -> Mapping[str, Any]:
    """Return what the record of the plan's next session starts with: the first whose topic nobody recorded yet."""
    held = {r.topic for r in plan.records if r.status != "void"}
    coming = next((s for s in plan.sessions if s.topic not in held), None)
    if coming is None:
        return {}
    return {"topic": coming.topic, "teacher": coming.teacher_id, "hours": coming.hours}


class TrainingPlan(Record):
    """A plan of training."""

    __register__ = Register(
        label=L("培训学习计划", "Training plan"),
        module=Module.hr,
        source=("000 §3.4, §4.4.1", "002 职责28; §1(4)", "003 (一)5"),
        help=L(
            "列出课程、讲师、时间和对象，主任批准后执行；每上完一课，在计划上点“登记培训”。",
            "List sessions, teachers, days and audience; it runs once the director approves. After each session press “Record "
            "a session” on the plan.",
        ),
        icon="book-open",
        prefix="PJ",
        aliases=("员工培训计划", "学习计划"),
        title="period",
        list=("number", "period", "period_kind", "created_by", "status"),
        sections=(
            Section(L("计划", "Plan"), "period_kind", "period", "note"),
            Section(L("课程", "Sessions"), "sessions"),
        ),
        search=("number", "period", "note"),
        filters=("status", "period_kind"),
        sort="-id",
        rights=Rights(
            read=(*RECORDERS, Role.engineering_lead, Role.security_lead, Role.director, Role.hq_quality),
            create=FILLERS,
            export=(Role.director, Role.cs_supervisor, Role.hr_admin, Role.hq_quality),
        ),
        flow=altered(
            approval_flow((Role.director,), clause="000 §4.4.1", submit_guards=(sessions_listed,)),
            first=(
                Transition(
                    name="record_session",
                    label=L("登记培训", "Record a session"),
                    source=("approved",),
                    to=STAY,
                    roles=RECORDERS,
                    creates=Creates(register="TrainingRecord", link="plan", prefill=next_session),
                    primary=True,
                    clause="003 (一)5",
                ),
            ),
        ),
        print=("form",),
    )

    period_kind: Mapped[PlanPeriod] = choice(PlanPeriod, L("周期", "Period"), required=True, default=PlanPeriod.year)
    period: Mapped[str] = string(
        L("期间", "Which one"),
        length=40,
        required=True,
        help=L("如：2026 年、2026 年四季度。", "Such as 2026, or Q4 2026."),
    )
    sessions: Mapped[list[Any]] = rows(
        L("课程", "Sessions"),
        topic=string(L("课程主题", "Topic"), length=120, required=True),
        teacher=ref("Staff", L("讲师", "Teacher")),
        planned_on=date(L("计划日期", "Planned on")),
        audience=string(L("参加对象", "Audience"), length=120),
        hours=decimal(L("课时", "Hours"), minimum=0, places=1),
    )
    note: Mapped[str | None] = text(L("说明", "Note"))

    records: Mapped[list[Any]] = relationship("TrainingRecord", viewonly=True, order_by="TrainingRecord.id")
