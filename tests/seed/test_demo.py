"""The demo centre: document 003's people, a believable month, work for every desk, the same for the same seed."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from access import SYSTEM, bind, load_actor, passwords, visible
from exchange import site_pack
from exchange.reading.cells import check_digit_fits
from exchange.site_pack.template import write
from models import REGISTERS, by_name
from models.base.post import Post
from models.base.resident import Resident
from models.base.site import Site
from models.base.staff import Staff
from models.base.unit import Unit
from models.base.user import User
from models.connect import make_engine
from models.duty.deadline import Deadline
from models.engine import ApprovalStep, HistoryEntry
from models.finance.bill import Bill
from models.finance.cash_deposit import CashDeposit
from models.finance.receipt import Receipt
from models.office.assigned_task import AssignedTask
from models.office.regulation import Regulation
from models.service.callback import Callback
from models.service.repair_order import RepairOrder
from models.service.service_log import ServiceLog
from models.spec import ALL_SITE_ROLES, Role
from seed import demo, make_packs
from tests.support.databases import Databases
from workflow import offered

NOW = dt.datetime(2026, 11, 20, 6, 30, tzinfo=dt.UTC)
"""Friday, 14:30 at the site."""
PASSWORD = "demo-Pass-9"
SITE_ROLES = [r for r in Role if r not in ALL_SITE_ROLES]


def seeded(databases: Databases, now: dt.datetime = NOW, seed: int = 1) -> str:
    url = databases.fresh("sqlite")
    engine = make_engine(url, poolclass=NullPool)
    demo.seed(lambda: Session(engine), seed, password=PASSWORD, now=now)
    engine.dispose()
    return url


@pytest.fixture(scope="module")
def url(databases: Databases) -> str:
    return seeded(databases)


@pytest.fixture
def session(url: str) -> Iterator[Session]:
    engine = make_engine(url, poolclass=NullPool)
    with Session(engine) as session:
        bind(session, SYSTEM)
        yield session
    engine.dispose()


def site(session: Session, code: str = "LTXY") -> Any:
    return session.scalars(select(Site).where(Site.code == code)).one()


def test_the_establishment_is_document_003s(session: Session) -> None:
    mine = site(session).id
    posts = {p.name: p for p in session.scalars(select(Post).where(Post.site_id == mine))}
    assert sum(p.headcount or 0 for p in posts.values()) == 17
    plan = {
        name: posts[name].headcount
        for name in ("项目经理", "客服主管", "保洁员", "保安主管", "保安员", "监控员", "维修工")
    }
    assert plan == {"项目经理": 1, "客服主管": 1, "保洁员": 3, "保安主管": 1, "保安员": 8, "监控员": 2, "维修工": 1}
    assert all(p.over_establishment is None for p in posts.values())
    lead = session.scalars(select(Staff).where(Staff.site_id == mine, Staff.post_id == posts["客服主管"].id)).one()
    assert [p.name for p in lead.concurrent_posts] == ["财务员"]


def test_homes_and_people_are_invented_and_invalid(session: Session) -> None:
    count = select(func.count(Unit.id)).where(Unit.site_id == site(session).id)
    assert session.execute(count).scalar_one() == 300
    for model in (Resident, Staff):
        for phone, number in session.execute(select(model.phone, model.id_number)):
            assert phone is None or phone[3:7] == "0000"
            assert number is None or not check_digit_fits(number)


@pytest.mark.parametrize("code", ["ltxy", "yghy"])
@pytest.mark.parametrize("role", SITE_ROLES)
def test_every_role_can_sign_in(session: Session, code: str, role: Role) -> None:
    user = session.scalars(select(User).where(User.username == f"{role.value}@{code}")).one()
    assert user.active
    assert not user.must_change_password
    actor = load_actor(session, user.id)
    assert actor is not None
    assert actor.holds(site(session, code.upper()).id, role)


def test_the_password_is_the_one_given(session: Session) -> None:
    user = session.scalars(select(User).where(User.username == "sysadmin")).one()
    assert passwords.verify(user.password_hash, PASSWORD)


def test_a_month_of_every_register(session: Session) -> None:
    mine = site(session).id
    names = (
        "ServiceLog",
        "RepairOrder",
        "Complaint",
        "Callback",
        "WorkInspection",
        "CorrectiveAction",
        "StaffRequisition",
        "Separation",
    )
    for name in names:
        model: Any = by_name(name)
        assert session.execute(select(func.count(model.id)).where(model.site_id == mine)).scalar_one() >= 3
    days = {log.received_at.date() for log in session.scalars(select(ServiceLog).where(ServiceLog.site_id == mine))}
    assert len(days) > 25
    assert max(e.at for e in session.scalars(select(HistoryEntry))) <= NOW


EMPTY_BY_NATURE = {
    "SecretAccessLog": "written when somebody shows, exports or prints protected data",
}


def test_every_register_has_rows_at_the_centre_and_not_all_just_begun(session: Session) -> None:
    mine = site(session).id
    empty, begun = [], []
    for model in REGISTERS:
        register: Any = model
        if not hasattr(register, "site_id") or register.__name__ in EMPTY_BY_NATURE:
            continue
        flow = register.__register__.flow
        told = register.status if flow is not None else register.id
        states = set(session.scalars(select(told).where(register.site_id == mine).distinct()))
        if not states:
            empty.append(register.__name__)
        elif flow is not None and register.__register__.module != "base" and len(flow.states) > 1:
            begun += [register.__name__] if states == {flow.states[0].name} else []
    assert empty == []
    assert begun == []


def test_what_is_paid_is_what_the_standing_receipts_hold(session: Session) -> None:
    held: Counter[int] = Counter()
    for paper in session.scalars(select(Receipt).where(Receipt.status != "reversed")):
        assert paper.total == sum(line.amount for line in paper.lines), paper.number
        for line in paper.lines:
            if line.bill_id is not None:
                held[line.bill_id] += line.amount
    bills = session.scalars(select(Bill)).all()
    assert {str(bill.status) for bill in bills} == {"due", "part", "paid", "waived"}
    for bill in bills:
        assert bill.paid == held[bill.id], bill.number
        assert (bill.status == "paid") == (bill.paid == bill.amount), bill.number
    assert "reversed" in set(session.scalars(select(Receipt.status)))


def test_the_cash_of_every_day_is_banked(session: Session) -> None:
    cash = session.scalars(select(Receipt).where(Receipt.method == "cash", Receipt.status != "reversed")).all()
    banked: defaultdict[int, Decimal] = defaultdict(Decimal)
    for paper in cash:
        assert paper.cash_deposit_id is not None, paper.number
        banked[paper.cash_deposit_id] += paper.total
    for deposit in session.scalars(select(CashDeposit)):
        assert deposit.cash_received == banked[deposit.id]
        assert deposit.difference == 0 or deposit.explanation


def test_a_regulation_is_approved_by_three_people(session: Session) -> None:
    rules = session.scalars(select(Regulation).where(Regulation.status == "approved")).all()
    assert rules
    for rule in rules:
        assert len({rule.drafted_by_id, rule.reviewed_by_id, rule.approved_by_id}) == 3, rule.number


def test_what_a_meeting_decides_becomes_tasks(session: Session) -> None:
    tasks = session.scalars(select(AssignedTask).where(AssignedTask.meeting_id.is_not(None))).all()
    assert len(tasks) >= 4


def test_numbers_follow_the_clock(session: Session) -> None:
    for model in (ServiceLog, RepairOrder, Callback):
        rows = session.scalars(
            select(model).where(model.site_id == site(session).id).order_by(model.created_at, model.id)
        ).all()
        assert [row.number for row in rows] == sorted(str(row.number) for row in rows)


def test_stories_are_consistent(session: Session) -> None:
    for order in session.scalars(select(RepairOrder)):
        times = [order.reported_at, order.arrived_at, order.completed_at, order.returned_at, order.called_back_at]
        given = [t for t in times if t is not None]
        assert given == sorted(given), order.number
        if order.status in {"called_back", "approved", "handed_over"}:
            assert any(c.reached for c in order.callbacks), order.number
        if order.status in {"returned", "called_back", "approved", "handed_over"} and order.scope == "private":
            assert order.owner_sign, order.number


def test_every_desk_has_something_to_do(session: Session) -> None:
    mine = site(session)
    idle = []
    for role in SITE_ROLES:
        user = session.scalars(select(User).where(User.username == f"{role.value}@ltxy")).one()
        actor = load_actor(session, user.id, site_id=mine.id)
        assert actor is not None
        bind(session, actor)
        todo = 0
        for model in REGISTERS:
            if model.__register__.prefix is None:
                continue
            for record in session.scalars(visible(select(model), model, actor).limit(60)):
                final = model.__register__.flow is None or model.__register__.flow.state(record.status).final
                todo += not final and any(o.transition.name != "void" for o in offered(record, actor))
        if not todo:
            idle.append(role.value)
        bind(session, SYSTEM)
    assert idle == []


def test_clocks_run_late_and_are_overdue(session: Session) -> None:
    states = Counter(str(state) for state in session.scalars(select(Deadline.state)))
    assert {"running", "met", "late", "overdue"} <= states.keys()
    assert states["met"] > 4 * (states["late"] + states["overdue"])


def test_approvals_wait_for_every_step(session: Session) -> None:
    waiting = set(session.scalars(select(ApprovalStep.role).where(ApprovalStep.state == "pending")))
    assert {"cs_supervisor", "director", "hr_admin"} <= waiting


def test_the_packs_again_change_nothing(session: Session) -> None:
    for code in ("ltxy", "yghy"):
        path = demo.PACKS / f"{code}.xlsx"
        plan = site_pack.plan(path, path.name, session)
        assert plan.nothing_to_do, plan.counts()


def test_it_goes_into_an_empty_database_only(url: str) -> None:
    engine = make_engine(url, poolclass=NullPool)
    with Session(engine) as session:
        assert not demo.is_empty(session)
    with pytest.raises(ValueError, match="empty"):
        demo.seed(lambda: Session(engine), password=PASSWORD, now=NOW)
    engine.dispose()


def fingerprint(url: str) -> list[Any]:
    engine = make_engine(url, poolclass=NullPool)
    with Session(engine) as session:
        bind(session, SYSTEM)
        rows = session.execute(
            select(HistoryEntry.register, HistoryEntry.record_id, HistoryEntry.at, HistoryEntry.transition)
        )
        out = [tuple(row) for row in rows]
    engine.dispose()
    return out


@pytest.mark.slow
def test_the_same_seed_makes_the_same_centre(databases: Databases, url: str) -> None:
    assert fingerprint(seeded(databases)) == fingerprint(url)


@pytest.mark.slow
@pytest.mark.parametrize(
    "now", ["2027-02-10T16:30:00+00:00", "2026-11-23T00:20:00+00:00"], ids=["holiday-midnight", "monday-early"]
)
def test_any_moment_will_do(databases: Databases, now: str) -> None:
    assert fingerprint(seeded(databases, dt.datetime.fromisoformat(now), seed=5))


@pytest.mark.parametrize("name", ["ltxy", "yghy"])
def test_the_packs_are_what_their_script_makes(name: str, tmp_path: Path) -> None:
    made = tmp_path / "made.xlsx"
    write(made, getattr(make_packs, name)())
    books = [load_workbook(path) for path in (made, demo.PACKS / f"{name}.xlsx")]
    cells = [{s.title: [[c.value for c in row] for row in s.iter_rows()] for s in book} for book in books]
    assert cells[0] == cells[1]
