import datetime as dt
from typing import Any

import pytest

import workflow
from access import acting
from models.hr.staff_requisition import StaffRequisition, beyond
from tests.registers.centre import Centre
from tests.registers.tables import table


def demand(centre: Centre, by: str = "security_lead", **more: Any) -> Any:
    values = {"department": centre.departments["保安部"], "post": centre.posts["guard"], "headcount": 1, "reason": "expansion",
              "reason_detail": "夜班人手不够", "requirements": "能值夜班", "needed_by": dt.date(2026, 12, 15), **more}  # fmt: skip
    return centre.create(by, "StaffRequisition", **values)


def test_the_transitions_are_an_approval_and_the_hires() -> None:
    flow = StaffRequisition.__register__.flow
    assert flow is not None
    assert table(flow)[-1] == ("record_hires", "approved", "stay", "hr_admin @creator", "hires")
    assert flow.approval is not None
    assert flow.approval.chain == ("director", "hr_admin")


@pytest.mark.parametrize(
    ("plan", "have", "wanted", "n"), [(8, 7, 1, 0), (8, 8, 1, 1), (8, 9, 2, 3), (None, 9, 2, 0), (8, 8, None, 0)]
)
def test_beyond_the_establishment_is_counted(plan: int | None, have: int, wanted: int | None, n: int) -> None:
    assert beyond(plan, have, wanted) == n


def test_beyond_the_establishment_only_as_an_expansion(centre: Centre) -> None:
    with pytest.raises(workflow.Invalid) as caught:
        demand(centre, reason="vacancy")
    (refusal,) = caught.value.refusals
    assert refusal.field == "reason"
    assert "编制 1 人、现有 1 人，再招 1 人就超编 1 人" in refusal.sentence.text("zh")


def test_every_approver_sees_by_how_much(centre: Centre) -> None:
    paper = demand(centre, headcount=2)
    with acting(centre.session, centre.actor("director")):
        assert (paper.establishment, paper.current, paper.over.text("zh")) == (1, 1, "超编 2 人")


def test_a_vacancy_within_the_establishment(centre: Centre) -> None:
    centre.edit("hr_admin", centre.staff["guard"], employment="left", left_on=dt.date(2026, 11, 20))
    paper = demand(centre, reason="vacancy")
    with acting(centre.session, centre.actor("director")):
        assert (paper.current, paper.over) == (0, None)


def test_it_goes_up_to_the_director_and_administration(centre: Centre) -> None:
    paper = demand(centre)
    centre.do("security_lead", paper, "submit")
    assert "approve" not in centre.names("hr_admin", paper)
    centre.do("director", paper, "approve")
    assert paper.status == "submitted"
    centre.do("hr_admin", paper, "approve", reason="同意")
    assert paper.status == "approved"
    centre.do(
        "hr_admin", paper, "record_hires", hires=[{"staff": centre.staff["guard"], "hired_on": dt.date(2026, 12, 10)}]
    )
    assert [(r.staff_id, r.hired_on) for r in paper.hires] == [(centre.staff["guard"].id, dt.date(2026, 12, 10))]


def test_its_reason_and_the_approvers_comment_are_two_things(centre: Centre) -> None:
    paper = demand(centre)
    centre.do("security_lead", paper, "submit")
    centre.do("director", paper, "return_", reason="写清班次")
    assert (paper.status, paper.reason) == ("draft", "expansion")


@pytest.mark.parametrize(
    ("role", "sees"),
    [("security_lead", True), ("director", True), ("hr_admin", True), ("hq_quality", True), ("engineering_lead", False),
     ("guard", False), ("receptionist", False)],
)  # fmt: skip
def test_who_asked_and_who_decides_see_it(centre: Centre, role: str, sees: bool) -> None:  # noqa: FBT001 - a column of the table
    assert centre.sees(role, demand(centre)) is sees


@pytest.mark.parametrize("role", ["receptionist", "technician", "guard", "cashier", "director", "hr_admin"])
def test_those_who_lead_ask_for_people(centre: Centre, role: str) -> None:
    with pytest.raises(workflow.Forbidden):
        demand(centre, role)
