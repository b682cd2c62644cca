"""汇总报表: the right period, once, figures frozen with the submission and compared with the registers afterwards."""

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import select

import access
import reports.daily
import reports.paper
import workflow
from access import SYSTEM, acting
from models import by_name
from models.base.setting_keys import BY_KEY
from models.duty.report_list import REPORTS, Report
from models.duty.report_rules import period_of, usual_period
from models.engine import ApprovalStep
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


# --------------------------------------------------------------------------------------- who prepares where the post is empty


def away(centre: Centre, who: str, deputy: str | None) -> None:
    """An approved leave of today and tomorrow."""
    values = {"staff": centre.staff[who], "kind": "official", "official_kind": "trip", "reason": "出差", "status": "approved",
              "starts_at": centre.now - dt.timedelta(hours=1), "ends_at": centre.now + dt.timedelta(hours=30),
              "applied_at": centre.now, "deputy": centre.staff[deputy] if deputy else None}  # fmt: skip
    site_id = centre.site.id
    paper = workflow.create(
        centre.session, by_name("LeaveRequest"), values, actor=SYSTEM, now=centre.now, site_id=site_id
    )
    with access.gate(centre.session):
        paper.status = "approved"
        centre.session.flush()


def gone(centre: Centre, who: str) -> None:
    """The account is switched off: nobody holds the post any more."""
    with acting(centre.session, SYSTEM):
        user = centre.session.get_one(by_name("User"), centre.staff[who].user_id)
    workflow.edit(centre.session, user, {"active": False}, actor=SYSTEM, now=centre.now)


def steps(centre: Centre, paper: Any) -> list[tuple[str, str]]:
    """Whom a paper waits for, in order."""
    with acting(centre.session, SYSTEM):
        query = select(ApprovalStep).where(
            ApprovalStep.record_id == paper.id, ApprovalStep.register == "periodic_report"
        )
        return [(s.role, s.state) for s in centre.session.scalars(query.order_by(ApprovalStep.step))]


# report -> whom it goes to when the customer-service supervisor prepares it in place of the reception lead
BY_THE_SUPERVISOR = {
    "fee_weekly": ["director"],
    "fee_monthly": ["director", "cashier"],
    "repair_handover": ["director"],
    "hotline_monthly": ["director"],
    "mealcost_monthly": ["cashier"],
    "attendance_monthly": ["director", "hr_admin"],
}


def test_a77_where_nobody_holds_the_post_the_next_superior_prepares_and_never_approves_it(centre: Centre) -> None:
    gone(centre, "reception_lead")
    name = centre.staff["cs_supervisor"].name
    for report, to in BY_THE_SUPERVISOR.items():
        spec = REPORTS[Report(report)]
        since, until = period_of(spec, dt.date(2026, 11, 23), lambda _key: None) or (None, None)
        values = {"report": report, "period_from": since, "period_to": until}
        for other in ("receptionist", "director"):
            [(field, words)] = refused(lambda o=other, v=values: centre.create(o, "PeriodicReport", **v))  # type: ignore[misc]  # bound now
            assert (field, words) == ("report", f"“{Report(report).label.zh}”由接待主管编制，目前由{name}代为编制。")
        paper = centre.create("cs_supervisor", "PeriodicReport", **values)
        centre.do("cs_supervisor", paper, "submit")
        assert [role for role, state in steps(centre, paper) if state != "skipped"] == to, report
        assert "approve" not in centre.names("cs_supervisor", paper), report


def test_a77_where_two_levels_are_empty_the_third_prepares_and_head_office_approves(centre: Centre) -> None:
    gone(centre, "reception_lead")
    gone(centre, "cs_supervisor")
    paper = centre.create("director", "PeriodicReport", **WEEK)
    centre.do("director", paper, "submit")
    assert [role for role, state in steps(centre, paper) if state != "skipped"] == ["hq_quality"]


def test_g3_a_deputy_prepares_what_he_may_fill_in_and_the_superior_what_he_may_not(centre: Centre) -> None:
    away(centre, "reception_lead", "receptionist")
    clerk, supervisor = centre.staff["receptionist"].name, centre.staff["cs_supervisor"].name
    [(_, words)] = refused(lambda: centre.create("cs_supervisor", "PeriodicReport", **WEEK))
    assert f"目前由{clerk}代为编制" in words
    paper = centre.create("receptionist", "PeriodicReport", **WEEK)
    centre.later(days=2)
    [(_, words)] = refused(lambda: centre.create("receptionist", "PeriodicReport", **{**WEEK, "report": "fee_weekly"}))
    assert words == "“周收费情况汇总”由接待主管编制。", "he is back"
    centre.do("receptionist", paper, "submit")
    assert paper.status == "submitted", "what was begun while standing in is finished"
    away(centre, "reception_lead", "cashier")
    [(_, words)] = refused(lambda: centre.create("receptionist", "PeriodicReport", **{**WEEK, "report": "fee_weekly"}))
    assert f"目前由{supervisor}代为编制" in words, "the cashier fills in no summaries"
    assert centre.create("cs_supervisor", "PeriodicReport", **{**WEEK, "report": "fee_weekly"}).status == "draft"
