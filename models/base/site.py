"""项目/管理处: a residential estate with its service centre (003 蓝天新苑)."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from models.base.rules import changed, is_new
from models.declare import Record, date, phone, string
from models.engine.numbering import Counter
from models.spec import Case, L, Module, Refusal, Register, Rights, Role, Scope, Section, base_data

CODE = re.compile(r"[A-Z0-9]{2,8}")
ZONE = "Asia/Shanghai"
"""The zone of a site that names none."""


def code_is_plain(case: Case) -> Refusal | None:
    """Refuse a code that can't stand in a document's number."""
    if CODE.fullmatch(case.record.code or ""):
        return None
    return Refusal(
        L(
            "项目代码请用 2 到 8 位大写字母或数字，例如 LTXY:它会写进每张单据的编号。",
            "Write the site code in 2 to 8 capital letters or digits, such as LTXY: every document number carries it.",
        ),
        "code",
    )


def code_stays(case: Case) -> Refusal | None:
    """Refuse another code once documents carry it."""
    if is_new(case.record) or not changed(case.record, "code"):
        return None
    with case.session.no_autoflush:
        used = case.session.scalar(select(Counter.id).where(Counter.site_id == case.record.id).limit(1))
    if used is None:
        return None
    return Refusal(
        L(
            "已有单据用这个项目代码编了号，代码不能再改；名称可以改。",
            "Documents already carry this site code in their numbers, so it can't change; the name can.",
        ),
        "code",
    )


def zone_is_known(case: Case) -> Refusal | None:
    """Refuse a time zone nobody knows."""
    try:
        ZoneInfo(case.record.zone or ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        return Refusal(
            L(
                "没有“{zone}”这个时区，国内项目请填 Asia/Shanghai。",
                "There is no time zone “{zone}”; sites in China use Asia/Shanghai.",
            ).format(zone=case.record.zone),
            "zone",
        )
    return None


class Site(Record):
    """A site; every other record belongs to one."""

    __register__ = Register(
        label=L("项目/管理处", "Site"),
        module=Module.base,
        source=("003 蓝天新苑",),
        help=L(
            "登记公司管理的每个小区；人员、房屋和单据都归在某个项目名下。",
            "The estates the company manages; people, homes and documents each belong to one.",
        ),
        icon="building-2",
        scope=Scope.none,
        title="name",
        list=("code", "name", "address", "hotline", "opened_on", "status"),
        sections=(
            Section(L("项目", "Site"), "code", "name", "address", "opened_on", "zone"),
            Section(L("服务热线", "Hotline"), "hotline", "greeting_name"),
        ),
        search=("code", "name", "address"),
        filters=("status",),
        sort="code",
        flow=base_data(),
        rights=Rights(
            read=tuple(Role), create=(Role.sysadmin,), edit=(Role.sysadmin, Role.director), export=(Role.sysadmin,)
        ),
        locked_rights=("create", "import", "do:archive", "do:restore"),
        guards=(code_is_plain, code_stays, zone_is_known),
    )

    code: Mapped[str] = string(
        L("项目代码", "Site code"),
        length=8,
        required=True,
        unique=True,
        edit=(Role.sysadmin,),
        help=L(
            "2 到 8 位大写字母或数字，写在每张单据编号里。",
            "2 to 8 capital letters or digits; part of every document number.",
        ),
    )
    name: Mapped[str] = string(L("项目名称", "Name"), required=True, edit=(Role.sysadmin,))
    address: Mapped[str | None] = string(L("地址", "Address"), length=200)
    hotline: Mapped[str | None] = phone(L("服务热线", "Hotline"), masked=False)
    opened_on: Mapped[dt.date | None] = date(L("启用日期", "Opened on"), edit=(Role.sysadmin,))
    greeting_name: Mapped[str | None] = string(
        L("电话报名", "Name said on the phone"),
        length=60,
        help=L("接电话时报的单位名称，例如“非凡物业”。", "The name the clerk gives when answering a call."),
    )
    zone: Mapped[str | None] = string(L("时区", "Time zone"), length=40, default=ZONE, edit=(Role.sysadmin,))
