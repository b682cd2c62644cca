"""应收账单: what a household owes for a period, and what of it is paid (002 职责2, §2(1); 003 标准(三)1)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped

from models.base.moments import in_order
from models.declare import Record, date, decimal, money, ref, string
from models.finance import bill_rules as rules
from models.finance.amounts import COUNTER, MONEY, NOTHING
from models.spec import (
    STAY,
    Ask,
    Creates,
    Field,
    Kind,
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
    void_from,
)

if TYPE_CHECKING:
    from models.base.resident import Resident
    from models.base.unit import Unit
    from models.finance.fee_item import FeeItem

TAKEN = Field(name="taken", kind=Kind.money, label=L("本次收款", "Taken now"), required=True)
GIVEN_BACK = Field(name="given_back", kind=Kind.money, label=L("冲回金额", "Given back"), required=True)
NOT_VOID = text("status <> 'void'")

STATES = (
    State(name="due", label=L("未缴", "Due"), tone=Tone.amber, editable=True),
    State(name="part", label=L("部分缴", "Partly paid"), tone=Tone.amber),
    State(name="paid", label=L("已缴", "Paid"), tone=Tone.green),
    State(name="waived", label=L("减免", "Waived"), tone=Tone.grey, final=True),
)
TRANSITIONS = (
    Transition(
        name="collect",
        label=L("开收据", "Issue a receipt"),
        source=("due", "part", "paid"),
        to=STAY,
        roles=COUNTER,
        only=(rules.still_owed,),
        creates=Creates(register="Receipt", prefill=rules.as_receipt),
        effects=rules.no_more,
        primary=True,
        clause="004 §7.4.13",
    ),
    Transition(
        name="dun",
        label=L("催缴", "Remind"),
        source=("due", "part"),
        to=STAY,
        roles=(*COUNTER, Role.cs_supervisor),
        only=(rules.overdue,),
        creates=Creates(register="Dunning", prefill=rules.as_dunning),
        effects=rules.no_more,
        clause="003 (三)2",
    ),
    Transition(
        name="waive",
        label=L("减免", "Waive"),
        source=("due", "part"),
        to="waived",
        roles=(Role.director,),
        asks=asks("reason"),
        effects=rules.forgiven,
        danger=True,
        clause="002 职责2",
        done=L("{number}已减免，余下的不再收取。", "{number} is waived; the rest is not collected."),
    ),
    Transition(
        name="receive",
        label=L("收款", "Receive"),
        source=("due", "part"),
        to="paid",
        or_to=("part",),
        asks=(Ask("taken", own=TAKEN),),
        guards=(rules.fits,),
        effects=rules.received,
        by_itself=True,
        clause="002 §2(1)",
    ),
    Transition(
        name="restore",
        label=L("恢复", "Restore"),
        source=("part", "paid"),
        to="due",
        or_to=("part",),
        asks=(Ask("given_back", own=GIVEN_BACK),),
        effects=rules.restored,
        by_itself=True,
        clause="002 §2(3)",
    ),
    Transition(
        name="void",
        label=L("作废", "Void"),
        source=("due", "part", "paid"),
        to="void",
        roles=void_from().roles,
        asks=asks("reason"),
        only=(rules.nothing_paid,),
        effects=rules.forgiven,
        danger=True,
    ),
)


class Bill(Record):
    """What one home owes for one fee and period."""

    __register__ = Register(
        label=L("应收账单", "Bill"),
        module=Module.finance,
        source=("002 职责2; §2(1)", "003 (三)1 已交费情况、应交费月份"),
        help=L(
            "每户每期应收多少、已收多少。整期的账在“批量出账”一次出齐，个别的在这里登记；收款开收据，账单自动变为已缴。",
            "What each home owes for each period and has paid. “Make bills” makes a whole period's; single ones are entered "
            "here. A receipt turns the bill to paid by itself.",
        ),
        icon="file-spreadsheet",
        prefix="YS2",
        aliases=("收费账", "欠费清单", "物业费账单"),
        title="what",
        list=("number", "unit", "fee_item", "period_from", "due_on", "amount", "owed", "status"),
        sections=(
            Section(L("账单", "Bill"), "unit", "resident", "fee_item", "period_from", "period_to", "due_on"),
            Section(L("金额", "Amount"), "quantity", "amount", "paid", "owed"),
        ),
        search=("number", "what", "resident"),
        filters=("status", "unit", "fee_item", "due_on", "period_from", "owed"),
        sort="-due_on",
        daily=COUNTER,
        rights=Rights(read=MONEY, create=COUNTER, import_=(Role.cs_supervisor,)),
        locked_rights=("read", "do:waive"),
        flow=flow(STATES, TRANSITIONS),
        openings=(Opening(state="part", needs=("paid",), guards=(rules.partly_paid,)),),
        derive=rules.derived,
        made_by=(("FeeItem", "make_bills"),),
        guards=(in_order("period_from", "period_to"), rules.area_known, rules.amounts_to_something, rules.not_twice),
        indexes=(("unit_id", "status", "due_on"), ("fee_item_id", "period_from", "unit_id")),
    )
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_given"),
        CheckConstraint("paid >= 0 AND paid <= amount", name="paid_within_amount"),
        CheckConstraint(
            "(status IN ('due', 'part', 'paid') AND owed = amount - paid) OR (status IN ('waived', 'void') AND owed = 0)",
            name="owed_is_the_rest",
        ),
        CheckConstraint("status <> 'due' OR paid = 0", name="due_has_nothing_paid"),
        CheckConstraint("status <> 'part' OR (paid > 0 AND paid < amount)", name="part_is_partly_paid"),
        CheckConstraint("status <> 'paid' OR paid = amount", name="paid_is_all_paid"),
        CheckConstraint("period_to >= period_from", name="period_in_order"),
        Index(
            "uq_bill_unit_fee_period",
            "unit_id",
            "fee_item_id",
            "period_from",
            unique=True,
            sqlite_where=NOT_VOID,
            postgresql_where=NOT_VOID,
        ),
    )

    unit: Mapped[Unit] = ref("Unit", L("房屋", "Unit"), required=True, prefill=(("resident", "resident"),))
    unit_id: Mapped[int]
    resident: Mapped[Resident | None] = ref("Resident", L("缴费人", "Who pays"), also=("业主", "业主姓名", "户主"))
    resident_id: Mapped[int | None]
    fee_item: Mapped[FeeItem] = ref(
        "FeeItem", L("收费项目", "Fee item"), required=True, also=("费用项目", "费项", "费用名称")
    )
    fee_item_id: Mapped[int]
    period_from: Mapped[dt.date] = date(
        L("费用起", "Period from"), required=True, also=("费用起始日", "起始日期", "开始日期", "计费起")
    )
    period_to: Mapped[dt.date] = date(
        L("费用止", "Period to"), required=True, also=("费用截止日", "截止日期", "结束日期", "计费止")
    )
    due_on: Mapped[dt.date] = date(L("缴费期限", "Due on"), required=True, also=("应缴日期", "到期日", "最后缴费日"))
    quantity: Mapped[Decimal] = decimal(
        L("数量/面积/用量", "Quantity"),
        required=True,
        minimum=0,
        default=Decimal(1),
        help=L(
            "按表的填用量；按面积的自动取房屋的建筑面积。金额按单价算出。",
            "What was read, for a meter; the home's area comes by itself. The price gives the amount.",
        ),
    )
    amount: Mapped[Decimal] = money(L("应收", "Amount"), system=True, opening=True, required=True)
    paid: Mapped[Decimal] = money(L("已收", "Paid"), kept=True, required=True, default=NOTHING)
    owed: Mapped[Decimal] = money(L("未缴", "Still owed"), kept=True, required=True)
    what: Mapped[str] = string(L("摘要", "What for"), length=200, system=True)
