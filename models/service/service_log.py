"""服务登记本: every call, visit and letter that reaches the desk (004 §7.4.4; 002 职责7; 003 标准(一))."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from models.base.moments import in_order, local, not_ahead
from models.declare import Record, choice, decimal, flag, integer, moment, phone, ref, string, text
from models.service.entry_prefill import (
    as_appointment,
    as_complaint,
    as_repair,
    as_special_service,
    as_suggestion,
)
from models.service.flow_parts import moves_on
from models.service.people import CUSTOMER_SERVICE
from models.service.standard_answers import citable
from models.spec import (
    DESK,
    NOW,
    RECEPTION,
    STAY,
    Case,
    Creates,
    Default,
    DueRule,
    L,
    LabelEnum,
    Module,
    Register,
    Rights,
    Role,
    Section,
    Set,
    State,
    Tone,
    Transition,
    Unit,
    When,
    asks,
    flow,
)

if TYPE_CHECKING:
    from models.base.staff import Staff
    from models.base.unit import Unit as Home
    from models.finance.fee_appointment import FeeAppointment
    from models.service.household_visit import HouseholdVisit
    from models.service.knowledge_article import KnowledgeArticle


class Channel(LabelEnum):
    """How it reached the desk."""

    phone = "phone", "电话", "Telephone"
    visit = "visit", "来访", "Visit"
    letter = "letter", "来信", "Letter"
    fax = "fax", "传真", "Fax"
    patrol = "patrol", "巡视发现", "Seen on a round"
    night_log = "night_log", "夜班记录", "Night record"
    online = "online", "网络", "Online"


class LogKind(LabelEnum):
    """What it is about."""

    repair = "repair", "报修", "Repair"
    complaint = "complaint", "投诉", "Complaint"
    consult = "consult", "咨询", "Question"
    suggestion = "suggestion", "建议", "Suggestion"
    request = "request", "诉求", "Request"
    help = "help", "求助", "Call for help"
    appointment_fee = "appointment_fee", "预约收费", "Appointment to pay"
    message = "message", "转告", "Message to pass on"
    fee_query = "fee_query", "费用疑问", "Question about a fee"
    other = "other", "其他", "Other"


def judged(case: Case) -> list[Set]:
    """Say whether the call was answered late (A-01), and take 漏接 off calls during the night hand-over (A-16).

    Without the setting nothing is judged (G6).
    """
    log = case.record
    most = case.setting("phone.ring_max")
    late = log.rings > most if log.rings is not None and most is not None else None
    out = [Set("late_answer", late)]
    opens, ends = case.setting("phone.open_time"), case.setting("handover.night_until")
    if log.missed and opens and ends and log.received_at and opens <= local(log.received_at).time() < ends:
        out.append(Set("missed", False))
    return out


def promised(log: Any) -> bool:
    """Say whether a reply was promised and the entry itself still answers for it: a document has its own clocks."""
    return log.reply_due_at is not None and log.status != "passed_on"


class ServiceLog(Record):
    """An entry of the hotline and front-desk register; never voided, never deleted (X-33)."""

    __register__ = Register(
        label=L("服务登记本", "Service register (hotline and front desk)"),
        module=Module.service,
        source=("004 §4.3, §6.4.1, §7.4.4, §7.4.11", "002 职责7 热线电话记录", "003 (一)客户接待"),
        help=L(
            "每个来电、来访、来信先在这里登记一笔；报修转维修任务单，投诉转投诉登记，建议转意见征询，其余答复后办结。漏接也要登记，登记后不能删除。",
            "Write down every call, visit and letter here first; pass repairs and complaints on, answer the rest. "
            "Missed calls are entered too; an entry is never deleted.",
        ),
        icon="headset",
        prefix="FW",
        aliases=("热线记录", "来访登记", "来电登记"),
        title="content",
        list=("number", "received_at", "channel", "caller", "unit", "kind", "content", "status"),
        sections=(
            Section(L("来电来访", "Call or visit"), "channel", "received_at", "caller", "unit", "phone"),
            Section(
                L("事项", "Matter"),
                "kind",
                "content",
                "appointment_at",
                "handled_by",
                "source_visit",
                "fee_appointment",
            ),
            Section(L("答复", "Reply"), "article", "reply", "consulted", "reply_due_at", "replied_at"),
            Section(L("转接转告", "Passed to"), "transferred_to", "relayed_by", "passed_at", "acknowledged"),
            Section(L("接听情况", "The call"), "rings", "answered_at", "call_minutes", "missed", "late_answer"),
        ),
        search=("number", "caller", "phone", "content", "unit"),
        filters=("status", "kind", "channel", "unit", "received_at", "handled_by", "missed", "late_answer"),
        sort="-received_at",
        happened="received_at",
        daily=DESK,
        rights=Rights(
            read=CUSTOMER_SERVICE,
            create=DESK,
            export=(Role.cs_supervisor, Role.director),
            import_=(Role.cs_supervisor,),
            unmask=CUSTOMER_SERVICE,
        ),
        locked_rights=("read", "unmask"),
        flow=flow(
            (
                State(name="open", label=L("待处理", "Open"), tone=Tone.amber, editable=True),
                State(
                    name="passed_on",
                    label=L("已转单", "Passed on"),
                    tone=Tone.blue,
                    editable=True,
                    waits=L(
                        "转出的单据还在办理，办完后这里自动办结",
                        "Closes by itself when the document it was passed to is done",
                    ),
                ),
                State(name="answered", label=L("已答复", "Answered"), tone=Tone.blue),
                State(name="closed", label=L("已办结", "Closed"), tone=Tone.green, final=True),
            ),
            (
                Transition(
                    name="to_repair",
                    label=L("转维修任务单", "Make a repair order"),
                    source=("open",),
                    to="passed_on",
                    roles=DESK,
                    creates=Creates(register="RepairOrder", link="source_log", prefill=as_repair),
                    usual=When("kind", "repair"),
                    primary=True,
                    clause="004 §7.4.8",
                    done=L("{number}已转维修任务单。", "{number} was passed on as a repair order."),
                ),
                Transition(
                    name="to_complaint",
                    label=L("转投诉", "Make a complaint"),
                    source=("open",),
                    to="passed_on",
                    roles=DESK,
                    creates=Creates(register="Complaint", link="source_log", prefill=as_complaint),
                    usual=When("kind", "complaint"),
                    clause="001 投诉处理 §1",
                    done=L("{number}已转投诉登记。", "{number} was passed on as a complaint."),
                ),
                Transition(
                    name="to_suggestion",
                    label=L("转意见征询", "Make a suggestion"),
                    source=("open",),
                    to="passed_on",
                    roles=DESK,
                    creates=Creates(register="OwnerSuggestion", link="source_log", prefill=as_suggestion),
                    usual=When("kind", "suggestion"),
                    clause="000 §3.7; 002 职责23",
                    done=L("{number}已转业主意见征询。", "{number} was passed on as a suggestion."),
                ),
                Transition(
                    name="to_appointment",
                    label=L("转上门收费预约", "Book a collection"),
                    source=("open",),
                    to="passed_on",
                    roles=RECEPTION,
                    creates=Creates(register="FeeAppointment", prefill=as_appointment, fills="fee_appointment"),
                    usual=When("kind", "appointment_fee"),
                    clause="003 (三)1",
                    done=L("{number}已转上门收费预约。", "A collection at the door was booked for {number}."),
                ),
                Transition(
                    name="to_special_service",
                    label=L("转特约服务", "Book a special service"),
                    source=("open",),
                    to="passed_on",
                    roles=RECEPTION,
                    creates=Creates(register="SpecialService", link="source_log", prefill=as_special_service),
                    usual=When("kind", "request"),
                    clause="002 职责27",
                    done=L("{number}已转特约服务单。", "A special service was booked for {number}."),
                ),
                Transition(
                    name="answer",
                    label=L("答复", "Answer"),
                    source=("open",),
                    to="answered",
                    roles=DESK,
                    asks=asks("reply", optional=("article", "consulted")),
                    sets={"replied_at": NOW},
                    guards=(citable,),
                    clause="003 (一)2",
                    done=L(
                        "{number}已答复，没有别的事就办结。",
                        "{number} is answered; close it when nothing is left to do.",
                    ),
                ),
                Transition(
                    name="close",
                    label=L("办结", "Close"),
                    source=("answered", "passed_on"),
                    to="closed",
                    roles=DESK,
                    instead=((When("status", "passed_on"), ()),),  # the document it was passed to closes it
                    bulk=True,
                    done=L("{number}已办结。", "{number} is closed."),
                ),
                Transition(
                    name="complete_entry",
                    label=L("完善登记", "Complete the entry"),
                    source=("passed_on",),
                    to=STAY,
                    asks=asks("reply"),
                    sets={"replied_at": NOW},
                    by_itself=True,
                    clause="004 §7.4.9",
                ),
            ),
            voidable=False,
        ),
        deadlines=(
            DueRule(
                name="promised_reply",
                label=L("约定回复", "Promised reply"),
                starts="received_at",
                stops="state:answered,closed",
                unit=Unit.at_field,
                field="reply_due_at",
                applies=promised,
                accountable=("@handled_by",),
                clause="003 (一)2; T-21",
            ),
            DueRule(
                name="next_morning_check",
                label=L("次日清查", "Checked next morning"),
                starts="received_at",
                stops="state:passed_on,answered,closed",
                unit=Unit.next_morning,
                accountable=(Role.receptionist,),
                clause="004 §7.4.1; T-07",
            ),
        ),
        guards=(not_ahead("received_at", "answered_at", "passed_at"), in_order("received_at", "reply_due_at"), citable),
        derive=judged,
        on_create=moves_on(source_visit="to_log"),
        indexes=(("unit_id", "received_at"),),
    )

    channel: Mapped[Channel] = choice(Channel, L("渠道", "Channel"), required=True, default=Channel.phone)
    received_at: Mapped[dt.datetime] = moment(L("接待时间", "Received at"), required=True, default=Default.NOW)
    rings: Mapped[int | None] = integer(
        L("铃响声数", "Rings"), minimum=0, maximum=99, shown_when=When("channel", "phone"),
        help=L("响两声后、三声之内接起。", "Answer after the second ring and within the third."),
    )  # fmt: skip
    missed: Mapped[bool | None] = flag(
        L("漏接", "Missed"), shown_when=When("channel", "phone"),
        help=L("8:30–8:40 与夜班交接期间不算漏接。", "Not counted between 8:30 and 8:40, during the night hand-over."),
    )  # fmt: skip
    transferred_to: Mapped[Staff | None] = ref("Staff", L("转接/转告", "Passed to"))
    transferred_to_id: Mapped[int | None]
    relayed_by: Mapped[Staff | None] = ref(
        "Staff", L("转报人", "Relayed by"),
        help=L("主管巡视、水电工在外遇到报修时，由谁转报。", "Who met the request on a round and reported it (004 §7.4.11)."),
    )  # fmt: skip
    relayed_by_id: Mapped[int | None]
    caller: Mapped[str] = string(L("姓名", "Name"), length=60, required=True)
    unit: Mapped[Home | None] = ref(
        "Unit", L("楼号房号", "Unit"), prefill=(("caller", "owner_name"), ("phone", "owner_phone"))
    )
    unit_id: Mapped[int | None]
    phone: Mapped[str | None] = phone(L("联系电话", "Telephone"), clear=DESK)
    kind: Mapped[LogKind] = choice(LogKind, L("类别", "Kind"), required=True)
    content: Mapped[str] = text(L("内容", "What was said"), required=True)
    appointment_at: Mapped[dt.datetime | None] = moment(L("预约时间", "Appointment"))
    source_visit: Mapped[HouseholdVisit | None] = ref("HouseholdVisit", L("来源走访", "From visit"), alter=True)
    source_visit_id: Mapped[int | None]
    fee_appointment: Mapped[FeeAppointment | None] = ref(
        "FeeAppointment", L("上门收费预约", "Collection booked"), system=True, alter=True
    )
    fee_appointment_id: Mapped[int | None]
    article: Mapped[KnowledgeArticle | None] = ref(
        "KnowledgeArticle",
        L("统一口径", "Standard answer"),
        alter=True,
        prefill=(("reply", "answer"),),
        help=L(
            "边接电话边搜：输入几个字，选中后答复自动带出。", "Search while on the phone: choosing one fills the reply."
        ),
    )
    article_id: Mapped[int | None]
    reply: Mapped[str | None] = text(L("答复", "Reply"))
    replied_at: Mapped[dt.datetime | None] = moment(L("答复时间", "Replied at"), system=True)
    reply_due_at: Mapped[dt.datetime | None] = moment(
        L("约定回复时间", "Reply promised by"),
        help=L(
            "专业性较强的问题，与对方约定回复时间。", "For questions that need an expert: when the reply was promised."
        ),
    )
    handled_by: Mapped[Staff | None] = ref("Staff", L("经办人", "Handled by"), default=Default.ME)
    handled_by_id: Mapped[int | None]
    answered_at: Mapped[dt.datetime | None] = moment(L("接起", "Picked up at"), shown_when=When("channel", "phone"))
    call_minutes: Mapped[Decimal | None] = decimal(
        L("通话分钟", "Minutes on the phone"), places=1, minimum=0, shown_when=When("channel", "phone"),
        help=L("每次 3–5 分钟为宜。", "Three to five minutes are advised."),
    )  # fmt: skip
    passed_at: Mapped[dt.datetime | None] = moment(L("传达时间", "Passed on at"))
    acknowledged: Mapped[bool | None] = flag(L("已知悉", "Acknowledged"))
    consulted: Mapped[str | None] = string(L("咨询专业人员", "Expert asked"))
    late_answer: Mapped[bool | None] = flag(L("接听超时", "Answered late"), system=True, source="A-01")
