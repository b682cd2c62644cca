"""What the papers of administration share: who reads them, steps added to a usual flow, one paper a day or period."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, inspect, select, text

from models.base.rules import is_new, referred
from models.base.staff import Staff
from models.spec import RECEPTION, Case, Effects, Flow, Guard, L, Label, Refusal, Role, altered

LOOKING_ON = (Role.cs_supervisor, Role.director, Role.hq_quality)
"""Who reads every paper of the department: its head, the director, and head office."""
DEPARTMENT = (*RECEPTION, *LOOKING_ON)
"""Customer service and those who look on."""
ADMINISTRATION = (*LOOKING_ON, Role.hr_admin)
"""Those who look on, and administration."""
NOT_COUNTED = ("void", "rejected")
"""States in which a paper is as if it had never been filed."""

TWICE = L("已有{number}，请在那一份上补充。", "{number} is there already; add to that one.")
NOT_IN_ORDER = L("结束日期早于开始日期。", "The last day lies before the first.")
KEPT = L(
    "“{field}”按原话记载，保存后不能改动。有补充请另记一条；记错的请作废重填。",
    "“{field}” is kept word for word and can't be changed once saved. Add what is new elsewhere; void a wrong entry.",
)
OWN_ONLY = L("只能填写自己的，请让{name}用自己的账号填写。", "Only one's own; have {name} fill it in.")


def with_guards(flow: Flow, name: str, *guards: Guard, effects: Effects | None = None) -> Flow:
    """Return ``flow`` whose transition ``name`` also has these guards and effects; KeyError when it has none such."""
    had = flow.transition(name)
    more: dict[str, Any] = {name: {"guards": (*had.guards, *guards), "effects": effects or had.effects}}
    return altered(flow, **more)


def submitted_by_author(flow: Flow) -> Flow:
    """Return an approval flow in which only who wrote the paper submits it."""
    return altered(flow, submit={"roles": ("@creator",)})


def word_for_word(*names: str) -> Guard:
    """Return a guard that refuses any change of these texts once they are saved: what a superior said stays (X-10)."""

    def guard(case: Case) -> Refusal | None:
        if is_new(case.record):
            return None
        for name in names:
            before = inspect(case.record).attrs[name].history.deleted
            if before and before[0]:
                field = type(case.record).__fields__[name].label
                return Refusal(KEPT.format(field=field), name, "001 请示报告 §5; X-10")
        return None

    return guard


def at_most_one(*names: str, sentence: Label = TWICE) -> Guard:
    """Return a guard that refuses a second living paper of the site with the same ``names`` (references as ``x_id``)."""

    def guard(case: Case) -> Refusal | None:
        record = case.record
        model = type(record)
        values = {n: getattr(record, n) for n in names}
        if any(v is None for v in values.values()):
            return None
        same = [getattr(model, n) == v for n, v in values.items()]
        query = select(model).where(model.site_id == record.site_id, model.status.not_in(NOT_COUNTED), *same)
        if not is_new(record):
            query = query.where(model.id != record.id)
        with case.session.no_autoflush:
            other = case.session.scalars(query.limit(1)).first()
        return None if other is None else Refusal(sentence.format(number=other.number), names[-1].removesuffix("_id"))

    return guard


def living_index(name: str, *columns: str) -> Index:
    """Return the partial unique index behind ``at_most_one``: the database refuses what two people save at once."""
    living = text("status NOT IN ('void', 'rejected')")
    return Index(name, "site_id", *columns, unique=True, sqlite_where=living, postgresql_where=living)


def filled(rows: str, sentence: Label, source: str = "") -> Guard:
    """Return a guard that refuses a paper whose child table ``rows`` is empty."""

    def guard(case: Case) -> Refusal | None:
        return None if getattr(case.record, rows) else Refusal(sentence, rows, source)

    return guard


def ones_own(name: str) -> Guard:
    """Return a guard that refuses a new paper whose person in ``name`` isn't the one who files it."""

    def guard(case: Case) -> Refusal | None:
        if case.actor.system or not is_new(case.record):
            return None
        person = referred(case, name, Staff)
        if person is None or person.id == case.actor.staff_id:
            return None
        return Refusal(OWN_ONLY.format(name=person.name), name)

    return guard


__all__ = [
    "ADMINISTRATION",
    "DEPARTMENT",
    "LOOKING_ON",
    "NOT_COUNTED",
    "NOT_IN_ORDER",
    "at_most_one",
    "filled",
    "living_index",
    "ones_own",
    "submitted_by_author",
    "with_guards",
    "word_for_word",
]
