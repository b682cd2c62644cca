"""A site's parameters on one page: what is set, what holds by default, what is only our suggestion, what is 未配置."""

from __future__ import annotations

import re
from typing import Any

from flask import abort, request
from flask_admin import BaseView, expose
from sqlalchemy import select
from werkzeug.wrappers import Response

import access
import workflow
from admin_views import answers
from admin_views.form_page import new_token
from admin_views.own_views import OwnView
from admin_views.reader import Reader
from admin_views.viewmodels import Badge, Choice, FormError, Link, SettingLine, SettingsPage
from deadlines.due import HOLIDAY_SHIFT, LATE_INTAKE, NIGHT_CLOCK
from deadlines.warning import DAYS, MINUTES
from models import REGISTERS, by_name
from models.base.setting_keys import SETTINGS, Kind, SettingError, SettingKey, parse
from models.base.setting_words import PERIODS, SWITCH, UNSET, WEEKDAYS, worded
from models.engine.titles import KEY as TITLES_KEY
from models.spec import L, Label, Verb
from web import messages

TITLE = L("参数设置", "Settings")
ABOUT = L(
    "留空就按默认值。标“建议”的默认值不在制度文件里，是本系统建议的；标“未配置”的没有默认值，不填就不作评判。",
    "Left empty, the default holds. Defaults marked “suggested” stand in no source document; what is “not set” has no "
    "default and is not judged until it is filled in.",
)
SUGGESTED = L("建议", "suggested")
BY_DEFAULT = L("按默认（{value}）", "By default ({value})")
NEW_ONLY = L(
    "时限类参数改动后，只对以后开始计时的单据生效；已经在计时的仍按原来的时限。",
    "A changed limit holds for clocks that start from now on; those already running keep the limit they started with.",
)
NEW_ONLY_MARK = L("只对新的计时生效", "for new clocks only")
OF_CLOCKS = frozenset(
    key
    for model in REGISTERS
    for rule in model.__register__.deadlines
    for key in (rule.setting, rule.warn, *LATE_INTAKE.values())
    if key
) | {NIGHT_CLOCK, HOLIDAY_SHIFT, MINUTES, DAYS}
"""Parameters that a clock reads when it starts, and never again."""
OFFERED = {Kind.bool: SWITCH, Kind.weekday: WEEKDAYS, Kind.period: PERIODS}
"""Kinds of which one of a few values is chosen."""
BACK_TO_DEFAULT = L("恢复默认", "Back to the default")
SAVED = L("已保存 {n} 项参数。", "{n} settings are saved.")
GROUPS: dict[str, Label] = {
    "phone": L("接听", "Telephone"), "handover": L("交接", "Hand-over"), "repair": L("维修", "Repairs"),
    "complaint": L("投诉", "Complaints"), "callback": L("回访", "Call-backs"), "account": L("账号", "Accounts"),
    "retention": L("保存期限", "Retention"), "staff": L("人事", "People"), "separation": L("离职", "Separation"),
    "inspection": L("检查", "Inspections"), "escalation": L("逾期上报", "Escalation"),
    "deadline": L("时限提醒与上报", "Reminders and escalation"), "notice": L("时限提醒与上报", "Reminders and escalation"),
}  # fmt: skip
OTHER = L("其他", "Other")
SHOWN = tuple(k for k in SETTINGS if k.key != TITLES_KEY)
"""Every parameter but the titles of roles, which have a page of their own."""


HAN = re.compile("[\u3400-\u9fff，；：、（）]+")
"""Chinese titles within a citation, which an English page leaves out: ``003 §3`` says enough."""


class SettingsView(OwnView, BaseView):
    """``/admin/settings/?site=``."""

    def __init__(self) -> None:
        super().__init__(name="Settings", endpoint="settings", url="/admin/settings")

    @expose("/", methods=("GET", "POST"))
    def index(self) -> Response:
        """Show a site's parameters; save those that were changed."""
        who = answers.reader()
        setting = by_name("Setting")
        site = answers.site(who)
        verdict = access.may(who.actor, setting, Verb.read, site_id=site)
        if not verdict:
            abort(403, description=verdict.reason)
        wrong: dict[str, str] = {}
        if request.method == "POST":
            typed = {
                k.key: request.form.get(f"set-{k.key}", "").strip() for k in SHOWN if f"set-{k.key}" in request.form
            }
            wrong = refused(who, typed)
            if not wrong:
                count = save(who, site, typed)
                answers.commit()
                messages.tell(SAVED.format(n=count))
                return answers.see_other(f"/admin/settings/?site={site}")
        view = build(who, site, wrong, {k: v for k, v in request.form.items() if k.startswith("set-")})
        way = answers.crumbs(who, setting, (view.title, ""))
        return answers.page("pages/settings.html", view, crumbs=way, status=422 if wrong else 200)


def build(reader: Reader, site: int, wrong: dict[str, str], typed: dict[str, str]) -> SettingsPage:
    """Return the page of one site; ``wrong`` holds sentences by key, ``typed`` what a refused form held."""
    here = {key: row.value for key, row in kept(reader, site).items() if row.status == "active"}
    groups: dict[str, list[SettingLine]] = {}
    labels = {k.key: k.label for k in SHOWN}
    for declared in SHOWN:
        group = reader.say(GROUPS.get(declared.key.partition(".")[0], OTHER))
        groups.setdefault(group, []).append(
            _line(
                reader,
                declared,
                typed.get(f"set-{declared.key}", here.get(declared.key, "")),
                wrong.get(declared.key, ""),
            )
        )
    return SettingsPage(
        title=reader.say(TITLE), about=reader.say(ABOUT), new_only=reader.say(NEW_ONLY), action=f"/admin/settings/?site={site}", form_token=new_token(),
        groups=tuple((name, tuple(lines)) for name, lines in groups.items()),
        may_edit=bool(access.may(reader.actor, by_name("Setting"), Verb.create, site_id=site)),
        sites=tuple(Link(label=name, url=f"/admin/settings/?site={i}", active=i == site) for i, name in reader.sites.items()),
        errors=tuple(FormError(name=f"set-{k}", label=reader.say(labels[k]), message=v) for k, v in wrong.items()),
    )  # fmt: skip


def _line(reader: Reader, declared: SettingKey, value: str, error: str) -> SettingLine:
    mark = None
    if declared.default is None and not value:
        mark = Badge(label=reader.say(UNSET), tone="grey")
    elif declared.suggested and not value:
        mark = Badge(label=reader.say(SUGGESTED), tone="blue")
    default = reader.say(worded(declared.key, declared.default))
    choices: tuple[Choice, ...] = ()
    if declared.kind in OFFERED and not error:
        now = _in_words(reader, declared.key, value)
        words = [reader.say(label) for label in OFFERED[declared.kind].values()]
        if declared.default is not None:
            words.append(reader.say(UNSET))
        choices = (
            Choice(value="", label=reader.say(BY_DEFAULT, value=default), chosen=not value),
            *(Choice(value=w, label=w, chosen=bool(value) and w == now) for w in words),
        )
    return SettingLine(
        key=declared.key,
        name=f"set-{declared.key}",
        label=reader.say(declared.label),
        value=value if error else _in_words(reader, declared.key, value),
        default=default,
        choices=choices,
        mark=mark,
        clause=declared.clause if reader.locale == "zh" else HAN.sub("", declared.clause).strip(" ;，；"),
        error=error,
        effect=reader.say(NEW_ONLY_MARK) if declared.key in OF_CLOCKS else "",
    )


def _in_words(reader: Reader, key: str, text: str) -> str:
    """Return a kept value as the reader's language says it; as it is where it cannot be read."""
    try:
        return reader.say(worded(key, parse(key, text))) if text else ""
    except SettingError:
        return text


def _same(key: str, one: str, other: str) -> bool:
    """Say whether two texts set the same: words of either language and codes are one value."""
    if not one or not other:
        return one == other
    try:
        return bool(parse(key, one) == parse(key, other))
    except SettingError:
        return one == other


def kept(reader: Reader, site: int) -> dict[str, Any]:
    """Return the site's own rows by key."""
    setting: Any = by_name("Setting")
    return {row.key: row for row in reader.session.scalars(select(setting).where(setting.site_id == site))}


def refused(reader: Reader, typed: dict[str, str]) -> dict[str, str]:
    """Return what is wrong, by key."""
    out: dict[str, str] = {}
    for key, text in typed.items():
        try:
            parse(key, text) if text else None
        except SettingError as wrong:
            out[key] = reader.say(wrong.sentence)
    return out


def save(reader: Reader, site: int, typed: dict[str, str]) -> int:
    """Write what differs: a new row, another value, or the default again; return how many changed."""
    rows = kept(reader, site)
    setting = by_name("Setting")
    count = 0
    who: dict[str, Any] = {"actor": reader.actor, "now": reader.now}
    for key, text in typed.items():
        row = rows.get(key)
        now = row.value if row is not None and row.status == "active" else ""
        if _same(key, text, now):
            continue
        count += 1
        if row is None:
            workflow.create(reader.session, setting, {"key": key, "value": text}, site_id=site, **who)
        elif not text:
            workflow.apply(reader.session, row, "archive", {"reason": reader.say(BACK_TO_DEFAULT)}, **who)
        else:
            if row.status != "active":
                workflow.apply(reader.session, row, "restore", {}, **who)
            workflow.edit(reader.session, row, {"value": text}, **who)
    return count
