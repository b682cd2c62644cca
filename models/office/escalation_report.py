"""请示报告: asking upwards, step by step; only an urgent one skips levels, and the skipped are told (001 请示报告制度; C-01, X-09)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped, object_session

from models.base.moments import not_ahead
from models.base.post import Post
from models.base.staff import Employment, Staff
from models.base.user import UserGrant
from models.declare import Record, choice, computed, flag, moment, ref, text
from models.office.papers import submitted_by_author
from models.spec import (
    LINE_TO_DIRECTOR,
    STAY,
    Ask,
    Case,
    Default,
    DueRule,
    Effect,
    Flow,
    L,
    Label,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    State,
    Tell,
    Tone,
    Transition,
    Unit,
    When,
    altered,
    approval_flow,
    asks,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

CLAUSE = "001 请示报告 §4"


class Matter(LabelEnum):
    """What makes one ask (001 请示报告 §1-3)."""

    error = "error", "重大差错事故", "Grave error or accident"
    discipline = "discipline", "严重违纪", "Serious breach of discipline"
    danger = "danger", "危及设备人身安全", "Danger to equipment or people"
    beyond = "beyond", "超出职责范围", "Beyond one's duties"
    dispute = "dispute", "意见分歧", "Disagreement"
    other = "other", "其他", "Other"


def skipping(report: Any) -> bool:
    """Say whether the report goes straight to the director: an urgent one with a reason for it."""
    return bool(report.urgent and report.skip_reason)


def chain(report: Any) -> tuple[str, ...]:
    """Return who decides: superior after superior up to the director, or the director at once."""
    return (Role.director,) if skipping(report) else (LINE_TO_DIRECTOR,)


def between(session: Session, staff: Any) -> list[Staff]:
    """Return the superiors between ``staff`` and the director, nearest first: those a report straight up leaves out."""
    out: list[Staff] = []
    seen: set[int] = set()
    post_id = staff.post.reports_to_id if staff is not None and staff.post is not None else None
    while post_id is not None and post_id not in seen:
        seen.add(post_id)
        here = list(
            session.scalars(
                select(Staff).where(
                    Staff.post_id == post_id, Staff.employment != Employment.left, Staff.status == "active"
                )
            )
        )
        directs = select(UserGrant.parent_id).where(UserGrant.role == Role.director)
        top = session.scalars(
            select(Staff.id).where(Staff.id.in_([s.id for s in here]), Staff.user_id.in_(directs)).limit(1)
        ).first()
        if top is not None:
            break
        out += [s for s in here if s.id != staff.id]
        post_id = session.scalars(select(Post.reports_to_id).where(Post.id == post_id)).first()
    return out


def to_be_told(report: Any) -> Label | None:
    """Return whom the reporter still has to tell after skipping levels; None when nobody (X-09)."""
    session = object_session(report)
    if session is None or report.skipped_at is None or report.skipped_level_told_on is not None:
        return None
    names = [s.name for s in between(session, report.reporter)]
    return L("还须向{names}补报", "{names} still to be told").format(names="、".join(names)) if names else None


def only_urgent_skips(case: Case) -> Refusal | None:
    """Refuse to skip levels with a report that isn't urgent (C-01, A-28)."""
    report = case.record
    if not report.skip_reason or report.urgent:
        return None
    words = L(
        "只有紧急事项才能越级；不紧急的请逐级上报，不要填越级理由。",
        "Only an urgent report may skip levels; leave the reason empty and it goes up step by step.",
    )
    return Refusal(words, "skip_reason", CLAUSE)


def levels_skipped(case: Case) -> list[Effect]:
    """Start the clock of telling the skipped when levels were left out (T-31)."""
    report = case.record
    if not skipping(report) or report.skipped_at is not None or not between(case.session, report.reporter):
        return []
    return [Set("skipped_at", case.now)]


def instructed(case: Case) -> Refusal | None:
    """Refuse the last decision without an instruction, and an instruction before it (001 请示报告 §5)."""
    given = case.data.get("instruction")
    if case.last and not case.record.instruction:
        words = L("请写明指示，报告人照此执行。", "Write the instruction; the reporter acts on it.")
        return Refusal(words, "instruction", "001 请示报告 §5")
    if not case.last and given:
        words = L(
            "这一份还要报上一级，您的意见请写在审批意见里，指示由最后一级下达。",
            "This goes further up: put your opinion into the comment; the last level gives the instruction.",
        )
        return Refusal(words, "instruction", "001 请示报告 §4")
    return None


def skipped_levels(case: Case) -> Refusal | None:
    """Refuse to tell where nobody was skipped, or everybody was told."""
    report = case.record
    if report.skipped_at is None:
        return Refusal(L("没有越级，不需要补报。", "No level was skipped."), None, CLAUSE)
    if report.skipped_level_told_on is not None:
        return Refusal(L("已经补报过了。", "They have been told already."), None, CLAUSE)
    return None


def told_after(case: Case) -> Refusal | None:
    """Refuse a moment of telling before the report went up."""
    report = case.record
    if report.skipped_level_told_on is None or report.skipped_level_told_on >= report.skipped_at:
        return None
    words = L("补报时间早于越级上报的时间。", "They can't have been told before the report went up.")
    return Refusal(words, "skipped_level_told_on", CLAUSE)


def now_involved(case: Case) -> list[Effect]:
    """Let the skipped superiors see the report from now on."""
    names = ("skipped_first", "skipped_second")
    superiors = between(case.session, case.record.reporter)
    seen = [Set(name, staff.id) for name, staff in zip(names, superiors, strict=False)]
    words = L("{who}越级上报了{number}，现向您补报。", "{who} sent {number} straight up and now tells you.")
    return [*seen, Tell(tuple(f"@{name}" for name in names), words)]


def everybody_told(case: Case) -> Refusal | None:
    """Refuse to finish a report whose skipped superiors don't know yet: it stays open until they do (X-09)."""
    missing = to_be_told(case.record)
    if missing is None:
        return None
    words = L(
        "{missing}：越级上报的，补报后才能办结。",
        "{missing}: a report that skipped levels is finished when they know.",
    )
    return Refusal(words.format(missing=missing), None, CLAUSE)


STEPS = (
    Transition(
        name="tell",
        label=L("补报", "Tell the skipped"),
        source=("submitted", "approved", "rejected"),
        to=STAY,
        roles=("@creator",),
        only=(skipped_levels,),
        asks=asks("skipped_level_told_on"),
        guards=(told_after, not_ahead("skipped_level_told_on")),
        effects=now_involved,
        clause="001 请示报告 §4; X-09; T-31",
        done=L("{number}已补报，被越过的上级现在能看到。", "{number}: the superiors skipped now see it."),
    ),
    Transition(
        name="disagree",
        label=L("提出不同意见", "Disagree"),
        source=("approved",),
        to=STAY,
        roles=("@creator",),
        asks=asks("disagreement"),
        clause="001 请示报告 §5; C-02",
        done=L(
            "不同意见已记下；上级坚持的先执行，再向上反映。",
            "Your objection is noted; if the superior holds to it, act first and then report further up.",
        ),
    ),
    Transition(
        name="execute",
        label=L("登记执行情况", "Carried out"),
        source=("approved",),
        to="executed",
        roles=("@creator",),
        asks=asks("execution"),
        guards=(everybody_told,),
        primary=True,
        clause="001 请示报告 §5; X-10",
        done=L("{number}已执行办结。", "{number} is carried out."),
    ),
)


def _flow() -> Flow:
    usual = submitted_by_author(
        approval_flow(
            chain,
            clause="001 请示报告 §1-5; C-01",
            on_submit=levels_skipped,
            approve_guards=(instructed,),
            approve_asks=(Ask("instruction", required=False), Ask("reason", required=False)),
        )
    )
    states = tuple(dataclasses.replace(s, final=False) if s.name == "rejected" else s for s in usual.states)
    executed = State(name="executed", label=L("已执行", "Carried out"), tone=Tone.green, final=True)
    return dataclasses.replace(altered(usual, *STEPS, approve={"bulk": False}), states=(*states, executed))


class EscalationReport(Record):
    """A report that asks for instructions."""

    __register__ = Register(
        label=L("请示报告", "Request for instructions"),
        module=Module.office,
        source=("001 请示报告制度",),
        help=L(
            "遇到重大差错、危险或超出职责的事，写明情况和处理意见逐级请示；紧急的可越级直报主任，但事后要向被越过的上级补报。",
            "Grave errors, dangers, matters beyond your duties: say what happened and what you propose, step by step upwards. "
            "An urgent one may go straight to the director; then tell the superiors you skipped.",
        ),
        icon="triangle-alert",
        prefix="QS",
        aliases=("请示报告单", "请示", "事故报告"),
        title="facts",
        list=("number", "created_at", "matter", "urgent", "facts", "reporter", "skipped_at", "status"),
        sections=(
            Section(L("情况", "What happened"), "matter", "urgent", "facts", "proposal", "reporter"),
            Section(
                L("越级", "Levels skipped"),
                "skip_reason",
                "skipped_at",
                "skipped_level_told_on",
                "to_be_told",
                "skipped_first",
                "skipped_second",
            ),
            Section(L("指示与执行", "Instruction and execution"), "instruction", "disagreement", "execution"),
        ),
        search=("number", "facts", "proposal", "instruction", "reporter"),
        filters=("status", "matter", "urgent", "reporter", "created_at", "skipped_at", "skipped_level_told_on"),
        sort="-created_at",
        rights=Rights(
            read=(Role.director, Role.hq_quality),
            own=(Role.staff,),
            create=(Role.staff,),
            edit=(),
            export=(Role.director, Role.hq_quality),
        ),
        locked_rights=("read", "edit", "do:approve", "do:tell", "do:execute"),
        flow=_flow(),
        deadlines=(
            DueRule(
                name="tell",
                label=L("越级后补报", "The skipped are told"),
                starts="skipped_at",
                stops="skipped_level_told_on",
                unit=Unit.hours,
                limit=24,
                setting="escalation.tell_hours",
                suggested=True,
                once=True,
                accountable=("@reporter",),
                clause="001 请示报告 §4; T-31",
            ),
        ),
        guards=(only_urgent_skips,),
        print=("form",),
    )

    matter: Mapped[Matter] = choice(Matter, L("事项类别", "Matter"), required=True)
    facts: Mapped[str] = text(L("情况", "What happened"), required=True)
    proposal: Mapped[str] = text(L("处理意见", "Proposal"), required=True)
    urgent: Mapped[bool] = flag(L("紧急", "Urgent"), required=True, default=False)
    reporter: Mapped[Staff | None] = ref(
        "Staff", L("报告人", "Reported by"), system=True, default=Default.ME, involves=True
    )
    reporter_id: Mapped[int | None]
    instruction: Mapped[str | None] = text(
        L("上级指示", "Instruction"),
        system=True,
        help=L("按原话写，保存后任何人不能改。", "In your own words; nobody can change it afterwards."),
    )
    disagreement: Mapped[str | None] = text(L("不同意见", "Objection"), system=True)
    execution: Mapped[str | None] = text(L("执行情况", "How it was carried out"), system=True)
    skip_reason: Mapped[str | None] = text(
        L("越级理由", "Reason for skipping levels"),
        shown_when=When("urgent", "true"),
        help=L(
            "填了就直接报主任，事后须向被越过的上级补报；不填则逐级上报。",
            "With a reason it goes straight to the director and you tell the superiors skipped afterwards; without one it "
            "goes up step by step.",
        ),
    )
    skipped_at: Mapped[dt.datetime | None] = moment(L("越级上报时间", "Levels skipped at"), system=True)
    skipped_level_told_on: Mapped[dt.datetime | None] = moment(L("越级后补报时间", "The skipped told at"), system=True)
    to_be_told: Mapped[Label | None] = computed(L("补报提示", "To be told"), to_be_told, source="X-09")
    skipped_first: Mapped[Staff | None] = ref(
        "Staff", L("被越过的上级", "Superior skipped"), system=True, involves=True
    )
    skipped_first_id: Mapped[int | None]
    skipped_second: Mapped[Staff | None] = ref(
        "Staff", L("被越过的再上级", "Next superior skipped"), system=True, involves=True
    )
    skipped_second_id: Mapped[int | None]
