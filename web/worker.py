"""``python -m web.worker``: the worker with all its tasks, those included that need the words of the screens."""

from __future__ import annotations

import sys
from typing import Final

from jobs import worker
from jobs.queue import Jobs
from jobs.tasks import MAKE_EXPORT


def make_export(jobs: Jobs, key: str) -> None:
    """Make a long export; the screens are loaded when the first one is asked for."""
    from admin_views.export_task import make_export as make  # noqa: PLC0415 - keeps a worker without exports small

    make(jobs, key)


TASKS: Final = {MAKE_EXPORT: make_export}


def main() -> int:
    """Work until told to stop; 0 then."""
    return worker.main(TASKS)


if __name__ == "__main__":
    sys.exit(main())
