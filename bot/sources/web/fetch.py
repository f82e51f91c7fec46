"""The one place that talks HTTP: follows one link, hop by hop, and tells what was seen.

Redirects are followed by hand, so that each hop is recorded, guarded and gets no cookie of another
host. Every link has one deadline over all its tries and hops; it also ends answers that drip,
whether in their headers or in their body, which per-read timeouts never do. No credentials are ever
sent: a user name in an address is cut off, and there is no `.netrc`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import cast

import httpx

from bot.model.observation import Reason
from bot.model.options.link_rules import LinkRules
from bot.parsing.page import unpack
from bot.sources.http.addresses import join, parsed
from bot.sources.http.guard import NameResolver
from bot.sources.http.limits import UNPACKED, Limits
from bot.sources.http.pace import Pace
from bot.sources.http.transports import Routes, Transports
from bot.sources.web.failures import failure_of
from bot.sources.web.visit import Failure, Hop, Visit

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_COMMON_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-US,en;q=0.9,*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
# A page that forwards later than this is meant to be read.
_REFRESH_SECONDS = 10


@dataclass
class Budget:
    """Seconds that one link may still take, over all its tries; waiting for a turn is free."""

    left: float

    @property
    def any(self) -> bool:
        """Whether another try is worth while."""
        return self.left > 1.0


class _Walk:
    """Where one walk stands."""

    def __init__(self, start: str, budget: Budget) -> None:
        self.start = start
        self.final = start
        self.hops: list[Hop] = []
        self.budget = budget
        self.cookies: dict[str, httpx.Cookies] = {}
        self.seen: set[tuple[str, str]] = set()

    def so_far(self, status: int, headers: dict[str, str], body: bytes, whole: bool) -> Visit:
        return Visit(self.start, self.final, tuple(self.hops), status, headers, body, whole)

    def failed(self, failure: Failure) -> Visit:
        return Visit(self.start, self.final, tuple(self.hops), failure=failure)

    def jar(self, url: httpx.URL) -> httpx.Cookies:
        return self.cookies.setdefault(url.host, httpx.Cookies())


class Fetcher:
    """Walks links; made for one run. `count` is called once for each request sent."""

    def __init__(
        self,
        names: NameResolver,
        routes: Routes,
        pace: Pace,
        limits: Limits,
        count: Callable[[], None],
        rules: LinkRules,
    ) -> None:
        self._rules = rules
        self._names = names
        self._routes = routes
        self._pace = pace
        self._limits = limits
        self._count = count
        wait = httpx.Timeout(limits.answer, connect=limits.connect, pool=limits.connect)
        self._extensions = {"timeout": wait.as_dict()}

    def budget(self) -> Budget:
        """A new link's time."""
        return Budget(self._limits.total)

    async def walk(self, start: str, agent: str, transports: Transports, budget: Budget) -> Visit:
        """Follow one address to its end. Never raises for what the world does."""
        walk = _Walk(start, budget)
        address: str | None = start
        try:
            while address is not None:
                visit, address = await self._step(walk, address, agent, transports)
        except _End as end:
            return walk.failed(end.failure)
        except Exception as error:
            failure = failure_of(error)
            if failure is None:
                raise
            return walk.failed(failure)
        return visit

    async def _step(
        self, walk: _Walk, address: str, agent: str, transports: Transports
    ) -> tuple[Visit, str | None]:
        """Ask one address; the visit with its answer, and where that sends us on."""
        url = self._admit(address)
        request = httpx.Request("GET", url, headers={"User-Agent": agent, **_COMMON_HEADERS})
        if url.host in walk.cookies:
            walk.jar(url).set_cookie_header(request)
        _remember(walk, url, request)
        visit = await self._send(walk, request, transports)
        to, refresh = _onward(visit, url)
        if to is None:
            return visit, None
        if len(walk.hops) >= self._limits.redirects:
            raise _End(Reason.LOOP, f"more than {self._limits.redirects} redirects")
        walk.hops.append(Hop(visit.status, str(url), to, refresh))
        walk.final = to
        return visit, to

    def _admit(self, address: str) -> httpx.URL:
        """The address as it may be asked."""
        url = parsed(address)
        if (url.port or 0) > 65535:
            raise httpx.InvalidURL("no such port")
        if url.scheme not in {"http", "https"}:
            raise _End(Reason.SCHEME, f"{url.scheme or 'no'} addresses cannot be asked")
        self._names.judge(url.raw_host.decode("ascii"))
        return url

    async def _send(self, walk: _Walk, request: httpx.Request, transports: Transports) -> Visit:
        proxy = self._routes.proxy(request.url)
        transport = transports.by(proxy)
        if proxy:
            port = request.url.port or (443 if request.url.scheme == "https" else 80)
            await self._names.judge_behind_proxy(request.url.raw_host.decode("ascii"), port)
        async with self._pace.turn(request.url.host):
            started = time.monotonic()
            self._count()
            try:
                async with asyncio.timeout(walk.budget.left):
                    return await self._exchange(walk, request, transport)
            finally:
                walk.budget.left -= time.monotonic() - started

    async def _exchange(
        self, walk: _Walk, request: httpx.Request, transport: httpx.AsyncBaseTransport
    ) -> Visit:
        request.extensions = self._extensions
        async with asyncio.timeout(self._limits.connect + self._limits.answer):
            response = await transport.handle_async_request(request)
        try:
            if "set-cookie" in response.headers:
                response.request = request
                walk.jar(request.url).extract_cookies(response)
            raw, complete = b"", False
            if not self._by_status(request.url.host):
                raw, complete = await self._read(response)
        finally:
            await response.aclose()
        body, intact = unpack(raw, response.headers.get("content-encoding", ""), UNPACKED)
        headers = _headers(response)
        return walk.so_far(response.status_code, headers, body, complete and intact)

    def _by_status(self, host: str) -> bool:
        rule = self._rules.for_host(host)
        return rule is not None and rule.by_status

    async def _read(self, response: httpx.Response) -> tuple[bytes, bool]:
        """The first of the body, and whether it is all there; a body that fails is just short."""
        raw = bytearray()
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                stream = cast("AsyncGenerator[bytes, None]", response.aiter_raw())
                async with aclosing(stream) as chunks:
                    async for chunk in chunks:
                        raw += chunk
                        if len(raw) > self._limits.body:
                            return bytes(raw[: self._limits.body]), False
        except (TimeoutError, httpx.TransportError):
            return bytes(raw), False
        return bytes(raw), True


class _End(Exception):  # noqa: N818 (the end of a walk, not an error)
    def __init__(self, reason: Reason, why: str) -> None:
        super().__init__(why)
        self.failure = Failure(reason, why)


def _remember(walk: _Walk, url: httpx.URL, request: httpx.Request) -> None:
    # A page may send us in a circle once to see whether its cookie comes back.
    state = (str(url), request.headers.get("cookie", ""))
    if state in walk.seen:
        raise _End(Reason.LOOP, f"the redirects go in a circle ({url})")
    walk.seen.add(state)


def _headers(response: httpx.Response) -> dict[str, str]:
    """Lower-case names; UTF-8 where it is that, else Latin-1 (servers send both raw)."""
    named = {}
    for name, value in response.headers.raw:
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError:
            text = value.decode("latin-1")
        named[name.decode("ascii", "replace").lower()] = text
    return named


def _onward(visit: Visit, url: httpx.URL) -> tuple[str | None, bool]:
    """Where an answer sends us, absolute, and whether the page did it by itself."""
    if visit.status in _REDIRECTS and visit.headers.get("location", "").strip():
        return join(url, visit.headers["location"].strip()), False
    forward = _forward(visit)
    if forward is None:
        return None, False
    to = join(url, forward)
    return (None, False) if httpx.URL(to).copy_with(fragment=None) == url else (to, True)


def _forward(visit: Visit) -> str | None:
    refresh = visit.page.refresh if visit.status == 200 and visit.page else None
    return refresh.to if refresh and refresh.seconds <= _REFRESH_SECONDS else None
