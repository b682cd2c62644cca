"""Ways round the gates that were tried: each stays shut."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

import access
import workflow
from admin_views.uploads import Keeper
from models import by_name
from models.engine.grams import RESTRICTED
from tests.screens.conftest import Browser
from tests.security.conftest import Built

Browse = Callable[[str], Browser]


def for_all_sites(system: Session, built: Built, register: str, **values: Any) -> Any:
    made = workflow.create(system, by_name(register), values, actor=access.SYSTEM, now=built.now, site_id=None)
    assert made.site_id is None
    system.commit()
    return made


@pytest.mark.parametrize("role", ["director", "hr_admin"])
def test_an_entry_for_all_sites_is_not_changed_from_one_of_them(
    system: Session, built: Built, browse: Browse, role: str
) -> None:
    item = for_all_sites(system, built, "ChecklistItem", subject="work_record", item="登记齐全", standard="都有登记")
    person = browse(role)
    where = f"/admin/checklist_item/edit/?id={item.id}"
    assert person.get(f"/admin/checklist_item/details/?id={item.id}").status == 200
    assert person.get(where).status == 403
    assert person.post(where, standard="改过", version="1").status == 403
    assert person.post(f"/admin/checklist_item/transition/archive/?id={item.id}", reason="不要了").status == 403
    system.refresh(item)
    assert (item.standard, item.status) == ("都有登记", "active")


def test_what_a_site_writes_holds_for_that_site(system: Session, built: Built, browse: Browse) -> None:
    answer = browse("director").post(
        "/admin/work_calendar/new/", day="2026-12-30", kind="rest", note="站点休息", whole="1"
    )
    assert answer.status == 303
    day: Any = by_name("WorkCalendar")
    made = system.scalars(select(day.site_id).where(day.day == dt.date(2026, 12, 30))).all()
    assert made == [built.sites["here"]]


def test_the_administrator_changes_an_entry_for_all_sites(system: Session, built: Built, browse: Browse) -> None:
    item = for_all_sites(system, built, "ChecklistItem", subject="work_record", item="登记", standard="都有登记")
    answer = browse("sysadmin").post(f"/admin/checklist_item/edit/?id={item.id}", standard="更新的标准", version="1")
    assert answer.status == 303
    system.refresh(item)
    assert item.standard == "更新的标准"


def test_the_sign_of_hidden_words_finds_nothing(system: Session, built: Built, browse: Browse) -> None:
    """A complainant's name is in the index behind a sign of its own; typing the sign must not reach it (X-22)."""
    complaint: Any = system.get_one(by_name("Complaint"), built.rows["here"]["Complaint"])
    lead = browse("engineering_lead")
    assert lead.get(f"/admin/complaint/details/?id={complaint.id}").status == 200
    assert complaint.id in browse("receptionist").get(f"/admin/complaint/?search={complaint.complainant}").ids
    for typed in (
        complaint.complainant[:1],
        RESTRICTED + complaint.complainant[:1],
        RESTRICTED + complaint.complainant,
    ):
        page = lead.get("/admin/complaint/?" + urlencode({"search": typed}))
        assert page.status == 200
        assert complaint.id not in page.ids, typed


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("19800000001", "198****0001"),
        ("198 0000 0001", "198 **** 0001"),
        ("198-0000-0001", "198-****-0001"),
        ("(010)12345678", "(010)****5678"),
        ("010-12345678转/、19800000002", "010-****5678转/、198****0002"),
        ("95588", "95588"),
    ],
)
def test_a_telephone_is_masked_however_it_is_grouped(typed: str, shown: str) -> None:
    assert access.mask(by_name("Resident").__fields__["phone"], typed) == shown


def test_a_signature_is_not_taken_off_a_record(app: Flask, system: Session, built: Built, browse: Browse) -> None:
    """Whoever may change the form may take its own files away, not what a step brought."""
    order = system.get_one(by_name("RepairOrder"), built.rows["here"]["RepairOrder"])
    keeper = Keeper(session=system, folder=app.extensions["settings"].data_dir, actor=access.SYSTEM, now=built.now)
    kept = {}
    for name in ("owner_sign", "photos", "attachments"):
        row = keeper.keep(BytesIO(b"x"), "note.txt", register="repair_order", field=name)
        row.record_id = order.id
        kept[name] = row
    system.commit()
    person = browse("cs_supervisor")
    for name, status in (("owner_sign", 404), ("photos", 404), ("attachments", 303)):
        answer = person.post(f"/admin/repair_order/attachments/remove/?id={order.id}&file={kept[name].id}")
        assert answer.status == status, name
    system.expire_all()
    assert [kept[n].record_id for n in ("owner_sign", "photos", "attachments")] == [order.id, order.id, None]


@pytest.mark.parametrize("place", ["", "export/csv/", "export/xlsx/"])
def test_a_search_for_nothing_searchable_finds_nothing(browse: Browse, place: str) -> None:
    answer = browse("director").get(f"/admin/repair_order/{place}?search=_")
    assert answer.status == 200
    assert answer.ids == []
