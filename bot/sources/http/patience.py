"""Retries: which failures are tried again, how often, and after how long.

One rule for every service: another try comes no sooner than our own pause, no sooner than its
Retry-After, and not at all when that is later than the limits. Retries by the clients themselves
are switched off where they have a setting for it: they would multiply ours and ignore the limits.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    retry_if_result,
    stop_after_attempt,
)

from bot.model.observation import Reason
from bot.model.options.bounds import GITHUB_WAIT

SLOW_DOWN = frozenset({429, 503})
"""Statuses by which a service asks for fewer requests."""
BUSY = frozenset({429, 500, 502, 503, 504})
"""Statuses after which another try may help."""
NO_RETRIES = 0
"""Retries that PyGithub and arxiv may make by themselves."""

_T = TypeVar("_T")


@dataclass(frozen=True)
class RetryPolicy:
    """How one service is tried again. Seconds; what is counted is counted in one run.

    pauses    before the second try, the third, and so on: there are no more tries than these
    longest   a wait that is longer is not begun
    total     all waits together
    misses    failures in a row after which the service is taken to be down
    """

    pauses: tuple[float, ...]
    longest: float
    total: float
    misses: int

    def pause(self, tries: int, asked: float | None = None) -> float | None:
        """Seconds before another try after so many; None when there is none.

        `asked` is the wait that the service requests.
        """
        if tries > len(self.pauses):
            return None
        wait = max(self.pauses[tries - 1], asked or 0.0)
        return wait if wait <= self.longest else None

    def retrying(
        self, deserves: Callable[[BaseException], bool], sleep: Callable[[float], None]
    ) -> Retrying:
        """Repeats a call whose exception satisfies `deserves`, and raises the last one."""
        return Retrying(
            stop=stop_after_attempt(len(self.pauses) + 1),
            wait=lambda state: self.pause(state.attempt_number) or 0.0,
            retry=retry_if_exception(deserves),
            sleep=sleep,
            reraise=True,
        )


ARCHIVE_RETRIES = RetryPolicy(pauses=(60.0,), longest=60.0, total=60.0, misses=2)
ARXIV_RETRIES = RetryPolicy(pauses=(5.0, 30.0), longest=90.0, total=90.0, misses=9)
"""One bad id at the head of a batch of 100 costs 8 failures."""
GITHUB_RETRIES = RetryPolicy(pauses=(1.0,), longest=GITHUB_WAIT, total=GITHUB_WAIT, misses=8)
"""One bad repository at the head of a batch costs 6 failures (40, 20, 10, 5, 2, 1)."""
ANONYMOUS_RETRIES = RetryPolicy(pauses=(), longest=0.0, total=0.0, misses=5)
HUB_RETRIES = RetryPolicy(pauses=(1.0, 2.0), longest=310.0, total=310.0, misses=20)
"""One window of its rate limit is 300 seconds; misses are those of all threads together."""
PAGE_RETRIES = RetryPolicy(pauses=(1.0, 2.0), longest=10.0, total=20.0, misses=5)
"""Misses are links of one host that end alike: the host is then left alone."""
PAPER_RETRIES = RetryPolicy(pauses=(5.0,) * 12, longest=60.0, total=60.0, misses=4)

PAGE_TRIES: Mapping[Reason, int] = {
    Reason.SERVER_ERROR: 3,
    Reason.CONNECTION: 3,
    Reason.TIMEOUT: 2,
    Reason.BLOCKED: 2,
    Reason.BAD_ANSWER: 2,
    Reason.RATE_LIMITED: 2,
}
"""Tries of a page that ends so; of others one. Servers and networks stumble, so those are tried
most. A refusal is tried once more because the second try looks different (see agents.py)."""


class Patience:
    """The rest of a policy's allowance in one run."""

    def __init__(self, policy: RetryPolicy, sleep: Callable[[float], object] = time.sleep) -> None:
        self.left = policy.total
        self.misses = 0
        self._policy = policy
        self._sleep = sleep

    @property
    def is_down(self) -> bool:
        """Whether so many calls in a row failed that nothing more is tried."""
        return self.misses >= self._policy.misses

    def note(self, *, failed: bool) -> None:
        """Count a failure; a success clears the count."""
        self.misses = self.misses + 1 if failed else 0

    def wait(self, asked: float) -> bool:
        """Wait as a service requests; False, without waiting, when that exceeds the allowance."""
        seconds = self._policy.pause(1, asked)
        if seconds is None or seconds > self.left:
            return False
        self._spend(seconds)
        return True

    def repeat(self, call: Callable[[], _T], asked: Callable[[_T], float | None]) -> _T:
        """The answer of `call`, repeated while that is allowed and `asked` wants it.

        `asked` names the seconds to wait before another try at an answer, 0 for as we like, and
        None where none would help. The last answer is given whatever it is.
        """

        def upcoming(state: RetryCallState) -> float:
            wait = self._policy.pause(state.attempt_number, asked(_answer(state)))
            return math.inf if wait is None else wait

        tries = Retrying(
            retry=retry_if_result(lambda answer: asked(answer) is not None),
            wait=upcoming,
            stop=lambda state: state.upcoming_sleep > self.left,
            sleep=self._spend,
            retry_error_callback=_answer,
        )
        return tries(call)

    def _spend(self, seconds: float) -> None:
        self.left -= seconds
        self._sleep(seconds)


def _answer(state: RetryCallState) -> _T:  # type: ignore[type-var]
    assert state.outcome is not None  # noqa: S101 (there is one after a try)
    answer: _T = state.outcome.result()
    return answer


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds to wait by a Retry-After header in either form; None without one.

    https://www.rfc-editor.org/rfc/rfc9110#field.retry-after. A date is compared with the server's
    own `Date`, so that a wrong clock on either side does not matter.
    """
    text = headers.get("retry-after", "").strip()
    try:
        seconds = float(text)
    except ValueError:
        until, since = _moment(text), _moment(headers.get("date", "")) or now
        return max(0.0, (until - since).total_seconds()) if until and since else None
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
