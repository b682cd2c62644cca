"""The owner roster: plan, preview, apply, undo (issue §3).

``plan_roster`` compares a file with the register and keeps every finding in a file of the batch's own; ``apply_batch``
writes it in one short step; ``undo_batch`` takes it back while nothing was changed since. ``rows_of`` pages through the
findings, ``refused_workbook`` gives the refused rows back in the file's own layout.
"""

from exchange.batches.findings import PAGE, Finding, rows_of
from exchange.batches.life import (
    NOT_NOW,
    Store,
    apply_asked,
    cancel,
    reconcile,
    release,
)
from exchange.batches.refused import refused_workbook
from exchange.batches.words import Cancelled
from exchange.roster.apply import apply_batch
from exchange.roster.plan import plan_roster
from exchange.roster.sending import open_batch, upload
from exchange.roster.undo import undo_batch

__all__ = [
    "NOT_NOW",
    "PAGE",
    "Cancelled",
    "Finding",
    "Store",
    "apply_asked",
    "apply_batch",
    "cancel",
    "open_batch",
    "plan_roster",
    "reconcile",
    "refused_workbook",
    "release",
    "rows_of",
    "undo_batch",
    "upload",
]
