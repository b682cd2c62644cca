"""Creating and editing: what the form starts with, what becomes of a sent one, and how a refused one comes back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from werkzeug.datastructures import CombinedMultiDict, MultiDict

import access
import workflow
from access import FieldRight, Purpose
from admin_views import drafts, form_files, form_view
from admin_views.form_fields import posted
from admin_views.form_stale import stale
from admin_views.form_values import Texts, editable_fields, record_texts, sent_names, sent_texts, value_texts, values
from admin_views.reader import Reader
from admin_views.uploads import Keeper
from admin_views.viewmodels import Choice as ChoiceView
from admin_views.viewmodels import Draft, FormField, FormPage, FormSection
from admin_views.wording import badge
from models.declare import Record
from models.engine import Attachment, display
from models.spec import Field, Kind, L, Label, Refusal, Scope, Verb

NEW = L("新建{name}", "New {name}")
EDIT = L("修改{name}", "Edit {name}")
SAVE_NEW = L("保存", "Save")
SUBMIT = L("保存并{step}", "Save and submit")
SITE = L("项目", "Site")
CHECK_SITE = L("要登记在哪个项目", "Which site this belongs to")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """What a browser sent: inputs and files."""

    form: MultiDict[str, str]
    files: MultiDict[str, Any]

    def __getitem__(self, name: str) -> str:
        """Return one input's text, "" when it was not sent."""
        return self.form.get(name, "")

    @property
    def both(self) -> Any:
        """Inputs and files under one roof, as WTForms reads them."""
        return CombinedMultiDict([self.files, self.form])

    @property
    def whole(self) -> bool:
        """Whether one of our pages sent it, so that absent choices mean "none"."""
        return self["whole"] == "1"

    @property
    def version(self) -> int | None:
        """The version the person looked at."""
        text = self["version"]
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    @property
    def token(self) -> str | None:
        """The form's token, which makes a second press harmless."""
        return self["form_token"][:40] or None


@dataclass(kw_only=True, slots=True)
class Filled:
    """A form's content on its way: rights, texts, what ``workflow`` will be given, and what is wrong."""

    rights: Sequence[FieldRight]
    typed: Texts = field(default_factory=dict)
    given: dict[str, Any] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    arrived: list[Attachment] = field(default_factory=list)
    """Files that came with the form; kept when it is refused."""

    @property
    def fields(self) -> list[Field]:
        """The fields values are taken for."""
        return editable_fields(self.rights)


def new_token() -> str:
    """Return a token for one form."""
    return secrets.token_urlsafe(24)


def read(reader: Reader, model: type[Record], sent: Sent, rights: Sequence[FieldRight], folder: Path,
         before: Texts | None = None) -> Filled:  # fmt: skip
    """Take a sent form apart; files are kept at once. ``before``: what the inputs held when the page was made."""
    filled = Filled(rights=rights)
    fields = filled.fields
    form = posted(fields, sent.both)
    names = sent_names(sent.form, fields, whole=sent.whole)
    filled.typed = {**(before or {}), **{k: v for k, v in sent_texts(form, fields).items() if k in names}}
    filled.given = values(filled.typed, fields, names, reader.zone, before)
    keeper = Keeper(session=reader.session, folder=folder, actor=reader.actor, now=reader.now)
    filled.refusals = form_files.keep(
        keeper,
        form,
        fields,
        names,
        filled.typed,
        filled.given,
        model.slug(),
        sent_again=sent.form,
        arrived=filled.arrived,
    )
    return filled


# ------------------------------------------------------------------------------------------------------- creating


def starting_texts(
    reader: Reader, model: type[Record], rights: Sequence[FieldRight], given: Mapping[str, str]
) -> Texts:
    """Return what a new form starts with: declared defaults, then ``given`` (parameters of the address)."""
    names = {r.field.name: r.field for r in rights}
    start = {
        n: workflow.default_value(reader.session, f, reader.actor, reader.now)
        for n, f in names.items()
        if f.default is not None
    }
    texts = value_texts(start, model, reader.zone)
    plain = {k: v for k, v in given.items() if k in names and names[k].kind not in {Kind.rows, Kind.files, Kind.sign}}
    return texts | {k: [v] if names[k].kind in {Kind.refs, Kind.enums} else v for k, v in plain.items()}


def new_page(
    reader: Reader,
    model: type[Record],
    filled: Filled,
    *,
    action: str = "",
    token: str = "",
    site: str = "",
    draft: Draft | None = None,
    draft_url: str = "",
    intro: Label | None = None,
    cancel_url: str = "",
) -> FormPage:
    """Return the creation form with what ``filled`` holds."""
    spec = model.__register__
    base = f"/admin/{model.slug()}/"
    lines, beside = form_view.form_errors(reader, filled.refusals, model, filled.rights)
    sections = form_view.sections(
        reader, model, filled.rights, filled.typed, errors=beside, arrived=form_files.keep_again(reader, filled.arrived)
    )
    if _asks_site(reader, model):
        sections = (_site_section(reader, site, beside.get("site", "")), *sections)
    name = spec.label.zh if reader.locale == "zh" else spec.label.en.lower()
    first = spec.flow.leaving(spec.flow.initial) if spec.flow is not None else ()
    step = next((t for t in first if t.approval == "submit"), None)
    hint = spec.hints[0] if spec.hints else None
    return FormPage(
        slug=model.slug(), title=reader.say(NEW, name=name), action=action or f"{base}new/", cancel_url=cancel_url or base,
        form_token=token or new_token(), sections=sections, intro=reader.say(intro or spec.help), errors=lines,
        save_label=reader.say(SAVE_NEW), save_and_new=step is None and not action,
        submit_label=reader.say(SUBMIT, step=step.label) if step and not action else "", draft=draft, draft_url=draft_url,
        hint_url=f"{base}hint/" if hint else "", hint_fields=hint.same if hint else (),
    )  # fmt: skip


def _asks_site(reader: Reader, model: type[Record]) -> bool:
    return model.__register__.scope is not Scope.none and reader.actor.site_id is None


def _site_section(reader: Reader, chosen: str, error: str) -> FormSection:
    choices = tuple(ChoiceView(value=str(i), label=name, chosen=str(i) == chosen) for i, name in reader.sites.items())
    box = FormField(
        name="site",
        label=reader.say(SITE),
        kind="select",
        value=chosen,
        choices=choices,
        required=True,
        error=error,
        help=reader.say(CHECK_SITE),
    )
    return FormSection(key="site", title=reader.say(SITE), fields=(box,))


def site_named(reader: Reader, text: str) -> int | None:
    """Return the site that the form's own input names; None for none of the reader's."""
    return next((i for i in reader.sites if str(i) == text), None)


def create(reader: Reader, model: type[Record], filled: Filled, sent: Sent) -> Any:
    """Create the record; raises what ``workflow.create`` raises."""
    if filled.refusals:
        raise workflow.Invalid(filled.refusals)
    record = workflow.create(
        reader.session, model, filled.given, actor=reader.actor, now=reader.now, token=sent.token,
        site_id=site_named(reader, sent["site"]),
    )  # fmt: skip
    drafts.drop(reader, draft_key(model))
    return record


def create_rights(reader: Reader, model: type[Record], site_id: int | None = None) -> list[FieldRight]:
    """Return the fields of the creation form; Forbidden when the reader may not create.

    ``site_id``: where the record will belong; by default where the reader works. A site may have fields of its own.
    """
    verdict = access.may(reader.actor, model, Verb.create)
    if not verdict:
        raise workflow.Forbidden(verdict.reason or model.__register__.label)
    rights = access.fields_for(reader.actor, model, Purpose.form, None, site_id)
    return [r for r in rights if r.mode is access.Mode.edit]


# -------------------------------------------------------------------------------------------------------- editing


def edit_page(
    reader: Reader,
    record: Any,
    filled: Filled,
    *,
    token: str = "",
    draft: Draft | None = None,
    conflict: workflow.Conflict | None = None,
    before: Texts | None = None,
) -> FormPage:
    """Return the edit form; with ``conflict``, the panel that shows what the other changed."""
    model = type(record)
    spec = model.__register__
    base = f"/admin/{model.slug()}/"
    base_url = f"{base}edit/?id={record.id}"
    panel = stale(reader, conflict, filled, before or {}, base_url) if conflict else None  # changes filled.typed
    lines, beside = form_view.form_errors(reader, filled.refusals, model, filled.rights)
    return FormPage(
        slug=model.slug(), id=str(record.id), number=getattr(record, "number", None) or "",
        title=reader.say(EDIT, name=spec.label.zh if reader.locale == "zh" else spec.label.en.lower()),
        action=f"{base}edit/?id={record.id}", cancel_url=f"{base}details/?id={record.id}", form_token=token or new_token(),
        sections=form_view.sections(
            reader, model, filled.rights, filled.typed, errors=beside, record=record,
            arrived=form_files.keep_again(reader, filled.arrived),
        ),
        version=record.version, badge=badge(spec.flow, getattr(record, "status", None), reader),
        intro="" if getattr(record, "number", None) else display(record), errors=lines, draft=draft,
        draft_url=f"{base}draft/?id={record.id}",
        stale=panel,
    )  # fmt: skip


def edit_rights(reader: Reader, record: Any) -> list[FieldRight]:
    """Return the fields of the edit form; Forbidden when it may not be changed, or not any more."""
    verdict = access.may(reader.actor, type(record), Verb.edit, record)
    if not verdict:
        raise workflow.Forbidden(verdict.reason or type(record).__register__.label)
    if not access.editable(reader.actor, record):
        flow = type(record).__register__.flow
        state = flow.state(record.status).label if flow else L("", "")
        raise workflow.Forbidden(LOCKED.format(state=state))
    return access.fields_for(reader.actor, type(record), Purpose.form, record)


LOCKED = L(
    "“{state}”的单据不能再修改。需要更正时请退回，或作废后重新填写。",
    "A document that is “{state}” can't be changed. Have it returned, or void it and fill in a new one.",
)


def edit(reader: Reader, record: Any, filled: Filled, sent: Sent) -> Any:
    """Save what was changed; raises what ``workflow.edit`` raises."""
    for name in list(filled.given):
        if sent[f"keep_{name}"] == "theirs":
            filled.given.pop(name)
    if filled.refusals:
        raise workflow.Invalid(filled.refusals)
    saved = workflow.edit(
        reader.session, record, filled.given, actor=reader.actor, now=reader.now, version=sent.version, token=sent.token
    )
    form_files.take_away(reader, saved, filled.fields, sent.form)
    drafts.drop(reader, draft_key(type(record), record.id))
    return saved


def start_edit(reader: Reader, record: Any) -> Filled:
    """Return the edit form as the record stands."""
    rights = edit_rights(reader, record)
    return Filled(rights=rights, typed=record_texts(record, rights, reader))


def draft_key(model: type[Record], record_id: int | None = None) -> str:
    """Return under which name a form's draft is kept."""
    return f"{model.slug()}:{record_id or 'new'}"


def with_draft(filled: Filled, sent: MultiDict[str, str]) -> Filled:
    """Return the form with what a draft holds."""
    fields = filled.fields
    form = posted(fields, sent)
    names = sent_names(sent, fields, whole=True)
    filled.typed = {**filled.typed, **{k: v for k, v in sent_texts(form, fields).items() if k in names}}
    return filled
