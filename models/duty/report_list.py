"""The summaries the registers add up to: who prepares each and who receives it (catalogue: reports; requirements S-01 to S-44)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.spec import LabelEnum, Rhythm, Role


class Report(LabelEnum):
    """One summary."""

    fee_weekly = "fee_weekly", "周收费情况汇总", "Fees collected in the week"
    fee_monthly = "fee_monthly", "月收费收缴情况统计", "Fees collected in the month"
    complaint_monthly = "complaint_monthly", "客户投诉汇总及处理情况表", "Complaints and how they were handled"
    callback_weekly = "callback_weekly", "上周已回访维修任务单报批", "Repair orders called back last week, for approval"
    repair_handover = "repair_handover", "维修任务单月度移交清单", "Repair orders handed over in the month"
    callback_sample = "callback_sample", "月度回访抽样情况", "Month-end sample of call-backs"
    problem_analysis = "problem_analysis", "类似问题统计分析报告", "Analysis of a recurring problem"
    satisfaction = "satisfaction", "客户评价统计分析", "Analysis of customers' ratings"
    opinion_analysis = "opinion_analysis", "客户意见建议统计分析", "Analysis of opinions and suggestions"
    stock_monthly = "stock_monthly", "库存账", "Stock account"
    attendance_monthly = "attendance_monthly", "考勤表/在岗情况表/部门排序表", "Attendance, presence and ranking"
    mealcost_monthly = "mealcost_monthly", "餐费核算", "Meal cost"
    quality_monthly = "quality_monthly", "服务质量考评", "Service quality assessment"
    monthly_meeting_pack = (
        "monthly_meeting_pack",
        "月会材料(本月任务完成情况、质检奖罚、下月计划)",
        "Papers for the monthly meeting",
    )
    hotline_monthly = "hotline_monthly", "热线报修与服务质量统计", "Hotline repairs and service quality"
    arrears_ageing = "arrears_ageing", "欠费催缴账龄及到期清单", "Arrears by age and due for dunning"
    budget_execution = "budget_execution", "部门预算执行", "Budget against actual"
    repair_statistics = "repair_statistics", "工作单记录簿统计", "Statistics of order slips and registers"
    collection_rate = "collection_rate", "物业服务费收缴率", "Collection rate of the service fee"
    safety_yearly = "safety_yearly", "安全与人员年度目标统计", "Year's targets of safety and people"
    training_monthly = "training_monthly", "培训实施与合格统计", "Training held and passed"
    decoration_monthly = "decoration_monthly", "装修违章统计", "Decoration violations"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportSpec:
    """Who prepares a summary (None: the system), who receives it, and its clause.

    ``every``: the period it is about, None where none is fixed; ``cutoff``: the setting with the day its month ends on
    (A-34); ``last``: it is about the period before the one it is made in.
    """

    prepare: Role | None
    to: tuple[Role, ...]
    clause: str
    every: Rhythm | None = Rhythm.month
    cutoff: str = ""
    last: bool = False


REPORTS: Mapping[Report, ReportSpec] = {
    Report.fee_weekly: ReportSpec(
        prepare=Role.reception_lead, to=(Role.director,), clause="004 §5.1", every=Rhythm.week
    ),
    Report.fee_monthly: ReportSpec(
        prepare=Role.reception_lead, to=(Role.director, Role.cashier), clause="004 §5.6", cutoff="fee.cutoff_day"
    ),
    Report.complaint_monthly: ReportSpec(
        prepare=Role.reception_lead, to=(Role.director, Role.hr_admin), clause="004 §4.4, §6.7, §7.4.16"
    ),
    Report.callback_weekly: ReportSpec(
        prepare=Role.reception_lead, to=(Role.director,), clause="004 §5.8, §7.4.10", every=Rhythm.week, last=True
    ),
    Report.repair_handover: ReportSpec(prepare=Role.reception_lead, to=(Role.cs_supervisor,), clause="004 §5.8"),
    Report.callback_sample: ReportSpec(prepare=Role.receptionist, to=(Role.director,), clause="003 (二)4"),
    Report.problem_analysis: ReportSpec(prepare=Role.receptionist, to=(Role.director,), clause="003 (二)4", every=None),
    Report.satisfaction: ReportSpec(
        prepare=Role.cs_supervisor, to=(Role.director, Role.hq_quality), clause="002 §3", every=None
    ),
    Report.opinion_analysis: ReportSpec(
        prepare=Role.cs_supervisor, to=(Role.director,), clause="002 §4(3)", every=None
    ),
    Report.stock_monthly: ReportSpec(
        prepare=Role.reception_lead, to=(Role.director,), clause="004 §5.4", cutoff="stock.cutoff_day"
    ),
    Report.attendance_monthly: ReportSpec(
        prepare=Role.reception_lead, to=(Role.director, Role.hr_admin), clause="004 §5.7", last=True
    ),
    Report.mealcost_monthly: ReportSpec(prepare=Role.reception_lead, to=(Role.cashier,), clause="004 §5.10", last=True),
    Report.quality_monthly: ReportSpec(
        prepare=Role.director, to=(Role.hq_quality, Role.hr_admin), clause="003 内部管理 §3"
    ),
    Report.monthly_meeting_pack: ReportSpec(prepare=Role.cs_supervisor, to=(Role.director,), clause="001 会议制度 §3"),
    Report.hotline_monthly: ReportSpec(
        prepare=Role.reception_lead, to=(Role.cs_supervisor,), clause="002 职责7 (S-42)"
    ),
    Report.arrears_ageing: ReportSpec(
        prepare=None, to=(Role.cs_supervisor,), clause="003 (三)2 (S-37)", every=Rhythm.workday
    ),
    Report.budget_execution: ReportSpec(prepare=Role.cs_supervisor, to=(Role.director,), clause="002 §1(6) (S-39)"),
    Report.repair_statistics: ReportSpec(
        prepare=Role.receptionist, to=(Role.cs_supervisor,), clause="003 (二)1 (S-14)"
    ),
    Report.collection_rate: ReportSpec(
        prepare=Role.director, to=(Role.hq_quality,), clause="003 (四)2 (S-38)", cutoff="fee.cutoff_day"
    ),
    Report.safety_yearly: ReportSpec(
        prepare=Role.director, to=(Role.hq_quality,), clause="003 (S-41)", every=Rhythm.year
    ),
    Report.training_monthly: ReportSpec(
        prepare=Role.cs_supervisor, to=(Role.director,), clause="000 §4.4.1; 004 §3.2 (S-43)"
    ),
    Report.decoration_monthly: ReportSpec(prepare=Role.cs_supervisor, to=(Role.director,), clause="000 §4.5.4 (S-44)"),
}
"""By code, in the catalogue's order."""
