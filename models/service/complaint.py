"""客户投诉登记及处理表: one complaint from intake to the owner's last word (001 投诉处理制度; 000 §4.6; 004 §7.4.16).

Four layouts of one record: the register's line, the handling form, the record form and the monthly summary (A-02).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from models.base.moments import not_ahead
from models.declare import Record, choice, files, flag, integer, moment, phone, ref, string, text
from models.service import complaint_rules as rules
from models.service.complaint_flow import COMPLAINT_FLOW, DEADLINES, OPENINGS
from models.service.entry_rules import entry_is_open
from models.service.flow_parts import moves_on
from models.service.people import CUSTOMER_SERVICE
from models.spec import (
    DESK,
    Default,
    L,
    LabelEnum,
    Module,
    Paper,
    Register,
    Rights,
    Role,
    Section,
)

if TYPE_CHECKING:
    from models.base.department import Department
    from models.base.staff import Staff
    from models.base.unit import Unit as Home
    from models.office.corrective_action import CorrectiveAction
    from models.service.callback import Callback
    from models.service.service_log import ServiceLog


class ComplaintChannel(LabelEnum):
    """How it was made."""

    letter = "letter", "信函", "Letter"
    phone = "phone", "电话", "Telephone"
    fax = "fax", "传真", "Fax"
    visit = "visit", "面谈", "In person"
    online = "online", "网络", "Online"


class Nature(LabelEnum):
    """What it is about."""

    service = "service", "服务态度", "Manner of service"
    repair = "repair", "维修", "Repair"
    clean = "clean", "保洁", "Cleaning"
    security = "security", "秩序", "Order and security"
    fee = "fee", "收费", "Fees"
    neighbour = "neighbour", "邻里", "Neighbours"
    facility = "facility", "设施", "Facilities"
    decoration = "decoration", "装修", "Decoration"
    other = "other", "其他", "Other"


class Severity(LabelEnum):
    """How grave it is."""

    minor = "minor", "一般", "Minor"
    major = "major", "重大", "Major"


class Complaint(Record):
    """A complaint; never voided, never deleted (X-11)."""

    __register__ = Register(
        label=L("客户投诉登记及处理表", "Complaint log and handling form"),
        module=Module.service,
        source=("001 接待来访投诉工作制度; 投诉处理制度", "000 §3.6, §4.6", "004 §4.4, §7.4.16", "002 职责3; §4; §5"),
        help=L(
            "所有投诉统一在客服登记，每份一号：当天核实，批示责任部门，处理后回复业主和主任，回访后办结。投诉不能删除、不能作废。",
            "Customer service enters every complaint here, each with its own number: investigated the same day, decided, "
            "handled, the owner and the director answered, called back, closed. Never deleted, never voided.",
        ),
        icon="message-square-warning",
        prefix="TS",
        aliases=("客户投诉登记表", "投诉处理表", "客户投诉记录表"),
        title="summary",
        list=("number", "received_at", "unit", "severity", "summary", "handler", "department", "status"),
        sections=(
            Section(L("投诉人", "Complainant"), "channel", "received_at", "complainant", "unit", "phone", "source_log"),
            Section(L("投诉内容", "Complaint"), "nature", "severity", "summary", "original", "document_no"),
            Section(L("调查核实", "Investigation"), "investigation", "proposal", "investigated_at"),
            Section(L("批示", "Decision"), "decision", "department", "handler", "reported_up_at"),
            Section(L("处理与回复", "Handling and reply"), "result", "handled_at", "replied_at", "director_told_at"),
            Section(
                L("业主反馈", "The owner's answer"), "satisfied", "reopen_count", "source_callback", "corrective_action"
            ),
        ),
        search=("number", "document_no", "complainant", "phone", "summary", "unit"),
        filters=("status", "nature", "severity", "channel", "department", "handler", "received_at", "unit"),
        sort="-received_at",
        happened="received_at",
        daily=DESK,
        cycle="reopen_count",
        involved=("department.head",),
        rights=Rights(
            read=(*CUSTOMER_SERVICE, Role.engineering_lead, Role.security_lead, Role.hq_quality),
            own=(Role.staff,),
            create=DESK,
            import_=(Role.cs_supervisor,),
            unmask=CUSTOMER_SERVICE,
        ),
        locked_rights=(
            "create",
            "import",
            "unmask",
            "do:investigate",
            "do:decide",
            "do:reply",
            "do:call_back",
            "do:close",
        ),
        flow=COMPLAINT_FLOW,
        deadlines=DEADLINES,
        openings=OPENINGS,
        guards=(entry_is_open("重复登记"), not_ahead("received_at")),
        derive=rules.derived,
        on_create=moves_on(source_log="to_complaint"),
        print=(
            Paper(name="form"),
            Paper(
                name="register",
                title=L("客户投诉登记表", "Complaint register sheet"),
                fields=(
                    "channel",
                    "received_at",
                    "complainant",
                    "unit",
                    "phone",
                    "document_no",
                    "nature",
                    "severity",
                    "summary",
                ),
            ),
        ),
        indexes=(("unit_id", "received_at"),),
    )
    __table_args__ = (
        CheckConstraint(
            "status IN ('registered', 'investigated') OR (department_id IS NOT NULL AND decision IS NOT NULL)",
            name="decided_has_department",
        ),
        CheckConstraint(
            "status NOT IN ('replied', 'called_back', 'closed') OR "
            "(result IS NOT NULL AND replied_at IS NOT NULL AND director_told_at IS NOT NULL)",
            name="replied_has_both_replies",
        ),
    )

    source_log: Mapped[ServiceLog | None] = ref("ServiceLog", L("来源登记", "From entry"), see=CUSTOMER_SERVICE)
    source_log_id: Mapped[int | None]
    source_callback: Mapped[Callback | None] = ref(
        "Callback", L("来源回访", "From call-back"), system=True, alter=True, see=CUSTOMER_SERVICE
    )
    source_callback_id: Mapped[int | None]
    channel: Mapped[ComplaintChannel] = choice(
        ComplaintChannel, L("投诉方式", "How made"), required=True, default=ComplaintChannel.phone
    )
    received_at: Mapped[dt.datetime] = moment(
        L("受理时间", "Received at"), required=True, default=Default.NOW, also=("投诉日期", "投诉时间", "受理日期")
    )
    complainant: Mapped[str] = string(
        L("客户名称", "Complainant"),
        length=60,
        required=True,
        see=CUSTOMER_SERVICE,
        also=("业主", "业主姓名", "投诉人", "客户", "客户姓名", "姓名"),
    )
    unit: Mapped[Home | None] = ref(
        "Unit",
        L("楼号房号", "Unit"),
        see=CUSTOMER_SERVICE,
        prefill=(("complainant", "owner_name"), ("phone", "owner_phone")),
    )
    unit_id: Mapped[int | None]
    phone: Mapped[str | None] = phone(L("联系电话", "Telephone"), see=CUSTOMER_SERVICE, clear=CUSTOMER_SERVICE)
    document_no: Mapped[str | None] = string(
        L("投诉文件编号", "Document number"),
        length=44,
        system=True,
        help=L("与登记编号一致，前加方式字母。", "The register's number with the letter of its kind in front (X-11)."),
    )
    nature: Mapped[Nature] = choice(
        Nature, L("投诉性质", "Nature"), required=True, also=("性质", "类别", "投诉类别", "投诉类型")
    )
    severity: Mapped[Severity] = choice(Severity, L("等级", "Severity"), required=True, default=Severity.minor)
    summary: Mapped[str] = text(L("内容摘要", "Summary"), required=True, also=("投诉内容", "投诉事项", "内容"))
    investigation: Mapped[str | None] = text(L("调查核实情况", "Findings"), system=True)
    investigated_at: Mapped[dt.datetime | None] = moment(L("核实时间", "Investigated at"), system=True)
    proposal: Mapped[str | None] = text(L("处理建议", "Proposal"), system=True)
    decision: Mapped[str | None] = text(L("处理办法", "Decision"), system=True)
    department: Mapped[Department | None] = ref("Department", L("责任部门", "Responsible department"), system=True)
    department_id: Mapped[int | None]
    handler: Mapped[Staff | None] = ref("Staff", L("责任人", "Responsible person"), system=True, involves=True)
    handler_id: Mapped[int | None]
    cs_responsible: Mapped[bool | None] = flag(L("客服部门责任", "Customer service responsible"), system=True)
    result: Mapped[str | None] = text(L("处理结果", "Result"), system=True)
    handled_at: Mapped[dt.datetime | None] = moment(L("处理时间", "Handled at"), system=True)
    replied_at: Mapped[dt.datetime | None] = moment(L("回复业主时间", "Owner told at"), system=True)
    satisfied: Mapped[bool | None] = flag(L("业主是否满意", "Owner satisfied"), system=True)
    major_at: Mapped[dt.datetime | None] = moment(L("定为重大投诉时间", "Major since"), system=True)
    reported_up_at: Mapped[dt.datetime | None] = moment(L("上报时间", "Reported up at"), system=True)
    director_told_at: Mapped[dt.datetime | None] = moment(L("回复管理处时间", "Director told at"), system=True)
    reopen_count: Mapped[int | None] = integer(L("重新处理次数", "Taken up again"), minimum=0, system=True, default=0)
    corrective_action: Mapped[CorrectiveAction | None] = ref(
        "CorrectiveAction", L("纠正措施", "Corrective action"), system=True
    )
    corrective_action_id: Mapped[int | None]
    original: Mapped[Any] = files(
        L("投诉原件/正式记录", "Original or formal record"),
        see=CUSTOMER_SERVICE,
        help=L("信件、传真，或电话、面谈的正式记录。", "Letter, fax, or the formal record of a call or talk."),
    )
