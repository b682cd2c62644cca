"""Backups by the worker: arranged by a command, made each night or once for all nights missed, failures said aloud."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

import workflow
from exchange import backup
from exchange.backup_plan import Every, Plan
from jobs.backups import back_up
from jobs.config import Config
from jobs.queue import Jobs
from models.base.building import Building
from models.base.site import Site
from models.base.user import User
from models.engine import Notice
from models.spec import Role
from tests.web.conftest import SYSTEM, Browser, Clock, engine_of
from web.settings import Settings

Type = Callable[..., Result]


@pytest.fixture
def jobs(settings: Settings, clock: Clock) -> Iterator[Jobs]:
    """The worker's hands; its clock is the test's."""
    queue = f"sqlite:///{settings.data_dir / 'queue.db'}"
    made = Jobs(Config(settings.database_url, settings.data_dir, queue), clock=clock)
    yield made
    made.close()


@pytest.fixture
def typed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Type:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    return lambda *words: app.test_cli_runner().invoke(args=list(words))


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("taizhang-*"))


def test_each_night_one_is_made_and_of_nights_missed_one(
    typed: Type, jobs: Jobs, app: Flask, site: Site, session: Session, settings: Settings, clock: Clock
) -> None:
    session.close()
    folder = settings.data_dir / "backups"
    assert "每天自动备份" in typed("backup", "--every", "day", "--keep", "2").stdout
    for forward, names in (
        ({"minutes": 5}, ["taizhang-20261123-010500.tar.gz"]),
        ({"hours": 17}, ["taizhang-20261123-010500.tar.gz"]),
        ({"hours": 1}, ["taizhang-20261123-010500.tar.gz", "taizhang-20261123-190500.tar.gz"]),
        ({"days": 5}, ["taizhang-20261123-190500.tar.gz", "taizhang-20261128-190500.tar.gz"]),
        ({"minutes": 5}, ["taizhang-20261123-190500.tar.gz", "taizhang-20261128-190500.tar.gz"]),
    ):
        clock.forward(**forward)
        back_up(jobs)
        assert kept(folder) == names
    workflow.create(session, Building, {"code": "9"}, actor=SYSTEM, now=clock(), site_id=site.id)
    session.commit()
    session.close()
    jobs.engine.dispose()
    engine_of(app).dispose()
    assert typed("restore", str(folder / names[-1]), "--replace").exit_code == 0
    assert session.scalars(select(Building)).all() == []
    assert [s.code for s in session.scalars(select(Site))] == ["LTXY"]
    assert typed("backup", "--every", "never").exit_code == 0
    clock.forward(days=1)
    back_up(jobs)
    assert names[-1] in kept(folder)
    assert not any("20261129" in name for name in kept(folder))


def test_a_failure_is_told_under_the_bell_and_by_the_doctor_until_one_is_made(
    typed: Type, jobs: Jobs, account: Callable[..., str], site: Site, session: Session, browser: Browser,
    tmp_path: Path, clock: Clock,
) -> None:  # fmt: skip
    name = account("sysadmin", Role.sysadmin)
    account("director", Role.director)
    session.commit()
    folder = tmp_path / "stick"
    assert typed("backup", str(folder), "--every", "day").exit_code == 0
    assert "还没有设置自动备份" not in typed("doctor").stdout
    folder.rmdir()
    folder.write_text("a file where the folder was")
    for _ in range(3):
        back_up(jobs)
        clock.forward(minutes=90)
    (told,) = session.scalars(select(Notice)).all()
    assert (told.user_id, told.zh.startswith("自动备份没有做成：")) == (accounts_id(session, name), True)
    session.commit()
    browser.sign_in(name)
    assert "自动备份没有做成" in browser.get("/admin/notices/").text
    assert "最近一次自动备份没有做成" in typed("doctor").stdout
    folder.unlink()
    back_up(jobs)
    assert len(kept(folder)) == 1
    assert typed("doctor").stdout.splitlines()[-1] == "一切正常。"
    clock.forward(days=3)
    assert "漏做" in typed("doctor").stdout


def accounts_id(session: Session, name: str) -> int:
    return int(session.scalars(select(User.id).where(User.username == name)).one())


def test_two_do_not_make_one_at_once(
    jobs: Jobs, site: Site, session: Session, settings: Settings, clock: Clock
) -> None:
    session.close()
    folder = settings.data_dir / "backups"
    Plan(every=Every.week, keep=1, folder=folder, since=clock()).write(settings.data_dir)
    with backup.hold(folder):
        back_up(jobs)
    assert kept(folder) == []
    back_up(jobs)
    assert len(kept(folder)) == 1
    plan = Plan.read(settings.data_dir)
    assert plan is not None
    assert plan.slot(dt.datetime(2026, 11, 27, 1, tzinfo=dt.UTC)) == dt.datetime(2026, 11, 21, 18, 30, tzinfo=dt.UTC)
    assert not plan.due(clock() + dt.timedelta(days=5))
    assert plan.due(clock() + dt.timedelta(days=6))
