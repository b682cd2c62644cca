"""Whatever two rosters say: the same file again changes nothing, and undo brings back exactly what was there."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from exchange import roster
from models.connect import make_engine
from tests.exchange.roster_site import Desk, desk, sheet

NAMES = st.sampled_from(["", "甄一", "甄二", "甄三", "甄一、甄二", "甄二、甄三", "甄三、甄一"])
PHONES = st.sampled_from(["", "18900000001", "18900000002", "18900000001/18900000003"])
IDS = st.sampled_from(["", "", "900001199001010000", "900002199001010000"])
ROW = st.tuples(
    st.sampled_from(["1", "2"]), st.just("1"), st.sampled_from(["101", "102", "103"]),
    st.sampled_from(["", 80, 91.5]), NAMES, PHONES, IDS,
)  # fmt: skip
FILE = st.lists(ROW, min_size=1, max_size=6, unique_by=lambda row: (row[0], row[2]))


@pytest.fixture(scope="module")
def empty(databases: object, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A database with an empty site, to be copied for each example."""
    folder = tmp_path_factory.mktemp("property")
    url = databases.fresh("sqlite")  # type: ignore[attr-defined]  # the session's pool of databases
    engine = make_engine(url)
    desk(engine, folder)
    engine.dispose()  # the last connection's end puts everything into the one file
    return Path(url.removeprefix("sqlite:///")), folder


@settings(
    max_examples=12,
    phases=(Phase.explicit, Phase.generate),
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(first=[("1", "1", "101", "", "", "", "")], second=[("1", "1", "101", 80, "", "", "")])
@given(first=FILE, second=FILE)
def test_again_changes_nothing_and_undo_restores(empty: tuple[Path, Path], first: list[tuple[object, ...]],
                                                second: list[tuple[object, ...]]) -> None:  # fmt: skip
    template, folder = empty
    path = folder / "copy.db"
    for end in ("", "-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    shutil.copyfile(template, path)
    engine = make_engine(f"sqlite:///{path}")
    site = Desk(engine, roster.Store(folder), 1)
    try:
        dumps, batches = [site.dump()], []
        for rows in (first, second):
            batches.append(site.take(sheet(*rows), good=True).id)
            dumps.append(site.dump())
            again = site.take(sheet(*rows), good=True)
            assert (again.counts["new"], again.counts["changed"]) == (0, 0)
            assert site.dump() == dumps[-1]
            site.undo(again.id)
        for number, before in zip(reversed(batches), reversed(dumps[:-1]), strict=True):
            site.undo(number)
            assert site.dump() == before
    finally:
        engine.dispose()
