"""Copy the front-end libraries and icons we serve from their npm packages into static/vendor and static/icons.svg.

Run by `make vendor` when a version below is raised; needs npm and the network, neither of which the product needs.
Writes static/vendor/README.md with names, versions and licences.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"

# package, version, licence, what for, files to copy (from the package -> under static/vendor)
PACKAGES: tuple[tuple[str, str, str, str, dict[str, str]], ...] = (
    (
        "tom-select",
        "2.6.2",
        "Apache-2.0",
        "type-ahead selects and look-ups",
        {"dist/js/tom-select.popular.min.js": "tom-select.min.js", "LICENSE": "tom-select.LICENSE"},
    ),
    (
        "air-datepicker",
        "3.6.0",
        "MIT",
        "date and time picker (Chinese and English words are ours, in static/js/dates.js)",
        {
            "air-datepicker.js": "air-datepicker.js",
            "air-datepicker.css": "air-datepicker.css",
            "package.json": "air-datepicker.LICENSE",
        },
    ),
    (
        "signature_pad",
        "5.1.4",
        "MIT",
        "signatures drawn with a finger",
        {"dist/signature_pad.umd.min.js": "signature_pad.min.js", "LICENSE": "signature_pad.LICENSE"},
    ),
    ("lucide-static", "1.62.0", "ISC", "icons, in static/icons.svg", {"LICENSE": "lucide.LICENSE"}),
)

MIT = """{name} is under the MIT License (stated in its package.json).

Copyright (c) {holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""

ICONS = [
    "alarm-clock",
    "archive",
    "arrow-down",
    "arrow-left",
    "arrow-right",
    "arrow-up",
    "award",
    "badge-check",
    "ban",
    "bell",
    "book-open",
    "bookmark",
    "boxes",
    "briefcase",
    "building",
    "building-2",
    "calendar",
    "calendar-days",
    "camera",
    "car",
    "check",
    "check-check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "chevrons-up-down",
    "circle",
    "circle-alert",
    "circle-check",
    "circle-help",
    "circle-x",
    "clipboard-check",
    "clipboard-list",
    "clipboard-pen",
    "clock",
    "columns-3",
    "copy",
    "corner-down-left",
    "database",
    "door-open",
    "download",
    "ellipsis",
    "external-link",
    "eye",
    "eye-off",
    "file-plus",
    "file-spreadsheet",
    "file-text",
    "file-up",
    "filter",
    "flag",
    "folder",
    "folder-open",
    "git-merge",
    "hammer",
    "hand-coins",
    "headset",
    "history",
    "house",
    "image",
    "info",
    "key-round",
    "keyboard",
    "languages",
    "layers",
    "layout-dashboard",
    "link",
    "list",
    "list-checks",
    "lock",
    "log-out",
    "map-pin",
    "megaphone",
    "menu",
    "message-square",
    "message-square-warning",
    "moon",
    "package",
    "paperclip",
    "pencil",
    "phone",
    "phone-call",
    "phone-forwarded",
    "plus",
    "printer",
    "receipt",
    "refresh-cw",
    "repeat",
    "rotate-ccw",
    "rows-3",
    "save",
    "search",
    "send",
    "settings",
    "shield",
    "shield-alert",
    "shield-check",
    "shield-user",
    "signature",
    "sliders-horizontal",
    "smartphone",
    "square-check",
    "star",
    "sun",
    "sun-moon",
    "timer",
    "trash-2",
    "triangle-alert",
    "undo-2",
    "upload",
    "user",
    "user-check",
    "user-minus",
    "user-plus",
    "users",
    "wallet",
    "warehouse",
    "wrench",
    "x",
    "zap",
]


def symbol(name: str, source: str) -> str:
    """One <symbol> from a lucide file: its drawing without comments; stroke and size come from our CSS."""
    body = re.sub(r"<!--.*?-->", "", source, flags=re.DOTALL)
    inner = re.search(r"<svg[^>]*>(.*)</svg>", body, flags=re.DOTALL)
    if inner is None:
        sys.exit(f"{name}: no drawing in the icon file")
    drawing = re.sub(r"\s+", " ", inner[1]).replace("> <", "><").strip()
    return f'<symbol id="{name}" viewBox="0 0 24 24">{drawing}</symbol>'


def mit(package: dict[str, str]) -> str:
    """The MIT licence for a package that names it in package.json without carrying its text."""
    if package["license"] != "MIT":
        sys.exit(f"{package['name']}: the licence is now {package['license']}, look at it")
    holder = str(package.get("author", "")) or f"the authors of {package['name']}"
    return MIT.format(name=package["name"], holder=holder)


def main() -> None:
    """Fetch the packages into a temporary folder, copy what we serve, and write the list of versions."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = [f"{name}@{version}" for name, version, *_ in PACKAGES]
        command = ["npm", "install", "--ignore-scripts", "--no-save", "--no-audit", "--prefix", folder, *wanted]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - the packages named above
        modules = Path(folder) / "node_modules"
        VENDOR.mkdir(parents=True, exist_ok=True)
        lines = [
            "# Libraries served from here",
            "",
            "Unchanged copies from npm packages, made by `make vendor` (`scripts/vendor.py` names the versions).",
            "Nothing is loaded from elsewhere at run time.",
            "",
            "| package | version | licence | what for | files |",
            "|---|---|---|---|---|",
        ]
        for name, version, licence, purpose, files in PACKAGES:
            for source, target in files.items():
                text = (modules / name / source).read_text(encoding="utf-8")
                if source == "package.json":
                    text = mit(json.loads(text))
                if target.endswith(".js"):
                    text = re.sub(r"\n?//# sourceMappingURL=\S+\s*$", "\n", text)
                (VENDOR / target).write_text(text, encoding="utf-8")
            shown = ", ".join(f"`{target}`" for target in files.values())
            lines.append(f"| {name} | {version} | {licence} | {purpose} | {shown} |")
        (VENDOR / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
        icons = modules / "lucide-static" / "icons"
        missing = [name for name in ICONS if not (icons / f"{name}.svg").exists()]
        if missing:
            sys.exit("lucide has no icon named: " + ", ".join(missing))
        symbols = "\n".join(symbol(name, (icons / f"{name}.svg").read_text(encoding="utf-8")) for name in ICONS)
        sprite = f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'
        (ROOT / "static" / "icons.svg").write_text(sprite, encoding="utf-8")
    shutil.rmtree(VENDOR / "__pycache__", ignore_errors=True)


if __name__ == "__main__":
    main()
