"""The real worker in a process of its own: it does what is queued, lives audibly, mends what was cut short, ends when told."""

import datetime as dt
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jobs import tasks
from jobs.config import Config
from jobs.queue import Jobs
from jobs.tasks import import_key
from models.connect import make_engine
from models.engine import ImportBatch
from tests.exchange import books
from tests.exchange.roster_site import Desk, desk
from tests.support.server import environment
from web.settings import CHECKOUT

PATIENCE = 120.0


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    engine = make_engine(database_url)
    yield desk(engine, tmp_path)
    engine.dispose()


@pytest.fixture
def jobs(site: Desk, database_url: str, tmp_path: Path) -> Iterator[Jobs]:
    made = Jobs(Config(database_url, tmp_path, f"sqlite:///{tmp_path / 'queue.db'}"))
    yield made
    made.close()


@contextmanager
def working(database_url: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    env = environment(database_url, folder)
    with subprocess.Popen([sys.executable, "-m", "jobs.worker"], cwd=CHECKOUT, env=env) as process:
        try:
            yield process
        finally:
            process.kill()


def await_state(site: Desk, number: int, *states: str) -> ImportBatch:
    """Look until the import stands in one of the states; fails after a while with where it stands."""
    until = time.monotonic() + PATIENCE
    with selectors.DefaultSelector() as pause:
        while (batch := site.batch(number)).state not in states:
            assert time.monotonic() < until, batch.state
            pause.select(0.1)
    return batch


def test_it_plans_and_writes_what_is_queued(site: Desk, jobs: Jobs, database_url: str, tmp_path: Path) -> None:
    number = site.send(books.plain())
    jobs.enqueue("plan_roster", number)
    with working(database_url, tmp_path) as worker:
        assert await_state(site, number, "planned", "failed").counts["new"] == 40
        assert (tmp_path / "worker.heartbeat").exists()
        site.yes(number)
        jobs.enqueue("apply_roster", number)
        await_state(site, number, "done", "failed")
        assert len(site.dump()["unit"]) == 40
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(15) == 0


def test_it_mends_on_its_start_what_was_cut_short(site: Desk, jobs: Jobs, database_url: str, tmp_path: Path) -> None:
    number = site.send(books.plain())
    with site.session() as session:
        session.get_one(ImportBatch, number).started_at = dt.datetime(
            2026, 11, 22, tzinfo=dt.UTC
        )  # by one who is no more
        session.commit()
    with working(database_url, tmp_path):
        batch = await_state(site, number, "failed")
    assert batch.fault is not None
    assert batch.fault["zh"].startswith("中断，未写入任何数据")


@pytest.mark.parametrize("wish", ["person", "machine"])
def test_what_is_queued_is_put_down_when_asked(wish: str, site: Desk, jobs: Jobs) -> None:
    number = site.send(books.plain())
    jobs.enqueue("plan_roster", number)
    if wish == "person":
        jobs.board.cancel(import_key(number))
    else:
        jobs.stopping.set()
    assert jobs.run_waiting() == 1
    batch = site.batch(number)
    assert batch.state == ("cancelled" if wish == "person" else "failed")
    assert not site.store.source(number).exists()


def test_progress_survives_the_page_and_is_forgotten_at_the_end(jobs: Jobs, site: Desk) -> None:
    assert jobs.board.read("import:1").phase == "waiting"
    jobs.board.tell("import:1", "reading", 512, 1000)
    other = Jobs(jobs.config)
    assert (other.board.read("import:1").done, other.board.read("import:1").total) == (512, 1000)
    jobs.board.clear("import:1")
    assert other.board.read("import:1").phase == "waiting"


def test_an_import_of_no_person_is_the_systems_own(jobs: Jobs, site: Desk) -> None:
    number = site.send(books.plain())
    assert site.batch(number).user_id is None
    jobs.enqueue("plan_roster", number)
    jobs.run_waiting()
    assert site.batch(number).state == "planned"


@pytest.mark.parametrize(
    ("given", "database", "queue"),
    [
        ({}, f"sqlite:///{CHECKOUT}/instance/taizhang.db", f"sqlite:///{CHECKOUT}/instance/queue.db"),
        ({"DATABASE_URL": "postgres://x/y", "JOBS_URL": "redis://r"}, "postgresql+psycopg://x/y", "redis://r"),
        ({"DATA_DIR": "/srv/d"}, f"sqlite:///{CHECKOUT}/instance/taizhang.db", "sqlite:////srv/d/queue.db"),
    ],
)
def test_settings_as_the_contract_has_them(given: dict[str, str], database: str, queue: str) -> None:
    config = Config.from_env(given)
    assert (config.database_url, config.jobs_url) == (database, queue)


def test_clock_tasks_run_on_an_empty_centre(jobs: Jobs, site: Desk) -> None:
    before = site.dump()
    for work, _ in tasks.PERIODIC.values():
        work(jobs)
    assert site.dump() == before
