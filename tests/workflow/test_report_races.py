"""Two people at one summary at the same moment, on both databases: it is there once and signed for once (G9)."""

import datetime as dt
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

import access
import workflow
from models.duty.periodic_report import PeriodicReport
from models.spec import Actor
from seed.factories import Centre
from tests.workflow.test_money_races import at_once

WEEK = {"report": "callback_weekly", "period_from": dt.date(2026, 11, 16), "period_to": dt.date(2026, 11, 22)}
NOW = dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC)


def make(session: Session, actor: Actor) -> Any:
    return workflow.create(
        session, PeriodicReport, {**WEEK, "author": actor.staff_id, "comment": "已核对"}, actor=actor, now=NOW
    )


def test_g9_two_leads_at_once_make_one_summary_and_one_is_told(centre: Centre, engine: Engine) -> None:
    one, two = centre.actor("reception_lead"), centre.actor("reception_lead", 2)
    centre.session.commit()
    told = at_once(engine, (one, make), (two, make))
    refused = [t for t in told if isinstance(t, workflow.WorkflowError)]
    assert len(refused) == 1
    assert any(words in refused[0].sentence.text("zh") for words in ("已经有了", "与已有数据冲突")), refused
    assert centre.session.scalar(select(func.count(PeriodicReport.id))) == 1


def test_g9_two_directors_sign_for_it_once(centre: Centre, engine: Engine) -> None:
    lead, first, second = centre.actor("reception_lead"), centre.actor("director"), centre.actor("director", 2)
    with access.acting(centre.session, lead):
        paper = make(centre.session, lead)
        workflow.apply(centre.session, paper, "submit", {}, actor=lead, now=NOW)
    centre.session.commit()

    def sign(session: Session, actor: Actor) -> Any:
        mine: Any = access.get(session, PeriodicReport, paper.id, actor)
        workflow.apply(session, mine, "approve", {}, actor=actor, now=NOW)
        return mine.status

    told = at_once(engine, (first, sign), (second, sign))
    refused = [t for t in told if isinstance(t, workflow.WorkflowError)]
    assert [type(t) for t in refused] == [workflow.Conflict], told
    centre.session.expire_all()
    assert paper.status == "approved"
