"""The four answers a write may get instead of success; the web turns them into 403, 404, 409 and 422."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from models.spec import Label, Refusal


class WorkflowError(Exception):
    """A write that did not happen; ``sentence`` says why in the reader's language."""

    def __init__(self, sentence: Label) -> None:
        """Keep the sentence."""
        super().__init__(str(sentence))
        self.sentence = sentence


class Forbidden(WorkflowError):
    """The actor may not (403)."""


class Missing(WorkflowError):
    """There is no such row for this actor (404)."""


class Invalid(WorkflowError):
    """Something is missing or wrong in what was given (422)."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        """Keep every refusal; the first one's sentence stands for all."""
        super().__init__(refusals[0].sentence)
        self.refusals = list(refusals)


class Conflict(WorkflowError):
    """Somebody was faster (409): who, when, and what he did. ``theirs`` are the changes made since ``version``."""

    def __init__(
        self,
        sentence: Label,
        *,
        who: str = "",
        when: dt.datetime | None = None,
        what: Label | None = None,
        record: Any = None,
        theirs: Sequence[dict[str, Any]] = (),
    ) -> None:
        """Keep the sentence and what is known of the other."""
        super().__init__(sentence)
        self.who = who
        self.when = when
        self.what = what
        self.record = record
        self.theirs = list(theirs)
