"""A site starts in the middle of its month: papers come in the state they are in, in pieces, mended and sent again."""

import io
from typing import Any, cast

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

import workflow
from access import load_actor, may
from admin_views.papers import imports_papers
from deadlines.sweep import sweep
from exchange import registers
from exchange.batches.life import Store, apply_asked, unfinished
from exchange.batches.words import Interrupted
from exchange.reading.refusals import CellRefused
from exchange.registers.named import Directory
from models import REGISTERS, by_name
from models.base.site import Site
from models.base.user import User
from models.duty.deadline import Deadline, DeadlineState
from models.engine import ImportBatch, Notice
from models.service.custody_item import CustodyItem
from models.service.repair_order import RepairOrder
from models.spec import Role, Verb
from tests.web.conftest import PASSWORD, SYSTEM, Browser, Clock, words
from tests.web.test_import_papers import book, counts, home, planned, press, supervisor
from workflow import accounts

__all__ = ["home", "supervisor"]
HEAD = ("单号", "房号", "报修人", "电话", "日期", "类别", "内容", "进度", "师傅", "派单时间")


def row(number: str, state: str, sent_out: str = "", **changed: str) -> tuple[Any, ...]:
    usual = (
        number,
        "3-1-502",
        "赵一鸣",
        "19900000011",
        "2026-11-01 09:30",
        "给排水",
        f"漏水{number}",
        state,
        "",
        sent_out,
    )
    return tuple({**dict(zip(HEAD, usual, strict=True)), **changed}.values())


@pytest.fixture
def technician(session: Session, site: Site, clock: Clock) -> Any:
    """A technician with an account; his staff record."""
    room: dict[str, Any] = {"actor": SYSTEM, "now": clock(), "site_id": site.id}
    department = workflow.create(session, by_name("Department"), {"name": "工程部"}, **room)
    post = workflow.create(session, by_name("Post"), {"name": "维修工", "department": department.id}, **room)
    staff = workflow.create(session, by_name("Staff"), {"name": "王强", "job_no": "G01", "post": post.id}, **room)
    accounts.create_account(
        session, username="technician", staff=staff, role=Role.technician, reason="test", password=PASSWORD, **room
    )
    session.commit()
    return staff


def test_an_order_already_sent_out_goes_on_from_there(
    supervisor: Browser, session: Session, technician: Any, clock: Clock
) -> None:
    out = row("0101", "已派单", "2026-11-01 10:00", 师傅="王强")
    over, called = row("0102", "已移交归档"), row("0103", "已回访")
    lacking, early = row("0104", "已派单", "2026-11-01 10:00"), row("0105", "已登记", "2026-11-01 10:00")
    address = planned(supervisor, book(HEAD, out, over, called, lacking, early, row("0106", "")))
    assert "师傅" in words(supervisor.get(address)), "a heading nobody knows is shown"
    answer = supervisor.client.post(
        f"{address}remap/",
        data={"csrf_token": supervisor.token(address), "map-0-8": "technician"},
        follow_redirects=True,
    )
    said = words(answer)
    assert counts(answer) == {"new": "2", "changed": "0", "unchanged": "0", "refused": "4"}
    for sentence in ("不用导入", "要有系统里的“回访记录表”为凭", "请填写维修人员", "不填派单时间"):
        assert sentence in said, sentence
    given = {"csrf_token": supervisor.token(address), "good_rows_only": "1"}
    assert "有 4 行没有导入" in words(supervisor.client.post(f"{address}apply/", data=given, follow_redirects=True))
    session.rollback()
    made = {o.content: o for o in session.scalars(select(RepairOrder))}
    order = made["漏水0101"]
    assert (order.status, order.technician is not None) == ("dispatched", True)
    late = session.scalars(select(Deadline).where(Deadline.record_id == order.id)).all()
    assert {d.rule: d.state for d in late} == {"arrive": DeadlineState.overdue, "finish": DeadlineState.overdue}
    before = session.scalar(select(func.count(Notice.id)))
    assert sweep(session, clock()).escalated == 0, "what was late on paper is no new fault"
    assert before == 0
    session.rollback()
    refused = load_workbook(io.BytesIO(supervisor.get(f"{address}refused").data))
    lines = [[c.value for c in line] for line in refused.worksheets[0]]
    assert [line[0] for line in lines[1:]] == ["0102", "0103", "0104", "0105"]
    assert "请填写维修人员" in str(lines[3][-1])
    mended = book(HEAD, out, row("0104", "已派单", "2026-11-01 10:00", 师傅="王强"), row("0106", "", 内容="改了内容"))
    again = planned(supervisor, mended)
    supervisor.client.post(f"{again}remap/", data={"csrf_token": supervisor.token(again), "map-0-8": "technician"})
    assert counts(supervisor.get(again)) == {"new": "1", "changed": "1", "unchanged": "1", "refused": "0"}
    assert "改了内容" in words(supervisor.get(f"{again}?kind=changed"))
    press(supervisor, again, "apply/")
    session.rollback()
    assert sorted(o.content for o in session.scalars(select(RepairOrder))) == ["改了内容", "漏水0101", "漏水0104"]
    press(supervisor, again, "undo", session)
    session.rollback()
    left = {o.content: o.status for o in session.scalars(select(RepairOrder))}
    assert left == {"漏水0106": "registered", "漏水0101": "dispatched", "漏水0104": "void"}


def test_a_key_that_is_out_was_signed_for_on_paper(
    supervisor: Browser, session: Session, site: Site, technician: Any, clock: Clock
) -> None:
    key = {"label": "配电-01", "kind": "equipment", "copies": 2, "keeper": technician.id}
    workflow.create(session, by_name("KeyItem"), key, actor=SYSTEM, now=clock(), site_id=site.id)
    session.commit()
    head = ("钥匙", "借用人", "用途", "借出时间", "应还时间")
    lent = [("配电-01", who, "检修", "2026-11-01 09:00", "2026-11-02 09:00") for who in ("甲", "乙", "丙")]
    page = supervisor.get(planned(supervisor, book(head, *lent), "/admin/key_loan/import/"))
    assert counts(page) == {"new": "2", "changed": "0", "unchanged": "0", "refused": "1"}
    assert "都已借出或遗失" in words(page), "copies are never over-lent"


def test_a_reference_the_person_may_not_see_says_so(account: Any, session: Session, site: Site) -> None:
    """An administrator loads registers whose references are not his to read: the look-up asks ``access`` and says so."""
    account("administrator", Role.sysadmin)
    user = session.scalars(select(User.id).where(User.username == "administrator")).one()
    actor = load_actor(session, user, site_id=site.id)
    assert actor is not None
    hidden = [
        f
        for m in filter(imports_papers, REGISTERS)
        for f in m.__fields__.values()
        if f.target
        and may(actor, m, Verb.import_, site_id=site.id)
        and not may(actor, by_name(f.target), Verb.read, site_id=site.id)
    ]
    assert hidden
    for field in hidden:
        with pytest.raises(CellRefused) as refused:
            Directory(session, actor, site.id).one(field, "甲")
        assert "不能查看" in refused.value.label.text("zh")


def test_a_long_workbook_is_carried_on_where_it_stopped(
    session: Session, site: Site, home: Any, clock: Clock, tmp_path: Any
) -> None:
    head = ("类别", "楼号房号", "寄存人", "物品名称数量", "收存时间")
    rows = [("代收", "3-1-502", "顺丰", f"包裹{n}", "2026-11-01") for n in range(130)]
    store, engine = Store(tmp_path), cast("Engine", session.get_bind())
    batch = registers.upload(
        session, store, book(head, *rows), "代收.xlsx", model=CustodyItem, site_id=site.id, actor=SYSTEM, now=clock()
    )
    number = batch.id
    session.commit()
    registers.plan_papers(engine, store, number, actor=SYSTEM, now=clock())
    session.expire_all()
    apply_asked(session, store, session.get_one(ImportBatch, number))
    session.commit()

    def stopped(_phase: str, done: int, _total: int) -> None:
        if done:
            raise Interrupted

    with pytest.raises(Interrupted):
        registers.apply_papers(engine, store, number, actor=SYSTEM, now=clock(), tell=stopped)
    session.rollback()
    some = session.scalar(select(func.count(CustodyItem.id))) or 0
    assert 0 < some < len(rows), "others could write in between"
    session.rollback()
    assert [b.id for b in unfinished(session, store)] == [number]
    session.commit()
    registers.apply_papers(engine, store, number, actor=SYSTEM, now=clock())
    session.rollback()
    assert session.get_one(ImportBatch, number, populate_existing=True).state == "done"
    assert sorted(session.scalars(select(CustodyItem.description))) == sorted(r[3] for r in rows), "each once"
    session.rollback()
    registers.undo_papers(engine, store, number, actor=SYSTEM, now=clock())
    assert set(session.scalars(select(CustodyItem.status))) == {"void"}
    session.rollback()


def test_every_register_with_openings_may_import_them() -> None:
    found = [m for m in REGISTERS if m.__register__.openings]
    assert {m.__name__ for m in found} == {"RepairOrder", "Complaint", "Bill", "DecorationApplication"}
    assert all(m.__register__.rights.of(Verb.import_) for m in found)
