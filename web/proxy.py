"""Behind nginx or Caddy: believe X-Forwarded-* only from the proxies that the settings name."""

import ipaddress
from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT")


class TrustedProxies:
    """WSGI middleware: `app.wsgi_app = TrustedProxies(app.wsgi_app, settings.trusted_proxies)`.

    A request from a named proxy gets the client's address, scheme and host as that proxy saw them; from anybody else
    the same headers are dropped, so nobody writes another address into the log or the throttle.

    Args:
        app: the program.
        trusted: addresses or networks; empty trusts nobody.
    """

    def __init__(self, app: "WSGIApplication", trusted: Iterable[str]) -> None:
        self.direct = app
        self.forwarded = ProxyFix(app, x_for=1, x_proto=1, x_host=1)
        self.networks = tuple(ipaddress.ip_network(name, strict=False) for name in trusted)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Serve one request."""
        if self._trusts(environ.get("REMOTE_ADDR", "")):
            return self.forwarded(environ, start_response)
        for header in FORWARDED:
            environ.pop(header, None)
        return self.direct(environ, start_response)

    def _trusts(self, peer: str) -> bool:
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:  # a unix socket has no address
            return False
        mapped = getattr(address, "ipv4_mapped", None) or address
        return any(mapped in network for network in self.networks if network.version == mapped.version)
