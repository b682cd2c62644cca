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


@pytest.mark.parametrize("register", RIGHTS)
def test_rows(world: World, register: str) -> None:
    here, there = world.rows["here"][register], world.rows["there"][register]
    expected, found = {}, {}
    for role in ROLES:
        rows = RIGHTS[register][role].rows
        mine = rows == "all" or (rows == "own" and (register, role) in INVOLVED)
        expected[role] = {"of his own site": mine, "of another": rows == "all" and role in EVERYWHERE, "missing": False}
        found[role] = {
            "of his own site": seen(world, role, register, here),
            "of another": seen(world, role, register, there),
            "missing": seen(world, role, register, 2_000_000),
        }
    assert found == expected


@pytest.mark.parametrize("register", RIGHTS)
def test_own_rows(world: World, register: str) -> None:
    own = [role for role in ROLES if RIGHTS[register][role].rows == "own"]
    for role in own:
        if (register, role) not in world.own:
            assert role in EVERYWHERE or register == "Deadline", f"an own row of {role} is missing in this world"
            continue
        mine = world.own[register, role]
        see_it = {other for other in own if seen(world, other, register, mine)}
        assert role in see_it, f"{role} does not see his own"
        assert see_it == {role} or register in SEEN_BY_MORE, f"others see what is {role}'s"


@pytest.mark.parametrize("register", RIGHTS)
def test_verbs_of_a_register(world: World, register: str) -> None:
    model, lines, here = by_name(register), RIGHTS[register], world.here.site_id
    verdicts = {
        role: {v: access.may(world.actor(role), model, v, site_id=here) for v in ("read", *VERBS)} for role in ROLES
    }
    assert {role: {v for v in VERBS if of[v]} for role, of in verdicts.items()} == {r: lines[r].verbs for r in ROLES}
    offered = {role for role, of in verdicts.items() if of["read"]}
    assert offered == {r for r in ROLES if lines[r].rows != "none"}, "whose menu offers it"
    for role, of in verdicts.items():
        for verb, verdict in of.items():
            assert verdict or verb == "read" or (verdict.reason and verdict.reason.zh and verdict.reason.en), (
                f"{role} is refused {verb} without a reason"
            )


@pytest.mark.parametrize("register", [r for r in RIGHTS if r not in {"Site", "User"}])
def test_nothing_may_be_done_at_another_site(world: World, register: str) -> None:
    model, there = by_name(register), world.there.site_id
    record = world.one("there", register)
    nothing: dict[str, set[str]] = {role: set() for role in ROLES if role not in EVERYWHERE}
    verbs = ("read", *VERBS)
    assert {r: {v for v in verbs if access.may(world.actor(r), model, v, site_id=there)} for r in nothing} == nothing
    with acting(world.session, SYSTEM):
        assert {r: {v for v in verbs if access.may(world.actor(r), model, v, record)} for r in nothing} == nothing


@pytest.mark.parametrize("register", RIGHTS)
def test_verbs_on_a_row(world: World, register: str) -> None:
    """Whoever may fill in a register may also change what he wrote; nobody else's verbs change by the row."""
    model, record, expected = by_name(register), world.one("here", register), {}
    for role in ROLES:
        verbs = RIGHTS[register][role].verbs
        wrote = WROTE.get(register) == role and "create" in verbs
        expected[role] = verbs | ({"edit"} if wrote else set())
    with acting(world.session, SYSTEM):
        found = {r: {v for v in VERBS if access.may(world.actor(r), model, v, record)} for r in ROLES}
    assert found == expected


@pytest.mark.parametrize("register", RIGHTS)
def test_fields(world: World, register: str) -> None:
    for role in ROLES:
        for purpose in Purpose:
            fields_are_right(world, register, role, purpose)


def fields_are_right(world: World, register: str, role: str, purpose: Purpose) -> None:
    actor, model = world.actor(role), by_name(register)
    beside = BY_PERSON.get(register, set())
    plain = access.fields_for(actor, model, purpose, site_id=world.here.site_id)
    rights = {r.name: r for r in plain if r.name not in beside}
    known = access.fields_for(actor, model, purpose, world.one("here", register))
    on_record = {r.name: r for r in known if r.name not in beside}
    assert {n: (r.mode, r.masked) for n, r in rights.items()} == {
        n: (r.mode, r.masked) for n, r in on_record.items()
    }, (
        role,
        purpose,
    )
    for name, who in ONLY.get(register, {}).items():
        assert role in who.split() or name not in rights, f"{role} gets {register}.{name}"
    if purpose in {Purpose.list, Purpose.detail, Purpose.export}:
        hidden = {n for n, who in ONLY.get(register, {}).items() if role not in who.split()}
        assert set(model.__fields__) - set(rights) - beside == hidden, (
            f"{role}, {purpose}: these fields are hidden and no others"
        )
    masked = {n for n, clear in MASKED.get(register, {}).items() if n in rights}
    if purpose in {Purpose.detail, Purpose.form, Purpose.import_}:
        masked = {n for n in masked if role not in MASKED[register][n].split()}
    assert {n for n, r in rights.items() if r.masked} == masked, (role, purpose)


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
