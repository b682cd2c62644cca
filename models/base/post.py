"""岗位: a post with its place in the organisation, its establishment and its duties (002 §3.2 岗位职责)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Mapped, object_session

from models.base import document_control
from models.base.moments import local, today
from models.base.rules import changed, is_new, referred
from models.declare import Record, computed, date, integer, ref, string, text
from models.spec import (
    Case,
    Effect,
    Flow,
    L,
    Label,
    Module,
    Paper,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    Transition,
    altered,
    approval_flow,
    asks,
)

if TYPE_CHECKING:
    from models.base.department import Department
    from models.base.staff import Staff

FILLERS = (
    Role.cs_supervisor,
    Role.hr_admin,
    Role.engineering_lead,
    Role.security_lead,
    Role.reception_lead,
    Role.director,
    Role.sysadmin,
)


def people_on(post: Any) -> int:
    """Return how many people hold the post now; those who hold it beside another one don't count (A-20)."""
    from models.base.staff import Employment, Staff  # noqa: PLC0415 - Staff and Post point at each other

    session = object_session(post)
    if session is None or inspect(post).transient or post.id is None:
        return 0
    with session.no_autoflush:
        here = select(func.count(Staff.id)).where(
            Staff.post_id == post.id, Staff.status == "active", Staff.employment != Employment.left
        )
        return int(session.scalar(here) or 0)


def over_establishment(post: Any) -> Label | None:
    """Return the remark on a post held by more people than planned; None when it isn't, or no number is set (G6)."""
    if post.headcount is None:
        return None
    over = people_on(post) - post.headcount
    return L("超编 {n} 人", "{n} over establishment").format(n=over) if over > 0 else None


def no_circle(case: Case) -> Refusal | None:
    """Refuse a line of superiors that leads back to the post itself: leave and reports go up this line step by step."""
    if not is_new(case.record) and not changed(case.record, "reports_to", "reports_to_id"):
        return None
    seen: set[Any] = set()
    above = referred(case, "reports_to", Post)
    while above is not None and above.id not in seen:
        if above is case.record:
            return Refusal(
                L(
                    "“直接上级”绕回了本岗位，请选上一级的岗位。",
                    "The line of superiors leads back to this post; choose the post above it.",
                ),
                "reports_to",
            )
        seen.add(above.id)
        above = above.reports_to
    return None


def signed(case: Case) -> list[Effect]:
    """Put the names and days of who reviewed and approved on the description (002 §3.2)."""
    names = document_control.signed(case)
    return [
        Set("reviewed_by", names["reviewed_by"]),
        Set("reviewed_on", local(names["reviewed_at"]).date()),
        Set("approved_by", names["approved_by"]),
        Set("approved_on", today(case)),
    ]


def _flow() -> Flow:
    chain = approval_flow(
        document_control.chain,
        usual=(Role.cs_supervisor, Role.director),
        clause="002 §3.2; D-15; X-20",
        approve_guards=(document_control.three_people,),
        on_approved=signed,
    )
    revise = Transition(
        name="revise",
        label=L("修订", "Revise"),
        source=("approved",),
        to="draft",
        roles=(Role.cs_supervisor, Role.hr_admin, Role.director),
        asks=asks("reason"),
        clause="X-20",
        done=L("已退回草稿，改好后重新提交审批。", "Back in draft; submit it again when it is changed."),
    )
    return altered(chain, revise)


class Post(Record):
    """A post of the establishment."""

    __register__ = Register(
        label=L("岗位", "Post"),
        module=Module.base,
        source=("002 §3.2", "003 人员编制"),
        help=L(
            "登记编制内的岗位、编制人数和汇报关系；请假、请示按“直接上级”逐级报批。",
            "The posts of the establishment, their numbers and lines; leave and requests go up by direct superior.",
        ),
        icon="briefcase",
        title="name",
        list=("name", "code", "department", "reports_to", "headcount", "grade", "status"),
        sections=(
            Section(L("岗位", "Post"), "name", "code", "department", "reports_to", "grade"),
            Section(
                L("编制", "Establishment"), "headcount", "current_count", "over_establishment", "subordinates_count"
            ),
            Section(L("职责", "Duties"), "duties", "main_tasks"),
            Section(
                L("工作协作与发展", "Working with others, career"),
                "internal_coordination",
                "external_coordination",
                "promotion",
                "rotation",
            ),
            Section(
                L("编审批", "Drafted, reviewed, approved"),
                "drafted_by",
                "drafted_on",
                "reviewed_by",
                "reviewed_on",
                "approved_by",
                "approved_on",
            ),
        ),
        search=("name", "code", "department"),
        filters=("status", "department", "reports_to"),
        sort="name",
        flow=_flow(),
        rights=Rights(
            read=tuple(Role),
            create=FILLERS,
            export=(Role.director, Role.cs_supervisor, Role.hr_admin, Role.hq_quality, Role.sysadmin),
        ),
        guards=(no_circle,),
        print=(
            Paper(
                name="form",
                boxes=(
                    (L("编制", "Drafted"), "drafted_by"),
                    (L("审核", "Reviewed"), "reviewed_by"),
                    (L("批准", "Approved"), "approved_by"),
                ),
            ),
        ),
        unique=(("site_id", "department_id", "name"),),
    )

    name: Mapped[str] = string(L("岗位名称", "Post"), length=60, required=True)
    code: Mapped[str | None] = string(L("职位编号", "Post code"), length=40)
    department: Mapped[Department] = ref("Department", L("所属部门", "Department"), required=True)
    department_id: Mapped[int]
    reports_to: Mapped[Post | None] = ref("Post", L("直接上级", "Reports to"))
    reports_to_id: Mapped[int | None]
    headcount: Mapped[int | None] = integer(L("编制人数", "Establishment"), minimum=0)
    current_count: Mapped[int] = computed(L("在岗人数", "People on post"), people_on)
    over_establishment: Mapped[Label | None] = computed(
        L("超编提示", "Over establishment"), over_establishment, source="003 内部管理 §2"
    )
    duties: Mapped[str | None] = text(L("职责描述", "Duties"))
    promotion: Mapped[str | None] = string(L("晋升方向", "Promotion to"), length=60)
    grade: Mapped[str | None] = string(L("职系", "Grade"), length=40)
    rotation: Mapped[str | None] = string(L("轮换岗位", "Rotation with"), length=120)
    subordinates_count: Mapped[int | None] = integer(L("管辖人数", "People led"), minimum=0)
    internal_coordination: Mapped[str | None] = text(L("内部协调", "Works with, inside"))
    external_coordination: Mapped[str | None] = text(L("外部协调", "Works with, outside"))
    drafted_by: Mapped[Staff | None] = ref("Staff", L("编制人员", "Drafted by"), alter=True)
    drafted_by_id: Mapped[int | None]
    drafted_on: Mapped[dt.date | None] = date(L("编制日期", "Drafted on"))
    reviewed_by: Mapped[Staff | None] = ref("Staff", L("审核人员", "Reviewed by"), alter=True)
    reviewed_by_id: Mapped[int | None]
    reviewed_on: Mapped[dt.date | None] = date(L("审核日期", "Reviewed on"))
    approved_by: Mapped[Staff | None] = ref("Staff", L("批准人员", "Approved by"), alter=True)
    approved_by_id: Mapped[int | None]
    approved_on: Mapped[dt.date | None] = date(L("批准日期", "Approved on"))
    main_tasks: Mapped[str | None] = text(L("主要工作任务", "Main tasks"))
