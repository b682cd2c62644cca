"""员工辞职、辞退审批表: leaving, who decides, and what must be handed over first (000 §3.9, §4.12; A-51, C-33)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from models.base.moments import in_order, today
from models.base.rules import changed, is_new, referred
from models.base.staff import Employment, Staff
from models.declare import Record, choice, date, flag, moment, ref, rows, string, text
from models.hr.still_out import held_by, still_out
from models.spec import (
    LEADS,
    STAY,
    Case,
    CloseAccount,
    Default,
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
    Timed,
    Transition,
    Update,
    altered,
    approval_flow,
    asks,
    superiors,
)

SETTLERS = (Role.cs_supervisor, Role.director, Role.hr_admin)
ENDED = ("rejected", "void")
KEEPERS = (*SETTLERS, Role.engineering_lead, Role.security_lead, Role.reception_lead)
"""Who may say that things came back: never the leaver himself."""


class SeparationKind(LabelEnum):
    """Who ends it."""

    resign = "resign", "辞职", "Resignation"
    dismiss = "dismiss", "辞退", "Dismissal"


HIMSELF = L(
    "辞职须由员工本人填写：请让{name}用自己的账号提交。",
    "A resignation is filed by the employee himself: have {name} submit it with his own account.",
)
BY_SUPERIOR = L(
    "辞退须由{name}的上级填写，本人和其他部门不能代填。",
    "A dismissal is filed by a superior of {name}, never by himself or another department.",
)
ALREADY_LEFT = L("{name}已经离职。", "{name} has left already.")
ONE_IS_OPEN = L(
    "{name}已有一份{number}在办，请处理那一份。", "{number} is open for {name} already; deal with that one."
)


def stands_above(superior: Any, staff: Any, roles: frozenset[Role]) -> bool:
    """Say whether ``superior`` leads ``staff``.

    By the line of posts (``Post.reports_to``), as head of the department, or by a role above one the employee holds;
    ``roles`` are the superior's at the site.
    """
    if superior is None or superior.id == staff.id:
        return False
    mine = {superior.post_id, *(p.id for p in superior.concurrent_posts)}
    seen: set[int] = set()
    post = staff.post
    while post is not None and post.reports_to_id is not None and post.reports_to_id not in seen:
        if post.reports_to_id in mine:
            return True
        seen.add(post.reports_to_id)
        post = post.reports_to
    if staff.post is not None and staff.post.department.head_id == superior.id:
        return True
    held = {Role(g.role) for g in staff.user.grants} if staff.user is not None else set()
    return any(not roles.isdisjoint(superiors(role)) for role in held)


def filed_by_the_right_one(case: Case) -> Refusal | None:
    """Refuse a resignation filed for somebody else, and a dismissal filed by anybody but a superior."""
    paper = case.record
    if case.actor.system or not is_new(paper):
        return None
    staff = referred(case, "staff", Staff)
    if staff is None:
        return None
    if paper.kind == SeparationKind.resign:
        return None if staff.id == case.actor.staff_id else Refusal(HIMSELF.format(name=staff.name), "staff")
    me = case.session.get(Staff, case.actor.staff_id) if case.actor.staff_id else None
    if stands_above(me, staff, case.actor.roles_at(paper.site_id)):
        return None
    return Refusal(BY_SUPERIOR.format(name=staff.name), "staff")


def kind_and_person_stay(case: Case) -> Refusal | None:
    """Refuse to turn a resignation into a dismissal, or into somebody else's, once it was filed."""
    if is_new(case.record) or not changed(case.record, "kind", "staff", "staff_id"):
        return None
    return Refusal(
        L("类别和员工不能改，请作废后重新填写。", "Kind and employee can't change; void it and file a new one."), "kind"
    )


def one_at_a_time(case: Case) -> Refusal | None:
    """Refuse a second paper while one is open, and one for somebody who has left."""
    if not is_new(case.record):
        return None
    staff = referred(case, "staff", Staff)
    if staff is None:
        return None
    if staff.employment == Employment.left:
        return Refusal(ALREADY_LEFT.format(name=staff.name), "staff")
    query = select(Separation).where(Separation.staff_id == staff.id, Separation.status.not_in(ENDED)).limit(1)
    with case.session.no_autoflush:
        other = case.session.scalars(query).first()
    return None if other is None else Refusal(ONE_IS_OPEN.format(name=staff.name, number=other.number), "staff")


def outstanding(paper: Any) -> list[Label]:
    """Return what the leaver's own paper does not say is handed over yet."""
    out = [
        L("工作移交“{item}”", "hand-over of “{item}”").format(item=row.item) for row in paper.handover if not row.done
    ]
    if not paper.assets_returned:
        out.append(L("钥匙和物品", "keys and things"))
    if not paper.dormitory_cleared:
        out.append(L("宿舍", "the dormitory bed"))
    return out


def cleared(case: Case) -> Refusal | None:
    """Refuse the last approval while keys, assets, badge or bed are still out, unless the approver says why.

    What the registers say counts beside what the paper says: a ticked box does not bring a key back.
    """
    if not case.last or case.data.get("reason"):
        return None
    return still_out([*outstanding(case.record), *held_by(case.session, case.record.staff)])


def ending(case: Case) -> list[Effect]:
    """End the employment and close the account, whose open work goes to the successor (X-15)."""
    paper = case.record
    staff = paper.staff
    out: list[Effect] = [Set("ended_at", case.now)]
    if staff.employment != Employment.left:
        out.append(Update(staff, {"employment": Employment.left, "left_on": paper.last_day}))
    if staff.user is not None and staff.user.active:
        out.append(CloseAccount(staff.user, paper.successor.user if paper.successor is not None else None))
    return out


def approved(case: Case) -> list[Effect]:
    """Let it take effect at once when the last day has come; else the daily sweep does when that day is over."""
    return ending(case) if case.record.last_day <= today(case) else []


def _flow() -> Flow:
    chain = approval_flow(
        (Role.cs_supervisor, Role.director, Role.hr_admin),
        clause="000 §3.9, §4.12; C-33; A-51",
        approve_guards=(cleared,),
        on_approved=approved,
    )
    settle = Transition(
        name="settle",
        label=L("登记交接", "Record hand-over"),
        source=("submitted", "approved"),
        to=STAY,
        roles=SETTLERS,
        never=("staff",),
        asks=asks(optional=("handover", "assets_returned", "dormitory_cleared", "settled_on", "successor")),
        clause="000 §4.12",
        done=L("{number}的交接情况已登记。", "The hand-over of {number} is recorded."),
    )
    end = Transition(
        name="take_effect",
        label=L("离职生效", "Takes effect"),
        source=("approved",),
        to=STAY,
        effects=ending,
        by_itself=True,
        clause="000 §4.12; X-15",
    )
    return altered(chain, settle, end, submit={"roles": ("@creator",)})


class Separation(Record):
    """A resignation or dismissal."""

    __register__ = Register(
        label=L("员工辞职、辞退审批表", "Resignation and dismissal approval"),
        module=Module.hr,
        source=("000 §3.9, §4.12, §5.11",),
        help=L(
            "辞职由本人填写，辞退由上级填写；经客服主管、主任、行政部审批，交清工作和物品后在最后工作日离职并停用账号。",
            "A resignation is filed by the employee, a dismissal by a superior; supervisor, director and administration "
            "decide. After the last day employment ends and the account is closed.",
        ),
        icon="user-minus",
        prefix="LZ",
        aliases=("辞职报告", "辞退审批", "离职申请"),
        title="kind",
        list=("number", "applied_on", "staff", "kind", "last_day", "settled_on", "status"),
        sections=(
            Section(L("申请", "Application"), "staff", "kind", "reason", "applied_on", "last_day"),
            Section(L("工作移交", "Hand-over"), "handover", "successor"),
            Section(L("清退结算", "Settlement"), "assets_returned", "dormitory_cleared", "settled_on", "ended_at"),
        ),
        search=("number", "staff", "reason"),
        filters=("status", "kind", "staff", "last_day", "applied_on"),
        sort="-applied_on",
        rights=Rights(
            read=(*SETTLERS, Role.hq_quality),
            own=(Role.staff,),
            create=(Role.staff, *LEADS),
            edit=(),
            export=(Role.director, Role.hr_admin),
            import_=(),
        ),
        locked_rights=("read", "edit", "export", "import", "do:settle"),
        flow=_flow(),
        timed=(Timed(transition="take_effect", due="last_day", unless="ended_at"),),
        guards=(filed_by_the_right_one, kind_and_person_stay, one_at_a_time, in_order("applied_on", "last_day")),
        print=("form",),
    )

    staff: Mapped[Staff] = ref("Staff", L("员工", "Employee"), required=True, default=Default.ME)
    staff_id: Mapped[int]
    kind: Mapped[SeparationKind] = choice(
        SeparationKind, L("类别", "Kind"), required=True, default=SeparationKind.resign
    )
    reason: Mapped[str] = text(L("原因", "Reason"), required=True)
    applied_on: Mapped[dt.date] = date(L("申请日期", "Applied on"), required=True, default=Default.TODAY)
    last_day: Mapped[dt.date] = date(L("最后工作日", "Last working day"), required=True)
    handover: Mapped[list[Any]] = rows(
        L("工作移交", "Hand-over"),
        item=string(L("事项", "Item"), length=200, required=True),
        to=ref("Staff", L("接收人", "To")),
        done=flag(L("已移交", "Done")),
    )
    successor: Mapped[Staff | None] = ref(
        "Staff",
        L("接手人", "Successor"),
        help=L("账号停用时，未办完的单据和待办交给谁。", "Who takes the open documents when the account closes."),
    )
    successor_id: Mapped[int | None]
    assets_returned: Mapped[bool | None] = flag(L("物品归还", "Things returned"), edit=KEEPERS)
    dormitory_cleared: Mapped[bool | None] = flag(
        L("宿舍退还", "Dormitory cleared"),
        edit=KEEPERS,
        help=L("没有宿舍的也请勾选。", "Tick it too where there is none."),
    )
    settled_on: Mapped[dt.date | None] = date(L("结算日期", "Settled on"), edit=KEEPERS)
    ended_at: Mapped[dt.datetime | None] = moment(L("离职生效时间", "Took effect at"), system=True)
