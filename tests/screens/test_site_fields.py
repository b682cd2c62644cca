"""A site's own fields: added without code, then everywhere a declared field is; on both databases (decision 0022)."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

import access
import workflow
from access import load_actor
from app import create_app
from models import by_name
from models.base.resident import Resident
from models.base.site_field import SiteField
from models.base.user import User
from models.connect import make_engine
from models.engine import HistoryEntry
from models.engine.search import unindex_many
from models.service.repair_order import RepairOrder
from models.spec import Role
from seed import factories
from tests.conftest import BOTH
from tests.screens.conftest import PASSWORD, Browser, Clock, Page
from tests.support.databases import Databases
from tests.support.server import KEY
from web import migrate
from web.settings import Settings
from workflow import merging

RELEASED = "c3e5d0ffee03"
"""The revision of the first release that had such fields."""
LIST, FIELDS = "/admin/repair_order/", "/admin/site_field/"
ADDED: tuple[dict[str, str], ...] = (
    {"label_zh": "门前联系", "kind": "str", "length": "10", "hint": "上门前打给谁"},
    {"label_zh": "现场说明", "kind": "text"},
    {"label_zh": "楼层", "kind": "int", "minimum": "-3", "maximum": "60", "required": "true"},
    {"label_zh": "材料费预估", "kind": "money", "minimum": "0"},
    {"label_zh": "水压", "kind": "decimal", "places": "3"},
    {"label_zh": "通知日", "kind": "date"},
    {"label_zh": "约定时刻", "kind": "datetime"},
    {"label_zh": "已付费", "kind": "bool"},
    {"label_zh": "来单途径", "label_en": "Came by", "kind": "enum", "options-0-zh": "微信", "options-0-en": "WeChat",
                  "options-1-zh": "电话、短信", "options-2-zh": "前台"},
    {"label_zh": "所带工具", "kind": "enums", "options-0-zh": "梯子", "options-1-zh": "电钻", "options-2-zh": "水泵"},
    {"label_zh": "备用电话", "kind": "phone"},
)  # fmt: skip
VALUES = {
    "门前联系": "钱阿姨", "现场说明": "第一行\n第二行", "楼层": "-2", "材料费预估": "1,200.5", "水压": "0.125",
    "通知日": "2026-11-20", "约定时刻": "2026-11-20 09:30", "已付费": "true", "来单途径": "电话、短信",
    "所带工具": "水泵、梯子", "备用电话": "19912340000",
}  # fmt: skip
SHOWN = {
    "门前联系": "钱阿姨", "楼层": "-2", "材料费预估": "¥1,200.50", "水压": "0.125", "通知日": "2026-11-20",
    "约定时刻": "2026-11-20 09:30", "已付费": "是", "来单途径": "电话、短信", "所带工具": "梯子、水泵", "备用电话": "19912340000",
}  # fmt: skip


@dataclass
class World:
    """Two sites on one database, the program on it; ``names`` are the added fields' keys by their words."""

    app: Flask
    url: str
    site: int
    other: int
    unit: int
    names: dict[str, str]

    def __post_init__(self) -> None:
        self._people: dict[str, Browser] = {}

    def by(self, username: str) -> Browser:
        if username not in self._people:
            self._people[username] = Browser(self.app, username)
        return self._people[username]

    @property
    def clerk(self) -> Browser:
        return self.by("receptionist@ltxy")

    def order(self, **more: str) -> int:
        """An order that the clerk files; ``more`` by the fields' words."""
        return int(self.file(**more).location.rpartition("=")[2])

    def file(self, **more: str) -> Page:
        page = self.clerk.get(LIST + "new/")
        given: dict[str, Any] = {self.names[k]: v for k, v in {"楼层": "1", **more}.items()}
        return self.clerk.send(
            page,
            reporter="周女士",
            phone="19800000001",
            category="water",
            content="水管漏水",
            unit=str(self.unit),
            **given,
        )

    def code(self, field: str, choice: str) -> str:
        """The code of a choice, as the form has it."""
        page = self.clerk.get(LIST + "new/")
        for e in page.html.select(f"[data-box={self.names[field]}] label, [data-box={self.names[field]}] option"):
            box = e.select_one("input") or e
            if e.get_text(strip=True) == choice:
                return str(box["value"])
        raise LookupError(choice)

    def typed(self, **values: str) -> dict[str, Any]:
        """Values by the fields' words as a browser sends them: choices by their codes."""
        out: dict[str, Any] = dict(values)
        if "来单途径" in out:
            out["来单途径"] = self.code("来单途径", values["来单途径"])
        if "所带工具" in out:
            out["所带工具"] = [self.code("所带工具", w) for w in values["所带工具"].split("、")]
        return out

    def session(self) -> Session:
        session = Session(make_engine(self.url, poolclass=NullPool), expire_on_commit=False)
        access.bind(session, access.SYSTEM)
        return session


def keys(session: Session) -> dict[str, str]:
    return {f.label_zh: str(f.key) for f in session.scalars(select(SiteField))}


def about(number: int) -> tuple[Any, ...]:
    return (HistoryEntry.register == "repair_order", HistoryEntry.record_id == number)


def add(browser: Browser, site: int, **given: str) -> Page:
    """Send the form that adds a field to the repair orders of a site."""
    return browser.send(browser.get(f"{FIELDS}new/?register=repair_order&site={site}"), site=str(site), **given)


@pytest.fixture(scope="module", params=BOTH)
def world(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    url = databases.fresh(request.param)
    engine = make_engine(url, poolclass=NullPool)
    with Session(engine, expire_on_commit=False) as session:
        access.bind(session, access.SYSTEM)
        centre = factories.centre(session)
        for role in ("receptionist", "director", "cs_supervisor", "sysadmin"):
            centre.password(role, PASSWORD)
        unit = centre.unit().id
        other = factories.centre(session, centre.now, code="YGHY", name="阳光花园")
        other.password("receptionist", PASSWORD)
        session.commit()
        sites = (centre.site_id, other.site_id)
    engine.dispose()
    folder: Path = tmp_path_factory.mktemp("data")
    settings = Settings(database_url=url, secret_key=KEY, data_dir=folder, testing=True)
    app = create_app(settings, clock=Clock(factories.NOON + dt.timedelta(hours=12)))
    made = World(app, url, *sites, unit, {})
    assert made.clerk.get(LIST + "new/").status == 200  # what she may do is kept from before the fields were added
    for given in ADDED:
        answer = add(made.by("sysadmin"), made.site, **given)
        assert answer.status == 303, answer.errors
    with made.session() as session:
        made.names = keys(session)
    yield made
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()
    databases.drop(url)


def test_the_key_is_made_of_the_words(world: World) -> None:
    assert world.names["楼层"] == "x_louceng"
    assert world.names["门前联系"] == "x_menqianlianxi"
    assert all(key.startswith("x_") and key.isascii() for key in world.names.values())


def test_a_clerk_fills_them_in_and_every_page_shows_them(world: World) -> None:
    number = world.order(**world.typed(**VALUES))
    page = world.clerk.get(f"{LIST}details/?id={number}")
    for words, shown in SHOWN.items():
        assert page.value(world.names[words]).startswith(shown), words
    form = world.clerk.get(f"{LIST}edit/?id={number}").fields()
    assert form[world.names["材料费预估"]] == "1200.50"
    assert form[world.names["约定时刻"]] == "2026-11-20 09:30"
    assert form[world.names["所带工具"]] in world.typed(**VALUES)["所带工具"]
    tools = {world.names["所带工具"]: world.typed(**VALUES)["所带工具"]}
    saved = world.clerk.send(world.clerk.get(f"{LIST}edit/?id={number}"), **tools)
    assert saved.status == 303
    with world.session() as session:
        happened = session.execute(select(HistoryEntry.kind, HistoryEntry.changes).where(*about(number))).all()
    assert [kind for kind, _ in happened] == ["create"], happened[-1]  # a save that changes nothing writes nothing
    paper = world.clerk.get(f"{LIST}print/?id={number}")
    assert all(words in paper.words for words in ("门前联系", "钱阿姨", "材料费预估", "¥1,200.50", "梯子、水泵"))


def test_wrong_input_gets_its_sentence_and_stays(world: World) -> None:
    wrong = {
        "门前联系": "楼下的小卖部门口的张先生",
        "楼层": "61",
        "材料费预估": "十元",
        "通知日": "昨天",
        "备用电话": "不知道",
    }
    page = world.file(**wrong)
    told = {words: page.errors[world.names[words]] for words in wrong}
    assert page.status == 422
    assert told == {
        "门前联系": "门前联系最多 10 个字，现有 12 个。", "楼层": "楼层不能大于 60。", "材料费预估": "材料费预估应为金额，例如 120.50。",
        "通知日": "通知日应为日期，例如 2026-11-22。", "备用电话": "备用电话应为电话号码，例如 13800001234 或 010-12345678。",
    }  # fmt: skip
    assert {words: page.fields()[world.names[words]] for words in wrong} == wrong
    assert world.file(楼层="").errors[world.names["楼层"]] == "请填写楼层。"


def test_a_list_shows_filters_and_sorts_by_them(world: World) -> None:
    rows = [("3", "20.5", "微信"), ("-1", "100", "前台"), ("12", "3", "微信")]
    made = [world.order(**world.typed(楼层=a, 材料费预估=b, 来单途径=c, 通知日=f"2026-12-{n:02}", 已付费="true" if n == 1 else "false"))
            for n, (a, b, c) in enumerate(rows, 1)]  # fmt: skip
    mine = f"flt_{world.names['通知日']}_ge=2026-12-01"
    floor, fee, came, paid = (world.names[w] for w in ("楼层", "材料费预估", "来单途径", "已付费"))

    def found(query: str) -> list[int]:
        return world.clerk.get(f"{LIST}?{mine}&{query}").ids

    assert set(found("")) == set(made)
    assert found(f"sort={floor}&desc=0") == [made[1], made[0], made[2]]
    assert found(f"sort={fee}&desc=1") == [made[1], made[0], made[2]]
    assert found(f"sort={world.names['通知日']}&desc=1") == made[::-1]
    assert set(found(f"flt_{floor}_ge=3")) == {made[0], made[2]}
    assert found(f"flt_{fee}_between=20,21") == [made[0]]
    assert set(found(f"flt_{came}_in={world.code('来单途径', '微信')}")) == {made[0], made[2]}
    assert found(f"flt_{paid}_eq=true") == [made[0]]
    assert found(f"flt_{world.names['所带工具']}_empty=false") == []
    page = world.clerk.get(LIST)
    assert floor in {str(e["value"]) for e in page.html.select("[name=columns]")}
    world.clerk.post(f"{LIST}preferences/", columns=["reporter", floor, fee, came], set="columns")
    page = world.clerk.get(f"{LIST}?{mine}&sort={fee}&desc=1")
    assert {"楼层", "材料费预估", "来单途径"} <= {w.split(" ")[0] for w in page.texts("th")}
    assert "¥100.00" in page.words
    assert "前台" in page.words
    world.clerk.post(f"{LIST}preferences/", set="columns-default")


def test_pages_are_walked_in_their_order(world: World) -> None:
    floor, day = world.names["楼层"], world.names["通知日"]
    for n in range(22):
        world.order(楼层=str(n % 7), 通知日="2027-01-05" if n % 2 else "")
    for name in (floor, day):
        for desc in "01":
            order = f"sort={name}&desc={desc}&flt_{floor}_between=0,6"
            whole = world.clerk.get(f"{LIST}?page_size=100&{order}").ids
            first = world.clerk.get(f"{LIST}?page_size=20&{order}")
            second = world.clerk.get(LIST + str(first.one("a[rel=next]")["href"]))
            assert first.ids + second.ids == whole[:40]
            assert world.clerk.get(LIST + str(second.one("a[rel=prev]")["href"])).ids == first.ids


def test_an_export_has_their_columns(world: World) -> None:
    world.order(**world.typed(**VALUES))
    sent = world.by("director@ltxy").client.get(LIST + "export/csv/", buffered=True).get_data(as_text=True)
    (line, *_) = [r for r in csv.DictReader(io.StringIO(sent.lstrip("\ufeff"))) if r["门前联系"] == "钱阿姨"]
    assert (line["材料费预估"], line["水压"], line["楼层"]) == ("1200.50", "0.125", "-2")
    assert (line["来单途径"], line["所带工具"], line["已付费"]) == ("电话、短信", "梯子、水泵", "是")
    assert line["备用电话"] == "199****0000"
    book = world.by("director@ltxy").client.get(LIST + "export/xlsx/", buffered=True).data
    head = [c.value for c in next(load_workbook(io.BytesIO(book)).worksheets[0].iter_rows())]
    assert set(world.names) <= set(head)


def test_an_import_reads_their_columns_by_name(world: World) -> None:
    admin = world.by("cs_supervisor@ltxy")
    head = ["楼号房号", "报修人", "联系电话", "报修时间", "类别", "报修内容", *VALUES]
    row = ["3-1-502", "赵一鸣", "19900000011", "2026-11-01 09:30", "给排水", "厨房漏水", *VALUES.values()]
    row[head.index("已付费")] = "是"
    book, out = Workbook(), io.BytesIO()
    for line in (head, row):
        book.active.append(line)  # type: ignore[union-attr]  # a new book has a sheet
    book.save(out)
    out.seek(0)
    page = Page(admin.client.post(
        "/admin/repair_order/import/", data={"csrf_token": admin.token(), "file": (out, "老单.xlsx")},
        content_type="multipart/form-data", follow_redirects=True, buffered=True,
    ))  # fmt: skip
    apply = page.one("form[action*=apply]")
    done = admin.post(
        str(apply["action"]), {str(e["name"]): str(e.get("value", "")) for e in apply.select("input[name]")}
    )
    assert done.status in {200, 303}, done.words
    with world.session() as session:
        order = session.scalars(select(RepairOrder).where(RepairOrder.reporter == "赵一鸣")).one()
    shown = world.clerk.get(f"{LIST}details/?id={order.id}")
    assert {w: shown.value(world.names[w]) for w in SHOWN if w != "备用电话"} == {
        w: v for w, v in SHOWN.items() if w != "备用电话"
    }


def test_the_history_says_what_was_there_and_what_is(world: World) -> None:
    number = world.order(**world.typed(材料费预估="20", 来单途径="微信"))
    page = world.clerk.get(f"{LIST}edit/?id={number}")
    changed = {world.names[k]: v for k, v in world.typed(材料费预估="35.5", 来单途径="前台").items()}
    assert world.clerk.send(page, **changed).status == 303
    told = world.clerk.get(f"{LIST}details/?id={number}").words
    assert all(word in told for word in ("材料费预估", "¥20.00", "¥35.50", "微信", "前台"))
    late = world.clerk.send(page, **{world.names["材料费预估"]: "50"}, form_token="late")
    assert late.status == 409
    assert "¥35.50" in late.words


def test_another_site_sees_nothing_of_them(world: World) -> None:
    stranger = world.by("receptionist@yghy")
    for address in ("", "new/"):
        page = stranger.get(LIST + address)
        assert "材料费预估" not in page.words
        assert not page.html.select("[name^=x_], [name*=flt_x_]")
    assert "已忽略" in stranger.get(f"{LIST}?flt_{world.names['楼层']}_eq=1").words
    assert "材料费预估" in world.clerk.get("/admin/help/repair_order/").words
    assert "材料费预估" not in stranger.get("/admin/help/repair_order/").words


def test_nobody_but_the_system_administrator_adds_one(world: World) -> None:
    for who in ("receptionist@ltxy", "director@ltxy"):
        assert world.by(who).get(f"{FIELDS}new/?register=repair_order").status == 403
        assert (
            world.by(who).post(f"{FIELDS}new/", register="repair_order", label_zh="我的字段", kind="str").status == 403
        )
        assert not world.by(who).get(LIST).html.select("a[href*='site_field/new']")
    assert world.by("director@ltxy").get(FIELDS).status == 200
    assert world.clerk.get(FIELDS).status == 403
    assert world.by("sysadmin").get("/admin/unit/").html.select("a[href*='site_field/new/?register=unit']")


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"label_zh": "报修人", "kind": "str"}, "label_zh", "这个登记簿已有“报修人”"),
        ({"label_zh": "楼 层", "kind": "int"}, "label_zh", "“楼层”已经建过"),
        ({"label_zh": "业主身份证号", "kind": "str"}, "label_zh", "证件号、银行账号不能放在自加的字段里"),
        ({"label_zh": "紧急联系电话", "kind": "str"}, "kind", "类型请选“电话”"),
        ({"label_zh": "颜色", "kind": "enum"}, "options", "请至少写一个选项"),
        ({"label_zh": "颜色", "kind": "enum", "options-0-zh": "红", "options-1-zh": "红"}, "options", "有两个选项同名"),
        ({"label_zh": "重量", "kind": "int", "minimum": "5", "maximum": "1"}, "minimum", "“最小值”大于“最大值”"),
        ({"label_zh": "重量", "kind": "int", "register": "deadline"}, "register", "没有这个选项"),
        ({"label_zh": "", "kind": ""}, "label_zh", "请填写名称"),
    ],
)
def test_what_cannot_be_a_field_is_told_why(world: World, given: dict[str, str], field: str, sentence: str) -> None:
    page = add(world.by("sysadmin"), world.site, **given)
    assert page.status == 422
    assert sentence in page.errors.get(field, ""), page.words[-1500:]


def test_a_type_stays_while_records_hold_values(world: World) -> None:
    admin = world.by("sysadmin")
    assert add(admin, world.site, label_zh="门牌颜色", kind="str").status == 303
    with world.session() as session:
        field = session.scalars(select(SiteField).where(SiteField.label_zh == "门牌颜色")).one()
    assert admin.send(admin.get(f"{FIELDS}edit/?id={field.id}"), kind="text").status == 303
    world.names["门牌颜色"] = str(field.key)
    world.order(门牌颜色="蓝")
    refused = admin.send(admin.get(f"{FIELDS}edit/?id={field.id}"), kind="int")
    assert refused.status == 422
    assert "类型不能再改" in refused.errors["kind"]
    assert admin.send(admin.get(f"{FIELDS}edit/?id={field.id}"), label_zh="门牌底色").status == 303
    with world.session() as session:
        assert session.get_one(SiteField, field.id).key == "x_menpaiyanse"


def test_a_choice_offered_no_more_stays_where_it_was_chosen(world: World) -> None:
    admin = world.by("sysadmin")
    add(admin, world.site, **{"label_zh": "班组", "kind": "enum", "options-0-zh": "甲班", "options-1-zh": "乙班"})
    with world.session() as session:
        field = session.scalars(select(SiteField).where(SiteField.label_zh == "班组")).one()
    name = world.names["班组"] = str(field.key)
    code = world.code("班组", "甲班")
    number = world.order(班组=code)
    page = admin.get(f"{FIELDS}edit/?id={field.id}")
    refused = admin.send(page, **{"options-0-delete": "1"})
    assert "保存过的选项不能删除" in refused.errors["options"]
    assert admin.send(page, **{"options-0-withdrawn": "true"}).status == 303
    with pytest.raises(LookupError):
        world.code("班组", "甲班")
    assert world.file(班组=code).errors[name] == "班组的选项“甲班”已停用，请另选。"
    kept = world.clerk.get(f"{LIST}edit/?id={number}")
    assert kept.fields()[name] == code
    assert world.clerk.send(kept, content="又漏了").status == 303
    assert world.clerk.get(f"{LIST}details/?id={number}").value(name) == "甲班"


def test_some_roles_only(world: World) -> None:
    admin = world.by("sysadmin")
    add(admin, world.site, label_zh="考核扣分", kind="int", see_roles=["director"])  # type: ignore[arg-type]  # several
    add(admin, world.site, label_zh="主任批示", kind="str", edit_roles=["director"])  # type: ignore[arg-type]  # several
    with world.session() as session:
        names = keys(session)
    page = world.clerk.get(LIST + "new/")
    assert "考核扣分" not in page.words
    assert not page.html.select(f"[name={names['主任批示']}]")
    number = world.order()
    forged = world.clerk.send(world.clerk.get(f"{LIST}edit/?id={number}"), **{names["主任批示"]: "同意"})
    assert forged.status == 303
    with world.session() as session:
        assert names["主任批示"] not in (session.get_one(RepairOrder, number).site_values or {})


def test_a_search_finds_their_words_and_only_for_who_may_read_them(world: World) -> None:
    admin, leader, clerk = world.by("sysadmin"), world.by("cs_supervisor@ltxy"), world.clerk
    add(admin, world.site, label_zh="内部评价", kind="text", see_roles=["cs_supervisor"])  # type: ignore[arg-type]  # several
    with world.session() as session:
        names = keys(session)
    number = world.order(**world.typed(门前联系="欧阳阿姨", 现场说明="消防通道旁\n第三个井", 备用电话="19977776666"))
    page = leader.get(f"{LIST}edit/?id={number}")
    assert leader.send(page, **{names["内部评价"]: "难缠客户"}).status == 303

    def found(browser: Browser, typed: str) -> bool:
        listed = number in browser.get(f"{LIST}?search={typed}").ids
        assert (f"repair_order/details/?id={number}" in str(browser.get(f"/admin/search?q={typed}").html)) is listed
        return listed

    assert all(found(clerk, typed) for typed in ("欧阳阿姨", "阳", "第三个井", "周女士 欧阳"))
    assert not found(clerk, "难缠客户")
    assert found(leader, "难缠客户")
    assert not found(leader, "19977776666")
    assert not found(world.by("receptionist@yghy"), "欧阳阿姨")
    page = clerk.get(f"{LIST}edit/?id={number}")
    assert clerk.send(page, **{world.names["门前联系"]: "司徒阿姨"}).status == 303
    assert (found(clerk, "欧阳阿姨"), found(clerk, "司徒阿姨"), found(leader, "难缠客户")) == (False, True, True)
    with world.session() as session:  # a database from before the search looked into them
        unindex_many(session, "repair_order", [number])
        session.commit()
        field = session.scalars(select(SiteField).where(SiteField.label_zh == "内部评价")).one()
    assert not found(clerk, "司徒阿姨")
    migrate.downgrade(world.url, RELEASED)  # nothing to do until a release follows it
    again = [world.app.test_cli_runner().invoke(args=["upgrade"]) for _ in range(2)]
    assert [("本项目字段的文字" in a.output, a.exit_code) for a in again] == [(True, 0), (False, 0)], again[0].output
    assert found(clerk, "司徒阿姨")
    assert clerk.get(f"{LIST}details/?id={number}").value(world.names["备用电话"]) == "19977776666"
    step = admin.get(f"{FIELDS}transition/archive/?id={field.id}")
    assert admin.send(step, reason="不用了").status == 303
    assert not found(leader, "难缠客户")


def test_the_rosters_template_of_a_site_has_its_columns(world: World) -> None:
    admin = world.by("sysadmin")
    page = admin.get(f"{FIELDS}new/?register=unit&site={world.site}")
    assert admin.send(page, site=str(world.site), label_zh="门锁", kind="str").status == 303
    (link,) = admin.get("/admin/unit/import/").html.select("a[href*='template?site=']")
    assert link.get_text(strip=True) == "蓝天新苑"
    for address, there in ((str(link["href"]), True), ("/admin/unit/import/template", False)):
        book = load_workbook(io.BytesIO(admin.client.get(address, buffered=True).data))
        assert ("门锁" in [c.value for c in book.worksheets[0][1]]) is there, address


def test_an_archived_field_leaves_the_form_and_keeps_its_values(world: World) -> None:
    admin = world.by("sysadmin")
    add(admin, world.site, label_zh="临时备注", kind="str", required="true")
    with world.session() as session:
        field = session.scalars(select(SiteField).where(SiteField.label_zh == "临时备注")).one()
    name = world.names["临时备注"] = str(field.key)
    filled = world.order(临时备注="放传达室")
    step = admin.get(f"{FIELDS}transition/archive/?id={field.id}")
    assert admin.send(step, reason="不用了").status == 303
    for address in ("", "new/", f"edit/?id={filled}"):
        assert "临时备注" not in world.clerk.get(LIST + address).words.replace("临时备注 放", ""), address
    empty = world.order()
    assert world.clerk.get(f"{LIST}details/?id={filled}").value(name) == "放传达室"
    assert not world.clerk.get(f"{LIST}details/?id={empty}").html.select(f'[data-field="{name}"]')
    again = add(admin, world.site, label_zh="临时备注", kind="str")
    assert "现在停用着" in again.errors["label_zh"]
    assert admin.send(admin.get(f"{FIELDS}transition/restore/?id={field.id}")).status == 303
    assert world.clerk.get(f"{LIST}edit/?id={filled}").fields()[name] == "放传达室"
    assert admin.send(admin.get(f"{FIELDS}edit/?id={field.id}"), required="false").status == 303


def test_a_required_field_holds_up_no_step_of_an_older_record(world: World) -> None:
    older = world.order()
    add(world.by("sysadmin"), world.site, label_zh="门禁卡号", kind="str", required="true")
    with world.session() as session:
        order = session.get_one(RepairOrder, older)
        actor = load_actor(
            session, session.scalars(select(User.id).where(User.username == "director@ltxy")).one(), site_id=world.site
        )
        assert actor is not None
        workflow.apply(
            session, order, "void", {"reason": "重复登记"}, actor=actor, now=factories.NOON + dt.timedelta(hours=12)
        )
        assert order.status == "void"
        session.rollback()
        field = session.scalars(select(SiteField).where(SiteField.label_zh == "门禁卡号")).one()
        workflow.edit(
            session, field, {"required": False}, actor=access.SYSTEM, now=factories.NOON + dt.timedelta(hours=12)
        )
        session.commit()


def test_an_order_made_by_a_call_says_what_is_still_to_be_filled_in(world: World) -> None:
    now = factories.NOON + dt.timedelta(hours=12)
    with world.session() as session:
        who = session.scalars(select(User.id).where(User.username == "receptionist@ltxy")).one()
        actor = load_actor(session, who, site_id=world.site)
        assert actor is not None
        given = {"kind": "regular", "method": "phone", "interviewee": "周女士", "phone": "19800000001", "unit": world.unit,
                 "reached": True, "satisfaction": 3, "follow_up": "rework", "opinion": "门又坏了", "called_at": now}  # fmt: skip
        call = workflow.create(session, by_name("Callback"), given, actor=actor, now=now)
        workflow.apply(session, call, "submit", {}, actor=actor, now=now)
        order = session.scalars(select(RepairOrder).order_by(RepairOrder.id.desc())).first()
        assert order is not None
        assert (order.content, order.site_values) == ("门又坏了", None)
        session.commit()
    page = world.clerk.get(f"{LIST}details/?id={order.id}")
    note = page.one("[data-unfilled]")
    assert note.get_text(strip=True).startswith("本项目要求填的“楼层”还空着。")
    form = world.clerk.get(str(note.select("a")[0]["href"]))
    assert world.clerk.send(form, **{world.names["楼层"]: "5"}).status == 303
    assert not world.clerk.get(f"{LIST}details/?id={order.id}").html.select("[data-unfilled]")


def test_head_office_at_all_sites_sees_them_on_the_record(world: World) -> None:
    number = world.order(楼层="6")
    with world.session() as session:
        head = load_actor(
            session, session.scalars(select(User.id).where(User.username == "sysadmin")).one(), site_id=None
        )
        assert head is not None
        seen = replace(head, global_roles=frozenset({Role.hq_quality}))
        order = session.get_one(RepairOrder, number)
        names = {r.name for r in access.fields_for(seen, RepairOrder, access.Purpose.detail, order)}
        assert world.names["楼层"] in names


def test_joined_people_keep_them_and_forgotten_ones_do_not(world: World) -> None:
    page = world.by("sysadmin").get(f"{FIELDS}new/?register=resident&site={world.site}")
    assert world.by("sysadmin").send(page, site=str(world.site), label_zh="爱好", kind="str").status == 303
    with world.session() as session:
        user = session.scalars(select(User.id).where(User.username == "cs_supervisor@ltxy")).one()
        actor = access.load_actor(session, user, site_id=world.site)
        assert actor is not None
        (field,) = actor.site_fields.of(world.site, "resident")
        keep, drop = (
            workflow.create(session, Resident, {"name": name, **more}, actor=actor, now=factories.NOON)
            for name, more in (("孙一", {}), ("孙一", {field.name: "下棋"}))
        )
        merging.merge(session, keep, drop, actor=actor, now=factories.NOON)
        assert keep.site_values == {field.name: "下棋"}
        workflow.apply(session, keep, "forget", {"reason": "本人要求"}, actor=access.SYSTEM, now=factories.NOON)
        assert keep.site_values is None
