"""The commands an operator types: what they print, what they leave behind, how they end."""

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

import access
import workflow
from app import create_app
from models import REGISTERS
from models.base.building import Building
from models.base.site import Site
from models.base.user import User
from models.engine import HistoryEntry, OutgoingMail
from models.spec import Role
from seed import factories
from seed.examples import example
from tests.support.server import command, environment
from tests.web.conftest import SYSTEM, Browser, Clock, engine_of
from web.cli.check import remarks
from web.cli.common import working
from web.settings import Settings

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Types a command in a Chinese terminal."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "zh_CN.UTF-8")

    def typed(*words: str, stdin: str | None = None) -> Result:
        return app.test_cli_runner().invoke(args=list(words), input=stdin)

    return typed


def test_registers_are_described_for_scripts(run: Run) -> None:
    described = json.loads(run("registers", "--json").stdout)
    assert [d["model"] for d in described] == [m.__name__ for m in REGISTERS]
    unit = next(d for d in described if d["slug"] == "unit")
    assert {"module", "zh", "en", "prefix", "fields", "states", "transitions", "approval_chain", "deadlines", "duties",
            "source"} <= unit.keys()  # fmt: skip
    usage = next(f for f in unit["fields"] if f["name"] == "usage")
    assert usage["choices"][0] == {"value": "home", "zh": "住宅", "en": "Home"}
    post = next(d for d in described if d["slug"] == "post")
    assert post["approval_chain"] == ["cs_supervisor", "director"]
    submit = next(t for t in post["transitions"] if t["name"] == "submit")
    assert (submit["from"], submit["to"]) == (["draft"], "submitted")


def test_registers_are_listed_for_people(run: Run) -> None:
    shown = run("registers").stdout
    assert all(m.slug() in shown for m in REGISTERS)


def test_an_account_is_opened_and_signs_in_with_the_printed_password(run: Run, site: Site, app: Flask) -> None:
    made = run("user", "create", "zhang", "--role", "director", "--site", "ltxy")
    assert made.exit_code == 0, made.output
    password = re.search(r"首次密码：(\S+)", made.stdout)
    assert password
    answer = Browser(app.test_client()).sign_in("zhang", password[1])
    assert answer.location.startswith("/account/password")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("create", "zhang", "--role", "director", "--site", "NONE"), 1, "没有代码为“NONE”的项目；现有项目：LTXY"),
        (("create", "zhang", "--role", "director"), 2, "--site"),
        (("create", "zhang", "--role", "king"), 2, "king"),
        (("create", "zhang", "--role", "receptionist", "--site", "LTXY"), 1, "上岗培训"),
        (("create", "zhang", "--role", "director", "--site", "LTXY", "--staff", "77"), 1, "工号“77”"),
        (("grant", "nobody", "--role", "director", "--site", "LTXY"), 1, "没有账号“nobody”"),
        (("disable", "nobody"), 1, "没有账号“nobody”"),
        (("password",), 2, "NAME"),
    ],
)
def test_what_cannot_be_done_ends_with_one_sentence(
    run: Run, site: Site, words: tuple[str, ...], code: int, sentence: str
) -> None:
    done = run("user", *words)
    assert done.exit_code == code
    assert sentence in done.stderr
    assert "Traceback" not in done.output
    assert code != 1 or done.stderr.count("\n") == 1


def test_a_reason_opens_the_reception_and_is_kept(run: Run, site: Site, session: Session) -> None:
    words = ("--role", "receptionist", "--site", "LTXY", "--reason", "主任同意")
    assert json.loads(run("user", "create", "zhang", *words, "--json").stdout)["username"] == "zhang"
    user = session.scalars(select(User)).one()
    assert user.grants[0].reason == "主任同意"


def test_roles_are_added_once(run: Run, site: Site, director: str) -> None:
    words = ("user", "grant", director, "--role", "technician", "--site", "LTXY")
    assert "已授予" in run(*words).stdout
    assert "没有改动" in run(*words).stdout


def test_a_password_can_be_piped_in(run: Run, director: str, app: Flask) -> None:
    assert run("user", "password", director, "--stdin", stdin="short\n").exit_code == 1
    assert run("user", "password", director, "--stdin", stdin="Quiet-river-2026\n").exit_code == 0
    assert Browser(app.test_client()).sign_in(director, "Quiet-river-2026").status_code == 303


def test_an_account_is_closed(run: Run, director: str, app: Flask) -> None:
    assert "没有未办结的工作" in run("user", "disable", director).stdout
    assert Browser(app.test_client()).sign_in(director).status_code == 403


def test_the_history_says_that_a_command_did_it(run: Run, site: Site, session: Session) -> None:
    run("user", "create", "zhang", "--role", "director", "--site", "LTXY")
    origins = set(session.scalars(select(HistoryEntry.origin).where(HistoryEntry.register == "user")))
    assert origins == {"flask"}


def test_the_sweep_answers_scripts_and_refuses_a_moment_that_is_none(run: Run, site: Site) -> None:
    swept = json.loads(run("deadlines", "sweep", "--now", "2026-11-22T08:30", "--json").stdout)
    assert swept["overdue"] == 0
    assert run("deadlines", "sweep", "--now", "yesterday").exit_code == 2


def test_the_doctor_names_what_is_missing(run: Run, app: Flask) -> None:
    sick = run("doctor")
    assert sick.exit_code == 1
    assert "还没有项目" in sick.stdout
    assert "系统管理员" in sick.stdout


def test_the_doctor_finds_a_healthy_installation_well(run: Run, site: Site, account: Callable[..., str]) -> None:
    account("sysadmin", Role.sysadmin)
    well = run("doctor")
    assert (well.exit_code, well.stdout.splitlines()[-1]) == (0, "一切正常。")


def test_the_doctor_names_a_year_whose_holidays_nobody_knows(app: Flask, settings: Settings, site: Site) -> None:
    with app.app_context():
        assert [r.text("zh")[:8] for r in remarks(settings, dt.datetime(2088, 12, 31, 16, tzinfo=dt.UTC))] == [
            "2089 年的法",
            "2090 年的法",
        ]
        assert list(remarks(settings, dt.datetime(2024, 5, 1, tzinfo=dt.UTC))) == []


def test_the_doctor_tells_of_mails_given_up_lately(
    app: Flask, settings: Settings, site: Site, account: Callable[..., str]
) -> None:
    account("clerk", Role.receptionist)
    gone = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
    with app.app_context():
        with working() as session:
            user = session.scalars(select(User.id).where(User.username == "clerk")).one()
            session.add(OutgoingMail(key="digest:1:2024-05-01", user_id=user, address="clerk@example.invalid", subject="x",
                                     body="x", at=gone, next_try_at=gone, given_up_at=gone, fault="550"))  # fmt: skip
        [told] = remarks(settings, gone + dt.timedelta(days=29))
        assert ("1 封邮件" in told.text("zh"), "clerk@example.invalid" in told.text("en")) == (True, True)
        assert list(remarks(settings, gone + dt.timedelta(days=31))) == []


def test_commands_speak_the_terminals_language(run: Run, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert "There is no account" in run("user", "disable", "nobody").stderr


def test_upgrade_sets_an_empty_database_up_and_is_done_once(databases: object, tmp_path: Path) -> None:
    url = databases.bare("sqlite")  # type: ignore[attr-defined]  # the databases fixture
    environ = environment(url, tmp_path, LC_ALL="zh_CN.UTF-8")
    first = command("upgrade", environ=environ)
    assert "数据库已就绪" in first.stdout
    second = command("upgrade", environ=environ)
    assert "没有改动" in second.stdout


def test_a_bad_setting_is_one_sentence_and_no_traceback(tmp_path: Path) -> None:
    environ = environment("mysql://nowhere", tmp_path, LC_ALL="zh_CN.UTF-8")
    done = command("doctor", environ=environ, ok=False)
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_database_a_command_says_so(tmp_path: Path) -> None:
    environ = environment(f"sqlite:///{tmp_path}/new.db", tmp_path, LC_ALL="zh_CN.UTF-8")
    done = command("user", "disable", "x", environ=environ, ok=False)
    assert (done.returncode, done.stderr.strip()) == (1, "数据库还没有建好，请先运行 flask upgrade。")


def test_a_backup_brings_everything_back(
    run: Run, site: Site, session: Session, clock: Clock, settings: Settings, tmp_path: Path, director: str, app: Flask
) -> None:
    kept = settings.data_dir / "attachments" / "ab" / "abcd"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"a picture")
    file = tmp_path / "centre.tar.gz"
    assert run("backup", str(file)).exit_code == 0
    workflow.create(session, Building, {"code": "9"}, actor=SYSTEM, now=clock(), site_id=site.id)
    session.commit()
    session.close()
    kept.unlink()
    assert run("restore", str(file)).exit_code == 1
    engine_of(app).dispose()
    done = run("restore", str(file), "--replace")
    assert done.exit_code == 0, done.output
    assert kept.read_bytes() == b"a picture"
    assert session.scalars(select(Building)).all() == []
    session.commit()
    made = workflow.create(session, Building, {"code": "1"}, actor=SYSTEM, now=clock(), site_id=site.id)
    session.commit()
    assert made.id
    assert Browser(app.test_client()).sign_in(director).status_code == 303
    assert list((settings.data_dir / "backups").glob("before-restore-*.tar.gz"))


def test_a_damaged_backup_changes_nothing(run: Run, site: Site, session: Session, tmp_path: Path) -> None:
    session.close()
    file = tmp_path / "centre.tar.gz"
    run("backup", str(file))
    whole = file.read_bytes()
    for damaged in (whole[: len(whole) // 2], b"PK\x03\x04 something else", b""):
        file.write_bytes(damaged)
        done = run("restore", str(file), "--replace")
        assert (done.exit_code, "没有改动" in done.stderr) == (1, True)
    assert [s.code for s in session.scalars(select(Site))] == ["LTXY"]


def test_old_backups_make_room(run: Run, site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    for day in ("20260101", "20260102", "20260103"):
        (folder / f"taizhang-{day}-000000.tar.gz").write_bytes(b"")
    assert run("backup", str(folder), "--keep", "2").exit_code == 0
    names = sorted(p.name for p in folder.glob("taizhang-*"))
    assert len(names) == 2
    assert names[0] == "taizhang-20260103-000000.tar.gz"


def test_the_program_is_made_when_it_is_asked_for(settings: Settings) -> None:
    import app as root

    assert "app" not in vars(root)
    assert create_app(settings) is not create_app(settings)


def test_002_2_1_a_period_is_billed_by_command_and_twice_is_nothing_twice(run: Run, app: Flask) -> None:
    with Session(engine_of(app)) as session:
        centre = factories.centre(session, code="SFXM", name="收费项目")
        access.bind(session, access.SYSTEM)
        for home in ("1-1-101", "1-1-102"):
            centre.unit(home)
        example(centre, "FeeItem", name="垃圾清运费")
        example(centre, "FeeItem", name="水费", basis="meter")
        session.commit()
    words = ("bills", "run", "--site", "SFXM", "--from", "2026-11-01", "--due", "2026-11-30")
    assert json.loads(run(*words, "--json").stdout) == [{"item": "垃圾清运费", "made": 2, "left_out": ""}]
    assert "出账 0 户" in run(*words).stdout
    assert run(*words[:-1], "someday").exit_code == 2
    refused = run(*words, "--item", "暖气费")
    assert (refused.exit_code, "暖气费" in refused.stderr) == (1, True)
