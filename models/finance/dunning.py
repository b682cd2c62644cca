"""催缴记录: dunning record (003 (三)2; 002 职责2; §2(2))."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, date, files, moment, ref, refs, rows, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, State, Tone, Transition, asks, flow


class DunningStepsKind(LabelEnum):
    """Kind of a line."""

    phone = "phone", "电话", "Phone"
    sms = "sms", "短信", "Sms"
    letter = "letter", "催缴函(特快专递)", "Letter"
    visit = "visit", "上门", "Visit"
    legal = "legal", "法律途径", "Legal"


class Dunning(Record):
    """Dunning record."""

    __register__ = Register(
        label=L("催缴记录", "Dunning record"),
        module=Module.finance,
        source=("003 (三)2", "002 职责2; §2(2)"),
        help=L("催缴记录。", "Dunning record."),
        icon="wallet",
        prefix="CJ2",
        title="case_no",
        list=("number", "unit", "resident", "promise_on", "case_no", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "unit",
                "resident",
                "bills",
                "steps",
                "promise_on",
                "case_no",
                "evidence",
            ),
        ),
        search=("number", "case_no", "unit"),
        filters=("status", "promise_on"),
        sort="-promise_on",
        rights=Rights(
            read=(
                Role.receptionist,
                Role.reception_lead,
                Role.cs_supervisor,
                Role.cashier,
                Role.director,
                Role.hq_quality,
            ),
            create=(Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.cashier),
        ),
        flow=flow(
            (
                State(name="new", label=L("待催缴", "New"), tone=Tone.blue, editable=True),
                State(name="reminded", label=L("已提醒", "Reminded"), tone=Tone.amber),
                State(name="lettered", label=L("已发函", "Lettered"), tone=Tone.amber),
                State(name="visited", label=L("已上门", "Visited"), tone=Tone.amber),
                State(name="legal", label=L("法律途径", "Legal"), tone=Tone.amber),
                State(name="settled", label=L("已结清", "Settled"), tone=Tone.green, final=True),
            ),
            (
                Transition(
                    name="remind",
                    label=L("电话/短信提醒", "Remind"),
                    source=("new", "reminded"),
                    to="reminded",
                    roles=(Role.receptionist, Role.reception_lead, Role.cashier),
                ),
                Transition(
                    name="send_letter",
                    label=L("发催缴函", "Send letter"),
                    source=("reminded",),
                    to="lettered",
                    roles=(Role.cs_supervisor,),
                ),
                Transition(
                    name="visit",
                    label=L("上门催缴", "Visit"),
                    source=("reminded", "lettered"),
                    to="visited",
                    roles=(Role.cs_supervisor, Role.reception_lead, Role.receptionist),
                ),
                Transition(
                    name="go_legal",
                    label=L("转法律途径", "Go legal"),
                    source=("lettered", "visited"),
                    to="legal",
                    roles=(Role.director,),
                    asks=asks("reason"),
                ),
                Transition(
                    name="settle",
                    label=L("结清", "Settle"),
                    source=("new", "reminded", "lettered", "visited", "legal"),
                    to="settled",
                    by_itself=True,
                ),
            ),
        ),
        print=("催缴函",),
    )

    unit: Mapped[Any] = ref("Unit", L("房屋", "Unit"), required=True)
    unit_id: Mapped[int]
    resident: Mapped[Any] = ref("Resident", L("业主", "Resident"), required=True)
    resident_id: Mapped[int]
    bills: Mapped[list[Any]] = refs("Bill", L("欠费账单", "Bills"), required=True)
    steps: Mapped[list[Any]] = rows(
        L("催缴步骤", "Steps"),
        kind=choice(DunningStepsKind, L("kind", "Kind")),
        at=moment(L("at", "At")),
        by=ref("Staff", L("by", "By")),
        result=text(L("result", "Result")),
        tracking_no=string(L("tracking_no", "Tracking no")),
    )
    promise_on: Mapped[dt.date | None] = date(L("承诺缴费日期", "Promise on"))
    case_no: Mapped[str | None] = string(L("立案号", "Case no"))
    evidence: Mapped[Any] = files(L("证据", "Evidence"))
