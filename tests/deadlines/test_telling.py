"""Who hears of a limit: before, at and after it, and one level up; once each, and nothing lost over a pause."""

import pytest
from sqlalchemy import delete, select, update

from deadlines import telling
from deadlines.duties import roll
from deadlines.sweep import sweep
from models.base.staff import Staff
from models.base.user import User
from models.declare import table_of
from models.duty.deadline import Deadline
from models.duty.duty_task import DutyTask
from models.engine import Notice
from models.hr.leave_request import LeaveRequest
from models.spec import Role
from tests.deadlines.conftest import Centre, at, shown

ROLES = (Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.engineering_lead)


@pytest.fixture
def staffed(centre_on_both: Centre) -> Centre:
    """Everybody has an account; the technician (staff 1) is `tech`, staff 2 has none."""
    c = centre_on_both
    for role in ROLES:
        c.account(role.value, (1, role))
    c.account("other", (2, Role.reception_lead))
    c.account("tech", (1, Role.technician))
    tech = c.session.scalars(select(User.id).where(User.username == "tech")).one()
    c.session.execute(update(table_of(Staff)).where(table_of(Staff).c.id == 1).values(user_id=tech))
    c.session.commit()
    return c


class Bell:
    """What rang since it was last asked: `who: words`, the sentence cut to what tells it apart."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self.seen = 0

    def since(self, now: str) -> list[str]:
        sweep(self.centre.session, at(now))
        query = select(Notice, User.username).join(User, User.id == Notice.user_id).where(Notice.id > self.seen)
        rows = self.centre.session.execute(query.order_by(Notice.id)).all()
        self.seen = max([self.seen, *(notice.id for notice, _ in rows)])
        return sorted(f"{who}: {notice.zh}" for notice, who in rows)


@pytest.fixture
def bell(staffed: Centre) -> Bell:
    return Bell(staffed)


def test_a_visit_is_announced_then_late_then_passed_up(staffed: Centre, bell: Bell) -> None:
    c = staffed
    c.setting("deadline.escalate_hours", "2")
    c.dispatched()  # to staff 1 at 9:00, to arrive by 9:30
    assert bell.since("17 09:14") == []
    assert bell.since("17 09:16") == ["tech: 维修任务单 WX-1 的“到场”将于 11-17 09:30 到期。"]
    assert bell.since("17 09:31") == [
        "engineering_lead: 维修任务单 WX-1 的“到场”已超过时限（11-17 09:30），请督促。",
        "tech: 维修任务单 WX-1 的“到场”已超过时限（11-17 09:30），请尽快办理。",
    ]
    assert bell.since("17 09:50") == []
    assert bell.since("17 11:31") == [
        "director: 维修任务单 WX-1 的“到场”已超过时限（11-17 09:30），请督促。",
        "tech: 维修任务单 WX-1 的“到场”仍未办结，已上报管理处主任。",
    ]


def test_a_repair_nobody_took_rings_at_the_desk_and_with_its_lead(staffed: Centre, bell: Bell) -> None:
    staffed.order()
    assert bell.since("17 09:06") == [
        "reception_lead: 维修任务单 WX-1 的“派单”已超过时限（11-17 09:05），请督促。",
        "receptionist: 维修任务单 WX-1 的“派单”已超过时限（11-17 09:05），请尽快办理。",
    ]


def test_whoever_has_no_account_is_answered_for_by_the_next_one_up(staffed: Centre, bell: Bell) -> None:
    staffed.dispatched(technician_id=2)
    assert bell.since("17 09:16") == ["engineering_lead: 维修任务单 WX-1 的“到场”将于 11-17 09:30 到期。"]
    assert [line.partition(":")[0] for line in bell.since("17 09:31")] == ["engineering_lead"], "told once, not twice"


def test_what_is_met_in_time_is_told_to_nobody_afterwards(staffed: Centre, bell: Bell) -> None:
    order = staffed.dispatched()
    staffed.tick("17 09:10")
    staffed.write(order, status="arrived", arrived_at=staffed.now)
    assert bell.since("17 09:40") == []


def test_a_new_appointment_is_news_of_its_own(staffed: Centre, bell: Bell) -> None:
    order = staffed.dispatched()
    bell.since("17 09:31")
    staffed.tick("17 09:32")
    staffed.write(order, appointment_at=at("17 15:00"))
    assert bell.since("17 14:40") == ["tech: 维修任务单 WX-1 的“到场”将于 11-17 15:00 到期。"]
    assert len(bell.since("17 15:01")) == 2


def test_a_limit_of_days_is_announced_in_the_morning_the_day_before(staffed: Centre, bell: Bell) -> None:
    c = staffed
    order = c.order(category="leak", status="returned", dispatched_at=at("17 09:00"), arrived_at=at("17 09:10"),
                    completed_at=at("17 10:00"), returned_at=at("17 10:10"), called_back_at=at("17 10:20"),
                    technician_id=1)  # fmt: skip
    assert c.told(order, "leak_callback") == [("running", "20 23:59")]
    assert bell.since("19 08:25") == []
    assert bell.since("19 08:30") == ["receptionist: 维修任务单 WX-1 的“渗漏回访”将于 11-20 23:59 到期。"]


def test_reminders_are_the_sites_choice_and_none_means_none(staffed: Centre, bell: Bell) -> None:
    c = staffed
    c.setting("deadline.warn_minutes", "5")
    c.setting("deadline.warn_days", "未配置")
    c.dispatched(completed_at=None)
    assert bell.since("17 09:24") == []
    assert [line.partition(":")[0] for line in bell.since("17 09:26")] == ["tech"]
    c.setting("deadline.warn_minutes", "20")
    first = c.session.scalars(select(Deadline.warn_at).where(Deadline.rule == "arrive")).one()
    assert shown(first) == "17 09:25", "what runs already keeps its reminder"


def test_nothing_is_told_twice_and_nothing_lost_by_a_sweep_that_broke_off(staffed: Centre, bell: Bell) -> None:
    staffed.dispatched()
    staffed.session.commit()
    sweep(staffed.session, at("17 09:31"))
    staffed.session.rollback()
    assert len(bell.since("17 09:31")) == 2
    assert bell.since("17 09:31") == []
    assert bell.since("17 09:32") == []


def test_after_a_day_without_a_sweep_one_line_says_how_many(staffed: Centre, bell: Bell) -> None:
    for _ in range(7):
        staffed.dispatched()
    fresh = staffed.dispatched(dispatched_at=at("18 08:40"))
    lines = bell.since("18 09:12")
    assert "tech: 有 15 项时限已经超过，请到工作台逐项处理。" in lines, "7 arrivals and 8 same-day repairs"
    assert f"tech: 维修任务单 {fresh.number} 的“到场”已超过时限（11-18 09:10），请尽快办理。" in lines
    assert bell.since("18 09:13") == []
    owed = select(Deadline.id).where(Deadline.state == "overdue", Deadline.told < Deadline.level + 2)
    assert staffed.session.scalars(owed).all() == []


def test_many_at_one_time_are_one_line(staffed: Centre, bell: Bell) -> None:
    for _ in range(telling.MANY + 1):
        staffed.dispatched()
    lines = bell.since("17 09:31")
    assert lines == [
        f"engineering_lead: 有 {telling.MANY + 1} 项时限已经超过，请到工作台逐项处理。",
        f"tech: 有 {telling.MANY + 1} 项时限已经超过，请到工作台逐项处理。",
    ]


def test_recurring_duties_ring_before_and_after_and_go_up(staffed: Centre, bell: Bell) -> None:
    c = staffed
    c.session.execute(delete(table_of(DutyTask)))
    roll(c.session, at("17 08:00"))
    duty = select(DutyTask).where(
        DutyTask.duty == "office_check", DutyTask.site_id == 1, DutyTask.period == "2026-11-17"
    )
    task = c.session.scalars(duty).one()
    c.session.execute(delete(table_of(DutyTask)).where(table_of(DutyTask).c.id != task.id))
    assert (task.role, shown(task.due_at)) == (Role.receptionist, "17 08:20")
    assert bell.since("17 07:49") == []
    name = "周期工作“办公环境核查”（2026-11-17）"
    assert bell.since("17 07:51") == [f"receptionist: {name}将于 11-17 08:20 到期。"]
    assert bell.since("17 08:21") == [
        f"reception_lead: {name}已超过时限（11-17 08:20），请督促。",
        f"receptionist: {name}已超过时限（11-17 08:20），请尽快办理。",
    ]
    assert bell.since("18 08:21") == [
        f"cs_supervisor: {name}已超过时限（11-17 08:20），请督促。",
        f"receptionist: {name}仍未办结，已上报客服主管。",
    ]
    c.session.expire_all()
    task = c.session.scalars(duty).one()
    assert (task.state.value, task.escalated_to, task.level) == ("overdue", Role.cs_supervisor, 2)


def test_a_person_hears_only_of_his_own_site(staffed: Centre, bell: Bell) -> None:
    staffed.order(site_id=2)
    assert [line.partition(":")[0] for line in bell.since("17 09:06")] == ["other"]


def on_leave(c: Centre, *, deputy: str) -> None:
    """Put employee 1 on leave for the day; employee 3, who gets the account ``deputy``, stands in."""
    account = c.session.scalars(select(User.id).where(User.username == deputy)).one()
    c.session.execute(update(table_of(Staff)).where(table_of(Staff).c.id == 3).values(user_id=account))
    leave = {
        "site_id": 1, "number": "QJ-1", "status": "approved", "staff_id": 1, "deputy_id": 3, "kind": "personal", "reason": "家事",
        "starts_at": at("17 09:00"), "ends_at": at("17 18:00"), "applied_at": at("16 09:00"),
    }  # fmt: skip
    c.add(LeaveRequest(**c.base(), **leave))


def test_who_stands_in_for_somebody_on_leave_is_told_once_and_gets_the_reminders(staffed: Centre, bell: Bell) -> None:
    c = staffed
    c.account("stand-in", (1, Role.receptionist))
    on_leave(c, deputy="stand-in")
    c.dispatched()
    told = [line for line in bell.since("17 09:16") if line.startswith("stand-in")]
    assert told == [
        "stand-in: 员工1请假到 11-17 18:00，期间的周期工作，您有权限的由您代办，请看工作台。",
        "stand-in: 维修任务单 WX-1 的“到场”将于 11-17 09:30 到期。",
    ]
    assert [line for line in bell.since("17 09:17") if "请假" in line] == []


def test_a_deputy_who_may_not_see_the_document_is_passed_over_for_the_superior(staffed: Centre, bell: Bell) -> None:
    c = staffed
    c.account("guard", (1, Role.guard))
    c.account("engineer", (1, Role.engineering_lead))
    on_leave(c, deputy="guard")
    c.dispatched()
    near = [line.partition(":")[0] for line in bell.since("17 09:16") if "将于 11-17 09:30 到期" in line]
    assert "engineer" in near
    assert "guard" not in near
