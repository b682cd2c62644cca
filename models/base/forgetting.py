"""Forgetting a former resident on request: only where no open matter and no money needs him, with a record that it was done.

Requirements A-69: nothing is destroyed by itself. The record stays without what tells who it was, its history without what
it told; papers that name it keep their own words for as long as they are kept (``retention.<slug>``). See
docs/decisions/0024-forgetting-redacts-the-history.md.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect, select

from models.spec import Case, Effect, Flow, L, Label, Redact, Refusal, Role, Set, State, Transition, asks
from models.spec.site_fields import COLUMN

FORGOTTEN = "forgotten"
NAME = "已注销住户"
"""What stands in place of a forgotten resident's name."""
PERSONAL = (
    "phone", "phone2", "id_number", "gender", "workplace", "mailing_address", "emergency_contact", "remark", "name_pinyin",
    "phone_tail",
)  # fmt: skip
OPEN: dict[str, tuple[str, ...]] = {
    "Bill": ("due", "part"),
    "DecorationApplication": ("draft", "submitted", "first_approved", "approved", "working", "stopped", "accepted"),
    "Dunning": ("new", "reminded", "lettered", "visited", "legal"),
    "ListingEntrustment": ("listed",),
    "ResidencyChange": ("draft", "submitted"),
    "Vehicle": ("open",),
    "Resident": (),
}
"""Registers that point at residents, and the states in which they still need them."""

LIVES_HERE = L(
    "{name}名下还有房屋（{homes}），请先办理迁出或过户。",
    "{name} still belongs to {homes}; record the move-out or transfer first.",
)
STILL_NEEDED = L(
    "{name}还有未办结的{register}（{number}），办结后才能注销资料。",
    "{register} {number} of {name} is still open; close it before the personal data can go.",
)
NO_WAY_BACK = L("{number}的个人资料已注销。", "The personal data of {number} is gone.")


def nobody_needs_him(case: Case) -> Refusal | None:
    """Refuse to forget somebody who belongs to a home now, or whom an open document or an unpaid bill names."""
    from models import REGISTERS  # noqa: PLC0415 -- the list of registers is made after its registers

    person = case.record
    if person.homes:
        return Refusal(LIVES_HERE.format(name=person.name, homes=person.homes))
    for model in REGISTERS:
        states = OPEN.get(model.__name__, ())
        if states and (number := _open_one(case, model, states)) is not None:
            label: Label = model.__register__.label
            return Refusal(STILL_NEEDED.format(name=person.name, register=label, number=number), source="A-69")
    return None


def _open_one(case: Case, model: Any, states: tuple[str, ...]) -> str | None:
    fields = [n for n, f in model.__fields__.items() if f.target == "Resident" and f"{n}_id" in inspect(model).columns]
    for name in fields:
        query = select(model).where(getattr(model, f"{name}_id") == case.record.id, model.status.in_(states)).limit(1)
        found = case.session.scalars(query).first()
        if found is not None:
            return str(getattr(found, "number", None) or f"#{found.id}")
    return None


def emptied(_case: Case) -> list[Effect]:
    """Return what takes the person out of his record."""
    return [Set("name", NAME), *(Set(name, None) for name in PERSONAL), Redact(("name", *PERSONAL), NAME)]


def may_be_forgotten(flow: Flow) -> Flow:
    """Return base data's flow with the step that forgets, from active or archived, and no way back."""
    step = Transition(
        name="forget",
        label=L("注销个人资料", "Erase personal data"),
        source=("active", "archived"),
        to=FORGOTTEN,
        roles=(Role.director, Role.sysadmin),
        asks=asks("reason"),
        guards=(nobody_needs_him,),
        clears=(COLUMN,),
        effects=emptied,
        danger=True,
        clause="A-69",
        done=NO_WAY_BACK,
    )
    state = State(name=FORGOTTEN, label=L("已注销", "Erased"), final=True)
    return Flow(states=(*flow.states, state), transitions=(*flow.transitions, step), approval=flow.approval)
