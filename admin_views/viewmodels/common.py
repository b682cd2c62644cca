"""What every page shares: links, badges, clocks, counts, and the frame around the page.

All words arrive here in the reader's language, all times in the site's zone, all masked values masked:
a template only places what it is given. Plain `str` is escaped by the template; nothing here is HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["grey", "blue", "amber", "red", "green"]
"""The five meanings of look.md: not started, in progress, needs somebody, overdue or refused, done."""

Weight = Literal["primary", "normal", "danger"]
"""How a button is drawn: one primary, the rest normal, destructive ones apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link or menu entry. `icon` is a name in static/icons.svg, `note` a second line or a shortcut."""

    label: str
    url: str
    icon: str = ""
    note: str = ""
    active: bool = False
    weight: Weight = "normal"
    post: bool = False
    """Draw it as a button that posts the page's shared form to `url` (no fields, only the token)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A state as word, colour and icon (the icon follows from the tone)."""

    label: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Time left or time overdue. `due` is ISO 8601 in UTC and empty once the clock has stopped."""

    text: str
    tone: Tone
    exact: str
    """The exact local time in words, shown on focus: '应于 11-22 14:35 前到场'."""
    due: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One option of a select, a set of radio buttons or check boxes."""

    value: str
    label: str
    chosen: bool = False
    note: str = ""
    tone: Tone | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A tab or a quick chip: a link with a count that may be capped ('1,000+')."""

    key: str
    label: str
    url: str
    count: str = ""
    active: bool = False
    tone: Tone | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field before and after; an empty string is shown as 'empty'."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Keyset next/previous and a typed page number. An empty URL means there is nothing that way."""

    range_text: str
    """'第 51-100 条' in words."""
    total_text: str
    """'共 1,000+ 条'; empty when not counted."""
    previous_url: str = ""
    next_url: str = ""
    page: int | None = None
    """None when the place was reached by a cursor and has no number."""
    page_size: int = 50
    sizes: tuple[Link, ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    """The present parameters without page, after and before: kept as hidden inputs of the page form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """What is said where there is nothing yet: what this is for, and the first step."""

    title: str
    text: str
    action: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A sentence in the message area after a redirect; red and amber are role=alert, others role=status."""

    text: str
    tone: Tone = "green"
    link: Link | None = None


# ---------------------------------------------------------------- the frame (Jinja globals of layout/base.html)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteChoice:
    """A site the user may work in. `id` is empty for 'all sites'."""

    id: str
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """The signed-in user as the frame shows him (global `me`; None before sign-in)."""

    name: str
    initials: str
    role_label: str
    sites: tuple[SiteChoice, ...]
    site: SiteChoice | None
    locale: Literal["zh", "en"]
    theme: Literal["auto", "light", "dark"]
    zone: str = "Asia/Shanghai"


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """A register or screen in the left navigation."""

    slug: str
    label: str
    url: str
    icon: str = "file-text"
    starred: bool = False
    count: str = ""
    active: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NavGroup:
    """A module with its registers (global `nav`, a tuple of these)."""

    key: str
    label: str
    icon: str
    items: tuple[NavItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bell:
    """Unread notices (global `bell`). `count` is capped text ('99+'), empty for none."""

    count: str = ""
    url: str = "/admin/notices/"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameUrls:
    """Fixed addresses the frame uses (global `urls`)."""

    desk: str = "/admin/"
    search: str = "/admin/search"
    login: str = "/login"
    logout: str = "/logout"
    password: str = "/account/password"  # noqa: S105 - an address
    sessions: str = "/account/sign-out-everywhere"
    preferences: str = "/account/preferences"
    """POST, one or several of: locale, theme, site, star, unstar, next. Answers 303 to `next`, or 204 for fetch."""
