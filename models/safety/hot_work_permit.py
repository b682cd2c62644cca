"""动火审批单: hot-work permit (001 安全保密制度 §4 公司保卫部门同意)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, moment, ref, string, text
from models.spec import L, Module, Register, Rights, Role, Section, State, Tone, Transition, asks, flow


class HotWorkPermit(Record):
    """Hot-work permit."""

    __register__ = Register(
        label=L("动火审批单", "Hot-work permit"),
        module=Module.safety,
        source=("001 安全保密制度 §4 公司保卫部门同意",),
        help=L("动火审批单。", "Hot-work permit."),
        icon="shield",
        prefix="DH",
        title="place",
        list=("number", "place", "operator", "guardian", "date_from", "date_to", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "place",
                "work",
                "operator",
                "guardian",
                "date_from",
                "date_to",
                "measures",
                "checked_after",
                "reason",
            ),
        ),
        search=("number", "place", "work", "operator"),
        filters=("status", "date_from", "date_to"),
        sort="-date_from",
        rights=Rights(
            read=(Role.engineering_lead, Role.technician, Role.cs_supervisor, Role.director, Role.hq_quality),
            own=(Role.staff,),
            create=(Role.staff, Role.engineering_lead, Role.technician),
        ),
        flow=flow(
            (
                State(name="draft", label=L("草稿", "Draft"), tone=Tone.blue, editable=True),
                State(name="submitted", label=L("待审批", "Submitted"), tone=Tone.amber),
                State(name="first_approved", label=L("初批", "First approved"), tone=Tone.amber),
                State(name="approved", label=L("已批准", "Approved"), tone=Tone.green),
                State(name="finished", label=L("已完工", "Finished"), tone=Tone.green, final=True),
                State(name="rejected", label=L("驳回", "Rejected"), tone=Tone.red, final=True),
                State(name="expired", label=L("已过期", "Expired"), tone=Tone.green, final=True),
            ),
            (
                Transition(
                    name="submit",
                    label=L("提交", "Submit"),
                    source=("draft",),
                    to="submitted",
                    roles=("@creator",),
                ),
                Transition(
                    name="first_approve",
                    label=L("初批", "First approve"),
                    source=("submitted",),
                    to="first_approved",
                    roles=(Role.security_lead,),
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
                    name="finish",
                    label=L("完工", "Finish"),
                    source=("approved",),
                    to="finished",
                    roles=("@guardian", Role.security_lead),
                    asks=asks("checked_after"),
                ),
                Transition(
                    name="expire",
                    label=L("过期", "Expire"),
                    source=("approved",),
                    to="expired",
                    by_itself=True,
                ),
            ),
        ),
        print=("form",),
    )

    place: Mapped[str] = string(L("动火地点", "Place"), required=True)
    work: Mapped[str] = text(L("作业内容", "Work"), required=True)
    operator: Mapped[str] = string(L("动火人", "Operator"), required=True)
    guardian: Mapped[Any] = ref("Staff", L("监护人", "Guardian"), required=True)
    guardian_id: Mapped[int]
    date_from: Mapped[dt.datetime] = moment(L("起", "Date from"), required=True)
    date_to: Mapped[dt.datetime] = moment(L("止", "Date to"), required=True)
    measures: Mapped[str] = text(L("安全措施", "Measures"), required=True)
    checked_after: Mapped[str | None] = text(L("完工检查", "Checked after"))
    reason: Mapped[str] = text(L("动用理由", "Reason"), required=True)
