"""The gates of ``access`` against the table a person wrote: every register, every role, a seen, an own and a hidden row."""

from typing import Any

import pytest
from sqlalchemy import func, select

import access
from access import SYSTEM, Mode, Purpose, acting
from models import REGISTERS, by_name
from models.engine.rights import RoleRight
from models.spec import Actor
from tests.rights.expected import (
    BY_PERSON,
    INVOLVED,
    MASKED,
    NOT_MASKED,
    ONLY,
    RIGHTS,
    ROLES,
    SEEN_BY_MORE,
    SITE_KEPT_BY_SYSADMIN,
    TECHNICIAN_SEES,
    VERBS,
    WROTE,
)
from tests.rights.world import World

NAMES = tuple(m.__name__ for m in REGISTERS)
EVERYWHERE = {"hq_quality", "sysadmin"}
PAIRS = [(register, role) for register in RIGHTS for role in ROLES]


def seen(world: World, who: str | Actor, register: str, record_id: int) -> bool:
    """Whether the row is found by ``visible``, under the wall, as the role's holder; ``get`` must say the same."""
    actor, model = world.actor(who) if isinstance(who, str) else who, by_name(register)
    with acting(world.session, actor):
        query = access.visible(select(func.count()).select_from(model).where(model.id == record_id), model, actor)
        found = bool(world.session.execute(query).scalar())
        assert (access.get(world.session, model, record_id, actor) is not None) is found
    return found


def test_the_table_names_every_register() -> None:
    assert set(RIGHTS) == set(NAMES)


@pytest.mark.parametrize(("register", "role"), PAIRS)
def test_rows(world: World, register: str, role: str) -> None:
    rows = RIGHTS[register][role].rows
    here, there = world.rows["here"][register], world.rows["there"][register]
    expected = rows == "all" or (rows == "own" and (register, role) in INVOLVED)
    assert seen(world, role, register, here) is expected, "the row of his own site"
    elsewhere = rows == "all" and role in EVERYWHERE
    assert seen(world, role, register, there) is elsewhere, "the row of another site"
    assert not seen(world, role, register, 2_000_000)


@pytest.mark.parametrize(("register", "role"), [p for p in PAIRS if RIGHTS[p[0]][p[1]].rows == "own"])
def test_own_rows(world: World, register: str, role: str) -> None:
    if (register, role) not in world.own:
        assert role in EVERYWHERE or register == "Deadline", "an own row is missing in this world"
        return
    mine = world.own[register, role]
    assert seen(world, role, register, mine)
    for other in ROLES:
        if other != role and RIGHTS[register][other].rows == "own" and register not in SEEN_BY_MORE:
            assert not seen(world, other, register, mine), f"{other} sees what is {role}'s"


@pytest.mark.parametrize(("register", "role"), PAIRS)
def test_verbs_of_a_register(world: World, register: str, role: str) -> None:
    actor, model, line = world.actor(role), by_name(register), RIGHTS[register][role]
    here = world.here.site_id
    assert {v for v in VERBS if access.may(actor, model, v, site_id=here)} == line.verbs
    assert bool(access.may(actor, model, "read", site_id=here)) is (line.rows != "none"), "whether the menu offers it"
    for verb in VERBS:
        verdict = access.may(actor, model, verb, site_id=here)
        assert bool(verdict) or (verdict.reason is not None and verdict.reason.zh and verdict.reason.en), (
            "no reason given"
        )


@pytest.mark.parametrize(("register", "role"), [p for p in PAIRS if p[1] not in EVERYWHERE])
def test_nothing_may_be_done_at_another_site(world: World, register: str, role: str) -> None:
    actor, model, there = world.actor(role), by_name(register), world.there.site_id
    if register in {"Site", "User"}:
        return
    assert {v for v in ("read", *VERBS) if access.may(actor, model, v, site_id=there)} == set()
    record = world.one("there", register)
    with acting(world.session, SYSTEM):
        assert {v for v in ("read", *VERBS) if access.may(actor, model, v, record)} == set()


@pytest.mark.parametrize(("register", "role"), PAIRS)
def test_verbs_on_a_row(world: World, register: str, role: str) -> None:
    """Whoever may fill in a register may also change what he wrote; nobody else's verbs change by the row."""
    actor, line = world.actor(role), RIGHTS[register][role]
    record = world.one("here", register)
    wrote = WROTE.get(register) == role and "create" in line.verbs
    expected = line.verbs | ({"edit"} if wrote else set())
    with acting(world.session, SYSTEM):
        assert {v for v in VERBS if access.may(actor, by_name(register), v, record)} == expected


@pytest.mark.parametrize(("register", "role"), PAIRS)
def test_fields(world: World, register: str, role: str) -> None:
    for purpose in Purpose:
        fields_are_right(world, register, role, purpose)


def fields_are_right(world: World, register: str, role: str, purpose: Purpose) -> None:
    actor, model = world.actor(role), by_name(register)
    beside = BY_PERSON.get(register, set())
    plain = access.fields_for(actor, model, purpose, site_id=world.here.site_id)
    rights = {r.name: r for r in plain if r.name not in beside}
    known = access.fields_for(actor, model, purpose, world.one("here", register))
    on_record = {r.name: r for r in known if r.name not in beside}
    assert {n: (r.mode, r.masked) for n, r in rights.items()} == {n: (r.mode, r.masked) for n, r in on_record.items()}
    for name, who in ONLY.get(register, {}).items():
        assert role in who.split() or name not in rights, f"{role} gets {register}.{name}"
    if purpose in {Purpose.list, Purpose.detail, Purpose.export}:
        hidden = {n for n, who in ONLY.get(register, {}).items() if role not in who.split()}
        assert set(model.__fields__) - set(rights) - beside == hidden, "these fields are hidden and no others"
    masked = {n for n, clear in MASKED.get(register, {}).items() if n in rights}
    if purpose in {Purpose.detail, Purpose.form, Purpose.import_}:
        masked = {n for n in masked if role not in MASKED[register][n].split()}
    assert {n for n, r in rights.items() if r.masked} == masked


def test_a_technician_gets_what_the_visit_needs_and_nothing_else(world: World) -> None:
    actor = world.actor("technician")
    for register, names in TECHNICIAN_SEES.items():
        rights = access.fields_for(actor, by_name(register), Purpose.detail, site_id=world.here.site_id)
        assert {r.name for r in rights} == set(names.split())
        form = access.fields_for(actor, by_name(register), Purpose.form, site_id=world.here.site_id)
        assert not {r.name for r in form} - set(names.split())


def test_the_centres_own_telephones_are_no_secret(world: World) -> None:
    for register, names in NOT_MASKED.items():
        rights = access.fields_for(world.actor("sysadmin"), by_name(register), Purpose.list)
        assert not {r.name for r in rights if r.masked} & set(names.split())


def test_the_director_keeps_part_of_his_site(world: World) -> None:
    form = access.fields_for(world.actor("director"), by_name("Site"), Purpose.form, world.here.site)
    assert {r.name for r in form if r.mode is Mode.read} == set(SITE_KEPT_BY_SYSADMIN)


def test_nobody_sees_passwords(world: World) -> None:
    for role in ROLES:
        for purpose in Purpose:
            names = {r.name for r in access.fields_for(world.actor(role), by_name("User"), purpose)}
            assert not names & {"password_hash", "session_epoch", "must_change_password"}


LOCKED = {
    ("RepairOrder", "unmask", "guard", "X-01"), ("Resident", "read", "guard", "4-C"), ("ServiceLog", "read", "guard", "X-02"),
    ("Complaint", "create", "guard", "X-12"), ("Complaint", "do:close", "security_lead", "D-08"),
    ("Complaint", "do:decide", "security_lead", "D-08"), ("RepairOrder", "do:approve", "receptionist", "D-04"),
    ("RepairOrder", "do:call_back", "technician", "D-12"), ("CorrectiveAction", "do:verify", "staff", "D-16"),
    ("SecretAccessLog", "read", "guard", "X-01"), ("Separation", "read", "guard", "X-24"), ("Staff", "unmask", "staff", "X-24"),
    ("WorkInspection", "do:approve", "staff", "G3"), ("User", "create", "hr_admin", "X-15"),
    ("RepairOrder", "read", "guard", "4-C"), ("Callback", "read", "guard", "4-C"), ("Complaint", "unmask", "guard", "X-01"),
    ("Callback", "unmask", "guard", "X-01"), ("ServiceLog", "unmask", "guard", "X-01"),
}  # fmt: skip


@pytest.mark.parametrize(("register", "verb", "role", "clause"), sorted(LOCKED))
def test_the_role_matrix_can_not_undo_separation_of_duties_or_security(
    world: World, register: str, verb: str, role: str, clause: str
) -> None:
    """G10: even a row that stands in the table (another way than the screen put it there) widens nothing that is locked."""
    session, model = world.session, by_name(register)
    nested = session.begin_nested()
    session.add(RoleRight(site_id=world.here.site_id, register=model.slug(), verb=verb, role=role, allowed=True))
    session.flush()
    actor = world.here.actor(role)
    try:
        record: Any = world.one("here", register)
        if verb == "read":
            assert not seen(world, actor, register, record.id)
            return
        assert verb.startswith("do:") or not access.may(actor, model, verb, site_id=world.here.site_id)
        with acting(session, SYSTEM):
            assert not access.may(actor, model, verb, record)
    finally:
        nested.rollback()


def test_the_role_matrix_changes_one_site_only(world: World) -> None:
    """What may be changed is: the cashier of this site may read the stock's prices, of the other site not."""
    session = world.session
    nested = session.begin_nested()
    model = by_name("StockItem")
    session.add(
        RoleRight(site_id=world.here.site_id, register="stock_item", verb="create", role="cashier", allowed=True)
    )
    session.add(
        RoleRight(site_id=world.here.site_id, register="stock_item", verb="create", role="receptionist", allowed=False)
    )
    session.flush()
    try:
        assert access.may(world.here.actor("cashier"), model, "create")
        assert not access.may(world.here.actor("receptionist"), model, "create")
        assert access.may(world.here.actor("reception_lead"), model, "create")
        assert not access.may(world.there.actor("cashier"), model, "create")
        assert access.may(world.there.actor("receptionist"), model, "create")
    finally:
        nested.rollback()
