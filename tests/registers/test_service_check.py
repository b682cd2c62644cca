"""The service inspection sheet (004 §4.3; D-06; D-16; X-13)."""

import datetime as dt
from typing import Any

import pytest

from tests.registers.centre import Centre
from tests.registers.service_papers import fields

TODAY = dt.date(2026, 11, 23)
GOOD = {"item": "起身问好", "result": "pass"}
BAD = {"item": "登记齐全", "result": "fail", "note": "漏登电话"}


def sheet(centre: Centre, by: str = "reception_lead", **more: Any) -> Any:
    values = {
        "service": "reception",
        "staff": centre.staff["receptionist"],
        "items": [GOOD],
        "conclusion": "pass",
        **more,
    }
    return centre.create(by, "ServiceCheck", **values)


def test_d06_nobody_inspects_himself(centre: Centre) -> None:
    assert fields(lambda: sheet(centre, staff=centre.staff["reception_lead"])) == ["staff"]


def test_x13_a_failed_point_says_why(centre: Centre) -> None:
    assert fields(lambda: sheet(centre, items=[GOOD, {"item": "登记", "result": "fail"}])) == ["items-1-note"]


def test_x13_a_failed_point_fails_the_whole(centre: Centre) -> None:
    assert fields(lambda: sheet(centre, items=[GOOD, BAD])) == ["conclusion"]


@pytest.mark.parametrize(("items", "field"), [([], "items"), ([{"item": "登记"}], "items-0-result")])
def test_what_goes_up_is_judged(centre: Centre, items: list[Any], field: str) -> None:
    paper = sheet(centre, items=items)
    assert fields(lambda: centre.do("reception_lead", paper, "submit")) == [field]


def test_what_failed_opens_one_corrective_action(centre: Centre) -> None:
    paper = sheet(centre, items=[GOOD, BAD], conclusion="fail")
    assert "open_action" not in centre.names("reception_lead", paper)
    centre.do("reception_lead", paper, "submit")
    action = centre.do("reception_lead", paper, "open_action", due_on=TODAY + dt.timedelta(days=3)).created
    assert (action.problem, action.responsible_id) == ("登记齐全：漏登电话", centre.staff["receptionist"].id)
    assert paper.corrective_action_id == action.id
    assert "open_action" not in centre.names("reception_lead", paper)


def test_what_passed_needs_no_action(centre: Centre) -> None:
    paper = sheet(centre)
    centre.do("reception_lead", paper, "submit")
    assert "open_action" not in centre.names("reception_lead", paper)


def test_the_person_inspected_sees_his_sheet_and_his_colleagues_do_not(centre: Centre) -> None:
    paper = sheet(centre)
    assert centre.sees("receptionist", paper)
    assert not centre.sees("cashier", paper)


def test_an_order_is_inspected_where_it_was_done(centre: Centre) -> None:
    order = centre.create("receptionist", "RepairOrder", scope="private", unit=centre.units[0], reporter="赵一", phone="13800000000",
                          category="water", content="漏水")  # fmt: skip
    centre.do("receptionist", order, "dispatch", technician=centre.staff["technician"])
    assert "check_service" not in centre.names("reception_lead", order)
    centre.do("technician", order, "complete", result="修好", satisfied=True, owner_sign="a" * 32)
    paper = centre.do("reception_lead", order, "check_service", items=[GOOD], conclusion="pass").created
    assert (paper.service, paper.staff_id, paper.repair_order_id) == ("repair", centre.staff["technician"].id, order.id)
