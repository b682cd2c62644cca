"""What the three monthly sheets share: their way, their limit, and when their lines are compiled and frozen (004 §5.7, D-05)."""

from __future__ import annotations

from models.spec import (
    STAY,
    DueRule,
    Effects,
    Flow,
    L,
    Role,
    Transition,
    Unit,
    altered,
    approval_flow,
)

COMPILERS = (Role.reception_lead, Role.receptionist)


def sheet_flow(lines: Effects) -> Flow:
    """Return the way of a sheet: compiled at the desk, reviewed by the director, then administration.

    ``lines`` compiles them: on every saving of the draft, by the button, and a last time when it is submitted; from then
    on they stand as they were (D-05).
    """
    chain = approval_flow((Role.director, Role.hr_admin), clause="004 §5.7; C-19; D-05", on_submit=lines)
    recount = Transition(
        name="recount",
        label=L("重新汇总", "Compile anew"),
        source=("draft",),
        to=STAY,
        roles=COMPILERS,
        effects=lines,
        clause="004 §5.7",
        done=L("{number} 已按最新记录汇总。", "{number} is compiled from the latest entries."),
    )
    return altered(chain, recount)


DUE = DueRule(
    name="submit",
    label=L("考勤三表上报", "Attendance sheets"),
    starts="month_ends_on",
    stops="reviewed_at",
    unit=Unit.at_field,
    field="due_on",
    setting="attendance.sheet_day",
    accountable=(Role.reception_lead,),
    clause="004 §5.7; T-64",
)
"""Approved by the director by the 5th of the next month."""
