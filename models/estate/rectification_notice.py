"""装修违章整改通知书: a violation, what is ordered, and whether it was put right (000 §4.5.4, §5.4; R-E07, R-E08, T-72, C-36)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Mapped

from models.base.rules import referred
from models.declare import Record, choice, choices, date, flag, integer, moment, money, ref, sign, text
from models.estate import decoration_rules as rules
from models.estate.decoration_application import DecorationApplication
from models.estate.notice_letter import letter
from models.spec import (
    NOW,
    STAY,
    Apply,
    Case,
    DueRule,
    Effect,
    L,
    LabelEnum,
    Layout,
    Module,
    Paper,
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
    asks,
    flow,
)

ISSUERS = (Role.cs_supervisor, Role.engineering_lead)


class Violation(LabelEnum):
    """What the contractor did."""

    structure = "structure", "破坏承重结构", "Damaged bearing structure"
    waterproof = "waterproof", "损坏防水层", "Damaged waterproofing"
    facade = "facade", "改变外立面", "Changed the facade"
    pipe = "pipe", "改动管线", "Changed pipes or cables"
    noise = "noise", "违时施工", "Work out of hours"
    garbage = "garbage", "垃圾乱放", "Rubbish left about"
    other = "other", "其他", "Other"


ALWAYS_MAJOR = frozenset({Violation.structure, Violation.waterproof})
"""重大违规=破坏承重结构、损坏防水层「等」 (000 §4.5.4)."""


class RectificationMeasure(LabelEnum):
    """What is ordered (000 §4.5.4)."""

    stop = "stop", "停止施工", "Stop work"
    rectify = "rectify", "限期整改并恢复", "Put right in time"
    deduct = "deduct", "扣装修保证金", "Deduct from the deposit"
    evict = "evict", "驱逐施工单位离场", "Send the contractor away"


def majored(case: Case) -> list[Set]:
    """Mark what the manual calls major as such, whatever was ticked (000 §4.5.4)."""
    return [Set("major", True)] if case.record.violation in ALWAYS_MAJOR else []


def measures_complete(case: Case) -> Refusal | None:
    """Refuse measures without what they need: a day to put it right, an amount to deduct (000 §4.5.4; T-72)."""
    notice = case.record
    measures = set(notice.measures or ())
    if not measures:
        return Refusal(L("请至少选一种处理方式。", "Please choose at least one measure."), "measures", "000 §4.5.4")
    if RectificationMeasure.rectify in measures and notice.due_on is None:
        return Refusal(
            L("限期整改的，请填写整改期限。", "Give the day it must be put right by."), "due_on", "000 §4.5.4"
        )
    if RectificationMeasure.deduct in measures and not notice.deduction:
        return Refusal(L("扣保证金的，请填写扣款金额。", "Give the amount to deduct."), "deduction", "000 §4.5.4")
    return None


def within_the_deposit(case: Case) -> Refusal | None:
    """Refuse a deduction above what is held (000 §4.5.4)."""
    notice = case.record
    if not notice.deduction or RectificationMeasure.deduct not in set(notice.measures or ()):
        return None
    application = referred(case, "application", DecorationApplication)
    if application is None:
        return None
    deposit = application.deposit
    if deposit is None or deposit.status != "held":
        return Refusal(rules.NOTHING_HELD, "deduction", "000 §4.5.4")
    left = rules.held(deposit)
    if notice.deduction > left:
        words = rules.OVER_DEPOSIT.format(amount=notice.deduction, left=left)
        return Refusal(words, "deduction", "000 §4.5.4")
    return None


def told_the_patrol(case: Case) -> list[Effect]:
    """Note on the patrol that a notice came of it."""
    patrol = case.record.patrol
    return [Apply(patrol, "issue_notice")] if patrol is not None else []


MAJOR_ISSUED = L(
    "重大装修违章：{number}已签发，请关注处理。",
    "A major decoration violation: {number} was issued; please look into it.",
)


def issued(case: Case) -> list[Effect]:
    """Stop the work where that is ordered, and tell the director of a major violation (000 §4.5.4)."""
    told: list[Effect] = [Tell((Role.director,), MAJOR_ISSUED)] if case.record.major else []
    return [*_stopping(case.record), *told]


def _stopping(notice: Any) -> list[Effect]:
    if {RectificationMeasure.stop, RectificationMeasure.evict}.isdisjoint(notice.measures or ()):
        return []
    return [Apply(notice.application, "stop", {"reason": notice.number})]


def enforced(case: Case) -> list[Effect]:
    """Take the deduction from the deposit and stop the work, as ordered (000 §4.5.4; R-E08)."""
    notice = case.record
    out = _stopping(notice)
    if RectificationMeasure.deduct in set(notice.measures or ()):
        why = Violation(notice.violation).label.zh
        data = {"deducted_now": notice.deduction, "reason": why}
        out.append(Apply(notice.application.deposit, "deduct", data, quiet=False))
    return out


def again(case: Case) -> list[Effect]:
    """Begin another round with its own limit."""
    return [Set("failures", (case.record.failures or 0) + 1)]


STATES = (
    State(name="draft", label=L("草稿", "Draft"), tone=Tone.grey, editable=True),
    State(name="issued", label=L("已签发", "Issued"), tone=Tone.amber),
    State(name="rectified", label=L("已整改", "Put right"), tone=Tone.blue),
    State(name="verified", label=L("复查合格", "Verified"), tone=Tone.green, final=True),
    State(name="enforced", label=L("已强制处理", "Enforced"), tone=Tone.red, final=True),
)

TRANSITIONS = (
    Transition(
        name="issue",
        label=L("签发", "Issue"),
        source=("draft",),
        to="issued",
        roles=(Role.cs_supervisor,),
        asks=asks(optional=("received_sign",)),
        sets={"issued_at": NOW},
        guards=(measures_complete, within_the_deposit),
        effects=issued,
        primary=True,
        clause="000 §4.5.4; C-36",
        done=L(
            "{number}已签发，请打印交业主和施工单位签收。",
            "{number} is issued; print it for the owner and the contractor to sign.",
        ),
    ),
    Transition(
        name="receive",
        label=L("签收", "Signed for"),
        source=("issued",),
        to=STAY,
        roles=ISSUERS,
        asks=asks("received_sign"),
    ),
    Transition(
        name="rectify",
        label=L("整改完成", "Put right"),
        source=("issued",),
        to="rectified",
        roles=ISSUERS,
        sets={"rectified_at": NOW},
        primary=True,
        done=L("{number}已整改，等客服主管复查。", "{number} is put right and waits for the recheck."),
    ),
    Transition(
        name="verify",
        label=L("复查合格", "Verify"),
        source=("rectified",),
        to="verified",
        roles=(Role.cs_supervisor,),
        asks=asks("verification"),
        sets={"verified_on": NOW},
        primary=True,
        clause="000 §4.5.4",
        done=L("{number}复查合格；停工的可以复工。", "{number} is verified; stopped work may resume."),
    ),
    Transition(
        name="fail",
        label=L("复查不合格", "Failed the recheck"),
        source=("rectified",),
        to="issued",
        roles=(Role.cs_supervisor,),
        asks=asks("reason", "due_on"),
        clears=("rectified_at",),
        effects=again,
        done=L("{number}复查不合格，按新期限重新整改。", "{number} failed the recheck and has a new limit."),
    ),
    Transition(
        name="enforce",
        label=L("强制处理", "Enforce"),
        source=("issued",),
        to="enforced",
        roles=(Role.cs_supervisor, Role.director),
        asks=asks("measures", optional=("deduction",)),
        guards=(measures_complete, within_the_deposit),
        effects=enforced,
        danger=True,
        clause="000 §4.5.4; R-E08",
        done=L("{number}已强制处理，扣款已记入押金。", "{number} is enforced; a deduction stands in the deposit."),
    ),
)


class RectificationNotice(Record):
    """One notice to put a violation right."""

    __register__ = Register(
        label=L("装修违章整改通知书", "Decoration rectification notice"),
        module=Module.estate,
        source=("000 §4.5.4, §5.4",),
        help=L(
            "发现装修违章时填写，客服主管签发：可停工、限期整改、扣保证金、驱逐施工单位。整改后复查合格才能复工；逾期不改的强制处理。",
            "For violations while decorating, issued by the supervisor: stop work, put right in time, deduct, send the "
            "contractor away. Work resumes only after the recheck; what is not put right is enforced.",
        ),
        icon="message-square-warning",
        prefix="ZG",
        aliases=("违章整改通知", "装修整改单"),
        title="description",
        list=("number", "application", "violation", "major", "measures", "due_on", "deduction", "status"),
        sections=(
            Section(L("违规", "Violation"), "application", "patrol", "violation", "major", "description"),
            Section(L("处理", "Measures"), "measures", "due_on", "deduction", "issued_at", "received_sign"),
            Section(L("复查", "Recheck"), "rectified_at", "verified_on", "verification", "failures"),
        ),
        search=("number", "description", "measures", "verification", "application"),
        filters=("status", "violation", "measures", "major", "application", "due_on", "verified_on"),
        sort="-created_at",
        cycle="failures",
        rights=Rights(read=(*ISSUERS, Role.director, Role.hq_quality), create=ISSUERS),
        locked_rights=("do:issue", "do:verify", "do:enforce"),
        flow=flow(STATES, TRANSITIONS),
        deadlines=(
            DueRule(
                name="rectify",
                label=L("整改期限", "Put right by"),
                starts="issued_at",
                stops="rectified_at",
                unit=Unit.at_field,
                field="due_on",
                accountable=(Role.cs_supervisor,),
                applies=lambda notice: notice.due_on is not None,
                clause="000 §4.5.4; T-72",
            ),
        ),
        derive=majored,
        guards=(measures_complete, within_the_deposit),
        on_create=told_the_patrol,
        print=(
            Paper(
                name="notice",
                layout=Layout.letter,
                letter=letter,
                boxes=((L("签收人（业主或施工负责人）", "Received by (owner or foreman)"), ""),),
            ),
            Paper(name="form", title=L("装修违章整改单", "Decoration rectification sheet")),
        ),
        indexes=(("application_id", "status"),),
    )

    application: Mapped[Any] = ref("DecorationApplication", L("装修申请", "Application"), required=True)
    application_id: Mapped[int]
    patrol: Mapped[Any] = ref("DecorationPatrol", L("巡查记录", "Patrol"))
    patrol_id: Mapped[int | None]
    violation: Mapped[Violation] = choice(Violation, L("违规事项", "Violation"), required=True)
    major: Mapped[bool] = flag(
        L("重大违规", "Major"),
        required=True,
        default=False,
        help=L(
            "破坏承重结构、损坏防水层一律为重大；签发时主任同时收到通知。",
            "Bearing structure and waterproofing are always major; the director is told when it is issued.",
        ),
    )
    description: Mapped[str] = text(L("情况说明", "What happened"), required=True)
    measures: Mapped[tuple[RectificationMeasure, ...]] = choices(
        RectificationMeasure, L("处理方式", "Measures"), required=True
    )
    due_on: Mapped[dt.date | None] = date(
        L("整改期限", "Put right by"),
        required_when=When("measures", "rectify"),
        help=L("限期整改的必填。", "Needed to put it right in time."),
    )
    deduction: Mapped[Decimal | None] = money(
        L("扣款金额", "Deduction"),
        required_when=When("measures", "deduct"),
        minimum=0,
        help=L("不超过在押的押金；强制处理时记入押金。", "Never above the deposit held; booked when enforced."),
    )
    received_sign: Mapped[str | None] = sign(L("签收", "Signed for"))
    issued_at: Mapped[dt.datetime | None] = moment(L("签发时间", "Issued at"), system=True)
    rectified_at: Mapped[dt.datetime | None] = moment(L("整改完成时间", "Put right at"), system=True)
    verified_on: Mapped[dt.date | None] = date(L("复查日期", "Rechecked on"), system=True)
    verification: Mapped[str | None] = text(L("复查结果", "Result of the recheck"), system=True)
    failures: Mapped[int | None] = integer(L("复查不合格次数", "Failed rechecks"), system=True, default=0)
