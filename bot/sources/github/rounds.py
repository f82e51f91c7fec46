"""Asking GitHub's GraphQL in batches: what failed is halved, waited for, or given up.

Limits: https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import github
import requests

from bot.model.observation import Observation, Reason
from bot.model.reference import Ask
from bot.sources.github.graphql import SOURCE, Fault, Reply, understand
from bot.sources.github.places import Node
from bot.sources.github.rest import GONE, UNREADABLE, trouble_of
from bot.sources.http.errors import Trouble, gone, of_error

_MISSES = 8
"""Requests in a row without any answer after which GitHub is taken to be down. One bad
repository at the head of a batch costs 6 (40, 20, 10, 5, 2, 1)."""
_PATIENCE = 120.0
"""Seconds to wait for a rate limit in one run, all waits together; a reset further
away is not waited for."""
_BREATH = 1.0
"""Seconds between a failed request and the next."""
_HOPELESS = frozenset({Reason.LOGIN, Reason.BLOCKED, Reason.TLS})

Compose = Callable[[Sequence[Ask]], tuple[str, dict[str, str]]]
"""A batch → the document that asks for it, with its variables."""


class Rounds:
    """Sends batches one after the other; a node for each repository, or why there is none."""

    def __init__(
        self, client: github.Github, sleep: Callable[[float], None], source: str = SOURCE
    ) -> None:
        self.requests = 0
        self.notes: list[str] = []
        self._client = client
        self._sleep = sleep
        self._source = source
        self._patience = _PATIENCE

    def ask(
        self, batches: Iterable[list[Ask]], compose: Compose, now: datetime
    ) -> Iterator[tuple[Ask, Node | Observation]]:
        """Every ask once, with the node GitHub gave for it or the observation due. Never raises."""
        queue = deque(batches)
        misses = 0
        while queue:
            batch = queue.popleft()
            answer = self._send(batch, compose, now)
            if isinstance(answer, Reply):
                told, rest = _sorted(self._source, batch, answer, now)
                yield from told
                trouble = Trouble(Reason.SERVER_ERROR, "GitHub left this out of its answer")
            else:
                told, rest, trouble = [], batch, answer
            misses = 0 if told or not rest else misses + 1
            if rest and self._waited(trouble):
                queue.appendleft(rest)
            elif rest and _is_over(trouble, misses):
                self.notes.append(trouble.why)
                rest.extend(ask for later in queue for ask in later)
                queue.clear()
                yield from ((ask, trouble.unsure(self._source, ask, now)) for ask in rest)
            elif len(batch) == 1 and rest:
                yield rest[0], trouble.unsure(self._source, rest[0], now)
            elif rest:
                self._sleep(_BREATH)
                queue.extendleft(reversed(_halves(rest)))

    def _send(self, batch: Sequence[Ask], compose: Compose, now: datetime) -> Reply | Trouble:
        document, variables = compose(batch)
        self.requests += 1
        try:
            _, answer = self._client.requester.graphql_query(document, variables)
            headers: Mapping[str, str] = {}
        except github.GithubException as error:
            # any entry of `errors` raises; what was answered besides it is in `data`
            answer, headers = error.data, error.headers or {}
            if error.status >= 500 or not _has_errors(answer):
                return trouble_of(error, now)
        except (requests.RequestException, *UNREADABLE) as error:
            return of_error("GitHub", error)
        return _reply(answer, headers, now)

    def _waited(self, trouble: Trouble) -> bool:
        """Whether a short rate limit was waited for."""
        wait = trouble.wait
        if trouble.reason is not Reason.RATE_LIMITED or wait is None or wait > self._patience:
            return False
        self._patience -= max(wait, _BREATH)
        self._sleep(max(wait, _BREATH))
        return True


def _is_over(trouble: Trouble, misses: int) -> bool:
    if trouble.reason is Reason.RATE_LIMITED or misses >= _MISSES:
        return True
    return trouble.reason in _HOPELESS


def _has_errors(answer: Any) -> bool:
    return isinstance(answer, dict) and isinstance(answer.get("errors"), list)


def _reply(answer: Any, headers: Mapping[str, str], now: datetime) -> Reply | Trouble:
    """The reply behind a decoded body; HTML reaches us as `{"data": "<html…"}`."""
    if not isinstance(answer, dict):
        return Trouble(Reason.BAD_ANSWER, "GitHub answered, but not with GraphQL")
    raw = answer.get("errors") or []
    faults = tuple(_fault(one) for one in raw if isinstance(one, dict))
    if any(fault.type in {"RATE_LIMITED", "RATE_LIMIT"} for fault in faults):
        return trouble_of(github.RateLimitExceededException(200, answer, dict(headers)), now)
    data = answer.get("data")
    if not isinstance(data, dict) and not faults:
        return Trouble(Reason.BAD_ANSWER, "GitHub answered, but not with GraphQL")
    return Reply(data if isinstance(data, dict) else {}, faults)


def _fault(raw: Mapping[str, Any]) -> Fault:
    path = raw.get("path")
    return Fault(str(raw.get("type") or ""), tuple(path) if isinstance(path, list) else ())


def _sorted(
    source: str, batch: Sequence[Ask], reply: Reply, now: datetime
) -> tuple[list[tuple[Ask, Node | Observation]], list[Ask]]:
    """What the reply tells of the batch, and what is left to ask."""
    reading = understand(len(batch), reply)
    told: list[tuple[Ask, Node | Observation]] = []
    told += [(batch[index], node) for index, node in reading.nodes.items()]
    told += [(batch[index], gone(source, batch[index], now, GONE)) for index in reading.gone]
    refused = Trouble(Reason.BLOCKED, "GitHub does not let this token see it (FORBIDDEN)")
    told += [(batch[at], refused.unsure(source, batch[at], now)) for at in reading.forbidden]
    return told, [batch[index] for index in reading.rest]


def _halves(asks: list[Ask]) -> list[list[Ask]]:
    middle = (len(asks) + 1) // 2
    return [half for half in (asks[:middle], asks[middle:]) if half]
