"""人力资源需求申请表: asking for people, and what came of it (000 §3.9, §4.11.1; C-31, D-13)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from models.base.post import Post, people_on
from models.base.rules import referred
from models.declare import Record, choice, computed, date, integer, ref, rows, text
from models.spec import (
    LEADS,
    STAY,
    Case,
    Default,
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
    Transition,
    altered,
    approval_flow,
    asks,
)

if TYPE_CHECKING:
    from models.base.department import Department


class DemandReason(LabelEnum):
    """Why people are needed."""

    vacancy = "vacancy", "补缺", "Vacancy"
    expansion = "expansion", "扩编", "Expansion"
    temporary = "temporary", "临时", "Temporary"


def beyond(establishment: int | None, current: int, wanted: int | None) -> int:
    """Return by how many people a demand goes beyond the establishment; 0 where none is set (G6)."""
    if establishment is None or wanted is None:
        return 0
    return max(current + wanted - establishment, 0)


def establishment(demand: Any) -> int | None:
    """Return the establishment of the post asked for."""
    return demand.post.headcount if demand.post is not None else None


def current(demand: Any) -> int | None:
    """Return how many people hold the post now."""
    return people_on(demand.post) if demand.post is not None else None


def over(demand: Any) -> Label | None:
    """Return the remark every approver sees on a demand beyond the establishment (003 内部管理 §2)."""
    n = beyond(establishment(demand), current(demand) or 0, demand.headcount)
    return L("超编 {n} 人", "{n} beyond the establishment").format(n=n) if n else None


def beyond_needs_expansion(case: Case) -> Refusal | None:
    """Refuse a demand beyond the establishment for any other reason than expansion."""
    post = referred(case, "post", Post)
    demand = case.record
    if post is None or demand.reason == DemandReason.expansion:
        return None
    n = beyond(post.headcount, people_on(post), demand.headcount)
    if not n:
        return None
    words = L(
        "{post}编制 {plan} 人、现有 {have} 人，再招 {want} 人就超编 {n} 人，原因须选“扩编”。",
        "{post} has {plan} places and {have} people; {want} more is {n} beyond it, so the reason must be “Expansion”.",
    )
    return Refusal(
        words.format(post=post.name, plan=post.headcount, have=people_on(post), want=demand.headcount, n=n),
        "reason",
        "003 内部管理 §2",
    )


def _flow() -> Flow:
    chain = approval_flow((Role.director, Role.hr_admin), clause="000 §4.11.1; C-31; D-13")
    hired = Transition(
        name="record_hires",
        label=L("登记招聘结果", "Record hires"),
        source=("approved",),
        to=STAY,
        roles=(Role.hr_admin, "@creator"),
        asks=asks("hires"),
        clause="C-31",
        done=L("{number}的招聘结果已登记。", "The hires of {number} are recorded."),
    )
    return altered(chain, hired)


class StaffRequisition(Record):
    """A demand for people."""

    __register__ = Register(
        label=L("人力资源需求申请表", "HR demand form"),
        module=Module.hr,
        source=("000 §3.9, §4.11.1, §5.9",),
        help=L(
            "部门缺人时填写，主任审批后由行政部招聘；超过编制的须按“扩编”申请。",
            "Fill it in when a post needs people; the director approves, administration recruits. Beyond the establishment "
            "only as an expansion.",
        ),
        icon="user-plus",
        prefix="RX",
        aliases=("人力资源需求表", "招聘申请"),
        title="reason_detail",
        list=("number", "created_at", "department", "post", "headcount", "reason", "needed_by", "status"),
        sections=(
            Section(L("需求", "Demand"), "department", "post", "headcount", "needed_by"),
            Section(L("编制", "Establishment"), "establishment", "current", "over"),
            Section(L("原因与要求", "Reason and requirements"), "reason", "reason_detail", "requirements"),
            Section(L("招聘结果", "Hires"), "hires"),
        ),
        search=("number", "department", "post", "reason_detail", "requirements"),
        filters=("status", "department", "post", "reason", "needed_by"),
        sort="-created_at",
        daily=(Role.hr_admin,),
        rights=Rights(
            read=(Role.director, Role.hr_admin, Role.hq_quality),
            own=LEADS,
            create=LEADS,
            export=(Role.director, Role.hr_admin, Role.hq_quality),
            import_=(Role.hr_admin,),
        ),
        flow=_flow(),
        guards=(beyond_needs_expansion,),
        print=("form",),
    )

    department: Mapped[Department] = ref(
        "Department", L("申请部门", "Department"), required=True, default=Default.MY_DEPARTMENT
    )
    department_id: Mapped[int]
    post: Mapped[Post] = ref("Post", L("需求岗位", "Post"), required=True, prefill=(("department", "department"),))
    post_id: Mapped[int]
    headcount: Mapped[int] = integer(L("人数", "People wanted"), required=True, minimum=1, maximum=99, default=1)
    reason: Mapped[DemandReason] = choice(DemandReason, L("原因", "Reason"), required=True)
    reason_detail: Mapped[str] = text(L("说明", "Explanation"), required=True)
    requirements: Mapped[str] = text(L("任职要求", "Requirements"), required=True)
    needed_by: Mapped[dt.date] = date(L("到岗日期", "Needed by"), required=True)
    establishment: Mapped[int | None] = computed(L("编制人数", "Establishment"), establishment)
    current: Mapped[int | None] = computed(L("现有人数", "People on post"), current)
    over: Mapped[Label | None] = computed(L("超编提示", "Beyond establishment"), over, source="003 内部管理 §2")
    hires: Mapped[list[Any]] = rows(
        L("招聘结果", "Hires"),
        options={"system": True},
        staff=ref("Staff", L("员工", "Employee"), required=True),
        hired_on=date(L("入职日期", "Hired on"), required=True),
    )
