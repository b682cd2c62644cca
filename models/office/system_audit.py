"""三体系记录: management-system record (ISO 9001/14001/45001) (002 职责18)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, ref, rows, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class SystemAuditSystem(LabelEnum):
    """System of management-system record (ISO 9001/14001/45001)."""

    quality = "quality", "质量", "Quality"
    environment = "environment", "环境", "Environment"
    ohs = "ohs", "职业健康安全", "Ohs"


class SystemAuditKind(LabelEnum):
    """Kind of management-system record (ISO 9001/14001/45001)."""

    document = "document", "体系文件", "Document"
    internal_audit = "internal_audit", "内审", "Internal audit"
    external_audit = "external_audit", "外审", "External audit"
    review = "review", "管理评审", "Review"


class SystemAudit(Record):
    """Management-system record (ISO 9001/14001/45001)."""

    __register__ = Register(
        label=L("三体系记录", "Management-system record (ISO 9001/14001/45001)"),
        module=Module.office,
        source=("002 职责18",),
        help=L("三体系记录。", "Management-system record (ISO 9001/14001/45001)."),
        icon="file-text",
        prefix="TX",
        title="system",
        list=("number", "system", "kind", "on", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "system",
                "kind",
                "on",
                "findings",
                "conclusion",
            ),
        ),
        search=("number", "conclusion"),
        filters=("status", "system", "kind", "on"),
        sort="-on",
        rights=Rights(
            read=(Role.cs_supervisor, Role.hr_admin, Role.hq_quality, Role.director),
            create=(Role.cs_supervisor, Role.hr_admin, Role.hq_quality),
        ),
        flow=approval_flow((Role.director,)),
    )

    system: Mapped[SystemAuditSystem] = choice(SystemAuditSystem, L("体系", "System"), required=True)
    kind: Mapped[SystemAuditKind] = choice(SystemAuditKind, L("类别", "Kind"), required=True)
    on: Mapped[dt.date] = date(L("日期", "On"), required=True)
    findings: Mapped[list[Any]] = rows(
        L("不符合项", "Findings"),
        clause=string(L("clause", "Clause")),
        finding=text(L("finding", "Finding")),
        corrective_action=ref("CorrectiveAction", L("corrective_action", "Corrective action")),
    )
    conclusion: Mapped[str] = text(L("结论", "Conclusion"), required=True)
