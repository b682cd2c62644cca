"""The pages that say what a register is for."""

from __future__ import annotations

from dataclasses import dataclass

from admin_views.viewmodels.common import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpModule:
    """A group of registers."""

    label: str
    registers: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpIndex:
    """Everything `pages/help.html` shows, as `page`."""

    title: str
    modules: tuple[HelpModule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpField:
    """A field in words."""

    name: str
    label: str
    kind: str
    need: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpStep:
    """A transition in words."""

    label: str
    source: str
    target: str
    who: str
    asks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLimit:
    """A deadline in words."""

    label: str
    limit: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpRight:
    """What a role may do by default."""

    role: str
    verbs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpRegister:
    """Everything `pages/help_register.html` shows, as `page`."""

    slug: str
    title: str
    about: str
    sources: str
    list_url: str
    fields: tuple[HelpField, ...]
    states: tuple[str, ...]
    steps: tuple[HelpStep, ...]
    chain: str
    limits: tuple[HelpLimit, ...]
    rights: tuple[HelpRight, ...]
