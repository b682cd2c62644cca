"""Opening a site from one workbook: what is written, that again changes nothing, and what keeps it from being written."""

import datetime as dt
import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from access import SYSTEM, bind, load_actor, passwords
from exchange import site_pack
from exchange.reading.refusals import FileRefused
from exchange.site_pack import PackRefused, SitePlan, SiteResult
from exchange.site_pack.checklist import ITEMS
from exchange.site_pack.template import template
from models import REGISTERS
from models.base.building import Building
from models.base.department import Department
from models.base.post import Post
from models.base.resident import Occupancy, Resident
from models.base.setting import Setting
from models.base.site import Site
from models.base.staff import Staff
from models.base.unit import Unit
from models.base.user import User
from models.connect import make_engine
from models.engine import HistoryEntry, setting, title_of
from models.engine.search import match
from models.spec import Label, Role
from tests.exchange.packs import Rows, book, small
from workflow import Forbidden, accounts

NOW = dt.datetime(2026, 11, 22, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    engine = make_engine(database_url, poolclass=NullPool)
    with Session(engine) as session:
        bind(session, SYSTEM)
        yield session
    engine.dispose()


def planned(session: Session, rows: Rows) -> SitePlan:
    return site_pack.plan(book(rows), "清凉园.xlsx", session)


def opened(session: Session, rows: Rows | None = None) -> SiteResult:
    plan = planned(session, rows or small())
    assert [p.message.zh for p in plan.refusals] == []
    result = site_pack.apply(session, plan, SYSTEM, NOW)
    session.commit()
    return result


def one(session: Session, model: type[Any], **values: Any) -> Any:
    return session.scalars(select(model).filter_by(**values)).one()


def written(session: Session) -> int:
    return sum(session.execute(select(func.count()).select_from(model)).scalar_one() for model in REGISTERS)


def test_one_workbook_opens_a_site(session: Session) -> None:
    result = opened(session)
    site = one(session, Site, code="QLY")
    assert (site.name, site.hotline, result.site_id) == ("清凉园", "0999-80000001", site.id)
    desk = one(session, Department, name="客服部")
    assert (desk.head.name, desk.leader.name) == ("李芳", "张明")
    clerk = one(session, Post, name="接待专员")
    assert clerk.reports_to.reports_to.name == "项目经理"
    assert clerk.headcount is None
    building = one(session, Building, code="1")
    assert (building.floors, building.elevator, building.area_keeper.name) == (6, False, "周小雨")
    assert one(session, Building, code="2").site_id == site.id
    assert setting(session, site.id, "repair.arrive_minutes") == 20
    assert session.scalars(select(Setting.key)).all() == ["repair.arrive_minutes"]
    assert result.counts["房屋业主"] == {"new": 4, "changed": 0, "unchanged": 0}


def test_people_get_accounts_and_first_passwords(session: Session) -> None:
    result = opened(session)
    assert [(a.username, a.roles) for a in result.accounts] == [
        ("director@qly", (Role.director,)),
        ("cs@qly", (Role.cs_supervisor, Role.cashier)),
    ]
    for account in result.accounts:
        user = one(session, User, username=account.username)
        assert user.must_change_password
        assert passwords.verify(user.password_hash, account.password)
    assert len({a.password for a in result.accounts}) == 2
    supervisor = load_actor(session, one(session, User, username="cs@qly").id)
    assert supervisor is not None
    assert supervisor.grants == {result.site_id: {Role.cs_supervisor, Role.cashier}}
    assert supervisor.name == "李芳"
    assert one(session, Staff, job_no="Q003").user_id is None


def test_finance_held_besides_does_not_count(session: Session) -> None:
    opened(session)
    lead = one(session, Staff, job_no="Q002")
    assert [p.name for p in lead.concurrent_posts] == ["接待专员"]
    assert one(session, Post, name="接待专员").current_count == 1
    assert one(session, Post, name="客服主管").over_establishment is None


def test_posts_are_in_force_where_somebody_can_approve(session: Session) -> None:
    opened(session)
    assert {p.name: p.status for p in session.scalars(select(Post))} == dict.fromkeys(
        ("接待专员", "客服主管", "项目经理"), "approved"
    )


def test_posts_stay_drafts_where_nobody_can_approve(session: Session) -> None:
    rows = small()
    for row in rows["员工与账号"]:
        row.pop("username", None), row.pop("roles", None)
    opened(session, rows)
    assert {p.status for p in session.scalars(select(Post))} == {"draft"}


def test_homes_and_owners_are_found_as_if_typed_in(session: Session) -> None:
    site_id = opened(session).site_id
    home = one(session, Unit, address_key="1-1-101")
    assert (home.address, home.gross_area, home.usage, home.status, home.version) == (
        "1栋1单元101",
        Decimal("88.50"),
        "home",
        "active",
        1,
    )
    owners = session.scalars(
        select(Resident).join(Occupancy).where(Occupancy.unit_id == home.id).order_by(Resident.id)
    ).all()
    assert [(r.name, r.phone, r.phone_tail, r.name_pinyin, r.homes) for r in owners] == [
        ("王一", "13000000011", "0011", "wangyi wy", "1栋1单元101"),
        ("王二", "13000000012", "0012", "wanger we", "1栋1单元101"),
    ]
    assert [o.relation for r in owners for o in r.occupancies] == ["owner", "co_owner"]
    both = one(session, Resident, name="赵三")
    assert both.homes == "1栋1单元102、2栋8"
    assert len(both.occupancies) == 2
    assert [o.relation for o in one(session, Resident, name="赵四").occupancies] == ["family"]
    for typed in ("赵三", "0013", "zhaosan"):
        found = match(session, "resident", typed, restricted=True, site_id=site_id)
        assert found is not None
        assert [row.record_id for row in session.execute(found)] == [both.id]
    line = one(session, HistoryEntry, register="unit", record_id=home.id)
    assert (line.kind, line.comment, line.to_state, line.actor_name) == ("import", "清凉园.xlsx", "active", "系统")


def test_again_changes_nothing(session: Session) -> None:
    opened(session)
    before, lines = written(session), session.execute(select(func.count(HistoryEntry.id))).scalar_one()
    plan = planned(session, small())
    assert plan.nothing_to_do
    result = site_pack.apply(session, plan, SYSTEM, NOW)
    session.commit()
    assert result.accounts == ()
    assert all(c["new"] == c["changed"] == 0 for c in result.counts.values())
    assert (written(session), session.execute(select(func.count(HistoryEntry.id))).scalar_one()) == (before, lines)


def test_a_changed_pack_changes_what_differs(session: Session) -> None:
    opened(session)
    rows = small()
    rows["项目"][0]["hotline"] = "0999-80000002"
    rows["岗位"][1]["duties"] = "负责客服部"
    rows["员工与账号"][2] |= {
        "phone": "13000000004",
        "trained_on": "2026-01-05",
        "username": "clerk@qly",
        "roles": "接待专员",
    }
    rows["房屋业主"][0] |= {"建筑面积(㎡)": "90.00", "联系电话": "13000000021/13000000012"}
    rows["房屋业主"][3] |= {"入住状态": "已入住", "业主姓名": "孙五", "联系电话": "13000000015"}
    rows["参数"][1]["value"] = "12"
    plan = planned(session, rows)
    changed = {
        s.name: [(r.name, [(d.label.zh, d.old, d.new) for d in r.changes]) for r in s.rows if r.changes]
        for s in plan.all_sheets()
    }
    assert changed["项目"] == [("QLY 清凉园", [("服务热线", "0999-80000001", "0999-80000002")])]
    assert changed["员工与账号"][0][1][0] == ("电话", "13000000003", "13000000004")
    assert changed["房屋业主"][0] == (
        "1-1-101",
        [("建筑面积(㎡)", "88.50", "90.00"), ("联系电话", "13000000011", "13000000021")],
    )
    result = site_pack.apply(session, plan, SYSTEM, NOW)
    session.commit()
    assert [a.username for a in result.accounts] == ["clerk@qly"]
    post = one(session, Post, name="客服主管")
    assert (post.duties, post.status) == ("负责客服部", "approved")
    assert one(session, Resident, name="王一").phone_tail == "0021"
    assert one(session, Unit, address_key="1-1-101").gross_area == Decimal("90.00")
    assert one(session, Resident, name="孙五").homes == "1栋1单元103"
    line = session.scalars(
        select(HistoryEntry).where(HistoryEntry.register == "resident", HistoryEntry.version == 2)
    ).one()
    assert line.changes == [{"field": "phone", "old": "13000000011", "new": "13000000021"}]
    assert planned(session, rows).nothing_to_do


def test_an_empty_cell_and_a_missing_row_change_nothing(session: Session) -> None:
    opened(session)
    rows = small()
    rows["项目"][0].pop("hotline")
    rows["员工与账号"].pop()
    rows["房屋业主"] = rows["房屋业主"][:1]
    rows["楼栋"][0].pop("area_keeper")
    assert planned(session, rows).nothing_to_do


def test_a_leaver_stays_left(session: Session) -> None:
    opened(session)
    from workflow import edit

    leaver = one(session, Staff, job_no="Q002")
    edit(session, leaver, {"employment": "left", "left_on": dt.date(2026, 11, 1)}, actor=SYSTEM, now=NOW)
    session.commit()
    assert planned(session, small()).nothing_to_do


Spoil = Callable[[Rows], object]
REFUSED: list[tuple[Spoil, tuple[str, int, str, str], str]] = [
    (lambda r: r["项目"].clear(), ("项目", 2, "", ""), "请在“项目”页"),
    (lambda r: r["项目"].append({"code": "AB", "name": "另一个"}), ("项目", 3, "", ""), "只开通一个项目"),
    (lambda r: r["项目"][0].update(code="清凉"), ("项目", 2, "A", "项目代码"), "项目代码请用 2 到 8 位"),
    (lambda r: r["项目"][0].update(hotline="打前台"), ("项目", 2, "D", "服务热线"), "不是电话号码"),
    (lambda r: r["部门"][0].update(head="没这人"), ("部门", 2, "B", "负责人"), "“没这人”在“员工与账号”页"),
    (lambda r: r["岗位"][0].update(department="后勤部"), ("岗位", 2, "C", "所属部门"), "“后勤部”在“部门”页"),
    (lambda r: r["岗位"][2].update(reports_to="项目经理"), ("岗位", 4, "D", "直接上级"), "绕成了圈"),
    (lambda r: r["岗位"][1].update(headcount="两个"), ("岗位", 3, "E", "编制人数"), "应为整数"),
    (lambda r: r["员工与账号"][2].update(post="接待员"), ("员工与账号", 4, "C", "岗位"), "“接待员”在“岗位”页"),
    (lambda r: r["员工与账号"][2].update(job_no="Q002"), ("员工与账号", 4, "A", "工号"), "和第 3 行重复"),
    (lambda r: r["员工与账号"][2].update(job_no=None), ("员工与账号", 4, "A", "工号"), "“工号”是空的"),
    (lambda r: r["员工与账号"][2].update(username="a b", roles="员工"), ("员工与账号", 4, "L", "账号"), "不带空格"),
    (lambda r: r["员工与账号"][2].update(username="cs@qly", roles="员工"), ("员工与账号", 4, "L", "账号"), "已有人用"),
    (lambda r: r["员工与账号"][2].update(username="x@qly", roles="接待专员"), ("员工与账号", 4, "N", "授权理由"), "没有有效的上岗培训"),
    (lambda r: r["员工与账号"][2].update(username="x@qly", roles="总经理"), ("员工与账号", 4, "M", "角色"), "“总经理”不在可选的范围"),
    (lambda r: r["员工与账号"][2].update(username="x@qly", roles="系统管理员"), ("员工与账号", 4, "M", "角色"), "不在可选的范围"),
    (lambda r: r["员工与账号"][2].update(roles="员工"), ("员工与账号", 4, "L", "账号"), "请同时填账号"),
    (lambda r: r["岗位"][0].update(grade="级" * 41), ("岗位", 2, "F", "职系"), "最多 40 个字"),
    (lambda r: r["楼栋"].append({"code": "1号楼"}), ("楼栋", 3, "A", "楼号"), "和第 2 行重复"),
    (lambda r: r["房屋业主"][0].update({"房号": ""}), ("房屋业主", 2, "C", "*房号"), "房号是空的"),
    (lambda r: r["房屋业主"][1].update({"联系电话": "12"}), ("房屋业主", 3, "L", "联系电话"), "不是电话号码"),
    (lambda r: r["房屋业主"].append({"楼号": "1", "单元": "1", "房号": "101"}), ("房屋业主", 6, "C", "*房号"), "重复"),
    (lambda r: r["参数"][0].update(value="很快"), ("参数", 2, "C", "取值"), "整数"),
    (lambda r: r["参数"][0].update(key="repair.arrive"), ("参数", 2, "A", "参数"), "没有“repair.arrive”这个参数"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("spoil", "where", "words"), REFUSED, ids=[f"{w[0]}-{w[3]}-{n}" for n, (_, w, _) in enumerate(REFUSED)]
)
def test_a_refused_row_keeps_everything_from_being_written(
    sqlite_url: str, spoil: Spoil, where: tuple[str, int, str, str], words: str
) -> None:
    engine = make_engine(sqlite_url, poolclass=NullPool)
    with Session(engine) as session:
        bind(session, SYSTEM)
        rows = small()
        spoil(rows)
        plan = planned(session, rows)
        found = [((p.sheet, p.row, p.column, p.header), p.message.text("zh")) for p in plan.refusals]
        assert [place for place, _ in found] == [where]
        assert words in found[0][1]
        with pytest.raises(PackRefused):
            site_pack.apply(session, plan, SYSTEM, NOW)
        assert written(session) == 0
    engine.dispose()


def test_another_owner_is_left_to_the_roster_import(session: Session) -> None:
    opened(session)
    rows = small()
    rows["房屋业主"][1]["业主姓名"] = "钱六"
    plan = planned(session, rows)
    assert [(p.row, "赵三" in p.message.text("zh")) for p in plan.refusals] == [(3, True)]


def test_an_account_of_another_site_is_refused(session: Session) -> None:
    opened(session)
    rows = small()
    rows["项目"][0]["code"] = "QLZ"
    assert {p.header for p in planned(session, rows).refusals} == {"账号"}


def test_what_a_register_refuses_in_the_end_names_its_row(session: Session) -> None:
    rows = small()
    rows["员工与账号"][2] |= {"hired_on": "2026-05-01", "probation_until": "2026-04-01"}
    plan = planned(session, rows)
    with pytest.raises(PackRefused) as refused:
        site_pack.apply(session, plan, SYSTEM, NOW)
    problem = refused.value.problems[0]
    assert (problem.sheet, problem.row, problem.header) == ("员工与账号", 4, "试用期至")
    session.rollback()
    assert written(session) == 0


def test_only_an_administrator_opens_sites(session: Session) -> None:
    opened(session)
    director = load_actor(session, one(session, User, username="director@qly").id)
    assert director is not None
    rows = small()
    rows["项目"][0]["code"] = "QLZ"
    for row in rows["员工与账号"]:
        row.pop("username", None), row.pop("roles", None)
    plan = planned(session, rows)
    with pytest.raises((Forbidden, PackRefused)):
        site_pack.apply(session, plan, director, NOW)
    session.rollback()
    new = accounts.create_account(session, username="admin", actor=SYSTEM, now=NOW, role=Role.sysadmin)
    admin = load_actor(session, new.user.id)
    assert admin is not None
    bind(session, admin)
    result = site_pack.apply(session, planned(session, rows), admin, NOW)
    assert one(session, Site, code="QLZ").created_by_id == admin.user_id
    assert one(session, HistoryEntry, register="site", record_id=result.site_id).actor_name == "admin"


def test_the_template_is_ready_but_for_the_site(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url, poolclass=NullPool)
    out = io.BytesIO()
    template(out)
    with Session(engine) as session:
        bind(session, SYSTEM)
        plan = site_pack.plan(out, "开通模板.xlsx", session)
        assert [p.message.text("zh") for p in plan.refusals] == ["请在“项目”页第 2 行填写项目代码和名称。"]
        counts = {name: count["new"] for name, count in plan.counts().items()}
        assert counts == {
            "项目": 0,
            "部门": 7,
            "岗位": 13,
            "员工与账号": 0,
            "楼栋": 0,
            "房屋业主": 0,
            "检查项": 73,
            "参数": 0,
            "本项目字段": 0,
        }
        assert sum(row.values["headcount"] for row in plan.sheets["post"].rows if row.values.get("headcount")) == 17
    engine.dispose()


def test_every_sheet_that_opens_with_a_checklist_finds_its_items() -> None:
    """004 §7.1; 002 职责19, 24: each area, service and kind of move has its items in the standard pack."""
    subjects = {subject for subject, *_ in ITEMS}
    opens = [
        (model, member)
        for model in REGISTERS
        for field in model.__fields__.values()
        if field.checklist and field.opens_with is None  # a register with lines of its own needs none
        for member in model.__fields__[field.checklist].enum or ()
        if member.value != "other"
    ]
    assert len(opens) > 15
    assert [(m.__name__, e.label.zh) for m, e in opens if e.label.zh not in subjects] == []


def test_another_workbook_is_refused_in_a_sentence(sqlite_url: str) -> None:
    from exchange.reading.template import write_template

    engine = make_engine(sqlite_url, poolclass=NullPool)
    out = io.BytesIO()
    write_template(out)
    with Session(engine) as session, pytest.raises(FileRefused) as refused:
        site_pack.plan(out, "名册.xlsx", session)
    assert "没有“项目”页" in refused.value.label.text("zh")
    engine.dispose()


def test_a_19_people_get_their_roles_by_the_titles_of_their_site(session: Session) -> None:
    rows = small()
    rows["参数"].append(
        {"key": "role.map", "value": "管理处主任：项目经理 (Project manager)、服务中心经理；客服主管：接待主管"}
    )
    rows["员工与账号"][0]["roles"] = "项目经理"
    rows["员工与账号"][1]["roles"] = "接待主管、收费员"
    result = opened(session, rows)
    held = {u.username: {g.role for g in u.grants} for u in session.scalars(select(User))}
    assert held == {"director@qly": {Role.director}, "cs@qly": {Role.cs_supervisor, Role.cashier}}
    assert title_of(session, result.site_id, Role.director) == Label("项目经理", "Project manager")
    rows["参数"].pop()
    rows["员工与账号"][0]["roles"] = "服务中心经理"
    assert not planned(session, rows).refused, "the titles the site has hold where the pack says nothing"
    rows["员工与账号"][0]["roles"] = "大经理"
    assert ["员工与账号", "角色"] in [[p.sheet, p.header] for p in planned(session, rows).refusals]
