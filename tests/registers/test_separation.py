import datetime as dt
from typing import Any

import pytest

import workflow
from access import SYSTEM, acting
from deadlines.timed import due_transitions
from models.base.staff import Staff
from models.hr.separation import Separation, outstanding
from models.spec import Role
from tests.registers.centre import Centre
from tests.registers.tables import table

TODAY = dt.date(2026, 11, 23)
CLEAR = {"assets_returned": True, "dormitory_cleared": True}


def resign(centre: Centre, who: str = "guard", **more: Any) -> Any:
    values = {"staff": centre.staff[who], "kind": "resign", "reason": "回乡", "last_day": TODAY, **more}
    return centre.create(who, "Separation", **values)


def dismiss(centre: Centre, by: str, whom: str = "guard") -> Any:
    return centre.create(by, "Separation", staff=centre.staff[whom], kind="dismiss", reason="多次脱岗", last_day=TODAY)


def settled(centre: Centre, paper: Any, by: str = "guard") -> Any:
    centre.do(by, paper, "submit")
    centre.do("cs_supervisor", paper, "settle", **CLEAR)
    centre.do("cs_supervisor", paper, "approve")
    centre.do("director", paper, "approve")
    return paper


def active(centre: Centre, role: str) -> bool:
    with acting(centre.session, SYSTEM):
        user = centre.session.get_one(Staff, centre.staff[role].id, populate_existing=True).user
        assert user is not None
        centre.session.refresh(user)
        return bool(user.active)


def wrong(caught: pytest.ExceptionInfo[workflow.Invalid]) -> list[str | None]:
    return [r.field for r in caught.value.refusals]


def test_the_transitions_are_an_approval_the_settlement_and_the_end() -> None:
    flow = Separation.__register__.flow
    assert flow is not None
    assert table(flow)[-2:] == [
        (
            "settle",
            "submitted approved",
            "stay",
            "cs_supervisor director hr_admin",
            "[handover] [assets_returned] [dormitory_cleared] [settled_on] [successor]",
        ),
        ("take_effect", "approved", "stay", "-", ""),
    ]
    assert flow.approval is not None
    assert flow.approval.chain == ("cs_supervisor", "director", "hr_admin")


def test_a_resignation_ends_employment_and_closes_the_account(centre: Centre) -> None:
    paper = settled(centre, resign(centre))
    centre.do("hr_admin", paper, "approve")
    staff = centre.staff["guard"]
    assert (paper.status, paper.ended_at, staff.employment, staff.left_on) == ("approved", centre.now, "left", TODAY)
    assert not active(centre, "guard")


def test_before_the_last_day_nothing_ends(centre: Centre) -> None:
    last_day = TODAY + dt.timedelta(days=3)
    paper = settled(centre, resign(centre, last_day=last_day))
    centre.do("hr_admin", paper, "approve")
    assert (paper.ended_at, centre.staff["guard"].employment) == (None, "regular")
    with acting(centre.session, SYSTEM):
        centre.later(days=3)
        assert due_transitions(centre.session, centre.now) == []
        centre.later(days=1)
        (due,) = due_transitions(centre.session, centre.now)
        assert (due.register, due.record_id, due.transition) == ("separation", paper.id, "take_effect")
        workflow.apply(centre.session, paper, "take_effect", actor=SYSTEM, now=centre.now)
        assert due_transitions(centre.session, centre.now) == []
    assert (centre.staff["guard"].employment, centre.staff["guard"].left_on) == ("left", last_day)
    assert not active(centre, "guard")


def test_the_last_approval_waits_for_what_is_still_out(centre: Centre) -> None:
    paper = resign(centre, handover=[{"item": "对讲机台账", "to": centre.staff["security_lead"], "done": False}])
    centre.do("guard", paper, "submit")
    centre.do("cs_supervisor", paper, "approve")
    centre.do("director", paper, "approve")
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("hr_admin", paper, "approve")
    (refusal,) = caught.value.refusals
    assert refusal.field == "reason"
    assert "工作移交“对讲机台账”、钥匙和物品、宿舍" in refusal.sentence.text("zh")


def test_the_approver_may_say_why(centre: Centre) -> None:
    paper = resign(centre)
    centre.do("guard", paper, "submit")
    centre.do("cs_supervisor", paper, "approve")
    centre.do("director", paper, "approve")
    centre.do("hr_admin", paper, "approve", reason="钥匙遗失，已从工资扣除")
    assert (paper.status, paper.reason) == ("approved", "回乡")


def test_a_resignation_is_ones_own(centre: Centre) -> None:
    with pytest.raises(workflow.Invalid) as caught:
        centre.create(
            "security_lead", "Separation", staff=centre.staff["guard"], kind="resign", reason="x", last_day=TODAY
        )
    assert wrong(caught) == ["staff"]


@pytest.mark.parametrize("by", ["guard", "technician", "engineering_lead", "receptionist", "cashier"])
def test_a_dismissal_is_never_filed_by_himself_or_another_department(centre: Centre, by: str) -> None:
    with pytest.raises(workflow.Invalid) as caught:
        dismiss(centre, by)
    assert wrong(caught) == ["staff"]


@pytest.mark.parametrize("by", ["security_lead", "director"])
def test_a_superior_files_a_dismissal(centre: Centre, by: str) -> None:
    assert dismiss(centre, by).status == "draft"


def test_kind_and_employee_stay_as_filed(centre: Centre) -> None:
    paper = resign(centre)
    with pytest.raises(workflow.Invalid) as caught:
        centre.edit("guard", paper, kind="dismiss")
    assert wrong(caught) == ["kind"]


def test_nobody_submits_somebody_elses_paper(centre: Centre) -> None:
    paper = resign(centre)
    assert "submit" in centre.names("guard", paper)
    assert "submit" not in centre.names("director", paper)


def test_one_paper_at_a_time(centre: Centre) -> None:
    resign(centre)
    with pytest.raises(workflow.Invalid) as caught:
        resign(centre)
    assert wrong(caught) == ["staff"]


def test_the_last_day_is_not_before_the_application(centre: Centre) -> None:
    with pytest.raises(workflow.Invalid) as caught:
        resign(centre, last_day=TODAY - dt.timedelta(days=1))
    assert wrong(caught) == ["last_day"]


def test_the_leaver_does_not_certify_that_things_came_back(centre: Centre) -> None:
    with pytest.raises(workflow.Invalid) as caught:
        resign(centre, assets_returned=True)
    assert wrong(caught) == ["assets_returned"]
    centre.session.rollback()
    paper = resign(centre, "cs_supervisor")
    centre.do("cs_supervisor", paper, "submit")
    assert "settle" not in centre.names("cs_supervisor", paper)


def test_open_work_needs_a_successor_before_the_account_closes(centre: Centre) -> None:
    order = centre.create("receptionist", "RepairOrder", scope="private", unit=centre.units[0], reporter="赵一", phone="13800000000",
                          category="water", content="漏水")  # fmt: skip
    centre.do("receptionist", order, "dispatch", technician=centre.staff["technician"])
    paper = settled(centre, resign(centre, "technician"), by="technician")
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("hr_admin", paper, "approve")
    assert wrong(caught) == ["successor"]


def test_open_work_goes_to_the_successor(centre: Centre) -> None:
    order = centre.create("receptionist", "RepairOrder", scope="private", unit=centre.units[0], reporter="赵一", phone="13800000000",
                          category="water", content="漏水")  # fmt: skip
    centre.do("receptionist", order, "dispatch", technician=centre.staff["technician"])
    centre.grant("engineering_lead", Role.technician)
    paper = settled(centre, resign(centre, "technician", successor=centre.staff["engineering_lead"]), by="technician")
    centre.do("hr_admin", paper, "approve")
    assert order.technician_id == centre.staff["engineering_lead"].id
    assert not active(centre, "technician")


@pytest.mark.parametrize(
    ("role", "sees"),
    [("guard", True), ("cs_supervisor", True), ("director", True), ("hr_admin", True), ("hq_quality", True),
     ("security_lead", False), ("technician", False), ("receptionist", False)],
)  # fmt: skip
def test_personnel_papers_are_seen_by_few(centre: Centre, role: str, sees: bool) -> None:  # noqa: FBT001 - a column of the table
    assert centre.sees(role, resign(centre)) is sees


def test_whoever_is_dismissed_learns_it_from_people_first(centre: Centre) -> None:
    assert not centre.sees("guard", dismiss(centre, "security_lead"))


def test_what_is_outstanding_is_named() -> None:
    paper = Separation(assets_returned=True, dormitory_cleared=None)
    assert [w.text("en") for w in outstanding(paper)] == ["the dormitory bed"]
