"""费用开支记录: expense (003 (四)1; 002 §1(6))."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, date, files, money, ref, string
from models.spec import L, Module, Register, Rights, Role, Section, approval_flow


class Expense(Record):
    """Expense."""

    __register__ = Register(
        label=L("费用开支记录", "Expense"),
        module=Module.finance,
        source=("003 (四)1", "002 §1(6)"),
        help=L("费用开支记录。", "Expense."),
        icon="wallet",
        prefix="ZCJ",
        title="subject",
        list=("number", "spent_on", "subject", "amount", "payee", "budget", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "spent_on",
                "subject",
                "amount",
                "payee",
                "budget",
                "vouchers",
            ),
        ),
        search=("number", "subject", "payee"),
        filters=("status", "spent_on"),
        sort="-spent_on",
        rights=Rights(
            read=(Role.cashier, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.cashier, Role.cs_supervisor),
        ),
        flow=approval_flow((Role.director,)),
    )

    spent_on: Mapped[dt.date] = date(L("日期", "Spent on"), required=True)
    subject: Mapped[str] = string(L("科目", "Subject"), required=True)
    amount: Mapped[Decimal] = money(L("金额", "Amount"), required=True)
    payee: Mapped[str | None] = string(L("收款方", "Payee"))
    budget: Mapped[Any] = ref("Budget", L("预算", "Budget"))
    budget_id: Mapped[int | None]
    vouchers: Mapped[Any] = files(L("凭证", "Vouchers"))
