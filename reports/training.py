"""Training: what was planned, what was held, who took part and who qualified (000 §4.4.1; 004 §3.2; S-43, T-88, R-G32 to R-G35)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, exists, func, select
from sqlalchemy.orm import Session

from models.base.staff import Staff
from models.duty.report_list import Report
from models.hr.training_plan import TrainingPlan
from models.hr.training_record import TrainingRecord
from models.spec import L
from reports.counting import here
from reports.judging import HUNDRED, span_figure
from reports.lines import how_many
from reports.results import TOTAL, Figure, Line, Table
from reports.row_tables import IN_ALL, RowTable, Sum, lines_of
from reports.spec import Breakdown, Conditions, Listing, Measure, Rate, Span, Summary, Tally, Worked

ATTENDED, PLANNED = lines_of(TrainingRecord, "attendees"), lines_of(TrainingPlan, "sessions")
THERE = ATTENDED.present.is_(True)
PASSED = ATTENDED.score >= TrainingRecord.pass_score


def held(span: Span) -> Conditions:
    """Sessions of the period that are filed: filing makes a record count."""
    return TrainingRecord.status == "closed", *span.during(TrainingRecord.held_at)


def _unfiled(span: Span) -> Conditions:
    return TrainingRecord.status == "open", *span.during(TrainingRecord.held_at)


def _examined(span: Span) -> Conditions:
    """Sessions that end with the mark a qualification needs (004 §3.2)."""
    return *held(span), TrainingRecord.qualifies_for.is_not(None)


def people(session: Session, span: Span) -> Figure:
    """Return how many different employees took part."""
    rows = (*here(TrainingRecord, span), *held(span))
    query = select(func.count(ATTENDED.staff_id.distinct())).join(
        TrainingRecord, TrainingRecord.id == ATTENDED.parent_id
    )
    number = session.scalar(query.where(*rows, THERE)) or 0
    return span_figure(span, "people", PEOPLE, number, measure=Measure.people, register=TrainingRecord, rows=rows)


PEOPLE = L("参加人数", "Employees who took part")
BY_PERSON = RowTable(
    code="by_person", label=L("按员工", "By employee"), document=TrainingRecord, rows=ATTENDED, where=held,
    by=ATTENDED.staff_id, names=Staff,
    columns=(
        Sum(code="called", label=L("应到", "Called"), of=case((ATTENDED.id.is_not(None), 1), else_=0), measure=Measure.times),
        Sum(code="there", label=L("实到", "Took part"), of=case((THERE, 1), else_=0), measure=Measure.times),
        Sum(code="hours", label=L("课时", "Hours"), of=case((THERE, TrainingRecord.hours)), measure=Measure.hours),
        Sum(code="passed", label=L("考核合格", "Passed"), measure=Measure.times,
            of=case((THERE & TrainingRecord.qualifies_for.is_not(None) & PASSED, 1), else_=0)),
    ),
)  # fmt: skip

BY_PLAN = L("计划与实施", "Planned and held")
HEADS = (
    ("planned", L("计划课程", "Planned sessions"), Measure.number),
    ("done", L("已实施", "Held"), Measure.number),
    ("done_rate", L("实施率", "Share held"), Measure.percent),
)


def by_plan(session: Session, span: Span) -> Table:
    """Return the sessions that approved plans had for the period, and how many were held (000 §4.4.1).

    A session is held when a filed record of the plan has its topic.
    """
    record = TrainingRecord
    same = exists().where(
        record.plan_id == TrainingPlan.id, record.topic == PLANNED.topic, record.status == "closed",
        record.held_at < span.upto,
    ).correlate(TrainingPlan, PLANNED)  # fmt: skip
    due = span.days(PLANNED.planned_on)
    rows = (*here(TrainingPlan, span), TrainingPlan.status == "approved")
    query = select(TrainingPlan.id, TrainingPlan.period, func.count(), func.sum(case((same, 1), else_=0)))
    query = query.join(PLANNED, PLANNED.parent_id == TrainingPlan.id).where(*rows, *due)
    found = session.execute(query.group_by(TrainingPlan.id, TrainingPlan.period).order_by(TrainingPlan.id)).all()

    def line(key: str, label: Any, planned: int, done: int, behind: Conditions) -> Line:
        numbers = (planned, done, HUNDRED * done / planned if planned else None)
        cells = tuple(
            span_figure(span, code, words, value, measure=measure, register=TrainingPlan, rows=behind)
            for (code, words, measure), value in zip(HEADS, numbers, strict=True)
        )
        return Line(key=key, label=label, cells=cells)

    lines = [line(str(i), L(name, name), n, done, (TrainingPlan.id == i,)) for i, name, n, done in found]
    every = (*rows, TrainingPlan.id.in_([i for i, *_ in found]))
    total = line(TOTAL, IN_ALL, sum(n for *_, n, _ in found), sum(done for *_, done in found), every)
    return Table(code="by_plan", label=BY_PLAN, heads=HEADS, lines=tuple(lines), total=total)


def _failed(span: Span) -> Conditions:
    """Employees who took part in an examined session of the period and did not reach its mark."""
    line = select(ATTENDED.staff_id).join(TrainingRecord, TrainingRecord.id == ATTENDED.parent_id)
    return (Staff.id.in_(line.where(*here(TrainingRecord, span), *_examined(span), THERE, ~PASSED)),)


TRAINING_MONTHLY = Summary(
    report=Report.training_monthly,
    parts=(
        Tally(code="held", label=L("培训场次", "Sessions held"), register=TrainingRecord, where=held),
        Tally(code="hours", label=L("培训课时", "Hours of training"), register=TrainingRecord, where=held, add="hours",
              measure=Measure.hours),
        Worked(code="people", label=PEOPLE, work=people),
        Tally(code="called", label=L("应到人次", "Called, in all"), register=TrainingRecord, where=held,
              add=how_many(TrainingRecord, "attendees"), measure=Measure.times),
        Tally(code="there", label=L("实到人次", "Took part, in all"), register=TrainingRecord, where=held,
              add="present_count", measure=Measure.times),
        Rate(code="there_rate", label=L("到课率", "Share that took part"), of="there", among="called"),
        Tally(code="examined", label=L("上岗考核场次", "Sessions with an examination"), register=TrainingRecord, where=_examined,
              clause="004 §3.2"),
        Tally(code="sat", label=L("考核人次", "Sat the examination"), register=TrainingRecord, where=_examined,
              add="present_count", measure=Measure.times),
        Tally(code="passed", label=L("合格人次", "Passed"), register=TrainingRecord, where=_examined, add="passed_count",
              measure=Measure.times),
        Rate(code="pass_rate", label=L("上岗考核合格率", "Share that passed"), of="passed", among="sat",
             clause="004 §3.2; R-G35"),
        Tally(code="unfiled", label=L("已办未归档(不计入)", "Held, not filed (not counted)"), register=TrainingRecord,
              where=_unfiled),
        Worked(code="by_plan", label=BY_PLAN, work=by_plan),
        Breakdown(code="by_qualification", label=L("上岗考核(按资格)", "Examinations by qualification"), by="qualifies_for",
                  tallies=("examined", "sat", "passed"), rates=("pass_rate",)),
        Breakdown(code="by_teacher", label=L("按讲师", "By teacher"), by="teacher", tallies=("held", "hours", "there"),
                  rates=("there_rate",)),
        Worked(code="by_person", label=BY_PERSON.label, work=BY_PERSON),
        Listing(code="sessions", label=L("各场培训", "The sessions"), register=TrainingRecord, where=held, sort="held_at",
                columns=("number", "held_at", "topic", "teacher", "hours", "present_count", "qualifies_for",
                         "passed_count", "evaluation")),
        Listing(code="to_file", label=L("还没有归档的培训", "Sessions to file"), register=TrainingRecord, where=_unfiled,
                columns=("number", "held_at", "topic", "teacher", "created_by"), sort="held_at"),
        Listing(code="failed", label=L("上岗考核不合格，需补训", "Not passed, to be trained again"), register=Staff, where=_failed,
                columns=("name", "post", "employment"), sort="name"),
    ),
)  # fmt: skip

SUMMARIES = (TRAINING_MONTHLY,)
