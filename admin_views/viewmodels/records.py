"""The record page: header, buttons, fields by section, child rows, related documents, timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from admin_views.viewmodels.common import Badge, Change, Clock, Link, Tone, Weight


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionButton:
    """A transition this person may make now. `asks` False posts at once; `confirm` is asked first when given."""

    name: str
    label: str
    url: str
    asks: bool
    weight: Weight = "normal"
    icon: str = ""
    confirm: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownField:
    """A field as text. `text` may have several lines; an empty one is folded away unless `keep_empty`."""

    name: str
    label: str
    text: str
    kind: Literal["text", "lines", "link", "phone", "sign", "figure", "files"] = "text"
    url: str = ""
    """link: the other record; phone: the tel: address; sign: the picture's address."""
    note: str = ""
    """A second line: unit · owner · building."""
    masked: bool = False
    """The reader may ask to see it (unmask dialog)."""
    wide: bool = False
    keep_empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSection:
    """A section of fields, in the order of the declaration."""

    key: str
    title: str
    fields: tuple[ShownField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildTable:
    """Child rows as a table. `figures` are the indices of right-aligned columns; `total` the last row or empty."""

    name: str
    label: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: tuple[int, ...] = ()
    total: tuple[str, ...] = ()
    listing: bool = False
    """Rows of a register, the first column being what each is called: set small, and unbroken."""
    beneath: str = ""
    """Key of the section it stands beneath on the record page; ``top``: before all; empty: after all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A related document, one line."""

    label: str
    """What it is to this record: 来源登记, 回访记录."""
    number: str
    title: str
    url: str
    badge: Badge | None = None
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file; `thumb_url` only for pictures. `remove_url` (POST) only where the reader may take it away."""

    id: str
    name: str
    url: str
    size: str
    note: str = ""
    """Who and when."""
    thumb_url: str = ""
    remove_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBy:
    """Who of those asked has read the record, with when, and who has not; `button` for a reader who has not yet."""

    name: str
    label: str
    read: tuple[tuple[str, str], ...]
    unread: tuple[str, ...]
    button: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """A step of an approval chain: decided, waiting, or still to come (badge None)."""

    label: str
    who: str
    badge: Badge | None = None
    when: str = ""
    comment: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineLine:
    """A deadline of this record: what, until when, met or not."""

    label: str
    limit: str
    badge: Badge
    due: str
    met: str = ""
    why: str = ""
    """What set it going, what stops it, who answers: "从“派单时间”起算 · 填了“到场时间”为止"."""
    who: str = ""
    """Who answers for it, and to whom it went up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An entry of the timeline, newest first. `kind` is one of `RecordPage.kinds`."""

    kind: str
    icon: str
    title: str
    who: str
    when: str
    """Shown: '今天 14:05' or '11-21 09:12'."""
    exact: str
    """Shown on hover: '2026-11-22 14:05:31'."""
    tone: Tone = "grey"
    text: str = ""
    changes: tuple[Change, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind:
    """A kind in the timeline's filter."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """Everything `pages/record.html` shows, as `page`."""

    slug: str
    id: str
    number: str
    register: str
    """The register's name: 维修任务单."""
    title: str
    """What this one is about: 厨房水管渗漏 · 3-1-502."""
    status: str
    badge: Badge
    version: int
    form_token: str
    clock: Clock | None = None
    must_act: str = ""
    """Who must act: '等王强到场'."""
    transitions: tuple[TransitionButton, ...] = ()
    """Already in order: primary first, destructive last."""
    edit_url: str = ""
    edit_refused: str = ""
    """Why it cannot be edited, shown beside the title when `edit_url` is empty."""
    more: tuple[Link, ...] = ()
    sections: tuple[ShownSection, ...] = ()
    children: tuple[ChildTable, ...] = ()
    related: tuple[Related, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    upload_url: str = ""
    """POST multipart `file` (several), form_token; 303 back. Empty: the reader may not add."""
    upload_accept: str = ""
    upload_hint: str = ""
    sign_offs: tuple[SignOff, ...] = ()
    read_by: ReadBy | None = None
    deadlines: tuple[DeadlineLine, ...] = ()
    events: tuple[Event, ...] = ()
    kinds: tuple[EventKind, ...] = ()
    more_events_url: str = ""
    unmask_url: str = ""
    """POST reason, form_token; GET shows the same as a page."""
    archived: bool = False
    unfilled: str = ""
    """Which required fields of the site the reader may still fill in."""
