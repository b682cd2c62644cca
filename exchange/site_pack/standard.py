"""The standard organisation of a service centre: document 003's departments and posts, with the duties of 002 and 003.

Document 003 gives 蓝天新苑 17 places: 项目经理 1, 客服主管 1, 保洁 3, 保安主管 1, 保安员 8, 监控员 2, 维修工 1. Finance is one
more post, held by the 客服主管 besides his own and therefore counted nowhere (A-20). Its figures leave out posts whose work
the other documents describe (reception 004, administration 000): these stand here without an establishment, as posts that
head office fills (总部派驻), so that nobody judges them over the 17.
"""

from __future__ import annotations

from typing import Any, Final

SECONDED: Final = "总部派驻，不占本项目编制"
DESK, SECURITY, ENGINEERING, FINANCE, OFFICE, GREEN, ADMIN = (
    "客服部", "保安部", "工程部", "财务部", "项目部", "绿化组", "综合管理部",
)  # fmt: skip

_DESK_DUTIES = (
    "业主信息管理", "物业管理费、水电费、暖气费等费用的催缴，装修押金、垃圾清运费等账目的管理",
    "业主、住户来信、来访、投诉的处理，及时回复、跟踪、检查", "公司品牌宣传，树立良好服务形象",
    "对公共设施、消防设施、环境卫生、广告宣传进行监督管理", "辖区内各种活动的现场监督，协调各部门确保安全秩序",
    "公司服务热线的值守，记录报修情况和服务质量", "按公司信息中心要求规范使用信息系统", "行政发文、档案资料的统筹管理",
    "业主满意度调查、回访跟踪", "部门岗位之间的交接班", "公共信息的宣传及管理", "执行公司各项管理规章制度", "钥匙的统筹管理",
    "易耗品、固定资产及物料的统筹管理", "社区文化活动的组织", "员工宿舍管理", "三体系的导入", "业主迁入迁出",
    "业主寄存及委托代收物品管理", "接待活动", "协助创优、评比等荣誉管理", "组织客户诉求、投诉、回访、客户评价、业主意见征询",
    "交房入住、承接查验的实施", "业主入住、装修（含二装）、巡查及质量管理计划的实施", "物业设施环境的介绍", "为客户提供特色服务",
    "客户服务培训", "组织管理处人事工作", "协助管理处对外关系的管理", "会议服务",
)  # fmt: skip
_DESK_POWERS = (
    "有权参与服务质量目标及经营方案、经营计划的制定并有建议权", "有人力资源规划、发展申报的建议权", "有要求相关部门配合相关工作的权力",
    "有部门架构及部门职能明确的建议权", "有工作创意提请的建议权",
)  # fmt: skip
_MANAGER = (
    "负责小区的全面日常管理工作，确保服务中心各项工作正常、有序", "贯彻执行公司各项管理制度，指导服务中心日常工作",
    "制定目标责任书、工作计划、工作标准及管理制度并组织实施", "指导各岗位做好工作记录和档案资料的收集、整理、归档",
    "主持工作会议，组织物业知识培训及业务学习", "每月最后一个工作日组织服务质量考评和员工绩效考评", "做好业主重大投诉的回访，把矛盾控制在本小区范围内",
    "落实安全管理责任目标和消防管理", "严格控制管理成本，抓好各项费用的收缴",
)  # fmt: skip
_SUPERVISOR = (
    "制定部门管理制度与年度、季度、月度、周、日工作计划并总结", "负责各项费用的收取、催缴和收据管理", "负责客户评价调查的实施、统计、分析和归档",
    "定期召开客户座谈会，受理投诉，统计分析意见并提出整改建议", "维护客户关系，重大投诉及时反馈上报", "负责考勤、会议、通知、信息发布和社区文化活动",
)  # fmt: skip


def _list(lines: tuple[str, ...]) -> str:
    return "\n".join(f"{number}、{line}；" for number, line in enumerate(lines, 1))


def _post(
    name: str, department: str, above: str | None, headcount: int | None, duties: str, **more: Any
) -> dict[str, Any]:
    return {
        "name": name,
        "department": department,
        "reports_to": above,
        "headcount": headcount,
        "duties": duties,
        **more,
    }


DEPARTMENTS: Final[tuple[dict[str, Any], ...]] = (
    {"name": OFFICE, "responsibilities": "负责小区的全面日常管理，对各部门的工作指导、检查、考核。"},
    {"name": DESK, "specialty": "客户服务", "responsibilities": _list(_DESK_DUTIES), "powers": _list(_DESK_POWERS),
     "notes": "保洁归客服部管理；绿化由公司总部绿化队担任。"},
    {"name": SECURITY, "specialty": "秩序维护", "responsibilities": "负责小区治安、车辆停放、消防监控，做好群防群治。"},
    {"name": ENGINEERING, "specialty": "水暖电", "responsibilities": "负责户内报修和公共设施的维修养护，半小时内到场，一般修理当天完成。"},
    {"name": FINANCE, "responsibilities": "负责收费账目、票据和存款核对。", "notes": "由客服主管兼任；收款与核对同为一人的，由项目经理复核（A-20）。"},
    {"name": ADMIN, "responsibilities": "负责招聘、用工、考勤汇总和离职手续。", "notes": SECONDED},
    {"name": GREEN, "responsibilities": "负责小区绿化养护。", "notes": "由公司总部绿化队担任，不占本项目编制。"},
)  # fmt: skip
POSTS: Final[tuple[dict[str, Any], ...]] = (
    _post(
        "项目经理",
        OFFICE,
        None,
        1,
        "全面负责服务中心的管理、安全、费用和对外协调。",
        main_tasks=_list(_MANAGER),
        grade="管理",
        subordinates_count=16,
        external_coordination="社会公益事业部门、总公司各部门、业主委员会",
    ),
    _post(
        "客服主管",
        DESK,
        "项目经理",
        1,
        "负责客服部的计划、收费、客户评价、意见投诉、客户关系和日常工作。",
        main_tasks=_list(_SUPERVISOR),
        promotion="项目经理",
        grade="管理",
        subordinates_count=3,
        internal_coordination="各部门、各岗位",
        external_coordination="总公司品质督导与客服部、事业部/分公司、业主",
    ),
    _post("保洁员", DESK, "客服主管", 3, "负责楼道、大堂、电梯轿厢和室外公共区域的保洁。"),
    _post(
        "保安主管",
        SECURITY,
        "项目经理",
        1,
        "负责治安、车辆、消防和保安队伍的管理。",
        grade="管理",
        subordinates_count=10,
    ),
    _post("保安员", SECURITY, "保安主管", 8, "负责门岗、巡逻和车辆秩序。", rotation="监控员"),
    _post("监控员", SECURITY, "保安主管", 2, "负责监控室和消防值班；非工作人员不得进入监控室。", rotation="保安员"),
    _post("维修工", ENGINEERING, "项目经理", 1, "负责报修处理：半小时内到场，修复后请业主签字，到客服部交回任务单。"),
    _post("财务员", FINANCE, "项目经理", 0, "负责收费账目、票据和存款。", remark="由客服主管兼任，不另占编制"),
    _post(
        "接待主管",
        DESK,
        "客服主管",
        None,
        "负责前台接待，监督、指导并每周书面考核接待专员。",
        promotion="客服主管",
        remark=SECONDED,
    ),
    _post(
        "接待专员",
        DESK,
        "接待主管",
        None,
        "负责热线、来访、报修登记、派单、回单、回访和收费。",
        promotion="接待主管",
        remark=SECONDED,
    ),
    _post("收费员", FINANCE, "客服主管", None, "协助收费、开票和缴存。", remark=SECONDED),
    _post("工程主管", ENGINEERING, "项目经理", None, "负责维修质量和设备设施管理。", remark=SECONDED),
    _post("行政专员", ADMIN, "项目经理", None, "负责招聘、考勤汇总、入离职手续。", remark=SECONDED),
)
PLACES: Final[tuple[tuple[str, int, str, str], ...]] = (
    # post, how many people, role, remark: the lines 员工与账号 is prepared with
    ("项目经理", 1, "管理处主任", ""), ("客服主管", 1, "客服主管、收费员", ""), ("保洁员", 3, "", ""), ("保安主管", 1, "保安主管", ""),
    ("保安员", 8, "", ""), ("监控员", 2, "", ""), ("维修工", 1, "维修工", ""), ("接待主管", 1, "接待主管", SECONDED),
    ("接待专员", 1, "接待专员", SECONDED), ("收费员", 1, "收费员", SECONDED), ("工程主管", 1, "工程主管", SECONDED), ("行政专员", 1, "行政部", SECONDED),
)  # fmt: skip
