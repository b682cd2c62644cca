"""The screens of leave requests: beside the deputy, which of the absent person's duties he can't do and who gets them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Response as FlaskResponse
from flask import jsonify, request
from flask_admin import expose
from sqlalchemy import select
from werkzeug.wrappers import Response

from admin_views import answers, form_page
from admin_views.form_page import Filled
from admin_views.reader import Reader
from admin_views.register_view import RegisterView
from admin_views.viewmodels import Message
from deadlines.duty_handing import Passed, passed_by
from models.base.staff import Staff
from models.spec import L, Label, Role

HINT_FIELDS = ("staff", "deputy", "starts_at", "ends_at")
SHOWN_IN = frozenset({"draft", "submitted", "approved"})
LONGEST = dt.timedelta(days=400)
PASSED = L(
    "{deputy}没有权限办理：{duties}。请假期间转给{who}。",
    "{deputy} has no right to do: {duties}. During the leave they go to {who}.",
)
NOBODY_MAY = L(
    "{deputy}没有权限办理：{duties}。请假期间会提醒{who}，但{who}也没有填写权限，请安排有权限的同事办理。",
    "{deputy} has no right to do: {duties}. During the leave {who} is told of them but may not fill them in either; "
    "please have a colleague do them who may.",
)


class LeaveView(RegisterView):
    """The register of leave requests."""

    def beside_form(self, _who: Reader, _filled: Filled, _record: Any = None) -> dict[str, Any]:
        """Return where the form asks what passes the deputy by, and beside which field it stands."""
        return {"hint_url": self._url("hint/"), "hint_fields": HINT_FIELDS, "hint_beside": "deputy"}

    def beside_record(self, who: Reader, record: Any) -> dict[str, Any]:
        """Return the same for a request on its way and until it is over: whoever approves it reads it too."""
        if record.deputy_id is None or record.status not in SHOWN_IN or record.ends_at <= who.now:
            return {}
        found = passed_by(
            who.session, record.site_id, record.staff_id, record.deputy_id, record.starts_at, record.ends_at
        )
        return {"said": tuple(Message(text=s, tone="amber") for s in _sentences(who, record.deputy_id, found))}

    @expose("/hint/")
    def hint_view(self) -> Response:
        """What passes the deputy by whom the form names so far; 204 when nothing does."""
        who = answers.reader()
        form_page.create_rights(who, self.model)
        staff, deputy = (_staff(who, request.args.get(name, "")) for name in ("staff", "deputy"))
        start, end = (_moment(who, request.args.get(name, "")) for name in ("starts_at", "ends_at"))
        if (
            not (staff and deputy and start and end)
            or staff.site_id != deputy.site_id
            or not start < end < start + LONGEST
        ):
            return Response(status=204)
        found = passed_by(who.session, staff.site_id, staff.id, deputy.id, start, end)
        lines = _sentences(who, deputy.id, found)
        answer: FlaskResponse = jsonify({"text": "\n".join(lines)})
        return answer if lines else Response(status=204)


def _sentences(who: Reader, deputy_id: int, found: tuple[Passed, ...]) -> list[str]:
    ids = {deputy_id, *(c.staff_id for p in found for c in p.to if c.staff_id)}
    query = select(Staff.id, Staff.name).where(Staff.id.in_(ids))
    names = {row.id: row.name for row in who.session.execute(query)} if found else {}
    head_office = who.say(Role.hq_quality.label)
    out = []
    for passed in sorted(found, key=lambda p: not any(c.able for c in p.to)):
        people = [Label(n, n) for c in passed.to for n in [names.get(c.staff_id or 0, head_office)]]
        words = PASSED if any(c.able for c in passed.to) else NOBODY_MAY
        duties = who.listed(duty.label for duty in passed.duties)
        out.append(who.say(words, deputy=names[deputy_id], duties=duties, who=who.listed(dict.fromkeys(people))))
    return out


def _staff(who: Reader, text: str) -> Any | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    query = select(Staff.id, Staff.site_id).where(Staff.id == number, Staff.site_id.in_(who.actor.sites))
    return who.session.execute(query).first() if number else None


def _moment(who: Reader, text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=who.zone)
    except ValueError:
        return None


__all__ = ["LeaveView"]
