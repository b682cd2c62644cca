"""The summaries nobody prepares: made by the worker for every site, once a day (catalogue ``prepare: system``; S-37)."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import workflow
from deadlines.calendar import zone_for
from models.base.site import Site
from models.duty.periodic_report import PeriodicReport
from models.duty.report_list import REPORTS, Report
from models.duty.report_rules import same_period, usual_period
from models.engine.settings import setting
from models.spec import Actor
from reports.catalogue import BY_REPORT

log = logging.getLogger(__name__)


def prepare(session: Session, actor: Actor, now: dt.datetime) -> int:
    """Make and hand in the system's reports of the present period that are not there yet; return how many.

    Each is committed by itself; run again it makes nothing. The session must be bound to ``actor``, who is the system.
    """
    made = 0
    sites = list(session.scalars(select(Site.id).where(Site.status == "active").order_by(Site.id)))
    for report in (r for r, spec in REPORTS.items() if spec.prepare is None and r in BY_REPORT):
        for site_id in sites:
            try:
                made += _one(session, report, site_id, actor, now)
                session.commit()
            except workflow.WorkflowError as error:
                session.rollback()
                log.warning("%s of site %s was not prepared: %s", report.value, site_id, error)
    return made


def _one(session: Session, report: Report, site_id: int, actor: Actor, now: dt.datetime) -> int:
    def of_site(key: str) -> Any:
        return setting(session, site_id, key)

    day = now.astimezone(zone_for(session, site_id)).date()
    period = usual_period(REPORTS[report], day, of_site)
    if period is None or same_period(session, PeriodicReport, site_id, report, *period) is not None:
        return 0
    values = {"report": report, "period_from": period[0], "period_to": period[1]}
    paper = workflow.create(session, PeriodicReport, values, actor=actor, now=now, site_id=site_id)
    workflow.apply(session, paper, "submit", {}, actor=actor, now=now)
    return 1
