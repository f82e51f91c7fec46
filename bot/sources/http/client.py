"""An httpx client for one service: a pause between requests, a contact, limited retries."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import httpx

from bot.config.release import user_agent
from bot.model.observation import Reason
from bot.sources.http import limits
from bot.sources.http.bounded.clients import ExchangeTransport, is_of_tls
from bot.sources.http.bounded.exchange import Exchange
from bot.sources.http.errors import AnswerRefused, SourceFailure, failure_of_status
from bot.sources.http.patience import PAPER_RETRIES, SLOW_DOWN, Patience, retry_after


class PacedClient:
    """Requests to one service, `pause` seconds apart; a failure is a `SourceFailure`.

    A redirect is none of the answers that were agreed, and is not followed. Proxy variables and
    SSL_CERT_FILE are obeyed. `exchange` bounds each answer.
    """

    def __init__(
        self,
        who: str,
        contact: str,
        pause: float,
        sleep: Callable[[float], None] | None = None,
        exchange: Exchange | None = None,
    ) -> None:
        self.requests = 0
        self._who = who
        self._pause = pause
        exchange = exchange or Exchange(who)
        self._sleep = sleep or exchange.time.sleep
        self._patience = Patience(PAPER_RETRIES, self._sleep)
        self._last: float | None = None
        self._stopped: SourceFailure | None = None
        self._client = httpx.Client(
            transport=ExchangeTransport(exchange),
            timeout=httpx.Timeout(limits.API_ANSWER, connect=limits.CONNECT),
            headers={"User-Agent": user_agent(contact)},
        )

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def get(self, url: str, **params: str) -> httpx.Response | SourceFailure:
        """A good answer, or the failure. Never raises."""
        return self._query("GET", url, params=params)

    def post(self, url: str, body: Any, **params: str) -> httpx.Response | SourceFailure:
        """The same for a body that is sent as JSON."""
        return self._query("POST", url, params=params, json=body)

    def _query(self, method: str, url: str, **more: Any) -> httpx.Response | SourceFailure:
        if self._stopped is not None:
            return self._stopped
        answer = self._patience.repeat(lambda: self._send(method, url, **more), _wait)
        failure = answer if isinstance(answer, SourceFailure) else None
        lost = failure is not None and (failure.status == 0 or failure.status >= 500)
        self._patience.note(failed=lost)
        if failure and (failure.reason is Reason.RATE_LIMITED or self._patience.is_down):
            self._stopped = failure
        return answer

    def _send(self, method: str, url: str, **more: Any) -> httpx.Response | SourceFailure:
        self._pace()
        self.requests += 1
        try:
            response = self._client.request(method, url, **more)
        except AnswerRefused as refused:
            return refused.failure
        except httpx.TimeoutException:
            return SourceFailure(Reason.TIMEOUT, f"{self._who} did not answer in time")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            name = type(error).__name__
            reason = Reason.TLS if is_of_tls(error) else Reason.CONNECTION
            return SourceFailure(reason, f"no connection to {self._who} ({name})")
        if response.status_code == 200:
            return response
        return self._refusal(response)

    def _refusal(self, response: httpx.Response) -> SourceFailure:
        status = response.status_code
        if status in SLOW_DOWN:
            wait = retry_after(response.headers) or 0.0
            why = f"{self._who} asks us to slow down (HTTP {status})"
            return SourceFailure(Reason.RATE_LIMITED, why, wait, status)
        if status == 404:
            return SourceFailure(
                Reason.PRIVATE_OR_MISSING, f"{self._who} does not know it", None, status
            )
        if response.is_redirect:
            why = f"{self._who} redirects elsewhere (HTTP {status})"
            return SourceFailure(Reason.BLOCKED, why, None, status)
        return failure_of_status(self._who, status)

    def _pace(self) -> None:
        left = 0.0 if self._last is None else self._last + self._pause - time.monotonic()
        if left > 0:
            self._sleep(left)
        self._last = time.monotonic()


def _wait(answer: httpx.Response | SourceFailure) -> float | None:
    return answer.wait if isinstance(answer, SourceFailure) else None
