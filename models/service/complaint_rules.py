"""The rules of complaints: what is major, who may write and close, what a reply needs (001 投诉; 000 §4.6; A-15, D-08)."""

from __future__ import annotations

import re
from typing import Any

from models.base.department import Department
from models.base.rules import is_new, referred
from models.spec import DESK, Case, Effect, L, Refusal, Role, Set, Tell

MAJOR = "major"
LETTERS = {"letter": "X", "phone": "D", "fax": "C", "visit": "M", "online": "W"}
"""The kind letter in front of a complaint's document number: 信, 电, 传, 面, 网."""
_WORDS = re.compile(r"[\s,，、;；/|]+")
_CUSTOMER_SERVICE = re.compile(r"客服|客户服务|接待|customer", re.IGNORECASE)

NOT_A_WRITER = L(
    "投诉处理表只由指定填写人填写（{who}）。请交给他们办理，或请主管调整参数“投诉处理表指定填写人”。",
    "The handling form is filled in only by the persons named for it ({who}). Hand it to them, or have the setting changed.",
)
ACTION_OPEN = L("已经开过纠正措施{number}。", "Corrective action {number} is open already.")
REPORTED = L(
    "{who}上报了重大投诉{number}，请批示。", "{who} reported the major complaint {number}; please decide on it."
)
NO_RESULT = L(
    "投诉没有处理结果，不能结案：事事有着落。", "A complaint without a result can't be closed: every matter is settled."
)
NO_REPLY = L(
    "还没有回复业主和管理处经理，不能结案：件件有回音。",
    "The owner and the director have not both been answered, so it can't be closed.",
)


def words_of(setting: str | None) -> tuple[str, ...]:
    """Return the words of the parameter 重大投诉判定条件; none while it is unset (G6)."""
    return tuple(w for w in _WORDS.split(setting or "") if w)


def sounds_major(summary: str | None, words: tuple[str, ...]) -> bool:
    """Say whether a summary names one of the site's conditions of a major complaint (A-15)."""
    return any(w in (summary or "") for w in words)


def document_number(number: str | None, channel: Any) -> str | None:
    """Return the document number: the register's own number with the kind letter in front (X-11)."""
    return f"{LETTERS[str(channel)]}-{number}" if number and channel else None


def is_customer_service(department: Any) -> bool:
    """Say whether a department is customer service: by its name, or because its head sits at the desk."""
    if department is None:
        return False
    if _CUSTOMER_SERVICE.search(department.name or ""):
        return True
    user = department.head.user if department.head is not None else None
    return user is not None and any(g.role in DESK for g in user.grants)


def derived(case: Case) -> list[Set]:
    """Fill the document number, raise what the site calls major, and note since when it is."""
    complaint = case.record
    out = [Set("document_no", document_number(complaint.number, complaint.channel))]
    severity = complaint.severity
    if severity != MAJOR and sounds_major(complaint.summary, words_of(case.setting("complaint.major_rules"))):
        severity = MAJOR
        out.append(Set("severity", MAJOR))
    if severity == MAJOR and complaint.major_at is None:
        out.append(Set("major_at", complaint.received_at if is_new(complaint) else case.now))
    return out


def named_writer(case: Case) -> Refusal | None:
    """Refuse the handling form to anybody but the persons named in ``complaint.writers``, when any are (P-44)."""
    named = case.setting("complaint.writers")
    if not named or case.actor.system or case.actor.username in named or case.actor.name in named:
        return None
    return Refusal(NOT_A_WRITER.format(who="、".join(named)), source="P-44")


def decided(case: Case) -> list[Effect]:
    """Keep whether customer service answers for it (D-08); a director who decides has been told."""
    complaint = case.record
    out: list[Effect] = [Set("cs_responsible", is_customer_service(complaint.department))]
    told = complaint.severity == MAJOR and complaint.reported_up_at is None
    if told and case.actor.holds(complaint.site_id, Role.director):
        out.append(Set("reported_up_at", case.now))
    return out


def whose(case: Case) -> list[Set]:
    """Return whether customer service answers for a complaint taken over after its decision (D-08)."""
    return [Set("cs_responsible", is_customer_service(referred(case, "department", Department)))]


def told_up(case: Case) -> list[Effect]:
    """Make it major, tell the director and note when (T-28)."""
    out: list[Effect] = [Set("severity", MAJOR), Set("reported_up_at", case.now), Tell((Role.director,), REPORTED)]
    return out if case.record.major_at else [*out, Set("major_at", case.now)]


def reopened(case: Case) -> list[Effect]:
    """Begin another round of handling and replying."""
    return [Set("reopen_count", (case.record.reopen_count or 0) + 1)]


def answered_for(case: Case) -> Refusal | None:
    """Refuse to close without a result and both replies (001 投诉处理 §1: 事事有着落、件件有回音)."""
    complaint = case.record
    if not complaint.result:
        return Refusal(NO_RESULT, "result", "001 投诉处理 §1")
    if complaint.replied_at is None or complaint.director_told_at is None:
        return Refusal(NO_REPLY, "replied_at", "001 接待来访投诉 §3")
    return None


def one_action(case: Case) -> Refusal | None:
    """Refuse a second corrective action for the same complaint."""
    action = case.record.corrective_action
    return None if action is None else Refusal(ACTION_OPEN.format(number=action.number))
