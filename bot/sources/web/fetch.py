"""The one place that sends HTTP requests for links: follows one link, redirect by redirect.

Redirects are followed by hand, so that each hop is recorded and guarded. Cookies go where their
domain says, as in browsers, and are forgotten at the end of the walk. An answer that a strict
parser refuses is asked for once more and read leniently. Every link has one deadline over all its
tries and hops; it also ends answers that drip, whether in their headers or in their body, which
per-read timeouts never do. No credentials are ever sent: a user name in an address is cut off, and
there is no `.netrc`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import cast

import httpx

from bot.model.observation import Reason
from bot.model.options.link_rules import LinkRules
from bot.parsing.page import unpack
from bot.sources.http.addresses import parsed, readable_host
from bot.sources.http.guard import NameResolver
from bot.sources.http.limits import UNPACKED, Limits
from bot.sources.http.pace import Pace
from bot.sources.http.transports import Routes, Transports
from bot.sources.web.failures import failure_of, is_misread
from bot.sources.web.visit import Hop, Visit
from bot.sources.web.walk import Budget, Walk, WalkEnded, onward

_COMMON_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-US,en;q=0.9,*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}


class Fetcher:
    """Follows links through redirects, for one run. `count` is called once for each request."""

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
        """The time that one link may take, not yet used."""
        return Budget(self._limits.total)

    async def walk(self, start: str, agent: str, transports: Transports, budget: Budget) -> Visit:
        """Follow one address to its end. Never raises for what the world does."""
        walk = Walk(start, budget)
        address: str | None = start
        try:
            while address is not None:
                visit, address = await self._step(walk, address, agent, transports)
        except WalkEnded as end:
            return walk.failed(end.failure)
        except Exception as error:
            failure = failure_of(error)
            if failure is None:
                raise
            return walk.failed(failure)
        return visit

    async def _step(
        self, walk: Walk, address: str, agent: str, transports: Transports
    ) -> tuple[Visit, str | None]:
        """Request one address: the visit with its answer, and the next address if it redirects."""
        url = self._admit(address)
        request = walk.with_cookies(url, {"User-Agent": agent, **_COMMON_HEADERS})
        walk.remember(url, request)
        visit = await self._send(walk, request, transports)
        to, refresh = onward(visit, url)
        if to is None:
            return visit, None
        if len(walk.hops) >= self._limits.redirects:
            raise WalkEnded(Reason.LOOP, f"more than {self._limits.redirects} redirects")
        walk.hops.append(Hop(visit.status, str(url), to, refresh))
        walk.final = to
        return visit, to

    def _admit(self, address: str) -> httpx.URL:
        """The address in the form in which it may be requested; raises for one that may not."""
        url = parsed(address)
        if (url.port or 0) > 65535:
            raise httpx.InvalidURL("no such port")
        if url.scheme not in {"http", "https"}:
            raise WalkEnded(Reason.SCHEME, f"{url.scheme or 'no'} addresses cannot be asked")
        self._names.judge(_host(url))
        return url

    async def _send(self, walk: Walk, request: httpx.Request, transports: Transports) -> Visit:
        proxy = self._routes.proxy(request.url)
        if proxy:
            port = request.url.port or (443 if request.url.scheme == "https" else 80)
            await self._names.judge_behind_proxy(_host(request.url), port)
        try:
            return await self._in_turn(walk, request, transports.by(proxy))
        except httpx.HTTPError as error:
            if not is_misread(error):
                raise
        return await self._in_turn(walk, request, transports.lenient(proxy))

    async def _in_turn(
        self, walk: Walk, request: httpx.Request, transport: httpx.AsyncBaseTransport
    ) -> Visit:
        async with self._pace.turn(_host(request.url)):
            started = time.monotonic()
            self._count()
            try:
                async with asyncio.timeout(walk.budget.left):
                    return await self._exchange(walk, request, transport)
            finally:
                walk.budget.left -= time.monotonic() - started

    async def _exchange(
        self, walk: Walk, request: httpx.Request, transport: httpx.AsyncBaseTransport
    ) -> Visit:
        request.extensions = self._extensions
        async with asyncio.timeout(self._limits.connect + self._limits.answer):
            response = await transport.handle_async_request(request)
        try:
            walk.keep_cookies(request, response)
            raw, complete = b"", False
            if not self._by_status(_host(request.url)):
                raw, complete = await self._read(response)
        finally:
            await response.aclose()
        body, intact = unpack(raw, response.headers.get("content-encoding", ""), UNPACKED)
        headers = _headers(response)
        return walk.so_far(response.status_code, headers, body, complete and intact)

    def _by_status(self, host: str) -> bool:
        rule = self._rules.for_host(readable_host(host))
        return rule is not None and rule.by_status

    async def _read(self, response: httpx.Response) -> tuple[bytes, bool]:
        """The beginning of the body, and whether that is all; one that breaks off is just short."""
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


def _host(url: httpx.URL) -> str:
    return url.raw_host.decode("ascii")


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
