"""Records on paper: what stands on the sheet, who gets it, one PDF for several, and the log that is written first."""

import base64
import io
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from admin_views.uploads import path_of
from exchange.printing.pdf import PdfError, pdf
from models import REGISTERS, by_name
from models.engine import Attachment, HistoryEntry
from seed.examples import example
from seed.factories import SIGNATURE, Centre
from tests.screens.conftest import Browser
from tests.screens.test_confidentiality import picture

ORDERS = "/admin/repair_order/"


@pytest.fixture
def orders(centre: Centre) -> list[Any]:
    made = [centre.repair_order(state="returned"), centre.repair_order(content="<script>alert(1)</script>水管漏水")]
    centre.session.commit()
    return made


def words(answer: Any) -> list[str]:
    """The text of each page, without the blanks that layout puts between glyphs."""
    assert answer.mimetype == "application/pdf"
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.data)).pages]


def test_the_sheet_is_the_paper_form(clerk: Browser, orders: list[Any]) -> None:
    page = clerk.get(f"{ORDERS}print/?id={orders[0].id}")
    assert page.status == 200
    assert page.texts("h1") == ["维修任务单 （存根）", "维修任务单"], "004 §4.3: the slip with its stub on one sheet"
    assert page.texts(".sheet-site") == ["蓝天新苑"] * 2
    assert page.texts(".sheet-no") == [f"编号 {orders[0].number}"] * 2
    assert "更换软管，试水不漏" in page.words
    assert page.texts(".box b") == ["维修人员", "业主", "回访人", "主任审批"]
    assert page.one(".sheet-qr svg path") is not None
    assert page.answer.headers["Cache-Control"] == "no-store"
    assert f"{ORDERS}print/?paper=form&id={orders[0].id}" in [
        str(a["href"]) for a in clerk.get(f"{ORDERS}details/?id={orders[0].id}").html.select("a[href]")
    ]


def test_several_records_are_one_pdf_each_counting_its_own_pages(clerk: Browser, orders: list[Any]) -> None:
    found = words(clerk.get(f"{ORDERS}pdf/?id={orders[0].id},{orders[1].id}").answer)
    assert len(found) == 2
    for text, order in zip(found, orders, strict=True):
        assert order.number in text
        assert "蓝天新苑" in text
        assert "第1页共1页" in text
    assert "<script>alert(1)</script>水管漏水" in found[1], "what was typed is text, never markup"


def test_the_font_comes_with_the_sheet(clerk: Browser, orders: list[Any]) -> None:
    """Field research N37: no boxes in place of characters where the server has no Chinese font."""
    answer = clerk.get(f"{ORDERS}pdf/?id={orders[0].id}").answer
    fonts = PdfReader(io.BytesIO(answer.data)).pages[0]["/Resources"]["/Font"]  # type: ignore[index]  # as PDF has it
    names = [str(f.get_object()["/BaseFont"]) for f in fonts.values()]
    assert names
    assert all("NotoSerifSC" in n for n in names)


def test_the_signature_is_on_the_paper(clerk: Browser, centre: Centre, tmp_path: Any) -> None:
    order = centre.repair_order(state="completed")
    centre.session.add(Attachment(
        key=SIGNATURE, register="repair_order", record_id=order.id, field="owner_sign", name="签名.png", mime="image/png",
        size=1, sha256="0" * 64, site_id=centre.site_id, uploaded_by_id=centre.user("technician").id, at=centre.now,
    ))  # fmt: skip
    centre.session.commit()

    place = path_of(tmp_path, SIGNATURE)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(picture())
    shown = str(clerk.get(f"{ORDERS}print/?id={order.id}").one("img.sign")["src"])
    assert base64.b64decode(shown.partition(",")[2]) == picture()


def test_a_chain_is_signed_on_paper(sign_in: Callable[[str], Browser], centre: Centre) -> None:
    paper = centre.requisition(state="approved")
    draft = centre.requisition()
    centre.session.commit()
    director = sign_in("director@ltxy")
    page = director.get(f"/admin/staff_requisition/print/?id={paper.id}")
    assert page.texts(".box b") == ["管理处主任", "行政部"]
    assert all("批准" in text for text in page.texts(".box .comment"))
    assert page.texts(".box .line")[1].startswith("日期： 2026-11-19") or "2026-11-19" in page.texts(".box .line")[1]
    blank = director.get(f"/admin/staff_requisition/print/?id={draft.id}")
    assert len(blank.html.select(".box .line i")) == 4, "two boxes to be signed and dated by hand"


def test_a_complaint_has_two_papers(clerk: Browser, centre: Centre) -> None:
    complaint = centre.complaint(state="investigated")
    centre.session.commit()
    sheet = clerk.get(f"/admin/complaint/print/?id={complaint.id}&paper=register")
    assert sheet.texts("h1") == ["客户投诉登记表"]
    assert "现场查看属实" not in sheet.words
    assert "现场查看属实" in clerk.get(f"/admin/complaint/print/?id={complaint.id}").words
    assert clerk.get(f"/admin/complaint/print/?id={complaint.id}&paper=none").status == 404


def test_hidden_rows_and_registers_without_paper_are_missing(
    sign_in: Callable[[str], Browser], clerk: Browser, orders: list[Any], centre: Centre
) -> None:
    other = sign_in("receptionist@yghy")
    assert other.get(f"{ORDERS}print/?id={orders[0].id}").status == 404
    assert other.get(f"{ORDERS}pdf/?id={orders[0].id}").status == 404
    assert clerk.get(f"{ORDERS}pdf/?id={orders[0].id},2000000").status == 404
    assert clerk.get(f"/admin/unit/print/?id={centre.unit().id}").status == 404
    many = ",".join(str(n) for n in range(1, 102))
    assert clerk.get(f"{ORDERS}pdf/?id={many}").status == 413


def test_a_technician_prints_what_he_sees(sign_in: Callable[[str], Browser], orders: list[Any]) -> None:
    page = sign_in("technician@ltxy").get(f"{ORDERS}print/?id={orders[0].id}")
    assert page.status == 200
    labels = page.texts(".fields th")
    assert "报修内容" in labels
    assert "类别" not in labels, "X-29"


def test_prints_are_logged(clerk: Browser, orders: list[Any], centre: Centre) -> None:
    """Catalogue SecretAccessLog: prints of customer data are logged too."""
    clerk.get(f"{ORDERS}pdf/?id={orders[0].id},{orders[1].id}")
    centre.session.expire_all()
    told = centre.session.scalars(select(HistoryEntry).where(HistoryEntry.kind == "print")).all()
    assert [(e.register, e.record_id) for e in told] == [("repair_order", o.id) for o in orders]
    model: Any = by_name("SecretAccessLog")
    logged = centre.session.scalars(select(model).where(model.kind == "print")).all()
    assert [(e.register, e.record_id, e.user_id) for e in logged] == [
        ("repair_order", o.id, centre.user("receptionist").id) for o in orders
    ]


def test_a_sheet_fetches_nothing() -> None:
    page = '<!doctype html><img src="{}"><p>x</p>'
    for address in ("http://127.0.0.1:1/x.png", "file:///etc/passwd"):
        made = None
        try:
            made = pdf([page.format(address)])
        except PdfError:
            continue
        assert b"/Image" not in made, address
    with pytest.raises(PdfError):
        pdf([])


def test_papers_name_fields_that_exist() -> None:
    for model in REGISTERS:
        names = set(model.__fields__)
        for paper in model.__register__.papers:
            used = {*paper.fields, *paper.stub, *(n for _, n in paper.boxes if n)}
            assert used <= names, (model, used - names)
        assert len({p.name for p in model.__register__.papers}) == len(model.__register__.papers)


def test_letters_tell_only_what_they_are_about(sign_in: Callable[[str], Browser], centre: Centre) -> None:
    """X-30: a letter of demand holds this household's amounts, periods and limits, and nothing else."""
    dunning = example(centre, "Dunning")
    notice = example(centre, "RectificationNotice")
    centre.session.commit()
    supervisor = sign_in("cs_supervisor@ltxy")
    page = supervisor.get(f"/admin/dunning/print/?id={dunning.id}")
    assert page.texts("h1") == ["催缴函"]
    assert dunning.unit.address in page.one(".salute").get_text()
    for bill in dunning.bills:
        assert f"{bill.owed:,.2f}" in page.words
        assert str(bill.period_to) in page.words
    assert str(dunning.resident.phone) not in page.words
    assert page.html.select("table") == []
    letter = supervisor.get(f"/admin/rectification_notice/print/?id={notice.id}")
    assert letter.texts("h1") == ["装修违章整改通知书"]
    assert notice.description in letter.words
    assert len(letter.html.select(".box")) == 1
    made = words(supervisor.get(f"/admin/dunning/pdf/?id={dunning.id}").answer)
    assert "催缴函" in made[0]
