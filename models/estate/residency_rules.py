"""What a move does to the home and the people in it, and what keeps one from leaving (002 职责19, 25; R-E04, R-E05)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from models.base.resident import Occupancy, Relation, Resident
from models.base.rules import referred
from models.base.unit import OccupancyState, Unit
from models.spec import Apply, Case, Effect, L, Refusal, Set, Update

OWNERS = frozenset({Relation.owner, Relation.co_owner})
UNPAID = ("due", "part")
NOT_LIVING_HERE = L(
    "{name}现在不是{unit}的住户，请核对房屋和姓名。", "{name} does not live at {unit} now; check the home and the name."
)
BEFORE_IT_BEGAN = L(
    "{name}在{unit}的起始日期是{since}，日期不能更早。",
    "{name} has been at {unit} since {since}; the date can't be earlier.",
)
UNPAID_BILLS = L(
    "{unit}还有{n}笔未缴清的费用（{which}），结清后才能迁出，或由主任注明理由减免。",
    "{unit} still has {n} unpaid bill(s) ({which}); they are settled before moving out, or the director waives them with a "
    "reason.",
)
UNCHECKED = L("“{item}”还没有核对，请核对后再提交。", "“{item}” is not checked yet; check it, then submit.")
Line = dict[str, Any]


def unpaid_bills(session: Any, unit_id: int | None) -> list[Any]:
    """Return the bills of a home that are not settled, oldest first."""
    from models.finance.bill import Bill  # noqa: PLC0415 - finance knows the homes, not the other way round

    query = select(Bill).where(Bill.unit_id == unit_id, Bill.status.in_(UNPAID)).order_by(Bill.period_from, Bill.id)
    return list(session.scalars(query))


def settled_before_leaving(case: Case) -> Refusal | None:
    """Refuse a move-out while bills of the home are unpaid (002 职责19)."""
    move = case.record
    if move.kind != "move_out":
        return None
    bills = unpaid_bills(case.session, move.unit_id)
    if not bills:
        return None
    which = "、".join(str(b.number) for b in bills[:3]) + ("…" if len(bills) > 3 else "")
    return Refusal(UNPAID_BILLS.format(unit=move.unit.address, n=len(bills), which=which), "fees_settled", "002 职责19")


def has_unpaid_bills(case: Case) -> Refusal | None:
    """Refuse to waive where nothing is unpaid, or nobody moves out."""
    if case.record.kind == "move_out" and unpaid_bills(case.session, case.record.unit_id):
        return None
    return Refusal(L("没有需要减免的费用。", "There is nothing to waive."))


def waived(case: Case) -> list[Effect]:
    """Waive every unpaid bill of the home with the director's reason."""
    reason = {"reason": f"{case.record.number}：{case.data['reason']}"}
    return [Apply(bill, "waive", reason) for bill in unpaid_bills(case.session, case.record.unit_id)]


def papers_checked(case: Case) -> Refusal | None:
    """Refuse to submit while a paper on the list is not checked (000 §4.9)."""
    for at, row in enumerate(case.record.papers):
        if not row.checked:
            return Refusal(UNCHECKED.format(item=row.item), f"papers-{at}-checked", "000 §4.9")
    return None


def holding(rows: Sequence[Any], unit_id: int | None) -> list[Any]:
    """Return the lines of a person that tie him to a home now."""
    return [r for r in rows if r.unit_id == unit_id and r.until is None]


def ending(move: Any, person: Any) -> list[Any]:
    """Return the lines of ``person`` that ``move`` ends.

    Moving out ends living there, not owning the home: only a transfer ends that, for whoever owned it before. Becoming
    the owner ends what the new owner was at this home until then.
    """
    now = holding(person.occupancies, move.unit_id)
    if move.kind == "move_in":
        return []
    if move.kind == "move_out":
        return [r for r in now if r.relation not in OWNERS]
    if person.id == move.resident_id:
        return [r for r in now if r.relation != Relation.owner]
    return [r for r in now if r.relation in OWNERS]


def relation_of(move: Any) -> Relation | None:
    """Return what the person is to the home from that day on; None for a move-out."""
    if move.kind == "move_out":
        return None
    return Relation(move.relation or Relation.family) if move.kind == "move_in" else Relation.owner


def people_at(session: Any, unit_id: int | None) -> list[Resident]:
    """Return the people tied to a home now."""
    tied = select(Occupancy.parent_id).where(Occupancy.unit_id == unit_id, Occupancy.until.is_(None))
    return list(session.scalars(select(Resident).where(Resident.id.in_(tied), Resident.status == "active")))


def ended_by(move: Any, session: Any) -> list[tuple[Resident, list[Any]]]:
    """Return the people whose lines the move ends, each with those lines."""
    others = people_at(session, move.unit_id) if move.kind == "transfer" else []
    people = {p.id: p for p in [*others, move.resident]}
    return [(p, rows) for p in people.values() if (rows := ending(move, p))]


def fits_the_roster(case: Case) -> Refusal | None:
    """Refuse to move somebody out who isn't there, and a day before the people concerned came."""
    move = case.record
    if move.kind == "move_out" and not holding(move.resident.occupancies, move.unit_id):
        words = NOT_LIVING_HERE.format(name=move.resident.name, unit=move.unit.address)
        return Refusal(words, "resident", "002 职责19")
    for person, rows in ended_by(move, case.session):
        late = max((r.since for r in rows if r.since is not None), default=None)
        if late is not None and late > move.happened_on:
            words = BEFORE_IT_BEGAN.format(name=person.name, unit=move.unit.address, since=f"{late:%Y-%m-%d}")
            return Refusal(words, "happened_on", "002 职责19")
    return None


def known_home(case: Case) -> Refusal | None:
    """Refuse at once to write down a move-out of somebody who has nothing to do with the home."""
    if case.record.kind != "move_out":
        return None
    unit, person = referred(case, "unit", Unit), referred(case, "resident", Resident)
    if unit is None or person is None or holding(person.occupancies, unit.id):
        return None
    return Refusal(NOT_LIVING_HERE.format(name=person.name, unit=unit.address), "resident", "002 职责19")


def lines_after(person: Any, ended: Sequence[Any], day: dt.date, new: Line | None = None) -> list[Line]:
    """Return all lines of ``person`` as they are after ``ended`` ended on ``day`` and ``new`` began."""
    out: list[Line] = [
        {
            "id": r.id,
            "unit": r.unit_id,
            "relation": r.relation,
            "since": r.since,
            "until": day if r in ended else r.until,
        }
        for r in person.occupancies
    ]
    return [*out, new] if new is not None else out


def state_after(move: Any, session: Any) -> OccupancyState | None:
    """Return what the home is from that day on; None: as before."""
    unit = move.unit
    if move.kind == "handover":
        return OccupancyState.handed_over if unit.occupancy in {None, OccupancyState.unsold} else None
    if move.kind == "move_in":
        return OccupancyState.let if relation_of(move) == Relation.tenant else OccupancyState.occupied
    if move.kind == "transfer":
        return OccupancyState.handed_over if unit.occupancy == OccupancyState.unsold else None
    others = [p for p in people_at(session, move.unit_id) if p.id != move.resident_id]
    left = {r.relation for p in others for r in holding(p.occupancies, move.unit_id)}
    mine = {r.relation for r in holding(move.resident.occupancies, move.unit_id)}
    if Relation.tenant in left:
        return OccupancyState.let
    lived_by_owners = Relation.tenant not in mine
    if Relation.family in left or (lived_by_owners and left & OWNERS):
        return OccupancyState.occupied
    return OccupancyState.vacant


def moved(case: Case) -> list[Effect]:
    """Change the home's state and what the people are to it (002 职责19; 000 §4.9)."""
    move, session = case.record, case.session
    wanted = relation_of(move)
    ended = {p.id: (p, rows) for p, rows in ended_by(move, session)}
    effects: list[Effect] = []
    me = move.resident
    mine = ended.pop(me.id, (me, []))[1]
    has_it = any(r.relation == wanted for r in holding(me.occupancies, move.unit_id))
    new: Line | None = None
    if wanted is not None and not has_it:
        new = {"unit": move.unit_id, "relation": wanted, "since": move.happened_on}
    if mine or new:
        effects.append(Update(me, {"occupancies": lines_after(me, mine, move.happened_on, new)}))
    effects += [
        Update(person, {"occupancies": lines_after(person, rows, move.happened_on)}) for person, rows in ended.values()
    ]
    home: dict[str, Any] = {}
    state = state_after(move, session)
    if state is not None and state != move.unit.occupancy:
        home["occupancy"] = state
    if move.kind == "handover" and move.unit.handed_over_on is None:
        home["handed_over_on"] = move.happened_on
    if home:
        effects.append(Update(move.unit, home))
    if move.kind == "move_out":
        effects.append(Set("fees_settled", True))
    return effects
