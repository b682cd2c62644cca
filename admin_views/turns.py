"""Whose turn a record is: the next step of each row of a list, and which rows wait for the reader, without asking row by row."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from types import SimpleNamespace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, and_, false, not_, or_, select, true, union_all

import access
from access.succession import Holder, before
from admin_views.list_filters import column_of
from admin_views.reader import Reader
from admin_views.remembered import Remembered
from models import by_name
from models.declare import Record
from models.engine import ApprovalStep
from models.spec import STAY, Flow, Kind, Role, Transition, Verb

MOST_BEFORE = 8
"""Where more people than this come first, none of the records is looked for as passed on."""
QUIET = frozenset({"withdraw", "return_", "reject"})
"""Approval steps that are possible but never the likely next one."""


_known = Remembered(5000)
"""The steps of rows that are alike, by register, reader and likeness: they follow from rights and declarations alone."""


class RowFacts(NamedTuple):
    """What the steps of one row depend on. ``values``: what the fields that decide hold (references by their id)."""

    id: int
    status: str
    site_id: int | None
    created_by_id: int | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Steps:
    """The likely next step of a row for this reader, and the others he may take."""

    next: Transition | None = None
    others: tuple[Transition, ...] = ()


@dataclass(slots=True)
class Turns:
    """Answers for one register and one reader; what doesn't depend on the row is worked out once."""

    reader: Reader
    model: type[Record]
    _roles: dict[tuple[Any, ...], bool] = field(default_factory=dict)
    _lines: dict[tuple[Any, ...], frozenset[Holder] | None] = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        """Return, by field name, the columns a list must fetch for ``steps``."""
        return _deciding(self.model)

    def steps(self, rows: Sequence[RowFacts]) -> dict[int, Steps]:
        """Return the steps the reader may take on each row, by id; two statements at most."""
        flow = self.model.__register__.flow
        if flow is None:
            return {}
        pending = self._pending(rows) if flow.approval else {}
        heads = self._headed(flow)
        out: dict[int, Steps] = {}
        known: dict[Hashable, Steps] = {}
        inherited = any(t.inherited for t in flow.transitions)
        alike = self._likeness(flow, heads, inherited=inherited)
        who = (self.model.slug(), access.sight(self.reader.actor))

        def steps(row: RowFacts) -> Steps:
            may = [t for t in _in_order(flow, row.status) if self._may(t, row, pending.get(row.id), heads)]
            first = next((t for t in may if t in usual(flow, row.status, row.values)), None)
            return Steps(first, tuple(t for t in may if t is not first))

        for row in rows:
            if row.id in pending:
                out[row.id] = steps(row)
                continue
            key = alike(row)
            if key not in known:  # who comes before the reader in a line of succession is a matter of rows
                known[key] = steps(row) if inherited else _known.get((who, key), partial(steps, row))
            out[row.id] = known[key]
        return out

    def _likeness(self, flow: Flow, heads: frozenset[int], *, inherited: bool) -> Callable[[RowFacts], Hashable]:
        """Return what rows with the same steps have in common; of people only whether they are the reader."""
        asked = _asked(flow)
        fields = self.model.__fields__
        people = {n: self._me(n) for n in self.columns() if n not in asked and fields[n].kind is Kind.ref}
        me = self.reader.actor.user_id

        def alike(row: RowFacts) -> Hashable:
            if inherited:  # who else is barred decides whether it passes on
                return row.status, row.site_id, row.created_by_id, *row.values.values()
            values = [(v is None, v == people[n], v in heads) if n in people else v for n, v in row.values.items()]
            return row.status, row.site_id, row.created_by_id == me, *values

        return alike

    def _may(self, t: Transition, row: RowFacts, pending: Any, heads: frozenset[int]) -> bool:
        actor = self.reader.actor
        if any(row.values.get(n) is not None and row.values[n] == self._me(n) for n in t.never):
            return False
        if t.decides and row.created_by_id == actor.user_id:
            return False
        instead = t.roles_of(SimpleNamespace(**row.values)) if t.instead else None
        if self._holds(t, row.site_id, instead):
            return True
        checks: dict[str, Callable[[], bool]] = {
            "creator": lambda: row.created_by_id == actor.user_id,
            "filler": lambda: access.holds(actor, self.model, Verb.create, row.site_id),
            "step": lambda: pending is not None and self._decides(pending, row.site_id),
            "submitter": lambda: pending is not None and pending.submitted_by_id == actor.user_id,
            "head": lambda: row.values.get("department") in heads,
        }
        for name in _names(t.roles if instead is None else instead):
            check = checks.get(name)
            if check() if check else (row.values.get(name) is not None and row.values[name] == self._me(name)):
                return True
        line = self._before(t, row.site_id, instead)
        return line is not None and all(self._barred(t, row, holder) for holder in line)

    def _before(self, t: Transition, site_id: int | None, instead: tuple[str, ...] | None) -> frozenset[Holder] | None:
        """Return who stands before the reader in the step's line of succession; None where he is not in it."""
        if not t.inherited:
            return None
        key = (t.name, site_id, instead)
        if key not in self._lines:
            codes = self._codes(t, site_id, instead)
            self._lines[key] = before(self.reader.session, self.reader.actor, codes, site_id)
        return self._lines[key]

    def _barred(self, t: Transition, row: RowFacts, holder: Holder) -> bool:
        if t.decides and row.created_by_id == holder.user_id:
            return True
        return any(row.values.get(n) is not None and row.values[n] == self._id_of(n, holder) for n in t.never)

    def _id_of(self, name: str, holder: Holder) -> int | None:
        declared = self.model.__fields__.get(name)
        return holder.user_id if declared is None or declared.target == "User" else holder.staff_id

    def _decides(self, step: Any, site_id: int | None) -> bool:
        actor = self.reader.actor
        if step.submitted_by_id == actor.user_id:
            return False
        return step.staff_id == actor.staff_id if step.staff_id is not None else actor.holds(site_id, Role(step.role))

    def _me(self, name: str) -> int | None:
        declared = self.model.__fields__.get(name)
        return self.reader.actor.user_id if declared and declared.target == "User" else self.reader.actor.staff_id

    def _codes(self, t: Transition, site_id: int | None, instead: tuple[str, ...] | None) -> tuple[str, ...]:
        if instead is not None:
            return tuple(map(str, instead))
        return tuple(map(str, access.roles_for(self.reader.actor, self.model, f"do:{t.name}", site_id)))

    def _holds(self, t: Transition, site_id: int | None, instead: tuple[str, ...] | None = None) -> bool:
        key = (t.name, site_id, instead)
        if key not in self._roles:
            codes = self._codes(t, site_id, instead)
            mine = {r.value for r in self.reader.actor.roles_at(site_id)}
            self._roles[key] = self.reader.actor.system or not mine.isdisjoint(str(c) for c in codes)
        return self._roles[key]

    def _pending(self, rows: Sequence[RowFacts]) -> dict[int, Any]:
        ids = [r.id for r in rows]
        query = select(
            ApprovalStep.record_id, ApprovalStep.role, ApprovalStep.staff_id, ApprovalStep.submitted_by_id
        ).where(
            ApprovalStep.register == self.model.slug(), ApprovalStep.record_id.in_(ids), ApprovalStep.state == "pending"
        )
        return {row.record_id: row for row in self.reader.session.execute(query)} if ids else {}

    def _headed(self, flow: Flow) -> frozenset[int]:
        staff = self.reader.actor.staff_id
        if (
            staff is None
            or "department" not in self.model.__fields__
            or not any("head" in _named(t) for t in flow.transitions)
        ):
            return frozenset()
        department: Any = by_name("Department")
        return frozenset(self.reader.session.scalars(select(department.id).where(department.head_id == staff)))

    def waiting(self, *, decisions: bool = True) -> list[ColumnElement[bool]]:
        """Return criteria, no two true of one row, one of which holds where a row's next step is the reader's.

        ``decisions``: approval steps count too (a desk shows them apart). Each names one state, and one site where the
        reader has a few: a walk along the index by state, so that rows long done are never read.
        """
        flow = self.model.__register__.flow
        if flow is None:
            return []
        model: Any = self.model
        scoped = hasattr(model, "site_id")
        parts: list[ColumnElement[bool]] = []
        for site in self.sites() if scoped else (None,):
            here = [model.site_id == site] if scoped and site is not None else []
            parts += [and_(*here, part) for part in self._waiting_at(flow, site, decisions=decisions)]
        return parts

    def waiting_ids(self, limit: int) -> CompoundSelect[Any] | None:
        """Return a statement of the ids of rows whose next step is the reader's, not yet narrowed to what he may see.

        Decisions are left out. ``limit``: how many rows of each state are looked for, newest first. None: there are none.
        """
        parts = self.waiting(decisions=False)
        if not parts:
            return None
        model: Any = self.model
        key = getattr(model, self.model.__register__.sort.lstrip("-"))
        found = (select(model.id).where(p).order_by(key.desc(), model.id.desc()).limit(limit).subquery() for p in parts)
        return union_all(*(select(f.c.id) for f in found))

    def heirs(self) -> Hashable:
        """Return what of other people ``waiting`` depends on: who stands before the reader in lines of succession."""
        flow = self.model.__register__.flow
        steps = [t for t in flow.transitions if t.inherited] if flow else []
        asked = [
            (t, site, instead) for t in steps for site in self.sites() for instead in (None, *(r for _, r in t.instead))
        ]
        return tuple(self._before(*case) for case in asked)

    def sites(self) -> Sequence[int | None]:
        """Return the sites the reader's list is of, one by one; ``(None,)`` for all there are."""
        actor = self.reader.actor
        if actor.site_id is not None:
            return (actor.site_id,)
        return (None,) if actor.everywhere and not actor.grants else actor.sites

    def _waiting_at(self, flow: Flow, site: int | None, *, decisions: bool) -> list[ColumnElement[bool]]:
        parts: list[ColumnElement[bool]] = []
        for state in flow.states:
            t = likely(flow, state.name)
            if t is None or state.final or state.waits is not None or (t.approval == "approve" and not decisions):
                continue
            otherwise: list[ColumnElement[bool]] = []
            for when, roles in t.instead:
                column = column_of(self.model, self.model.__fields__[when.field])
                holds = column.in_([{"true": True, "false": False}.get(v, v) for v in when.values])
                parts += self._mine(t, state.name, site, roles, [holds, *otherwise])
                otherwise.append(or_(column.is_(None), not_(holds)))
            parts += self._mine(t, state.name, site, None, otherwise)
        return parts

    def _mine(
        self,
        t: Transition,
        state: str,
        site: int | None,
        instead: tuple[str, ...] | None,
        when: list[ColumnElement[bool]],
    ) -> list[ColumnElement[bool]]:
        """Return the criteria under which the step ``t`` of rows in ``state`` is the reader's."""
        model: Any = self.model
        here = [model.status == state, *when]
        names = _names(t.roles if instead is None else instead)
        people = [n for n in names if n in self.model.__fields__ and self.model.__fields__[n].kind is Kind.ref]
        mine = [getattr(model, f"{n}_id") == me for n in people if (me := self._me(n)) is not None]
        if self._holds(t, site, instead):
            barred = [n for n in t.never if n in self.model.__fields__ and self._me(n) is not None]
            mine.append(and_(
                true(),
                *(getattr(model, f"{n}_id").is_(None) for n in people),
                *(or_(getattr(model, f"{n}_id").is_(None), getattr(model, f"{n}_id") != self._me(n)) for n in barred),
                *self._not_mine(t),
            ))  # fmt: skip
        elif site is None and hasattr(model, "site_id"):
            pass  # over all sites at once nobody's line of succession is known: each site has its own
        elif (line := self._before(t, site, instead)) is not None and len(line) <= MOST_BEFORE:
            everybody = (or_(false(), *self._bars(t, holder)) for holder in line)
            mine.append(and_(true(), *everybody, *self._not_mine(t)))
        if "creator" in names:
            mine.append(model.created_by_id == self.reader.actor.user_id)
        if "step" in names:
            mine.append(model.id.in_(self.steps_waiting(site)))
        if "head" in names and self.reader.actor.staff_id is not None and "department" in self.model.__fields__:
            department: Any = by_name("Department")
            headed = select(department.id).where(department.head_id == self.reader.actor.staff_id)
            mine.append(model.department_id.in_(headed))
        return [and_(*here, or_(*mine))] if mine else []

    def _not_mine(self, t: Transition) -> list[ColumnElement[bool]]:
        """Return the criterion that keeps a decision from who filled the document in."""
        author = self.model.created_by_id
        return [or_(author.is_(None), author != self.reader.actor.user_id)] if t.decides else []

    def _bars(self, t: Transition, holder: Holder) -> list[ColumnElement[bool]]:
        """Return the criteria, any of which keeps somebody from the step."""
        model: Any = self.model
        out = [model.created_by_id == holder.user_id] if t.decides else []
        ids = [(n, self._id_of(n, holder)) for n in t.never if n in self.model.__fields__ or n == "created_by"]
        return out + [getattr(model, f"{n}_id") == value for n, value in ids if value is not None]

    def steps_waiting(self, site: int | None) -> Any:
        """Return a statement of ids of this register's records with an approval step the reader decides on."""
        actor = self.reader.actor
        roles = [r.value for r in actor.roles_at(site)]
        mine: list[ColumnElement[bool]] = [and_(ApprovalStep.staff_id.is_(None), ApprovalStep.role.in_(roles))]
        if actor.staff_id is not None:
            mine.append(ApprovalStep.staff_id == actor.staff_id)
        return select(ApprovalStep.record_id).where(
            ApprovalStep.register == self.model.slug(),
            ApprovalStep.state == "pending",
            *([ApprovalStep.site_id == site] if site is not None else []),
            ApprovalStep.submitted_by_id.is_distinct_from(actor.user_id),
            or_(*mine),
        )


@cache
def _deciding(model: type[Record]) -> dict[str, Any]:
    """Return, by field name, the columns on which the steps of a register's rows depend."""
    flow = model.__register__.flow
    fields = model.__fields__
    people = {n for t in flow.transitions for n in (*_named(t), *t.never)} if flow else set()
    wanted = {n for n in people if n in fields and fields[n].kind is Kind.ref}
    if "head" in people and "department" in fields:
        wanted.add("department")
    out = {n: getattr(model, f"{n}_id") for n in sorted(wanted)}
    return out | ({n: column_of(model, fields[n]) for n in _asked(flow)} if flow else {})


def _asked(flow: Flow) -> list[str]:
    """Return the fields that conditions of steps ask for, each once."""
    when = (w for t in flow.transitions for w in (*(i for i, _ in t.instead), t.usual) if w)
    return list(dict.fromkeys(w.field for w in when))


def in_bulk(reader: Reader, model: type[Record], t: Transition) -> bool:
    """Say whether a selection of rows is worth offering for a step: it goes in bulk, and may be this reader's."""
    if not t.bulk:
        return False
    actor = reader.actor
    if access.holds(actor, model, f"do:{t.name}", actor.site_id):
        return True
    mine = {r.value for s in (None, *actor.sites) for r in actor.roles_at(s)}
    if any(str(code) in mine for _, codes in t.instead for code in codes):
        return True
    named = set(_named(t))
    flow = model.__register__.flow
    if "step" in named and flow is not None and flow.approval is not None and not callable(flow.approval.chain):
        named -= {"step"}
        if any(code.startswith("@") or code in mine for code in map(str, flow.approval.chain)):
            return True
    return bool(named)


def usual(flow: Flow, state: str, values: Mapping[str, Any]) -> tuple[Transition, ...]:
    """Return the steps that usually follow ``state``: the primary ones and the first that moves on.

    A step with a condition of its own is usual where that holds, and nothing else is then.
    """
    onward = [t for t in _in_order(flow, state) if _forward(t)]
    named = tuple(t for t in onward if t.usual is not None and t.usual.holds(values.get(t.usual.field)))
    plain = [t for t in onward if t.usual is None]
    return named or tuple(t for t in plain if t.primary or t is plain[0])


def likely(flow: Flow, state: str) -> Transition | None:
    """Return the step that usually follows ``state``: the primary one, else the first that moves on."""
    return next((t for t in _in_order(flow, state) if _forward(t)), None)


def _names(roles: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(r)[1:] for r in roles if str(r).startswith("@"))


def _named(t: Transition) -> tuple[str, ...]:
    return _names((*t.roles, *(r for _, roles in t.instead for r in roles)))


def _forward(t: Transition) -> bool:
    return (
        (not t.danger or (t.primary and bool(t.asks))) and t.name not in QUIET and t.to != STAY and t.to not in t.source
    )


def _in_order(flow: Flow, state: str) -> list[Transition]:
    return sorted((t for t in flow.leaving(state) if not t.by_itself), key=lambda t: (not t.primary, t.danger))
