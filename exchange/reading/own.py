"""Columns of a roster besides the usual ones: the fields a site added to its homes and people (decision 0022). Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from exchange.reading.headers import ROSTER, Vocabulary, normal
from models.spec import Label

MARK: Final = "."
"""Stands in the target of every such column (``unit.x_menpai``), and in that of no other."""
USUAL: Final = frozenset(normal(words) for label in ROSTER.targets.values() for words in (label.zh, label.en))
"""What the roster's own columns are called; no other column may be."""


@dataclass(frozen=True, slots=True)
class OwnColumns:
    """What such columns may be called and how their cells are read.

    Attributes:
        words: the roster's words with theirs.
        readers: target -> what reads a cell (raises CellRefused); the value comes as the database keeps it.
        units: the targets that say something of the home.
        people: the targets that say something of the row's first owner.
    """

    words: Vocabulary = ROSTER
    readers: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    units: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extra:
    """A column besides the usual ones: its header, how it is filled in, the choices it has."""

    header: str
    words: str
    choices: tuple[str, ...] = ()


NO_OWN: Final = OwnColumns()


def with_words(targets: Mapping[str, Label], names: Mapping[str, Iterable[str]]) -> Vocabulary:
    """Return the roster's vocabulary with further ``targets``, each known by its ``names``.

    The words of the roster's own columns stay theirs; looser words for them (面积, 车位) give way to the site's, who
    named a column so. A name that two of the new targets share is a guess, to be confirmed.
    """
    claimed: dict[str, list[str]] = {}
    for target, words in names.items():
        for name in {normal(w) for w in words} - USUAL - {""}:
            claimed.setdefault(name, []).append(target)
    shared = {name: tuple(found) for name, found in claimed.items() if len(found) > 1}
    single = {name: found[0] for name, found in claimed.items() if len(found) == 1}
    usual = {name: target for name, target in ROSTER.synonyms.items() if name not in shared}
    return Vocabulary({**ROSTER.targets, **targets}, {**usual, **single}, {**ROSTER.ambiguous, **shared}, ROSTER.hints)


__all__ = ["MARK", "NO_OWN", "USUAL", "Extra", "OwnColumns", "with_words"]
