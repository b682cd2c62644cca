"""What the worker needs to know of an installation, from the same environment as the web server (contract, settings)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

CHECKOUT = Path(__file__).resolve().parent.parent
"""The folder the program lies in; a relative path counts from here."""


@dataclass(frozen=True, slots=True)
class Config:
    """The register's database, the data folder, and the queue's address (``sqlite:///…`` or ``redis://…``).

    ``mail_url``: the mail server (``smtp://…``), empty for no mail; ``public_url``: what links in mails begin with.
    """

    database_url: str
    data_dir: Path
    jobs_url: str
    mail_url: str = ""
    public_url: str = "http://127.0.0.1:8000"

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings as ``make run`` hands them on; by hand, relative paths and defaults count from the checkout."""
        data_dir = CHECKOUT / Path(environ.get("DATA_DIR") or "instance").expanduser()
        database = environ.get("DATABASE_URL") or "sqlite:///instance/taizhang.db"
        return cls(
            _absolute(database),
            data_dir,
            _absolute(environ.get("JOBS_URL") or f"sqlite:///{data_dir / 'queue.db'}"),
            environ.get("MAIL_URL") or "",
            (environ.get("PUBLIC_URL") or "http://127.0.0.1:8000").rstrip("/"),
        )


def _absolute(url: str) -> str:
    """An address with an absolute file, and PostgreSQL's driver named."""
    if url.startswith("sqlite:///"):
        return f"sqlite:///{CHECKOUT / url.removeprefix('sqlite:///')}"
    scheme, mark, rest = url.partition("://")
    return f"postgresql+psycopg{mark}{rest}" if scheme in {"postgres", "postgresql"} else url
