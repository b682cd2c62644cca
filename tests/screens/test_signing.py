"""004 §7.1, §7.4.21-24; X-07: signing in and out over HTTP, from the desk, for oneself."""

import datetime as dt

from flask import Flask

from tests.screens.conftest import Browser, Clock


def test_x_07_the_desk_signs_in_and_out_for_oneself(app: Flask, clock: Clock) -> None:
    clock.at = dt.datetime(2026, 11, 20, 0, 15, tzinfo=dt.UTC)  # 8:15 on the site's clock
    technician = Browser(app, "technician@ltxy")
    link = technician.get("/admin/").one('.quick a[href="/admin/attendance/new/"]')
    assert link.get_text(strip=True) == "签到"
    sent = technician.send(technician.get("/admin/attendance/new/"))
    assert sent.status == 303, sent.errors
    shown = technician.get(sent.location)
    assert shown.value("result") == "正常"
    assert "08:15" in shown.value("signed_in_at")
    clock.at = dt.datetime(2026, 11, 20, 9, 35, tzinfo=dt.UTC)
    technician = Browser(app, "technician@ltxy")
    button = technician.get("/admin/").one('.quick button[formaction*="/attendance/transition/sign_out/"]')
    assert technician.post(str(button["formaction"])).status == 303
    assert "17:35" in technician.get(sent.location).value("signed_out_at")
    assert not technician.get("/admin/").html.select('.quick [formaction*="attendance"], .quick [href*="attendance"]')


def test_x_07_times_and_names_are_not_asked_of_who_signs_for_himself(technician: Browser) -> None:
    asked = technician.get("/admin/attendance/new/").fields()
    assert {"staff", "day", "signed_in_at", "signed_out_at"}.isdisjoint(asked)
