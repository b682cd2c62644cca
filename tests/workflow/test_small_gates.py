"""Sentences of refusals are filled in; a token belongs to one action; child rows are held to their record's site."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

import workflow
from access import SYSTEM
from models import by_name
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
