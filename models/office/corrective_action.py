"""纠正和预防措施: a fault, its cause, what was done, and whether it worked (000 §4.1.2, §4.5.1, §4.5.4; C-38)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, flag, integer, moment, ref, text
from models.spec import (
    LEADS,
    NOW,
    Apply,
    Case,
    DueRule,
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
    Unit,
    asks,
    flow,
)

if TYPE_CHECKING:
    from models.base.staff import Staff
    from models.office.work_inspection import WorkInspection

DOERS = ("@responsible", Role.cs_supervisor)
VERIFIERS = (Role.cs_supervisor, Role.director, Role.hq_quality)


class Origin(LabelEnum):
    """Where the fault came up."""

    inspection = "inspection", "检查", "Inspection"
    complaint = "complaint", "投诉", "Complaint"
    survey = "survey", "满意度", "Survey"
    audit = "audit", "体系审核", "System audit"
    safety = "safety", "安全检查", "Safety check"
    other = "other", "其他", "Other"


def worked(case: Case) -> Refusal | None:
    """Refuse to verify measures that did not work: they go back (C-38)."""
    if case.record.effective:
        return None
    words = L("措施没有效果的，请点“验证不合格”退回。", "Measures that did not work go back: use “Failed”.")
    return Refusal(words, "effective", "000 §4.1.2")


def again(case: Case) -> list[Effect]:
    """Begin another round."""
    return [Set("failures", (case.record.failures or 0) + 1), Set("effective", False)]


def told_the_sheet(case: Case) -> list[Effect]:
    """Put the action on the inspection sheet it was opened from."""
    sheet = case.record.inspection
    return [Apply(sheet, "open_action", {"corrective_action": case.record.id})] if sheet is not None else []


class CorrectiveAction(Record):
    """A corrective and preventive action."""

    __register__ = Register(
        label=L("纠正和预防措施", "Corrective and preventive action"),
        module=Module.office,
        source=("000 §4.1.2, §4.5.1, §4.5.4",),
        help=L(
            "检查、投诉、审核发现的缺陷在这里分析原因、定措施、限期完成，由他人验证有效后销号。",
            "Faults found by inspections, complaints or audits: find the cause, set measures, finish in time; somebody "
            "else verifies that they work.",
        ),
        icon="shield-check",
        prefix="JZ",
        aliases=("整改单", "纠正措施", "预防措施"),
        title="problem",
        list=("number", "created_at", "origin", "problem", "responsible", "due_on", "status"),
        sections=(
            Section(L("问题", "Fault"), "origin", "problem", "responsible", "due_on", "inspection"),
            Section(L("措施", "Measures"), "cause", "corrective", "preventive", "finished_at"),
            Section(L("验证", "Verification"), "verification", "effective", "failures"),
        ),
        search=("number", "problem", "cause", "corrective", "responsible"),
        filters=("status", "origin", "responsible", "due_on"),
        sort="-created_at",
        cycle="failures",
        rights=Rights(
            read=(*VERIFIERS, Role.hr_admin),
            own=(Role.staff,),
            create=(*LEADS, Role.hq_quality),
            export=(Role.director, Role.hq_quality),
            import_=(Role.cs_supervisor,),
        ),
        locked_rights=("do:verify", "do:fail"),
        flow=flow(
            (
                State(name="open", label=L("待整改", "Open"), tone=Tone.amber, editable=True),
                State(name="planned", label=L("已制订措施", "Planned"), tone=Tone.blue),
                State(name="done", label=L("已完成", "Done"), tone=Tone.amber),
                State(name="verified", label=L("已验证", "Verified"), tone=Tone.green, final=True),
            ),
            (
                Transition(
                    name="plan",
                    label=L("制订措施", "Plan"),
                    source=("open",),
                    to="planned",
                    roles=DOERS,
                    asks=asks("cause", "corrective", "preventive"),
                    primary=True,
                    done=L(
                        "{number}的措施已定，按期完成后点“完成”。",
                        "The measures of {number} are set; mark it done in time.",
                    ),
                ),
                Transition(
                    name="finish",
                    label=L("完成", "Finish"),
                    source=("planned",),
                    to="done",
                    roles=DOERS,
                    sets={"finished_at": NOW},
                    primary=True,
                    done=L(
                        "{number}已完成，等待他人验证。", "{number} is done and waits for somebody else to verify it."
                    ),
                ),
                Transition(
                    name="verify",
                    label=L("验证", "Verify"),
                    source=("done",),
                    to="verified",
                    roles=VERIFIERS,
                    never=("responsible",),
                    asks=asks("verification", "effective"),
                    guards=(worked,),
                    primary=True,
                    clause="C-38; D-16",
                    done=L("{number}已验证有效，销号。", "{number} is verified and closed."),
                ),
                Transition(
                    name="fail",
                    label=L("验证不合格", "Failed"),
                    source=("done",),
                    to="open",
                    roles=VERIFIERS,
                    never=("responsible",),
                    asks=asks("verification", optional=("due_on",)),
                    clears=("finished_at",),
                    effects=again,
                    clause="C-38; D-16",
                    done=L("{number}退回{responsible}重新整改。", "{number} goes back to {responsible}."),
                ),
            ),
        ),
        deadlines=(
            DueRule(
                name="due",
                label=L("完成期限", "Due"),
                starts="created_at",
                stops="finished_at",
                unit=Unit.at_field,
                field="due_on",
                accountable=("@responsible",),
                clause="000 §4.5.4",
            ),
        ),
        on_create=told_the_sheet,
        print=("form",),
    )

    origin: Mapped[Origin] = choice(Origin, L("来源", "Origin"), required=True)
    inspection: Mapped[WorkInspection | None] = ref("WorkInspection", L("来源检查", "From inspection"), alter=True)
    inspection_id: Mapped[int | None]
    problem: Mapped[str] = text(L("问题描述", "Fault"), required=True)
    cause: Mapped[str | None] = text(L("原因分析", "Cause"), system=True)
    corrective: Mapped[str | None] = text(L("纠正措施", "Corrective measures"), system=True)
    preventive: Mapped[str | None] = text(L("预防措施", "Preventive measures"), system=True)
    responsible: Mapped[Staff] = ref("Staff", L("责任人", "Responsible person"), required=True, involves=True)
    responsible_id: Mapped[int]
    due_on: Mapped[dt.date] = date(L("完成期限", "Due on"), required=True)
    finished_at: Mapped[dt.datetime | None] = moment(L("完成时间", "Finished at"), system=True)
    verification: Mapped[str | None] = text(L("验证结果", "Verification"), system=True)
    effective: Mapped[bool | None] = flag(L("有效", "Effective"), system=True)
    failures: Mapped[int | None] = integer(L("验证不合格次数", "Failed verifications"), system=True, default=0)
