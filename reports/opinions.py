"""What customers think: surveys and other ratings, opinions and suggestions (002 §3(1)-(3), §4(1)(3); 003 内部管理 §4; S-16 to S-18)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.duty.report_list import Report
from models.service.callback import Callback
from models.service.customer_forum import CustomerForum
from models.service.owner_suggestion import OwnerSuggestion
from models.service.satisfaction_survey import SatisfactionSurvey, sheets
from models.service.survey_marks import SATISFIED
from models.spec import L, Label
from reports import complaints, hotline, repairs
from reports.counting import here
from reports.judging import HUNDRED, span_figure
from reports.lines import how_many
from reports.problems import suggested
from reports.results import Figure, Line, Table
from reports.row_tables import lines_of
from reports.spec import Breakdown, Column, Conditions, Listing, Measure, Rate, Span, Summary, Tally, Worked, standing

SURVEY_RATE = L("业主满意率", "Satisfaction rate")
TARGET = "target.satisfaction"


def surveyed(span: Span) -> Conditions:
    """Surveys that end in the period; a draft is none yet."""
    return standing(SatisfactionSurvey), *span.days(SatisfactionSurvey.period_to)


def _surveys(session: Session, span: Span) -> tuple[Conditions, list[Any]]:
    rows = (*here(SatisfactionSurvey, span), *surveyed(span))
    query = select(SatisfactionSurvey).where(*rows).order_by(SatisfactionSurvey.period_to, SatisfactionSurvey.id)
    return rows, list(session.scalars(query))


def survey_rate(session: Session, span: Span) -> Figure:
    """Return the satisfaction rate: each survey's own, weighted by its answers, against the company's target (T-49; A-63).

    The target is the one the surveys were held against, where they name the same; else the site's.
    """
    rows, surveys = _surveys(session, span)
    counted = [(s.satisfaction_rate, len(s.answers)) for s in surveys if s.satisfaction_rate is not None and s.answers]
    answers = sum(n for _, n in counted)
    rate = sum((r * n for r, n in counted), Decimal(0)) / answers if answers else None
    targets = {s.target_rate for s in surveys}
    own = targets.pop() if len(targets) == 1 else None
    return span_figure(
        span, "rate", SURVEY_RATE, rate, measure=Measure.percent, target=TARGET if own is None else own,
        register=SatisfactionSurvey, rows=rows,
    )  # fmt: skip


OVERALL = L("总体评价", "Overall")
HEADS = (
    ("marks", L("答卷", "Answers"), Measure.number),
    ("mean", L("平均分", "Mean mark"), Measure.score),
    ("share", L("满意(4、5分)", "Satisfied (4 and 5)"), Measure.percent),
)


def by_question(session: Session, span: Span) -> Table:
    """Return the marks question by question (002 §3(2))."""
    lines = [line for survey in _surveys(session, span)[1] for line in _questions(survey, span)]
    return Table(code="by_question", label=BY_QUESTION, heads=HEADS, lines=tuple(lines))


BY_QUESTION = L("按调查项目", "By question")


def _questions(survey: Any, span: Span) -> list[Line]:
    found = sheets(survey) or []
    asked = [L(q.item, q.item) for q in survey.questions] if found and len(found[0]) > 1 else [OVERALL]
    if len(asked) == 1 and len(survey.questions) == 1:
        asked = [L(survey.questions[0].item, survey.questions[0].item)]
    rows = (SatisfactionSurvey.id == survey.id,)
    lines = []
    for at, (words, marks) in enumerate(zip(asked, zip(*found, strict=True), strict=False)):
        numbers = (
            len(marks),
            Decimal(sum(marks)) / len(marks),
            HUNDRED * sum(m >= SATISFIED for m in marks) / len(marks),
        )
        cells = tuple(
            span_figure(span, code, label, value, measure=measure, register=SatisfactionSurvey, rows=rows)
            for (code, label, measure), value in zip(HEADS, numbers, strict=True)
        )
        lines.append(Line(key=f"{survey.id}-{at}", label=words, cells=cells))
    return lines


def _unhappy(span: Span) -> Conditions:
    return *hotline.marked(span), Callback.satisfaction < SATISFIED


SATISFACTION = Summary(
    report=Report.satisfaction,
    parts=(
        Worked(code="rate", label=SURVEY_RATE, work=survey_rate),
        Tally(code="surveys", label=L("满意度调查", "Surveys"), register=SatisfactionSurvey, where=surveyed),
        Tally(code="sent", label=L("发放户数", "Questionnaires sent"), register=SatisfactionSurvey, where=surveyed,
              add="households_sent", measure=Measure.households),
        Tally(code="answers", label=L("收回答卷", "Answers"), register=SatisfactionSurvey, where=surveyed,
              add=how_many(SatisfactionSurvey, "answers")),
        Tally(code="answers_sent", label=L("有发放户数的答卷", "Answers to those sent"), register=SatisfactionSurvey,
              where=lambda s: (*surveyed(s), SatisfactionSurvey.households_sent.is_not(None)),
              add=how_many(SatisfactionSurvey, "answers"), shown=False),
        Rate(code="return_rate", label=L("回收率", "Share returned"), of="answers_sent", among="sent"),
        Worked(code="by_question", label=BY_QUESTION, work=by_question),
        *hotline.MARKS,
        *repairs.SATISFIED,
        *complaints.SATISFIED,
        Breakdown(code="by_kind", label=L("回访评价(按类别)", "Call-backs by kind"), by="kind", tallies=("marked", "mark"),
                  rates=("good_rate",)),
        Breakdown(code="by_building", label=L("回访评价(按楼栋)", "Call-backs by building"), by="unit.building",
                  tallies=("marked", "mark"), rates=("good_rate",)),
        Breakdown(code="by_technician", label=L("维修评价(按维修人员)", "Repairs by technician"), by="technician",
                  tallies=("asked", "satisfied"), rates=("satisfied_rate",)),
        Listing(code="list", label=L("各次调查", "The surveys"), register=SatisfactionSurvey, where=surveyed, sort="period_to",
                columns=("number", "title", "period_from", "period_to", "households_sent", "return_rate",
                         "satisfaction_rate", "target_rate", "judgement", "analysis", "corrective_action", "status")),
        Listing(code="unhappy", label=L("回访评价不满意的", "Call-backs with a low mark"), register=Callback, where=_unhappy,
                columns=("number", "called_at", "kind", "unit", "satisfaction", "opinion", "treatment", "follow_up"),
                sort="satisfaction"),
    ),
)  # fmt: skip


def _suggestions(code: str, label: Label, *more: Any, shown: bool = True, **counted: Any) -> Tally:
    return Tally(
        code=code, label=label, register=OwnerSuggestion, where=lambda s: (*suggested(s), *more), shown=shown, **counted
    )


def _replied(span: Span) -> Conditions:
    return *suggested(span), OwnerSuggestion.replied_at < span.upto


def _unreplied(span: Span) -> Conditions:
    told = OwnerSuggestion.replied_at
    return *suggested(span), told.is_(None) | (told >= span.upto)


def _drafts(span: Span) -> Conditions:
    """Entered, often by the system from a forum or a call, and not handed in yet: nobody has looked at them."""
    return OwnerSuggestion.status == "draft", *span.days(OwnerSuggestion.received_on)


def _forums(span: Span) -> Conditions:
    return standing(CustomerForum), *span.during(CustomerForum.held_at)


SAID = lines_of(CustomerForum, "opinions")
WAITS = L("已登记，还没有提交", "Entered, not handed in yet")
TO_APPROVE = L("已提交，等客服主管批准", "Handed in, waits for the supervisor")
TO_REPLY = L("已批准，还没有回复业主", "Approved, the owner has no reply yet")


def why_unreplied(suggestion: Any, _span: Span) -> Label:
    """Say where a suggestion without a reply stands."""
    return {"draft": WAITS, "approved": TO_REPLY}.get(suggestion.status, TO_APPROVE)


def _open(span: Span) -> Conditions:
    told, on = OwnerSuggestion.replied_at, OwnerSuggestion.received_on
    alive = OwnerSuggestion.status.in_(("draft", "submitted", "approved"))
    return alive, *span.days(on), told.is_(None) | (told >= span.upto)


OPINION_ANALYSIS = Summary(
    report=Report.opinion_analysis,
    parts=(
        _suggestions("received", L("收集意见建议", "Opinions and suggestions")),
        _suggestions("households", L("涉及户数", "Households"), each="unit", measure=Measure.households),
        _suggestions("improvable", L("提出整改建议", "With an idea for improvement"), OwnerSuggestion.improvement.is_not(None),
                     OwnerSuggestion.improvement != ""),
        Tally(code="replied", label=L("已回复业主", "Owner has a reply"), register=OwnerSuggestion, where=_replied),
        Tally(code="unreplied", label=L("未回复", "Without a reply"), register=OwnerSuggestion, where=_unreplied),
        Rate(code="reply_rate", label=L("回复率", "Share with a reply"), of="replied", among="received",
             clause="001 投诉处理 §2"),
        Tally(code="drafts", label=L("另有未提交的", "Not handed in yet, besides"), register=OwnerSuggestion, where=_drafts),
        Tally(code="forums", label=L("客户座谈会", "Customer forums"), register=CustomerForum, where=_forums,
              clause="002 §4(1)"),
        Tally(code="said", label=L("座谈会意见", "Opinions at the forums"), register=CustomerForum, where=_forums,
              add=how_many(CustomerForum, "opinions")),
        Tally(code="settled", label=L("其中已落实", "Of these, settled"), register=CustomerForum, where=_forums,
              add=how_many(CustomerForum, "opinions", SAID.done.is_(True))),
        Rate(code="settled_rate", label=L("落实率", "Share settled"), of="settled", among="said"),
        Breakdown(code="by_topic", label=L("按类别", "By topic"), by="topic",
                  tallies=("received", "households", "replied", "unreplied"), rates=("reply_rate",)),
        Breakdown(code="by_channel", label=L("按途径", "By channel"), by="channel", tallies=("received", "replied"),
                  rates=("reply_rate",), every=True),
        Breakdown(code="by_building", label=L("按楼栋", "By building"), by="unit.building",
                  tallies=("received", "households", "unreplied")),
        Listing(code="all", label=L("意见建议及整改建议", "The opinions, and what could be improved"), register=OwnerSuggestion,
                where=suggested, sort="topic",
                columns=("topic", "number", "received_on", "channel", "unit", "content", "improvement", "reply", "status")),
        Listing(
            code="waiting",
            label=L("未回复的意见及原因", "Without a reply, and why"),
            register=OwnerSuggestion,
            where=_open,
            columns=("number", "received_on", "unit", "name", "topic", "content",
                     Column(code="reason", label=L("进度", "Where it stands"), value=why_unreplied)),
            sort="received_on",
        ),
    ),
)  # fmt: skip

SUMMARIES = (SATISFACTION, OPINION_ANALYSIS)
