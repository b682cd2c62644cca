"""The service register: what reached the desk and how it was answered, with the repairs it led to (002 职责7; S-42; A-01)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_

from models.duty.report_list import Report
from models.service.callback import Callback
from models.service.service_log import Channel, LogKind, ServiceLog
from models.service.survey_marks import SATISFIED as GOOD
from models.spec import L, Label
from reports import repairs
from reports.clocks import in_time, judged, late
from reports.moves import in_state
from reports.spec import Breakdown, Column, Conditions, Listing, Measure, Rate, Span, Summary, Tally, standing


def received(span: Span) -> Conditions:
    """Return the conditions of the entries of the period; an entry is never voided (X-33)."""
    return span.during(ServiceLog.received_at)


def _entries(code: str, label: Label, *more: Any, shown: bool = True, **counted: Any) -> Tally:
    return Tally(
        code=code, label=label, register=ServiceLog, where=lambda s: (*received(s), *more), shown=shown, **counted
    )


CALL = ServiceLog.channel == Channel.phone
MISSED = ServiceLog.missed.is_(True)

ENTRIES = _entries("entries", L("登记总数", "Entries in all"))
ASKED_REPAIR = _entries("entries_repair", L("其中报修", "Of these, repairs"), ServiceLog.kind == LogKind.repair)
OPEN = Tally(
    code="entries_open", label=L("还没有处理", "Still open"), register=ServiceLog,
    where=lambda s: (*received(s), *in_state(ServiceLog, s, "open")),
)  # fmt: skip
CALLS = _entries("calls", L("来电", "Calls"), CALL)
MISSED_CALLS = _entries("missed", L("漏接", "Missed"), CALL, MISSED)
MISSED_RATE = Rate(
    code="missed_rate", label=L("漏接率", "Share missed"), of="missed", among="calls", more_is_better=False
)
PICKED_UP = (
    _entries("rung", L("记了铃声的来电", "Calls with the rings noted"), CALL, ServiceLog.late_answer.is_not(None),
             or_(ServiceLog.missed.is_(None), ~MISSED), shown=False),
    _entries("prompt", L("三声内接起", "Answered within the third ring"), CALL, ServiceLog.late_answer.is_(False),
             or_(ServiceLog.missed.is_(None), ~MISSED)),
    Rate(code="prompt_rate", label=L("及时接起率", "Share answered in time"), of="prompt", among="rung",
         clause="003 (一)1; 004 §7.4.3; T-17, T-18; A-01"),
    _entries("minutes", L("平均通话(分钟)", "Mean minutes on the phone"), CALL, mean="call_minutes"),
)  # fmt: skip

PROMISED = (
    Tally(code="promised", label=L("约定回复已到期或已回复", "Replies promised, due or given"), register=ServiceLog,
          where=lambda s: (*received(s), judged(ServiceLog, "promised_reply", s)), shown=False),
    Tally(code="kept", label=L("按约定时间回复", "Replied as promised"), register=ServiceLog,
          where=lambda s: (*received(s), judged(ServiceLog, "promised_reply", s), in_time(ServiceLog, "promised_reply"))),
    Rate(code="kept_rate", label=L("约定回复兑现率", "Share replied as promised"), of="kept", among="promised",
         clause="003 (一)2; T-21"),
)  # fmt: skip


def marked(span: Span) -> Conditions:
    """Call-backs of the period in which somebody gave a mark."""
    said = Callback.reached.is_(True), Callback.satisfaction.is_not(None)
    return standing(Callback), *span.during(Callback.called_at), *said


MARKS = (
    Tally(code="marked", label=L("回访打分户次", "Call-backs with a mark"), register=Callback, where=marked,
          measure=Measure.times),
    Tally(code="mark", label=L("回访平均分", "Mean mark"), register=Callback, where=marked, mean="satisfaction",
          measure=Measure.score),
    Tally(code="good", label=L("其中满意", "Of these, satisfied"), register=Callback,
          where=lambda s: (*marked(s), Callback.satisfaction >= GOOD), shown=False),
    Rate(code="good_rate", label=L("回访满意率", "Share satisfied when called back"), of="good", among="marked"),
)  # fmt: skip
"""What was said when people were called back: 4 and 5 count as satisfied, as in a survey."""


def _unanswered(span: Span) -> Conditions:
    """Everything nobody has dealt with yet, from before the period too."""
    return ServiceLog.received_at < span.upto, *in_state(ServiceLog, span, "open")


BROKEN = L("约定 {at} 回复，已过期", "A reply was promised by {at}; it is overdue")
TO_REPLY = L("约定 {at} 回复", "A reply is promised by {at}")
NOT_CALLED = L("漏接，还没有回电", "Missed, not called back yet")
WAITS = L("还没有转单或答复", "Neither passed on nor answered")


def why_open(entry: Any, span: Span) -> Label:
    """Say why an entry is open: a promised reply, a missed call, or nobody did anything yet."""
    if entry.reply_due_at:
        words = BROKEN if entry.reply_due_at < span.now else TO_REPLY
        return words.format(at=f"{span.local(entry.reply_due_at):%m-%d %H:%M}")
    return NOT_CALLED if entry.missed else WAITS


def _checked_late(span: Span) -> Conditions:
    return *received(span), late(ServiceLog, "next_morning_check", span)


HOTLINE_MONTHLY = Summary(
    report=Report.hotline_monthly,
    parts=(
        ENTRIES,
        CALLS,
        MISSED_CALLS,
        MISSED_RATE,
        *PICKED_UP,
        *PROMISED,
        Tally(code="left_over", label=L("次日开班仍未处理", "Not dealt with by the next morning"), register=ServiceLog,
              where=_checked_late, clause="004 §7.4.1; T-07"),
        OPEN,
        repairs.ORDERS,
        repairs.DONE,
        repairs.DONE_RATE,
        *repairs.DISPATCH,
        *repairs.ARRIVAL,
        *repairs.SAME_DAY,
        repairs.REWORKED,
        *repairs.SATISFIED,
        *repairs.CALLBACKS,
        *MARKS,
        Breakdown(code="by_kind", label=L("按类别", "By kind"), by="kind", tallies=("entries", "calls", "entries_open"),
                  every=True),
        Breakdown(code="by_channel", label=L("按渠道", "By channel"), by="channel", tallies=("entries", "entries_open")),
        Breakdown(code="by_person", label=L("按经办人", "By person"), by="handled_by",
                  tallies=("entries", "calls", "missed", "minutes"), rates=("prompt_rate", "kept_rate")),
        Breakdown(code="by_category", label=L("报修情况(按类别)", "Repairs by category"), by="category",
                  tallies=("orders", "done", "reworked"),
                  rates=("done_rate", "arrival_rate", "same_day_rate", "satisfied_rate")),
        Breakdown(code="by_building", label=L("报修情况(按楼栋)", "Repairs by building"), by="unit.building",
                  tallies=("orders", "done", "reworked"), rates=("done_rate", "satisfied_rate")),
        Listing(
            code="waiting",
            label=L("未处理登记及原因", "Entries not dealt with, and why"),
            register=ServiceLog,
            where=_unanswered,
            columns=("number", "received_at", "channel", "caller", "unit", "kind", "content", "handled_by",
                     Column(code="reason", label=L("原因", "Why"), value=why_open)),
            sort="received_at",
        ),
        Listing(
            code="unmended",
            label=L("未完工任务单及原因", "Repairs not completed, and why"),
            register=repairs.UNDONE.register,
            where=repairs.undone,
            columns=("number", "reported_at", "unit", "location", "category", "technician",
                     Column(code="reason", label=L("未完工原因", "Why not"), value=repairs.why_undone)),
            sort="reported_at",
        ),
    ),
)  # fmt: skip

SUMMARIES = (HOTLINE_MONTHLY,)
