"""What a start does not do: libraries that one page needs stay unloaded, and the relations of the models wait."""

import json
import subprocess
import sys
from pathlib import Path

from tests.support.server import environment
from web.settings import CHECKOUT

LATE = {"alembic", "huey", "openpyxl", "plutoprint", "pypdf", "xlsxwriter"}
ASK = """
import json, sys
from app import create_app
create_app()
from models.declare import Base
print(json.dumps([sorted(sys.modules), any(m.configured for m in Base.registry.mappers)]))
"""


def test_a_start_leaves_to_each_page_what_only_that_page_needs(tmp_path: Path) -> None:
    given = environment(f"sqlite:///{tmp_path}/none.db", tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=given, cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    loaded, related = json.loads(done.stdout.splitlines()[-1])
    assert "sqlalchemy.orm" in loaded, "the question itself is asked of a started program"
    assert not LATE & set(loaded)
    assert not related
