"""Somebody was faster: what was, what the other made of it, and what this person typed, field by field."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import access
from admin_views.form_values import Texts, text_of
from admin_views.form_view import reference_words
from admin_views.history_words import change_words
from admin_views.reader import Reader
from admin_views.viewmodels import Stale, StaleDiff
from admin_views.wording import near
from models.declare.site_values import decoded
from models.spec import Field, Kind
from workflow import Conflict

if TYPE_CHECKING:
    from admin_views.form_page import Filled


def stale(reader: Reader, conflict: Conflict, filled: Filled, now: Texts, reload_url: str) -> Stale:
    """Return the panel; texts of fields only the other changed are put into the form as they are ``now``."""
    visible = {r.field.name: r for r in filled.rights}
    theirs: dict[str, dict[str, Any]] = {}
    for change in conflict.theirs:
        name = str(change.get("field", ""))
        theirs.setdefault(name, {"old": change.get("old")})["new"] = change.get("new")
    diffs: list[StaleDiff] = []
    for name, change in theirs.items():
        right = visible.get(name)
        if right is None:
            continue
        clash = name in filled.given and _touched(reader, right.field, filled.typed.get(name), change["old"])
        if not clash:
            filled.typed[name] = now.get(name, "")
            filled.given.pop(name, None)
        diffs.append(StaleDiff(
            name=name, label=reader.say(right.field.label), was=change_words(reader, right.field, change["old"], masked=right.masked),
            theirs=change_words(reader, right.field, change["new"], masked=right.masked),
            yours=_typed(filled.typed.get(name), right.field.kind) if clash else "", clash=clash,
        ))  # fmt: skip
    when = near(conflict.when, reader) if conflict.when else ""
    return Stale(who=conflict.who, when=when, diffs=tuple(diffs), reload_url=reload_url)


def _touched(reader: Reader, field: Field, typed: Any, old: Any) -> bool:
    """Say whether the typed text is another than the value that stood there when the form was opened."""
    old = decoded(field, old) if field.local else old
    if field.kind is Kind.ref:
        words = reference_words(reader, {field.name: typed}, [field])
        return words.get((field.target or "", str(typed)), ("", ""))[0] != (old or "")
    if field.kind in {Kind.refs, Kind.rows}:
        return True
    if field.kind is Kind.enums:
        return list(typed or []) != list(old or [])
    try:
        before = dt.datetime.fromisoformat(old) if field.kind is Kind.datetime and old else old
    except (TypeError, ValueError):
        before = old
    shown = access.mask(field, before) if field.masked and "*" in str(typed) else text_of(field, before, reader.zone)
    return " ".join(str(typed or "").split()) != " ".join(shown.split())


def _typed(typed: Any, kind: Kind) -> str:
    if isinstance(typed, list):
        return str(len(typed))
    return f"#{typed}" if kind is Kind.ref and typed else str(typed or "")
