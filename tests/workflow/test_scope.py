"""The wall around sites under every kind of statement, the gate before every write, and logs that nobody rewrites."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, exists, func, insert, or_, select, text, union_all, update
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

import access
import workflow
from access import SYSTEM, acting, bind
from access.scope import SiteBreach, WriteOutsideWorkflow
from models import REGISTERS, by_name
from models.base.building import Building
from models.base.site import Site
from models.base.unit import Unit
from models.base.work_calendar import WorkCalendar
from models.declare import table_of
from models.service.repair_order import RepairOrder
from models.service.service_log import ServiceLog
from seed import factories
from seed.factories import Centre

Order, Log, Home, House = RepairOrder, ServiceLog, Unit, Building
NAMED = aliased(Order, name="o")


@pytest.fixture
def two(centre: Centre) -> tuple[Centre, Centre]:
    """Two centres with an entry and its order each; everybody works at the first."""
    other = factories.centre(centre.session, code="YGHY", name="阳光花园")
    for one in (centre, other):
        log = one.service_log()
        one.do(log, "to_repair", "receptionist", category="water", phone="19800000001")
        one.make("StockItem", code="1", name="垫片", kind="material", measure="个")
    centre.session.flush()
    centre.session.expunge_all()
    return centre, other


STATEMENTS: dict[str, Callable[[Any], Any]] = {
    "entity": lambda hidden: select(Order).where(Order.id == hidden.order),
    "columns": lambda hidden: select(Order.id, Order.reporter).where(Order.id == hidden.order),
    "count of rows": lambda hidden: select(Order.id).where(Order.site_id == hidden.site),
    "aliased": lambda hidden: select(aliased(Order)).where(text("site_id = :s").bindparams(s=hidden.site)),
    "alias by name": lambda hidden: select(NAMED.id).where(NAMED.site_id == hidden.site),
    "join to": lambda hidden: select(Log.id).join(Order, Order.source_log_id == Log.id).where(Order.site_id == hidden.site),
    "join from": lambda hidden: select(Order.id).join(Log, Order.source_log_id == Log.id).where(Log.site_id == hidden.site),
    "outer join": lambda hidden: select(Order.id).outerjoin(Order.unit).where(Order.site_id == hidden.site),
    "relationship join": lambda hidden: select(Home.id).join(Home.building).where(House.site_id == hidden.site),
    "subquery": lambda hidden: select(select(Order.id).where(Order.site_id == hidden.site).subquery()),
    "common table": lambda hidden: select(select(Order.id).where(Order.site_id == hidden.site).cte()),
    "in subquery": lambda hidden: select(Log.id).where(Log.id.in_(select(Order.source_log_id).where(Order.site_id == hidden.site))),
    "exists": lambda hidden: select(Site.id).where(exists().where(Order.site_id == hidden.site)),
    "has": lambda hidden: select(Order.id).where(Order.unit.has(Home.site_id == hidden.site)),
    "union": lambda hidden: union_all(
        select(Order.id).where(Order.site_id == hidden.site), select(Log.id).where(Log.site_id == hidden.site)
    ),
    "or that would open it": lambda hidden: select(Order.id).where(or_(Order.site_id == hidden.site, Order.id == hidden.order)),
    "its site": lambda hidden: select(Site).where(Site.id == hidden.site),
    "eager": lambda hidden: select(Order).options(joinedload(Order.unit)).where(Order.id == hidden.order),
    "eager in": lambda hidden: select(Order).options(selectinload(Order.unit)).where(Order.id == hidden.order),
    "for update": lambda hidden: select(Order).where(Order.id == hidden.order).with_for_update(),
    "from statement": lambda hidden: select(Order.number).select_from(Order).where(Order.site_id == hidden.site).distinct(),
}  # fmt: skip


class Hidden:
    """Ids of the other site's rows."""

    def __init__(self, session: Session, other: Centre) -> None:
        with acting(session, SYSTEM):
            self.site = other.site_id
            self.order = session.scalars(select(Order.id).where(Order.site_id == other.site_id)).one()


@pytest.mark.parametrize("role", ["receptionist", "director", "staff"])
def test_no_statement_finds_a_row_of_another_site(two: tuple[Centre, Centre], role: str) -> None:
    here, other = two
    session, hidden = here.session, Hidden(here.session, other)
    actor = here.actor(role)
    found = {}
    for name, statement in STATEMENTS.items():
        session.expunge_all()
        with acting(session, actor):
            found[name] = len(session.execute(statement(hidden)).all())
        with acting(session, SYSTEM):
            assert session.execute(statement(hidden)).all(), f"{name}: the statement finds nothing for anybody"
    assert {name: n for name, n in found.items() if n} == {}


def test_counts_and_sums_are_of_ones_own_site(two: tuple[Centre, Centre]) -> None:
    here, _other = two
    with acting(here.session, here.actor("director")):
        assert here.session.scalar(select(func.count()).select_from(Order)) == 1
        assert here.session.scalar(select(func.count(Order.id))) == 1
        assert here.session.scalar(select(func.max(Order.site_id))) == here.site_id
    with acting(here.session, here.actor("hq_quality")):
        assert here.session.scalar(select(func.count()).select_from(Order)) == 2


def test_get_refresh_and_relationships_stay_within(two: tuple[Centre, Centre]) -> None:
    here, other = two
    session, hidden = here.session, Hidden(here.session, other)
    clerk = here.actor("receptionist")
    session.expunge_all()
    with acting(session, clerk):
        assert session.get(Order, hidden.order) is None
        assert access.get(session, Order, hidden.order, clerk) is None
        mine = session.scalars(select(Order)).one()
        assert mine.unit is not None
        assert mine.unit.site_id == here.site_id
        assert mine.source_log is not None
        assert mine.source_log.site_id == here.site_id


def test_statements_that_write_reach_nothing_of_another_site(two: tuple[Centre, Centre]) -> None:
    """Even inside the gate: the wall stands under update and delete as under select."""
    here, other = two
    session, hidden = here.session, Hidden(here.session, other)
    with acting(session, here.actor("director")):
        session.info["gate"] = 1
        try:
            changed: Any = session.execute(update(Order).where(Order.id == hidden.order).values(reporter="x"))
            gone: Any = session.execute(delete(Home).where(Home.site_id == hidden.site))
            assert (changed.rowcount, gone.rowcount) == (0, 0)
        finally:
            session.info["gate"] = 0


def test_nobody_sees_nothing(two: tuple[Centre, Centre]) -> None:
    """A session without an actor: no row of any register, whatever the scope."""
    here, other = two
    session, hidden = here.session, Hidden(here.session, other)
    bind(session, None)
    session.expunge_all()
    for model in REGISTERS:
        entity: Any = model
        assert session.scalar(select(func.count()).select_from(entity)) == 0, model
        assert session.scalars(select(entity)).first() is None
    for name, statement in STATEMENTS.items():
        assert session.execute(statement(hidden)).all() == [], name
    bind(session, SYSTEM)


def test_rows_for_all_sites_are_everybodys_to_read(two: tuple[Centre, Centre]) -> None:
    here, other = two
    row = workflow.create(
        here.session,
        WorkCalendar,
        {"day": "2026-12-31", "kind": "rest"},
        actor=SYSTEM,
        now=here.now,
        site_id=None,
    )
    assert row.site_id is None
    for one in (here, other):
        with acting(one.session, one.actor("guard")):
            assert one.session.scalars(select(WorkCalendar.id)).all() == [row.id]


# the gate


def test_a_write_outside_workflow_raises(two: tuple[Centre, Centre]) -> None:
    here, _ = two
    session = here.session
    for actor in (SYSTEM, here.actor("sysadmin"), here.actor("receptionist")):
        with acting(session, actor):
            order = session.scalars(select(Order)).first()
            assert order is not None
            nested = session.begin_nested()
            order.reporter = "别人"
            with pytest.raises(WriteOutsideWorkflow):
                session.flush()
            session.expunge_all()
            nested.rollback()
            nested = session.begin_nested()
            session.add(House(code="9", site_id=here.site_id, created_at=here.now, updated_at=here.now, version=1))
            with pytest.raises(WriteOutsideWorkflow):
                session.flush()
            session.expunge_all()
            nested.rollback()
            nested = session.begin_nested()
            gone = session.scalars(select(by_name("StockItem"))).first()
            session.delete(gone)
            with pytest.raises(WriteOutsideWorkflow):
                session.flush()
            session.expunge_all()
            nested.rollback()


@pytest.mark.parametrize("kind", ["update", "delete", "insert"])
def test_a_statement_on_many_rows_does_not_go_round_the_gate(two: tuple[Centre, Centre], kind: str) -> None:
    here, _ = two
    statement: Any = {
        "update": update(Order).values(reporter="别人"),
        "delete": delete(Order),
        "insert": insert(House).values(
            code="9", site_id=here.site_id, created_at=here.now, updated_at=here.now, version=1
        ),
    }[kind]
    for actor in (SYSTEM, here.actor("director")):
        with acting(here.session, actor), pytest.raises(WriteOutsideWorkflow):
            here.session.execute(statement)


def test_workflow_writes_nothing_at_a_site_out_of_reach(two: tuple[Centre, Centre]) -> None:
    here, other = two
    clerk = here.actor("receptionist")
    given = {"caller": "周女士", "kind": "consult", "content": "问缴费时间"}
    with pytest.raises(workflow.Forbidden):
        workflow.create(here.session, Log, given, actor=clerk, now=here.now, site_id=other.site_id)
    with acting(here.session, SYSTEM):
        entry = here.session.scalars(select(Log).where(Log.site_id == other.site_id)).one()
    with pytest.raises(workflow.Forbidden):
        workflow.edit(here.session, entry, {"content": "x"}, actor=clerk, now=here.now)
    nested = here.session.begin_nested()
    with pytest.raises((SiteBreach, NoResultFound)):  # the wall already hides the site whose code the number needs
        workflow.create(here.session, Log, given, actor=clerk, now=here.now, site_id=other.site_id, forced=True)
    here.session.expunge_all()
    nested.rollback()


def test_a_reference_into_another_site_is_no_choice(two: tuple[Centre, Centre]) -> None:
    here, other = two
    foreign = other.unit().id
    for actor in (here.actor("receptionist"), here.actor("sysadmin"), SYSTEM):
        with pytest.raises(workflow.WorkflowError), here.session.begin_nested():
            workflow.create(
                here.session, Log, {"caller": "周女士", "kind": "consult", "content": "问", "unit": foreign}, actor=actor,
                now=here.now, site_id=here.site_id,
            )  # fmt: skip


# logs


@pytest.mark.parametrize("table", ["history_entry", "secret_access_log"])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_itself_keeps_the_logs(centre: Centre, table: str, verb: str) -> None:
    """Append-only on both databases, whatever connects to them."""
    session = centre.session
    centre.service_log()
    workflow.create(
        session, by_name("SecretAccessLog"),
        {"at": centre.now, "user": centre.user("director").id, "kind": "unmask", "what": "业主", "why": "核对"},
        actor=SYSTEM, now=centre.now, site_id=centre.site_id, forced=True,
    )  # fmt: skip
    connection = session.connection()
    count = connection.execute(text(f"select count(*) from {table}")).scalar_one()  # noqa: S608 - one of two names above
    assert count > 0
    statement = f"update {table} set id = id" if verb == "update" else f"delete from {table}"  # noqa: S608 - the same
    nested = connection.begin_nested()
    with pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(statement))
    nested.rollback()
    assert connection.execute(text(f"select count(*) from {table}")).scalar_one() == count  # noqa: S608 - the same


def test_the_access_log_is_not_changed_through_workflow_either(centre: Centre) -> None:
    log = workflow.create(
        centre.session, by_name("SecretAccessLog"),
        {"at": centre.now, "user": centre.user("director").id, "kind": "unmask", "what": "业主", "why": "核对"},
        actor=SYSTEM, now=centre.now, site_id=centre.site_id, forced=True,
    )  # fmt: skip
    for role in ("director", "sysadmin", "hq_quality"):
        with pytest.raises(workflow.Forbidden):
            workflow.edit(centre.session, log, {"remark": "x"}, actor=centre.actor(role), now=centre.now)
        with pytest.raises(workflow.Forbidden):
            workflow.create(centre.session, by_name("SecretAccessLog"), {}, actor=centre.actor(role), now=centre.now)


def test_a_register_row_is_never_deleted(centre: Centre) -> None:
    order = centre.repair_order()
    with access.gate(centre.session):
        nested = centre.session.begin_nested()
        centre.session.delete(order)
        with pytest.raises(WriteOutsideWorkflow, match="never deleted"):
            centre.session.flush()
        centre.session.expunge_all()
        nested.rollback()
    table = table_of(Order)
    assert centre.session.connection().execute(select(func.count()).select_from(table)).scalar_one() == 1
