"""A list's rules for links: which are left out, how hosts are treated, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from bot.model.errors import Where

CONTROL = "https://example.com/"
"""Kept alive for documentation by IANA (https://www.iana.org/help/example-domains)."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Why the rule exists, its place, and the last day (YYYY-MM-DD) on which it holds.

    Without that day it has no end.
    """

    reason: str
    where: Where
    until: str = ""

    def holds(self, today: str) -> bool:
        """Whether it is still in force on a day (YYYY-MM-DD)."""
        return not self.until or today <= self.until


@dataclass(frozen=True, kw_only=True)
class LinkRule(Rule):
    """A rule for links whose address, as written, matches `pattern`; `*` matches anything."""

    pattern: str


@dataclass(frozen=True, kw_only=True)
class HostRule(Rule):
    """How hosts are treated whose name fits `host`; `*` stands for anything, None for as usual.

    at_once    requests that may be under way
    interval   seconds between the beginnings of two requests
    by_status  whether only the status is judged, and never the page
    """

    host: str
    at_once: int | None = None
    interval: float | None = None
    by_status: bool = False


@dataclass(frozen=True)
class LinkRules:
    """All rules. A link that matches `include` is queried even if it matches `exclude`.

    `control` is the address of a page that is known to exist: when it fails as well, the network of
    this machine is down.
    """

    exclude: tuple[LinkRule, ...] = ()
    include: tuple[LinkRule, ...] = ()
    hosts: tuple[HostRule, ...] = ()
    control: str = CONTROL

    def on(self, today: str) -> LinkRules:
        """The rules that hold on a day (YYYY-MM-DD)."""
        return replace(
            self,
            exclude=tuple(rule for rule in self.exclude if rule.holds(today)),
            include=tuple(rule for rule in self.include if rule.holds(today)),
            hosts=tuple(rule for rule in self.hosts if rule.holds(today)),
        )

    def ended(self, today: str) -> list[Rule]:
        """The rules whose last day is over, in the order written."""
        rules: list[Rule] = [*self.exclude, *self.include, *self.hosts]
        over = [rule for rule in rules if not rule.holds(today)]
        return sorted(over, key=lambda rule: rule.where.line)

    def why_left_out(self, url: str) -> str:
        """Why a link is not queried, or ""."""
        if any(fnmatchcase(url, rule.pattern) for rule in self.include):
            return ""
        fitting = (rule for rule in self.exclude if fnmatchcase(url, rule.pattern))
        rule = next(fitting, None)
        return f"left out by {rule.where}: {rule.reason}" if rule else ""

    def for_host(self, host: str) -> HostRule | None:
        """The first rule that matches a host's name."""
        return next((rule for rule in self.hosts if fnmatchcase(host, rule.host)), None)


NO_RULES = LinkRules()
"""The rules of a list that sets none."""
