"""请假单: leave request (001 考勤、请假制度 §5-11)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, files, moment, ref, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class LeaveRequestKind(LabelEnum):
    """Kind of leave request."""

    personal = "personal", "一般事假", "Personal"
    urgent_personal = "urgent_personal", "特殊事假", "Urgent personal"
    sick = "sick", "病假", "Sick"
    emergency_sick = "emergency_sick", "急诊", "Emergency sick"
    official = "official", "公假", "Official"
    time_off = "time_off", "补休", "Time off"


class LeaveRequestOfficialKind(LabelEnum):
    """Official kind of leave request."""

    meeting = "meeting", "会议", "Meeting"
    study = "study", "学习", "Study"
    trip = "trip", "出差", "Trip"
    visit = "visit", "参观", "Visit"
    call = "call", "访问", "Call"
    injury = "injury", "因公负伤", "Injury"


class LeaveRequest(Record):
    """Leave request."""

    __register__ = Register(
        label=L("请假单", "Leave request"),
        module=Module.hr,
        source=("001 考勤、请假制度 §5-11",),
        help=L("请假单。", "Leave request."),
        icon="users",
        prefix="QJ",
        title="by_proxy",
        list=("number", "staff", "kind", "overtime", "starts_at", "ends_at", "applied_at", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "staff",
                "kind",
                "overtime",
                "starts_at",
                "ends_at",
                "reason",
                "applied_at",
                "by_proxy",
                "certificate",
                "certificate_from",
                "certificate_to",
                "back_on",
                "slip_at",
                "called_at",
                "official_kind",
                "company_approval",
            ),
        ),
        search=("number", "reason", "by_proxy"),
        filters=("status", "kind", "starts_at", "ends_at"),
        sort="-starts_at",
        rights=Rights(
            read=(Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            own=(Role.staff,),
            create=(Role.staff, Role.receptionist, Role.reception_lead),
        ),
        flow=approval_flow(("@line",)),
        print=("form",),
    )

    staff: Mapped[Any] = ref("Staff", L("请假人", "Staff"), required=True)
    staff_id: Mapped[int]
    kind: Mapped[LeaveRequestKind] = choice(LeaveRequestKind, L("类别", "Kind"), required=True)
    overtime: Mapped[Any] = ref("OvertimeRequest", L("抵扣加班单", "Overtime"))
    overtime_id: Mapped[int | None]
    starts_at: Mapped[dt.datetime] = moment(L("开始", "Starts at"), required=True)
    ends_at: Mapped[dt.datetime] = moment(L("结束", "Ends at"), required=True)
    reason: Mapped[str] = text(L("事由", "Reason"), required=True)
    applied_at: Mapped[dt.datetime] = moment(L("申请时间", "Applied at"), required=True)
    by_proxy: Mapped[str | None] = string(L("代请人", "By proxy"))
    certificate: Mapped[Any] = files(L("医疗证明", "Certificate"))
    certificate_from: Mapped[dt.date | None] = date(L("证明起", "Certificate from"))
    certificate_to: Mapped[dt.date | None] = date(L("证明止", "Certificate to"))
    back_on: Mapped[dt.date | None] = date(L("销假日期", "Back on"))
    slip_at: Mapped[dt.datetime | None] = moment(L("交假条时间", "Slip at"))
    called_at: Mapped[dt.datetime | None] = moment(L("急诊来电", "Called at"))
    official_kind: Mapped[LeaveRequestOfficialKind | None] = choice(
        LeaveRequestOfficialKind, L("公假类型", "Official kind")
    )
    company_approval: Mapped[Any] = files(L("公司批准", "Company approval"))
