"""The ground other tests stand on: databases of one's own, and migrations that are all or nothing."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from bench import postgres
from tests.conftest import BOTH
from tests.support.databases import Databases, Kind
from web import migrate
from web.settings import CHECKOUT

FIRST = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "first", None
def upgrade():
    op.create_table("house", sa.Column("id", sa.Integer, primary_key=True))
    op.create_table("room", sa.Column("id", sa.Integer, primary_key=True),
                    sa.Column("house_id", sa.Integer, sa.ForeignKey("house.id", name="fk_room_house")))
def downgrade():
    op.drop_table("room")
    op.drop_table("house")
"""
SECOND = '''
"""Rooms have names"""
import sqlalchemy as sa
from alembic import op
revision, down_revision = "second", "first"
def upgrade():
    with op.batch_alter_table("room") as t:
        t.add_column(sa.Column("name", sa.String(20)))
    op.execute("insert into house (id) values (1)")
    {fault}
def downgrade():
    op.execute("delete from house where id = 1")
    with op.batch_alter_table("room") as t:
        t.drop_column("name")
'''


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A migrations folder of the test's own with the project's env.py; returns where versions go."""
    shutil.copy(CHECKOUT / "migrations" / "env.py", tmp_path)
    shutil.copy(CHECKOUT / "migrations" / "script.py.mako", tmp_path)
    (tmp_path / "versions").mkdir()
    real = migrate.alembic_config

    def config() -> object:
        ours = real()
        ours.set_main_option("script_location", str(tmp_path))
        return ours

    monkeypatch.setattr(migrate, "alembic_config", config)
    (tmp_path / "versions" / "1.py").write_text(FIRST)
    return tmp_path / "versions"


@pytest.mark.parametrize("kind", BOTH)
def test_up_and_down(kind: Kind, databases: Databases, scripts: Path) -> None:
    url = databases.bare(kind)
    assert migrate.current(url) is None
    migrate.upgrade(url)
    (scripts / "2.py").write_text(SECOND.format(fault=""))
    assert migrate.upgrade(url) == ("Rooms have names",)
    assert migrate.upgrade(url) == ()
    assert migrate.current(url) == migrate.head() == "second"
    migrate.downgrade(url, "base")
    assert migrate.tables(url) == []
    migrate.upgrade(url)
    assert migrate.tables(url) == ["house", "room"]


@pytest.mark.parametrize("kind", BOTH)
def test_a_step_that_fails_leaves_the_database_as_it_was(kind: Kind, databases: Databases, scripts: Path) -> None:
    url = databases.bare(kind)
    migrate.upgrade(url)
    (scripts / "2.py").write_text(SECOND.format(fault="op.execute('select * from nowhere')"))
    with pytest.raises(Exception, match="nowhere"):
        migrate.upgrade(url)
    assert migrate.current(url) == "first"
    engine = create_engine(url)
    with engine.connect() as c:
        assert [column["name"] for column in inspect(c).get_columns("room")] == ["id", "house_id"]
        assert c.execute(text("select count(*) from house")).scalar() == 0
    engine.dispose()


def test_rows_that_point_nowhere_are_refused(databases: Databases, scripts: Path) -> None:
    url = databases.bare("sqlite")
    migrate.upgrade(url)
    (scripts / "2.py").write_text(SECOND.format(fault="op.execute('insert into room (id, house_id) values (1, 99)')"))
    with pytest.raises(migrate.MigrationError, match="room → house"):
        migrate.upgrade(url)
    assert migrate.current(url) == "first"


def test_each_database_is_its_own(database_url: str, databases: Databases) -> None:
    assert migrate.current(database_url) == migrate.head()
    engine = create_engine(database_url)
    with engine.begin() as c:
        c.execute(text("create table mark (id integer primary key)"))
        c.execute(text("insert into mark (id) values (7)"))
    engine.dispose()
    copied = databases.copy(database_url)
    assert "mark" in migrate.tables(copied)
    databases.drop(copied)
    other = databases.fresh("sqlite" if database_url.startswith("sqlite") else "postgres")
    assert "mark" not in migrate.tables(other)


@pytest.mark.postgres
def test_the_server_dies_with_its_test_process_even_by_kill(databases: Databases) -> None:
    databases.server()
    code = (
        "import os, signal; from bench import postgres; s = postgres.start(postgres.binaries());"
        "print(s.process.pid, s.folder, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    pid, folder = killed.stdout.split()
    waiting = subprocess.run(["tail", f"--pid={pid}", "-f", os.devnull], timeout=20, check=False)
    assert waiting.returncode == 0
    shutil.rmtree(folder)
    assert postgres.binaries() is not None
