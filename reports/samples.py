"""The month-end sample of call-backs: how many homes were called, what they said, what follows (003 (二)4; T-11, S-12, A-13)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from models.base.unit import Unit
from models.duty.report_list import Report
from models.engine.sampling import SampleDraw, SampleHome
from models.service.callback import Callback
from models.service.callback_rules import CallbackKind, FollowUp
from models.service.repair_order import RepairOrder, RepairScope
from models.service.survey_marks import SATISFIED
from models.spec import L, Label
from reports.spec import Breakdown, Column, Conditions, Listing, Measure, Rate, Span, Summary, Tally, standing


def served(span: Span) -> Conditions:
    """Homes in which something was mended in the period: those the sample is drawn from."""
    done = RepairOrder.completed_at
    return standing(RepairOrder), RepairOrder.scope == RepairScope.private, done >= span.start, done < span.upto


def _sample(span: Span) -> Conditions:
    return Callback.kind == CallbackKind.sample, standing(Callback), *span.during(Callback.called_at)


def reached(span: Span) -> Conditions:
    """Calls of the sample in which somebody was reached; a try that nobody answered is none (G7)."""
    return *_sample(span), Callback.reached.is_(True)


def _not_reached(span: Span) -> Conditions:
    """Tries at homes that nobody reached in the period."""
    again = aliased(Callback)
    met = select(again.unit_id).where(
        again.kind == CallbackKind.sample, standing(again), *span.during(again.called_at), again.reached.is_(True),
        again.unit_id.is_not(None),
    )  # fmt: skip
    return *_sample(span), Callback.reached.is_(False), or_(Callback.unit_id.is_(None), Callback.unit_id.not_in(met))


def drawn(span: Span) -> Conditions:
    """Homes drawn for the months of the period in which nobody was reached yet."""
    out = select(SampleHome.unit_id).join(SampleDraw, SampleDraw.id == SampleHome.draw_id)
    met = select(Callback.unit_id).where(*reached(span), Callback.unit_id.is_not(None))
    return Unit.id.in_(out.where(*span.months(SampleDraw.month))), Unit.id.not_in(met)


def _calls(code: str, label: Label, *more: Any, shown: bool = True, **counted: Any) -> Tally:
    return Tally(
        code=code, label=label, register=Callback, where=lambda s: (*reached(s), *more), shown=shown, **counted
    )


FOLLOWS = Callback.follow_up.in_((FollowUp.rework, FollowUp.complaint, FollowUp.suggestion))
UNHAPPY = Callback.satisfaction < SATISFIED
ASKED_FOR = Callback.solicited.is_(True)


def _to_look_at(span: Span) -> Conditions:
    return *reached(span), or_(FOLLOWS, UNHAPPY, ASKED_FOR)


FAVOURS = L("反映被索要好处", "Was asked for favours")
LOW = L("满意度 {n} 分", "Mark {n}")


def why_shown(call: Any, _span: Span) -> Label:
    """Say why a call needs the manager's eye: favours asked for, a low mark, something that follows from it."""
    why = [FAVOURS] if call.solicited else []
    if call.satisfaction is not None and call.satisfaction < SATISFIED:
        why.append(LOW.format(n=call.satisfaction))
    if call.follow_up not in {None, FollowUp.none}:
        why.append(FollowUp(call.follow_up).label)
    return Label("；".join(w.text("zh") for w in why), "; ".join(w.text("en") for w in why))


CALLBACK_SAMPLE = Summary(
    report=Report.callback_sample,
    parts=(
        Tally(code="served", label=L("本月服务户数", "Households served in the month"), register=RepairOrder, where=served,
              each="unit", measure=Measure.households),
        _calls("households", L("抽样回访户数", "Households of the sample called"), each="unit", measure=Measure.households,
               target="sample.min", clause="003 (二)4; T-11; A-13"),
        Tally(code="drawn", label=L("已抽中，还没有回访", "Drawn, not called yet"), register=Unit, where=drawn,
              measure=Measure.households),
        Tally(code="not_reached", label=L("未联系上", "Not reached"), register=Callback, where=_not_reached),
        _calls("marked", L("打分户次", "Calls with a mark"), Callback.satisfaction.is_not(None), measure=Measure.times),
        _calls("mark", L("平均分", "Mean mark"), mean="satisfaction", measure=Measure.score),
        _calls("satisfied", L("满意(4、5分)", "Satisfied (4 and 5)"), Callback.satisfaction >= SATISFIED),
        Rate(code="satisfied_rate", label=L("满意率", "Share satisfied"), of="satisfied", among="marked"),
        _calls("with_opinion", L("提出意见", "Said something"), Callback.opinion.is_not(None), Callback.opinion != ""),
        _calls("treated", L("已写处理意见及结果", "With what was done about it"), Callback.treatment.is_not(None),
               Callback.treatment != ""),
        _calls("follows", L("需跟进(返修、投诉、建议)", "Something follows (rework, complaint, suggestion)"), FOLLOWS),
        _calls("solicited", L("反映被索要好处", "Asked for favours"), ASKED_FOR, clause="X-22"),
        _calls("calls", L("回访户次", "Calls"), shown=False),
        Breakdown(code="by_mark", label=L("按满意度", "By mark"), by="satisfaction", tallies=("calls",)),
        Breakdown(code="by_follow_up", label=L("按跟进", "By what follows"), by="follow_up", tallies=("calls",)),
        Breakdown(code="by_method", label=L("按方式", "By method"), by="method", tallies=("calls", "mark"),
                  rates=("satisfied_rate",)),
        Breakdown(code="by_building", label=L("按楼栋", "By building"), by="unit.building",
                  tallies=("households", "mark", "follows"), rates=("satisfied_rate",)),
        Listing(
            code="all",
            label=L("抽样回访情况", "The calls"),
            register=Callback,
            where=reached,
            columns=("number", "called_at", "unit", "interviewee", "method", "satisfaction", "opinion", "treatment",
                     "follow_up", "status"),
            sort="called_at",
        ),
        Listing(
            code="to_look_at",
            label=L("不满意、需跟进的", "Not satisfied, or something follows"),
            register=Callback,
            where=_to_look_at,
            columns=("number", "called_at", "unit", "opinion", "treatment",
                     Column(code="reason", label=L("原因", "Why"), value=why_shown)),
            sort="called_at",
        ),
        Listing(code="missed", label=L("未联系上的", "Not reached"), register=Callback, where=_not_reached,
                columns=("number", "called_at", "unit", "interviewee", "treatment"), sort="called_at"),
    ),
)  # fmt: skip

SUMMARIES = (CALLBACK_SAMPLE,)
