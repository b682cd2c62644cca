"""What every test can ask for: a database of its own, a live server, a browser. See tests/support/."""

import datetime as dt
import gc
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support import browser as browsers
from tests.support import compiled, programs
from tests.support.databases import Databases, Kind
from tests.support.fetch import missing
from tests.support.server import LiveServer, serving

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("house")
compiled.share()
programs.share()

BOTH = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))
"""Parameters for a fixture or a test that must hold on both databases."""


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Hands out fresh databases: `databases.fresh("sqlite")`, `.fresh("postgres")`, `.bare(kind)`, `.copy(url)`."""
    pool = Databases(tmp_path_factory.mktemp("databases"))
    yield pool
    pool.close()


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, databases: Databases) -> Iterator[str]:
    """A migrated, empty database of the test's own; the test runs once on SQLite and once on PostgreSQL."""
    kind: Kind = request.param
    url = databases.fresh(kind)
    yield url
    databases.drop(url)


@pytest.fixture
def sqlite_url(databases: Databases) -> Iterator[str]:
    """A migrated, empty SQLite database of the test's own."""
    url = databases.fresh("sqlite")
    yield url
    databases.drop(url)


@pytest.fixture
def postgres_url(databases: Databases) -> Iterator[str]:
    """A migrated, empty PostgreSQL database of the test's own; mark the test `postgres`."""
    url = databases.fresh("postgres")
    yield url
    databases.drop(url)


@pytest.fixture(scope="module")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., LiveServer]]:
    """Starts real servers, stopped after the module: `live_server(url, jobs=False, at=None, **settings)` -> LiveServer."""
    with ExitStack() as running:

        def start(database_url: str, *, jobs: bool = False, at: dt.datetime | None = None, **more: str) -> LiveServer:
            folder = tmp_path_factory.mktemp("data")
            return running.enter_context(serving(database_url, folder, jobs=jobs, at=at, **more))

        yield start


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The session's Chromium; mark the test `browser`."""
    if browsers.chromium() is None:
        pytest.skip(browsers.NO_BROWSER)
    with sync_playwright() as playwright:
        running = browsers.launch(playwright)
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens browsers for people: `visit(server.url)`, `visit(server.url, size=PHONE, locale="en-US")` -> Page.

    At the end of the test each fails it if a page broke the content policy, raised, or asked another host.
    """
    with ExitStack() as people:
        yield lambda home, **options: people.enter_context(browsers.visitor(browser, home, **options))


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[[Page, str], Path]:
    """Keeps a picture for people to look at: `shot(page, "orders")` -> test-results/<test>-orders.png."""
    return lambda page, name: browsers.shot(page, f"{request.node.name}-{name}")


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def pytest_report_header() -> list[str]:
    return missing()


def pytest_collection_finish() -> None:
    """What is loaded by now stays loaded: the collector walks it no more, which took half the time of making a program."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """With CI=true a skip is a failure: a green run has run everything."""
    if in_ci() and skipped(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    names = skipped(config)
    if in_ci() and names:
        terminalreporter.section("CI=true: a skipped test is a failure", red=True, bold=True)
        for name in names:
            terminalreporter.line(f"skipped: {name}")


def skipped(config: pytest.Config) -> list[str]:
    """The tests that were skipped, each once."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reports = reporter.stats.get("skipped", []) if reporter is not None else []
    return sorted({report.nodeid for report in reports})
