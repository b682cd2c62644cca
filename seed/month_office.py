"""A month in the office: meetings and what follows from them, plans, logs, handovers, what is put before superiors."""

from __future__ import annotations

import datetime as dt
from typing import Any

from models.office.assigned_task import AssignedTask
from models.spec import Role
from seed.month import Month, Step, approve, step, submit

DESK, LEAD, SUP, BOSS, HR, HQ = (
    Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.hr_admin, Role.hq_quality,
)  # fmt: skip
FITTER, ENGINEER, GUARD, GUARDS, CASH = (
    Role.technician, Role.engineering_lead, Role.guard, Role.security_lead, Role.cashier,
)  # fmt: skip
DAY = 1440


def plan(m: Month) -> None:
    """Plan the registers of module office that inspections do not bring by themselves."""
    _rounds(m)
    _meetings(m)
    _plans(m)
    _days(m)
    _upward(m)


def _rounds(m: Month) -> None:
    for ago, area, note in (
        (14, "front_desk", ""),
        (7, "office", ""),
        (3, "front_desk", "门口有水渍，已擦净并放防滑垫"),
        (0, "store", ""),
    ):
        items: list[dict[str, Any]] = [
            {"item": "桌面整齐无尘、无无关物品", "ok": True}, {"item": "门窗明亮、地面整洁", "ok": not note} | ({"note": note} if note else {}),
        ]  # fmt: skip
        values = {"day": m.day(ago), "area": area, "items": items, "tools_ready": True, "checker": m.who(DESK)}
        m.file(m.at(ago, 8, 40), "OfficeEnvironmentCheck", DESK, values, *((step("close", DESK, 15),) if ago else ()))


def _meetings(m: Month) -> None:
    def held(
        ago: int, kind: str, host: Role, review: str, actions: tuple[tuple[str, Role, int], ...], *steps: Step
    ) -> None:
        attendees: list[dict[str, Any]] = [
            {"staff": m.who(r), "present": True} for r in (DESK, LEAD, GUARDS, ENGINEER) if r is not host
        ]
        attendees.append({"staff": m.who(FITTER), "present": False, "reason": "3 栋抢修"})
        values = {
            "kind": kind, "starts_at": m.at(ago, 15), "ends_at": m.at(ago, 15, 50), "host": m.who(host), "attendees": attendees,
            "review": review, "actions": [{"task": t, "owner": m.who(r), "due_on": m.day(ago - days)} for t, r, days in actions],
        }  # fmt: skip
        meeting = m.file(m.at(ago, 16, 10), "Meeting", host, values, *steps)
        if ago > 7:
            m.scene.clock.at(m.at(ago - 1, 9, 40), lambda moment: _done(m, moment, meeting.id))

    held(
        25,
        "weekly",
        SUP,
        "上周报修平均 19 分钟到场，两单超时，一单业主不在家。",
        (("整理超时原因，周五前报客服主管", LEAD, 3),),
        step("close", SUP, 40),
    )
    held(
        18,
        "weekly",
        SUP,
        "供暖试水三天，渗漏 9 户已全部处理。",
        (("统计渗漏集中的立管", ENGINEER, 5),),
        step("close", SUP, 40),
    )
    held(11, "management", BOSS, "收费进度较上月快两个百分点，年底窗口增开一处。", (("落实高峰收费窗口排班", CASH, 2), ("地库转弯镜更换", ENGINEER, 4)),
         step("close", BOSS, 45))  # fmt: skip
    held(
        4,
        "weekly",
        SUP,
        "装修违章两起，均已开整改通知。",
        (("装修巡查加密到每日两次", GUARDS, 6),),
        step("close", SUP, 50),
    )
    held(0, "morning", LEAD, "今日重点：供暖报修和年底收费。", (("跟进 3 栋滑梯围挡", ENGINEER, 1),))

    def task(ago: int, by: Role, to: Role, matter: str, days: int, *steps: Step) -> None:
        values = {"matter": matter, "assignee": m.who(to), "due_on": m.day(ago - days), "kind": "task"}
        m.file(m.at(ago, 9, 30), "AssignedTask", by, values, *steps)

    said = "三号楼近三个月漏水报修 11 单，重复 2 户，名单已交客服主管。"
    task(21, BOSS, LEAD, "统计 3 栋近三个月的漏水报修，列出重复报修的住户。", 5, step("report", LEAD, 4 * DAY, result=said),
         step("close", BOSS, 500))  # fmt: skip
    task(9, BOSS, ENGINEER, "检查地库排水泵浮球，供暖期每周试运行一次。", 4, step("note", ENGINEER, 2 * DAY, note="1 号、2 号泵已试运行，3 号泵待配件"),
         step("report", ENGINEER, 2 * DAY, result="三台泵全部试运行正常。"))  # fmt: skip
    task(2, SUP, DESK, "前台增设老人优先窗口标识。", 3)


def _done(m: Month, moment: dt.datetime, meeting: int) -> None:
    """What a meeting asked for is reported and closed, each task by its own people."""
    who = {staff: role for role, staff in m.scene.staff.items()}
    for task in m.every(AssignedTask, AssignedTask.meeting_id == meeting):
        told = step("report", who[task.assignee_id], 1500, result="已办理，结果已书面报交办人。")
        m.walk(moment, task, told, step("close", who[task.assigned_by_id], 240))


def _plans(m: Month) -> None:
    first, last = m.last_month()
    begin = m.today.replace(day=1)
    end = (begin + dt.timedelta(days=40)).replace(day=1) - dt.timedelta(days=1)
    desk = m.scene.departments["客服部"]
    month = m.file(m.at(27, 16, 0), "WorkPlan", SUP, {
        "kind": "work", "period_kind": "month", "period_from": begin, "period_to": end, "department": desk,
        "items": [
            {"goal": "维修回访率不低于 98%", "measure": "每日清点未回访任务单", "owner": m.who(DESK), "due_on": end},
            {"goal": "供暖报修当日到场", "measure": "前台三分钟内派单", "owner": m.who(LEAD), "due_on": end},
        ],
    }, submit(SUP), approve(BOSS, 500))  # fmt: skip
    fitter = {
        "kind": "work", "period_kind": "week", "period_from": m.day(-2), "period_to": m.day(-6),
        "department": m.scene.departments["工程部"],
        "items": [{"goal": "检查各单元应急灯", "measure": "每日两单元", "owner": m.who(FITTER), "due_on": m.day(-6)}],
    }  # fmt: skip
    m.file(m.at(1, 17, 0), "WorkPlan", FITTER, fitter, submit(FITTER))

    def summary(ago: int, role: Role, kind: str, start: dt.date, stop: dt.date, done: str, short: str, then: str, *steps: Step,
                of: bool = False) -> None:  # fmt: skip
        def values(_: dt.datetime) -> dict[str, Any]:
            given = {
                "period_kind": kind, "period_from": start, "period_to": stop, "achievements": done, "shortcomings": short,
                "next_steps": then, "author": m.who(role),
            }  # fmt: skip
            return given | ({"plan": month.id} if of else {})

        m.file(m.at(ago, 17, 10), "WorkSummary", role, values, submit(role), *steps)

    summary(8, FITTER, "week", m.day(14), m.day(8), "完成入户维修 12 单，公共照明巡查两遍。", "两单改约未及时备案。", "改约当场登记；检查各单元应急灯。",
            approve(SUP, 200), approve(BOSS, 400))  # fmt: skip
    summary(20, LEAD, "month", first, last, "接听 480 通，三声内接听率 97%；报修 62 单全部回访。", "缺料告知不及时 2 单。", "缺料当天电话告知业主。",
            approve(SUP, 300), approve(BOSS, 600))  # fmt: skip
    summary(
        1,
        GUARD,
        "week",
        m.day(7),
        m.day(1),
        "夜间巡查 14 次，劝离乱停车 6 起。",
        "巡查记录填写不够及时。",
        "巡查与记录同步。",
    )

    def proposal(ago: int, by: Role, kind: str, content: str, expected: str, *steps: Step) -> None:
        m.file(
            m.at(ago, 14, 20),
            "Proposal",
            by,
            {"kind": kind, "content": content, "expected": expected},
            submit(by),
            *steps,
        )

    proposal(
        20,
        SUP,
        "idea",
        "周六上午增设一名接待专员。",
        "减少周一集中来访，提高当场办结率。",
        approve(BOSS, 900, reply="同意，从下月起试行。"),
    )
    proposal(
        9,
        LEAD,
        "hr",
        "报修高峰由收费员支援前台两小时。",
        "接听率保持 98% 以上。",
        approve(BOSS, 600, reply="同意，只在供暖期执行。"),
    )
    proposal(2, LEAD, "quality", "任务单增加“缺料告知”勾选项。", "避免业主反复来电催问。")


def _days(m: Month) -> None:
    def logged(ago: int, role: Role, tasks: tuple[tuple[str, str, str], ...], tomorrow: str, *steps: Step) -> None:
        lines = [{"task": t, "planned": True, "result": r} | ({"reason": why} if why else {}) for t, r, why in tasks]
        values = {"day": m.day(ago), "author": m.who(role), "tasks": lines, "tomorrow": tomorrow}
        m.file(m.at(ago, 17, 20), "DailyLog", role, values, submit(role), *steps)

    logged(
        6,
        FITTER,
        (("3 栋水管维修", "done", ""), ("水泵房巡查", "not_done", "等配件，明天到货")),
        "补做水泵房巡查",
        approve(None, 120),
    )
    logged(
        5, FITTER, (("水泵房巡查", "done", ""), ("1 栋照明检修", "doing", "")), "收尾 1 栋照明检修", approve(None, 130)
    )
    logged(
        4, DESK, (("报修登记与派单", "done", ""), ("回访上周完工单", "doing", "")), "完成剩余回访", approve(None, 120)
    )
    logged(1, CASH, (("收款入账", "done", ""), ("催缴电话 10 户", "not_done", "临时支援前台")), "补打催缴电话")

    def over(
        ago: int, shift: str, giver: Role, taker: Role, hour: int, notices: str, *steps: Step, **more: Any
    ) -> None:
        def values(moment: dt.datetime) -> dict[str, Any]:
            given = {
                "shift": shift,
                "handed_at": moment,
                "giver": m.who(giver),
                "taker": m.who(taker),
                "notices": notices,
            }
            return given | more

        m.file(m.at(ago, hour, 25), "ShiftHandover", giver, values, *steps)

    over(
        6,
        "day",
        DESK,
        LEAD,
        17,
        "明日 9:00 停水两小时，已贴公告。",
        step("take", LEAD, 10),
        suggestions="有业主希望延长快递代收时间。",
    )
    over(
        5,
        "day",
        DESK,
        LEAD,
        17,
        "供暖投诉两件，已转工程部。",
        step("take", LEAD, 8),
        complaints="3 栋有业主反映暖气不热，约明早 9 点上门。",
    )
    over(
        4,
        "night",
        GUARD,
        DESK,
        8,
        "夜间无异常，3 号摄像机画面闪烁，已报修。",
        step("take", DESK, 6),
        equipment_changes="监控 3 号机闪烁。",
    )
    over(1, "day", DESK, LEAD, 17, "滑梯已围挡，提醒家长。")

    def duty(ago: int, kind: str, shift: str, role: Role, hour: int, event: str, treatment: str, *steps: Step) -> None:
        events = [{"at": dt.time(21 if shift == "night" else 10, 40), "event": event, "treatment": treatment}]
        values = {"kind": kind, "day": m.day(ago), "shift": shift, "staff": m.who(role), "events": events}
        m.file(m.at(ago, hour, 30), "DutyLog", role, values, *steps)

    duty(7, "night", "night", GUARD, 23, "2 栋楼道感应灯不亮", "已登记报修，放置警示牌", step("close", GUARD, 400))
    duty(5, "duty", "day", DESK, 17, "2 栋电梯关门异响", "已通知维保，当日处理", step("close", DESK, 30))
    duty(3, "night", "night", GUARD, 23, "地库入口积水", "已开启排水泵，次日复查正常", step("close", GUARD, 420))
    duty(1, "post", "day", DESK, 17, "快递高峰排队", "分流到收费窗口办理")


def _upward(m: Month) -> None:
    def ask(ago: int, role: Role, matter: str, facts: str, proposal: str, *steps: Step) -> None:
        values = {"matter": matter, "facts": facts, "proposal": proposal, "urgent": False}
        m.file(m.at(ago, 11, 10), "EscalationReport", role, values, submit(role), *steps)

    ask(19, FITTER, "beyond", "2 栋水泵轴承异响，需厂家拆检，超出本岗位权限。", "联系厂家三天内上门，期间切换备用泵。",
        approve(None, 150, instruction="同意，切换后每日点检一次。"), step("execute", FITTER, 4 * DAY, execution="已更换轴承，试运行 48 小时正常。"))  # fmt: skip
    ask(10, DESK, "other", "业主要求调取三个月前的监控。", "按规定须主管批准并登记，请示是否同意查阅。",
        approve(None, 200, reason="情况属实，建议同意，由监控员陪同查阅。"))  # fmt: skip
    ask(2, GUARD, "danger", "北门岗亭雨棚支架松动，大风天有坠落风险。", "先拉警戒线，申请加固。")
