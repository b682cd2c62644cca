"""A record laid out for paper: the same fields and rights as its page, by section, with sign-offs and a QR code."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from sqlalchemy import select

import access
from admin_views import record_fields, timeline
from admin_views.reader import Reader
from admin_views.uploads import path_of
from admin_views.viewmodels import Link, ShownField, ShownSection
from admin_views.viewmodels.sheets import Cell, Sheet, SheetSection, SignBox
from admin_views.wording import moment
from exchange.printing.qr import qr_svg
from models.declare import Record
from models.engine import Attachment, display
from models.spec import Kind, L, Layout, Paper, Role

NARROW = 18
"""Characters of a value that still fit beside another field."""
ABOUT, OTHER = "about", "other"
PRINT = L("打印", "Print")
PRINT_ONE = L("打印{paper}", "Print {paper}")
PRINTED = L("{who} 打印于 {when}", "Printed by {who}, {when}")
STEPS = frozenset({"transition", "decision"})
NOT_ON_PAPER = frozenset({"site", "updated_by", "updated_at"})


def print_links(reader: Reader, model: type[Record], query: str, *, screen: bool) -> tuple[Link, ...]:
    """Return a link a paper of the register: to the sheet on the ``screen``, or to the PDF; ``query`` names the records."""
    spec = model.__register__
    way = "print" if screen else "pdf"
    return tuple(
        Link(
            label=reader.say(PRINT)
            if len(spec.papers) == 1
            else reader.say(PRINT_ONE, paper=paper.title or spec.label),
            url=f"/admin/{model.slug()}/{way}/?paper={quote(paper.name)}&{query}",
            icon="printer",
        )
        for paper in spec.papers
    )


def build(reader: Reader, record: Any, paper: Paper, *, address: str, folder: Path) -> Sheet:
    """Return the sheet of a record.

    Args:
        reader: who prints; he gets the fields his page of the record has, masked where the page masks them.
        record: the row.
        paper: one of the register's papers.
        address: the record's full address, for the QR code.
        folder: the installation's data folder, where pictures of signatures are kept.
    """
    model = type(record)
    spec = model.__register__
    if paper.fields and paper.name == spec.papers[0].name:  # what the site added stands on the usual paper
        local = reader.actor.site_fields.of(getattr(record, "site_id", None), model.slug())
        paper = replace(paper, fields=(*paper.fields, *(f.name for f in local)))
    rights = [
        r
        for r in access.fields_for(reader.actor, model, access.Purpose.detail, record)
        if not paper.fields or r.field.name in {*paper.fields, *paper.stub}
    ]
    pictures = _pictures(reader, record, {r.field.name for r in rights}, folder)
    shown = record_fields.shown_sections(reader, record, rights, {})
    fields = {f.name: f for s in shown for f in s.fields}
    letter = paper.letter(record) if paper.letter is not None else ()
    number = getattr(record, "number", None) or ""
    flow = spec.flow
    return Sheet(
        site=reader.sites.get(record.site_id, "") if getattr(record, "site_id", None) else "",
        title=reader.say(paper.title or spec.label), number=number, layout=paper.layout.value,
        qr=Markup(qr_svg(address)),  # noqa: S704 -- our own library's markup of an address
        state=reader.say(flow.state(record.status).label) if flow is not None else "",
        sections=() if letter else _sections(shown, pictures, paper),
        stub=_rows([_cell(fields[n], pictures) for n in paper.stub if n in fields]) if paper.layout is Layout.stub else (),
        children=() if letter else record_fields.child_tables(reader, record, rights),
        boxes=() if letter and not paper.boxes else _boxes(reader, record, paper),
        steps=() if letter or paper.boxes or (flow and flow.approval) else _steps(reader, record),
        paragraphs=tuple(reader.say(p) for p in letter), signed=_day(reader) if letter else "",
        printed=reader.say(PRINTED, who=reader.actor.name, when=moment(reader.now, reader)),
    )  # fmt: skip


def _sections(shown: Sequence[ShownSection], pictures: dict[str, str], paper: Paper) -> tuple[SheetSection, ...]:
    printed = [s for s in shown if s.key != ABOUT and _worth_printing(s, paper)]
    if paper.layout is Layout.stub:  # form and stub share a sheet: no room for titles
        return (SheetSection(title="", rows=_rows([c for s in printed for c in _cells(s.fields, pictures, paper)])),)
    return tuple(SheetSection(title=s.title, rows=_rows(_cells(s.fields, pictures, paper))) for s in printed)


def _worth_printing(section: ShownSection, paper: Paper) -> bool:
    """Say whether a section has a field on this paper; what stands in no section of the declaration only when filled."""
    mine = [f for f in section.fields if not paper.fields or f.name in paper.fields]
    return any(f.text or section.key != OTHER for f in mine if f.kind != "files")


def _cells(fields: Iterable[ShownField], pictures: dict[str, str], paper: Paper) -> list[Cell]:
    return [
        _cell(f, pictures)
        for f in fields
        if f.name not in NOT_ON_PAPER and f.kind != "files" and (not paper.fields or f.name in paper.fields)
    ]


def _cell(f: ShownField, pictures: dict[str, str]) -> Cell:
    picture = pictures.get(f.name, "")
    wide = f.wide or len(f.text) > NARROW * 2
    return Cell(label=f.label, text="" if picture else f.text, wide=wide, picture=picture)


def _rows(cells: Sequence[Cell]) -> tuple[tuple[Cell, ...], ...]:
    """Put narrow cells two a row; a lone one beside a wide one takes the row."""
    out: list[tuple[Cell, ...]] = []
    waiting: Cell | None = None
    for cell in cells:
        if cell.wide:
            out += [(waiting,)] if waiting else []
            out.append((cell,))
            waiting = None
        elif waiting is None:
            waiting = cell
        else:
            out.append((waiting, cell))
            waiting = None
    return (*out, (waiting,)) if waiting else tuple(out)


def _pictures(reader: Reader, record: Any, seen: Collection[str], folder: Path) -> dict[str, str]:
    """Return the signatures of the record as data: addresses, by field; ``seen``: the fields on the paper."""
    model = type(record)
    signs = [n for n, f in model.__fields__.items() if n in seen and f.kind is Kind.sign]
    keys = {key: n for n in signs if (key := getattr(record, n))}
    if not keys:
        return {}
    query = select(Attachment).where(Attachment.register == model.slug(), Attachment.record_id == record.id)
    out: dict[str, str] = {}
    for a in reader.session.scalars(query.where(Attachment.key.in_(keys))):
        path = path_of(folder, a.key)
        if path.is_file():
            out[keys[a.key]] = f"data:{a.mime};base64,{base64.b64encode(path.read_bytes()).decode()}"
    return out


def _boxes(reader: Reader, record: Any, paper: Paper) -> tuple[SignBox, ...]:
    if paper.boxes:
        return tuple(_named_box(record, label.text(reader.locale), name) for label, name in paper.boxes)
    flow = type(record).__register__.flow
    if flow is None or flow.approval is None:
        return ()
    done = timeline.sign_offs(reader, record, dated=True)
    if done:
        return tuple(
            SignBox(
                label=s.label,
                who=s.who,
                when=s.when,
                comment=s.comment,
                decision=s.badge.label if s.badge and s.who else "",
            )
            for s in done
        )
    known = {r.value: r for r in Role}
    steps = flow.approval.steps(record)
    return tuple(SignBox(label=reader.role(known[s], record.site_id)) for s in steps if s in known)


def _named_box(record: Any, label: str, name: str) -> SignBox:
    person = getattr(record, name, None) if name else None
    when = getattr(record, f"{name.removesuffix('_by')}_on", None) if name else None
    return SignBox(
        label=label, who=display(person) if person is not None else "", when=when.isoformat() if when else ""
    )


def _steps(reader: Reader, record: Any) -> tuple[SignBox, ...]:
    found = [e for e in timeline.entries(reader, record.slug(), record.id) if e.kind in STEPS]
    return tuple(
        SignBox(label=e.title, who=e.who, when=e.exact[:16], comment=e.text)
        for e in reversed(timeline.events(reader, record, found))
    )


def _day(reader: Reader) -> str:
    day = reader.today
    return f"{day.year} 年 {day.month} 月 {day.day} 日" if reader.locale == "zh" else day.isoformat()
