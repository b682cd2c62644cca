"""What a site pack's sheets and columns are: one declaration behind the template, the reader and the plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from exchange.reading import cells
from exchange.reading.refusals import CellRefused
from models.base import addresses
from models.base.staff import Employment
from models.spec import ALL_SITE_ROLES, L, LabelEnum, Role

NO_CHOICE = L("“{value}”不在可选的范围：{choices}。", "“{value}” is none of the choices: {choices}.")
NO_NUMBER = L("“{value}”应为整数。", "“{value}” must be a whole number.")
ONE_PHONE = L("这里只填一个电话号码。", "Write one telephone number only.")
ONE_ID = L("这里只填一个证件号码。", "Write one ID number only.")


@dataclass(frozen=True, slots=True)
class Col:
    """One column: its key in the plan, its header, how a cell is read, and what the template shows."""

    key: str
    header: str
    read: Callable[[Any], Any]
    width: int = 14
    required: bool = False
    choices: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    """Other headers it is known by."""
    help: str = ""
    """A note on the header, for the person who fills it in."""
    shown: bool = False
    """Only there to be read by people; nothing is imported from it."""


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """One sheet: its key, its name on the tab, its columns.

    A row in which none of ``said`` is filled was only prepared by the template and is passed over.
    """

    key: str
    name: str
    columns: tuple[Col, ...]
    said: tuple[str, ...]

    def header(self, key: str) -> str:
        """Return the header of a column by its key; the key itself where there is none."""
        return next((c.header for c in self.columns if c.key == key), key)


def whole(value: Any) -> int | None:
    """A whole number from 0 up."""
    words = cells.text(value)
    if words is None:
        return None
    if not words.isdecimal():
        raise CellRefused(NO_NUMBER.format(value=words[:40]))
    return int(words)


def long_text(value: Any) -> str | None:
    """A text of several lines."""
    return cells.text(value.replace("\r\n", "\n")) if isinstance(value, str) else cells.text(value)


def phone(value: Any) -> str | None:
    """One telephone number."""
    found = cells.phones(value)
    if len(found) > 1:
        raise CellRefused(ONE_PHONE)
    return found[0] if found else None


def id_number(value: Any) -> str | None:
    """One ID number."""
    found = cells.id_numbers(value)
    if len(found) > 1:
        raise CellRefused(ONE_ID)
    return found[0] if found else None


def names(value: Any) -> tuple[str, ...] | None:
    """Several names, divided by 、 or a comma."""
    words = cells.text(value)
    for mark in "，,;；/\n":
        words = words.replace(mark, "、") if words else None
    return tuple(part.strip() for part in words.split("、") if part.strip()) if words else None


def choice(enum: type[LabelEnum], members: tuple[Any, ...] = ()) -> Callable[[Any], Any]:
    """A reader of one member of ``enum`` by its word in either language or its code."""
    allowed = members or tuple(enum)
    known = {w.lower(): m for m in allowed for w in (m.label.zh, m.label.en, m.value)}
    shown = "、".join(m.label.zh for m in allowed)

    def read(value: Any) -> Any:
        words = cells.text(value)
        if words is None:
            return None
        if (found := known.get(words.lower())) is not None:
            return found
        raise CellRefused(NO_CHOICE.format(value=words[:40], choices=shown))

    return read


SITE_ROLES: Final = tuple(r for r in Role if r not in ALL_SITE_ROLES)
one_role: Final = choice(Role, SITE_ROLES)
"""Reads a role of a site by word or code."""


def building(value: Any) -> str | None:
    """A building's code."""
    words = cells.code(value)
    return addresses.building(words) if words else None


def code(value: Any) -> str | None:
    """A site's code, in capitals."""
    words = cells.code(value)
    return words.upper() if words else None


def username(value: Any) -> str | None:
    """An account's name, in small letters."""
    words = cells.code(value)
    return words.lower() if words else None


SITE = SheetSpec(
    "site",
    "项目",
    (
        Col(
            "code",
            "项目代码",
            code,
            12,
            required=True,
            help="2 到 8 位大写字母或数字，例如 LTXY；写在每张单据编号里，开通后不能改。",
        ),
        Col("name", "项目名称", cells.text, 20, required=True, help="例如 蓝天新苑。"),
        Col("address", "地址", cells.text, 30),
        Col("hotline", "服务热线", phone, 16, help="座机带区号，例如 0532-80000000。"),
        Col("opened_on", "启用日期", cells.date, 13, help="例如 2026-11-01。"),
        Col("greeting_name", "电话报名", cells.text, 18, help="接电话时报的单位名称。"),
        Col("zone", "时区", cells.text, 15, help="国内项目不用改。"),
    ),
    said=("code", "name"),
)
DEPARTMENTS = SheetSpec(
    "department",
    "部门",
    (
        Col("name", "部门", cells.text, 14, required=True, also=("部门名称",)),
        Col("head", "负责人", cells.text, 12, help="填“员工与账号”页里的工号；姓名不重复时也可以填姓名。"),
        Col("leader", "直属领导", cells.text, 12, help="填工号或姓名。"),
        Col("phone", "电话", phone, 16),
        Col("duty_phone", "值班电话", phone, 16),
        Col("specialty", "专业", cells.text, 12),
        Col("responsibilities", "部门职责", long_text, 60),
        Col("powers", "部门权力", long_text, 40),
        Col("notes", "相关说明", long_text, 30),
    ),
    said=("name",),
)
POSTS = SheetSpec(
    "post",
    "岗位",
    (
        Col("name", "岗位名称", cells.text, 16, required=True, also=("岗位",)),
        Col("code", "职位编号", cells.code, 10),
        Col("department", "所属部门", cells.text, 14, required=True, also=("部门",)),
        Col("reports_to", "直接上级", cells.text, 14, help="填上一级的岗位名称；请假、请示按它逐级报批。"),
        Col("headcount", "编制人数", whole, 10, help="不考核编制的岗位空着。"),
        Col("grade", "职系", cells.text, 10),
        Col("promotion", "晋升方向", cells.text, 14),
        Col("rotation", "轮换岗位", cells.text, 14),
        Col("subordinates_count", "管辖人数", whole, 10),
        Col("internal_coordination", "内部协调", long_text, 24),
        Col("external_coordination", "外部协调", long_text, 24),
        Col("duties", "职责描述", long_text, 50),
        Col("main_tasks", "主要工作任务", long_text, 60),
        Col("remark", "备注", long_text, 24),
    ),
    said=("name",),
)
STAFF = SheetSpec(
    "staff",
    "员工与账号",
    (
        Col("job_no", "工号", cells.code, 10, required=True, help="本项目内不能重复。"),
        Col("name", "姓名", cells.text, 10, required=True),
        Col("post", "岗位", cells.text, 16, required=True, help="填“岗位”页里的岗位名称。"),
        Col("concurrent_posts", "兼任岗位", names, 16, help="几个岗位用顿号隔开；兼任不另占编制。"),
        Col("phone", "电话", phone, 14),
        Col("id_number", "身份证号", id_number, 20, help="可以不填。请保持“文本”格式。"),
        Col(
            "employment",
            "在职状态",
            choice(Employment, (Employment.probation, Employment.regular)),
            10,
            choices=("正式", "试用"),
        ),
        Col("hired_on", "入职日期", cells.date, 13),
        Col("probation_until", "试用期至", cells.date, 13),
        Col("trained_on", "上岗培训合格日期", cells.date, 17, help="接待、收费岗位须有上岗培训，否则请写授权理由。"),
        Col("certificate_no", "培训证书编号", cells.code, 16),
        Col(
            "username",
            "账号",
            username,
            24,
            help="要登录系统的人才填，例如 receptionist@ltxy；初始密码开通后打印交给本人。",
        ),
        Col(
            "roles",
            "角色",
            names,
            24,
            help="几个角色用顿号隔开，也可以写“参数”页 role.map 里本项目的称谓："
            + "、".join(r.label.zh for r in SITE_ROLES),
        ),
        Col("reason", "授权理由", cells.text, 20, help="没有上岗培训而授予接待、收费角色时，写明主任同意的理由。"),
        Col("remark", "备注", long_text, 20),
    ),
    said=("job_no", "name", "username"),
)
BUILDINGS = SheetSpec(
    "building",
    "楼栋",
    (
        Col("code", "楼号", building, 10, required=True, also=("楼栋", "栋号"), help="只写楼号本身，例如 3。"),
        Col("entrances", "单元数", whole, 10),
        Col("floors", "总层数", whole, 10),
        Col("elevator", "是否有电梯", cells.yes_or_no, 12, choices=("是", "否")),
        Col("area_keeper", "责任楼管员", cells.text, 14, help="填工号或姓名。"),
        Col("remark", "备注", long_text, 24),
    ),
    said=("code",),
)
CHECKLIST = SheetSpec(
    "checklist",
    "检查项",
    (
        Col("subject", "适用", cells.text, 16, required=True, help="检查表的“检查内容”，新建检查表时按它带出检查项。"),
        Col("item", "检查项", cells.text, 26, required=True),
        Col("standard", "标准", long_text, 70, required=True),
        Col("weight", "分值", cells.area, 8),
        Col("source", "出处", cells.text, 26, shown=True),
    ),
    said=("item", "standard"),
)
SETTINGS_SHEET = SheetSpec(
    "setting",
    "参数",
    (
        Col("key", "参数", cells.text, 30, required=True, help="请不要改动。"),
        Col("meaning", "含义", cells.text, 34, shown=True),
        Col("value", "取值", cells.text, 20, help="空着就按默认值；写“未配置”表示取消默认值。"),
        Col("default", "默认值", cells.text, 24, shown=True),
        Col("source", "依据", cells.text, 26, shown=True),
        Col("note", "说明", long_text, 30),
    ),
    said=("value",),
)
HOMES: Final = "房屋业主"
GUIDE: Final = "说明"
