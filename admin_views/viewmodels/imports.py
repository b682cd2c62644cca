"""The import: upload, plan with mapping, progress, result; and the long export."""

from __future__ import annotations

from dataclasses import dataclass

from admin_views.viewmodels.common import Badge, Change, Choice, Link, Pager, Tab, Tone
from admin_views.viewmodels.forms import FormError


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """An earlier import."""

    title: str
    url: str
    when: str
    who: str
    badge: Badge
    counts: str
    site: str = ""
    """Its site, where the reader works at several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportUpload:
    """Everything `pages/import_upload.html` shows, as `page`. POST multipart `file`, form_token."""

    slug: str
    title: str
    action: str
    form_token: str
    accept: str
    limits: str
    steps: tuple[str, ...]
    template_url: str = ""
    recent: tuple[BatchLine, ...] = ()
    errors: tuple[FormError, ...] = ()
    cancel_url: str = ""
    sites: tuple[Choice, ...] = ()
    """Which site the workbook is for, where the reader works at no single one; select `site`."""
    templates: tuple[Link, ...] = ()
    """The templates of sites that added fields, where the reader works at no single one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapColumn:
    """A column of the file and the field it goes to; the select is named map-<sheet>-<index>."""

    name: str
    letter: str
    header: str
    samples: tuple[str, ...]
    choices: tuple[Choice, ...]
    """The first, with an empty value, is 'do not import'."""
    known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSheet:
    """A sheet with its header row."""

    name: str
    rows_text: str
    columns: tuple[MapColumn, ...]
    header_row: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMessage:
    """A sentence about a row: refusal (red) or remark (amber), with the cell it is about."""

    where: str
    """'业主名册 · 第 18 行 · F 列'."""
    text: str
    tone: Tone = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A row of the plan: what it is about, the verdict, before and after."""

    where: str
    title: str
    badge: Badge
    changes: tuple[Change, ...] = ()
    messages: tuple[PlanMessage, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyOption:
    """A choice made before applying, as radio buttons or one check box."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    help: str = ""
    single: bool = False
    """One check box instead of radio buttons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """Everything `pages/import_plan.html` shows, as `page`."""

    slug: str
    title: str
    batch: str
    file_name: str
    file_note: str
    form_token: str
    sheets: tuple[MapSheet, ...]
    tabs: tuple[Tab, ...]
    rows: tuple[PlanRow, ...]
    pager: Pager
    remap_url: str
    apply_url: str
    cancel_url: str
    options: tuple[ApplyOption, ...] = ()
    apply_label: str = ""
    apply_blocked: str = ""
    """Why it cannot be applied now; empty when it can."""
    unknown: tuple[str, ...] = ()
    """Headers that were not understood, listed."""
    warnings: tuple[str, ...] = ()
    refused_url: str = ""
    search: str = ""
    search_url: str = ""
    """GET with `kind` and `q`: rows that hold the words."""
    result_url: str = ""
    """Where the result of an import stands that is over; then nothing can be changed here."""
    of_homes: bool = False
    """Whether its rows are homes and people, found by room and name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportProgress:
    """Everything `pages/import_progress.html` shows, as `page`.

    The page reads `status_url` once a second: JSON {phase, text, done, total, finished, url}; with `finished` it goes
    to `url`. Without JavaScript the page refreshes itself.
    """

    slug: str
    title: str
    file_name: str
    phase: str
    text: str
    done: int
    total: int
    status_url: str
    cancel_url: str
    """POST; empty once it is too late to cancel."""
    form_token: str
    leave_text: str
    steps: tuple[Tab, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultTable:
    """A small table of the result: figures by sheet, or accounts with their first passwords."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    printed: bool = False
    """Offers to print the page: what stands here is shown this once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """Everything `pages/import_result.html` shows, as `page`."""

    slug: str
    title: str
    file_name: str
    summary: str
    tone: Tone
    when: str
    who: str
    counts: tuple[Tab, ...]
    form_token: str
    undo_url: str = ""
    undo_note: str = ""
    """What undo does, or why it is no longer possible."""
    refused_url: str = ""
    links: tuple[Link, ...] = ()
    messages: tuple[str, ...] = ()
    tables: tuple[ResultTable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportMade:
    """Everything `pages/export_made.html` shows, as `page`: how far a long export is, then where to fetch it.

    While it is under way the page reads `status_url` once a second, as `ImportProgress` does.
    """

    title: str
    file_name: str
    under_way: bool
    ready: bool
    text: str
    done: int
    total: int
    status_url: str
    cancel_url: str
    """POST; throws the file away once it is ready."""
    form_token: str
    file_url: str
    list_url: str
    note: str
