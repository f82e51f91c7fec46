"""How many requests a host gets at once, and how far apart.

A host first gets one request. Each quick answer allows one more at the same time and brings the
requests a little closer to each other; a host that answers 429 or 503 gets fewer, further apart,
and after a Retry-After none until that time is over
(https://www.rfc-editor.org/rfc/rfc6585#section-4). A rate that was refused in a run is not tried
again in it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from bot.model.options.link_rules import LinkRules
from bot.sources.http.patience import PAGE_RETRIES

Sleep = Callable[[float], Awaitable[object]]

_TOO_MANY, _UNAVAILABLE = 429, 503
_QUICK = 1.0
"""Seconds; a host that answers faster can take more requests."""
_CLOSER, _APART = 0.95, 1.5
_NO_RULES = LinkRules()


@dataclass(frozen=True)
class HostLimits:
    """How a host is treated. Seconds lie between the beginnings of two requests to it."""

    at_once: int = 10
    interval: float = 0.05
    closest: float = 0.01
    rest: float = 1.0
    """Seconds without a request after a 429 that names none."""


def _towards(host: str, host_limits: HostLimits, rules: LinkRules) -> HostLimits:
    """How the list wants a host to be treated; its settings take precedence."""
    rule = rules.for_host(host)
    if rule and rule.at_once is not None:
        host_limits = replace(host_limits, at_once=rule.at_once)
    if rule and rule.interval is not None:
        host_limits = replace(host_limits, interval=rule.interval, closest=rule.interval)
    return host_limits


class _Host:
    """What is known of a host in this run."""

    def __init__(self, host_limits: HostLimits) -> None:
        self.host_limits = host_limits
        self.room = 1
        self.most = host_limits.at_once
        self.interval = host_limits.interval
        self.closest = min(host_limits.closest, host_limits.interval)
        self.busy = 0
        self.free_at = 0.0
        self.rests_until = 0.0
        self.gate = asyncio.Lock()
        self.left = asyncio.Event()

    def faster(self) -> None:
        self.room = min(self.most, self.room + 1)
        self.interval = max(self.closest, self.interval * _CLOSER)

    def slower(self) -> None:
        self.most = max(1, self.room // 2)
        self.room = min(self.room, self.most)
        self.interval = min(
            PAGE_RETRIES.longest, max(self.interval * _APART, self.host_limits.interval)
        )
        self.closest = self.interval


class Pace:
    """Grants turns to send requests; `at_once` is the limit over all hosts."""

    def __init__(
        self, host_limits: HostLimits, at_once: int, sleep: Sleep, rules: LinkRules = _NO_RULES
    ) -> None:
        self._host_limits = host_limits
        self._rules = rules
        self._sleep = sleep
        self._slots = asyncio.Semaphore(at_once)
        self._hosts: dict[str, _Host] = {}

    def room(self, host: str) -> int:
        """How many requests the host may have at once now."""
        return self._host(host).room

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait until the host may get one more request and the last is long enough ago."""
        it = self._host(host)
        async with it.gate:
            while it.busy >= it.room:
                it.left.clear()
                await it.left.wait()
            await self._wait(it)
            it.busy += 1
        try:
            async with self._slots:
                yield
        finally:
            it.busy -= 1
            it.left.set()

    def note_answer(self, host: str, status: int, seconds: float, asked: float | None) -> None:
        """Record an answer, its duration, and the Retry-After that it `asked` for."""
        it, now = self._host(host), time.monotonic()
        if status == _TOO_MANY or (status == _UNAVAILABLE and asked is not None):
            if now >= it.rests_until:  # requests that were under way belong to the same refusal
                it.slower()
            rest = (
                self._host_limits.rest if asked is None or asked > PAGE_RETRIES.longest else asked
            )
            it.rests_until = max(it.rests_until, now + rest)
            it.free_at = max(it.free_at, it.rests_until)
        elif status == _UNAVAILABLE:
            it.slower()
        elif 0 < status < 500 and seconds < _QUICK:
            it.faster()

    def rests(self, host: str) -> bool:
        """Whether the host must not be queried now; a turn waits until it may."""
        return self._host(host).rests_until > time.monotonic()

    def _host(self, host: str) -> _Host:
        if host not in self._hosts:
            self._hosts[host] = _Host(_towards(host, self._host_limits, self._rules))
        return self._hosts[host]

    async def _wait(self, it: _Host) -> None:
        waited_for = 0.0
        while it.free_at > time.monotonic() and it.free_at != waited_for:
            waited_for = it.free_at  # it may be extended during the wait
            await self._sleep(waited_for - time.monotonic())
        it.free_at = time.monotonic() + it.interval
