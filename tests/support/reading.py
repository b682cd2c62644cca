"""A page as the sweep over HTTP reads it: every word shown, the form's values, and controls and marks without words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html.parser import HTMLParser

HAN, LATIN = re.compile("[㐀-鿿]+"), re.compile(r"[A-Za-z]{2,}")
CODES = re.compile(r"\b[A-Z]{2,4}\d?-[A-Z]{2,5}-\d{6,8}-\d{3,}\b|\b[a-z]+\.[a-z_0-9]+\b")
"""Numbers of records, and keys of settings, which are the same in both languages."""
RAW = re.compile(
    r"\{\w+\}|\bundefined\b|\bNone\b|\bNaN\b|Traceback|sqlalchemy|<[A-Z]\w+|%\([a-z]+\)s|%[sd]\b|(?<![\w.])@[a-z]+\b"
)
BOTH_WAYS = frozenset(
    [
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
        "A4",
        "QR",
    ]
)
"""Latin words a Chinese page may show: names of files, keys and units, and the other language in its own words."""
SAID = ("placeholder", "title", "aria-label", "alt", "data-tip", "data-placeholder", "data-confirm")
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "use"]
)
SILENT = frozenset(("script", "style", "template", "noscript"))
CONTROLS = frozenset(("input", "select", "textarea"))


class Read(HTMLParser):
    """One page: ``texts`` are its words, ``fields`` what its main form would send, ``faults`` what lacks words."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: dict[str, None] = {}
        self.fields: dict[str, list[str]] = {}
        self.links: list[tuple[str, str]] = []
        """(what, address) of the record page's steps and its edit button."""
        self.lookups: set[str] = set()
        self.faults: list[str] = []
        self.has_main = False
        self._open: list[tuple[str, Mapping[str, str], list[str]]] = []
        self._labels: dict[str, str] = {}
        self._unnamed: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        self.faults += [f"control {name} has no label" for ident, name in self._unnamed if not self._labels.get(ident)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {k: v or "" for k, v in attrs}
        if not self._silent():
            self._words(found)
            self._control(tag, found)
        for step in ("data-transition", "data-edit"):
            if step in found:
                self.links.append((found[step] or "edit", found.get("href") or found.get("formaction", "")))
        if "data-lookup" in found:
            self.lookups.add(found["data-lookup"])
        if tag not in VOID:
            self._open.append((tag, found, []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, attrs, words = self._open.pop()
            said = " ".join(words).strip()
            if name == "label" and attrs.get("for"):
                self._labels[attrs["for"]] = said.strip(" *")
            if not said and not self._silent() and self._must_speak(name, attrs):
                self.faults.append(f"empty <{name} class={attrs.get('class', '')!r}>")
            if name == "textarea" and attrs.get("name"):
                self._value(attrs["name"], said)
            if self._open:
                self._open[-1][2].extend(words)
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        text = data.strip()
        if text and self._open:
            self._open[-1][2].append(text)
            if not self._silent() and not self._foreign():
                self.texts[text] = None

    @staticmethod
    def _must_speak(tag: str, attrs: Mapping[str, str]) -> bool:
        classes = attrs.get("class", "").split()
        return (tag == "b" and "b" in classes) or "tag" in classes or tag in {"dt", "legend", "h1", "h2"}

    def _silent(self) -> bool:
        return any(name in SILENT for name, _, _ in self._open)

    def _foreign(self) -> bool:
        return any(
            ("lang" in attrs and name != "html") or "face" in attrs.get("class", "").split()
            for name, attrs, _ in self._open
        )

    def _words(self, attrs: Mapping[str, str]) -> None:
        for name in SAID:
            if attrs.get(name, "").strip():
                self.texts[attrs[name].strip()] = None

    def _main(self) -> bool:
        return any(name == "form" and "data-main" in attrs for name, attrs, _ in self._open)

    def _control(self, tag: str, attrs: Mapping[str, str]) -> None:
        if tag == "option" and "selected" in attrs:
            select = next((a for n, a, _ in reversed(self._open) if n == "select"), {})
            self._value(select.get("name", ""), attrs.get("value", ""))
        name, kind = attrs.get("name", ""), attrs.get("type", "")
        if tag not in CONTROLS or not name or not self._main():
            return
        self.has_main = True
        if tag == "input" and (kind not in {"radio", "checkbox"} or "checked" in attrs) and kind != "file":
            self._value(name, attrs.get("value", ""))
        inside = any(n in {"label", "fieldset"} for n, _, _ in self._open)
        if kind != "hidden" and not inside and not attrs.get("aria-label"):
            self._unnamed.append((attrs.get("id", name), name))

    def _value(self, name: str, value: str) -> None:
        if name and self._main() and not self._silent():
            self.fields.setdefault(name, []).append(value)


class Words:
    """What people wrote into the database; everything else on a page is the program's and speaks the reader's language."""

    def __init__(self, known: Iterable[str]) -> None:
        self._all = frozenset(known)
        longest = sorted((k for k in self._all if len(k) > 1), key=len, reverse=True)
        self._mine = {locale: [k for k in longest if wrong.search(k)] for locale, wrong in WRONG.items()}
        self._left = lru_cache(maxsize=None)(self._look)

    def left(self, text: str, locale: str) -> bool:
        """Say whether a text shows words of the other language that nobody typed."""
        return self._left(text, locale)

    def _look(self, text: str, locale: str) -> bool:
        wrong, mine = WRONG[locale], self._mine[locale]
        rest = CODES.sub("", text)
        if text in self._all or not wrong.search(rest):
            return False
        for word in mine:
            if word in rest:
                rest = rest.replace(word, "")
        if rest.endswith("…") and any(word.startswith(rest[:-1].strip()) for word in mine):
            return False
        return any(w not in BOTH_WAYS for w in wrong.findall(rest))


WRONG = {"en": HAN, "zh": LATIN}


def faults(page: Read, words: Words, locale: str) -> list[str]:
    """Return everything wrong with the words of a page."""
    other = {"en": "Chinese", "zh": "English"}[locale]
    out = [f"{other} left: {text!r}" for text in page.texts if words.left(text, locale)]
    return [*out, *(f"raw: {text!r}" for text in page.texts if RAW.search(text)), *page.faults]
