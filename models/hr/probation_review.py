"""试用期考查表: nine marks, a conclusion, and what it makes of the employment (000 §4.11.2-4.11.3; C-32, P-48)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy.orm import Mapped

from models.base.moments import in_order, today
from models.base.rules import is_new, referred
from models.base.staff import Employment, Staff
from models.declare import Record, choice, date, decimal, moment, rating, ref, text
from models.hr.people import decided_by_others, not_about_oneself
from models.hr.still_out import held_by, still_out
from models.spec import (
    LEADS,
    Case,
    CloseAccount,
    DueRule,
    Effect,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    Unit,
    Update,
    When,
    approval_flow,
)

MARKS = (
    "discipline",
    "attitude",
    "service_sense",
    "teamwork",
    "knowledge",
    "skill",
    "efficiency",
    "self_study",
    "potential",
)
NOT_ON_PROBATION = L(
    "{name}不在试用期（{state}），不用考查。", "{name} is not on probation ({state}); there is nothing to review."
)
LATER = L("延长试用的，请填延长到哪天，要晚于试用止。", "To extend, say until when: later than the end of probation.")


class ProbationConclusion(LabelEnum):
    """What becomes of the employee."""

    confirm = "confirm", "转正", "Confirm"
    extend = "extend", "延长", "Extend"
    terminate = "terminate", "终止试用", "Terminate"


def on_probation(case: Case) -> Refusal | None:
    """Refuse the review of somebody who is not on probation."""
    if not is_new(case.record):
        return None
    staff = referred(case, "staff", Staff)
    if staff is None or staff.employment == Employment.probation:
        return None
    return Refusal(NOT_ON_PROBATION.format(name=staff.name, state=staff.employment.label), "staff", "000 §4.11.2")


def extended_to_later(case: Case) -> Refusal | None:
    """Refuse an extension that extends nothing."""
    paper = case.record
    if paper.conclusion != ProbationConclusion.extend:
        return None
    if paper.extended_to is not None and paper.period_to is not None and paper.extended_to > paper.period_to:
        return None
    return Refusal(LATER, "extended_to", "000 §4.11.3")


def averaged(case: Case) -> list[Set]:
    """Return the mean of the nine marks, to one decimal place."""
    given = [mark for name in MARKS if (mark := getattr(case.record, name)) is not None]
    mean = Decimal(sum(given)) / len(given) if given else None
    return [Set("average", mean.quantize(Decimal("0.1")) if mean is not None else None)]


def concluded(case: Case) -> list[Effect]:
    """Let the approved conclusion take effect on the employment; who is not kept loses his account (000 §4.11.3; X-15)."""
    paper = case.record
    staff, on = paper.staff, today(case)
    done = Set("approved_at", case.now)
    if staff.employment != Employment.probation:
        return [done]
    match paper.conclusion:
        case ProbationConclusion.confirm:
            return [done, Update(staff, {"employment": Employment.regular, "confirmed_on": on})]
        case ProbationConclusion.extend:
            return [done, Update(staff, {"probation_until": paper.extended_to})]
        case _:
            out: list[Effect] = [done, Update(staff, {"employment": Employment.left, "left_on": on})]
            if staff.user is not None and staff.user.active:
                out.append(CloseAccount(staff.user, paper.successor.user if paper.successor is not None else None))
            return out


def handed_over(case: Case) -> Refusal | None:
    """Refuse the last approval of an end while keys, assets, badge or bed are out, unless the approver says why."""
    if not case.last or case.data.get("reason") or case.record.conclusion != ProbationConclusion.terminate:
        return None
    return still_out(held_by(case.session, case.record.staff))


class ProbationReview(Record):
    """A review of somebody on probation."""

    __register__ = Register(
        label=L("试用期考查表", "Probation review"),
        module=Module.hr,
        source=("000 §4.11.2-4.11.3",),
        help=L(
            "试用期满前由上级逐项打分并提出转正、延长或终止；主任、行政部批准后，员工的在职状态随之改变。",
            "Before probation ends the superior marks each point and proposes to confirm, extend or terminate; once director "
            "and administration approve, the employment changes with it.",
        ),
        icon="user-check",
        prefix="SY",
        aliases=("试用人员考查表", "转正审批表"),
        title="conclusion",
        list=("number", "staff", "period_to", "average", "conclusion", "approved_at", "status"),
        sections=(
            Section(L("试用员工", "Employee"), "staff", "period_from", "period_to"),
            Section(
                L("劳动纪律、态度、团队", "Discipline, attitude, team"),
                "discipline",
                "attitude",
                "service_sense",
                "teamwork",
            ),
            Section(
                L("业务能力与潜力", "Skill and potential"),
                "knowledge",
                "skill",
                "efficiency",
                "self_study",
                "potential",
            ),
            Section(
                L("结论", "Conclusion"), "average", "conclusion", "extended_to", "successor", "comment", "approved_at"
            ),
        ),
        search=("number", "staff", "comment"),
        filters=("status", "conclusion", "staff", "period_to"),
        sort="-period_to",
        rights=Rights(
            read=(Role.cs_supervisor, Role.director, Role.hr_admin),
            own=(Role.staff,),
            create=LEADS,
            edit=(),
            export=(Role.director, Role.hr_admin),
            import_=(),
        ),
        locked_rights=("read", "edit", "export", "import"),
        line=("staff",),
        flow=decided_by_others(
            approval_flow(
                (Role.director, Role.hr_admin),
                clause="000 §4.11.3; C-32",
                approve_guards=(handed_over,),
                on_approved=concluded,
            ),
            "staff",
        ),
        deadlines=(
            DueRule(
                name="decide",
                label=L("试用期满前批准", "Decide before probation ends"),
                starts="created_at",
                stops="approved_at",
                unit=Unit.at_field,
                field="period_to",
                warn="probation.remind_days",
                accountable=(Role.director,),
                suggested=True,
                clause="000 §4.11.2",
            ),
        ),
        derive=averaged,
        guards=(
            in_order("period_from", "period_to"),
            not_about_oneself("staff", clause="000 §4.11.2"),
            on_probation,
            extended_to_later,
        ),
        print=("form",),
    )

    staff: Mapped[Staff] = ref(
        "Staff",
        L("员工", "Employee"),
        required=True,
        about=True,
        prefill=(("period_from", "hired_on"), ("period_to", "probation_until")),
    )
    staff_id: Mapped[int]
    period_from: Mapped[dt.date] = date(L("试用起", "Probation from"), required=True)
    period_to: Mapped[dt.date] = date(L("试用止", "Probation until"), required=True)
    discipline: Mapped[int] = rating(L("劳动纪律", "Discipline"), required=True)
    attitude: Mapped[int] = rating(L("工作态度", "Attitude"), required=True)
    service_sense: Mapped[int] = rating(L("服务意识", "Sense of service"), required=True)
    teamwork: Mapped[int] = rating(L("团队精神", "Teamwork"), required=True)
    knowledge: Mapped[int] = rating(L("专业知识", "Knowledge"), required=True)
    skill: Mapped[int] = rating(L("服务技能", "Service skills"), required=True)
    efficiency: Mapped[int] = rating(L("办事效率", "Efficiency"), required=True)
    self_study: Mapped[int] = rating(L("自学能力", "Learning by himself"), required=True)
    potential: Mapped[int] = rating(L("培训潜力", "Potential"), required=True)
    average: Mapped[Decimal | None] = decimal(L("平均分", "Average mark"), places=1, kept=True)
    conclusion: Mapped[ProbationConclusion] = choice(ProbationConclusion, L("结论", "Conclusion"), required=True)
    extended_to: Mapped[dt.date | None] = date(
        L("延长至", "Extended to"),
        required_when=When("conclusion", "extend"),
        shown_when=When("conclusion", "extend"),
    )
    successor: Mapped[Staff | None] = ref(
        "Staff",
        L("接手人", "Successor"),
        shown_when=When("conclusion", "terminate"),
        help=L("终止试用时，未办完的单据和待办交给谁。", "Who takes the open documents when the employment ends."),
    )
    successor_id: Mapped[int | None]
    comment: Mapped[str] = text(L("评语", "Comment"), required=True)
    approved_at: Mapped[dt.datetime | None] = moment(L("批准时间", "Approved at"), system=True)
