"""接待活动: guests of the centre, other than the owners who call at the desk (002 职责21; R-E19)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped

from models.declare import Record, integer, moment, ref, string, text
from models.office.papers import ADMINISTRATION
from models.spec import Default, L, Module, Register, Rights, Role, Section, record_flow

if TYPE_CHECKING:
    from models.base.staff import Staff

FILLERS = (Role.hr_admin, Role.cs_supervisor)


class ReceptionEvent(Record):
    """A visit of guests."""

    __register__ = Register(
        label=L("接待活动", "Reception of guests"),
        module=Module.office,
        source=("002 职责21",),
        help=L(
            "登记上级检查、同行参观等来宾接待；业主日常来访请记服务登记本。",
            "Guests such as inspectors and visiting colleagues; owners who come to the desk go into the service register.",
        ),
        icon="door-open",
        prefix="JD",
        aliases=("来宾接待", "参观接待"),
        title="guests",
        list=("number", "visited_at", "guests", "organisation", "headcount", "host", "status"),
        sections=(
            Section(L("来宾", "Guests"), "guests", "organisation", "headcount", "visited_at", "purpose"),
            Section(L("接待", "Reception"), "host", "arrangement"),
        ),
        search=("number", "guests", "organisation", "purpose", "host"),
        filters=("status", "visited_at", "host"),
        sort="-visited_at",
        rights=Rights(read=ADMINISTRATION, own=(Role.staff,), create=FILLERS),
        flow=record_flow(close=("@creator", "@host", *FILLERS)),
    )

    guests: Mapped[str] = string(L("来宾", "Guests"), required=True)
    organisation: Mapped[str] = string(L("单位", "Organisation"), required=True)
    visited_at: Mapped[dt.datetime] = moment(L("时间", "Time"), required=True)
    headcount: Mapped[int | None] = integer(L("人数", "Number of guests"), minimum=1)
    purpose: Mapped[str] = string(L("事由", "Purpose"), length=200, required=True)
    arrangement: Mapped[str | None] = text(L("安排", "Arrangements"))
    host: Mapped[Staff] = ref("Staff", L("接待人", "Host"), required=True, default=Default.ME, involves=True)
    host_id: Mapped[int]
