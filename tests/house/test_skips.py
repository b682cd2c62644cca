"""With CI=true a skipped test is a failure, by name; without it, it is only reported."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from web.settings import CHECKOUT

SKIPPING = """
import pytest
def test_runs(): assert 1 + 1 == 2
def test_left_out(): pytest.skip("nothing to run it with")
"""


@pytest.mark.parametrize(("ci", "code", "workers"), [("true", 1, "2"), ("true", 1, "0"), ("", 0, "0")])
def test_a_skip_counts_in_ci(tmp_path: Path, ci: str, code: int, workers: str) -> None:
    shutil.copy(CHECKOUT / "tests" / "conftest.py", tmp_path / "conftest.py")
    (tmp_path / "test_it.py").write_text(SKIPPING)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-c",
            CHECKOUT / "pyproject.toml",
            "--rootdir",
            tmp_path,
            "-n",
            workers,
            tmp_path,
        ],
        env={**os.environ, "CI": ci, "PYTHONPATH": str(CHECKOUT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert ("test_left_out" in done.stdout.split("a skipped test is a failure")[-1]) == bool(ci), done.stdout
