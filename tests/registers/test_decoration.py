"""Decoration: money before work, notices that stop it, deductions, the deposit given back (000 §4.5.4; 002 职责2)."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import access
import workflow
from access import SYSTEM
from models.engine.notice import Notice
from models.estate.decoration_rules import left_of
from models.estate.rectification_notice import RectificationNotice
from seed import factories
from seed.examples import example
from seed.factories import Centre as Site
from tests.registers.centre import Centre as Told

FEN = st.decimals(min_value=0, max_value=100_000, places=2)


@pytest.fixture
def site(centre: Told) -> Site:
    """A centre of the factories beside the one the session holds, with a home, its owner and everybody."""
    made = factories.centre(centre.session, code="BYHY", name="碧云花园")
    for role in ("director", "cs_supervisor", "engineering_lead", "cashier", "receptionist", "guard"):
        made.user(role)
    made.unit()
    access.bind(centre.session, SYSTEM)
    return made


def working(site: Site, **values: Any) -> Any:
    paper = example(site, "DecorationApplication", paid=True, **values)
    site.do(paper, "submit", "receptionist")
    site.do(paper, "first_approve", "cs_supervisor")
    site.do(paper, "approve", "director")
    return site.do(paper, "start", "receptionist")


def notice(site: Site, paper: Any, *measures: str, **values: Any) -> Any:
    return example(site, "RectificationNotice", application=paper.id, measures=list(measures), **values)


def wrong(caught: pytest.ExceptionInfo[workflow.Invalid]) -> list[str | None]:
    return [r.field for r in caught.value.refusals]


def test_002_duty_2_no_work_before_deposit_and_garbage_fee_are_received(site: Site) -> None:
    paper = example(site, "DecorationApplication")
    site.do(paper, "submit", "receptionist")
    site.do(paper, "first_approve", "cs_supervisor")
    site.do(paper, "approve", "director")
    with pytest.raises(workflow.Invalid) as caught:
        site.do(paper, "start", "receptionist")
    assert wrong(caught) == ["deposit", "garbage_fee"]
    site.session.expire(paper)
    deposit = example(site, "Deposit", unit=paper.unit_id, kind="decoration")
    unpaid = example(site, "Bill", unit=paper.unit_id, period_from=dt.date(2018, 1, 1), period_to=dt.date(2018, 1, 1))
    with pytest.raises(workflow.Invalid) as caught:
        site.do(paper, "start", "receptionist", deposit=deposit.id, garbage_fee=unpaid.id)
    assert wrong(caught) == ["garbage_fee"]
    site.session.expire(paper)
    site.do(unpaid, "receive", SYSTEM, taken=unpaid.amount)
    site.do(paper, "start", "receptionist", deposit=deposit.id, garbage_fee=unpaid.id)
    assert (paper.status, paper.deposit_id, paper.garbage_fee_id) == ("working", deposit.id, unpaid.id)


def test_002_duty_2_the_deposit_is_this_homes_and_held(site: Site) -> None:
    paper = example(site, "DecorationApplication")
    other = example(site, "Deposit", unit=site.unit("3-1-601").id, kind="decoration")
    key = example(site, "Deposit", unit=paper.unit_id, kind="key")
    for step, by in (("submit", "receptionist"), ("first_approve", "cs_supervisor"), ("approve", "director")):
        site.do(paper, step, by)
    for deposit in (other, key):
        with pytest.raises(workflow.Invalid) as caught:
            site.do(paper, "start", "receptionist", deposit=deposit.id)
        assert "deposit" in wrong(caught)
        site.session.expire(paper)


def test_000_4_5_4_a_notice_stops_the_work_until_it_is_verified(site: Site) -> None:
    paper = working(site)
    stop = notice(site, paper, "stop", "rectify")
    assert paper.status == "working"
    site.do(stop, "issue", "cs_supervisor")
    assert paper.status == "stopped"
    for step, by, data in (("rectify", "engineering_lead", {}), (None, "", {})):
        with pytest.raises(workflow.Invalid) as caught:
            site.do(paper, "resume", "cs_supervisor")
        assert stop.number in caught.value.sentence.text("zh")
        if step:
            site.do(stop, step, by, **data)
    site.do(stop, "verify", "cs_supervisor", verification="已恢复")
    site.do(paper, "resume", "cs_supervisor")
    assert (paper.status, stop.verified_on) == ("working", site.now.date())


def test_000_4_5_4_another_notice_verified_does_not_lift_this_one(site: Site) -> None:
    paper = working(site)
    first, second = notice(site, paper, "stop"), notice(site, paper, "rectify")
    site.do(first, "issue", "cs_supervisor")
    site.do(second, "issue", "cs_supervisor")
    site.do(second, "rectify", "engineering_lead")
    site.do(second, "verify", "cs_supervisor", verification="好")
    with pytest.raises(workflow.Invalid):
        site.do(paper, "resume", "cs_supervisor")


def test_000_4_5_4_after_an_enforced_stop_a_later_notice_is_verified_first(site: Site) -> None:
    paper = working(site)
    first = notice(site, paper, "stop")
    site.do(first, "issue", "cs_supervisor")
    site.do(first, "enforce", "director", measures=["evict"])
    with pytest.raises(workflow.Invalid):
        site.do(paper, "resume", "cs_supervisor")
    later = notice(site, paper, "rectify")
    for step, data in (("issue", {}), ("rectify", {}), ("verify", {"verification": "新单位已进场"})):
        site.do(later, step, "cs_supervisor", **data)
    site.do(paper, "resume", "cs_supervisor")
    assert paper.status == "working"


def test_000_4_5_4_bearing_structure_and_waterproofing_are_always_major(site: Site) -> None:
    paper = working(site)
    for violation, major in (("structure", True), ("waterproof", True), ("garbage", False)):
        assert notice(site, paper, "rectify", violation=violation, major=False).major is major
    assert notice(site, paper, "rectify", violation="noise", major=True).major is True


def test_000_4_5_4_the_director_hears_of_a_major_notice(site: Site) -> None:
    paper = working(site)
    for violation, n in (("garbage", 0), ("structure", 1)):
        one = notice(site, paper, "rectify", violation=violation)
        site.do(one, "issue", "cs_supervisor")
        found = site.session.query(Notice).filter_by(register=one.slug(), record_id=one.id)
        assert [row.user_id for row in found] == [site.user("director").id] * n


@pytest.mark.parametrize(
    ("measures", "values", "field"),
    [(("rectify",), {"due_on": None}, "due_on"), (("deduct",), {"deduction": None}, "deduction"), ((), {}, "measures")],
)
def test_000_4_5_4_each_measure_has_what_it_needs(
    site: Site, measures: Sequence[str], values: dict[str, Any], field: str
) -> None:
    with pytest.raises(workflow.Invalid) as caught:
        notice(site, working(site), *measures, **values)
    assert field in wrong(caught)


def test_000_4_5_4_a_deduction_is_never_above_the_deposit_held(site: Site) -> None:
    paper = working(site)
    held = paper.deposit.amount
    with pytest.raises(workflow.Invalid) as caught:
        notice(site, paper, "deduct", deduction=held + Decimal("0.01"))
    assert wrong(caught) == ["deduction"]
    first, second = (notice(site, paper, "deduct", deduction=held - 1) for _ in range(2))
    for one in (first, second):
        site.do(one, "issue", "cs_supervisor")
    site.do(first, "enforce", "director", measures=["deduct"], deduction=held - 1)
    with pytest.raises(workflow.Invalid) as caught:
        site.do(second, "enforce", "director", measures=["deduct"], deduction=held - 1)
    assert wrong(caught) == ["deduction"]
    site.session.refresh(paper.deposit)
    assert [row.amount for row in paper.deposit.deductions] == [held - 1]


def test_r_e08_an_enforced_deduction_stands_in_the_deposit_with_its_notice(site: Site) -> None:
    paper = working(site)
    ten = notice(site, paper, "deduct", deduction=Decimal(10), violation="pipe")
    site.do(ten, "issue", "cs_supervisor")
    assert paper.deposit.deductions == []
    site.do(ten, "enforce", "cs_supervisor", measures=["deduct"], deduction=Decimal(10))
    site.session.refresh(paper.deposit)
    (row,) = paper.deposit.deductions
    assert (row.notice_id, row.amount, row.reason) == (ten.id, Decimal(10), "改动管线")


def test_000_4_5_4_nothing_is_deducted_where_nothing_is_held(site: Site) -> None:
    paper = example(site, "DecorationApplication")
    with pytest.raises(workflow.Invalid) as caught:
        example(site, "RectificationNotice", application=paper.id, measures=["deduct"], deduction=Decimal(1))
    assert wrong(caught) == ["deduction"]


def test_t_72_a_failed_recheck_begins_a_new_round_with_a_new_limit(site: Site) -> None:
    paper = working(site)
    one = notice(site, paper, "rectify")
    site.do(one, "issue", "cs_supervisor")
    site.do(one, "rectify", "engineering_lead")
    assert one.rectified_at == site.now
    later = one.due_on + dt.timedelta(days=4)
    site.do(one, "fail", "cs_supervisor", reason="仍有沙袋", due_on=later)
    assert (one.status, one.rectified_at, one.due_on, one.failures) == ("issued", None, later, 1)


def test_c_36_a_violation_on_patrol_opens_a_notice_that_knows_both(site: Site) -> None:
    paper = working(site)
    patrol = example(site, "DecorationPatrol", application=paper.id)
    given = {"violation": "garbage", "major": False, "measures": ["rectify"], "due_on": dt.date(2027, 1, 9)}
    site.do(patrol, "issue_notice", "cs_supervisor", **given)
    made = site.session.query(RectificationNotice).filter_by(patrol_id=patrol.id).one()
    assert (made.application_id, made.description, made.status) == (paper.id, "建筑垃圾：沙袋堆在楼道", "draft")


def test_000_4_5_4_a_violation_is_told_by_a_line(site: Site) -> None:
    paper = example(site, "DecorationApplication")
    for items, field in (
        ([], "items"),
        ([{"item": "用电", "ok": True}], "items"),
        ([{"item": "用电", "ok": False}], "items-0-note"),
    ):
        with pytest.raises(workflow.Invalid) as caught:
            example(site, "DecorationPatrol", application=paper.id, items=items)
        assert field in wrong(caught)


def test_000_4_5_4_a_patrol_opens_one_corrective_action(site: Site) -> None:
    patrol = example(site, "DecorationPatrol")
    given = {"responsible": site.staff("receptionist").id, "due_on": dt.date(2027, 1, 9)}
    site.do(patrol, "open_action", "cs_supervisor", **given)
    assert patrol.corrective_action.problem == "建筑垃圾：沙袋堆在楼道"
    with pytest.raises(workflow.Forbidden, match=patrol.corrective_action.number):
        site.do(patrol, "open_action", "cs_supervisor", **given)


def test_000_4_5_4_the_paper_closes_once_the_deposit_is_settled(site: Site) -> None:
    paper = working(site)
    site.do(paper, "accept", "engineering_lead", acceptance="合格")
    with pytest.raises(workflow.Invalid) as caught:
        site.do(paper, "close", "cashier")
    assert wrong(caught) == ["deposit"]


@given(FEN, st.lists(FEN, max_size=5))
def test_000_4_5_4_the_refund_is_the_deposit_less_its_deductions(amount: Decimal, deductions: list[Decimal]) -> None:
    """Whatever is deducted, refund and deductions add up to the deposit, to the fen."""
    taken: list[Decimal | None] = []
    for deduction in deductions:
        if deduction <= left_of(amount, taken):
            taken.append(deduction)
    refund = left_of(amount, [*taken, None])
    assert refund + sum((d for d in taken if d is not None), Decimal(0)) == amount
    assert refund >= 0
