"""Start-up checks of who is asked to read a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from models.spec import Field, Kind, Register, Role


def readers_faults(spec: Register, fields: Mapping[str, Field]) -> Iterator[str]:
    """Yield what is wrong with a register's ``readers`` field, each a sentence naming attribute and fix."""
    found = [f for f in fields.values() if f.kind is Kind.readers]
    if len(found) > 1:
        yield f"{found[1].name}: a register asks for one reading; keep {found[0].name} only."
    for field in found:
        if spec.flow is None:
            yield f"{field.name}: without states nobody knows when it is to be read; give the register a flow."
        if not field.who:
            yield f"{field.name}.who: name whose reading is asked, as roles or @fields."
        names = {s.name for s in spec.flow.states} if spec.flow else set()
        for state in field.states:
            if state not in names:
                yield f"{field.name}.states: there is no state “{state}”; write one of {', '.join(sorted(names))}."
        if not field.states and names.isdisjoint({"approved", "closed", "active"}):
            yield f"{field.name}.states: no state is called approved, closed or active; name the ones it is read in."
        for who in field.who:
            yield from _who(field.name, who, spec, fields)


def _who(name: str, who: str, spec: Register, fields: Mapping[str, Field]) -> Iterator[str]:
    if str(who).startswith("@"):
        head, _, rest = str(who)[1:].partition(".")
        field = fields.get(head)
        last = next((f for f in field.rows if f.name == rest), None) if field is not None and rest else field
        if last is None or last.target not in {"Staff", "User"}:
            yield f"{name}.who: “{who}” names no person; write a reference to Staff or User."
    elif who not in set(Role):
        yield f"{name}.who: “{who}” is no role; write a member of Role."
    elif who not in (*spec.rights.read, *spec.rights.own) and Role.staff not in spec.rights.read:
        yield f"{name}.who: {who} may not read this register; add it to rights.read."
