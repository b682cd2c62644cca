"""Making an Actor out of a user's row, his grants and the role matrix."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from access.scope import ALL_SITES
from access.site_fields import site_fields
from models.base.setting import Setting
from models.base.setting_keys import parse
from models.base.site import Site
from models.base.staff import Staff
from models.base.user import User, UserGrant
from models.engine.rights import RoleRight, Stamp
from models.spec import ALL_SITE_ROLES, Actor, Role, Verb

AUTHZ = "authz"
OFF = "off"
"""In an actor's rights: the register is switched off at that site (A-61)."""


def load_actor(session: Session, user_id: int, *, site_id: int | None = None, origin: str = "") -> Actor | None:
    """Return who ``user_id`` is and what he holds, or None when the account is missing or switched off.

    ``site_id`` is the site he wants to work at; it is dropped when he holds nothing there. ``origin`` is kept for the
    history (an address, a command).
    """
    options = {ALL_SITES: True}
    user = session.execute(
        select(User.id, User.username, User.display_name, User.locale, User.active).where(User.id == user_id),
        execution_options=options,
    ).first()
    if user is None or not user.active:
        return None
    grants: dict[int, set[Role]] = defaultdict(set)
    everywhere: set[Role] = set()
    for site, role in session.execute(select(UserGrant.site_id, UserGrant.role).where(UserGrant.parent_id == user_id)):
        if role in ALL_SITE_ROLES:
            everywhere.add(Role(role))
        elif site is not None:
            grants[site].add(Role(role))
    sites = tuple(sorted(grants))
    if everywhere:
        sites = tuple(session.execute(select(Site.id).order_by(Site.id), execution_options=options).scalars())
    staff = session.execute(
        select(Staff.id, Staff.name).where(Staff.user_id == user_id), execution_options=options
    ).first()
    current = site_id if site_id in sites else (sites[0] if len(sites) == 1 or (sites and not everywhere) else None)
    return Actor(
        user_id=user.id,
        username=user.username,
        name=(staff.name if staff else None) or user.display_name or user.username,
        staff_id=staff.id if staff else None,
        grants={k: frozenset(v) for k, v in grants.items()},
        global_roles=frozenset(everywhere),
        sites=sites,
        site_id=current,
        rights=rights_at(session, sites),
        site_fields=site_fields(session, sites),
        locale=str(user.locale or "zh"),
        origin=origin,
    )


def rights_at(session: Session, sites: tuple[int, ...]) -> dict[tuple[int, str, str], frozenset[Role]]:
    """Return what holds at some sites instead of the declared rights, registers switched off included (``Actor.rights``)."""
    return {**role_matrix(session, sites), **switched_off(session, sites)}


def role_matrix(session: Session, sites: tuple[int, ...]) -> dict[tuple[int, str, str], frozenset[Role]]:
    """Return, per (site, register, verb) that differs from its declaration, the roles that hold it."""
    from models import register  # noqa: PLC0415 - models imports every register

    changed: dict[tuple[int, str, str], dict[Role, bool]] = defaultdict(dict)
    if not sites:
        return {}
    for row in session.scalars(select(RoleRight).where(RoleRight.site_id.in_(sites))):
        changed[row.site_id, row.register, row.verb][Role(row.role)] = row.allowed
    out: dict[tuple[int, str, str], frozenset[Role]] = {}
    for key, switches in changed.items():
        try:
            base = default_roles(register(key[1]), key[2])
        except KeyError:
            continue
        more = set() if _locked(register(key[1]), key[2]) else {r for r, on in switches.items() if on}
        out[key] = frozenset((base | more) - {r for r, on in switches.items() if not on})
    return out


def switched_off(session: Session, sites: tuple[int, ...]) -> dict[tuple[int, str, str], frozenset[Role]]:
    """Return, as rights nobody holds, every verb of the registers that a site does without (A-61)."""
    from models import REGISTERS  # noqa: PLC0415 - models imports every register

    switched = [(m, m.__register__.switch) for m in REGISTERS if m.__register__.switch]
    query = select(Setting.site_id, Setting.key, Setting.value).where(
        Setting.key.in_({key for _, key in switched}), Setting.status == "active"
    )
    said: dict[tuple[int | None, str], str] = {
        (site, key): value for site, key, value in session.execute(query, execution_options={ALL_SITES: True})
    }
    out: dict[tuple[int, str, str], frozenset[Role]] = {}
    for site in sites if said else ():
        for model, key in switched:
            value = said.get((site, key), said.get((None, key)))
            if value is None or parse(key, value) is not False:
                continue
            flow = model.__register__.flow
            verbs = [OFF, *(v.value for v in Verb), *(f"do:{t.name}" for t in (flow.transitions if flow else ()))]
            out |= {(site, model.slug(), verb): frozenset() for verb in verbs}
    return out


def is_off(actor: Actor, slug: str, site_id: int | None) -> bool:
    """Say whether a register is switched off at a site; with none, at every site of the actor."""
    sites = actor.sites if site_id is None else (site_id,)
    return bool(sites) and all((site, slug, OFF) in actor.rights for site in sites)


def _locked(model: type, verb: str) -> bool:
    """Say whether a verb may not be given to more roles: security, separation of duties, steps of a chain (G3, G10)."""
    spec = model.__register__  # type: ignore[attr-defined]  # every register has one
    return verb in spec.locked_rights or (verb.startswith("do:") and bool(spec.flow.transition(verb[3:]).approval))


def default_roles(model: type, verb: str) -> frozenset[Role]:
    """Return the roles a declaration gives ``verb`` (or ``do:<transition>``); KeyError for a verb it does not have."""
    spec = model.__register__  # type: ignore[attr-defined]  # every register has one
    if verb.startswith("do:"):
        transition = spec.flow.transition(verb[3:])
        return frozenset(Role(r) for r in transition.roles if not str(r).startswith("@"))
    try:
        return frozenset(spec.rights.of(Verb(verb)))
    except ValueError as exc:
        raise KeyError(verb) from exc


def authz_stamp(session: Session) -> int:
    """Return the counter that goes up whenever grants or the role matrix change; caches of actors compare it."""
    return session.execute(select(Stamp.value).where(Stamp.name == AUTHZ)).scalar() or 0


def touch_authz(session: Session) -> None:
    """Make every cached actor stale."""
    stamp = session.get(Stamp, AUTHZ)
    if stamp is None:
        session.add(Stamp(name=AUTHZ, value=1))
    else:
        stamp.value += 1
    session.flush()
