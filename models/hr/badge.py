"""工作证胸卡登记: who wears which badge, and whether it came back (001 工作制度 §4; 004 §7.1; R-G40)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Index, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from models.base.moments import in_order
from models.base.staff import Staff
from models.declare import Record, date, ref, string
from models.hr.people import works_here
from models.spec import (
    Case,
    Default,
    L,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    altered,
    asks,
    record_flow,
)

KEEPERS = (Role.hr_admin, Role.reception_lead)
OUT = sql("returned_on IS NULL AND status <> 'void'")
WORN = L("证号{no}由{name}佩戴，还没有收回。", "Badge {no} is worn by {name} and has not come back yet.")


def badge_is_free(case: Case) -> Refusal | None:
    """Refuse a badge that somebody wears already; the database holds it too."""
    badge = case.record
    if badge.returned_on is not None:
        return None
    query = select(Badge).where(
        Badge.site_id == badge.site_id,
        Badge.badge_no == badge.badge_no,
        Badge.returned_on.is_(None),
        Badge.status != "void",
        Badge.id != (badge.id or 0),
    )
    other = case.session.scalars(query.limit(1)).first()
    if other is None:
        return None
    return Refusal(WORN.format(no=badge.badge_no, name=other.staff.name), "badge_no", "001 工作制度 §4")


class Badge(Record):
    """A badge given out."""

    __table_args__ = (
        Index("uq_badge_out", "site_id", "badge_no", unique=True, sqlite_where=OUT, postgresql_where=OUT),
    )
    __register__ = Register(
        label=L("工作证胸卡登记", "Staff badge register"),
        module=Module.hr,
        source=("001 工作制度 §4", "004 §7.1"),
        help=L(
            "发放工作证、胸卡时登记，离职或换证时收回归档；没有收回的，离职审批会提示。",
            "Enter each badge given out and file it when it comes back; a leaver's paper names what is still out.",
        ),
        icon="badge-check",
        prefix="XK",
        aliases=("工作证", "胸卡"),
        title="badge_no",
        list=("number", "badge_no", "staff", "issued_on", "returned_on", "status"),
        sections=(
            Section(L("发放", "Given out"), "staff", "badge_no", "issued_on"),
            Section(L("收回", "Taken back"), "returned_on"),
        ),
        search=("number", "badge_no", "staff"),
        filters=("status", "staff", "issued_on", "returned_on"),
        sort="-issued_on",
        rights=Rights(
            read=(*KEEPERS, Role.cs_supervisor, Role.director, Role.hq_quality),
            own=(Role.staff,),
            create=KEEPERS,
            export=(Role.director, Role.hr_admin),
            import_=(Role.hr_admin, Role.sysadmin),
        ),
        flow=altered(
            record_flow(close=KEEPERS, standing=True),
            close={
                "label": L("收回归档", "Taken back"),
                "asks": asks("returned_on"),
                "guards": (in_order("issued_on", "returned_on"),),
                "bulk": True,
                "clause": "001 工作制度 §4",
                "done": L("{number}已收回归档。", "{number} is taken back and filed."),
            },
        ),
        guards=(badge_is_free, works_here("staff"), in_order("issued_on", "returned_on")),
    )

    staff: Mapped[Staff] = ref("Staff", L("员工", "Employee"), required=True, about=True)
    staff_id: Mapped[int]
    badge_no: Mapped[str] = string(L("证号", "Badge number"), length=40, required=True)
    issued_on: Mapped[dt.date] = date(L("发放日期", "Given out on"), required=True, default=Default.TODAY)
    returned_on: Mapped[dt.date | None] = date(L("收回日期", "Taken back on"))
