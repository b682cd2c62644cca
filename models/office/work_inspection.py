"""工作检查记录表: the weekly inspection, the daily spot check and the monthly one (000 §4.5.2, §4.5.3; 003 (二))."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from models.base.moments import not_ahead
from models.declare import Record, choice, decimal, moment, ref, rows, string, text
from models.spec import (
    LEADS,
    STAY,
    Case,
    Creates,
    Default,
    Flow,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Transition,
    altered,
    approval_flow,
)

if TYPE_CHECKING:
    from models.base.post import Post
    from models.base.staff import Staff
    from models.office.corrective_action import CorrectiveAction

INSPECTORS = (*LEADS, Role.hq_quality)


class InspectionKind(LabelEnum):
    """When it is made."""

    weekly = "weekly", "每周检查", "Weekly"
    daily = "daily", "每日抽检", "Daily spot check"
    monthly = "monthly", "每月检查", "Monthly"
    ad_hoc = "ad_hoc", "不定期", "Ad hoc"
    quality = "quality", "质检", "Quality check"


class Subject(LabelEnum):
    """What is looked at."""

    work_record = "work_record", "工作记录", "Work records"
    duty_record = "duty_record", "值班记录", "Duty records"
    handover_record = "handover_record", "交接记录", "Hand-over records"
    site_work = "site_work", "现场工作", "Work on the spot"
    appearance = "appearance", "仪容仪表", "Appearance"
    decoration = "decoration", "装修管理", "Decoration"
    hygiene = "hygiene", "卫生", "Hygiene"


class ItemResult(LabelEnum):
    """How an item was found."""

    pass_ = "pass", "合格", "Passed"
    fail = "fail", "不合格", "Failed"


def failed(inspection: Any) -> list[Any]:
    """Return the lines that failed."""
    return [row for row in inspection.items if row.result == ItemResult.fail]


def problems_named(case: Case) -> Refusal | None:
    """Refuse a failed line that doesn't say what was wrong."""
    for at, row in enumerate(case.record.items):
        if row.result == ItemResult.fail and not row.problem:
            words = L("“{item}”不合格，请写明问题。", "“{item}” failed; please write what was wrong.")
            return Refusal(words.format(item=row.item), f"items-{at}-problem", "000 §4.5.2")
    return None


def all_judged(case: Case) -> Refusal | None:
    """Refuse to submit a sheet with no line, or with lines that were not judged."""
    rows_ = case.record.items
    if not rows_:
        return Refusal(L("请至少写一个检查项。", "Please write at least one item."), "items")
    for at, row in enumerate(rows_):
        if row.result is None:
            words = L("“{item}”还没有结果，请选合格或不合格。", "“{item}” has no result; choose passed or failed.")
            return Refusal(words.format(item=row.item), f"items-{at}-result")
    return None


def has_failed(case: Case) -> Refusal | None:
    """Refuse to open a corrective action where nothing failed, or one is open already."""
    if case.record.corrective_action_id is not None:
        words = L("已经开过纠正措施{number}。", "Corrective action {number} is open already.")
        return Refusal(words.format(number=case.record.corrective_action.number))
    if failed(case.record):
        return None
    return Refusal(L("没有不合格项，不需要纠正措施。", "Nothing failed, so no corrective action is needed."))


def as_action(inspection: Any) -> dict[str, Any]:
    """Return what a corrective action takes over from the sheet."""
    found = [f"{row.item}：{row.problem}" if row.problem else row.item for row in failed(inspection)]
    return {
        "origin": "inspection",
        "problem": "\n".join(found) or inspection.evaluation,
        "responsible": inspection.staff_id,
    }


def _flow() -> Flow:
    chain = approval_flow((Role.director,), clause="000 §4.5.2", submit_guards=(all_judged,))
    action = Transition(
        name="open_action",
        label=L("开纠正措施", "Open a corrective action"),
        source=("draft", "submitted", "approved"),
        to=STAY,
        roles=INSPECTORS,
        only=(has_failed,),
        creates=Creates(register="CorrectiveAction", link="inspection", prefill=as_action),
        clause="000 §4.5.1",
        done=L("{number}的不合格项已开纠正措施。", "A corrective action was opened for {number}."),
    )
    return altered(chain, action)


class WorkInspection(Record):
    """An inspection sheet."""

    __register__ = Register(
        label=L("工作检查记录表", "Work inspection sheet"),
        module=Module.office,
        source=("000 §4.5.2, §4.5.3", "003 (二)检查"),
        help=L(
            "每周检查各岗位记录，每天不定时抽检现场；选好“检查内容”会带出检查项，不合格项可直接开纠正措施。",
            "Check each post's records weekly and the work on the spot daily; the subject brings up its checklist, and a "
            "failed line opens a corrective action.",
        ),
        icon="clipboard-check",
        prefix="JC2",
        aliases=("检查表", "抽检记录"),
        title="subject",
        list=("number", "inspected_at", "kind", "post", "staff", "subject", "score", "status"),
        sections=(
            Section(L("检查", "Inspection"), "kind", "inspected_at", "post", "staff", "subject"),
            Section(L("检查项", "Items"), "items"),
            Section(L("评价", "Judgement"), "evaluation", "score", "correction", "corrective_action"),
        ),
        search=("number", "evaluation", "correction", "post", "staff"),
        filters=("status", "kind", "subject", "post", "staff", "inspected_at"),
        sort="-inspected_at",
        happened="inspected_at",
        daily=(Role.cs_supervisor, Role.engineering_lead),
        rights=Rights(
            read=(Role.cs_supervisor, Role.director, Role.hr_admin, Role.hq_quality),
            own=(Role.staff,),
            create=INSPECTORS,
            export=(Role.director, Role.hr_admin, Role.hq_quality),
            import_=(Role.cs_supervisor,),
        ),
        flow=_flow(),
        guards=(problems_named, not_ahead("inspected_at")),
        print=("form",),
    )

    kind: Mapped[InspectionKind] = choice(InspectionKind, L("检查类别", "Kind"), required=True)
    inspected_at: Mapped[dt.datetime] = moment(L("检查时间", "Inspected at"), required=True, default=Default.NOW)
    post: Mapped[Post] = ref("Post", L("被检查岗位", "Post inspected"), required=True)
    post_id: Mapped[int]
    staff: Mapped[Staff | None] = ref(
        "Staff", L("被检查人", "Person inspected"), about=True, prefill=(("post", "post"),)
    )
    staff_id: Mapped[int | None]
    subject: Mapped[Subject] = choice(Subject, L("检查内容", "Subject"), required=True)
    items: Mapped[list[Any]] = rows(
        L("检查项", "Items"),
        options={"checklist": "subject"},
        item=string(L("检查项", "Item"), required=True),
        standard=string(L("标准", "Standard"), length=400),
        result=choice(ItemResult, L("结果", "Result")),
        problem=string(L("问题", "Problem"), length=400),
    )
    evaluation: Mapped[str] = text(L("评价", "Evaluation"), required=True)
    correction: Mapped[str | None] = text(L("整改要求", "To be put right"))
    corrective_action: Mapped[CorrectiveAction | None] = ref(
        "CorrectiveAction", L("纠正预防措施", "Corrective action"), system=True
    )
    corrective_action_id: Mapped[int | None]
    score: Mapped[Decimal | None] = decimal(L("得分", "Score"), places=1, minimum=0, maximum=100)
