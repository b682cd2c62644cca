"""The how-to is followed: its commands, typed as they stand, open a site."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.exchange.packs import book, small
from tests.support.server import environment

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "open-a-site.md"
CHECKOUT = PAGE.parents[2]


@pytest.mark.slow
def test_the_commands_of_the_page_open_a_site(sqlite_url: str, tmp_path: Path) -> None:
    commands = re.findall(r"```sh\n(.*?)\n```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(commands) == 3
    said = []
    for number, line in enumerate([*commands, commands[2]]):
        words = line.split()
        assert words[0] == ".venv/bin/flask"
        typed = [str(tmp_path / word) if word.endswith(".xlsx") else word for word in words[1:]]
        command = [sys.executable, "-m", "flask", "--app", str(CHECKOUT / "app.py"), *typed]
        done = subprocess.run(
            command, env=environment(sqlite_url, tmp_path), cwd=CHECKOUT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr + done.stdout
        said.append(done.stdout)
        if number == 0:
            assert (tmp_path / "开通模板.xlsx").stat().st_size > 10_000
            (tmp_path / "开通模板.xlsx").write_bytes(book(small()).getvalue())
    template, dry, opened, again = said
    assert "开通模板.xlsx" in template
    assert "房屋业主" in dry
    assert "director@qly" not in dry
    assert re.search(r"director@qly\s+\S{4}-\S{4}-\S{4}-\S{4}\s+张明", opened)
    assert "director@qly" not in again
