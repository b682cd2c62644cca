"""HTML to PDF on A4. PlutoPrint lays out, pypdf joins; nothing is fetched but our font and what stands in the page."""

from __future__ import annotations

import importlib.resources
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import plutoprint
from pypdf import PdfReader, PdfWriter

FONT = "NotoSerifSC-Regular.otf"


class PdfError(RuntimeError):
    """A sheet could not be laid out."""


def font_path() -> Path:
    """Return the serif font that came with the installation."""
    return Path(str(importlib.resources.files("pylopdf_fonts_zh_cn") / FONT))


class _Nothing(plutoprint.ResourceFetcher):
    """Hands out the font and pictures inside the page (``data:``); refuses files and addresses."""

    def fetch_url(self, url: str) -> Any:
        if url.startswith("data:") or url == font_path().as_uri():
            return super().fetch_url(url)
        msg = f"a sheet may not fetch {url[:80]}"
        raise PdfError(msg)


def pdf(sheets: Iterable[str], *, title: str = "") -> bytes:
    """Lay out each sheet (a whole HTML page with its style) and return one PDF; pages are counted by sheet.

    Args:
        sheets: HTML documents; ``@font-face`` must name ``font_path()``.
        title: the document's title in its properties.

    Raises:
        PdfError: when there is no sheet, or one can't be laid out.
    """
    writer = PdfWriter()
    for sheet in sheets:
        book = plutoprint.Book(plutoprint.PAGE_SIZE_A4)
        book.custom_resource_fetcher = _Nothing()
        out = io.BytesIO()
        try:
            book.load_html(sheet)
            book.write_to_pdf_stream(out)
        except plutoprint.Error as error:
            raise PdfError(str(error)) from error
        writer.append(PdfReader(out))
    if not writer.pages:
        msg = "there is no sheet to print"
        raise PdfError(msg)
    writer.add_metadata({"/Title": title, "/Producer": "Taizhang"})
    writer.compress_identical_objects()
    whole = io.BytesIO()
    writer.write(whole)
    return whole.getvalue()
