"""A real Chromium, driven by playwright, that keeps watch over what pages must never do."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Playwright, Request

CHECKOUT = Path(__file__).resolve().parents[2]
SHOTS = CHECKOUT / "test-results"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
DESK = (1366, 768)
PHONE = (390, 844)
NO_BROWSER = "no browser here: no chromium in PATH and none from playwright; `make test` fetches one where it can"
NO_FONT = "no Chinese font here: pages work, but screenshots show boxes; install fonts-wqy-microhei"


def chromium() -> str | None:
    """The path of a Chromium: the system's, else the one playwright has downloaded; None where there is none."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    downloads = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    for pattern in ("chromium-*/chrome-linux*/chrome", "chromium_headless_shell-*/*/*headless*shell"):
        paths = sorted(downloads.glob(pattern))
        if paths:
            return str(paths[-1])
    return None


def chinese_font() -> bool:
    """Whether a font with Chinese characters is installed."""
    if sys.platform == "darwin":
        return True
    if shutil.which("fc-list"):
        return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout.strip())
    files = (path.name.lower() for path in Path("/usr/share/fonts").rglob("*.*"))
    return any(word in name for name in files for word in ("wqy", "cjk", "han", "uming", "ukai", "fallback"))


def launch(playwright: Playwright) -> Browser:
    """Start the browser; the caller closes it."""
    return playwright.chromium.launch(executable_path=chromium(), args=FLAGS)


class Watch:
    """What pages of one context did that they must not: break the content policy, raise, or ask another host."""

    def __init__(self, home: str) -> None:
        self.home = urlsplit(home).netloc
        self.faults: list[str] = []

    def page(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._raised(page, error))
        page.on("request", self._request)

    def _raised(self, page: Page, error: Error) -> None:
        self.faults.append(f"script error on {page.url}: {error.message}")

    def _console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            self.faults.append(f"content policy: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.home:
            self.faults.append(f"request to another host: {request.url}")


@contextmanager
def visitor(browser: Browser, home: str, *, size: tuple[int, int] = DESK, locale: str = "zh-CN") -> Iterator[Page]:
    """A person with a browser of his own (cookies, window); on leaving, what the watch saw fails the test.

    Args:
        browser: the session's browser.
        home: address of the live server; paths given to `page.goto` count from it.
        size: width and height of the window; `PHONE` also touches and reports itself as a phone.
        locale: the browser's language.
    """
    phone = size == PHONE
    context: BrowserContext = browser.new_context(
        base_url=home,
        locale=locale,
        timezone_id="Asia/Shanghai",
        viewport={"width": size[0], "height": size[1]},
        has_touch=phone,
        is_mobile=phone,
    )
    context.set_default_timeout(15_000)
    watch = Watch(home)
    context.on("page", watch.page)
    page = context.new_page()
    try:
        yield page
    finally:
        context.close()
    assert not watch.faults, "\n".join(watch.faults)


def shot(page: Page, name: str) -> Path:
    """Keep a picture of the whole page under test-results/ for people to look at; returns its path."""
    SHOTS.mkdir(exist_ok=True)
    path = SHOTS / (re.sub(r"[^\w.-]+", "-", name).strip("-") + ".png")
    page.screenshot(path=path, full_page=True)
    return path
