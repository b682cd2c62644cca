"""监控室档案室进入登记: outsiders enter restricted rooms on business, approved first (001 安全保密 §3; R-I01, R-I02, C-35, X-03)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.base.moments import in_order, not_ahead
from models.declare import Record, choice, idno, moment, ref, string, text
from models.spec import (
    ME,
    NOW,
    RECEPTION,
    Case,
    Effect,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    State,
    Tone,
    Transition,
    When,
    asks,
    flow,
)

APPROVERS = (Role.security_lead, Role.cs_supervisor, Role.director)
DOOR = (Role.guard, *RECEPTION)


class RestrictedArea(LabelEnum):
    """Which room."""

    monitor = "monitor", "监控室", "CCTV room"
    archive = "archive", "档案室", "Archive"
    other = "other", "其他", "Other"


def entered(case: Case) -> list[Effect]:
    """Note the moment of entering, now unless another was given."""
    return [] if case.record.entered_at is not None else [Set("entered_at", case.now)]


def left(case: Case) -> list[Effect]:
    """Note the moment of leaving, now unless another was given."""
    return [] if case.record.left_at is not None else [Set("left_at", case.now)]


def after_approval(case: Case) -> Refusal | None:
    """Refuse an entry written down as earlier than its approval (X-03: 先批后进)."""
    paper = case.record
    if paper.entered_at is None or paper.approved_at is None or paper.entered_at >= paper.approved_at:
        return None
    words = L(
        "进入时间早于批准时间；未经批准不能进入。", "That is before it was approved; nobody enters without approval."
    )
    return Refusal(words, "entered_at", "001 安全保密 §3; X-03")


def consulted_named(case: Case) -> Refusal | None:
    """Refuse to leave the archive without saying what was consulted (R-I02, X-26)."""
    if case.record.area != RestrictedArea.archive or case.record.consulted:
        return None
    words = L("进档案室的，请写明查阅了什么。", "For the archive, please write what was consulted.")
    return Refusal(words, "consulted", "001 安全保密 §3; X-26")


STATES = (
    State(name="asked", label=L("待批准", "Awaiting approval"), tone=Tone.amber, editable=True),
    State(name="approved", label=L("已批准", "Approved"), tone=Tone.blue),
    State(name="inside", label=L("已进入", "Inside"), tone=Tone.blue),
    State(name="left", label=L("已离开", "Left"), tone=Tone.green, final=True),
    State(name="rejected", label=L("不批准", "Refused"), tone=Tone.red, final=True),
)

TRANSITIONS = (
    Transition(
        name="approve",
        label=L("批准", "Approve"),
        source=("asked",),
        to="approved",
        roles=APPROVERS,
        never=("created_by",),
        asks=asks(optional=("reason",)),
        sets={"approved_at": NOW, "approved_by": ME},
        primary=True,
        clause="001 安全保密 §3; C-35",
        done=L("{number}已批准，进入时请登记时间。", "{number} is approved; note the time when the visitor enters."),
    ),
    Transition(
        name="reject",
        label=L("不批准", "Refuse"),
        source=("asked",),
        to="rejected",
        roles=APPROVERS,
        never=("created_by",),
        asks=asks("reason"),
        danger=True,
    ),
    Transition(
        name="enter",
        label=L("进入", "Enter"),
        source=("approved",),
        to="inside",
        roles=DOOR,
        asks=asks(optional=("entered_at",)),
        guards=(not_ahead("entered_at"), after_approval),
        effects=entered,
        primary=True,
        clause="001 安全保密 §3; X-03",
        done=L(
            "{number}已进入，须全程陪同，离开时登记。",
            "{number}: inside, escorted all the time; note when the visitor leaves.",
        ),
    ),
    Transition(
        name="leave",
        label=L("离开", "Leave"),
        source=("inside",),
        to="left",
        roles=DOOR,
        asks=asks(optional=("left_at", "consulted")),
        guards=(not_ahead("left_at"), in_order("entered_at", "left_at"), consulted_named),
        effects=left,
        primary=True,
        clause="001 安全保密 §3; X-03",
    ),
)


class RestrictedEntry(Record):
    """One visit to a restricted room."""

    __register__ = Register(
        label=L("监控室档案室进入登记", "Restricted-area entry"),
        module=Module.safety,
        source=("001 安全保密制度 §3",),
        help=L(
            "外部人员因公进监控室、档案室前登记，经保安主管、客服主管或主任批准后才能进入；进出时间都要登记，须有人陪同。",
            "Outsiders on business are entered here first; security lead, supervisor or director approves before anybody goes in. "
            "Note when they enter and leave; somebody escorts them.",
        ),
        icon="lock",
        prefix="JR",
        aliases=("监控室进入登记", "档案室进入登记", "外来人员登记"),
        title="visitor",
        list=("number", "area", "visitor", "organisation", "escort", "entered_at", "left_at", "status"),
        sections=(
            Section(L("来访", "Visitor"), "area", "visitor", "organisation", "id_number", "reason", "escort"),
            Section(
                L("批准与进出", "Approval, in and out"),
                "approved_by",
                "approved_at",
                "entered_at",
                "left_at",
                "consulted",
            ),
        ),
        search=("number", "visitor", "organisation", "reason"),
        filters=("status", "area", "escort", "entered_at", "left_at"),
        sort="-created_at",
        rights=Rights(
            read=(*DOOR, Role.security_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.guard, Role.receptionist, Role.security_lead),
            unmask=APPROVERS,
        ),
        locked_rights=("do:approve", "do:enter", "unmask"),
        flow=flow(STATES, TRANSITIONS),
    )

    area: Mapped[RestrictedArea] = choice(RestrictedArea, L("区域", "Room"), required=True)
    visitor: Mapped[str] = string(L("来访人", "Visitor"), length=60, required=True)
    organisation: Mapped[str] = string(L("单位", "Organisation"), required=True)
    id_number: Mapped[str] = idno(L("证件号", "ID number"), required=True)
    reason: Mapped[str] = text(L("事由", "Business"), required=True)
    escort: Mapped[Any] = ref("Staff", L("陪同人", "Escort"), required=True)
    escort_id: Mapped[int]
    approved_by: Mapped[Any] = ref("User", L("批准人", "Approved by"), system=True)
    approved_by_id: Mapped[int | None]
    approved_at: Mapped[dt.datetime | None] = moment(L("批准时间", "Approved at"), system=True)
    entered_at: Mapped[dt.datetime | None] = moment(L("进入时间", "Entered at"), system=True)
    left_at: Mapped[dt.datetime | None] = moment(L("离开时间", "Left at"), system=True)
    consulted: Mapped[str | None] = text(
        L("查阅内容", "Consulted"),
        shown_when=When("area", "archive"),
        help=L("进档案室的必填，离开时登记。", "Needed for the archive; noted on leaving."),
    )
