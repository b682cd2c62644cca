"""钥匙借用登记: key loan (002 职责14)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, moment, ref, sign, string
from models.spec import L, Module, Register, Rights, Role, Section, State, Tone, Transition, asks, flow


class KeyLoan(Record):
    """Key loan."""

    __register__ = Register(
        label=L("钥匙借用登记", "Key loan"),
        module=Module.service,
        source=("002 职责14",),
        help=L("钥匙借用登记。", "Key loan."),
        icon="clipboard-list",
        prefix="YJY",
        title="borrower",
        list=("number", "key", "borrower", "purpose", "lent_at", "due_at", "returned_at", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "key",
                "borrower",
                "purpose",
                "lent_at",
                "due_at",
                "returned_at",
                "approved_by",
                "borrower_sign",
                "return_sign",
            ),
        ),
        search=("number", "borrower", "purpose"),
        filters=("status", "lent_at", "due_at", "returned_at"),
        sort="-lent_at",
        rights=Rights(
            read=(Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.receptionist, Role.reception_lead),
        ),
        flow=flow(
            (
                State(name="lent", label=L("借出", "Lent"), tone=Tone.blue, editable=True),
                State(name="returned", label=L("已归还", "Returned"), tone=Tone.grey, final=True),
                State(name="lost", label=L("遗失", "Lost"), tone=Tone.green, final=True),
            ),
            (
                Transition(
                    name="give_back",
                    label=L("归还", "Give back"),
                    source=("lent",),
                    to="returned",
                    roles=(Role.receptionist, Role.reception_lead),
                ),
                Transition(
                    name="lose",
                    label=L("报失", "Lose"),
                    source=("lent",),
                    to="lost",
                    roles=(Role.receptionist, Role.reception_lead),
                    asks=asks("reason"),
                ),
            ),
        ),
    )

    key: Mapped[Any] = ref("KeyItem", L("钥匙", "Key"), required=True)
    key_id: Mapped[int]
    borrower: Mapped[str] = string(L("借用人", "Borrower"), required=True)
    purpose: Mapped[str] = string(L("用途", "Purpose"), required=True)
    lent_at: Mapped[dt.datetime] = moment(L("借出时间", "Lent at"), required=True)
    due_at: Mapped[dt.datetime] = moment(L("应还时间", "Due at"), required=True)
    returned_at: Mapped[dt.datetime | None] = moment(L("归还时间", "Returned at"))
    approved_by: Mapped[Any] = ref("Staff", L("批准人", "Approved by"))
    approved_by_id: Mapped[int | None]
    borrower_sign: Mapped[str | None] = sign(L("借用签字", "Borrower sign"))
    return_sign: Mapped[str | None] = sign(L("归还签字", "Return sign"))
