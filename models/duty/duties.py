"""The recurring duties of a service centre, one by one (catalogue: duties)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from models.duty.report_list import Report
from models.spec import RECEPTION, Duty, Each, Fulfilment, L, Papers, Rhythm, Role

WORKDAY, WEEK, MONTH, QUARTER, HALF, YEAR = Rhythm


def _paper(register: str, by: str, ahead: int = 0, states: tuple[str, ...] = (), **where: Any) -> Fulfilment:
    return Fulfilment(papers=Papers(register=register, by=by, where=where, states=states, ahead=ahead))


def _report(report: Report, ahead: int = 0) -> tuple[Fulfilment, ...]:
    return (_paper("PeriodicReport", "period_to", ahead, report=report.value),)


def _plan(kind: str, ahead: int = 1) -> tuple[Fulfilment, ...]:
    """The plan of the coming period and the summary of this one."""
    return (
        _paper("WorkPlan", "period_from", ahead, kind="work", period_kind=kind),
        _paper("WorkSummary", "period_from", period_kind=kind),
    )


def _assessed(kind: str) -> tuple[Fulfilment, ...]:
    return (
        Fulfilment(
            papers=Papers(register="MonthlyAssessment", by="period_to", where={"period_kind": kind}),
            each=Each.employee,
            told_by="staff",
        ),
    )


LEAD, SUPERVISOR, CLERK = (Role.reception_lead,), (Role.cs_supervisor,), (Role.receptionist,)

# fmt: off
DUTIES: tuple[Duty, ...] = (
    Duty(code="morning_meeting", label=L("晨会", "Morning meeting"), roles=SUPERVISOR, every=WORKDAY, at=dt.time(8, 30),
         fulfils=(_paper("Meeting", "starts_at", kind="morning"),), clause="004 §7.2; 000 §4.3.2; T-73"),
    Duty(code="night_handover", label=L("与夜班交接", "Hand-over with the night shift"), roles=CLERK, every=WORKDAY,
         at=dt.time(8, 40), at_setting="handover.night_until",
         fulfils=(_paper("ShiftHandover", "handed_at", states=("taken",), shift="night"),), clause="004 §7.3; T-74"),
    Duty(code="open_items_check", label=L("安排前一天未办事项", "Arrange what was left open the day before"), roles=CLERK,
         every=WORKDAY, at=dt.time(8, 30), at_setting="phone.open_time",
         fulfils=(Fulfilment(papers=Papers(register="ServiceLog", by="received_at", states=("open",)), none_left=True,
                             earlier=True),), clause="004 §7.4.1; T-07"),
    Duty(code="cash_banking", label=L("现金缴存", "Bank the day's cash"), roles=LEAD, every=WORKDAY, at=dt.time(17, 0),
         at_setting="cash.deposit_time", rest_days=True, rest_setting="cash.bank_closed",
         when=Papers(register="Receipt", by="paid_at", where={"method": "cash"}, states=("issued", "reversal_asked"),
                     late_from="cash.deposit_time"),
         fulfils=(Fulfilment(papers=Papers(register="CashDeposit", by="business_date"), later=True),),
         clause="004 §5.3; T-36; A-43"),
    Duty(code="daily_log", label=L("日清表", "Daily log"), roles=RECEPTION, every=WORKDAY, at=dt.time(23, 59),
         at_setting="dailylog.time", personal=True, own="author", fulfils=(_paper("DailyLog", "day"),),
         clause="004 §7.4.23; T-82"),
    Duty(code="daily_spot_check", label=L("岗位抽检", "Spot check of the posts"), roles=SUPERVISOR, every=WORKDAY,
         fulfils=(Fulfilment(papers=Papers(register="WorkInspection", by="inspected_at", where={"kind": "daily"}),
                             setting="inspection.daily"),), clause="000 §4.5.3; T-68"),
    Duty(code="canteen_check", label=L("食堂采购核实", "Check the canteen's purchases"), roles=LEAD, every=WORKDAY,
         switch="canteen.daily", when=Papers(register="CanteenPurchase", by="day"),
         fulfils=(Fulfilment(papers=Papers(register="CanteenPurchase", by="day", where={"checked_at": None}),
                             none_left=True),), clause="004 §5.10; T-41"),
    Duty(code="office_check", label=L("办公环境核查", "Look round the office"), roles=CLERK, every=WORKDAY,
         at=dt.time(8, 20), at_setting="office.check_time", fulfils=(_paper("OfficeEnvironmentCheck", "day"),),
         clause="004 §7.1; A-17"),
    Duty(code="management_meeting", label=L("管理层例会", "Management meeting"), roles=SUPERVISOR,
         every_setting="meeting.management_every", fulfils=(_paper("Meeting", "starts_at", kind="management"),),
         clause="001 会议制度 §4; A-31; T-77"),
    Duty(code="weekly_meeting", label=L("部门周例会", "Weekly department meeting"), roles=SUPERVISOR, every=WEEK,
         fulfils=(_paper("Meeting", "starts_at", kind="weekly"),), clause="000 §4.3.1; T-75"),
    Duty(code="weekly_inspection", label=L("各岗位记录周检查", "Weekly inspection of every post"), roles=SUPERVISOR, every=WEEK,
         fulfils=(Fulfilment(papers=Papers(register="WorkInspection", by="inspected_at", where={"kind": "weekly"}),
                             setting="inspection.weekly", each=Each.post, told_by="post"),),
         clause="000 §4.5.2; T-67"),
    Duty(code="written_assessment", label=L("接待专员书面考核", "Written assessments of the clerks"), roles=LEAD, every=WEEK,
         fulfils=(Fulfilment(papers=Papers(register="WrittenAssessment", by="assessed_on"), least=2,
                             setting="assessment.clerk_weekly", each=Each.clerk, told_by="staff"),),
         clause="004 §5.9; T-65; A-75"),
    Duty(code="monday_approval", label=L("上周维修任务单报批", "Last week's repair orders for approval"), roles=LEAD, every=WEEK,
         weekday=1, weekday_setting="repair.approve_weekday", fulfils=_report(Report.callback_weekly, -1),
         clause="004 §7.4.10; T-13"),
    Duty(code="weekly_fee_summary", label=L("周收费情况汇总", "Summary of the week's fees"), roles=LEAD, every=WEEK,
         fulfils=_report(Report.fee_weekly), clause="004 §5.1; T-37"),
    Duty(code="weekly_summary", label=L("周总结", "Summary of the week"), roles=RECEPTION, every=WEEK, personal=True,
         own="author", fulfils=(_paper("WorkSummary", "period_from", period_kind="week"),), clause="004 §7.4.23; T-83"),
    Duty(code="attendance_sheets", label=L("考勤三表", "Attendance sheets"), roles=LEAD, every=MONTH, day=5,
         day_setting="attendance.sheet_day",
         fulfils=tuple(_paper(name, "month", -1) for name in ("MonthlyAttendance", "OnPostReport", "DepartmentRanking")),
         clause="004 §5.7; T-64"),
    Duty(code="meal_cost", label=L("上月餐费核算", "Last month's meal cost"), roles=LEAD, every=MONTH, day=15,
         day_setting="mealcost.day", fulfils=(_paper("MealCost", "month", -1),), clause="004 §5.10; T-40"),
    Duty(code="stock_count", label=L("库存盘点", "Stock count"), roles=LEAD, every=MONTH, day=24,
         day_setting="stock.count_day", fulfils=(_paper("StockCount", "month"),), clause="004 §5.4; T-38"),
    Duty(code="fee_statistics", label=L("月收费收缴统计", "The month's fees"), roles=LEAD, every=MONTH, day=26,
         day_setting="fee.statistics_day", fulfils=_report(Report.fee_monthly), clause="004 §5.6; T-39"),
    Duty(code="callback_sample", label=L("月末抽样回访", "Month-end sample of call-backs"), roles=CLERK, every=MONTH,
         fulfils=(Fulfilment(papers=Papers(register="Callback", by="called_at", where={"kind": "sample", "reached": True}),
                             least=20, setting="sample.min"),), page="callback/sample/?month={period}", clause="003 (二)4; T-11"),
    Duty(code="order_handover", label=L("维修任务单月度移交", "Hand over the month's repair orders"), roles=LEAD, every=MONTH,
         fulfils=_report(Report.repair_handover), clause="004 §5.8; T-14"),
    Duty(code="complaint_summary", label=L("月投诉汇总", "Summary of the month's complaints"), roles=LEAD, every=MONTH,
         fulfils=_report(Report.complaint_monthly), clause="004 §6.7; T-27"),
    Duty(code="month_plan", label=L("月总结和下月计划", "Summary of the month, plan of the next"), roles=SUPERVISOR, every=MONTH,
         switch="plan.month", fulfils=_plan("month"), clause="000 §4.2; 004 §7.4.23; T-84"),
    Duty(code="month_assessment", label=L("月度考核", "Monthly assessments"), roles=SUPERVISOR, every=MONTH,
         last_workday=True, fulfils=_assessed("month"), clause="003 内部管理 §3; 000 §4.5.1; T-71"),
    Duty(code="monthly_meeting", label=L("客服部月会", "Monthly meeting"), roles=SUPERVISOR, every=MONTH,
         day_setting="meeting.monthly_day", fulfils=(_paper("Meeting", "starts_at", kind="monthly"),),
         clause="001 会议制度 §3; T-76"),
    Duty(code="safety_check", label=L("安全保密检查", "Safety check"), roles=(Role.security_lead,), every=MONTH,
         every_setting="periodic.safety_check", switch="safety.monthly",
         fulfils=(_paper("SafetyCheck", "checked_on", kind="regular"),), clause="001 安全保密 §5; T-86"),
    Duty(code="quarter_assessment", label=L("季度考核", "Quarterly assessments"), roles=SUPERVISOR, every=QUARTER,
         fulfils=_assessed("quarter"), clause="000 §3.9; T-70"),
    Duty(code="half_year_summary", label=L("半年总结", "Half-year summary"), roles=SUPERVISOR, every=HALF,
         fulfils=(_paper("WorkSummary", "period_from", period_kind="half"),), clause="001 会议制度 §5; T-78"),
    Duty(code="year_assessment", label=L("年度考核", "Yearly assessments"), roles=SUPERVISOR, every=YEAR,
         fulfils=_assessed("year"), clause="000 §3.9; T-70"),
    Duty(code="quarter_plan", label=L("季度总结和下季计划", "Summary of the quarter, plan of the next"), roles=SUPERVISOR,
         every=QUARTER, fulfils=_plan("quarter"), clause="002 §1(2); T-81"),
    Duty(code="week_plan", label=L("周总结和下周计划", "Summary of the week, plan of the next"), roles=SUPERVISOR, every=WEEK,
         fulfils=_plan("week"), clause="002 §1(2); T-81"),
    Duty(code="day_plan", label=L("日计划和总结", "Plan and summary of the day"), roles=SUPERVISOR, every=WORKDAY,
         fulfils=_plan("day", 0), clause="002 §1(2); T-81"),
    Duty(code="regular_visits", label=L("定期回访业主", "Regular visits to owners"), roles=SUPERVISOR,
         every_setting="periodic.regular_visits",
         fulfils=(_paper("Callback", "called_at", kind="regular", reached=True),), clause="000 §4.7.2; T-15; A-32"),
    Duty(code="customer_forum", label=L("客户座谈会", "Customer forum"), roles=SUPERVISOR,
         every_setting="periodic.customer_forum", fulfils=(_paper("CustomerForum", "held_at"),),
         clause="002 §4(1); T-33; A-32"),
    Duty(code="department_talk", label=L("部门沟通", "Talk with the departments"), roles=SUPERVISOR,
         every_setting="periodic.department_talk", fulfils=(_paper("Coordination", "created_at"),),
         clause="002 §4(4); T-33; A-32"),
    Duty(code="survey", label=L("客户评价调查", "Survey of customers"), roles=SUPERVISOR, every_setting="periodic.survey",
         fulfils=(_paper("SatisfactionSurvey", "period_to"),), clause="002 §3(1); T-34; A-32"),
    Duty(code="archive_collect", label=L("客户档案归集", "Collect customers' files"), roles=SUPERVISOR,
         every_setting="periodic.archive_collect", fulfils=(_paper("ArchiveItem", "created_at"),),
         clause="002 §1(7); T-85; A-32"),
    Duty(code="rule_study", label=L("制度学习", "Study of the rules"), roles=SUPERVISOR, every_setting="periodic.rule_study",
         fulfils=(_paper("TrainingRecord", "held_at"),), clause="000 §4.1.3-4.1.4; T-87; A-32"),
    Duty(code="year_plan", label=L("年度总结和下年计划", "Summary of the year, plan of the next"), roles=SUPERVISOR, every=YEAR,
         fulfils=_plan("year"), clause="000 §4.2; 001 会议制度 §5; T-78 to T-80"),
)
# fmt: on

BY_CODE: Mapping[str, Duty] = {duty.code: duty for duty in DUTIES}


def duties_of(register: str) -> tuple[Duty, ...]:
    """Return the duties that papers of the model ``register`` fulfil."""
    return tuple(duty for duty in DUTIES if register in duty.registers)
