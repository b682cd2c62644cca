"""A month of moving and building: decoration from the application to the deposit's return, patrols, moves, takeovers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from models.spec import Role
from seed.month import Month, Slot, Step, approve, step, submit
from seed.stage import ZONE, after

DESK, LEAD, SUP, BOSS, CASH = Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.cashier
ENGINEER, GUARD = Role.engineering_lead, Role.guard
DAY = 1440
FIRMS = (
    ("明居装饰工程队", "韩工", "19900000021", "厨卫翻新、客厅铺地板，不动承重墙。"),
    ("安和装饰", "鲁工", "19900000022", "全屋墙面翻新，更换室内门 4 樘。"),
    ("众邦装修队", "邹工", "19900000023", "客厅与餐厅之间改推拉门，水电局部改造。"),
    ("嘉木装饰", "谢工", "19900000024", "卫生间重做防水，更换洁具。"),
    ("明居装饰工程队", "韩工", "19900000021", "阳台封闭改断桥窗，颜色与外立面一致。"),
)


def plan(m: Month) -> None:
    """Plan the registers of module estate."""
    works = [_decoration(m, nth, unit) for nth, unit in enumerate(m.homes("decorating")[: len(FIRMS)])]
    _patrols(m, works)
    _moves(m)
    _handing_over(m)
    _vehicles(m)


def _decoration(m: Month, nth: int, unit: Any) -> Slot:
    """One home's decoration; how far it has come depends on its place in the row."""
    ago = (29, 26, 22, 4, 1)[nth]
    firm, head, phone, scope = FIRMS[nth]
    home = unit.id

    def values(_: dt.datetime) -> dict[str, Any]:
        return {
            "unit": home, "applicant": m.owner(home), "contractor": firm, "contractor_head": head, "contractor_phone": phone,
            "scope": scope, "date_from": m.day(ago - 3), "date_to": m.day(ago - (18 if nth == 0 else 63)),
            "workers": [{"name": f"{name}师傅", "pass_no": f"Z{nth + 1:02}{at}"} for at, name in enumerate("陶田黎"[: 3 - nth % 2], 1)],
        }  # fmt: skip

    agreed = (
        submit(DESK, 5),
        step("first_approve", SUP, 120, reason="资料齐全，图纸不涉及承重墙。"),
        approve(BOSS, 300),
    )
    deposit = step("take_deposit", DESK, 900, amount=Decimal(2000), method="transfer", received_on=m.day(ago - 1))
    start = (deposit, Step("start", DESK, 180, lambda moment: _fee_paid(m, moment, home)))
    ways: Sequence[tuple[Step, ...]] = (
        (*agreed, *start, step("accept", ENGINEER, 17 * DAY, acceptance="现场无违章改动，水电隐蔽资料齐全。")),
        (*agreed, *start), (*agreed, *start), agreed[:2], agreed[:1],
    )  # fmt: skip
    slot = m.file(m.at(ago, 9, 40), "DecorationApplication", DESK, values, *ways[nth])
    if nth == 0:
        _give_back(m, slot, ago)
    return slot


def _fee_paid(m: Month, moment: dt.datetime, home: int) -> dict[str, Any]:
    """Bill the home for its debris and take the money; the application's start names the bill."""
    day = moment.astimezone(ZONE).date()
    bill = m.scene.create("Bill", DESK, after(moment, -20), {
        "unit": home, "resident": m.owner(home), "fee_item": m.slots["debris"].id, "period_from": day, "period_to": day,
        "quantity": 1, "due_on": day,
    })  # fmt: skip
    m.scene.create("Receipt", DESK, after(moment, -12), {
        "unit": home, "payer": bill.resident.name, "method": "wechat", "started_at": after(moment, -15),
        "paid_at": after(moment, -12), "lines": [{"bill": bill.id, "amount": bill.owed}],
    })  # fmt: skip
    return {"garbage_fee": bill.id}


def _give_back(m: Month, slot: Slot, ago: int) -> None:
    """The accepted home gets its deposit back, then the file is closed."""
    begin = m.at(ago - 20, 9, 30)

    def ask(moment: dt.datetime) -> None:
        deposit = slot.paper.deposit
        m.walk(
            moment, deposit, step("ask_refund", DESK, 5), step("first_approve", BOSS, 240), step("refund", CASH, 1300)
        )
        m.walk(moment, slot.paper, step("close", CASH, 3 * DAY))

    m.scene.clock.at(begin, ask)


def _patrols(m: Month, works: Sequence[Slot]) -> None:
    usual = ("施工人员证件", "建筑垃圾袋装清运", "消防器材", "施工时间")

    def patrol(ago: int, nth: int, role: Role, bad: int = -1, note: str = "", *steps: Step) -> Slot:
        items = [
            {"item": item, "ok": at != bad} | ({"note": note} if at == bad else {}) for at, item in enumerate(usual)
        ]

        def values(moment: dt.datetime) -> dict[str, Any]:
            given = {"application": works[nth].id, "patrolled_at": moment, "violation": bad >= 0, "items": items}
            return given | ({"cause": "施工队当日人手不足，未及时清运。"} if bad >= 0 else {})

        return m.file(m.at(ago, 15, 15), "DecorationPatrol", role, values, *steps)

    closed = step("close", GUARD, 25)
    patrol(23, 0, GUARD, -1, "", closed)
    heap = patrol(17, 1, ENGINEER, 1, "沙袋堆在楼道，未袋装", step("close", ENGINEER, 40))
    patrol(12, 0, GUARD, -1, "", closed)
    patrol(9, 1, GUARD, -1, "", closed)
    drill = patrol(3, 2, ENGINEER, 3, "午休时间使用电钻，邻居来电反映")
    patrol(1, 2, GUARD)

    def notice(ago: int, nth: int, found: Slot, kind: str, text: str, *steps: Step) -> None:
        def values(_: dt.datetime) -> dict[str, Any]:
            return {
                "application": works[nth].id, "patrol": found.id, "violation": kind, "major": False, "description": text,
                "measures": ["rectify"], "due_on": m.day(ago - 3),
            }  # fmt: skip

        m.file(m.at(ago, 16, 5), "RectificationNotice", SUP, values, *steps)

    signed = Step("receive", SUP, 150, lambda moment: {"received_sign": m.sign(moment)})
    notice(17, 1, heap, "garbage", "沙袋和建筑垃圾堆在楼道，影响通行，须袋装清运。", step("issue", SUP, 15), signed,
           step("rectify", ENGINEER, 1500), step("verify", SUP, 900, verification="楼道已清空，垃圾已袋装清运。"))  # fmt: skip
    notice(3, 2, drill, "noise", "午休时间使用电钻，违反 12:00 至 14:00 停工规定。", step("issue", SUP, 20), signed)
    notice(1, 2, drill, "other", "施工人员两人未佩戴出入证。")


def _moves(m: Month) -> None:
    papers = [{"item": item, "checked": True} for item in ("房产证明", "身份证", "前期物业服务协议")]

    def move(ago: int, kind: str, home: int, role: Role, steps: tuple[Step, ...], **more: Any) -> None:
        def values(_: dt.datetime) -> dict[str, Any]:
            meters = [
                {"meter": "水表", "reading": Decimal(86 + home)},
                {"meter": "电表", "reading": Decimal(1420 + home)},
            ]
            given = {
                "kind": kind, "unit": home, "resident": m.owner(home), "happened_on": m.day(ago), "papers": papers,
                "meters": meters, "keys_handed": 4,
            }  # fmt: skip
            return given | more

        m.file(m.at(ago, 10, 50), "ResidencyChange", role, values, *steps)

    handed = [unit.id for unit in m.homes("handed_over") if unit.handed_over_on is not None]
    empty = [unit.id for unit in m.homes("vacant")]
    lived_in = [unit.id for unit in m.homes("occupied")]
    move(24, "handover", handed[0], DESK, (submit(DESK), approve(SUP, 200)))
    move(16, "move_in", lived_in[12], DESK, (submit(DESK), approve(SUP, 400)), relation="owner")
    move(5, "move_in", empty[0], LEAD, (submit(LEAD),), relation="owner")
    move(1, "handover", handed[1], DESK, (), remark="钥匙 4 把待业主签收。")


def _handing_over(m: Month) -> None:
    staffing = [
        {"staff": m.who(DESK), "task": "核对业主资料、发放钥匙"},
        {"staff": m.who(Role.technician), "task": "陪同验房、抄表"},
    ]
    done = "实到 11 户，办结 10 户；1 户因门锁问题改约，已于次日办结。"
    m.file(m.at(28, 10, 0), "HandoverPlan", SUP, {
        "title": "3 栋集中收房活动方案", "date_from": m.day(20), "date_to": m.day(19), "staffing": staffing,
        "plan": "物业大厅设接待、核资料、缴费、领钥匙、验房五个点位，按预约时间分批办理。",
    }, submit(SUP), approve(BOSS, 300), Step("note_result", SUP, 10 * DAY, {"result": done}))  # fmt: skip
    m.file(m.at(2, 11, 0), "HandoverPlan", SUP, {
        "title": "2 栋剩余房屋零散收房方案", "date_from": m.day(-12), "date_to": m.day(-13), "staffing": staffing[:1],
        "plan": "剩余房屋按预约单独办理，接待专员全程陪同。",
    }, submit(SUP))  # fmt: skip
    engineer = [{"staff": m.who(ENGINEER), "task": "查验设备机房和管线"}]
    lamps = m.file(m.at(27, 14, 0), "TakeoverPlan", SUP, {
        "title": "地下二层车库接管验收方案", "plan": "先查图纸和设备清单，再逐区查照明、排水、消防，最后签署交接单。",
        "staffing": engineer,
    }, submit(SUP), approve(BOSS, 400))  # fmt: skip
    m.file(m.at(3, 15, 0), "TakeoverPlan", SUP, {
        "title": "北门岗亭及道闸接管方案", "plan": "核对设备清单和保修单，试运行三天后移交。", "staffing": engineer,
    })  # fmt: skip

    def inspect(ago: int, area: str, problem: str, conclusion: str, *steps: Step, fixed: bool) -> None:
        def values(_: dt.datetime) -> dict[str, Any]:
            finding: dict[str, Any] = {"item": area, "problem": problem, "responsible": "开发商工程部", "fixed": fixed}
            finding |= {"rechecked_on": m.day(ago)} if fixed else {"due_on": m.day(ago - 14)}
            return {
                "plan": lamps.id, "area": area, "inspected_on": m.day(ago), "participants": "开发商工程部、工程主管、客服主管",
                "findings": [finding], "conclusion": conclusion,
            }  # fmt: skip

        m.file(m.at(ago, 16, 20), "TakeoverInspection", ENGINEER, values, *steps)

    inspect(
        21, "地下二层 A 区照明", "灯具两盏不亮，当场更换", "accept", submit(ENGINEER), approve(BOSS, 600), fixed=True
    )
    inspect(20, "地下二层排水泵", "2 号泵浮球卡滞", "conditional", submit(ENGINEER), approve(BOSS, 700), fixed=False)
    inspect(5, "地下二层消防栓箱", "三只箱门锁扣缺失", "conditional", submit(ENGINEER), fixed=False)


def _vehicles(m: Month) -> None:
    for at, (plate, kind) in enumerate(
        (("京A00218", "owned"), ("京A00731", "rented"), ("京A00946", "owned"), ("京A00557", "rented"))
    ):
        values = {"plate": plate, "unit": m.home(at + 90).unit_id, "space": f"B1-{at * 17 + 8:03}", "space_kind": kind}
        values |= {"valid_until": m.day(-200)} if kind == "rented" else {}
        gone = (step("close", DESK, 9 * DAY),) if at == 3 else ()
        m.file(m.at(26 - 5 * at, 10, 30), "Vehicle", DESK, values, *gone)
