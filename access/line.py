"""The line of superiors of one person, by the posts above his own (G2 ``@line``; 001 考勤 §9: step by step, never across)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from models.base.department import Department
from models.base.post import Post
from models.base.staff import Employment, Staff
from models.base.user import User, UserGrant
from models.spec import LINE_TO_DIRECTOR, LINE_TO_HEAD, Role


@dataclass(frozen=True, slots=True)
class Level:
    """One post of the line: its department, who holds it with an account (Staff ids), whether one of them is the director."""

    department_id: int
    staff_ids: tuple[int, ...]
    director: bool


def line_of(session: Session, staff_id: int | None) -> list[Level]:
    """Return the posts above an employee's own that somebody holds, the nearest first.

    Who holds a post beside his own one counts too; who has left, or has no account to decide with, does not.
    """
    own = session.execute(select(Staff.post_id, Staff.site_id).where(Staff.id == staff_id)).first()
    if own is None:
        return []
    posts = {
        key: (above, department)
        for key, above, department in session.execute(
            select(Post.id, Post.reports_to_id, Post.department_id).where(Post.site_id == own.site_id)
        )
    }
    line: list[int] = []
    at = posts.get(own.post_id, (None, 0))[0]
    while at is not None and at in posts and at not in line and at != own.post_id:
        line.append(at)
        at = posts[at][0]
    if not line:
        return []
    held = union(
        select(Staff.post_id.label("post"), Staff.id.label("staff")).where(Staff.post_id.in_(line)),
        select(Post.id, Staff.id).join(Staff.concurrent_posts).where(Post.id.in_(line)),
    ).subquery()
    directs = select(UserGrant.parent_id).where(UserGrant.role == Role.director, UserGrant.site_id == own.site_id)
    found = session.execute(
        select(held.c.post, held.c.staff, User.id.in_(directs))
        .join(Staff, Staff.id == held.c.staff)
        .join(User, User.id == Staff.user_id)
        .where(Staff.employment != Employment.left, Staff.status == "active", User.active.is_(True))
        .order_by(held.c.staff)
    ).all()
    levels: list[Level] = []
    for post in line:
        here = [(staff, director) for p, staff, director in found if p == post and staff != staff_id]
        if here:
            levels.append(Level(posts[post][1], tuple(s for s, _ in here), any(d for _, d in here)))
    return levels


def climb(session: Session, staff_id: int | None, to: str) -> list[tuple[int, ...]]:
    """Return who decides on an employee's document, superior after superior, nearest first: the holders of each post.

    ``to``: ``@line`` (the direct superior alone), ``@line:head`` (on up to the head of his own department, or as far as
    the department goes) or ``@line:director`` (up to the director).
    """
    levels = line_of(session, staff_id)
    if to == LINE_TO_DIRECTOR:
        end = next((i for i, level in enumerate(levels) if level.director), len(levels) - 1)
    elif to == LINE_TO_HEAD:
        query = (
            select(Department.id, Department.head_id)
            .join(Post, Post.department_id == Department.id)
            .join(Staff, Staff.post_id == Post.id)
            .where(Staff.id == staff_id)
        )
        own = session.execute(query).first()
        department, head = (own[0], own[1]) if own is not None else (None, None)
        inside = [i for i, level in enumerate(levels) if level.department_id == department]
        end = next((i for i in inside if head in levels[i].staff_ids), max(inside, default=0))
    else:
        end = 0
    return [level.staff_ids for level in levels[: end + 1]]


def stands_over(session: Session, superior_id: int | None, staff_id: int | None) -> bool:
    """Say whether one employee is somewhere in the line above another."""
    return superior_id is not None and any(superior_id in level.staff_ids for level in line_of(session, staff_id))


def line_above(session: Session, user_id: int | None) -> set[int]:
    """Return the staff ids holding the post directly above the user's own post (``@line``)."""
    post = session.execute(
        select(Post.reports_to_id).join(Staff, Staff.post_id == Post.id).where(Staff.user_id == user_id)
    ).scalar()
    return (
        set(session.scalars(select(Staff.id).where(Staff.post_id == post, Staff.employment != "left")))
        if post
        else set()
    )
