"""The rows of a list as HTML: the one piece of a page that is repeated a hundred times, so no template loop draws it.

All texts of a page are escaped in one call; words and links that repeat are put together once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from admin_views.viewmodels.common import Badge, Clock
    from admin_views.viewmodels.lists import Row, Transition

_BETWEEN = "\x1f"
"""Divides texts while they are escaped together; a text that holds it makes each be escaped alone."""


def markup(rows: Sequence[Row], *, badges: bool, clocks: bool, ticks: bool = True) -> Markup:
    """Return the ``<tr>`` elements of a list's body; ``badges``, ``clocks`` and ``ticks`` say whether it has those columns."""
    texts = iter(_escaped([t for r in rows for t in (r.id, r.number, r.status, r.more, r.head, *r.cells)]))
    words: dict[int, str] = {}
    steps: dict[int, tuple[str, str]] = {}  # both by the object's id: rows share them, and the page holds them
    out: list[str] = []
    tick = ('<input type="checkbox" name="id" value="', '">') if ticks else ("", "")
    for r in rows:
        key, number, status, more, head = next(texts), next(texts), next(texts), next(texts), next(texts)
        cells = "</td><td>".join([next(texts) for _ in r.cells])
        steps_here = f' data-more="{more}{" *" if r.may_edit else ""}"' if more or r.may_edit else ""
        line = (
            f'\n<tr data-id="{key}" data-number="{number}" data-status="{status}"{steps_here}>'
            f"<td>{tick[0]}{key if ticks else ''}{tick[1]}</td>"
            f'<th scope="row"><a href="details/?id={key}">{head}</a></th>{f"<td>{cells}</td>" if r.cells else ""}'
        )
        if badges:
            line += f"<td>{_badge(r.badge, words) if r.badge else ''}</td>"
        if clocks:
            line += f"<td>{_clock(r.clock) if r.clock else ''}</td>"
        if r.next:
            if id(r.next) not in steps:
                steps[id(r.next)] = _step(r.next)
            before, after = steps[id(r.next)]
            out.append(f"{line}<td>{before}{key}{after}</td></tr>")
        else:
            out.append(f"{line}<td></td></tr>")
    return Markup("".join(out))  # noqa: S704 - every text in it was escaped above


def _escaped(texts: Sequence[str]) -> list[str]:
    together = str(escape(_BETWEEN.join(texts))).split(_BETWEEN)
    return together if len(together) == len(texts) else [str(escape(t)) for t in texts]


def _badge(badge: Badge, words: dict[int, str]) -> str:
    if id(badge) not in words:
        words[id(badge)] = f'<b class="b {escape(badge.tone)}">{escape(badge.label)}</b>'
    return words[id(badge)]


def _clock(clock: Clock) -> str:
    due = f' data-due="{escape(clock.due)}"' if clock.due else ""
    return f'<time class="ck {clock.tone}" title="{escape(clock.exact)}"{due}>{escape(clock.text)}</time>'


def _step(step: Transition) -> tuple[str, str]:
    """Return what comes before and after the row's id."""
    name, label = escape(step.name), escape(step.label)
    if step.asks:
        return f'<a class="go" data-transition="{name}" href="transition/{name}/?id=', f'">{label}</a>'
    return f'<button class="go" data-transition="{name}" formaction="transition/{name}/?id=', f'">{label}</button>'
