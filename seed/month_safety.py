"""A month of safety: patrols, checks, fire equipment, hot work, restricted rooms, incidents, and a look at protected data."""

from __future__ import annotations

import datetime as dt
from typing import Any

from models.spec import Role
from seed.month import Month, Step, approve, step, submit

GUARD, GUARDS, ENGINEER, FITTER = Role.guard, Role.security_lead, Role.engineering_lead, Role.technician
DESK, SUP, BOSS = Role.receptionist, Role.cs_supervisor, Role.director
DAY = 1440


def plan(m: Month) -> None:
    """Plan the registers of module safety."""
    _patrols(m)
    _checks(m)
    _equipment(m)
    _hot_work(m)
    _rooms(m)
    _incidents(m)


def _patrols(m: Month) -> None:
    def patrol(ago: int, hour: int, role: Role, route: str, bad: tuple[str, str] | None, *steps: Step) -> None:
        items: list[dict[str, Any]] = [
            {"kind": "order", "item": "单元门禁", "ok": True}, {"kind": "fire", "item": "消防通道", "ok": True},
            {"kind": "environment", "item": "楼道卫生", "ok": True},
        ]  # fmt: skip
        if bad:
            items.append({"kind": "facility", "item": bad[0], "ok": False, "problem": bad[1]})

        def values(moment: dt.datetime) -> dict[str, Any]:
            return {"patrolled_at": moment, "route": route, "items": items, "patroller": m.who(role)}

        m.file(m.at(ago, hour, 10), "FacilityPatrol", role, values, *steps)

    done = step("close", GUARD, 30)
    patrol(22, 21, GUARD, "1 栋、2 栋及周边", None, done)
    patrol(15, 21, GUARD, "3 栋及中心花园", ("2 单元楼道灯", "三层不亮"),
           step("open_repair", DESK, 700, content="3 栋 2 单元三层楼道灯不亮。", category="public"), done)  # fmt: skip
    patrol(8, 10, ENGINEER, "地下车库", None, step("close", ENGINEER, 30))
    patrol(2, 21, GUARD, "3 栋及中心花园", None, done)
    patrol(0, 9, GUARD, "1 栋、2 栋及周边", ("儿童滑梯", "护栏螺丝松动，已先行围挡"))


def _checks(m: Month) -> None:
    def check(ago: int, kind: str, problem: str, conclusion: str, *steps: Step) -> None:
        items: list[dict[str, Any]] = [
            {"item": i, "ok": True} for i in ("power", "socket", "fire_hazard", "file_control", "extinguisher")
        ]
        if problem:
            items[1] |= {"ok": False, "problem": problem}
        values = {
            "kind": kind,
            "checked_on": m.day(ago),
            "items": items,
            "keeper": m.who(Role.hr_admin),
            "conclusion": conclusion,
        }
        m.file(m.at(ago, 15, 20), "SafetyCheck", GUARDS, values, *steps)

    check(21, "regular", "档案室插座松动", "总体良好，插座由工程部三日内更换。", submit(GUARDS), approve(BOSS, 300))
    check(12, "fire", "", "消防设施完好，通道畅通。", submit(GUARDS), approve(BOSS, 600))
    check(2, "regular", "前台接线板过载", "已拆除接线板，更换固定插座。", submit(GUARDS))


def _equipment(m: Month) -> None:
    def put(name: str, location: str, keeper: Role, days: int, *steps: Step) -> None:
        values = {
            "name": name, "location": location, "custodian": m.who(keeper), "valid_until": m.day(-days), "condition": "good",
        }  # fmt: skip
        m.file(m.at(28, 10, 20), "FireEquipment", GUARDS, values, *steps)

    fine = step("check", GUARDS, 14 * DAY, in_order=True)
    put("干粉灭火器 4kg ×2", "客服前台东侧", DESK, 300, fine)
    put("干粉灭火器 4kg ×2", "1 栋地下配电室", FITTER, 300, fine)
    put("消防栓水带 25m", "3 栋 1 单元一层", GUARD, 420, step("check", GUARDS, 15 * DAY, in_order=False, problem="接口密封圈老化"),
        step("restore", GUARDS, 3 * DAY))  # fmt: skip
    put(
        "应急照明灯", "监控室", GUARD, 60, step("check", GUARDS, 24 * DAY, in_order=False, problem="断电后只亮 10 分钟")
    )
    put("泡沫灭火器 9L", "原值班室", GUARD, 20, step("hand_over", GUARDS, 5 * DAY, custodian=m.who(FITTER)),
        step("close", GUARDS, 10 * DAY))  # fmt: skip


def _hot_work(m: Month) -> None:
    def work(ago: int, place: str, what: str, reason: str, *steps: Step) -> None:
        def values(_: dt.datetime) -> dict[str, Any]:
            return {
                "place": place, "work": what, "reason": reason, "operator": "外协焊工 苗师傅", "guardian": m.who(GUARDS),
                "date_from": m.at(ago - 1, 9), "date_to": m.at(ago - 1, 12), "measures": "清空周边可燃物，备两具灭火器和接火盆。",
            }  # fmt: skip

        m.file(m.at(ago, 10, 0), "HotWorkPermit", FITTER, values, *steps)

    agreed = (step("submit", FITTER, 10), step("first_approve", GUARDS, 60), approve(BOSS, 200))
    work(19, "地下一层水泵房", "更换管道，电焊两处。", "管道渗漏，只能焊接。", *agreed,
         step("finish", GUARDS, 1440, checked_after="动火后观察 60 分钟，无余火，现场已清理。"))  # fmt: skip
    work(9, "北门岗亭", "加固雨棚支架，焊接四点。", "支架松动，螺栓无法固定。", *agreed,
         step("finish", GUARDS, 1430, checked_after="无余火，灭火器归位。"))  # fmt: skip
    work(0, "天台水箱间", "检修支架焊补。", "支架锈蚀，须在降温前补强。", *agreed[:2])


def _rooms(m: Month) -> None:
    def enter(ago: int, area: str, who: str, unit: str, reason: str, until: int, consulted: str = "") -> None:
        values = {
            "area": area, "visitor": who, "organisation": unit, "id_number": f"99000019900101{ago:03}0", "reason": reason,
            "escort": m.who(GUARD if area == "monitor" else Role.hr_admin),
        }  # fmt: skip
        steps = (
            approve(GUARDS, 20), Step("enter", GUARD, 10),
            Step("leave", GUARD, 50, {"consulted": consulted} if consulted else {}),
        )  # fmt: skip
        m.file(m.at(ago, 10, 15), "RestrictedEntry", GUARD, values, *steps[:until])

    enter(20, "monitor", "冯工", "安防设备公司", "检修录像机硬盘", 3)
    enter(13, "archive", "吴老师", "城建档案馆", "查阅竣工图", 3, "1 栋给排水竣工图一册")
    enter(6, "monitor", "褚警官", "辖区派出所", "查看小区东门录像", 3)
    enter(0, "monitor", "冯工", "安防设备公司", "更换 3 号摄像机", 1)


def _incidents(m: Month) -> None:
    def report(
        ago: int, role: Role, kind: str, place: str, facts: str, treatment: str, *steps: Step, **more: Any
    ) -> None:
        values = {
            "kind": kind, "major": False, "happened_at": m.at(ago, 9, 10), "place": place, "facts": facts, "treatment": treatment,
        }  # fmt: skip
        m.file(m.at(ago, 10, 0), "Incident", role, values | more, *steps)

    report(18, FITTER, "error", "3 栋水泵房", "检修后忘记复位阀门，2 单元停水 40 分钟。", "发现后立即复位，前台逐户致歉。",
           submit(FITTER), approve(None, 120), cause="检修完未按单子逐项复核。")  # fmt: skip
    report(7, GUARD, "vehicle", "地下车库 B1-012", "外来车辆倒车刮碰墙角，无人员受伤。", "拍照留存，车主已签字赔付 200 元。",
           submit(GUARD), approve(None, 200), cause="转弯处反光镜模糊。")  # fmt: skip
    report(1, GUARD, "order", "3 栋门口", "快递车占道引发两户争执。", "当班劝离，登记车牌。", submit(GUARD))
