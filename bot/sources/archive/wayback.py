"""The Wayback Machine: archived copies of pages that are gone.

Queried through its CDX index, which knows every capture; the simpler `wayback/available` answers
`{}` for pages that have copies (https://github.com/akamhy/waybackpy/issues/154). The index allows
about 30 requests a minute and answers 429 above that, often without saying how long to wait
(https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import httpx

from bot.config.release import user_agent
from bot.model.observation import Found, Observation, Reason, Unsure
from bot.model.reference import Query, Reference, home
from bot.sources.http import limits
from bot.sources.http.addresses import host_of
from bot.sources.http.bounded.clients import ExchangeTransport
from bot.sources.http.bounded.exchange import Exchange
from bot.sources.http.errors import AnswerRefused
from bot.sources.http.guard import judge_host
from bot.sources.http.patience import ARCHIVE_RETRIES, Patience, retry_after

SOURCE = "wayback"
_INDEX = "https://web.archive.org/cdx/search/cdx"
_COPIES = "https://web.archive.org/web"
_WHO = "the archive"
_SPACING = 2.0


@dataclass(frozen=True)
class _Copy:
    """A capture: its address and its day (YYYY-MM-DD)."""

    url: str
    captured: str


@dataclass(frozen=True)
class _Nothing:
    """The reason why there is no copy."""

    reason: Reason
    why: str


class Wayback:
    """Finds archived copies; satisfies `bot.sources.base.Source`.

    It answers for every kind of reference, so it is only queried about what is gone, never as one
    source of many. `spacing` is seconds between two requests; after a 429 it waits a minute once,
    and after a second one, or two requests in a row without an answer, it sends no more in this
    run. The address of a page that may not be public is never sent to it.
    """

    name = SOURCE

    def __init__(
        self,
        *,
        spacing: float = _SPACING,
        sleep: Callable[[float], object] | None = None,
        exchange: Exchange | None = None,
        contact: str = "",
    ) -> None:
        exchange = exchange or Exchange(_WHO)
        sleep = sleep or exchange.time.sleep
        self.requests = 0
        self.notes: list[str] = []
        self._spacing = spacing
        self._sleep = sleep
        self._free_at = 0.0
        self._patience = Patience(ARCHIVE_RETRIES, sleep)
        self._refused = False
        self._lock = threading.Lock()
        self._client = httpx.Client(
            transport=ExchangeTransport(exchange),
            timeout=httpx.Timeout(limits.API_ANSWER, connect=limits.CONNECT),
            headers={"User-Agent": user_agent(contact)},
        )

    def knows(self, reference: Reference) -> bool:
        """Anything with an address may have been captured."""
        return bool(home(reference))

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        """Found with `archived_copy` and `captured`, the newest up to `now`; else Unsure."""
        for query in queries:
            address = query.url or home(query.reference)
            yield _observation(query, address, self._find(address, now.date()), now)

    def archived_copy(self, url: str, near: date) -> str:
        """The address of the newest good copy made up to that day, or "". Never raises."""
        found = self._find(url, near)
        return found.url if isinstance(found, _Copy) else ""

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _find(self, url: str, near: date) -> _Copy | _Nothing:
        address = url.partition("#")[0]
        if judge_host(host_of(address)):
            return _Nothing(
                Reason.PRIVATE, "the address is not public, so the archive was not queried"
            )
        with self._lock:
            answer = self._query(address, near)
        return answer if isinstance(answer, _Nothing) else _newest(answer)

    def _query(self, address: str, near: date) -> httpx.Response | _Nothing:
        if self._patience.is_down:
            return _Nothing(Reason.TIMEOUT, "the archive did not answer, so it is left alone")
        if not self._refused:
            answer = self._patience.repeat(lambda: self._send(address, near), _asked_wait)
            self._refused = _asked_wait(answer) is not None
            if not self._refused:
                return answer
        return _Nothing(Reason.RATE_LIMITED, "the archive asks us to slow down (HTTP 429)")

    def _send(self, address: str, near: date) -> httpx.Response | _Nothing:
        self._wait()
        self.requests += 1
        query = {
            "url": address,
            "output": "json",
            "fl": "timestamp,original",
            "filter": "statuscode:200",
            "to": near.strftime("%Y%m%d"),
            "limit": "-1",
        }
        try:
            answer = self._client.get(_INDEX, params=query)
            self._patience.note(failed=False)
            return answer
        except AnswerRefused as refused:
            self._patience.note(failed=True)
            return _Nothing(refused.failure.reason, refused.failure.why)
        except httpx.TimeoutException:
            self._patience.note(failed=True)
            return _Nothing(Reason.TIMEOUT, "the archive did not answer in time")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            self._patience.note(failed=True)
            why = f"the archive could not be reached ({type(error).__name__})"
            return _Nothing(Reason.CONNECTION, why)

    def _wait(self) -> None:
        wait = self._free_at - time.monotonic()
        if wait > 0:
            self._sleep(wait)
        self._free_at = time.monotonic() + self._spacing


def _asked_wait(answer: httpx.Response | _Nothing) -> float | None:
    """Seconds to wait before another try, None unless the archive refused."""
    if isinstance(answer, _Nothing) or answer.status_code != 429:
        return None
    return retry_after(answer.headers) or 0.0


def _newest(answer: httpx.Response) -> _Copy | _Nothing:
    if answer.status_code != 200:
        reason = Reason.SERVER_ERROR if answer.status_code >= 500 else Reason.BAD_ANSWER
        return _Nothing(reason, f"the archive answered with HTTP {answer.status_code}")
    try:
        rows: Any = answer.json()
        # The first row names the columns; no capture at all is an empty list.
        copies = [_copy(str(stamp), str(original)) for stamp, original in rows[1:]]
    except (ValueError, TypeError, KeyError, RecursionError):
        return _Nothing(Reason.BAD_ANSWER, "the archive's answer could not be read")
    if not copies:
        return _Nothing(Reason.PRIVATE_OR_MISSING, "the archive has no copy")
    return max(copies, key=lambda copy: copy.captured)


def _copy(stamp: str, original: str) -> _Copy:
    day = datetime.strptime(stamp[:8], "%Y%m%d").date()  # noqa: DTZ007 (a day, no moment)
    if not stamp.isdigit() or not original.startswith(("http://", "https://")):
        raise ValueError(stamp)
    return _Copy(f"{_COPIES}/{stamp}/{original}", day.isoformat())


def _observation(query: Query, address: str, found: _Copy | _Nothing, at: datetime) -> Observation:
    evidence = f"{_COPIES}/*/{address}"
    if isinstance(found, _Copy):
        facts = {"archived_copy": found.url, "captured": found.captured}
        return Found(
            reference=query.reference, source=SOURCE, at=at, evidence=evidence, facts=facts
        )
    return Unsure(
        reference=query.reference,
        source=SOURCE,
        at=at,
        evidence=evidence,
        reason=found.reason,
        why=found.why,
    )
