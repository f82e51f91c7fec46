"""The link checker: sends the requests that show whether pages are there.

asyncio, in one thread of its own. A link spends its life waiting, so one loop serves thousands;
one `asyncio.timeout` bounds a whole walk however its bytes drip, which threads cannot do; and a
faster transport (such as httpx-aiohttp's) can later take httpx's place without another change.
The thread keeps the loop running while the caller works on what it was just given.

Links are queued by host, the longest queue first. A worker takes a host, opens connections for it,
walks its links, as many at once as the host has room for (`pace`), and closes them.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.model.errors import SettingsError
from bot.model.observation import Observation
from bot.model.options.link_rules import LinkRules
from bot.model.reference import Kind, Query, Reference, home
from bot.sources.http.addresses import host_of, spelled_address
from bot.sources.http.agents import user_agents
from bot.sources.http.bounded.times import RunTime, SourceTime
from bot.sources.http.cache import Cache
from bot.sources.http.guard import NameResolver, Resolve, system_resolve
from bot.sources.http.limits import Limits
from bot.sources.http.pace import HostLimits, Pace, Sleep
from bot.sources.http.transports import Routes, Transports, open_tls
from bot.sources.web.probes import ProbingFetcher
from bot.sources.web.rounds import HostQueries, LinkRounds, ReportResult
from bot.sources.web.verdict import SOURCE


class Web:
    """Checks pages; implements `bot.sources.base.Source`.

    workers        hosts that are talked to at once, and requests under way over all of them
    host_limits    how a host is treated
    limits         what one walk over redirects may take
    cache          answers of former runs with their validators; read, filled and saved
    allow_private  whether addresses that are not public may be asked
    resolve        host name and port → addresses, on the direct way
    sleep          how to wait; tests hand in one that does not
    rules          what the list says of hosts, and its control page
    contact        the address of the list whose links are checked, for the owners of pages
    time           what is left of the run; when it is over, links still to be asked are left out

    Proxies and certificates come from the environment variables everybody uses (`HTTPS_PROXY`,
    `NO_PROXY`, `SSL_CERT_FILE` …), read when this is made. Raises SettingsError when the
    certificates cannot be read.
    """

    name = SOURCE

    def __init__(
        self,
        *,
        workers: int = 128,
        host_limits: HostLimits | None = None,
        limits: Limits | None = None,
        cache: Cache | None = None,
        allow_private: bool = False,
        resolve: Resolve = system_resolve,
        sleep: Sleep = asyncio.sleep,
        rules: LinkRules | None = None,
        time: SourceTime | None = None,
        contact: str = "",
    ) -> None:
        self._agents = user_agents(contact)
        self._time = time or RunTime().of(SOURCE)
        self._rules = rules or LinkRules()
        self.requests = 0
        self.notes: list[str] = []
        self._workers = max(1, workers)
        self._host_limits = host_limits or HostLimits()
        self._limits = limits or Limits()
        self._cache = cache
        self._allow_private = allow_private
        self._resolve = resolve
        self._sleep = sleep
        self._routes = Routes()
        try:
            self._tls = open_tls()
        except OSError as error:
            raise SettingsError(
                "the certificates named by SSL_CERT_FILE or SSL_CERT_DIR cannot be read",
                hint="let the variable name a PEM file, or unset it",
            ) from error

    def knows(self, reference: Reference) -> bool:
        """True for pages; every other kind of reference has a source of its own."""
        return reference.kind is Kind.PAGE

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        """Exactly one observation for each query, as they come. Never raises.

        Queries that mean the same address share its requests. Other kinds of references may be
        handed in: they are looked at as the pages a person would open.
        """
        if not queries:
            return
        reported: queue.SimpleQueue[Sequence[Observation]] = queue.SimpleQueue()
        run = self._run(now, reported.put)
        groups = _groups(queries)
        thread = threading.Thread(
            target=run.main, args=(groups,), name="listkeeper-web", daemon=True
        )
        thread.start()
        try:
            while observations := reported.get():
                yield from observations
        finally:
            run.stop()
            thread.join()
            self._save()

    def close(self) -> None:
        """Does nothing: no connection stays open between two calls of `look`."""

    def _save(self) -> None:
        if self._cache:
            self._cache.save()
            self.notes += [note for note in self._cache.warnings if note not in self.notes]

    def _run(self, now: datetime, report: ReportResult) -> LinkRounds:
        names = NameResolver(self._resolve, allow_private=self._allow_private)
        pace = Pace(self._host_limits, self._workers, self._sleep, self._rules)
        fetcher = ProbingFetcher(
            names,
            self._routes,
            pace,
            self._limits,
            self._count,
            self._rules,
            self._agents[0],
        )
        return LinkRounds(
            fetcher,
            lambda: Transports(names, self._tls, self._cache),
            lambda: Transports(names, self._tls),
            pace=pace,
            workers=self._workers,
            sleep=self._sleep,
            now=now,
            report=report,
            control=self._rules.control,
            note=self.notes.append,
            time=self._time,
            compared=self._limits.compared,
            agents=self._agents,
        )

    def _count(self) -> None:
        self.requests += 1


def _groups(queries: Sequence[Query]) -> list[HostQueries]:
    """Queries by address, addresses by host; the host with most to do comes first."""
    hosts: defaultdict[str, dict[str, list[Query]]] = defaultdict(dict)
    for query in queries:
        address = spelled_address(home(query.reference))
        hosts[host_of(address)].setdefault(address, []).append(query)
    return sorted((list(links.items()) for links in hosts.values()), key=len, reverse=True)
