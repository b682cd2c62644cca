import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

import workflow
from access import SYSTEM, acting
from models.service.callback import Callback
from models.service.callback_rules import CHAINS, CallbackKind, chain
from models.service.complaint import Complaint
from models.service.repair_order import RepairOrder
from models.spec import Role
from tests.registers.centre import Centre
from tests.registers.tables import table


def order_of(centre: Centre, **more: Any) -> Any:
    values = {"scope": "private", "unit": centre.units[0], "reporter": "赵一", "phone": "13800000000", "category": "water",
              "content": "漏水", **more}  # fmt: skip
    return centre.create("receptionist", "RepairOrder", **values)


def returned(centre: Centre, **more: Any) -> Any:
    order = order_of(centre, **more)
    centre.do("receptionist", order, "dispatch", technician=centre.staff["technician"])
    centre.do("technician", order, "complete", result="修好", satisfied=True, owner_sign="a" * 32)
    centre.do("receptionist", order, "return_slip")
    return order


def call(centre: Centre, by: str = "receptionist", **more: Any) -> Any:
    values = {"method": "phone", "interviewee": "赵一", "phone": "13800000000", "reached": True, **more}
    return centre.create(by, "Callback", **values)


def wrong(centre: Centre, by: str = "receptionist", **more: Any) -> set[str | None]:
    with pytest.raises(workflow.Invalid) as caught:
        call(centre, by, **more)
    return {r.field for r in caught.value.refusals}


def newest(centre: Centre, model: type[Any]) -> Any:
    with acting(centre.session, SYSTEM):
        return centre.session.scalars(select(model).order_by(model.id.desc()).limit(1)).first()


def test_the_transitions_are_those_of_an_approval() -> None:
    flow = Callback.__register__.flow
    assert flow is not None
    assert [row[:4] for row in table(flow)] == [
        ("submit", "draft", "submitted", "@creator @filler"),
        ("approve", "submitted", "approved", "@step"),
        ("return_", "submitted", "draft", "@step"),
        ("reject", "submitted", "rejected", "@step"),
        ("withdraw", "submitted", "draft", "@submitter"),
        ("void", "draft submitted approved", "void", "cs_supervisor director"),
    ]


@pytest.mark.parametrize(
    ("kind", "approvers"),
    [("repair", ()), ("leak", ()), ("complaint", ("cs_supervisor",)), ("regular", ("cs_supervisor",)),
     ("ad_hoc", ("cs_supervisor",)), ("sample", ("director",)), ("major", ("hq_quality",))],
)  # fmt: skip
def test_each_kind_has_its_chain(kind: str, approvers: tuple[str, ...]) -> None:
    assert chain(Callback(kind=CallbackKind(kind))) == approvers


def test_every_kind_has_one() -> None:
    assert set(CHAINS) == {k.value for k in CallbackKind}


def test_a_regular_one_waits_to_be_submitted_and_decided(centre: Centre) -> None:
    callback = call(centre, kind="regular", unit=centre.units[0], satisfaction=4)
    assert callback.status == "draft"
    centre.do("receptionist", callback, "submit")
    centre.do("cs_supervisor", callback, "approve")
    assert callback.status == "approved"


def test_nobody_decides_on_his_own_call(centre: Centre) -> None:
    callback = call(centre, "cs_supervisor", kind="ad_hoc", unit=centre.units[0])
    centre.do("cs_supervisor", callback, "submit")
    assert "approve" not in centre.names("cs_supervisor", callback)
    centre.do("director", callback, "approve")
    assert callback.status == "approved"


def test_a_call_on_an_order_is_submitted_at_once_and_decided_with_it(centre: Centre) -> None:
    order = returned(centre)
    callback = call(centre, kind="repair", repair_order=order, satisfaction=5)
    assert (callback.status, order.status) == ("submitted", "called_back")
    assert centre.names("director", callback).isdisjoint({"approve", "reject"})
    centre.do("director", order, "approve")
    assert callback.status == "approved"


def test_a_try_that_reached_nobody_leaves_the_order_returned(centre: Centre) -> None:
    order = returned(centre)
    tries = [call(centre, kind="repair", repair_order=order, reached=False) for _ in range(2)]
    assert (order.status, order.called_back_at, [t.status for t in tries]) == ("returned", None, ["submitted"] * 2)
    call(centre, kind="repair", repair_order=order)
    assert order.status == "called_back"


def test_before_the_slip_is_back_there_is_nothing_to_call_about(centre: Centre) -> None:
    order = order_of(centre)
    assert wrong(centre, kind="repair", repair_order=order) == {"repair_order"}


def test_only_a_leak_is_looked_at_as_one(centre: Centre) -> None:
    assert wrong(centre, kind="leak", repair_order=returned(centre)) == {"kind"}


@pytest.mark.parametrize(("kind", "needs"), [("repair", "repair_order"), ("leak", "repair_order"), ("complaint", "complaint"),
                                              ("major", "complaint")])  # fmt: skip
def test_a_kind_needs_its_document(centre: Centre, kind: str, needs: str) -> None:
    by = "director" if kind == "major" else "receptionist"
    assert needs in wrong(centre, by, kind=kind, method="visit")


def test_a_major_complaint_is_visited_by_the_director(centre: Centre) -> None:
    complaint = centre.create(
        "receptionist", "Complaint", complainant="孙三", nature="fee", summary="多收", severity="major"
    )
    assert wrong(centre, "director", kind="major", complaint=complaint, method="phone") == {"method"}
    centre.session.rollback()
    complaint = centre.create(
        "receptionist", "Complaint", complainant="孙三", nature="fee", summary="多收", severity="major"
    )
    assert wrong(centre, kind="major", complaint=complaint, method="visit") == {"kind"}
    centre.session.rollback()
    complaint = centre.create(
        "receptionist", "Complaint", complainant="孙三", nature="fee", summary="多收", severity="major"
    )
    assert wrong(centre, kind="complaint", complaint=complaint) == {"kind"}


def test_who_repaired_it_does_not_call(centre: Centre) -> None:
    order = order_of(centre)
    centre.grant("receptionist", Role.technician)
    centre.do("receptionist", order, "dispatch", technician=centre.staff["receptionist"])
    centre.do("receptionist", order, "complete", result="修好", satisfied=True, owner_sign="a" * 32)
    centre.do("reception_lead", order, "return_slip")
    assert wrong(centre, kind="repair", repair_order=order) == {"repair_order"}


def test_silence_has_no_opinion(centre: Centre) -> None:
    assert wrong(centre, kind="regular", reached=False, satisfaction=5) == {"reached"}
    centre.session.rollback()
    assert wrong(centre, kind="regular", reached=False, follow_up="complaint", opinion="吵") == {"reached"}


def test_a_follow_up_says_what_it_is_about(centre: Centre) -> None:
    assert wrong(centre, kind="regular", follow_up="complaint") == {"opinion"}
    centre.session.rollback()
    assert wrong(centre, kind="regular", follow_up="rework", opinion="门坏了") == {"unit"}


def test_a_call_yet_to_come_is_not_entered(centre: Centre) -> None:
    assert wrong(centre, kind="regular", called_at=centre.now + dt.timedelta(hours=1)) == {"called_at"}


def test_a_leak_that_leaks_again_goes_somewhere(centre: Centre) -> None:
    order = returned(centre, category="leak")
    assert wrong(centre, kind="leak", repair_order=order, leak_again=True) == {"follow_up"}


def test_a_follow_up_complaint_is_made_and_keeps_where_it_came_from(centre: Centre) -> None:
    callback = call(centre, kind="sample", unit=centre.units[1], follow_up="complaint", opinion="保洁不到位")
    assert newest(centre, Complaint) is None
    centre.do("receptionist", callback, "submit")
    complaint = newest(centre, Complaint)
    assert (complaint.complainant, complaint.summary, complaint.unit_id, complaint.source_callback_id) == (
        "赵一",
        "保洁不到位",
        centre.units[1].id,
        callback.id,
    )
    centre.do("director", callback, "return_", reason="写详细")
    centre.do("receptionist", callback, "submit")
    assert newest(centre, Complaint).id == complaint.id


def test_a_rework_of_an_order_that_is_filed_becomes_a_new_one(centre: Centre) -> None:
    order = returned(centre, category="leak")
    call(centre, kind="repair", repair_order=order)
    centre.do("director", order, "approve")
    call(centre, kind="leak", repair_order=order, leak_again=True, follow_up="rework", opinion="又渗水")
    again = newest(centre, RepairOrder)
    assert order.status == "approved"
    assert (again.content, again.category, again.unit_id, again.priority) == ("又渗水", "leak", order.unit_id, "urgent")


@pytest.mark.parametrize(
    "role", ["technician", "guard", "cashier", "hr_admin", "engineering_lead", "security_lead", "hq_quality"]
)
def test_others_make_no_callbacks(centre: Centre, role: str) -> None:
    with pytest.raises(workflow.Forbidden):
        call(centre, role, kind="regular")
