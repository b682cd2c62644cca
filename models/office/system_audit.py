"""三体系记录: documents, audits and reviews of the management systems (002 职责18; R-I16)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, ref, rows, string, text
from models.office.papers import ADMINISTRATION
from models.spec import Default, L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class ManagementSystem(LabelEnum):
    """Which of the three systems."""

    quality = "quality", "质量", "Quality (ISO 9001)"
    environment = "environment", "环境", "Environment (ISO 14001)"
    ohs = "ohs", "职业健康安全", "Health and safety (ISO 45001)"


class AuditKind(LabelEnum):
    """What the record is of."""

    document = "document", "体系文件", "System document"
    internal_audit = "internal_audit", "内审", "Internal audit"
    external_audit = "external_audit", "外审", "External audit"
    review = "review", "管理评审", "Management review"


class SystemAudit(Record):
    """A record of a management system."""

    __register__ = Register(
        label=L("三体系记录", "Management-system record (ISO 9001/14001/45001)"),
        module=Module.office,
        source=("002 职责18",),
        help=L(
            "登记体系文件、内审、外审和管理评审；不符合项逐条列出，并关联已开的纠正措施。",
            "System documents, audits and reviews; list each non-conformity with the corrective action opened for it.",
        ),
        icon="badge-check",
        prefix="TX",
        aliases=("内审记录", "管理评审", "体系审核"),
        title="conclusion",
        list=("number", "on", "system", "kind", "conclusion", "status"),
        sections=(
            Section(L("审核", "Audit"), "system", "kind", "on"),
            Section(L("不符合项", "Non-conformities"), "findings"),
            Section(L("结论", "Conclusion"), "conclusion"),
        ),
        search=("number", "conclusion"),
        filters=("status", "system", "kind", "on"),
        sort="-on",
        happened="on",
        rights=Rights(read=ADMINISTRATION, create=(Role.cs_supervisor, Role.hr_admin, Role.hq_quality)),
        flow=approval_flow((Role.director,), clause="002 职责18"),
    )

    system: Mapped[ManagementSystem] = choice(ManagementSystem, L("体系", "System"), required=True)
    kind: Mapped[AuditKind] = choice(AuditKind, L("类别", "Kind"), required=True)
    on: Mapped[dt.date] = date(L("日期", "Date"), required=True, default=Default.TODAY)
    findings: Mapped[list[Any]] = rows(
        L("不符合项", "Non-conformities"),
        clause=string(L("条款", "Clause"), length=40),
        finding=text(L("不符合事实", "Finding"), required=True),
        corrective_action=ref("CorrectiveAction", L("纠正措施", "Corrective action")),
    )
    conclusion: Mapped[str] = text(L("结论", "Conclusion"), required=True)
