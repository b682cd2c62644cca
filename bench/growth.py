"""Growth (j): the same pages over a tenth of the orders and over all of them; on the same page they should take as long."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from bench import client, volume
from bench.databases import connect, put
from bench.pages import form_values

LIST = "/admin/repair_order/?page_size=50"
PAGES = {
    "a first page": LIST,
    "b filter state": f"{LIST}&flt_status_eq=completed",
    "c1 search 4 characters": f"{LIST}&search={quote('厨房水管')}",
    "c2 search 2 characters": f"{LIST}&search={quote('水管')}",
    "d page 50": f"{LIST}&page=50",
}


def lines(few_url: str, few: str, many_url: str, many: str, rounds: int) -> Iterator[str]:
    """Yield a line a scenario: medians of interleaved requests over both databases, and how many times the larger takes."""
    visitors = []
    for url, database in ((few_url, few), (many_url, many)):
        visitor = client.Client(url)
        visitor.sign_in("clerk", volume.PASSWORD)
        visitors.append((visitor, f"/admin/repair_order/edit/?id={_newest(database)}"))
    for name, page in PAGES.items():
        yield _line(name, _times(visitors, [page, page], rounds))
    edits = [edit for _, edit in visitors]
    yield _line("e edit form", _times(visitors, edits, rounds))
    yield _line("f save", _times(visitors, edits, rounds, save=True))


def _newest(database: str) -> int:
    c = connect(database)
    query = "SELECT id FROM repair_order WHERE site_id = 1 AND status IN ('registered', 'dispatched') ORDER BY id DESC LIMIT 1"
    found = put(c, query).fetchone()
    c.close()
    return int(found[0])


def _times(
    visitors: list[tuple[client.Client, str]], pages: list[str], rounds: int, *, save: bool = False
) -> list[float]:
    times: list[list[float]] = [[], []]
    for turn in range(rounds + 3):
        for i, (visitor, _) in enumerate(visitors):
            form = None
            if save:
                form = form_values(visitor.ask(pages[i])[1]) | {"remark": f"第{turn}次"}
            status, _, took, _ = visitor.ask(pages[i], form)
            if status not in {200, 303}:
                msg = f"{pages[i]} answered {status}"
                raise RuntimeError(msg)
            if turn >= 3:
                times[i].append(took)
    return [client.milliseconds(found)[0] for found in times]


def _line(name: str, took: list[float]) -> str:
    return f"j {name:<28}{took[0]:>9.1f}{took[1]:>9.1f}  {took[1] / took[0]:.2f} × (target 1.2)"
