"""arXiv through its query API: many ids to a request, one connection, 3 seconds apart.

https://info.arxiv.org/help/api/user-manual.html, https://info.arxiv.org/help/api/tou.html
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import arxiv  # type: ignore[import-untyped]
import requests

from bot.config.release import user_agent
from bot.model.observation import Found, Observation, Reason
from bot.model.reference import Kind, Query, Reference, home
from bot.parsing.arxiv_ids import identifier
from bot.sources.base import Pages
from bot.sources.http import limits
from bot.sources.http.bounded.clients import ExchangeAdapter
from bot.sources.http.bounded.exchange import Exchange
from bot.sources.http.errors import (
    CLIENT_ERRORS,
    SourceFailure,
    failure_of_error,
    failure_of_status,
)
from bot.sources.http.patience import (
    ARXIV_RETRIES,
    BUSY,
    NO_RETRIES,
    SLOW_DOWN,
    Patience,
    retry_after,
)
from bot.sources.papers.arxiv_facts import facts_of, key_of
from bot.sources.papers.arxiv_pages import with_pages

SOURCE = "arxiv"
_BATCH = 100
"""Ids to a request; the API gives up to 2,000, a URL holds fewer."""
PAUSE = 3.0
"""Seconds between two requests, by the terms of use, which count all machines of one user."""
_ALONE = 10
"""Most papers missing in a batch that are queried again alone."""
_HOPELESS = frozenset({Reason.RATE_LIMITED, Reason.BLOCKED, Reason.TLS})


class _Adapter(ExchangeAdapter):
    """Gives every request a timeout and our name, counts it, and notes `Retry-After`."""

    def __init__(self, agent: str, exchange: Exchange) -> None:
        super().__init__(exchange)
        self._agent = agent
        self.requests = 0
        self.wait = 0.0

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> Any:
        request.headers["User-Agent"] = self._agent
        options["timeout"] = options.get("timeout") or limits.API_ANSWER
        self.requests += 1
        response = super().send(request, *args, **options)
        self.wait = retry_after(response.headers) or 0.0
        return response


class Arxiv:
    """Papers on arxiv.org.

    `contact` is an address (the list's repository) by which arXiv can find who is asking: the
    libraries' shared names are slowed down first. `pages` looks at what the API does not give:
    papers that it leaves out, and other forms and copies of a paper.
    """

    name = SOURCE

    def __init__(
        self,
        contact: str = "",
        *,
        pages: Pages | None = None,
        sleep: Callable[[float], None] | None = None,
        exchange: Exchange | None = None,
    ) -> None:
        self.notes: list[str] = []
        self._pages = pages
        exchange = exchange or Exchange("arXiv")
        self._sleep = sleep or exchange.time.sleep
        self._adapter = _Adapter(user_agent(contact), exchange)
        self._session = requests.Session()
        self._session.mount("https://", self._adapter)
        self._session.mount("http://", self._adapter)
        # pauses and repetitions are ours: the client's ignore Retry-After
        self._client = arxiv.Client(page_size=_BATCH, delay_seconds=0, num_retries=NO_RETRIES)
        self._client._session.close()
        self._client._session = self._session
        # what it thinks of a feed is reported once, by the run
        logging.getLogger("arxiv").setLevel(logging.ERROR)
        self._last: float | None = None
        self._patience = Patience(ARXIV_RETRIES, self._sleep)

    @property
    def requests(self) -> int:
        """Requests sent so far."""
        return self._adapter.requests

    def knows(self, reference: Reference) -> bool:
        """Papers."""
        return reference.kind is Kind.PAPER

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        """Exactly one observation for each query. Never raises."""
        yield from with_pages(queries, self._look(queries, now), self._pages, now)

    def _look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        wanted: dict[str, list[Query]] = {}
        for query in queries:
            if known := identifier(query.reference.name):
                wanted.setdefault(known, []).append(query)
            else:
                odd = SourceFailure(
                    Reason.NOT_ASKED, f"{query.reference.name} is not an arXiv identifier"
                )
                yield odd.unsure(SOURCE, query, now)
        for one, answer in self._papers(list(wanted)):
            yield from (_observe(query, answer, now) for query in wanted[one])

    def _papers(self, ids: list[str]) -> Iterator[tuple[str, arxiv.Result | SourceFailure]]:
        """Every id once, with arXiv's answer."""
        queue = deque(ids[at : at + _BATCH] for at in range(0, len(ids), _BATCH))
        alone = 0
        self._patience.note(failed=False)
        while queue:
            batch = queue.popleft()
            answer = self._query(batch)
            failed = isinstance(answer, SourceFailure)
            self._patience.note(failed=failed)
            if isinstance(answer, SourceFailure):
                rest, failure = batch, answer
            else:
                yield from answer.items()
                rest = [one for one in batch if one not in answer]
                failure = SourceFailure(
                    Reason.PRIVATE_OR_MISSING,
                    "arXiv left it out of its answer, without saying why",
                )
            if self._patience.is_down or (failed and failure.reason in _HOPELESS):
                self.notes.append(failure.why)
                yield from ((one, failure) for late in (rest, *queue) for one in late)
                return
            again, given_up = _next(batch, rest, failure, _ALONE - alone)
            alone += sum(len(part) == 1 for part in again)
            queue.extendleft(reversed(again))
            yield from ((one, failure) for one in given_up)

    def _query(self, ids: Sequence[str]) -> dict[str, arxiv.Result] | SourceFailure:
        return self._patience.repeat(lambda: self._send(ids), _wait)

    def _send(self, ids: Sequence[str]) -> dict[str, arxiv.Result] | SourceFailure:
        """One request. An empty answer is an outage: arXiv's HTML is also read as empty."""
        self._pace()
        search = arxiv.Search(id_list=list(ids), max_results=len(ids))
        found: dict[str, arxiv.Result] = {}
        failure = SourceFailure(Reason.BAD_ANSWER, "arXiv answered with no paper at all")
        try:
            for result in self._client.results(search):
                found[key_of(result)] = result
        except arxiv.HTTPError as error:
            failure = self._refusal(error.status)
        except (arxiv.ArxivError, *CLIENT_ERRORS) as error:
            failure = failure_of_error("arXiv", error)
        wanted = set(ids)
        return {one: found[one] for one in found if one in wanted} or failure

    def _refusal(self, status: int) -> SourceFailure:
        failure = failure_of_status("arXiv", status)
        if status in SLOW_DOWN:
            why = f"arXiv asks us to slow down (HTTP {status})"
            failure = SourceFailure(Reason.RATE_LIMITED, why, status=status)
        return replace(failure, wait=self._adapter.wait) if status in BUSY else failure

    def _pace(self) -> None:
        left = 0.0 if self._last is None else self._last + PAUSE - time.monotonic()
        if left > 0:
            self._sleep(left)
        self._last = time.monotonic()


def _wait(answer: dict[str, arxiv.Result] | SourceFailure) -> float | None:
    return answer.wait if isinstance(answer, SourceFailure) else None


def _next(
    batch: list[str], rest: list[str], failure: SourceFailure, alone: int
) -> tuple[list[list[str]], list[str]]:
    """The batches to send again, and the ids to give up.

    A refused batch (4xx) is halved to find the id that causes it; an id that was missing is queried
    once more alone; any other failure is not repeated.
    """
    if len(batch) == 1 or not rest:
        return [], rest
    if failure.reason is Reason.PRIVATE_OR_MISSING:
        return [[one] for one in rest[:alone]], rest[max(alone, 0) :]
    if 400 <= failure.status < 500:
        middle = (len(rest) + 1) // 2
        return [rest[:middle], rest[middle:]], []
    return [], rest


def _observe(query: Query, answer: arxiv.Result | SourceFailure, now: datetime) -> Observation:
    if isinstance(answer, SourceFailure):
        return answer.unsure(SOURCE, query, now)
    facts, unknown = facts_of(answer)
    last = int(facts["version"])  # type: ignore[arg-type]
    numbers = {str(place): place.version.removeprefix("v") for place in query.places}
    asked = {place: int(number) for place, number in numbers.items() if number.isdecimal()}
    return Found(
        reference=query.reference,
        source=SOURCE,
        at=now,
        evidence=home(query.reference),
        facts=facts,
        unknown=unknown,
        places={place: 1 <= number <= last for place, number in asked.items()},
    )
