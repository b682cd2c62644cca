"""Who does which duty of somebody on leave, deputy by deputy, against what the catalogue lets each post fill in (G3, A-77)."""

from collections.abc import Iterator

import pytest

from deadlines.duty_cover import Cover, Why
from deadlines.duty_handing import passed_by
from deadlines.duty_people import People
from models.duty.duties import BY_CODE, DUTIES
from models.spec import Role
from tests.conftest import BOTH
from tests.deadlines.conftest import _centre, at
from tests.deadlines.test_duty_cover import Office
from tests.support.databases import Databases, Kind

PEOPLE = {
    11: Role.receptionist, 12: Role.reception_lead, 13: Role.cs_supervisor, 14: Role.director, 15: Role.technician,
    16: Role.engineering_lead, 17: Role.security_lead, 18: Role.guard, 19: Role.cashier, 20: Role.hr_admin,
}  # fmt: skip
"""One of each; ids are those of the employees."""
STAFF = {role.value: number for number, role in PEOPLE.items()}
EVERYBODY = " ".join(STAFF)
DESK = "receptionist reception_lead cs_supervisor"

# duty -> who may do it, and who has it where neither the absent person nor his deputy does ("!": he may not either)
TABLE = {
    "morning_meeting management_meeting weekly_meeting monthly_meeting":
        ("reception_lead cs_supervisor director hr_admin", "director"),
    "night_handover": ("receptionist reception_lead technician guard", "reception_lead"),
    "open_items_check": (DESK, "reception_lead"),
    "cash_banking meal_cost stock_count attendance_sheets canteen_check": ("receptionist reception_lead", "cs_supervisor!"),
    "daily_log weekly_summary": (EVERYBODY, ""),
    "daily_spot_check weekly_inspection": ("reception_lead cs_supervisor engineering_lead security_lead", "director!"),
    "office_check": ("receptionist reception_lead", "reception_lead"),
    "written_assessment": ("reception_lead cs_supervisor", "cs_supervisor"),
    "monday_approval weekly_fee_summary fee_statistics order_handover complaint_summary":
        (f"{DESK} director", "cs_supervisor"),
    "callback_sample": (f"{DESK} director", "reception_lead"),
    "month_plan half_year_summary quarter_plan week_plan day_plan year_plan": (EVERYBODY, ""),
    "month_assessment quarter_assessment year_assessment":
        ("reception_lead cs_supervisor engineering_lead security_lead", "director!"),
    "safety_check": ("cs_supervisor engineering_lead security_lead", "director!"),
    "regular_visits": (f"{DESK} director", "director"),
    "customer_forum": ("cs_supervisor", "director!"),
    "department_talk survey": ("reception_lead cs_supervisor", "director!"),
    "archive_collect rule_study": ("reception_lead cs_supervisor hr_admin", "director!"),
}  # fmt: skip


@pytest.fixture(scope="module", params=BOTH)
def built(request: pytest.FixtureRequest, databases: Databases, small_sites: dict[Kind, str]) -> Iterator[Office]:
    for made in _centre(databases, small_sites, request.param):
        office = Office(made.engine)
        office.open(PEOPLE)
        yield office
        office.session.close()


def test_the_table_names_every_duty_once() -> None:
    named = [code for codes in TABLE for code in codes.split()]
    assert sorted(named) == sorted(BY_CODE)


@pytest.mark.parametrize("absent", ["receptionist", "reception_lead", "cs_supervisor", "security_lead"])
def test_g3_a77_every_deputy_gets_what_he_may_do_and_the_rest_goes_up(office: Office, absent: str) -> None:
    wrong = []
    for deputy in STAFF.keys() - {absent}:
        nested = office.session.begin_nested()
        office.leave(STAFF[absent], "17 08:00", "18 18:00", STAFF[deputy])
        cover = Cover(People(office.session, 1), at("17 10:00"))
        for codes, (may, above) in TABLE.items():
            for duty in (BY_CODE[c] for c in codes.split() if Role(absent) in BY_CODE[c].roles):
                own = STAFF[absent] if duty.personal else None
                [charge] = cover.of_duty(duty, Role(absent), own)
                stands_in = deputy if deputy in may.split() else above.rstrip("!")
                why = Why.deputy if deputy in may.split() else Why.superior
                able = why is Why.deputy or not above.endswith("!")
                expected = (STAFF[stands_in], why, STAFF[absent], able)
                if (charge.staff_id, charge.why, charge.instead_of, charge.able) != expected:
                    wrong.append(f"{duty.code}: {deputy} for {absent} -> {charge}, not {expected}")
        nested.rollback()
    assert not wrong, "\n".join(wrong)


def test_g3_who_may_not_is_passed_over_and_so_is_a_superior_who_is_away(office: Office) -> None:
    lead = STAFF["reception_lead"]
    task = {"duty": "written_assessment", "role": Role.reception_lead, "staff_id": None}

    def has() -> list[tuple[int | None, str, bool]]:
        found = Cover(People(office.session, 1), at("17 10:00")).of(task)
        return [(c.staff_id, c.why.value, c.able) for c in found]

    office.leave(lead, "17 08:00", "18 18:00", STAFF["guard"])
    assert has() == [(STAFF["cs_supervisor"], "superior", True)]
    office.leave(STAFF["cs_supervisor"], "17 08:00", "18 18:00", STAFF["director"])
    assert has() == [(STAFF["director"], "superior", False)], (
        "the director may not, but nobody above the clerk is there"
    )


def test_a_deputy_of_the_superior_who_may_do_it_comes_before_the_next_superior(office: Office) -> None:
    office.leave(STAFF["receptionist"], "17 08:00", "18 18:00", STAFF["cashier"])
    office.leave(STAFF["reception_lead"], "17 08:00", "18 18:00", STAFF["guard"])
    cover = Cover(People(office.session, 1), at("17 10:00"))
    assert [c.staff_id for c in cover.of_duty(BY_CODE["night_handover"], Role.receptionist)] == [STAFF["guard"]]
    assert [c.staff_id for c in cover.of_duty(BY_CODE["callback_sample"], Role.receptionist)] == [
        STAFF["cs_supervisor"]
    ]


def test_when_everybody_is_away_nobodys_duty_gets_lost(office: Office) -> None:
    for role in ("reception_lead", "cs_supervisor", "director"):
        office.leave(STAFF[role], "17 08:00", "18 18:00")
    for duty in DUTIES:
        for role in duty.roles:
            own = STAFF[role.value] if duty.personal else None
            assert Cover(People(office.session, 1), at("17 10:00")).of_duty(duty, role, own), duty.code


def test_the_leave_says_what_passes_its_deputy_by(office: Office) -> None:
    def said(deputy: str, since: str, until: str) -> list[tuple[set[str], list[int | None]]]:
        found = passed_by(office.session, 1, STAFF["reception_lead"], STAFF[deputy], at(since), at(until))
        return [({d.code for d in p.duties}, [c.staff_id for c in p.to]) for p in found]

    # from Tuesday to Wednesday; of what is due then a cashier may do the daily log alone
    assert said("cashier", "17 08:00", "18 18:00") == [({"cash_banking", "canteen_check"}, [STAFF["cs_supervisor"]])]
    assert said("receptionist", "17 08:00", "18 18:00") == []
    assert said("receptionist", "17 08:00", "20 17:30") == [({"written_assessment"}, [STAFF["cs_supervisor"]])]
    assert said("receptionist", "21 08:00", "22 18:00") == [], "nothing of it is due at the weekend"
