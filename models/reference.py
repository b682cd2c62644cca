"""Every register in words: its fields, states, steps and limits, for the generated reference and the help pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from models.declare import Record
from models.spec import (
    LINE_TO_DIRECTOR,
    LINE_TO_HEAD,
    STAY,
    DueRule,
    Field,
    Kind,
    L,
    Label,
    Role,
    Transition,
    Unit,
    Verb,
)

KINDS: dict[Kind, Label] = {
    Kind.str: L("文字", "text"), Kind.text: L("多行文字", "long text"), Kind.int: L("整数", "whole number"),
    Kind.decimal: L("小数", "decimal"), Kind.money: L("金额（元）", "amount (yuan)"), Kind.date: L("日期", "date"),
    Kind.time: L("时刻", "time of day"), Kind.datetime: L("日期时间", "date and time"), Kind.month: L("月份", "month"),
    Kind.year: L("年度", "year"), Kind.bool: L("是/否", "yes/no"), Kind.phone: L("电话", "telephone"),
    Kind.idno: L("证件号", "ID number"), Kind.plate: L("车牌", "number plate"), Kind.rating: L("1 至 5 分", "1 to 5"),
    Kind.enum: L("单选", "choice"), Kind.enums: L("多选", "choices"), Kind.ref: L("引用{target}", "refers to {target}"),
    Kind.refs: L("引用多个{target}", "refers to several: {target}"), Kind.rows: L("明细", "lines"), Kind.files: L("附件", "files"),
    Kind.sign: L("手写签名", "signature"), Kind.readers: L("传阅", "read by"), Kind.computed: L("自动计算", "computed"),
}  # fmt: skip
UNITS: dict[Unit, Label] = {
    Unit.minutes: L("{n} 分钟", "{n} minutes"), Unit.hours: L("{n} 小时", "{n} hours"), Unit.days: L("{n} 天", "{n} days"),
    Unit.workdays: L("{n} 个工作日", "{n} workdays"), Unit.same_day: L("当天", "the same day"),
    Unit.at_field: L("到“{field}”为止", "until “{field}”"), Unit.next_morning: L("下一工作日 8:30", "8:30 of the next workday"),
}  # fmt: skip
WHO: dict[str, Label] = {
    "@creator": L("填写人", "who filled it in"), "@submitter": L("提交人", "who submitted it"),
    "@filler": L("可填写的人", "whoever may fill it in"), "@line": L("直接上级", "the direct superior"),
    LINE_TO_HEAD: L("逐级上报至部门负责人", "each superior in turn, up to the head of the department"),
    LINE_TO_DIRECTOR: L("逐级上报至管理处主任", "each superior in turn, up to the director"),
    "@head": L("责任部门负责人", "the head of the department"), "@step": L("当前审批人", "who decides this step"),
}  # fmt: skip
NO_TITLES: Mapping[Role, Label] = MappingProxyType({})
ITSELF = L("系统", "by itself")
NOT_SET = L("未配置", "not set")
STAYS = L("状态不变", "the state stays")
SUGGESTED = L("（建议值）", " (suggested)")
YES, NO = L("必填", "required"), L("", "")
WHEN = L("“{field}”为{values}时必填", "required when “{field}” is {values}")
BY_SYSTEM = L("系统填写", "filled by the system")
SEEN_BY = L("只给{roles}看", "seen by {roles} only")
MASKED = L("隐去中间几位", "shown masked")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLine:
    """One field in words; ``lines``: the columns of its child rows."""

    name: str
    label: Label
    kind: Label
    need: Label
    notes: tuple[Label, ...] = ()
    choices: tuple[Label, ...] = ()
    lines: tuple[FieldLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One transition in words."""

    name: str
    label: Label
    sources: tuple[Label, ...]
    target: Label
    who: tuple[Label, ...]
    asks: tuple[Label, ...] = ()
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitLine:
    """One deadline in words."""

    label: Label
    limit: Label
    who: tuple[Label, ...]
    setting: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """What one role may do with a register; a register's matrix has one for every role with any right."""

    role: Label
    verbs: tuple[Label, ...]


OWN_ONLY = L("查看与自己有关的", "Read own")
NOT_SHOWN = frozenset({"id", "created_by", "created_at", "updated_by", "updated_at", "version"})


def fields_of(model: type[Record], more: Iterable[Field] = ()) -> tuple[FieldLine, ...]:
    """Return the register's fields in words, in the order of its form; ``more``: those that a site added."""
    placed = [n for s in model.__register__.sections for n in s.fields]
    names = list(dict.fromkeys([*placed, *model.__fields__]))
    declared = (model.__fields__[n] for n in names if n in model.__fields__ and n not in NOT_SHOWN)
    return tuple(_field(model, field) for field in (*declared, *more))


def _field(model: type[Record], field: Field) -> FieldLine:
    notes: list[Label] = []
    if field.system and field.kind is not Kind.computed:
        notes.append(BY_SYSTEM)
    if field.see is not None:
        notes.append(SEEN_BY.format(roles=_joined(list(people(model, field.see)))))
    if field.masked:
        notes.append(MASKED)
    if field.help is not None:
        notes.append(field.help)
    target = _label_of(field.target) if field.target else ""
    return FieldLine(
        name=field.name, label=field.label, kind=KINDS.get(field.kind, Label(field.kind.value, field.kind.value)).format(target=target),
        need=_need(model, field), notes=tuple(notes), choices=tuple(m.label for m in field.offered),
        lines=tuple(_field(model, child) for child in field.rows),
    )  # fmt: skip


def _need(model: type[Record], field: Field) -> Label:
    if field.required:
        return YES
    if field.required_when is None:
        return NO
    other = model.__fields__.get(field.required_when.field)
    if other is None:
        return NO
    words = {m.value: m.label for m in other.enum or ()} | {"true": L("是", "yes"), "false": L("否", "no")}
    values = _joined([words.get(v, Label(v, v)) for v in field.required_when.values])
    return WHEN.format(field=other.label, values=values)


def _label_of(name: str) -> Label:
    from models import by_name  # noqa: PLC0415 -- the list of registers is made after its registers

    return by_name(name).__register__.label


def _joined(words: list[Label]) -> Label:
    return Label("、".join(w.text("zh") for w in words), ", ".join(w.text("en") for w in words))


def people(model: type[Record], codes: Iterable[Any], called: Mapping[Role, Label] = NO_TITLES) -> tuple[Label, ...]:
    """Return role codes and ``@field`` persons in words; ``called``: what a site calls its roles (A-19)."""
    known = {r.value for r in Role}
    out: list[Label] = []
    for code in codes:
        text = str(getattr(code, "value", code))
        if text in known:
            role = Role(text)
            out.append(called.get(role, role.label))
        elif text in WHO:
            out.append(WHO[text])
        elif text.startswith("@") and text[1:] in model.__fields__:
            out.append(model.__fields__[text[1:]].label)
        else:
            out.append(Label(text, text))
    return tuple(dict.fromkeys(out))


def steps_of(model: type[Record], called: Mapping[Role, Label] = NO_TITLES) -> tuple[StepLine, ...]:
    """Return the register's transitions in words."""
    flow = model.__register__.flow
    if flow is None:
        return ()
    states = {s.name: s.label for s in flow.states}
    return tuple(
        StepLine(
            name=t.name, label=t.label, sources=tuple(states[s] for s in t.source),
            target=STAYS if t.to == STAY else states[t.to], who=_doers(model, t, called),
            asks=tuple(_asked(model, t)), clause=t.clause,
        )
        for t in flow.transitions
    )  # fmt: skip


def _doers(model: type[Record], t: Transition, called: Mapping[Role, Label]) -> tuple[Label, ...]:
    return (ITSELF,) if t.by_itself else people(model, t.roles, called)


def _asked(model: type[Record], t: Transition) -> list[Label]:
    out: list[Label] = []
    for ask in t.asks:
        if not ask.required:
            continue
        field = ask.own or model.__fields__.get(ask.field)
        out.append(field.label if field is not None else L("意见或原因", "comment or reason"))
    return out


def limits_of(model: type[Record], called: Mapping[Role, Label] = NO_TITLES) -> tuple[LimitLine, ...]:
    """Return the register's deadlines in words."""
    return tuple(
        LimitLine(
            label=r.label,
            limit=_limit(model, r),
            who=people(model, r.accountable, called),
            setting=r.setting,
            clause=r.clause,
        )
        for r in model.__register__.deadlines
    )


def _limit(model: type[Record], rule: DueRule) -> Label:
    field = model.__fields__.get(rule.field)
    words = UNITS.get(rule.unit, Label(rule.unit.value, rule.unit.value))
    if rule.limit is None and rule.unit in {Unit.minutes, Unit.hours, Unit.days, Unit.workdays}:
        return NOT_SET
    said = words.format(n=rule.limit if rule.limit is not None else "", field=field.label if field is not None else "")
    if not rule.suggested:
        return said
    return Label(said.text("zh") + SUGGESTED.zh, said.text("en") + SUGGESTED.en)


def chain_of(model: type[Record], called: Mapping[Role, Label] = NO_TITLES) -> tuple[Label, ...] | Label | None:
    """Return the approval chain in words: the steps in order, or the sentence of a chain that depends on the document."""
    flow = model.__register__.flow
    if flow is None or flow.approval is None:
        return None
    chain = flow.approval.chain
    if flow.approval.usual:
        return people(model, flow.approval.usual, called)
    if callable(chain):
        return L("按单据内容确定", "depends on the document")
    return people(model, chain, called)


def roles_of(model: type[Record], called: Mapping[Role, Label] = NO_TITLES) -> tuple[RoleLine, ...]:
    """Return who may do what by default; a site may narrow or widen it on the role screen."""
    rights = model.__register__.rights
    out: list[RoleLine] = []
    for role in Role:
        verbs = [verb.label for verb in Verb if role in rights.of(verb)]
        if role in rights.own and role not in rights.read:
            verbs.insert(0, OWN_ONLY)
        if verbs:
            out.append(RoleLine(role=called.get(role, role.label), verbs=tuple(verbs)))
    return tuple(out)
