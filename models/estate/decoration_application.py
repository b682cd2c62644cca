"""装修申请: decoration application (002 职责2, 25 装修(含二装); 000 §4.5.4)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, date, files, flag, idno, phone, ref, rows, string, text
from models.spec import L, Module, Register, Rights, Role, Section, State, Tone, Transition, asks, flow


class DecorationApplication(Record):
    """Decoration application."""

    __register__ = Register(
        label=L("装修申请", "Decoration application"),
        module=Module.estate,
        source=("002 职责2, 25 装修(含二装)", "000 §4.5.4"),
        help=L("装修申请。", "Decoration application."),
        icon="house",
        prefix="ZX",
        title="contractor",
        list=("number", "unit", "applicant", "second_time", "contractor", "contractor_head", "date_from", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "unit",
                "applicant",
                "second_time",
                "contractor",
                "contractor_head",
                "contractor_phone",
                "scope",
                "drawings",
                "date_from",
                "date_to",
                "deposit",
                "garbage_fee",
                "workers",
                "accepted_on",
                "acceptance",
            ),
        ),
        search=("number", "contractor", "contractor_head", "scope", "unit"),
        filters=("status", "date_from", "date_to", "accepted_on"),
        sort="-date_from",
        rights=Rights(
            read=(Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.receptionist, Role.reception_lead),
        ),
        flow=flow(
            (
                State(name="draft", label=L("草稿", "Draft"), tone=Tone.blue, editable=True),
                State(name="submitted", label=L("待审批", "Submitted"), tone=Tone.amber),
                State(name="first_approved", label=L("初批", "First approved"), tone=Tone.amber),
                State(name="approved", label=L("已批准", "Approved"), tone=Tone.green),
                State(name="working", label=L("施工中", "Working"), tone=Tone.amber),
                State(name="stopped", label=L("停工整改", "Stopped"), tone=Tone.amber),
                State(name="accepted", label=L("验收合格", "Accepted"), tone=Tone.amber),
                State(name="closed", label=L("已退押金", "Closed"), tone=Tone.green, final=True),
                State(name="rejected", label=L("驳回", "Rejected"), tone=Tone.red, final=True),
            ),
            (
                Transition(
                    name="submit",
                    label=L("提交", "Submit"),
                    source=("draft",),
                    to="submitted",
                    roles=(Role.receptionist, Role.reception_lead),
                ),
                Transition(
                    name="first_approve",
                    label=L("初批", "First approve"),
                    source=("submitted",),
                    to="first_approved",
                    roles=(Role.cs_supervisor,),
                ),
                Transition(
                    name="approve",
                    label=L("批准", "Approve"),
                    source=("first_approved",),
                    to="approved",
                    roles=(Role.director,),
                ),
                Transition(
                    name="reject",
                    label=L("驳回", "Reject"),
                    source=("submitted", "first_approved"),
                    to="rejected",
                    roles=(Role.director,),
                    asks=asks("reason"),
                ),
                Transition(
                    name="start",
                    label=L("开工", "Start"),
                    source=("approved",),
                    to="working",
                    roles=(Role.receptionist, Role.reception_lead),
                ),
                Transition(
                    name="stop",
                    label=L("停工", "Stop"),
                    source=("working",),
                    to="stopped",
                    by_itself=True,
                ),
                Transition(
                    name="resume",
                    label=L("复工", "Resume"),
                    source=("stopped",),
                    to="working",
                    roles=(Role.cs_supervisor,),
                ),
                Transition(
                    name="accept",
                    label=L("验收", "Accept"),
                    source=("working",),
                    to="accepted",
                    roles=(Role.cs_supervisor, Role.engineering_lead),
                    asks=asks("acceptance"),
                ),
                Transition(
                    name="close",
                    label=L("退押", "Close"),
                    source=("accepted",),
                    to="closed",
                    roles=(Role.cashier,),
                ),
            ),
        ),
        print=("form",),
    )

    unit: Mapped[Any] = ref("Unit", L("房屋", "Unit"), required=True)
    unit_id: Mapped[int]
    applicant: Mapped[Any] = ref("Resident", L("业主", "Applicant"), required=True)
    applicant_id: Mapped[int]
    second_time: Mapped[bool | None] = flag(L("二次装修", "Second time"))
    contractor: Mapped[str] = string(L("施工单位", "Contractor"), required=True)
    contractor_head: Mapped[str] = string(L("施工负责人", "Contractor head"), required=True)
    contractor_phone: Mapped[str] = phone(L("负责人电话", "Contractor phone"), required=True)
    scope: Mapped[str] = text(L("装修内容", "Scope"), required=True)
    drawings: Mapped[Any] = files(L("图纸", "Drawings"))
    date_from: Mapped[dt.date] = date(L("开工日期", "Date from"), required=True)
    date_to: Mapped[dt.date] = date(L("完工日期", "Date to"), required=True)
    deposit: Mapped[Any] = ref("Deposit", L("装修押金", "Deposit"))
    deposit_id: Mapped[int | None]
    garbage_fee: Mapped[Any] = ref("Bill", L("垃圾清运费", "Garbage fee"))
    garbage_fee_id: Mapped[int | None]
    workers: Mapped[list[Any]] = rows(
        L("施工人员", "Workers"),
        name=string(L("name", "Name")),
        id_number=idno(L("id_number", "Id number")),
        pass_no=string(L("pass_no", "Pass no")),
    )
    accepted_on: Mapped[dt.date | None] = date(L("验收日期", "Accepted on"))
    acceptance: Mapped[str | None] = text(L("验收结论", "Acceptance"))
