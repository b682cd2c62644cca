"""What `make test` fetches before the tests: a browser and a Chinese font. Says in one sentence what cannot be had."""

import os
import shutil
import subprocess
import sys

from bench import postgres
from tests.support import browser


def main() -> None:
    """Fetch what is missing; never fails: the tests themselves say what they then skip."""
    wanted = []
    if browser.chromium() is None:
        wanted.append("chromium")
    if not browser.chinese_font():
        wanted.append("fonts-wqy-microhei")
    if wanted and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Fetching {' and '.join(wanted)} ...", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _run(["apt-get", "update", "-qq"], quiet)
        _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted], quiet)
    if browser.chromium() is None:
        print("Fetching playwright's own Chromium ...", flush=True)
        _run([sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"], dict(os.environ))
    for sentence in missing():
        print(f"- {sentence}", flush=True)


def missing() -> list[str]:
    """One sentence for each thing the tests would like and this machine has not."""
    return [
        sentence
        for had, sentence in (
            (browser.chromium() is not None, browser.NO_BROWSER),
            (browser.chinese_font(), browser.NO_FONT),
            (postgres.binaries() is not None, postgres.NO_POSTGRES),
        )
        if not had
    ]


def _run(words: list[str], env: dict[str, str]) -> None:
    done = subprocess.run(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
        tail = next((line for line in lines if line.startswith(("E:", "Error"))), lines[-1] if lines else "no output")
        print(f"- {' '.join(words[:2])} did not work: {tail}", flush=True)


if __name__ == "__main__":
    main()
