"""A month of the stores, the kitchen and the fixed assets."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from models.spec import Role
from seed.month import Month, Slot, Step, approve, step, submit

DESK, LEAD, BOSS, CASH, HR = Role.receptionist, Role.reception_lead, Role.director, Role.cashier, Role.hr_admin
DAY = 1440


def plan(m: Month) -> None:
    """Plan the registers of module assets."""
    _moves(m)
    _counts(m)
    _kitchen(m)
    _assets(m)


def _moves(m: Month) -> None:
    done = step("close", DESK, 40)

    def line(name: str, quantity: int, price: str | None = None) -> dict[str, Any]:
        given: dict[str, Any] = {"item": m.scene.items[name], "quantity": quantity}
        return given | ({"price": Decimal(price)} if price else {})

    def move(ago: int, kind: str, purpose: str, *lines: dict[str, Any], open_: bool = False, **more: Any) -> None:
        def values(moment: dt.datetime) -> dict[str, Any]:
            return {"kind": kind, "moved_at": moment, "lines": list(lines), "purpose": purpose} | more

        m.file(m.at(ago, 9, 10), "StockMove", DESK, values, *(() if open_ else (done,)))

    fitter = m.who(Role.technician)
    move(29, "receipt", "月初补货，供货单已核对", line("进水软管 50cm", 12, "15.00"), line("陶瓷阀芯", 10, "18.00"),
         line("五孔插座", 10, "12.00"), line("声光控灯头", 12, "13.00"))  # fmt: skip
    move(
        27,
        "receipt",
        "冬季供暖备料",
        line("活接密封垫", 20, "4.00"),
        line("应急灯电池", 8, "40.00"),
        line("闭门器", 6, "68.00"),
    )
    move(21, "issue", "2 栋楼道照明检修", line("声光控灯头", 4), line("应急灯电池", 2), taken_by=fitter)
    move(14, "issue", "供暖渗漏抢修", line("活接密封垫", 9), taken_by=fitter)
    move(13, "return_", "检修剩余退库", line("声光控灯头", 1))
    move(6, "scrap", "受潮失效，主管已看过", line("应急灯电池", 1))
    move(0, "issue", "1 栋单元门维修", line("闭门器", 2), taken_by=fitter, open_=True)

    m.file(m.at(27, 15, 0), "StockItem", DESK, {
        "code": "WL017", "name": "传真纸", "kind": "office", "measure": "卷", "price": Decimal("9.00"), "place": "2 号库房",
    }, step("archive", DESK, 7 * DAY, reason="传真机已报废，不再备货。"))  # fmt: skip


def _counts(m: Month) -> None:
    def count(ago: int, names: tuple[str, ...], short: dict[str, tuple[int, str]], *steps: Step) -> None:
        def values(_: dt.datetime) -> dict[str, Any]:
            from models.assets.stock_item import StockItem  # noqa: PLC0415 - only here the book figure is asked for

            lines = []
            for name in names:
                key = m.scene.items[name]
                booked = m.one(StockItem, key).on_hand or Decimal(0)
                less, reason = short.get(name, (0, ""))
                lines.append({"item": key, "counted": booked - less} | ({"reason": reason} if reason else {}))
            day = m.day(ago)
            return {"month": f"{day:%Y-%m}", "counted_on": day, "lines": lines, "witness": m.who(CASH)}

        m.file(m.at(ago, 15, 30), "StockCount", DESK, values, *steps)

    names = ("进水软管 50cm", "陶瓷阀芯", "五孔插座", "声光控灯头", "活接密封垫")
    count(20, names, {}, submit(DESK), approve(BOSS, 400))
    count(1, names, {"五孔插座": (1, "抢修时领用未登记，已补单")}, submit(DESK))


def _kitchen(m: Month) -> None:
    food = (
        (("大米", 25, "公斤", "6.40"), ("西红柿", 8, "公斤", "4.80"), ("鸡蛋", 6, "公斤", "9.60")),
        (("土豆", 15, "公斤", "3.20"), ("猪肉", 6, "公斤", "26.00"), ("白菜", 20, "公斤", "1.80")),
        (("面粉", 25, "公斤", "5.20"), ("鸡腿", 8, "公斤", "15.80"), ("萝卜", 12, "公斤", "2.40")),
        (("大米", 25, "公斤", "6.40"), ("豆腐", 6, "公斤", "5.00"), ("青椒", 5, "公斤", "6.80")),
    )

    def bought(day: dt.date, nth: int, *, checked: bool = True) -> None:
        lines = [
            {"item": item, "quantity": quantity, "unit": unit, "price": Decimal(price), "checked": checked}
            for item, quantity, unit, price in food[nth % len(food)]
        ]
        values = {
            "day": day, "lines": lines, "supervision": "操作间整洁，留样 48 小时", "buyer": m.who(Role.guard), "checker": m.who(LEAD),
        }  # fmt: skip
        when = m.at((m.today - day).days, 8, 50)
        m.file(when, "CanteenPurchase", LEAD, values, *((step("close", LEAD, 60),) if checked else ()))

    for nth, ago in enumerate((28, 25, 22, 18, 11, 5)):
        bought(m.day(ago), nth)
    bought(m.day(0), 2, checked=False)
    eaters = (Role.receptionist, Role.technician, Role.guard, Role.staff, Role.cashier, Role.reception_lead)

    def meals(month: str, ago: int, most: int, *steps: Step) -> None:
        lines = [{"staff": m.who(role), "meals": most - at} for at, role in enumerate(eaters)]
        m.file(m.at(ago, 16, 40), "MealCost", LEAD, {"month": month, "meals": lines}, *steps)

    month = f"{m.day(22):%Y-%m}"
    meals(f"{m.day(28):%Y-%m}", 17, 9, submit(LEAD), approve(CASH, 600))
    meals(month if month != f"{m.day(28):%Y-%m}" else f"{m.day(11):%Y-%m}", 2, 12)


def _assets(m: Month) -> None:
    def asset(
        code: str, name: str, model: str, price: str, place: str, keeper: Role, *steps: Step, **more: Any
    ) -> Slot:
        values = {
            "code": code, "name": name, "model_no": model, "bought_on": m.day(400), "price": Decimal(price), "place": place,
            "keeper": m.who(keeper),
        }  # fmt: skip
        return m.file(m.at(27, 14, 10), "FixedAsset", HR, values | more, *steps)

    asset("ZC-001", "前台电脑", "台式 i5", "4999.00", "客服前台", DESK)
    asset("ZC-002", "激光打印机", "A4 双面", "1899.00", "综合办公室", DESK,
          step("change", HR, 8 * DAY, reason="收费窗口使用，随岗位移交。", place="收费窗口", keeper=m.who(CASH)))  # fmt: skip
    asset("ZC-003", "对讲机（6 部）", "数字 400M", "5400.00", "保安值班室", Role.security_lead)
    asset("ZC-004", "管道疏通机", "150 型", "2680.00", "维修工具间", Role.technician,
          step("change", HR, 20 * DAY, reason="电机异响，送厂家检修。", condition="repair"))  # fmt: skip
    asset("ZC-005", "传真机", "热敏", "980.00", "综合办公室", HR,
          step("change", HR, 6 * DAY, reason="已停用多年，经主任同意报废。", condition="scrapped"), step("close", HR, 60))  # fmt: skip
