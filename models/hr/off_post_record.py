"""擅离职守登记: off-post record (001 考勤 §3-4, §12)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, flag, moment, ref
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class OffPostRecordTreatment(LabelEnum):
    """Treatment of off-post record."""

    educate = "educate", "教育", "Educate"
    punish = "punish", "处分", "Punish"
    liability = "liability", "追究责任", "Liability"


class OffPostRecord(Record):
    """Off-post record."""

    __register__ = Register(
        label=L("擅离职守登记", "Off-post record"),
        module=Module.hr,
        source=("001 考勤 §3-4, §12",),
        help=L("擅离职守登记。", "Off-post record."),
        icon="users",
        prefix="TG",
        title="treatment",
        list=("number", "staff", "left_at", "back_at", "permitted", "treatment", "reward_penalty", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "staff",
                "left_at",
                "back_at",
                "permitted",
                "treatment",
                "reward_penalty",
            ),
        ),
        search=("number",),
        filters=("status", "left_at", "back_at", "treatment"),
        sort="-left_at",
        rights=Rights(
            read=(Role.reception_lead, Role.security_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            create=(Role.reception_lead, Role.security_lead, Role.cs_supervisor),
        ),
        flow=approval_flow((Role.cs_supervisor,)),
    )

    staff: Mapped[Any] = ref("Staff", L("员工", "Staff"), required=True)
    staff_id: Mapped[int]
    left_at: Mapped[dt.datetime] = moment(L("离岗", "Left at"), required=True)
    back_at: Mapped[dt.datetime | None] = moment(L("返岗", "Back at"))
    permitted: Mapped[bool] = flag(L("是否批准", "Permitted"), required=True)
    treatment: Mapped[OffPostRecordTreatment | None] = choice(OffPostRecordTreatment, L("处理", "Treatment"))
    reward_penalty: Mapped[Any] = ref("RewardPenalty", L("奖惩", "Reward penalty"))
    reward_penalty_id: Mapped[int | None]
