"""Who does the recurring duties of somebody on leave: a colleague at the same site who is there meanwhile."""

from __future__ import annotations

from sqlalchemy import select

from models.base.rules import is_new, referred
from models.base.staff import Staff
from models.hr.leave_rules import taken
from models.spec import Case, L, Refusal

HIMSELF = L(
    "工作代理人不能是请假人自己，请选别人或留空。", "Nobody is his own deputy; choose another or leave it empty."
)
GONE = L("{name}已离职或停用，请另选工作代理人。", "{name} does not work here any more; choose another deputy.")
NO_ACCOUNT = L(
    "{name}没有登录账号，看不到转来的工作，请另选工作代理人或留空。",
    "{name} has no account and would not see the duties; choose another deputy or leave it empty.",
)
AWAY_TOO = L(
    "{name}这段时间也请假（{number}），请另选工作代理人或留空。",
    "{name} is on leave then as well ({number}); choose another deputy or leave it empty.",
)


def deputy_is_there(case: Case) -> Refusal | None:
    """Refuse a deputy who cannot stand in: the person himself, one without an account, one who is away as well.

    Looked at when the request is written and when it is handed in; who falls ill later is passed over by the calendar.
    """
    paper = case.record
    deputy = referred(case, "deputy", Staff)
    if deputy is None:
        return None
    if deputy.id == paper.staff_id:
        return Refusal(HIMSELF, "deputy")
    if deputy.status != "active":
        return Refusal(GONE.format(name=deputy.name), "deputy")
    if deputy.user_id is None:
        return Refusal(NO_ACCOUNT.format(name=deputy.name), "deputy")
    model = type(paper)
    query = select(model).where(
        model.staff_id == deputy.id,
        model.status == "approved",
        model.starts_at < paper.ends_at,
        model.ends_at > paper.starts_at,
    )
    if not is_new(paper):
        query = query.where(model.id != paper.id)
    with case.session.no_autoflush:
        other = case.session.scalars(query.limit(1)).first()
    if other is None or taken(other)[1] <= paper.starts_at:
        return None
    return Refusal(AWAY_TOO.format(name=deputy.name, number=other.number), "deputy")


__all__ = ["deputy_is_there"]
