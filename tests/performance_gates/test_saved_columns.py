"""A save leaves every column it does not edit exactly as it was: seconds of a time, blanks of a text, everything."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from bench.pages import form_values

pytestmark = pytest.mark.slow

EXPECTED = {"remark", "updated_at", "updated_by_id", "version"}


def _row(app: Flask, register: str, number: str) -> dict[str, Any]:
    with app.app_context(), app.extensions["sqlalchemy"].engine.connect() as c:
        found = c.execute(text(f"SELECT * FROM {register} WHERE id = :i"), {"i": int(number)})  # noqa: S608 - our own names
        return dict(found.mappings().one())


def test_saving_one_field_changes_that_field_alone(clerk: FlaskClient, app: Flask) -> None:
    shown = re.search(r'<tr data-id="(\d+)"', clerk.get("/admin/repair_order/?flt_status_eq=registered").text)
    assert shown is not None
    before = _row(app, "repair_order", shown[1])
    assert re.search(r":\d\d\.\d*[1-9]", str(before["reported_at"])), "the volume has times with fractions of a second"
    edit = f"/admin/repair_order/edit/?id={shown[1]}"
    values = form_values(clerk.get(edit).text) | {"remark": "只改这一格"}
    answer = clerk.post(edit, data=values, headers={"Referer": f"http://localhost{edit}"})
    assert answer.status_code == 303, answer.text
    after = _row(app, "repair_order", shown[1])
    assert after["remark"] == "只改这一格"
    assert {name for name in before if before[name] != after[name]} <= EXPECTED
