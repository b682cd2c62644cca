"""Every kind of page of a register as a person reaches it, and what no page may show: errors, raw words, the other language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from playwright.sync_api import Page
from sqlalchemy import String as Characters
from sqlalchemy import Text, create_engine, inspect, select
from sqlalchemy.engine import Engine

from access import SYSTEM
from models.base.setting_keys import SETTINGS, written
from models.declare import Base
from models.engine import HistoryEntry
from seed.factories import Centre
from tests.stories.people import Person
from workflow import edit

HAN = re.compile("[\u3400-\u9fff]+")
LATIN = re.compile(r"[A-Za-z]{2,}")
CODES = re.compile(r"\b[A-Z]{2}\d?-[A-Z]{4}-\d{8}-\d{4,}\b|\b[a-z]+\.[a-z_]+\b")
"""Numbers of records, and keys of settings, which are the same in both languages."""
RAW = re.compile(r"\{\w+\}|\bundefined\b|\bNone\b|\bNaN\b|\[object |Traceback|sqlalchemy|%\([a-z]+\)s|%[sd]\b")
BOTH_WAYS = frozenset(
    (
        "PDF",
        "Word",
        "Excel",
        "CSV",
        "XLSX",
        "xlsx",
        "csv",
        "Enter",
        "Ctrl",
        "Esc",
        "English",
        "MB",
        "KB",
        "kB",
        "ID",
        "IP",
    )
)
"""Latin words a Chinese page may show: names of files, keys and units, and the other language in its own words."""
OURS = frozenset(
    {"deadline", "search_entry", "search_fts", "history_entry", "alembic_version", "approval_step", "role_right"}
)
"""Tables whose texts the program writes itself: nothing in them is a person's own word."""

READ = """() => {
  const out = [];
  const skip = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT']);
  // a language in its own words; a person's initials
  const foreign = (node) => node.matches('body [lang], .face');
  const walk = (node) => {
    if (node.nodeType === 3) { const text = node.data.trim(); if (text) out.push(text); return; }
    if (node.nodeType !== 1 || skip.has(node.tagName) || foreign(node)) return;
    for (const name of ['placeholder', 'title', 'aria-label', 'alt', 'data-tip', 'data-placeholder', 'data-confirm'])
      if (node.getAttribute(name)) out.push(node.getAttribute(name));
    if (node.tagName === 'TEXTAREA') return;  // what stands in it is the document's own text
    node.childNodes.forEach(walk);
  };
  out.push(document.title);
  walk(document.body);
  return out;
}"""


def fill(centre: Centre) -> None:
    """Put one paper of every kind into the centre, in states that show most; posts get Latin names.

    A post's name is the Chinese name of its role: left as it is, it would hide a role named in the wrong language.
    """
    for state in ("registered", "dispatched", "completed", "called_back"):
        centre.repair_order(state=state)
    centre.service_log()
    centre.complaint()
    centre.complaint(state="decided")
    centre.callback(state="submitted")
    centre.inspection(failed=True)
    centre.inspection(state="submitted")
    centre.corrective_action()
    centre.requisition(state="submitted")
    centre.separation(state="submitted")
    for role in (
        "receptionist",
        "technician",
        "director",
        "cs_supervisor",
        "hr_admin",
        "security_lead",
        "reception_lead",
    ):
        edit(centre.session, centre.post(role), {"name": f"Post of {role}"}, actor=SYSTEM, now=centre.now)


def known_words(url: str) -> tuple[str, ...]:
    """Return every text people wrote into the database, the longest first."""
    engine: Engine = create_engine(url)
    found: set[str] = set()
    present = set(inspect(engine).get_table_names())
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            texts = [c for c in table.columns if isinstance(c.type, Characters | Text)]
            if table.name in OURS or table.name not in present or not texts:
                continue
            for row in connection.execute(select(*texts)):
                found.update(str(v) for v in row if v)
        renamed = select(HistoryEntry.changes).where(
            HistoryEntry.register == "post"
        )  # by ``fill``: the names from before
        for changes in connection.scalars(renamed):
            found.update(str(one["old"]) for one in changes or ())
    engine.dispose()
    found.update(str(written(s.default)) for s in SETTINGS if not isinstance(s.default, bool))
    lines = {line.strip() for text in found for line in text.splitlines()}
    return tuple(sorted(lines, key=len, reverse=True))


def leftovers(page: Page, locale: str, known: tuple[str, ...]) -> list[str]:
    """Return the texts of the page that are neither in the reader's language nor a person's own words."""
    wrong = HAN if locale == "en" else LATIN
    mine, whole = [word for word in known if len(word) > 1 and wrong.search(word)], frozenset(known)
    out = []
    for text in page.evaluate(READ):
        rest = "" if text in {"是", "否"} and page.url.endswith("/settings/") else CODES.sub("", text)
        if text in whole or not wrong.search(rest):
            continue
        for word in mine:
            if word in rest:
                rest = rest.replace(word, "")
        if rest.endswith("…"):
            start = rest[:-1].strip()
            rest = "" if any(word.startswith(start) for word in mine) else rest
        left = [w for w in wrong.findall(rest) if w not in BOTH_WAYS]
        if left:
            out.append(text)
    return out


def faults(page: Page, locale: str, known: tuple[str, ...]) -> list[str]:
    """Return everything wrong with the words of a page, each as a sentence with its address."""
    raw = [text for text in page.evaluate(READ) if RAW.search(text)]
    where = page.url.partition("/admin")[2] or page.url
    other = {"en": "Chinese", "zh": "English"}[locale]
    out = [f"{where}: {other} left: {text!r}" for text in dict.fromkeys(leftovers(page, locale, known))]
    return out + [f"{where}: raw: {text!r}" for text in dict.fromkeys(raw)]


def speak(person: Person, locale: str) -> None:
    """Choose the language in the menu of the account."""
    person.open("/admin/")
    if person.page.get_attribute("body", "data-locale") != locale:
        person.page.locator("details.menu:has(.face) summary").click()
        with person.page.expect_navigation():
            person.page.locator(f'button[name=locale][value="{locale}"]').click()


def walk(person: Person, slug: str, *, whole: bool = True) -> Iterator[str]:
    """Go through the pages of a register as far as this person gets; yields the path of each page it stands on.

    Without ``whole`` only the list and a record: what a mere reader is shown otherwise than others.
    """
    page = person.page
    base = f"/admin/{slug}/"
    answer = page.goto(base)
    if answer is None or answer.status != 200:
        if answer is None or answer.status not in {403, 404}:
            raise AssertionError(f"{base}: {answer and answer.status}")
        yield base
        return
    yield base
    first = page.locator("tr[data-id]").first
    number = first.get_attribute("data-id") if first.count() else None
    creates = page.locator("a.btn.primary.fab").count()
    for menu in ("#filters", ".menu.col") if whole else ():
        if page.locator(f"{menu} summary").count():
            page.locator(f"{menu} summary").click()
            yield f"{base} {menu}"
    if whole:
        page.goto(f"{base}?search=zzqq")
        yield f"{base}?search"
    if creates and whole:
        _good(page, f"{base}new/")
        yield f"{base}new/"
    if number is None:
        return
    _good(page, f"{base}details/?id={number}")
    yield f"{base}details/"
    for fold in page.locator("details.fold summary").all():
        fold.click()
    found = "a[data-edit], a[data-transition]"
    links = json.loads(
        page.evaluate(f"JSON.stringify([...document.querySelectorAll('{found}')].map((a) => a.getAttribute('href')))")
    )
    for link in links if whole else ():
        _good(page, link)
        yield link


def _good(page: Page, path: str) -> None:
    page.once("dialog", lambda dialog: dialog.accept())
    answer = page.goto(path)
    if answer is None or answer.status != 200:
        raise AssertionError(f"{path}: {answer and answer.status}")
