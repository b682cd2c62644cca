"""Somebody was faster: what was, what the other made of it, and what this person typed, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from admin_views.form_values import Texts
from admin_views.history_words import change_words
from admin_views.reader import Reader
from admin_views.viewmodels import Stale, StaleDiff
from admin_views.wording import near
from models.declare import Record
from models.spec import Kind
from workflow import Conflict

if TYPE_CHECKING:
    from admin_views.form_page import Filled


def stale(
    reader: Reader, model: type[Record], conflict: Conflict, filled: Filled, now: Texts, reload_url: str
) -> Stale:
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
        clash = name in filled.given
        if not clash:
            filled.typed[name] = now.get(name, "")
        diffs.append(StaleDiff(
            name=name, label=reader.say(right.field.label), was=change_words(reader, model, name, change["old"]),
            theirs=change_words(reader, model, name, change["new"]),
            yours=_typed(filled.typed.get(name), right.field.kind) if clash else "", clash=clash,
        ))  # fmt: skip
    when = near(conflict.when, reader) if conflict.when else ""
    return Stale(who=conflict.who, when=when, diffs=tuple(diffs), reload_url=reload_url)


def _typed(typed: Any, kind: Kind) -> str:
    if isinstance(typed, list):
        return str(len(typed))
    return f"#{typed}" if kind is Kind.ref and typed else str(typed or "")
