"""The fields that sites added without code, as an Actor carries them: by site and register, ready to be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.spec.fields import Field

COLUMN = "site_values"
"""The attribute of a record that holds what stands in them."""
PREFIX = "x_"
"""What the name of every such field begins with; no declared field's does."""


@dataclass(frozen=True, slots=True)
class SiteFields:
    """Every such field of the sites an actor may reach, archived ones among them, in their order.

    ``mark`` tells two states of the declarations apart: what is kept of them between requests is kept under it.
    """

    by: Mapping[tuple[int, str], tuple[Field, ...]] = field(default_factory=dict, hash=False, compare=False)
    mark: tuple[tuple[int, int], ...] = ()

    def of(self, site_id: int | None, slug: str) -> tuple[Field, ...]:
        """Return the fields a site added to a register; none for no site."""
        return self.by.get((site_id, slug), ()) if site_id is not None and self.by else ()


NO_SITE_FIELDS = SiteFields()
