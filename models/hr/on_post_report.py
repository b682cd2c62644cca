"""员工在岗情况表: each post's establishment, who is on it, who joined and left (004 §5.7; S-06; 003 内部管理 §2)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, computed, date, integer, month, ref, rows
from models.hr.sheet import COMPILERS, DUE, sheet_flow
from models.hr.sheet_rules import last_month, one_a_month, post_lines, reviewed_at, when
from models.spec import Case, Effect, L, Module, Register, Rights, Role, Section, Set


def compiled(case: Case) -> list[Effect]:
    """Return the report's lines as posts and staff stand now."""
    return [Set("lines", post_lines(case))]


def derived(case: Case) -> list[Effect]:
    """Return the report's dates and its lines."""
    return [*when(case), *compiled(case)] if case.record.month else []


class OnPostReport(Record):
    """One month's report."""

    __register__ = Register(
        label=L("员工在岗情况表", "On-post report"),
        module=Module.hr,
        source=("004 §5.7",),
        help=L(
            "与考勤表同时上报：各岗位编制、月末在岗、当月新进和离职、缺编，由岗位和员工档案自动汇总；没有编制人数的不计缺编。",
            "Filed with the attendance sheet: each post's establishment, who is on it at the month's end, who joined and left, "
            "and vacancies, compiled from posts and staff. Posts without an establishment have no vacancies.",
        ),
        icon="users",
        prefix="ZG2",
        title="month",
        aliases=("在岗情况表", "在岗表"),
        list=("number", "month", "due_on", "status"),
        sections=(
            Section(L("在岗情况", "Report"), "month", "month_ends_on", "due_on", "reviewed_at"),
            Section(L("明细", "Lines"), "lines"),
        ),
        search=("number", "month"),
        filters=("status", "month"),
        sort="-month",
        rights=Rights(
            read=(*COMPILERS, Role.cs_supervisor, Role.director, Role.hr_admin, Role.hq_quality),
            create=COMPILERS,
            export=(Role.cs_supervisor, Role.director, Role.hr_admin, Role.hq_quality),
            import_=(),
        ),
        locked_rights=("import",),
        flow=sheet_flow(compiled),
        derive=derived,
        guards=(one_a_month(),),
        deadlines=(DUE,),
        print=("form",),
    )

    month: Mapped[str] = month(L("月份", "Month"), required=True, default=last_month)
    month_ends_on: Mapped[dt.date | None] = date(L("月末", "Month's end"), system=True)
    due_on: Mapped[dt.date | None] = date(L("上报期限", "Due by"), system=True)
    reviewed_at: Mapped[dt.datetime | None] = computed(L("主任审核时间", "Reviewed by the director"), reviewed_at)
    lines: Mapped[list[Any]] = rows(
        L("明细", "Lines"),
        options={"system": True},
        post=ref("Post", L("岗位", "Post")),
        establishment=integer(L("编制", "Establishment")),
        on_post=integer(L("在岗", "On post")),
        joined=integer(L("新进", "Joined")),
        left=integer(L("离职", "Left")),
        vacancies=integer(L("缺编", "Vacancies")),
    )
