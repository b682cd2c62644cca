"""How registers move: ``create``, ``edit``, ``apply`` and ``bulk`` are their only writers."""

from workflow.coercion import Wrong, coerce, empty
from workflow.duty_rights import install
from workflow.errors import Conflict, Forbidden, Invalid, Missing, WorkflowError
from workflow.offers import Offer, offered, whose_turn
from workflow.operations import Outcome, apply, create, edit
from workflow.reading import acknowledge
from workflow.selection import RowResult, bulk
from workflow.values import default_value

__all__ = [
    "Conflict",
    "Forbidden",
    "Invalid",
    "Missing",
    "Offer",
    "Outcome",
    "RowResult",
    "WorkflowError",
    "Wrong",
    "acknowledge",
    "apply",
    "bulk",
    "coerce",
    "create",
    "default_value",
    "edit",
    "empty",
    "offered",
    "whose_turn",
]

install()
