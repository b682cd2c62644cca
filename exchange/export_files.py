"""Exports made in the background: what was asked for and the book that came of it, in ``DATA_DIR/exports/``.

Each is a small file of its own beside the book, since it goes away with it; nothing of it is in the database.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from exchange.batches.life import Folder

KEPT: Final = dt.timedelta(hours=24)
"""How long a book stays."""
FRESH: Final = dt.timedelta(minutes=10)
"""How long the same wish, made again, leads to the book that is there."""
_KEY: Final = re.compile(r"[0-9a-f]{32}")


class MadeState(StrEnum):
    """How far an export is. A cancelled one is gone."""

    waiting = "waiting"
    working = "working"
    done = "done"
    failed = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An export somebody asked for.

    ``pairs`` are the list's parameters, ``full``: with full numbers (the reason is in the access log), ``rights`` what he
    saw then, ``at`` when he asked (ISO, UTC).
    """

    key: str
    register: str
    pairs: tuple[tuple[str, str], ...]
    full: bool
    user_id: int
    site_id: int | None
    locale: str
    zone: str
    origin: str
    rights: str
    name: str
    at: str
    state: MadeState = MadeState.waiting
    rows: int = 0
    size: int = 0

    @property
    def asked_at(self) -> dt.datetime:
        """When it was asked for (aware)."""
        return dt.datetime.fromisoformat(self.at)

    @property
    def under_way(self) -> bool:
        """Whether it is still to be made."""
        return self.state in {MadeState.waiting, MadeState.working}


class Exports(Folder):
    """Where exports lie until they are fetched."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(data_dir / "exports")

    def book(self, key: str) -> Path:
        """The file to be fetched."""
        return self.folder / f"{key}.xlsx"

    def begun(self, key: str) -> Path:
        """The file while it is written."""
        return self.folder / f"{key}.part"

    def add(self, **values: Any) -> Asked:
        """Write down what somebody asks for, under a key nobody guesses."""
        asked = Asked(key=secrets.token_hex(16), **values)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._write(asked)
        return asked

    def get(self, key: str) -> Asked | None:
        """Return an export by its key; None for one that is not, or no longer, there."""
        if not _KEY.fullmatch(key):
            return None
        try:
            found = json.loads((self.folder / f"{key}.json").read_text("utf-8"))
        except FileNotFoundError:
            return None
        pairs = tuple((str(name), str(value)) for name, value in found.pop("pairs"))
        return Asked(**{**found, "pairs": pairs, "state": MadeState(found["state"])})

    def change(self, asked: Asked, **values: Any) -> Asked | None:
        """Say how far it is; None when it was cancelled meanwhile."""
        if self.get(asked.key) is None:
            return None
        asked = replace(asked, **values)
        self._write(asked)
        return asked

    def drop(self, key: str) -> None:
        """Throw an export away."""
        for end in (".json", ".xlsx", ".part", ".lock"):
            (self.folder / f"{key}{end}").unlink(missing_ok=True)

    def all(self) -> Iterator[Asked]:
        """Every export there is."""
        for path in sorted(self.folder.glob("*.json")):
            if found := self.get(path.stem):
                yield found

    def same(self, asked: dict[str, Any], now: dt.datetime) -> Asked | None:
        """Return the export that the same person asked for a little while ago in the same words, unless it failed."""
        for found in self.all():
            alike = all(getattr(found, name) == value for name, value in asked.items())
            if alike and found.state != MadeState.failed and now - found.asked_at < FRESH:
                return found
        return None

    def clear(self, now: dt.datetime) -> None:
        """Throw away what is older than ``KEPT``, and what a dead process left of any."""
        for found in self.all():
            if now - found.asked_at > KEPT:
                self.drop(found.key)
        for path in self.folder.glob("*.*"):
            if not (self.folder / f"{path.stem}.json").exists() and not self.held(path.stem):
                self.drop(path.stem)

    def _write(self, asked: Asked) -> None:
        path = self.folder / f"{asked.key}.new"
        path.write_text(json.dumps(asdict(asked), ensure_ascii=False), "utf-8")
        path.replace(self.folder / f"{asked.key}.json")
