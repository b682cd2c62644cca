"""placeholder"""

from pathlib import Path
from typing import Any
import datetime as dt


def write(path: Path, url: str, data_dir: Path, *, now: dt.datetime) -> Any: ...
