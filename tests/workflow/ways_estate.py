"""Every transition of the registers of module ``estate``; read ``flow_tables`` for how a line is read."""

import datetime as dt
from decimal import Decimal
from functools import partial
from typing import Any

from seed.examples import example
from seed.factories import SIGNATURE, Centre
from tests.workflow import stages

# Filled by cs_supervisor.
HANDOVER_PLAN = """
submit   | draft                    | submitted | cs_supervisor          |
approve  | submitted                | approved  | director               |
return_  | submitted                | draft     | director               | reason
reject   | submitted                | rejected  | director               | reason
withdraw | submitted                | draft     | cs_supervisor          |
void     | draft submitted approved | void      | cs_supervisor director | reason
note_result | approved              | =         | cs_supervisor          | result
"""


def _handover_plan(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "HandoverPlan"), state, "cs_supervisor", ("director",))


# Filled by receptionist, reception_lead, cs_supervisor.
RESIDENCY_CHANGE = """
submit   | draft                    | submitted | receptionist reception_lead cs_supervisor |
approve  | submitted                | approved  | cs_supervisor                             |
return_  | submitted                | draft     | cs_supervisor                             | reason
reject   | submitted                | rejected  | cs_supervisor                             | reason
withdraw | submitted                | draft     | receptionist                              |
void     | draft submitted approved | void      | cs_supervisor director                    | reason
"""


def _residency_change(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "ResidencyChange"), state, "receptionist", ("cs_supervisor",))


# Filled by cs_supervisor.
TAKEOVER_PLAN = """
submit   | draft                    | submitted | cs_supervisor          |
approve  | submitted                | approved  | director               |
return_  | submitted                | draft     | director               | reason
reject   | submitted                | rejected  | director               | reason
withdraw | submitted                | draft     | cs_supervisor          |
void     | draft submitted approved | void      | cs_supervisor director | reason
"""


def _takeover_plan(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "TakeoverPlan"), state, "cs_supervisor", ("director",))


# Filled by cs_supervisor, engineering_lead.
TAKEOVER_INSPECTION = """
submit   | draft                    | submitted | cs_supervisor engineering_lead |
approve  | submitted                | approved  | director                       |
return_  | submitted                | draft     | director                       | reason
reject   | submitted                | rejected  | director                       | reason
withdraw | submitted                | draft     | cs_supervisor                  |
void     | draft submitted approved | void      | cs_supervisor director         | reason
recheck  | submitted approved       | =         | cs_supervisor engineering_lead | findings
"""


def _takeover_inspection(centre: Centre, state: str) -> Any:
    return stages.approval(centre, example(centre, "TakeoverInspection"), state, "cs_supervisor", ("director",))


# A move-out with an unpaid bill, which the director may waive (002 职责19).
RESIDENCY_CHANGE_OWING = """
waive_fees | draft submitted | = | director | reason
"""


def _residency_change_owing(centre: Centre, state: str) -> Any:
    unit, who = centre.unit(), centre.owner(centre.unit())
    example(centre, "Bill", unit=unit.id, period_from=dt.date(2019, 1, 1), period_to=dt.date(2019, 1, 31))
    paper = example(centre, "ResidencyChange", kind="move_out", unit=unit.id, resident=who.id)
    return stages.approval(centre, paper, state, "receptionist", ("cs_supervisor",))


# Filled by receptionist, reception_lead; two decisions; stopped by a notice.
DECORATION_APPLICATION = """
submit         | draft                              | submitted      | receptionist reception_lead    |
first_approve  | submitted                          | first_approved | cs_supervisor                  |
approve        | first_approved                     | approved       | director                       |
reject         | submitted first_approved           | rejected       | director                       | reason
start          | approved                           | working        | receptionist reception_lead    |
change_workers | approved working stopped/verified  | =              | receptionist reception_lead    | workers
resume         | stopped/verified                   | working        | cs_supervisor                  |
accept         | working                            | accepted       | cs_supervisor engineering_lead | acceptance
close          | accepted/refunded                  | closed         | cashier                        |
void | draft submitted first_approved approved working stopped/verified accepted/refunded | void | cs_supervisor director | reason
"""


# Approved before the deposit is taken.
DECORATION_UNPAID = """
take_deposit | approved | = | receptionist cashier | amount
"""


def decoration(centre: Centre, state: str, *, paid: bool = True) -> Any:
    """An application with the money in (unless not ``paid``), walked to ``state``."""
    paper = example(centre, "DecorationApplication", paid=paid)
    wanted = state.partition("/")[0]
    if wanted == "void":
        return centre.do(paper, "void", "director", reason="业主取消装修")
    for name, transition, by, data in (
        ("submitted", "submit", "receptionist", {}),
        ("rejected", "reject", "director", {"reason": "拆改承重墙"}),
        ("first_approved", "first_approve", "cs_supervisor", {}),
        ("approved", "approve", "director", {}),
        ("working", "start", "receptionist", {}),
    ):
        if paper.status in {wanted, "rejected"}:
            return paper
        if name != "rejected" or wanted == "rejected":
            centre.do(paper, transition, by, **data)
    if wanted == "stopped":
        notice = example(centre, "RectificationNotice", application=paper.id, measures=["stop"])
        centre.do(notice, "issue", "cs_supervisor")
        if state == "stopped/verified":
            centre.do(notice, "rectify", "engineering_lead")
            centre.do(notice, "verify", "cs_supervisor", verification="已清理")
    if wanted in {"accepted", "closed"}:
        centre.do(paper, "accept", "engineering_lead", acceptance="符合申请内容")
        if state != "accepted":
            refund(centre, paper.deposit)
    return centre.do(paper, "close", "cashier") if wanted == "closed" else paper


def refund(centre: Centre, deposit: Any) -> None:
    """Give a deposit back, whole."""
    centre.do(deposit, "ask_refund", "receptionist")
    centre.do(deposit, "first_approve", "director")
    asked = {a.field for a in type(deposit).__register__.flow.transition("refund").asks}
    given = {"refunded": deposit.amount, "refunded_on": centre.now.date()}
    centre.do(deposit, "refund", "cashier", **{k: v for k, v in given.items() if k in asked})


# Filled by receptionist, cs_supervisor, engineering_lead, guard; a violation offers a notice and a corrective action.
DECORATION_PATROL = """
close        | open        | closed | receptionist cs_supervisor engineering_lead guard head |
void         | open closed | void   | cs_supervisor director                            | reason
issue_notice | open closed | =      | cs_supervisor engineering_lead                    | violation measures
open_action  | open closed | =      | reception_lead cs_supervisor engineering_lead security_lead hq_quality | responsible due_on
"""


def _decoration_patrol(centre: Centre, state: str) -> Any:
    return stages.record(centre, example(centre, "DecorationPatrol"), state, "guard")


# Filled by cs_supervisor, engineering_lead.
RECTIFICATION_NOTICE = """
issue   | draft                  | issued    | cs_supervisor                  |
receive | issued                 | =         | cs_supervisor engineering_lead | received_sign
rectify | issued                 | rectified | cs_supervisor engineering_lead |
verify  | rectified              | verified  | cs_supervisor                  | verification
fail    | rectified              | issued    | cs_supervisor                  | reason due_on
enforce | issued                 | enforced  | cs_supervisor director         | measures
void    | draft issued rectified | void      | cs_supervisor director         | reason
"""


def notice(centre: Centre, state: str) -> Any:
    """A notice with a deposit behind it, walked to ``state``."""
    paper = example(centre, "RectificationNotice", application=decoration(centre, "working").id)
    if state == "void":
        return centre.do(paper, "void", "director", reason="开错房号")
    for name, transition, by in (
        ("issued", "issue", "cs_supervisor"),
        ("enforced", "enforce", "director"),
        ("rectified", "rectify", "engineering_lead"),
        ("verified", "verify", "cs_supervisor"),
    ):
        if paper.status == state:
            break
        if name != "enforced" or state == "enforced":
            centre.do(paper, transition, by, **(answers(centre, paper, transition) or {}))
    return paper


def answers(centre: Centre, record: Any, transition: str) -> dict[str, Any] | None:
    """What the steps of this module ask."""
    later = centre.now.date() + dt.timedelta(days=5)
    given: dict[tuple[str, str], dict[str, Any]] = {
        ("HandoverPlan", "note_result"): {"result": "三天办理 86 户，投诉 0 起。"},
        ("ResidencyChange", "waive_fees"): {"reason": "家庭困难，主任批准"},
        ("TakeoverInspection", "recheck"): {
            "findings": [{"item": "三层楼道", "problem": "灯不亮", "fixed": True, "rechecked_on": centre.now.date()}]
        },
        ("DecorationApplication", "change_workers"): {"workers": [{"name": "陶师傅", "pass_no": "Z002"}]},
        ("DecorationApplication", "take_deposit"): {"amount": Decimal("2000.00")},
        ("DecorationApplication", "accept"): {"acceptance": "符合申请内容"},
        ("DecorationPatrol", "issue_notice"): {
            "violation": "garbage",
            "major": False,
            "measures": ["rectify"],
            "due_on": later,
        },
        ("DecorationPatrol", "open_action"): {"responsible": centre.staff("receptionist").id, "due_on": later},
        ("RectificationNotice", "receive"): {"received_sign": SIGNATURE},
        ("RectificationNotice", "verify"): {"verification": "楼道已清空"},
        ("RectificationNotice", "fail"): {"reason": "仍有沙袋", "due_on": later},
        ("RectificationNotice", "enforce"): {"measures": ["deduct"], "deduction": Decimal("20.00")},
    }
    return given.get((type(record).__name__, transition))


WAYS = (
    ("HandoverPlan", "HandoverPlan", HANDOVER_PLAN, _handover_plan, "draft submitted approved rejected void"),
    (
        "ResidencyChange",
        "ResidencyChange",
        RESIDENCY_CHANGE,
        _residency_change,
        "draft submitted approved rejected void",
    ),
    ("TakeoverPlan", "TakeoverPlan", TAKEOVER_PLAN, _takeover_plan, "draft submitted approved rejected void"),
    (
        "TakeoverInspection",
        "TakeoverInspection",
        TAKEOVER_INSPECTION,
        _takeover_inspection,
        "draft submitted approved rejected void",
    ),
    (
        "ResidencyChange owing",
        "ResidencyChange",
        RESIDENCY_CHANGE_OWING,
        _residency_change_owing,
        "draft submitted",
    ),
    (
        "DecorationApplication unpaid",
        "DecorationApplication",
        DECORATION_UNPAID,
        partial(decoration, paid=False),
        "first_approved approved",
    ),
    (
        "DecorationApplication",
        "DecorationApplication",
        DECORATION_APPLICATION,
        decoration,
        "draft submitted first_approved approved working stopped/verified accepted/refunded closed rejected void",
    ),
    ("DecorationPatrol", "DecorationPatrol", DECORATION_PATROL, _decoration_patrol, "open closed void"),
    (
        "RectificationNotice",
        "RectificationNotice",
        RECTIFICATION_NOTICE,
        notice,
        "draft issued rectified verified enforced void",
    ),
)
"""(name, register, table, how a document gets into a state, the states looked at)."""
