"""GitHub, asked through PyGithub: with a token by GraphQL, without one by what little REST allows.

Limits: https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

import github

from bot.model.observation import Observation
from bot.model.reference import Ask, Kind, Reference
from bot.sources.github.graphql import SOURCE, batches, observe, query
from bot.sources.github.rest import Anonymous, Pages
from bot.sources.github.rounds import Rounds
from bot.sources.http.cache import Cache

TIMEOUT = 20
"""Seconds for one request; GitHub itself gives up after 10."""


def connect(
    token: str | None, base_url: str = "https://api.github.com", timeout: int = TIMEOUT
) -> github.Github:
    """A client for reading: it neither retries nor sleeps by itself, this source does."""
    return github.Github(
        auth=github.Auth.Token(token) if token else None,
        base_url=base_url,
        timeout=timeout,
        retry=None,
        seconds_between_requests=None,
        seconds_between_writes=None,
    )


class GitHub:
    """Repositories on github.com.

    `client` is closed by `close`. `pages` looks at those repositories that the anonymous budget
    (60 requests an hour) does not reach; `cache` saves answers for conditional requests.
    """

    name = SOURCE

    def __init__(
        self,
        client: github.Github,
        *,
        cache: Cache | None = None,
        pages: Pages | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.requests = 0
        self.notes: list[str] = []
        self._client = client
        self._cache = cache or Cache()
        self._pages = pages
        self._sleep = sleep

    def knows(self, reference: Reference) -> bool:
        """Repositories."""
        return reference.kind is Kind.REPO

    def look(self, asks: Sequence[Ask], now: datetime) -> Iterator[Observation]:
        """Exactly one observation for each ask. Never raises."""
        if self._client.requester.auth is None:
            anonymous = Anonymous(self._client, self._cache, self._pages)
            yield from anonymous.look(asks, now)
            self.requests += anonymous.requests
            self.notes += anonymous.notes
        else:
            rounds = Rounds(self._client, self._sleep)
            for ask, node in rounds.ask(batches(asks), query, now):
                yield observe(ask, node, now) if isinstance(node, Mapping) else node
            self.requests += rounds.requests
            self.notes += rounds.notes

    def close(self) -> None:
        """Let go of connections and write the cache."""
        self._cache.save()
        self._client.close()
