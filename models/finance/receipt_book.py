"""收据领用台账: receipt book register (002 §3.2.1-2(3); 004 §5.3 票据管理; A-48)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, ref, rows, string
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, record_flow


class ReceiptBookKind(LabelEnum):
    """Kind of receipt book register."""

    receipt = "receipt", "收据", "Receipt"
    invoice = "invoice", "发票", "Invoice"


class ReceiptBook(Record):
    """Receipt book register."""

    __register__ = Register(
        label=L("收据领用台账", "Receipt book register"),
        module=Module.finance,
        source=("002 §3.2.1-2(3)", "004 §5.3 票据管理", "A-48"),
        help=L("收据领用台账。", "Receipt book register."),
        icon="wallet",
        prefix="SJB",
        title="number_from",
        list=("number", "kind", "number_from", "number_to", "taken_by", "taken_on", "cleared_on", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "kind",
                "number_from",
                "number_to",
                "taken_by",
                "taken_on",
                "voided",
                "cleared_on",
            ),
        ),
        search=("number", "number_from", "number_to"),
        filters=("status", "kind", "taken_on", "cleared_on"),
        sort="-taken_on",
        rights=Rights(
            read=(Role.cashier, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.cashier, Role.cs_supervisor),
        ),
        flow=record_flow(close=(Role.cashier, Role.cs_supervisor)),
    )

    kind: Mapped[ReceiptBookKind] = choice(ReceiptBookKind, L("票种", "Kind"), required=True)
    number_from: Mapped[str] = string(L("起号", "Number from"), required=True)
    number_to: Mapped[str] = string(L("止号", "Number to"), required=True)
    taken_by: Mapped[Any] = ref("Staff", L("领用人", "Taken by"), required=True)
    taken_by_id: Mapped[int]
    taken_on: Mapped[dt.date] = date(L("领用日期", "Taken on"), required=True)
    voided: Mapped[list[Any]] = rows(
        L("作废", "Voided"),
        number=string(L("number", "Number")),
        reason=string(L("reason", "Reason")),
    )
    cleared_on: Mapped[dt.date | None] = date(L("核销日期", "Cleared on"))
