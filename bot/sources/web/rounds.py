"""All links of one call: workers, repeated tries, and hosts that are not asked any more."""

from __future__ import annotations

import asyncio
import contextlib
import math
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model.observation import Observation, Reason
from bot.model.reference import Query
from bot.sources.http.addresses import host_of
from bot.sources.http.bounded.times import SourceTime
from bot.sources.http.pace import Pace, Sleep
from bot.sources.http.patience import PAGE_RETRIES, retry_after
from bot.sources.http.transports import Transports
from bot.sources.web.crosscheck.everything import CrossChecks
from bot.sources.web.fetch import Fetcher
from bot.sources.web.retries import pause_before_next
from bot.sources.web.verdict import (
    Assessment,
    Word,
    assess,
    conclusion,
    next_look,
    observe_page,
    unsure,
)
from bot.sources.web.visit import Visit
from bot.sources.web.walk import Budget

HostQueries = list[tuple[str, list[Query]]]
"""The links of one host: an address as it is asked, and the queries that mean it."""

ReportResult = Callable[[Sequence[Observation]], None]
"""Takes some observations, from the loop's thread; none at all says that there are no more."""

# Seconds that an observation may wait for the next: each hand-over stops the loop's thread.
_HANDED_OVER_EVERY = 0.02

# So many links of one host in a row that end alike (`PAGES.misses`), and the host is left alone for
# this run: a server that is down or wants no more of us must not hold up the others.
_STRIKING = frozenset({Reason.TIMEOUT, Reason.CONNECTION, Reason.RATE_LIMITED})


@dataclass
class _Strikes:
    """How many links of a host ended in the same way, one after the other."""

    reason: Reason | None = None
    count: int = 0

    def note(self, reading: Assessment) -> None:
        reason = reading.reason if reading.word is Word.UNSURE else None
        if reason not in _STRIKING:
            self.reason, self.count = None, 0
        elif reason is self.reason:
            self.count += 1
        else:
            self.reason, self.count = reason, 1

    @property
    def out(self) -> bool:
        return self.count >= PAGE_RETRIES.misses


class LinkRounds:
    """The links of one call; `main` runs in a thread of its own, `stop` is called from another."""

    def __init__(
        self,
        fetcher: Fetcher,
        open_transports: Callable[[], Transports],
        reopen: Callable[[], Transports],
        *,
        pace: Pace,
        workers: int,
        sleep: Sleep,
        now: datetime,
        report: ReportResult,
        control: str,
        note: Callable[[str], None],
        time: SourceTime,
        compared: float,
        agents: Sequence[str],
    ) -> None:
        self._time = time
        self._compared = compared
        self._checks = CrossChecks(control, self._visit_again)
        self._note = note
        self._fetcher = fetcher
        self._open = open_transports
        self._reopen = reopen
        self._pace = pace
        self._workers = workers
        self._sleep = sleep
        self._now = now
        self._report = report
        self._agents = agents
        self._left: list[HostQueries] = []
        self._seen: list[Observation] = []
        self._at_work = 0
        self._begun = threading.Event()
        self._cancel: Callable[[], object] = lambda: None

    def main(self, groups: list[HostQueries]) -> None:
        """Walk every link, report each, and report None at the end. Returns when all is closed."""
        self._left = list(groups)
        try:
            with contextlib.suppress(asyncio.CancelledError):
                asyncio.run(self._all())
        finally:
            self._begun.set()
            self._hand_over()
            self._report(())

    def stop(self) -> None:
        """Stop early; links that are not finished are given up."""
        self._begun.wait()
        with contextlib.suppress(RuntimeError):  # the loop may be closed already
            self._cancel()

    async def _all(self) -> None:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        if task:
            self._cancel = lambda: loop.call_soon_threadsafe(task.cancel)
        self._begun.set()
        letting_go = asyncio.create_task(self._let_go())
        async with self._in_time(), asyncio.TaskGroup() as group:
            for _ in range(min(self._workers, len(self._left))):
                group.create_task(self._worker())
        letting_go.cancel()
        self._report_soon(await self._checks.rest())
        for note in self._checks.notes:
            self._note(note)

    async def _let_go(self) -> None:
        """Every now and then, report the answers whose page no later answer had."""
        while True:
            await asyncio.sleep(self._compared)
            self._report_soon(await self._checks.aged())

    @contextlib.asynccontextmanager
    async def _in_time(self) -> AsyncIterator[None]:
        """Give up what is not done when the time is over; what is done is reported."""
        left = self._time.left
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(left if math.isfinite(left) else None):
                yield

    async def _worker(self) -> None:
        while self._left:
            links = self._left.pop(0)
            transports = self._open()
            self._at_work += 1
            try:
                await self._host(links, transports)
            finally:
                self._at_work -= 1
                await transports.aclose()

    async def _host(self, links: HostQueries, transports: Transports) -> None:
        """Walk a host's links, as many at once as it has room for."""
        host, strikes = host_of(links[0][0]), _Strikes()
        waiting = deque(links)
        under_way: set[asyncio.Task[None]] = set()
        async with asyncio.TaskGroup() as group:
            while waiting or under_way:
                while waiting and not strikes.out and len(under_way) < self._room(host):
                    link = self._walk_and_report(*waiting.popleft(), transports, strikes)
                    under_way.add(group.create_task(link))
                if not under_way:
                    break
                _, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
        for _, queries in waiting:
            await self._skip(queries, strikes)

    def _room(self, host: str) -> int:
        """Requests that a host may have under way: no more than it bears, and than its share.

        While many hosts are at work, further connections would only be open and idle.
        """
        return min(self._pace.room(host), math.ceil(self._workers / self._at_work))

    async def _walk_and_report(
        self, address: str, queries: list[Query], transports: Transports, strikes: _Strikes
    ) -> None:
        """Walk one link and report it."""
        try:
            visit, reading = await self._link(address, transports)
        except Exception as error:  # noqa: BLE001 (one bad link is one bad row)
            why = f"an error in listkeeper ({type(error).__name__})"
            await self._report_all(
                [unsure(query, Reason.BAD_ANSWER, why, self._now) for query in queries]
            )
            return
        strikes.note(reading)
        seen = [observe_page(query, visit, reading, self._now) for query in queries]
        self._report_soon(await self._checks.visited(visit, seen))

    async def _link(self, address: str, transports: Transports) -> tuple[Visit, Assessment]:
        """Walk one link as often as it takes; the last visit, and what all of them say."""
        budget = self._fetcher.budget()
        visits = [await self._walk(address, self._agents[0], transports, budget)]
        readings = [assess(visits[0])]
        while budget.any:
            pause = pause_before_next(visits, readings, self._now)
            if pause is None:
                break
            if not self._pace.rests(host_of(visits[-1].final)):
                await self._sleep(pause)
            agent = self._agents[next_look(readings[-1])]
            visits.append(await self._walk_again(address, agent, budget))
            readings.append(assess(visits[-1]))
        return visits[-1], conclusion(readings)

    async def _walk_again(self, address: str, agent: str, budget: Budget) -> Visit:
        """Another try, with new connections and without cached answers."""
        transports = self._reopen()
        try:
            return await self._walk(address, agent, transports, budget)
        finally:
            await transports.aclose()

    async def _walk(
        self, address: str, agent: str, transports: Transports, budget: Budget
    ) -> Visit:
        before = budget.left
        visit = await self._fetcher.walk(address, agent, transports, budget)
        asked = retry_after(visit.headers, self._now)
        seconds = (before - budget.left) / (len(visit.hops) + 1)
        self._pace.note_answer(host_of(visit.final), visit.status, seconds, asked)
        return visit

    async def _visit_again(self, address: str) -> tuple[Visit, Assessment]:
        """One address, followed with new connections, apart from the other links of the run."""
        transports = self._reopen()
        try:
            return await self._link(address, transports)
        finally:
            await transports.aclose()

    async def _skip(self, queries: list[Query], strikes: _Strikes) -> None:
        why = (
            f"{strikes.count} links of this host in a row failed in the same way ({strikes.reason})"
        )
        await self._report_all(
            [unsure(query, Reason.NOT_ASKED, why, self._now) for query in queries]
        )

    async def _report_all(self, observations: Sequence[Observation]) -> None:
        self._report_soon(await self._checks.passed(observations))

    def _report_soon(self, observations: Sequence[Observation]) -> None:
        if observations and not self._seen:
            asyncio.get_running_loop().call_later(_HANDED_OVER_EVERY, self._hand_over)
        self._seen.extend(observations)

    def _hand_over(self) -> None:
        seen, self._seen = self._seen, []
        if seen:
            self._report(seen)
