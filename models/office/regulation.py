"""规章制度: rules in versions, drafted, reviewed and approved by three people, studied and checked (000 §4.1; C-39, C-40, X-20)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from models.base import document_control
from models.base.moments import today
from models.base.rules import is_new, referred
from models.declare import Record, choice, date, moment, readers, ref, rows, string, text
from models.office.papers import at_most_one, with_guards
from models.spec import (
    NOW,
    STAY,
    Apply,
    Case,
    Creates,
    Default,
    Effect,
    Flow,
    L,
    LabelEnum,
    Module,
    Paper,
    Refusal,
    Register,
    Rights,
    Role,
    Scope,
    Section,
    Set,
    State,
    Timed,
    Tone,
    Transition,
    Update,
    altered,
    approval_flow,
    asks,
)

if TYPE_CHECKING:
    from models.base.staff import Staff

KEEPERS = (Role.cs_supervisor, Role.hr_admin)
LIVING = ("draft", "submitted", "approved")


class RegulationCategory(LabelEnum):
    """What kind of rule it is."""

    duty = "duty", "岗位职责", "Duties of a post"
    procedure = "procedure", "工作规程", "Working procedure"
    system = "system", "管理制度", "Management rules"
    standard = "standard", "服务规范", "Service standard"
    plan = "plan", "方案", "Scheme"


def next_version(version: str) -> str:
    """Return the version after ``version``: its last number one higher (``A/0`` -> ``A/1``), else ``-2`` behind it."""
    found = re.search(r"(\d+)(\D*)$", version)
    if found is None:
        return f"{version}-2"
    return f"{version[: found.start()]}{int(found[1]) + 1}{found[2]}"


def as_revision(old: Any) -> dict[str, Any]:
    """Return what a new version starts with: the text in force and the next number."""
    return {
        "title": old.title,
        "category": old.category,
        "version_no": next_version(old.version_no),
        "body": old.body,
    }


def says_why(case: Case) -> Refusal | None:
    """Refuse a new version without its reason (G5)."""
    rule = case.record
    if (rule.replaces_id is None and rule.replaces is None) or rule.amendment_reason:
        return None
    words = L("修订旧版须写明修订原因。", "A new version needs its reason.")
    return Refusal(words, "amendment_reason", "000 §4.1.3; X-20")


def replaces_the_version_in_force(case: Case) -> Refusal | None:
    """Refuse a new version of what is not in force, or of what is being revised already (X-20)."""
    rule = case.record
    old = referred(case, "replaces", Regulation)
    if old is None or not is_new(rule):
        return None
    if old.status != "approved":
        words = L("{number}不是现行版，不能在它上面修订。", "{number} is not in force, so it can't be revised.")
        return Refusal(words.format(number=old.number), "replaces", "X-20")
    return being_revised(dataclasses.replace(case, record=old))


def being_revised(case: Case) -> Refusal | None:
    """Refuse a second revision beside one under way."""
    query = select(Regulation).where(Regulation.replaces_id == case.record.id, Regulation.status.in_(LIVING)).limit(1)
    with case.session.no_autoflush:
        other = case.session.scalars(query).first()
    if other is None or other is case.record:
        return None
    words = L("已有修订稿{number}，请在那一份上修改。", "{number} revises it already; work on that one.")
    return Refusal(words.format(number=other.number), "replaces", "X-20")


def opened(case: Case) -> list[Effect]:
    """Note on the old version that a new one is being written."""
    old = case.record.replaces
    return [Apply(old, "revise", {"reason": case.record.amendment_reason})] if old is not None else []


def in_force(case: Case) -> list[Effect]:
    """Sign it; the old version ends the day before the new one begins."""
    rule = case.record
    names = document_control.signed(case)
    out: list[Effect] = [
        Set("reviewed_by", names["reviewed_by"]),
        Set("reviewed_at", names["reviewed_at"]),
        Set("approved_by", names["approved_by"]),
        Set("approved_at", case.now),
    ]
    old = rule.replaces
    if old is None or old.status != "approved":
        return out
    out.append(Update(old, {"valid_until": rule.effective_on - dt.timedelta(days=1)}))
    return [*out, Apply(old, "supersede")] if rule.effective_on <= today(case) else out


def given_up(case: Case) -> list[Effect]:
    """Let the old version stand when its successor is voided before it came into force."""
    old = case.record.replaces
    if old is None or old.status != "approved" or old.valid_until is None:
        return []
    return [Update(old, {"valid_until": None})]


def _kept(name: str, zh: str, en: str, rows_: str, clause: str) -> Transition:
    return Transition(
        name=name,
        label=L(zh, en),
        source=("approved",),
        to=STAY,
        roles=KEEPERS,
        asks=asks(rows_),
        clause=clause,
        done=L("{number}已登记。", "{number} is recorded."),
    )


STEPS = (
    Transition(
        name="revise",
        label=L("修订", "Revise"),
        source=("approved",),
        to=STAY,
        roles=KEEPERS,
        only=(being_revised,),
        creates=Creates(register="Regulation", link="replaces", prefill=as_revision),
        clause="000 §4.1.3; C-39; G5",
        done=L("{number}已开始修订，批准生效前仍按现行版执行。", "{number} is being revised; until then it holds."),
    ),
    _kept("record_study", "登记学习", "Record a study session", "study", "000 §4.1.3; C-39; T-87"),
    _kept("record_check", "登记督查", "Record a check", "checks", "000 §4.1.4; C-39"),
    _kept("distribute", "登记分发", "Record distribution", "distribution", "002 §3.1; R-I11"),
    Transition(
        name="supersede",
        label=L("被新版替代", "Superseded"),
        source=("approved",),
        to="superseded",
        sets={"superseded_at": NOW},
        by_itself=True,
        clause="X-20",
    ),
)


def _flow() -> Flow:
    usual = approval_flow(
        document_control.chain,
        usual=(Role.cs_supervisor, Role.director),
        clause="002 §3.1; C-40; D-15",
        approve_guards=(document_control.three_people,),
        on_approved=in_force,
    )
    state = State(name="superseded", label=L("已被替代", "Superseded"), tone=Tone.grey, final=True)
    flow = dataclasses.replace(usual, states=(*usual.states, state))
    return altered(with_guards(flow, "void", effects=given_up), *STEPS)


class Regulation(Record):
    """One version of a rule."""

    __register__ = Register(
        label=L("规章制度", "Regulation"),
        module=Module.office,
        source=("000 §3.1, §4.1", "002 §1(1)", "003 (一)2-3"),
        help=L(
            "制度由编制、审核、批准三人分别完成；批准后不能改，要改请点“修订”出新版并写明原因，新版生效时旧版自动作为被替代。",
            "Three people draft, review and approve. An approved version is never changed: “Revise” opens the next one with "
            "its reason, and the old one is superseded when it comes into force.",
        ),
        icon="layers",
        prefix="ZD",
        aliases=("制度", "工作规程", "文件控制清单", "作业指导书"),
        scope=Scope.site_or_all,
        title="title",
        list=("number", "title", "version_no", "category", "effective_on", "valid_until", "status"),
        sections=(
            Section(L("文件", "Document"), "title", "category", "version_no", "effective_on", "valid_until"),
            Section(L("修订", "Revision"), "replaces", "amendment_reason", "superseded_at"),
            Section(L("正文", "Text"), "body"),
            Section(
                L("编审批", "Drafted, reviewed, approved"),
                "drafted_by",
                "reviewed_by",
                "reviewed_at",
                "approved_by",
                "approved_at",
            ),
            Section(L("学习与督查", "Study and checks"), "study", "checks", "distribution", "read_by"),
        ),
        search=("number", "title", "version_no", "body"),
        filters=("status", "category", "effective_on", "valid_until"),
        sort="-effective_on",
        rights=Rights(
            read=(Role.staff,),
            create=KEEPERS,
            export=(Role.director, Role.cs_supervisor, Role.hr_admin, Role.hq_quality),
        ),
        locked_rights=("do:approve", "do:supersede"),
        flow=_flow(),
        timed=(Timed(transition="supersede", due="valid_until", unless="superseded_at"),),
        guards=(
            says_why,
            replaces_the_version_in_force,
            at_most_one(
                "title",
                "version_no",
                sentence=L("已有同名同版次的{number}，请改版次。", "{number} has this name and version already."),
            ),
        ),
        on_create=opened,
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
    )

    title: Mapped[str] = string(L("名称", "Name"), required=True)
    category: Mapped[RegulationCategory] = choice(RegulationCategory, L("分类", "Category"), required=True)
    version_no: Mapped[str] = string(
        L("版次", "Version"), length=20, required=True, help=L("例如：A/0。", "For example: A/0.")
    )
    effective_on: Mapped[dt.date] = date(L("生效日期", "In force from"), required=True)
    body: Mapped[str] = text(L("正文", "Text"), required=True)
    replaces: Mapped[Regulation | None] = ref(
        "Regulation",
        L("替代", "Replaces"),
        help=L("修订旧版时自动填好。", "Filled in by “Revise” on the version in force."),
    )
    replaces_id: Mapped[int | None]
    study: Mapped[list[Any]] = rows(
        L("组织学习", "Study"),
        options={"system": True},
        on=date(L("日期", "Date"), required=True),
        attendees=text(L("参加人", "Present")),
    )
    read_by = readers(L("已阅", "Read by"), who=(Role.staff,))
    amendment_reason: Mapped[str | None] = text(L("修订原因", "Reason for the revision"))
    checks: Mapped[list[Any]] = rows(
        L("实施督查", "Checks"),
        options={"system": True},
        on=date(L("日期", "Date"), required=True),
        finding=text(L("情况", "Finding")),
    )
    distribution: Mapped[list[Any]] = rows(
        L("分发", "Distribution"),
        options={"system": True},
        receiver=string(L("接收人", "Receiver"), required=True),
        on=date(L("日期", "Date")),
    )
    drafted_by: Mapped[Staff | None] = ref("Staff", L("编制人", "Drafted by"), system=True, default=Default.ME)
    drafted_by_id: Mapped[int | None]
    reviewed_by: Mapped[Staff | None] = ref("Staff", L("审核人", "Reviewed by"), system=True)
    reviewed_by_id: Mapped[int | None]
    reviewed_at: Mapped[dt.datetime | None] = moment(L("审核时间", "Reviewed at"), system=True)
    approved_by: Mapped[Staff | None] = ref("Staff", L("批准人", "Approved by"), system=True)
    approved_by_id: Mapped[int | None]
    approved_at: Mapped[dt.datetime | None] = moment(L("批准时间", "Approved at"), system=True)
    valid_until: Mapped[dt.date | None] = date(L("有效至", "In force until"), system=True)
    superseded_at: Mapped[dt.datetime | None] = moment(L("被替代时间", "Superseded at"), system=True)
