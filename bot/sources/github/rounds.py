"""Send GraphQL queries in batches: a failed batch is halved, repeated later, or given up.

Limits: https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import github

from bot.model.observation import Observation, Reason
from bot.model.reference import Query
from bot.sources.github.graphql import SOURCE, GraphQLError, GraphQLReply, read_reply
from bot.sources.github.places import GitHubNode
from bot.sources.github.rest import GONE, github_failure
from bot.sources.http.errors import CLIENT_ERRORS, SourceFailure, failure_of_error, gone
from bot.sources.http.patience import GITHUB_RETRIES, Patience

_FRUITLESS = 40
"""Answers in a row without any repository after which no more are sent.

One such answer is not an outage: GitHub aborts because of a single repository, and that one is
found by halving the batch.
"""
_HOPELESS = frozenset({Reason.RATE_LIMITED, Reason.LOGIN, Reason.BLOCKED, Reason.TLS})

Compose = Callable[[Sequence[Query]], tuple[str, dict[str, str]]]
"""A batch → the document that asks for it, with its variables."""


class BatchRunner:
    """Sends batches one after the other; a node for each repository, or the reason for none."""

    def __init__(
        self, client: github.Github, sleep: Callable[[float], None], source: str = SOURCE
    ) -> None:
        self.requests = 0
        self.notes: list[str] = []
        self._client = client
        self._sleep = sleep
        self._source = source
        self._patience = Patience(GITHUB_RETRIES, sleep)
        self._fruitless = 0

    def query(
        self, batches: Iterable[list[Query]], compose: Compose, now: datetime
    ) -> Iterator[tuple[Query, GitHubNode | Observation]]:
        """Every query once, with GitHub's node for it or the observation due. Never raises."""
        queue = deque(batches)
        self._patience.note(failed=False)
        self._fruitless = 0
        while queue:
            batch = queue.popleft()
            answer = self._send(batch, compose, now)
            parts: list[list[Query]] = []
            if isinstance(answer, GraphQLReply):
                reported, parts = _sorted(self._source, batch, answer, now)
                yield from reported
                self._fruitless = 0 if reported else self._fruitless + 1
                failure = SourceFailure(Reason.SERVER_ERROR, "GitHub left this out of its answer")
            else:
                parts, failure = [batch], answer
            self._patience.note(failed=not isinstance(answer, GraphQLReply))
            rest = [query for part in parts for query in part]
            if rest and self._waited(failure):
                queue.appendleft(rest)
            elif rest and self._is_over(failure):
                self.notes.append(failure.why)
                rest.extend(query for later in queue for query in later)
                queue.clear()
                yield from ((query, failure.unsure(self._source, query, now)) for query in rest)
            elif len(batch) == 1 and rest:
                yield rest[0], failure.unsure(self._source, rest[0], now)
            elif rest:
                self._sleep(GITHUB_RETRIES.pauses[0])
                queue.extend(parts if len(parts) > 1 else _halves(rest))

    def _send(
        self, batch: Sequence[Query], compose: Compose, now: datetime
    ) -> GraphQLReply | SourceFailure:
        document, variables = compose(batch)
        self.requests += 1
        try:
            _, answer = self._client.requester.graphql_query(document, variables)
            headers: Mapping[str, str] = {}
        except github.GithubException as error:
            # any entry of `errors` raises; the other answers are in `data`
            answer, headers = error.data, error.headers or {}
            if error.status >= 500 or not _has_errors(answer):
                return github_failure(error, now)
        except CLIENT_ERRORS as error:
            return failure_of_error("GitHub", error)
        return _reply(answer, headers, now)

    def _waited(self, failure: SourceFailure) -> bool:
        """Wait for a short rate limit; whether that was possible."""
        if failure.reason is not Reason.RATE_LIMITED or failure.wait is None:
            return False
        return self._patience.wait(failure.wait)

    def _is_over(self, failure: SourceFailure) -> bool:
        given_up = self._patience.is_down or self._fruitless >= _FRUITLESS
        return given_up or failure.reason in _HOPELESS


def _has_errors(answer: Any) -> bool:
    return isinstance(answer, dict) and isinstance(answer.get("errors"), list)


def _reply(answer: Any, headers: Mapping[str, str], now: datetime) -> GraphQLReply | SourceFailure:
    """The reply in a decoded body; HTML arrives as `{"data": "<html…"}`."""
    if not isinstance(answer, dict):
        return SourceFailure(Reason.BAD_ANSWER, "GitHub answered, but not with GraphQL")
    raw = answer.get("errors") or []
    faults = tuple(_fault(one) for one in raw if isinstance(one, dict))
    if any(fault.type in {"RATE_LIMITED", "RATE_LIMIT"} for fault in faults):
        return github_failure(github.RateLimitExceededException(200, answer, dict(headers)), now)
    data = answer.get("data")
    if not isinstance(data, dict) and not faults:
        return SourceFailure(Reason.BAD_ANSWER, "GitHub answered, but not with GraphQL")
    return GraphQLReply(data if isinstance(data, dict) else {}, faults)


def _fault(raw: Mapping[str, Any]) -> GraphQLError:
    path = raw.get("path")
    return GraphQLError(str(raw.get("type") or ""), tuple(path) if isinstance(path, list) else ())


def _sorted(
    source: str, batch: Sequence[Query], reply: GraphQLReply, now: datetime
) -> tuple[list[tuple[Query, GitHubNode | Observation]], list[list[Query]]]:
    """The answers in the reply, and the queries to repeat, those that broke it separately."""
    reading = read_reply(len(batch), reply)
    reported: list[tuple[Query, GitHubNode | Observation]] = []
    reported += [(batch[index], node) for index, node in reading.nodes.items()]
    reported += [(batch[index], gone(source, batch[index], now, GONE)) for index in reading.gone]
    refused = SourceFailure(Reason.BLOCKED, "GitHub does not let this token see it (FORBIDDEN)")
    reported += [(batch[at], refused.unsure(source, batch[at], now)) for at in reading.forbidden]
    broken = [batch[index] for index in reading.rest if index not in reading.spared]
    spared = [batch[index] for index in reading.rest if index in reading.spared]
    return reported, [part for part in (spared, broken) if part]


def _halves(queries: list[Query]) -> list[list[Query]]:
    middle = (len(queries) + 1) // 2
    return [half for half in (queries[:middle], queries[middle:]) if half]
