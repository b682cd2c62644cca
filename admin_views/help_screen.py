"""What each register is for, in the product: fields, states, steps, limits and rights, from the declarations."""

from __future__ import annotations

from collections.abc import Iterable

from flask import abort
from flask_admin import BaseView, expose
from werkzeug.wrappers import Response

import access
from admin_views import answers
from admin_views.own_views import OwnView
from admin_views.reader import Reader
from admin_views.viewmodels import Link
from admin_views.viewmodels.help import HelpField, HelpIndex, HelpLimit, HelpModule, HelpRegister, HelpRight, HelpStep
from models import REGISTERS, reference
from models.declare import Record
from models.engine import titles_at
from models.spec import L, Label, Module

TITLE = L("登记簿说明", "About the registers")


class HelpView(OwnView, BaseView):
    """``/admin/help/`` and ``/admin/help/<slug>/``: for the registers the reader has business in."""

    def __init__(self) -> None:
        super().__init__(name="Help", endpoint="help", url="/admin/help")

    @expose("/")
    def index(self) -> Response:
        """The registers by module, each with the sentence that says what it is for."""
        who = answers.reader()
        mine = [m for m in REGISTERS if answers.may_open(who, m)]
        modules = tuple(
            HelpModule(
                label=who.say(module.label),
                registers=tuple(
                    Link(label=who.say(m.__register__.label), url=f"/admin/help/{m.slug()}/",
                         note=who.say(m.__register__.help), icon=m.__register__.icon)
                    for m in mine
                    if m.__register__.module is module
                ),
            )
            for module in Module
        )  # fmt: skip
        view = HelpIndex(title=who.say(TITLE), modules=tuple(m for m in modules if m.registers))
        return answers.page("pages/help.html", view, crumbs=(Link(label=view.title, url=""),))

    @expose("/<slug>/")
    def register(self, slug: str) -> Response:
        """One register; 404 for one the reader has no business in."""
        who = answers.reader()
        model = next((m for m in REGISTERS if m.slug() == slug and answers.may_open(who, m)), None)
        if model is None:
            abort(404)
        view = build(who, model)
        crumbs = (Link(label=who.say(TITLE), url="/admin/help/"), Link(label=view.title, url=""))
        return answers.page("pages/help_register.html", view, crumbs=crumbs)


def build(reader: Reader, model: type[Record]) -> HelpRegister:
    """Return a register's page."""
    spec = model.__register__
    local = [r.field for r in access.fields_for(reader.actor, model, access.Purpose.list) if r.field.local]
    called = titles_at(reader.session, reader.actor.site_id)
    chain = reference.chain_of(model, called)
    steps = reference.steps_of(model, called)
    return HelpRegister(
        slug=model.slug(), title=reader.say(spec.label), about=reader.say(spec.help), sources="；".join(spec.source),
        list_url=f"/admin/{model.slug()}/", fields=tuple(_field(reader, f) for f in reference.fields_of(model, local)),
        states=tuple(reader.say(s.label) for s in spec.flow.states) if spec.flow else (),
        steps=tuple(
            HelpStep(label=reader.say(s.label), source=_words(reader, s.sources), target=reader.say(s.target),
                     who=_words(reader, s.who), asks=_words(reader, s.asks))
            for s in steps
        ),
        chain="" if chain is None else reader.say(chain) if isinstance(chain, Label) else " → ".join(map(reader.say, chain)),
        limits=tuple(
            HelpLimit(label=reader.say(d.label), limit=reader.say(d.limit), who=_words(reader, d.who))
            for d in reference.limits_of(model, called)
        ),
        rights=tuple(
            HelpRight(role=reader.say(r.role), verbs=_words(reader, r.verbs)) for r in reference.roles_of(model, called)
        ),
    )  # fmt: skip


def _field(reader: Reader, f: reference.FieldLine) -> HelpField:
    notes = [reader.say(n) for n in f.notes]
    if f.choices:
        notes.insert(0, _words(reader, f.choices))
    if f.lines:
        notes.insert(0, _words(reader, [line.label for line in f.lines]))
    return HelpField(
        name=f.name, label=reader.say(f.label), kind=reader.say(f.kind), need=reader.say(f.need),
        note=("；" if reader.locale == "zh" else "; ").join(notes),
    )  # fmt: skip


def _words(reader: Reader, labels: Iterable[Label]) -> str:
    return ("、" if reader.locale == "zh" else ", ").join(reader.say(label) for label in labels)
