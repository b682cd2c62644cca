"""The filter panel, the chips above a list and the crosses on filters at work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from admin_views.list_figures import NAMES, RowsBehind
from admin_views.list_filters import Condition, operators
from admin_views.list_state import ListState
from admin_views.reader import Reader
from admin_views.viewmodels import ActiveFilter, Choice, Filter, FilterInput, Tab, Tone
from admin_views.wording import NO, YES, member
from models import by_name
from models.declare import Record
from models.engine import called_column
from models.spec import Field, Kind, L

CHIP_WORDS = {
    "mine": L("我的", "Mine"), "waiting": L("等我处理", "Waiting for me"), "overdue": L("已逾期", "Overdue"),
    "today": L("今天", "Today"), "week": L("本周", "This week"), "month": L("本月", "This month"),
}  # fmt: skip
CHIP_TONES: dict[str, Tone] = {"overdue": "red", "waiting": "amber"}
FROM, TO = L("从", "From"), L("到", "To")
OP_WORDS = {
    "eq": L("{v}", "{v}"), "ne": L("不是 {v}", "not {v}"), "in": L("{v}", "{v}"), "gt": L("大于 {v}", "over {v}"),
    "ge": L("{v} 起", "from {v}"), "lt": L("小于 {v}", "under {v}"), "le": L("到 {v}", "to {v}"),
    "between": L("{v}", "{v}"), "figure": L("{v}", "{v}"), "contains": L("含“{v}”", "contains “{v}”"),
}  # fmt: skip
EMPTY, FILLED = L("未填", "empty"), L("已填", "filled in")
_NUMBERS = frozenset({Kind.int, Kind.decimal, Kind.money, Kind.rating, Kind.year})


def chips(state: ListState, model: type[Record], reader: Reader) -> tuple[Tab, ...]:
    """Return the quick chips this register can have; the active one takes itself away."""
    spec = model.__register__
    offered = [
        "mine",
        *(["waiting"] if spec.flow and spec.prefix else []),
        *(["overdue"] if spec.deadlines else []),
        "today",
        "week",
        "month",
    ]
    every = Tab(key="all", label=reader.say(L("全部", "All")), url=state.query(drop=("chip",)), active=not state.chip)
    return (every, *(
        Tab(key=k, label=reader.say(CHIP_WORDS[k]), url=state.query(chip=k), active=state.chip == k, tone=CHIP_TONES.get(k))
        for k in offered
    ))  # fmt: skip


def panel(
    state: ListState, model: type[Record], reader: Reader, allowed: Mapping[str, tuple[Field, bool]]
) -> tuple[Filter, ...]:
    """Return the filters with what they are set to now: the register's states, the declared ones, the site's own fields."""
    spec = model.__register__
    names = [*(["status"] if spec.flow and "status" not in spec.filters else []), *spec.filters]
    names += [n for n, (field, _) in allowed.items() if field.local]
    texts = reference_texts(state, reader)
    made = (_filter(allowed[n][0], state, model, reader, texts, masked=allowed[n][1]) for n in names if n in allowed)
    return tuple(f for f in made if f is not None)


def _filter(
    field: Field,
    state: ListState,
    model: type[Record],
    reader: Reader,
    texts: Mapping[tuple[str, int], str],
    *,
    masked: bool,
) -> Filter | None:
    label = reader.say(field.label)
    now: dict[str, Condition] = {c.op: c for c in state.conditions if c.field.name == field.name}
    name = f"flt_{field.name}"

    def box(op: str, words: str = "") -> FilterInput:
        return FilterInput(
            name=f"{name}_{op}", label=words or label, value=",".join(now[op].texts) if op in now else ""
        )

    if field.name == "status" or field.kind in {Kind.enum, Kind.enums} or field.words:
        chosen = {t for op in ("in", "eq", "contains") if op in now for t in now[op].texts}
        return Filter(
            field=field.name,
            label=label,
            kind="choice",
            inputs=(box("in"),),
            choices=_choices(field, model, reader, chosen),
        )
    if field.kind is Kind.bool:
        value = now["eq"].values[0] if "eq" in now else None
        answers = tuple(
            Choice(value=v, label=reader.say(w), chosen=value is (v == "true"))
            for v, w in (("true", YES), ("false", NO))
        )
        return Filter(field=field.name, label=label, kind="bool", inputs=(box("eq"),), choices=answers)
    if field.kind in {Kind.ref, Kind.refs}:
        one = now["eq"].values[0] if "eq" in now else None
        return Filter(
            field=field.name,
            label=label,
            kind="ref",
            inputs=(box("eq"),),
            lookup_url=f"/admin/{model.slug()}/lookup/{field.name}",
            chosen_text=texts.get((field.target or "", one), "") if one else "",
        )
    if field.kind in {Kind.date, Kind.datetime, *_NUMBERS}:
        pair = (box("ge", reader.say(FROM)), box("le", reader.say(TO)))
        return Filter(field=field.name, label=label, kind="number" if field.kind in _NUMBERS else "date", inputs=pair)
    offered = operators(field, masked=masked)
    op = "contains" if "contains" in offered else "eq"
    return Filter(field=field.name, label=label, kind="text", inputs=(box(op),)) if op in offered else None


def _choices(field: Field, model: type[Record], reader: Reader, chosen: set[str]) -> tuple[Choice, ...]:
    flow = model.__register__.flow
    if field.name == "status" and flow:
        pairs = [(s.name, s.label) for s in flow.states]
    elif field.words:
        pairs = list(field.words)
    else:
        return tuple(Choice(value=m.value, label=member(m, reader), chosen=m.value in chosen) for m in field.enum or ())
    return tuple(Choice(value=v, label=reader.say(w), chosen=v in chosen) for v, w in pairs)


def reference_texts(state: ListState, reader: Reader) -> dict[tuple[str, int], str]:
    """Return the words of the records that reference filters name, by target and id."""
    wanted: dict[str, set[int]] = {}
    for c in state.conditions:
        if c.field.kind in {Kind.ref, Kind.refs} and c.field.target and c.op != "empty":
            wanted.setdefault(c.field.target, set()).update(c.values)
    out: dict[tuple[str, int], str] = {}
    for name, ids in wanted.items():
        target: Any = by_name(name)
        for row_id, text in reader.session.execute(select(target.id, called_column(target)).where(target.id.in_(ids))):
            out[name, row_id] = str(text)
    return out


def active(state: ListState, model: type[Record], reader: Reader) -> tuple[ActiveFilter, ...]:
    """Return the filters at work, each with the link that takes it away."""
    texts = reference_texts(state, reader)
    return tuple(
        ActiveFilter(label=reader.say(c.field.label), text=_words(c, model, reader, texts),
                     remove_url=state.query(drop=NAMES if isinstance(c, RowsBehind) else (c.parameter,)))
        for c in state.conditions
    )  # fmt: skip


def _words(c: Condition, model: type[Record], reader: Reader, texts: Mapping[tuple[str, int], str]) -> str:
    if c.op == "empty":
        return reader.say(EMPTY if c.values[0] else FILLED)
    flow = model.__register__.flow
    if c.field.name == "status" and flow:
        shown = [reader.say(flow.state(t).label) for t in c.texts]
    elif c.field.kind in {Kind.enum, Kind.enums} and c.field.enum:
        shown = [member(c.field.enum(t), reader) for t in c.texts]
    elif c.field.words:
        called = dict(c.field.words)
        shown = [reader.say(called[t]) if t in called else t for t in c.texts]
    elif c.field.kind in {Kind.ref, Kind.refs}:
        shown = [texts.get((c.field.target or "", v), f"#{v}") for v in c.values]
    elif c.field.kind is Kind.bool:
        shown = [reader.say(YES if v else NO) for v in c.values]
    else:
        shown = list(c.texts)
    mark = " – " if c.op == "between" else ("、" if reader.locale == "zh" else ", ")
    return reader.say(OP_WORDS[c.op], v=mark.join(shown))
