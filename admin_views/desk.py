"""The desk (``/admin/``): what is to be done, what waits for a decision, what one did last; a technician's orders."""

from __future__ import annotations

from typing import Any

from flask_admin import AdminIndexView, expose
from sqlalchemy import func, or_, select
from werkzeug.wrappers import Response

import access
from admin_views import answers, board_screen, desk_duties, desk_items, desk_problems, desk_signing, reading
from admin_views.desk_items import Key
from admin_views.form_page import new_token
from admin_views.own_views import OwnView
from admin_views.reader import Reader
from admin_views.search_page import SearchScreen
from admin_views.turns import Turns
from admin_views.viewmodels import DeskColumn, DeskPage, Figure, Link, OrderCard
from admin_views.wording import badge, clock, moment
from deadlines.queries import CAP, counts_for, for_records, open_for
from models import REGISTERS, by_name
from models.engine import ApprovalStep, HistoryEntry, display
from models.spec import L, Role, Verb
from web import context, requests

MOST = 12
"""Lines a column shows."""
LOOK_BACK = 200
"""Entries of one's own history looked through for the latest records."""
HELLO = ((6, L("夜里好，{name}", "Good night, {name}")), (11, L("早上好，{name}", "Good morning, {name}")),
         (14, L("中午好，{name}", "Good day, {name}")), (18, L("下午好，{name}", "Good afternoon, {name}")),
         (24, L("晚上好，{name}", "Good evening, {name}")))  # fmt: skip
DAYS = (L("星期一", "Monday"), L("星期二", "Tuesday"), L("星期三", "Wednesday"), L("星期四", "Thursday"),
        L("星期五", "Friday"), L("星期六", "Saturday"), L("星期日", "Sunday"))  # fmt: skip
TODO, WAITING, LATEST = L("现在要办", "To do now"), L("等我审批", "Waiting for my decision"), L("我最近的", "My latest")
NO_TODO = L("眼下没有要办的事。", "Nothing to do just now.")
NO_MORE = L("除了上面的维修单，眼下没有别的事。", "Nothing else to do besides the orders above.")
NO_WAITING = L("没有等您审批的单据。", "No document waits for your decision.")
NO_LATEST = L("您还没有办过单据。", "You have not worked on any record yet.")
RUNS = (
    (L("用户与角色", "Users and roles"), "/admin/user/", "users"),
    (L("参数设置", "Settings of the site"), "/admin/settings/", "sliders-horizontal"),
    (L("角色权限", "Rights of roles"), "/admin/roles/", "shield-user"),
    (L("开通项目", "Open a site"), "/admin/site/import/", "building-2"),
    (L("导入业主名册", "Import an owner roster"), "/admin/unit/import/", "upload"),
)
"""What a system administrator comes for: label, address, icon."""
BOARD = L("看板", "Board")
MY_ORDERS = L("我的维修单", "My repair orders")
CALL_ON_PLACE = L("预约 {at}", "appointment {at}")


class DeskView(SearchScreen, OwnView, AdminIndexView):
    """The first page after sign-in, and the search over all registers."""

    def __init__(self) -> None:
        super().__init__(name="Desk", endpoint="admin", url="/admin")

    @expose("/")
    def index(self) -> Response:
        """The desk."""
        who = answers.reader()
        return answers.page("pages/desk.html", build(who))


def build(reader: Reader) -> DeskPage:
    """Return the reader's desk."""
    local = reader.local(reader.now)
    hello = next(words for hour, words in HELLO if local.hour < hour)
    person = requests.identity()
    quick = _quick(reader, context.menu(person)) if person else ()
    if board_screen.for_reader(reader):
        quick = (*quick, Link(label=reader.say(BOARD), url=board_screen.BASE, icon="layout-dashboard"))
    sign = desk_signing.signing(reader)
    unread = reading.column(reader)
    due = desk_duties.column(reader)
    cards = orders(reader)
    return DeskPage(
        greeting=reader.say(hello, name=reader.actor.name), today=f"{local:%Y-%m-%d} {reader.say(DAYS[local.weekday()])}",
        form_token=new_token(), figures=figures(reader), quick=(*quick, sign) if sign else quick, orders=cards, orders_title=reader.say(MY_ORDERS),
        columns=(_todo(reader, frozenset(("repair_order", int(c.id)) for c in cards)), *([due] if due else []),
                 _waiting(reader), *([unread] if unread else []), _latest(reader)),
    )  # fmt: skip


def _quick(reader: Reader, menu: context.Menu) -> tuple[Link, ...]:
    """Return what the role creates every day; for the system administrator what he is called for."""
    _, daily, creatable = menu
    usual = {f"{item.url}new/" for item in daily}
    mine = tuple(link for link in creatable if link.url in usual)[:4]
    if mine or Role.sysadmin not in reader.actor.global_roles:
        return mine
    return tuple(Link(label=reader.say(label), url=url, icon=icon) for label, url, icon in RUNS)


def grants(reader: Reader) -> dict[int, frozenset[str]]:
    """Return the role codes held, by site; only the site he works at when he chose one."""
    actor = reader.actor
    sites = (actor.site_id,) if actor.site_id is not None else actor.sites
    return {s: frozenset(r.value for r in actor.roles_at(s)) for s in sites}


def _todo(reader: Reader, shown: frozenset[Key]) -> DeskColumn:
    """Return what is to be done; what stands above as a card (``shown``) is not said again."""
    clocks = {
        (c.register, c.record_id): c
        for c in reversed(
            open_for(
                reader.session, grants=grants(reader), staff_id=reader.actor.staff_id, now=reader.now, limit=4 * MOST
            )
        )
    }
    keys: list[Key] = sorted(clocks, key=lambda k: clocks[k].due_at)
    for model in REGISTERS:
        if len(keys) >= 4 * MOST:
            break
        keys += [(model.slug(), i) for i in _my_turn(reader, model) if (model.slug(), i) not in clocks]
    keys = [k for k in keys if k not in shown]
    lines = [*desk_problems.items(reader), *desk_items.items(reader, keys[: 2 * MOST], clocks)]
    count = f"{MOST}+" if len(keys) > MOST else str(len(lines)) if lines else ""
    return DeskColumn(
        key="todo",
        title=reader.say(TODO),
        items=tuple(lines[:MOST]),
        empty=reader.say(NO_MORE if shown else NO_TODO),
        count=count,
    )


def _my_turn(reader: Reader, model: type[Any]) -> list[int]:
    """Return the newest records of a register whose next step, decisions aside, is the reader's."""
    spec = model.__register__
    if spec.flow is None or spec.read_only or not spec.prefix or not access.may(reader.actor, model, Verb.read):
        return []
    ids = Turns(reader, model).waiting_ids(MOST)
    return sorted(reader.session.scalars(ids), reverse=True)[:MOST] if ids is not None else []


def _waiting(reader: Reader) -> DeskColumn:
    parts = []
    actor = reader.actor
    for site, roles in grants(reader).items():
        mine = ApprovalStep.staff_id.is_(None) & ApprovalStep.role.in_(sorted(roles))
        if actor.staff_id is not None:
            mine = mine | (ApprovalStep.staff_id == actor.staff_id)
        parts.append((ApprovalStep.site_id == site) & mine)
    keys: list[Key] = []
    if parts:
        query = select(ApprovalStep.register, ApprovalStep.record_id).where(
            ApprovalStep.state == "pending", ApprovalStep.submitted_by_id.is_distinct_from(actor.user_id), or_(*parts)
        ).order_by(ApprovalStep.id).limit(CAP)  # fmt: skip
        keys = [(slug, number) for slug, number in reader.session.execute(query)]
    lines = desk_items.items(reader, keys[:MOST])
    count = f"{CAP:,}+" if len(keys) >= CAP else str(len(keys)) if lines else ""
    return DeskColumn(
        key="waiting", title=reader.say(WAITING), items=tuple(lines), empty=reader.say(NO_WAITING), count=count
    )


def _latest(reader: Reader) -> DeskColumn:
    query = select(HistoryEntry.register, HistoryEntry.record_id).where(HistoryEntry.user_id == reader.actor.user_id)
    found = reader.session.execute(query.order_by(HistoryEntry.id.desc()).limit(LOOK_BACK))
    slugs = {m.slug() for m in REGISTERS}
    keys = [k for k in dict.fromkeys((slug, number) for slug, number in found) if k[0] in slugs][:MOST]
    lines = desk_items.items(reader, keys)
    return DeskColumn(key="latest", title=reader.say(LATEST), items=tuple(lines), empty=reader.say(NO_LATEST))


def figures(reader: Reader) -> tuple[Figure, ...]:
    """Return the figures of the role: what is overdue and due soon, and what came in today."""
    counts = counts_for(reader.session, grants=grants(reader), staff_id=reader.actor.staff_id, now=reader.now)

    def capped(n: int) -> str:
        return f"{n:,}+" if n >= CAP else str(n)

    out = [
        Figure(label=reader.say(L("我的逾期", "Overdue, mine")), value=capped(counts.overdue), tone="red" if counts.overdue else "green",
               target=reader.say(L("目标 0", "target 0"))),
        Figure(label=reader.say(L("24 小时内到期", "Due within 24 hours")), value=capped(counts.near)),
    ]  # fmt: skip
    for name, words in (
        ("ServiceLog", L("今日来访来电", "Calls and visits today")),
        ("RepairOrder", L("今日报修", "Repairs today")),
    ):
        model: Any = by_name(name)
        if reader.actor.roles_at(reader.actor.site_id).isdisjoint(model.__register__.daily):
            continue
        start = reader.local(reader.now).replace(hour=0, minute=0, second=0, microsecond=0)
        key = getattr(model, model.__register__.sort.lstrip("-"))
        ids = access.visible(select(model.id).where(key >= start), model, reader.actor)
        if reader.actor.site_id is not None:
            ids = ids.where(model.site_id == reader.actor.site_id)
        count = reader.session.execute(select(func.count()).select_from(ids.limit(CAP).subquery())).scalar_one()
        out.append(Figure(label=reader.say(words), value=capped(count), url=f"/admin/{model.slug()}/?chip=today"))
    return tuple(out)


def orders(reader: Reader) -> tuple[OrderCard, ...]:
    """Return a technician's open orders as cards: where, what, whom to call, what to press next (X-29)."""
    model: Any = by_name("RepairOrder")
    if reader.actor.staff_id is None or not any(reader.actor.holds(s, Role.technician) for s in reader.actor.sites):
        return ()
    open_states = ("dispatched", "arrived")
    query = select(model.id).where(model.technician_id == reader.actor.staff_id, model.status.in_(open_states))
    ids = list(reader.session.scalars(access.visible(query, model, reader.actor).order_by(model.id).limit(MOST)))
    records = desk_items.load(reader, model, ids)
    clocks = for_records(reader.session, model.slug(), ids)
    steps = desk_items.next_steps(reader, model, records)
    late = max((c.due_at for c in clocks.values()), default=reader.now)
    records.sort(key=lambda r: (clocks[r.id].due_at if r.id in clocks else late, r.id))
    return tuple(_card(reader, r, clocks.get(r.id), steps.get(r.id)) for r in records)


def _card(reader: Reader, record: Any, due: Any, steps: Any) -> OrderCard:
    model = type(record)
    rights = {r.field.name: r for r in access.fields_for(reader.actor, model, access.Purpose.detail, record)}
    place = display(record.unit) if record.unit is not None else record.location or ""
    phone = record.phone or ""
    seen = "phone" in rights
    masked = seen and rights["phone"].masked
    actions: list[Link] = []
    if steps:
        actions = [desk_items.step_link(reader, t, record) for t in (steps.next, *steps.others)
                   if t is not None and t.name in {"arrive", "complete"}]  # fmt: skip
    state = badge(model.__register__.flow, record.status, reader)
    assert state is not None  # noqa: S101 - the register has states
    return OrderCard(
        id=str(record.id), number=record.number or "", place=place, content=record.content,
        url=f"/admin/{model.slug()}/details/?id={record.id}", badge=state, reporter=record.reporter or "",
        phone=(access.mask(rights["phone"].field, phone) if masked else phone) if seen else "",
        tel=phone if seen and not masked else "", clock=clock(due, reader) if due else None, actions=tuple(actions),
        appointment=reader.say(CALL_ON_PLACE, at=moment(record.appointment_at, reader)) if record.appointment_at else "",
    )  # fmt: skip
