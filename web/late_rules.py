"""Addresses whose builders are made when first used: at start each of 1,800 addresses would compile two small programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """A rule that finds addresses at once and compiles what builds them (``url_for``) the first time it is asked to."""

    def _compile_builder(self, append_unknown: bool = True) -> Builder:  # noqa: FBT001, FBT002 -- werkzeug's signature
        made: list[Builder] = []

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            if not made:
                made.append(Rule._compile_builder(rule, append_unknown))  # noqa: SLF001 -- the method put off
            return made[0](rule, **values)

        return build
