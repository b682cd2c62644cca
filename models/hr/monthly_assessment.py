"""月工作考核表: what somebody's month, quarter or year was worth (000 §3.9, §4.4.3, §4.5.1; 003 内部管理 §3; A-59)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from models.base.moments import in_order
from models.base.staff import Staff
from models.declare import Record, choice, date, decimal, ref, rows, string, text
from models.hr import assessment_rules as rules
from models.hr.people import decided_by_others, not_about_oneself
from models.spec import (
    LEADS,
    ME,
    STAY,
    Creates,
    DueRule,
    Hint,
    L,
    LabelEnum,
    Module,
    Register,
    Rights,
    Role,
    Section,
    Transition,
    Unit,
    altered,
    approval_flow,
    asks,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.hr.reward_penalty import RewardPenalty


class AssessmentPeriod(LabelEnum):
    """How long a time is looked at."""

    month = "month", "月", "Month"
    quarter = "quarter", "季", "Quarter"
    year = "year", "年", "Year"


class AssessmentGrade(LabelEnum):
    """The verdict."""

    a = "a", "优", "Excellent"
    b = "b", "良", "Good"
    c = "c", "中", "Fair"
    d = "d", "差", "Poor"


def as_reward_penalty(paper: Any) -> Mapping[str, Any]:
    """Return what a reward or penalty after this assessment starts with."""
    return {"staff": paper.staff_id, "basis": f"{paper.number} 考核", "facts": paper.problems}


FLOW = altered(
    decided_by_others(
        approval_flow(
            (Role.director, Role.hr_admin), clause="000 §4.5.1; 003 内部管理 §3", submit_guards=(rules.marked,)
        ),
        "staff",
    ),
    first=(
        Transition(
            name="verify",
            label=L("验证纠正", "Verify the correction"),
            source=("approved",),
            to=STAY,
            roles=(*LEADS, Role.director),
            never=("staff",),
            asks=asks("correction"),
            sets={"verified_by": ME},
            clause="000 §4.5.1; D-16",
            done=L("{number}的纠正情况已验证。", "The correction of {number} is verified."),
        ),
        Transition(
            name="open_reward",
            label=L("发起奖惩", "Start reward or penalty"),
            source=("submitted", "approved"),
            to=STAY,
            roles=LEADS,
            only=(rules.not_rewarded_yet,),
            creates=Creates(register="RewardPenalty", prefill=as_reward_penalty, fills="reward_penalty"),
            clause="003 内部管理 §3; C-45",
        ),
    ),
)


class MonthlyAssessment(Record):
    """An employee's assessment for a month, a quarter or a year."""

    __register__ = Register(
        label=L("月工作考核表", "Monthly assessment"),
        module=Module.hr,
        source=("000 §3.9, §4.4.3, §4.5.1", "003 内部管理 §3"),
        help=L(
            "每月最后一个工作日由上级为每名员工填写，季度、年度考核也用这张表；总分自动计算，主任、行政部批准，问题由别人验证纠正。",
            "The superior fills it in for each employee on the month's last workday, and for quarters and years too. The total "
            "is worked out, director and administration approve, and somebody else verifies that faults were mended.",
        ),
        icon="star",
        prefix="KH",
        aliases=("工作月考核表", "季度考核表", "年度考核表", "绩效考核"),
        title="period_kind",
        list=("number", "staff", "period_kind", "period_from", "total", "grade", "status"),
        sections=(
            Section(L("考核对象", "Who and when"), "staff", "period_kind", "period_from", "period_to"),
            Section(L("评分", "Marks"), "items", "total", "grade"),
            Section(
                L("问题与纠正", "Faults and correction"), "problems", "correction", "verified_by", "reward_penalty"
            ),
        ),
        search=("number", "staff", "problems", "correction"),
        filters=("status", "period_kind", "grade", "staff", "period_from"),
        sort="-period_from",
        rights=Rights(
            read=(Role.director, Role.hr_admin),
            own=(Role.staff,),
            create=LEADS,
            edit=(),
            export=(Role.director, Role.hr_admin),
            import_=(),
        ),
        locked_rights=("read", "edit", "export", "import", "do:verify"),
        line=("staff",),
        flow=FLOW,
        hints=(
            Hint(
                same=("staff", "period_kind", "period_from"),
                days=1,
                sentence=L(
                    "这名员工同一考核期已有 {n} 张考核表，先看看是不是重复。",
                    "There is an assessment of this employee for the same period ({n}); see whether this one is a double.",
                ),
            ),
        ),
        deadlines=(
            DueRule(
                name="assess",
                label=L("考核上报", "Assessment handed in"),
                starts="created_at",
                stops="state:submitted,approved",
                unit=Unit.at_field,
                field="period_to",
                setting="assessment.day",
                accountable=(Role.cs_supervisor,),
                clause="003 内部管理 §3; 000 §4.5.1; T-71; A-37",
            ),
        ),
        derive=rules.totalled,
        guards=(
            in_order("period_from", "period_to"),
            rules.period_of_its_kind,
            rules.verified_by_another,
            not_about_oneself("staff", clause="000 §4.5.1; D-16"),
        ),
        print=("form",),
    )

    period_kind: Mapped[AssessmentPeriod] = choice(
        AssessmentPeriod, L("周期", "Period"), required=True, default=AssessmentPeriod.month
    )
    period_from: Mapped[dt.date] = date(L("考核期起", "From"), required=True)
    period_to: Mapped[dt.date] = date(L("考核期止", "To"), required=True)
    staff: Mapped[Staff] = ref("Staff", L("员工", "Employee"), required=True, about=True)
    staff_id: Mapped[int]
    items: Mapped[list[Any]] = rows(
        L("考核项目", "Items"),
        help=L("权重都不填时，各项同等看待。", "Without weights all items count the same."),
        item=string(L("项目", "Item"), length=120, required=True),
        weight=decimal(L("权重", "Weight"), minimum=0, maximum=100),
        score=decimal(L("得分", "Mark"), minimum=0, maximum=100),
        note=string(L("说明", "Note"), length=200),
    )
    total: Mapped[Decimal | None] = decimal(L("总分", "Total"), kept=True)
    grade: Mapped[AssessmentGrade | None] = choice(AssessmentGrade, L("等级", "Grade"))
    problems: Mapped[str | None] = text(L("问题", "Faults"))
    correction: Mapped[str | None] = text(L("纠正及验证", "Correction and its check"))
    reward_penalty: Mapped[RewardPenalty | None] = ref("RewardPenalty", L("奖惩", "Reward or penalty"))
    reward_penalty_id: Mapped[int | None]
    verified_by: Mapped[Staff | None] = ref("Staff", L("验证人", "Verified by"))
    verified_by_id: Mapped[int | None]
