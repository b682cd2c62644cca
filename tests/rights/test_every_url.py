"""Every address of the URL map × every role × a visible, a hidden, a missing row and no row at all, over HTTP.

What each kind of endpoint must answer is written below by a person; an endpoint that no rule names fails the sweep.
"""

import re

import pytest
from bs4 import BeautifulSoup

from tests.rights.expected import RIGHTS, ROLES
from tests.rights.house import (
    ELSEWHERE,
    GARBAGE,
    MISSING,
    OF_EVERY_REGISTER,
    OF_IMPORTS,
    SLUGS,
    WITH_ROW,
    House,
    ask,
    everything,
    plain,
    row_addresses,
    some,
    steps,
)

# ------------------------------------------------------------------------------------------------------- the map


def test_every_endpoint_has_a_rule(house: House) -> None:
    slugs = set(SLUGS.values())
    unknown = []
    for rule in house.app.url_map.iter_rules():
        blueprint, _, name = rule.endpoint.rpartition(".")
        if blueprint in slugs:
            if name not in OF_EVERY_REGISTER and name not in OF_IMPORTS:
                unknown.append(rule.rule)
            methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            if name in WITH_ROW and name not in {"draft_view", "discard_view"}:
                assert methods == set(WITH_ROW[name][0].split()), rule.rule
        elif rule.endpoint not in ELSEWHERE:
            unknown.append(rule.rule)
    assert not unknown, f"no rule says who may open these; add one here: {sorted(unknown)}"


def test_not_signed_in_is_sent_to_the_door(house: House) -> None:
    """GET and, with a good token, POST: 302 to /login; what is open to all answers."""
    client = house.app.test_client()
    page = BeautifulSoup(client.get("/login").text, "html.parser").select_one("input[name=csrf_token]")
    assert page is not None
    wrong = []
    for rule in house.app.url_map.iter_rules():
        if ELSEWHERE.get(rule.endpoint) == "open":
            continue
        url = address(rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            answer = client.open(url, method=method, data={"csrf_token": page["value"]} if method == "POST" else None)
            if answer.status_code != 302 or not answer.headers["Location"].startswith("/login"):
                wrong.append(f"{method} {url}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def address(rule: str) -> str:
    """An address of a rule, with a row that exists."""
    values = {
        "export_type": "csv",
        "step": "void",
        "field": "unit",
        "batch": "1",
        "key": "0" * 32,
        "number": "1",
        "filename": "x",
        "slug": "repair_order",
    }
    url = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: values[m[1]], rule)
    return f"{url}?id=1"


def test_a_post_without_token_changes_nothing(house: House) -> None:
    """400 for every POST of the map, whoever sends it, whether or not he may: from one without a token, from another with a bad one."""
    before = everything(house)
    wrong = []
    sent: list[dict[str, str]] = [{"reason": "核对"}, {"reason": "核对", "csrf_token": "x" * 40}]
    for rule in house.app.url_map.iter_rules():
        if "POST" not in (rule.methods or set()):
            continue
        url = address(rule.rule)
        for role, data in zip(("sysadmin", "receptionist"), sent, strict=True):
            answer = house.people[role].client.post(url, data=data)
            if answer.status_code != 400:
                wrong.append(f"{role} POST {url}: {answer.status_code}")
        sent.reverse()
    assert not wrong, "\n".join(wrong)
    assert everything(house) == before


# ------------------------------------------------------------------------------------------------- rows not seen


@pytest.mark.parametrize("role", ROLES)
def test_a_hidden_row_is_a_missing_row(house: House, role: str) -> None:
    """404 for both, word for word the same page: nothing tells a hidden row from one that never was."""
    person = house.people[role]
    wrong, before = [], everything(house)
    for register in RIGHTS:
        for method, pattern in some(role, register):
            missing = ask(person, method, pattern.format(id=MISSING))
            if missing.status_code != 404:
                wrong.append(f"{method} {pattern} of a missing row: {missing.status_code}")
                continue
            for hidden in house.hidden[role, register]:
                answer = ask(person, method, pattern.format(id=hidden))
                if answer.status_code != 404:
                    wrong.append(f"{method} {pattern} of hidden row {hidden}: {answer.status_code}")
                elif plain(answer, hidden) != plain(missing, MISSING):
                    wrong.append(f"{method} {pattern}: another page than for a missing row")
    assert not wrong, "\n".join(wrong)
    assert everything(house) == before


def test_an_id_that_is_none_is_a_missing_row(house: House) -> None:
    person = house.people["receptionist"]
    wrong = []
    for register in ("ServiceLog", "Resident"):
        for method, pattern in row_addresses(register):
            for text in GARBAGE:
                answer = ask(person, method, pattern.format(id=text))
                if answer.status_code != 404:
                    wrong.append(f"{method} {pattern.format(id=text)}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_several_rows_with_a_hidden_one_among_them_are_missing(house: House) -> None:
    """Bulk: the press that names a hidden row does nothing to the others either, and says no more than 404."""
    before = everything(house)
    person = house.people["receptionist"]
    for register in ("RepairOrder", "ServiceLog", "Complaint"):
        seen, (hidden,) = house.seen["receptionist", register], house.hidden["receptionist", register]
        for step in steps(register):
            for ids in (f"{seen},{hidden}", f"{seen},{MISSING}", f"{seen}&id={hidden}"):
                url = f"/admin/{SLUGS[register]}/transition/{step}/?id={ids}"
                assert {person.get(url).status_code, person.post(url, reason="x").status_code} == {404}, url
    assert everything(house) == before
