"""Programs made in one process share what is the same in all of them: bound addresses and compiled templates.

Most tests over HTTP make a program of their own. The first of a process does all its work itself; the next one says the
same 3,200 addresses and asks for the same templates, so it is handed what the first worked out.
"""

from types import CodeType
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Map, Rule, RuleFactory


class KnownAddresses(Map):
    """A map that binds its rules when it is first asked; one that says what an earlier one said takes over its rules."""

    known: dict[tuple[Any, ...], Map] = {}  # noqa: RUF012 -- shared by all maps on purpose

    def __init__(self, *args: Any, **options: Any) -> None:
        self._said: list[tuple[Any, Rule]] = []
        super().__init__(*args, **options)

    def add(self, rulefactory: RuleFactory) -> None:
        self._said += [(_said(rule), rule) for rule in rulefactory.get_rules(self)]
        self._remap = True

    def update(self) -> None:
        if not self._remap:
            return
        with self._remap_lock:
            said = tuple(what for what, _ in self._said)
            earlier = self.known.get(said)
            if earlier is None:
                earlier = Map(merge_slashes=self.merge_slashes)
                for _, rule in self._said:
                    earlier.add(rule)
                earlier.update()
                self.known[said] = earlier
            self._matcher, self._rules_by_endpoint = earlier._matcher, earlier._rules_by_endpoint
            self._remap = False


def _said(rule: Rule) -> tuple[Any, ...]:
    """All that a rule was made with."""
    return (
        rule.rule, rule.endpoint, frozenset(rule.methods or ()), rule.subdomain, rule.host, rule.strict_slashes, rule.merge_slashes,
        rule.build_only, rule.alias, rule.websocket, rule.redirect_to, repr(rule.defaults), getattr(rule, "provide_automatic_options", None),
    )  # fmt: skip


class KnownTemplates(BytecodeCache):
    """Templates compiled by an earlier program, as long as their source is the same."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key, bucket.checksum] = bucket.code


def share() -> None:
    """Let every program of this process use them."""
    Flask.url_map_class = KnownAddresses
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": KnownTemplates()}
