"""Second questions: what one answer leaves open, another request settles.

Asked only where there is a doubt, so that ordinary pages cost no extra request: one made-up address
a host and run (`soft.py`), and the https twin of a page that answers by http alone.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from bot.model.options.link_rules import LinkRules
from bot.sources.http.guard import NameResolver
from bot.sources.http.limits import PROBE, Limits
from bot.sources.http.pace import Pace
from bot.sources.http.transports import Routes, Transports
from bot.sources.web.fetch import Budget, Fetcher
from bot.sources.web.soft import doubtful, made_up
from bot.sources.web.verdict import Word, assess
from bot.sources.web.visit import Visit


class ProbingFetcher(Fetcher):
    """A Fetcher that asks once more where an answer is not to be taken at its word."""

    def __init__(
        self,
        names: NameResolver,
        routes: Routes,
        pace: Pace,
        limits: Limits,
        count: Callable[[], None],
        rules: LinkRules,
    ) -> None:
        super().__init__(names, routes, pace, limits, count, rules)
        self._made_up: dict[str, Visit] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._without_tls: set[str] = set()

    async def walk(self, start: str, agent: str, transports: Transports, budget: Budget) -> Visit:
        """Follow one address to its end, and ask what that end leaves open."""
        visit = await super().walk(start, agent, transports, budget)
        beside, other = doubtful(visit), twin_outcome(visit)
        if beside:
            message = await self._probe_made_up(beside, agent, transports, budget)
            visit = replace(visit, made_up=message)
        elif other and assess(visit).word is Word.ALIVE:
            same = await self._probe_twin(visit, other, agent, transports, budget)
            visit = replace(visit, twin=other if same else "")
        return visit

    async def _probe_made_up(
        self, beside: str, agent: str, transports: Transports, budget: Budget
    ) -> Visit | None:
        """What the host of an address says to one that nobody wrote; asked once a run."""
        host = urlsplit(beside).netloc
        async with self._turns[host]:
            if host not in self._made_up and budget.any:
                address = made_up(beside)
                self._made_up[host] = await self._aside(address, agent, transports, budget)
            return self._made_up.get(host)

    async def _probe_twin(
        self, visit: Visit, other: str, agent: str, transports: Transports, budget: Budget
    ) -> bool:
        host = urlsplit(other).netloc
        if host in self._without_tls or not budget.any:
            return False
        seen = await self._aside(other, agent, transports, budget)
        if seen.failure:
            self._without_tls.add(host)
        return _same(visit, seen)

    async def _aside(
        self, address: str, agent: str, transports: Transports, budget: Budget
    ) -> Visit:
        """Walk another address on a part of the link's time."""
        part = Budget(min(budget.left, PROBE))
        before = part.left
        visit = await super().walk(address, agent, transports, part)
        budget.left -= before - part.left
        return visit


def twin_outcome(visit: Visit) -> str:
    """The https address that might show the page which plain http showed, or ""."""
    start, final = urlsplit(visit.start), urlsplit(visit.final)
    if (start.scheme, final.scheme, start.port) != ("http", "http", None):
        return ""
    return urlunsplit(("https", start.netloc, start.path, start.query, ""))


def _same(plain: Visit, other: Visit) -> bool:
    """Whether the twin is alive, stays with https, and bears the same title."""
    ours, theirs = plain.page, other.page
    if assess(other).word is not Word.ALIVE or not other.final.startswith("https:"):
        return False
    return bool(ours and theirs and ours.title and ours.title == theirs.title)
