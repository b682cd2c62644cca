"""A month at the till: fees and their bills, receipts, a reversal, banking, reminders, deposits, spending against the budget."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from models.spec import Role
from seed.month import Month, Slot, Step, approve, step, submit
from seed.stage import after

DESK, LEAD, SUP, BOSS, CASH = Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.cashier
DAY = 1440
PAYING = ((13, 0, "wechat"), (13, 1, "cash"), (12, 2, "cash"), (12, 3, "alipay"), (11, 4, "wechat"), (11, 5, "cash"),
          (10, 6, "transfer"), (9, 7, "cash"), (8, 8, "wechat"), (7, 9, "cash"), (6, 10, "wechat"), (4, 11, "cash"),
          (3, 12, "cash"), (1, 13, "cash"))  # fmt: skip
"""When which home pays, and how."""
BILLED = 24
"""Homes billed for last month's service fee; those not in PAYING still owe."""


def plan(m: Month) -> None:
    """Plan the registers of module finance."""
    till = Till(m)
    till.fees()
    till.books()
    till.bills()
    till.receipts()
    till.banking()
    till.reminders()
    till.at_home()
    _deposits(m)
    _spending(m)


class Till:
    """The month's fees and what has come in for them."""

    def __init__(self, m: Month) -> None:
        """Nothing is billed yet."""
        self.m = m
        self.bill: list[Slot] = []
        self.unbanked = Decimal(0)
        self.voucher = 401

    def fees(self) -> None:
        """What the centre charges for; the old lift fee is part of the service fee now."""
        m = self.m
        known = (
            ("service", "物业服务费", "area", "1.80", "month"), ("refuse", "生活垃圾清运费", "flat", "12.00", "month"),
            ("debris", "装修垃圾清运费", "flat", "480.00", "once"), ("parking", "地下车位管理费", "flat", "80.00", "month"),
            ("lift", "电梯运行费", "flat", "20.00", "month"),
        )  # fmt: skip
        for at, (key, name, basis, price, cycle) in enumerate(known):
            values = {
                "name": name, "basis": basis, "unit_price": Decimal(price), "cycle": cycle,
                "effective_from": m.day(30).replace(month=1, day=1),
            }  # fmt: skip
            old = (step("archive", SUP, 60, reason="已并入物业服务费，不再单收。"),) if key == "lift" else ()
            m.slots[key] = m.file(m.at(29, 9, 5 + at), "FeeItem", SUP, values, *old)

    def books(self) -> None:
        """Receipt forms taken out; the old print is void and settled."""
        m = self.m

        def values(kind: str, first: int, count: int, taker: Role, ago: int) -> dict[str, Any]:
            return {
                "kind": kind, "number_from": f"{first:07d}", "number_to": f"{first + count - 1:07d}", "taken_by": m.who(taker),
                "taken_on": m.day(ago),
            }  # fmt: skip

        m.file(m.at(28, 9, 30), "ReceiptBook", CASH, values("receipt", 401, 50, DESK, 28))
        m.file(m.at(28, 9, 40), "ReceiptBook", CASH, values("invoice", 90201, 25, CASH, 28))
        void = [{"number": f"{n:07d}", "reason": "旧版印章，统一作废"} for n in (398, 399, 400)]
        m.file(m.at(28, 10, 0), "ReceiptBook", CASH, values("receipt", 398, 3, DESK, 28) | {"voided": void},
               step("close", CASH, 300))  # fmt: skip

    def bills(self) -> None:
        """Last month's service fee, due twelve days ago."""
        m = self.m
        first, last = m.last_month()
        for nth in range(BILLED):

            def values(_: dt.datetime, unit: int = m.home(nth + 50).unit_id) -> dict[str, Any]:
                return {
                    "unit": unit, "resident": m.owner(unit), "fee_item": m.slots["service"].id, "period_from": first,
                    "period_to": last, "quantity": m.area(unit), "due_on": m.day(12),
                }  # fmt: skip

            left = (
                (step("waive", BOSS, 6 * DAY, reason="上月水管爆裂淹损，按协商意见减免一个月。"),) if nth == 20 else ()
            )
            self.bill.append(m.file(m.at(20, 9, nth), "Bill", CASH, values, *left))

    def pay(self, ago: int, nth: int, method: str, *steps: Step, hour: int = 10) -> Slot:
        """Plan a home's payment of its bill."""
        m, home = self.m, self.m.home(nth + 50)

        def values(moment: dt.datetime) -> dict[str, Any]:
            bill = self.bill[nth].paper
            given: dict[str, Any] = {
                "unit": home.unit_id, "payer": home.caller, "method": method, "started_at": after(moment, -3), "paid_at": moment,
                "lines": [{"bill": bill.id, "amount": bill.owed}],
            }  # fmt: skip
            if method == "cash":
                self.unbanked += bill.owed
                given["received"] = (bill.owed // 10 + 1) * 10
                given["vouchers"] = [{"kind": "receipt", "number": f"{self.voucher:07d}", "amount": bill.owed}]
                self.voucher += 1
            return given

        return m.file(m.at(ago, hour, 5 + nth), "Receipt", DESK, values, *steps)

    def receipts(self) -> None:
        """Homes pay; one is reversed for the wrong payer's name and issued anew, one waits for the director."""
        for ago, nth, method in PAYING:
            steps: tuple[Step, ...] = ()
            if nth == 4:
                steps = (
                    step("ask_reversal", DESK, 30, reason="付款人姓名写错，业主要求重开。"),
                    step("reverse", BOSS, 70, reason="核对付款记录，同意冲红重开。"),
                )
            if nth == 10:
                steps = (step("ask_reversal", DESK, 4 * DAY, reason="业主重复扫码付款，其中一笔已由平台退回。"),)
            self.pay(ago, nth, method, *steps)
        self.pay(11, 4, "wechat", hour=14)

        def part(moment: dt.datetime) -> dict[str, Any]:
            home = self.m.home(14 + 50)
            line = {"bill": self.bill[14].id, "amount": Decimal(100)}
            return {
                "unit": home.unit_id,
                "payer": home.caller,
                "method": "transfer",
                "paid_at": moment,
                "lines": [line],
            }

        self.m.file(self.m.at(5, 15, 20), "Receipt", DESK, part)

    def banking(self) -> None:
        """Every day with cash is banked before five and checked by the cashier; yesterday's is not checked yet."""
        m = self.m
        for ago in sorted({ago for ago, _, method in PAYING if method == "cash"}, reverse=True):

            def values(moment: dt.datetime, ago: int = ago) -> dict[str, Any]:
                cash, self.unbanked = self.unbanked, Decimal(0)
                more = Decimal(50) if ago == 9 else Decimal(0)
                given = {"business_date": m.day(ago), "deposited": cash + more, "deposited_at": moment}
                return given | ({"explanation": "含前台备用金多出的 50 元，次日已领回。"} if more else {})

            check = (approve(CASH, 950),) if ago > 1 else ()
            m.file(m.at(ago, 16, 35), "CashDeposit", LEAD, values, submit(LEAD, 6), *check)

    def reminders(self) -> None:
        """Homes that owe are rung up; one pays then, one promises, one is not reached."""
        m = self.m
        told = (
            (10, 15, "业主在外地，答应月底前转账。", -8), (9, 11, "答应本周到前台交。", 4), (8, 16, "无人接听，已发短信。", None),
            (5, 17, "对上月保洁有意见，已转客服部，意见处理后再谈。", None),
        )  # fmt: skip
        for ago, nth, result, promise in told:

            def values(_: dt.datetime, nth: int = nth) -> dict[str, Any]:
                unit = m.home(nth + 50).unit_id
                return {"unit": unit, "resident": m.owner(unit), "bills": [self.bill[nth].id]}

            data: dict[str, Any] = {"how": "sms" if "短信" in result else "phone", "step_result": result}
            if promise is not None:
                data["promise_on"] = m.day(promise)
            m.file(m.at(ago, 15, 30), "Dunning", DESK, values, step("remind", DESK, 12, **data))
        unit = m.home(18 + 50).unit_id
        m.file(m.at(1, 14, 10), "Dunning", CASH,
               lambda _: {"unit": unit, "resident": m.owner(unit), "bills": [self.bill[18].id]})  # fmt: skip

    def at_home(self) -> None:
        """Fees collected at the door by appointment."""
        m = self.m

        def visit(ago: int, nth: int, to: int, *steps: Step) -> None:
            home = m.home(nth + 50)

            def values(_: dt.datetime) -> dict[str, Any]:
                return {
                    "unit": home.unit_id, "owner_name": home.caller, "contact": home.caller, "phone": home.phone,
                    "appointment_at": m.at(to, 10), "bills": [self.bill[nth].id], "collector": m.who(CASH),
                }  # fmt: skip

            m.file(m.at(ago, 15, 50), "FeeAppointment", DESK, values, *steps)

        def collected(moment: dt.datetime) -> dict[str, Any]:
            bill = self.bill[19].paper
            lines = [{"bill": bill.id, "amount": bill.owed}]
            return {"method": "wechat", "payer": m.home(19 + 50).caller, "paid_at": moment, "lines": lines}

        visit(7, 19, 6, Step("collect", CASH, 1110, collected))
        visit(4, 21, 3, step("miss", DESK, 1200, reason="按约到门口无人，电话未接，已留条。"))
        visit(1, 22, -1)


def _deposits(m: Month) -> None:
    def values(home: int, kind: str, amount: str, method: str, ago: int) -> dict[str, Any]:
        who = m.home(home)
        return {
            "unit": who.unit_id, "payer": who.caller, "kind": kind, "amount": Decimal(amount), "method": method,
            "received_on": m.day(ago),
        }  # fmt: skip

    m.file(m.at(26, 10, 10), "Deposit", CASH, values(80, "pass", "100.00", "wechat", 26), step("ask_refund", DESK, 12 * DAY),
           step("first_approve", BOSS, 200), step("refund", CASH, 1300))  # fmt: skip
    m.file(
        m.at(17, 11, 10), "Deposit", CASH, values(81, "key", "200.00", "wechat", 17), step("ask_refund", DESK, 15 * DAY)
    )
    m.file(m.at(9, 9, 50), "Deposit", CASH, values(82, "pass", "100.00", "alipay", 9))


def _spending(m: Month) -> None:
    lines = [("办公费", "6000"), ("维修材料费", "24000"), ("社区活动费", "12000"), ("培训费", "3000")]
    values = {
        "department": m.scene.departments["客服部"], "period": m.today.year, "note": "按上年实际支出编制。",
        "lines": [{"subject": subject, "planned": Decimal(planned)} for subject, planned in lines],
    }  # fmt: skip
    budget = m.file(m.at(30, 9, 20), "Budget", SUP, values, submit(SUP), approve(BOSS, 500))
    following = values | {
        "period": m.today.year + 1,
        "note": "初稿：活动费参照今年执行情况下调。",
        "lines": [
            {"subject": "办公费", "planned": Decimal(6500)},
            {"subject": "社区活动费", "planned": Decimal(10000)},
        ],
    }
    m.file(m.at(4, 16, 30), "Budget", SUP, following, submit(SUP))

    def spend(ago: int, subject: str, amount: str, payee: str, *steps: Step) -> None:
        def given(_: dt.datetime) -> dict[str, Any]:
            fits = m.day(ago).year == m.today.year
            base = {"spent_on": m.day(ago), "subject": subject, "amount": Decimal(amount), "payee": payee}
            return base | ({"budget": budget.id} if fits else {})

        m.file(m.at(ago, 16, 10), "Expense", CASH, given, *steps)

    spend(24, "办公费", "186.50", "城南文具店", submit(CASH), approve(BOSS, 900))
    spend(18, "维修材料费", "1160.00", "润安五金建材店", submit(CASH), approve(BOSS, 700))
    spend(11, "社区活动费", "1184.00", "惠民超市", submit(CASH), approve(BOSS, 1000))
    spend(3, "办公费", "268.00", "城南文具店", submit(CASH))
    spend(1, "培训费", "400.00", "市物业管理协会")
