"""Taking steps over HTTP: the form they ask for, one press, several at once, what they create, and every refusal."""

from collections.abc import Callable
from typing import Any

import pytest

from seed.factories import SIGNATURE, Centre
from tests.screens.conftest import Browser, record


def step(name: str, *records: Any, register: str = "repair_order") -> str:
    return f"/admin/{register}/transition/{name}/?id={','.join(str(r.id) for r in records)}"


@pytest.fixture
def order(centre: Centre) -> Any:
    made = centre.repair_order()
    centre.session.commit()
    return made


def test_a_step_asks_moves_and_says_so(clerk: Browser, order: Any, centre: Centre) -> None:
    page = clerk.get(step("dispatch", order))
    assert order.number in page.words
    assert list(page.errors) == []
    sent = clerk.send(page, technician=str(centre.staff("technician").id))
    assert sent.status == 303
    shown = clerk.get(sent.location)
    assert shown.one("[data-register]")["data-status"] == "dispatched"
    assert shown.value("technician") == centre.staff("technician").name
    told = " ".join(shown.texts("[role=status]"))
    assert centre.staff("technician").name in told
    assert "前到场" in told


def test_what_a_step_needs_is_asked_for_beside_the_field(clerk: Browser, order: Any, centre: Centre) -> None:
    page = clerk.send(clerk.get(step("dispatch", order)))
    assert page.status == 422
    assert list(page.errors) == ["technician"]
    assert record(centre, "RepairOrder", order.id).status == "registered"


def test_a_record_offers_exactly_the_steps_of_its_reader(
    clerk: Browser, technician: Browser, director: Browser, centre: Centre
) -> None:
    order = centre.repair_order(state="dispatched")
    centre.session.commit()

    def offered(browser: Browser) -> set[str]:
        page = browser.get(f"/admin/repair_order/details/?id={order.id}")
        return {str(b["data-transition"]) for b in page.html.select("[data-transition]")}

    assert offered(technician) == {"arrive", "complete"}
    assert {"arrive", "complete", "reassign", "reschedule", "cancel"} <= offered(clerk)
    assert offered(director) == {"void"}


def test_a_step_of_somebody_else_is_refused_with_a_reason(director: Browser, clerk: Browser, order: Any) -> None:
    for answer in (director.get(step("dispatch", order)), director.post(step("dispatch", order), technician="1")):
        assert answer.status == 403
        assert "办理" in answer.words
    assert clerk.post(step("approve", order)).status in {403, 409}


def test_the_second_of_two_hears_who_did_what(
    clerk: Browser, sign_in: Callable[[str], Browser], order: Any, centre: Centre
) -> None:
    lead = sign_in("reception_lead@ltxy")
    mine, hers = clerk.get(step("cancel", order)), lead.get(step("cancel", order))
    assert lead.send(hers, reason="业主不修了").status == 303
    page = clerk.send(mine, reason="重复登记")
    assert page.status == 409
    assert centre.staff("reception_lead").name in page.words
    assert "取消" in page.words


def test_ones_own_double_click_gets_the_first_result(clerk: Browser, order: Any, centre: Centre) -> None:
    page = clerk.get(step("cancel", order))
    first, second = (clerk.send(page, reason="业主不修了") for _ in range(2))
    assert (first.status, second.status) == (303, 303)
    assert first.location == second.location


def test_a_hidden_or_missing_record_does_not_exist(
    sign_in: Callable[[str], Browser], clerk: Browser, order: Any
) -> None:
    neighbour = sign_in("receptionist@yghy")
    for url in (step("dispatch", order), "/admin/repair_order/transition/dispatch/?id=99999",
                "/admin/repair_order/transition/fly/?id=1", "/admin/repair_order/transition/dispatch/?id=x",
                "/admin/repair_order/transition/dispatch/"):  # fmt: skip
        assert neighbour.get(url).status == 404, url
        assert neighbour.post(url, technician="1").status == 404, url
    assert clerk.get(f"/admin/repair_order/transition/cancel/?id={order.id},99999").status == 404


def test_the_directors_monday(director: Browser, centre: Centre) -> None:
    """A week's orders approved at once: each row says what became of it."""
    good = [centre.repair_order(state="called_back") for _ in range(3)]
    early = centre.repair_order(state="completed")
    centre.session.commit()
    page = director.post(step("approve", *good, early), form_token="m1", whole="1")
    assert page.status == 200
    rows = {str(r["data-id"]): str(r["data-result"]) for r in page.html.select("tr[data-result]")}
    assert rows == {**{str(o.id): "done" for o in good}, str(early.id): "refused"}
    assert "已完工" in page.one(f'tr[data-id="{early.id}"]').get_text()
    assert [record(centre, "RepairOrder", o.id).status for o in (*good, early)] == ["approved"] * 3 + ["completed"]


def test_several_at_once_are_asked_once(clerk: Browser, centre: Centre) -> None:
    orders = [centre.repair_order() for _ in range(2)]
    centre.session.commit()
    page = clerk.get(step("dispatch", *orders))
    assert "2 张" in page.words
    refused = clerk.send(page)
    assert (refused.status, list(refused.errors)) == (422, ["technician"])
    done = clerk.send(refused, technician=str(centre.staff("technician").id))
    assert done.status == 200
    assert {record(centre, "RepairOrder", o.id).status for o in orders} == {"dispatched"}


def test_passing_a_call_on_opens_the_other_form_filled_in(clerk: Browser, centre: Centre) -> None:
    log = centre.service_log(caller="王女士", content="客厅漏水")
    centre.session.commit()
    page = clerk.get(step("to_repair", log, register="service_log"))
    fields = page.fields()
    assert (fields["reporter"], fields["content"], fields["unit"]) == ("王女士", "客厅漏水", str(log.unit_id))
    refused = clerk.send(page)
    assert refused.status == 422
    assert "category" in refused.errors
    done = clerk.send(refused, category="leak")
    assert done.status == 303
    assert done.location.startswith("/admin/repair_order/details/")
    assert record(centre, "ServiceLog", log.id).status == "passed_on"
    shown = clerk.get(done.location)
    assert log.number in shown.words
    assert "相关单据" in shown.words
    assert clerk.send(page, category="leak").location.startswith("/admin/repair_order/"), (
        "pressed again: the same order"
    )


def test_a_link_from_elsewhere_leads_to_that_step(clerk: Browser, centre: Centre) -> None:
    log = centre.service_log()
    centre.session.commit()
    page = clerk.get(f"/admin/repair_order/new/?from=service_log:{log.id}:to_repair")
    assert (page.status, page.location) == (303, step("to_repair", log, register="service_log"))


def test_the_technician_finishes_with_a_signature(technician: Browser, centre: Centre) -> None:
    order = centre.repair_order(state="arrived")
    centre.session.commit()
    pixel = ("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
             "rkJggg==")  # fmt: skip
    page = technician.get(step("complete", order))
    sent = technician.send(page, result="换了软管", satisfied="true", owner_sign=pixel)
    assert sent.status == 303, sent.errors
    done = record(centre, "RepairOrder", order.id)
    assert done.status == "completed"
    assert len(done.owner_sign) == len(SIGNATURE)
    shown = technician.get(sent.location)
    picture = technician.client.get(str(shown.one("img.seal")["src"]), buffered=True)
    assert (picture.status_code, picture.mimetype) == (200, "image/png")


def test_a_signature_that_is_no_picture_is_refused(technician: Browser, centre: Centre) -> None:
    order = centre.repair_order(state="arrived")
    centre.session.commit()
    page = technician.send(technician.get(step("complete", order)), result="修好", satisfied="true",
                           owner_sign="data:image/png;base64,QUJD")  # fmt: skip
    assert page.status == 422
    assert "签" in page.errors["owner_sign"]


def test_an_approval_goes_up_its_chain(sign_in: Callable[[str], Browser], director: Browser, centre: Centre) -> None:
    paper = centre.requisition(state="submitted")
    centre.session.commit()
    boss, people = sign_in("cs_supervisor@ltxy"), sign_in("hr_admin@ltxy")
    url = step("approve", paper, register="staff_requisition")
    assert people.post(url, form_token="a0").status in {403, 404}, "not his turn yet"
    assert boss.post(url, form_token="a1").status == 403, "her own document"
    assert director.post(url, form_token="a2", reason="同意").status == 303
    assert record(centre, "StaffRequisition", paper.id).status == "submitted"
    assert people.post(url, form_token="a3").status == 303
    assert record(centre, "StaffRequisition", paper.id).status == "approved"
    shown = boss.get(f"/admin/staff_requisition/details/?id={paper.id}")
    assert shown.texts("ol.chain .b") == ["批准", "批准"]
    assert "同意" in shown.words


def test_over_all_sites_head_office_is_not_told_of_steps_that_are_a_site_s_own(
    sign_in: Callable[[str], Browser], centre: Centre
) -> None:
    centre.complaint(state="investigated")
    centre.session.commit()
    assert sign_in("hq_quality").get("/admin/").texts("[data-column=todo] .t") == []
    assert sign_in("cs_supervisor@ltxy").get("/admin/").texts("[data-column=todo] .a") == ["批示"]
