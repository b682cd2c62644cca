"""Boards: who has one, that a number leads to as many rows as it says, and the sites beside each other."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from seed.examples import example
from seed.factories import Centre
from tests.screens.conftest import Browser

SignIn = Callable[[str], Browser]


def test_a_number_leads_to_as_many_rows_as_it_says(director: Browser) -> None:
    form = director.get("/admin/labour_dispute/new/")
    staff = form.html.select_one("select[name=staff] option[value]:not([value=''])")
    chosen = str(staff["value"]) if staff is not None else "1"
    for matter in ("加班费", "年休假"):
        made = director.send(director.get("/admin/labour_dispute/new/"), staff=chosen, matter=matter)
        assert made.status == 303, made.errors
    page = director.get("/admin/board/")
    card = page.one("[data-gauge='safety_yearly.disputes']")
    assert card.select_one(".b.red") is not None
    link = card.select_one(".v a")
    assert link is not None
    assert link.get_text() == "2"
    assert len(director.get(str(link["href"])).html.select("tr[data-id]")) == 2


def test_a_past_month_leads_to_the_bills_that_were_open_then(
    centre: Centre, clock: Any, sign_in: Callable[[str], Browser]
) -> None:
    """S-37: paid on the first of this month, the bill is still behind last month's number; its export and order work too."""
    later = centre.now
    this = later.replace(day=1, hour=3)
    centre.now = this - dt.timedelta(days=3)
    bills = [example(centre, "Bill", due_on=centre.now.date()) for _ in range(2)]
    centre.now = this
    example(centre, "Receipt", bill=bills[0])
    centre.now = later
    centre.session.commit()
    clock.at = max(clock.at, later)
    director = sign_in("director@ltxy")
    links = director.get("/admin/board/").one("[data-gauge='arrears_ageing.owed']").select("svg a[href]")
    before, now = (str(link["href"]) for link in links[-2:])
    rows = director.get(before)
    assert sorted(rows.ids) == sorted(bill.id for bill in bills)
    assert sorted(director.get(f"{before}&sort=amount&desc=1").ids) == sorted(rows.ids)
    assert director.get(now).ids == [bills[1].id]
    export = "/admin/bill/" + str(rows.one('a[href*="export/csv"]')["href"])
    assert len(director.get(export).answer.text.splitlines()) == 1 + 2


def test_every_chart_says_its_months_in_words(director: Browser) -> None:
    for chart in director.get("/admin/board/").html.select("svg[role=group]"):
        assert len(re.findall(r"\d{4}-\d{2} ", str(chart["aria-label"]))) == 6
        assert all(bar.title is not None and bar.title.get_text() for bar in chart.select("rect.level"))


def test_head_office_sees_the_sites_beside_each_other(sign_in: SignIn) -> None:
    hq = sign_in("hq_quality")
    page = hq.get("/admin/board/")
    names = [th.get_text(strip=True) for th in page.html.select(".board-sites tbody th")]
    assert sorted(names) == ["蓝天新苑", "阳光花园"]
    heads = page.html.select(".board-sites thead a")
    assert hq.get(str(heads[0]["href"])).status == 200
    own = page.html.select_one(".board-sites tbody th a")
    assert own is not None
    assert hq.get(str(own["href"])).html.select("[data-gauge]")


def test_who_has_no_board_is_told_so(clerk: Browser, director: Browser) -> None:
    assert clerk.get("/admin/board/").status == 403
    assert "看板" in clerk.get("/admin/board/").words
    assert "/admin/board/" not in {str(a["href"]) for a in clerk.get("/admin/").html.select(".quick a")}
    assert "/admin/board/" in {str(a["href"]) for a in director.get("/admin/").html.select(".quick a")}
    assert director.get("/admin/board/?site=999&board=none&sort=x").status == 200
