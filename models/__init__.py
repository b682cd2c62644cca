"""What the centre keeps: every register, declared once. ``REGISTERS`` is the explicit list, in the menu's order."""

from models import check, engine
from models.assets.canteen_purchase import CanteenPurchase
from models.assets.fixed_asset import FixedAsset
from models.assets.meal_cost import MealCost
from models.assets.stock_count import StockCount
from models.assets.stock_item import StockItem
from models.assets.stock_move import StockMove
from models.base.building import Building
from models.base.checklist_item import ChecklistItem
from models.base.department import Department
from models.base.post import Post
from models.base.resident import Resident
from models.base.setting import Setting
from models.base.site import Site
from models.base.site_field import SiteField, offer
from models.base.staff import Staff
from models.base.unit import Unit
from models.base.user import User
from models.base.vehicle import Vehicle
from models.base.work_calendar import WorkCalendar
from models.declare import Record
from models.duty.deadline import Deadline
from models.duty.duty_task import DutyTask
from models.duty.periodic_report import PeriodicReport
from models.estate.decoration_application import DecorationApplication
from models.estate.decoration_patrol import DecorationPatrol
from models.estate.handover_plan import HandoverPlan
from models.estate.rectification_notice import RectificationNotice
from models.estate.residency_change import ResidencyChange
from models.estate.takeover_inspection import TakeoverInspection
from models.estate.takeover_plan import TakeoverPlan
from models.finance.bill import Bill
from models.finance.budget import Budget
from models.finance.cash_deposit import CashDeposit
from models.finance.deposit import Deposit
from models.finance.dunning import Dunning
from models.finance.expense import Expense
from models.finance.fee_appointment import FeeAppointment
from models.finance.fee_item import FeeItem
from models.finance.receipt import Receipt
from models.finance.receipt_book import ReceiptBook
from models.hr.attendance import Attendance
from models.hr.badge import Badge
from models.hr.department_ranking import DepartmentRanking
from models.hr.dormitory_bed import DormitoryBed
from models.hr.labour_dispute import LabourDispute
from models.hr.leave_request import LeaveRequest
from models.hr.monthly_assessment import MonthlyAssessment
from models.hr.monthly_attendance import MonthlyAttendance
from models.hr.off_post_record import OffPostRecord
from models.hr.on_post_report import OnPostReport
from models.hr.outing_request import OutingRequest
from models.hr.overtime_request import OvertimeRequest
from models.hr.probation_review import ProbationReview
from models.hr.reward_penalty import RewardPenalty
from models.hr.separation import Separation
from models.hr.shift_roster import ShiftRoster
from models.hr.staff_requisition import StaffRequisition
from models.hr.training_plan import TrainingPlan
from models.hr.training_record import TrainingRecord
from models.hr.written_assessment import WrittenAssessment
from models.office.archive_item import ArchiveItem
from models.office.assigned_task import AssignedTask
from models.office.case_study import CaseStudy
from models.office.community_event import CommunityEvent
from models.office.corrective_action import CorrectiveAction
from models.office.daily_log import DailyLog
from models.office.duty_log import DutyLog
from models.office.escalation_report import EscalationReport
from models.office.external_contact import ExternalContact
from models.office.honour import Honour
from models.office.meeting import Meeting
from models.office.office_environment_check import OfficeEnvironmentCheck
from models.office.official_document import OfficialDocument
from models.office.proposal import Proposal
from models.office.publicity import Publicity
from models.office.reception_event import ReceptionEvent
from models.office.regulation import Regulation
from models.office.shift_handover import ShiftHandover
from models.office.system_audit import SystemAudit
from models.office.work_inspection import WorkInspection
from models.office.work_plan import WorkPlan
from models.office.work_summary import WorkSummary
from models.safety.facility_patrol import FacilityPatrol
from models.safety.fire_equipment import FireEquipment
from models.safety.hot_work_permit import HotWorkPermit
from models.safety.incident import Incident
from models.safety.restricted_entry import RestrictedEntry
from models.safety.safety_check import SafetyCheck
from models.safety.secret_access_log import SecretAccessLog
from models.service.announcement import Announcement
from models.service.callback import Callback
from models.service.complaint import Complaint
from models.service.coordination import Coordination
from models.service.custody_item import CustodyItem
from models.service.customer_forum import CustomerForum
from models.service.household_visit import HouseholdVisit
from models.service.key_item import KeyItem
from models.service.key_loan import KeyLoan
from models.service.knowledge_article import KnowledgeArticle
from models.service.listing_entrustment import ListingEntrustment
from models.service.meeting_service import MeetingService
from models.service.owner_suggestion import OwnerSuggestion
from models.service.repair_order import RepairOrder
from models.service.satisfaction_survey import SatisfactionSurvey
from models.service.service_check import ServiceCheck
from models.service.service_log import ServiceLog
from models.service.special_service import SpecialService

REGISTERS: tuple[type[Record], ...] = (
    # service
    ServiceLog,
    RepairOrder,
    Complaint,
    Callback,
    ServiceCheck,
    HouseholdVisit,
    OwnerSuggestion,
    SatisfactionSurvey,
    CustomerForum,
    CustodyItem,
    KeyItem,
    KeyLoan,
    ListingEntrustment,
    SpecialService,
    Announcement,
    KnowledgeArticle,
    Coordination,
    MeetingService,
    # estate
    HandoverPlan,
    ResidencyChange,
    TakeoverPlan,
    TakeoverInspection,
    DecorationApplication,
    DecorationPatrol,
    RectificationNotice,
    # finance
    FeeItem,
    Bill,
    Receipt,
    ReceiptBook,
    Deposit,
    CashDeposit,
    Dunning,
    FeeAppointment,
    Expense,
    Budget,
    # hr
    StaffRequisition,
    Separation,
    ProbationReview,
    RewardPenalty,
    LeaveRequest,
    OvertimeRequest,
    OutingRequest,
    OffPostRecord,
    LabourDispute,
    Badge,
    Attendance,
    ShiftRoster,
    MonthlyAttendance,
    OnPostReport,
    DepartmentRanking,
    MonthlyAssessment,
    WrittenAssessment,
    TrainingPlan,
    TrainingRecord,
    DormitoryBed,
    # office
    WorkInspection,
    CorrectiveAction,
    OfficeEnvironmentCheck,
    AssignedTask,
    Proposal,
    WorkPlan,
    WorkSummary,
    DailyLog,
    Meeting,
    ShiftHandover,
    DutyLog,
    EscalationReport,
    Regulation,
    OfficialDocument,
    ArchiveItem,
    CaseStudy,
    CommunityEvent,
    ReceptionEvent,
    ExternalContact,
    Honour,
    SystemAudit,
    Publicity,
    # assets
    StockItem,
    CanteenPurchase,
    MealCost,
    StockMove,
    StockCount,
    FixedAsset,
    # safety
    FacilityPatrol,
    SafetyCheck,
    FireEquipment,
    Incident,
    RestrictedEntry,
    HotWorkPermit,
    SecretAccessLog,
    # duty
    DutyTask,
    PeriodicReport,
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
    Vehicle,
    WorkCalendar,
    ChecklistItem,
    Setting,
    SiteField,
)
offer(REGISTERS)

_BY_SLUG = {model.slug(): model for model in REGISTERS}
_BY_NAME = {model.__name__: model for model in REGISTERS}


def register(slug: str) -> type[Record]:
    """Return the register with this name in addresses (``repair_order``); KeyError when there is none."""
    return _BY_SLUG[slug]


def by_name(name: str) -> type[Record]:
    """Return the register whose model is called ``name`` (``RepairOrder``); KeyError when there is none."""
    return _BY_NAME[name]


__all__ = ["REGISTERS", "by_name", "check", "engine", "register"]
