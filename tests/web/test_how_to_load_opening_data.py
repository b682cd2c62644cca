"""The page is followed: each of its tables is sent as a workbook in its order, written, gone on from, and taken back."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import workflow
from access import load_actor
from models import REGISTERS, by_name
from models.base.site import Site
from models.base.user import User
from models.estate.decoration_application import DecorationApplication
from models.finance.deposit import Deposit
from models.finance.receipt import Receipt
from models.service.complaint import Complaint
from models.service.key_item import KeyItem
from models.service.repair_order import RepairOrder
from tests.web.conftest import SYSTEM, Browser, Clock, words
from tests.web.test_import_papers import book, counts, home, planned, press, supervisor
from tests.web.test_import_papers_states import technician

__all__ = ["home", "supervisor", "technician"]
PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "load-opening-data.md"
Table = tuple[type[Any], list[tuple[str, ...]]]


def tables() -> Iterator[Table]:
    called = {m.__register__.label.zh: m for m in REGISTERS}
    for name, rest in re.findall(
        r"^## \d+\. (\S+)\n(.*?)(?=^## |\Z)", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    ):
        lines = [line for line in rest.splitlines() if line.startswith("|") and not line.startswith("|--")]
        yield called[name], [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


@pytest.fixture
def opened(session: Session, site: Site, home: Any, technician: Any, clock: Clock) -> Any:
    """A site with a home, its owner, a fee and a technician: what stands before the page begins."""
    at: dict[str, Any] = {"actor": SYSTEM, "now": clock(), "site_id": site.id}
    lives = {"unit": home.id, "relation": "owner"}
    workflow.create(session, by_name("Resident"), {"name": "赵一鸣", "occupancies": [lives]}, **at)
    fee = {
        "name": "物业管理费",
        "basis": "area",
        "unit_price": Decimal("1.20"),
        "cycle": "quarter",
        "effective_from": dt.date(2026, 1, 1),
    }
    workflow.create(session, by_name("FeeItem"), fee, **at)
    session.commit()
    return technician


def test_the_page_takes_a_site_from_paper_to_here_and_back(
    supervisor: Browser, session: Session, site: Site, opened: Any, clock: Clock
) -> None:
    done: list[tuple[Any, str, int]] = []
    for model, rows in tables():
        address = planned(supervisor, book(*rows), f"/admin/{model.slug()}/import/")
        page = supervisor.get(address)
        assert counts(page) == {"new": str(len(rows) - 1), "changed": "0", "unchanged": "0", "refused": "0"}, words(
            page
        )
        assert "没有认出" not in words(page), model
        assert "已导入" in words(press(supervisor, address, "apply/", session))
        done.append((model, address, len(rows) - 1))
    assert len(done) >= 8
    session.rollback()
    work = session.scalars(select(DecorationApplication)).one()
    assert (work.status, work.deposit.old_receipt, work.garbage_receipt) == ("working", "0386", "0391")
    assert session.scalar(select(func.count(Receipt.id))) == 0, "what was taken on paper gets no second receipt"
    assert session.scalars(select(KeyItem.lent)).all() == [1]
    assert sorted(o.status for o in session.scalars(select(RepairOrder))) == ["dispatched", "registered"]
    user = session.scalars(select(User.id).where(User.username == "supervisor")).one()
    actor = load_actor(session, user, site_id=site.id)
    assert actor is not None
    finished = {"acceptance": "合格"}
    workflow.apply(session, work, "accept", finished, actor=actor, now=clock())
    session.rollback()
    for model, address, _ in reversed(done):
        said = words(press(supervisor, address, "undo", session))
        assert ("已撤销" in said) is (model not in {Complaint, KeyItem}), said
    session.rollback()
    assert {
        r.status for model in (Deposit, DecorationApplication, RepairOrder) for r in session.scalars(select(model))
    } == {"void"}
    assert session.scalars(select(Complaint.status)).all() == ["investigated"], "a complaint is never taken away"
    assert session.scalars(select(KeyItem.status)).all() == ["open"], "a key that was lent was used"


@pytest.mark.parametrize(
    ("slug", "without", "sentence"),
    [
        ("deposit", "原纸质收据号", "请填原纸质收据号"),
        ("decoration_application", "清运费原纸质收据号", "请填“清运费原纸质收据号”"),
    ],
)
def test_002_duty_2_money_comes_before_work_on_paper_too(
    supervisor: Browser, session: Session, opened: Any, slug: str, without: str, sentence: str
) -> None:
    for model, rows in tables():
        at = rows[0].index(without) if model.slug() == slug else -1
        kept = [tuple(c for i, c in enumerate(row) if i != at) for row in rows]
        address = planned(supervisor, book(*kept), f"/admin/{model.slug()}/import/")
        if model.slug() == slug:
            assert counts(supervisor.get(address))["refused"] == "1"
            assert sentence in words(supervisor.get(address))
            break
        press(supervisor, address, "apply/", session)
    if slug == "deposit":
        address = planned(
            supervisor, book(*dict(tables())[DecorationApplication]), "/admin/decoration_application/import/"
        )
        assert "请先在“押金”里导入" in words(supervisor.get(address))
        assert session.scalar(select(func.count(Deposit.id))) == 0
