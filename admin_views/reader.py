"""Who reads this page: the acting person with language, zone and moment, gathered once a request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.engine import title_of
from models.spec import Actor, Label, Role

ZONE = ZoneInfo("Asia/Shanghai")
"""The zone of every site until a site names another."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """Everything a page builder needs to know about the person and the moment; builders never look them up."""

    session: Session
    actor: Actor
    now: dt.datetime
    zone: ZoneInfo = ZONE
    sites: Mapping[int, str] = field(default_factory=dict)
    """Names of the sites the person may reach, by id."""

    @property
    def locale(self) -> Literal["zh", "en"]:
        """The language the page is written in."""
        return "en" if self.actor.locale == "en" else "zh"

    def say(self, label: Label, **params: Any) -> str:
        """Return the words of ``label`` in the reader's language."""
        return (label.format(**params) if params else label).text(self.locale)

    def role(self, role: Role, site_id: int | None = None) -> str:
        """Return what a site calls a role; without a site, the one the reader works at (A-19)."""
        return self.say(title_of(self.session, self.actor.site_id if site_id is None else site_id, role))

    def listed(self, labels: Iterable[Label]) -> str:
        """Return several words in a row, divided as the reader's language does."""
        return ("、" if self.locale == "zh" else ", ").join(map(self.say, labels))

    def local(self, moment: dt.datetime) -> dt.datetime:
        """Return ``moment`` in the site's zone."""
        return moment.astimezone(self.zone)

    @property
    def today(self) -> dt.date:
        """The calendar day at the site."""
        return self.local(self.now).date()
