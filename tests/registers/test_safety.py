"""Safety: who checks, who agrees, who enters, and what is counted (001 安全保密 §1-5, 请示报告; 003 (三); 002 职责5)."""

import datetime as dt
from typing import Any

import pytest

import access
import workflow
from access import SYSTEM
from deadlines.timed import due_transitions
from models.engine.notice import Notice
from models.safety.incident import ZeroTarget, count_targets, targets
from seed import factories
from seed.examples import example
from seed.factories import Centre as Site
from tests.registers.centre import Centre as Told

ROLES = ("director", "cs_supervisor", "security_lead", "engineering_lead", "guard", "receptionist", "technician")


@pytest.fixture
def site(centre: Told) -> Site:
    made = factories.centre(centre.session, code="BYHY", name="碧云花园")
    for role in ROLES:
        made.user(role)
    access.bind(centre.session, SYSTEM)
    return made


def wrong(caught: pytest.ExceptionInfo[workflow.Invalid]) -> list[str | None]:
    return [r.field for r in caught.value.refusals]


# hot work


def permit(site: Site, by: str = "technician", **values: Any) -> Any:
    paper = example(site, "HotWorkPermit", by=by, **values)
    return site.do(paper, "submit", by)


def test_x_04_security_agrees_then_the_director(site: Site) -> None:
    paper = permit(site)
    with pytest.raises(workflow.Conflict):
        site.do(paper, "approve", "director")
    with pytest.raises(workflow.Forbidden):
        site.do(paper, "first_approve", "director")
    site.do(paper, "first_approve", "security_lead")
    with pytest.raises(workflow.Forbidden):
        site.do(paper, "approve", "security_lead")
    site.do(paper, "approve", "director")
    assert (paper.status, paper.approved_at) == ("approved", site.now)


def test_d_14_the_asker_never_agrees_to_his_own_hot_work(site: Site) -> None:
    paper = permit(site, by="security_lead")
    with pytest.raises(workflow.Forbidden):
        site.do(paper, "first_approve", "security_lead")
    site.do(paper, "first_approve", "director")
    site.do(paper, "approve", "director")
    assert paper.status == "approved"


def test_d_14_a_second_security_lead_agrees_before_the_director_may(site: Site) -> None:
    second = site.actor("security_lead", 2)
    paper = permit(site, by="security_lead")
    with pytest.raises(workflow.Forbidden):
        site.do(paper, "first_approve", "director")
    site.do(paper, "first_approve", second)
    assert paper.status == "first_approved"


def test_d_14_the_director_who_asks_leaves_it_to_head_office(site: Site) -> None:
    site.user("hq_quality")
    paper = permit(site, by="director")
    site.do(paper, "first_approve", "security_lead")
    with pytest.raises(workflow.Forbidden):
        site.do(paper, "approve", "director")
    site.do(paper, "approve", "hq_quality")
    assert paper.status == "approved"


def test_d_14_the_operator_never_agrees(site: Site) -> None:
    name = site.staff("security_lead").name
    paper = permit(site, operator=f"外协苗师傅、{name}")
    with pytest.raises(workflow.Forbidden):
        site.do(paper, "first_approve", "security_lead")


def test_001_secrecy_4_a_permit_expires_by_itself_at_its_end(site: Site) -> None:
    paper = permit(site)
    site.do(paper, "first_approve", "security_lead")
    site.do(paper, "approve", "director")
    site.session.flush()
    assert due_transitions(site.session, paper.date_to - dt.timedelta(minutes=1)) == []
    after = paper.date_to + dt.timedelta(minutes=1)
    (due,) = due_transitions(site.session, after)
    assert (due.register, due.record_id, due.transition) == ("hot_work_permit", paper.id, "expire")
    workflow.apply(site.session, paper, "expire", actor=SYSTEM, now=after)
    assert (paper.status, paper.expired_at) == ("expired", after)
    assert due_transitions(site.session, after) == []


def test_x_19_hot_work_is_not_agreed_to_afterwards(site: Site) -> None:
    paper = permit(site)
    site.now = paper.date_to
    with pytest.raises(workflow.Invalid) as caught:
        site.do(paper, "first_approve", "security_lead")
    assert wrong(caught) == ["date_to"]


def test_001_secrecy_4_times_and_guardian_make_sense(site: Site) -> None:
    with pytest.raises(workflow.Invalid) as caught:
        example(site, "HotWorkPermit", date_from=site.now, date_to=site.now)
    assert wrong(caught) == ["date_to"]
    guardian = site.staff("guard")
    with pytest.raises(workflow.Invalid) as caught:
        example(site, "HotWorkPermit", guardian=guardian.id, operator=guardian.name)
    assert wrong(caught) == ["guardian"]


def test_001_secrecy_4_the_guardian_says_what_he_found_afterwards(site: Site) -> None:
    paper = permit(site, guardian=site.staff("guard").id)
    site.do(paper, "first_approve", "security_lead")
    site.do(paper, "approve", "director")
    with pytest.raises(workflow.Invalid) as caught:
        site.do(paper, "finish", "guard")
    assert wrong(caught) == ["checked_after"]
    site.do(paper, "finish", "guard", checked_after="无余火")
    assert (paper.status, paper.finished_at) == ("finished", site.now)


# restricted rooms


def test_x_03_nobody_enters_before_it_is_approved(site: Site) -> None:
    paper = example(site, "RestrictedEntry")
    with pytest.raises(workflow.Conflict):
        site.do(paper, "enter", "guard")
    with pytest.raises(workflow.Forbidden):
        site.do(paper, "approve", "guard")
    site.do(paper, "approve", "security_lead")
    approved = site.now
    with pytest.raises(workflow.Invalid) as caught:
        site.do(paper, "enter", "guard", entered_at=approved - dt.timedelta(minutes=1))
    assert wrong(caught) == ["entered_at"]
    site.session.expire(paper)
    site.do(paper, "enter", "guard")
    assert (paper.status, paper.entered_at) == ("inside", site.now)
    site.do(paper, "leave", "guard")
    assert (paper.status, paper.left_at) == ("left", site.now)


def test_c_35_whoever_asks_does_not_approve(site: Site) -> None:
    paper = example(site, "RestrictedEntry", by="security_lead")
    for step in ("approve", "reject"):
        with pytest.raises(workflow.Forbidden):
            site.do(paper, step, "security_lead", reason="x")
    site.do(paper, "approve", "cs_supervisor")
    assert paper.status == "approved"


def test_x_26_leaving_the_archive_says_what_was_consulted(site: Site) -> None:
    paper = example(site, "RestrictedEntry", area="archive")
    site.do(paper, "approve", "director")
    site.do(paper, "enter", "receptionist")
    with pytest.raises(workflow.Invalid) as caught:
        site.do(paper, "leave", "receptionist")
    assert wrong(caught) == ["consulted"]
    site.session.expire(paper)
    site.do(paper, "leave", "receptionist", consulted="2025 年竣工图")
    assert paper.status == "left"


# fire equipment


def test_d_07_the_keeper_does_not_check_his_own_equipment(site: Site) -> None:
    piece = example(site, "FireEquipment", custodian=site.staff("security_lead").id)
    with pytest.raises(workflow.Forbidden):
        site.do(piece, "check", "security_lead", in_order=True)
    site.do(piece, "check", "engineering_lead", in_order=True)
    (row,) = piece.checks
    assert (row.by_id, row.ok) == (site.staff("engineering_lead").id, True)


def test_d_07_neither_in_the_form(site: Site) -> None:
    keeper = site.staff("receptionist").id
    line = {"on": site.now.date(), "by": keeper, "ok": True}
    with pytest.raises(workflow.Invalid) as caught:
        example(site, "FireEquipment", custodian=keeper, checks=[line])
    assert wrong(caught) == ["checks-0-by"]


def test_d_07_a_check_made_before_he_kept_it_stands(site: Site) -> None:
    piece = example(site, "FireEquipment", custodian=site.staff("receptionist").id)
    site.do(piece, "check", "engineering_lead", in_order=True)
    site.do(piece, "hand_over", "security_lead", custodian=site.staff("engineering_lead").id)
    workflow.edit(site.session, piece, {"location": "大厅"}, actor=site.actor("security_lead"), now=site.now)
    assert (piece.location, len(piece.checks)) == ("大厅", 1)


def test_x_06_a_new_keeper_takes_over_on_paper(site: Site) -> None:
    old, new = site.staff("receptionist").id, site.staff("guard").id
    piece = example(site, "FireEquipment", custodian=old)
    with pytest.raises(workflow.Invalid) as caught:
        workflow.edit(site.session, piece, {"custodian": new}, actor=site.actor("security_lead"), now=site.now)
    assert wrong(caught) == ["custodian"]
    site.session.expire(piece)
    with pytest.raises(workflow.Invalid):
        site.do(piece, "hand_over", "security_lead", custodian=old)
    site.session.expire(piece)
    site.do(piece, "hand_over", "security_lead", custodian=new)
    (row,) = piece.handovers
    assert (piece.custodian_id, row.giver_id, row.taker_id) == (new, old, new)


def test_003_3_3_a_failed_check_makes_it_faulty_until_it_is_restored(site: Site) -> None:
    piece = example(site, "FireEquipment")
    with pytest.raises(workflow.Invalid) as caught:
        site.do(piece, "check", "director", in_order=False)
    assert wrong(caught) == ["problem"]
    site.do(piece, "check", "director", in_order=False, problem="压力不足")
    assert (piece.condition, [r.restored_on for r in piece.faults]) == ("faulty", [None])
    site.do(piece, "restore", "security_lead")
    assert (piece.condition, [r.restored_on for r in piece.faults]) == ("good", [site.now.date()])


# checks and rounds


def test_x_05_a_regular_check_covers_the_four_items(site: Site) -> None:
    sheet = example(site, "SafetyCheck", items=[{"item": "power", "ok": True}])
    with pytest.raises(workflow.Invalid) as caught:
        site.do(sheet, "submit", "security_lead")
    assert wrong(caught) == ["items"]


def test_001_secrecy_5_a_sheet_saved_empty_brings_up_its_lines(site: Site) -> None:
    sheet = example(site, "SafetyCheck", items=[])
    assert len(sheet.items) == 8
    with pytest.raises(workflow.Invalid) as caught:
        site.do(sheet, "submit", "security_lead")
    assert wrong(caught) == ["items-0-ok"]


def test_d_07_the_keeper_does_not_write_the_check_of_extinguishers(site: Site) -> None:
    line = [{"item": "extinguisher", "ok": True}]
    me = site.staff("security_lead").id
    with pytest.raises(workflow.Invalid) as caught:
        example(site, "SafetyCheck", kind="fire", items=line, keeper=me)
    assert wrong(caught) == ["keeper"]
    assert example(site, "SafetyCheck", kind="fire", items=line, keeper=me, by="engineering_lead").status == "draft"


def test_001_secrecy_5_a_problem_opens_a_corrective_action(site: Site) -> None:
    sheet = example(site, "SafetyCheck")
    due = site.now.date() + dt.timedelta(days=2)
    site.do(sheet, "open_action", "cs_supervisor", responsible=site.staff("technician").id, due_on=due)
    action = sheet.corrective_action
    assert (action.origin, action.problem) == ("safety", "插座：档案室插座松动")


def test_002_duty_5_each_problem_of_a_round_opens_its_public_repair_order(site: Site) -> None:
    items = [
        {"kind": "facility", "item": "楼道灯", "ok": False, "problem": "三层不亮"},
        {"kind": "order", "item": "门禁", "ok": True},
        {"kind": "fire", "item": "疏散指示牌", "ok": False, "problem": "脱落"},
    ]
    round_ = example(site, "FacilityPatrol", items=items)
    with pytest.raises(workflow.Forbidden):
        site.do(round_, "open_repair", "guard")
    site.do(round_, "open_repair", "receptionist")
    first = round_.items[0].repair_order
    assert (first.scope, first.content, first.reporter) == ("public", "楼道灯：三层不亮", site.staff("guard").name)
    assert [r.repair_order_id for r in round_.items] == [first.id, None, None]
    site.do(round_, "open_repair", "receptionist")
    assert round_.items[2].repair_order.content == "疏散指示牌：脱落"
    with pytest.raises(workflow.Forbidden):
        site.do(round_, "open_repair", "receptionist")
    assert [r.problem for r in round_.items] == ["三层不亮", None, "脱落"]


def test_002_duty_5_a_problem_is_told(site: Site) -> None:
    with pytest.raises(workflow.Invalid) as caught:
        example(site, "FacilityPatrol", items=[{"kind": "fire", "item": "灭火器", "ok": False}])
    assert wrong(caught) == ["items-0-problem"]


# incidents


def test_c_01_a_report_goes_up_the_line_to_the_director(site: Site) -> None:
    paper = example(site, "Incident")
    site.do(paper, "submit", "technician")
    site.do(paper, "approve", "engineering_lead")
    assert paper.status == "submitted"
    with pytest.raises(workflow.Forbidden):
        site.do(paper, "approve", "cs_supervisor")
    site.do(paper, "approve", "director")
    assert paper.status == "approved"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"kind": "error"}, ()),
        ({"kind": "accident", "major": True}, (ZeroTarget.major_safety,)),
        ({"kind": "fire"}, (ZeroTarget.public_fire,)),
        ({"kind": "fire", "major": True}, (ZeroTarget.major_safety, ZeroTarget.public_fire)),
        ({"kind": "vehicle"}, (ZeroTarget.vehicle_loss,)),
    ],
)
def test_t_89_t_91_what_counts_against_the_zero_targets(
    site: Site, values: dict[str, Any], expected: tuple[ZeroTarget, ...]
) -> None:
    assert targets(example(site, "Incident", **values)) == expected


def test_t_89_t_91_the_year_is_counted_without_void_and_rejected(site: Site) -> None:
    for values in ({"kind": "fire", "major": True}, {"kind": "vehicle"}, {"kind": "error"}):
        example(site, "Incident", **values)
    last_year = dt.datetime(2025, 12, 31, 15, 59, tzinfo=dt.UTC)
    example(site, "Incident", kind="fire", happened_at=last_year)
    gone = example(site, "Incident", kind="vehicle")
    site.do(gone, "void", "director", reason="重复")
    found = count_targets(site.session, site.site_id, 2026)
    assert found == {ZeroTarget.major_safety: 1, ZeroTarget.public_fire: 1, ZeroTarget.vehicle_loss: 1}
    assert count_targets(site.session, site.site_id, 2025)[ZeroTarget.public_fire] == 1


def told(site: Site, record: Any) -> dict[str, str]:
    """Who found which sentence about a record in his bell."""
    names = {site.user(role).id: role for role in ROLES}
    rows = site.session.query(Notice).filter_by(register=record.slug(), record_id=record.id)
    return {names[row.user_id]: row.zh for row in rows}


def test_001_report_1_the_superior_hears_of_it_at_once(site: Site) -> None:
    paper = example(site, "Incident", by="guard")
    assert set(told(site, paper)) == {"security_lead"}
    assert paper.director_told_at is None


def test_001_report_4_a_major_one_skips_levels(site: Site) -> None:
    paper = example(site, "Incident", major=True)
    words = told(site, paper)
    assert set(words) == {"engineering_lead", "director", "cs_supervisor", "security_lead"}
    assert paper.number in words["director"]
    assert paper.director_told_at == site.now


def test_001_report_4_one_that_turns_out_major_is_told_then_and_once(site: Site) -> None:
    paper = example(site, "Incident")
    site.tick()
    workflow.edit(site.session, paper, {"major": True}, actor=site.actor("technician"), now=site.now)
    when = site.now
    assert "director" in told(site, paper)
    site.tick()
    workflow.edit(site.session, paper, {"cause": "未复位"}, actor=site.actor("technician"), now=site.now)
    assert paper.director_told_at == when


def test_001_secrecy_4_guardian_and_security_hear_of_an_expired_permit(site: Site) -> None:
    paper = permit(site)
    site.do(paper, "first_approve", "security_lead")
    site.do(paper, "approve", "director")
    site.do(paper, "expire", SYSTEM)
    assert {"receptionist", "security_lead"} <= {r for r, zh in told(site, paper).items() if "到期" in zh}


def test_001_report_1_one_sees_ones_own_report(site: Site) -> None:
    mine = example(site, "Incident", by="guard")
    for role, sees in (("guard", True), ("receptionist", False), ("technician", False), ("security_lead", True)):
        actor = site.actor(role)
        with access.acting(site.session, actor):
            assert (access.get(site.session, type(mine), mine.id, actor) is not None) is sees, role
