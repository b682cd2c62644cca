"""What the pages of an import say of a roster of homes and owners."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from access import Purpose, fields_for, mask
from admin_views.history_words import change_words
from admin_views.import_pages import Imported
from admin_views.reader import Reader
from admin_views.viewmodels import Change, Link
from exchange.batches.findings import Difference
from exchange.reading.limits import MAX_ROWS
from exchange.reading.synonyms import TARGETS
from exchange.roster.own_columns import OwnColumn, own_columns
from models.base.resident import Occupancy, Relation, Resident
from models.base.unit import Unit
from models.spec import Field, Kind, L, Label

TITLE: Final = L("导入业主名册", "Import the owner roster")
_STEPS: Final = (
    L("一行一套房；楼号、单元、房号各一列，或合成一列“房屋地址”，写成 3-1-502 也可以。",
      "One row a home; building, entrance and room in columns of their own, or one column of addresses like 3-1-502."),
    L("表头在前 20 行里即可，叫法不限：楼号、栋号、房号、室号、业主姓名、户主、手机号……",
      "The header may stand anywhere in the first 20 rows, under any of its usual names."),
    L("几位共有人写在一个单元格里，用顿号隔开；电话也一样，顺序与姓名一致。",
      "Several owners go into one cell, divided by a comma; their phones likewise, in the same order."),
    L("没有的列不会改动已有资料；空着的单元格默认也不改。",
      "A column that is not there changes nothing; nor does an empty cell, unless you ask for it."),
)  # fmt: skip
_MOVED_IN, _UNTIL = L("关系", "Relation"), L("止", "Until")


def imported(who: Reader, slug: str, site_id: int | None) -> Imported:
    """Return what the pages say of a roster sent from the register ``slug``, for a site."""
    masked = {r.name: r.masked for r in fields_for(who.actor, Resident, Purpose.import_)}
    own = own_columns(who.actor, site_id)
    by_name = {(c.model, c.field.name): c for c in own}
    targets = {**TARGETS, **{c.target: c.label for c in own if c.may}}
    return Imported(
        slug=slug, title=who.say(TITLE), check_title=who.say(L("核对名册", "Check the roster")),
        steps=tuple(map(who.say, _STEPS)), rows=MAX_ROWS, targets=targets, change=lambda c: _change(who, c, masked, by_name),
        links=(Link(label=who.say(L("看房屋", "See the homes")), url="/admin/unit/"),), clears=True, of_homes=True,
    )  # fmt: skip


def _change(
    who: Reader, change: Difference, masked: dict[str, bool], own: Mapping[tuple[Any, str], OwnColumn]
) -> Change:
    model: Any = Resident if change.whose else Unit
    if (column := own.get((model, change.field))) is not None:
        local = column.field
        before, after = (change_words(who, local, value, masked=column.masked) for value in (change.old, change.new))
        name = who.say(local.label)
        return Change(label=f"{change.whose} · {name}" if change.whose else name, before=before, after=after)
    special: dict[str, Label] = {"moved_in": _MOVED_IN, "until": _UNTIL}
    field: Field | None = model.__fields__.get(change.field)
    field = field or Occupancy.__fields__.get(change.field)
    label = special.get(change.field) or (field.label if field else L(change.field, change.field))
    words = who.say(label)
    if change.field == "moved_in":
        return Change(label=f"{change.whose} · {words}", before="", after=who.say(Relation(change.new).label))
    hidden = masked.get(change.field, False)
    before, after = (_value(who, field, value, hidden=hidden) for value in (change.old, change.new))
    return Change(label=f"{change.whose} · {words}" if change.whose else words, before=before, after=after)


def _value(who: Reader, field: Field | None, value: Any, *, hidden: bool) -> str:
    if value is None or field is None:
        return "" if value is None else str(value)
    if field.enum is not None:
        return who.say(field.enum(value).label)
    if hidden and field.kind in {Kind.phone, Kind.idno}:
        return mask(field, value)
    return str(value)
