"""No page reads a table: whatever it shows, its statements look at a few thousand rows at most."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text

pytestmark = pytest.mark.slow

MOST_STEPS = 60_000
"""Steps of SQLite's machine a statement may take: reading a row takes ten to twenty. A walk over all orders takes 500,000."""
EVERY = 1_000
LIST = "/admin/repair_order/"
LISTS = (
    "", "?flt_status_eq=completed", "?flt_status_in=handed_over,approved", "?flt_status_in=registered&sort=id&desc=0",
    "?flt_reported_at_ge=2026-01-01", "?chip=mine", "?chip=waiting", "?chip=overdue", "?chip=today", "?chip=month",
    "?search=水管", "?search=厨房水管", "?search=水", "?search=不会有的词", "?search=0000", "?sort=id&desc=0",
    "?sort=priority&desc=1", "?flt_technician_eq=3",
)  # fmt: skip
OTHERS = (
    "/admin/", "/admin/unit/", "/admin/unit/?search=3栋", "/admin/resident/", "/admin/resident/?search=王", "/admin/staff/",
    "/admin/deadline/", "/admin/callback/", "/admin/repair_order/new/", "/admin/search?q=水管",
    "/admin/repair_order/lookup/unit?q=3-1-5", "/admin/repair_order/lookup/technician?q=",
)  # fmt: skip


class Counter:
    """Counts the steps of every statement; ``most`` is (steps, the statement that took them)."""

    def __init__(self) -> None:
        self.steps = 0
        self.most: tuple[int, str] = (0, "")

    def begin(self, _c: Any, cursor: Any, *_: Any) -> None:
        self.steps = 0
        cursor.connection.set_progress_handler(self._step, EVERY)

    def _step(self) -> int:
        self.steps += EVERY
        return 0

    def note(self, _c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.most = max(self.most, (self.steps, statement))


@contextmanager
def counting(app: Flask) -> Iterator[Counter]:
    with app.app_context():
        engine = app.extensions["sqlalchemy"].engine
    counter = Counter()
    event.listen(engine, "before_cursor_execute", counter.begin)
    event.listen(engine, "after_cursor_execute", counter.note)
    try:
        yield counter
    finally:
        event.remove(engine, "before_cursor_execute", counter.begin)
        event.remove(engine, "after_cursor_execute", counter.note)


@pytest.fixture(scope="module")
def late(app: Flask) -> None:
    """Let each 250th order have an overdue clock."""
    with app.app_context(), app.extensions["sqlalchemy"].engine.begin() as c:
        c.execute(
            text(
                "INSERT INTO deadline (register, record, record_id, rule, cycle, starts_at, due_at, state, accountable, "
                "site_id, level, told, created_at, updated_at, version) "
                "SELECT 'repair_order', number, id, 'arrive', 0, reported_at, reported_at, 'overdue', 'technician', "
                "site_id, 0, 2, reported_at, reported_at, 1 FROM repair_order WHERE id % 250 = 1"
            )
        )


def test_the_counter_sees_a_walk_over_the_table(app: Flask) -> None:
    with counting(app) as counter, app.app_context(), app.extensions["sqlalchemy"].engine.connect() as c:
        c.execute(text("SELECT count(*) FROM repair_order WHERE content LIKE '%水管%'"))
    assert counter.most[0] > 2 * MOST_STEPS


def _cases() -> Iterator[tuple[str, str]]:
    for who in ("clerk", "everywhere"):
        for path in (*(LIST + q for q in LISTS), *OTHERS):
            yield who, path


@pytest.mark.parametrize(("who", "path"), list(_cases()))
def test_a_page_reads_a_few_thousand_rows_at_most(
    who: str, path: str, app: Flask, request: pytest.FixtureRequest
) -> None:
    visitor: FlaskClient = request.getfixturevalue(who)
    with counting(app) as counter:
        answer = visitor.get(path)
    assert answer.status_code in {200, 403}, path
    assert counter.most[0] <= MOST_STEPS, counter.most


def test_walking_on_costs_the_same_far_down(clerk: FlaskClient, app: Flask) -> None:
    page = clerk.get(LIST + "?page=400").text  # a typed page walks the index: the one exception
    found = re.search(r'rel="next" href="([^"]+)"', page)
    assert found is not None
    with counting(app) as counter:
        answer = clerk.get(LIST + found[1].replace("&amp;", "&"))
    assert answer.text.count("<tr data-id=") == 50
    assert counter.most[0] <= MOST_STEPS, counter.most


def test_record_and_form_read_what_they_show(clerk: FlaskClient, app: Flask) -> None:
    row = re.search(r'<tr data-id="(\d+)"', clerk.get(LIST + "?flt_status_eq=registered").text)
    assert row is not None
    for page in ("details", "edit"):
        with counting(app) as counter:
            assert clerk.get(f"{LIST}{page}/?id={row[1]}").status_code == 200
        assert counter.most[0] <= MOST_STEPS, counter.most


def test_a_list_takes_six_statements_at_most(clerk: FlaskClient, app: Flask) -> None:
    with app.app_context():
        engine = app.extensions["sqlalchemy"].engine
    said: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    clerk.get(LIST)
    event.listen(engine, "after_cursor_execute", note)
    try:
        clerk.get(LIST)
    finally:
        event.remove(engine, "after_cursor_execute", note)
    assert len(said) <= 6, said


def _walked(visitor: FlaskClient, query: str, pages: int) -> list[int]:
    """Follow "next" and return the ids seen on the way."""
    seen: list[int] = []
    address = LIST + query
    for _ in range(pages):
        page = visitor.get(address).text
        seen += map(int, re.findall(r'<tr data-id="(\d+)"', page))
        found = re.search(r'rel="next" href="([^"]+)"', page)
        if found is None:
            break
        address = LIST + found[1].replace("&amp;", "&")
    return seen


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("?chip=mine", "site_id = 1 AND (created_by_id = 1 OR technician_id = 1)"),
        ("?chip=overdue", "site_id = 1 AND id % 250 = 1"),
        ("?flt_status_in=registered,dispatched", "site_id = 1 AND status IN ('registered', 'dispatched')"),
        (
            "?flt_status_in=registered,approved&chip=mine",
            "site_id = 1 AND status IN ('registered', 'approved') AND (created_by_id = 1 OR technician_id = 1)",
        ),
    ],
)
def test_pages_of_several_walks_hold_each_row_once_and_in_order(
    query: str, rows: str, clerk: FlaskClient, late: None, app: Flask
) -> None:
    with app.app_context(), app.extensions["sqlalchemy"].engine.connect() as c:
        order = text(f"SELECT id FROM repair_order WHERE {rows} ORDER BY reported_at DESC, id DESC LIMIT 150")  # noqa: S608 - the cases' own words
        expected = list(c.scalars(order))
    assert len(expected) > 60
    assert _walked(clerk, query, 3) == expected
    third = clerk.get(f"{LIST}{query}&page=2&page_size=20").text
    assert [int(i) for i in re.findall(r'<tr data-id="(\d+)"', third)] == expected[20:40]
    with counting(app) as counter:
        clerk.get(LIST + query)
    assert counter.most[0] <= MOST_STEPS, counter.most
