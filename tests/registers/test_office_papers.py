"""Smaller papers of administration and duty: 004 §7.1; 002 职责4, 9, 16; 001 安全保密 §3 (G9, X-25, X-26, X-32)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

import workflow
from access import SYSTEM
from models import by_name
from models.duty.report_list import REPORTS, Report
from models.office.office_environment_check import OfficeEnvironmentCheck
from tests.registers.centre import MORNING, Centre

TODAY = dt.date(2026, 11, 23)


def refused(centre: Centre, act: Callable[[], Any]) -> list[str | None]:
    """The fields a refusal names; what was there before stays."""
    centre.session.commit()
    with pytest.raises(workflow.Invalid) as caught:
        act()
    centre.session.rollback()
    return [r.field for r in caught.value.refusals]


def check(centre: Centre, **more: Any) -> Any:
    return centre.create("receptionist", "OfficeEnvironmentCheck", **{"day": TODAY, "tools_ready": True, **more})


def archive(centre: Centre, **more: Any) -> Any:
    values = {"title": "电梯合同", "category": "contract", "year": 2026, "place": "2 柜", "confidential": True}
    return centre.create("hr_admin", "ArchiveItem", **{**values, **more})


def test_004_7_1_what_is_not_in_order_says_what_was_done(centre: Centre) -> None:
    paper = check(centre, items=[{"item": "地面整洁", "ok": False}])
    assert refused(centre, lambda: centre.do("receptionist", paper, "close")) == ["items-0-note"]
    paper = centre.edit("receptionist", paper, items=[{"item": "地面整洁", "ok": False, "note": "已拖净"}])
    centre.do("receptionist", paper, "close")
    assert paper.status == "closed"


def test_004_7_1_one_sheet_a_day_and_area_a_void_one_not_counted(centre: Centre) -> None:
    paper = check(centre)
    assert refused(centre, lambda: check(centre)) == ["area"]
    centre.do("director", paper, "void", reason="填错")
    check(centre)
    check(centre, area="store")


def test_the_database_refuses_the_second_sheet_too(centre: Centre) -> None:
    first = check(centre)
    centre.session.commit()
    table: Any = OfficeEnvironmentCheck.__table__
    columns = {c.key: getattr(first, c.key) for c in table.columns if c.key != "id"}
    with pytest.raises(IntegrityError), centre.session.begin_nested():
        centre.session.connection().execute(table.insert(), {**columns, "number": "HJ-X"})


def test_x26_a_file_is_lent_by_its_keeper_and_comes_back(centre: Centre) -> None:
    item = archive(centre)
    out = {
        "borrower": centre.staff["receptionist"],
        "lent_for": "核对范围",
        "lent_approved_by": centre.staff["director"],
    }
    centre.do("hr_admin", item, "lend", **out)
    assert item.borrower == centre.staff["receptionist"]
    assert centre.names("hr_admin", item) >= {"take_back"}
    assert "lend" not in centre.names("hr_admin", item)
    centre.later(days=2)
    centre.do("hr_admin", item, "take_back")
    (line,) = item.loans
    assert (item.borrower_id, line.borrower, line.lent_on, line.returned_on) == (
        None, centre.staff["receptionist"], TODAY, TODAY + dt.timedelta(days=2),
    )  # fmt: skip
    centre.do("hr_admin", item, "lend", **out)
    assert [row.returned_on for row in item.loans] == [TODAY + dt.timedelta(days=2), None]


def test_x26_a_confidential_file_is_lent_with_anothers_approval(centre: Centre) -> None:
    item = archive(centre)
    out = {"borrower": centre.staff["receptionist"], "lent_for": "核对"}
    assert refused(centre, lambda: centre.do("hr_admin", item, "lend", **out)) == ["lent_approved_by"]
    own = {**out, "lent_approved_by": centre.staff["receptionist"]}
    assert refused(centre, lambda: centre.do("hr_admin", item, "lend", **own)) == ["lent_approved_by"]
    plain = archive(centre, confidential=False)
    centre.do("hr_admin", plain, "lend", **out)


def test_002_9_a_document_number_is_used_once_each_way(centre: Centre) -> None:
    values = {"title": "供暖通知", "doc_no": "蓝物发〔2026〕1号", "direction": "outgoing", "recipients": "各部门"}
    centre.create("hr_admin", "OfficialDocument", **values)
    assert refused(centre, lambda: centre.create("hr_admin", "OfficialDocument", **values)) == ["doc_no"]
    incoming = {**values, "direction": "incoming", "sender": "街道办", "recipients": None}
    centre.create("hr_admin", "OfficialDocument", **incoming)


def test_002_9_a_document_says_whence_or_whither(centre: Centre) -> None:
    values = {"title": "供暖通知", "doc_no": "1号"}
    assert refused(centre, lambda: centre.create("hr_admin", "OfficialDocument", direction="incoming", **values)) == [
        "sender"
    ]
    sent = {**values, "direction": "outgoing"}
    assert refused(centre, lambda: centre.create("hr_admin", "OfficialDocument", **sent)) == ["recipients"]


def test_002_16_an_event_is_summed_up_after_it_was_held(centre: Centre) -> None:
    held = centre.now + dt.timedelta(days=1)
    values = {
        "kind": "culture",
        "title": "包饺子",
        "held_at": held,
        "place": "活动室",
        "plan": "四十户",
        "safety_plan": "两名保安",
    }
    event = centre.create("reception_lead", "CommunityEvent", **values)
    centre.do("reception_lead", event, "submit")
    centre.do("director", event, "approve")
    assert refused(centre, lambda: centre.do("reception_lead", event, "record_result", result="顺利")) == [None]
    centre.later(days=2)
    centre.do("reception_lead", event, "record_result", result="顺利", attendance=90)
    assert (event.status, event.attendance) == ("approved", 90)


def test_x32_publicity_is_approved_and_comes_down_after_it_went_up(centre: Centre) -> None:
    values = {"topic": "冬季用电安全", "medium": "board", "published_on": TODAY}
    paper = centre.create("receptionist", "Publicity", **values)
    assert "take_down" not in centre.names("receptionist", paper)
    centre.do("receptionist", paper, "submit")
    centre.do("director", paper, "approve")
    early = TODAY - dt.timedelta(days=1)
    assert refused(centre, lambda: centre.do("receptionist", paper, "take_down", removed_on=early)) == ["removed_on"]
    centre.do("receptionist", paper, "take_down", removed_on=TODAY)


def test_000_4_5_2_a_duty_log_is_not_closed_empty(centre: Centre) -> None:
    log = centre.create("guard", "DutyLog", kind="night", shift="night", day=TODAY)
    assert refused(centre, lambda: centre.do("guard", log, "close")) == ["events"]
    assert "close" not in centre.names("technician", log), "another's log"


def test_g9_a_report_is_prepared_by_its_post_and_seen_by_every_addressee(centre: Centre) -> None:
    month = {"period_from": dt.date(2026, 11, 1), "period_to": dt.date(2026, 11, 30)}
    assert refused(centre, lambda: centre.create("receptionist", "PeriodicReport", report="fee_monthly", **month)) == [
        "report"
    ]
    paper = centre.create("reception_lead", "PeriodicReport", report="fee_monthly", **month)
    centre.do("reception_lead", paper, "submit")
    centre.do("director", paper, "approve")
    assert paper.status == "submitted", "the cashier has not seen it"
    assert centre.sees("cashier", paper)
    centre.do("cashier", paper, "approve")
    assert paper.status == "approved"


def test_g9_what_the_system_prepares_nobody_files(centre: Centre) -> None:
    week = {"report": "arrears_ageing", "period_from": TODAY, "period_to": TODAY}
    for role in ("reception_lead", "cs_supervisor", "director"):
        assert refused(centre, lambda by=role: centre.create(by, "PeriodicReport", **week)) == ["report"]  # type: ignore[misc]  # bound now


def test_every_report_of_the_catalogue_has_its_preparer_and_addressees() -> None:
    assert set(REPORTS) == set(Report)
    assert all(spec.to for spec in REPORTS.values())


def test_a_recurring_duty_is_written_by_the_calendar_only(centre: Centre) -> None:
    values = {"duty": "office_check", "period": "2026-11-23", "role": "receptionist", "due_at": MORNING}
    duty: Any = by_name("DutyTask")
    with pytest.raises(workflow.Forbidden):
        workflow.create(centre.session, duty, values, actor=centre.actor("director"), now=centre.now)
    task = workflow.create(centre.session, duty, values, actor=SYSTEM, now=centre.now, site_id=centre.site.id)
    assert (task.state, centre.sees("receptionist", task), centre.sees("guard", task)) == ("pending", True, False)
