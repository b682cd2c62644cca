"""检查项库: what inspections look at, by subject (requirements K-01 to K-24; 001 工作制度, 卫生管理制度)."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy.orm import Mapped

from models.declare import Record, decimal, string, text
from models.spec import LEADS, L, Module, Register, Rights, Role, Scope, Section, base_data

EDITORS = (*LEADS, Role.director, Role.hr_admin, Role.sysadmin)


class ChecklistItem(Record):
    """One item of a checklist, for a site or (site empty) for all."""

    __register__ = Register(
        label=L("检查项库", "Checklist library"),
        module=Module.base,
        source=("requirements K-01..K-24", "001 工作制度", "001 卫生管理制度"),
        help=L(
            "维护各类检查的检查项和标准；新建检查表时会自动带出同一“适用”的检查项。",
            "The items and standards of inspections; a new inspection sheet opens with the items of its subject.",
        ),
        icon="list-checks",
        scope=Scope.site_or_all,
        title="item",
        list=("subject", "item", "standard", "weight", "site", "status"),
        sections=(Section(L("检查项", "Item"), "subject", "item", "standard", "weight"),),
        search=("subject", "item", "standard"),
        filters=("subject", "status"),
        sort="subject",
        flow=base_data(roles=EDITORS),
        rights=Rights(read=tuple(Role), create=EDITORS, export=(*EDITORS, Role.hq_quality)),
    )

    subject: Mapped[str] = string(L("适用", "Subject"), length=60, required=True)
    item: Mapped[str] = string(L("检查项", "Item"), length=120, required=True)
    standard: Mapped[str] = text(L("标准", "Standard"), required=True)
    weight: Mapped[Decimal | None] = decimal(L("分值", "Weight"), minimum=0)
