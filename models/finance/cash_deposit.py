"""现金缴存登记: daily cash banking (004 §5.3 每日17:00之前把现金存入银行)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, date, files, moment, money, text
from models.spec import L, Module, Register, Rights, Role, Section, approval_flow


class CashDeposit(Record):
    """Daily cash banking."""

    __register__ = Register(
        label=L("现金缴存登记", "Daily cash banking"),
        module=Module.finance,
        source=("004 §5.3 每日17:00之前把现金存入银行",),
        help=L("现金缴存登记。", "Daily cash banking."),
        icon="wallet",
        prefix="XJ",
        title="explanation",
        list=("number", "business_date", "deposited", "deposited_at", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "business_date",
                "deposited",
                "deposited_at",
                "bank_slip",
                "explanation",
            ),
        ),
        search=("number", "explanation"),
        filters=("status", "business_date", "deposited_at"),
        sort="-business_date",
        rights=Rights(
            read=(Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.receptionist, Role.reception_lead),
        ),
        flow=approval_flow((Role.cashier,)),
    )

    business_date: Mapped[dt.date] = date(L("日期", "Business date"), required=True)
    deposited: Mapped[Decimal] = money(L("存入金额", "Deposited"), required=True)
    deposited_at: Mapped[dt.datetime] = moment(L("存入时间", "Deposited at"), required=True)
    bank_slip: Mapped[Any] = files(L("银行回单", "Bank slip"))
    explanation: Mapped[str | None] = text(L("差额说明", "Explanation"))
