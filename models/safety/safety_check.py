"""安全保密检查记录: safety and confidentiality check (001 安全保密制度 §5; 卫生管理制度; 003 (三)1-3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, flag, ref, rows, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class SafetyCheckKind(LabelEnum):
    """Kind of safety and confidentiality check."""

    regular = "regular", "定期安全保密检查", "Regular"
    fire = "fire", "消防检查", "Fire"
    drill = "drill", "消防演练", "Drill"


class SafetyCheckItemsItem(LabelEnum):
    """Item of a line."""

    power = "power", "电源", "Power"
    socket = "socket", "插座", "Socket"
    fire_hazard = "fire_hazard", "明火隐患", "Fire hazard"
    file_control = "file_control", "文件控制执行", "File control"
    extinguisher = "extinguisher", "消防器材", "Extinguisher"
    own_heater = "own_heater", "自购电热设备", "Own heater"
    valuables = "valuables", "贵重物品", "Valuables"
    hygiene = "hygiene", "卫生", "Hygiene"


class SafetyCheck(Record):
    """Safety and confidentiality check."""

    __register__ = Register(
        label=L("安全保密检查记录", "Safety and confidentiality check"),
        module=Module.safety,
        source=("001 安全保密制度 §5; 卫生管理制度", "003 (三)1-3"),
        help=L("安全保密检查记录。", "Safety and confidentiality check."),
        icon="shield",
        prefix="AQ",
        title="kind",
        list=("number", "kind", "checked_on", "keeper", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "kind",
                "checked_on",
                "items",
                "keeper",
                "conclusion",
            ),
        ),
        search=("number", "conclusion"),
        filters=("status", "kind", "checked_on"),
        sort="-checked_on",
        rights=Rights(
            read=(Role.security_lead, Role.cs_supervisor, Role.engineering_lead, Role.director, Role.hq_quality),
            create=(Role.security_lead, Role.cs_supervisor, Role.engineering_lead),
        ),
        flow=approval_flow((Role.director,)),
        print=("form",),
    )

    kind: Mapped[SafetyCheckKind] = choice(SafetyCheckKind, L("类别", "Kind"), required=True)
    checked_on: Mapped[dt.date] = date(L("日期", "Checked on"), required=True)
    items: Mapped[list[Any]] = rows(
        L("检查项", "Items"),
        item=choice(SafetyCheckItemsItem, L("item", "Item")),
        ok=flag(L("ok", "Ok")),
        problem=string(L("problem", "Problem")),
        fixed_on=date(L("fixed_on", "Fixed on")),
    )
    keeper: Mapped[Any] = ref("Staff", L("消防器材保管人", "Keeper"))
    keeper_id: Mapped[int | None]
    conclusion: Mapped[str] = text(L("结论", "Conclusion"), required=True)
