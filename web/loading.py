"""Loading many modules without the collector looking through them again and again: nothing made then is garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the collector rest inside the block, then keep what was made in it out of later collections.

    Nothing changes where it rests already (``gunicorn_conf`` and a block around this one see to it themselves).
    """
    resting = not gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not resting:
            gc.freeze()
            gc.enable()
