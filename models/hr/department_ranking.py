"""部门排序表: a department's people ranked by assessment and attendance (004 §5.7; S-07, A-59; 4-C)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, computed, date, decimal, integer, month, ref, rows
from models.hr.monthly_attendance import MonthlyAttendance
from models.hr.sheet import COMPILERS, DUE, sheet_flow
from models.hr.sheet_rules import last_month, one_a_month, ranking_lines, reviewed_at, sheet_of, when
from models.spec import Case, Default, Effect, L, Module, Refusal, Register, Rights, Role, Section, Set

NO_SHEET = L(
    "{month} 还没有这个部门的考勤表，请先编制考勤表。",
    "There is no attendance sheet of {month} for this department yet; compile that first.",
)


def compiled(case: Case) -> list[Effect]:
    """Return the ranking as sheet and assessments stand now."""
    sheet = sheet_of(case, MonthlyAttendance)
    return [Set("lines", ranking_lines(case, sheet) if sheet is not None else [])]


def derived(case: Case) -> list[Effect]:
    """Return the ranking's dates and its lines."""
    return [*when(case), *compiled(case)] if case.record.month else []


def from_a_sheet(case: Case) -> Refusal | None:
    """Refuse a ranking before there is an attendance sheet to rank by."""
    sheet = sheet_of(case, MonthlyAttendance)
    return None if sheet is not None else Refusal(NO_SHEET.format(month=case.record.month), "month", "004 §5.7")


class DepartmentRanking(Record):
    """One month's ranking of a department."""

    __register__ = Register(
        label=L("部门排序表", "Department ranking"),
        module=Module.hr,
        source=("004 §5.7",),
        help=L(
            "考勤表编好以后再编：按月考核得分、旷工天数、迟到早退次数排名，得分相同看出勤；只有本部门负责人、客服主管、主任和行政部能看。",
            "Compile it after the attendance sheet: ranked by the month's score, then days absent, then times late. Only the "
            "head of the department, the supervisor, the director and administration see it.",
        ),
        icon="award",
        prefix="PX",
        title="month",
        aliases=("排序表", "员工排名表"),
        list=("number", "month", "department", "due_on", "status"),
        sections=(
            Section(L("排序表", "Ranking"), "month", "department", "month_ends_on", "due_on", "reviewed_at"),
            Section(L("排序", "Ranks"), "lines"),
        ),
        search=("number", "month", "department"),
        filters=("status", "month", "department"),
        sort="-month",
        involved=("department.head",),
        rights=Rights(
            read=(Role.cs_supervisor, Role.director, Role.hr_admin),
            own=(*COMPILERS, Role.engineering_lead, Role.security_lead),
            create=COMPILERS,
            export=(Role.director, Role.hr_admin),
            import_=(),
        ),
        locked_rights=("read", "export", "import"),
        flow=sheet_flow(compiled),
        derive=derived,
        guards=(from_a_sheet, one_a_month("department")),
        deadlines=(DUE,),
        print=("form",),
    )

    month: Mapped[str] = month(L("月份", "Month"), required=True, default=last_month)
    department: Mapped[Any] = ref("Department", L("部门", "Department"), required=True, default=Default.MY_DEPARTMENT)
    department_id: Mapped[int]
    month_ends_on: Mapped[dt.date | None] = date(L("月末", "Month's end"), system=True)
    due_on: Mapped[dt.date | None] = date(L("上报期限", "Due by"), system=True)
    reviewed_at: Mapped[dt.datetime | None] = computed(L("主任审核时间", "Reviewed by the director"), reviewed_at)
    lines: Mapped[list[Any]] = rows(
        L("排序", "Ranks"),
        options={"system": True},
        rank=integer(L("名次", "Rank")),
        staff=ref("Staff", L("姓名", "Name")),
        score=decimal(L("考核得分", "Score")),
        absent=integer(L("旷工(天)", "Days absent")),
        late=integer(L("迟到、早退、擅离(次)", "Late, early, off post")),
    )
