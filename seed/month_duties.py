"""A month of recurring duties done: the papers each day and week asks for, most in time, a few late, a few forgotten."""

from __future__ import annotations

import datetime as dt
from typing import Any

from models.spec import Role
from seed.month import Month, Step, approve, step, submit
from seed.stage import local

DESK, LEAD, SUP, BOSS, GUARD, FITTER = (
    Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.guard, Role.technician,
)  # fmt: skip
TOPICS = (
    "昨日报修 {n} 单，未完的今天上午清。", "供暖报修优先，到场不超过半小时。", "收费高峰，前台加一人。", "夜间巡查发现的问题逐条落实。",
    "回访要问清楚满意与否，并记下原话。",
)  # fmt: skip
DONE_TODAY = (("来访来电登记与派单", "done"), ("完工单回访", "done"), ("业主档案更新", "doing"))
Day = dt.date
GOAL = "当日报修当日派单，逾期为零"


def plan(m: Month, *, every: int = 1) -> None:
    """Plan the papers of every ``every``-th workday since the site was opened, and of the weeks between."""
    days = [d for d in (m.day(ago) for ago in range(30, 0, -1)) if m.scene.workday(d)]
    done = {4}
    for nth, day in enumerate(days):
        if nth % every:
            continue
        ago = (m.today - day).days
        _morning(m, day, nth, skip=nth % 9 == 4 or ago in {14, 7, 3})
        if ago not in done:
            _evening(m, day, nth, forgotten=nth % 8 == 5)
        _day_plan(m, day, nth)
    for week in sorted({d - dt.timedelta(days=d.weekday()) for d in days}):
        if week >= m.today - dt.timedelta(days=m.today.weekday()):
            continue
        if (week.isocalendar().week + every) % 4 or every == 1:
            _week(m, week)


def _morning(m: Month, day: Day, nth: int, *, skip: bool) -> None:
    """The round of the office, the meeting at 8:20 and the hand-over by the night shift."""
    if not skip:
        items: list[dict[str, Any]] = [
            {"item": "桌面整齐无尘、无无关物品", "ok": True},
            {"item": "门窗明亮、地面整洁", "ok": True},
        ]
        late = 15 if nth % 7 == 2 else 0
        m.file(local(day, 8, 12 + late), "OfficeEnvironmentCheck", DESK, {
            "day": day, "area": "front_desk", "items": items, "tools_ready": True, "checker": m.who(DESK)}, step("close", DESK, 5))  # fmt: skip
    if nth % 6 != 5:
        m.file(local(day, 8, 29), "Meeting", SUP, {
            "kind": "morning", "starts_at": local(day, 8, 20), "ends_at": local(day, 8, 29), "host": m.who(SUP),
            "attendees": [{"staff": m.who(DESK), "present": True}, {"staff": m.who(LEAD), "present": True}],
            "review": TOPICS[nth % len(TOPICS)].format(n=2 + nth % 4)}, step("close", SUP, 60))  # fmt: skip
    if nth % 10 != 7 and (m.today - day).days != 4:
        m.file(local(day, 8, 31), "ShiftHandover", GUARD, {
            "shift": "night", "handed_at": local(day, 8, 31), "giver": m.who(GUARD), "taker": m.who(DESK),
            "notices": "夜间无异常。" if nth % 3 else "2 栋楼道灯一盏不亮，已报修。"}, step("take", DESK, 14 if nth % 5 == 3 else 6))  # fmt: skip


def _evening(m: Month, day: Day, nth: int, *, forgotten: bool) -> None:
    """The daily logs of the two at the desk; one is forgotten now and then."""
    for role in (DESK, LEAD):
        if forgotten and role is DESK:
            continue
        lines = [{"task": task, "planned": True, "result": result} for task, result in DONE_TODAY[: 2 + nth % 2]]
        values = {"day": day, "author": m.who(role), "tasks": lines, "tomorrow": "接着回访未接通的业主"}
        m.file(local(day, 17, 18), "DailyLog", role, values, submit(role, 3), _passed(role))


def _passed(role: Role) -> Step:
    return approve(LEAD if role is DESK else SUP, 25)


def _day_plan(m: Month, day: Day, nth: int) -> None:
    """The supervisor's plan of the day and its summary."""
    if nth % 7 == 6:
        return
    items = [{"goal": GOAL, "measure": "每两小时清点一次", "owner": m.who(DESK), "due_on": day}]
    span = {"period_kind": "day", "period_from": day, "period_to": day}
    m.file(local(day, 8, 45), "WorkPlan", SUP, {
        **span, "kind": "work", "department": m.scene.departments["客服部"], "items": items}, submit(SUP), approve(BOSS, 40))  # fmt: skip
    m.file(local(day, 17, 25), "WorkSummary", SUP, {
        **span, "author": m.who(SUP), "achievements": "当日报修全部派单，回访完成", "shortcomings": "一户改约", "next_steps": "明早先办改约户"},
        submit(SUP, 5), *(approve(BOSS, 40),) * ((m.today - day).days > 2))  # fmt: skip


def _week(m: Month, monday: Day) -> None:
    """The week's meetings, summaries and the next week's plan, filed on Friday; assessments of the clerks on two days."""
    friday, sunday = monday + dt.timedelta(days=4), monday + dt.timedelta(days=6)
    week = {"period_kind": "week", "period_from": monday, "period_to": sunday}

    def file(hour: int, minute: int, register: str, role: Role, values: dict[str, Any], *steps: Step) -> None:
        if m.scene.workday(friday):
            m.file(local(friday, hour, minute), register, role, values, *steps)

    for role in (DESK, LEAD):
        words = "登记、派单、回访均按时完成" if role is DESK else "组织前台值守，抽查登记质量"
        file(16, 30, "WorkSummary", role, {
            **week, "author": m.who(role), "achievements": words, "shortcomings": "个别改约未当场登记", "next_steps": "改约当场登记"},
            submit(role, 6), approve(SUP, 30), *(approve(BOSS, 60),) * ((m.today - friday).days > 4))  # fmt: skip
    held = local(friday, 15)
    file(15, 40, "Meeting", SUP, {
        "kind": "management", "starts_at": held, "ends_at": held + dt.timedelta(minutes=35), "host": m.who(SUP),
        "attendees": [{"staff": m.who(LEAD), "present": True}], "review": "本周报修按时到场，回访率达标。"}, step("close", SUP, 30))  # fmt: skip
    for offset, subject in ((1, "报修受理话术与登记项目"), (3, "投诉登记与答复口径")):
        day = monday + dt.timedelta(days=offset)
        for clerk in _clerks(m):
            if m.scene.workday(day):
                m.file(local(day, 14, 20), "WrittenAssessment", LEAD, {
                    "assessed_on": day, "staff": clerk, "subject": subject, "score": 90 + offset, "guidance": "预约时间逐项确认。"})  # fmt: skip


def _clerks(m: Month) -> list[int]:
    return [m.who(DESK)]


__all__ = ["plan"]
