"""Cutting text into the tokens the search index holds: works for one Chinese character and for part of a phone."""

from __future__ import annotations

import re
import unicodedata

RESTRICTED = "ꙮ"
"""Put before tokens of fields that only some roles may see; a letter no text uses."""
_RUNS = re.compile(r"[0-9]+|[a-z]+|[^\W\d_a-z]+")


def normal(text: str) -> str:
    """Return ``text`` in half width and lower case, without the sign that only the index itself may put there."""
    return unicodedata.normalize("NFKC", text).lower().replace(RESTRICTED, " ")


def _cut(run: str, size: int) -> list[str]:
    return [run[i : i + size] for i in range(len(run) - size + 1)]


def index_grams(text: str) -> set[str]:
    """Return the tokens to store: single characters and pairs of Chinese, triples of digits and letters, short runs."""
    out: set[str] = set()
    for run in _RUNS.findall(normal(text)):
        if run.isascii():
            out.update(_cut(run, 3) if len(run) > 2 else [run])
            if run.isalpha() and len(run) > 2:
                out.add(run[:2])
        else:
            out.update(run)
            out.update(_cut(run, 2))
    return out


def query_grams(text: str) -> list[str]:
    """Return the tokens that must all be there for ``text`` to be found; empty when nothing searchable was typed."""
    out: list[str] = []
    for run in _RUNS.findall(normal(text)):
        if run.isascii():
            out += _cut(run, 3) if len(run) > 2 else [run]
        else:
            out += _cut(run, 2) if len(run) > 1 else [run]
    return list(dict.fromkeys(out))
