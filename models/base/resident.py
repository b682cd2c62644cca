"""业主/住户: owners, tenants and their families, and the homes they belong to (004 §4 业主名册一览表)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from models.base.forgetting import may_be_forgotten
from models.base.rules import pinyin, tail
from models.base.site import ZONE
from models.base.unit import Unit
from models.declare import Record, Row, choice, date, idno, ref, rows, string
from models.declare import phone as telephone
from models.spec import (
    DESK,
    Case,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    base_data,
)

KEEPERS = (Role.reception_lead, Role.cs_supervisor, Role.director, Role.sysadmin)
"""Who answers for names and identities being true (002 §3.2.1-1(7)); reception may keep telephones up to date."""


class Gender(LabelEnum):
    """As on the identity card."""

    m = "m", "男", "Male"
    f = "f", "女", "Female"


class Relation(LabelEnum):
    """What a person is to a home."""

    owner = "owner", "业主", "Owner"
    co_owner = "co_owner", "共有人", "Co-owner"
    family = "family", "家属", "Family"
    tenant = "tenant", "租户", "Tenant"
    agent = "agent", "代理人", "Agent"


class Occupancy(Row):
    """A person's relation to a home over time; ``until`` empty means it holds now."""

    __tablename__ = "resident_occupancies"
    __parent__ = "resident"
    __table_args__ = (
        CheckConstraint("until IS NULL OR since IS NULL OR until >= since", name="in_order"),
        Index("ix_resident_occupancies_unit_now", "unit_id", "until", "relation"),
    )

    if TYPE_CHECKING:
        parent_id: Mapped[int]
    unit: Mapped[Unit] = ref("Unit", L("房屋", "Home"), required=True)
    unit_id: Mapped[int]
    relation: Mapped[Relation] = choice(Relation, L("关系", "Relation"), required=True, default=Relation.owner)
    since: Mapped[dt.date | None] = date(L("起", "Since"))
    until: Mapped[dt.date | None] = date(L("止", "Until"), help=L("仍有效的留空。", "Leave empty while it holds."))


def occupancies_in_order(case: Case) -> Refusal | None:
    """Refuse an end before its beginning, and the same relation to the same home twice at a time."""
    now: set[tuple[Any, str]] = set()
    for at, row in enumerate(case.record.occupancies):
        if row.since and row.until and row.until < row.since:
            return Refusal(
                L("“止”早于“起”，请核对日期。", "“Until” lies before “since”; please check the dates."),
                f"occupancies-{at}-until",
            )
        if row.until is None and row.relation is not None:
            key = (row.unit_id if row.unit_id is not None else row.unit, str(row.relation))
            if key in now:
                return Refusal(
                    L(
                        "同一套房屋、同一种关系写了两行，请删去一行。",
                        "The same relation to the same home stands there twice; remove one line.",
                    ),
                    f"occupancies-{at}-unit",
                )
            now.add(key)
    return None


def homes_text(addresses: list[str]) -> str:
    """Return the homes a person belongs to now, one line for lists."""
    return "、".join(dict.fromkeys(addresses))[:200]


def derived(case: Case) -> list[Set]:
    """Return how the name is typed, the telephone's last four digits and the homes as text."""
    resident, session = case.record, case.session
    today = case.now.astimezone(ZoneInfo(ZONE)).date()
    addresses: list[str] = []
    for row in resident.occupancies:
        if row.until is not None and row.until < today:
            continue
        with session.no_autoflush:
            unit = session.get(Unit, row.unit_id) if row.unit_id is not None else row.unit
        if unit is not None:
            addresses.append(unit.address)
    return [
        Set("name_pinyin", pinyin(resident.name)),
        Set("phone_tail", tail(resident.phone)),
        Set("homes", homes_text(addresses)),
    ]


def contact_in_full(case: Case) -> Refusal | None:
    """Refuse an emergency contact typed around its hidden digits: the number itself would be lost."""
    if "*" not in (case.record.emergency_contact or ""):
        return None
    return Refusal(
        L(
            "紧急联系人里有隐藏的数字（*），请写完整姓名和电话。",
            "The emergency contact holds hidden digits (*); please write name and telephone in full.",
        ),
        "emergency_contact",
        "X-01",
    )


def merged_stays(case: Case) -> Refusal | None:
    """Refuse to bring back a record that was merged into another one."""
    if case.transition != "restore" or case.record.merged_into_id is None:
        return None
    return Refusal(
        L(
            "这份档案已并入另一份,不能恢复;请使用保留的那一份。",
            "This record was merged into another one and can't come back; use the one that was kept.",
        )
    )


class Resident(Record):
    """An owner, co-owner, family member, tenant or agent."""

    __register__ = Register(
        label=L("业主/住户", "Owner or resident"),
        module=Module.base,
        source=("004 §4 业主名册一览表", "002 职责1", "003 (三)1"),
        help=L(
            "登记业主和住户的联系方式及其房屋；资料保密，完整号码的查看会留痕。",
            "Owners and residents, how to reach them and their homes; confidential: seeing full numbers is logged.",
        ),
        icon="users",
        title="name",
        list=("name", "homes", "phone", "phone2", "status"),
        sections=(
            Section(L("姓名与电话", "Name and telephone"), "name", "phone", "phone2", "emergency_contact"),
            Section(L("房屋", "Homes"), "homes", "occupancies"),
            Section(
                L("个人资料", "Personal data"), "gender", "id_number", "workplace", "mailing_address", "merged_into"
            ),
        ),
        search=("name", "name_pinyin", "phone", "phone2", "homes"),
        filters=("status", "phone_tail", "gender"),
        sort="-id",
        daily=(Role.receptionist, Role.reception_lead),
        flow=may_be_forgotten(base_data(roles=KEEPERS)),
        rights=Rights(
            read=(*DESK, Role.director, Role.cashier, Role.hq_quality, Role.sysadmin),
            create=(*DESK, Role.director, Role.sysadmin),
            export=(Role.cs_supervisor, Role.director),
            unmask=(*DESK, Role.director),
        ),
        locked_rights=("read", "export", "unmask", "do:forget"),
        derive=derived,
        guards=(occupancies_in_order, contact_in_full, merged_stays),
        indexes=(("site_id", "phone_tail"), ("site_id", "phone"), ("site_id", "name")),
    )
    __table_args__ = (CheckConstraint("merged_into_id IS NULL OR status = 'archived'", name="merged_is_archived"),)

    name: Mapped[str] = string(L("姓名", "Name"), length=60, required=True)
    name_pinyin: Mapped[str | None] = string(L("姓名拼音", "Name in pinyin"), length=200, system=True)
    phone: Mapped[str | None] = telephone(L("联系电话", "Telephone"))
    phone_tail: Mapped[str | None] = string(L("电话尾号", "Last four digits"), length=4, system=True)
    phone2: Mapped[str | None] = telephone(L("备用电话", "Second telephone"))
    id_number: Mapped[str | None] = idno(L("身份证号", "ID number"), edit=KEEPERS)
    gender: Mapped[Gender | None] = choice(Gender, L("性别", "Gender"))
    workplace: Mapped[str | None] = string(L("工作单位", "Workplace"), length=120)
    mailing_address: Mapped[str | None] = string(L("通讯地址", "Postal address"), length=200)
    emergency_contact: Mapped[str | None] = string(L("紧急联系人", "Emergency contact"), length=120, masked=True)
    occupancies: Mapped[list[Occupancy]] = rows(L("房屋关系", "Homes"), model=Occupancy)
    homes: Mapped[str | None] = string(L("房屋", "Homes"), length=200, system=True)
    merged_into: Mapped[Resident | None] = ref("Resident", L("已并入", "Merged into"), system=True)
    merged_into_id: Mapped[int | None]
