"""A decision held by nobody but its submitter passes to the next superior, never to the submitter (G3, A-77, D-08)."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

import workflow
from access import SYSTEM, acting, may
from admin_views.desk_items import facts
from admin_views.reader import Reader
from admin_views.turns import Turns
from models.base.site import ZONE
from models.base.user import User
from models.export import describe_one
from models.service.complaint import Complaint
from tests.registers.centre import Centre
from workflow.offers import whose_turn


def written_by(centre: Centre, role: str) -> Complaint:
    complaint: Complaint = centre.create(
        role,
        "Complaint",
        channel="phone",
        complainant="孙三",
        unit=centre.units[0],
        nature="security",
        summary="夜里大门没人",
    )
    centre.do("receptionist", complaint, "investigate", investigation="属实", proposal="加岗")
    return complaint


def decide(centre: Centre, role: str, complaint: Any, handler: str = "guard") -> None:
    centre.do(role, complaint, "decide", decision="加一班岗", department=centre.departments["保安部"],
              handler=centre.staff[handler])  # fmt: skip


def offered(centre: Centre, role: str, complaint: Any) -> set[str]:
    """The steps offered on the record page, after making sure that the list offers the same."""
    actor = centre.actor(role)
    with acting(centre.session, actor):
        page = {o.transition.name for o in workflow.offered(complaint, actor)}
        turns = Turns(
            Reader(session=centre.session, actor=actor, now=centre.now, zone=ZoneInfo(ZONE), sites={}), Complaint
        )
        found = turns.steps([facts(turns, complaint)])[complaint.id]
        listed = {t.name for t in (found.next, *found.others) if t is not None}
        flow = Complaint.__register__.flow
        assert flow is not None
        assert {n for n in page ^ listed if flow.transition(n).inherited} == set()
        waiting = turns.waiting_ids(100)
        waits = waiting is not None and complaint.id in set(centre.session.scalars(waiting))
        assert waits == bool(page & {t.name for t in flow.leaving(complaint.status) if t.primary})
    return page


def turn(centre: Centre, complaint: Any) -> str:
    with acting(centre.session, SYSTEM):
        return str(whose_turn(centre.session, complaint))


def test_g3_a_decision_on_ones_own_entry_passes_to_the_superior(centre: Centre) -> None:
    complaint = written_by(centre, "cs_supervisor")
    assert "decide" not in offered(centre, "cs_supervisor", complaint)
    with pytest.raises(workflow.Forbidden, match="自己填写的单据"):
        decide(centre, "cs_supervisor", complaint)
    assert turn(centre, complaint) == "管理处主任"
    assert "decide" in offered(centre, "director", complaint)
    decide(centre, "director", complaint)
    assert complaint.status == "decided"


def test_g3_with_a_second_supervisor_it_stays_with_him(centre: Centre) -> None:
    complaint = written_by(centre, "cs_supervisor")
    with acting(centre.session, SYSTEM):
        staff = centre.staff["reception_lead"]
        user = centre.session.get_one(User, staff.user_id)
        grants: list[dict[str, Any]] = [{"id": g.id, "site": g.site_id, "role": g.role} for g in user.grants]
        grants.append({"site": centre.site.id, "role": "cs_supervisor", "reason": "代理"})
        workflow.edit(centre.session, user, {"grants": grants}, actor=SYSTEM, now=centre.now)
    assert "decide" not in offered(centre, "director", complaint)
    assert "decide" in offered(centre, "reception_lead", complaint)
    assert turn(centre, complaint) == "客服主管"


def test_a_77_a_role_held_by_nobody_passes_to_the_superior(centre: Centre) -> None:
    complaint = written_by(centre, "receptionist")
    assert "decide" not in offered(centre, "director", complaint)
    with acting(centre.session, SYSTEM):
        user = centre.session.get_one(User, centre.staff["cs_supervisor"].user_id)
        workflow.edit(centre.session, user, {"active": False}, actor=SYSTEM, now=centre.now)
    assert "decide" in offered(centre, "director", complaint)
    decide(centre, "director", complaint)


def test_a_77_it_goes_to_the_superior_and_to_nobody_else(centre: Centre) -> None:
    complaint = written_by(centre, "cs_supervisor")
    for role in ("reception_lead", "receptionist", "engineering_lead", "security_lead", "hr_admin"):
        assert "decide" not in offered(centre, role, complaint), role


def test_d_08_a_supervisor_who_handled_it_does_not_close_it(centre: Centre) -> None:
    complaint = written_by(centre, "receptionist")
    decide(centre, "cs_supervisor", complaint, handler="cs_supervisor")
    centre.do("security_lead", complaint, "handle", result="已加岗")
    centre.later(hours=1)
    centre.do("receptionist", complaint, "reply", replied_at=centre.now, director_told_at=centre.now)
    centre.do("receptionist", complaint, "call_back", called_at=centre.now, reached=True, satisfaction=4)
    assert complaint.status == "called_back"
    assert "close" not in offered(centre, "cs_supervisor", complaint)
    verdict = may(centre.actor("cs_supervisor"), Complaint, "do:close", complaint)
    assert "责任人" in str(verdict.reason)
    assert "close" in offered(centre, "director", complaint)
    centre.do("director", complaint, "close")
    assert complaint.status == "closed"


def test_the_declaration_says_which_steps_are_decisions() -> None:
    steps = {t["name"]: t for t in describe_one(Complaint)["transitions"]}
    assert (steps["decide"]["decides"], steps["decide"]["passes_up"]) == (True, True)
    assert (steps["close"]["decides"], steps["close"]["passes_up"]) == (False, True)
    assert (steps["handle"]["decides"], steps["handle"]["passes_up"]) == (False, False)
