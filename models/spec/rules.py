"""What rules answer with: refusals, and effects as data that ``workflow`` performs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models.spec.actor import Actor
from models.spec.roles import Role
from models.spec.text import Label


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something may not be done: the sentence, the field it belongs to (None: the whole document) and its clause."""

    sentence: Label
    field: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody who does the papers of a post in place of those who hold it: his account and his name."""

    user_id: int
    name: str


def _nobody(_role: Role) -> tuple[StandIn, ...]:
    return ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """What a rule looks at.

    ``record`` is the row as it stands (for a new one: the row about to be inserted, values set). ``data`` are the
    values given with this step (asked fields, ``reason``). ``session`` is for reading only. ``setting(key)`` returns
    the site's parameter as declared in ``models.base.setting_keys`` (None: 未配置). ``via`` is the document whose
    saving caused this step. ``stand_ins(role)`` returns who fills in such a record while the holders of a post are away,
    or where there are none (G3); rules that only decide whether a step is offered get nobody.
    """

    record: Any
    data: Mapping[str, Any]
    actor: Actor
    now: datetime
    session: Any
    setting: Callable[[str], Any]
    transition: str = ""
    via: Any = None
    last: bool = True
    """For approvals: whether this decision is the final one."""
    loaded: bool = False
    """Copied from a paper by an import: what had to be signed was signed there."""
    stand_ins: Callable[[Role], tuple[StandIn, ...]] = _nobody


@dataclass(frozen=True, slots=True)
class Set:
    """Set a field of the record itself."""

    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Apply:
    """Move another record by its own transition, in the same transaction, with the same rights check waived or not.

    ``quiet``: do nothing when the record is not in a state this transition starts from.
    """

    record: Any
    transition: str
    data: Mapping[str, Any] = field(default_factory=dict)
    quiet: bool = True


@dataclass(frozen=True, slots=True)
class Create:
    """Create a record of another register with these values."""

    register: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Update:
    """Set fields of another record, in the same transaction and with a history entry of its own."""

    record: Any
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CloseAccount:
    """Close a leaver's account; what waits for him goes to the successor's, without whom nothing may wait."""

    user: Any
    successor: Any = None


@dataclass(frozen=True, slots=True)
class Tell:
    """Leave a notice for people: role codes, ``@field``, ``@creator``, ``@submitter``, ``@line``, ``@head``.

    ``{register}``, ``{number}`` and ``{who}`` (the actor) fill the sentence. The actor himself is never told, nobody
    twice on one occasion.
    """

    to: tuple[str, ...]
    sentence: Label


@dataclass(frozen=True, slots=True)
class Redact:
    """Take what ``fields`` ever held out of the record's own history, search entries, file names and notices (A-69).

    ``stand_in`` stands where it stood. The database lets the history of a record be changed only once the history itself
    says that the record was forgotten, and then only in what was written, not who, when or which step.
    """

    fields: tuple[str, ...]
    stand_in: str


@dataclass(frozen=True, slots=True)
class Freeze:
    """Keep in the column ``column`` what the register's figure provider (``workflow.figures``) works out at this moment."""

    column: str


Effect = Set | Apply | Create | Update | CloseAccount | Tell | Freeze | Redact
Guard = Callable[[Case], Refusal | None]
Effects = Callable[[Case], "list[Effect]"]
