"""汇总报表: the right period, once, figures frozen with the submission and compared with the registers afterwards."""

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import select

import reports.daily
import reports.paper
from access import SYSTEM, acting
from models import by_name
from models.base.setting_keys import BY_KEY
from models.duty.report_list import REPORTS, Report
from models.duty.report_rules import period_of, usual_period
from tests.registers.centre import Centre
from tests.registers.service_papers import SIGNED, refused

WEEK = {"report": "callback_weekly", "period_from": dt.date(2026, 11, 23), "period_to": dt.date(2026, 11, 29)}


def made(centre: Centre, **more: Any) -> Any:
    return centre.create("reception_lead", "PeriodicReport", **{**WEEK, **more})


def order(centre: Centre, *, called: bool) -> Any:
    values = {"scope": "public", "location": "大堂", "reporter": "赵一", "phone": "19800000000", "category": "power",
              "content": "灯不亮"}  # fmt: skip
    paper = centre.create("receptionist", "RepairOrder", **values)
    centre.do("receptionist", paper, "dispatch", technician=centre.staff["technician"])
    centre.do("technician", paper, "complete", result="修好", satisfied=True, owner_sign=SIGNED)
    centre.do("receptionist", paper, "return_slip")
    if called:
        call_back(centre, paper)
    return paper


def call_back(centre: Centre, paper: Any) -> None:
    values = {"kind": "repair", "method": "phone", "interviewee": "赵一", "phone": "19800000000", "reached": True}
    centre.create("receptionist", "Callback", repair_order=paper, **values)


def test_g9_a_week_is_monday_to_sunday_and_the_sentence_says_which(centre: Centre) -> None:
    [(field, words)] = refused(lambda: made(centre, period_from=dt.date(2026, 11, 24)))
    assert (field, "2026-11-23 至 2026-11-29" in words) == ("period_from", True)
    assert [f for f, _ in refused(lambda: made(centre, period_to=dt.date(2026, 11, 28)))] == ["period_to"]
    later = {"period_from": dt.date(2026, 11, 30), "period_to": dt.date(2026, 12, 6)}
    assert [w for _, w in refused(lambda: made(centre, **later))] == ["这一期还没有开始。"]


def test_a34_the_month_of_fees_ends_on_the_site_s_day_or_when_it_is_handed_in(centre: Centre) -> None:
    fees, stock = REPORTS[Report.fee_monthly], REPORTS[Report.attendance_monthly]
    cut: dict[str, Any] = {"fee.cutoff_day": 25}
    day = dt.date
    assert period_of(fees, day(2026, 11, 25), cut.get) == (day(2026, 10, 26), day(2026, 11, 25))
    assert period_of(fees, day(2026, 12, 26), cut.get) == (day(2026, 12, 26), day(2027, 1, 25))
    assert period_of(fees, day(2026, 3, 31), {"fee.cutoff_day": 31}.get) == (day(2026, 3, 1), day(2026, 3, 31))
    assert usual_period(stock, day(2026, 3, 5), BY_KEY.get) == (day(2026, 2, 1), day(2026, 2, 28))
    until_now = {"report": "fee_monthly", "period_from": day(2026, 11, 1), "period_to": day(2026, 11, 23)}
    assert made(centre, **until_now).status == "draft"


def test_g9_a_second_report_of_the_same_period_is_refused_by_the_first_s_number(centre: Centre) -> None:
    first = made(centre)
    [(field, words)] = refused(lambda: made(centre))
    assert (field, first.number in words) == ("period_from", True)
    centre.do("director", first, "void", reason="重做")
    assert made(centre).number != first.number


def test_g5_figures_are_kept_with_the_submission_and_later_changes_are_named(centre: Centre) -> None:
    order(centre, called=True)
    late = order(centre, called=False)
    paper = made(centre)
    assert reports.paper.kept(paper) is None
    with acting(centre.session, SYSTEM):
        live = reports.paper.current(centre.session, paper, centre.now)
    assert live is not None
    assert live.figure("rate").value == Decimal("50.00")
    centre.do("reception_lead", paper, "submit")
    centre.later(hours=2)
    with acting(centre.session, SYSTEM):
        assert reports.paper.changes(centre.session, paper) == ()
    call_back(centre, late)
    centre.session.expire_all()
    kept = reports.paper.kept(paper)
    assert kept is not None
    assert (kept.figure("rate").value, str(paper.figures)) == (Decimal("50.00"), "已随报表留存，1 项未达标")
    with acting(centre.session, SYSTEM):
        changed = {str(c.label): (c.was, c.now) for c in reports.paper.changes(centre.session, paper)}
    assert changed["维修回访率"] == (Decimal("50.00"), Decimal("100.00"))
    assert changed["其中已回访"] == (1, 2)
    assert "本周返回任务单" not in changed


def test_s37_the_worker_prepares_the_system_s_reports_once_a_day(centre: Centre) -> None:
    with acting(centre.session, SYSTEM):
        first = reports.daily.prepare(centre.session, SYSTEM, centre.now)
        assert reports.daily.prepare(centre.session, SYSTEM, centre.now) == 0
        centre.later(days=1)
        assert reports.daily.prepare(centre.session, SYSTEM, centre.now) == first
        papers: list[Any] = list(centre.session.scalars(select(by_name("PeriodicReport"))))
    assert {(p.report.value, p.author, p.status) for p in papers} <= {("arrears_ageing", None, "submitted")}
    assert len(papers) == 2 * first
