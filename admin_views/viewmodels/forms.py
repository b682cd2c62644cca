"""Forms: create, edit, and what a transition asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from admin_views.viewmodels.common import Badge, Choice, Weight

FieldKind = Literal[
    "text", "line", "lines", "int", "decimal", "money", "phone", "idno", "plate",
    "date", "time", "datetime", "month", "year",
    "buttons", "checks", "select", "multi", "bool", "rating", "lookup", "lookups",
    "file", "files", "sign", "rows", "shown", "hidden", "password",
]  # fmt: skip
"""buttons: a choice of five or fewer; checks: several choices, each with a box; bool: yes/no buttons with an empty third state; shown: text, not editable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file already kept with the record. Ticking its box sends remove_<field>=<id>."""

    id: str
    name: str
    url: str
    size: str
    thumb_url: str = ""
    key: str = ""
    """Of a file that came with a refused form: sent again as kept_<field>."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefill:
    """On choosing a look-up result, `data[key]` of it is put into the input `field` if that is empty or prefilled."""

    key: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One input. `name` is the declared field's name; inside child rows it is <rows>-<index>-<column>."""

    name: str
    label: str
    kind: FieldKind
    value: str = ""
    """Text as typed or formatted; the chosen value; a look-up's id; dates '2026-11-22', times '2026-11-22 14:05'."""
    text: str = ""
    """lookup: the words of the chosen row; shown: the text."""
    sub: str = ""
    """lookup: the second line of the chosen row."""
    chosen: tuple[Choice, ...] = ()
    """lookups and multi: the chosen ones."""
    choices: tuple[Choice, ...] = ()
    required: bool = False
    required_when: tuple[str, str] | None = None
    """(other field, its value): the mark and the browser's check follow that field; the server decides."""
    shown_when: tuple[str, str] | None = None
    """(other field, its value): hidden otherwise."""
    help: str = ""
    error: str = ""
    placeholder: str = ""
    wide: bool = False
    readonly: bool = False
    max_length: int | None = None
    unit: str = ""
    """㎡, 元, 分钟: shown after the input."""
    lookup_url: str = ""
    """GET ?q= -> JSON [{id, text, sub, data}]."""
    within: str = ""
    """lookup, lookups: the field of the form whose value goes along as ``within=``."""
    prefill: tuple[Prefill, ...] = ()
    accept: str = ""
    capture: bool = False
    """file: open the phone's camera."""
    kept: tuple[KeptFile, ...] = ()
    autocomplete: str = "off"
    rows: ChildRows | None = None
    checklist: tuple[str, str] | None = None
    """rows: (address, field of the subject): GET ?subject= -> JSON list of lines that the rows open with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildRow:
    """One child row; `id` empty for a new one. `fields` in the order of the columns."""

    index: int
    id: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildRows:
    """Child rows edited inside the form. `blank` holds the columns with index '__' for the row added by script."""

    blank: tuple[FormField, ...]
    rows: tuple[ChildRow, ...] = ()
    add_label: str = ""
    maximum: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSection:
    """A section in the order the conversation goes."""

    key: str
    title: str
    fields: tuple[FormField, ...]
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormError:
    """A line of the summary on top; `name` empty for one that belongs to no field."""

    name: str
    label: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft kept on the server: shown as a bar with 'discard' (POST to discard_url)."""

    saved: str
    """'今天 14:05'."""
    discard_url: str
    restored: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleDiff:
    """A field both people changed. `choice` is the input keep_<name>: mine or theirs."""

    name: str
    label: str
    was: str
    theirs: str
    yours: str
    clash: bool = True
    """False: only the other changed it; it is taken over as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """Somebody was faster (409): who, when, and what differs."""

    who: str
    when: str
    diffs: tuple[StaleDiff, ...]
    reload_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """Everything `pages/form.html` shows, as `page`."""

    slug: str
    title: str
    action: str
    cancel_url: str
    form_token: str
    sections: tuple[FormSection, ...]
    number: str = ""
    id: str = ""
    version: int | None = None
    """Posted as `version`; None when creating."""
    badge: Badge | None = None
    intro: str = ""
    save_label: str = ""
    save_and_new: bool = False
    """Offers a second button: name=after value=new."""
    submit_label: str = ""
    """Offers saving and submitting in one step (approval registers): name=after value=submit."""
    errors: tuple[FormError, ...] = ()
    draft_url: str = ""
    """POST the form's fields every few seconds while typing; 204. Empty: no draft."""
    draft: Draft | None = None
    stale: Stale | None = None
    hint_url: str = ""
    """GET ?<hint_fields> -> JSON {text, items: [{label, url, when}]} or 204: 'the same unit had the same trouble'."""
    hint_fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """A record a transition is about; `refused` says why it cannot be done on this one."""

    id: str
    number: str
    title: str
    url: str
    badge: Badge | None = None
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionPage:
    """Everything `pages/transition.html` shows, as `page`: GET, and POST answered 422."""

    slug: str
    name: str
    title: str
    """'派单' for one, '批准 12 张维修任务单' for several."""
    action: str
    cancel_url: str
    form_token: str
    button: str
    records: tuple[RecordLine, ...]
    """At most 200; those refused first."""
    weight: Weight = "primary"
    explain: str = ""
    """What will happen: '王强会收到通知，30 分钟内到场'."""
    sections: tuple[FormSection, ...] = ()
    errors: tuple[FormError, ...] = ()
    version: int | None = None
    draft_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkRow:
    """What became of one record: done, or refused and why."""

    id: str
    number: str
    title: str
    url: str
    done: bool
    message: str
    badge: Badge | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkResult:
    """Everything `pages/bulk_result.html` shows, as `page`."""

    slug: str
    title: str
    summary: str
    """'已批准 11 张，1 张没有批准'."""
    rows: tuple[BulkRow, ...]
    done: int
    refused: int
    back_url: str
    back_label: str
