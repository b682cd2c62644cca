"""动火审批单: open fire only with the agreement of security and the director, for a time, watched (001 安全保密 §4; R-I03, C-34, X-04)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, moment, ref, string, text
from models.safety import hot_work_rules as rules
from models.spec import (
    ME,
    NOW,
    Default,
    DueRule,
    L,
    Module,
    Register,
    Rights,
    Role,
    Section,
    State,
    Timed,
    Tone,
    Transition,
    Unit,
    asks,
    flow,
)

READERS = (Role.security_lead, Role.engineering_lead, Role.cs_supervisor, Role.director, Role.hq_quality)
NEVER = ("created_by", "submitted_by")

STATES = (
    State(name="draft", label=L("草稿", "Draft"), tone=Tone.grey, editable=True),
    State(name="submitted", label=L("待审批", "Awaiting approval"), tone=Tone.amber),
    State(name="first_approved", label=L("初批", "First approval"), tone=Tone.amber),
    State(name="approved", label=L("已批准", "Approved"), tone=Tone.blue),
    State(name="finished", label=L("已完工", "Finished"), tone=Tone.green, final=True),
    State(name="rejected", label=L("驳回", "Rejected"), tone=Tone.red, final=True),
    State(name="expired", label=L("已过期", "Expired"), tone=Tone.red, final=True),
)

TRANSITIONS = (
    Transition(
        name="submit",
        label=L("提交", "Submit"),
        source=("draft",),
        to="submitted",
        roles=("@filler",),
        sets={"submitted_by": ME},
        guards=(rules.not_over,),
        primary=True,
        done=L(
            "{number}已提交保安主管；批准前不能动火。",
            "{number} went to the security lead; no fire before it is approved.",
        ),
    ),
    Transition(
        name="first_approve",
        label=L("初批", "First approval"),
        source=("submitted",),
        to="first_approved",
        roles=(Role.security_lead,),
        never=NEVER,
        only=(rules.not_the_operator,),
        passes_up=True,
        asks=asks(optional=("reason",)),
        guards=(rules.not_over,),
        primary=True,
        clause="001 安全保密 §4; C-34; A-49",
        done=L("{number}已由保卫部门同意，等主任批准。", "Security agrees to {number}; it waits for the director."),
    ),
    Transition(
        name="approve",
        label=L("批准", "Approve"),
        source=("first_approved",),
        to="approved",
        roles=(Role.director,),
        never=NEVER,
        only=(rules.not_the_operator,),
        passes_up=True,
        asks=asks(optional=("reason",)),
        sets={"approved_at": NOW},
        guards=(rules.not_over,),
        primary=True,
        clause="001 安全保密 §4; X-04",
        done=L(
            "{number}已批准，按时间、按措施动火，监护人到场。",
            "{number} is approved: in its time, with its measures, the guardian there.",
        ),
    ),
    Transition(
        name="reject",
        label=L("驳回", "Reject"),
        source=("submitted", "first_approved"),
        to="rejected",
        roles=(Role.director,),
        never=NEVER,
        asks=asks("reason"),
        danger=True,
    ),
    Transition(
        name="finish",
        label=L("完工", "Finish"),
        source=("approved",),
        to="finished",
        roles=("@guardian", Role.security_lead),
        asks=asks("checked_after"),
        sets={"finished_at": NOW},
        primary=True,
        clause="001 安全保密 §4",
        done=L("{number}已完工，现场已检查。", "{number} is finished and the place was checked."),
    ),
    Transition(
        name="expire",
        label=L("过期", "Expire"),
        source=("approved",),
        to="expired",
        sets={"expired_at": NOW},
        effects=rules.ran_out,
        by_itself=True,
        clause="001 安全保密 §4",
    ),
)


class HotWorkPermit(Record):
    """One permit."""

    __register__ = Register(
        label=L("动火审批单", "Hot-work permit"),
        module=Module.safety,
        source=("001 安全保密制度 §4 公司保卫部门同意",),
        help=L(
            "动用明火（焊接、切割等）前申请：写明时间、措施和监护人，保安主管同意、主任批准后才能动火；到时自动失效，完工后由监护人检查登记。",
            "Ask before any welding, cutting or other open fire: time, measures, guardian. Security lead and director agree first; "
            "the permit ends by itself, and the guardian checks the place afterwards.",
        ),
        icon="zap",
        prefix="DH",
        aliases=("动火证", "明火审批"),
        title="place",
        list=("number", "place", "operator", "guardian", "date_from", "date_to", "status"),
        sections=(
            Section(L("申请", "Application"), "place", "work", "reason", "date_from", "date_to"),
            Section(L("人员与措施", "People and measures"), "operator", "guardian", "measures"),
            Section(
                L("审批与完工", "Approval and finish"),
                "submitted_by",
                "approved_at",
                "finished_at",
                "checked_after",
                "expired_at",
            ),
        ),
        search=("number", "place", "work", "operator"),
        filters=("status", "guardian", "date_from", "date_to"),
        sort="-date_from",
        daily=(Role.engineering_lead, Role.security_lead),
        rights=Rights(
            read=READERS,
            own=(Role.staff,),
            create=(Role.staff, Role.engineering_lead, Role.technician),
            export=(Role.director, Role.security_lead, Role.hq_quality),
        ),
        locked_rights=("do:first_approve", "do:approve"),
        flow=flow(STATES, TRANSITIONS),
        deadlines=(
            DueRule(
                name="expire",
                label=L("动火截止", "Hot work ends"),
                starts="approved_at",
                stops="finished_at",
                unit=Unit.at_field,
                field="date_to",
                accountable=("@guardian", Role.security_lead),
                clause="001 安全保密 §4",
            ),
        ),
        timed=(Timed(transition="expire", due="date_to", unless="expired_at"),),
        guards=(rules.ends_after_it_begins, rules.guardian_watches),
        print=("form",),
    )

    place: Mapped[str] = string(L("动火地点", "Place"), required=True)
    work: Mapped[str] = text(L("作业内容", "Work"), required=True)
    reason: Mapped[str] = text(L("动用理由", "Why open fire"), required=True)
    operator: Mapped[str] = string(
        L("动火人", "Operator"), required=True, help=L("几个人的，用顿号隔开。", "Several are separated by commas.")
    )
    guardian: Mapped[Any] = ref(
        "Staff",
        L("监护人", "Guardian"),
        required=True,
        involves=True,
        help=L("全程在场，不能是动火人自己。", "There all the time; never the operator himself."),
    )
    guardian_id: Mapped[int]
    date_from: Mapped[dt.datetime] = moment(L("起", "From"), required=True, default=Default.NOW)
    date_to: Mapped[dt.datetime] = moment(L("止", "Until"), required=True)
    measures: Mapped[str] = text(
        L("安全措施", "Safety measures"),
        required=True,
        help=L("清理可燃物、备好灭火器材等。", "Clear what burns, have extinguishers at hand."),
    )
    submitted_by: Mapped[Any] = ref("User", L("申请人", "Asked by"), system=True)
    submitted_by_id: Mapped[int | None]
    approved_at: Mapped[dt.datetime | None] = moment(L("批准时间", "Approved at"), system=True)
    finished_at: Mapped[dt.datetime | None] = moment(L("完工时间", "Finished at"), system=True)
    checked_after: Mapped[str | None] = text(L("完工检查", "Checked afterwards"), system=True)
    expired_at: Mapped[dt.datetime | None] = moment(L("过期时间", "Expired at"), system=True)
