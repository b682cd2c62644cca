"""Things and keys kept for others: signed for at both ends, checked, counted, overdue (002 职责14, 职责20; X-18)."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

import workflow
from models.duty.deadline import Deadline
from models.service.key_item import KeyItem
from tests.registers.centre import MORNING, Centre
from tests.registers.service_papers import SIGNED, fields, refused, told

HOUR = dt.timedelta(hours=1)


def kept(centre: Centre, **more: Any) -> Any:
    values = {"kind": "parcel", "unit": centre.units[0], "depositor": "顺达快递", "description": "纸箱 1 件", **more}
    return centre.create("guard", "CustodyItem", **values)


def key(centre: Centre, **more: Any) -> Any:
    values = {"label": "配电-01", "kind": "equipment", "copies": 2, **more}
    return centre.create("receptionist", "KeyItem", **values)


def lend(centre: Centre, of: Any, **more: Any) -> Any:
    values = {
        "key": of,
        "borrower": "韩师傅",
        "purpose": "检修",
        "due_at": centre.now + HOUR,
        "borrower_sign": SIGNED,
        **more,
    }
    return centre.create("receptionist", "KeyLoan", **values)


def clock(centre: Centre, record: Any) -> Deadline:
    query = select(Deadline).where(Deadline.register == record.slug(), Deadline.record_id == record.id)
    return centre.session.scalars(query, execution_options={"all_sites": True}).one()


@pytest.mark.parametrize("kind", ["storage", "handover"])
def test_x18_who_leaves_a_thing_signs(centre: Centre, kind: str) -> None:
    assert fields(lambda: kept(centre, kind=kind)) == ["depositor_sign"]
    centre.session.rollback()
    assert kept(centre, kind=kind, depositor_sign=SIGNED).status == "kept"


def test_x18_nothing_is_handed_out_unchecked(centre: Centre) -> None:
    item = kept(centre)
    done = {"recipient": "赵一", "collector_sign": SIGNED}
    assert fields(lambda: centre.do("guard", item, "collect", id_checked=False, **done)) == ["id_checked"]


@pytest.mark.parametrize("missing", ["recipient", "collector_sign", "id_checked"])
def test_x18_collecting_asks_who_his_signature_and_the_check(centre: Centre, missing: str) -> None:
    item = kept(centre)
    whole = {"recipient": "赵一", "collector_sign": SIGNED, "id_checked": True}
    assert fields(lambda: centre.do("guard", item, "collect", **{k: v for k, v in whole.items() if k != missing})) == [
        missing
    ]


def test_what_is_collected_says_when(centre: Centre) -> None:
    item = kept(centre)
    centre.later(hours=3)
    centre.do("receptionist", item, "collect", recipient="赵一", collector_sign=SIGNED, id_checked=True)
    assert (item.status, item.collected_at) == ("collected", MORNING + 3 * HOUR)
    assert clock(centre, item).state == "met"


def test_what_is_not_collected_in_seven_days_is_overdue_then(centre: Centre) -> None:
    due = clock(centre, kept(centre)).due_at
    assert due is not None
    assert due.date() == dt.date(2026, 11, 30)


def test_copies_lent_never_exceed_copies_held(centre: Centre) -> None:
    room = key(centre)
    lend(centre, room)
    lend(centre, room)
    assert room.lent == 2
    assert refused(lambda: lend(centre, room)) == [("key", "“配电-01”共 2 把，都已借出或遗失，归还后再借。")]


def test_a_copy_brought_back_can_be_lent_again(centre: Centre) -> None:
    room = key(centre, copies=1)
    loan = lend(centre, room)
    assert "lend" not in centre.names("receptionist", room)
    centre.do("reception_lead", loan, "give_back", return_sign=SIGNED)
    assert (loan.status, loan.returned_at, room.lent) == ("returned", centre.now, 0)
    assert lend(centre, room).status == "lent"


def test_a_key_is_lent_from_its_own_page(centre: Centre) -> None:
    room = key(centre)
    made = centre.do(
        "receptionist", room, "lend", borrower="韩师傅", purpose="检修", due_at=centre.now + HOUR, borrower_sign=SIGNED
    ).created
    assert (made.key_id, room.lent, room.status) == (room.id, 1, "open")


def test_a_lost_copy_is_taken_off_the_count_and_the_supervisor_is_told(centre: Centre) -> None:
    room = key(centre)
    loan = lend(centre, room)
    centre.do("receptionist", loan, "lose", reason="施工中遗失")
    assert (room.copies, room.lent) == (1, 0)
    assert told(centre, "cs_supervisor") == [f"接待专员甲报失了一把钥匙（{loan.number}），请核实并决定是否换锁。"]


def test_a_loan_carries_its_keys_tag(centre: Centre) -> None:
    assert lend(centre, key(centre)).tag == "配电-01"


def test_a_voided_loan_frees_its_copy(centre: Centre) -> None:
    room = key(centre, copies=1)
    centre.do("cs_supervisor", lend(centre, room), "void", reason="填错")
    assert room.lent == 0


def test_a_key_with_copies_out_is_neither_filed_nor_cut_short(centre: Centre) -> None:
    room = key(centre)
    lend(centre, room)
    assert refused(lambda: centre.do("receptionist", room, "close")) == [(None, "还有 1 把借出未还，收回后再办。")]
    assert fields(lambda: centre.edit("receptionist", room, copies=0)) == ["copies"]


def test_the_database_too_holds_copies_and_loans_together(centre: Centre) -> None:
    key(centre)
    with pytest.raises(IntegrityError):
        centre.session.connection().execute(update(KeyItem).values(lent=3))


def test_x18_the_borrower_signs_when_he_takes_and_when_he_brings(centre: Centre) -> None:
    room = key(centre)
    assert fields(lambda: lend(centre, room, borrower_sign=None)) == ["borrower_sign"]
    centre.session.rollback()
    room = key(centre)
    loan = lend(centre, room)
    assert fields(lambda: centre.do("receptionist", loan, "give_back")) == ["return_sign"]


def test_a_loan_keeps_its_key(centre: Centre) -> None:
    room, other = key(centre), key(centre, label="配电-02")
    loan = lend(centre, room)
    assert fields(lambda: centre.edit("receptionist", loan, key=other)) == ["key"]


def test_a_loan_ends_after_it_began(centre: Centre) -> None:
    room = key(centre)
    assert fields(lambda: lend(centre, room, due_at=centre.now - HOUR)) == ["due_at"]


def test_a_loan_is_due_when_it_was_promised(centre: Centre) -> None:
    loan = lend(centre, key(centre))
    assert clock(centre, loan).due_at == centre.now + HOUR


@pytest.mark.parametrize("kind", ["owner", "vacant"])
def test_a_home_key_names_its_home(centre: Centre, kind: str) -> None:
    assert fields(lambda: key(centre, kind=kind)) == ["unit"]


def test_two_keys_do_not_share_a_tag(centre: Centre) -> None:
    key(centre)
    assert fields(lambda: key(centre)) == ["label"]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["lend", "give_back", "lose", "void"]), max_size=8), copies=st.integers(1, 3))
def test_whatever_is_done_the_count_is_what_is_out(centre: Centre, steps: list[str], copies: int) -> None:
    nested = centre.session.begin_nested()
    room = key(centre, label="属性", copies=copies)
    out: list[Any] = []
    held = copies
    for step in steps:
        if step == "lend":
            inner = centre.session.begin_nested()
            try:
                out.append(lend(centre, room))
                inner.commit()
            except workflow.Invalid:
                inner.rollback()
                assert len(out) == held, "refused although a copy was there"
        elif out:
            who, data = ("cs_supervisor", {"reason": "x"}) if step == "void" else ("receptionist", {"reason": "x"})
            centre.do(who, out.pop(), step, **({"return_sign": SIGNED} if step == "give_back" else data))
            held -= step == "lose"
        centre.session.refresh(room)
        assert (room.lent, room.copies) == (len(out), held)
    nested.rollback()
