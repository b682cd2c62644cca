"""Approval chains: who decides next, what a decision leaves behind, and two people on the same step (G1 to G3, A-77)."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

import access
import workflow
from access import SYSTEM
from models import by_name
from models.engine import ApprovalStep, HistoryEntry
from models.spec import Actor, Role
from seed.factories import Centre
from workflow import accounts


def steps(centre: Centre, record: Any, round_: int | None = None) -> list[tuple[str, str]]:
    query = select(ApprovalStep).where(ApprovalStep.register == record.slug(), ApprovalStep.record_id == record.id)
    if round_ is not None:
        query = query.where(ApprovalStep.round == round_)
    return [(s.role, s.state) for s in centre.session.scalars(query.order_by(ApprovalStep.round, ApprovalStep.step))]


def hold(centre: Centre, *roles: str) -> None:
    for role in roles:
        centre.user(role)


def also(centre: Centre, who: str, role: Role) -> Actor:
    """The first holder of a role, who now holds another one too."""
    accounts.grant(centre.session, centre.user(who), role=role, site_id=centre.site_id, actor=SYSTEM, now=centre.now)
    return centre.actor(who)


def refused(centre: Centre, record: Any, step: str, who: str | Actor, **data: Any) -> workflow.WorkflowError:
    with centre.session.begin_nested() as nested:
        with pytest.raises(workflow.WorkflowError) as caught:
            centre.do(record, step, who, **data)
        nested.rollback()
    return caught.value


def test_a_chain_in_order_keeps_who_when_what_and_on_which_version(centre: Centre) -> None:
    hold(centre, "director", "hr_admin")
    demand = centre.requisition(state="submitted")
    assert steps(centre, demand) == [("director", "pending"), ("hr_admin", "waiting")]
    assert isinstance(refused(centre, demand, "approve", "hr_admin"), workflow.Forbidden), "not before his turn"
    looked_at = demand.version
    first = centre.tick(60)
    workflow.apply(
        centre.session, demand, "approve", {"reason": "同意补一人"}, actor=centre.actor("director"), now=first
    )
    assert (demand.status, steps(centre, demand)) == ("submitted", [("director", "decided"), ("hr_admin", "pending")])
    kept = centre.session.scalars(select(ApprovalStep).where(ApprovalStep.decision == "approve")).one()
    assert (kept.decided_by_id, kept.at, kept.comment, kept.version) == (
        centre.user("director").id, first, "同意补一人", looked_at,
    )  # fmt: skip
    assert isinstance(refused(centre, demand, "approve", "director"), workflow.Forbidden), "one step, one decision"
    centre.do(demand, "approve", "hr_admin")
    assert demand.status == "approved"
    told = centre.session.scalars(
        select(HistoryEntry).where(HistoryEntry.record_id == demand.id, HistoryEntry.kind == "decision").order_by(HistoryEntry.id)
    ).all()  # fmt: skip
    assert [(h.transition, h.actor_name, h.comment) for h in told] == [
        ("submit", centre.actor("cs_supervisor").name, ""),
        ("approve", centre.actor("director").name, "同意补一人"),
        ("approve", centre.actor("hr_admin").name, ""),
    ]


def test_a_submitter_above_the_first_step_begins_above_himself(centre: Centre) -> None:
    """A dismissal filed by the director: the supervisor's step lies below him, his own goes to head office."""
    hold(centre, "cs_supervisor", "director", "hr_admin", "hq_quality", "technician")
    paper = centre.make(
        "Separation",
        by="director",
        staff=centre.staff("technician").id,
        kind="dismiss",
        reason="旷工",
        last_day="2026-12-31",
    )
    centre.do(paper, "submit", "director")
    assert steps(centre, paper) == [("cs_supervisor", "skipped"), ("hq_quality", "pending"), ("hr_admin", "waiting")]
    assert isinstance(refused(centre, paper, "approve", "director"), workflow.Forbidden)
    assert isinstance(refused(centre, paper, "approve", "cs_supervisor"), workflow.Forbidden)
    centre.do(paper, "approve", "hq_quality")
    centre.do(paper, "approve", "hr_admin", reason="按制度办理")
    assert paper.status == "approved"


def test_the_submitters_own_step_goes_to_the_next_superior(centre: Centre) -> None:
    """The supervisor dismisses a clerk: his own step is held by nobody else, so the director's covers both."""
    hold(centre, "cs_supervisor", "director", "hr_admin", "receptionist")
    paper = centre.make(
        "Separation",
        by="cs_supervisor",
        staff=centre.staff("receptionist").id,
        kind="dismiss",
        reason="旷工",
        last_day="2026-12-31",
    )
    centre.do(paper, "submit", "cs_supervisor")
    waiting = [(r, s) for r, s in steps(centre, paper) if s != "skipped"]
    assert waiting == [("director", "pending"), ("hr_admin", "waiting")]


def test_a_colleague_of_the_same_role_may_decide(centre: Centre) -> None:
    hold(centre, "director", "hr_admin")
    centre.user("cs_supervisor", 2)
    paper = centre.callback(by="cs_supervisor")
    centre.do(paper, "submit", "cs_supervisor")
    assert steps(centre, paper) == [("cs_supervisor", "pending")]
    assert isinstance(refused(centre, paper, "approve", "cs_supervisor"), workflow.Forbidden)
    centre.do(paper, "approve", centre.actor("cs_supervisor", 2))
    assert paper.status == "approved"


def test_who_wrote_it_does_not_decide_because_another_pressed_submit(centre: Centre) -> None:
    """D-13: the supervisor writes, the clerk submits; it is still the supervisor's own paper."""
    hold(centre, "cs_supervisor", "director", "receptionist")
    paper = centre.callback(by="cs_supervisor")
    centre.do(paper, "submit", "receptionist")
    assert steps(centre, paper) == [("director", "pending")]
    assert isinstance(refused(centre, paper, "approve", "cs_supervisor"), workflow.Forbidden)
    assert isinstance(refused(centre, paper, "approve", "receptionist"), workflow.Forbidden)
    centre.do(paper, "approve", "director")


def test_a_role_given_after_the_submission_does_not_make_it_his_to_decide(centre: Centre) -> None:
    hold(centre, "director", "hr_admin")
    demand = centre.requisition(state="submitted")
    both = also(centre, "cs_supervisor", Role.director)
    assert isinstance(refused(centre, demand, "approve", both), workflow.Forbidden)
    centre.do(demand, "approve", "director")


def test_a_step_nobody_holds_goes_to_the_next_superior(centre: Centre) -> None:
    """No supervisor at this site: the director decides on a clerk's call-back (A-77)."""
    hold(centre, "director", "receptionist")
    paper = centre.callback()
    centre.do(paper, "submit", "receptionist")
    assert steps(centre, paper) == [("director", "pending")]


def test_an_account_switched_off_holds_nothing(centre: Centre) -> None:
    hold(centre, "cs_supervisor", "director")
    workflow.edit(centre.session, centre.user("cs_supervisor"), {"active": False}, actor=SYSTEM, now=centre.now)
    paper = centre.callback()
    centre.do(paper, "submit", "receptionist")
    assert steps(centre, paper) == [("director", "pending")]


def test_a_holder_at_another_site_holds_nothing_here(centre: Centre) -> None:
    from seed import factories

    other = factories.centre(centre.session, code="YGHY", name="阳光花园")
    other.user("cs_supervisor")
    hold(centre, "director")
    paper = centre.callback()
    centre.do(paper, "submit", "receptionist")
    assert steps(centre, paper) == [("director", "pending")]


def test_nobody_left_to_decide_is_said_and_the_draft_stays(centre: Centre) -> None:
    paper = centre.callback()
    with pytest.raises(workflow.Invalid) as caught, centre.session.begin_nested():
        centre.do(paper, "submit", "receptionist")
    assert "没有可以审批的人" in caught.value.sentence.text("zh")
    centre.session.refresh(paper)
    assert (paper.status, steps(centre, paper)) == ("draft", [])


@pytest.mark.parametrize(
    ("register", "by", "decider"), [("callback", "director", "hq_quality"), ("inspection", "hq_quality", "director")]
)
def test_a_paper_of_who_stands_above_its_whole_chain_finds_somebody(
    centre: Centre, register: str, by: str, decider: str
) -> None:
    """The director calls back himself, head office inspects: fill names both, so both can be submitted and decided on."""
    hold(centre, "cs_supervisor", "director", "hq_quality")
    who = also(centre, by, Role.receptionist) if by == "director" else centre.actor(by)  # the desk calls
    paper = getattr(centre, register)(by=who)
    centre.do(paper, "submit", who)
    assert [r for r, s in steps(centre, paper) if s == "pending"] == [decider]
    assert isinstance(refused(centre, paper, "approve", who), workflow.Forbidden)
    centre.do(paper, "approve", decider)
    assert paper.status == "approved"


def test_returned_and_submitted_again_is_a_new_round(centre: Centre) -> None:
    hold(centre, "director", "hr_admin")
    demand = centre.requisition(state="submitted")
    centre.do(demand, "approve", "director")
    assert isinstance(refused(centre, demand, "return_", "hr_admin"), workflow.Invalid), "not without a reason"
    centre.do(demand, "return_", "hr_admin", reason="写明学历")
    assert demand.status == "draft"
    workflow.edit(
        centre.session, demand, {"requirements": "大专以上"}, actor=centre.actor("cs_supervisor"), now=centre.tick()
    )
    centre.do(demand, "submit", "cs_supervisor")
    assert steps(centre, demand, 1) == [("director", "decided"), ("hr_admin", "decided")]
    assert steps(centre, demand, 2) == [("director", "pending"), ("hr_admin", "waiting")]
    assert isinstance(refused(centre, demand, "approve", "hr_admin"), workflow.Forbidden), (
        "an old approval doesn't count"
    )


def test_rejected_is_the_end(centre: Centre) -> None:
    hold(centre, "director", "hr_admin")
    demand = centre.requisition(state="submitted")
    centre.do(demand, "reject", "director", reason="编制已满")
    assert (demand.status, steps(centre, demand)) == ("rejected", [("director", "decided"), ("hr_admin", "skipped")])
    for step in ("submit", "approve", "return_", "withdraw", "void"):
        assert isinstance(refused(centre, demand, step, "director", reason="x"), workflow.Conflict)


def test_withdrawn_before_the_first_decision_only(centre: Centre) -> None:
    hold(centre, "director", "hr_admin")
    demand = centre.requisition(state="submitted")
    assert isinstance(refused(centre, demand, "withdraw", "director"), workflow.Forbidden), "only by who submitted it"
    centre.do(demand, "withdraw", "cs_supervisor")
    assert (demand.status, steps(centre, demand)) == ("draft", [("director", "withdrawn"), ("hr_admin", "withdrawn")])
    centre.do(demand, "submit", "cs_supervisor")
    centre.do(demand, "approve", "director")
    late = refused(centre, demand, "withdraw", "cs_supervisor")
    assert isinstance(late, workflow.Forbidden)
    assert "已有人作出审批" in late.sentence.text("zh")


@pytest.mark.parametrize("state", ["submitted", "approved", "rejected"])
def test_an_edit_after_submission_is_refused(centre: Centre, state: str) -> None:
    """G5: what was submitted is returned or replaced, never rewritten, not even by who wrote it."""
    hold(centre, "director", "hr_admin")
    demand = centre.requisition(state=state)
    for who in ("cs_supervisor", "director", "hr_admin", "sysadmin"):
        with pytest.raises(workflow.Forbidden):
            workflow.edit(centre.session, demand, {"headcount": 5}, actor=centre.actor(who), now=centre.now)
    centre.session.refresh(demand)
    assert demand.headcount == 1


def test_voiding_ends_what_waited(centre: Centre) -> None:
    hold(centre, "director", "hr_admin")
    demand = centre.requisition(state="submitted")
    centre.do(demand, "void", "director", reason="重复申请")
    assert steps(centre, demand) == [("director", "withdrawn"), ("hr_admin", "withdrawn")]


def test_the_call_back_on_an_order_is_approved_with_the_order_and_not_before(centre: Centre) -> None:
    """Catalogue, Callback: repair, leak -> approved with their order; the director approves the order."""
    hold(centre, "cs_supervisor", "director")
    order = centre.repair_order(state="called_back")
    model: Any = by_name("Callback")
    callback = centre.session.scalars(select(model).where(model.repair_order_id == order.id)).one()
    assert callback.status == "submitted"
    for who in ("cs_supervisor", "director", "reception_lead"):
        assert isinstance(refused(centre, callback, "approve", who), workflow.Forbidden)
    centre.do(order, "approve", "director")
    centre.session.refresh(callback)
    assert callback.status == "approved"


def test_the_director_does_not_approve_the_order_he_wrote(centre: Centre) -> None:
    """G3 in written-out flows too, D-04: one person with two roles is still one person."""
    hold(centre, "director", "reception_lead")
    both = also(centre, "director", Role.receptionist)
    order = centre.repair_order(state="called_back", by=both)
    assert isinstance(refused(centre, order, "approve", both), workflow.Forbidden)
    centre.user("director", 2)
    centre.do(order, "approve", centre.actor("director", 2))


# two people, two connections


def press(
    engine: Engine,
    record: Any,
    step: str,
    actor: Actor,
    now: Any,
    ready: threading.Barrier,
    told: list[Any],
    **data: Any,
) -> None:
    with Session(engine, expire_on_commit=False) as session:
        access.bind(session, actor)
        mine = access.get(session, type(record), record.id, actor)
        assert mine is not None
        version = mine.version
        session.rollback()
        ready.wait(30)
        mine = access.get(session, type(record), record.id, actor)
        try:
            workflow.apply(session, mine, step, dict(data), actor=actor, now=now, version=version)
            session.commit()
            told.append("done")
        except workflow.WorkflowError as error:
            session.rollback()
            told.append(error)


def race(engine: Engine, *presses: tuple[Any, str, Actor, Any, dict[str, Any]]) -> list[Any]:
    """Everybody presses at the same moment on a connection of his own; what each was told."""
    ready, told = threading.Barrier(len(presses)), list[Any]()
    threads = [
        threading.Thread(target=press, args=(engine, record, step, actor, now, ready, told), kwargs=data)
        for record, step, actor, now, data in presses
    ]
    for t in threads:
        t.start()
    for t in threads:
        t.join(60)
    assert len(told) == len(presses)
    return told


def test_two_people_on_the_same_step_one_decides_the_other_is_told(centre: Centre, engine: Engine) -> None:
    hold(centre, "hr_admin")
    deciders = [centre.actor("director"), centre.actor("director", 2)]
    demand = centre.requisition(state="submitted")
    centre.session.commit()
    now = centre.tick()
    told = race(
        engine,
        (demand, "approve", deciders[0], now, {}),
        (demand, "reject", deciders[1], now, {"reason": "编制已满"}),
    )
    assert told.count("done") == 1
    other = next(t for t in told if t != "done")
    centre.session.expire_all()
    decided = centre.session.scalars(select(ApprovalStep).where(ApprovalStep.state == "decided")).one()
    winner = next(a for a in deciders if a.user_id == decided.decided_by_id)
    assert isinstance(other, (workflow.Conflict, workflow.Forbidden)), other
    assert isinstance(other, workflow.Conflict), f"told {other.sentence.zh} instead of who decided"
    assert (other.who, other.when) == (winner.name, now)
    assert other.what is not None
    assert other.what.zh == ("批准" if decided.decision == "approve" else "驳回")
    assert winner.name in other.sentence.text("zh")
    assert other.what.zh in other.sentence.text("zh")


def test_two_people_on_the_same_order_one_dispatches(centre: Centre, engine: Engine) -> None:
    first, second = centre.staff("technician"), centre.staff("technician", 2)
    actors = [centre.actor("receptionist"), centre.actor("reception_lead")]
    order = centre.repair_order()
    centre.session.commit()
    now = centre.tick()
    told = race(
        engine,
        (order, "dispatch", actors[0], now, {"technician": first.id}),
        (order, "dispatch", actors[1], now, {"technician": second.id}),
    )
    assert told.count("done") == 1
    other = next(t for t in told if t != "done")
    centre.session.expire_all()
    winner = actors[0] if order.technician_id == first.id else actors[1]
    assert isinstance(other, workflow.Conflict)
    assert other.what is not None
    assert (other.who, other.what.zh, other.when) == (winner.name, "派单", now)
    told_of = centre.session.scalars(
        select(HistoryEntry).where(HistoryEntry.record_id == order.id, HistoryEntry.transition == "dispatch")
    ).all()
    assert len(told_of) == 1


def test_two_people_edit_the_second_sees_what_the_first_changed(centre: Centre) -> None:
    order = centre.repair_order()
    looked_at = order.version
    clerk, lead = centre.actor("receptionist"), centre.actor("reception_lead")
    workflow.edit(centre.session, order, {"content": "卫生间漏水"}, actor=clerk, now=centre.tick(), version=looked_at)
    with pytest.raises(workflow.Conflict) as caught:
        workflow.edit(centre.session, order, {"content": "厨房"}, actor=lead, now=centre.tick(), version=looked_at)
    assert caught.value.who == clerk.name
    assert [(c["field"], c["new"]) for c in caught.value.theirs] == [("content", "卫生间漏水")]
    centre.session.refresh(order)
    assert order.content == "卫生间漏水"


def test_ones_own_double_click_gets_the_first_result(centre: Centre, another: Callable[[], Session]) -> None:
    hold(centre, "hr_admin")
    director = centre.actor("director")
    demand = centre.requisition(state="submitted")
    centre.session.commit()
    told = []
    for _ in range(3):
        session = another()
        mine = access.get(session, type(demand), demand.id, director)
        told.append(
            workflow.apply(session, mine, "approve", {"reason": "同意"}, actor=director, now=centre.now, token="form-1")
        )
        session.commit()
        session.close()
    assert [t.already for t in told] == [False, True, True]
    assert {t.record.id for t in told} == {demand.id}
    centre.session.expire_all()
    assert steps(centre, demand) == [("director", "decided"), ("hr_admin", "pending")]


def test_a_double_click_creates_once_and_a_refused_press_leaves_the_form_free(centre: Centre) -> None:
    clerk = centre.actor("receptionist")
    given = {
        "scope": "public",
        "location": "大堂",
        "reporter": "保安",
        "phone": "19800000009",
        "category": "power",
        "content": "灯不亮",
    }
    model = by_name("RepairOrder")
    with pytest.raises(workflow.Invalid), centre.session.begin_nested():
        workflow.create(centre.session, model, {**given, "location": ""}, actor=clerk, now=centre.now, token="form-2")
    made = [
        workflow.create(centre.session, model, given, actor=clerk, now=centre.now, token="form-2") for _ in range(2)
    ]
    assert made[0].id == made[1].id
    lead = workflow.create(
        centre.session, model, given, actor=centre.actor("reception_lead"), now=centre.now, token="form-2"
    )
    assert lead.id != made[0].id, "somebody else's form of the same name is another form"
