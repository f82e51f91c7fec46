"""The Hub's limits and what else goes wrong on the way: https://huggingface.co/docs/hub/rate-limits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace

import httpx2
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    HFValidationError,
    RepositoryNotFoundError,
)
from huggingface_hub.utils import (  # type: ignore[attr-defined]
    hf_raise_for_status,
    parse_ratelimit_headers,
)

from bot.model.observation import Reason
from bot.sources.http.errors import AnswerRefused, SourceFailure, failure_of_status
from bot.sources.http.patience import BUSY, HUB_RETRIES, retry_after
from bot.sources.hub.odd import OddCardError

UNWANTED = "the Hub wants a valid token: check HF_TOKEN (HTTP 401)"


class BudgetSpentError(Exception):
    """The wait for the rate limit would exceed the allowance."""


class DownError(Exception):
    """So many failures in a row that the Hub is not queried any more in this look."""

    def __init__(self, failure: SourceFailure) -> None:
        super().__init__(failure.why)
        self.failure = failure


class RequestBudget:
    """Lets requests through while the Hub's budget lasts; shared by all threads."""

    def __init__(self, sleep: Callable[[float], None], *, has_token: bool = False) -> None:
        self.requests = 0
        self._has_token = has_token
        self._sleep = sleep
        self._lock = threading.Lock()
        self._opens = self._deadline = time.monotonic()
        self._misses = 0
        self._last: Exception | None = None

    def start(self) -> None:
        """Begin a look: waits and failures are counted from now on."""
        self._deadline = time.monotonic() + HUB_RETRIES.total
        self._misses = 0

    def enter(self) -> None:
        """Wait until a request is allowed.

        Raises BudgetSpentError when that takes too long, DownError when the Hub is down.
        """
        with self._lock:
            if self._misses >= HUB_RETRIES.misses and self._last:
                raise DownError(hub_failure(self._last))
            wait = self._opens - time.monotonic()
            if self._opens > self._deadline:
                raise BudgetSpentError
        if wait > 0:
            self._sleep(wait)

    def passed(self, error: Exception | None) -> None:
        """Record a call; one that worked (or failed for its own reasons) clears the count."""
        refused = error is not None and is_refused_token(error, has_token=self._has_token)
        counts = error is not None and (is_passing(error) or refused)
        with self._lock:
            self._misses = self._misses + 1 if counts else 0
            self._last = error

    def count(self, _: httpx2.Request) -> None:
        """Before each request, redirects included."""
        with self._lock:
            self.requests += 1

    def note_answer(self, response: httpx2.Response) -> None:
        """Record what an answer states about the budget.

        A busy answer raises here: the library's own retries would sleep for as long as the Hub
        asks.
        """
        wait = _requested_wait(response)
        if wait is not None:
            with self._lock:
                self._opens = max(self._opens, time.monotonic() + wait)
        if response.status_code in BUSY:
            response.read()
            hf_raise_for_status(response)


def _requested_wait(response: httpx2.Response) -> float | None:
    """Seconds to wait by `RateLimit: "api";r=0;t=S` or, when refused, by `Retry-After`."""
    budget = parse_ratelimit_headers(response.headers)
    if budget and budget.remaining <= 0:
        return budget.reset_in_seconds + 1.0
    return retry_after(response.headers) if response.status_code in BUSY else None


def status_of(error: BaseException) -> int:
    """The HTTP status behind an exception, 0 when there is none."""
    return error.response.status_code if isinstance(error, HfHubHTTPError) else 0


def is_refused_token(error: BaseException, *, has_token: bool) -> bool:
    """Whether the Hub refused the token: with a valid one the answer for a missing thing is 404.

    The library takes most answers of 401 for a missing repository.
    """
    if status_of(error) != 401 or isinstance(error, GatedRepoError):
        return False
    return has_token or not isinstance(error, RepositoryNotFoundError)


def is_busy(error: BaseException) -> bool:
    """Whether the Hub answered that it is overloaded."""
    return status_of(error) in BUSY


def is_passing(error: BaseException) -> bool:
    """Whether another try may help."""
    return is_busy(error) or isinstance(error, httpx2.TransportError)


def hub_failure(error: Exception) -> SourceFailure:
    """The failure for any exception of a call.

    The error's own message is not repeated: it may contain a proxy's address and password.
    """
    name = type(error).__name__
    if isinstance(error, DownError | AnswerRefused):
        return error.failure
    if isinstance(error, BudgetSpentError):
        return SourceFailure(Reason.RATE_LIMITED, "the Hub's rate limit is used up for now")
    if isinstance(error, OddCardError):
        return SourceFailure(Reason.BAD_ANSWER, str(error))
    if isinstance(error, HFValidationError):
        return SourceFailure(Reason.NOT_ASKED, str(error))
    if isinstance(error, HfHubHTTPError):
        failure = failure_of_status("the Hub", status_of(error))
        return replace(failure, why=UNWANTED) if failure.status == 401 else failure
    if isinstance(error, httpx2.TimeoutException):
        return SourceFailure(Reason.TIMEOUT, "the Hub did not answer in time")
    if isinstance(error, httpx2.TooManyRedirects):
        return SourceFailure(Reason.LOOP, "the Hub redirects in a circle")
    if isinstance(error, httpx2.TransportError):
        tls = "certificate" in str(error).lower() or "ssl" in str(error).lower()
        reason = Reason.TLS if tls else Reason.CONNECTION
        return SourceFailure(reason, f"no connection to the Hub ({name})")
    return SourceFailure(Reason.BAD_ANSWER, f"the answer of the Hub could not be read ({name})")
