"""An httpx client with manners: a pause between requests, our name, and no patience without end."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import httpx

from bot.model.observation import Reason
from bot.sources.http.errors import SourceFailure, failure_of_status

_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_WAIT = 5.0
"""Seconds before one who is busy is asked again and does not say how long to wait."""
_PATIENCE = 60.0
"""Seconds to wait for one who is busy in one run, all waits together."""
_MISSES = 4
"""Requests in a row without an answer after which nothing more is asked."""
_BUSY = frozenset({429, 503})


def user_agent(contact: str) -> str:
    """Our name, with an address (the list's repository) at which to find who is asking."""
    name = f"listkeeper/{version('listkeeper')}"
    return f"{name} (+{contact})" if contact else name


class PacedClient:
    """Requests to one service, `pause` seconds apart; what goes wrong is a `Trouble`.

    A redirect is none of the answers that were agreed, and is not followed. Proxy variables and
    SSL_CERT_FILE are obeyed.
    """

    def __init__(
        self,
        who: str,
        contact: str,
        pause: float,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.requests = 0
        self._who = who
        self._pause = pause
        self._sleep = sleep
        self._patience = _PATIENCE
        self._last: float | None = None
        self._misses = 0
        self._stopped: SourceFailure | None = None
        self._client = httpx.Client(timeout=_TIMEOUT, headers={"User-Agent": user_agent(contact)})

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def get(self, url: str, **params: str) -> httpx.Response | SourceFailure:
        """A good answer, or why there is none. Never raises."""
        return self._query("GET", url, params=params)

    def post(self, url: str, body: Any, **params: str) -> httpx.Response | SourceFailure:
        """The same for a body that is sent as JSON."""
        return self._query("POST", url, params=params, json=body)

    def _query(self, method: str, url: str, **more: Any) -> httpx.Response | SourceFailure:
        while self._stopped is None:
            answer = self._send(method, url, **more)
            if not isinstance(answer, SourceFailure):
                self._misses = 0
                return answer
            if answer.reason is Reason.RATE_LIMITED:
                if not self._waited(answer):
                    self._stopped = answer
                continue
            lost = answer.status == 0 or answer.status >= 500
            self._misses = self._misses + 1 if lost else 0
            if self._misses >= _MISSES:
                self._stopped = answer
            return answer
        return self._stopped

    def _send(self, method: str, url: str, **more: Any) -> httpx.Response | SourceFailure:
        self._pace()
        self.requests += 1
        try:
            response = self._client.request(method, url, **more)
        except httpx.TimeoutException:
            return SourceFailure(Reason.TIMEOUT, f"{self._who} did not answer in time")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            name = type(error).__name__
            tls = "certificate" in str(error).lower()
            reason = Reason.TLS if tls else Reason.CONNECTION
            return SourceFailure(reason, f"no connection to {self._who} ({name})")
        if response.status_code == 200:
            return response
        return self._refusal(response)

    def _refusal(self, response: httpx.Response) -> SourceFailure:
        status = response.status_code
        if status in _BUSY:
            after = response.headers.get("retry-after", "")
            wait = float(after) if after.isdigit() else _WAIT
            why = f"{self._who} asks us to slow down (HTTP {status})"
            return SourceFailure(Reason.RATE_LIMITED, why, wait, status)
        if status == 404:
            return SourceFailure(
                Reason.PRIVATE_OR_MISSING, f"{self._who} does not know it", None, status
            )
        if response.is_redirect:
            why = f"{self._who} sends us elsewhere (HTTP {status})"
            return SourceFailure(Reason.BLOCKED, why, None, status)
        return failure_of_status(self._who, status)

    def _waited(self, failure: SourceFailure) -> bool:
        wait = max(failure.wait or 0.0, 1.0)
        if wait > self._patience:
            return False
        self._patience -= wait
        self._sleep(wait)
        return True

    def _pace(self) -> None:
        left = 0.0 if self._last is None else self._last + self._pause - time.monotonic()
        if left > 0:
            self._sleep(left)
        self._last = time.monotonic()
