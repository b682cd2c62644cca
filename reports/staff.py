"""People: the month's attendance, presence and ranking, and the assessment of service quality (004 §5.7; 003 内部管理 §3; S-05 to S-07, S-30)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from models.base.post import Post
from models.base.staff import Staff
from models.duty.report_list import Report
from models.hr.department_ranking import DepartmentRanking
from models.hr.monthly_assessment import MonthlyAssessment
from models.hr.monthly_attendance import LEAVE_COLUMNS, MonthlyAttendance
from models.hr.on_post_report import OnPostReport
from models.hr.reward_penalty import RewardPenalty
from models.office.work_inspection import ItemResult, WorkInspection
from models.spec import L
from reports.counting import here
from reports.judging import HUNDRED, span_figure
from reports.results import Figure
from reports.row_tables import RowTable, Sum, lines_of
from reports.spec import Breakdown, Conditions, Listing, Measure, Rate, Span, Summary, Tally, Worked, standing

DAYS, RANKS, POSTS, ITEMS = (
    lines_of(MonthlyAttendance),
    lines_of(DepartmentRanking),
    lines_of(OnPostReport),
    lines_of(WorkInspection, "items"),
)
TIMES, PEOPLE = Measure.times, Measure.people


def _sheets(span: Span) -> Conditions:
    """Attendance sheets of the month: the whole site's where there is one, else the departments', so that nobody counts twice."""
    whole: Any = aliased(MonthlyAttendance)
    covered = select(whole.id).where(
        whole.site_id == MonthlyAttendance.site_id, whole.month == MonthlyAttendance.month,
        whole.department_id.is_(None), whole.status.not_in(("draft", "void", "rejected", "cancelled")),
    )  # fmt: skip
    own = MonthlyAttendance.department_id.is_(None) | ~covered.exists()
    return standing(MonthlyAttendance), *span.months(MonthlyAttendance.month), own


def _of_month(model: Any) -> Any:
    def where(span: Span) -> Conditions:
        return standing(model), *span.months(model.month)

    return where


def attendance_rate(session: Session, span: Span) -> Figure:
    """Return days present among days present, absent and on leave."""
    rows = (*here(MonthlyAttendance, span), *_sheets(span))
    away = [func.coalesce(getattr(DAYS, name), 0) for name in LEAVE_COLUMNS]
    sums = [func.sum(DAYS.days_present), func.sum(DAYS.absent), *(func.sum(one) for one in away)]
    query = select(*sums).join(MonthlyAttendance, MonthlyAttendance.id == DAYS.parent_id).where(*rows)
    present, *other = (Decimal(one or 0) for one in session.execute(query).one())
    among = present + sum(other)
    share = present / among * HUNDRED if among else None
    return span_figure(span, "rate", RATE, share, measure=Measure.percent, register=MonthlyAttendance, rows=rows)


RATE = L("出勤率", "Attendance")
BY_PERSON = RowTable(
    code="by_person", label=L("考勤表", "Attendance"), document=MonthlyAttendance, rows=DAYS, where=_sheets, by=DAYS.staff_id,
    names=Staff,
    columns=(
        Sum(code="present", label=L("出勤", "Present"), of=DAYS.days_present, measure=Measure.days),
        Sum(code="late", label=L("迟到", "Late"), of=DAYS.late, measure=TIMES),
        Sum(code="early", label=L("早退", "Left early"), of=DAYS.early, measure=TIMES),
        Sum(code="off_post", label=L("擅离职守", "Off post"), of=DAYS.off_post, measure=TIMES),
        Sum(code="absent", label=L("旷工", "Absent"), of=DAYS.absent, measure=Measure.days),
        Sum(code="overtime", label=L("加班", "Overtime"), of=DAYS.overtime_hours, measure=Measure.hours),
    ),
)  # fmt: skip
BY_POST = RowTable(
    code="by_post", label=L("员工在岗情况表", "On-post report"), document=OnPostReport, rows=POSTS, where=_of_month(OnPostReport),
    by=POSTS.post_id, names=Post,
    columns=(
        Sum(code="on_post", label=L("在岗", "On post"), of=POSTS.on_post, measure=PEOPLE),
        Sum(code="establishment", label=L("编制", "Establishment"), of=POSTS.establishment, measure=PEOPLE),
        Sum(code="joined", label=L("新进", "Joined"), of=POSTS.joined, measure=PEOPLE),
        Sum(code="left", label=L("离职", "Left"), of=POSTS.left, measure=PEOPLE),
        Sum(code="vacancies", label=L("缺编", "Vacancies"), of=POSTS.vacancies, measure=PEOPLE),
    ),
)  # fmt: skip
RANKING = RowTable(
    code="ranking", label=L("部门排序表", "Department ranking"), document=DepartmentRanking, rows=RANKS,
    where=_of_month(DepartmentRanking), by=RANKS.staff_id, names=Staff,
    columns=(
        Sum(code="score", label=L("考核得分", "Score"), of=RANKS.score, measure=Measure.score),
        Sum(code="rank", label=L("名次", "Rank"), of=RANKS.rank),
        Sum(code="absent", label=L("旷工", "Absent"), of=RANKS.absent, measure=Measure.days),
        Sum(code="late", label=L("迟到、早退、擅离", "Late, early, off post"), of=RANKS.late, measure=TIMES),
    ),
)  # fmt: skip

ATTENDANCE_MONTHLY = Summary(
    report=Report.attendance_monthly,
    parts=(
        Tally(code="sheets", label=L("考勤表", "Attendance sheets"), register=MonthlyAttendance, where=_sheets),
        Tally(code="on_post", label=L("员工在岗情况表", "On-post reports"), register=OnPostReport,
              where=_of_month(OnPostReport)),
        Tally(code="rankings", label=L("部门排序表", "Department rankings"), register=DepartmentRanking,
              where=_of_month(DepartmentRanking)),
        Worked(code="rate", label=RATE, work=attendance_rate),
        *(Worked(code=table.code, label=table.label, work=table) for table in (BY_PERSON, BY_POST, RANKING)),
    ),
)  # fmt: skip


def _assessed(span: Span) -> Conditions:
    """Assessments of months that end in the period."""
    return (
        standing(MonthlyAssessment),
        MonthlyAssessment.period_kind == "month",
        *span.days(MonthlyAssessment.period_to),
    )


def _missing(span: Span) -> Conditions:
    """Employees nobody assessed for the month."""
    done = select(MonthlyAssessment.staff_id).where(*_assessed(span))
    return Staff.status == "active", Staff.id.not_in(done)


def settled(span: Span) -> Conditions:
    """Rewards and penalties of the period that were approved."""
    return RewardPenalty.status == "approved", *span.days(RewardPenalty.happened_on)


def inspections(span: Span) -> Conditions:
    """Work inspections of the period that were handed in."""
    return standing(WorkInspection), *span.during(WorkInspection.inspected_at)


def with_failures(span: Span) -> Conditions:
    """Of those, the ones in which something failed."""
    failed = select(ITEMS.parent_id).where(ITEMS.result == ItemResult.fail)
    return *inspections(span), WorkInspection.id.in_(failed)


def pass_rate(session: Session, span: Span) -> Figure:
    """Return the share of inspected items that passed."""
    rows = (*here(WorkInspection, span), *inspections(span))
    query = select(ITEMS.result, func.count()).join(WorkInspection, WorkInspection.id == ITEMS.parent_id)
    found: dict[Any, int] = dict(session.execute(query.where(*rows).group_by(ITEMS.result)).all())
    passed, failed = found.get(ItemResult.pass_, 0), found.get(ItemResult.fail, 0)
    share = Decimal(passed) / (passed + failed) * HUNDRED if passed + failed else None
    return span_figure(span, "pass_rate", PASSED, share, measure=Measure.percent, register=WorkInspection, rows=rows)


PASSED = L("检查项合格率", "Items that passed")
QUALITY_MONTHLY = Summary(
    report=Report.quality_monthly,
    parts=(
        Tally(code="assessed", label=L("考评人数", "Employees assessed"), register=MonthlyAssessment, where=_assessed,
              each="staff", measure=PEOPLE),
        Tally(code="missing", label=L("未考评人数", "Not assessed"), register=Staff, where=_missing, measure=PEOPLE,
              target=Decimal(0), more_is_better=False, clause="003 内部管理 §3; T-71"),
        Tally(code="score", label=L("平均得分", "Mean score"), register=MonthlyAssessment, where=_assessed, mean="total",
              measure=Measure.score),
        Tally(code="inspections", label=L("工作检查", "Inspections"), register=WorkInspection, where=inspections),
        Tally(code="failures", label=L("有不合格项的检查", "Inspections with failures"), register=WorkInspection,
              where=with_failures),
        Rate(code="clean", label=L("检查有不合格的占比", "Share with failures"), of="failures", among="inspections",
             more_is_better=False),
        Worked(code="pass_rate", label=PASSED, work=pass_rate),
        Tally(code="settled", label=L("奖惩兑现", "Rewards and penalties"), register=RewardPenalty, where=settled),
        Tally(code="amount", label=L("奖惩金额", "Their amounts"), register=RewardPenalty, where=settled, add="amount",
              measure=Measure.yuan),
        Breakdown(code="by_grade", label=L("按等级", "By grade"), by="grade", tallies=("assessed",), every=True),
        Breakdown(code="by_subject", label=L("检查按内容", "Inspections by subject"), by="subject",
                  tallies=("inspections", "failures"), rates=("clean",)),
        Listing(code="people", label=L("考评结果", "Assessments"), register=MonthlyAssessment, where=_assessed,
                columns=("staff", "total", "grade", "status"), sort="-total"),
        Listing(code="nobody", label=L("未考评的员工", "Not assessed"), register=Staff, where=_missing,
                columns=("name", "post", "employment"), sort="name"),
        Listing(code="rewards", label=L("奖惩", "Rewards and penalties"), register=RewardPenalty, where=settled,
                columns=("number", "staff", "kind", "happened_on", "basis", "amount"), sort="happened_on"),
    ),
)  # fmt: skip

SUMMARIES = (ATTENDANCE_MONTHLY, QUALITY_MONTHLY)
