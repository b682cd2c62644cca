"""库存物料: what the store keeps; repair orders charge it (002 职责15; 004 §6.6)."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, decimal, flag, money, string
from models.spec import RECEPTION, Case, L, LabelEnum, Module, Register, Rights, Role, Section, Set, base_data

KEEPERS = (*RECEPTION, Role.sysadmin)


class StockKind(LabelEnum):
    """What an item is used for."""

    consumable = "consumable", "易耗品", "Consumable"
    material = "material", "维修材料", "Repair material"
    tool = "tool", "工具", "Tool"
    office = "office", "办公用品", "Office supplies"


def derived(case: Case) -> list[Set]:
    """Return whether the item has run low; without a reorder level nothing is judged (G6)."""
    item = case.record
    if item.min_quantity is None:
        return [Set("low", None)]
    return [Set("low", (item.on_hand or 0) < item.min_quantity)]


class StockItem(Record):
    """A material, tool or consumable."""

    __register__ = Register(
        label=L("库存物料", "Stock item"),
        module=Module.assets,
        switch="module.stock",
        source=("002 职责15", "004 §6.6"),
        help=L(
            "登记仓库里的维修材料、工具和易耗品；维修单用料从这里选。现存由“出入库登记”记账得出，新物料请另登一笔“入库”。",
            "Materials, tools and consumables in store; repair orders choose from them. What is on hand comes from the "
            "stock movements: enter a receipt for a new item.",
        ),
        icon="package",
        title="name",
        list=("code", "name", "kind", "on_hand", "measure", "low", "place", "status"),
        sections=(
            Section(L("物料", "Item"), "code", "name", "kind", "measure", "price"),
            Section(L("库存", "In store"), "on_hand", "min_quantity", "low", "place"),
        ),
        search=("code", "name", "place"),
        filters=("kind", "low", "status"),
        sort="code",
        flow=base_data(roles=KEEPERS),
        rights=Rights(
            read=(
                *RECEPTION,
                Role.cs_supervisor,
                Role.director,
                Role.technician,
                Role.engineering_lead,
                Role.cashier,
                Role.hq_quality,
                Role.sysadmin,
            ),
            create=KEEPERS,
        ),
        derive=derived,
        unique=(("site_id", "code"),),
    )

    code: Mapped[str] = string(L("物料编号", "Item code"), length=40, required=True)
    name: Mapped[str] = string(L("名称", "Name"), length=80, required=True)
    kind: Mapped[StockKind] = choice(StockKind, L("类别", "Kind"), required=True)
    measure: Mapped[str] = string(L("单位", "Unit of measure"), length=20, required=True)
    price: Mapped[Decimal | None] = money(L("单价", "Price"), minimum=0)
    min_quantity: Mapped[Decimal | None] = decimal(L("警戒库存", "Reorder level"), minimum=0)
    place: Mapped[str | None] = string(L("存放位置", "Place"), length=80)
    on_hand: Mapped[Decimal] = decimal(L("现存", "On hand"), required=True, default=Decimal(0), minimum=0, kept=True)
    low: Mapped[bool | None] = flag(L("低于警戒", "Below reorder level"), kept=True)
