"""餐费核算表: meal cost sheet (004 §5.10)."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, integer, money, month, ref, rows
from models.spec import L, Module, Register, Rights, Role, Section, approval_flow


class MealCost(Record):
    """Meal cost sheet."""

    __register__ = Register(
        label=L("餐费核算表", "Meal cost sheet"),
        module=Module.assets,
        source=("004 §5.10",),
        help=L("餐费核算表。", "Meal cost sheet."),
        icon="boxes",
        prefix="CF",
        title="month",
        list=("number", "month", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "month",
                "meals",
            ),
        ),
        search=("number",),
        filters=("status",),
        sort="-id",
        rights=Rights(
            read=(Role.reception_lead, Role.receptionist, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.reception_lead, Role.receptionist),
        ),
        flow=approval_flow((Role.cashier,)),
        print=("form",),
    )

    month: Mapped[str] = month(L("月份", "Month"), required=True)
    meals: Mapped[list[Any]] = rows(
        L("用餐", "Meals"),
        staff=ref("Staff", L("staff", "Staff")),
        meals=integer(L("meals", "Meals")),
        amount=money(L("amount", "Amount")),
    )
