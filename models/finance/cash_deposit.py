"""现金缴存登记: the day's cash in the bank by 17:00, checked by somebody who did not take it (004 §5.3; A-20, A-43; D-09)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped

from models.base.moments import not_ahead
from models.declare import Record, date, files, flag, moment, money
from models.declare import text as lines
from models.finance import cash_rules as rules
from models.spec import (
    RECEPTION,
    Default,
    DueRule,
    Flow,
    L,
    Module,
    Register,
    Rights,
    Role,
    Section,
    Unit,
    altered,
    approval_flow,
)

STANDS = text("status NOT IN ('void', 'rejected')")


def _flow() -> Flow:
    chain = approval_flow(
        rules.checkers,
        usual=(Role.cashier,),
        clause="004 §5.3; D-09; A-20",
        submit_guards=(rules.difference_explained,),
        on_submit=rules.handed_in,
    )
    let_go = {"effects": rules.let_go}
    checked = {"only": (rules.took_none,), "label": L("核对无误", "Checked")}
    return altered(chain, approve=checked, reject=let_go, void=let_go)


class CashDeposit(Record):
    """One day's cash on its way to the bank."""

    __register__ = Register(
        label=L("现金缴存登记", "Daily cash banking"),
        module=Module.finance,
        source=("004 §5.3 每日17:00之前把现金存入银行",),
        help=L(
            "每天 17:00 前把当天现金存银行并登记；应存多少由收据自动算出，17:00 后收的记入次日。由没有经手收款的收费员核对。",
            "Bank the day's cash by 17:00 and enter it. The receipts say how much it should be; what comes in later counts "
            "tomorrow. A cashier who took none of it checks.",
        ),
        icon="hand-coins",
        prefix="XJ",
        aliases=("现金存行", "存款登记"),
        title="business_date",
        list=(
            "number",
            "business_date",
            "cash_received",
            "deposited",
            "difference",
            "late_cash",
            "same_hands",
            "status",
        ),
        sections=(
            Section(L("存入", "Banked"), "business_date", "deposited", "deposited_at", "bank_slip"),
            Section(
                L("对账", "Reckoning"),
                "cash_received",
                "difference",
                "explanation",
                "late_cash",
                "same_hands",
                "bank_by",
            ),
        ),
        search=("number",),
        filters=("status", "business_date", "difference", "same_hands"),
        sort="-business_date",
        rights=Rights(
            read=(Role.cashier, Role.cs_supervisor, Role.director),
            own=RECEPTION,
            create=RECEPTION,
            export=(Role.director, Role.cs_supervisor),
            import_=(),
        ),
        locked_rights=("read", "import", "do:approve"),
        flow=_flow(),
        deadlines=(
            DueRule(
                name="bank",
                label=L("17:00前存行", "Banked by 17:00"),
                starts="business_date",
                stops="deposited_at",
                unit=Unit.at_field,
                field="bank_by",
                setting=rules.BANK_BY,
                accountable=(Role.reception_lead,),
                clause="004 §5.3; T-36",
            ),
        ),
        derive=rules.derived,
        guards=(not_ahead("deposited_at"), rules.day_has_come, rules.one_a_day, rules.difference_explained),
    )
    __table_args__ = (
        CheckConstraint("difference = deposited - cash_received", name="difference_is_true"),
        CheckConstraint("difference = 0 OR explanation IS NOT NULL", name="difference_explained"),
        Index(
            "uq_cash_deposit_day", "site_id", "business_date", unique=True, sqlite_where=STANDS, postgresql_where=STANDS
        ),
    )

    business_date: Mapped[dt.date] = date(L("日期", "Date"), required=True, default=Default.TODAY)
    deposited: Mapped[Decimal] = money(L("存入金额", "Amount banked"), required=True, minimum=0)
    deposited_at: Mapped[dt.datetime] = moment(L("存入时间", "Banked at"), required=True, default=Default.NOW)
    bank_slip: Mapped[Any] = files(L("银行回单", "Bank slip"))
    cash_received: Mapped[Decimal] = money(L("当日现金收款", "Cash taken"), kept=True, required=True)
    difference: Mapped[Decimal] = money(L("差额", "Difference"), kept=True, required=True)
    explanation: Mapped[str | None] = lines(
        L("差额说明", "Explanation"),
        help=L("存入与应存不符时必填。", "Required when what was banked differs from what should be."),
    )
    late_cash: Mapped[Decimal | None] = money(
        L("17:00后未存余额", "Kept in the safe after 17:00"),
        kept=True,
        help=L("计入次日缴存。", "Counted in the next day's banking."),
    )
    same_hands: Mapped[bool | None] = flag(
        L("收款与核对未分开", "Taken and checked by the same person"),
        system=True,
        help=L(
            "收费员都经手了当天的收款，改由主任审批（D-09）。",
            "Every cashier took some of the money, so the director decides (D-09).",
        ),
    )
    bank_by: Mapped[dt.datetime | None] = moment(L("缴存时限", "Bank by"), system=True)
