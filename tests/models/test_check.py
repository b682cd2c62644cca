"""Each start-up check, shown by one wrong declaration: the sentence names the register, the attribute and the fix."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

import models
from models.check import Declaration, DeclarationError, check_all, faults
from models.spec import (
    STAY,
    Approval,
    Ask,
    Creates,
    DueRule,
    Field,
    Hint,
    Kind,
    L,
    LabelEnum,
    Rights,
    Role,
    Section,
    State,
    Timed,
    Transition,
    Unit,
    When,
    Within,
)

ALL = {m.__name__: Declaration.of(m) for m in models.REGISTERS}
Change = Callable[[Declaration], Declaration]


def spec(**changes: Any) -> Change:
    """Changes attributes of the register; a function gets the old value."""

    def change(d: Declaration) -> Declaration:
        worked = {k: v(getattr(d.spec, k)) if callable(v) else v for k, v in changes.items()}
        return dataclasses.replace(d, spec=dataclasses.replace(d.spec, **worked))

    return change


def field(name: str, **changes: Any) -> Change:
    """Changes a field, or adds one to the last section."""

    def change(d: Declaration) -> Declaration:
        old = d.fields.get(name)
        label = L("新栏", "New field")
        new = dataclasses.replace(old, **changes) if old else Field(**{"name": name, "label": label, **changes})
        sections = d.spec.sections
        if old is None:
            sections = (*sections[:-1], Section(sections[-1].label, *sections[-1].fields, name))
        return dataclasses.replace(
            d, fields={**d.fields, name: new}, spec=dataclasses.replace(d.spec, sections=sections)
        )

    return change


def transition(name: str, **changes: Any) -> Change:
    """Changes a transition of the flow, or adds one."""

    def change(d: Declaration) -> Declaration:
        flow = d.spec.flow
        assert flow is not None
        known = {t.name for t in flow.transitions}
        ways = [dataclasses.replace(t, **changes) if t.name == name else t for t in flow.transitions]
        if name not in known:
            given = {"label": L("动作", "Do"), "source": (flow.initial,), "to": STAY, "roles": (Role.director,)}
            ways.append(Transition(**{"name": name, **given, **changes}))
        new = dataclasses.replace(flow, transitions=tuple(ways))
        return dataclasses.replace(d, spec=dataclasses.replace(d.spec, flow=new))

    return change


def state(new: State) -> Change:
    def change(d: Declaration) -> Declaration:
        assert d.spec.flow is not None
        flow = dataclasses.replace(d.spec.flow, states=(*d.spec.flow.states, new))
        return dataclasses.replace(d, spec=dataclasses.replace(d.spec, flow=flow))

    return change


def states(change_one: Callable[[State], State]) -> Change:
    def change(d: Declaration) -> Declaration:
        assert d.spec.flow is not None
        flow = dataclasses.replace(d.spec.flow, states=tuple(change_one(s) for s in d.spec.flow.states))
        return dataclasses.replace(d, spec=dataclasses.replace(d.spec, flow=flow))

    return change


def approval(chain: Any) -> Change:
    def change(d: Declaration) -> Declaration:
        assert d.spec.flow is not None
        flow = dataclasses.replace(d.spec.flow, approval=Approval(chain=chain))
        return dataclasses.replace(d, spec=dataclasses.replace(d.spec, flow=flow))

    return change


def limit(**changes: Any) -> Change:
    rule: dict[str, Any] = {
        "name": "extra",
        "label": L("时限", "Limit"),
        "starts": "reported_at",
        "stops": "completed_at",
        "unit": Unit.hours,
        "limit": 24,
        "accountable": (Role.director,),
    }
    return spec(deadlines=lambda old: (*old, DueRule(**{**rule, **changes})))


KING: Any = "king"


class Twice(LabelEnum):
    a = "a", "甲", "A"
    b = "a", "甲", "A"


class Crooked(LabelEnum):
    a = "x", "甲", "A"


def text(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": Kind.str, **more}


WRONG: dict[str, tuple[str, Change, str]] = {
    # which register, what is wrong with it, the beginning of the sentence
    "printed on no paper": ("Unit", spec(print=("letter",)), "Unit.print: a paper that isn't the register's “form”"),
    "list names no field": ("Unit", spec(list=("address", "adress")), "Unit.list: there is no field “adress”"),
    "list shows child rows": ("Resident", spec(list=("occupancies",)), "Resident.list: “occupancies” is of kind rows"),
    "list is empty": ("Unit", spec(list=()), "Unit.list: name the columns"),
    "list is too wide": (
        "Department",
        spec(list=lambda o: (*o, "specialty", "notes", "powers")),
        "Department.list: 9 columns",
    ),
    "list repeats a column": ("Unit", spec(list=("address", "address")), "Unit.list: “address” is named 2 times"),
    "search names no field": ("Unit", spec(search=("nowhere",)), "Unit.search: there is no field “nowhere”"),
    "search in a number": ("Unit", spec(search=("floor",)), "Unit.search: “floor” is of kind int"),
    "search path leads nowhere": (
        "Unit",
        spec(search=("building.colour",)),
        "Unit.search: “building.colour” leads nowhere",
    ),
    "filter names no field": ("Unit", spec(filters=("nowhere",)), "Unit.filters: there is no field “nowhere”"),
    "filter on a computed field": (
        "StaffRequisition",
        spec(filters=("current",)),
        "StaffRequisition.filters: “current” is of kind computed",
    ),
    "sort names no field": ("Unit", spec(sort="-nowhere"), "Unit.sort: there is no field “nowhere”"),
    "sort by a computed field": (
        "StaffRequisition",
        spec(sort="current"),
        "StaffRequisition.sort: “current” is of kind computed",
    ),
    "title names no field": ("Unit", spec(title="nowhere"), "Unit.title: there is no field “nowhere”"),
    "title is a reference": ("Unit", spec(title="building"), "Unit.title: “building” is of kind ref"),
    "no title and no prefix": ("Unit", spec(title=""), "Unit.title: name the field"),
    "happened is no moment": (
        "RepairOrder",
        spec(happened="content"),
        "RepairOrder.happened: “content” is of kind text",
    ),
    "cycle counts nothing": ("RepairOrder", spec(cycle="content"), "RepairOrder.cycle: “content” is of kind text"),
    "involved leads nowhere": (
        "RepairOrder",
        spec(involved=("unit.head",)),
        "RepairOrder.involved: “unit.head” leads nowhere",
    ),
    "hint names no field": (
        "Unit",
        spec(hints=(Hint(same=("trouble",), days=1, sentence=L("同", "Same")),)),
        "Unit.hints.same: there is no field “trouble”",
    ),
    "prefix in small letters": ("RepairOrder", spec(prefix="wx-1"), "RepairOrder.prefix: “wx-1”"),
    "no source": ("Unit", spec(source=()), "Unit.source: name the document"),
    "no icon": ("Unit", spec(icon=""), "Unit.icon: name a Lucide icon"),
    "section names no field": (
        "Unit",
        spec(sections=lambda o: (*o, Section(L("另", "More"), "nowhere"))),
        "Unit.sections: there is no field “nowhere”",
    ),
    "a field in two sections": (
        "Unit",
        spec(sections=lambda o: (*o, Section(L("另", "More"), "floor"))),
        "Unit.sections: “floor” stands in 2 places",
    ),
    "a field in no section": ("Unit", spec(sections=lambda o: o[:1]), "Unit.sections: “gross_area” is in no section"),
    "an empty section": (
        "Unit",
        spec(sections=lambda o: (*o, Section(L("空", "Empty")))),
        "Unit.sections: “空” is empty",
    ),
    "a choice without choices": ("Unit", field("usage", enum=None), "Unit.usage: a choice without choices"),
    "two members with one code": (
        "Unit",
        field("usage", enum=Twice, default=None),
        "Unit.usage: Twice.b has the code “a”",
    ),
    "a code that is not its name": (
        "Unit",
        field("usage", enum=Crooked, default=None),
        "Unit.usage: Crooked.a has the code “x”",
    ),
    "a default that is no choice": ("Unit", field("usage", default="castle"), "Unit.usage: the default “castle”"),
    "a reference to nothing": ("Unit", field("building", target="Castle"), "Unit.building: it points at “Castle”"),
    "a child table without fields": (
        "Resident",
        field("occupancies", rows=()),
        "Resident.occupancies: a child table without",
    ),
    "computed by nothing": (
        "StaffRequisition",
        field("current", compute=None),
        "StaffRequisition.current: a computed field without",
    ),
    "required when nothing": (
        "Unit",
        field("layout", required_when=When("castle", "x")),
        "Unit.layout.required_when: there is no field “castle”",
    ),
    "shown when never": (
        "Unit",
        field("layout", shown_when=When("usage", "castle")),
        "Unit.layout.shown_when: “usage” is never “castle”",
    ),
    "prefill fills nothing": (
        "Unit",
        field("building", prefill=(("castle", "code"),)),
        "Unit.building.prefill: there is no field “castle”",
    ),
    "narrowed by what the target has not": (
        "Dunning",
        field("bills", within=Within("unit", ("castle",))),
        "Dunning.bills.within: Bill has no state “castle”",
    ),
    "checklist without subject": (
        "Resident",
        field("occupancies", checklist="castle"),
        "Resident.occupancies.checklist: there",
    ),
    "seen by no role": ("Unit", field("layout", see=("king",)), "Unit.layout.see: “king” is no role"),
    "edited by no role": ("Unit", field("layout", edit=("king",)), "Unit.layout.edit: “king” is no role"),
    "cleared for no role": ("Resident", field("phone", clear=("king",)), "Resident.phone.clear: “king” is no role"),
    "limited to no role": (
        "RepairOrder",
        field("technician", limit_to="king"),
        "RepairOrder.technician.limit_to: “king”",
    ),
    "involves a house": (
        "RepairOrder",
        field("unit", involves=True),
        "RepairOrder.unit.involves: only a reference to Staff",
    ),
    "required and never filled": (
        "Department",
        field("extra", kind=Kind.str, system=True, required=True),
        "Department.extra: required and system, but nothing fills it",
    ),
    "read by no role": ("Unit", spec(rights=Rights(read=(KING,))), "Unit.rights.read: “king” is no role"),
    "read by nobody": ("Unit", spec(rights=Rights(read=())), "Unit.rights.read: nobody may read it"),
    "daily for no role": ("Unit", spec(daily=("king",)), "Unit.daily: “king” is no role"),
    "locked verb unknown": ("Unit", spec(locked_rights=("do:fly",)), "Unit.locked_rights: “do:fly”"),
    "a log people create": (
        "Deadline",
        spec(rights=Rights(read=(Role.director,), create=(Role.director,))),
        "Deadline.rights.create: a read-only register",
    ),
    "from an unknown state": (
        "Unit",
        transition("archive", source=("open",)),
        "Unit.flow.transitions.archive.source: there is no state “open”",
    ),
    "to an unknown state": (
        "Unit",
        transition("archive", to="gone"),
        "Unit.flow.transitions.archive.source: there is no state “gone”",
    ),
    "from no state": (
        "Unit",
        transition("archive", source=()),
        "Unit.flow.transitions.archive.source: it starts from no state",
    ),
    "done by nobody": (
        "Unit",
        transition("archive", roles=()),
        "Unit.flow.transitions.archive.roles: nobody may do it",
    ),
    "done by no role": (
        "Unit",
        transition("archive", roles=("king",)),
        "Unit.flow.transitions.archive.roles: “king” is no role",
    ),
    "done by an unknown name": (
        "Unit",
        transition("archive", roles=("@king",)),
        "Unit.flow.transitions.archive.roles: “@king” names nobody",
    ),
    "done instead by no role": (
        "Unit",
        transition("archive", instead=((When("usage", "shop"), ("king",)),)),
        "Unit.flow.transitions.archive.instead: “king” is no role",
    ),
    "instead on no field": (
        "Unit",
        transition("archive", instead=((When("castle", "x"), (Role.director,)),)),
        "Unit.flow.transitions.archive.instead: there is no field “castle”",
    ),
    "never somebody unknown": (
        "RepairOrder",
        transition("call_back", never=("unit",)),
        "RepairOrder.flow.transitions.call_back.never: “unit”",
    ),
    "asks for no field": (
        "Unit",
        transition("archive", asks=(Ask("castle"),)),
        "Unit.flow.transitions.archive.asks: there is no field “castle”",
    ),
    "asks for a computed field": (
        "StaffRequisition",
        transition("void", asks=(Ask("current"),)),
        "StaffRequisition.flow.transitions.void.asks: “current” is computed",
    ),
    "asks for its own under a field's name": (
        "Unit",
        transition("archive", asks=(Ask("floor", own=Field(name="floor", kind=Kind.int, label=L("楼", "F"))),)),
        "Unit.flow.transitions.archive.asks: the input “floor” of its own",
    ),
    "sets no field": (
        "Unit",
        transition("archive", sets={"castle": 1}),
        "Unit.flow.transitions.archive.sets: there is no field “castle”",
    ),
    "clears no field": (
        "Unit",
        transition("archive", clears=("castle",)),
        "Unit.flow.transitions.archive.clears: there is no field “castle”",
    ),
    "an unknown approval step": (
        "Unit",
        transition("archive", approval="bless"),
        "Unit.flow.transitions.archive.approval: “bless”",
    ),
    "creates no register": (
        "Unit",
        transition("archive", creates=Creates(register="Castle", link="unit", prefill=lambda _: {})),
        "Unit.flow.transitions.archive.creates: “Castle” is no register",
    ),
    "creates without a way back": (
        "Unit",
        transition("archive", creates=Creates(register="RepairOrder", link="castle", prefill=lambda _: {})),
        "Unit.flow.transitions.archive.creates: RepairOrder has no field “castle”",
    ),
    "a state nothing leads to": (
        "Unit",
        state(State(name="lost", label=L("失", "Lost"), final=True)),
        "Unit.flow.states.lost: no transition leads there",
    ),
    "a state twice": (
        "Unit",
        state(State(name="active", label=L("在", "On"))),
        "Unit.flow.states.active: 2 states have this name",
    ),
    "a state too long": (
        "Unit",
        state(State(name="s" * 21, label=L("长", "Long"))),
        f"Unit.flow.states.{'s' * 21}: longer than",
    ),
    "a final state that goes on": (
        "Unit",
        states(lambda s: dataclasses.replace(s, final=True)),
        "Unit.flow.states.active: it is final, but “archive” leaves it",
    ),
    "a state without an end": (
        "Unit",
        transition("restore", source=("active",)),
        "Unit.flow.states.archived: nothing leads out of it",
    ),
    "a chain without steps": ("Post", approval(()), "Post.flow.approval: the chain has no step"),
    "a chain of no role": ("Post", approval(("king",)), "Post.flow.approval: “king” is no role"),
    "a timed step unknown": (
        "Unit",
        spec(timed=(Timed(transition="fly", due="handed_over_on", unless="floor"),)),
        "Unit.timed: there is no transition “fly”",
    ),
    "a timed step on no field": (
        "Unit",
        spec(timed=(Timed(transition="archive", due="castle", unless="floor"),)),
        "Unit.timed: there is no field “castle”",
    ),
    "a limit from no field": (
        "RepairOrder",
        limit(starts="castle"),
        "RepairOrder.deadlines.extra.starts: there is no field “castle”",
    ),
    "a limit to no field": (
        "RepairOrder",
        limit(stops="castle"),
        "RepairOrder.deadlines.extra.stops: there is no field “castle”",
    ),
    "a limit to no state": (
        "RepairOrder",
        limit(stops="state:gone"),
        "RepairOrder.deadlines.extra.stops: there is no state “gone”",
    ),
    "a limit instead from no field": (
        "RepairOrder",
        limit(starts_instead="castle"),
        "RepairOrder.deadlines.extra.starts_instead: there",
    ),
    "a limit at no field": (
        "RepairOrder",
        limit(unit=Unit.at_field, limit=None),
        "RepairOrder.deadlines.extra.field: a limit at a field",
    ),
    "a limit with an unknown setting": (
        "RepairOrder",
        limit(setting="repair.fly"),
        "RepairOrder.deadlines.extra.setting: there is no setting “repair.fly”",
    ),
    "a limit that is not its setting's": (
        "RepairOrder",
        limit(setting="repair.callback_hours", limit=48),
        "RepairOrder.deadlines.extra.limit: 48 here, 24 as the default",
    ),
    "a limit nobody answers for": (
        "RepairOrder",
        limit(accountable=()),
        "RepairOrder.deadlines.extra.accountable: nobody answers",
    ),
    "a limit no role answers for": (
        "RepairOrder",
        limit(accountable=("king",)),
        "RepairOrder.deadlines.extra.accountable: “king” is no role",
    ),
    "two limits of one name": (
        "RepairOrder",
        limit(name="arrive"),
        "RepairOrder.deadlines.arrive: 2 limits have this name",
    ),
    "no Chinese words": ("Unit", spec(help=L("", "Homes.")), "Unit.help: the Chinese words are empty"),
    "no English words": ("Unit", field("layout", label=L("户型", " ")), "Unit.layout: the English words are empty"),
    "Chinese in the English words": (
        "Unit",
        spec(label=L("房屋", "房屋")),
        "Unit.label: the English words “房屋” hold Chinese",
    ),
    "places that differ": (
        "Unit",
        transition("archive", done=L("{number}已归档", "Archived")),
        "Unit.flow.transitions.archive.done: the two languages fill different places",
    ),
    "a slug that is not the model's": (
        "Unit",
        lambda d: dataclasses.replace(d, slug="home"),
        "Unit.slug: the table is “home”",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_declaration_is_named(case: str) -> None:
    name, change, sentence = WRONG[case]
    found = faults([change(d) if n == name else d for n, d in ALL.items()])
    assert any(fault.startswith(sentence) for fault in found), found


@pytest.mark.parametrize("case", WRONG)
def test_every_sentence_ends_as_one_and_says_what_to_do(case: str) -> None:
    name, change, _ = WRONG[case]
    for fault in faults([change(d) if n == name else d for n, d in ALL.items()]):
        assert fault.endswith("."), fault
        assert fault.split(".", 1)[0] in ALL, fault


def test_two_registers_of_one_address_or_prefix_are_named() -> None:
    unit, order = ALL["Unit"], ALL["RepairOrder"]
    again = dataclasses.replace(unit, name="Flat")
    assert any("Unit, Flat.slug: the address “unit” is taken by 2" in f for f in faults([*ALL.values(), again]))
    other = dataclasses.replace(order, name="Order", slug="order")
    assert any("RepairOrder, Order.prefix: 2 registers number" in f for f in faults([*ALL.values(), other]))


def test_a_reference_to_a_register_left_out_of_the_list_is_named() -> None:
    with pytest.raises(DeclarationError) as refused:
        check_all([models.by_name("Unit")])
    assert any(
        f.startswith("Unit.building: it points at “Building”, which is no register") for f in refused.value.faults
    )
    assert str(refused.value).startswith(f"{len(refused.value.faults)} fault(s)")


PROGRAM = '''
import models
from models.declare import Record, string
from models.spec import L, Module, Register, Rights, Role, Section, base_data

class Castle(Record):
    """A register with two mistakes."""
    __register__ = Register(
        label=L("城堡", "Castle"), module=Module.base, source=("none",), help=L("城堡。", "Castles."), title="name",
        list=("name", "towers"), sections=(Section(L("城堡", "Castle"), "name"),), flow=base_data(),
        rights=Rights(read=("king",)),
    )
    name = string(L("名称", "Name"), required=True)

models.check.check_all([*models.REGISTERS, Castle])
'''


def test_the_program_does_not_start_and_tells_all_faults() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "2 fault(s) in the declarations of registers:" in done.stderr
    assert "Castle.list: there is no field “towers”; write one of name," in done.stderr
    assert "Castle.rights.read: “king” is no role; write a member of Role." in done.stderr
