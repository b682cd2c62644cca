"""The desk's column of recurring duties: what is due today and this week, overdue first, each leading to its form."""

from __future__ import annotations

from sqlalchemy import select

from admin_views.duty_links import do_url
from admin_views.reader import Reader
from admin_views.viewmodels import Badge, Clock, DeskColumn, DeskItem, Link
from admin_views.wording import exact, near
from deadlines.duty_cover import Why
from deadlines.duty_desk import Todo, counts, todos
from deadlines.periods import Period, period_named
from models.base.staff import Staff
from models.spec import L, Label, Rhythm
from workflow.duty_rights import may_do

MOST = 12
"""Lines the desk shows."""
TITLE = L("周期工作", "Recurring duties")
NOTHING = L("本周的周期工作都办完了。", "This week's recurring duties are all done.")
DO = L("去办", "Do it")
NEXT = L("办下一项", "Do the next")
LATE, DUE = L("逾期，应 {when}", "overdue since {when}"), L("{when} 前", "by {when}")
INSTEAD = {
    Why.deputy: L("代{name}办理", "as deputy of {name}"),
    Why.fellow: L("{name}请假，转同岗位", "{name} is on leave; passed to the same post"),
    Why.superior: L("{name}请假，转上级", "{name} is on leave; passed to the superior"),
}
OTHERS = L("另有 {n} 期逾期", "{n} earlier ones overdue")
VACANT = L("{role}空缺，转上级", "no {role}; passed to the superior")
NO_RIGHT = L("您没有填写权限，请找系统管理员授权", "you lack the right; ask the system administrator")
HAVE_IT_DONE = L("您没有填写权限，请安排有权限的同事办理", "you lack the right; have a colleague do it who may")
PERIODS = {
    Rhythm.workday: L("{month}月{day}日", "{first}"), Rhythm.week: L("{year}年第{week}周", "week {week} of {year}"),
    Rhythm.month: L("{year}年{month}月", "{year}-{month:02}"), Rhythm.quarter: L("{year}年第{part}季度", "Q{part} {year}"),
    Rhythm.half_year: L("{year}年{half}半年", "H{part} {year}"), Rhythm.year: L("{year}年", "{year}"),
}  # fmt: skip


def period_words(period: Period) -> Label:
    """Return a period as people say it."""
    first, iso = period.first, period.first.isocalendar()
    part = int(period.text[-1]) if period.rhythm in {Rhythm.quarter, Rhythm.half_year} else 0
    year = iso.year if period.rhythm is Rhythm.week else first.year
    return PERIODS[period.rhythm].format(
        year=year, month=first.month, day=first.day, week=iso.week, part=part, first=first, half="上下"[part - 1]
    )


def period_said(text: str) -> Label:
    """Return a period of the ledger as people say it; what is none stays as it is."""
    try:
        return period_words(period_named(text))
    except ValueError:
        return L(text, text)


def staff_names(reader: Reader, site_id: int) -> dict[int, str]:
    """Return the names of a site's employees by id."""
    query = select(Staff.id, Staff.name).where(Staff.site_id == site_id)
    return {row.id: row.name for row in reader.session.execute(query)}


def column(reader: Reader) -> DeskColumn | None:
    """Return the reader's duties at the site he works at; None where he has none at all."""
    site_id = reader.actor.site_id
    if site_id is None or not reader.actor.user_id:
        return None
    found = todos(reader.session, site_id, reader.actor.user_id, reader.now, limit=MOST)
    if not found.owes:
        return None
    stands_in = any(t.charge.instead_of is not None for t in found.items)
    names = staff_names(reader, site_id) if stands_in else {}
    return DeskColumn(
        key="duties", title=reader.say(TITLE), items=tuple(_item(reader, t, names) for t in found.items),
        empty=reader.say(NOTHING), count=str(found.count or ""), more_url="/admin/duty_task/calendar/",
    )  # fmt: skip


def _item(reader: Reader, todo: Todo, names: dict[int, str]) -> DeskItem:
    task = todo.task
    when = near(task["due_at"], reader)
    told = Clock(
        text=reader.say(LATE if todo.overdue else DUE, when=when), tone="red" if todo.overdue else "grey",
        exact=exact(task["due_at"], reader), due="",
    )  # fmt: skip
    allowed = may_do(reader.actor, todo.duty, task["site_id"])
    notes = [f"{todo.got}/{todo.wanted}"] if counts(todo.duty) else []
    if todo.others:
        notes.append(reader.say(OTHERS, n=todo.others))
    if todo.charge.why is not Why.own:
        name = names.get(todo.charge.instead_of or 0, "")
        words = INSTEAD[todo.charge.why].format(name=name) if name else VACANT.format(role=task["role"].label)
        notes.append(reader.say(words))
    if not allowed:
        notes.append(reader.say(NO_RIGHT if todo.charge.able else HAVE_IT_DONE))
    action = Link(label=reader.say(NEXT if todo.got else DO), url=do_url(task["id"])) if allowed else None
    return DeskItem(
        register=reader.say(period_words(todo.period)), number="", title=reader.say(todo.duty.label),
        url=do_url(task["id"]) if allowed else f"/admin/duty_task/details/?id={task['id']}", note=" · ".join(notes),
        clock=told, action=action, badge=None if allowed else Badge(label=reader.say(L("无权限", "No right")), tone="amber"),
    )  # fmt: skip


__all__ = ["column", "period_said", "period_words", "staff_names"]
