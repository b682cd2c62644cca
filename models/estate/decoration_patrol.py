"""装修巡查记录: irregular spot checks of homes being decorated (000 §4.5.4; 002 职责25 巡查; R-E06, T-69, C-36)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.base.follow_up import open_action
from models.base.moments import not_ahead
from models.declare import Record, files, flag, moment, ref, rows, string, text
from models.spec import (
    DESK,
    STAY,
    Case,
    Creates,
    Default,
    Flow,
    L,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Transition,
    altered,
    record_flow,
)

PATROLS = (Role.receptionist, Role.cs_supervisor, Role.engineering_lead, Role.guard)
ISSUERS = (Role.cs_supervisor, Role.engineering_lead)


def failed(patrol: Any) -> list[Any]:
    """Return the lines that were not in order."""
    return [row for row in patrol.items if row.ok is False]


def words(patrol: Any) -> str:
    """Return what was found, line by line."""
    return "\n".join(f"{row.item}：{row.note}" if row.note else row.item for row in failed(patrol))


def violation_named(case: Case) -> Refusal | None:
    """Refuse a violation that no line tells, and a line not in order without a note (000 §4.5.4)."""
    for at, row in enumerate(case.record.items):
        if row.ok is False and not row.note:
            sentence = L("“{item}”不合格，请写明情况。", "“{item}” was not in order; please write what was found.")
            return Refusal(sentence.format(item=row.item), f"items-{at}-note", "000 §4.5.4")
    if case.record.violation and not failed(case.record):
        sentence = L("发现违规的，请在检查项里写明是哪一项。", "Which item is the violation? Mark it in the lines.")
        return Refusal(sentence, "items", "000 §4.5.4")
    return None


def has_violation(case: Case) -> Refusal | None:
    """Refuse to go on where nothing was wrong."""
    if case.record.violation:
        return None
    return Refusal(L("没有发现违规。", "No violation was found."))


def as_notice(patrol: Any) -> dict[str, Any]:
    """Return what a rectification notice takes over from the patrol."""
    return {"application": patrol.application_id, "description": words(patrol)}


def as_action(patrol: Any) -> dict[str, Any]:
    """Return what a corrective action takes over from the patrol."""
    return {"origin": "inspection", "problem": words(patrol)}


def _flow() -> Flow:
    record = record_flow(close=PATROLS)
    notice = Transition(
        name="issue_notice",
        label=L("开整改通知书", "Issue a rectification notice"),
        source=("open", "closed"),
        to=STAY,
        roles=ISSUERS,
        only=(has_violation,),
        creates=Creates(register="RectificationNotice", link="patrol", prefill=as_notice),
        clause="000 §4.5.4; C-36",
        done=L(
            "{number}的违规已开整改通知书，核对后签发。", "A notice was made out for {number}; check it, then issue it."
        ),
    )
    action = open_action(("open", "closed"), as_action, only=(has_violation,))
    return altered(record, notice, action)


class DecorationPatrol(Record):
    """One visit to a home being decorated."""

    __register__ = Register(
        label=L("装修巡查记录", "Decoration patrol"),
        module=Module.estate,
        source=("000 §4.5.4", "002 职责25 巡查"),
        help=L(
            "不定期到装修现场抽检：选装修申请，逐项打勾，拍照。发现违规的，保存后直接开整改通知书或纠正措施。",
            "Spot checks where homes are decorated: choose the application, tick the items, take pictures. A violation opens "
            "a rectification notice or a corrective action from here.",
        ),
        icon="clipboard-pen",
        prefix="ZXC",
        aliases=("装修巡检", "装修抽检"),
        title="cause",
        list=("number", "patrolled_at", "application", "violation", "created_by", "status"),
        sections=(
            Section(L("巡查", "Patrol"), "application", "patrolled_at", "items", "photos"),
            Section(L("违规与处理", "Violation and what follows"), "violation", "cause", "corrective_action"),
        ),
        search=("number", "cause", "application"),
        filters=("status", "application", "violation", "patrolled_at"),
        sort="-patrolled_at",
        happened="patrolled_at",
        daily=(Role.guard,),
        rights=Rights(
            read=(*DESK, Role.engineering_lead, Role.security_lead, Role.guard, Role.director, Role.hq_quality),
            create=PATROLS,
        ),
        flow=_flow(),
        guards=(violation_named, not_ahead("patrolled_at")),
    )

    application: Mapped[Any] = ref("DecorationApplication", L("装修申请", "Application"), required=True)
    application_id: Mapped[int]
    patrolled_at: Mapped[dt.datetime] = moment(L("巡查时间", "Patrolled at"), required=True, default=Default.NOW)
    items: Mapped[list[Any]] = rows(
        L("检查项", "Items"),
        item=string(L("检查项", "Item"), required=True),
        ok=flag(L("合格", "In order")),
        note=string(L("情况", "What was found"), length=400),
    )
    violation: Mapped[bool] = flag(L("发现违规", "Violation found"), required=True)
    photos: Mapped[Any] = files(L("照片", "Photographs"))
    cause: Mapped[str | None] = text(L("原因", "Cause"), help=L("问题的原因分析。", "Why it came to this."))
    corrective_action: Mapped[Any] = ref("CorrectiveAction", L("纠正措施", "Corrective action"), system=True)
    corrective_action_id: Mapped[int | None]
