"""部门: a department, what it answers for and who heads it (002 §3.1 部门责权)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped

from models.declare import Record, date, ref, string, text
from models.declare import phone as telephone
from models.spec import L, Module, Register, Rights, Role, Section, base_data

if TYPE_CHECKING:
    from models.base.staff import Staff

EDITORS = (Role.sysadmin, Role.hr_admin, Role.director, Role.cs_supervisor)


class Department(Record):
    """A department of a site."""

    __register__ = Register(
        label=L("部门", "Department"),
        module=Module.base,
        source=("003 管理架构", "002 §3.1"),
        help=L(
            "登记管理处的部门、负责人和职责；投诉按责任部门处理。",
            "The departments of the site, their heads and duties; complaints go to the responsible one.",
        ),
        icon="layers",
        title="name",
        list=("name", "head", "leader", "phone", "duty_phone", "status"),
        sections=(
            Section(L("部门", "Department"), "name", "head", "leader", "specialty"),
            Section(L("电话", "Telephone"), "phone", "duty_phone"),
            Section(L("部门责权", "Duties and powers"), "responsibilities", "powers", "notes"),
            Section(
                L("编审批", "Drafted, reviewed, approved"),
                "drafted_by",
                "drafted_on",
                "reviewed_by",
                "reviewed_on",
                "approved_by",
                "approved_on",
            ),
        ),
        search=("name", "specialty", "head"),
        filters=("status", "head"),
        sort="name",
        flow=base_data(roles=EDITORS),
        rights=Rights(read=tuple(Role), create=EDITORS, export=(*EDITORS, Role.hq_quality)),
        unique=(("site_id", "name"),),
    )

    name: Mapped[str] = string(L("部门", "Department"), length=60, required=True)
    head: Mapped[Staff | None] = ref("Staff", L("负责人", "Head"), alter=True)
    head_id: Mapped[int | None]
    responsibilities: Mapped[str | None] = text(L("部门职责", "Responsibilities"))
    powers: Mapped[str | None] = text(L("部门权力", "Powers"))
    leader: Mapped[Staff | None] = ref("Staff", L("直属领导", "Direct leader"), alter=True)
    leader_id: Mapped[int | None]
    phone: Mapped[str | None] = telephone(L("电话", "Telephone"), masked=False)
    duty_phone: Mapped[str | None] = telephone(L("值班电话", "Duty telephone"), masked=False)
    specialty: Mapped[str | None] = string(L("专业", "Specialty"), length=60)
    notes: Mapped[str | None] = text(L("相关说明", "Notes"))
    drafted_by: Mapped[Staff | None] = ref("Staff", L("编制人员", "Drafted by"), alter=True)
    drafted_by_id: Mapped[int | None]
    drafted_on: Mapped[dt.date | None] = date(L("编制日期", "Drafted on"))
    reviewed_by: Mapped[Staff | None] = ref("Staff", L("审核人员", "Reviewed by"), alter=True)
    reviewed_by_id: Mapped[int | None]
    reviewed_on: Mapped[dt.date | None] = date(L("审核日期", "Reviewed on"))
    approved_by: Mapped[Staff | None] = ref("Staff", L("批准人员", "Approved by"), alter=True)
    approved_by_id: Mapped[int | None]
    approved_on: Mapped[dt.date | None] = date(L("批准日期", "Approved on"))
