"""钥匙借用登记: a key lent and brought back, signed for both times (002 职责14; X-18; R-E09)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from models.base.moments import in_order, not_ahead
from models.declare import Record, moment, ref, sign, string
from models.service import key_rules as rules
from models.service.people import READERS
from models.spec import (
    NOW,
    RECEPTION,
    Default,
    DueRule,
    L,
    Module,
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
    void_from,
)

if TYPE_CHECKING:
    from models.base.staff import Staff
    from models.service.key_item import KeyItem


class KeyLoan(Record):
    """A key lent to somebody."""

    __register__ = Register(
        label=L("钥匙借用登记", "Key loan"),
        module=Module.service,
        source=("002 职责14",),
        help=L(
            "借钥匙、还钥匙都要本人签字；到应还时间未还会提醒。借出的不会超过登记的数量，遗失的报失后从数量中扣除。",
            "Who takes a key signs, and signs again when it comes back; what is not back in time comes up as overdue. "
            "Never more are lent than are kept, and a lost one is taken off the count.",
        ),
        icon="key-round",
        prefix="YJY",
        aliases=("钥匙领借登记", "借钥匙"),
        title="borrower",
        list=("number", "lent_at", "tag", "borrower", "purpose", "due_at", "returned_at", "status"),
        sections=(
            Section(
                L("借出", "Lent"), "key", "borrower", "purpose", "lent_at", "due_at", "approved_by", "borrower_sign"
            ),
            Section(L("归还", "Brought back"), "returned_at", "return_sign"),
        ),
        search=("number", "tag", "borrower", "purpose", "key"),
        filters=("status", "key", "lent_at", "due_at", "returned_at"),
        sort="-lent_at",
        happened="lent_at",
        rights=Rights(read=READERS, create=RECEPTION, import_=(Role.cs_supervisor,)),
        flow=flow(
            (
                State(name="lent", label=L("借出", "Lent"), tone=Tone.amber, editable=True),
                State(name="returned", label=L("已归还", "Brought back"), tone=Tone.green, final=True),
                State(name="lost", label=L("遗失", "Lost"), tone=Tone.red, final=True),
            ),
            (
                Transition(
                    name="give_back",
                    label=L("归还", "Give back"),
                    source=("lent",),
                    to="returned",
                    roles=RECEPTION,
                    asks=asks("return_sign"),
                    sets={"returned_at": NOW},
                    effects=rules.recount,
                    primary=True,
                    clause="002 职责14; X-18",
                    done=L("{number}已归还。", "{number} is back."),
                ),
                Transition(
                    name="lose",
                    label=L("报失", "Report lost"),
                    source=("lent",),
                    to="lost",
                    roles=RECEPTION,
                    asks=asks("reason"),
                    effects=rules.copy_lost,
                    danger=True,
                    clause="002 职责14",
                    done=L("{number}已报失，钥匙数量已减一。", "{number} is reported lost; the key has one copy less."),
                ),
                dataclasses.replace(void_from("lent"), effects=rules.recount),
            ),
        ),
        deadlines=(
            DueRule(
                name="return",
                label=L("归还", "Return"),
                starts="lent_at",
                stops="state:returned,lost,void",
                unit=Unit.at_field,
                field="due_at",
                accountable=RECEPTION,
                clause="002 职责14; X-18",
            ),
        ),
        derive=rules.tagged,
        guards=(rules.copy_free, rules.signed_for, not_ahead("lent_at"), in_order("lent_at", "due_at")),
        on_create=rules.handed_out,
        indexes=(("key_id", "status"),),
    )
    __table_args__ = (
        CheckConstraint(
            "status <> 'returned' OR (returned_at IS NOT NULL AND return_sign IS NOT NULL)", name="returned_is_signed"
        ),
    )

    key: Mapped[KeyItem] = ref("KeyItem", L("钥匙", "Key"), required=True, also=("钥匙名称", "钥匙标识", "钥匙编号"))
    key_id: Mapped[int]
    tag: Mapped[str | None] = string(L("钥匙标识", "Key tag"), length=60, kept=True)
    borrower: Mapped[str] = string(
        L("借用人", "Borrower"),
        length=60,
        required=True,
        help=L("外来施工人员请写单位。", "For contractors, their firm too."),
        also=("领用人", "借钥匙人", "姓名"),
    )
    purpose: Mapped[str] = string(L("用途", "What for"), required=True)
    lent_at: Mapped[dt.datetime] = moment(
        L("借出时间", "Lent at"), required=True, default=Default.NOW, also=("借用时间", "借用日期", "借出日期")
    )
    due_at: Mapped[dt.datetime] = moment(
        L("应还时间", "To be back by"), required=True, also=("应还日期", "预计归还时间", "预计归还日期", "归还期限")
    )
    approved_by: Mapped[Staff | None] = ref("Staff", L("批准人", "Approved by"))
    approved_by_id: Mapped[int | None]
    borrower_sign: Mapped[str | None] = sign(L("借用签字", "Borrower's signature"))
    returned_at: Mapped[dt.datetime | None] = moment(L("归还时间", "Brought back at"), system=True)
    return_sign: Mapped[str | None] = sign(L("归还签字", "Signature on return"), system=True)
