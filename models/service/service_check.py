"""服务过程检验单: service process inspection sheet (004 §4.3; 003 内部管理 §3 质量考评)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, ref, rows, string
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class ServiceCheckService(LabelEnum):
    """Service of service process inspection sheet."""

    reception = "reception", "接待", "Reception"
    phone = "phone", "电话", "Phone"
    repair = "repair", "维修", "Repair"
    fee = "fee", "收费", "Fee"
    patrol = "patrol", "巡查", "Patrol"
    other = "other", "其他", "Other"


class ServiceCheckItemsResult(LabelEnum):
    """Result of a line."""

    pass_ = "pass", "合格", "Pass"
    fail = "fail", "不合格", "Fail"


class ServiceCheckConclusion(LabelEnum):
    """Conclusion of service process inspection sheet."""

    pass_ = "pass", "合格", "Pass"
    fail = "fail", "不合格", "Fail"


class ServiceCheck(Record):
    """Service process inspection sheet."""

    __register__ = Register(
        label=L("服务过程检验单", "Service process inspection sheet"),
        module=Module.service,
        source=("004 §4.3", "003 内部管理 §3 质量考评"),
        help=L("服务过程检验单。", "Service process inspection sheet."),
        icon="clipboard-list",
        prefix="JY",
        title="service",
        list=("number", "checked_on", "service", "staff", "repair_order", "conclusion", "corrective_action", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "checked_on",
                "service",
                "staff",
                "repair_order",
                "items",
                "conclusion",
                "corrective_action",
            ),
        ),
        search=("number",),
        filters=("status", "checked_on", "service", "conclusion"),
        sort="-checked_on",
        rights=Rights(
            read=(Role.reception_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.reception_lead, Role.cs_supervisor),
        ),
        flow=approval_flow((Role.cs_supervisor,)),
        print=("form",),
    )

    checked_on: Mapped[dt.date] = date(L("检验日期", "Checked on"), required=True)
    service: Mapped[ServiceCheckService] = choice(ServiceCheckService, L("服务项目", "Service"), required=True)
    staff: Mapped[Any] = ref("Staff", L("被检验人", "Staff"), required=True)
    staff_id: Mapped[int]
    repair_order: Mapped[Any] = ref("RepairOrder", L("相关任务单", "Repair order"))
    repair_order_id: Mapped[int | None]
    items: Mapped[list[Any]] = rows(
        L("检验项目", "Items"),
        item=string(L("item", "Item")),
        standard=string(L("standard", "Standard")),
        result=choice(ServiceCheckItemsResult, L("result", "Result")),
        note=string(L("note", "Note")),
    )
    conclusion: Mapped[ServiceCheckConclusion] = choice(ServiceCheckConclusion, L("结论", "Conclusion"), required=True)
    corrective_action: Mapped[Any] = ref("CorrectiveAction", L("纠正措施", "Corrective action"))
    corrective_action_id: Mapped[int | None]
