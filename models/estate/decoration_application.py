"""装修申请: from the owner's application to the refunded deposit (002 职责2, 25 装修(含二装); 000 §4.5.4; R-E06).

Money first, then work; a rectification notice stops it. The rules stand in ``decoration_rules``.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.base.moments import in_order, not_ahead
from models.declare import Record, date, files, flag, idno, phone, ref, rows, string, text
from models.estate import decoration_rules as rules
from models.estate.people import OWNERS_PAPERS
from models.spec import (
    NOW,
    RECEPTION,
    STAY,
    Creates,
    Default,
    L,
    Module,
    Opening,
    Register,
    Rights,
    Role,
    Section,
    State,
    Tone,
    Transition,
    asks,
    flow,
)

STATES = (
    State(name="draft", label=L("草稿", "Draft"), tone=Tone.grey, editable=True),
    State(name="submitted", label=L("待审批", "Awaiting approval"), tone=Tone.amber),
    State(name="first_approved", label=L("初批", "First approval"), tone=Tone.amber),
    State(name="approved", label=L("已批准", "Approved"), tone=Tone.green),
    State(name="working", label=L("施工中", "Work going on"), tone=Tone.blue),
    State(name="stopped", label=L("停工整改", "Stopped"), tone=Tone.red),
    State(name="accepted", label=L("验收合格", "Accepted"), tone=Tone.green),
    State(name="closed", label=L("已退押金", "Deposit settled"), tone=Tone.green, final=True),
    State(name="rejected", label=L("驳回", "Rejected"), tone=Tone.red, final=True),
)

TRANSITIONS = (
    Transition(
        name="submit",
        label=L("提交", "Submit"),
        source=("draft",),
        to="submitted",
        roles=RECEPTION,
        primary=True,
        done=L("{number}已提交，等客服主管初批。", "{number} is submitted and waits for the supervisor."),
    ),
    Transition(
        name="first_approve",
        label=L("初批", "First approval"),
        source=("submitted",),
        to="first_approved",
        roles=(Role.cs_supervisor,),
        never=("created_by",),
        asks=asks(optional=("reason",)),
        primary=True,
        bulk=True,
        done=L("{number}已初批，等主任批准。", "{number} is approved by the supervisor and waits for the director."),
    ),
    Transition(
        name="approve",
        label=L("批准", "Approve"),
        source=("first_approved",),
        to="approved",
        roles=(Role.director,),
        never=("created_by",),
        asks=asks(optional=("reason",)),
        primary=True,
        bulk=True,
        done=L(
            "{number}已批准，收齐押金和垃圾清运费后可以开工。",
            "{number} is approved; take the deposit and the garbage fee first.",
        ),
    ),
    Transition(
        name="reject",
        label=L("驳回", "Reject"),
        source=("submitted", "first_approved"),
        to="rejected",
        roles=(Role.director,),
        never=("created_by",),
        asks=asks("reason"),
        danger=True,
    ),
    Transition(
        name="take_deposit",
        label=L("收押金", "Take the deposit"),
        source=("approved",),
        to=STAY,
        roles=(Role.receptionist, Role.cashier),
        only=(rules.no_deposit_yet,),
        creates=Creates(register="Deposit", fills="deposit", prefill=rules.as_deposit),
        clause="002 职责2",
        done=L("{number}的押金已收，收据已开。", "The deposit of {number} is taken and its receipt issued."),
    ),
    Transition(
        name="start",
        label=L("开工", "Start work"),
        source=("approved",),
        to="working",
        roles=RECEPTION,
        asks=asks(optional=("deposit", "garbage_fee")),
        guards=(rules.deposit_received, rules.garbage_fee_received),
        effects=rules.started,
        primary=True,
        clause="002 职责2; 000 §4.5.4",
        done=L("{number}已开工，请安排装修巡查。", "Work on {number} has started; have it patrolled."),
    ),
    Transition(
        name="change_workers",
        label=L("变更施工人员", "Change the workmen"),
        source=("approved", "working", "stopped"),
        to=STAY,
        roles=RECEPTION,
        asks=asks("workers"),
    ),
    Transition(
        name="stop",
        label=L("停工", "Stop"),
        source=("working",),
        to="stopped",
        by_itself=True,
        clause="000 §4.5.4",
    ),
    Transition(
        name="resume",
        label=L("复工", "Resume"),
        source=("stopped",),
        to="working",
        roles=(Role.cs_supervisor,),
        guards=(rules.notices_settled,),
        primary=True,
        clause="000 §4.5.4; C-36",
        done=L("{number}已复工。", "Work on {number} goes on."),
    ),
    Transition(
        name="accept",
        label=L("验收", "Accept the work"),
        source=("working",),
        to="accepted",
        roles=(Role.cs_supervisor, Role.engineering_lead),
        asks=asks("acceptance"),
        sets={"accepted_on": NOW},
        primary=True,
        done=L("{number}验收合格，财务可以办理退押金。", "{number} is accepted; the deposit may be settled."),
    ),
    Transition(
        name="close",
        label=L("退押", "Settle the deposit"),
        source=("accepted",),
        to="closed",
        roles=(Role.cashier,),
        guards=(rules.deposit_settled,),
        primary=True,
        clause="000 §4.5.4",
        done=L("{number}的押金已结清，归档。", "The deposit of {number} is settled; the paper is closed."),
    ),
)

_PAID = (rules.deposit_received, rules.garbage_fee_received)
OPENINGS = (
    Opening(state="approved", also=("garbage_receipt",)),
    Opening(state="working", also=("garbage_receipt",), guards=_PAID, derive=rules.started),
    Opening(
        state="accepted",
        needs=("accepted_on", "acceptance"),
        also=("garbage_receipt",),
        guards=(*_PAID, not_ahead("accepted_on")),
        derive=rules.started,
    ),
)
"""A decoration under way when the site begins: its deposit is loaded before it; one that is stopped gets its notice here."""


class DecorationApplication(Record):
    """One home's decoration."""

    __register__ = Register(
        label=L("装修申请", "Decoration application"),
        module=Module.estate,
        source=("002 职责2, 25 装修(含二装)", "000 §4.5.4"),
        help=L(
            "业主装修前申请：客服主管初批、主任批准，收到装修押金和垃圾清运费后开工；违章会停工，复查合格才能复工；"
            "验收合格后扣除罚款退押金。",
            "An owner applies before decorating: supervisor and director approve, work starts once deposit and garbage fee are "
            "in, a violation stops it until it is put right; after acceptance the deposit goes back less deductions.",
        ),
        icon="hammer",
        prefix="ZX",
        aliases=("装修办理", "二装申请", "装修审批表"),
        title="contractor",
        list=("number", "unit", "applicant", "contractor", "date_from", "date_to", "status"),
        sections=(
            Section(L("房屋与业主", "Home and owner"), "unit", "applicant", "second_time", "scope", "drawings"),
            Section(
                L("施工单位", "Contractor"),
                "contractor",
                "contractor_head",
                "contractor_phone",
                "date_from",
                "date_to",
                "workers",
            ),
            Section(L("费用", "Money"), "deposit", "garbage_fee", "garbage_receipt"),
            Section(L("验收", "Acceptance"), "accepted_on", "acceptance"),
        ),
        search=("number", "unit", "applicant", "contractor", "contractor_head", "scope"),
        filters=("status", "unit", "second_time", "date_from", "date_to", "accepted_on"),
        sort="-created_at",
        daily=(Role.receptionist, Role.reception_lead),
        rights=Rights(
            read=(*OWNERS_PAPERS, Role.guard, Role.security_lead), create=RECEPTION, import_=(Role.cs_supervisor,)
        ),
        locked_rights=("do:first_approve", "do:approve", "do:resume"),
        flow=flow(STATES, TRANSITIONS),
        openings=OPENINGS,
        guards=(in_order("date_from", "date_to"),),
        print=("form",),
        indexes=(("unit_id", "status"),),
    )

    unit: Mapped[Any] = ref("Unit", L("房屋", "Home"), required=True)
    unit_id: Mapped[int]
    applicant: Mapped[Any] = ref("Resident", L("业主", "Owner"), required=True, see=OWNERS_PAPERS)
    applicant_id: Mapped[int]
    second_time: Mapped[bool | None] = flag(
        L("二次装修", "Second decoration"),
        help=L("入住后再次装修的勾选。", "Tick it when the home was decorated before."),
    )
    contractor: Mapped[str] = string(L("施工单位", "Contractor"), required=True)
    contractor_head: Mapped[str] = string(L("施工负责人", "Foreman"), length=60, required=True)
    contractor_phone: Mapped[str] = phone(
        L("负责人电话", "Foreman's telephone"), required=True, clear=(*OWNERS_PAPERS, Role.guard, Role.security_lead)
    )
    scope: Mapped[str] = text(
        L("装修内容", "What is done"),
        required=True,
        help=L("逐项写明，特别是墙体、防水和管线。", "Item by item, walls, waterproofing and pipes above all."),
    )
    drawings: Mapped[Any] = files(L("图纸", "Drawings"))
    date_from: Mapped[dt.date] = date(L("开工日期", "Work from"), required=True, default=Default.TODAY)
    date_to: Mapped[dt.date] = date(L("完工日期", "Work until"), required=True)
    deposit: Mapped[Any] = ref(
        "Deposit",
        L("装修押金", "Deposit"),
        see=OWNERS_PAPERS,
        help=L(
            "收款后选；留空则开工时自动取本户在押的装修押金。",
            "Choose it once taken; left empty, the home's held one is used.",
        ),
    )
    deposit_id: Mapped[int | None]
    garbage_fee: Mapped[Any] = ref("Bill", L("垃圾清运费", "Garbage fee"), see=OWNERS_PAPERS)
    garbage_fee_id: Mapped[int | None]
    garbage_receipt: Mapped[str | None] = string(
        L("清运费原纸质收据号", "Old paper receipt of the garbage fee"),
        length=40,
        system=True,
        see=OWNERS_PAPERS,
        help=L(
            "只用于导入上系统以前已收清运费的装修。", "Only for work loaded whose fee was taken before this system."
        ),
    )
    workers: Mapped[list[Any]] = rows(
        L("施工人员", "Workmen"),
        name=string(L("姓名", "Name"), length=60, required=True),
        id_number=idno(L("身份证号", "ID number")),
        pass_no=string(L("出入证号", "Pass number"), length=40),
    )
    accepted_on: Mapped[dt.date | None] = date(L("验收日期", "Accepted on"), system=True)
    acceptance: Mapped[str | None] = text(L("验收结论", "Acceptance"), system=True)
