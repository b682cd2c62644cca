"""餐费核算表: last month's canteen cost shared by meals, for the cashier (004 §5.10; C-24, T-40, S-04)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped

from models.assets.canteen_purchase import CanteenPurchase
from models.assets.meal_shares import FEN, per_meal, shares
from models.assets.months import day_in, first_day, next_month
from models.base.rules import is_new
from models.base.staff import Employment, Staff
from models.declare import Record, date, integer, moment, money, ref, rows
from models.declare import month as calendar_month
from models.spec import (
    RECEPTION,
    Case,
    DueRule,
    Effect,
    L,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    Unit,
    approval_flow,
)

TWICE = L("{name}有两行，请合并。", "{name} stands on two lines; please join them.")
NOBODY_ATE = L("请填写每人的用餐次数。", "Please enter how many meals each person had.")
STILL_OPEN = L(
    "{month}还有 {n} 张采购单没有核实归档，核实后再核算。",
    "{n} purchase(s) of {month} are not checked and filed yet; do that first.",
)
ONE_A_MONTH = L(
    "{month}的餐费已有{number}，请处理那一张。", "{number} holds the meal cost of {month} already; deal with that one."
)
BOUGHT_NOTHING = L("{month}没有已核实的采购，无可核算。", "No checked purchases in {month}: there is nothing to share.")


def _of_month(case: Case, *what: Any) -> Any:
    month = case.record.month
    return select(*what).where(
        CanteenPurchase.site_id == case.record.site_id,
        CanteenPurchase.day >= first_day(month),
        CanteenPurchase.day < first_day(next_month(month)),
    )


def bought(case: Case) -> Decimal:
    """Return what the month's checked and filed purchases come to."""
    query = _of_month(case, CanteenPurchase.total).where(CanteenPurchase.status == "closed")
    return sum((t for t in case.session.scalars(query) if t is not None), Decimal(0)).quantize(FEN)


def figured(case: Case) -> list[Set]:
    """Return the sheet's figures: the month's purchases, the price of a meal and each person's share.

    A new sheet without lines starts with everybody who works here.
    """
    sheet = case.record
    lines: list[dict[str, Any]] = [{"id": r.id, "staff": _person(r), "meals": r.meals} for r in sheet.meals]
    if is_new(sheet) and not lines:
        query = select(Staff.id).where(
            Staff.site_id == sheet.site_id, Staff.status == "active", Staff.employment != Employment.left
        )
        lines = [{"staff": key, "meals": None} for key in case.session.scalars(query.order_by(Staff.job_no))]
    cost, meals = bought(case), [line["meals"] or 0 for line in lines]
    for line, amount in zip(lines, shares(cost, meals), strict=True):
        line["amount"] = amount if line["meals"] is not None else None
    return [
        Set("purchases", cost),
        Set("meal_count", sum(meals)),
        Set("per_meal", per_meal(cost, sum(meals))),
        Set("due_on", day_in(next_month(sheet.month), case.setting("mealcost.day"))),
        Set("meals", lines),
    ]


def _person(row: Any) -> int | None:
    return row.staff_id if row.staff_id is not None else getattr(row.staff, "id", None)


def each_once(case: Case) -> Refusal | None:
    """Refuse a person on two lines."""
    seen: set[int] = set()
    for at, row in enumerate(case.record.meals):
        key = _person(row)
        if key in seen:
            name = row.staff.name if row.staff is not None else ""
            return Refusal(TWICE.format(name=name), f"meals-{at}-staff")
        if key is not None:
            seen.add(key)
    return None


def ready(case: Case) -> Refusal | None:
    """Refuse to hand in a sheet with unchecked purchases, without meals, or beside another one of the month."""
    sheet = case.record
    left = case.session.scalar(_of_month(case, func.count(CanteenPurchase.id)).where(CanteenPurchase.status == "open"))
    if left:
        return Refusal(STILL_OPEN.format(month=sheet.month, n=left), "month", "004 §5.10")
    if not bought(case):
        return Refusal(BOUGHT_NOTHING.format(month=sheet.month), "month")
    if not sum(row.meals or 0 for row in sheet.meals):
        return Refusal(NOBODY_ATE, "meals")
    query = select(MealCost.number).where(
        MealCost.site_id == sheet.site_id,
        MealCost.month == sheet.month,
        MealCost.id != sheet.id,
        MealCost.status.in_(("submitted", "approved")),
    )
    other = case.session.scalars(query.limit(1)).first()
    return None if other is None else Refusal(ONE_A_MONTH.format(month=sheet.month, number=other), "month")


def handed_in(case: Case) -> list[Effect]:
    """Work the figures out once more, as the purchases stand now, and note when the sheet was handed in."""
    return [*figured(case), Set("submitted_at", case.now)]


class MealCost(Record):
    """A month's meal cost."""

    __register__ = Register(
        label=L("餐费核算表", "Meal cost sheet"),
        module=Module.assets,
        switch="module.canteen",
        source=("004 §5.10",),
        help=L(
            "每月 15 日前核算上月餐费。填月份保存，系统汇总已核实的采购并带出在职人员；再点“编辑”填用餐次数，每人金额自动分摊，提交财务。",
            "Work out last month's meal cost by the 15th. Save the month: purchases and people are filled in. Then edit: "
            "enter the meals, and each share is worked out; submit it to the cashier.",
        ),
        icon="hand-coins",
        prefix="CF",
        aliases=("月餐费核算表",),
        title="month",
        list=("number", "month", "purchases", "meal_count", "per_meal", "submitted_at", "status"),
        sections=(
            Section(L("核算", "Sheet"), "month", "purchases", "meal_count", "per_meal"),
            Section(L("用餐", "Meals"), "meals"),
            Section(L("上报", "Handed in"), "due_on", "submitted_at"),
        ),
        search=("number", "month"),
        filters=("status", "month"),
        sort="-month",
        rights=Rights(
            read=(*RECEPTION, Role.cs_supervisor, Role.director, Role.cashier, Role.hq_quality),
            create=RECEPTION,
            export=(Role.director, Role.cs_supervisor, Role.cashier, Role.hq_quality),
        ),
        flow=approval_flow((Role.cashier,), clause="004 §5.10; C-24", submit_guards=(ready,), on_submit=handed_in),
        deadlines=(
            DueRule(
                name="submit",
                label=L("餐费上报", "Hand in the meal cost"),
                starts="created_at",
                stops="submitted_at",
                unit=Unit.at_field,
                field="due_on",
                setting="mealcost.day",
                limit=15,
                accountable=(Role.reception_lead,),
                clause="004 §5.10; T-40",
            ),
        ),
        derive=figured,
        guards=(each_once,),
        print=("form",),
    )

    month: Mapped[str] = calendar_month(
        L("月份", "Month"), required=True, help=L("核算哪个月的餐费。", "The month whose meals are worked out.")
    )
    purchases: Mapped[Decimal | None] = money(L("采购合计", "Purchases"), kept=True)
    meals: Mapped[list[Any]] = rows(
        L("用餐", "Meals"),
        help=L("留空保存即带出在职人员。", "Left empty, everybody who works here is filled in."),
        staff=ref("Staff", L("员工", "Employee"), required=True),
        meals=integer(L("用餐次数", "Meals"), minimum=0),
        amount=money(L("金额", "Amount"), system=True),
    )
    meal_count: Mapped[int | None] = integer(L("用餐总次数", "Meals in all"), kept=True)
    per_meal: Mapped[Decimal | None] = money(L("单价", "Per meal"), kept=True)
    due_on: Mapped[dt.date | None] = date(L("应上报日期", "Due on"), kept=True)
    submitted_at: Mapped[dt.datetime | None] = moment(L("上报时间", "Handed in at"), system=True)
