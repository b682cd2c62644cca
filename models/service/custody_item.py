"""寄存及代收物品登记: things kept for owners, both ends signed for (002 职责20; X-18; R-E10, R-E11)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from models.base.moments import not_ahead
from models.declare import Record, choice, flag, moment, ref, sign, string
from models.service.people import READERS
from models.spec import (
    NOW,
    RECEPTION,
    Case,
    Default,
    DueRule,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    State,
    Tone,
    Transition,
    Unit,
    When,
    asks,
    flow,
)

if TYPE_CHECKING:
    from models.base.unit import Unit as Home

KEEPERS = (*RECEPTION, Role.guard)


class CustodyKind(LabelEnum):
    """Why it is kept."""

    storage = "storage", "业主寄存", "Left by the owner"
    parcel = "parcel", "代收", "Received for the owner"
    handover = "handover", "代转", "To be passed on"


HANDED_IN = When("kind", CustodyKind.storage, CustodyKind.handover)
NOT_CHECKED = L(
    "请先核对领取人身份并勾选“已核对身份”，再交付物品。",
    "Check who collects it and tick “identity checked” before handing it out.",
)


def identity_checked(case: Case) -> Refusal | None:
    """Refuse to hand a thing out to somebody whose identity was not checked (X-18)."""
    return None if case.record.id_checked else Refusal(NOT_CHECKED, "id_checked", "X-18")


class CustodyItem(Record):
    """Something kept for an owner."""

    __register__ = Register(
        label=L("寄存及代收物品登记", "Custody and parcel register"),
        module=Module.service,
        source=("002 职责20",),
        help=L(
            "业主寄存、代收、代转的物品收下时登记；寄存和代转由寄存人签字，领取时核对身份并由领取人签字，超期会提醒。",
            "Enter what is left, received or to be passed on. Who leaves it signs; who collects it shows who he is and "
            "signs. What stays too long comes up as overdue.",
        ),
        icon="package",
        prefix="JC",
        aliases=("寄存登记", "代收登记", "快递代收"),
        title="description",
        list=("number", "received_at", "kind", "unit", "depositor", "description", "location", "status"),
        sections=(
            Section(
                L("收存", "Taken in"),
                "kind",
                "unit",
                "depositor",
                "description",
                "received_at",
                "location",
                "depositor_sign",
            ),
            Section(L("领取", "Collected"), "recipient", "id_checked", "collected_at", "collector_sign"),
        ),
        search=("number", "depositor", "recipient", "description", "location", "unit"),
        filters=("status", "kind", "unit", "received_at", "collected_at"),
        sort="-received_at",
        happened="received_at",
        daily=(Role.guard,),
        rights=Rights(read=(*READERS, Role.guard), create=KEEPERS, import_=(Role.cs_supervisor,)),
        flow=flow(
            (
                State(name="kept", label=L("保管中", "Kept"), tone=Tone.amber, editable=True),
                State(name="collected", label=L("已领取", "Collected"), tone=Tone.green, final=True),
                State(name="returned", label=L("已退回", "Sent back"), tone=Tone.grey, final=True),
            ),
            (
                Transition(
                    name="collect",
                    label=L("领取", "Collect"),
                    source=("kept",),
                    to="collected",
                    roles=KEEPERS,
                    asks=asks("recipient", "id_checked", "collector_sign"),
                    sets={"collected_at": NOW},
                    guards=(identity_checked,),
                    primary=True,
                    clause="002 职责20; X-18",
                    done=L("{number}已由{recipient}领取。", "{number} was collected by {recipient}."),
                ),
                Transition(
                    name="return_item",
                    label=L("退回", "Send back"),
                    source=("kept",),
                    to="returned",
                    roles=KEEPERS,
                    asks=asks("reason"),
                    danger=True,
                    done=L("{number}已退回。", "{number} was sent back."),
                ),
            ),
        ),
        deadlines=(
            DueRule(
                name="overdue",
                label=L("超期未领", "Not collected"),
                starts="received_at",
                stops="state:collected,returned,void",
                unit=Unit.days,
                limit=7,
                setting="custody.days",
                suggested=True,
                accountable=RECEPTION,
                clause="X-18",
            ),
        ),
        guards=(not_ahead("received_at"),),
        indexes=(("unit_id", "received_at"),),
    )
    __table_args__ = (
        CheckConstraint(
            "status <> 'collected' OR (collected_at IS NOT NULL AND recipient IS NOT NULL AND collector_sign IS NOT NULL)",
            name="collected_is_signed",
        ),
    )

    kind: Mapped[CustodyKind] = choice(CustodyKind, L("类别", "Kind"), required=True, default=CustodyKind.parcel)
    unit: Mapped[Home] = ref("Unit", L("楼号房号", "Unit"), required=True)
    unit_id: Mapped[int]
    depositor: Mapped[str] = string(
        L("寄存人", "Left by"),
        length=60,
        required=True,
        help=L("代收快递写快递公司。", "For parcels, the carrier."),
        also=("业主", "业主姓名", "姓名", "寄存业主"),
    )
    recipient: Mapped[str | None] = string(
        L("领取人", "Collected by"), length=60, help=L("代转的写明转交给谁。", "For things to be passed on: to whom.")
    )
    description: Mapped[str] = string(
        L("物品名称数量", "What and how many"),
        also=("物品", "物品名称", "寄存物品", "代收物品"),
        length=200,
        required=True,
        help=L("例如：纸箱 2 件", "For example: 2 boxes"),
    )
    received_at: Mapped[dt.datetime] = moment(
        L("收存时间", "Taken in at"),
        required=True,
        default=Default.NOW,
        also=("寄存时间", "寄存日期", "收存日期", "代收时间"),
    )
    location: Mapped[str | None] = string(L("存放处", "Where it is"), length=60, also=("存放位置", "存放地点", "货架"))
    collected_at: Mapped[dt.datetime | None] = moment(L("领取时间", "Collected at"), system=True)
    id_checked: Mapped[bool | None] = flag(L("已核对身份", "Identity checked"), system=True)
    collector_sign: Mapped[str | None] = sign(L("领取签字", "Collector's signature"), system=True)
    depositor_sign: Mapped[str | None] = sign(
        L("存入签字", "Depositor's signature"), required_when=HANDED_IN, shown_when=HANDED_IN
    )
