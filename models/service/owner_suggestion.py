"""业主意见征询表: an owner's idea, what comes of it and what he is told (000 §3.7; 002 职责23, §4(1)(3); 003 (三)3; C-44)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from models.base.moments import not_ahead
from models.declare import Record, choice, date, moment, ref, string, text
from models.service.entry_rules import entry_closed, entry_is_open
from models.service.flow_parts import moves_on
from models.service.people import CUSTOMER_SERVICE, READERS
from models.spec import (
    DESK,
    STAY,
    Apply,
    Case,
    Creates,
    Default,
    Effect,
    L,
    LabelEnum,
    Module,
    Register,
    Rights,
    Role,
    Section,
    Set,
    Transition,
    altered,
    approval_flow,
    asks,
)

if TYPE_CHECKING:
    from models.base.unit import Unit
    from models.service.callback import Callback
    from models.service.customer_forum import CustomerForum
    from models.service.household_visit import HouseholdVisit
    from models.service.service_log import ServiceLog


class SuggestionChannel(LabelEnum):
    """How it reached the centre."""

    survey = "survey", "征询表", "Questionnaire"
    forum = "forum", "座谈会", "Customer forum"
    box = "box", "意见箱", "Suggestion box"
    hotline = "hotline", "热线", "Hotline"
    visit = "visit", "走访", "Visit"
    letter = "letter", "来信", "Letter"
    callback = "callback", "回访", "Call-back"


def answered(case: Case) -> list[Effect]:
    """Note when the owner was told, and finish the entry it came from with the answer (001 投诉处理 §2; R-B12)."""
    suggestion = case.record
    out: list[Effect] = [] if suggestion.replied_at else [Set("replied_at", case.now)]
    log = suggestion.source_log
    if log is not None:
        out += [Apply(log, "complete_entry", {"reply": suggestion.reply}), Apply(log, "close")]
    return out


def as_coordination(suggestion: Any) -> dict[str, Any]:
    """Return what the coordination with other departments takes over (C-44)."""
    words = [f"{suggestion.topic}：{suggestion.content}"]
    if suggestion.improvement:
        words.append(f"整改建议：{suggestion.improvement}")
    return {"matter": "\n".join(words)}


class OwnerSuggestion(Record):
    """An owner's opinion or idea."""

    __register__ = Register(
        label=L("业主意见征询表", "Owner suggestion"),
        module=Module.service,
        source=("000 §3.7", "002 职责23; §4(1)(3)", "003 (三)3"),
        help=L(
            "征询表、座谈会、意见箱、热线和走访收到的建议都记在这里：写明整改建议，客服主管批准后回复业主；要投诉的请走投诉登记。",
            "Every idea from questionnaires, forums, the box, the hotline or visits: say what could be improved, the "
            "supervisor approves, the owner is answered. Complaints are entered as complaints.",
        ),
        icon="message-square",
        prefix="YJ",
        aliases=("意见征询表", "建议登记", "业主建议和意见处理回复记录"),
        title="content",
        list=("number", "received_on", "channel", "unit", "name", "topic", "replied_at", "status"),
        sections=(
            Section(
                L("来源", "Where it comes from"),
                "received_on",
                "channel",
                "unit",
                "name",
                "source_log",
                "source_callback",
                "visit",
                "forum",
            ),
            Section(L("意见建议", "The suggestion"), "topic", "content", "improvement"),
            Section(L("回复", "Reply"), "reply", "replied_at"),
        ),
        search=("number", "name", "topic", "content", "unit"),
        filters=("status", "received_on", "channel", "unit", "replied_at"),
        sort="-received_on",
        happened="received_on",
        rights=Rights(read=READERS, create=DESK, import_=(Role.cs_supervisor,)),
        locked_rights=("read",),
        flow=altered(
            approval_flow((Role.cs_supervisor,), clause="000 §3.7"),
            Transition(
                name="reply",
                label=L("回复业主", "Reply to the owner"),
                source=("approved",),
                to=STAY,
                roles=DESK,
                asks=asks("reply", optional=("replied_at",)),
                guards=(not_ahead("replied_at"),),
                effects=answered,
                primary=True,
                clause="001 投诉处理 §2; R-B12",
                done=L("{number}已回复业主。", "The owner has the reply on {number}."),
            ),
            Transition(
                name="coordinate",
                label=L("部门协调", "Coordinate with departments"),
                source=("submitted", "approved"),
                to=STAY,
                roles=(Role.cs_supervisor, Role.reception_lead),
                creates=Creates(register="Coordination", link="suggestion", prefill=as_coordination),
                clause="002 §4(3)(4); C-44",
                done=L("{number}已提交部门协调。", "{number} goes to the departments concerned."),
            ),
            reject={"effects": entry_closed},
            void={"effects": entry_closed},
        ),
        guards=(entry_is_open("重复登记"), not_ahead("received_on", "replied_at")),
        on_create=moves_on(source_log="to_suggestion", visit="to_suggestion"),
        indexes=(("unit_id", "received_on"),),
    )

    received_on: Mapped[dt.date] = date(L("收集日期", "Received on"), required=True, default=Default.TODAY)
    unit: Mapped[Unit | None] = ref(
        "Unit",
        L("楼号房号", "Unit"),
        prefill=(("name", "owner_name"),),
        help=L("不记名的意见，房号和姓名都可以不填。", "Anonymous ones need neither home nor name."),
    )
    unit_id: Mapped[int | None]
    name: Mapped[str | None] = string(L("姓名", "Name"), length=60)
    channel: Mapped[SuggestionChannel] = choice(SuggestionChannel, L("途径", "Channel"), required=True)
    topic: Mapped[str] = string(
        L("类别", "Topic"),
        length=60,
        required=True,
        help=L(
            "一两个词，统计时按它归类，例如：绿化、停车、电梯",
            "A word or two it is counted under, such as greenery, parking, lifts",
        ),
    )
    content: Mapped[str] = text(L("意见建议", "Suggestion"), required=True)
    improvement: Mapped[str | None] = text(
        L("整改建议", "What could be improved"),
        help=L("本部门认为可以怎样改进。", "What this department thinks could be done."),
    )
    reply: Mapped[str | None] = text(L("回复", "Reply"))
    replied_at: Mapped[dt.datetime | None] = moment(L("回复时间", "Replied at"))
    source_log: Mapped[ServiceLog | None] = ref("ServiceLog", L("来源登记", "From entry"), see=CUSTOMER_SERVICE)
    source_log_id: Mapped[int | None]
    source_callback: Mapped[Callback | None] = ref("Callback", L("来源回访", "From call-back"), system=True)
    source_callback_id: Mapped[int | None]
    visit: Mapped[HouseholdVisit | None] = ref("HouseholdVisit", L("来源走访", "From visit"))
    visit_id: Mapped[int | None]
    forum: Mapped[CustomerForum | None] = ref("CustomerForum", L("来源座谈会", "From forum"), system=True)
    forum_id: Mapped[int | None]
