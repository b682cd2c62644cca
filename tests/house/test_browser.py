"""The watch over pages: what breaks the content policy, raises, or asks another host fails the test that did it."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import DESK, PHONE, visitor

PAGES = {
    "/fine": "<title>台账通</title><p>你好</p>",
    "/inline": "<p onclick='x()'>inline handler</p><script>document.title = 'ran'</script>",
    "/raises": "<script src='/raises.js'></script>",
    "/outside": "<p>outside</p><img src='http://elsewhere.invalid/x.png'>",
}
FILES = {"/raises.js": "throw new Error('broken on purpose')"}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        script = self.path in FILES
        body = (
            FILES.get(self.path) or f"<!doctype html><html lang=zh><link rel=icon href=data:,>{PAGES[self.path]}"
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if script else "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", "default-src 'self'; img-src * data:")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("path", "fault"),
    [("/inline", "content policy"), ("/raises", "broken on purpose"), ("/outside", "elsewhere.invalid")],
)
def test_a_fault_fails_the_visit(browser: Browser, home: str, path: str, fault: str) -> None:
    with pytest.raises(AssertionError, match=fault), visitor(browser, home) as page:
        page.goto(path)


@pytest.mark.browser
def test_two_people_two_windows(visit: Callable[..., Page], home: str) -> None:
    desk, phone = visit(home), visit(home, size=PHONE, locale="en-US")
    for page, size, language in ((desk, DESK, "zh-CN"), (phone, PHONE, "en-US")):
        page.goto("/fine")
        assert page.title() == "台账通"
        assert page.viewport_size == {"width": size[0], "height": size[1]}
        assert page.evaluate("navigator.language") == language
        assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Asia/Shanghai"
