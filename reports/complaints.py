"""What complaints come to: 客户投诉汇总及处理情况表 of the month (004 §4.4, §6.7, §7.4.16; 001 投诉处理; S-08, A-02, A-03)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from models.duty.report_list import Report
from models.service.complaint import Complaint, Severity
from models.spec import Kind, L, Label
from reports.clocks import in_time, judged
from reports.moves import in_state, state_then
from reports.spec import Band, Breakdown, Column, Conditions, Listing, Rate, Span, Summary, Tally

UNCLOSED = ("registered", "investigated", "decided", "handled", "replied", "called_back")
DAY = dt.timedelta(days=1)


def received(span: Span) -> Conditions:
    """Complaints taken in within the period: every one of them, none is ever voided (X-11)."""
    return span.during(Complaint.received_at)


def unclosed(span: Span) -> Conditions:
    """Everything that was not closed at the end of the period, whenever it was taken in."""
    return Complaint.received_at < span.upto, *in_state(Complaint, span, *UNCLOSED)


def _older(span: Span) -> Conditions:
    return *unclosed(span), Complaint.received_at < span.start


def _closed(span: Span) -> Conditions:
    return *received(span), Complaint.status == "closed", state_then(Complaint, span) == "closed"


def _called_back(span: Span) -> Conditions:
    done = ("called_back", "closed")
    return *received(span), Complaint.status.in_(done), state_then(Complaint, span).in_(done)


def _complaints(code: str, label: Label, *more: Any, shown: bool = True) -> Tally:
    return Tally(code=code, label=label, register=Complaint, where=lambda s: (*received(s), *more), shown=shown)


def _timed(rule: str, label: Label, share: Label, clause: str) -> tuple[Tally, Tally, Rate]:
    """Return what a limit was judged for (hidden), what met it, and the share."""
    return (
        Tally(code=f"{rule}_judged", label=label, register=Complaint, shown=False,
              where=lambda s: (*received(s), judged(Complaint, rule, s))),
        Tally(code=f"{rule}_in_time", label=label, register=Complaint,
              where=lambda s: (*received(s), judged(Complaint, rule, s), in_time(Complaint, rule))),
        Rate(code=f"{rule}_rate", label=share, of=f"{rule}_in_time", among=f"{rule}_judged", clause=clause),
    )  # fmt: skip


RECEIVED = _complaints("received", L("本月受理投诉", "Complaints received"))
MAJOR = _complaints("major", L("其中重大投诉", "Of these, major"), Complaint.severity == Severity.major)
CLOSED = Tally(code="closed", label=L("其中已办结", "Of these, closed"), register=Complaint, where=_closed)
CLOSED_RATE = Rate(code="closed_rate", label=L("办结率", "Share closed"), of="closed", among="received")
UNCLOSED_ALL = Tally(code="unclosed", label=L("未办结合计", "Not closed, in all"), register=Complaint, where=unclosed)
OLDER = Tally(
    code="older", label=L("其中以前月份受理", "Of these, received in earlier months"), register=Complaint, where=_older
)
INVESTIGATED = _timed(
    "investigate",
    L("当天核实", "Investigated the same day"),
    L("当天核实率", "Share investigated the same day"),
    "001 接待来访投诉 §2; T-24; A-53",
)
REPORTED_UP = _timed(
    "major_report",
    L("重大投诉按时上报", "Major ones reported up in time"),
    L("重大投诉按时上报率", "Share of major ones reported up in time"),
    "000 §3.6, §4.6.3; T-28",
)
REPLIED = _timed(
    "reply",
    L("处理后按时回复业主", "Owner told in time"),
    L("按时回复率", "Share of owners told in time"),
    "001 接待来访投诉 §3; T-25",
)
CALLED_BACK = Tally(code="called_back", label=L("已回访", "Called back"), register=Complaint, where=_called_back)
CALLED_BACK_RATE = Rate(
    code="called_back_rate", label=L("回访率", "Share called back"), of="called_back", among="received"
)
SATISFIED = (
    _complaints(
        "complaint_asked",
        L("业主已表态", "Owner said whether satisfied"),
        Complaint.satisfied.is_not(None),
        shown=False,
    ),
    _complaints("complaint_satisfied", L("业主对处理满意", "Owner satisfied"), Complaint.satisfied.is_(True)),
    Rate(
        code="complaint_satisfied_rate",
        label=L("处理满意率", "Share satisfied"),
        of="complaint_satisfied",
        among="complaint_asked",
    ),
)
REOPENED = _complaints("reopened", L("退回重新处理", "Taken up again"), Complaint.reopen_count > 0)


def ages(span: Span) -> tuple[Band, ...]:
    """Return the bands of how long a complaint has waited at the end of the period."""
    at, upto = Complaint.received_at, span.upto
    return (
        Band(code="d3", label=L("3天以内", "Up to 3 days"), where=(at >= upto - 3 * DAY,)),
        Band(code="d7", label=L("4—7天", "4 to 7 days"), where=(at >= upto - 7 * DAY,)),
        Band(code="d15", label=L("8—15天", "8 to 15 days"), where=(at >= upto - 15 * DAY,)),
        Band(code="d30", label=L("16—30天", "16 to 30 days"), where=(at >= upto - 30 * DAY,)),
        Band(code="over", label=L("30天以上", "Over 30 days"), where=(at < upto - 30 * DAY,)),
    )


WAITS = {
    "registered": L("还没有调查核实", "Not investigated yet"),
    "investigated": L("等待批示", "Waits for a decision"),
    "decided": L("责任部门还没有处理完", "The department has not settled it yet"),
    "handled": L("处理完，还没有回复业主和主任", "Settled, but owner and director have not been told"),
    "replied": L("已回复，还没有回访", "Owner told, not called back yet"),
    "called_back": L("已回访，等待办结", "Called back, to be closed"),
}
AGAIN = L("第 {n} 次重新处理，{why}", "Taken up again ({n}); {why}")


def why_unclosed(complaint: Any, _span: Span) -> Label | None:
    """Say at which step a complaint stands (事事有着落、件件有回音)."""
    why = WAITS.get(complaint.status)
    return AGAIN.format(n=complaint.reopen_count, why=why) if complaint.reopen_count and why else why


def days_waited(complaint: Any, span: Span) -> int:
    """Return the days from intake to the end of the period."""
    return (span.local(span.upto) - span.local(complaint.received_at)).days


COMPLAINT_MONTHLY = Summary(
    report=Report.complaint_monthly,
    parts=(
        RECEIVED,
        MAJOR,
        CLOSED,
        CLOSED_RATE,
        UNCLOSED_ALL,
        OLDER,
        *INVESTIGATED,
        *REPORTED_UP,
        *REPLIED,
        CALLED_BACK,
        CALLED_BACK_RATE,
        *SATISFIED,
        REOPENED,
        Breakdown(code="by_age", label=L("未办结投诉按时长", "Not closed, by how long"), by=ages, tallies=("unclosed", "older"),
                  every=True),
        Breakdown(code="by_nature", label=L("按投诉性质", "By nature"), by="nature", every=True,
                  tallies=("received", "major", "closed", "unclosed", "reopened"),
                  rates=("closed_rate", "investigate_rate", "reply_rate", "complaint_satisfied_rate")),
        Breakdown(code="by_department", label=L("按责任部门", "By department"), by="department",
                  tallies=("received", "major", "closed", "unclosed"),
                  rates=("closed_rate", "reply_rate", "complaint_satisfied_rate")),
        Breakdown(code="by_channel", label=L("按投诉方式", "By how it was made"), by="channel", tallies=("received",)),
        Breakdown(code="by_building", label=L("按楼栋", "By building"), by="unit.building",
                  tallies=("received", "major", "closed", "unclosed")),
        Listing(
            code="all",
            label=L("本月投诉及处理情况", "The month's complaints and how they were handled"),
            register=Complaint,
            where=received,
            columns=("number", "received_at", "complainant", "unit", "nature", "severity", "summary", "department",
                     "handler", "result", "replied_at", "satisfied", "status"),
            sort="received_at",
            most=500,
        ),
        Listing(
            code="waiting",
            label=L("未办结投诉及进度", "Not closed, and where they stand"),
            register=Complaint,
            where=unclosed,
            columns=("number", "received_at", "unit", "nature", "severity", "summary", "department", "handler",
                     Column(code="days", label=L("已历时(天)", "Days so far"), value=days_waited, kind=Kind.int),
                     Column(code="reason", label=L("进度", "Where it stands"), value=why_unclosed)),
            sort="received_at",
        ),
    ),
)  # fmt: skip

SUMMARIES = (COMPLAINT_MONTHLY,)
