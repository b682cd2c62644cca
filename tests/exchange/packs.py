"""Small site packs for tests: a valid one to start from, changed cell by cell."""

import copy
import io
from collections.abc import Mapping, Sequence
from typing import Any

from exchange.site_pack.template import write

Rows = dict[str, list[dict[str, Any]]]

_SMALL: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "项目": [{"code": "QLY", "name": "清凉园", "hotline": "0999-80000001", "zone": "Asia/Shanghai"}],
    "部门": [{"name": "客服部", "head": "Q002", "leader": "张明"}, {"name": "项目部", "head": "张明"}],
    "岗位": [
        {"name": "接待专员", "department": "客服部", "reports_to": "客服主管"},
        {"name": "客服主管", "department": "客服部", "reports_to": "项目经理", "headcount": 1},
        {"name": "项目经理", "department": "项目部", "headcount": 1},
    ],
    "员工与账号": [
        {"job_no": "Q001", "name": "张明", "post": "项目经理", "employment": "正式", "username": "director@qly", "roles": "管理处主任"},
        {"job_no": "Q002", "name": "李芳", "post": "客服主管", "concurrent_posts": "接待专员", "employment": "正式", "trained_on": "2025-03-01",
         "username": "cs@qly", "roles": "客服主管、收费员"},
        {"job_no": "Q003", "name": "周小雨", "post": "接待专员", "phone": "13000000003"},
    ],
    "楼栋": [{"code": "1", "entrances": "1", "floors": "6", "elevator": "否", "area_keeper": "周小雨"}],
    "房屋业主": [
        {"楼号": "1", "单元": "1", "房号": "101", "建筑面积(㎡)": "88.50", "业主姓名": "王一、王二", "联系电话": "13000000011/13000000012"},
        {"楼号": "1", "单元": "1", "房号": "102", "入住状态": "已入住", "业主姓名": "赵三", "联系电话": "13000000013", "家庭成员": "赵四"},
        {"楼号": "2", "单元": "", "房号": "8", "用途": "商铺", "业主姓名": "赵三", "联系电话": "13000000013"},
        {"楼号": "1", "单元": "1", "房号": "103", "入住状态": "未售"},
    ],
    "检查项": [{"subject": "卫生", "item": "地面", "standard": "没有纸屑"}],
    "参数": [
        {"key": "repair.arrive_minutes", "value": "20"},
        {"key": "repair.callback_hours", "default": "24"},
    ],
}  # fmt: skip


def small() -> Rows:
    """The rows of a small valid pack, to be changed."""
    return copy.deepcopy({name: [dict(row) for row in rows] for name, rows in _SMALL.items()})


def book(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> io.BytesIO:
    """A workbook with these rows."""
    out = io.BytesIO()
    write(out, rows)
    out.seek(0)
    return out
