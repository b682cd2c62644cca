"""迁入迁出登记: owners and tenants coming, going and changing hands (002 职责19, 25; 000 §4.9; R-E04, R-E05).

The rules stand in ``residency_rules``.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.base.resident import Relation
from models.declare import Record, choice, date, decimal, flag, integer, ref, rows, string, text
from models.estate import residency_rules as rules
from models.spec import (
    DESK,
    STAY,
    Default,
    Flow,
    L,
    LabelEnum,
    Module,
    Register,
    Rights,
    Role,
    Section,
    Transition,
    When,
    altered,
    approval_flow,
    asks,
)


class MoveKind(LabelEnum):
    """What kind of change it is."""

    handover = "handover", "收房入住", "Handover of the home"
    move_in = "move_in", "迁入", "Move in"
    move_out = "move_out", "迁出", "Move out"
    transfer = "transfer", "过户", "Change of owner"


def _flow() -> Flow:
    chain = approval_flow(
        (Role.cs_supervisor,),
        clause="002 职责19; 000 §4.9",
        submit_guards=(rules.papers_checked, rules.fits_the_roster),
        approve_guards=(rules.fits_the_roster, rules.settled_before_leaving),
        on_approved=rules.moved,
    )
    waive = Transition(
        name="waive_fees",
        label=L("减免欠费", "Waive the unpaid fees"),
        source=("draft", "submitted"),
        to=STAY,
        roles=(Role.director,),
        only=(rules.has_unpaid_bills,),
        asks=asks("reason"),
        effects=rules.waived,
        danger=True,
        clause="002 职责19",
        done=L(
            "{number}的欠费已减免，可以批准迁出。",
            "The unpaid fees of {number} are waived; the move-out may be approved.",
        ),
    )
    return altered(chain, waive)


class ResidencyChange(Record):
    """One household's move."""

    __register__ = Register(
        label=L("迁入迁出登记", "Move-in / move-out register"),
        module=Module.estate,
        source=("002 职责19, 25", "000 §4.9"),
        help=L(
            "收房、迁入、迁出、过户时登记：核对资料、抄表、交接钥匙。客服主管批准后，房屋状态和住户关系自动更新；"
            "有欠费的不能迁出，须先结清或由主任减免。",
            "Note each handover, move-in, move-out and change of owner: papers, meters, keys. Once the supervisor approves, "
            "the home and its people are updated. Nobody moves out with unpaid bills unless the director waives them.",
        ),
        icon="door-open",
        prefix="RZ",
        aliases=("入住登记", "迁出放行条", "过户登记"),
        title="kind",
        list=("number", "happened_on", "kind", "unit", "resident", "fees_settled", "status"),
        sections=(
            Section(L("谁、哪一户", "Who and where"), "kind", "unit", "resident", "relation", "happened_on"),
            Section(L("核对与交接", "Papers and hand-over"), "papers", "meters", "keys_handed"),
            Section(L("费用与放行", "Fees and release"), "fees_settled", "goods_release"),
        ),
        search=("number", "unit", "resident", "goods_release"),
        filters=("status", "kind", "happened_on", "unit"),
        sort="-happened_on",
        happened="happened_on",
        daily=(Role.receptionist, Role.reception_lead),
        rights=Rights(read=(*DESK, Role.director, Role.hq_quality), create=DESK),
        locked_rights=("read", "do:waive_fees"),
        flow=_flow(),
        guards=(rules.known_home,),
        print=("form",),
        indexes=(("unit_id", "happened_on"),),
    )

    kind: Mapped[MoveKind] = choice(MoveKind, L("类别", "Kind"), required=True)
    unit: Mapped[Any] = ref("Unit", L("房屋", "Home"), required=True)
    unit_id: Mapped[int]
    resident: Mapped[Any] = ref(
        "Resident",
        L("业主/住户", "Owner or resident"),
        required=True,
        help=L("过户时填新业主。", "For a change of owner: the new owner."),
    )
    resident_id: Mapped[int]
    relation: Mapped[Relation | None] = choice(
        Relation,
        L("与房屋的关系", "Relation to the home"),
        shown_when=When("kind", "move_in"),
        required_when=When("kind", "move_in"),
        help=L("收房和过户按业主登记，不必选。", "Handover and change of owner make an owner; leave it empty."),
    )
    happened_on: Mapped[dt.date] = date(L("日期", "Date"), required=True, default=Default.TODAY)
    papers: Mapped[list[Any]] = rows(
        L("核对资料", "Papers checked"),
        options={"checklist": "kind"},
        item=string(L("资料", "Paper"), required=True),
        checked=flag(L("已核对", "Checked")),
    )
    meters: Mapped[list[Any]] = rows(
        L("水电表底数", "Meter readings"),
        meter=string(L("表", "Meter"), length=60, required=True),
        reading=decimal(L("底数", "Reading"), minimum=0, required=True),
    )
    keys_handed: Mapped[int | None] = integer(L("移交钥匙", "Keys handed over"), minimum=0)
    fees_settled: Mapped[bool | None] = flag(
        L("费用已结清", "Fees settled"),
        help=L("迁出批准时由系统核对应收账单。", "The bills are checked when a move-out is approved."),
    )
    goods_release: Mapped[str | None] = text(
        L("物品放行", "Goods released"),
        shown_when=When("kind", "move_out", "move_in"),
        help=L(
            "搬出或搬入的大件物品，打印后交门岗放行。",
            "Large things carried out or in; the gate gets the printed sheet.",
        ),
    )
