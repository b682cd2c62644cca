"""The screens of call-backs: besides the usual ones the month-end sample, drawn once and called home by home (003 (二)4)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import abort, request
from flask_admin import expose
from werkzeug.wrappers import Response

import access
import workflow
from admin_views import answers
from admin_views.form_page import Filled
from admin_views.lookup_homes import people_of
from admin_views.reader import Reader
from admin_views.register_view import RegisterView
from admin_views.viewmodels import Badge, Link, Message
from admin_views.wording import moment
from models.engine.settings import setting
from models.spec import L, Verb
from reports import draw
from web import messages

TITLE = L("{month} 月末抽样回访", "Month-end sample of {month}")
TO_SAMPLE = L("月末抽样回访：抽样与进度。", "Month-end sample: the draw and how far it is.")
GO = L("打开", "Open")
FROM_DAY = 20
"""Day of the month from which the list points to the sample."""
DRAWN = L(
    "{at} 从 {among} 户本月服务过的住户中随机抽取 {n} 户（种子 {seed}，可复核）。",
    "Drawn at {at}: {n} of {among} households served in the month (seed {seed}, repeatable).",
)
PROGRESS = L("已联系上 {done} 户，应不少于 {least} 户。", "{done} reached; at least {least} are asked for.")
NOT_DRAWN = L(
    "从本月完成入户维修的住户中随机抽取最多 {most} 户，每户一次；抽定后不能重抽。",
    "Up to {most} households served in the month are drawn at random, each once; a draw is not repeated.",
)
DONE = L("已抽取 {n} 户，请逐户回访。", "{n} households drawn; please call each of them.")
REACHED, TRIED, OPEN = L("已回访", "Called"), L("未联系上", "Not reached"), L("待回访", "To be called")
UNSENT = L("已记录，待提交", "Noted, to be submitted")
CALL, AGAIN, SHOW = L("回访", "Call"), L("再打一次", "Try again"), L("查看", "Open")


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleLine:
    """A drawn household: address, orders it was served by, how it stands, and the way on."""

    address: str
    orders: tuple[Link, ...]
    badge: Badge
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePage:
    """The sample of a month; ``button`` while it is not drawn."""

    title: str
    about: str
    action: str
    progress: str = ""
    lines: tuple[SampleLine, ...] = ()
    button: bool = False


class CallbackView(RegisterView):
    """The register of call-backs."""

    def remarks(self, who: Reader) -> tuple[Message, ...]:
        """Return the way to the sample, for those who call, towards the end of the month."""
        late = who.today.day >= FROM_DAY
        if not late or who.actor.site_id is None or not access.may(who.actor, self.model, Verb.create):
            return ()
        return (
            *super().remarks(who),
            Message(text=who.say(TO_SAMPLE), link=Link(label=who.say(GO), url=self._url("sample/"))),
        )

    def started(self, who: Reader, filled: Filled) -> Filled:
        """Fill in whom to call at the home that the address names."""
        unit = str(filled.typed.get("unit") or "")
        if not (unit.isascii() and unit.isdigit() and len(unit) < 10) or filled.typed.get("interviewee"):
            return filled
        person = people_of(who, [int(unit)]).get(int(unit))
        clear = {r.field.name for r in filled.rights if not r.masked}
        if person is not None:
            known = {"interviewee": person.name, "phone": person.phone or ""}
            filled.typed = {**filled.typed, **{k: v for k, v in known.items() if k in clear}}
        return filled

    @expose("/sample/", methods=("GET", "POST"))
    def sample_view(self) -> Response:
        """The sample of ``?month=``: drawn once by whoever calls, then called home by home."""
        who = answers.reader()
        answers.must(who, self.model, Verb.create)
        site_id = who.actor.site_id
        month = request.args.get("month", "") or f"{who.today:%Y-%m}"
        if site_id is None:
            abort(404)
        try:
            draw.month_span(who.session, site_id, month, who.now)
        except ValueError:
            abort(404)
        if request.method == "POST":
            return self._drawn(who, site_id, month)
        view = self._page(who, site_id, month)
        return answers.page("pages/sample.html", view, crumbs=answers.crumbs(who, self.model, (view.title, "")))

    def _drawn(self, who: Reader, site_id: int, month: str) -> Response:
        try:
            made = draw.draw(
                who.session,
                site_id,
                month,
                seed=secrets.randbelow(2**31),
                user_id=who.actor.user_id or None,
                now=who.now,
            )
        except workflow.Invalid as invalid:
            answers.rollback()
            messages.tell(invalid.refusals[0].sentence, "amber")
        else:
            drawn = min(made.size, len(made.among))
            answers.commit()
            messages.tell(DONE.format(n=drawn))
        return answers.see_other(self._url(f"sample/?month={month}"))

    def _page(self, who: Reader, site_id: int, month: str) -> SamplePage:
        made = draw.found(who.session, site_id, month)
        title, action = who.say(TITLE, month=month), self._url(f"sample/?month={month}")
        if made is None:
            most = setting(who.session, site_id, "sample.max")
            return SamplePage(title=title, about=who.say(NOT_DRAWN, most=most), action=action, button=True)
        homes = draw.homes(who.session, made, who.now)
        about = who.say(DRAWN, at=moment(made.at, who), among=len(made.among), n=len(homes), seed=made.seed)
        done, least = sum(h.reached for h in homes), setting(who.session, site_id, "sample.min")
        lines = tuple(self._line(who, home) for home in sorted(homes, key=lambda h: h.reached))
        return SamplePage(
            title=title, about=about, action=action, lines=lines, progress=who.say(PROGRESS, done=done, least=least)
        )

    def _line(self, who: Reader, home: draw.Home) -> SampleLine:
        state, tone = (REACHED, "green") if home.reached else (TRIED, "amber") if home.callback_id else (OPEN, "grey")
        call = self._url(f"new/?{urlencode({'kind': 'sample', 'unit': home.unit_id})}")
        link = Link(label=who.say(AGAIN if home.callback_id else CALL), url=call)
        if home.draft:
            state, tone = UNSENT, "amber"
        if home.reached or home.draft:
            link = Link(label=who.say(SHOW), url=self._url(f"details/?id={home.callback_id}"))
        orders = tuple(Link(label=number, url=f"/admin/repair_order/details/?id={i}") for i, number in home.orders)
        badge: Any = Badge(label=who.say(state), tone=tone)  # type: ignore[arg-type]  # one of the tones
        return SampleLine(address=home.address, orders=orders, badge=badge, link=link)
