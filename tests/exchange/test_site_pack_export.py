"""A site as its own pack: sent again it changes nothing, sent elsewhere it opens the same site; what is masked stays here."""

import io
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

import workflow
from access import SYSTEM, acting, bind, load_actor
from exchange import site_pack
from exchange.site_pack.exporting import export
from models.base.resident import Resident
from models.base.site import Site
from models.base.site_field import SiteField
from models.base.user import User
from models.connect import make_engine
from models.declare import Base
from models.spec import Role
from tests.exchange.packs import Rows, book, small
from tests.exchange.test_site_pack import NOW, one, opened, session
from workflow import accounts

__all__ = ["session"]


def rich() -> Rows:
    """The small pack with fields of its own, a title, an ID number, and people a row holds only in part."""
    rows = small()
    rows["本项目字段"] = [
        {
            "register": "维修任务单",
            "label_zh": "工单来源",
            "kind": "单选",
            "options": "微信群=WeChat\n电话、短信",
            "required": "是",
        },
        {
            "register": "complaint",
            "label_zh": "损失金额",
            "kind": "金额",
            "minimum": "0.01",
            "see_roles": "管理处主任、客服主管",
            "label_en": "Loss",
        },
    ]
    rows["参数"].append({"key": "role.map", "value": "管理处主任：项目经理"})
    rows["房屋业主"][0] |= {"身份证号": "110101199003070011", "备注": "门禁卡两张"}
    rows["房屋业主"][3] |= {"业主姓名": "孙五、孙六", "租户": "钱七 13000000017、钱八"}
    return rows


def exported(session: Session, actor: Any = SYSTEM) -> io.BytesIO:
    out = io.BytesIO()
    export(out, session, one(session, Site, code="QLY").id, actor)
    out.seek(0)
    return out


def cells(pack: io.BytesIO, sheet: str) -> list[dict[str, Any]]:
    head, *rows = load_workbook(pack)[sheet].iter_rows(values_only=True)
    pack.seek(0)
    return [dict(zip((str(h).lstrip("*") for h in head), row, strict=True)) for row in rows]


def test_a_site_sent_again_changes_nothing(session: Session) -> None:
    opened(session, rich())
    fields = {f.label_zh: f for f in session.scalars(select(SiteField))}
    assert [(o.zh, o.en) for o in fields["工单来源"].options] == [("微信群", "WeChat"), ("电话、短信", None)]
    assert set(fields["损失金额"].see_roles) == {Role.director, Role.cs_supervisor}
    without = next(p for p in session.scalars(select(Resident)) if p.name == "孙五")
    workflow.edit(session, without, {"phone2": "13000000099"}, actor=SYSTEM, now=NOW)
    session.commit()
    plan = site_pack.plan(exported(session), "QLY.xlsx", session)
    assert [p.message.zh for p in plan.refusals] == []
    found = {
        (s.name, r.name): [(c.label.zh, c.old, c.new) for c in r.changes] for s in plan.all_sheets() for r in s.rows
    }
    assert {k: v for k, v in found.items() if v} == {}
    assert plan.nothing_to_do
    assert "密码" not in str([c.value for row in load_workbook(exported(session))["员工与账号"] for c in row])


def test_elsewhere_it_opens_the_same_site(session: Session, tmp_path: Path) -> None:
    opened(session, rich())
    pack = exported(session)
    engine = make_engine(f"sqlite:///{tmp_path / 'other.db'}")
    Base.metadata.create_all(engine)
    with Session(engine) as other:
        bind(other, SYSTEM)
        plan = site_pack.plan(pack, "QLY.xlsx", other)
        assert [p.message.zh for p in plan.refusals] == []
        site_pack.apply(other, plan, SYSTEM, NOW)
        other.commit()
        again = exported(other)
        for sheet in ("项目", "岗位", "员工与账号", "房屋业主", "检查项", "本项目字段"):
            assert cells(again, sheet) == cells(pack, sheet), sheet
    engine.dispose()


def test_a_choice_is_added_and_none_is_taken_away(session: Session) -> None:
    opened(session, rich())
    rows = rich()
    rows["本项目字段"][0]["options"] = "物业APP"
    opened(session, rows)
    field = one(session, SiteField, label_zh="工单来源")
    assert [o.zh for o in field.options] == ["微信群", "电话、短信", "物业APP"]
    rows["本项目字段"][0]["register"] = "月球登记簿"
    plan = site_pack.plan(book(rows), "x.xlsx", session)
    assert "没有叫“月球登记簿”的登记簿" in plan.refusals[0].message.text("zh")


def test_x_01_what_is_masked_is_not_taken_away(session: Session) -> None:
    site_id = opened(session, rich()).site_id
    with acting(session, SYSTEM):
        made = accounts.create_account(
            session,
            username="admin",
            role=Role.sysadmin,
            site_id=None,
            actor=SYSTEM,
            now=NOW,
            password="Bamboo-lantern-27",
            reason="test",
        )
        session.commit()
    actor = load_actor(session, session.scalars(select(User.id).where(User.id == made.user.id)).one(), site_id=site_id)
    assert actor is not None
    homes = cells(exported(session, actor), "房屋业主")
    assert len(homes) == 4
    assert all(row["业主姓名"] is None and row["身份证号"] is None for row in homes), (
        "who may not export residents gets none"
    )
    assert site_pack.plan(exported(session, actor), "QLY.xlsx", session).nothing_to_do
