"""Who acts: handed to every function that needs to know, never looked up inside domain code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.spec.roles import ALL_SITE_ROLES, Role
from models.spec.site_fields import NO_SITE_FIELDS, SiteFields

RightsKey = tuple[int, str, str]
"""(site id, register slug, verb)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """A person (or the named system actor) with the roles held per site.

    ``grants`` maps a site id to the roles held there. ``global_roles`` hold at every site. ``sites`` are the ids the
    actor may reach; ``rights`` holds the role matrix rows that differ from the declarations, by site.
    """

    user_id: int
    username: str
    name: str
    staff_id: int | None = None
    grants: Mapping[int, frozenset[Role]] = field(default_factory=dict)
    global_roles: frozenset[Role] = frozenset()
    sites: tuple[int, ...] = ()
    site_id: int | None = None
    """The site he works at now; None for head office looking at all."""
    rights: Mapping[RightsKey, frozenset[Role]] = field(default_factory=dict)
    locale: str = "zh"
    origin: str = ""
    """Where the request came from (address, command, job), for the history."""
    site_fields: SiteFields = NO_SITE_FIELDS
    """What sites added to registers without code."""
    system: bool = False
    """The named system actor: jobs, sweeps, imports of the seed."""

    def roles_at(self, site_id: int | None) -> frozenset[Role]:
        """Return the roles held at a site; with None, the roles held anywhere."""
        base = self.global_roles | {Role.staff}
        if site_id is None:
            return base.union(*self.grants.values()) if self.grants else base
        return base | self.grants.get(site_id, frozenset())

    def holds(self, site_id: int | None, *roles: Role) -> bool:
        """Say whether one of ``roles`` is held at the site."""
        return self.system or not self.roles_at(site_id).isdisjoint(roles)

    @property
    def everywhere(self) -> bool:
        """Say whether a role for all sites is held."""
        return self.system or bool(self.global_roles & ALL_SITE_ROLES)
