"""Desk, search, sign-in, errors, confirmation, unmasking, and the role matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from admin_views.viewmodels.common import Badge, Choice, Clock, Empty, Link, Tone, Weight
from admin_views.viewmodels.forms import FormError


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of the role with its target: 回访率 98.6 %, 目标 ≥ 98 %."""

    label: str
    value: str
    unit: str = ""
    target: str = ""
    tone: Tone | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskItem:
    """One line of the desk with its one next action."""

    register: str
    number: str
    title: str
    url: str
    note: str = ""
    """Who/where, or when it was last touched."""
    badge: Badge | None = None
    clock: Clock | None = None
    action: Link | None = None
    """`post` True posts at once; otherwise it opens the form the step asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskColumn:
    """A column of the desk. `more_url` leads to the full list."""

    key: Literal["todo", "duties", "waiting", "latest", "unread"]
    title: str
    items: tuple[DeskItem, ...]
    empty: str
    count: str = ""
    more_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCard:
    """A technician's order as a card: what he may see (X-29), whom to call, the next press."""

    id: str
    number: str
    place: str
    content: str
    url: str
    badge: Badge
    reporter: str = ""
    phone: str = ""
    """Shown; `tel` is what is dialled (empty where he may not call)."""
    tel: str = ""
    appointment: str = ""
    clock: Clock | None = None
    actions: tuple[Link, ...] = ()
    """In order: the one to press now first (到场, then 完工)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """Everything `pages/desk.html` shows, as `page`."""

    greeting: str
    today: str
    form_token: str
    figures: tuple[Figure, ...] = ()
    quick: tuple[Link, ...] = ()
    columns: tuple[DeskColumn, ...] = ()
    orders: tuple[OrderCard, ...] = ()
    """For technicians: shown above the columns, as cards on a phone."""
    orders_title: str = ""
    duties: tuple[DeskItem, ...] = ()
    """Items carried over or announced (hand-over notes); empty hides the panel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """A notice; POST to `/admin/notices/open/?id=` marks it read and leads to its record."""

    id: str
    text: str
    register: str
    when: str
    exact: str
    unread: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesPage:
    """Everything `pages/notices.html` shows, as `page`."""

    lines: tuple[NoticeLine, ...]
    unread: int
    email: str = ""
    choices: tuple[Choice, ...] = ()
    """Which notices are mailed: POST `email`, `mail` to `/admin/notices/mail/`."""
    mail_error: str = ""
    mail_hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A record found; `match` is the words around the hit."""

    number: str
    title: str
    url: str
    match: str = ""
    badge: Badge | None = None
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchGroup:
    """Hits of one register; `more_url` is its list with the same search."""

    slug: str
    label: str
    icon: str
    hits: tuple[SearchHit, ...]
    count: str
    more_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """Everything `pages/search.html` shows, as `page`."""

    query: str
    groups: tuple[SearchGroup, ...]
    empty: Empty


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginPage:
    """Everything `pages/login.html` shows, as `page`."""

    next: str = ""
    username: str = ""
    error: str = ""
    wait_seconds: int = 0
    """After failed tries: the button opens again after this many seconds."""
    notice: str = ""
    """'因长时间未操作已退出，请重新登录'."""
    languages: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordPage:
    """Everything `pages/change_password.html` shows, as `page`."""

    action: str
    rules: tuple[str, ...]
    forced: bool = False
    errors: tuple[FormError, ...] = ()
    cancel_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """Everything `pages/error.html` shows, as `page`: what, why, and what to do."""

    code: int
    title: str
    reason: str
    todo: str = ""
    who: str = ""
    """409: who was faster, and when."""
    when: str = ""
    links: tuple[Link, ...] = ()
    reference: str = ""
    """500: the number to name on the phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmPage:
    """A question before a destructive step, as a page (`pages/confirm.html`); the same words fill the dialog."""

    title: str
    text: str
    action: str
    button: str
    cancel_url: str
    form_token: str
    weight: Weight = "danger"
    reason_label: str = ""
    """Given: asks for a reason (input `reason`, required)."""
    reason_error: str = ""
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """One verb of one role on one register. `locked` says why it cannot be changed (G10)."""

    name: str
    """The input: grant-<slug>-<role>-<verb>."""
    on: bool
    locked: str = ""
    changed: bool = False
    """Differs from the shipped default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """A role's rights on one register: one cell a verb, in the order of `RolesPage.verbs`."""

    role: str
    label: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRegister:
    """A register's block of the matrix."""

    slug: str
    label: str
    rows: tuple[MatrixRow, ...]
    note: str = ""
    verbs: tuple[Choice, ...] = ()
    """Given: this block's own columns (a register's steps) instead of the page's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RolesPage:
    """Everything `pages/roles.html` shows, as `page`. POST sends every grant-* that is on, and `shown` (slugs)."""

    title: str
    action: str
    form_token: str
    version: int
    verbs: tuple[Choice, ...]
    registers: tuple[MatrixRegister, ...]
    modules: tuple[Link, ...] = ()
    sites: tuple[Link, ...] = ()
    reset_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingLine:
    """One parameter: what it is called, what the site set, what holds otherwise. `mark` says 建议 or 未配置."""

    key: str
    name: str
    """The input: set-<key>."""
    label: str
    value: str
    default: str
    choices: tuple[Choice, ...] = ()
    """A select instead of an input; the first, with an empty value, is the default."""
    mark: Badge | None = None
    clause: str = ""
    note: str = ""
    """Said under the input instead of default, clause and key."""
    error: str = ""
    effect: str = ""
    """From when a change counts, where that is not at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage:
    """Everything `pages/settings.html` shows, as `page`. POST sends set-<key> for every line; empty: the default."""

    title: str
    about: str
    new_only: str = ""
    action: str
    form_token: str
    groups: tuple[tuple[str, tuple[SettingLine, ...]], ...]
    may_edit: bool
    sites: tuple[Link, ...] = ()
    errors: tuple[FormError, ...] = ()
