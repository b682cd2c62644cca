"""安全保密检查记录: the regular check of safety and confidentiality, fire checks and drills (001 安全保密 §5-7; R-I04, R-I05, R-I20, X-05)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.base.follow_up import open_action
from models.base.moments import today
from models.declare import Record, choice, date, flag, ref, rows, string, text
from models.spec import (
    STAY,
    Case,
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
    Set,
    Transition,
    altered,
    approval_flow,
    asks,
)

CHECKERS = (Role.security_lead, Role.cs_supervisor, Role.engineering_lead)


class SafetyCheckKind(LabelEnum):
    """What kind of check."""

    regular = "regular", "定期安全保密检查", "Regular check"
    fire = "fire", "消防检查", "Fire check"
    drill = "drill", "消防演练", "Fire drill"


class SafetyItem(LabelEnum):
    """What is looked at (001 安全保密 §5-7)."""

    power = "power", "电源", "Power supply"
    socket = "socket", "插座", "Sockets"
    fire_hazard = "fire_hazard", "明火隐患", "Open fire"
    file_control = "file_control", "文件控制执行", "Control of documents"
    extinguisher = "extinguisher", "消防器材", "Fire equipment"
    own_heater = "own_heater", "自购电热设备", "Private heaters"
    valuables = "valuables", "贵重物品", "Valuables"
    hygiene = "hygiene", "卫生", "Cleanliness"


NEEDED = {
    SafetyCheckKind.regular: (SafetyItem.power, SafetyItem.socket, SafetyItem.fire_hazard, SafetyItem.file_control),
    SafetyCheckKind.fire: (SafetyItem.extinguisher,),
    SafetyCheckKind.drill: (),
}
"""What a check of this kind leaves out at no time (001 安全保密 §5; X-05)."""
OFFERED = {SafetyCheckKind.regular: tuple(SafetyItem), SafetyCheckKind.fire: NEEDED[SafetyCheckKind.fire]}
"""The lines a sheet saved without any gets, to be judged."""


def failed(check: Any) -> list[Any]:
    """Return the lines that were not in order."""
    return [row for row in check.items if row.ok is False]


def lines_of(kind: str) -> list[dict[str, str]]:
    """Return the lines a sheet of this kind opens with."""
    return (
        [{"item": str(item)} for item in OFFERED.get(SafetyCheckKind(kind), ())] if kind in set(SafetyCheckKind) else []
    )


def lines_given(case: Case) -> list[Set]:
    """Give a sheet without lines those of its kind."""
    if case.record.items or not case.record.kind:
        return []
    offered = OFFERED.get(SafetyCheckKind(case.record.kind), ())
    return [Set("items", [{"item": item} for item in offered])] if offered else []


def problems_named(case: Case) -> Refusal | None:
    """Refuse a line not in order without the problem, and a day of repair before the check."""
    for at, row in enumerate(case.record.items):
        if row.ok is False and not row.problem:
            words = L("“{item}”不合格，请写明问题。", "“{item}” was not in order; please write what was wrong.")
            return Refusal(words.format(item=SafetyItem(row.item).label), f"items-{at}-problem", "001 安全保密 §5")
        if row.fixed_on is not None and row.fixed_on < case.record.checked_on:
            words = L("解决日期早于检查日期。", "It can't have been solved before the check.")
            return Refusal(words, f"items-{at}-fixed_on", "X-13")
    return None


def checked_by_now(case: Case) -> Refusal | None:
    """Refuse a check that has not taken place yet (X-13)."""
    if case.record.checked_on is None or case.record.checked_on <= today(case):
        return None
    return Refusal(L("检查日期还没有到。", "The day of the check has not come yet."), "checked_on", "X-13")


def all_looked_at(case: Case) -> Refusal | None:
    """Refuse to submit while an item is not judged, or one that belongs to every such check is missing (X-05)."""
    check = case.record
    for at, row in enumerate(check.items):
        if row.ok is None:
            words = L("“{item}”还没有结果。", "“{item}” has no result yet.")
            return Refusal(words.format(item=SafetyItem(row.item).label), f"items-{at}-ok", "001 安全保密 §5")
    have = {row.item for row in check.items}
    for item in NEEDED[SafetyCheckKind(check.kind)]:
        if item not in have:
            words = L("缺少必查项“{item}”，请补上。", "“{item}” belongs to every such check; please add it.")
            return Refusal(words.format(item=item.label), "items", "001 安全保密 §5")
    return None


def keeper_looks_not_himself(case: Case) -> Refusal | None:
    """Refuse the keeper of the fire equipment as the one who checks it (D-07)."""
    check = case.record
    if case.actor.system or check.keeper_id is None or check.keeper_id != case.actor.staff_id:
        return None
    if all(row.item != SafetyItem.extinguisher for row in check.items):
        return None
    words = L(
        "消防器材不能由保管人自己检查，请另派人检查。",
        "Fire equipment is not checked by its own keeper; have another do it.",
    )
    return Refusal(words, "keeper", "001 安全保密 §5; D-07")


def has_problem(case: Case) -> Refusal | None:
    """Refuse a corrective action where nothing was wrong."""
    return None if failed(case.record) else Refusal(L("没有不合格项。", "Nothing was out of order."))


def as_action(check: Any) -> dict[str, Any]:
    """Return what a corrective action takes over from the sheet."""
    found = [f"{SafetyItem(row.item).label.zh}：{row.problem}" for row in failed(check)]
    return {"origin": "safety", "problem": "\n".join(found)}


def _flow() -> Flow:
    chain = approval_flow(
        (Role.director,), clause="001 安全保密 §5", submit_guards=(all_looked_at, keeper_looks_not_himself)
    )
    solved = Transition(
        name="note_solved",
        label=L("登记解决情况", "Note what was solved"),
        source=("submitted", "approved"),
        to=STAY,
        roles=CHECKERS,
        asks=asks("items"),
        guards=(problems_named,),
        clause="001 安全保密 §5",
        done=L("{number}的解决情况已登记。", "What was solved of {number} is noted."),
    )
    action = open_action(
        ("draft", "submitted", "approved"), as_action, only=(has_problem,), clause="001 安全保密 §5; C-38"
    )
    return altered(chain, solved, action)


class SafetyCheck(Record):
    """One check."""

    __register__ = Register(
        label=L("安全保密检查记录", "Safety and confidentiality check"),
        module=Module.safety,
        source=("001 安全保密制度 §5; 卫生管理制度", "003 (三)1-3"),
        help=L(
            "每月检查电源、插座、明火隐患和文件控制等；先保存会带出应查的项目。问题及时解决，不合格项可开纠正措施；消防检查、演练也登记在这里。",
            "Monthly: power, sockets, open fire, control of documents and more; saving brings up the lines to check. Problems are "
            "solved at once or get a corrective action. Fire checks and drills are kept here too.",
        ),
        icon="shield-check",
        prefix="AQ",
        aliases=("安全检查表", "消防检查", "消防演练记录"),
        title="conclusion",
        list=("number", "checked_on", "kind", "conclusion", "corrective_action", "status"),
        sections=(
            Section(L("检查", "Check"), "kind", "checked_on", "keeper"),
            Section(L("检查项", "Items"), "items"),
            Section(L("结论", "Conclusion"), "conclusion", "corrective_action"),
        ),
        search=("number", "conclusion"),
        filters=("status", "kind", "checked_on"),
        sort="-checked_on",
        happened="checked_on",
        rights=Rights(read=(*CHECKERS, Role.director, Role.hq_quality), create=CHECKERS),
        flow=_flow(),
        derive=lines_given,
        guards=(problems_named, checked_by_now, keeper_looks_not_himself),
        print=("form",),
    )

    kind: Mapped[SafetyCheckKind] = choice(
        SafetyCheckKind, L("类别", "Kind"), required=True, default=SafetyCheckKind.regular
    )
    checked_on: Mapped[dt.date] = date(L("日期", "Checked on"), required=True, default=Default.TODAY)
    items: Mapped[list[Any]] = rows(
        L("检查项", "Items"),
        help=L(
            "选好类别就带出应查的项目，逐项填结果。", "The kind brings up its items; fill in what was found of each."
        ),
        options={"checklist": "kind", "opens_with": lines_of},
        item=choice(SafetyItem, L("检查项", "Item"), required=True),
        ok=flag(L("合格", "In order")),
        problem=string(L("问题", "Problem"), length=400),
        fixed_on=date(L("解决日期", "Solved on")),
    )
    keeper: Mapped[Any] = ref(
        "Staff",
        L("消防器材保管人", "Keeper of fire equipment"),
        help=L("查消防器材时填；保管人不能自己检查。", "For fire equipment; its keeper never checks it himself."),
    )
    keeper_id: Mapped[int | None]
    conclusion: Mapped[str] = text(L("结论", "Conclusion"), required=True)
    corrective_action: Mapped[Any] = ref("CorrectiveAction", L("纠正措施", "Corrective action"), system=True)
    corrective_action_id: Mapped[int | None]
