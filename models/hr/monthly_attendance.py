"""考勤表: the month's attendance and assessment of a department, compiled from the registers (004 §5.7; S-05, C-19, T-64)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, computed, date, decimal, integer, month, ref, rows
from models.hr.leave_rules import LeaveKind
from models.hr.sheet import COMPILERS, DUE, sheet_flow
from models.hr.sheet_rules import attendance_lines, last_month, one_a_month, reviewed_at, when
from models.spec import Case, Default, Effect, L, Module, Register, Rights, Role, Section, Set

LEAVE_COLUMNS = {kind.value: decimal(L(f"{kind.label.zh}(天)", f"{kind.label.en}, days")) for kind in LeaveKind}


def compiled(case: Case) -> list[Effect]:
    """Return the sheet's lines as the registers stand now."""
    return [Set("lines", attendance_lines(case))]


def derived(case: Case) -> list[Effect]:
    """Return the sheet's dates and its lines."""
    return [*when(case), *compiled(case)] if case.record.month else []


class MonthlyAttendance(Record):
    """One month's sheet of a department, or of the site."""

    __register__ = Register(
        label=L("考勤表", "Monthly attendance sheet"),
        module=Module.hr,
        source=("004 §5.7",),
        help=L(
            "每月 5 日前编制上月考勤表：明细由考勤、请假、加班和月考核自动汇总，提交后不再变动；主任审核后报行政部。",
            "Compile last month's sheet by the 5th: its lines come from attendance, leave, overtime and assessments, and stand "
            "as they were once submitted. The director reviews it, then it goes to administration.",
        ),
        icon="file-spreadsheet",
        prefix="KQ",
        title="month",
        aliases=("月考勤表", "出勤表"),
        list=("number", "month", "department", "due_on", "status"),
        sections=(
            Section(L("考勤表", "Sheet"), "month", "department", "month_ends_on", "due_on", "reviewed_at"),
            Section(L("明细", "Lines"), "lines"),
        ),
        search=("number", "month", "department"),
        filters=("status", "month", "department"),
        sort="-month",
        daily=(Role.hr_admin,),
        rights=Rights(
            read=(Role.reception_lead, Role.cs_supervisor, Role.director, Role.hr_admin, Role.hq_quality),
            own=(Role.receptionist,),
            create=COMPILERS,
            export=(Role.cs_supervisor, Role.director, Role.hr_admin, Role.hq_quality),
            import_=(),
        ),
        locked_rights=("read", "export", "import"),
        flow=sheet_flow(compiled),
        derive=derived,
        guards=(one_a_month("department"),),
        deadlines=(DUE,),
        print=("form",),
    )

    month: Mapped[str] = month(
        L("月份", "Month"),
        required=True,
        default=last_month,
        help=L("默认上月全月。", "The whole last month by default."),
    )
    department: Mapped[Any] = ref(
        "Department",
        L("部门", "Department"),
        default=Default.MY_DEPARTMENT,
        help=L("留空为全项目。", "Empty: the whole site."),
    )
    department_id: Mapped[int | None]
    month_ends_on: Mapped[dt.date | None] = date(L("月末", "Month's end"), system=True)
    due_on: Mapped[dt.date | None] = date(L("上报期限", "Due by"), system=True)
    reviewed_at: Mapped[dt.datetime | None] = computed(L("主任审核时间", "Reviewed by the director"), reviewed_at)
    lines: Mapped[list[Any]] = rows(
        L("明细", "Lines"),
        options={"system": True},
        staff=ref("Staff", L("姓名", "Name")),
        days_present=integer(L("出勤(天)", "Days present")),
        late=integer(L("迟到(次)", "Late")),
        early=integer(L("早退(次)", "Left early")),
        off_post=integer(L("擅离职守(次)", "Off post")),
        absent=integer(L("旷工(天)", "Days absent")),
        **LEAVE_COLUMNS,
        overtime_hours=decimal(L("加班(小时)", "Overtime, hours")),
        score=decimal(L("考核得分", "Assessment score")),
    )
