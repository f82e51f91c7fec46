"""Heeding the Hub's limits: https://huggingface.co/docs/hub/rate-limits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import httpx2
from huggingface_hub.utils import (  # type: ignore[attr-defined]
    hf_raise_for_status,
    parse_ratelimit_headers,
)

_PATIENCE = 310.0
"""Seconds from the start of a look during which a rate limit is waited for: one window of the
Hub's is 300."""
BUSY = frozenset({429, 500, 502, 503, 504})
"""The statuses after which asking again may help."""


class BudgetSpentError(Exception):
    """The rate limit would have to be waited for longer than we are willing to."""


class Gate:
    """Lets requests through while the Hub's budget lasts; shared by all threads."""

    def __init__(self, sleep: Callable[[float], None]) -> None:
        self.requests = 0
        self._sleep = sleep
        self._lock = threading.Lock()
        self._opens = self._deadline = time.monotonic()

    def start(self) -> None:
        """Begin a look: from now on patience is counted."""
        self._deadline = time.monotonic() + _PATIENCE

    def enter(self) -> None:
        """Wait until requests are welcome. Raises BudgetSpentError when that is too far away."""
        with self._lock:
            wait = self._opens - time.monotonic()
            if self._opens > self._deadline:
                raise BudgetSpentError
        if wait > 0:
            self._sleep(wait)

    def count(self, _: httpx2.Request) -> None:
        """Before each request, redirects included."""
        with self._lock:
            self.requests += 1

    def hear(self, response: httpx2.Response) -> None:
        """After each answer: heed what it says of the budget.

        A busy answer is refused here: the library's own repetitions would sleep for as long as
        the Hub says.
        """
        wait = _said_wait(response)
        if wait is not None:
            with self._lock:
                self._opens = max(self._opens, time.monotonic() + wait)
        if response.status_code in BUSY:
            response.read()
            hf_raise_for_status(response)


def _said_wait(response: httpx2.Response) -> float | None:
    """Seconds to wait by `RateLimit: "api";r=0;t=S` or, when refused, by `Retry-After`."""
    budget = parse_ratelimit_headers(response.headers)
    if budget and budget.remaining <= 0:
        return budget.reset_in_seconds + 1.0
    after = response.headers.get("retry-after", "")
    return float(after) if response.status_code in BUSY and after.isdigit() else None
