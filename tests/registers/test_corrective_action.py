import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

import workflow
from models.duty.deadline import Deadline
from models.office.corrective_action import CorrectiveAction
from tests.registers.centre import Centre
from tests.registers.tables import table

VERIFIERS = "cs_supervisor director hq_quality"


def action_of(centre: Centre, responsible: str = "guard", **more: Any) -> Any:
    values = {"origin": "complaint", "problem": "夜岗脱岗", "responsible": centre.staff[responsible], "due_on": dt.date(2026, 11, 30),
              **more}  # fmt: skip
    return centre.create("security_lead", "CorrectiveAction", **values)


def done(centre: Centre, responsible: str = "guard") -> Any:
    action = action_of(centre, responsible)
    centre.do(responsible, action, "plan", cause="排班空档", corrective="补岗", preventive="调整排班")
    centre.later(days=1)
    centre.do(responsible, action, "finish")
    return action


def test_the_transitions_are_those_of_the_catalogue() -> None:
    flow = CorrectiveAction.__register__.flow
    assert flow is not None
    assert table(flow) == [
        ("plan", "open", "planned", "@responsible cs_supervisor", "cause corrective preventive"),
        ("finish", "planned", "done", "@responsible cs_supervisor", ""),
        ("verify", "done", "verified", VERIFIERS, "verification effective"),
        ("fail", "done", "open", VERIFIERS, "verification [due_on]"),
        ("void", "open planned done", "void", "cs_supervisor director", "reason"),
    ]
    assert flow.transition("verify").never == flow.transition("fail").never == ("responsible",)


def test_somebody_else_verifies(centre: Centre) -> None:
    action = done(centre)
    centre.do("cs_supervisor", action, "verify", verification="连查三夜在岗", effective=True)
    assert action.status == "verified"


def test_the_responsible_person_never_verifies_his_own(centre: Centre) -> None:
    action = done(centre, "cs_supervisor")
    assert centre.names("cs_supervisor", action) == {"void"}
    with pytest.raises(workflow.Forbidden):
        centre.do("cs_supervisor", action, "verify", verification="好", effective=True)
    centre.do("director", action, "verify", verification="好", effective=True)


def test_measures_that_do_not_work_go_back(centre: Centre) -> None:
    action = done(centre)
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("director", action, "verify", verification="仍脱岗", effective=False)
    assert [r.field for r in caught.value.refusals] == ["effective"]
    centre.session.rollback()
    action = done(centre)
    centre.do("director", action, "fail", verification="仍脱岗", due_on=dt.date(2026, 12, 7))
    assert (action.status, action.failures, action.effective, action.finished_at) == ("open", 1, False, None)
    query = select(Deadline).where(Deadline.register == "corrective_action", Deadline.record_id == action.id)
    states = {d.cycle: str(d.state) for d in centre.session.scalars(query, execution_options={"all_sites": True})}
    assert states == {0: "met", 1: "running"}


def test_the_responsible_person_sees_it_and_his_peers_do_not(centre: Centre) -> None:
    action = action_of(centre)
    assert [r for r in ("guard", "security_lead", "cs_supervisor", "director", "hq_quality", "technician", "receptionist")
            if centre.sees(r, action)] == ["guard", "security_lead", "cs_supervisor", "director", "hq_quality"]  # fmt: skip


@pytest.mark.parametrize("role", ["receptionist", "technician", "guard", "cashier", "director", "hr_admin"])
def test_leaders_and_head_office_open_actions(centre: Centre, role: str) -> None:
    with pytest.raises(workflow.Forbidden):
        centre.create(role, "CorrectiveAction", origin="other", problem="x", responsible=centre.staff["guard"],
                      due_on=dt.date(2026, 12, 1))  # fmt: skip
