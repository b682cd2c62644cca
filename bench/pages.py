"""Reading a form as a browser would send it."""

from __future__ import annotations

from bs4 import BeautifulSoup


def form_values(page: str) -> dict[str, str]:
    """Return what the page's main form would send: hidden fields, texts, chosen options."""
    soup = BeautifulSoup(page, "html.parser")
    forms = sorted(soup.select("form[method=post]"), key=lambda f: len(f.select("input, textarea, select")))
    out: dict[str, str] = {}
    for tag in forms[-1].select("input, textarea, select"):
        name, kind = tag.get("name"), tag.get("type", "")
        if (
            not name
            or kind in {"file", "submit", "button"}
            or (kind in {"checkbox", "radio"} and not tag.has_attr("checked"))
        ):
            continue
        if tag.name == "select":
            chosen = tag.select_one("option[selected]")
            out[str(name)] = str(chosen.get("value", "")) if chosen else ""
        else:
            out[str(name)] = tag.text if tag.name == "textarea" else str(tag.get("value", ""))
    return out
