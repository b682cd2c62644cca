"""Settings in words: what is kept as a code (a period, a day of the week, kinds and roles in a mapping), as people read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from models.spec import L, Label, Role

PERIODS: Final = {
    "week": L("每周", "Weekly"), "month": L("每月", "Monthly"), "quarter": L("每季度", "Quarterly"),
    "half_year": L("每半年", "Half-yearly"), "year": L("每年", "Yearly"),
}  # fmt: skip
WEEKDAYS: Final = {
    str(n): label for n, label in enumerate((
        L("周一", "Monday"), L("周二", "Tuesday"), L("周三", "Wednesday"), L("周四", "Thursday"), L("周五", "Friday"),
        L("周六", "Saturday"), L("周日", "Sunday"),
    ), 1)
}  # fmt: skip
SWITCH: Final = {"是": L("是", "Yes"), "否": L("否", "No")}
"""A switch's two values by what is written for them."""
UNSET: Final = L("未配置", "not set")
_TEXTS: Final = {"last_workday": L("当月最后一个工作日", "The month's last workday")}
_ROLES: Final = {r.value: r.label for r in Role}


def _codes(key: str) -> tuple[Mapping[str, Label], Mapping[str, Label]]:
    """Return what the names and the words of a mapping stand for, by code."""
    if key == "role.map":
        return _ROLES, {}
    from models.service.callback_rules import CallbackKind, Method  # noqa: PLC0415 - registers import settings

    kinds = {k.value: k.label for k in CallbackKind}
    return kinds, _ROLES if key == "callback.roles" else {m.value: m.label for m in Method}


def worded(key: str, value: Any) -> Label:
    """Return a setting's value as people read it; ``value`` is what ``setting_keys.parse`` returns."""
    if value is None:
        return UNSET
    if isinstance(value, bool):
        return SWITCH["是" if value else "否"]
    if isinstance(value, dt.time):
        return Label(f"{value:%H:%M}", f"{value:%H:%M}")
    if isinstance(value, tuple):
        return Label("、".join(value), ", ".join(value))
    if isinstance(value, Mapping):
        names, words = _codes(key)
        pairs = [(_of(names, name), [_of(words, w) for w in said]) for name, said in value.items()]
        return Label(
            "；".join(f"{n.zh}：{'、'.join(w.zh for w in said)}" for n, said in pairs),
            "; ".join(f"{n.en}: {', '.join(w.en for w in said)}" for n, said in pairs),
        )
    text = str(value)
    named = WEEKDAYS if isinstance(value, int) and key.endswith("_weekday") else {**PERIODS, **_TEXTS}
    return named.get(text, Label(text, text))


def coded(key: str, value: Any) -> Any:
    """Return a mapping with its words, in either language, turned into codes; anything else as it is."""
    if not isinstance(value, Mapping):
        return value
    names, words = _codes(key)
    return MappingProxyType({
        code_of(names, name) or name: tuple(code for part in said for code in _codes_in(words, part))
        for name, said in value.items()
    })  # fmt: skip


def code_of(labels: Mapping[str, Label], text: str) -> str | None:
    """Return the code that ``text`` is, or is the word for in either language; None when none is."""
    sought = text.casefold()
    return next((c for c, label in labels.items() if sought in _said(c, label)), None)


def _codes_in(labels: Mapping[str, Label], text: str) -> Iterable[str]:
    """Return the code behind one word, or those behind several with blanks between."""
    whole = code_of(labels, text) if labels else text
    return (whole,) if whole else (code_of(labels, w) or w for w in text.split())


def _said(code: str, label: Label) -> Iterable[str]:
    return (code.casefold(), label.zh.casefold(), label.en.casefold())


def _of(labels: Mapping[str, Label], code: str) -> Label:
    return labels.get(code) or Label(code, code)
