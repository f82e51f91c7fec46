"""Politeness: one request at a time within a host, and a little apart."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Sleep = Callable[[float], Awaitable[object]]


class Pace:
    """Hands out the turn to talk to a host; `spacing` is seconds between two requests."""

    def __init__(self, spacing: float, sleep: Sleep) -> None:
        self._spacing = spacing
        self._sleep = sleep
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free_at: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait until nobody talks to the host and the last request is long enough ago."""
        async with self._locks[host]:
            wait = self._free_at.get(host, 0.0) - time.monotonic()
            if wait > 0:
                await self._sleep(wait)
            self._free_at[host] = time.monotonic() + self._spacing
            yield
