"""When backups are made by themselves: what was asked for, what became of the last one. Kept in files beside the backups.

They lie in DATA_DIR, not in the database: a database that is restored, or that does not answer, says nothing about them.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Self

from exchange.backup import BackupError
from models.spec import LabelEnum

AT: Final = dt.time(18, 30)
"""The moment of the day, UTC: half past two at night in China."""
SATURDAY: Final = 5
AGAIN: Final = dt.timedelta(hours=1)
"""How long one that failed waits until it is tried again."""
FOLDER: Final = "backups"


class Every(LabelEnum):
    """How often."""

    day = "day", "每天", "every day"
    week = "week", "每周", "every week"

    @property
    def length(self) -> dt.timedelta:
        """The time between two."""
        return dt.timedelta(days=7 if self is Every.week else 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was asked for: how often, how many stay, in which folder, since when; and what became of it.

    ``made``: when the last one succeeded; ``tried``: when the last was begun; ``why``: what it failed by, in Chinese and
    English, empty when it succeeded.
    """

    every: Every
    keep: int
    folder: Path
    since: dt.datetime
    made: dt.datetime | None = None
    tried: dt.datetime | None = None
    why: tuple[str, str] | None = None

    @classmethod
    def read(cls, data_dir: Path) -> Self | None:
        """What was asked for; None where nothing was. BackupError when the file can't be read."""
        path = _path(data_dir)
        try:
            kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                every=Every(kept["every"]), keep=int(kept["keep"]), folder=Path(kept["folder"]),
                since=dt.datetime.fromisoformat(kept["since"]), made=_moment(kept["made"]), tried=_moment(kept["tried"]),
                why=tuple(kept["why"]) if kept["why"] else None,
            )  # fmt: skip
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BackupError(
                f"自动备份的设置 {path} 读不出来，请用 flask backup --every day --keep 14 重新设置。",
                f"The plan of backups {path} can't be read; set it anew: flask backup --every day --keep 14.",
            ) from error

    def write(self, data_dir: Path) -> None:
        """Keep it. OSError when the folder can't be written."""
        path = _path(data_dir)
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = {
            "every": self.every.value, "keep": self.keep, "folder": str(self.folder), "since": self.since.isoformat(),
            "made": self.made and self.made.isoformat(), "tried": self.tried and self.tried.isoformat(), "why": self.why,
        }  # fmt: skip
        draft = path.with_suffix(".part")
        draft.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
        draft.replace(path)

    def due(self, now: dt.datetime) -> bool:
        """Whether one is to be made at ``now``: the last night that asked for one brought none, whatever the reason."""
        if self.why is not None and self.tried is not None and now - self.tried < AGAIN:
            return False
        return self.made is None or self.made < self.slot(now)

    def slot(self, now: dt.datetime) -> dt.datetime:
        """The last moment until ``now`` that asks for one: each night's, or that from Saturday to Sunday."""
        found = dt.datetime.combine(now.astimezone(dt.UTC).date(), AT, dt.UTC)
        while found > now or (self.every is Every.week and found.weekday() != SATURDAY):
            found -= dt.timedelta(days=1)
        return found

    def late(self, now: dt.datetime) -> bool:
        """Whether two in a row are missing, so that nobody seems to make them."""
        return now - (self.made or self.since) > 2 * self.every.length

    def succeeded(self, now: dt.datetime) -> Self:
        """The plan after a backup was made."""
        return replace(self, made=now, tried=now, why=None)

    def failed(self, now: dt.datetime, zh: str, en: str) -> Self:
        """The plan after one failed."""
        return replace(self, tried=now, why=(zh, en))


def planned(data_dir: Path) -> bool:
    """Whether backups are to be made by themselves."""
    return _path(data_dir).exists()


def forget(data_dir: Path) -> None:
    """Make no more backups by itself."""
    _path(data_dir).unlink(missing_ok=True)


def _path(data_dir: Path) -> Path:
    return data_dir / FOLDER / "plan.json"


def _moment(kept: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(kept) if kept else None
