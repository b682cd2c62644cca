"""Every page with believable data, served with the product's content security policy and photographed.

python -m tests.look.preview OUT_DIR [NAME …]     pictures of all pages (or those named) in every variant
python -m tests.look.preview --serve PORT         only serves them; open /
"""

from __future__ import annotations

import json
import mimetypes
import sys
import threading
from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page, sync_playwright

from tests.look import forms, lists, others, records
from tests.look.frame import ROOT, Words, crumbs, environment, frame, words
from tests.support.browser import launch

CSP = (
    "default-src 'self'; script-src 'nonce-cHJldmlld25vbmNl' 'strict-dynamic'; style-src 'self' 'nonce-cHJldmlld25vbmNl'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
Make = Callable[[Words], Any]

PAGES: dict[str, tuple[str, Make, str]] = {
    "list": ("list", lists.list_page, "/admin/repair_order/"),
    "list-empty": ("list", lambda t: lists.list_page(t, empty=True), "/admin/repair_order/"),
    "record": ("record", records.record_page, "/admin/repair_order/details/"),
    "approval": ("record", records.separation_page, "/admin/separation/details/"),
    "form": ("form", forms.new_page, "/admin/repair_order/new/"),
    "form-errors": ("form", forms.error_page, "/admin/repair_order/new/"),
    "form-stale": ("form", forms.stale_page, "/admin/repair_order/edit/"),
    "complete": ("transition", forms.complete_page, "/admin/repair_order/transition/complete/"),
    "bulk": ("transition", forms.bulk_page, "/admin/repair_order/transition/approve/"),
    "bulk-result": ("bulk_result", forms.bulk_result, "/admin/repair_order/transition/approve/"),
    "desk": ("desk", others.desk_page, "/admin/"),
    "desk-technician": ("desk", lambda t: others.desk_page(t, technician=True), "/admin/"),
    "search": ("search", others.search_page, "/admin/search"),
    "login": ("login", others.login_page, "/login"),
    "password": ("change_password", others.password_page, "/account/password"),
    "conflict": ("error", others.conflict_page, "/admin/repair_order/"),
    "confirm": ("confirm", others.confirm_page, "/admin/repair_order/"),
    "import-upload": ("import_upload", others.upload_page, "/admin/resident/import/"),
    "import-plan": ("import_plan", others.plan_page, "/admin/resident/import/17/"),
    "import-progress": ("import_progress", others.progress_page, "/admin/resident/import/17/"),
    "import-result": ("import_result", others.result_page, "/admin/resident/import/17/"),
    "roles": ("roles", others.roles_page, "/admin/roles/"),
}
DOORS = {"login", "password"}
VARIANTS = {
    "desktop": ("zh", "light", 1366, 768),
    "dark": ("zh", "dark", 1366, 768),
    "en": ("en", "light", 1366, 768),
    "phone": ("zh", "light", 390, 844),
    "tablet": ("zh", "light", 1024, 768),
}
ENV = environment()
UNITS = [
    {
        "id": 902,
        "text": "3-1-502",
        "sub": "李秀英 · 业主 · 尾号 6021",
        "data": {"resident": "李秀英", "phone": "13800006021"},
    },
    {
        "id": 903,
        "text": "3-1-503",
        "sub": "刘桂兰 · 业主 · 尾号 1187",
        "data": {"resident": "刘桂兰", "phone": "13800001187"},
    },
]


def render(name: str, locale: str = "zh", theme: str = "light") -> str:
    """One page as the application would render it."""
    template, make, path = PAGES[name]
    t = words(locale)
    given = frame(locale, theme, path, signed_in=name not in DOORS)
    given["crumbs"] = (
        crumbs(t) if name.startswith("list") else crumbs(t, (t("这一页", "This page"), "")) if name not in DOORS else ()
    )
    return ENV.get_template(f"pages/{template}.html").render(page=make(t), **given)


class Handler(BaseHTTPRequestHandler):
    """Pages under /<variant>/<name>/, files under /static/, and the answers the scripts ask for."""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        parts = url.path.strip("/").split("/")
        query = parse_qs(url.query).get("q", [""])[0]
        if parts[0] == "static":
            file = ROOT / url.path.lstrip("/")
            return (
                self.answer(file.read_bytes(), mimetypes.guess_type(file.name)[0] or "text/plain")
                if file.is_file()
                else self.answer(b"", "text/plain", 404)
            )
        if "lookup" in parts:
            found = [unit for unit in UNITS if not query or query in str(unit)]
            return self.answer(json.dumps(found).encode(), "application/json")
        if "hint" in parts:
            hint = {
                "text": "这户上周报过同样的问题：",
                "items": [{"label": "WX-LTXY-20261115-0012 厨房软管渗漏", "url": "#", "when": "11-15 已回访"}],
            }
            return self.answer(json.dumps(hint).encode(), "application/json")
        if parts[0] == "status":
            return self.answer(
                json.dumps(
                    {"phase": "applying", "text": "正在写入第 803 行", "done": 803, "total": 1204, "finished": False}
                ).encode(),
                "application/json",
            )
        if len(parts) > 1 and parts[0] in VARIANTS and parts[1] in PAGES:
            locale, theme, *_ = VARIANTS[parts[0]]
            return self.answer(render(parts[1], locale, theme).encode(), "text/html; charset=utf-8")
        index = "".join(f"<p>{v}: " + " ".join(f'<a href="/{v}/{n}/">{n}</a>' for n in PAGES) for v in VARIANTS)
        return self.answer(index.encode(), "text/html; charset=utf-8", 200 if url.path == "/" else 404)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(204)
        self.end_headers()

    def answer(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", CSP)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the standard library's
        """Quiet."""


def serve(port: int = 0) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def scenes(page: Page, name: str, save: Callable[[str], None]) -> None:
    """Beyond the first look: menus, pickers and lists that open."""
    if name == "list":
        if page.locator("tbody input[name=id]").first.is_visible():  # cards on a phone have no check boxes
            for box in page.locator("tbody input[name=id]").all()[:3]:
                box.check()
            save("selected")
            page.locator("[data-clear]").click()
        page.locator(".mo").nth(1).click()
        save("row-menu")
        page.keyboard.press("Escape")
        page.locator("#filters > summary").click()
        page.wait_for_selector("#filters .ts-wrapper")
        save("filters")
    elif name == "form":
        page.locator("#unit-ts-control").click()
        page.locator("#unit-ts-control").fill("502")
        page.wait_for_selector(".ts-dropdown .option")
        save("lookup")
        page.keyboard.press("Enter")
        page.locator("#appointment_at").click()
        page.locator(".air-datepicker.-active- button").first.click(trial=True)  # waits until it stands still
        save("date")
        page.keyboard.press("Escape")
    elif name == "record":
        page.locator("[data-dialog=unmask]").click()
        save("unmask")


class Camera:
    """Photographs pages of one variant and notes what went wrong on them."""

    def __init__(self, page: Page, folder: Path, variant: str, faults: list[str]) -> None:
        self.page, self.folder, self.variant, self.faults = page, folder, variant, faults
        page.on("console", self.said)
        page.on("pageerror", self.raised)

    def said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(f"{self.variant} {message.text}")

    def raised(self, error: Error) -> None:
        self.faults.append(f"{self.variant} {error.message}")

    def take(self, origin: str, name: str) -> None:
        self.page.goto(f"{origin}/{self.variant}/{name}/")
        self.page.wait_for_load_state("networkidle")
        self.save(name)
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            self.faults.append(f"{self.variant} {name}: {wide} px wider than the window")
        if self.variant in {"desktop", "phone"}:
            scenes(self.page, name, partial(self.save, name))

    def save(self, name: str, scene: str = "") -> None:
        self.page.screenshot(path=self.folder / f"{'-'.join(filter(None, (name, self.variant, scene)))}.png")


def photograph(folder: Path, chosen: list[str]) -> list[str]:
    """Pictures of every page in every variant; returns what the browser complained about."""
    folder.mkdir(parents=True, exist_ok=True)
    server = serve()
    faults: list[str] = []
    with sync_playwright() as play:
        browser = launch(play)
        for variant, (_, theme, width, height) in VARIANTS.items():
            context = browser.new_context(
                viewport={"width": width, "height": height},
                has_touch=variant == "phone",
                color_scheme="dark" if theme == "dark" else "light",
            )
            camera = Camera(context.new_page(), folder, variant, faults)
            for name in chosen or list(PAGES):
                camera.take(f"http://127.0.0.1:{server.server_port}", name)
            context.close()
        browser.close()
    server.shutdown()
    return faults


def main() -> None:
    """See the top of this file."""
    if sys.argv[1:2] == ["--serve"]:
        serve(int(sys.argv[2]))
        threading.Event().wait()
    faults = photograph(Path(sys.argv[1]), sys.argv[2:])
    weight = len(render("list").encode())
    sys.stdout.write("\n".join([*faults, f"list page at 50 rows: {weight} bytes"]) + "\n")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
