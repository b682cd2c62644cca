"""Sentences of refusals are filled in; a token belongs to one action; child rows are held to their record's site;
a person chosen holds the role asked."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

import access
import workflow
from access import SYSTEM
from models import by_name
from models.spec import Role
from seed import factories
from seed.examples import example
from seed.factories import Centre
from workflow.coercion import Wrong


def test_a_refusal_as_text_has_no_open_places(centre: Centre) -> None:
    order = centre.repair_order(state="dispatched")
    with pytest.raises(workflow.Conflict) as caught:
        centre.do(order, "hand_over", "receptionist")
    assert "{" not in str(caught.value)
    assert order.number in str(caught.value)
    field = by_name("RepairOrder").__fields__["phone"]
    with pytest.raises(Wrong, match=r"^联系电话"):
        workflow.coerce(field, "x")


def test_a_token_taken_for_one_action_is_no_second_press_of_another(centre: Centre) -> None:
    clerk = centre.actor("receptionist")
    order = centre.repair_order()
    given: dict[str, Any] = {"actor": clerk, "now": centre.now, "token": "t" * 24}
    changed = workflow.edit(centre.session, order, {"remark": "下午在家"}, **given)
    outcome = workflow.apply(centre.session, changed, "cancel", {"reason": "业主取消"}, **given)
    assert not outcome.already
    assert order.status == "cancelled"
    again = workflow.edit(centre.session, order, {"remark": "上午在家"}, **given)
    assert (again.id, again.remark) == (order.id, "下午在家")


def test_a_reference_in_a_child_row_belongs_to_the_records_site(session: Session, centre: Centre) -> None:
    other = factories.centre(session, centre.now, code="YGHY", name="阳光花园")
    theirs = other.staff("technician")
    meeting = example(centre, "Meeting")
    rows = [{"staff": theirs.id}]
    with pytest.raises(workflow.Invalid, match="另一个项目"):
        workflow.edit(session, meeting, {"attendees": rows}, actor=SYSTEM, now=centre.now)


def test_limit_to_refuses_who_lacks_the_role_on_every_path(centre: Centre) -> None:
    order, under_way, clerk = (
        centre.repair_order(),
        centre.repair_order(state="dispatched"),
        centre.staff("receptionist"),
    )
    paths: list[Callable[[], Any]] = [
        lambda: centre.do(order, "dispatch", "receptionist", technician=clerk.id),
        lambda: workflow.edit(centre.session, under_way, {"technician": clerk}, actor=SYSTEM, now=centre.now),
        lambda: centre.repair_order(by=SYSTEM, technician=clerk.id),
    ]
    for path in paths:
        with pytest.raises(workflow.Invalid) as caught:
            path()
        assert [r.field for r in caught.value.refusals] == ["technician"]
        for word in (clerk.name, "维修工", "维修人员"):
            assert word in str(caught.value)
        centre.session.expire_all()


def test_a_role_held_at_another_site_does_not_count_here(session: Session, centre: Centre) -> None:
    other = factories.centre(session, centre.now, code="YGHY", name="阳光花园")
    order = centre.repair_order()
    clerk = centre.staff("receptionist")
    account = centre.user("receptionist")
    workflow.accounts.grant(session, account, role=Role.technician, site_id=other.site_id, actor=SYSTEM, now=centre.now)
    with pytest.raises(workflow.Invalid, match="维修工"):
        centre.do(order, "dispatch", "receptionist", technician=clerk.id)
    session.expire_all()
    workflow.accounts.grant(
        session, account, role=Role.technician, site_id=centre.site_id, actor=SYSTEM, now=centre.now
    )
    assert centre.do(order, "dispatch", "receptionist", technician=clerk.id).technician_id == clerk.id


def test_who_loses_the_role_keeps_the_order_he_has(session: Session, centre: Centre) -> None:
    order = centre.repair_order(state="dispatched")
    user = centre.user("technician")
    workflow.edit(session, user, {"grants": []}, actor=SYSTEM, now=centre.tick(), forced=True)
    values = {"technician": order.technician_id, "remark": "下午在家"}
    assert workflow.edit(session, order, values, actor=SYSTEM, now=centre.tick()).remark == "下午在家"


def test_a_reference_names_only_what_its_chooser_sees(centre: Centre) -> None:
    """The look-up offers what ``access.visible`` shows; an id that was guessed goes through the same gate (rule 3)."""
    sheet = centre.inspection()
    guessed = {"responsible": centre.staff("guard").id, "inspection": sheet.id}
    assert access.get(centre.session, by_name("WorkInspection"), sheet.id, centre.actor("security_lead")) is None
    with pytest.raises(workflow.Invalid) as refused:
        centre.corrective_action(by="security_lead", **guessed)
    assert [r.field for r in refused.value.refusals] == ["inspection"]
    centre.session.expunge_all()
    action = centre.corrective_action(**guessed)
    assert action.inspection_id == sheet.id
    kept = centre.corrective_action(by="security_lead", responsible=centre.staff("guard").id)
    with pytest.raises(workflow.Invalid):
        workflow.edit(
            centre.session, kept, {"inspection": sheet.id}, actor=centre.actor("security_lead"), now=centre.now
        )
