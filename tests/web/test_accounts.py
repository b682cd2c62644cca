"""Accounts through workflow: qualification (X-16), roles, passwords, and what a leaver's work becomes."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

import workflow
from models.base.building import Building
from models.base.department import Department
from models.base.post import Post
from models.base.site import Site
from models.base.staff import Staff
from models.base.user import User
from models.engine import ApprovalStep, HistoryEntry
from models.service.repair_order import RepairOrder
from models.spec import Role
from tests.web.conftest import PASSWORD, SYSTEM, Clock
from workflow import accounts, handover

Employ = Callable[..., Staff]


@pytest.fixture
def department(session: Session, site: Site, clock: Clock) -> Department:
    made: Department = workflow.create(
        session, Department, {"name": "客户服务中心"}, actor=SYSTEM, now=clock(), site_id=site.id
    )
    return made


@pytest.fixture
def post(session: Session, site: Site, department: Department, clock: Clock) -> Post:
    made: Post = workflow.create(
        session, Post, {"name": "客服员", "department": department.id}, actor=SYSTEM, now=clock(), site_id=site.id
    )
    return made


@pytest.fixture
def employ(session: Session, site: Site, post: Post, clock: Clock) -> Employ:
    def employed(name: str, job_no: str, **values: object) -> Staff:
        made: Staff = workflow.create(
            session, Staff, {"name": name, "job_no": job_no, "post": post.id, **values}, actor=SYSTEM, now=clock(),
            site_id=site.id,
        )  # fmt: skip
        return made

    return employed


def opened(session: Session, name: str, staff: Staff | None, role: Role, site: Site, clock: Clock) -> User:
    return accounts.create_account(
        session, username=name, staff=staff, role=role, site_id=site.id, actor=SYSTEM, now=clock(), reason="test",
        password=PASSWORD,
    ).user  # fmt: skip


def test_reception_needs_the_training_or_a_reason(session: Session, site: Site, employ: Employ, clock: Clock) -> None:
    new = employ("林小雨", "A01")
    arguments: dict[str, Any] = {
        "role": Role.receptionist,
        "site_id": site.id,
        "staff": new,
        "actor": SYSTEM,
        "now": clock(),
    }
    with pytest.raises(workflow.Invalid) as refused, session.begin_nested():
        accounts.create_account(session, username="lin", **arguments)
    assert "上岗培训" in str(refused.value)
    session.expire_all()
    made = accounts.create_account(session, username="lin", reason="人手不足，主任同意", **arguments)
    assert [(g.role, g.reason) for g in made.user.grants] == [(Role.receptionist, "人手不足，主任同意")]
    assert new.user_id == made.user.id


def test_a_valid_training_opens_the_reception(session: Session, site: Site, employ: Employ, clock: Clock) -> None:
    trained = employ("周明", "A02", qualifications=[{"kind": "training", "passed_on": dt.date(2026, 1, 5)}])
    made = accounts.create_account(
        session, username="zhou", role=Role.receptionist, site_id=site.id, staff=trained, actor=SYSTEM, now=clock()
    )
    assert made.user.must_change_password
    assert made.user.display_name == "周明"
    assert len(made.password) >= 10


def test_a_run_out_training_does_not(session: Session, site: Site, employ: Employ, clock: Clock) -> None:
    line = {"kind": "training", "passed_on": dt.date(2024, 1, 5), "valid_until": dt.date(2026, 1, 4)}
    late = employ("吴刚", "A03", qualifications=[line])
    with pytest.raises(workflow.Invalid):
        accounts.create_account(
            session, username="wu", role=Role.cashier, site_id=site.id, staff=late, actor=SYSTEM, now=clock()
        )


def test_one_person_has_one_account(session: Session, site: Site, employ: Employ, clock: Clock) -> None:
    person = employ("郑洁", "A04")
    opened(session, "zheng", person, Role.technician, site, clock)
    with pytest.raises(workflow.Invalid) as refused:
        opened(session, "zheng2", person, Role.technician, site, clock)
    assert refused.value.sentence.text("zh") == "郑洁已有账号 zheng，请直接授权。"


def test_a_taken_name_and_a_weak_password_are_refused(session: Session, site: Site, clock: Clock) -> None:
    opened(session, "wang", None, Role.technician, site, clock)
    with pytest.raises(workflow.Invalid), session.begin_nested():
        opened(session, "WANG", None, Role.technician, site, clock)
    with pytest.raises(workflow.Invalid, match="太短"):
        accounts.create_account(session, username="li", actor=SYSTEM, now=clock(), password="short")


def test_a_site_may_ask_for_longer_passwords(session: Session, site: Site, clock: Clock) -> None:
    from models.base.setting import Setting

    values = {"key": "account.password_min", "value": "20"}
    workflow.create(session, Setting, values, actor=SYSTEM, now=clock(), site_id=site.id)
    assert accounts.shortest_password(session, site.id) == 20
    with pytest.raises(workflow.Invalid, match="太短"):
        opened(session, "wang", None, Role.technician, site, clock)


def test_head_office_roles_name_no_site_and_site_roles_need_one(session: Session, site: Site, clock: Clock) -> None:
    user = accounts.create_account(session, username="hq", actor=SYSTEM, now=clock()).user
    assert accounts.grant(session, user, role=Role.hq_quality, site_id=site.id, actor=SYSTEM, now=clock())
    assert [(g.site_id, g.role) for g in user.grants] == [(None, Role.hq_quality)]
    assert not accounts.grant(session, user, role=Role.hq_quality, site_id=None, actor=SYSTEM, now=clock())
    with pytest.raises(workflow.Invalid, match="项目"):
        accounts.grant(session, user, role=Role.director, site_id=None, actor=SYSTEM, now=clock())


def test_an_account_with_nothing_waiting_closes_at_once(session: Session, site: Site, clock: Clock) -> None:
    user = opened(session, "wang", None, Role.technician, site, clock)
    assert handover.disable(session, user, actor=SYSTEM, now=clock()) == []
    assert not user.active
    with pytest.raises(workflow.Invalid, match="已经停用"):
        handover.disable(session, user, actor=SYSTEM, now=clock())


def test_what_waits_for_a_leaver_goes_to_his_successor_with_a_line_in_its_history(
    session: Session, site: Site, employ: Employ, clock: Clock
) -> None:
    leaver_staff, heir_staff = employ("孙强", "B01"), employ("钱进", "B02")
    leaver = opened(session, "sun", leaver_staff, Role.technician, site, clock)
    heir = opened(session, "qian", heir_staff, Role.technician, site, clock)
    kept = {"code": "3", "area_keeper": leaver_staff.id}
    building = workflow.create(session, Building, kept, actor=SYSTEM, now=clock(), site_id=site.id)
    with pytest.raises(workflow.Invalid, match="接手人"):
        handover.disable(session, leaver, actor=SYSTEM, now=clock())
    assert leaver.active
    with pytest.raises(workflow.Invalid, match="本人"):
        handover.disable(session, leaver, actor=SYSTEM, now=clock(), successor=leaver)
    handed = handover.disable(session, leaver, actor=SYSTEM, now=clock(), successor=heir)
    assert [w.record for w in handed] == [building]
    assert building.area_keeper_id == heir_staff.id
    line = session.scalars(
        select(HistoryEntry).where(HistoryEntry.register == "building").order_by(HistoryEntry.id.desc())
    ).first()
    assert line is not None
    assert line.comment == "孙强的账号停用，移交给钱进"
    assert line.changes == [{"field": "area_keeper", "old": "孙强", "new": "钱进"}]


def test_an_order_on_its_way_is_given_to_the_successor(
    session: Session, site: Site, employ: Employ, clock: Clock
) -> None:
    leaver_staff, heir_staff = employ("孙强", "B01"), employ("钱进", "B02")
    leaver = opened(session, "sun", leaver_staff, Role.technician, site, clock)
    heir = opened(session, "qian", heir_staff, Role.technician, site, clock)
    values = {"scope": "public", "location": "大堂", "reporter": "李女士", "phone": "18900000001", "category": "water",
              "content": "水管渗漏", "priority": "normal"}  # fmt: skip
    order = workflow.create(session, RepairOrder, values, actor=SYSTEM, now=clock(), site_id=site.id)
    workflow.apply(session, order, "dispatch", {"technician": leaver_staff.id}, actor=SYSTEM, now=clock())
    handed = handover.disable(session, leaver, actor=SYSTEM, now=clock(), successor=heir)
    assert [(w.record, w.fields) for w in handed] == [(order, ("technician",))]
    assert order.technician_id == heir_staff.id
    assert order.status == "dispatched"


def test_a_decision_waiting_for_a_leaver_waits_for_his_successor(
    session: Session, site: Site, department: Department, employ: Employ, clock: Clock
) -> None:
    from access import load_actor

    boss_staff, heir_staff = employ("赵主管", "C01"), employ("冯主管", "C02")
    boss = opened(session, "zhao", boss_staff, Role.cs_supervisor, site, clock)
    heir = opened(session, "feng", heir_staff, Role.reception_lead, site, clock)
    opened(session, "director", None, Role.director, site, clock)
    hr = opened(session, "hr", None, Role.hr_admin, site, clock)
    filler = load_actor(session, hr.id)
    assert filler is not None
    values = {"name": "楼管员", "department": department.id}
    post = workflow.create(session, Post, values, actor=filler, now=clock(), site_id=site.id, forced=True)
    workflow.apply(session, post, "submit", actor=filler, now=clock())
    step = session.scalars(select(ApprovalStep).where(ApprovalStep.state == "pending")).one()
    assert step.role == Role.cs_supervisor
    handed = handover.disable(session, boss, actor=SYSTEM, now=clock(), successor=heir)
    assert post in [w.record for w in handed]
    assert step.staff_id == heir_staff.id


def test_a_finished_part_of_the_work_stays_with_who_did_it(app: Flask) -> None:
    from models.spec import L, State, Transition, flow

    order = flow(
        (State(name="sent", label=L("已派", "Sent")), State(name="done", label=L("完工", "Done")),
         State(name="filed", label=L("归档", "Filed"), final=True)),
        (Transition(name="finish", label=L("完工", "Finish"), source=("sent",), to="done", roles=("@technician",)),
         Transition(name="file", label=L("归档", "File"), source=("done",), to="filed", roles=("receptionist",))),
    )  # fmt: skip
    assert handover._his_turn(order, "sent", "technician")
    assert not handover._his_turn(order, "done", "technician")
    assert not handover._his_turn(order, "filed", "technician")
