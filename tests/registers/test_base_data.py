"""Base data, stores and logs as people meet them: addresses, names, posts, accounts, settings."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

import workflow
from access import SYSTEM, acting, gate
from access.scope import WriteOutsideWorkflow
from models import by_name
from models.base.setting import default, meaning
from models.duty.deadline import Deadline, DeadlineState
from models.safety.secret_access_log import AccessKind, LogIsFinalError, SecretAccessLog
from models.spec import Role
from tests.registers.centre import Centre
from workflow.merging import merge

DAY = dt.date(2026, 11, 23)


def make(centre: Centre, register: str, **values: Any) -> Any:
    site = None if register in {"Site", "User"} else centre.site.id
    return workflow.create(centre.session, by_name(register), values, actor=SYSTEM, now=centre.now, site_id=site)


def change(centre: Centre, record: Any, **values: Any) -> Any:
    return workflow.edit(centre.session, record, values, actor=SYSTEM, now=centre.now)


def refused(caught: pytest.ExceptionInfo[workflow.Invalid]) -> list[str | None]:
    return [r.field for r in caught.value.refusals]


def test_an_address_is_written_in_one_way_however_it_was_typed(centre: Centre) -> None:
    building = make(centre, "Building", code="十二号楼")
    unit = make(centre, "Unit", building=building, entrance="01单元", room="0502室")
    assert (building.code, unit.entrance, unit.room) == ("12", "1", "0502")
    assert (unit.address, unit.address_key) == ("12栋1单元0502", "12-1-502")


def test_a_home_without_an_entrance_is_known_once(centre: Centre) -> None:
    building = make(centre, "Building", code="5")
    first = make(centre, "Unit", building=building, room="502")
    assert (first.entrance, first.address, first.address_key) == ("", "5栋502", "5--502")
    with pytest.raises(workflow.Invalid) as caught:
        make(centre, "Unit", building=building, entrance="无", room="502")
    assert refused(caught) == ["room"]


def test_a_building_known_by_a_word_keeps_it(centre: Centre) -> None:
    building = make(centre, "Building", code="商铺")
    assert make(centre, "Unit", building=building, room="12").address == "商铺12"


def test_a_corrected_building_code_reaches_homes_and_residents(centre: Centre) -> None:
    home = centre.units[0]
    person = make(centre, "Resident", name="张三", occupancies=[{"unit": home.id, "relation": "owner"}])
    assert person.homes == "3栋1单元501"
    change(centre, home.building, code="7号楼")
    with acting(centre.session, SYSTEM):
        centre.session.expire_all()
        assert home.address == "7栋1单元501"
        assert person.homes == "7栋1单元501"


def test_a_resident_is_found_by_pinyin_and_the_last_digits(centre: Centre) -> None:
    person = make(centre, "Resident", name="曾 小明", phone="138 0000 1234")
    assert (person.name_pinyin, person.phone_tail) == ("zengxiaoming zxm", "1234")
    change(centre, person, phone=None, name="欧阳锋")
    assert (person.name_pinyin, person.phone_tail) == ("ouyangfeng oyf", None)


def test_past_homes_are_left_out_of_the_line_for_lists(centre: Centre) -> None:
    here, before = centre.units
    lines = [
        {"unit": here.id, "relation": "owner"},
        {"unit": before.id, "relation": "tenant", "until": dt.date(2025, 1, 1)},
    ]
    assert make(centre, "Resident", name="李四", occupancies=lines).homes == here.address


def test_one_person_holds_one_relation_to_a_home_once_at_a_time(centre: Centre) -> None:
    line = {"unit": centre.units[0].id, "relation": "owner"}
    with pytest.raises(workflow.Invalid) as caught:
        make(centre, "Resident", name="王五", occupancies=[line, line])
    assert refused(caught) == ["occupancies-1-unit"]
    ended = {**line, "until": dt.date(2025, 1, 1)}
    assert len(make(centre, "Resident", name="王五", occupancies=[ended, line]).occupancies) == 2


def test_an_occupancy_does_not_end_before_it_begins(centre: Centre) -> None:
    line = {"unit": centre.units[0].id, "relation": "tenant", "since": DAY, "until": dt.date(2026, 1, 1)}
    with pytest.raises(workflow.Invalid) as caught:
        make(centre, "Resident", name="赵六", occupancies=[line])
    assert refused(caught) == ["occupancies-0-until"]


def test_a_record_merged_into_another_does_not_come_back(centre: Centre) -> None:
    keep, drop = make(centre, "Resident", name="孙七"), make(centre, "Resident", name="孙七", phone="13800005678")
    merge(centre.session, keep, drop, actor=SYSTEM, now=centre.now)
    assert (drop.status, drop.merged_into_id, keep.phone) == ("archived", keep.id, "13800005678")
    with pytest.raises(workflow.Invalid):
        workflow.apply(centre.session, drop, "restore", {}, actor=SYSTEM, now=centre.now)


def test_who_reads_residents_is_what_confidentiality_says(centre: Centre) -> None:
    person = make(centre, "Resident", name="周八", phone="13800001111")
    seeing = {role for role in centre.staff if centre.sees(role, person)}
    assert seeing == {"receptionist", "reception_lead", "cs_supervisor", "director", "cashier"}


def test_colleagues_see_the_telephone_but_not_the_personnel_file(centre: Centre) -> None:
    guard = centre.staff[Role.guard]
    assert {"name", "post", "phone"} <= centre.fields("receptionist", guard)
    assert centre.fields("receptionist", guard).isdisjoint({"id_number", "qualifications", "hired_on", "left_on"})
    assert {"id_number", "qualifications", "hired_on"} <= centre.fields("hr_admin", guard)


def test_a_post_shows_who_holds_it_and_who_is_too_many(centre: Centre) -> None:
    post = centre.posts[Role.guard]
    with acting(centre.session, SYSTEM):
        assert (post.current_count, post.over_establishment) == (1, None)
    second = make(centre, "Staff", name="保安乙", job_no="G900", post=post, employment="probation")
    make(centre, "Staff", name="保安丙", job_no="G901", post=centre.posts[Role.cashier], employment="regular",
         concurrent_posts=[post.id])  # fmt: skip
    with acting(centre.session, SYSTEM):
        assert post.current_count == 2, "who holds it besides another post doesn't count (A-20)"
        assert str(post.over_establishment) == "超编 1 人"
    change(centre, second, employment="left", left_on=DAY)
    with acting(centre.session, SYSTEM):
        assert post.over_establishment is None


def test_the_line_of_superiors_has_an_end(centre: Centre) -> None:
    with pytest.raises(workflow.Invalid) as caught:
        change(centre, centre.posts[Role.director], reports_to=centre.posts[Role.receptionist].id)
    assert refused(caught) == ["reports_to"]


def test_an_approved_post_is_revised_and_approved_anew(centre: Centre) -> None:
    post = centre.create("reception_lead", "Post", name="引导员", department=centre.departments["客服部"])
    centre.do("reception_lead", post, "submit")
    centre.do("cs_supervisor", post, "approve")
    centre.do("director", post, "approve")
    assert post.status == "approved"
    centre.do("hr_admin", post, "revise", reason="增加编制")
    assert post.status == "draft"


def test_a_leaver_has_a_day_and_it_is_not_before_his_first(centre: Centre) -> None:
    guard = centre.staff[Role.guard]
    with pytest.raises(workflow.Invalid) as caught:
        change(centre, guard, employment="left")
    assert refused(caught) == ["left_on"]
    with pytest.raises(workflow.Invalid) as caught:
        change(centre, guard, hired_on=DAY, employment="left", left_on=DAY - dt.timedelta(days=1))
    assert refused(caught) == ["left_on"]


def test_reception_roles_need_the_training_or_a_reason(centre: Centre) -> None:
    user = make(centre, "User", username="Newcomer@LTXY", active=True)
    assert user.username == "newcomer@ltxy"
    line = {"site": centre.site.id, "role": "receptionist"}
    with pytest.raises(workflow.Invalid) as caught:
        change(centre, user, grants=[line])
    assert refused(caught) == ["grants-0-reason"]
    change(centre, user, grants=[{**line, "reason": "主任同意先行上岗"}])
    assert [g.role for g in user.grants] == [Role.receptionist]


def test_the_training_counts_through_the_staff_record(centre: Centre) -> None:
    user = make(centre, "User", username="trained", active=True)
    line = {"site": centre.site.id, "role": "cashier"}
    make(centre, "Staff", name="新人", job_no="G902", post=centre.posts[Role.cashier], employment="probation",
                 user=user.id, qualifications=[{"kind": "training", "valid_until": dt.date(2026, 11, 1)}])  # fmt: skip
    with pytest.raises(workflow.Invalid) as caught:
        change(centre, user, grants=[line])
    assert "没有有效的上岗培训" in str(caught.value.refusals[0].sentence), "it ran out on the first of November"


def test_site_roles_name_a_site_and_head_office_roles_none(centre: Centre) -> None:
    for line in ({"role": "guard"}, {"role": "sysadmin", "site": centre.site.id}):
        with pytest.raises(workflow.Invalid) as caught:
            make(centre, "User", username="somebody", active=True, grants=[line])
        assert refused(caught) == ["grants-0-site"]


def test_taking_money_and_checking_it_is_remarked(centre: Centre) -> None:
    lines = [{"site": centre.site.id, "role": r, "reason": "人手不足"} for r in ("receptionist", "cashier")]
    user = make(centre, "User", username="both", active=True, grants=lines)
    assert "复核" in str(user.cash_warning)
    change(centre, user, grants=lines[:1])
    assert user.cash_warning is None


def test_a_site_code_stays_once_documents_carry_it(centre: Centre) -> None:
    with pytest.raises(workflow.Invalid):
        make(centre, "Site", code="lt-1", name="别处")
    site = make(centre, "Site", code="YGHY", name="阳光花园")
    assert change(centre, site, code="YGXY").code == "YGXY"
    centre.create("receptionist", "ServiceLog", channel="phone", caller="孙九", kind="consult", content="停车怎么收费")
    with pytest.raises(workflow.Invalid) as caught:
        change(centre, centre.site, code="LTYX")
    assert refused(caught) == ["code"]


def test_settings_are_known_and_readable(centre: Centre) -> None:
    for key, value, field in (("repair.fly", "1", "key"), ("repair.arrive_minutes", "soon", "value")):
        with pytest.raises(workflow.Invalid) as caught:
            make(centre, "Setting", key=key, value=value)
        assert refused(caught) == [field]
    row = make(centre, "Setting", key="repair.arrive_minutes", value="45")
    assert str(meaning(row)) == "维修到场时限(分钟)"
    assert str(default(row)) == "30"
    assert str(default(make(centre, "Setting", key="target.collection", value="95"))) == "未配置"


def test_one_setting_for_all_sites_stands_once(centre: Centre) -> None:
    setting = by_name("Setting")
    with acting(centre.session, SYSTEM), gate(centre.session):
        for _ in range(2):
            centre.session.add(setting(key="fee.pay_minutes", value="9", created_at=centre.now, updated_at=centre.now))
        with pytest.raises(IntegrityError):
            centre.session.flush()
    centre.session.rollback()


def test_nothing_is_in_store_while_nothing_moves(centre: Centre) -> None:
    item = make(centre, "StockItem", code="W-1", name="角阀", kind="material", measure="个")
    assert item.on_hand == 0


def entry(centre: Centre) -> SecretAccessLog:
    user = make(centre, "User", username="reader", active=True)
    values = {"at": centre.now, "user_id": user.id, "kind": AccessKind.unmask, "what": "业主 周八", "why": "回访"}
    row = SecretAccessLog(**values, site_id=centre.site.id, created_at=centre.now, updated_at=centre.now)
    centre.session.add(row)
    centre.session.flush()
    return row


def test_the_access_log_is_never_changed(centre: Centre) -> None:
    with acting(centre.session, SYSTEM), gate(centre.session):
        row = entry(centre)
        row.why = "另一个理由"
        with pytest.raises(LogIsFinalError):
            centre.session.flush()
        centre.session.rollback()


def test_the_access_log_is_never_deleted(centre: Centre) -> None:
    with acting(centre.session, SYSTEM), gate(centre.session):
        row = entry(centre)
        centre.session.delete(row)
        with pytest.raises(WriteOutsideWorkflow):
            centre.session.flush()
        centre.session.rollback()


def test_a_rule_has_one_open_clock_a_round(centre: Centre) -> None:
    common = {"register": "repair_order", "record_id": 1, "rule": "arrive", "cycle": 0, "starts_at": centre.now, "level": 0,
              "due_at": centre.now, "accountable": Role.technician, "site_id": centre.site.id, "created_at": centre.now,
              "updated_at": centre.now}  # fmt: skip
    with acting(centre.session, SYSTEM), gate(centre.session):
        centre.session.add_all(
            [Deadline(**common, state=DeadlineState.waived), Deadline(**common, state=DeadlineState.running)]
        )
        centre.session.flush()
        assert [str(d.rule_name) for d in centre.session.scalars(select(Deadline))] == ["到场", "到场"]
        centre.session.add(Deadline(**common, state=DeadlineState.overdue))
        with pytest.raises(IntegrityError):
            centre.session.flush()
        centre.session.rollback()
