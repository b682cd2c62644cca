"""Dunning: reminded, three months, letter, visit, law; settled by itself (003 标准(三)2; T-43, T-44; A-46; X-30; R-B10)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from access import SYSTEM, acting
from models.duty.deadline import Deadline
from models.engine.notice import Notice
from tests.registers.centre import Centre
from tests.registers.money import bill, owner, read, receipt, reverse, said, setting
from workflow import Conflict, Forbidden, Invalid

CALLED = dt.datetime(2026, 11, 24, 2, 0, tzinfo=dt.UTC)
LETTER_FROM = dt.date(2027, 2, 24)


def dunning(centre: Centre, *owed: Any, **more: Any) -> Any:
    values = {"unit": centre.units[0], "resident": centre.session.info.get("owner") or _owner(centre), "bills": owed}
    return centre.create("receptionist", "Dunning", **{**values, "bills": [b.id for b in owed], **more})


def _owner(centre: Centre) -> Any:
    made = centre.session.info["owner"] = owner(centre)
    return made


def on(centre: Centre, day: dt.date) -> None:
    centre.now = dt.datetime.combine(day, dt.time(2, 0), dt.UTC)


def called(centre: Centre, paper: Any, how: str = "phone", **more: Any) -> Any:
    centre.do("receptionist", paper, "remind", how=how, **more)
    return paper


def letter(centre: Centre, paper: Any) -> None:
    centre.do("cs_supervisor", paper, "send_letter", tracking_no="EB000000001CS")


def test_003_3_2_the_letter_goes_three_months_after_the_first_call(centre: Centre) -> None:
    on(centre, CALLED.date())
    paper = called(centre, dunning(centre, bill(centre)), step_result="下月缴")
    assert paper.letter_from == LETTER_FROM
    on(centre, LETTER_FROM - dt.timedelta(days=1))
    with pytest.raises(Forbidden) as refused:
        letter(centre, paper)
    assert "2027-02-24" in said(refused)
    assert "send_letter" not in centre.names("cs_supervisor", paper)
    on(centre, LETTER_FROM)
    assert "send_letter" in centre.names("cs_supervisor", paper)
    letter(centre, paper)
    assert (paper.status, [s.tracking_no for s in paper.steps]) == ("lettered", [None, "EB000000001CS"])


def test_a_46_later_calls_never_start_the_three_months_again(centre: Centre) -> None:
    on(centre, CALLED.date())
    paper = called(centre, dunning(centre, bill(centre)))
    on(centre, dt.date(2027, 1, 20))
    called(centre, paper)
    assert paper.letter_from == LETTER_FROM
    on(centre, LETTER_FROM)
    letter(centre, paper)


def test_a_46_a_text_message_does_not_start_the_clock(centre: Centre) -> None:
    on(centre, CALLED.date())
    paper = called(centre, dunning(centre, bill(centre)), "sms")
    assert paper.letter_from is None
    on(centre, LETTER_FROM)
    with pytest.raises(Forbidden) as refused:
        letter(centre, paper)
    assert "电话" in said(refused)
    called(centre, paper)
    assert paper.letter_from == dt.date(2027, 5, 24)


def test_a_46_unless_the_site_says_that_it_does(centre: Centre) -> None:
    setting(centre, "dunning.sms_starts_clock", "是")
    on(centre, CALLED.date())
    paper = called(centre, dunning(centre, bill(centre)), "sms")
    assert paper.letter_from == LETTER_FROM
    on(centre, LETTER_FROM)
    letter(centre, paper)


def test_the_months_are_the_sites_to_set_and_unset_nothing_is_judged(centre: Centre) -> None:
    setting(centre, "dunning.letter_after_months", "1")
    on(centre, CALLED.date())
    paper = called(centre, dunning(centre, bill(centre)))
    assert paper.letter_from == dt.date(2026, 12, 24)


def test_g6_an_unset_limit_is_never_judged(centre: Centre) -> None:
    setting(centre, "dunning.letter_after_months", "未配置")
    paper = called(centre, dunning(centre, bill(centre)))
    assert paper.letter_from is None
    letter(centre, paper)


def test_t_43_t_44_its_clocks(centre: Centre) -> None:
    on(centre, dt.date(2026, 11, 5))
    paper = dunning(centre, bill(centre, due_on=dt.date(2026, 10, 31)))
    with acting(centre.session, SYSTEM):
        query = select(Deadline).where(Deadline.register == "dunning", Deadline.record_id == paper.id)
        (first,) = centre.session.scalars(query)
        assert (first.rule, first.due_at.date()) == ("first_reminder", dt.date(2026, 11, 6)), "a Saturday moves forward"
        called(centre, paper)
        second = centre.session.scalars(query.where(Deadline.rule == "letter")).one()
        centre.session.refresh(first)
        assert first.state == "met"
    assert second.starts_at.astimezone(dt.timezone(dt.timedelta(hours=8))).date() == dt.date(2027, 2, 5)


def test_x_30_only_this_households_overdue_bills(centre: Centre) -> None:
    mine, theirs = bill(centre), bill(centre, home=1)
    paid, early = bill(centre), bill(centre, due_on=dt.date(2026, 12, 31))
    receipt(centre, (paid, "120.00"))
    for wrong in (theirs, read(centre, paid), early):
        with pytest.raises(Invalid) as refused:
            dunning(centre, mine, wrong)
        assert wrong.number in said(refused)
    first = dunning(centre, mine)
    with pytest.raises(Invalid) as refused:
        dunning(centre, mine)
    assert first.number in said(refused)


def test_x_30_a_stranger_is_not_told_of_the_debt(centre: Centre) -> None:
    neighbour = owner(centre, 1)
    with pytest.raises(Invalid) as refused:
        dunning(centre, bill(centre), resident=neighbour)
    assert neighbour.name in said(refused)


def test_the_amount_is_what_is_still_owed(centre: Centre) -> None:
    one, two = bill(centre, "120.00"), bill(centre, "80.00")
    receipt(centre, (two, "30.00"))
    paper = dunning(centre, one, read(centre, two))
    assert (paper.amount, paper.first_due_on) == (Decimal("170.00"), dt.date(2026, 10, 31))
    receipt(centre, (one, "20.00"))
    assert read(centre, paper).amount == Decimal("150.00")


def test_002_2_2_it_is_settled_by_itself_when_the_bills_are_paid(centre: Centre) -> None:
    one, two = bill(centre, "120.00"), bill(centre, "80.00")
    paper = called(centre, dunning(centre, one, two))
    receipt(centre, (one, "120.00"))
    assert read(centre, paper).status == "reminded"
    receipt(centre, (two, "80.00"))
    assert (read(centre, paper).status, paper.amount) == ("settled", Decimal(0))


def test_a_waived_bill_is_no_debt_and_a_reversed_receipt_makes_one_again(centre: Centre) -> None:
    one, two = bill(centre, "120.00"), bill(centre, "80.00")
    paper = dunning(centre, one, two)
    taken = receipt(centre, (one, "120.00"))
    reverse(centre, taken)
    assert (read(centre, paper).amount, paper.status) == (Decimal("200.00"), "new")
    centre.do("director", read(centre, one), "waive", reason="补偿")
    receipt(centre, (two, "80.00"))
    assert read(centre, paper).status == "settled"


def test_003_3_2_visit_then_law(centre: Centre) -> None:
    paper = dunning(centre, bill(centre))
    with pytest.raises(Conflict):
        centre.do("receptionist", paper, "visit", step_result="家中无人")
    called(centre, paper)
    with pytest.raises(Conflict):
        centre.do("director", paper, "go_legal", reason="拒缴")
    centre.do("receptionist", paper, "visit", step_result="拒绝缴费")
    with pytest.raises(Forbidden):
        centre.do("cs_supervisor", paper, "go_legal", reason="拒缴")
    centre.do("director", paper, "go_legal", reason="长期无端拒缴", case_no="(2026)测0001号")
    assert [(s.kind, s.by_id) for s in paper.steps] == [
        ("phone", centre.staff["receptionist"].id), ("visit", centre.staff["receptionist"].id),
        ("legal", centre.staff["director"].id),
    ]  # fmt: skip


def test_x_13_a_step_is_never_dated_in_the_future_nor_typed_into_the_form(centre: Centre) -> None:
    paper = dunning(centre, bill(centre))
    with pytest.raises(Invalid):
        called(centre, paper, step_at=centre.now + dt.timedelta(hours=1))
    line = {"kind": "phone", "at": centre.now - dt.timedelta(days=120)}
    with pytest.raises(Invalid):
        centre.edit("receptionist", paper, steps=[line])


def test_r_b10_a_complaint_met_while_collecting_is_filed_from_here(centre: Centre) -> None:
    paper = dunning(centre, bill(centre))
    made = centre.do("receptionist", paper, "complain", summary="嫌保洁不干净，不肯缴费").created
    assert made is not None
    assert (made.nature, made.unit_id, made.complainant) == ("fee", centre.units[0].id, paper.resident.name)
    assert read(centre, paper).complaint_id == made.id
    with acting(centre.session, SYSTEM):
        told = {n.user_id for n in centre.session.scalars(select(Notice).where(Notice.register == "dunning"))}
    assert told == {centre.staff["reception_lead"].user_id, centre.staff["cs_supervisor"].user_id}, (
        "the superior is told"
    )
    assert "complaint" not in centre.fields("cashier", paper), "X-22: nothing leads back to who complained"
