"""试用期考查表: probation review (000 §4.11.2-4.11.3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, rating, ref, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class ProbationReviewConclusion(LabelEnum):
    """Conclusion of probation review."""

    confirm = "confirm", "转正", "Confirm"
    extend = "extend", "延长", "Extend"
    terminate = "terminate", "终止试用", "Terminate"


class ProbationReview(Record):
    """Probation review."""

    __register__ = Register(
        label=L("试用期考查表", "Probation review"),
        module=Module.hr,
        source=("000 §4.11.2-4.11.3",),
        help=L("试用期考查表。", "Probation review."),
        icon="users",
        prefix="SY",
        title="conclusion",
        list=("number", "staff", "period_from", "period_to", "conclusion", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "staff",
                "period_from",
                "period_to",
                "discipline",
                "attitude",
                "service_sense",
                "teamwork",
                "knowledge",
                "skill",
                "efficiency",
                "self_study",
                "potential",
                "conclusion",
                "comment",
            ),
        ),
        search=("number", "comment"),
        filters=("status", "period_from", "period_to", "conclusion"),
        sort="-period_from",
        rights=Rights(
            read=(
                Role.cs_supervisor,
                Role.reception_lead,
                Role.engineering_lead,
                Role.security_lead,
                Role.director,
                Role.hq_quality,
            ),
            create=(Role.cs_supervisor, Role.reception_lead, Role.engineering_lead, Role.security_lead),
        ),
        flow=approval_flow((Role.director, Role.hr_admin)),
        print=("form",),
    )

    staff: Mapped[Any] = ref("Staff", L("员工", "Staff"), required=True)
    staff_id: Mapped[int]
    period_from: Mapped[dt.date] = date(L("试用起", "Period from"), required=True)
    period_to: Mapped[dt.date] = date(L("试用止", "Period to"), required=True)
    discipline: Mapped[int] = rating(L("劳动纪律", "Discipline"), required=True)
    attitude: Mapped[int] = rating(L("工作态度", "Attitude"), required=True)
    service_sense: Mapped[int] = rating(L("服务意识", "Service sense"), required=True)
    teamwork: Mapped[int] = rating(L("团队精神", "Teamwork"), required=True)
    knowledge: Mapped[int] = rating(L("专业知识", "Knowledge"), required=True)
    skill: Mapped[int] = rating(L("服务技能", "Skill"), required=True)
    efficiency: Mapped[int] = rating(L("办事效率", "Efficiency"), required=True)
    self_study: Mapped[int] = rating(L("自学能力", "Self study"), required=True)
    potential: Mapped[int] = rating(L("培训潜力", "Potential"), required=True)
    conclusion: Mapped[ProbationReviewConclusion] = choice(
        ProbationReviewConclusion, L("结论", "Conclusion"), required=True
    )
    comment: Mapped[str] = text(L("评语", "Comment"), required=True)
