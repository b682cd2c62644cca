"""催缴记录: a household's way from the first call to the court (003 标准(三)2; 002 职责2, §2(2); R-D11 to R-D15)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, files, moment, money, ref, refs, rows, string
from models.declare import text as lines
from models.finance import dunning_rules as rules
from models.finance.amounts import COUNTER, MONEY
from models.finance.bill_rules import OF_THE_HOME
from models.finance.dunning_letter import letter
from models.service.people import CUSTOMER_SERVICE
from models.spec import (
    DESK,
    RECEPTION,
    STAY,
    Ask,
    Creates,
    DueRule,
    Field,
    Kind,
    L,
    LabelEnum,
    Layout,
    Module,
    Paper,
    Register,
    Rights,
    Role,
    Section,
    State,
    Tone,
    Transition,
    Unit,
    asks,
    flow,
)

if TYPE_CHECKING:
    from models.base.resident import Resident
    from models.base.unit import Unit as Home
    from models.service.complaint import Complaint


class StepKind(LabelEnum):
    """A step of the ladder."""

    phone = "phone", "电话", "Telephone"
    sms = "sms", "短信", "Text message"
    letter = "letter", "催缴函(特快专递)", "Letter by courier"
    visit = "visit", "上门", "Visit"
    legal = "legal", "法律途径", "Legal action"


class Reminder(LabelEnum):
    """How somebody is reminded."""

    phone = "phone", "电话", "Telephone"
    sms = "sms", "短信", "Text message"


HOW = Field(
    name="how", kind=Kind.enum, enum=Reminder, label=L("方式", "How"), required=True,
    help=L("催缴函的三个月从首次电话算起，短信不算。", "The letter's three months run from the first call, not a text message."),
)  # fmt: skip
RESULT = Field(name="step_result", kind=Kind.text, label=L("对方答复", "Answer"), wide=True)
STEP_AT = Field(name="step_at", kind=Kind.datetime, label=L("时间", "When"), help=L("留空即现在。", "Left empty: now."))
TRACKING = Field(name="tracking_no", kind=Kind.str, length=40, label=L("快递单号", "Courier's number"), required=True)
WHEN = Ask("step_at", required=False, own=STEP_AT)
OPEN = ("new", "reminded", "lettered", "visited", "legal")

STATES = (
    State(name="new", label=L("待催缴", "To be reminded"), tone=Tone.amber, editable=True),
    State(name="reminded", label=L("已提醒", "Reminded"), tone=Tone.blue),
    State(name="lettered", label=L("已发函", "Letter sent"), tone=Tone.blue),
    State(name="visited", label=L("已上门", "Visited"), tone=Tone.blue),
    State(name="legal", label=L("法律途径", "Legal action"), tone=Tone.red),
    State(name="settled", label=L("已结清", "Settled"), tone=Tone.green, final=True),
)
TRANSITIONS = (
    Transition(
        name="remind",
        label=L("电话/短信提醒", "Remind"),
        source=("new", "reminded"),
        to="reminded",
        roles=COUNTER,
        asks=(
            Ask("how", own=HOW),
            Ask("step_result", required=False, own=RESULT),
            *asks(optional=("promise_on",)),
            WHEN,
        ),
        guards=(rules.step_has_happened,),
        effects=rules.reminded,
        primary=True,
        clause="003 (三)2; T-43",
        done=L("{number}已提醒。", "{number}: reminded."),
    ),
    Transition(
        name="send_letter",
        label=L("发催缴函", "Send the letter"),
        source=("reminded",),
        to="lettered",
        roles=(Role.cs_supervisor,),
        asks=(Ask("tracking_no", own=TRACKING), WHEN),
        only=(rules.three_months_passed,),
        guards=(rules.step_has_happened,),
        effects=rules.lettered,
        primary=True,
        clause="003 (三)2; T-44; A-46",
        done=L("{number}的催缴函已寄出。", "The letter of {number} is on its way."),
    ),
    Transition(
        name="visit",
        label=L("上门催缴", "Visit"),
        source=("reminded", "lettered"),
        to="visited",
        roles=(Role.cs_supervisor, *RECEPTION),
        asks=(
            Ask("step_result", own=RESULT),
            *asks(optional=("promise_on",)),
            WHEN,
        ),
        guards=(rules.step_has_happened,),
        effects=rules.visited,
        clause="003 (三)2; T-45",
    ),
    Transition(
        name="go_legal",
        label=L("转法律途径", "Take legal action"),
        source=("lettered", "visited"),
        to="legal",
        roles=(Role.director,),
        asks=asks("reason", optional=("case_no",)),
        effects=rules.gone_legal,
        danger=True,
        clause="003 (三)2; R-D15",
    ),
    Transition(
        name="complain",
        label=L("登记收费投诉", "A complaint came up"),
        source=OPEN,
        to=STAY,
        roles=DESK,
        creates=Creates(register="Complaint", prefill=rules.as_complaint, fills="complaint"),
        effects=rules.complained,
        clause="003 (三)3; R-B10; C-09",
        done=L("{number}：投诉已登记，已告诉上一级领导。", "{number}: the complaint is filed and your superior told."),
    ),
    Transition(
        name="recount",
        label=L("更新欠费", "What is owed changed"),
        source=OPEN,
        to=STAY,
        effects=rules.recounted,
        by_itself=True,
    ),
    Transition(
        name="settle",
        label=L("结清", "Settled"),
        source=OPEN,
        to="settled",
        by_itself=True,
        clause="002 §2(2)",
    ),
)


class Dunning(Record):
    """One household reminded of what it owes."""

    __register__ = Register(
        label=L("催缴记录", "Dunning record"),
        module=Module.finance,
        source=("003 (三)2", "002 职责2; §2(2)"),
        help=L(
            "到期未缴的，先电话或短信提醒；首次电话满三个月仍未缴，客服主管发催缴函；再上门，最后走法律途径。缴清后自动结清。",
            "Overdue: remind by telephone or text first. Three months after the first call the supervisor sends the letter, "
            "then a visit, at last the law. When the bills are paid it ends by itself.",
        ),
        icon="message-square-warning",
        prefix="CJ2",
        aliases=("催缴函", "费用催缴台账", "欠费催缴"),
        title="case_no",
        list=("number", "unit", "resident", "amount", "first_due_on", "letter_from", "promise_on", "status"),
        sections=(
            Section(L("欠费", "Debt"), "unit", "resident", "bills", "amount", "first_due_on"),
            Section(
                L("催缴", "Steps"), "steps", "promise_on", "reminded_at", "letter_from", "lettered_at", "complaint"
            ),
            Section(L("法律途径", "Legal action"), "case_no", "evidence"),
        ),
        search=("number", "unit", "resident", "case_no"),
        filters=("status", "unit", "amount", "first_due_on", "letter_from", "promise_on"),
        sort="-first_due_on",
        rights=Rights(read=MONEY, create=(*COUNTER, Role.cs_supervisor), import_=()),
        locked_rights=("read", "do:send_letter", "do:go_legal"),
        flow=flow(STATES, TRANSITIONS),
        deadlines=(
            DueRule(
                name="first_reminder",
                label=L("首次提醒", "First reminder"),
                starts="first_due_on",
                stops="reminded_at",
                unit=Unit.days,
                limit=7,
                setting="dunning.reminder_days",
                suggested=True,
                accountable=RECEPTION,
                clause="003 (三)2; T-43",
            ),
            DueRule(
                name="letter",
                label=L("催缴函", "Letter"),
                starts="letter_from",
                stops="lettered_at",
                unit=Unit.days,
                limit=7,
                setting="dunning.letter_days",
                suggested=True,
                applies=lambda paper: paper.status in {"new", "reminded"},
                accountable=(Role.cs_supervisor,),
                clause="003 (三)2; T-44; A-46",
            ),
        ),
        derive=rules.derived,
        guards=(rules.who_lives_there, rules.only_this_households),
        print=(Paper(name="letter", title=L("催缴函", "Letter of demand"), layout=Layout.letter, letter=letter),),
        indexes=(("unit_id", "status"),),
    )

    unit: Mapped[Home] = ref("Unit", L("房屋", "Home"), required=True, prefill=(("resident", "resident"),))
    unit_id: Mapped[int]
    resident: Mapped[Resident] = ref("Resident", L("业主", "Owner"), required=True)
    resident_id: Mapped[int]
    bills: Mapped[list[Any]] = refs(
        "Bill",
        L("欠费账单", "Bills owed"),
        required=True,
        within=OF_THE_HOME,
        help=L("只选本户已到期未缴的账单。", "Only this household's overdue bills."),
    )
    amount: Mapped[Decimal] = money(L("欠费金额", "Owed"), kept=True, required=True)
    first_due_on: Mapped[dt.date | None] = date(L("最早到期日", "Owed since"), system=True)
    steps: Mapped[list[Any]] = rows(
        L("催缴步骤", "Steps"),
        options={"system": True},
        kind=choice(StepKind, L("步骤", "Step"), required=True),
        at=moment(L("时间", "When"), required=True),
        by=ref("Staff", L("经手人", "By")),
        result=lines(L("结果", "Result")),
        tracking_no=string(L("快递单号", "Courier's number"), length=40),
    )
    promise_on: Mapped[dt.date | None] = date(L("承诺缴费日期", "Promised for"))
    reminded_at: Mapped[dt.datetime | None] = moment(L("首次提醒时间", "First reminded at"), system=True)
    letter_from: Mapped[dt.date | None] = date(L("最早发函日期", "Letter from"), system=True)
    lettered_at: Mapped[dt.datetime | None] = moment(L("发函时间", "Letter sent at"), system=True)
    complaint: Mapped[Complaint | None] = ref(
        "Complaint", L("相关收费投诉", "Complaint met"), system=True, see=CUSTOMER_SERVICE
    )
    complaint_id: Mapped[int | None]
    case_no: Mapped[str | None] = string(L("立案号", "Case number"), length=60)
    evidence: Mapped[Any] = files(L("证据", "Evidence"))
