"""The way of a complaint: investigated, decided, handled, answered twice, called back, closed (001 投诉处理制度; D-08)."""

from __future__ import annotations

from typing import Any

from models.base.moments import in_order, not_ahead
from models.service import complaint_rules as rules
from models.service.entry_rules import entry_closed
from models.spec import (
    DESK,
    NOW,
    STAY,
    Creates,
    DueRule,
    L,
    Opening,
    Role,
    State,
    Tone,
    Transition,
    Unit,
    When,
    asks,
    flow,
)

IS_MAJOR = When("severity", rules.MAJOR)
OURS = When("cs_responsible", "true")
TO_DIRECTOR = (Role.director,)


def as_coordination(complaint: Any) -> dict[str, Any]:
    """Return what the coordination with other departments takes over (002 §4(4))."""
    return {
        "matter": f"{complaint.number}：{complaint.summary}",
        "departments": [complaint.department_id] if complaint.department_id else None,
        "owner": complaint.handler_id,
    }


def as_action(complaint: Any) -> dict[str, Any]:
    """Return what a corrective action takes over (000 §4.1.2)."""
    return {"origin": "complaint", "problem": complaint.summary, "responsible": complaint.handler_id}


def as_callback(complaint: Any) -> dict[str, Any]:
    """Return what a call-back takes over from the complaint; a major one is called on in person."""
    major = complaint.severity == rules.MAJOR
    return {
        "kind": "major" if major else "complaint",
        "method": "visit" if major else "phone",
        "unit": complaint.unit_id,
        "interviewee": complaint.complainant,
        "phone": complaint.phone,
    }


STATES = (
    State(name="registered", label=L("已登记", "Registered"), tone=Tone.grey, editable=True),
    State(name="investigated", label=L("已核实", "Investigated"), tone=Tone.amber),
    State(name="decided", label=L("已批示", "Decided"), tone=Tone.blue),
    State(name="handled", label=L("已处理", "Handled"), tone=Tone.amber),
    State(name="replied", label=L("已回复", "Replied"), tone=Tone.amber),
    State(name="called_back", label=L("已回访", "Called back"), tone=Tone.amber),
    State(name="closed", label=L("已办结", "Closed"), tone=Tone.green, final=True),
)

TRANSITIONS = (
    Transition(
        name="investigate",
        label=L("调查核实", "Investigate"),
        source=("registered",),
        to="investigated",
        roles=DESK,
        only=(rules.named_writer,),
        asks=asks("investigation", "proposal"),
        sets={"investigated_at": NOW},
        primary=True,
        clause="001 接待来访投诉 §2; P-44",
        done=L(
            "{number}已核实，等客服主管批示；重大投诉由主任批示。", "{number} is investigated and waits for a decision."
        ),
    ),
    Transition(
        name="decide",
        label=L("批示", "Decide"),
        source=("investigated",),
        to="decided",
        roles=(Role.cs_supervisor,),
        instead=((IS_MAJOR, TO_DIRECTOR), (OURS, TO_DIRECTOR)),
        asks=asks("decision", "department", "handler"),
        effects=rules.decided,
        decides=True,
        primary=True,
        clause="001 接待来访投诉 §2; A-68; D-08",
        done=L(
            "{number}已批示，交{department}办理，责任人{handler}。",
            "{number} goes to {department}; {handler} is responsible.",
        ),
    ),
    Transition(
        name="report_up",
        label=L("上报", "Report up"),
        source=("registered", "investigated"),
        to=STAY,
        roles=(Role.cs_supervisor,),
        asks=asks(optional=("reason",)),
        effects=rules.told_up,
        clause="000 §4.6.3; T-28",
        done=L("{number}已作为重大投诉上报主任。", "{number} was reported to the director as a major complaint."),
    ),
    Transition(
        name="handle",
        label=L("处理", "Handle"),
        source=("decided",),
        to="handled",
        roles=("@head", Role.engineering_lead, Role.security_lead, Role.cs_supervisor),
        asks=asks("result"),
        sets={"handled_at": NOW},
        primary=True,
        clause="001 接待来访投诉 §3",
        done=L(
            "{number}已处理，请在{reply_by}前回复业主和主任。",
            "{number} is handled; tell the owner and the director by {reply_by}.",
        ),
    ),
    Transition(
        name="reply",
        label=L("回复业主", "Reply to the owner"),
        source=("handled",),
        to="replied",
        roles=("@head", *DESK),
        asks=asks("replied_at", "director_told_at", optional=("satisfied",)),
        guards=(not_ahead("replied_at", "director_told_at"), in_order("received_at", "replied_at")),
        primary=True,
        clause="001 接待来访投诉 §3",
        done=L(
            "{number}已回复业主和主任，下一步回访。",
            "The owner and the director have their reply on {number}; call back next.",
        ),
    ),
    Transition(
        name="call_back",
        label=L("回访", "Call back"),
        source=("replied",),
        to="called_back",
        roles=DESK,
        instead=((IS_MAJOR, TO_DIRECTOR),),
        creates=Creates(register="Callback", link="complaint", prefill=as_callback),
        primary=True,
        clause="001 投诉处理 §4; 003 (二)外1",
        done=L("{number}已回访，可以办结。", "{number} is called back and can be closed."),
    ),
    Transition(
        name="reopen",
        label=L("重新处理", "Take up again"),
        source=("replied", "called_back"),
        to="investigated",
        roles=DESK,
        asks=asks("reason"),
        clears=("handled_at", "replied_at", "director_told_at", "satisfied"),
        effects=rules.reopened,
        clause="003 (二)1",
        done=L("{number}退回重新处理，等待批示。", "{number} is taken up again and waits for a decision."),
    ),
    Transition(
        name="close",
        label=L("办结", "Close"),
        source=("called_back",),
        to="closed",
        roles=(Role.cs_supervisor,),
        instead=((OURS, TO_DIRECTOR),),
        never=("handler",),
        passes_up=True,
        guards=(rules.answered_for,),
        effects=entry_closed,
        primary=True,
        clause="D-08; 001 投诉处理 §1",
        done=L("{number}已办结。", "{number} is closed."),
    ),
    Transition(
        name="coordinate",
        label=L("部门协调", "Coordinate with departments"),
        source=("investigated", "decided", "handled"),
        to=STAY,
        roles=(Role.cs_supervisor, Role.reception_lead),
        creates=Creates(register="Coordination", link="complaint", prefill=as_coordination),
        clause="002 §4(4); 004 §5.5",
        done=L("{number}已提交部门协调。", "{number} goes to the departments concerned."),
    ),
    Transition(
        name="open_action",
        label=L("开纠正措施", "Open a corrective action"),
        source=("decided", "handled", "replied", "called_back"),
        to=STAY,
        roles=(Role.cs_supervisor, Role.reception_lead),
        only=(rules.one_action,),
        creates=Creates(register="CorrectiveAction", prefill=as_action, fills="corrective_action"),
        clause="000 §4.1.2",
        done=L("{number}已开纠正措施。", "A corrective action was opened for {number}."),
    ),
)

DEADLINES = (
    DueRule(
        name="investigate",
        label=L("当天核实", "Investigated the same day"),
        starts="received_at",
        stops="investigated_at",
        unit=Unit.same_day,
        setting="complaint.investigate_same_day",
        once=True,
        accountable=DESK[:2],
        clause="001 接待来访投诉 §2; T-24; A-53",
    ),
    DueRule(
        name="major_report",
        label=L("重大投诉上报", "Reported to the director"),
        starts="major_at",
        stops="reported_up_at",
        unit=Unit.hours,
        limit=2,
        setting="complaint.major_hours",
        suggested=True,
        applies=lambda complaint: complaint.severity == rules.MAJOR,
        once=True,
        accountable=(Role.cs_supervisor,),
        clause="000 §3.6, §4.6.3; T-28",
    ),
    DueRule(
        name="reply",
        label=L("回复业主", "Reply to the owner"),
        starts="handled_at",
        stops="replied_at",
        unit=Unit.workdays,
        limit=1,
        setting="complaint.reply_workdays",
        suggested=True,
        accountable=("@handler", Role.cs_supervisor),
        clause="001 接待来访投诉 §3; T-25",
    ),
)

COMPLAINT_FLOW = flow(STATES, TRANSITIONS, voidable=False)

_ON_PAPER = (
    not_ahead("investigated_at", "handled_at", "replied_at", "director_told_at"),
    in_order("received_at", "investigated_at", "handled_at", "replied_at"),
)
_FOUND = ("investigation", "investigated_at")
_DECIDED = (*_FOUND, "decision", "department", "handler")
_HANDLED = (*_DECIDED, "result", "handled_at")
_ALSO = ("proposal", "reported_up_at")
OPENINGS = (
    Opening(state="investigated", needs=_FOUND, also=_ALSO, guards=_ON_PAPER),
    Opening(state="decided", needs=_DECIDED, also=_ALSO, guards=_ON_PAPER, derive=rules.whose),
    Opening(state="handled", needs=_HANDLED, also=_ALSO, guards=_ON_PAPER, derive=rules.whose),
    Opening(
        state="replied",
        needs=(*_HANDLED, "replied_at", "director_told_at"),
        also=(*_ALSO, "satisfied"),
        guards=_ON_PAPER,
        derive=rules.whose,
    ),
)
"""A complaint under handling when the site begins; calling back and closing are done here."""
