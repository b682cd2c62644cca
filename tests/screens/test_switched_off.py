"""A-61: a site does without a group of registers; they vanish there, their rows stay, another site keeps them."""

from collections.abc import Callable
from typing import Any

import pytest

import access
from access import SYSTEM, load_actor
from models import by_name
from models.spec import Role
from seed.examples import example
from seed.factories import Centre
from tests.screens.conftest import Browser, record

LIST = "/admin/dormitory_bed/"


@pytest.fixture
def bed(centre: Centre) -> Any:
    made = example(centre, "DormitoryBed")
    centre.session.commit()
    return made


def switch(centre: Centre, value: str) -> None:
    centre.make("Setting", key="module.dormitory", value=value)
    centre.session.commit()


def test_a_61_what_is_switched_off_vanishes_from_menu_and_addresses(
    centre: Centre, sign_in: Callable[[str], Browser], bed: Any
) -> None:
    hr = sign_in("hr_admin@ltxy")
    assert hr.get(f"{LIST}details/?id={bed.id}").status == 200
    assert hr.get("/admin/").html.select(f'nav a[href="{LIST}"]')
    switch(centre, "否")
    assert hr.get("/admin/").html.select(f'a[href="{LIST}"]') == []
    for url in (LIST, f"{LIST}new/", f"{LIST}details/?id={bed.id}", f"{LIST}edit/?id={bed.id}", f"{LIST}export/csv/"):
        assert hr.get(url).status == 404, url
    assert hr.get(f"/admin/search?q={bed.number}").html.select('a[href*="dormitory_bed"]') == []


def test_a_61_the_gates_refuse_it_and_the_rows_stay(centre: Centre, bed: Any) -> None:
    switch(centre, "否")
    user_id = centre.staff(Role.hr_admin).user_id or 0
    hr = load_actor(centre.session, user_id, site_id=centre.site_id)
    assert hr is not None
    model = by_name("DormitoryBed")
    assert access.get(centre.session, model, bed.id, hr) is None
    assert "没有启用" in str(access.may(hr, model, "create").reason)
    assert not access.may(hr, model, "read", bed)
    assert access.get(centre.session, model, bed.id, SYSTEM) is not None
    assert record(centre, "DormitoryBed", bed.id).id == bed.id


def test_a_61_another_site_keeps_it(centre: Centre, sign_in: Callable[[str], Browser]) -> None:
    centre.make("Setting", key="module.rental", value="否")
    centre.session.commit()
    here, there = sign_in("receptionist@ltxy"), sign_in("receptionist@yghy")
    assert here.get("/admin/listing_entrustment/").status == 404
    assert there.get("/admin/listing_entrustment/").status == 200
