"""收费项目: fee item (002 职责2)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, money, string
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, base_data


class FeeItemBasis(LabelEnum):
    """Basis of fee item."""

    area = "area", "按面积", "Area"
    flat = "flat", "定额", "Flat"
    meter = "meter", "按表", "Meter"


class FeeItemCycle(LabelEnum):
    """Cycle of fee item."""

    month = "month", "月", "Month"
    quarter = "quarter", "季", "Quarter"
    half = "half", "半年", "Half"
    year = "year", "年", "Year"
    once = "once", "一次", "Once"


class FeeItem(Record):
    """Fee item."""

    __register__ = Register(
        label=L("收费项目", "Fee item"),
        module=Module.finance,
        source=("002 职责2",),
        help=L("收费项目。", "Fee item."),
        icon="wallet",
        title="name",
        list=("name", "basis", "unit_price", "cycle", "effective_from", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "name",
                "basis",
                "unit_price",
                "cycle",
                "effective_from",
            ),
        ),
        search=("name",),
        filters=("status", "basis", "cycle", "effective_from"),
        sort="-effective_from",
        rights=Rights(read=(Role.cs_supervisor, Role.director, Role.hq_quality), create=(Role.sysadmin,)),
        flow=base_data(roles=(Role.sysadmin,)),
    )

    name: Mapped[str] = string(L("项目", "Name"), required=True)
    basis: Mapped[FeeItemBasis] = choice(FeeItemBasis, L("计费方式", "Basis"), required=True)
    unit_price: Mapped[Decimal] = money(L("单价", "Unit price"), required=True)
    cycle: Mapped[FeeItemCycle] = choice(FeeItemCycle, L("周期", "Cycle"), required=True)
    effective_from: Mapped[dt.date] = date(L("生效", "Effective from"), required=True)
