"""The way of a repair order: dispatched, arrived, completed, slip returned, called back, approved, handed over.

004 §7.4.8-7.4.10 (C-10) with the signature and rework of 003 标准(二)2 (C-11).
"""

from __future__ import annotations

from models.base.moments import in_order, not_ahead
from models.service import repair_rules as rules
from models.service.entry_rules import entry_closed
from models.spec import (
    DESK,
    NOW,
    RECEPTION,
    STAY,
    VOID,
    Ask,
    Creates,
    DueRule,
    Field,
    Flow,
    Kind,
    L,
    Opening,
    Role,
    State,
    Tone,
    Transition,
    Unit,
    asks,
    flow,
    void_from,
)

AGREED = Field(name="agreed", kind=Kind.bool, label=L("对方认可", "Agreed by the caller"), required=True)
BUSY_AT = Field(
    name="busy_at",
    kind=Kind.str,
    label=L("维修人员正在", "Technician is at"),
    length=60,
    help=L("例如：3 号楼维修", "For example: repairing in building 3"),
)
DESK_TIMES = (not_ahead("arrived_at", "completed_at"), in_order("reported_at", "arrived_at", "completed_at"))

STATES = (
    State(name="registered", label=L("已登记", "Registered"), tone=Tone.grey, editable=True),
    State(name="dispatched", label=L("已派单", "Dispatched"), tone=Tone.blue, editable=True),
    State(name="arrived", label=L("已到场", "Arrived"), tone=Tone.blue, editable=True),
    State(name="completed", label=L("已完工", "Completed"), tone=Tone.amber),
    State(name="returned", label=L("已回单", "Slip returned"), tone=Tone.amber),
    State(name="called_back", label=L("已回访", "Called back"), tone=Tone.amber),
    State(name="approved", label=L("已审批", "Approved"), tone=Tone.green),
    State(name="handed_over", label=L("已移交归档", "Handed over"), tone=Tone.green, final=True),
    State(name="cancelled", label=L("已取消", "Cancelled"), tone=Tone.grey, final=True),
    VOID,
)


def as_callback(order: object) -> dict[str, object]:
    """Return what a call-back takes over from the order."""
    return {
        "kind": "repair",
        "method": "phone",
        "unit": getattr(order, "unit_id", None),
        "interviewee": getattr(order, "reporter", None),
        "phone": getattr(order, "phone", None),
    }


def as_check(order: object) -> dict[str, object]:
    """Return what an inspection of the service takes over from the order (004 §4.3)."""
    return {"service": "repair", "staff": getattr(order, "technician_id", None)}


TRANSITIONS = (
    Transition(
        name="dispatch",
        label=L("派单", "Dispatch"),
        source=("registered",),
        to="dispatched",
        roles=DESK,
        asks=asks("technician"),
        sets={"dispatched_at": NOW},
        guards=(rules.technician_works_here,),
        primary=True,
        clause="004 §7.4.8; 003 (二)2",
        done=L("已派给{technician}，{arrive_by}前到场", "Given to {technician}, who is to arrive by {arrive_by}"),
    ),
    Transition(
        name="reassign",
        label=L("改派", "Reassign"),
        source=("dispatched",),
        to="dispatched",
        roles=DESK,
        asks=asks("technician", "reason"),
        guards=(rules.technician_works_here,),
        clause="004 §6.3",
        done=L("已改派给{technician}，仍须{arrive_by}前到场", "Now {technician}'s, still to arrive by {arrive_by}"),
    ),
    Transition(
        name="arrive",
        label=L("到场", "Arrived"),
        source=("dispatched",),
        to="arrived",
        roles=("@technician", *RECEPTION),
        asks=asks(optional=("arrived_at",)),
        guards=DESK_TIMES,
        effects=rules.arrived,
        primary=True,
        clause="003 (二)2",
        done=L(
            "{number}已到场，修好后请业主签字再点完工。",
            "Arrived at {number}; have the owner sign when it is mended, then complete it.",
        ),
    ),
    Transition(
        name="reschedule",
        label=L("改约", "Reschedule"),
        source=("registered", "dispatched"),
        to=STAY,
        roles=RECEPTION,
        asks=(
            *asks("appointment_at", "reason"),
            Ask("agreed", own=AGREED),
            Ask("busy_at", required=False, own=BUSY_AT),
        ),
        guards=(rules.caller_agreed, rules.appointment_ahead),
        effects=rules.noted,
        clause="004 §7.4.7; A-09",
        done=L(
            "已改约到{appointment_at}，请马上告诉维修人员。", "Moved to {appointment_at}; tell the technician at once."
        ),
    ),
    Transition(
        name="complete",
        label=L("完工", "Complete"),
        source=("arrived", "dispatched"),
        to="completed",
        roles=("@technician", *RECEPTION),
        asks=asks(
            "result",
            "satisfied",
            optional=(
                "dissatisfied_reason",
                "owner_sign",
                "photos",
                "materials",
                "charge",
                rules.SLIP,
                "arrived_at",
                "completed_at",
            ),
        ),
        guards=(rules.owner_answered, *DESK_TIMES),
        effects=rules.completed,
        primary=True,
        clause="003 (二)2; X-14",
        done=L("{number}已完工，请把任务单交回前台。", "{number} is done; please bring the slip back to the desk."),
    ),
    Transition(
        name="return_slip",
        label=L("回单", "Slip returned"),
        source=("completed",),
        to="returned",
        roles=RECEPTION,
        asks=asks(optional=("owner_sign", rules.SLIP, "charge")),
        sets={"returned_at": NOW},
        guards=(rules.signed,),
        effects=rules.entry_completed,
        bulk=True,
        primary=True,
        clause="004 §7.4.9; X-14",
        done=L(
            "{number}已回单，请在{callback_by}前回访。",
            "The slip of {number} is back; call the owner by {callback_by}.",
        ),
    ),
    Transition(
        name="rework",
        label=L("返修", "Rework"),
        source=rules.REWORKABLE,
        to="dispatched",
        roles=DESK,
        asks=asks("reason", optional=("appointment_at",)),
        clears=(
            "arrived_at",
            "completed_at",
            "returned_at",
            "called_back_at",
            "leak_checked_at",
            "satisfied",
            "dissatisfied_reason",
            "owner_sign",
        ),
        guards=(rules.appointment_ahead,),
        effects=rules.next_round,
        clause="003 (二)2; A-10",
        done=L(
            "{number}已退给{technician}返修，修到业主满意为止。",
            "{number} goes back to {technician} until the owner is satisfied.",
        ),
    ),
    Transition(
        name="call_back",
        label=L("回访", "Call back"),
        source=("returned",),
        to="called_back",
        roles=RECEPTION,
        never=("technician",),
        creates=Creates(register="Callback", link="repair_order", prefill=as_callback),
        primary=True,
        clause="004 §7.4.9; D-12",
        done=L("{number}已回访，等周一审批。", "{number} is called back and waits for Monday's approval."),
    ),
    Transition(
        name="check_service",
        label=L("服务检验", "Inspect the service"),
        source=("completed", "returned", "called_back"),
        to=STAY,
        roles=(Role.reception_lead, Role.cs_supervisor),
        creates=Creates(register="ServiceCheck", link="repair_order", prefill=as_check),
        clause="004 §4.3",
        done=L("{number}已开服务过程检验单。", "An inspection sheet was opened for {number}."),
    ),
    Transition(
        name="leak_check",
        label=L("渗漏复查", "Leak checked"),
        source=(*rules.REWORKABLE, "approved"),
        to=STAY,
        asks=asks("leak_checked_at"),
        by_itself=True,
        clause="003 (二)3; A-07",
    ),
    Transition(
        name="approve",
        label=L("审批", "Approve"),
        source=("called_back",),
        to="approved",
        roles=(Role.director,),
        effects=rules.callbacks_approved,
        bulk=True,
        primary=True,
        clause="004 §5.8; D-04",
        done=L("{number}已审批，月底移交归档。", "{number} is approved; it is handed over at month end."),
    ),
    Transition(
        name="hand_over",
        label=L("移交归档", "Hand over"),
        source=("approved",),
        to="handed_over",
        roles=RECEPTION,
        asks=asks(optional=("custodian",)),
        guards=(rules.leak_checked, rules.keeper_known),
        effects=rules.handed_over,
        bulk=True,
        primary=True,
        clause="004 §5.8, §7.4.10; A-40",
        done=L("{number}已移交归档。", "{number} is handed over and filed."),
    ),
    Transition(
        name="cancel",
        label=L("取消", "Cancel"),
        source=("registered", "dispatched"),
        to="cancelled",
        roles=DESK,
        asks=asks("reason"),
        effects=entry_closed,
        danger=True,
        done=L("{number}已取消。", "{number} is cancelled."),
    ),
    Transition(
        name="void",
        label=L("作废", "Void"),
        source=tuple(s.name for s in STATES if not s.final),
        to="void",
        roles=void_from().roles,
        asks=asks("reason"),
        effects=rules.voided,
        danger=True,
        done=L("{number}已作废。", "{number} is void."),
    ),
)

REPAIR_FLOW: Flow = flow(STATES, TRANSITIONS)

DEADLINES = (
    DueRule(
        name="dispatch",
        label=L("派单", "Dispatch"),
        starts="reported_at",
        stops="dispatched_at",
        unit=Unit.minutes,
        limit=5,
        setting="repair.dispatch_minutes",
        suggested=True,
        once=True,
        accountable=RECEPTION,
        clause="004 §6.3, §7.4.8; T-06",
    ),
    DueRule(
        name="arrive",
        label=L("到场", "Arrival"),
        starts="dispatched_at",
        starts_instead="appointment_at",
        stops="arrived_at",
        unit=Unit.minutes,
        limit=30,
        setting="repair.arrive_minutes",
        accountable=("@technician", Role.engineering_lead),
        clause="003 (二)2; T-01, T-04; A-09",
    ),
    DueRule(
        name="finish",
        label=L("当天完成", "Finished the same day"),
        starts="reported_at",
        stops="completed_at",
        unit=Unit.same_day,
        setting="repair.finish_same_day",
        applies=lambda order: order.appointment_at is None,
        once=True,
        accountable=("@technician", Role.engineering_lead),
        clause="003 (二)2; T-02; A-10; A-74",
    ),
    DueRule(
        name="slip_return",
        label=L("回单", "Slip returned"),
        starts="completed_at",
        stops="returned_at",
        unit=Unit.hours,
        limit=24,
        setting="repair.slip_return_hours",
        suggested=True,
        accountable=("@technician", Role.receptionist),
        clause="A-06",
    ),
    DueRule(
        name="callback",
        label=L("24小时回访", "Call back within 24 hours"),
        starts="returned_at",
        stops="called_back_at",
        unit=Unit.hours,
        limit=24,
        setting="repair.callback_hours",
        accountable=RECEPTION,
        clause="004 §5.8, §7.4.9; T-08; A-06",
    ),
    DueRule(
        name="leak_callback",
        label=L("渗漏回访", "Call back on the leak"),
        starts="completed_at",
        stops="leak_checked_at",
        unit=Unit.days,
        limit=3,
        setting="repair.leak_callback_days",
        applies=lambda order: order.category == rules.LEAK,
        accountable=RECEPTION,
        clause="003 (二)3; T-10; A-07",
    ),
)

_ON_PAPER = (
    not_ahead("dispatched_at", "arrived_at", "completed_at", "returned_at"),
    in_order("reported_at", "dispatched_at", "arrived_at", "completed_at", "returned_at"),
    rules.technician_works_here,
)
_OUT = ("technician", "dispatched_at")
_DONE = (*_OUT, "completed_at", "result")
_MORE = ("arrived_at", "satisfied", "dissatisfied_reason", "charge")
OPENINGS = (
    Opening(state="dispatched", needs=_OUT, guards=_ON_PAPER),
    Opening(state="arrived", needs=(*_OUT, "arrived_at"), guards=_ON_PAPER),
    Opening(state="completed", needs=_DONE, also=_MORE, guards=_ON_PAPER, derive=rules.arrived_by_then),
    Opening(
        state="returned", needs=(*_DONE, "returned_at"), also=_MORE, guards=_ON_PAPER, derive=rules.arrived_by_then
    ),
)
"""An order under way when the site begins; one that is called back has its call-back made here."""
