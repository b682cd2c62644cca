"""A long book is made in the background: with its progress, for whoever asked alone, and gone after a day (issue 2 §3, §6 h)."""

import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import insert, select

from admin_views.export_screens import AT_ONCE
from admin_views.queue import jobs
from jobs.queue import Jobs
from jobs.tasks import carry_on_exports
from models import by_name
from models.declare import table_of
from models.engine import RoleRight
from models.spec import Role, Verb
from seed.factories import Centre
from tests.screens.conftest import Browser, Clock

ORDERS = "/admin/repair_order/"
ALL = f"{ORDERS}export/xlsx/?flt_status_eq=registered"


@pytest.fixture
def many(centre: Centre) -> int:
    """One order more than a book made at once may have."""
    one = centre.repair_order(content="=1+1", phone="19800001234")
    centre.session.flush()
    table = table_of(by_name("RepairOrder"))
    row = dict(centre.session.execute(select(table).where(table.c.id == one.id)).mappings().one())
    copies = [{**row, "id": row["id"] + n, "number": f"{row['number']}-{n}"} for n in range(1, AT_ONCE + 1)]
    centre.session.execute(insert(table), copies)
    centre.session.commit()
    return AT_ONCE + 1


@pytest.fixture
def queue(app: Flask) -> Iterator[Jobs]:
    with app.test_request_context():
        found = jobs()
    yield found
    found.close()


def asked(browser: Browser) -> str:
    answer = browser.get(ALL)
    assert answer.status == 303
    return answer.location


def files(queue: Jobs) -> list[str]:
    return sorted(p.suffix for p in queue.exports.folder.glob("*") if p.suffix != ".lock")


@pytest.mark.usefixtures("many")
def test_a_long_book_is_made_for_its_maker_alone_and_goes_away(
    director: Browser, sign_in: Callable[[str], Browser], queue: Jobs, clock: Clock, many: int
) -> None:
    page = asked(director)
    assert asked(director) == page, "the same wish again leads to the same file"
    waiting = director.get(page)
    assert waiting.one("[data-progress]")["data-progress"] == f"{page}status"
    assert director.get(f"{page}file").status == 404
    assert queue.run_waiting() == 1
    assert director.get("/admin/notices/").texts("button.line") == [], "he was still looking at it"
    told = director.client.get(f"{page}status").get_json()
    assert told["finished"], told
    assert f"{many:,}" in director.get(page).words
    sent = director.client.get(f"{page}file", buffered=True)
    sheet = openpyxl.load_workbook(io.BytesIO(sent.data)).active
    assert sheet is not None
    head, *rows = [list(line) for line in sheet.iter_rows(values_only=True)]
    assert len(rows) == many
    assert {row[head.index("联系电话")] for row in rows} == {"198****1234"}
    assert {row[head.index("报修内容")] for row in rows} == {"=1+1"}
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
    stranger = sign_in("cs_supervisor@ltxy")
    assert [stranger.get(f"{page}{end}").status for end in ("", "status", "file")] == [404, 404, 404]
    clock.at += dt.timedelta(hours=25)
    queue.exports.clear(clock.at)
    assert files(queue) == []
    assert sign_in("director@ltxy").get(page).status == 404


@pytest.mark.usefixtures("many")
def test_who_did_not_wait_for_a_book_is_told_that_it_is_ready(director: Browser, queue: Jobs, clock: Clock) -> None:
    page = asked(director)
    clock.at += dt.timedelta(minutes=2)
    assert queue.run_waiting() == 1
    news = director.get("/admin/notices/")
    assert "导出文件好了" in news.words
    assert director.post(str(news.one("button.line")["formaction"])).location == page


@pytest.mark.usefixtures("many")
def test_cancelling_leaves_nothing_and_a_dead_workers_export_is_carried_on(director: Browser, queue: Jobs) -> None:
    page = asked(director)
    assert director.post(f"{page}cancel/").location == ORDERS
    assert queue.run_waiting() == 1
    assert files(queue) == []
    assert director.get(page).status == 404
    page = asked(director)
    queue.stopping.set()
    assert queue.run_waiting() == 1
    assert files(queue) == [".json"], "half a book is not kept"
    queue.stopping.clear()
    carry_on_exports(queue)
    assert queue.run_waiting() == 1
    assert director.get(f"{page}file").status == 200


@pytest.mark.usefixtures("many")
def test_the_worker_acts_with_the_rights_its_asker_has_by_then(director: Browser, queue: Jobs, centre: Centre) -> None:
    page = asked(director)
    row = RoleRight(
        site_id=centre.site_id, register="repair_order", verb=Verb.export, role=Role.director, allowed=False
    )
    centre.session.add(row)
    centre.session.commit()
    assert queue.run_waiting() == 1
    assert files(queue) == [".json"]
    assert queue.exports.get(page.split("/")[-2]).state == "failed"  # type: ignore[union-attr]  # it is there


def test_full_numbers_are_logged_before_the_work_begins(
    director: Browser, queue: Jobs, centre: Centre, many: int
) -> None:
    url = f"{ALL}&full=1"
    page = director.post(url, {"reason": "年度核对"}).location
    log = by_name("SecretAccessLog")
    logged: Any = centre.session.scalars(select(log).order_by(log.id.desc())).first()
    assert (logged.why, logged.row_count) == ("年度核对", many)
    assert queue.run_waiting() == 1
    sheet = openpyxl.load_workbook(io.BytesIO(director.client.get(f"{page}file", buffered=True).data)).active
    assert sheet is not None
    assert "19800001234" in {cell.value for line in sheet.iter_rows(max_row=2) for cell in line}
