"""Two people at the store at once: what is there is issued once (004 §6.6)."""

import threading
from collections.abc import Iterator
from decimal import Decimal

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

import workflow
from access import SYSTEM, acting
from models.assets.stock_item import StockItem
from models.assets.stock_move import StockMove
from models.connect import make_engine
from models.spec import Actor
from seed import factories
from seed.examples import example

ASKING, THERE = 8, 5


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url, poolclass=NullPool)
    yield made
    made.dispose()


def test_004_6_6_issues_at_once_never_take_more_than_there_is(engine: Engine) -> None:
    with Session(engine) as session:
        centre = factories.centre(session)
        with acting(session, SYSTEM):
            made = example(centre, "StockMove", lines=[{"item": _item(centre), "quantity": THERE}])
            item, taker, now = made.lines[0].item_id, centre.staff("technician").id, centre.now
            clerk = centre.actor("receptionist")
        session.commit()
    answers: list[str] = []
    start = threading.Barrier(ASKING)

    def issue(actor: Actor) -> None:
        with Session(engine) as mine:
            start.wait()
            values = {"kind": "issue", "taken_by": taker, "lines": [{"item": item, "quantity": 1}]}
            try:
                workflow.create(mine, StockMove, values, actor=actor, now=now)
                mine.commit()
                answers.append("issued")
            except workflow.WorkflowError as error:
                mine.rollback()
                answers.append(error.sentence.text("zh"))

    threads = [threading.Thread(target=issue, args=(clerk,)) for _ in range(ASKING)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused = [a for a in answers if a != "issued"]
    assert len(answers) == ASKING
    assert answers.count("issued") == THERE
    assert all("不够减" in a for a in refused), refused
    with Session(engine) as session, acting(session, SYSTEM):
        assert session.get_one(StockItem, item).on_hand == Decimal(0)


def _item(centre: factories.Centre) -> int:
    made = centre.make("StockItem", code="WL-9", name="软管", kind="material", measure="根")
    return int(made.id)
