"""Pure rules of base data: parameters and how they are read, names as typed, qualifications."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from models.base.qualification import GATED, Qualification, QualificationKind, missing_qualification
from models.base.rules import pinyin, tail
from models.base.setting_keys import BY_KEY, SETTINGS, Kind, SettingError, parse, written
from models.base.setting_words import worded
from models.base.unit import address_key, address_text
from models.spec import Role

CATALOGUE_KEYS = """
analysis.threshold assessment.day attendance.pm_in attendance.sheet_day attendance.violation_minutes callback.methods
callback.roles canteen.daily cash.deposit_time complaint.investigate_same_day complaint.late_intake_minutes
complaint.major_hours complaint.major_rules complaint.reply_workdays complaint.writers custody.days dailylog.time deposit.name
dunning.letter_after_months dunning.sms_starts_clock duty.holiday_shift escalation.tell_hours fee.pay_minutes handover.minutes
handover.night_until inspection.daily inspection.weekly leave.certificate leave.emergency_cert leave.personal_days
leave.sick_slip_day leave.urgent_hours mealcost.day meeting.morning_minutes office.check_time phone.ring_max phone.ring_min
plan.month probation.remind_days repair.arrive_minutes repair.callback_hours repair.dispatch_minutes repair.finish_same_day
repair.leak_callback_days repair.night_clock repair.slip_return_hours safety.monthly sample.max sample.min stock.count_day
"""
"""Copied by hand from the catalogue's deadlines and rules."""
DOCUMENTED = {
    "repair.arrive_minutes": 30,
    "repair.callback_hours": 24,
    "repair.leak_callback_days": 3,
    "repair.finish_same_day": True,
    "callback.rate_min": Decimal(98),
    "sample.min": 20,
    "sample.max": 25,
    "phone.ring_min": 2,
    "phone.ring_max": 3,
    "fee.pay_minutes": 5,
    "cash.deposit_time": dt.time(17, 0),
    "stock.count_day": 24,
    "fee.statistics_day": 26,
    "mealcost.day": 15,
    "attendance.sheet_day": 5,
    "attendance.violation_minutes": 20,
    "dunning.letter_after_months": 3,
    "deposit.name": "装修保证金",
    "assessment.clerk_weekly": 2,
}
"""Defaults that the source documents give."""
SUGGESTED = ("repair.dispatch_minutes", "repair.slip_return_hours", "complaint.major_hours", "complaint.reply_workdays",
             "custody.days", "handover.minutes", "escalation.tell_hours", "analysis.threshold")  # fmt: skip


def test_every_key_of_the_catalogue_is_declared_once() -> None:
    keys = [s.key for s in SETTINGS]
    assert len(keys) == len(set(keys))
    assert set(CATALOGUE_KEYS.split()) <= set(keys)


def test_defaults_are_the_documents_and_suggestions_are_marked() -> None:
    for key, value in DOCUMENTED.items():
        assert (BY_KEY[key].default, BY_KEY[key].suggested) == (value, False), key
    assert all(BY_KEY[key].suggested for key in SUGGESTED)


def test_what_no_document_says_is_unset() -> None:
    unset = ("complaint.major_rules", "attendance.pm_in", "target.satisfaction", "target.collection", "periodic.survey")
    assert {BY_KEY[key].default for key in (*unset, "retention.complaint")} == {None}


@pytest.mark.parametrize("declared", SETTINGS, ids=lambda s: s.key)
def test_a_default_can_be_written_and_read_back(declared: Any) -> None:
    assert declared.label.zh
    assert declared.label.en
    if declared.default is not None:
        assert parse(declared.key, written(declared.default)) == declared.default
    if declared.kind is not Kind.text:
        words = worded(declared.key, declared.default)
        assert parse(declared.key, words.zh) == parse(declared.key, words.en) == declared.default


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("repair.arrive_minutes", " 45 ", 45),
        ("repair.arrive_minutes", "未配置", None),
        ("target.satisfaction", "98.5%", Decimal("98.5")),
        ("duty.holiday_shift", "否", False),
        ("duty.holiday_shift", "Yes", True),
        ("cash.deposit_time", "8:05", dt.time(8, 5)),
        ("cash.deposit_time", "17\uff1a30", dt.time(17, 30)),
        ("complaint.writers", "li\uff0c wang、sun", ("li", "wang", "sun")),
        ("callback.methods", "repair=phone,visit\uff1bleak=visit", {"repair": ("phone", "visit"), "leak": ("visit",)}),
        (
            "callback.methods",
            "维修回访：电话、上门；After a leak: Visit",
            {"repair": ("phone", "visit"), "leak": ("visit",)},
        ),
        ("callback.roles", "major=管理处主任", {"major": ("director",)}),
        ("repair.approve_weekday", "7", 7),
        ("repair.approve_weekday", "周日", 7),
        ("periodic.survey", "每季度", "quarter"),
        ("periodic.survey", "Half-yearly", "half_year"),
        ("periodic.survey", "quarter", "quarter"),
        ("retention.complaint", "10", 10),
        ("deposit.name", "装修押金", "装修押金"),
    ],
)
def test_settings_are_read_as_people_write_them(key: str, text: str, value: Any) -> None:
    assert parse(key, text) == value


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("repair.arrive_minutes", "-4"),
        ("repair.arrive_minutes", "half an hour"),
        ("target.satisfaction", "NaN"),
        ("duty.holiday_shift", "maybe"),
        ("cash.deposit_time", "17"),
        ("cash.deposit_time", "25:00"),
        ("complaint.writers", ","),
        ("callback.methods", "phone"),
        ("repair.approve_weekday", "8"),
        ("periodic.survey", "sometimes"),
    ],
)
def test_what_cannot_be_read_says_what_to_write(key: str, text: str) -> None:
    with pytest.raises(SettingError) as wrong:
        parse(key, text)
    assert wrong.value.sentence.zh.startswith("请写") or wrong.value.sentence.zh.startswith("请按")


def test_an_unknown_key_is_no_setting() -> None:
    with pytest.raises(KeyError):
        parse("repair.fly", "1")


def test_every_kind_is_used() -> None:
    assert {s.kind for s in SETTINGS} == set(Kind)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("张三", "zhangsan zs"),
        ("曾伟", "zengwei zw"),
        ("单雄信", "shanxiongxin sxx"),
        ("尉迟恭", "yuchigong ycg"),
        ("吕小明", "lvxiaoming lxm"),
        ("单", "shan s"),
        ("Tom Li", "tomli t"),
        ("", ""),
        (None, ""),
    ],
)
def test_names_as_they_are_typed(name: str | None, typed: str) -> None:
    assert pinyin(name) == typed


@pytest.mark.parametrize(
    ("phone", "last"), [("138 0000 1234", "1234"), ("010-12345678 转 9", "6789"), ("110", None), (None, None)]
)
def test_the_last_four_digits(phone: str | None, last: str | None) -> None:
    assert tail(phone) == last


@pytest.mark.parametrize(
    ("parts", "shown", "key"),
    [
        (("3", "1", "502"), "3栋1单元502", "3-1-502"),
        (("3", "", "502"), "3栋502", "3--502"),
        (("A", "2", "0801"), "A栋2单元0801", "a-2-801"),
        (("东", "1", "101"), "东栋1单元101", "东-1-101"),
        (("商铺", "", "12"), "商铺12", "商铺--12"),
    ],
)
def test_addresses(parts: tuple[str, str, str], shown: str, key: str) -> None:
    assert address_text(*parts) == shown
    assert address_key(*parts) == key


ON = dt.date(2026, 11, 23)


def holder(**row: Any) -> Any:
    return SimpleNamespace(name="张三", qualifications=[Qualification(**{"kind": QualificationKind.training, **row})])


@pytest.mark.parametrize("role", [Role.technician, Role.guard, Role.director, Role.hr_admin])
def test_other_roles_need_no_training(role: Role) -> None:
    assert missing_qualification(None, role, ON) is None


@pytest.mark.parametrize("role", sorted(GATED))
def test_reception_and_fees_need_it(role: Role) -> None:
    assert missing_qualification(None, role, ON) is not None
    assert missing_qualification(holder(kind=QualificationKind.computer), role, ON) is not None
    assert missing_qualification(holder(passed_on=ON), role, ON) is None


def test_it_holds_from_the_day_passed_to_the_last_day() -> None:
    assert missing_qualification(holder(valid_until=ON), Role.cashier, ON) is None
    for row in ({"valid_until": ON - dt.timedelta(days=1)}, {"passed_on": ON + dt.timedelta(days=1)}):
        refusal = missing_qualification(holder(**row), Role.cashier, ON)
        assert refusal is not None
        assert (refusal.field, refusal.source) == ("grants", "X-16; 004 §3.2")
        assert "张三" in str(refusal.sentence)
