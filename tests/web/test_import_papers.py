"""From paper to here: open papers of a register loaded from a workbook over HTTP, refused, undone, and who may not."""

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from openpyxl import Workbook, load_workbook
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

import workflow
from admin_views.papers import imports_papers
from exchange.registers.template import template
from models import REGISTERS, by_name
from models.base.site import Site
from models.engine import HistoryEntry
from models.finance.bill import Bill
from models.finance.fee_item import FeeItem
from models.service.custody_item import CustodyItem
from models.service.repair_order import RepairOrder
from models.spec import Role
from tests.web.conftest import SYSTEM, Browser, Clock, words

ORDERS = "/admin/repair_order/import/"
BILLS = "/admin/bill/import/"
HEAD = ("楼号房号", "报修人", "联系电话", "报修时间", "类别", "报修内容", "原纸单编号", "天气")


def book(*rows: tuple[Any, ...], last: str = "") -> io.BytesIO:
    made, out = Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)  # type: ignore[union-attr]  # a new book has a sheet
    if last:
        made.create_sheet("纸质编号").append(("纸质台账最后一个编号", last))
    made.save(out)
    out.seek(0)
    return out


def order(room: str = "3-1-502", **changed: Any) -> tuple[Any, ...]:
    row = dict(
        zip(HEAD, (room, "赵一鸣", "19900000011", "2026-11-01 09:30", "给排水", "厨房漏水", "0107", "晴"), strict=True)
    )
    return tuple({**row, **changed}.values())


@pytest.fixture
def home(session: Session, site: Site, clock: Clock) -> Any:
    building = workflow.create(session, by_name("Building"), {"code": "3"}, actor=SYSTEM, now=clock(), site_id=site.id)
    unit = workflow.create(
        session, by_name("Unit"), {"building": building.id, "entrance": "1", "room": "502", "gross_area": "90.00"},
        actor=SYSTEM, now=clock(), site_id=site.id,
    )  # fmt: skip
    session.commit()
    return unit


@pytest.fixture
def supervisor(account: Callable[..., str], browser: Browser, home: Any) -> Browser:
    browser.sign_in(account("supervisor", Role.cs_supervisor))
    return browser


def send(browser: Browser, made: io.BytesIO, base: str = ORDERS) -> TestResponse:
    fields = {"csrf_token": browser.token(base), "file": (made, "旧单.xlsx")}
    return browser.client.post(base, data=fields, content_type="multipart/form-data")


def press(browser: Browser, address: str, what: str, session: Session | None = None) -> TestResponse:
    if session is not None:
        session.rollback()
    return browser.client.post(f"{address}{what}", data={"csrf_token": browser.token(address)}, follow_redirects=True)


def planned(browser: Browser, made: io.BytesIO, base: str = ORDERS) -> str:
    answer = send(browser, made, base)
    assert answer.status_code == 303, words(answer)
    return str(answer.headers["Location"])


def counts(page: TestResponse) -> dict[str, str]:
    soup = BeautifulSoup(page.text, "html.parser")
    return {str(t["data-verdict"]): t.select_one("[data-count]").get_text() for t in soup.select("[data-verdict]")}  # type: ignore[union-attr]  # each has one


def number_of(session: Session, model: Any) -> int:
    with cast("Engine", session.get_bind()).connect() as c:
        return c.scalar(select(func.count(model.id))) or 0


def test_open_repair_orders_from_template_to_undo(supervisor: Browser, session: Session, home: Any) -> None:
    assert ORDERS.rsplit("/", 2)[1] in supervisor.get("/admin/repair_order/").text
    template = load_workbook(io.BytesIO(supervisor.get(f"{ORDERS}template").data))
    assert {str(c.value).lstrip("*") for c in template.worksheets[0][1]} >= set(HEAD[:7])
    assert template.sheetnames[1:] == ["填写说明", "纸质编号"]
    address = planned(supervisor, book(HEAD, order(), order("3栋1单元502", 报修内容="灯不亮", 类别="电气"), last="107"))
    page = supervisor.get(address)
    assert counts(page) == {"new": "2", "changed": "0", "unchanged": "0", "refused": "0"}
    assert "天气" in words(page), "a column nobody knows is shown"
    assert "0108" in words(page), "where the numbers go on"
    assert number_of(session, RepairOrder) == 0, "a plan writes nothing"
    assert "已导入" in words(press(supervisor, address, "apply/"))
    made = session.scalars(select(RepairOrder).order_by(RepairOrder.id)).all()
    assert [(o.unit_id, o.status, str(o.number)[-4:]) for o in made] == [
        (home.id, "registered", "0108"),
        (home.id, "registered", "0109"),
    ]
    assert "0107" in (made[0].remark or "")
    history = session.scalars(select(HistoryEntry).where(HistoryEntry.register == "repair_order")).all()
    assert {(h.kind, h.actor_name) for h in history} == {("import", history[0].actor_name)}
    assert history[0].user_id == made[0].created_by_id
    assert "已撤销" in words(press(supervisor, address, "undo", session))
    session.expire_all()
    assert {o.status for o in session.scalars(select(RepairOrder))} == {"void"}, "numbers keep no gap"


def test_the_same_file_is_not_written_twice(supervisor: Browser, session: Session) -> None:
    made = book(HEAD, order()).getvalue()
    press(supervisor, planned(supervisor, io.BytesIO(made)), "apply/")
    again = send(supervisor, io.BytesIO(made))
    assert again.status_code == 422
    assert "已经导入过" in words(again)
    assert number_of(session, RepairOrder) == 1


def test_a_refused_row_says_where_and_why_and_nothing_is_written(supervisor: Browser, session: Session) -> None:
    wrong = order("9-9-999", 类别="水电", 报修时间="昨天"), order(联系电话=None)
    address = planned(supervisor, book(HEAD, order(), *wrong))
    page = supervisor.get(address)
    assert counts(page) == {"new": "1", "changed": "0", "unchanged": "0", "refused": "2"}
    said = words(page)
    for sentence in (
        "没有找到“9-9-999”",
        "没有“水电”这个选项",
        "报修时间应为日期和时间",
        "请填写联系电话",
        "A 列（楼号房号）",
        "第 3 行",
    ):
        assert sentence in said, sentence
    assert "有 2 行不能导入" in words(press(supervisor, address, "apply/"))
    assert number_of(session, RepairOrder) == 0


def test_undo_is_refused_once_somebody_went_on(supervisor: Browser, session: Session, clock: Clock) -> None:
    address = planned(supervisor, book(HEAD, order()))
    press(supervisor, address, "apply/")
    made = session.scalars(select(RepairOrder)).one()
    workflow.edit(session, made, {"content": "改过"}, actor=SYSTEM, now=clock())
    session.commit()
    assert "不能撤销" in words(press(supervisor, address, "undo", session))
    session.expire_all()
    assert made.status == "registered"


def test_arrears_keep_the_amount_the_paper_says(
    supervisor: Browser, session: Session, site: Site, clock: Clock, home: Any
) -> None:
    fee = {
        "name": "物业管理费",
        "basis": "area",
        "unit_price": "2.00",
        "cycle": "month",
        "effective_from": "2020-01-01",
    }
    workflow.create(session, FeeItem, fee, actor=SYSTEM, now=clock(), site_id=site.id)
    session.commit()
    head = ("楼号房号", "收费项目", "费用起", "费用止", "缴费期限", "应收")
    rows = (("3-1-502", "物业管理费", f"2026-0{m}-01", f"2026-0{m}-28", "2026-03-31", 123.45) for m in (1, 2))
    address = planned(supervisor, book(head, *rows), BILLS)
    assert "已导入" in words(press(supervisor, address, "apply/"))
    bills = session.scalars(select(Bill).order_by(Bill.id)).all()
    assert [(b.amount, b.owed, b.status) for b in bills] == [(Decimal("123.45"), Decimal("123.45"), "due")] * 2
    session.rollback()
    again = book(head, ("3-1-502", "物业管理费", "2026-01-01", "2026-01-28", "2026-03-31", 10))
    assert "已有账单" in words(supervisor.get(planned(supervisor, again, BILLS))), "002 §2(1): never charged twice"
    press(supervisor, address, "undo", session)
    session.expire_all()
    assert {(b.status, b.owed) for b in session.scalars(select(Bill))} == {("void", Decimal("0.00"))}


def test_an_item_in_custody_comes_in_whose_signature_is_on_paper(supervisor: Browser, session: Session) -> None:
    head = ("类别", "楼号房号", "寄存人", "物品名称数量", "收存时间")
    address = planned(
        supervisor,
        book(head, ("业主寄存", "3-1-502", "赵一鸣", "纸箱一个", "2026-11-01")),
        "/admin/custody_item/import/",
    )
    assert "已导入" in words(press(supervisor, address, "apply/"))
    assert session.scalars(select(CustodyItem)).one().status == "kept"


def test_every_register_that_imports_has_a_template_in_both_languages() -> None:
    for model in filter(imports_papers, REGISTERS):
        for locale in ("zh", "en"):
            out = io.BytesIO()
            template(out, SYSTEM, model, None, locale)
            heads = [c.value for c in load_workbook(out).worksheets[0][1]]
            assert heads, model
            assert len(set(heads)) == len(heads), (model, locale)


def test_complaints_are_never_taken_back(supervisor: Browser) -> None:
    """A complaint is never deleted, so its import says so before it is written."""
    base = "/admin/complaint/import/"
    head = ("投诉方式", "客户名称", "内容摘要")
    page = supervisor.get(planned(supervisor, book(head, ("电话", "赵一鸣", "楼上噪声")), base))
    assert "导入后不能撤销" in words(page)


def test_who_may_not_import(account: Callable[..., str], another: Callable[[], Browser], supervisor: Browser) -> None:
    address = planned(supervisor, book(HEAD, order()))
    desk = another()
    desk.sign_in(account("desk", Role.receptionist))
    for path in (ORDERS, f"{ORDERS}template", address):
        assert desk.get(path).status_code == 403, path
    assert "import/" not in desk.get("/admin/repair_order/").text
    assert supervisor.get(address.replace("repair_order", "bill")).status_code == 404, "another register's import"
    assert supervisor.get(f"{ORDERS}999/").status_code == 404


def test_the_command_rehearses_then_writes(app: Flask, session: Session, home: Any, tmp_path: Any) -> None:
    path = tmp_path / "old.xlsx"
    path.write_bytes(book(HEAD, order()).getvalue())
    command = ["import", "repair_order", str(path), "--site", "LTXY"]
    run = app.test_cli_runner().invoke
    assert run(args=command).exit_code == 0
    assert number_of(session, RepairOrder) == 0
    assert run(args=[*command, "--apply"]).exit_code == 0
    assert number_of(session, RepairOrder) == 1
    assert run(args=[*command, "--apply"]).exit_code == 1, "the same file again"
