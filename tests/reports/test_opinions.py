"""Surveys, other ratings, opinions and suggestions, counted by hand."""

import datetime as dt
from decimal import Decimal
from typing import Any

from models.duty.report_list import Report
from models.service.callback import Callback
from models.service.customer_forum import CustomerForum
from models.service.owner_suggestion import OwnerSuggestion
from models.service.satisfaction_survey import SatisfactionSurvey
from reports.row_tables import lines_of
from tests.deadlines.conftest import Centre, at
from tests.reports.sheets import PREPARED, each_figure_has_its_rows, homes, lines, month, shown, values

QUESTION, ANSWER = lines_of(SatisfactionSurvey, "questions"), lines_of(SatisfactionSurvey, "answers")
SAID = lines_of(CustomerForum, "opinions")


def survey(centre: Centre, scores: list[str], rate: str, **values: Any) -> SatisfactionSurvey:
    """A survey of two questions that ended on 20 November, with these answers and the rate they make."""
    base = {"number": f"MY-{next(centre.numbers)}", "status": "approved", "title": "半年调查", "site_id": 1,
            "period_from": dt.date(2026, 11, 1), "period_to": dt.date(2026, 11, 20)}  # fmt: skip
    made = SatisfactionSurvey(
        **centre.base(), **{**base, **values},
        questions=[QUESTION(item="保洁"), QUESTION(item="维修")],
        answers=[ANSWER(scores=s) for s in scores], satisfaction_rate=Decimal(rate),
    )  # fmt: skip
    centre.add(made)
    return made


def call(centre: Centre, mark: int, **values: Any) -> Callback:
    base = {"number": f"HF-{next(centre.numbers)}", "status": "submitted", "kind": "regular", "method": "phone",
            "interviewee": "张三", "called_at": at("12 09:00"), "reached": True, "site_id": 1}  # fmt: skip
    made = Callback(**centre.base(), **{**base, "satisfaction": mark, **values})
    centre.add(made)
    return made


def test_s17_the_satisfaction_rate_weighs_each_survey_by_its_answers(centre_on_both: Centre) -> None:
    """002 §3(2); T-49: 4 and 5 count as satisfied; question by question; a draft is no survey yet."""
    centre = centre_on_both
    centre.setting("target.satisfaction", "70")
    survey(centre, ["54", "35", "44"], "83.33", households_sent=5)
    survey(centre, ["33"], "0.00", period_to=dt.date(2026, 11, 30))
    survey(centre, ["55"], "100.00", status="draft")
    survey(centre, ["55"], "100.00", period_to=dt.date(2026, 12, 1))
    survey(centre, ["55"], "100.00", site_id=2)
    low = call(centre, 2, kind="complaint")
    call(centre, 4)
    call(centre, 1, status="void")
    found = month(centre, Report.satisfaction)
    seen = values(found)
    assert {k: seen[k] for k in ("rate", "surveys", "sent", "answers", "return_rate")} == {
        "rate": Decimal("62.50"),  # 83.33 three times and 0 once: 62.4975
        "surveys": 2,
        "sent": 5,
        "answers": 4,
        "return_rate": Decimal("60.00"),  # three of five; nobody wrote how many got the other one
    }
    assert (found.figure("rate").target, found.figure("rate").verdict) == (Decimal(70), "missed")
    assert [(str(x.label), *(c.value for c in x.cells)) for x in found.table("by_question").lines] == [
        ("保洁", 3, Decimal("4.00"), Decimal("66.67")),
        ("维修", 3, Decimal("4.33"), Decimal("100.00")),
        ("保洁", 1, Decimal("3.00"), Decimal("0.00")),
        ("维修", 1, Decimal("3.00"), Decimal("0.00")),
    ]
    assert (seen["marked"], seen["mark"], seen["good_rate"]) == (2, Decimal("3.00"), Decimal("50.00"))
    assert found.rows("unhappy").ids == (low.id,)
    assert each_figure_has_its_rows(centre, found) > 10


def test_a63_without_a_target_nothing_is_judged_and_a_survey_s_own_counts_first(centre: Centre) -> None:
    assert month(centre, Report.satisfaction).figure("rate").value is None
    only = survey(centre, ["54"], "100.00")
    assert month(centre, Report.satisfaction).figure("rate").verdict == "unset"
    centre.setting("target.satisfaction", "70")
    centre.write(only, target_rate=Decimal(100))
    figure = month(centre, Report.satisfaction).figure("rate")
    assert (figure.target, figure.verdict) == (Decimal(100), "met")


def suggestion(centre: Centre, day: int, topic: str, **values: Any) -> OwnerSuggestion:
    base = {"number": f"YJ-{next(centre.numbers)}", "status": "submitted", "channel": "visit", "content": "多种树",
            "received_on": dt.date(2026, 11, day), "site_id": 1}  # fmt: skip
    made = OwnerSuggestion(**centre.base(), **{**base, "topic": topic, **values})
    centre.add(made)
    return made


def test_s18_opinions_as_counted_by_hand(centre_on_both: Centre) -> None:
    """002 §4(1)(3): by topic, with what could be improved; what has no reply says where it stands."""
    centre = centre_on_both
    one, two = homes(centre, "101", "102")
    suggestion(
        centre, 1, "绿化", unit_id=one, status="approved", replied_at=at("05 09:00"), reply="已补种", improvement="补种"
    )
    waits = suggestion(centre, 30, "绿化", unit_id=one, improvement="")
    later = suggestion(centre, 15, "绿化", unit_id=two, status="approved", replied_at=PREPARED)
    parking = suggestion(centre, 16, "停车", channel="box", status="approved")
    draft = suggestion(centre, 17, "停车", channel="forum", status="draft")
    for status in ("void", "rejected"):
        suggestion(centre, 17, "停车", status=status)
    suggestion(centre, 17, "停车", site_id=2)
    suggestion(centre, 17, "停车", received_on=dt.date(2026, 12, 1))
    suggestion(centre, 17, "停车", received_on=dt.date(2026, 10, 31))
    said = [SAID(opinion="加路灯", done=True), SAID(opinion="修路", done=False), SAID(opinion="换门禁")]
    held = {"number": "ZT-1", "status": "open", "site_id": 1, "host_id": 1, "held_at": at("18 14:00")}
    centre.add(CustomerForum(**centre.base(), **held, opinions=said))
    found = month(centre, Report.opinion_analysis)
    assert values(found) == {
        "received": 4,
        "households": 2,
        "improvable": 1,
        "replied": 1,
        "unreplied": 3,
        "reply_rate": Decimal("25.00"),
        "drafts": 1,
        "forums": 1,
        "said": 3,
        "settled": 1,
        "settled_rate": Decimal("33.33"),
    }
    assert lines(found.table("by_topic")) == {
        "停车": (1, 0, 0, 1, Decimal("0.00")),
        "绿化": (3, 2, 1, 2, Decimal("33.33")),
        "合计": (4, 2, 1, 3, Decimal("25.00")),
    }
    assert lines(found.table("by_channel"))["意见箱"] == (1, 0, Decimal("0.00"))
    assert found.rows("waiting").ids == (later.id, parking.id, draft.id, waits.id)
    assert [line[-1] for line in shown(found, "waiting")] == [
        "已批准，还没有回复业主",
        "已批准，还没有回复业主",
        "已登记，还没有提交",
        "已提交，等客服主管批准",
    ]
    assert each_figure_has_its_rows(centre, found) > 25
