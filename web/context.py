"""What every template knows: the reader, his menu, the language, the nonce, what was said, where he is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Flask, current_app, request
from markupsafe import Markup

import access
from admin_views.remembered import Remembered
from admin_views.viewmodels import Bell, FrameUrls, Link, Me, NavGroup, NavItem, SiteChoice
from models import REGISTERS
from models.base.setting import Setting
from models.spec import ALL_SITE_ROLES, L, Label, Module, Role, Verb
from web import i18n, messages, requests
from web.drawings import drawn
from web.identity import Identity
from web.security import nonce

URLS = FrameUrls()
NO_BELL = Bell()
NO_ROLE = L("未授权", "No role yet")
ALL_SITES = L("全部项目", "All sites")
ICONS = {
    Module.service: "headset", Module.estate: "key-round", Module.finance: "wallet", Module.hr: "users",
    Module.office: "clipboard-list", Module.safety: "shield-check", Module.assets: "package", Module.duty: "clock",
    Module.base: "database",
}  # fmt: skip
MOST_MENUS = 2000
MOST_QUICK = 12
"""Registers offered for a quick entry, unless a role uses more every day; all others are one step away, in the menu."""
MOST_UNREAD = 99
"""The bell counts so far."""
Menu = tuple[tuple[NavGroup, ...], tuple[NavItem, ...], tuple[Link, ...]]


def init_app(app: Flask) -> None:
    """Register the context of all templates; menus are kept by person, stamp, site, stars and language: one an app."""
    app.context_processor(frame)
    app.extensions["menus"] = Remembered(MOST_MENUS)


def frame() -> dict[str, Any]:
    """The variables of the frame; before sign-in ``me`` is None and the menu empty."""
    person = requests.identity()
    nav: tuple[NavGroup, ...] = ()
    daily: tuple[NavItem, ...] = ()
    quick: tuple[Link, ...] = ()
    slug = current_slug()
    mine = me(person) if person is not None else None
    bell = _bell(person) if person else NO_BELL
    sought = request.args.get("q", "") if request.path.startswith(URLS.search) else ""
    if person is not None:
        nav, daily, quick = menu(person)
        nav, daily = _marked(nav, daily, slug)
    return {
        "me": mine,
        "nav": nav,
        "nav_html": _nav(person, slug) if person is not None else "",
        "top_html": _top(mine, quick, bell) if mine is not None and not sought else "",
        "nav_daily": daily,
        "nav_active": slug or ("desk" if request.path == URLS.desk else ""),
        "quick_create": quick,
        "bell": bell,
        "urls": URLS,
        "messages": messages.take(),
        "crumbs": (),
        "here": requests.here(),
        "locale": i18n.locale(),
        "nonce": nonce(),
        "search_query": sought,
    }  # fmt: skip


def around() -> tuple[Me, Markup, Markup]:
    """The reader, the menu and the top as HTML, for a page of a register that is put together from kept pieces."""
    person = requests.identity()
    if person is None:
        raise RuntimeError(f"{request.path} needs somebody signed in")
    mine = me(person)
    return mine, _nav(person, current_slug()), _top(mine, menu(person)[2], _bell(person))


def _bell(person: Identity) -> Bell:
    return Bell(count=f"{MOST_UNREAD}+" if person.unread > MOST_UNREAD else str(person.unread or ""))


def _nav(person: Identity, slug: str) -> Markup:
    """The menu as HTML, kept like the menu itself: it is the largest part of the frame and seldom changes."""
    active = slug or ("desk" if request.path == URLS.desk else "")
    key = (person.user_id, person.stamp, person.actor.site_id, person.starred, active)

    def values() -> dict[str, Any]:
        nav, daily, _ = menu(person)
        nav, daily = _marked(nav, daily, slug)
        return {"nav": nav, "nav_daily": daily, "nav_active": active}

    return drawn(key, "layout/nav.html", values)


def _top(mine: Me, quick: tuple[Link, ...], bell: Bell) -> Markup:
    values = {"me": mine, "quick_create": quick, "bell": bell, "search_query": ""}
    return drawn((mine, quick, bell.count), "layout/top.html", lambda: values)


def current_slug() -> str:
    """The register of the present address: ``/admin/repair_order/…`` is ``repair_order``."""
    parts = request.path.split("/", 3)
    return parts[2] if len(parts) > 3 and parts[1] == "admin" else ""


def me(person: Identity) -> Me:
    """The signed-in user as the frame shows him."""
    actor = person.actor
    sites = tuple(SiteChoice(id=str(s.id), code=s.code, name=s.name) for s in person.sites)
    here = next((s for s in sites if s.id == str(actor.site_id)), None)
    if actor.everywhere and len(sites) > 1:
        sites = (SiteChoice(id="", code="", name=i18n.say(ALL_SITES)), *sites)
    roles = actor.global_roles | (actor.grants.get(actor.site_id or 0, frozenset()) if actor.site_id else frozenset())
    names = [person.titles.get(role, role.label) for role in Role if role in roles and role is not Role.staff]
    separator = ", " if i18n.locale() == "en" else "、"
    return Me(
        name=actor.name,
        initials=_initials(actor.name),
        role_label=separator.join(dict.fromkeys(i18n.say(name) for name in names)) or i18n.say(NO_ROLE),
        sites=sites,
        site=here,
        locale=i18n.locale(),
        theme="dark" if person.theme == "dark" else "light" if person.theme == "light" else "auto",
        zone=person.zone,
    )


def menu(person: Identity) -> Menu:
    """The groups of the menu, the registers of every day, and what may be created quickly; kept until rights change."""
    key = (person.user_id, person.stamp, person.actor.site_id, person.starred, i18n.locale())
    kept: Remembered = current_app.extensions["menus"]
    found: Menu = kept.get(key, lambda: _menu(person))
    return found


def _menu(person: Identity) -> Menu:
    actor = person.actor
    readable = [m for m in REGISTERS if access.may(actor, m, Verb.read)]
    items = {m: _item(m.slug(), m.__register__.label, m.__register__.icon, person.starred) for m in readable}
    inside = {module: [items[m] for m in readable if m.__register__.module is module] for module in Module}
    inside[Module.base] += _screens(person)
    groups = tuple(
        NavGroup(key=module.value, label=i18n.say(module.label), icon=ICONS[module], items=tuple(found))
        for module, found in inside.items()
        if found
    )
    roles = actor.roles_at(actor.site_id) - {Role.staff}
    usual = [m for m in readable if roles.intersection(m.__register__.daily)]
    starred = [m for m in readable if m.slug() in person.starred]
    daily = tuple(items[m] for m in dict.fromkeys([*starred, *usual]))
    first = [m for m in dict.fromkeys([*usual, *readable]) if not m.__register__.read_only]
    quick = tuple(
        Link(label=i18n.say(m.__register__.label), url=f"/admin/{m.slug()}/new/", icon=m.__register__.icon)
        for m in first
        if (m in usual or not roles <= ALL_SITE_ROLES) and access.may(actor, m, Verb.create)
    )
    return groups, daily, quick[: max(MOST_QUICK, len(usual))]


def _screens(person: Identity) -> list[NavItem]:
    """Screens that are no register: the site's settings, and the role matrix for the system administrator."""
    actor = person.actor
    out = []
    if access.may(actor, Setting, Verb.edit):
        out.append(_item("settings", L("参数设置", "Settings of the site"), "sliders-horizontal", person.starred))
        out.append(_item("titles", L("岗位称谓", "Titles of roles"), "user-check", person.starred))
    if Role.sysadmin in actor.global_roles:
        out.append(_item("roles", L("角色权限", "Rights of roles"), "shield-user", person.starred))
    return out


def _item(slug: str, label: Label, icon: str, starred: frozenset[str]) -> NavItem:
    return NavItem(slug=slug, label=i18n.say(label), url=f"/admin/{slug}/", icon=icon, starred=slug in starred)


def _marked(
    nav: tuple[NavGroup, ...], daily: tuple[NavItem, ...], slug: str
) -> tuple[tuple[NavGroup, ...], tuple[NavItem, ...]]:
    """The same menu with the present register marked."""
    if not slug:
        return nav, daily
    nav = tuple(
        replace(g, items=tuple(replace(i, active=True) if i.slug == slug else i for i in g.items))
        if any(i.slug == slug for i in g.items)
        else g
        for g in nav
    )
    return nav, tuple(replace(i, active=True) if i.slug == slug else i for i in daily)


def _initials(name: str) -> str:
    """One or two characters that stand for a person: the last two of a Chinese name, the first of others and of titles."""
    plain = name.strip()
    if plain.isascii():
        return "".join(part[0] for part in plain.split()[:2]).upper() or "?"
    return plain[-2:] if len(plain) < 4 else plain[:2]
