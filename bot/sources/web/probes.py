"""Second questions: what one answer leaves open, another request settles.

Asked only where there is a doubt, so that ordinary pages cost no extra request: one made-up address
a folder (`soft.py`); the https twin of one page a host that answers by http alone; and of a page
that is not there, at the try that would confirm it, its https twin. An answer that several links
share depends on none of them: not on their order, nor on the time that one of them has left.
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
from bot.sources.web.fetch import Fetcher
from bot.sources.web.soft import doubtful, made_up
from bot.sources.web.verdict import Word, assess
from bot.sources.web.visit import Visit
from bot.sources.web.walk import Budget

_NOT_THERE = frozenset({404, 410})


class ProbingFetcher(Fetcher):
    """A Fetcher that sends one more request where an answer alone does not settle it."""

    def __init__(
        self,
        names: NameResolver,
        routes: Routes,
        pace: Pace,
        limits: Limits,
        count: Callable[[], None],
        rules: LinkRules,
        first_agent: str,
    ) -> None:
        super().__init__(names, routes, pace, limits, count, rules)
        self._answers: dict[tuple[str, str], Visit] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._twins_asked: set[str] = set()
        self._first_agent = first_agent

    async def walk(self, start: str, agent: str, transports: Transports, budget: Budget) -> Visit:
        """Follow one address to its end, and ask what that end leaves open."""
        visit = await super().walk(start, agent, transports, budget)
        beside, other = doubtful(visit), twin_outcome(visit)
        if beside:
            made = await self._shared(made_up(beside), agent, transports, budget)
            return replace(visit, made_up=made)
        if not other or not budget.any:
            return visit
        if visit.status in _NOT_THERE and agent != self._first_agent:
            return await self._doubt_death(visit, other, agent, transports, budget)
        if 200 <= visit.status < 300 and urlsplit(other).netloc not in self._twins_asked:
            return await self._living_twin(visit, other, agent, transports, budget)
        return visit

    async def _living_twin(
        self, visit: Visit, other: str, agent: str, transports: Transports, budget: Budget
    ) -> Visit:
        """Whether a page that plain http showed is at its https address; asked once a host."""
        if assess(visit).word is not Word.ALIVE:
            return visit
        self._twins_asked.add(urlsplit(other).netloc)
        seen = await self._aside(other, agent, transports, budget)
        return replace(visit, twin=other if _same(visit, seen) else "")

    async def _doubt_death(
        self, visit: Visit, other: str, agent: str, transports: Transports, budget: Budget
    ) -> Visit:
        """The visit, with the https address if that shows a page which plain http denies."""
        if assess(visit).word is not Word.GONE:
            return visit
        seen = await self._aside(other, agent, transports, budget)
        shows_page = assess(seen).word in {Word.ALIVE, Word.MOVED}
        return replace(visit, elsewhere=other if shows_page else "")

    async def _shared(
        self, address: str, agent: str, transports: Transports, budget: Budget
    ) -> Visit | None:
        """What is answered at an address that several links want to know of; asked once a run.

        None when the link has no time left for it.
        """
        key = (address, agent)
        async with self._turns[address]:
            if key not in self._answers:
                if not budget.any:
                    return None
                own = Budget(PROBE)
                self._answers[key] = await super().walk(address, agent, transports, own)
                budget.left -= PROBE - own.left
            return self._answers[key]

    async def _aside(
        self, address: str, agent: str, transports: Transports, budget: Budget
    ) -> Visit:
        """Follow another address, within a part of the time that the link has left."""
        part = Budget(min(budget.left, PROBE))
        before = part.left
        visit = await super().walk(address, agent, transports, part)
        budget.left -= before - part.left
        return visit


def twin_outcome(visit: Visit) -> str:
    """The https address that might show the page which plain http showed, or ""."""
    if visit.failure:
        return ""
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
