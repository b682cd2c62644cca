"""Addresses of our own files with a piece of their content's hash, so that browsers keep them for a year."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, Response, request

_FOREVER = "public, max-age=31536000, immutable"
_PIECE = 6


class Assets:
    """Hashes of the files under ``static/``, worked out once; looked at anew on every use in development."""

    def __init__(self, folder: Path, *, fresh: bool) -> None:
        self._folder = folder
        self._fresh = fresh
        self._urls: dict[str, tuple[float, str]] = {}

    def url(self, name: str) -> str:
        """The address of ``static/<name>``; without a hash for a file that does not exist."""
        kept = self._urls.get(name)
        if kept is not None and not self._fresh:
            return kept[1]
        path = self._folder / name
        try:
            changed = path.stat().st_mtime
            if kept is not None and kept[0] == changed:
                return kept[1]
            piece = hashlib.sha256(path.read_bytes()).hexdigest()[:_PIECE]
        except OSError:
            return f"/static/{name}"
        url = f"/static/{name}?v={piece}"
        self._urls[name] = (changed, url)
        return url


def init_app(app: Flask, *, fresh: bool) -> None:
    """Give templates ``asset(name)``, and let files asked for by their hash be kept for ever."""
    app.jinja_env.globals["asset"] = Assets(Path(app.static_folder or ""), fresh=fresh).url

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code in {200, 304}:
            response.headers["Cache-Control"] = _FOREVER if "v" in request.args else "no-cache"
        return response
