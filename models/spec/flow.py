"""The vocabulary of workflows: states, transitions and approval chains as data (catalogue G1 to G3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from models.spec.enums import Tone
from models.spec.fields import Field, When
from models.spec.roles import Role
from models.spec.rules import Effects, Guard
from models.spec.text import L, Label

STAY = "stay"
"""As a target: the state does not change."""
NOW = "now"
ME = "me"
IN_USE = L("在用", "In use")
LINE = "@line"
"""In a chain: the direct superior by ``Post.reports_to`` (G2)."""
LINE_TO_HEAD = "@line:head"
"""In a chain: superior after superior, up to the head of the own department."""
LINE_TO_DIRECTOR = "@line:director"
"""In a chain: superior after superior, none left out, up to the site's director."""


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """A state with its word and colour. ``final``: nothing more happens. ``editable``: the form may be changed.

    ``waits``: what it waits for where it is nobody's task to move it on, said where else stands whose turn it is.
    """

    name: str
    label: Label
    tone: Tone = Tone.grey
    final: bool = False
    editable: bool = False
    waits: Label | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A field that a transition's form asks for; ``reason`` is always the comment kept in the history.

    The field may be a ``system`` one: then this form is the only place it is filled. ``own`` declares an input that is
    no field of the register; its value only reaches the rules, in ``Case.data``.
    """

    field: str
    required: bool = True
    own: Field | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Creates:
    """A transition whose form is the creation form of another register, prefilled from this record.

    ``register`` is the model's name, ``link`` its field that points back here, ``prefill`` gives initial values from
    the record. Saving that document moves this record (the created register's ``effects`` return the Apply). Where no
    field points back (``link`` empty) the saving itself makes this transition: ``fills`` names the field here that gets
    the new document, and the transition's own effects find it in ``Case.via``.
    """

    register: str
    prefill: Callable[[Any], Mapping[str, Any]]
    link: str = ""
    fills: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Transition:
    """One arrow of a workflow.

    ``roles``: role codes and ``@field`` / ``@creator`` / ``@submitter`` / ``@line`` / ``@head`` (G2). ``never``: fields
    naming a person who may not do it even when his role may (D-12). ``sets``: fields set by it (``NOW``, ``ME`` or a
    value). ``clears``: fields emptied. ``by_itself``: no button, the engine does it. ``bulk``: offered for a selection.
    ``instead``: conditions of the record under which other roles do it than ``roles`` (the director when major).
    ``only``: rules looked at before the form is offered; a refusal means this person may not, or not now (403).
    ``decides``: a decision on the document, never made by who filled it in. A step that ``decides`` or ``passes_up`` and
    is held by nobody but those it is barred to (``never`` included) passes to the next superior (G3, A-77).
    ``usual``: where a state has several ways on, the condition under which this is the one to offer first.
    ``or_to``: other states its effects may choose instead of ``to``, by ``Set("status", …)`` (partly paid, or paid).
    """

    name: str
    label: Label
    source: tuple[str, ...]
    to: str
    or_to: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    instead: tuple[tuple[When, tuple[str, ...]], ...] = ()
    never: tuple[str, ...] = ()
    only: tuple[Guard, ...] = ()
    usual: When | None = None
    asks: tuple[Ask, ...] = ()
    sets: Mapping[str, Any] = field(default_factory=dict, hash=False)
    clears: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    effects: Effects | None = None
    creates: Creates | None = None
    bulk: bool = False
    by_itself: bool = False
    decides: bool = False
    passes_up: bool = False
    primary: bool = False
    danger: bool = False
    approval: str = ""
    """For approval chains: submit, approve, return_, reject, withdraw."""
    clause: str = ""
    done: Label | None = None
    """What the screen says afterwards; ``{number}``, asked fields and ``{<deadline>_by}`` (its due time) fill it."""

    @property
    def inherited(self) -> bool:
        """Say whether a superior does it where nobody else may."""
        return self.decides or self.passes_up

    def roles_of(self, record: Any) -> tuple[str, ...] | None:
        """Return the roles that do it instead of ``roles`` for this record; None when ``roles`` hold."""
        for when, roles in self.instead:
            if when.holds(getattr(record, when.field)):
                return roles
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Approval:
    """An approval chain: role codes (or ``@line``, ``@head``) in order, or a function of the record returning them.

    ``of`` names the Staff reference whose line of superiors ``@line`` climbs; without it, the submitter's.
    """

    chain: tuple[str, ...] | Callable[[Any], tuple[str, ...]]
    clause: str = ""
    of: str = ""
    usual: tuple[str, ...] = ()
    """Where ``chain`` is a function: the steps it returns as a rule, for descriptions."""
    receipts: bool = False
    """Each step is an addressee's receipt (G9, D-10): one below the submitter is not skipped."""

    def steps(self, record: Any) -> tuple[str, ...]:
        """Return the roles that decide on ``record``, in order."""
        return self.chain(record) if callable(self.chain) else self.chain


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """The states of a register, the first being the initial one, and its transitions."""

    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    approval: Approval | None = None

    @property
    def initial(self) -> str:
        """Return the state a new record is in."""
        return self.states[0].name

    def state(self, name: str) -> State:
        """Return the state called ``name``; KeyError when there is none."""
        return next((s for s in self.states if s.name == name), None) or _missing(name)

    def transition(self, name: str) -> Transition:
        """Return the transition called ``name``; KeyError when there is none."""
        return next((t for t in self.transitions if t.name == name), None) or _missing(name)

    def leaving(self, state: str) -> tuple[Transition, ...]:
        """Return the transitions that start from ``state``."""
        return tuple(t for t in self.transitions if state in t.source)


def _missing(name: str) -> Any:
    raise KeyError(name)


def asks(*names: str, optional: tuple[str, ...] = ()) -> tuple[Ask, ...]:
    """Return the asked fields: ``names`` required, ``optional`` not."""
    return tuple(Ask(n) for n in names) + tuple(Ask(n, required=False) for n in optional)


def altered(flow: Flow, *further: Transition, first: tuple[Transition, ...] = (), **changes: Mapping[str, Any]) -> Flow:
    """Return ``flow`` with ``further`` transitions and those named changed: ``close={"guards": (all_back,)}``.

    ``first``: further ones that stand before its own, where screens list them first. Raises KeyError when ``flow`` has no
    transition of a given name.
    """
    for name in changes:
        flow.transition(name)
    kept = (replace(t, **changes.get(t.name, {})) for t in flow.transitions)
    return replace(flow, transitions=(*first, *kept, *further))


VOID = State(name="void", label=L("作废", "Void"), tone=Tone.grey, final=True)
VOIDERS = (Role.cs_supervisor, Role.director)


def void_from(*states: str, roles: tuple[str, ...] = VOIDERS) -> Transition:
    """Return the transition that voids a record with a reason; records are never deleted (G1)."""
    return Transition(
        name="void", label=L("作废", "Void"), source=states, to="void", roles=roles, asks=asks("reason"), danger=True
    )


def flow(states: tuple[State, ...], transitions: tuple[Transition, ...], *, voidable: bool = True) -> Flow:
    """Return a written-out flow; ``void`` is added from every non-final state unless ``voidable`` is off (G1)."""
    if voidable:
        open_states = tuple(s.name for s in states if not s.final)
        if all(s.name != "void" for s in states):
            states = (*states, VOID)
        if all(t.name != "void" for t in transitions):
            transitions = (*transitions, void_from(*open_states))
    return Flow(states=states, transitions=transitions)


def base_data(*, roles: tuple[str, ...] = (Role.sysadmin,)) -> Flow:
    """Return the flow of base data: active <-> archived (catalogue ``flow: none``)."""
    return Flow(
        states=(
            State(name="active", label=L("在用", "Active"), tone=Tone.green, editable=True),
            State(name="archived", label=L("已归档", "Archived"), tone=Tone.grey),
        ),
        transitions=(
            Transition(
                name="archive",
                label=L("归档停用", "Archive"),
                source=("active",),
                to="archived",
                roles=roles,
                asks=asks("reason"),
                danger=True,
                bulk=True,
            ),
            Transition(name="restore", label=L("恢复启用", "Restore"), source=("archived",), to="active", roles=roles),
        ),
    )


def record_flow(*, close: tuple[str, ...], void: tuple[str, ...] = VOIDERS, standing: bool = False) -> Flow:
    """Return the flow of a plain record: open -> closed, void from either (catalogue ``flow: record``).

    ``standing``: an open one stays so while it is used (a badge, a bed); closing it is then on nobody's desk.
    """
    return Flow(
        states=(
            State(
                name="open", label=L("登记", "Open"), tone=Tone.blue, editable=True, waits=IN_USE if standing else None
            ),
            State(name="closed", label=L("归档", "Closed"), tone=Tone.green),
            VOID,
        ),
        transitions=(
            Transition(
                name="close",
                label=L("归档", "Close"),
                source=("open",),
                to="closed",
                roles=close,
                bulk=True,
                primary=True,
            ),
            void_from("open", "closed", roles=void),
        ),
    )


def approval_flow(
    chain: tuple[str, ...] | Callable[[Any], tuple[str, ...]],
    *,
    clause: str = "",
    submit_guards: tuple[Guard, ...] = (),
    approve_guards: tuple[Guard, ...] = (),
    on_submit: Effects | None = None,
    on_approved: Effects | None = None,
    approve_asks: tuple[Ask, ...] = (Ask("reason", required=False),),
    of: str = "",
    usual: tuple[str, ...] = (),
) -> Flow:
    """Return the approval flow: draft -> submitted -> (a step a role in ``chain``) -> approved.

    ``on_submit`` runs with the submission, ``on_approved`` with the last decision. A chain without a step leaves the
    document submitted until a rule of another one approves it. The submitter never decides on his own document (G3).
    ``of``: whose line ``@line`` climbs. ``usual``: the steps as a rule, where ``chain`` is a function.
    """
    draft, submitted = "draft", "submitted"
    return Flow(
        states=(
            State(name=draft, label=L("草稿", "Draft"), tone=Tone.grey, editable=True),
            State(name=submitted, label=L("待审批", "Awaiting approval"), tone=Tone.amber),
            State(name="approved", label=L("已批准", "Approved"), tone=Tone.green),
            State(name="rejected", label=L("已驳回", "Rejected"), tone=Tone.red, final=True),
            VOID,
        ),
        transitions=(
            Transition(
                name="submit",
                label=L("提交审批", "Submit"),
                source=(draft,),
                to=submitted,
                roles=("@creator", "@filler"),
                primary=True,
                guards=submit_guards,
                effects=on_submit,
                approval="submit",
            ),
            Transition(
                name="approve",
                label=L("批准", "Approve"),
                source=(submitted,),
                to="approved",
                roles=("@step",),
                asks=approve_asks,
                primary=True,
                bulk=True,
                guards=approve_guards,
                effects=on_approved,
                approval="approve",
            ),
            Transition(
                name="return_",
                label=L("退回修改", "Return for changes"),
                source=(submitted,),
                to=draft,
                roles=("@step",),
                asks=asks("reason"),
                bulk=True,
                approval="return_",
            ),
            Transition(
                name="reject",
                label=L("驳回", "Reject"),
                source=(submitted,),
                to="rejected",
                roles=("@step",),
                asks=asks("reason"),
                danger=True,
                bulk=True,
                approval="reject",
            ),
            Transition(
                name="withdraw",
                label=L("撤回", "Withdraw"),
                source=(submitted,),
                to=draft,
                roles=("@submitter",),
                approval="withdraw",
            ),
            void_from(draft, submitted, "approved"),
        ),
        approval=Approval(chain=chain, clause=clause, of=of, usual=usual),
    )
