"""Opening a site and importing a roster from the terminal, as an administrator does it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import workflow
from models.base.resident import Resident
from models.base.site import Site
from models.base.site_field import SiteField
from models.base.unit import Unit
from models.base.user import User
from models.safety.secret_access_log import AccessKind, SecretAccessLog
from tests.web.conftest import SYSTEM, Browser, Clock
from web.settings import CHECKOUT

Run = Callable[..., Result]
ROSTER = "楼号,单元,房号,业主姓名,联系电话,建筑面积\n1,1,101,林一,18900000001,89.5\n1,1,102,林二,18900000002,90\n"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What the commands write is proven on both databases by the tests of `exchange`."""
    return sqlite_url


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    return lambda *words: app.test_cli_runner().invoke(args=list(words))


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "业主名册.csv"
    path.write_text(ROSTER, encoding="utf-8-sig")
    return path


def count(session: Session, model: type[Unit] | type[Resident] | type[Site]) -> int:
    found = session.scalar(select(func.count()).select_from(model)) or 0
    session.rollback()
    return found


@pytest.mark.slow
def test_a_pack_opens_a_site_once(run: Run, session: Session, app: Flask) -> None:
    pack = str(CHECKOUT / "seed" / "packs" / "yghy.xlsx")
    dry = run("site", "import", pack, "--dry-run")
    assert (dry.exit_code, count(session, Site)) == (0, 0)
    done = run("site", "import", pack, "--json")
    assert done.exit_code == 0, done.output
    opened = json.loads(done.stdout)
    assert opened["site"]["code"] == "YGHY"
    first = opened["accounts"][0]
    assert Browser(app.test_client()).sign_in(first["username"], first["password"]).status_code == 303
    homes = count(session, Unit)
    assert homes > 0
    again = json.loads(run("site", "import", pack, "--json").stdout)
    assert again["accounts"] == []
    assert all(not n["new"] and not n["changed"] for n in again["sheets"].values())
    assert (count(session, Site), count(session, Unit)) == (1, homes)


def test_an_empty_pack_is_refused_with_the_place(run: Run, session: Session, tmp_path: Path) -> None:
    target = tmp_path / "pack.xlsx"
    assert run("site", "template", str(target)).exit_code == 0
    assert run("site", "template", str(target)).exit_code == 1
    refused = run("site", "import", str(target))
    assert refused.exit_code == 1
    assert "项目 第 2 行" in refused.stdout
    assert count(session, Site) == 0


def test_the_rosters_template_has_instructions(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "roster.xlsx"
    assert run("roster", "template", str(target)).exit_code == 0
    assert len(load_workbook(target).sheetnames) >= 2


def test_a_roster_is_looked_at_imported_and_taken_back(run: Run, site: Site, session: Session, roster: Path) -> None:
    words = ("roster", "import", str(roster), "--site", "LTXY")
    dry = json.loads(run(*words, "--dry-run", "--json").stdout)
    assert (dry["new"], dry["written"], dry["batch"], count(session, Unit)) == (2, False, None, 0)
    done = json.loads(run(*words, "--json").stdout)
    assert (done["new"], done["written"], count(session, Unit), count(session, Resident)) == (2, True, 2, 2)
    again = json.loads(run(*words, "--json").stdout)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)
    undone = run("roster", "undo", str(done["batch"]))
    assert undone.exit_code == 0, undone.output
    assert (count(session, Unit), count(session, Resident)) == (0, 0)
    assert run("roster", "undo", str(done["batch"])).exit_code == 1


def test_one_bad_row_keeps_all_out_unless_asked_otherwise(run: Run, site: Site, session: Session, roster: Path) -> None:
    roster.write_text(ROSTER + "1,1,,林三,18900000003,80\n", encoding="utf-8")
    words = ("roster", "import", str(roster), "--site", "LTXY")
    refused = run(*words)
    assert (refused.exit_code, count(session, Unit)) == (1, 0)
    assert "第 4 行 房号 列" in refused.stdout
    assert "没有写入任何内容" in refused.stderr
    told = json.loads(run(*words, "--json").stdout)
    assert [(p["row"], p["header"]) for p in told["refusals"]] == [(4, "房号")]
    done = run(*words, "--good-rows-only")
    assert (done.exit_code, count(session, Unit)) == (0, 2)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("roster", "import", "nowhere.xlsx", "--site", "LTXY"), 1, "没有文件"),
        (("roster", "import", "FILE", "--site", "NONE"), 1, "没有代码为“NONE”的项目"),
        (("roster", "import", "FILE"), 2, "--site"),
        (("roster", "undo", "7"), 1, "没有第 7 次导入"),
        (("roster", "undo", "x"), 2, "x"),
        (("site", "import", "PICTURE"), 1, ""),
        (("roster", "import", "PICTURE", "--site", "LTXY"), 1, ""),
    ],
)
def test_what_cannot_be_read_ends_with_one_sentence(
    run: Run, site: Site, roster: Path, tmp_path: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    picture = tmp_path / "picture.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    places = {"FILE": str(roster), "PICTURE": str(picture)}
    done = run(*(places.get(word, word) for word in words))
    assert done.exit_code == code, done.output
    assert sentence in done.stderr
    assert "Traceback" not in done.output
    assert done.stderr.strip()


def test_an_empty_cell_clears_only_when_asked(run: Run, session: Session, site: Site, roster: Path) -> None:
    assert run("roster", "import", str(roster), "--site", "LTXY").exit_code == 0
    roster.write_text(ROSTER.replace("89.5", ""), encoding="utf-8-sig")
    kept = json.loads(run("roster", "import", str(roster), "--site", "LTXY", "--json").stdout)
    assert (kept["changed"], kept["unchanged"]) == (0, 2)
    cleared = json.loads(run("roster", "import", str(roster), "--site", "LTXY", "--clear-empty", "--json").stdout)
    assert cleared["changed"] == 1
    areas = session.scalars(select(Unit.gross_area).order_by(Unit.id)).all()
    assert areas[0] is None


def test_x_01_a_site_taken_from_the_terminal_is_in_the_access_log(
    run: Run, site: Site, session: Session, roster: Path, tmp_path: Path, director: str
) -> None:
    """001 安全保密制度 §1: whoever takes customers' numbers in full is written down with the reason, on any path."""
    assert run("roster", "import", str(roster), "--site", "LTXY").exit_code == 0
    target = tmp_path / "pack.xlsx"
    nameless = run("site", "export", "LTXY", str(target))
    assert (nameless.exit_code, target.exists()) == (1, False)
    assert "--by" in nameless.stderr
    done = run("site", "export", "LTXY", str(target), "--by", director, "--reason", "迁移到总部服务器")
    assert done.exit_code == 0, done.output
    assert "18900000001" in [c.value for row in load_workbook(target)["房屋业主"].iter_rows() for c in row]
    (line,) = session.scalars(select(SecretAccessLog))
    who = session.scalars(select(User.id).where(User.username == director)).one()
    assert (line.user_id, line.site_id, line.kind, line.why) == (who, site.id, AccessKind.export, "迁移到总部服务器")
    assert line.what == "命令行导出项目资料：业主/住户 2 条（联系电话、备用电话、身份证号、紧急联系人）"
    assert (line.register, line.record_id, line.row_count) == ("site", site.id, 2)


def test_a_roster_from_the_terminal_has_the_sites_own_fields(
    run: Run, site: Site, session: Session, roster: Path, tmp_path: Path, clock: Clock
) -> None:
    """Decision 0022."""
    given = {"register": "unit", "label_zh": "门锁", "kind": "str"}
    workflow.create(session, SiteField, given, actor=SYSTEM, now=clock(), site_id=site.id)
    session.commit()
    for name, code, there in (("a.xlsx", ("--site", "LTXY"), True), ("b.xlsx", (), False)):
        target = tmp_path / name
        assert run("roster", "template", str(target), *code).exit_code == 0
        assert ("门锁" in [c.value for c in load_workbook(target).worksheets[0][1]]) is there
    roster.write_text("楼号,单元,房号,门锁\n1,1,101,电子锁\n", encoding="utf-8")
    assert run("roster", "import", str(roster), "--site", "LTXY").exit_code == 0
    assert session.scalars(select(Unit.site_values)).all() == [{"x_mensuo": "电子锁"}]
