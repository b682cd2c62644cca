"""The list page: what it shows, how it is narrowed, ordered and paged, and that it costs the same for any number of rows."""

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import update

from models import by_name
from models.declare import table_of
from seed.factories import Centre
from tests.screens.conftest import Browser

LIST = "/admin/repair_order/"


@pytest.fixture
def orders(centre: Centre) -> list[int]:
    """Seven orders, one more for each state up to called back, oldest first."""
    states = ("registered", "dispatched", "arrived", "completed", "returned", "called_back", "registered")
    made = []
    for state in states:
        centre.tick(60)
        made.append(centre.repair_order(state=state, reported_at=centre.now).id)
    centre.session.commit()
    return made


def test_a_row_carries_what_scripts_and_people_need(clerk: Browser, orders: list[int]) -> None:
    page = clerk.get(LIST)
    row = page.one(f'tr[data-id="{orders[1]}"]')
    assert str(row["data-number"]).startswith("WX-LTXY-20261119-")
    assert row["data-status"] == "dispatched"
    words = " ".join(row.get_text(" ").split())
    assert "3栋1单元502" in words
    assert "厨房水管漏水" in words
    assert "已派单" in words
    assert page.texts("[data-total]") == ["共 7 条"]


def test_newest_first_and_both_ways_by_a_heading(clerk: Browser, orders: list[int]) -> None:
    assert clerk.get(LIST).ids == orders[::-1]
    assert clerk.get(LIST + "?sort=reported_at&desc=0").ids == orders
    by_priority = clerk.get(LIST + "?sort=priority&desc=1").ids
    assert sorted(by_priority) == sorted(orders)


def test_next_and_previous_walk_the_whole_list_without_gap_or_repeat(centre: Centre, clerk: Browser) -> None:
    made = [centre.repair_order(reported_at=centre.tick(1)).id for _ in range(23)]
    table = table_of(by_name("RepairOrder"))
    centre.session.connection().execute(
        update(table).where(table.c.id.in_(made)).values(reported_at=centre.now)
    )  # equal keys: only the id tells them apart
    centre.session.commit()
    for order in ("", "&sort=appointment_at&desc=1", "&sort=appointment_at&desc=0"):
        seen: list[int] = []
        page = clerk.get(f"{LIST}?page_size=20{order}")
        while True:
            seen += page.ids
            link = page.html.select_one("a[rel=next]")
            if link is None:
                break
            page = clerk.get(LIST + str(link["href"]))
        assert sorted(seen) == sorted(made)
        assert len(seen) == len(set(seen))
        back = clerk.get(LIST + str(page.one("a[rel=prev]")["href"]))
        assert back.ids == seen[:20]


def test_rows_with_and_without_a_value_are_walked_in_one_order(centre: Centre, clerk: Browser) -> None:
    made = []
    for n in range(24):
        when = centre.now + dt.timedelta(days=n % 5 + 1) if n % 3 else None
        made.append(centre.repair_order(reported_at=centre.tick(1), appointment_at=when).id)
    centre.session.commit()
    for desc in ("0", "1"):
        first = clerk.get(f"{LIST}?page_size=20&sort=appointment_at&desc={desc}")
        second = clerk.get(LIST + str(first.one("a[rel=next]")["href"]))
        whole = clerk.get(f"{LIST}?page_size=50&sort=appointment_at&desc={desc}")
        assert first.ids + second.ids == whole.ids
        assert clerk.get(LIST + str(second.one("a[rel=prev]")["href"])).ids == first.ids


def test_a_typed_page_number_shows_the_same_rows_as_walking_there(centre: Centre, clerk: Browser) -> None:
    for _ in range(45):
        centre.repair_order(reported_at=centre.tick(1))
    centre.session.commit()
    first = clerk.get(LIST + "?page_size=20")
    second = clerk.get(LIST + str(first.one("a[rel=next]")["href"]))
    assert clerk.get(LIST + "?page_size=20&page=2").ids == second.ids
    assert len(clerk.get(LIST + "?page_size=20&page=3").ids) == 5


def test_chips_show_mine_waiting_overdue_and_days(
    clerk: Browser, technician: Browser, director: Browser, orders: list[int], centre: Centre
) -> None:
    registered, dispatched, arrived, _completed, returned, called_back, again = orders
    assert technician.get(LIST + "?chip=mine").ids == [called_back, returned, _completed, arrived, dispatched]
    assert technician.get(LIST + "?chip=waiting").ids == [arrived, dispatched]
    assert director.get(LIST + "?chip=waiting").ids == [called_back]
    waiting = clerk.get(LIST + "?chip=waiting").ids
    assert registered in waiting
    assert again in waiting
    assert dispatched not in waiting, "its technician is on it"
    assert set(clerk.get(LIST + "?chip=overdue").ids) >= {registered, dispatched}
    assert clerk.get(LIST + "?chip=today").ids == clerk.get(LIST).ids
    assert clerk.get(LIST + "?chip=month").ids == clerk.get(LIST).ids


FILTERS: dict[str, tuple[int, ...]] = {
    "flt_status_eq=registered": (0, 6),
    "flt_status_in=dispatched,arrived": (1, 2),
    "flt_status_in=dispatched&flt_status_in=arrived": (1, 2),
    "flt_status_ne=registered": (1, 2, 3, 4, 5),
    "flt_technician_empty=true": (0, 6),
    "flt_technician_empty=false": (1, 2, 3, 4, 5),
    "flt_satisfied_eq=true": (3, 4, 5),
    "flt_reported_at_eq=2026-11-19": (0, 1, 2, 3, 4, 5, 6),
    "flt_reported_at_lt=2026-11-19": (),
    "flt_reported_at_between=2026-11-01,2026-11-30": (0, 1, 2, 3, 4, 5, 6),
    "flt_content_contains=水管": (0, 1, 2, 3, 4, 5, 6),
    "flt_content_contains=100%25": (),
    "flt_phone_eq=19800000001": (0, 1, 2, 3, 4, 5, 6),
}
"""Which of the seven orders a filter leaves."""


def test_filters_narrow_the_list(clerk: Browser, orders: list[int]) -> None:
    pages = {query: clerk.get(f"{LIST}?{query}") for query in FILTERS}
    assert {q: tuple(orders.index(i) for i in sorted(p.ids)) for q, p in pages.items()} == FILTERS
    assert {q: p.texts("[role=alert] .msg") for q, p in pages.items()} == {q: [] for q in FILTERS}


NONSENSE = {
    "flt_reported_at_ge=gestern": "日期",
    "flt_status_eq=lost": "可选的值",
    "flt_charge_ge=viel": "数字",
    "flt_unit_eq=99999999999": "整数",
    "flt_reported_at_between=2026-11-01": "两个值",
    "flt_nothing_eq=1": "flt_nothing_eq",
    "flt_phone_contains=1980": "flt_phone_contains",
    "page=0": "页码",
    "page=-1": "页码",
    "after=%C3%BF": "翻页位置",
    "before=WzEsWzFdXQ": "翻页位置",
    "sort=password": "排序",
    "chip=all_mine": "快捷筛选",
}
"""What an address may say wrongly, and a word of the sentence about it."""


def test_what_is_not_understood_is_said_and_never_breaks(clerk: Browser, orders: list[int]) -> None:
    for query, word in NONSENSE.items():
        page = clerk.get(f"{LIST}?{query}")
        assert page.status == 200, query
        assert word in " ".join(page.texts("[role=alert] .msg")), query


def test_a_masked_number_can_not_be_probed_by_halves(clerk: Browser, orders: list[int]) -> None:
    assert "198****0001" in clerk.get("/admin/resident/").words
    page = clerk.get("/admin/resident/?flt_phone_contains=1980000000")
    assert "flt_phone_contains" in " ".join(page.texts("[role=alert] .msg"))


def test_search_finds_by_a_character_a_word_a_number_or_digits(clerk: Browser, orders: list[int]) -> None:
    typed = ("漏水", "水", "厨房水管", "周女士", "0001", "WX-LTXY", "3栋1单元502", "19800000001")
    found = {t: orders[0] in clerk.get(LIST, query_string={"search": t}).ids for t in typed}
    assert found == dict.fromkeys(typed, True)


def test_search_without_a_hit_says_what_to_do(clerk: Browser, orders: list[int]) -> None:
    page = clerk.get(LIST + "?search=电梯困人")
    assert page.ids == []
    assert "没有找到" in page.words


def test_nothing_of_another_site_is_listed_counted_or_found(
    sign_in: Callable[[str], Browser], orders: list[int]
) -> None:
    neighbour = sign_in("receptionist@yghy")
    page = neighbour.get(LIST)
    assert page.ids == []
    assert page.texts("[data-total]") == ["共 0 条"]
    assert neighbour.get(LIST + "?search=漏水").ids == []


def test_head_office_sees_every_site_and_says_which(sign_in: Callable[[str], Browser], orders: list[int]) -> None:
    page = sign_in("hq_quality").get(LIST)
    assert page.ids == orders[::-1]
    assert page.html.select_one('th[data-column="site"]') is not None


def test_statements_do_not_grow_with_the_rows(centre: Centre, clerk: Browser, statements: list[str]) -> None:
    def cost() -> int:
        statements.clear()
        assert clerk.get(LIST).status == 200
        return len(statements)

    centre.repair_order(state="arrived")
    centre.session.commit()
    cost()
    few = cost()
    for _ in range(8):
        centre.repair_order(state="arrived")
        centre.unit("3-1-601")
    centre.session.commit()
    assert cost() == few


def test_chosen_columns_and_row_height_are_remembered(clerk: Browser, director: Browser, orders: list[int]) -> None:
    answer = clerk.post(LIST + "preferences/", set="columns", columns=["content", "category"], next=LIST)
    assert (answer.status, answer.location) == (303, LIST)
    heads = [str(h["data-column"]) for h in clerk.get(LIST).html.select("th[data-column]")]
    assert heads == ["number", "content", "category"]
    assert "reported_at" in [h.get("data-column") for h in director.get(LIST).html.select("th")]
    clerk.post(LIST + "preferences/", density="roomy", next=LIST)
    assert clerk.get(LIST).html.select_one("table.roomy") is not None
    clerk.post(LIST + "preferences/", set="columns-default", next="//evil.example/")
    assert len(clerk.get(LIST).html.select("th[data-column]")) > 3


def test_a_kept_view_leads_back_to_the_same_list(clerk: Browser, director: Browser, orders: list[int]) -> None:
    clerk.post(LIST + "views/", action="save", name="待派", query="flt_status_eq=registered&sort=reported_at&evil=1")
    link = next(a for a in clerk.get(LIST).html.select("form.view a") if a.get_text() == "待派")
    page = clerk.get(LIST + str(link["href"]))
    assert page.ids == [orders[0], orders[6]]
    assert "evil" not in str(link["href"])
    assert not director.get(LIST).html.select("form.view"), "a view is its owner's"
    number = page.one("form.view button[name=id]")["value"]
    director.post(LIST + "views/", action="delete", id=number)
    assert clerk.get(LIST).html.select("form.view"), "nobody else can delete it"
    clerk.post(LIST + "views/", action="delete", id=number)
    assert not clerk.get(LIST).html.select("form.view")


def test_a_row_offers_the_next_step_of_this_reader(
    clerk: Browser, technician: Browser, director: Browser, orders: list[int]
) -> None:
    def step(browser: Browser, number: int) -> str:
        found = browser.get(LIST).html.select_one(f'tr[data-id="{number}"] [data-transition]')
        return str(found["data-transition"]) if found else ""

    assert step(clerk, orders[0]) == "dispatch"
    assert step(technician, orders[1]) == "arrive"
    assert step(technician, orders[2]) == "complete"
    assert step(clerk, orders[4]) == "call_back"
    assert step(director, orders[5]) == "approve"


def test_a_register_one_has_no_business_in_is_refused_with_a_reason(technician: Browser) -> None:
    page = technician.get("/admin/secret_access_log/")
    assert page.status == 403
    assert "客户资料查阅日志" in page.words


def test_in_english_no_chinese_is_left_of_ours(clerk: Browser, orders: list[int]) -> None:
    clerk.post("/account/preferences", locale="en", next=LIST)
    page = clerk.get(LIST)
    data = "".join(page.texts("tbody")) + "".join(page.texts("aside, nav .site, .top"))
    ours = "".join(page.texts("main .head, .chips, thead, .foot-bar, .bar > details > summary"))
    assert data
    assert not [c for c in ours if "\u4e00" <= c <= "\u9fff"]
