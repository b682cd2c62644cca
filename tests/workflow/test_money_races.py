"""Two counters at once, on both databases: no fen is taken twice, and the slower one hears who was faster (002 §2(1))."""

import datetime as dt
import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

import access
import workflow
from models import by_name
from models.finance.bill import Bill
from models.finance.receipt import Receipt
from models.spec import Actor
from seed.examples import example
from seed.factories import Centre

Work = Callable[[Session, Actor], Any]


def at_once(engine: Engine, *works: tuple[Actor, Work]) -> list[Any]:
    """Everybody does his work at the same moment on a connection of his own; what each got, or was told, in order."""
    ready, got = threading.Barrier(len(works)), dict[int, Any]()

    def run(at: int, actor: Actor, work: Work) -> None:
        with Session(engine, expire_on_commit=False) as session:
            access.bind(session, actor)
            ready.wait(30)
            try:
                got[at] = work(session, actor)
                session.commit()
            except workflow.WorkflowError as error:
                session.rollback()
                got[at] = error

    threads = [threading.Thread(target=run, args=(at, *one)) for at, one in enumerate(works)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(60)
    assert len(got) == len(works)
    return [got[at] for at in range(len(works))]


def taking(owed: Any, amount: str, centre: Centre) -> Work:
    """A counter with its form open: the bill as it was read before, the money in hand."""
    values = {
        "unit": owed.unit_id, "payer": "周女士", "method": "cash", "paid_at": centre.now,
        "lines": [{"bill": owed.id, "amount": amount}],
    }  # fmt: skip

    def work(session: Session, actor: Actor) -> Any:
        return workflow.create(session, by_name("Receipt"), values, actor=actor, now=centre.now).number

    return work


def counters(centre: Centre) -> tuple[Actor, Actor]:
    return centre.actor("receptionist"), centre.actor("cashier")


def test_002_2_1_two_clerks_taking_the_same_bill_one_is_told_who_took_it(centre: Centre, engine: Engine) -> None:
    owed = example(centre, "Bill")
    first, second = counters(centre)
    centre.session.commit()
    told = at_once(engine, (first, taking(owed, "12.00", centre)), (second, taking(owed, "12.00", centre)))
    numbers = [t for t in told if isinstance(t, str)]
    (refused,) = [t for t in told if not isinstance(t, str)]
    winner = (first, second)[told.index(numbers[0])]
    assert isinstance(refused, (workflow.Conflict, workflow.Invalid))
    assert winner.name in refused.sentence.text("zh"), "who did it"
    assert "收款" in refused.sentence.text("zh") or numbers[0] in refused.sentence.text("zh"), "what he did"
    assert f"{centre.now.astimezone(dt.timezone(dt.timedelta(hours=8))):%H:%M}" in refused.sentence.text("zh"), "when"
    centre.session.expire_all()
    assert (owed.status, owed.paid) == ("paid", Decimal("12.00"))
    assert centre.session.scalar(select(func.count(Receipt.id))) == 1, "no half receipt of the other is left"


def test_002_2_1_two_part_payments_that_fit_both_count(centre: Centre, engine: Engine) -> None:
    owed = example(centre, "Bill")
    first, second = counters(centre)
    centre.session.commit()
    told = at_once(engine, (first, taking(owed, "5.00", centre)), (second, taking(owed, "7.00", centre)))
    assert len(set(told)) == 2
    assert all(isinstance(t, str) for t in told), told
    centre.session.expire_all()
    assert (owed.status, owed.paid, owed.owed) == ("paid", Decimal("12.00"), Decimal(0))


def test_002_2_1_two_part_payments_that_do_not_fit_one_counts(centre: Centre, engine: Engine) -> None:
    owed = example(centre, "Bill")
    first, second = counters(centre)
    centre.session.commit()
    told = at_once(engine, (first, taking(owed, "7.00", centre)), (second, taking(owed, "7.00", centre)))
    (refused,) = [t for t in told if not isinstance(t, str)]
    assert "5.00" in refused.sentence.text("zh"), "what is still owed"
    centre.session.expire_all()
    assert (owed.status, owed.paid) == ("part", Decimal("7.00"))


def test_002_2_2_the_last_two_bills_of_a_dunning_paid_at_once_settle_it(centre: Centre, engine: Engine) -> None:
    one, two = example(centre, "Bill"), example(centre, "Bill")
    paper = example(centre, "Dunning", bills=[one.id, two.id])
    first, second = counters(centre)
    centre.session.commit()
    told = at_once(engine, (first, taking(one, "12.00", centre)), (second, taking(two, "12.00", centre)))
    assert all(isinstance(t, str) for t in told), told
    centre.session.expire_all()
    assert (paper.status, paper.amount) == ("settled", Decimal(0))


def test_002_2_1_two_runs_at_once_make_nothing_twice(centre: Centre, engine: Engine) -> None:
    item = example(centre, "FeeItem")
    for room in ("3-1-101", "3-1-102", "3-1-201"):
        centre.unit(room)
    first, second = centre.actor("cashier"), centre.actor("reception_lead")
    centre.session.commit()

    def run(session: Session, actor: Actor) -> Any:
        mine: Any = access.get(session, type(item), item.id, actor)
        due = {"bill_from": dt.date(2026, 11, 1), "bill_due_on": dt.date(2026, 11, 30)}
        workflow.apply(session, mine, "make_bills", due, actor=actor, now=centre.now)
        return mine.bills_made

    told = at_once(engine, (first, run), (second, run))
    assert sorted(told) == [0, 3]
    assert centre.session.scalar(select(func.count(Bill.id))) == 3


def test_002_2_3_two_directors_reversing_restore_once(centre: Centre, engine: Engine) -> None:
    owed = example(centre, "Bill")
    receipt = example(centre, "Receipt", bill=owed)
    centre.do(receipt, "ask_reversal", "cashier", reason="开错")
    boss, other = centre.actor("director"), centre.actor("director", 2)
    centre.session.commit()

    def reverse(session: Session, actor: Actor) -> Any:
        mine = access.get(session, Receipt, receipt.id, actor)
        workflow.apply(session, mine, "reverse", {"reason": "属实"}, actor=actor, now=centre.now)
        return "done"

    told = at_once(engine, (boss, reverse), (other, reverse))
    assert told.count("done") == 1
    (refused,) = [t for t in told if t != "done"]
    assert isinstance(refused, workflow.Conflict)
    assert (boss, other)[told.index("done")].name in refused.sentence.text("zh")
    centre.session.expire_all()
    assert (owed.status, owed.paid) == ("due", Decimal(0))
