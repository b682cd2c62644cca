"""事故及差错报告: what went wrong, reported up the line at once (001 请示报告 §1-2, 安全保密 §2; 003 (三)1-2; R-I06, X-21, T-89, T-91)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, Session

from models.base.follow_up import open_action
from models.base.moments import LOCAL, not_ahead
from models.declare import Record, choice, computed, flag, moment, money, ref, string, text
from models.spec import (
    LEADS,
    LINE_TO_DIRECTOR,
    Case,
    Default,
    DueRule,
    Effect,
    Flow,
    L,
    Label,
    LabelEnum,
    Module,
    Register,
    Rights,
    Role,
    Section,
    Set,
    Tell,
    Unit,
    altered,
    approval_flow,
)

JUDGES = (*LEADS, Role.director)
"""Who finds the cause and says who is liable."""


class IncidentKind(LabelEnum):
    """The five preventions (001 安全保密 §2) and the others that are reported up."""

    fire = "fire", "防火", "Fire"
    poison = "poison", "防毒", "Poisoning"
    leak = "leak", "防泄密", "Leak of secrets"
    theft = "theft", "防盗", "Theft"
    accident = "accident", "防事故", "Accident"
    equipment = "equipment", "通信设备", "Communication equipment"
    error = "error", "差错", "Error"
    order = "order", "治安", "Public order"
    vehicle = "vehicle", "车辆损坏丢失", "Vehicle damaged or lost"


class ZeroTarget(LabelEnum):
    """The year's targets of none at all (T-89, T-91)."""

    major_safety = "major_safety", "重大安全责任事故", "Major safety accidents"
    public_fire = "public_fire", "公共区域火灾责任事故", "Fires in common areas"
    vehicle_loss = "vehicle_loss", "车辆损坏或丢失", "Vehicles damaged or lost"


AT_ONCE = (Role.director, Role.cs_supervisor, Role.security_lead)
"""Who is told of a major incident without waiting for the line (001 请示报告 §4)."""
REPORTED = L("{who}上报了{number}（{place}），请查看。", "{who} reported {number} ({place}); please look at it.")
MAJOR = L(
    "重大事故：{who}上报了{number}（{place}），请立即处理。",
    "Major incident: {who} reported {number} ({place}); act at once.",
)

TARGETS = {IncidentKind.fire: ZeroTarget.public_fire, IncidentKind.vehicle: ZeroTarget.vehicle_loss}
COUNTED = ("draft", "submitted", "approved")
"""States that count: all but rejected and void."""


def targets(incident: Any) -> tuple[ZeroTarget, ...]:
    """Return the zero targets an incident counts against (T-89, T-91)."""
    out = [TARGETS[incident.kind]] if incident.kind in TARGETS else []
    return (*([ZeroTarget.major_safety] if incident.major else []), *out)


def target_words(incident: Any) -> Label:
    """Return the zero targets in words; a dash where it counts against none."""
    found = targets(incident)
    if not found:
        return L("—", "—")
    return Label("、".join(t.label.zh for t in found), ", ".join(t.label.en for t in found))


def count_targets(session: Session, site_id: int, year: int) -> dict[ZeroTarget, int]:
    """Return how often each zero target was missed at a site in a calendar year of the site's clock."""
    begin = dt.datetime(year, 1, 1, tzinfo=LOCAL)
    end = dt.datetime(year + 1, 1, 1, tzinfo=LOCAL)
    query = (
        select(Incident.kind, Incident.major, func.count(Incident.id))
        .where(
            Incident.site_id == site_id,
            Incident.happened_at >= begin,
            Incident.happened_at < end,
            Incident.status.in_(COUNTED),
        )
        .group_by(Incident.kind, Incident.major)
    )
    out = dict.fromkeys(ZeroTarget, 0)
    for kind, major, n in session.execute(query):
        hit = [TARGETS[kind]] if kind in TARGETS else []
        for target in [*hit, *([ZeroTarget.major_safety] if major else [])]:
            out[target] += n
    return out


def as_action(incident: Any) -> dict[str, Any]:
    """Return what a corrective action takes over from the report."""
    where = f"{incident.place}：{incident.facts}"
    return {"origin": "safety", "problem": where}


def reported_up(case: Case) -> list[Effect]:
    """Tell the direct superior at once, and of a major one everybody up to the director (001 请示报告 §1, §4)."""
    incident = case.record
    return major_reported(case) or [Tell(("@line",), REPORTED.format(place=incident.place))]


def major_reported(case: Case) -> list[Effect]:
    """Tell those who answer for safety of a major incident, once: when it is saved, or made major later."""
    incident = case.record
    if not incident.major or incident.director_told_at is not None:
        return []
    return [Tell(("@line", *AT_ONCE), MAJOR.format(place=incident.place)), Set("director_told_at", case.now)]


def _flow() -> Flow:
    chain = approval_flow((LINE_TO_DIRECTOR,), clause="001 请示报告 §1-2; C-01")
    action = open_action(("draft", "submitted", "approved"), as_action, clause="001 安全保密 §2; C-38")
    return altered(chain, action)


class Incident(Record):
    """One report."""

    __register__ = Register(
        label=L("事故及差错报告", "Incident report"),
        module=Module.safety,
        source=("001 请示报告 §1-2; 安全保密 §2", "003 内部管理 §1; (三)1-2"),
        help=L(
            "出了事故、差错马上填，逐级上报到主任；重大的保存时就通知主任。写清时间、地点、经过和处置，查明原因后开纠正措施。",
            "Report accidents and errors at once; they go up the line to the director, major ones tell him as soon as they are "
            "saved. Say when, where, what happened and what was done; a corrective action follows from the cause.",
        ),
        icon="triangle-alert",
        prefix="SG",
        aliases=("事故报告", "差错报告", "突发事件报告"),
        title="place",
        list=("number", "happened_at", "kind", "place", "major", "loss", "corrective_action", "status"),
        sections=(
            Section(L("发生了什么", "What happened"), "kind", "major", "happened_at", "place", "facts", "loss"),
            Section(L("处置与责任", "What was done, who is liable"), "treatment", "cause", "liable"),
            Section(L("后续", "What follows"), "corrective_action", "director_told_at", "counts"),
        ),
        search=("number", "place", "facts", "treatment"),
        filters=("status", "kind", "major", "happened_at"),
        sort="-happened_at",
        happened="happened_at",
        rights=Rights(
            read=(Role.security_lead, Role.cs_supervisor, Role.director, Role.hq_quality),
            own=(Role.staff,),
            create=(Role.staff,),
        ),
        flow=_flow(),
        deadlines=(
            DueRule(
                name="close",
                label=L("事故上报办结", "Report decided on"),
                starts="happened_at",
                stops="state:approved",
                unit=Unit.days,
                limit=3,
                setting="incident.close_days",
                accountable=(Role.cs_supervisor,),
                suggested=True,
                clause="001 安全保密 §2; X-21",
            ),
        ),
        guards=(not_ahead("happened_at"),),
        on_create=reported_up,
        on_edit=major_reported,
        print=("form",),
    )

    kind: Mapped[IncidentKind] = choice(IncidentKind, L("类别", "Kind"), required=True)
    major: Mapped[bool] = flag(
        L("重大", "Major"),
        required=True,
        default=False,
        help=L(
            "人身伤害、火灾、较大损失的勾选；主任马上收到通知。",
            "Injury, fire, great loss: the director is told at once.",
        ),
    )
    happened_at: Mapped[dt.datetime] = moment(L("时间", "Happened at"), required=True, default=Default.NOW)
    place: Mapped[str] = string(L("地点", "Place"), required=True)
    facts: Mapped[str] = text(L("经过", "What happened"), required=True)
    loss: Mapped[Decimal | None] = money(L("损失", "Loss"), minimum=0)
    treatment: Mapped[str | None] = text(L("处置", "What was done"))
    cause: Mapped[str | None] = text(L("原因", "Cause"))
    liable: Mapped[str | None] = text(L("责任认定", "Who is liable"), edit=JUDGES)
    director_told_at: Mapped[dt.datetime | None] = moment(L("报告主任时间", "Director told at"), system=True)
    corrective_action: Mapped[Any] = ref("CorrectiveAction", L("纠正措施", "Corrective action"), system=True)
    corrective_action_id: Mapped[int | None]
    counts: Mapped[Label] = computed(L("计入年度零目标", "Counts against zero targets"), target_words)
