"""服务过程检验单: how a service was done, looked at point by point by a superior (004 §4.3; 003 内部管理 §3 质量考评)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from models.base.moments import not_ahead
from models.declare import Record, choice, date, ref, rows, string
from models.service.flow_parts import moves_on
from models.spec import (
    STAY,
    Case,
    Creates,
    Default,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Transition,
    When,
    altered,
    approval_flow,
)

if TYPE_CHECKING:
    from models.base.staff import Staff
    from models.office.corrective_action import CorrectiveAction
    from models.service.repair_order import RepairOrder

CHECKERS = (Role.reception_lead, Role.cs_supervisor)


class Service(LabelEnum):
    """Which service is looked at."""

    reception = "reception", "接待", "Reception"
    phone = "phone", "电话", "Telephone"
    repair = "repair", "维修", "Repair"
    fee = "fee", "收费", "Taking fees"
    patrol = "patrol", "巡查", "Rounds"
    other = "other", "其他", "Other"


class Finding(LabelEnum):
    """How a point, or the whole, was found."""

    pass_ = "pass", "合格", "Passed"
    fail = "fail", "不合格", "Failed"


NOT_ONESELF = L("不能检验自己的服务，请换一位主管检验。", "Nobody inspects his own service; another lead must.")
SAY_WHAT = L("“{item}”不合格，请在备注写明问题。", "“{item}” failed; please note what was wrong.")
NO_POINTS = L("请至少写一个检验项目。", "Please write at least one point.")
NOT_JUDGED = L("“{item}”还没有结果，请选合格或不合格。", "“{item}” has no result; choose passed or failed.")
CONTRADICTS = L("有不合格项，结论应为不合格。", "A point failed, so the conclusion is failed.")
OPEN_ALREADY = L("已经开过纠正措施{number}。", "Corrective action {number} is open already.")
NOTHING_FAILED = L("结论是合格，不需要纠正措施。", "The conclusion is passed, so no corrective action is needed.")


def failed(check: Any) -> list[Any]:
    """Return the points that failed."""
    return [row for row in check.items if row.result == Finding.fail]


def not_oneself(case: Case) -> Refusal | None:
    """Refuse a sheet about the person who fills it in (D-06, D-16)."""
    mine = case.actor.staff_id
    checked = case.record.staff_id or getattr(case.record.staff, "id", None)
    return Refusal(NOT_ONESELF, "staff", "D-06") if mine is not None and checked == mine else None


def points_agree(case: Case) -> Refusal | None:
    """Refuse a failed point that doesn't say why, and a conclusion that contradicts the points (X-13)."""
    for at, row in enumerate(case.record.items):
        if row.result == Finding.fail and not row.note:
            return Refusal(SAY_WHAT.format(item=row.item), f"items-{at}-note", "X-13")
    if failed(case.record) and case.record.conclusion == Finding.pass_:
        return Refusal(CONTRADICTS, "conclusion", "X-13")
    return None


def all_judged(case: Case) -> Refusal | None:
    """Refuse to submit a sheet without a point, or with one that was not judged."""
    if not case.record.items:
        return Refusal(NO_POINTS, "items")
    for at, row in enumerate(case.record.items):
        if row.result is None:
            return Refusal(NOT_JUDGED.format(item=row.item), f"items-{at}-result")
    return None


def needs_action(case: Case) -> Refusal | None:
    """Refuse a corrective action where nothing failed, or a second one."""
    check = case.record
    if check.corrective_action is not None:
        return Refusal(OPEN_ALREADY.format(number=check.corrective_action.number))
    return None if check.conclusion == Finding.fail else Refusal(NOTHING_FAILED)


def as_action(check: Any) -> dict[str, Any]:
    """Return what a corrective action takes over from the sheet."""
    found = [f"{row.item}：{row.note}" for row in failed(check)]
    words = "\n".join(found) or f"{check.service.label.zh}服务检验不合格"
    return {"origin": "inspection", "problem": words, "responsible": check.staff_id}


class ServiceCheck(Record):
    """A sheet on how a service was done."""

    __register__ = Register(
        label=L("服务过程检验单", "Service process inspection sheet"),
        module=Module.service,
        source=("004 §4.3", "003 内部管理 §3 质量考评"),
        help=L(
            "主管现场查看一次接待、电话、维修或收费的过程，逐项判定后交客服主管批准；不合格的直接开纠正措施。",
            "A lead watches one service being done and judges it point by point; the supervisor approves, and what "
            "failed opens a corrective action.",
        ),
        icon="clipboard-check",
        prefix="JY",
        aliases=("检验单", "服务检验单"),
        title="service",
        list=("number", "checked_on", "service", "staff", "repair_order", "conclusion", "corrective_action", "status"),
        sections=(
            Section(L("检验对象", "What is inspected"), "checked_on", "service", "repair_order", "staff"),
            Section(L("逐项检验", "Point by point"), "items"),
            Section(L("结论", "Conclusion"), "conclusion", "corrective_action"),
        ),
        search=("number", "staff", "repair_order"),
        filters=("status", "checked_on", "service", "staff", "conclusion"),
        sort="-checked_on",
        happened="checked_on",
        rights=Rights(
            read=(*CHECKERS, Role.director, Role.hq_quality),
            own=(Role.staff,),
            create=CHECKERS,
        ),
        flow=altered(
            approval_flow((Role.cs_supervisor,), clause="004 §4.3", submit_guards=(all_judged,)),
            Transition(
                name="open_action",
                label=L("开纠正措施", "Open a corrective action"),
                source=("submitted", "approved"),
                to=STAY,
                roles=CHECKERS,
                only=(needs_action,),
                creates=Creates(register="CorrectiveAction", prefill=as_action, fills="corrective_action"),
                clause="000 §4.5.1",
                done=L("{number}的不合格项已开纠正措施。", "A corrective action was opened for {number}."),
            ),
        ),
        guards=(not_oneself, points_agree, not_ahead("checked_on")),
        on_create=moves_on(repair_order="check_service"),
        print=("form",),
        indexes=(("staff_id", "checked_on"),),
    )

    checked_on: Mapped[dt.date] = date(L("检验日期", "Inspected on"), required=True, default=Default.TODAY)
    service: Mapped[Service] = choice(Service, L("服务项目", "Service"), required=True)
    staff: Mapped[Staff] = ref("Staff", L("被检验人", "Person inspected"), required=True, involves=True)
    staff_id: Mapped[int]
    repair_order: Mapped[RepairOrder | None] = ref(
        "RepairOrder",
        L("相关任务单", "Repair order"),
        shown_when=When("service", Service.repair),
        prefill=(("staff", "technician"),),
    )
    repair_order_id: Mapped[int | None]
    items: Mapped[list[Any]] = rows(
        L("检验项目", "Points"),
        help=L(
            "选好服务项目，会带出检查项库里的项目。", "The service brings up its points from the checklist library."
        ),
        options={"checklist": "service"},
        item=string(L("检验项目", "Point"), required=True),
        standard=string(L("标准", "Standard"), length=400),
        result=choice(Finding, L("结果", "Result")),
        note=string(L("备注", "Note"), length=400),
    )
    conclusion: Mapped[Finding] = choice(Finding, L("结论", "Conclusion"), required=True)
    corrective_action: Mapped[CorrectiveAction | None] = ref(
        "CorrectiveAction", L("纠正措施", "Corrective action"), system=True
    )
    corrective_action_id: Mapped[int | None]
