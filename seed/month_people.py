"""A month of personnel paper: rosters and attendance of a week, leave and overtime, training, marks, badges, dormitory."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from models.spec import Role
from seed.month import Month, Step, approve, step, submit
from seed.stage import local

DESK, LEAD, SUP, BOSS, HR = Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.hr_admin
FITTER, ENGINEER, GUARD, GUARDS, CASH = (
    Role.technician, Role.engineering_lead, Role.guard, Role.security_lead, Role.cashier,
)  # fmt: skip
DAY = 1440
CREW = (DESK, FITTER, GUARD, LEAD, CASH)
"""Whose week the rosters and the attendance tell."""


def plan(m: Month) -> None:
    """Plan the registers of module hr."""
    _rosters(m)
    _attendance(m)
    _away(m)
    _off_post(m)
    _marks(m)
    _trained(m)
    _issued(m)
    _sheets(m)


def _rosters(m: Month) -> None:
    days = [*m.workdays(5), m.today, m.day(-1)]
    filed = local(days[0] - dt.timedelta(days=1), 16, 0)
    for day in days:
        for role in CREW:
            values = {
                "day": day, "staff": m.who(role), "shift": "day", "starts_at": dt.time(8, 20), "noon_out": dt.time(12, 0),
                "afternoon_in": dt.time(13, 30), "ends_at": dt.time(17, 30),
            }  # fmt: skip
            m.file(filed, "ShiftRoster", SUP, values)
    night = {
        "day": days[-1], "staff": m.post("监控员"), "shift": "night", "starts_at": dt.time(20, 0), "ends_at": dt.time(8, 0),
    }  # fmt: skip
    m.file(filed, "ShiftRoster", SUP, night, step("archive", SUP, 90, reason="监控室夜班另排，此条重复。"))


def _attendance(m: Month) -> None:
    days = m.workdays(5)
    for at, day in enumerate(days):
        for nth, role in enumerate(CREW):
            late = (at, role) == (1, FITTER)
            came = local(day, 8, 41 if late else 6 + (3 * at + 2 * nth) % 13)
            forgot = (at, role) == (2, FITTER)
            out = (local(day, 17, 31 + (at + 3 * nth) % 9) - came).total_seconds() / 60
            steps = [] if forgot else [step("sign_out", role, out)]
            if forgot:
                said = {"new_signed_out_at": local(day, 17, 35), "reason": "下班时在 3 栋抢修，回来已过签退时间。"}
                steps = [
                    step("correct", LEAD, 1500, **said),
                    step("confirm", SUP, 120, reason="任务单时间相符，同意更正。"),
                ]
            m.file(came, "Attendance", role, {}, *steps)
    missed = {
        "staff": m.who(Role.staff), "day": days[-1], "signed_in_at": local(days[-1], 8, 15), "signed_out_at": local(days[-1], 17, 32),
        "remark": "签到机停电，保洁组长证明到岗。",
    }  # fmt: skip
    m.file(local(days[-1], 18, 0), "Attendance", LEAD, missed)


def _away(m: Month) -> None:
    def leave(ago: int, role: Role, kind: str, ahead: int, reason: str, *steps: Step) -> None:
        values = {
            "staff": m.who(role), "kind": kind, "starts_at": m.at(ago - ahead, 8, 20), "ends_at": m.at(ago - ahead, 17, 30),
            "reason": reason,
        }  # fmt: skip
        m.file(m.at(ago, 9, 40), "LeaveRequest", role, values, submit(role), *steps)

    def back(ago: int) -> Step:
        return Step("report_back", LEAD, 4 * DAY, {"back_on": m.day(ago)})

    leave(25, FITTER, "personal", 3, "陪老人到医院复查", approve(BOSS, 300), back(21))
    leave(15, GUARD, "personal", 3, "孩子开家长会", approve(GUARDS, 120), approve(BOSS, 200), back(11))
    leave(2, DESK, "personal", 5, "办理身份证换证", approve(LEAD, 60), approve(SUP, 120))
    leave(1, CASH, "personal", 4, "家中装宽带，须有人在家")

    def overtime(ago: int, role: Role, hours: int, reason: str, *steps: Step, **more: Any) -> None:
        values = {
            "staff": m.who(role), "starts_at": m.at(ago, 18), "ends_at": m.at(ago, 18 + hours), "reason": reason,
        }  # fmt: skip
        m.file(m.at(ago, 15, 10), "OvertimeRequest", role, values | more, submit(role), *steps)

    overtime(23, FITTER, 2, "3 栋夜间更换供水阀门，须在用水低峰施工", approve(None, 60))
    overtime(
        14,
        FITTER,
        3,
        "供暖试水，夜间巡查渗漏",
        approve(None, 45),
        compensation="time_off",
        time_off_reason="试水三天连续夜间，白天补休。",
    )
    overtime(6, CASH, 2, "月度收费集中入账", approve(None, 60))
    overtime(1, GUARD, 2, "快递高峰顶岗")

    def outing(ago: int, role: Role, where: str, reason: str, *steps: Step) -> None:
        values = {"staff": m.who(role), "leaves_at": m.at(ago, 10), "destination": where, "reason": reason}
        m.file(m.at(ago, 9, 10), "OutingRequest", role, values, submit(role), *steps)

    home = Step("come_back", FITTER, 260, lambda at: {"back_at": at})
    outing(20, FITTER, "建材市场", "采购 1 栋阀门和软管", approve(None, 20), home)
    outing(9, FITTER, "供电局营业厅", "办理地库用电报装", approve(None, 25), home)
    outing(0, CASH, "银行网点", "领取对账单、换零钱")


def _off_post(m: Month) -> None:
    def left(ago: int, who: Role, by: Role, minutes: int, *steps: Step, permitted: bool = False) -> None:
        values = {
            "staff": m.who(who), "left_at": m.at(ago, 15, 5), "back_at": m.at(ago, 15, 5 + minutes), "permitted": permitted,
        }  # fmt: skip
        m.file(m.at(ago, 16, 0), "OffPostRecord", by, values, submit(by), *steps)

    left(16, GUARD, GUARDS, 32, approve(SUP, 200, treatment="educate", reason="首次，批评教育"))
    left(8, DESK, LEAD, 12, approve(SUP, 240), permitted=True)
    left(2, Role.staff, LEAD, 25)

    def paper(
        ago: int, by: Role, who: Role, kind: list[str], facts: str, basis: str, *steps: Step, **more: Any
    ) -> None:
        values = {"staff": m.who(who), "kind": kind, "happened_on": m.day(ago), "facts": facts, "basis": basis}
        m.file(m.at(ago, 16, 30), "RewardPenalty", by, values | more, submit(by), *steps)

    paper(19, LEAD, DESK, ["reward"], "独自妥善处理电梯困人接报，3 分钟内通知维保并安抚住户。", "奖惩办法第 6 条",
          approve(SUP, 200), approve(BOSS, 300), approve(HR, 500))  # fmt: skip
    paper(12, GUARDS, GUARD, ["warn"], "夜班 2:00 至 4:00 巡查记录空白。", "值班制度第 9 条", approve(SUP, 200), approve(BOSS, 400),
          approve(HR, 600))  # fmt: skip
    paper(
        3,
        LEAD,
        FITTER,
        ["bonus"],
        "供暖抢修连续三晚到场，业主当面表扬。",
        "奖惩办法第 8 条",
        approve(SUP, 300),
        amount=Decimal(200),
    )

    m.file(m.at(20, 11, 0), "LabourDispute", HR, {
        "staff": m.post("保安员", 2), "raised_on": m.day(20), "matter": "对上月法定节假日加班费核算有异议。",
    }, step("close", HR, 6 * DAY, treatment="核对排班表后补发 126 元，本人签字确认。", closed_on=m.day(14)))  # fmt: skip
    m.file(m.at(4, 10, 0), "LabourDispute", HR, {
        "staff": m.post("保洁员", 1), "raised_on": m.day(4), "matter": "认为周末轮休少排一天，要求补休。",
    })  # fmt: skip


def _marks(m: Month) -> None:
    first, last = m.last_month()
    items = (("登记完整", 40), ("服务态度", 40), ("出勤", 20))

    def marked(ago: int, by: Role, who: Role, grade: str, scores: tuple[int, ...], *steps: Step) -> None:
        values = {
            "period_kind": "month", "period_from": first, "period_to": last, "staff": m.who(who), "grade": grade,
            "items": [{"item": i, "weight": w, "score": s} for (i, w), s in zip(items, scores, strict=True)],
        }  # fmt: skip
        m.file(m.at(ago, 15, 0), "MonthlyAssessment", by, values, submit(by), *steps)

    marked(17, LEAD, DESK, "a", (95, 92, 100), approve(BOSS, 600), approve(HR, 900))
    marked(17, ENGINEER, FITTER, "b", (82, 90, 100), approve(BOSS, 610), approve(HR, 900))
    marked(3, GUARDS, GUARD, "b", (80, 85, 100))

    def written(ago: int, who: Role, subject: str, score: int, guidance: str, *, filed: bool = True) -> None:
        values = {
            "assessed_on": m.day(ago),
            "staff": m.who(who),
            "subject": subject,
            "score": score,
            "guidance": guidance,
        }
        m.file(m.at(ago, 17, 0), "WrittenAssessment", LEAD, values, *((step("close", LEAD, 300),) if filed else ()))

    written(22, DESK, "报修受理话术与登记项目", 92, "预约时间要逐项向业主确认。")
    written(9, CASH, "收据开具与冲红流程", 96, "冲红须先由经手人说明原因。")
    written(1, FITTER, "入户维修礼仪", 78, "进门前穿鞋套、先说明收费标准。", filed=False)
    new = m.on_probation()
    if not new:
        return
    marks = (
        "discipline",
        "attitude",
        "service_sense",
        "teamwork",
        "knowledge",
        "skill",
        "efficiency",
        "self_study",
        "potential",
    )
    stars: dict[str, Any] = {name: 2 + at % 2 for at, name in enumerate(marks)}
    told = "已按辞退流程办理离职，考查表不再另批。"
    m.file(m.at(29, 14, 0), "ProbationReview", GUARDS, {
        "staff": new[-1], **stars, "period_from": m.day(40), "period_to": m.day(29), "conclusion": "terminate", "successor": m.who(GUARD),
        "comment": "试用期内两次夜班睡岗，经教育未改，建议不予录用。",
    }, submit(GUARDS), approve(BOSS, 2300), step("reject", HR, 600, reason=told))  # fmt: skip


def _trained(m: Month) -> None:
    quarter = f"{m.today.year} 年 {(m.today.month + 2) // 3} 季度"
    plan_ = m.file(m.at(28, 15, 0), "TrainingPlan", SUP, {
        "period_kind": "quarter", "period": quarter, "note": "重点放在收费高峰和供暖报修。", "sessions": [
            {"topic": "投诉处理规程", "teacher": m.who(SUP), "planned_on": m.day(19), "audience": "客服部全员", "hours": 2},
            {"topic": "冬季供暖报修受理", "teacher": m.who(ENGINEER), "planned_on": m.day(5), "audience": "前台、维修", "hours": 1},
        ],
    }, submit(SUP), approve(BOSS, 400))  # fmt: skip
    m.file(m.at(2, 15, 0), "TrainingPlan", HR, {
        "period_kind": "year", "period": f"{m.today.year + 1} 年", "note": "待各部门报需求。",
        "sessions": [{"topic": "入职三级教育", "teacher": m.who(HR), "audience": "新员工", "hours": 4}],
    })  # fmt: skip

    def held(ago: int, topic: str, teacher: Role, roles: tuple[Role, ...], content: str, *, filed: bool) -> None:
        def values(_: dt.datetime) -> dict[str, Any]:
            return {
                "plan": plan_.id, "topic": topic, "teacher": m.who(teacher), "held_at": m.at(ago, 14), "hours": Decimal("1.5"),
                "attendees": [{"staff": m.who(r), "present": True, "score": 84 + 3 * at} for at, r in enumerate(roles)],
                "content": content, "evaluation": "能独立完成登记和派单，一周后抽查。",
            }  # fmt: skip

        m.file(m.at(ago, 16, 10), "TrainingRecord", SUP, values, *((step("close", SUP, 60),) if filed else ()))

    held(19, "投诉处理规程", SUP, (DESK, LEAD, CASH), "受理、调查、回复、回访四步和时限，现场模拟两例。", filed=True)
    held(
        5,
        "冬季供暖报修受理",
        ENGINEER,
        (DESK, LEAD, FITTER),
        "不热、漏水、跑水三类问法和派单要点，现场走单。",
        filed=False,
    )


def _issued(m: Month) -> None:
    for at, role in enumerate((DESK, LEAD, FITTER, GUARD, CASH)):
        back = (step("close", HR, 7 * DAY, returned_on=m.day(20)),) if role is GUARD else ()
        values = {"staff": m.who(role), "badge_no": f"XK-{21 + at:03}", "issued_on": m.day(27)}
        m.file(m.at(27, 9, 20 + at), "Badge", HR, values | ({"remark": "旧证字迹磨损，换新"} if back else {}), *back)
    m.file(m.at(19, 9, 30), "Badge", HR, {"staff": m.who(GUARD), "badge_no": "XK-030", "issued_on": m.day(19)})
    guards = [m.post("保安员", n) for n in (1, 2, 3)]
    for at, staff in enumerate(guards):
        values = {
            "room": "B1-03", "bed": str(at + 1), "staff": staff, "moved_in_on": m.day(26), "inventory": "床、柜、被褥、钥匙 1 把",
            "condition": "完好",
        }  # fmt: skip
        out = (step("close", HR, 15 * DAY, moved_out_on=m.day(11), condition="柜门合页松，已报修"),) if at == 2 else ()
        m.file(m.at(26, 11, 10 + at), "DormitoryBed", HR, values, *out)


def _sheets(m: Month) -> None:
    first, _ = m.last_month()
    last_month, this = f"{first:%Y-%m}", f"{m.today:%Y-%m}"
    desk, guards = m.scene.departments["客服部"], m.scene.departments["保安部"]
    done = (submit(LEAD), approve(BOSS, 400), approve(HR, 900))
    m.file(m.at(10, 10, 0), "MonthlyAttendance", LEAD, {"month": last_month, "department": desk}, *done)
    m.file(
        m.at(10, 10, 20),
        "MonthlyAttendance",
        LEAD,
        {"month": last_month, "department": guards},
        submit(LEAD),
        approve(BOSS, 420),
    )
    m.file(m.at(0, 9, 0), "MonthlyAttendance", LEAD, {"month": this, "department": desk})
    m.file(m.at(10, 11, 0), "OnPostReport", LEAD, {"month": last_month}, *done)
    m.file(m.at(0, 9, 20), "OnPostReport", LEAD, {"month": this})
    m.file(m.at(8, 9, 0), "DepartmentRanking", LEAD, {"month": last_month, "department": desk}, *done)
    m.file(m.at(8, 9, 30), "DepartmentRanking", LEAD, {"month": last_month, "department": guards}, submit(LEAD))
