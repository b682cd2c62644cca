"""Fixed assets: one code each, a keeper who works here, every change kept (002 职责15)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

import access
from tests.registers.centre import Centre
from workflow import Invalid


def asset(centre: Centre, code: str = "ZC-1", **values: Any) -> Any:
    given = {"code": code, "name": "前台电脑", "place": "客服前台", "keeper": centre.staff["receptionist"].id}
    return centre.create("hr_admin", "FixedAsset", **{**given, **values})


def test_002_duty15_a_code_is_one_assets_until_it_is_voided(centre: Centre) -> None:
    first = asset(centre, price=Decimal("4999.00"))
    with pytest.raises(Invalid) as refused:
        asset(centre)
    assert first.number in refused.value.refusals[0].sentence.text("zh")
    centre.do("director", first, "void", reason="重复登记")
    asset(centre)


def test_the_database_holds_one_code_too(centre: Centre) -> None:
    asset(centre)
    second = asset(centre, "ZC-2")
    with (
        access.acting(centre.session, access.SYSTEM),
        pytest.raises(IntegrityError),
        access.gate(centre.session),
    ):
        second.code = "ZC-1"


def test_002_duty15_a_change_keeps_what_was_before(centre: Centre) -> None:
    computer = asset(centre)
    centre.do("receptionist", computer, "change", place="库房", keeper=centre.staff["technician"].id, reason="调拨")
    centre.edit("hr_admin", computer, place="会议室")
    before, after = computer.moves
    assert (before.on, before.place_before, before.place_after, before.reason) == (
        dt.date(2026, 11, 23), "客服前台", "库房", "调拨",
    )  # fmt: skip
    assert (before.keeper_before_id, before.keeper_after_id) == (
        centre.staff["receptionist"].id, centre.staff["technician"].id,
    )  # fmt: skip
    assert (after.place_before, after.place_after) == ("库房", "会议室")


def test_a_change_changes_something(centre: Centre) -> None:
    with pytest.raises(Invalid):
        centre.do("hr_admin", asset(centre), "change", reason="看看")


def test_only_what_is_scrapped_is_filed(centre: Centre) -> None:
    computer = asset(centre)
    with pytest.raises(Invalid):
        centre.do("hr_admin", computer, "close")
    centre.do("hr_admin", computer, "change", condition="scrapped", reason="主板损坏")
    centre.do("hr_admin", computer, "close")
    assert computer.status == "closed"


def test_4c_the_keeper_sees_what_he_keeps(centre: Centre) -> None:
    computer = asset(centre, keeper=centre.staff["technician"].id)
    assert centre.sees("technician", computer)
    assert not centre.sees("guard", computer)
