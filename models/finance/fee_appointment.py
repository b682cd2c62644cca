"""上门收费预约: somebody comes to the door to collect, at the hour agreed (003 标准(三)1; R-D16; C-51)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from models.base.moments import local
from models.base.rules import changed, is_new
from models.declare import Record, moment, phone, ref, refs, string
from models.finance.amounts import COUNTER, MONEY
from models.finance.bill_rules import OF_THE_HOME, OPEN
from models.service.entry_rules import booking_ended
from models.service.people import CUSTOMER_SERVICE
from models.spec import (
    RECEPTION,
    Case,
    Creates,
    DueRule,
    L,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    State,
    Tone,
    Transition,
    Unit,
    asks,
    flow,
    void_from,
)

if TYPE_CHECKING:
    from models.base.staff import Staff
    from models.base.unit import Unit as Home
    from models.finance.receipt import Receipt

PAST = L("约定时间 {at} 已经过去，请重新约定。", "{at} has passed; please agree on another time.")
OTHER_HOME = L("账单{number}不是这户的。", "Bill {number} is another home's.")
NOT_OWED = L("账单{number}没有欠款，不用收。", "Nothing is owed on bill {number}.")


def lies_ahead(case: Case) -> Refusal | None:
    """Refuse an appointment in the past; one entered later on the same day is let through (补录)."""
    paper = case.record
    if paper.appointment_at is None or not (is_new(paper) or changed(paper, "appointment_at")):
        return None
    if local(paper.appointment_at).date() >= local(case.now).date():
        return None
    return Refusal(PAST.format(at=f"{local(paper.appointment_at):%Y-%m-%d %H:%M}"), "appointment_at")


def this_homes_bills(case: Case) -> Refusal | None:
    """Refuse another home's bills, and those on which nothing is owed."""
    paper = case.record
    if not (is_new(paper) or changed(paper, "bills", "unit", "unit_id")):
        return None
    for bill in paper.bills:
        if bill.unit_id != paper.unit_id:
            return Refusal(OTHER_HOME.format(number=bill.number), "bills")
        if bill.status not in OPEN:
            return Refusal(NOT_OWED.format(number=bill.number), "bills")
    return None


def as_receipt(paper: Any) -> Mapping[str, Any]:
    """Return what the receipt takes over: who pays, and what is still owed on the bills."""
    lines = [{"bill": b.id, "amount": b.owed} for b in paper.bills if b.owed]
    return {"unit": paper.unit_id, "payer": paper.owner_name, "lines": lines or None}


class FeeAppointment(Record):
    """One visit to collect."""

    __register__ = Register(
        label=L("上门收费预约", "Doorstep collection appointment"),
        module=Module.finance,
        source=("003 (三)1",),
        help=L(
            "业主约定上门收费的，记下时间和费用；收到后点“收费”开收据，没遇到人的写明原因。",
            "Note the hour and what is to be collected. “Collect” issues the receipt; where nobody was met, say why.",
        ),
        icon="door-open",
        prefix="SM",
        aliases=("预约收费",),
        title="contact",
        list=("number", "appointment_at", "unit", "contact", "phone", "collector", "receipt", "status"),
        sections=(
            Section(L("约定", "Agreed"), "unit", "owner_name", "contact", "phone", "appointment_at"),
            Section(L("收费", "Collection"), "bills", "collector", "receipt"),
        ),
        search=("number", "contact", "owner_name", "phone", "unit"),
        filters=("status", "appointment_at", "collector", "unit"),
        sort="-appointment_at",
        rights=Rights(read=MONEY, create=RECEPTION, unmask=CUSTOMER_SERVICE),
        locked_rights=("read", "unmask"),
        flow=flow(
            (
                State(name="booked", label=L("已预约", "Booked"), tone=Tone.blue, editable=True),
                State(name="collected", label=L("已收", "Collected"), tone=Tone.green, final=True),
                State(name="missed", label=L("未遇", "Nobody met"), tone=Tone.amber, final=True),
                State(name="cancelled", label=L("取消", "Cancelled"), tone=Tone.grey, final=True),
            ),
            (
                Transition(
                    name="collect",
                    label=L("收费", "Collect"),
                    source=("booked",),
                    to="collected",
                    roles=COUNTER,
                    creates=Creates(register="Receipt", prefill=as_receipt, fills="receipt"),
                    effects=booking_ended,
                    primary=True,
                    clause="003 (三)1; C-51",
                    done=L("{number}已收费，收据已开。", "{number} is collected and the receipt issued."),
                ),
                Transition(
                    name="miss",
                    label=L("未遇", "Nobody met"),
                    source=("booked",),
                    to="missed",
                    roles=COUNTER,
                    asks=asks("reason"),
                    effects=booking_ended,
                ),
                Transition(
                    name="cancel",
                    label=L("取消", "Cancel"),
                    source=("booked",),
                    to="cancelled",
                    roles=COUNTER,
                    effects=booking_ended,
                    danger=True,
                ),
                dataclasses.replace(void_from("booked"), effects=booking_ended),
            ),
        ),
        deadlines=(
            DueRule(
                name="arrive",
                label=L("按约上门", "At the door as agreed"),
                starts="created_at",
                stops="state:collected,missed",
                unit=Unit.at_field,
                field="appointment_at",
                accountable=("@collector", Role.reception_lead),
                clause="003 (三)1; T-46",
            ),
        ),
        guards=(lies_ahead, this_homes_bills),
    )

    unit: Mapped[Home] = ref(
        "Unit",
        L("房屋", "Home"),
        required=True,
        prefill=(("owner_name", "owner_name"), ("contact", "owner_name"), ("phone", "owner_phone")),
    )
    unit_id: Mapped[int]
    owner_name: Mapped[str] = string(L("业主姓名", "Owner"), length=60, required=True)
    contact: Mapped[str] = string(
        L("联系人", "Whom to see"),
        length=60,
        required=True,
        help=L("上门时先确认身份。", "Make sure who it is before taking money."),
    )
    phone: Mapped[str] = phone(L("电话", "Telephone"), required=True, clear=(*CUSTOMER_SERVICE, Role.cashier))
    appointment_at: Mapped[dt.datetime] = moment(L("上门时间", "Appointment"), required=True)
    bills: Mapped[list[Any]] = refs("Bill", L("应收费用", "What to collect"), within=OF_THE_HOME)
    collector: Mapped[Staff | None] = ref("Staff", L("收费人", "Collector"), involves=True)
    collector_id: Mapped[int | None]
    receipt: Mapped[Receipt | None] = ref("Receipt", L("收据", "Receipt"), system=True)
    receipt_id: Mapped[int | None]
