"""工作日历: days a site works or rests against the public calendar (A-36, A-37, A-45)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, string
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Scope, Section, base_data

EDITORS = (Role.sysadmin, Role.hr_admin, Role.director)


class DayKind(LabelEnum):
    """What kind of day it is."""

    workday = "workday", "工作日", "Workday"
    rest = "rest", "休息日", "Rest day"
    holiday = "holiday", "节假日", "Public holiday"


class WorkCalendar(Record):
    """One day that differs from the public calendar, for a site or (site empty) for all."""

    __register__ = Register(
        label=L("工作日历", "Working calendar"),
        module=Module.base,
        source=("A-36", "A-37", "A-45", "004 §7.4.24"),
        help=L(
            "法定节假日自动识别；这里只登记与国家安排不同的日子，例如项目自己的值班或调休。",
            "Public holidays are known already; enter only days on which the site differs, such as its own swapped days.",
        ),
        icon="calendar-days",
        scope=Scope.site_or_all,
        title="note",
        list=("day", "kind", "note", "site", "status"),
        sections=(Section(L("日期", "Day"), "day", "kind", "note"),),
        search=("note",),
        filters=("day", "kind", "status"),
        sort="-day",
        flow=base_data(roles=EDITORS),
        rights=Rights(
            read=tuple(Role), create=EDITORS, export=(*EDITORS, Role.hq_quality), import_=(Role.sysadmin, Role.hr_admin)
        ),
        unique=(("site_id", "day"),),
    )
    __table_args__ = (
        Index(
            "uq_work_calendar_day_all_sites",
            "day",
            unique=True,
            sqlite_where=text("site_id IS NULL"),
            postgresql_where=text("site_id IS NULL"),
        ),
    )

    day: Mapped[dt.date] = date(L("日期", "Day"), required=True)
    kind: Mapped[DayKind] = choice(DayKind, L("类别", "Kind"), required=True)
    note: Mapped[str | None] = string(L("说明", "Note"), length=120)
