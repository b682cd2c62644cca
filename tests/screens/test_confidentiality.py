"""Files, full numbers, exports and look-ups: nothing leaves that its reader may not see, and what leaves is written down."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from PIL import Image
from sqlalchemy import select

from models import by_name
from models.engine import Attachment
from seed.factories import Centre
from tests.screens.conftest import Browser

ORDERS = "/admin/repair_order/"


@pytest.fixture
def order(centre: Centre) -> Any:
    made = centre.repair_order(content="=HYPERLINK(1)", remark="+86 注意")
    centre.session.commit()
    return made


def picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, kind)
    return out.getvalue()


def book() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def attach(browser: Browser, order: Any, name: str, content: bytes) -> list[str]:
    page = browser.post(f"{ORDERS}attachments/?id={order.id}", {"file": (io.BytesIO(content), name)}, form_token="a")
    assert page.status == 303
    return browser.get(f"{ORDERS}details/?id={order.id}").texts("[role=alert] .msg")


def test_good_files_are_kept_under_their_own_names(clerk: Browser, order: Any, centre: Centre) -> None:
    assert attach(clerk, order, "现场 照片.png", picture()) == []
    assert attach(clerk, order, "报价.xlsx", book()) == []
    assert attach(clerk, order, "合同.pdf", b"%PDF-1.7\n...") == []
    assert attach(clerk, order, "../../说明.txt", "请敲门".encode()) == []
    page = clerk.get(f"{ORDERS}details/?id={order.id}")
    assert {"现场 照片.png", "报价.xlsx", "合同.pdf", "说明.txt"} == set(page.texts("#attachments .name"))
    rows = centre.session.scalars(select(Attachment)).all()
    assert all(len(a.key) == 32 and a.record_id == order.id for a in rows)
    shown = clerk.client.get(f"/attachments/{rows[0].id}", buffered=True)
    assert (shown.mimetype, shown.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
    sent = clerk.client.get(f"/attachments/{rows[1].id}", buffered=True)
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert "%E6%8A%A5%E4%BB%B7.xlsx" in sent.headers["Content-Disposition"]


def test_a_file_that_is_not_what_it_says_is_refused_with_a_sentence(clerk: Browser, order: Any) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w") as archive:
        archive.writestr("readme.txt", "x")
    bad = {
        "病毒.exe": b"MZ...", "网页.html": b"<html>", "图.svg": b"<svg/>", "照片.png": b"MZ....", "坏图.jpg": picture("JPEG")[:40],
        "换了名.jpg": picture("PNG"), "表.xlsx": bomb.getvalue(), "文.pdf": b"<script>", "空.txt": b"", "脚本.txt": b"#!/bin/sh\n",
    }  # fmt: skip
    for name, content in bad.items():
        told = attach(clerk, order, name, content)
        assert len(told) == 1, name
        assert name in told[0]
    assert clerk.get(f"{ORDERS}details/?id={order.id}").texts("#attachments .name") == []


def test_a_file_goes_with_its_record(
    clerk: Browser, technician: Browser, sign_in: Callable[[str], Browser], order: Any, centre: Centre
) -> None:
    attach(clerk, order, "照片.png", picture())
    number = centre.session.scalars(select(Attachment.id)).one()
    assert clerk.client.get(f"/attachments/{number}", buffered=True).status_code == 200
    assert technician.client.get(f"/attachments/{number}").status_code == 404, "not his order"
    assert sign_in("receptionist@yghy").client.get(f"/attachments/{number}").status_code == 404
    assert clerk.client.get("/attachments/9999").status_code == 404
    removed = clerk.post(f"{ORDERS}attachments/remove/?id={order.id}&file={number}")
    assert removed.status == 303
    page = clerk.get(f"{ORDERS}details/?id={order.id}")
    assert page.texts("#attachments .name") == []
    assert "去掉附件" in page.words


def test_a_file_sent_with_a_form_belongs_to_the_record(clerk: Browser, centre: Centre) -> None:
    page = clerk.get(f"{ORDERS}new/")
    done = clerk.send(
        page, reporter="周女士", phone="19800000001", category="water", content="漏水", unit=str(centre.unit().id),
        attachments=(io.BytesIO(picture()), "漏点.png"),
    )  # fmt: skip
    assert done.status == 303, done.errors
    assert clerk.get(done.location).texts("#attachments .name") == ["漏点.png"]


def test_files_of_a_refused_form_come_back_with_it(clerk: Browser, centre: Centre) -> None:
    page = clerk.get(f"{ORDERS}new/")
    refused = clerk.send(page, reporter="周女士", attachments=(io.BytesIO(picture()), "漏点.png"))
    assert refused.status == 422
    assert refused.texts('[data-box="attachments"] .name') == ["漏点.png"]
    again = clerk.send(refused, unit="x", attachments=(io.BytesIO(picture()), "第二张.png"))
    assert again.texts('[data-box="attachments"] .name') == ["漏点.png", "第二张.png"]
    keys = [str(i["value"]) for i in again.html.select("input[name=kept_attachments]")]
    second = str(again.html.select("input[name=remove_attachments]")[1]["value"])
    done = clerk.send(
        again, phone="19800000001", category="water", content="漏水", unit=str(centre.unit().id), kept_attachments=keys,
        remove_attachments=second,
    )  # fmt: skip
    assert done.status == 303, done.errors
    assert clerk.get(done.location).texts("#attachments .name") == ["漏点.png"]


def test_full_numbers_need_a_reason_and_leave_a_trace(clerk: Browser, technician: Browser, centre: Centre) -> None:
    owner = centre.owner(centre.unit())
    url = f"/admin/resident/unmask/?id={owner.id}"
    page = clerk.get(f"/admin/resident/details/?id={owner.id}")
    assert page.value("phone") == "198****0001"
    assert clerk.post(url, reason=" ").status == 422
    assert logged(centre) == []
    shown = clerk.post(url, reason="通知停水")
    assert shown.value("phone") == "19800000001"
    assert shown.answer.headers["Cache-Control"] == "no-store"
    assert [(e.why, e.kind.value, e.record_id) for e in logged(centre)] == [("通知停水", "unmask", owner.id)]
    assert "通知停水" in clerk.get(f"/admin/resident/details/?id={owner.id}").words, "the timeline says so"
    assert technician.post(url, reason="想看看").status in {403, 404}


def logged(centre: Centre) -> list[Any]:
    centre.session.rollback()
    return list(centre.session.scalars(select(by_name("SecretAccessLog"))))


def test_an_export_holds_the_lists_rows_masked_and_without_formulas(
    director: Browser, order: Any, centre: Centre
) -> None:
    centre.repair_order(state="cancelled")
    centre.session.commit()
    answer = director.client.get(f"{ORDERS}export/csv/?flt_status_eq=registered", buffered=True)
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "filename*=UTF-8''%E7%BB%B4%E4%BF%AE" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [r["编号"] for r in rows] == [order.number]
    assert rows[0]["状态"] == "已登记"
    assert rows[0]["联系电话"] == "198****0001"
    assert rows[0]["报修内容"] == "'=HYPERLINK(1)"
    assert rows[0]["备注"] == "'+86 注意"
    assert rows[0]["报修时间"] == "2026-11-19 10:00"


def test_an_excel_export_has_figures_dates_and_no_formula(director: Browser, order: Any) -> None:
    answer = director.client.get(f"{ORDERS}export/xlsx/", buffered=True)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    head = [c.value for c in sheet[1]]
    cells = {str(head[i]): c for i, c in enumerate(sheet[2])}
    assert cells["报修内容"].data_type == "s"
    assert cells["报修内容"].value == "=HYPERLINK(1)"
    assert isinstance(cells["报修时间"].value, dt.datetime)


def test_exporting_full_numbers_is_logged_with_how_many(director: Browser, clerk: Browser, centre: Centre) -> None:
    url = "/admin/resident/export/csv/?full=1"
    assert "导出原因" in director.get(url).words
    answer = director.client.post(url, data={"csrf_token": director.token(), "reason": "核对业主电话"}, buffered=True)
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert {"19800000001"} <= {r["联系电话"] for r in rows}
    assert [(e.why, e.row_count) for e in logged(centre)] == [("核对业主电话", len(rows))]
    assert clerk.get(url).status == 403
    assert clerk.get("/admin/resident/export/xlsx/").status == 403
    assert director.get(f"{ORDERS}export/pdf/").status == 404


def test_an_export_keeps_to_its_site(sign_in: Callable[[str], Browser], order: Any) -> None:
    sent = sign_in("hq_quality").client.get(f"{ORDERS}export/csv/", buffered=True).text
    assert order.number in sent
    assert sign_in("receptionist@yghy").get(f"{ORDERS}export/csv/").status == 403


@pytest.mark.parametrize("typed", ["3-1-502", "3栋1单元502", "3#1-502", "三号楼一单元502", "周01", "0001", "502"])
def test_a_home_is_found_however_it_is_written(clerk: Browser, centre: Centre, typed: str) -> None:
    found = clerk.client.get(f"{ORDERS}lookup/unit", query_string={"q": typed}).get_json()
    assert found[0]["text"] == "3栋1单元502"
    assert found[0]["id"] == centre.unit().id
    assert found[0]["sub"] == "周01 · …0001"
    assert found[0]["data"]["owner_phone"] == "19800000001", "the desk fills the order in with it"
    assert len(found) <= 20


def test_a_home_is_found_by_the_beginning_of_its_room_and_a_whole_address_is_that_home(
    clerk: Browser, centre: Centre
) -> None:
    for address in ("2-1-802", "1-2-802", "8-1-301"):
        centre.unit(address)
    centre.session.commit()

    def offered(typed: str) -> list[str]:
        found = clerk.client.get(f"{ORDERS}lookup/unit", query_string={"q": typed}).get_json()
        return [hit["text"] for hit in found]

    assert offered("80") == ["1栋2单元802", "2栋1单元802"]
    assert offered("1单元80") == ["2栋1单元802"]
    assert offered("2-1-802") == ["2栋1单元802"]
    assert offered("8")[0] == "8栋1单元301", "one digit is a building before it is a floor"


def test_a_look_up_gives_no_more_than_a_list(
    clerk: Browser, director: Browser, technician: Browser, sign_in: Callable[[str], Browser], centre: Centre
) -> None:
    there = sign_in("receptionist@yghy").client.get(f"{ORDERS}lookup/unit?q=周01").get_json()
    assert centre.unit().id not in [h["id"] for h in there]
    bare = director.client.get(f"{ORDERS}lookup/unit?q=3-1-502").get_json()
    assert not bare[0]["data"].get("owner_phone"), "the director doesn't fill in orders"
    assert technician.get("/admin/resident/lookup/merged_into?q=周").status == 403
    for path in ("lookup/content", "lookup/nothing", "lookup/unit.address"):
        assert clerk.get(f"{ORDERS}{path}?q=1").status == 404


def test_only_technicians_are_offered_and_their_work_in_hand_is_told(clerk: Browser, centre: Centre) -> None:
    busy = centre.repair_order(state="arrived")
    centre.session.commit()
    found = clerk.client.get(f"{ORDERS}lookup/technician?q=").get_json()
    assert [h["id"] for h in found] == [centre.staff("technician").id]
    assert busy.number in found[0]["sub"]
