"""钥匙登记: every key the centre keeps, how many copies and who answers for them (002 职责14; A-26; R-E09)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from models.declare import Record, choice, integer, ref, string
from models.service import key_rules as rules
from models.service.people import READERS
from models.spec import (
    RECEPTION,
    STAY,
    Creates,
    Default,
    L,
    LabelEnum,
    Module,
    Register,
    Rights,
    Role,
    Section,
    Transition,
    When,
    altered,
    record_flow,
)

if TYPE_CHECKING:
    from models.base.staff import Staff
    from models.base.unit import Unit


class KeyKind(LabelEnum):
    """What it opens."""

    owner = "owner", "业主委托", "Left by an owner"
    public = "public", "公共区域", "Common parts"
    equipment = "equipment", "设备房", "Plant room"
    office = "office", "管理处", "Office"
    vacant = "vacant", "空置房", "Empty home"
    vehicle = "vehicle", "车辆", "Vehicle"


OF_HOMES = When("kind", KeyKind.owner, KeyKind.vacant)


def as_loan(_key: Any) -> dict[str, Any]:
    """Return what a loan takes over besides the key itself: nothing."""
    return {}


class KeyItem(Record):
    """A key and its copies."""

    __register__ = Register(
        label=L("钥匙登记", "Key register"),
        module=Module.service,
        source=("002 职责14",),
        help=L(
            "保管的每种钥匙登记一条，写明数量和保管人；借出点“借出”，在外几把随时可见，全部收回才能归档。",
            "One entry for each key with its copies and keeper; lend it from here, see how many are out, and file it "
            "when all are back.",
        ),
        icon="key-round",
        prefix="YS",
        aliases=("钥匙台账",),
        title="label",
        list=("number", "label", "kind", "unit", "copies", "lent", "keeper", "status"),
        sections=(
            Section(L("钥匙", "The key"), "label", "kind", "unit", "location"),
            Section(L("保管", "Where it is kept"), "copies", "lent", "keeper"),
        ),
        search=("number", "label", "location", "unit"),
        filters=("status", "kind", "unit", "keeper", "lent"),
        sort="label",
        rights=Rights(read=READERS, create=RECEPTION, import_=(Role.cs_supervisor,)),
        flow=altered(
            record_flow(close=RECEPTION),
            Transition(
                name="lend",
                label=L("借出", "Lend"),
                source=("open",),
                to=STAY,
                roles=RECEPTION,
                only=(rules.one_left,),
                creates=Creates(register="KeyLoan", link="key", prefill=as_loan),
                primary=True,
                clause="002 职责14",
                done=L("{number}已借出一把。", "A copy of {number} was lent."),
            ),
            close={"guards": (rules.all_back,), "primary": False, "danger": True},
            void={"guards": (rules.all_back,)},
        ),
        derive=rules.counted,
        guards=(rules.enough,),
        unique=(("site_id", "label"),),
    )
    __table_args__ = (CheckConstraint("lent IS NULL OR lent <= copies", name="lent_at_most_copies"),)

    label: Mapped[str] = string(
        L("钥匙标识", "Key tag"), length=60, required=True, help=L("钥匙牌上的编号或名称。", "As written on its tag.")
    )
    kind: Mapped[KeyKind] = choice(KeyKind, L("类别", "Kind"), required=True)
    unit: Mapped[Unit | None] = ref("Unit", L("房屋", "Home"), required_when=OF_HOMES, shown_when=OF_HOMES)
    unit_id: Mapped[int | None]
    location: Mapped[str | None] = string(
        L("部位", "What it opens"), length=120, help=L("例如：3 号楼配电室", "For example: switch room of building 3")
    )
    copies: Mapped[int] = integer(L("数量", "Copies"), minimum=0, maximum=999, required=True, default=1)
    lent: Mapped[int | None] = integer(L("在外", "Lent out"), minimum=0, kept=True, default=0)
    keeper: Mapped[Staff] = ref("Staff", L("保管人", "Keeper"), required=True, default=Default.ME, involves=True)
    keeper_id: Mapped[int]
