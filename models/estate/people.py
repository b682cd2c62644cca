"""Who works with homes being handed over and decorated, and who may see what there (requirements 4-C)."""

from __future__ import annotations

from models.spec import DESK, Role

HANDOVER = (Role.cs_supervisor, Role.director, Role.hq_quality)
"""Those who read hand-over and takeover plans."""
OWNERS_PAPERS = (*DESK, Role.director, Role.cashier, Role.engineering_lead, Role.hq_quality)
"""Who may know the owner behind a decoration; guards on patrol see the home and the workmen only (4-C)."""
