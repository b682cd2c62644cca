"""Homes to let, special services, meeting rooms and cars (004 §7.4.15; 002 职责27, 职责31; 003 内部管理 §1)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from models.base.vehicle import Vehicle
from models.service.listing_entrustment import ListingEntrustment
from tests.registers.centre import MORNING, Centre
from tests.registers.service_papers import fields, refused

HOUR = dt.timedelta(hours=1)
TODAY = dt.date(2026, 11, 23)
PHONE = "19800000001"


def owner(centre: Centre) -> Any:
    lines = [{"unit": centre.units[0], "relation": "owner"}]
    return centre.create("reception_lead", "Resident", name="赵一", phone=PHONE, occupancies=lines)


def listed(centre: Centre, **more: Any) -> Any:
    given = {"unit": centre.units[0], "deal": "let", "asking_price": 2800, **more}
    given.setdefault("owner", owner(centre))
    return centre.create("receptionist", "ListingEntrustment", **given)


def booked(centre: Centre, **more: Any) -> Any:
    given = {"user": "业委会", "room": "一号会议室", "starts_at": MORNING, "ends_at": MORNING + HOUR, **more}
    return centre.create("receptionist", "MeetingService", **given)


def special(centre: Centre, **more: Any) -> Any:
    given = {"unit": centre.units[0], "requester": "赵一", "phone": PHONE, "service": "安装窗帘杆",
             "appointment_at": MORNING + HOUR, "assignee": centre.staff["technician"], **more}  # fmt: skip
    return centre.create("receptionist", "SpecialService", **given)


def car(centre: Centre, by: str = "receptionist", **more: Any) -> Any:
    return centre.create(by, "Vehicle", **{"plate": "京A00001", "unit": centre.units[0], **more})


# homes to let and to sell


def test_a_home_is_listed_once_for_each_kind(centre: Centre) -> None:
    first = listed(centre)
    assert refused(lambda: listed(centre, owner=first.owner)) == [
        ("unit", f"这套房的出租委托{first.number}还在挂牌，请在原单上修改。")
    ]
    assert listed(centre, owner=first.owner, deal="sell").status == "listed"


def test_a_home_can_be_listed_again_once_it_is_withdrawn(centre: Centre) -> None:
    first = listed(centre)
    centre.do("reception_lead", first, "withdraw_listing", reason="自住")
    assert listed(centre, owner=first.owner).status == "listed"


def test_the_database_too_keeps_one_open_listing(centre: Centre) -> None:
    first = listed(centre)
    row = {
        c.name: getattr(first, c.name) for c in ListingEntrustment.__table__.columns if c.name not in {"id", "number"}
    }
    with pytest.raises(IntegrityError):
        centre.session.connection().execute(insert(ListingEntrustment).values(**row, number="ZS-2"))


@pytest.mark.parametrize("price", [0, -1])
def test_a_listing_has_a_price(centre: Centre, price: int) -> None:
    assert fields(lambda: listed(centre, asking_price=price)) == ["asking_price"]


DEAL = {"counterparty": "吴先生", "closed_on": TODAY, "fee": Decimal(500)}


@pytest.mark.parametrize("name", DEAL)
def test_a_deal_says_with_whom_when_and_for_what_fee(centre: Centre, name: str) -> None:
    home = listed(centre)
    less = {k: v for k, v in DEAL.items() if k != name}
    assert fields(lambda: centre.do("cs_supervisor", home, "deal_done", **less)) == [name]


def test_a_deal_has_been_made(centre: Centre) -> None:
    home = listed(centre)
    ahead = {**DEAL, "closed_on": TODAY + dt.timedelta(days=1)}
    assert fields(lambda: centre.do("cs_supervisor", home, "deal_done", **ahead)) == ["closed_on"]


def test_a_deal_keeps_its_fee(centre: Centre) -> None:
    home = listed(centre)
    centre.do("cs_supervisor", home, "deal_done", **DEAL)
    assert (home.status, home.fee, home.counterparty) == ("dealt", Decimal(500), "吴先生")


# special services


def test_x29_the_technician_sees_his_own_services_without_the_money(centre: Centre) -> None:
    mine, other = special(centre, charge=80), special(centre, assignee=centre.staff["guard"])
    assert centre.sees("technician", mine)
    assert not centre.sees("technician", other)
    assert not {"charge", "source_log"} & centre.fields("technician", mine)
    assert {"phone", "requester", "unit", "appointment_at", "service"} <= centre.fields("technician", mine)


def test_the_technician_finishes_what_is_his(centre: Centre) -> None:
    mine = special(centre)
    centre.do("technician", mine, "finish", result="已装好")
    assert (mine.status, mine.result) == ("done", "已装好")


def test_a_booking_by_telephone_ends_its_entry(centre: Centre) -> None:
    log = centre.create("receptionist", "ServiceLog", channel="phone", caller="赵一", kind="request", content="装窗帘杆",
                        unit=centre.units[0], phone=PHONE, appointment_at=MORNING + HOUR)  # fmt: skip
    made = centre.do("receptionist", log, "to_special_service").created
    assert (made.requester, made.service, made.appointment_at) == ("赵一", "装窗帘杆", MORNING + HOUR)
    centre.do("receptionist", made, "finish", result="已装好")
    assert (log.status, log.reply) == ("closed", "已装好")


@pytest.mark.parametrize(("end", "data"), [("miss", {"reason": "无人在家"}), ("cancel", {})])
def test_a_collection_booked_by_telephone_ends_its_entry(centre: Centre, end: str, data: dict[str, str]) -> None:
    log = centre.create("receptionist", "ServiceLog", channel="phone", caller="赵一", kind="appointment_fee", content="上门收费",
                        unit=centre.units[0], phone=PHONE, appointment_at=MORNING + HOUR)  # fmt: skip
    made = centre.do("receptionist", log, "to_appointment").created
    assert (made.contact, made.appointment_at, log.fee_appointment_id) == ("赵一", MORNING + HOUR, made.id)
    assert log.status == "passed_on"
    centre.do("receptionist", made, end, **data)
    assert log.status == "closed"


def test_who_has_left_is_sent_nowhere(centre: Centre) -> None:
    gone = centre.create("hr_admin", "Staff", name="旧员工", job_no="G099", post=centre.posts["technician"], employment="left",
                         left_on=TODAY)  # fmt: skip
    assert fields(lambda: special(centre, assignee=gone)) == ["assignee"]


# meeting rooms


@pytest.mark.parametrize(
    ("starts", "ends", "free"),
    [(-2, -1, True), (-1, 0, True), (1, 2, True), (-1, 0.5, False), (0.5, 2, False), (0.2, 0.8, False), (-1, 2, False), (0, 1, False)],
)  # fmt: skip
def test_one_room_one_meeting_at_a_time(centre: Centre, starts: float, ends: float, free: bool) -> None:  # noqa: FBT001 - a column of the table
    booked(centre)
    times = {"starts_at": MORNING + starts * HOUR, "ends_at": MORNING + ends * HOUR}
    if free:
        assert booked(centre, **times).status == "open"
    else:
        assert fields(lambda: booked(centre, **times)) == ["starts_at"]


def test_another_room_is_free_and_a_voided_meeting_frees_its_own(centre: Centre) -> None:
    first = booked(centre)
    assert booked(centre, room="二号会议室").status == "open"
    centre.do("cs_supervisor", first, "void", reason="取消")
    assert booked(centre).status == "open"


def test_a_room_is_known_however_it_is_spaced(centre: Centre) -> None:
    booked(centre, room="Room  1")
    assert fields(lambda: booked(centre, room=" Room 1 ")) == ["starts_at"]


def test_a_booking_can_be_moved_within_its_own_time(centre: Centre) -> None:
    mine = booked(centre)
    centre.edit("receptionist", mine, ends_at=MORNING + 2 * HOUR)
    assert mine.ends_at == MORNING + 2 * HOUR


def test_a_meeting_ends_after_it_starts(centre: Centre) -> None:
    assert fields(lambda: booked(centre, ends_at=MORNING)) == ["ends_at"]


# cars


def test_a_car_is_registered_once_while_it_parks_here(centre: Centre) -> None:
    first = car(centre)
    assert refused(lambda: car(centre)) == [("plate", f"车牌京A00001已登记（{first.number}），请在原登记上修改。")]


def test_a_car_that_comes_back_is_registered_anew(centre: Centre) -> None:
    centre.do("guard", car(centre), "close")
    assert car(centre).status == "open"


def test_the_database_too_keeps_one_open_entry_of_a_plate(centre: Centre) -> None:
    first = car(centre)
    row = {c.name: getattr(first, c.name) for c in Vehicle.__table__.columns if c.name not in {"id", "number"}}
    with pytest.raises(IntegrityError):
        centre.session.connection().execute(insert(Vehicle).values(**row, number="CL-2"))


def test_a_space_belongs_to_one_home(centre: Centre) -> None:
    car(centre, space="B1-001", space_kind="owned")
    second: dict[str, Any] = {"plate": "京A00002", "space": "B1-001", "space_kind": "rented", "valid_until": TODAY}
    assert fields(lambda: car(centre, **second, unit=centre.units[1])) == ["space"]
    centre.session.rollback()
    car(centre, space="B1-001", space_kind="owned")
    assert car(centre, **second).status == "open"


def test_a_rented_space_says_until_when(centre: Centre) -> None:
    assert fields(lambda: car(centre, space="B1-001", space_kind="rented")) == ["valid_until"]


def test_4c_guards_know_the_home_of_a_car_not_whose_it_is(centre: Centre) -> None:
    mine = car(centre, resident=owner(centre))
    assert "resident" not in centre.fields("guard", mine)
    assert {"unit", "plate"} <= centre.fields("guard", mine)
    assert "resident" in centre.fields("receptionist", mine)
