"""A sentence for the next page: said before a redirect, shown once after it."""

from __future__ import annotations

from typing import Any, cast

from flask import session

from admin_views.viewmodels import Link, Message, Tone
from models.spec import Label
from web import i18n

_KEY = "said"
_MOST = 5


def tell(text: Label | str, tone: Tone = "green", *, link: tuple[str, str] | None = None) -> None:
    """Say something on the next page that is shown; ``link`` is (words, address)."""
    said: list[Any] = session.setdefault(_KEY, [])
    said.append([i18n.say(text), tone, *(link or ())])
    session[_KEY] = said[-_MOST:]


def take() -> tuple[Message, ...]:
    """What was said and not shown yet; asked again it is gone."""
    if _KEY not in session:
        return ()
    return tuple(
        Message(text=text, tone=cast("Tone", tone), link=Link(label=link[0], url=link[1]) if link else None)
        for text, tone, *link in session.pop(_KEY)
    )
