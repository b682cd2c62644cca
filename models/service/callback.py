"""回访记录表: a call or visit to hear whether all is well (000 §4.7; 003 (二)3-4; 004 §5.8, §7.4.9).

A call-back on an order or a complaint is submitted as it is saved; reaching the person is what counts (G7).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped, relationship

from models.base.moments import not_ahead
from models.declare import Record, choice, flag, moment, phone, rating, ref, string, text
from models.service import callback_rules as rules
from models.service.callback_rules import CallbackKind, FollowUp, Method
from models.service.people import CUSTOMER_SERVICE
from models.spec import DESK, Default, L, Module, Register, Rights, Role, Section, When, approval_flow

if TYPE_CHECKING:
    from models.base.unit import Unit
    from models.service.complaint import Complaint
    from models.service.repair_order import RepairOrder

ON_ORDERS = When("kind", *rules.ON_ORDERS)
ON_COMPLAINTS = When("kind", *rules.ON_COMPLAINTS)
REACHED = When("reached", "true")


class Callback(Record):
    """A call-back."""

    __register__ = Register(
        label=L("回访记录表", "Callback record"),
        module=Module.service,
        source=("000 §4.7, §5.6-5.7", "003 (二)3-4", "004 §5.8, §7.4.9", "002 职责10"),
        help=L(
            "维修回单后 24 小时内、渗漏修复后 3 天内、投诉回复后都要回访；没联系上的也记一笔，但不算已回访。",
            "Call back within 24 hours of a slip's return, 3 days of a repaired leak, and after replying to a complaint. "
            "A try that reached nobody is noted too, but does not count.",
        ),
        icon="phone-call",
        prefix="HF",
        aliases=("巡访、回访记录表", "回访单"),
        title="interviewee",
        list=("number", "called_at", "kind", "unit", "interviewee", "reached", "satisfaction", "status"),
        sections=(
            Section(
                L("回访对象", "Who is called"), "kind", "repair_order", "complaint", "unit", "interviewee", "phone"
            ),
            Section(L("回访", "The call"), "method", "called_at", "reached"),
            Section(L("业主怎么说", "What was said"), "satisfaction", "opinion", "leak_again", "solicited"),
            Section(L("跟进", "What follows"), "treatment", "follow_up", "told_at"),
        ),
        search=("number", "interviewee", "phone", "opinion", "unit"),
        filters=("status", "kind", "method", "reached", "satisfaction", "follow_up", "called_at", "unit"),
        sort="-called_at",
        happened="called_at",
        daily=DESK,
        rights=Rights(
            read=(*CUSTOMER_SERVICE, Role.hq_quality),
            create=CUSTOMER_SERVICE,
            import_=(Role.cs_supervisor,),
            unmask=CUSTOMER_SERVICE,
        ),
        locked_rights=("read", "create", "unmask"),
        flow=approval_flow(rules.chain, clause="000 §4.7.2; A-67", on_submit=rules.consequences),
        guards=(
            rules.right_method,
            rules.right_caller,
            rules.not_the_repairer,
            rules.ready_to_call_back,
            rules.grave_enough,
            rules.unreached_says_nothing,
            rules.follow_up_is_clear,
            not_ahead("called_at", "told_at"),
        ),
        on_create=rules.filed,
        on_edit=rules.filed,
        print=("form",),
        indexes=(("unit_id", "called_at"),),
    )

    kind: Mapped[CallbackKind] = choice(CallbackKind, L("回访类别", "Kind"), required=True)
    method: Mapped[Method] = choice(Method, L("方式", "Method"), required=True, default=Method.phone)
    repair_order: Mapped[RepairOrder | None] = ref(
        "RepairOrder",
        L("维修任务单", "Repair order"),
        required_when=ON_ORDERS,
        shown_when=ON_ORDERS,
        prefill=(("unit", "unit"), ("interviewee", "reporter"), ("phone", "phone")),
    )
    repair_order_id: Mapped[int | None]
    complaint: Mapped[Complaint | None] = ref(
        "Complaint",
        L("投诉", "Complaint"),
        required_when=ON_COMPLAINTS,
        shown_when=ON_COMPLAINTS,
        prefill=(("unit", "unit"), ("interviewee", "complainant"), ("phone", "phone")),
    )
    complaint_id: Mapped[int | None]
    unit: Mapped[Unit | None] = ref(
        "Unit", L("楼号房号", "Unit"), prefill=(("interviewee", "owner_name"), ("phone", "owner_phone"))
    )
    unit_id: Mapped[int | None]
    interviewee: Mapped[str] = string(L("受访人", "Person called"), length=60, required=True)
    phone: Mapped[str | None] = phone(L("联系电话", "Telephone"), clear=CUSTOMER_SERVICE)
    called_at: Mapped[dt.datetime] = moment(L("回访时间", "Called at"), required=True, default=Default.NOW)
    reached: Mapped[bool] = flag(
        L("是否联系上", "Reached"),
        required=True,
        help=L(
            "没联系上选“否”，任务单仍待回访。", "No: the try is noted and the document still waits for its call-back."
        ),
    )
    satisfaction: Mapped[int | None] = rating(L("满意度", "Satisfaction"), shown_when=REACHED)
    opinion: Mapped[str | None] = text(L("业主意见", "Owner's opinion"), shown_when=REACHED)
    treatment: Mapped[str | None] = text(L("处理意见及结果", "What was done about it"))
    follow_up: Mapped[FollowUp | None] = choice(FollowUp, L("跟进", "Follow-up"), default=FollowUp.none)
    leak_again: Mapped[bool | None] = flag(L("复漏", "Leaking again"), shown_when=When("kind", "leak"))
    told_at: Mapped[dt.datetime | None] = moment(
        L("整改通知时间", "Maintenance told at"),
        help=L("发现问题及时通知维修人员整改。", "When maintenance was told to put it right."),
    )
    solicited: Mapped[bool | None] = flag(L("是否被索要好处", "Asked for favours"), source="X-22", shown_when=REACHED)

    suggestions: Mapped[list[Any]] = relationship(
        "OwnerSuggestion", viewonly=True, primaryjoin="Callback.id == foreign(OwnerSuggestion.source_callback_id)"
    )
    follow_ups: Mapped[list[Any]] = relationship(
        "Complaint", viewonly=True, primaryjoin="Callback.id == foreign(Complaint.source_callback_id)"
    )
