"""The beginning of a repository: its first commit and its first release.

GitHub is queried twice for a batch: for the number of commits on the default branch, then for the
oldest of them. An answer is kept for a month, because it does not change.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import github

from bot.model.observation import Found, Observation, Reason, Value
from bot.model.reference import Kind, Query, Reference, home
from bot.sources.github.first import begin, behind, end, first, only, release
from bot.sources.github.places import GitHubNode
from bot.sources.github.rounds import BatchRunner
from bot.sources.http.cache import Cache, facts_answer, read_facts
from bot.sources.http.errors import SourceFailure

SOURCE = "history"
HISTORY_BATCH = 20
"""Repositories in a request: counting commits takes time, and GitHub stops after 10 seconds."""
HISTORY_KEPT = timedelta(days=30)


class History:
    """First commits and releases; queried only for repositories where they are wanted.

    It needs a client with a token: without one every answer is `Unsure`. The client is closed by
    `close`.
    """

    name = SOURCE

    def __init__(
        self,
        client: github.Github,
        *,
        cache: Cache | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.notes: list[str] = []
        self._client = client
        self._cache = cache or Cache()
        self._rounds = BatchRunner(client, sleep, SOURCE)

    @property
    def requests(self) -> int:
        """Requests sent so far."""
        return self._rounds.requests

    def knows(self, reference: Reference) -> bool:
        """Repositories."""
        return reference.kind is Kind.REPO

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        """`Found` with `first_commit`, `first_release`, `first_released`. Never raises."""
        due = []
        for query in queries:
            kept = self._kept(query, now)
            if kept:
                yield kept
            elif self._client.requester.auth is None:
                yield _NO_TOKEN.unsure(SOURCE, query, now)
            else:
                due.append(query)
        yield from self._look(due, now)
        self.notes += self._rounds.notes

    def close(self) -> None:
        """Let go of connections and write the cache."""
        self._cache.save()
        self._client.close()

    def _look(self, queries: list[Query], now: datetime) -> Iterator[Observation]:
        longer: dict[str, tuple[Query, GitHubNode, str]] = {}
        for query, node in self._rounds.query(_batches(queries), begin, now):
            if not isinstance(node, Mapping):
                yield node
            elif cursor := behind(node):
                longer[query.reference.key] = (query, node, cursor)
            else:
                yield self._found(query, node, only(node), now)
        cursors = {key: cursor for key, (_, _, cursor) in longer.items()}
        rest = _batches([query for query, _, _ in longer.values()])
        for query, node in self._rounds.query(rest, lambda batch: end(batch, cursors), now):
            day = first(node) if isinstance(node, Mapping) else ""
            yield self._found(query, longer[query.reference.key][1], day, now)

    def _found(self, query: Query, node: GitHubNode, day: str, now: datetime) -> Observation:
        facts: dict[str, Value] = {}
        unknown = {}
        if day:
            facts["first_commit"] = day
        else:
            unknown["first_commit"] = "GitHub did not return the first commit"
        oldest = release(node)
        facts |= oldest
        if not oldest:
            unknown["first_release"] = "no release published on GitHub"
        if day:
            self._cache.store(f"history:{query.reference.key}", facts_answer(facts, unknown, now))
        return _observed(query, facts, unknown, now)

    def _kept(self, query: Query, now: datetime) -> Observation | None:
        answer = self._cache.get(f"history:{query.reference.key}")
        if answer is None or answer.moment is None or not answer.is_fresh(now, HISTORY_KEPT):
            return None
        facts = read_facts(answer)
        return _observed(query, *facts, answer.moment) if facts else None


_NO_TOKEN = SourceFailure(Reason.NOT_ASKED, "the history of repositories needs a GitHub token")


def _observed(
    query: Query, facts: Mapping[str, Value], unknown: Mapping[str, str], at: datetime
) -> Found:
    return Found(
        reference=query.reference,
        source=SOURCE,
        at=at,
        evidence=f"{home(query.reference)}/commits",
        facts=facts,
        unknown=unknown,
    )


def _batches(queries: Sequence[Query]) -> Iterator[list[Query]]:
    return (list(queries[at : at + HISTORY_BATCH]) for at in range(0, len(queries), HISTORY_BATCH))
