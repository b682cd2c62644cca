"""Behind nginx or Caddy: whose X-Forwarded-* headers count, and whose do not."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Any

from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT",
              "HTTP_X_FORWARDED_PREFIX", "HTTP_FORWARDED")  # fmt: skip
_MOST_HOPS = 8


class TrustedProxies:
    """Werkzeug's ProxyFix for requests that come from a trusted address; from anybody else the headers are dropped.

    ``trusted`` are addresses or networks (``127.0.0.1``, ``10.0.0.0/24``). The client is the last address of
    X-Forwarded-For that is not itself a trusted proxy's.
    """

    def __init__(self, app: WSGIApplication, trusted: Iterable[str]) -> None:
        self._app = app
        self._trusted = tuple(ip_network(name, strict=False) for name in trusted)
        self._fixes: dict[int, ProxyFix] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve one request."""
        if not self._is_trusted(environ.get("REMOTE_ADDR", "")):
            for name in _FORWARDED:
                environ.pop(name, None)
            return self._app(environ, start_response)
        hops = self._hops(environ.get("HTTP_X_FORWARDED_FOR", ""))
        fix = self._fixes.get(hops)
        if fix is None:
            fix = self._fixes[hops] = ProxyFix(self._app, x_for=hops, x_proto=1, x_host=1)
        return fix(environ, start_response)

    def _hops(self, forwarded: str) -> int:
        """How many addresses, counted from the end, lead to the client."""
        names = [part.strip() for part in forwarded.split(",") if part.strip()]
        passed = 0
        for name in reversed(names):
            if not self._is_trusted(name):
                break
            passed += 1
        return max(1, min(passed + 1, len(names), _MOST_HOPS))

    def _is_trusted(self, name: str) -> bool:
        try:
            address: Any = ip_address(name)
        except ValueError:
            return False
        address = getattr(address, "ipv4_mapped", None) or address  # how an IPv4 peer looks on an IPv6 socket
        return any(address in network for network in self._trusted)
