"""Accounts: opened, given roles, given passwords, closed with their open work handed to a successor (X-15, X-16).

Nothing here commits. A user's name, roles and switches go through ``create`` and ``edit``; the password's columns are
no fields of the register and are written here alone.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, delete, select, update
from sqlalchemy.orm import Session

from access import acting, passwords
from models.base.site import Site
from models.base.staff import Staff
from models.base.user import MailChoice, User
from models.engine import UserSession, setting
from models.spec import ALL_SITE_ROLES, Actor, L, Refusal, Role
from workflow import changes, operations
from workflow.errors import Invalid

PASSWORD_SET = L("重置了密码", "The password was set anew")
PASSWORD_CHANGED = L("修改了自己的密码", "Changed his own password")
HAS_ACCOUNT = L(
    "{name}已有账号 {username}，请直接授权。", "{name} already has the account {username}; grant it the role."
)
NO_SITE = L("“{role}”要写明在哪个项目任职。", "Say at which site “{role}” is held.")
_user = cast("Table", User.__table__)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account just opened, with the password to hand out on paper."""

    user: User
    password: str


def create_account(
    session: Session,
    *,
    username: str,
    actor: Actor,
    now: dt.datetime,
    role: Role | None = None,
    site_id: int | None = None,
    staff: Staff | None = None,
    display_name: str = "",
    password: str | None = None,
    reason: str = "",
    must_change: bool = True,
    locale: str = "zh",
) -> NewAccount:
    """Open an account, link it to the employee, give it a role and a first password.

    Args:
        session: the caller's; nothing is committed.
        username: small letters, digits, Chinese, ``. _ @ -``.
        actor: who opens it.
        now: the moment (aware).
        role: the role held first; None for an account without a role yet.
        site_id: the site the role is held at; None for head-office roles.
        staff: the employee the account belongs to; his qualification counts for X-16.
        display_name: the name shown while there is no employee record.
        password: the first password; made up when None.
        reason: why a role is granted although a qualification is missing (X-16).
        must_change: whether it must be changed at the first sign-in.
        locale: ``zh`` or ``en``.

    Raises:
        Invalid: the name is taken or ill-formed, the password too weak, the qualification missing.
        Forbidden: ``actor`` may not open accounts.
    """
    with acting(session, actor):
        if staff is not None and staff.user_id is not None:
            other = session.get_one(User, staff.user_id)
            raise Invalid([Refusal(HAS_ACCOUNT.format(name=staff.name, username=other.username), "username")])
        values: dict[str, Any] = {"username": username, "active": True, "locale": locale}
        if display_name or staff is not None:
            values["display_name"] = display_name or (staff.name if staff is not None else "")
        user: User = operations.create(session, User, values, actor=actor, now=now)
        if staff is not None:
            operations.edit(session, staff, {"user": user.id}, actor=actor, now=now, forced=True)
        if role is not None:
            grant(session, user, role=role, site_id=site_id, actor=actor, now=now, reason=reason)
        first = password or passwords.first_password()
        set_password(session, user, first, actor=actor, now=now, must_change=must_change, first=True)
        return NewAccount(user, first)


def grant(
    session: Session, user: User, *, role: Role, site_id: int | None, actor: Actor, now: dt.datetime, reason: str = ""
) -> bool:
    """Give an account a role at a site (none for head-office roles); False when it holds it already.

    Raises Invalid where a qualification is missing and no ``reason`` is given (X-16), or the site is.
    """
    with acting(session, actor):
        site_id = None if role in ALL_SITE_ROLES else site_id
        if site_id is None and role not in ALL_SITE_ROLES:
            raise Invalid([Refusal(NO_SITE.format(role=role.label), "site")])
        held = [{"id": g.id, "site": g.site_id, "role": g.role, "reason": g.reason} for g in user.grants]
        if any(g["site"] == site_id and g["role"] == role for g in held):
            return False
        lines = [*held, {"site": site_id, "role": role, "reason": reason or None}]
        operations.edit(session, user, {"grants": lines}, actor=actor, now=now)
        return True


def set_password(
    session: Session,
    user: User,
    password: str,
    *,
    actor: Actor,
    now: dt.datetime,
    must_change: bool = True,
    first: bool = False,
) -> None:
    """Give an account a password; every browser signed in with it is signed out. Raises Invalid when it is too weak."""
    with acting(session, actor):
        site_id = next((g.site_id for g in user.grants if g.site_id), None)
        refused = passwords.refusals(password, username=user.username, shortest=shortest_password(session, site_id))
        if refused:
            raise Invalid(refused)
        _keep(session, user.id, password, now=now, must_change=must_change)
        if not first:
            changes.write(session, user, actor, now, "edit", comment=PASSWORD_SET.text(actor.locale))
            session.flush()


def change_own_password(session: Session, user_id: int, password: str, *, actor: Actor, now: dt.datetime) -> int:
    """Keep the password its owner chose (already checked by ``passwords.refusals``); return the new sign-in epoch."""
    _keep(session, user_id, password, now=now, must_change=False)
    changes.write(
        session, session.get_one(User, user_id), actor, now, "edit", comment=PASSWORD_CHANGED.text(actor.locale)
    )
    session.flush()
    return int(session.execute(select(_user.c.session_epoch).where(_user.c.id == user_id)).scalar_one())


def choose_mail(
    session: Session, user_id: int, *, email: str, mail: MailChoice | str, actor: Actor, now: dt.datetime
) -> None:
    """Keep the address a person wants his notices mailed to, and which (his own choice).

    Raises Invalid when the address is none.
    """
    values = {"email": email.strip() or None, "mail": mail}
    operations.edit(session, session.get_one(User, user_id), values, actor=actor, now=now, forced=True)


def sign_out_everywhere(session: Session, user_id: int) -> None:
    """End every session of an account."""
    session.execute(update(_user).where(_user.c.id == user_id).values(session_epoch=_user.c.session_epoch + 1))
    session.execute(delete(UserSession).where(UserSession.user_id == user_id))


def shortest_password(session: Session, site_id: int | None) -> int:
    """The least number of characters of a password at a site; never under the program's own."""
    try:
        figure = setting(session, site_id, "account.password_min")
    except KeyError:
        figure = None
    return max(passwords.SHORTEST, int(figure or 0))


def find(session: Session, username: str) -> User | None:
    """The account called ``username``."""
    return session.scalars(select(User).where(User.username == username.strip().lower())).first()


def staff_of(session: Session, user: User) -> Staff | None:
    """The employee an account belongs to."""
    return session.scalars(select(Staff).where(Staff.user_id == user.id)).first()


def site_called(session: Session, code: str) -> Site | None:
    """The site with this code."""
    return session.scalars(select(Site).where(Site.code == code.strip().upper())).first()


def _keep(session: Session, user_id: int, password: str, *, now: dt.datetime, must_change: bool) -> None:
    session.execute(
        update(_user).where(_user.c.id == user_id).values(
            password_hash=passwords.hash_password(password), must_change_password=must_change, password_changed_at=now
        )
    )  # fmt: skip
    sign_out_everywhere(session, user_id)
    known = session.identity_map.get(session.identity_key(User, user_id))
    if known is not None:
        session.expire(known, ["password_hash", "must_change_password", "password_changed_at", "session_epoch"])


__all__ = [
    "NewAccount", "change_own_password", "choose_mail", "create_account", "find", "grant", "set_password",
    "shortest_password", "sign_out_everywhere", "site_called", "staff_of",
]  # fmt: skip
