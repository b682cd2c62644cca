"""The list page of a register: rows, columns, filters, saved views, paging.

Every cell is text formatted once by the view; `list_markup` turns the rows into HTML.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from markupsafe import Markup

from admin_views.viewmodels.common import Badge, Choice, Clock, Empty, Link, Pager, Tab, Weight
from admin_views.viewmodels.list_markup import markup

ColumnKind = Literal["number", "when", "who", "text", "figure", "badge", "clock"]
"""How a column is set: number = the sticky first one; figure = right-aligned; text = takes the remaining width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A shown column, in order. The first is always the sticky one; badge and clock come last, after all cells."""

    name: str
    label: str
    kind: ColumnKind
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChoice:
    """An entry of the column menu; `locked` ones are always shown."""

    name: str
    label: str
    shown: bool
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A transition of this register as lists need it: its word, whether it asks for anything, whether in bulk."""

    name: str
    label: str
    asks: bool
    """True: a link to the form; False: the row button posts at once."""
    bulk: bool = False
    weight: Weight = "normal"


class Row(NamedTuple):
    """One row, a plain tuple since a page makes a hundred. `cells` holds the text of every column except the first, the badge and the clock."""

    id: str
    number: str
    """Empty where the register has no prefix (contract: data-number)."""
    status: str
    head: str
    """The words of the first column: the number, or the name where there is no number."""
    cells: tuple[str, ...]
    badge: Badge | None = None
    clock: Clock | None = None
    next: Transition | None = None
    """The one most likely next step for this reader."""
    more: str = ""
    """The other steps he may take on this row: their places among the page's ``transitions``, with blanks between: '1 11'."""
    may_edit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterInput:
    """One input of a filter. `name` is the full parameter: flt_<field>_<op>."""

    name: str
    label: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A declared filter in the filter panel.

    choice: `choices` as check boxes under inputs[0].name (flt_x_in; JavaScript sends them joined by commas, a plain
    form repeats the parameter: accept both). bool: yes/no under flt_x_eq. date, number: inputs from (ge) and to (le).
    ref: look-up under flt_x_eq with `lookup_url`. text: flt_x_contains.
    """

    field: str
    label: str
    kind: Literal["choice", "bool", "date", "number", "ref", "text"]
    inputs: tuple[FilterInput, ...]
    choices: tuple[Choice, ...] = ()
    lookup_url: str = ""
    chosen_text: str = ""
    """ref: the words of the present value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveFilter:
    """A filter at work, as a chip whose cross is a link without it."""

    label: str
    text: str
    remove_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A saved view of this user. `id` goes to `views_url` with action=delete."""

    id: str
    name: str
    url: str
    active: bool = False
    default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """Everything `pages/list.html` shows, as `page`."""

    slug: str
    title: str
    about: str
    """One sentence: what this register is for (help popover)."""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    form_token: str
    """Guards the row buttons: the key of a post is (form_token, transition, ids)."""
    transitions: tuple[Transition, ...] = ()
    prints: tuple[Link, ...] = ()
    """Papers the selected rows can be printed on; the address takes the ids."""
    primary: Link | None = None
    more: tuple[Link, ...] = ()
    """The page's own menu: import, template, print, switch to duties ..."""
    chips: tuple[Tab, ...] = ()
    search: str = ""
    search_hint: str = ""
    filters: tuple[Filter, ...] = ()
    active_filters: tuple[ActiveFilter, ...] = ()
    reset_url: str = ""
    views: tuple[SavedView, ...] = ()
    column_choices: tuple[ColumnChoice, ...] = ()
    density: Literal["compact", "roomy"] = "compact"
    exports: tuple[Link, ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    """Present parameters without page, after, before and search: hidden inputs of the search form."""
    query_string: str = ""
    """The present state, saved with a view."""
    starred: bool = False
    views_url: str = "views/"
    """POST action=save (name, query) or action=delete (id); 303 back."""
    preferences_url: str = "preferences/"
    """POST columns=a,b,c and/or density=compact|roomy, next; 303 back."""
    same_bar: Hashable | None = None
    """Equal for lists with the same bar above the rows, so that it is drawn once; None: draw it."""

    @property
    def same_page(self) -> Hashable:
        """Equal for lists that differ in their rows, their foot and their tokens only."""
        steps = any(row.next for row in self.rows)
        return self.same_bar, self.columns, bool(self.rows), steps, self.starred, self.empty

    @property
    def ticks(self) -> bool:
        """Whether rows can be selected: there is something to do with a selection."""
        return bool(self.prints) or any(t.bulk for t in self.transitions)

    @property
    def rows_html(self) -> Markup:
        """The rows as HTML (look.md's table: tick box, first column, cells, badge, clock, next step)."""
        kinds = {c.kind for c in self.columns}
        return markup(self.rows, badges="badge" in kinds, clocks="clock" in kinds, ticks=self.ticks)
