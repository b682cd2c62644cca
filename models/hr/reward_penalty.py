"""员工奖惩审批: reward and penalty (000 §3.9; 001 会议制度 §3 奖优罚劣; 考勤 §4-5, §12)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, date, files, money, ref, string, text
from models.spec import L, Module, Register, Rights, Role, Section, approval_flow


class RewardPenalty(Record):
    """Reward and penalty."""

    __register__ = Register(
        label=L("员工奖惩审批", "Reward and penalty"),
        module=Module.hr,
        source=("000 §3.9", "001 会议制度 §3 奖优罚劣; 考勤 §4-5, §12"),
        help=L("员工奖惩审批。", "Reward and penalty."),
        icon="users",
        prefix="JF",
        title="basis",
        list=("number", "staff", "happened_on", "basis", "amount", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "staff",
                "happened_on",
                "facts",
                "basis",
                "amount",
                "self_criticism",
            ),
        ),
        search=("number", "facts", "basis"),
        filters=("status", "happened_on"),
        sort="-happened_on",
        rights=Rights(
            read=(
                Role.cs_supervisor,
                Role.reception_lead,
                Role.engineering_lead,
                Role.security_lead,
                Role.director,
                Role.hq_quality,
            ),
            create=(Role.cs_supervisor, Role.reception_lead, Role.engineering_lead, Role.security_lead),
        ),
        flow=approval_flow((Role.cs_supervisor, Role.director, Role.hr_admin)),
        print=("form",),
    )

    staff: Mapped[Any] = ref("Staff", L("员工", "Staff"), required=True)
    staff_id: Mapped[int]
    happened_on: Mapped[dt.date] = date(L("日期", "Happened on"), required=True)
    facts: Mapped[str] = text(L("事由", "Facts"), required=True)
    basis: Mapped[str] = string(L("依据条款", "Basis"), required=True)
    amount: Mapped[Decimal | None] = money(L("金额", "Amount"))
    self_criticism: Mapped[Any] = files(L("书面检讨", "Self criticism"))
