"""监控室档案室进入登记: restricted-area entry (001 安全保密制度 §3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, idno, moment, ref, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, State, Tone, Transition, asks, flow


class RestrictedEntryArea(LabelEnum):
    """Area of restricted-area entry."""

    monitor = "monitor", "监控室", "Monitor"
    archive = "archive", "档案室", "Archive"
    other = "other", "其他", "Other"


class RestrictedEntry(Record):
    """Restricted-area entry."""

    __register__ = Register(
        label=L("监控室档案室进入登记", "Restricted-area entry"),
        module=Module.safety,
        source=("001 安全保密制度 §3",),
        help=L("监控室档案室进入登记。", "Restricted-area entry."),
        icon="shield",
        prefix="JR",
        title="visitor",
        list=("number", "area", "visitor", "organisation", "escort", "entered_at", "left_at", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "area",
                "visitor",
                "organisation",
                "id_number",
                "reason",
                "escort",
                "entered_at",
                "left_at",
                "consulted",
            ),
        ),
        search=("number", "visitor", "organisation", "reason"),
        filters=("status", "area", "entered_at", "left_at"),
        sort="-entered_at",
        rights=Rights(
            read=(
                Role.guard,
                Role.receptionist,
                Role.security_lead,
                Role.cs_supervisor,
                Role.director,
                Role.hq_quality,
            ),
            create=(Role.guard, Role.receptionist, Role.security_lead),
        ),
        flow=flow(
            (
                State(name="asked", label=L("待批准", "Asked"), tone=Tone.blue, editable=True),
                State(name="approved", label=L("已批准", "Approved"), tone=Tone.green),
                State(name="inside", label=L("已进入", "Inside"), tone=Tone.amber),
                State(name="left", label=L("已离开", "Left"), tone=Tone.green, final=True),
                State(name="rejected", label=L("不批准", "Rejected"), tone=Tone.red, final=True),
            ),
            (
                Transition(
                    name="approve",
                    label=L("批准", "Approve"),
                    source=("asked",),
                    to="approved",
                    roles=(Role.security_lead, Role.cs_supervisor, Role.director),
                ),
                Transition(
                    name="reject",
                    label=L("不批准", "Reject"),
                    source=("asked",),
                    to="rejected",
                    roles=(Role.security_lead, Role.cs_supervisor, Role.director),
                    asks=asks("reason"),
                ),
                Transition(
                    name="enter",
                    label=L("进入", "Enter"),
                    source=("approved",),
                    to="inside",
                    roles=(Role.guard, Role.receptionist, Role.reception_lead),
                ),
                Transition(
                    name="leave",
                    label=L("离开", "Leave"),
                    source=("inside",),
                    to="left",
                    roles=(Role.guard, Role.receptionist, Role.reception_lead),
                ),
            ),
        ),
    )

    area: Mapped[RestrictedEntryArea] = choice(RestrictedEntryArea, L("区域", "Area"), required=True)
    visitor: Mapped[str] = string(L("来访人", "Visitor"), required=True)
    organisation: Mapped[str] = string(L("单位", "Organisation"), required=True)
    id_number: Mapped[str] = idno(L("证件号", "Id number"), required=True)
    reason: Mapped[str] = text(L("事由", "Reason"), required=True)
    escort: Mapped[Any] = ref("Staff", L("陪同人", "Escort"), required=True)
    escort_id: Mapped[int]
    entered_at: Mapped[dt.datetime | None] = moment(L("进入时间", "Entered at"))
    left_at: Mapped[dt.datetime | None] = moment(L("离开时间", "Left at"))
    consulted: Mapped[str | None] = text(L("查阅内容", "Consulted"))
