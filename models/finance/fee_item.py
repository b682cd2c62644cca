"""收费项目: what is charged, how it is counted, and the run that makes a period's bills (002 职责2; 003 标准(三)1)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, integer, money, string, text
from models.finance import billing
from models.finance.amounts import FEN, MONEY
from models.spec import (
    STAY,
    Ask,
    Case,
    Create,
    Effect,
    Field,
    Flow,
    Kind,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    Transition,
    altered,
    base_data,
)

KEEPERS = (Role.cs_supervisor, Role.director)
"""Who keeps the price list."""
BILLERS = (Role.cashier, Role.reception_lead)
"""Who makes a period's bills."""
METERED = L(
    "“{item}”按表计费：先抄表，再逐户登记账单的用量。",
    "“{item}” goes by the meter: read it first, then enter each home's bill with its reading.",
)
NOT_YET = L("“{item}”从 {day} 起执行，不能出更早的账。", "“{item}” holds from {day}; nothing earlier can be billed.")

NEWER = L(
    "“{item}”从 {day} 起是新单价，请用新的那一条出账。", "“{item}” has a new price from {day}; bill with that item."
)
NO_HEATING = L(
    "本项目没有启用暖气费，不能新增或出账“{item}”。需要时请在参数设置里启用。",
    "This site has no heating fees, so “{item}” can't be added or billed. Switch them on in the settings first.",
)
HEATING = ("暖气", "供暖", "采暖", "取暖", "heating")


class Basis(LabelEnum):
    """How a fee is counted."""

    area = "area", "按面积", "By area"
    flat = "flat", "定额", "Flat"
    meter = "meter", "按表", "By meter"


class Cycle(LabelEnum):
    """How often a fee falls due."""

    month = "month", "月", "Month"
    quarter = "quarter", "季", "Quarter"
    half = "half", "半年", "Half a year"
    year = "year", "年", "Year"
    once = "once", "一次", "Once"


def heating_is_used(case: Case) -> Refusal | None:
    """Refuse a heating fee at a site that does without (A-61: ``module.heating``); those kept stay to be read."""
    name = str(case.record.name or "")
    if case.setting("module.heating") is not False or not any(word in name.lower() for word in HEATING):
        return None
    return Refusal(NO_HEATING.format(item=name), "name", "A-61")


def not_metered(case: Case) -> Refusal | None:
    """Refuse the run for a fee by the meter: its quantities must be read first."""
    item = case.record
    return Refusal(METERED.format(item=item.name), source="002 职责2") if item.basis == Basis.meter else None


def price_holds(case: Case) -> Refusal | None:
    """Refuse bills for a time before the price holds."""
    item, start = case.record, case.data["bill_from"]
    if start is None or start >= item.effective_from:
        return None
    return Refusal(NOT_YET.format(item=item.name, day=item.effective_from), "bill_from")


def newest_price(case: Case) -> Refusal | None:
    """Refuse to bill at an old price where a newer one holds by then."""
    item, start = case.record, case.data["bill_from"]
    query = (
        select(FeeItem.effective_from)
        .where(
            FeeItem.site_id == item.site_id,
            FeeItem.name == item.name,
            FeeItem.status == "active",
            FeeItem.effective_from > item.effective_from,
            FeeItem.effective_from <= start,
        )
        .order_by(FeeItem.effective_from.desc())
    )
    with case.session.no_autoflush:
        day = case.session.execute(query).scalars().first()
    return None if day is None else Refusal(NEWER.format(item=item.name, day=day), "bill_from")


def bills_made(case: Case) -> list[Effect]:
    """Make the bills that the homes of the site lack for this period; a second run finds none to make."""
    item = case.record
    run = billing.plan(case.session, item, case.data["bill_from"], case.data["bill_due_on"])
    until = run.until if item.billed_to is None else max(run.until, item.billed_to)
    return [
        Set("billed_to", until),
        Set("bills_made", len(run.bills)),
        Set("left_out", "、".join(run.left_out)),
        *(Create("Bill", values) for values in run.bills),
    ]


def _flow() -> Flow:
    run = Transition(
        name="make_bills",
        label=L("批量出账", "Make bills"),
        source=("active",),
        to=STAY,
        roles=BILLERS,
        asks=(
            Ask("bill_from", own=Field(
                name="bill_from", kind=Kind.date, label=L("费用起", "Period from"), required=True,
                help=L("按收费周期算到期末，例如按月填 11 月 1 日，即出 11 月的账。",
                       "The cycle gives the end: 1 November of a monthly fee bills November."),
            )),
            Ask("bill_due_on", own=Field(
                name="bill_due_on", kind=Kind.date, label=L("缴费期限", "Due on"), required=True,
            )),
        ),
        only=(not_metered, heating_is_used),
        guards=(price_holds, newest_price),
        effects=bills_made,
        bulk=True,
        primary=True,
        clause="002 职责2, §2(1)",
        done=L("已出账。出了多少户、哪些房屋没有出，见“出账情况”。",
               "Billed. How many homes, and which were left out, stands under “Billing”."),
    )  # fmt: skip
    base = base_data(roles=KEEPERS)
    return altered(base, first=(run,))


class FeeItem(Record):
    """A fee with its price."""

    __register__ = Register(
        label=L("收费项目", "Fee item"),
        module=Module.finance,
        source=("002 职责2",),
        help=L(
            "收什么费、怎么算、多少钱。调价时停用旧的、另建一条；按面积和定额的项目每期点“批量出账”。",
            "What is charged, how, and at what price. For a new price archive the old item and add another; fees by area "
            "and flat fees are billed with “Make bills” each period.",
        ),
        icon="layers",
        title="name",
        list=("name", "basis", "unit_price", "cycle", "effective_from", "billed_to", "status"),
        sections=(
            Section(L("项目", "Fee"), "name", "basis", "unit_price", "cycle", "effective_from"),
            Section(L("出账情况", "Billing"), "billed_to", "bills_made", "left_out"),
        ),
        search=("name",),
        filters=("status", "basis", "cycle"),
        sort="name",
        rights=Rights(read=MONEY, create=KEEPERS),
        flow=_flow(),
        guards=(heating_is_used,),
        unique=(("site_id", "name", "effective_from"),),
    )

    name: Mapped[str] = string(
        L("项目", "Fee"),
        length=40,
        required=True,
        help=L(
            "例如：物业管理费、水费、电费、暖气费、垃圾清运费、停车费、委托租售费用、服务费。",
            "For example: management fee, water, power, heating, refuse, parking, letting fee, service charge.",
        ),
    )
    basis: Mapped[Basis] = choice(Basis, L("计费方式", "Basis"), required=True)
    unit_price: Mapped[Decimal] = money(
        L("单价", "Unit price"),
        required=True,
        minimum=FEN,
        help=L(
            "一个周期的价格：每平方米、每户，或每一表数，单位元。",
            "Yuan per cycle: a square metre, a home or a unit read.",
        ),
    )
    cycle: Mapped[Cycle] = choice(Cycle, L("周期", "Cycle"), required=True, default=Cycle.month)
    effective_from: Mapped[dt.date] = date(L("生效", "Effective from"), required=True)
    billed_to: Mapped[dt.date | None] = date(L("已出账至", "Billed to"), system=True)
    bills_made: Mapped[int | None] = integer(L("最近一次出账户数", "Homes billed in the last run"), system=True)
    left_out: Mapped[str | None] = text(
        L("最近一次没有出账的房屋", "Homes left out of the last run"),
        system=True,
        help=L(
            "通常是没有登记建筑面积；补登后再批量出账一次，只补出缺的账单。",
            "Mostly without an area: enter it and run again.",
        ),
    )
