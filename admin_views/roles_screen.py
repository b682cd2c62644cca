"""The role matrix on a screen: which role may do what in which register of a site (G10). For system administrators."""

from __future__ import annotations

from collections.abc import Iterable

from flask import abort, request
from flask_admin import BaseView, expose
from sqlalchemy import delete, select
from werkzeug.wrappers import Response

import workflow
from access import authz_stamp, default_roles, touch_authz
from admin_views import answers
from admin_views.form_page import new_token
from admin_views.own_views import OwnView
from admin_views.reader import Reader
from admin_views.viewmodels import Choice, Link, MatrixCell, MatrixRegister, MatrixRow, RolesPage
from admin_views.wording import named
from models import REGISTERS
from models.declare import Record
from models.engine import HistoryEntry, RoleRight
from models.spec import L, Label, Module, Role, Transition, Verb
from web import messages

TITLE = L("角色权限", "Role matrix")
LOCKED = L("职责分离或保密规定，不能更改", "Separation of duties or a security rule; it can't be changed")
STEPS = L("{register} · 办理步骤", "{register} · steps")
ONLY_ADMIN = L("只有系统管理员可以调整角色权限。", "Only the system administrator may change the role matrix.")
CHANGED = L(
    "权限刚刚被别人改过，请看过最新内容再改。",
    "The matrix was changed just now; look at the latest before changing it.",
)
SAVED = L("已保存 {n} 处权限改动，立即生效。", "{n} changes of rights are saved and hold from now on.")
NOTHING = L("没有改动。", "Nothing was changed.")
RESET = L("已恢复出厂设置。", "Reset to the defaults.")
ON, OFF = L("允许", "allowed"), L("不允许", "not allowed")


class RolesView(OwnView, BaseView):
    """``/admin/roles/?site=&module=``."""

    def __init__(self) -> None:
        super().__init__(name="Roles", endpoint="roles", url="/admin/roles")

    @expose("/", methods=("GET", "POST"))
    def index(self) -> Response:
        """Show the matrix of a module; save what was ticked."""
        who, site, module = self._place()
        if request.method == "POST":
            if request.form.get("version", "") != str(authz_stamp(who.session)):
                raise workflow.Conflict(CHANGED)
            shown = set(request.form.getlist("shown"))
            changes = save(who, site, [m for m in of_module(module) if m.slug() in shown], set(request.form))
            answers.commit()
            messages.tell(SAVED.format(n=changes) if changes else NOTHING)
            return answers.see_other(_url(site, module))
        crumb = Link(label=who.say(TITLE), url="")
        return answers.page("pages/roles.html", build(who, site, module), crumbs=(crumb,))

    @expose("/reset/", methods=("POST",))
    def reset(self) -> Response:
        """Take a module back to what the declarations say."""
        who, site, module = self._place()
        slugs = [m.slug() for m in of_module(module)]
        who.session.execute(delete(RoleRight).where(RoleRight.site_id == site, RoleRight.register.in_(slugs)))
        for slug in slugs:
            log(who, slug, site, who.say(RESET))
        touch_authz(who.session)
        answers.commit()
        messages.tell(RESET)
        return answers.see_other(_url(site, module))

    def _place(self) -> tuple[Reader, int, Module]:
        who = answers.reader()
        if Role.sysadmin not in who.actor.global_roles:
            abort(403, description=ONLY_ADMIN)
        site = answers.site(who)
        name = request.args.get("module", Module.service.value)
        if name not in Module._value2member_map_:
            abort(404)
        return who, site, Module(name)


def _url(site: int, module: Module) -> str:
    return f"/admin/roles/?site={site}&module={module.value}"


def of_module(module: Module) -> list[type[Record]]:
    """Return the registers of a module."""
    return [m for m in REGISTERS if m.__register__.module is module]


def steps_of(model: type[Record]) -> list[Transition]:
    """Return the steps a role may be given or refused: not the engine's, not those of an approval chain."""
    flow = model.__register__.flow
    return [t for t in flow.transitions if not t.by_itself and not t.approval] if flow else []


def verbs_of(model: type[Record]) -> list[Verb]:
    """Return the verbs that mean something for a register."""
    every = list(Verb)
    if model.__register__.read_only:
        return [Verb.read, Verb.export, Verb.unmask]
    return every


def build(reader: Reader, site: int, module: Module) -> RolesPage:
    """Return the matrix of one module at one site."""
    rows = reader.session.scalars(select(RoleRight).where(RoleRight.site_id == site))
    kept = {(r.register, r.verb, r.role): r.allowed for r in rows}
    blocks: list[MatrixRegister] = []
    for model in of_module(module):
        label = reader.say(model.__register__.label)
        blocks.append(_block(reader, site, model, [(v.value, v.label) for v in Verb], kept, label, own=False))
        steps = [(f"do:{t.name}", t.label) for t in steps_of(model)]
        if steps:
            title = reader.say(STEPS, register=model.__register__.label)
            blocks.append(_block(reader, site, model, steps, kept, title, own=True))
    return RolesPage(
        title=reader.say(TITLE), action=_url(site, module), form_token=new_token(), version=authz_stamp(reader.session),
        verbs=tuple(Choice(value=v.value, label=reader.say(v.label)) for v in Verb), registers=tuple(blocks),
        modules=tuple(Link(label=reader.say(m.label), url=_url(site, m), active=m is module) for m in Module if of_module(m)),
        sites=tuple(Link(label=name, url=_url(i, module), active=i == site) for i, name in reader.sites.items()),
        reset_url=f"/admin/roles/reset/?site={site}&module={module.value}",
    )  # fmt: skip


def _block(
    reader: Reader,
    site: int,
    model: type[Record],
    verbs: Iterable[tuple[str, Label]],
    kept: dict[tuple[str, str, str], bool],
    title: str,
    *,
    own: bool,
) -> MatrixRegister:
    verbs = list(verbs)
    slug = model.slug()
    usable = {v.value for v in verbs_of(model)} | {f"do:{t.name}" for t in steps_of(model)}
    defaults = {v: default_roles(model, v) for v, _ in verbs}
    locked = set(model.__register__.locked_rights)

    def cell(role: Role, verb: str) -> MatrixCell:
        standard = role in defaults[verb]
        name = f"grant-{slug}-{role.value}-{verb}"
        if verb in locked or verb not in usable:
            return MatrixCell(name=name, on=standard and verb in usable, locked=reader.say(LOCKED))
        on = kept.get((slug, verb, role.value), standard)
        return MatrixCell(name=name, on=on, changed=on is not standard)

    rows = tuple(
        MatrixRow(role=r.value, label=named(r, reader, site), cells=tuple(cell(r, v) for v, _ in verbs)) for r in Role
    )
    own_verbs = tuple(Choice(value=v, label=reader.say(w)) for v, w in verbs) if own else ()
    return MatrixRegister(slug=slug, label=title, rows=rows, verbs=own_verbs)


def save(reader: Reader, site: int, models: Iterable[type[Record]], ticked: set[str]) -> int:
    """Keep what differs from the declarations; return how many rights changed."""
    count = 0
    for model in models:
        slug = model.slug()
        locked = set(model.__register__.locked_rights)
        names = {v.value for v in verbs_of(model)} | {f"do:{t.name}" for t in steps_of(model)}
        rows = reader.session.scalars(select(RoleRight).where(RoleRight.site_id == site, RoleRight.register == slug))
        kept = {(r.verb, r.role): r for r in rows}
        told: list[str] = []
        for verb in sorted(names - locked):
            standard = default_roles(model, verb)
            for role in Role:
                on = f"grant-{slug}-{role.value}-{verb}" in ticked
                row = kept.get((verb, role.value))
                if on is (row.allowed if row else role in standard):
                    continue
                told.append(f"{reader.role(role, site)} {verb}: {reader.say(ON if on else OFF)}")
                if on is (role in standard) and row is not None:
                    reader.session.delete(row)
                elif row is not None:
                    row.allowed = on
                else:
                    reader.session.add(RoleRight(site_id=site, register=slug, verb=verb, role=role.value, allowed=on))
        if told:
            log(reader, slug, site, "；".join(told))
        count += len(told)
    if count:
        touch_authz(reader.session)
    return count


def log(reader: Reader, slug: str, site: int, comment: str) -> None:
    """Write a change of the matrix into the history, under the register and no record of it."""
    reader.session.add(HistoryEntry(
        register=slug, record_id=0, site_id=site, at=reader.now, user_id=reader.actor.user_id, actor_name=reader.actor.name,
        origin=reader.actor.origin, kind="edit", transition="", comment=comment, changes=[], version=1,
    ))  # fmt: skip
