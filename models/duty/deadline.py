"""时限台账: every clock of every record, when it was due and when it was met."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from models.declare import Moment, Record, choice, computed, integer, moment, ref, string
from models.spec import L, Label, LabelEnum, Module, Register, Rights, Role, Section

if TYPE_CHECKING:
    from models.base.staff import Staff


class DeadlineState(LabelEnum):
    """How a clock stands."""

    running = "running", "进行中", "Running"
    met = "met", "按时", "Met"
    late = "late", "逾期完成", "Met late"
    overdue = "overdue", "已逾期", "Overdue"
    waived = "waived", "免除", "Waived"


def register_name(row: Any) -> Label | None:
    """Return the words for the register the clock belongs to."""
    spec = _spec(row.register)
    return spec.label if spec else None


def rule_name(row: Any) -> Label | None:
    """Return the words for the limit."""
    spec = _spec(row.register)
    return next((rule.label for rule in spec.deadlines if rule.name == row.rule), None) if spec else None


def _spec(slug: str) -> Register | None:
    import models  # noqa: PLC0415 - the list of registers holds this one

    return next((model.__register__ for model in models.REGISTERS if model.slug() == slug), None)


LEADERS = (
    Role.cs_supervisor,
    Role.reception_lead,
    Role.engineering_lead,
    Role.security_lead,
    Role.director,
    Role.hr_admin,
    Role.hq_quality,
    Role.sysadmin,
)

RUNS = "state IN ('running', 'overdue')"
"""A record has one open clock of a rule a round."""
TO_WARN = "state = 'running' AND told = 0 AND warn_at IS NOT NULL"
"""Clocks whose people are still to hear that the limit is near."""
UNTOLD = "state = 'overdue' AND told < level + 2"
"""Clocks whose people, or whose superiors, have not heard yet that the limit has passed."""

RISEN = "state = 'overdue'"
"""Clocks past their limit: which of them go one level up depends on when they last did."""


class Deadline(Record):
    """One clock of one record in one round: written by the ledger, shown to people."""

    __register__ = Register(
        label=L("时限台账", "Deadline ledger"),
        module=Module.duty,
        source=("every deadline of the catalogue",),
        help=L(
            "每张单据的时限自动记在这里：何时到期、是否按时、谁负责；由系统记录，不能手工填写。",
            "Every limit of every document: when it is due, whether it was met, who answers; kept by the system.",
        ),
        icon="alarm-clock",
        title="record",
        list=("due_at", "register_name", "record", "rule_name", "accountable", "accountable_staff", "state", "met_at"),
        sections=(
            Section(L("时限", "Limit"), "register_name", "record", "rule_name", "cycle", "state"),
            Section(L("时间", "Times"), "starts_at", "due_at", "named_at", "met_at"),
            Section(
                L("责任", "Who answers"), "accountable", "accountable_staff", "escalated_to", "escalated_at", "level"
            ),
        ),
        search=("record", "accountable_staff"),
        filters=("state", "register", "rule", "due_at", "accountable", "accountable_staff"),
        sort="-due_at",
        flow=None,
        rights=Rights(
            read=LEADERS, own=(Role.staff,), export=(Role.director, Role.cs_supervisor, Role.hq_quality), import_=()
        ),
        locked_rights=("create", "edit", "import"),
        read_only=True,
        indexes=(
            ("register", "record_id"),
            ("site_id", "state", "due_at"),
            ("accountable_staff_id", "state", "due_at"),
            ("state", "due_at"),
        ),
    )
    __table_args__ = (
        CheckConstraint("state NOT IN ('met', 'late') OR met_at IS NOT NULL", name="met_moment"),
        Index(
            "uq_deadline_open",
            "register",
            "record_id",
            "rule",
            "cycle",
            unique=True,
            sqlite_where=text(RUNS),
            postgresql_where=text(RUNS),
        ),
        # each begins with what its condition fixes: so SQLite prefers it to the index of states, statistics or none
        Index(
            "ix_deadline_warn", "state", "told", "warn_at", sqlite_where=text(TO_WARN), postgresql_where=text(TO_WARN)
        ),
        Index("ix_deadline_untold", "state", "site_id", sqlite_where=text(UNTOLD), postgresql_where=text(UNTOLD)),
        Index("ix_deadline_risen", "state", "escalated_at", sqlite_where=text(RISEN), postgresql_where=text(RISEN)),
    )

    register: Mapped[str] = string(L("台账", "Register"), length=60, required=True, system=True)
    register_name: Mapped[Label | None] = computed(L("登记簿", "Register"), register_name)
    record: Mapped[str | None] = string(L("记录", "Record"), length=120, system=True)
    record_id: Mapped[int] = integer(L("记录序号", "Record id"), required=True, system=True)
    rule: Mapped[str] = string(L("时限项", "Limit"), length=40, required=True, system=True)
    rule_name: Mapped[Label | None] = computed(L("时限", "Limit"), rule_name)
    cycle: Mapped[int] = integer(L("轮次", "Round"), required=True, system=True, default=0)
    starts_at: Mapped[dt.datetime] = moment(L("起算", "Starts"), required=True, system=True)
    due_at: Mapped[dt.datetime] = moment(L("到期", "Due"), required=True, system=True)
    named_at: Mapped[dt.datetime | None] = moment(L("单据约定的时刻", "Moment the record names"), system=True)
    met_at: Mapped[dt.datetime | None] = moment(L("完成", "Met"), system=True)
    state: Mapped[DeadlineState] = choice(DeadlineState, L("状况", "State"), required=True, system=True)
    accountable: Mapped[Role] = choice(Role, L("责任人/岗位", "Role accountable"), required=True, system=True)
    accountable_staff: Mapped[Staff | None] = ref(
        "Staff", L("责任人", "Person accountable"), system=True, involves=True
    )
    accountable_staff_id: Mapped[int | None]
    escalated_to: Mapped[Role | None] = choice(Role, L("已上报", "Escalated to"), system=True)
    escalated_at: Mapped[dt.datetime | None] = moment(L("上报时间", "Escalated at"), system=True)
    level: Mapped[int] = integer(L("上报级数", "Levels told"), required=True, system=True, default=0)

    # the sweep's own marks; no fields, so that no screen shows them
    warn_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    """When those who answer are reminded that the limit is near; empty: never."""
    told: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    """What was told: 0 nothing, 1 that the limit is near, 2 + ``level`` that it has passed."""
