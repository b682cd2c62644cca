"""Who is who: one line a case, written by hand from issue §3, what stands there, what the file says, what must come of it."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.exchange.roster_site import TODAY, Desk, sheet

A, B, C = "18900000001", "18900000002", "18900000003"
I1, I2 = "900001199001010000", "900002199001010000"
HOME = "1栋1单元101"


@dataclass(frozen=True)
class Case:
    """``before`` and ``file`` are (name, phone, ID) cells of one home; ``after`` its people: (name, phone, relation, until)."""

    before: tuple[str, str, str]
    file: tuple[str, str, str]
    kind: str
    after: tuple[tuple[Any, ...], ...]
    people: int


CASES = {
    "the same again": Case(("甄一", A, I1), ("甄一", A, I1), "unchanged", (("甄一", A, "owner", None),), 1),
    "another phone is the same owner": Case(("甄一", A, I1), ("甄一", B, I1), "changed", (("甄一", B, "owner", None),), 1),
    "another phone without an ID too": Case(("甄一", A, ""), ("甄一", B, ""), "changed", (("甄一", B, "owner", None),), 1),
    "same phone, another name: a correction": Case(
        ("甄一", A, ""), ("甄壹", A, ""), "changed", (("甄壹", A, "owner", None),), 1
    ),
    "same ID, another name and phone: a correction": Case(
        ("甄一", A, I1), ("甄壹", B, I1), "changed", (("甄壹", B, "owner", None),), 1
    ),
    "same name, another phone and ID: a correction": Case(
        ("甄一", A, I1), ("甄一", B, I2), "changed", (("甄一", B, "owner", None),), 1
    ),
    "all three different: another owner": Case(
        ("甄一", A, I1), ("甄二", B, I2), "changed", (("甄一", A, "owner", TODAY), ("甄二", B, "owner", None)), 2
    ),
    "nothing but another name: another owner": Case(
        ("甄一", "", ""), ("甄二", "", ""), "changed", (("甄一", None, "owner", TODAY), ("甄二", None, "owner", None)), 2
    ),
    "two names in a cell are co-owners": Case(
        ("甄一", A, ""), ("甄一、甄二", f"{A}/{B}", ""), "changed",
        (("甄一", A, "owner", None), ("甄二", B, "co_owner", None)), 2,
    ),
    "a co-owner not named any more stays": Case(
        ("甄一、甄二", f"{A}/{B}", ""), ("甄一", A, ""), "unchanged",
        (("甄一", A, "owner", None), ("甄二", B, "co_owner", None)), 2,
    ),
    "a co-owner who gives way to another": Case(
        ("甄一、甄二", f"{A}/{B}", ""), ("甄一、甄三", f"{A}/{C}", ""), "changed",
        (("甄一", A, "owner", None), ("甄二", B, "co_owner", TODAY), ("甄三", C, "co_owner", None)), 3,
    ),
    "both sold to one": Case(
        ("甄一、甄二", f"{A}/{B}", ""), ("甄三", C, ""), "changed",
        (("甄一", A, "owner", TODAY), ("甄二", B, "co_owner", TODAY), ("甄三", C, "owner", None)), 3,
    ),
    "an empty cell leaves the owner": Case(("甄一", A, I1), ("", "", ""), "unchanged", (("甄一", A, "owner", None),), 1),
    "an owner for a home without one": Case(("", "", ""), ("甄一", A, ""), "changed", (("甄一", A, "owner", None),), 1),
    "the order of names does not matter": Case(
        ("甄一、甄二", f"{A}/{B}", ""), ("甄二、甄一", f"{B}/{A}", ""), "unchanged",
        (("甄一", A, "owner", None), ("甄二", B, "co_owner", None)), 2,
    ),
    "the second phone becomes the first": Case(
        ("甄一", f"{A}/{B}", ""), ("甄一", B, ""), "changed", (("甄一", B, "owner", None),), 1
    ),
    "a name twice in a cell is one person": Case(
        ("", "", ""), ("甄一、甄一", "", ""), "changed", (("甄一", None, "owner", None),), 1
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_one_home(name: str, lite: Desk) -> None:
    case = CASES[name]
    lite.take(sheet(("1", "1", "101", 80, *case.before)))
    before = lite.dump()
    batch = lite.take(sheet(("1", "1", "101", 80, *case.file)))
    assert batch.counts[case.kind] == 1, batch.counts
    assert lite.people() == [(HOME, *line) for line in case.after]
    assert len(lite.dump()["resident"]) == case.people
    after = lite.dump()
    again = lite.take(sheet(("1", "1", "101", 80, *case.file)))
    assert again.counts["unchanged"] == 1, [f.changes for f in lite.found(again, "changed")]
    assert lite.dump() == after
    lite.undo(again.id)
    if case.kind == "changed":
        lite.undo(batch.id)
        assert lite.dump() == before


def test_former_owners_lose_the_home_from_their_line(lite: Desk) -> None:
    lite.take(sheet(("1", "1", "101", 80, "甄一", A, ""), ("1", "1", "102", 80, "甄一", A, "")))
    assert lite.rows("SELECT name, homes FROM resident") == [("甄一", "1栋1单元101、1栋1单元102")]
    lite.take(sheet(("1", "1", "101", 80, "甄二", B, "")))
    assert lite.rows("SELECT name, homes FROM resident ORDER BY id") == [("甄一", "1栋1单元102"), ("甄二", HOME)]


@pytest.mark.parametrize(
    ("second", "people"),
    [(("甄一", A, ""), 1), (("甄一", B, ""), 2), (("甄一", "", ""), 2), (("甄二", A, ""), 2), (("甄一", B, I1), 1)],
)
def test_one_person_with_two_homes(second: tuple[str, str, str], people: int, lite: Desk) -> None:
    """Same name and phone, or same ID, is one person; a name alone is not enough, nor is a family's phone."""
    rows = (("1", "1", "101", 80, "甄一", A, I1), ("1", "1", "102", 80, *second))
    lite.take(sheet(*rows))
    assert len(lite.dump()["resident"]) == people
    assert len(lite.people()) == 2
    after = lite.dump()
    assert lite.take(sheet(*rows)).counts["unchanged"] == 2
    assert lite.dump() == after
    by_itself = lite.take(sheet(("1", "1", "103", 80, "甄一", A, "")))
    assert by_itself.counts["new"] == 1
    assert len(lite.dump()["resident"]) == people


def test_where_two_rows_disagree_about_a_person_the_first_counts(lite: Desk) -> None:
    rows = (("1", "1", "101", 80, "甄一", A, I1), ("1", "1", "102", 80, "甄一", B, I1))
    batch = lite.take(sheet(*rows))
    assert lite.rows("SELECT phone FROM resident") == [(A,)]
    assert any("第 2 行" in note.text("zh") for f in lite.found(batch, "new") for note in f.notes)
    after = lite.dump()
    assert lite.take(sheet(*rows)).counts["changed"] == 0
    assert lite.dump() == after


def test_family_joins_and_tenants_take_turns(lite: Desk) -> None:
    header = ("楼号", "单元", "房号", "业主姓名", "家庭成员", "租户")
    lite.take(sheet(("1", "1", "101", "甄一", "甄小一", "贾一 18900000007"), header=header))
    lite.take(sheet(("1", "1", "101", "甄一", "甄小二", "贾二 18900000008"), header=header))
    assert [(name, relation, until) for _, name, _, relation, until in lite.people()] == [
        ("甄一", "owner", None),
        ("甄小一", "family", None),
        ("贾一", "tenant", TODAY),
        ("甄小二", "family", None),
        ("贾二", "tenant", None),
    ]


def test_the_day_somebody_became_owner(lite: Desk) -> None:
    header = ("楼号", "单元", "房号", "业主姓名", "产权日期")
    lite.take(sheet(("1", "1", "101", "甄一", "2019-05-01"), header=header))
    lite.take(sheet(("1", "1", "101", "甄一", "2019-06-01"), header=header))
    lite.take(sheet(("1", "1", "101", "甄二", "2026-10-01"), header=header))
    assert lite.rows("SELECT since, until FROM resident_occupancies ORDER BY id") == [
        ("2019-06-01", TODAY),
        ("2026-10-01", None),
    ]


def test_a_change_of_owner_is_said(lite: Desk) -> None:
    lite.take(sheet(("1", "1", "101", 80, "甄一", A, "")))
    batch = lite.plan(sheet(("1", "1", "101", 80, "甄二", B, "")))
    (row,) = lite.found(batch, "changed")
    assert row.notes[0].text("zh") == "更换业主：甄一 → 甄二；原关系截止到导入当天。"
