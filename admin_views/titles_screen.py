"""What a site calls its roles, one row a role: our word, the site's titles, who holds it or stands in for it (A-19, A-77)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import abort, request
from flask_admin import BaseView, expose
from werkzeug.wrappers import Response

import access
from admin_views import answers, settings_screen
from admin_views.form_page import new_token
from admin_views.own_views import OwnView
from admin_views.reader import Reader
from admin_views.viewmodels import Badge, FormError, Link, SettingLine, SettingsPage
from models.base.setting import Setting
from models.base.setting_keys import parse, written
from models.engine.titles import KEY, by_role
from models.spec import L, Role, Verb, superiors
from web import messages
from workflow.approval import holders

TITLE = L("岗位称谓", "Titles of roles")
ABOUT = L(
    "写下本项目怎么称呼各个角色，页面、审批和打印件都按它显示；留空就用本系统的叫法。几个称谓用顿号隔开，显示第一个，例如 项目经理、服务中心经理；"
    "英文名写在括号里。没有人担任的角色，该办的事由直接上级代办，不会由提交人自己审批。",
    "Write what this site calls its roles; pages, approvals and prints follow it. Left empty, our own word stands. Divide "
    "several titles by commas, the first is the one shown; an English name goes in brackets. "
    "The steps of a role nobody holds pass to the next superior, never to who submitted.",
)
GROUP = L("本项目的称谓", "What this site says")
HELD = L("担任人：{names}", "Held by {names}")
STOOD_FOR = L("无人担任，由{role}代办", "Held by nobody; {role} stands in")
VACANT = L("无人担任", "Held by nobody")
NO_COLON = L("称谓里不能有冒号和等号，请改写。", "A title has no colon and no equals sign; please write it without.")
TOO_LONG = L("称谓请不要超过 {n} 个字。", "A title has at most {n} characters.")
TOO_MUCH = L("各角色的称谓加起来太长了，请少写几个。", "The titles are too long taken together; write fewer.")
SAVED, SAME = L("称谓已保存。", "The titles are saved."), L("没有改动。", "Nothing was changed.")
LONGEST, ROOM = 40, 400
"""Characters of one title; characters of all of them, as the parameter keeps them."""
SHOWN = 6
"""Names said of the holders of a role."""
_DIVIDED = re.compile(r"[,，、;；\n]+")


class TitlesView(OwnView, BaseView):
    """``/admin/titles/?site=``."""

    def __init__(self) -> None:
        super().__init__(name="Titles", endpoint="titles", url="/admin/titles")

    @expose("/", methods=("GET", "POST"))
    def index(self) -> Response:
        """Show a site's titles; save what was typed."""
        who = answers.reader()
        site = answers.site(who)
        verdict = access.may(who.actor, Setting, Verb.create if request.method == "POST" else Verb.read, site_id=site)
        if not verdict:
            abort(403, description=verdict.reason)
        wrong: dict[Role, str] = {}
        typed = said(who, site)
        if request.method == "POST":
            typed = {r: _titles(request.form.get(_name(r), "")) for r in Role}
            wrong = refused(who, typed)
            if not wrong:
                text = written({r.value: titles for r, titles in typed.items() if titles})
                messages.tell(SAVED if settings_screen.save(who, site, {KEY: text}) else SAME)
                answers.commit()
                return answers.see_other(_url(site))
        view = build(who, site, typed, wrong)
        way = answers.crumbs(who, Setting, (view.title, ""))
        return answers.page("pages/settings.html", view, crumbs=way, status=422 if wrong else 200)


def _url(site: int) -> str:
    return f"/admin/titles/?site={site}"


def _name(role: Role) -> str:
    return f"title-{role.value}"


def _titles(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(title for part in _DIVIDED.split(text) if (title := part.strip())))


def said(reader: Reader, site: int) -> dict[Role, tuple[str, ...]]:
    """Return the titles the site itself has set."""
    row = settings_screen.kept(reader, site).get(KEY)
    return by_role(parse(KEY, row.value) or {}) if row is not None and row.status == "active" else {}


def refused(reader: Reader, typed: Mapping[Role, tuple[str, ...]]) -> dict[Role, str]:
    """Return what is wrong, by role."""
    out: dict[Role, str] = {}
    for role, titles in typed.items():
        if any(c in title for title in titles for c in ":：="):
            out[role] = reader.say(NO_COLON)
        elif any(len(title) > LONGEST for title in titles):
            out[role] = reader.say(TOO_LONG, n=LONGEST)
    if not out and len(written({r.value: titles for r, titles in typed.items() if titles})) > ROOM:
        out[max(typed, key=lambda r: len("、".join(typed[r])))] = reader.say(TOO_MUCH)
    return out


def build(reader: Reader, site: int, typed: Mapping[Role, tuple[str, ...]], wrong: Mapping[Role, str]) -> SettingsPage:
    """Return the page of one site."""
    held = {role: [u.display_name or u.username for u in holders(reader.session, site, role)] for role in Role}
    lines = tuple(_line(reader, site, role, typed.get(role, ()), held, wrong.get(role, "")) for role in Role)
    return SettingsPage(
        title=reader.say(TITLE), about=reader.say(ABOUT), action=_url(site), form_token=new_token(),
        groups=((reader.say(GROUP), lines),),
        may_edit=bool(access.may(reader.actor, Setting, Verb.create, site_id=site)),
        sites=tuple(Link(label=name, url=_url(i), active=i == site) for i, name in reader.sites.items()),
        errors=tuple(FormError(name=_name(r), label=reader.say(r.label), message=m) for r, m in wrong.items()),
    )  # fmt: skip


def _line(
    reader: Reader, site: int, role: Role, titles: tuple[str, ...], held: Mapping[Role, list[str]], error: str
) -> SettingLine:
    names = held[role]
    mark = None
    if names:
        note = reader.say(
            HELD,
            names=("、" if reader.locale == "zh" else ", ").join(names[:SHOWN]) + (" …" if len(names) > SHOWN else ""),
        )
    else:
        above = next((r for r in superiors(role) if held[r]), None)
        note = reader.say(STOOD_FOR, role=reader.role(above, site)) if above is not None else reader.say(VACANT)
        mark = Badge(label=reader.say(VACANT), tone="amber" if above is not None else "grey")
    own = reader.say(role.label)
    return SettingLine(
        key=role.value,
        name=_name(role),
        label=own,
        value="、".join(titles),
        default=own,
        mark=mark,
        note=note,
        error=error,
    )
