"""维修任务单: a repair from the call to the filed slip (003 (二)业主报修; 004 §5.8, §7.4.6-7.4.11).

One entry, several layouts: slip, stub, register line and completion slip are the same record (A-04, A-71). Its way
stands in ``repair_flow``, its rules in ``repair_rules``.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, relationship

from models.base.moments import not_ahead
from models.declare import (
    Record,
    choice,
    decimal,
    files,
    flag,
    integer,
    moment,
    money,
    phone,
    ref,
    rows,
    sign,
    string,
    text,
)
from models.service import repair_rules as rules
from models.service.entry_rules import entry_is_open
from models.service.flow_parts import moves_on
from models.service.people import CUSTOMER_SERVICE, OFFICE
from models.service.repair_flow import DEADLINES, OPENINGS, REPAIR_FLOW
from models.spec import (
    DESK,
    Default,
    Hint,
    L,
    LabelEnum,
    Layout,
    Module,
    Paper,
    Register,
    Rights,
    Role,
    Section,
    When,
)

if TYPE_CHECKING:
    from models.base.staff import Staff
    from models.base.unit import Unit
    from models.service.service_log import ServiceLog


class RepairScope(LabelEnum):
    """Inside a home, or a common part."""

    private = "private", "户内", "Inside a home"
    public = "public", "公共", "Common part"


class RepairCategory(LabelEnum):
    """The trade."""

    water = "water", "给排水", "Water and drains"
    power = "power", "电气", "Electrics"
    heating = "heating", "暖气", "Heating"
    leak = "leak", "渗漏水", "Leak"
    door = "door", "门窗", "Doors and windows"
    elevator = "elevator", "电梯", "Lift"
    structure = "structure", "土建", "Structure"
    public = "public", "公共设施", "Common facilities"
    other = "other", "其他", "Other"


class Priority(LabelEnum):
    """How pressing it is."""

    normal = "normal", "一般", "Normal"
    urgent = "urgent", "紧急", "Urgent"


SLIP = (
    "unit", "location", "reporter", "phone", "reported_at", "appointment_at", "category", "priority", "content",
    "dispatched_at", "arrived_at", "completed_at", "returned_at", "result", "materials", "charge", "satisfied",
    "dissatisfied_reason", "owner_sign", "called_back_at", "custodian",
)  # fmt: skip
"""What the paper slip holds (004 §4.3, §5.8)."""


class RepairOrder(Record):
    """A repair order."""

    __register__ = Register(
        label=L("维修任务单", "Repair order"),
        module=Module.service,
        source=("003 (二)业主报修", "004 §4.3, §5.2, §5.8, §7.4.6-7.4.11", "002 职责7"),
        help=L(
            "业主或公共部位报修后开单派工：半小时到场、当天修好、业主签字、回单、24 小时内回访，周一主任审批，月底移交归档。",
            "One order for each repair: on the spot within half an hour, done the same day, signed by the owner, slip "
            "returned, called back within 24 hours, approved on Monday, handed over at month end.",
        ),
        icon="wrench",
        prefix="WX",
        aliases=("报修单", "保修单", "维修单", "工作单", "回单", "修复单", "存根"),
        title="content",
        list=("number", "reported_at", "unit", "location", "reporter", "content", "technician", "status"),
        sections=(
            Section(
                L("报修", "Request"), "scope", "unit", "location", "reporter", "phone", "reported_at", "area_keeper"
            ),
            Section(L("内容", "What is wrong"), "category", "content", "priority", "appointment_at", "source_log"),
            Section(L("派工", "Dispatch"), "technician", "dispatched_at", "arrived_at", "reschedules", "rework_count"),
            Section(
                L("完工", "Completion"),
                "completed_at",
                "result",
                "materials",
                "charge",
                "satisfied",
                "dissatisfied_reason",
                "owner_sign",
                "photos",
            ),
            Section(
                L("回单归档", "Slip and file"),
                "returned_at",
                "signed_slip",
                "called_back_at",
                "leak_checked_at",
                "custodian",
            ),
        ),
        search=("number", "reporter", "phone", "content", "location", "unit"),
        filters=(
            "status",
            "scope",
            "category",
            "priority",
            "technician",
            "unit",
            "reported_at",
            "area_keeper",
            "appointment_at",
            "returned_at",
        ),
        sort="-reported_at",
        happened="reported_at",
        daily=(*DESK, Role.technician, Role.engineering_lead, Role.director),
        cycle="rework_count",
        rights=Rights(
            read=OFFICE,
            own=(Role.technician,),
            create=DESK,
            import_=(Role.cs_supervisor,),
            unmask=CUSTOMER_SERVICE,
        ),
        locked_rights=("read", "unmask", "do:call_back", "do:approve", "do:return_slip"),
        flow=REPAIR_FLOW,
        deadlines=DEADLINES,
        openings=OPENINGS,
        hints=(
            Hint(
                same=("unit", "category"),
                days=30,
                sentence=L(
                    "这户近 {days} 天报过 {n} 次同类问题，先看看上次怎么修的。",
                    "This home had the same trouble {n} time(s) in the last {days} days; see how it was mended.",
                ),
            ),
        ),
        guards=(entry_is_open("重复派工"), not_ahead("reported_at"), rules.appointment_ahead),
        on_create=moves_on(source_log="to_repair"),
        print=(
            Paper(
                name="form",
                layout=Layout.stub,
                stub=("unit", "location", "reporter", "phone", "reported_at", "technician", "content"),
                fields=SLIP,
                boxes=(
                    (L("维修人员", "Technician"), "technician"),
                    (L("业主", "Owner"), ""),
                    (L("回访人", "Called back by"), ""),
                    (L("主任审批", "Director"), ""),
                ),
            ),
        ),
        indexes=(("unit_id", "category", "reported_at"), ("technician_id", "status")),
    )
    __table_args__ = (
        CheckConstraint("scope <> 'private' OR unit_id IS NOT NULL", name="private_has_unit"),
        CheckConstraint("scope <> 'public' OR location IS NOT NULL", name="public_has_location"),
        CheckConstraint(
            "status IN ('registered', 'cancelled', 'void') OR (technician_id IS NOT NULL AND dispatched_at IS NOT NULL)",
            name="dispatched_has_technician",
        ),
        CheckConstraint(
            "status NOT IN ('completed', 'returned', 'called_back', 'approved', 'handed_over') OR completed_at IS NOT NULL",
            name="completed_has_time",
        ),
    )

    source_log: Mapped[ServiceLog | None] = ref("ServiceLog", L("来源登记", "From entry"), see=OFFICE)
    source_log_id: Mapped[int | None]
    scope: Mapped[RepairScope] = choice(RepairScope, L("维修范围", "Where"), required=True, default=RepairScope.private)
    unit: Mapped[Unit | None] = ref(
        "Unit",
        L("楼号房号", "Unit"),
        required_when=When("scope", "private"),
        shown_when=When("scope", "private"),
        prefill=(("reporter", "owner_name"), ("phone", "owner_phone"), ("area_keeper", "area_keeper")),
        otherwise="location",
    )
    unit_id: Mapped[int | None]
    location: Mapped[str | None] = string(
        L("公共部位", "Common part"),
        required_when=When("scope", "public"),
        shown_when=When("scope", "public"),
        help=L("例如：3 号楼 1 单元大堂", "For example: hall of entrance 1, building 3"),
    )
    reporter: Mapped[str] = string(L("报修人", "Reported by"), length=60, required=True)
    phone: Mapped[str] = phone(L("联系电话", "Telephone"), required=True, clear=(*DESK, Role.technician))
    reported_at: Mapped[dt.datetime] = moment(
        L("报修时间", "Reported at"), required=True, default=Default.NOW, see=OFFICE
    )
    category: Mapped[RepairCategory] = choice(RepairCategory, L("类别", "Category"), required=True, see=OFFICE)
    content: Mapped[str] = text(L("报修内容", "What is wrong"), required=True)
    appointment_at: Mapped[dt.datetime | None] = moment(
        L("预约时间", "Appointment"),
        help=L("约好时间的，以约定时间为到场时限。", "With an appointment, its time is the limit for arriving (A-09)."),
    )
    priority: Mapped[Priority] = choice(Priority, L("紧急程度", "Priority"), required=True, default=Priority.normal)
    technician: Mapped[Staff | None] = ref(
        "Staff",
        L("维修人员", "Technician"),
        system=True,
        involves=True,
        limit_to="technician",
        beside=rules.busy,
    )
    technician_id: Mapped[int | None]
    dispatched_at: Mapped[dt.datetime | None] = moment(L("派单时间", "Dispatched at"), system=True)
    arrived_at: Mapped[dt.datetime | None] = moment(
        L("到场时间", "Arrived at"), system=True, edit=DESK, help=L("留空即现在。", "Leave empty for now.")
    )
    completed_at: Mapped[dt.datetime | None] = moment(
        L("完成时间", "Completed at"), system=True, edit=DESK, help=L("留空即现在。", "Leave empty for now.")
    )
    returned_at: Mapped[dt.datetime | None] = moment(L("回单时间", "Slip returned at"), system=True, see=OFFICE)
    called_back_at: Mapped[dt.datetime | None] = moment(L("回访时间", "Called back at"), system=True, see=OFFICE)
    leak_checked_at: Mapped[dt.datetime | None] = moment(L("渗漏复查时间", "Leak checked at"), system=True, see=OFFICE)
    rework_count: Mapped[int | None] = integer(L("返工次数", "Reworked"), minimum=0, system=True, default=0)
    result: Mapped[str | None] = text(L("维修结果", "Result"), system=True)
    materials: Mapped[list[Any]] = rows(
        L("用料", "Materials"),
        options={"system": True},
        item=ref("StockItem", L("物料", "Item"), required=True),
        quantity=decimal(L("数量", "Quantity"), minimum=0, required=True),
        amount=money(L("金额", "Amount"), minimum=0),
    )
    charge: Mapped[Decimal | None] = money(L("收费金额", "Charge"), minimum=0, system=True, see=OFFICE)
    satisfied: Mapped[bool | None] = flag(L("业主是否满意", "Owner satisfied"), system=True)
    dissatisfied_reason: Mapped[str | None] = text(
        L("不满意原因", "Why not satisfied"), system=True, shown_when=When("satisfied", "false")
    )
    owner_sign: Mapped[str | None] = sign(
        L("业主签字", "Owner's signature"), system=True, shown_when=When("satisfied", "true")
    )
    photos: Mapped[Any] = files(L("完工照片", "Pictures of the work"), system=True)
    signed_slip: Mapped[Any] = files(
        L("签字回单照片", "Picture of the signed slip"),
        system=True,
        edit=DESK,
        help=L("业主在纸单上签字的，拍照上传。", "Where the owner signed on paper."),
    )
    area_keeper: Mapped[Staff | None] = ref("Staff", L("辖区客服", "Area keeper"), see=OFFICE)
    area_keeper_id: Mapped[int | None]
    reschedules: Mapped[list[Any]] = rows(
        L("改约备案", "Changes of time"),
        see=OFFICE,
        options={"system": True},
        at=moment(L("备案时间", "Noted at")),
        busy_at=string(L("维修人员在", "Technician was at"), length=60),
        previous_at=moment(L("原约定时间", "Agreed before")),
        promised_at=moment(L("改约到", "Moved to")),
        agreed=flag(L("对方认可", "Agreed by the caller")),
        reason=string(L("原因", "Reason"), length=400),
    )
    custodian: Mapped[Staff | None] = ref("Staff", L("保管人", "Kept by"), system=True, see=OFFICE)
    custodian_id: Mapped[int | None]

    callbacks: Mapped[list[Any]] = relationship("Callback", viewonly=True, order_by="Callback.id")
