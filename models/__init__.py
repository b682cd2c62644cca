"""What the centre keeps: every register, declared once. ``REGISTERS`` is the explicit list, in the menu's order."""

from models import check, engine
from models.assets.stock_item import StockItem
from models.base.building import Building
from models.base.checklist_item import ChecklistItem
from models.base.department import Department
from models.base.post import Post
from models.base.resident import Resident
from models.base.setting import Setting
from models.base.site import Site
from models.base.staff import Staff
from models.base.unit import Unit
from models.base.user import User
from models.base.work_calendar import WorkCalendar
from models.declare import Record
from models.duty.deadline import Deadline
from models.hr.separation import Separation
from models.hr.staff_requisition import StaffRequisition
from models.office.corrective_action import CorrectiveAction
from models.office.work_inspection import WorkInspection
from models.safety.secret_access_log import SecretAccessLog
from models.service.callback import Callback
from models.service.complaint import Complaint
from models.service.repair_order import RepairOrder
from models.service.service_log import ServiceLog

REGISTERS: tuple[type[Record], ...] = (
    # service
    ServiceLog,
    RepairOrder,
    Complaint,
    Callback,
    # hr
    StaffRequisition,
    Separation,
    # office
    WorkInspection,
    CorrectiveAction,
    # assets
    StockItem,
    # safety
    SecretAccessLog,
    # duty
    Deadline,
    # base
    Resident,
    Unit,
    Building,
    Staff,
    Post,
    Department,
    Site,
    User,
    WorkCalendar,
    ChecklistItem,
    Setting,
)

_BY_SLUG = {model.slug(): model for model in REGISTERS}
_BY_NAME = {model.__name__: model for model in REGISTERS}


def register(slug: str) -> type[Record]:
    """Return the register with this name in addresses (``repair_order``); KeyError when there is none."""
    return _BY_SLUG[slug]


def by_name(name: str) -> type[Record]:
    """Return the register whose model is called ``name`` (``RepairOrder``); KeyError when there is none."""
    return _BY_NAME[name]


__all__ = ["REGISTERS", "by_name", "check", "engine", "register"]
