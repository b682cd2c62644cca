"""Whatever an address or a form says, the answer is a sentence, never an error of the program."""

import base64
import json
import random
import re
from collections.abc import Callable
from urllib.parse import quote, urlencode

import pytest
from flask import Flask

from models import REGISTERS
from models.declare import Record
from tests.screens.conftest import Browser
from tests.security.conftest import Built

ODD = (
    "²", "9" * 30, "9" * 5000, "-1", "0", "a\x00b", "😀", "\u202e", "'", '"><script>', "NaN", "1e999", "%", "_", "\\",
    "2147483648", "9223372036854775808", "0001-01-01", "9999-12-31 23:59", "2026-02-30", "1,2,3", "[]", "../../etc",
    "١٢٣", "=1+1", "a" * 3000, "³-1-502", "1",
)  # fmt: skip
KEYS = (None, "a\x00", "\ud800", 2**62, -1, "x", "9999-12-31T23:59:59+00:00", "1e999", "2" * 400)
LEFT_OUT = frozenset({"/logout", "/account/sign-out-everywhere", "/account/password", "/login"})
"""Addresses that would end the session the rest is sent with."""
OPERATORS = ("eq", "in", "between", "contains", "ge", "empty", "ne")
MODELS = {m.slug(): m for m in REGISTERS}


def cursor(key: object, number: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([key, number]).encode()).decode().rstrip("=")


def address(rule: str, chance: random.Random, model: type[Record] | None, ids: tuple[str, ...]) -> str:
    """An address of the rule with odd values in every place."""
    names = list(model.__fields__) if model else ["x"]
    path = re.sub(r"<[^>]*field>", lambda _: chance.choice(names), rule)
    path = re.sub(r"<export_type>", lambda _: chance.choice(("csv", "xlsx")), path)
    path = re.sub(r"<int:[^>]*>", lambda _: chance.choice(("1", "2147483648", "9" * 25)), path)
    path = re.sub(r"<[^>]*>", lambda _: quote(chance.choice(ODD), safe=""), path)
    flow = model.__register__.flow if model else None
    if flow is not None and "<step>" in rule:
        path = rule.replace("<step>", chance.choice([t.name for t in flow.transitions]))
    names += ["search", "q", "page", "page_size", "chip", "site", "module", "from", "all", "file", "subject", "next"]
    names += [f"flt_{n}_{o}" for n in names[:8] for o in OPERATORS]
    query = [("id", chance.choice((*ids, *ODD)))]
    query += [(chance.choice(names), chance.choice(ODD)) for _ in range(chance.randint(0, 3))]
    if chance.random() < 0.3:
        query.append((chance.choice(("after", "before")), cursor(chance.choice(KEYS), chance.choice((1, 2**62)))))
        query.append(("sort", chance.choice(names)))
    return f"{path}?{urlencode(query)}"


def form(chance: random.Random, model: type[Record] | None) -> dict[str, str]:
    """A form with odd texts in some of its inputs."""
    out = {
        n: chance.choice(ODD)
        for n in ("form_token", "version", "site", "name", "query", "action")
        if chance.random() < 0.4
    }
    for name, field in (model.__fields__ if model else {}).items():
        if chance.random() < 0.5:
            out[name] = chance.choice(ODD)
        for line in ("0", chance.choice(("²", "9" * 40))):
            out |= {f"{name}-{line}-{child.name}": chance.choice(ODD) for child in field.rows}
            out |= {f"{name}-{line}-id": chance.choice(ODD)} if field.rows else {}
    return {"whole": "1", "reason": "试一试", **out}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("role", ["cs_supervisor", "sysadmin"])
def test_no_address_and_no_form_breaks_the_program(
    app: Flask, built: Built, browse: Callable[[str], Browser], role: str, method: str
) -> None:
    chance = random.Random(f"{role} {method}")  # noqa: S311 - the same odd things every time
    person = browse(role)
    token = person.token()
    broken: list[str] = []
    for rule in sorted({r.rule for r in app.url_map.iter_rules() if method in (r.methods or ())} - LEFT_OUT):
        model = MODELS.get([*rule.split("/"), "", ""][2])
        ids = tuple(str(rows[model.__name__]) for rows in built.rows.values()) if model else ("1",)
        url = address(rule, chance, model, ids)
        if method == "GET":
            answer = person.client.get(url, buffered=True)
        else:
            given = {"csrf_token": token, **form(chance, model)}
            answer = person.client.post(url, data=given, buffered=True, content_type="multipart/form-data")
        if answer.status_code >= 500:
            broken.append(f"{answer.status_code} {method} {url[:200]}")
    assert broken == []
