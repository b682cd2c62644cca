"""The list page of a register, put together: rights, state, rows, paging, filters, saved views."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from sqlalchemy import Select, bindparam, select

import access
from admin_views import list_columns, list_filter_panel, list_rows
from admin_views.list_columns import CLOCK, ListColumns
from admin_views.list_figures import NAMES
from admin_views.list_query import CAP, Found, ListQuery, indexed
from admin_views.list_state import SIZES, ListState, parse
from admin_views.papers import imports_papers
from admin_views.reader import Reader
from admin_views.remembered import Remembered
from admin_views.sheet_page import print_links
from admin_views.turns import Turns, in_bulk
from admin_views.viewmodels import Column, ColumnChoice, Empty, Link, ListPage, Message, Pager, SavedView
from models import by_name
from models.declare import Record
from models.engine import SavedView as KeptView
from models.spec import Field, Kind, L, Role, Verb

FEWER = L(
    "超过 {cap} 条时不能按“{name}”排序：请先筛选，或按默认顺序查看。",
    "With more than {cap} entries the list can't be sorted by “{name}”: filter first, or use the usual order.",
)
NEW = L("新建{name}", "New {name}")
ADD_FIELD = L("加一个字段", "Add a field")
NONE_YET = L("还没有{name}", "No {name} yet")
NONE_FOUND = L("没有找到", "Nothing found")
TRY_FEWER = L("换个说法，或去掉一些筛选条件再试。", "Try other words, or take some filters away.")
RANGE = L("第 {a}-{b} 条", "{a}-{b}")
SHOWN = L("本页 {n} 条", "{n} on this page")
TOTAL = L("共 {n} 条", "of {n}")


def build(
    reader: Reader, model: type[Record], pairs: Iterable[tuple[str, str]], *, form_token: str, starred: bool
) -> tuple[ListPage, tuple[Message, ...]]:
    """Return the page for the parameters ``pairs``, and the sentences about those that were ignored."""
    chosen, views = _kept(reader, model)
    who = (model.slug(), access.sight(reader.actor), reader.locale)
    standing = _standing.get((*who, chosen), lambda: _rights(reader, model, chosen))
    columns = standing.columns
    state = parse(pairs, model, reader, standing.filterable, standing.sortable)
    turns = Turns(reader, model)
    found = ListQuery(
        reader=reader,
        model=model,
        state=state,
        fields=standing.fields,
        turns=turns,
        restricted=standing.restricted,
        own=standing.own,
    ).run()
    problems = list(state.problems)
    if found.refused_sort:
        fields = access.fields_at(reader.actor, model, reader.actor.site_id)
        problems.append(FEWER.format(cap=f"{CAP:,}", name=fields[state.sort].label))
    key = (*who, chosen, views, state.pairs)
    names_others = any(c.field.kind in {Kind.ref, Kind.refs} for c in state.conditions)

    def make() -> dict[str, Any]:
        return _around(reader, model, state, standing, chosen, views)

    page = ListPage(
        **(make() if names_others else _kept_around.get(key, make)),
        columns=_columns(reader, model, columns, state, found, standing.sortable),
        rows=tuple(list_rows.rows(reader, model, found.rows, columns, turns)), pager=_pager(reader, state, found),
        form_token=form_token, starred=starred, same_bar=None if names_others else key,
    )  # fmt: skip
    return page, tuple(Message(text=reader.say(p), tone="amber") for p in problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """What a reader has on a list before anything is asked of it. ``fields``: what must be fetched for the columns."""

    columns: ListColumns
    fields: tuple[Field, ...]
    filterable: dict[str, tuple[Field, bool]]
    sortable: list[str]
    restricted: bool
    own: tuple[str, ...]


_standing = Remembered()
_kept_around = Remembered()


def _rights(reader: Reader, model: type[Record], chosen: _View | None) -> _Standing:
    columns = list_columns.columns(reader, model, chosen.columns if chosen else ())
    head = columns.rights.get(columns.head)
    beside = [columns.rights[f.otherwise][0] for f in columns.shown if f.otherwise in columns.rights]
    return _Standing(
        columns=columns,
        fields=tuple(dict.fromkeys((*((head[0],) if head else ()), *columns.shown, *beside))),
        filterable=list_columns.rights(reader, model, access.Purpose.filter),
        sortable=sortable_names(columns),
        restricted=restricted(reader, model),
        own=own_searched(reader, model),
    )


def _around(
    reader: Reader,
    model: type[Record],
    state: ListState,
    standing: _Standing,
    chosen: _View | None,
    views: Sequence[_View],
) -> dict[str, Any]:
    """Return what stands around the rows: it follows from rights, declaration and address alone."""
    spec = model.__register__
    return {
        "slug": model.slug(), "title": reader.say(spec.label), "about": reader.say(spec.help),
        "empty": _empty(reader, model, state), "primary": _primary(reader, model), "more": _more(reader, model),
        "transitions": tuple(
            replace(list_rows.line(t, reader), bulk=in_bulk(reader, model, t)) for t in list_rows.listed(spec.flow)
        ),
        "chips": list_filter_panel.chips(state, model, reader), "search": state.search,
        "search_hint": search_hint(reader, model),
        "filters": list_filter_panel.panel(state, model, reader, standing.filterable),
        "active_filters": list_filter_panel.active(state, model, reader),
        "reset_url": state.query(drop=[k for k, _ in state.pairs if k.startswith("flt_") or k in {"search", "chip"} | NAMES]),
        "views": _views(views, state), "column_choices": _choices(reader, model, standing.columns),
        "density": "roomy" if chosen and chosen.density == "roomy" else "compact",
        "exports": _exports(reader, model, state), "prints": print_links(reader, model, "id=", screen=False),
        "query": tuple(p for p in state.pairs if p[0] != "search"), "query_string": state.query().lstrip("?"),
    }  # fmt: skip


def restricted(reader: Reader, model: type[Record]) -> bool:
    """Say whether the reader may find records also by fields that only some roles see; no where there are none."""
    sought = {path.partition(".")[0] for path in model.__register__.search}
    if not any(f.see for n, f in model.__fields__.items() if n in sought):
        return False
    return sought <= {r.name for r in access.fields_for(reader.actor, model, access.Purpose.search)}


def own_searched(reader: Reader, model: type[Record]) -> tuple[str, ...]:
    """Return the site's own fields the reader may find records by: those in words, nothing that comes masked."""
    rights = access.fields_for(reader.actor, model, access.Purpose.search)
    return tuple(r.name for r in rights if r.field.local and r.field.kind in {Kind.str, Kind.text} and not r.masked)


def sortable_names(columns: ListColumns) -> list[str]:
    """Return the fields a list may be ordered by: columns of its own table that are not masked."""
    plain = frozenset(Kind) - {
        Kind.ref,
        Kind.refs,
        Kind.enums,
        Kind.rows,
        Kind.files,
        Kind.sign,
        Kind.computed,
        Kind.readers,
        Kind.text,
    }
    return [n for n, (f, masked) in columns.rights.items() if f.kind in plain and not masked]


def search_hint(reader: Reader, model: type[Record]) -> str:
    """Return what can be searched for, in words."""
    names = [path.partition(".")[0] for path in model.__register__.search]
    words = [reader.say(model.__fields__[n].label) for n in dict.fromkeys(names) if n in model.__fields__][:4]
    return ("、" if reader.locale == "zh" else ", ").join(words)


class _View(NamedTuple):
    """A kept view as the list needs it; the one without a name holds the reader's columns and row height."""

    id: int
    name: str
    query: str
    columns: tuple[str, ...]
    density: str | None


def _kept(reader: Reader, model: type[Record]) -> tuple[_View | None, tuple[_View, ...]]:
    def build() -> Select[Any]:
        whose = (KeptView.user_id == bindparam("user_id"), KeptView.register == bindparam("register"))
        shown: list[Any] = [KeptView.id, KeptView.name, KeptView.query, KeptView.columns, KeptView.density]
        return select(*shown).where(*whose).order_by(KeptView.name)

    values = {"user_id": reader.actor.user_id, "register": model.slug()}
    found = access.execute_kept(reader.session, "views", build, values)
    kept = [_View(v.id, v.name, v.query, tuple(v.columns or ()), v.density) for v in found]
    return next((v for v in kept if not v.name), None), tuple(v for v in kept if v.name)


def _columns(
    reader: Reader, model: type[Record], columns: ListColumns, state: ListState, found: Found, sortable: Sequence[str]
) -> tuple[Column, ...]:
    default = model.__register__.sort
    by, down = (
        (state.sort, state.desc) if state.sort and not found.refused_sort else (default.lstrip("-"), default[:1] == "-")
    )
    free = found.total <= CAP and not found.capped

    def column(field: Field, kind: Any) -> Column:
        may = field.name in sortable and (free or state.search or indexed(model, field.name) or field.name == by)
        here = field.name == by
        other = "0" if here and down else "1"
        return Column(
            name=field.name,
            label=reader.say(field.label),
            kind=kind,
            sort_url=state.query(sort=field.name, desc=other if here else "0" if kind == "who" else "1") if may else "",
            sorted=("descending" if down else "ascending") if here and not (state.search and not state.sort) else "",
        )

    head = columns.rights.get(columns.head)
    first = column(head[0], "number") if head else Column(name=columns.head, label="#", kind="number")
    out = [first, *(column(f, list_columns.kind(f)) for f in columns.shown)]
    if columns.badge:
        out.append(Column(name="status", label=reader.say(model.__fields__["status"].label), kind="badge"))
    if columns.clock:
        out.append(Column(name=CLOCK, label=reader.say(L("时限", "Due")), kind="clock"))
    return tuple(out)


def _pager(reader: Reader, state: ListState, found: Found) -> Pager:
    count = len(found.rows)
    page = None if state.by_cursor else state.page
    if page is not None and count:
        start = (page - 1) * state.page_size + 1
        text = reader.say(RANGE, a=f"{start:,}", b=f"{start + count - 1:,}")
    else:
        text = reader.say(SHOWN, n=count)
    total = "" if state.by_cursor else reader.say(TOTAL, n=f"{found.total:,}{'+' if found.capped else ''}")
    back = state.query(before=found.first.text()) if found.first and found.has_previous else ""
    if page == 2:
        back = state.query()
    if not count and (state.by_cursor or state.page > 1):
        back = state.query()
    return Pager(
        range_text=text, total_text=total, previous_url=back, page=page, page_size=state.page_size, query=state.pairs,
        next_url=state.query(after=found.last.text()) if found.last and found.has_next else "",
        sizes=tuple(Link(label=str(s), url=state.query(page_size=str(s)), active=s == state.page_size) for s in SIZES),
    )  # fmt: skip


def _empty(reader: Reader, model: type[Record], state: ListState) -> Empty:
    spec = model.__register__
    if state.conditions or state.search or state.chip:
        clear = Link(label=reader.say(L("看全部", "Show all")), url="?")
        return Empty(title=reader.say(NONE_FOUND), text=reader.say(TRY_FEWER), action=clear)
    name = spec.label if reader.locale == "zh" else spec.label.en.lower()
    return Empty(title=reader.say(NONE_YET, name=name), text=reader.say(spec.help), action=_primary(reader, model))


def _primary(reader: Reader, model: type[Record]) -> Link | None:
    if not access.may(reader.actor, model, Verb.create):
        return None
    name = model.__register__.label
    return Link(
        label=reader.say(NEW, name=name.zh if reader.locale == "zh" else name.en.lower()),
        url="new/",
        icon="plus",
        weight="primary",
    )


def _more(reader: Reader, model: type[Record]) -> tuple[Link, ...]:
    """Return the page's own menu: screens that belong to this register."""
    slug = model.slug()
    out = [_made_by(reader, *by) for by in model.__register__.made_by if _may_make(reader, *by)]
    if slug in {"unit", "resident"} and access.may(reader.actor, by_name("Unit"), Verb.import_):
        out.append(
            Link(label=reader.say(L("导入业主资料", "Import owner roster")), url="/admin/unit/import/", icon="upload")
        )
    if slug == "site" and access.may(reader.actor, model, Verb.import_):
        out.append(Link(label=reader.say(L("开通项目", "Open a site")), url="/admin/site/import/", icon="upload"))
    if imports_papers(model) and access.may(reader.actor, model, Verb.import_):
        out.append(Link(label=reader.say(L("导入", "Import")), url="import/", icon="upload"))
    if model.__register__.takes_site_fields and access.may(reader.actor, by_name("SiteField"), Verb.create):
        out.append(Link(label=reader.say(ADD_FIELD), url=f"/admin/site_field/new/?register={slug}", icon="columns-3"))
    if slug == "setting":
        out.append(
            Link(label=reader.say(L("参数总览", "All settings")), url="/admin/settings/", icon="sliders-horizontal")
        )
    if slug == "user" and Role.sysadmin in reader.actor.global_roles:
        out.append(Link(label=reader.say(L("角色权限", "Role matrix")), url="/admin/roles/", icon="shield-check"))
    return tuple(out)


def _may_make(reader: Reader, register: str, step: str) -> bool:
    return bool(access.may(reader.actor, by_name(register), f"do:{step}"))


def _made_by(reader: Reader, register: str, step: str) -> Link:
    other = by_name(register)
    flow = other.__register__.flow
    assert flow is not None  # noqa: S101 - the declarations were checked
    return Link(
        label=reader.say(flow.transition(step).label),
        url=f"/admin/{other.slug()}/transition/{step}/?id=all",
        icon="layers",
    )


def _exports(reader: Reader, model: type[Record], state: ListState) -> tuple[Link, ...]:
    if not access.may(reader.actor, model, Verb.export):
        return ()
    same = reader.say(L("按当前筛选导出", "With the present filters"))
    query = state.query(drop=("page_size",))
    out = [
        Link(label="Excel (.xlsx)", url=f"export/xlsx/{query}", icon="file-spreadsheet", note=same),
        Link(label="CSV", url=f"export/csv/{query}", icon="file-text", note=same),
    ]
    masked = any(r.masked for r in access.fields_for(reader.actor, model, access.Purpose.export))
    if masked and access.may(reader.actor, model, Verb.unmask):
        full = state.query(drop=("page_size", "full"), full="1")
        out.append(
            Link(
                label=reader.say(L("Excel，完整号码", "Excel, full numbers")),
                url=f"export/xlsx/{full}",
                icon="eye",
                note=reader.say(L("要写明原因，留有记录", "Asks for a reason, which is logged")),
            )
        )
    return tuple(out)


def _views(kept: Sequence[_View], state: ListState) -> tuple[SavedView, ...]:
    now = sorted(state.pairs)
    return tuple(
        SavedView(id=str(v.id), name=v.name, url=f"?{v.query}", active=sorted(parse_qsl(v.query)) == now) for v in kept
    )


def _choices(reader: Reader, model: type[Record], columns: ListColumns) -> tuple[ColumnChoice, ...]:
    head = columns.rights.get(columns.head)
    shown = {f.name for f in columns.shown}
    out = [ColumnChoice(name=head[0].name, label=reader.say(head[0].label), shown=True, locked=True)] if head else []
    out += [ColumnChoice(name=f.name, label=reader.say(f.label), shown=f.name in shown) for f in columns.offered]
    if model.__register__.flow:
        out.append(ColumnChoice(name="status", label=reader.say(model.__fields__["status"].label), shown=columns.badge))
    if model.__register__.deadlines:
        out.append(ColumnChoice(name=CLOCK, label=reader.say(L("时限", "Due")), shown=columns.clock))
    return tuple(out)
