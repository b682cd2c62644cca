"""Words for people, in both languages, kept beside what they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Label:
    """A sentence or a name in Chinese and English.

    ``params`` fill ``{name}`` places of both texts; a parameter that is itself a Label is worded in the same language.
    """

    zh: str
    en: str
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def text(self, locale: str = "zh") -> str:
        """Return the words in ``locale`` (``zh`` or ``en``)."""
        template = self.en if locale == "en" else self.zh
        if not self.params:
            return template
        worded = {k: v.text(locale) if isinstance(v, Label) else v for k, v in self.params.items()}
        return template.format(**worded)

    def format(self, **params: Any) -> Label:
        """Return the same sentence with its places filled."""
        return Label(self.zh, self.en, {**self.params, **params})

    def __str__(self) -> str:
        return self.text("zh")


def L(zh: str, en: str) -> Label:  # noqa: N802 - reads as a literal prefix in declarations
    """Short for ``Label(zh, en)`` in declarations."""
    return Label(zh, en)
