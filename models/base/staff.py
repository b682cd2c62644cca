"""员工: a person who works at a site, his post and what he is qualified for (003; 000 §3.9)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from models.base.qualification import Qualification
from models.base.rules import pinyin
from models.declare import Record, choice, date, idno, phone, ref, refs, rows, string
from models.spec import (
    Case,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    When,
    base_data,
)

if TYPE_CHECKING:
    from models.base.post import Post
    from models.base.user import User


class Employment(LabelEnum):
    """How a person is employed."""

    probation = "probation", "试用", "On probation"
    regular = "regular", "正式", "Regular"
    left = "left", "离职", "Left"


PEOPLE = (Role.hr_admin, Role.director, Role.sysadmin)
"""Who keeps the personnel file (X-24)."""
FILE = (*PEOPLE, Role.hq_quality, Role.cs_supervisor, Role.engineering_lead, Role.security_lead, Role.reception_lead)
"""Who may read dates of employment and qualifications."""
COLLEAGUES = (*FILE, Role.receptionist, Role.technician, Role.guard, Role.cashier)
"""Who may ring a colleague up: the desk rings the technician at once when he is busy (004 §7.4.7)."""


def dates_in_order(case: Case) -> Refusal | None:
    """Refuse an end before its beginning."""
    staff = case.record
    for name, words in (
        ("probation_until", L("试用期至", "end of probation")),
        ("left_on", L("离职日期", "leaving date")),
    ):
        end = getattr(staff, name)
        if staff.hired_on and end and end < staff.hired_on:
            return Refusal(
                L("“{what}”早于入职日期，请核对。", "The {what} lies before the date of hire; please check.").format(
                    what=words
                ),
                name,
            )
    return None


def certificates_in_order(case: Case) -> Refusal | None:
    """Refuse a certificate that ended before it was passed."""
    for at, row in enumerate(case.record.qualifications):
        if row.passed_on and row.valid_until and row.valid_until < row.passed_on:
            return Refusal(
                L("“有效期至”早于合格日期，请核对。", "“Valid until” lies before “passed on”; please check."),
                f"qualifications-{at}-valid_until",
            )
    return None


def derived(case: Case) -> list[Set]:
    """Return how the name is typed."""
    return [Set("name_pinyin", pinyin(case.record.name))]


class Staff(Record):
    """An employee."""

    __register__ = Register(
        label=L("员工", "Staff"),
        module=Module.base,
        source=("003", "000 §3.9", "004 §3.2"),
        help=L(
            "登记本项目的员工、岗位、电话和上岗资格；派单、值班和审批都从这里选人。",
            "The people who work here, their posts, telephones and qualifications; orders and approvals choose from them.",
        ),
        icon="user",
        title="name",
        list=("name", "job_no", "post", "phone", "employment", "hired_on", "user", "status"),
        sections=(
            Section(L("员工", "Employee"), "name", "job_no", "post", "concurrent_posts", "user"),
            Section(L("联系与证件", "Contact and identity"), "phone", "id_number"),
            Section(
                L("在职情况", "Employment"), "employment", "hired_on", "probation_until", "confirmed_on", "left_on"
            ),
            Section(L("上岗资格", "Qualifications"), "qualifications"),
        ),
        search=("name", "name_pinyin", "job_no", "phone", "post"),
        filters=("status", "post", "employment", "hired_on"),
        sort="job_no",
        flow=base_data(roles=PEOPLE),
        rights=Rights(
            read=tuple(Role),
            create=PEOPLE,
            edit=PEOPLE,
            export=(*PEOPLE, Role.cs_supervisor),
            import_=(Role.sysadmin, Role.hr_admin),
            unmask=(Role.hr_admin, Role.director),
        ),
        locked_rights=("unmask", "export"),
        derive=derived,
        guards=(dates_in_order, certificates_in_order),
        unique=(("site_id", "job_no"),),
    )

    name: Mapped[str] = string(L("姓名", "Name"), length=60, required=True)
    name_pinyin: Mapped[str | None] = string(L("姓名拼音", "Name in pinyin"), length=200, system=True)
    job_no: Mapped[str] = string(L("工号", "Staff number"), length=40, required=True)
    post: Mapped[Post] = ref("Post", L("岗位", "Post"), required=True)
    post_id: Mapped[int]
    phone: Mapped[str | None] = phone(L("电话", "Telephone"), masked=False, see=COLLEAGUES)
    id_number: Mapped[str | None] = idno(L("身份证号", "ID number"), see=PEOPLE)
    hired_on: Mapped[dt.date | None] = date(L("入职日期", "Hired on"), see=FILE)
    probation_until: Mapped[dt.date | None] = date(
        L("试用期至", "Probation until"), see=FILE, shown_when=When("employment", "probation")
    )
    confirmed_on: Mapped[dt.date | None] = date(
        L("转正日期", "Confirmed on"),
        see=FILE,
        system=True,
        help=L("试用期考查表批准转正时填入。", "Filled in when the probation review confirms him."),
    )
    left_on: Mapped[dt.date | None] = date(
        L("离职日期", "Left on"),
        see=FILE,
        required_when=When("employment", "left"),
        shown_when=When("employment", "left"),
    )
    employment: Mapped[Employment] = choice(
        Employment, L("在职状态", "Employment"), required=True, default=Employment.probation
    )
    user: Mapped[User | None] = ref("User", L("登录账号", "Account"), unique=True, edit=(Role.sysadmin,))
    user_id: Mapped[int | None]
    qualifications: Mapped[list[Qualification]] = rows(L("上岗资格", "Qualifications"), model=Qualification, see=FILE)
    concurrent_posts: Mapped[list[Any]] = refs(
        "Post",
        L("兼任岗位", "Posts held besides"),
        help=L("兼任不另占编制。", "These don't count in the establishment."),
    )
