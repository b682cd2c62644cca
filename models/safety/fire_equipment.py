"""消防器材保管台账: each piece has one named keeper, is checked by others, and changes hands on paper (001 安全保密 §5; R-F07, R-F08, X-06, D-07)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Mapped

from models.base.moments import today
from models.base.rules import changed, is_new
from models.declare import Record, choice, date, flag, ref, rows, string
from models.spec import (
    STAY,
    Ask,
    Case,
    Effect,
    Field,
    Flow,
    Kind,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    Transition,
    altered,
    asks,
    record_flow,
)

KEEPERS = (Role.security_lead, Role.engineering_lead)
CHECKERS = (*KEEPERS, Role.cs_supervisor, Role.director)
"""Checks are made by those who lead (D-07)."""
OWN_CHECK = L(
    "{name}是这件器材的保管人，不能自己检查，请由他人检查。",
    "{name} keeps this piece and can't check it himself; somebody else does.",
)
IN_ORDER = Field(name="in_order", kind=Kind.bool, label=L("完好", "In order"), required=True)
PROBLEM = Field(name="problem", kind=Kind.str, label=L("问题", "Problem"), length=400)


class FireCondition(LabelEnum):
    """How it is."""

    good = "good", "完好", "In order"
    faulty = "faulty", "故障", "Faulty"
    repair = "repair", "维修中", "Being repaired"
    scrapped = "scrapped", "报废", "Scrapped"


def never_by_the_keeper(case: Case) -> Refusal | None:
    """Refuse a check written down as made by the keeper (D-07); checks made before he kept it stand."""
    piece = case.record
    for at, row in enumerate(piece.checks):
        fresh = is_new(row) or changed(row, "by", "by_id")
        by = row.by_id if row.by_id is not None else getattr(row.by, "id", None)
        if fresh and by is not None and by == piece.custodian_id:
            with case.session.no_autoflush:
                name = piece.custodian.name if piece.custodian is not None else ""
            return Refusal(OWN_CHECK.format(name=name), f"checks-{at}-by", "001 安全保密 §5; D-07")
    return None


def hands_over_on_paper(case: Case) -> Refusal | None:
    """Refuse another keeper put into the form: keeping changes by a hand-over (X-06)."""
    piece = case.record
    if is_new(piece) or not changed(piece, "custodian", "custodian_id"):
        return None
    words = L(
        "换保管人请点“移交保管”，会留下移交记录。", "Use “Hand over” to change the keeper, so that a record is kept."
    )
    return Refusal(words, "custodian", "001 安全保密 §5; X-06")


def another_keeper(case: Case) -> Refusal | None:
    """Refuse to hand over to the one who keeps it already."""
    if _before(case.record) != case.record.custodian_id:
        return None
    return Refusal(L("新保管人与原保管人相同。", "He keeps it already; choose another."), "custodian", "X-06")


def problem_named(case: Case) -> Refusal | None:
    """Refuse a failed check that doesn't say what was wrong."""
    if case.data.get("in_order") or case.data.get("problem"):
        return None
    return Refusal(L("不完好的，请写明问题。", "Write what was wrong."), "problem", "001 安全保密 §5")


def _before(piece: Any) -> int | None:
    """Return the keeper before this step."""
    gone = inspect(piece).attrs["custodian_id"].history.deleted
    before: int | None = gone[0] if gone else piece.custodian_id
    return before


def _lines(piece: Any, name: str) -> list[dict[str, Any]]:
    """Return the lines of a child table as values, to add to."""
    fields = type(piece).__fields__[name].rows
    return [
        {"id": r.id, **{f.name: getattr(r, f"{f.name}_id" if f.kind is Kind.ref else f.name) for f in fields}}
        for r in getattr(piece, name)
    ]


def checked(case: Case) -> list[Effect]:
    """Add the check; a piece not in order is faulty from that day."""
    piece, data, day = case.record, case.data, today(case)
    line = {"on": day, "by": case.actor.staff_id, "ok": data["in_order"], "problem": data.get("problem")}
    out: list[Effect] = [Set("checks", [*_lines(piece, "checks"), line])]
    if data["in_order"]:
        return out
    return [*out, *_faulty(piece, day)]


def _faulty(piece: Any, day: dt.date) -> list[Effect]:
    if piece.condition in {FireCondition.faulty, FireCondition.repair, FireCondition.scrapped}:
        return []
    return [Set("condition", FireCondition.faulty), Set("faults", [*_lines(piece, "faults"), {"on": day}])]


def restored(case: Case) -> list[Effect]:
    """End the open fault and say the piece is in order again (003 (三)3)."""
    day = today(case)
    lines = [{**line, "restored_on": line["restored_on"] or day} for line in _lines(case.record, "faults")]
    return [Set("faults", lines), Set("condition", FireCondition.good)]


def handed_over(case: Case) -> list[Effect]:
    """Keep who gave the piece to whom, and when (X-06)."""
    piece = case.record
    line = {"on": today(case), "giver": _before(piece), "taker": piece.custodian_id}
    return [Set("handovers", [*_lines(piece, "handovers"), line])]


def is_faulty(case: Case) -> Refusal | None:
    """Refuse to restore what is in order."""
    if case.record.condition in {FireCondition.faulty, FireCondition.repair}:
        return None
    return Refusal(L("这件器材没有故障。", "This piece has no fault."))


def _flow() -> Flow:
    record = record_flow(close=KEEPERS, standing=True)
    more = (
        Transition(
            name="check",
            label=L("登记检查", "Record a check"),
            source=("open",),
            to=STAY,
            roles=CHECKERS,
            never=("custodian",),
            asks=(Ask("in_order", own=IN_ORDER), Ask("problem", required=False, own=PROBLEM)),
            guards=(problem_named,),
            effects=checked,
            clause="001 安全保密 §5; D-07",
            done=L("{number}的检查已登记。", "The check of {number} is recorded."),
        ),
        Transition(
            name="restore",
            label=L("恢复完好", "Back in order"),
            source=("open",),
            to=STAY,
            roles=KEEPERS,
            only=(is_faulty,),
            effects=restored,
            clause="003 (三)3",
            done=L("{number}已恢复完好。", "{number} is in order again."),
        ),
        Transition(
            name="hand_over",
            label=L("移交保管", "Hand over"),
            source=("open",),
            to=STAY,
            roles=KEEPERS,
            asks=asks("custodian"),
            guards=(another_keeper,),
            effects=handed_over,
            clause="001 安全保密 §5; X-06",
            done=L("{number}已移交{custodian}保管。", "{number} is now kept by {custodian}."),
        ),
    )
    return altered(record, first=more)


class FireEquipment(Record):
    """One piece of fire equipment."""

    __register__ = Register(
        label=L("消防器材保管台账", "Fire equipment"),
        module=Module.safety,
        source=("001 安全保密 §5 专人保管", "003 (三)3"),
        help=L(
            "每件消防器材一条，写明位置、保管人和有效期；检查由保管人以外的人点“登记检查”，换人点“移交保管”。",
            "One entry a piece: where it is, who keeps it, until when it is good. Others than the keeper check it; a new keeper "
            "takes it over by a hand-over.",
        ),
        icon="shield-alert",
        prefix="XF2",
        aliases=("消防器材登记", "灭火器台账", "消防设施台账"),
        title="name",
        list=("number", "name", "location", "custodian", "valid_until", "condition", "status"),
        sections=(
            Section(L("器材", "Piece"), "name", "location", "custodian", "valid_until", "condition"),
            Section(L("检查与故障", "Checks and faults"), "checks", "faults"),
            Section(L("移交", "Hand-overs"), "handovers"),
        ),
        search=("number", "name", "location", "custodian"),
        filters=("status", "condition", "custodian", "valid_until"),
        sort="valid_until",
        rights=Rights(read=(*CHECKERS, Role.hq_quality), create=KEEPERS),
        locked_rights=("do:check", "do:hand_over"),
        flow=_flow(),
        guards=(never_by_the_keeper, hands_over_on_paper),
    )

    name: Mapped[str] = string(L("器材", "Piece"), required=True)
    location: Mapped[str] = string(L("位置", "Location"), required=True)
    custodian: Mapped[Any] = ref("Staff", L("保管人", "Kept by"), required=True)
    custodian_id: Mapped[int]
    valid_until: Mapped[dt.date | None] = date(L("有效期至", "Valid until"))
    condition: Mapped[FireCondition] = choice(
        FireCondition, L("状态", "Condition"), required=True, default=FireCondition.good
    )
    checks: Mapped[list[Any]] = rows(
        L("检查", "Checks"),
        on=date(L("日期", "On"), required=True),
        by=ref("Staff", L("检查人", "Checked by"), required=True),
        ok=flag(L("完好", "In order")),
        problem=string(L("问题", "Problem"), length=400),
    )
    handovers: Mapped[list[Any]] = rows(
        L("保管移交", "Hand-overs"),
        on=date(L("日期", "On"), required=True),
        giver=ref("Staff", L("移交人", "From"), required=True),
        taker=ref("Staff", L("接收人", "To"), required=True),
    )
    faults: Mapped[list[Any]] = rows(
        L("故障", "Faults"),
        on=date(L("发生日期", "Since"), required=True),
        restored_on=date(L("恢复日期", "Restored on")),
    )
