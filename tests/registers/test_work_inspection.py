from typing import Any

import pytest

import workflow
from models.office.work_inspection import ItemResult, WorkInspection, as_action
from tests.registers.centre import Centre
from tests.registers.tables import table

PASSED = {"item": "记录完整", "result": "pass"}
FAILED = {"item": "着装", "standard": "统一着装", "result": "fail", "problem": "未戴胸卡"}


def sheet(centre: Centre, *lines: dict[str, Any], by: str = "cs_supervisor", **more: Any) -> Any:
    values = {"kind": "daily", "post": centre.posts["guard"], "staff": centre.staff["guard"], "subject": "appearance",
              "evaluation": "尚可", "items": list(lines), **more}  # fmt: skip
    return centre.create(by, "WorkInspection", **values)


def test_the_transitions_are_an_approval_and_the_action() -> None:
    flow = WorkInspection.__register__.flow
    assert flow is not None
    assert [row[:4] for row in table(flow)][-1] == (
        "open_action",
        "draft submitted approved",
        "stay",
        "cs_supervisor engineering_lead security_lead reception_lead hq_quality",
    )
    assert flow.approval is not None
    assert flow.approval.chain == ("director",)


def test_a_sheet_is_submitted_and_approved_by_the_director(centre: Centre) -> None:
    inspection = sheet(centre, PASSED)
    centre.do("cs_supervisor", inspection, "submit")
    centre.do("director", inspection, "approve")
    assert inspection.status == "approved"


@pytest.mark.parametrize(("lines", "field"), [((), "items"), (({"item": "着装"},), "items-0-result")])
def test_a_sheet_without_judgement_is_not_submitted(centre: Centre, lines: tuple[Any, ...], field: str) -> None:
    inspection = sheet(centre, *lines)
    with pytest.raises(workflow.Invalid) as caught:
        centre.do("cs_supervisor", inspection, "submit")
    assert [r.field for r in caught.value.refusals] == [field]


def test_a_failed_line_says_what_was_wrong(centre: Centre) -> None:
    with pytest.raises(workflow.Invalid) as caught:
        sheet(centre, PASSED, {"item": "着装", "result": "fail"})
    assert [r.field for r in caught.value.refusals] == ["items-1-problem"]


def test_a_failed_line_offers_a_corrective_action_once(centre: Centre) -> None:
    inspection = sheet(centre, PASSED, FAILED)
    assert "open_action" in centre.names("cs_supervisor", inspection)
    action = centre.do("cs_supervisor", inspection, "open_action", due_on="2026-11-30").created
    assert (action.origin, action.problem, action.responsible_id) == (
        "inspection",
        "着装：未戴胸卡",
        centre.staff["guard"].id,
    )
    assert (inspection.corrective_action_id, inspection.status) == (action.id, "draft")
    assert "open_action" not in centre.names("cs_supervisor", inspection)


def test_where_nothing_failed_nothing_is_offered(centre: Centre) -> None:
    inspection = sheet(centre, PASSED)
    assert "open_action" not in centre.names("cs_supervisor", inspection)
    with pytest.raises(workflow.Forbidden):
        centre.do(
            "cs_supervisor",
            inspection,
            "open_action",
            due_on="2026-11-30",
            problem="x",
            responsible=centre.staff["guard"],
        )


@pytest.mark.parametrize(
    ("role", "sees"),
    [("cs_supervisor", True), ("director", True), ("hr_admin", True), ("hq_quality", True), ("guard", True),
     ("technician", False), ("security_lead", False), ("receptionist", False), ("cashier", False)],
)  # fmt: skip
def test_the_inspected_sees_his_own_his_peers_do_not(centre: Centre, role: str, sees: bool) -> None:  # noqa: FBT001 - a column of the table
    assert centre.sees(role, sheet(centre, PASSED)) is sees


@pytest.mark.parametrize("role", ["director", "receptionist", "technician", "guard", "cashier", "hr_admin"])
def test_leaders_and_head_office_inspect(centre: Centre, role: str) -> None:
    with pytest.raises(workflow.Forbidden):
        sheet(centre, PASSED, by=role)


def test_an_action_without_problems_takes_the_judgement() -> None:
    inspection = WorkInspection(evaluation="记录潦草")
    assert as_action(inspection)["problem"] == "记录潦草"
    assert ItemResult("pass") is ItemResult.pass_
