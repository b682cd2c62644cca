"""What a person of each role meets over HTTP in lists, exports, look-ups, records, steps, files and imports, against the hand-written table."""

import re

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from models import by_name
from models.connect import make_engine
from models.engine import HistoryEntry
from tests.rights.expected import RIGHTS, ROLES, WROTE
from tests.rights.house import CUSTOMERS, MISSING, NAMES, PAGE, SLUGS, TYPED, House, Person, ask, everything, steps
from tests.workflow.arrows import WAYS


@pytest.mark.parametrize("role", ROLES)
def test_lists_exports_and_look_ups_hold_no_hidden_row(house: House, role: str) -> None:
    person = house.people[role]
    wrong = []
    searched: set[str] = set()
    for register in RIGHTS:
        base, line = f"/admin/{SLUGS[register]}/", RIGHTS[register][role]
        listed = person.get(base)
        if listed.status_code != (200 if line.rows != "none" else 403):
            wrong.append(f"{base}: {listed.status_code}")
        if listed.status_code == 200:
            ids = {int(number) for number in ROW.findall(listed.text)}
            if ids & set(house.hidden[role, register]) or (
                len(ids) < PAGE and (house.seen[role, register] or next(iter(ids), None)) not in {*ids, None}
            ):
                wrong.append(f"{base} lists {ids}")
        exported = person.get(f"{base}export/csv/")
        if exported.status_code != (200 if "export" in line.verbs else 403):
            wrong.append(f"{base}export/csv/: {exported.status_code}")
        elif exported.status_code == 200 and role not in {"hq_quality", "sysadmin"} and "阳光花园" in exported.text:
            wrong.append(f"{base}export/csv/ holds rows of another site")
        full = person.get(f"{base}export/xlsx/?full=1")
        if full.status_code != (200 if {"export", "unmask"} <= line.verbs else 403):
            wrong.append(f"{base}export/xlsx/?full=1: {full.status_code}")
        if turn(register, role, len(ROLES)) == 0 and person.get(f"{base}export/exe/").status_code != 404:
            wrong.append(f"{base}export/exe/")
        wrong += look_ups(house, person, register, searched)
    assert not wrong, "\n".join(wrong)


def look_ups(house: House, person: Person, register: str, searched: set[str]) -> list[str]:
    """Look-ups offer rows one sees, of the site one works at; owners' names only to whom they are no secret.

    Each look-up is asked once, with nothing or something typed; the first that leads to a register (not ``searched``) with all.
    """
    out = []
    base = f"/admin/{SLUGS[register]}/lookup/"
    model = by_name(register)
    targets = {n: f.target for n, f in model.__fields__.items() if f.kind in {"ref", "refs"}}
    targets |= {f"{n}.{c.name}": c.target for n, f in model.__fields__.items() for c in f.rows if c.kind == "ref"}
    for name, target in targets.items():
        texts = ("", *TYPED)
        for typed in texts if target not in searched else (texts[turn(register, person.role, len(texts))],):
            answer = person.get(f"{base}{name}?q={typed}")
            if answer.status_code == 404:
                break
            if answer.status_code not in {200, 403}:
                out.append(f"{base}{name}?q={typed}: {answer.status_code}")
            if answer.status_code != 200:
                continue
            assert target is not None
            searched.add(target)
            found = {hit["id"] for hit in answer.get_json()}
            if found & set(house.hidden[person.role, target]):
                out.append(f"{base}{name}?q={typed} offers a hidden {target}")
            if person.role not in CUSTOMERS and ("周0" in answer.text or "1980000" in answer.text):
                out.append(f"{base}{name}?q={typed} tells {person.role} who lives there: {answer.get_json()}")
    none = ("nothing", "phone", "id", "__fields__", "materials.nothing")
    name = none[turn(register, person.role, len(none))]
    return out + [f"{base}{name}"] * (person.get(f"{base}{name}?q=").status_code != 404)


ROW = re.compile(r'<tr\b[^>]*\bdata-id="(\d+)"')


def turn(register: str, role: str, of: int) -> int:
    """Which of so many questions is this register's and role's: over all pairs each is asked often, of each pair one."""
    return (NAMES.index(register) + ROLES.index(role)) % of


def test_look_ups_and_search_do_not_tell_where_an_owner_lives(house: House) -> None:
    """4-C: cleaning, security and maintenance don't find owners by name or telephone."""
    for role in set(ROLES) - CUSTOMERS:
        answer = house.people[role].get("/admin/search?q=19800000001")
        assert answer.status_code == 200
        page = BeautifulSoup(answer.text, "html.parser")
        for box in page.select("input"):
            box.decompose()
        links = [a["href"] for a in page.select("a[href*='details/?id=']")]
        assert not [href for href in links if "resident" in str(href) or "service_log" in str(href)], role


# ---------------------------------------------------------------------------------------------------- rows seen


@pytest.mark.parametrize("role", ROLES)
def test_what_one_may_do_with_a_row_one_sees(house: House, role: str) -> None:
    """Each line: what was asked, what came, what the table says."""
    person = house.people[role]
    told: list[tuple[str, int, int]] = []
    for register in RIGHTS:
        seen, base = house.seen[role, register], f"/admin/{SLUGS[register]}/"
        verbs = RIGHTS[register][role].verbs

        def tried(method: str, path: str, should: int, base: str = base, **fields: str) -> None:
            answer = person.get(base + path) if method == "GET" else person.post(base + path, **fields)
            told.append((f"{method} {base}{path}", answer.status_code, should))

        tried("GET", "new/", 200 if "create" in verbs else 403)
        if "create" not in verbs:
            tried("POST", "new/", 403, whole="1")
        if seen is None:
            continue
        tried("GET", f"details/?id={seen}", 200)
        tried("GET", f"unmask/?id={seen}", 200 if "unmask" in verbs else 403)
        tried("POST", f"unmask/?id={seen}", 422 if "unmask" in verbs else 403, reason="")
        edits = may_edit(house, role, register, seen)
        if edits is not None:
            tried("GET", f"edit/?id={seen}", 200 if edits else 403)
        if edits is False:
            tried("POST", f"edit/?id={seen}", 403, whole="1")
    assert [t for t in told if t[1] != t[2]] == []


def may_edit(house: House, role: str, register: str, record_id: int) -> bool | None:
    """Whether the table lets him change this row; None where its state is another question (own rows walked further)."""
    if (register, role) in house.world.own and record_id == house.world.own[register, role]:
        return None
    flow = by_name(register).__register__.flow
    if flow is not None and not flow.states[0].editable:
        return None
    if WROTE.get(register) == role and "create" in RIGHTS[register][role].verbs:
        return True
    if register == "Post":
        return "edit" in RIGHTS[register][role].verbs
    return "edit" in RIGHTS[register][role].verbs or (register == "Separation" and role == "technician")


WAY_OF = {"ServiceLog": "log", "RepairOrder": "order", "Complaint": "complaint", "Callback": "callback", "CorrectiveAction": "action",
          "StaffRequisition": "requisition", "Separation": "separation"}  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_a_step_of_somebody_else_is_forbidden_over_http_too(house: House, role: str) -> None:
    """On a row in its first state: the form opens for whom the table names; a press of anybody else changes nothing."""
    person = house.people[role]
    wrong, before = [], everything(house)
    for register in RIGHTS:
        if (
            register == "Post"
            or house.seen[role, register] != house.world.rows["here"][register]
            or not steps(register)
        ):
            continue
        found = WAYS[WAY_OF.get(register, {"WorkInspection": "inspection"}.get(register, register))]
        for step in steps(register):
            lines = [a for a in found.arrows if a.name == step]
            if step == "open_action":  # the sheet of this world has no failed line
                continue
            if (register, step) == ("Deposit", "void"):  # a decoration of this world stands on it
                continue
            here = any(found.states[0] in a.source for a in lines)
            his = any(role in a.who for a in lines if found.states[0] in a.source) if here else None
            url = f"/admin/{SLUGS[register]}/transition/{step}/?id={house.seen[role, register]}"
            got = person.get(url).status_code
            if got not in ({200} if his else {403} if here else {403, 409}):
                wrong.append(f"GET {url}: {got}")
            if not his:
                posted = person.post(url, reason="核对", form_token=f"{register}{step}{role}"[:40]).status_code
                if posted not in ({403} if here else {403, 409}):
                    wrong.append(f"POST {url}: {posted}")
    assert not wrong, "\n".join(wrong)
    assert everything(house) == before


def test_files_go_with_the_row_and_the_field(house: House) -> None:
    """X-22: the original letter of a complaint; who reads the complaint without knowing who complained gets no file."""
    knows = {"receptionist", "reception_lead", "cs_supervisor", "director"}
    for role in ROLES:
        person = house.people[role]
        assert person.get(f"/attachments/{house.attachment['here']}").status_code == (200 if role in knows else 404), (
            role
        )
        assert person.get(f"/attachments/{house.attachment['there']}").status_code == 404, role
        for number in (MISSING, 2**31, 2**63):
            assert person.get(f"/attachments/{number}").status_code == 404


@pytest.mark.parametrize("role", ROLES)
def test_the_other_pages(house: House, role: str) -> None:
    person = house.people[role]
    for url in ("/admin/", "/admin/search?q=x", "/account/password", "/account/sign-out-everywhere"):
        assert person.get(url).status_code == 200, url
    assert person.get("/admin/roles/").status_code == (200 if role == "sysadmin" else 403)
    assert person.post("/admin/roles/reset/?module=service").status_code == (303 if role == "sysadmin" else 403)
    reads_settings = RIGHTS["Setting"][role].rows == "all"
    for url in ("/admin/settings/", "/admin/titles/"):
        assert person.get(url).status_code == (200 if reads_settings else 403), url
    boards = {"reception_lead", "cs_supervisor", "director", "hq_quality"}
    assert person.get("/admin/board/").status_code == (200 if role in boards else 403)
    for url in (
        "/admin/nothing/",
        "/admin/repair_order/nothing/",
        "/nothing",
        "/admin/repair_order/transition/nothing/?id=1",
    ):
        assert person.get(url).status_code == 404, url
    for register in RIGHTS:
        base = f"/admin/{SLUGS[register]}/"
        assert person.post(f"{base}details/?id=1").status_code == 405
        assert person.get(f"{base}hint/").status_code in {204, 404}
        assert person.post(f"{base}draft/", caller="x").status_code == (
            204 if "create" in RIGHTS[register][role].verbs else 403
        ), base


@pytest.mark.parametrize("role", ROLES)
def test_imports(house: House, role: str) -> None:
    """Where a register has an import: its page and template for who may import, no batch that is not there."""
    person = house.people[role]
    rules = {r.endpoint for r in house.app.url_map.iter_rules()}
    for register in RIGHTS:
        if f"{SLUGS[register]}.import_view" not in rules:
            continue
        base, may = f"/admin/{SLUGS[register]}/import/", "import" in RIGHTS[register][role].verbs
        if not may:
            refused(person, base, turn(register, role, len(NOT_HIS)))
            continue
        for path in ("", "template"):
            assert person.get(base + path).status_code == 200, base + path
        for path in ("", "status", "refused"):
            assert person.get(f"{base}{MISSING}/{path}").status_code == 404, base + path
        for path in ("apply/", "cancel/", "remap/", "undo"):
            assert person.post(f"{base}{MISSING}/{path}").status_code == 404, base + path


NOT_HIS = (
    ("GET template", {403}), ("POST ", {403}), *((f"GET {MISSING}/{p}", {403, 404}) for p in ("", "status", "refused")),
    *((f"POST {MISSING}/{p}", {403, 404}) for p in ("apply/", "cancel/", "remap/", "undo")),
)  # fmt: skip
"""What may not be asked by whom may not import, and what it answers."""


def refused(person: Person, base: str, at: int) -> None:
    """The import's page, and one address more, are closed to him."""
    assert person.get(base).status_code == 403, base
    asked, answers = NOT_HIS[at]
    method, _, path = asked.partition(" ")
    assert ask(person, method, base + path).status_code in answers, asked


def test_unmasking_writes_the_log_before_it_shows(house: House) -> None:
    """X-01: the number in full only with a reason, and the reason stands in the access log and the history."""
    person, order = house.people["director"], house.seen["director", "RepairOrder"]
    page = person.get(f"/admin/repair_order/details/?id={order}")
    assert "19800000001" not in page.text, "the director's page shows it masked"
    assert "19800000001" not in person.get("/admin/repair_order/").text
    assert "19800000001" not in person.get("/admin/repair_order/export/csv/").text
    count = counter(house)
    shown = person.post(f"/admin/repair_order/unmask/?id={order}", reason="核对业主电话")
    assert shown.status_code == 200
    assert "19800000001" in shown.text
    assert counter(house) == count + 1
    with Session(make_engine(str(house.app.config["SQLALCHEMY_DATABASE_URI"]), poolclass=NullPool)) as session:
        kept = session.scalars(select(HistoryEntry).where(HistoryEntry.kind == "unmask")).all()
    assert [k.comment for k in kept] == ["核对业主电话"]


def counter(house: House) -> int:
    return everything(house)["secret_access_log"]
