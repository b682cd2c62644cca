"""What was worked out from rights and declarations alone and is the same the next time: never rows, never values."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any


class Remembered:
    """Results by key, at most ``most`` of them; the one that was made first goes first.

    A key must name everything the result depends on: of a person ``access.sight`` and his language.
    """

    def __init__(self, most: int = 500) -> None:
        self._most = most
        self._results: dict[Hashable, Any] = {}

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return the result for ``key``, made by ``make`` the first time."""
        found = self._results.get(key)
        if found is None:
            found = make()
            while len(self._results) >= self._most:
                self._results.pop(next(iter(self._results)), None)
            self._results[key] = found
        return found
