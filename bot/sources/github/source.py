"""GitHub, queried through PyGithub: by GraphQL with a token, by the limited REST without one.

Limits: https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

import github

from bot.config.release import user_agent
from bot.model.observation import Observation
from bot.model.options.bounds import GITHUB_ANSWER
from bot.model.reference import Kind, Query, Reference
from bot.sources.base import Pages
from bot.sources.github.graphql import SOURCE, batches, observe_repository, query_document
from bot.sources.github.rest import RestReader
from bot.sources.github.rounds import BatchRunner
from bot.sources.http.bounded.clients import github_by
from bot.sources.http.bounded.exchange import Exchange
from bot.sources.http.cache import Cache
from bot.sources.http.patience import NO_RETRIES


def connect_reader(
    token: str | None,
    base_url: str = "https://api.github.com",
    timeout: int = GITHUB_ANSWER,
    exchange: Exchange | None = None,
    contact: str = "",
) -> github.Github:
    """A client for reading: it neither retries nor sleeps by itself, this source does."""
    return github_by(
        exchange or Exchange("GitHub", trusted=(base_url,)),
        lambda: github.Github(
            auth=github.Auth.Token(token) if token else None,
            base_url=base_url,
            timeout=timeout,
            user_agent=user_agent(contact),
            retry=NO_RETRIES,
            seconds_between_requests=None,
            seconds_between_writes=None,
        ),
    )


class GitHubSource:
    """Repositories on github.com.

    `client` is closed by `close`. Without a token `pages` looks at branches and files, and at those
    repositories that the budget (60 requests an hour) does not reach; `cache` saves answers for
    conditional requests.
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

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        """Exactly one observation for each query. Never raises."""
        if self._client.requester.auth is None:
            anonymous = RestReader(self._client, self._cache, self._pages)
            yield from anonymous.look(queries, now)
            self.requests += anonymous.requests
            self.notes += anonymous.notes
        else:
            rounds = BatchRunner(self._client, self._sleep)
            for query, node in rounds.query(batches(queries), query_document, now):
                yield observe_repository(query, node, now) if isinstance(node, Mapping) else node
            self.requests += rounds.requests
            self.notes += rounds.notes

    def close(self) -> None:
        """Close connections and write the cache."""
        self._cache.save()
        self._client.close()
