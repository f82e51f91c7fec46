"""When a repository began: its first commit and its first release.

GitHub is asked twice for a batch: how many commits the default branch has, then for the one behind
all others. An answer is kept for a month: what began has begun.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import github

from bot.model.observation import Found, Observation, Reason, Value
from bot.model.reference import Ask, Kind, Reference, home
from bot.sources.github.first import begin, behind, end, first, only, release
from bot.sources.github.places import Node
from bot.sources.github.rounds import Rounds
from bot.sources.http.cache import Answer, Cache
from bot.sources.http.errors import Trouble

SOURCE = "history"
BATCH = 20
"""Repositories to a request: counting commits is work, and GitHub gives a request 10 seconds."""
KEPT = timedelta(days=30)


class History:
    """First commits and releases; asked only for repositories where they are wanted.

    It needs a client with a token: without one every answer is `Unsure`. The client is closed by
    whoever made it.
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
        self._rounds = Rounds(client, sleep, SOURCE)

    @property
    def requests(self) -> int:
        """Requests sent so far."""
        return self._rounds.requests

    @requests.setter
    def requests(self, value: int) -> None:
        self._rounds.requests = value

    def knows(self, reference: Reference) -> bool:
        """Repositories."""
        return reference.kind is Kind.REPO

    def look(self, asks: Sequence[Ask], now: datetime) -> Iterator[Observation]:
        """`Found` with `first_commit`, `first_release`, `first_released`. Never raises."""
        due = []
        for ask in asks:
            kept = self._kept(ask, now)
            if kept:
                yield kept
            elif self._client.requester.auth is None:
                yield _NO_TOKEN.unsure(SOURCE, ask, now)
            else:
                due.append(ask)
        yield from self._look(due, now)
        self.notes += self._rounds.notes

    def close(self) -> None:
        """Write the cache."""
        self._cache.save()

    def _look(self, asks: list[Ask], now: datetime) -> Iterator[Observation]:
        longer: dict[str, tuple[Ask, Node, str]] = {}
        for ask, node in self._rounds.ask(_batches(asks), begin, now):
            if not isinstance(node, Mapping):
                yield node
            elif cursor := behind(node):
                longer[ask.reference.key] = (ask, node, cursor)
            else:
                yield self._found(ask, node, only(node), now)
        cursors = {key: cursor for key, (_, _, cursor) in longer.items()}
        rest = _batches([ask for ask, _, _ in longer.values()])
        for ask, node in self._rounds.ask(rest, lambda batch: end(batch, cursors), now):
            day = first(node) if isinstance(node, Mapping) else ""
            yield self._found(ask, longer[ask.reference.key][1], day, now)

    def _found(self, ask: Ask, node: Node, day: str, now: datetime) -> Observation:
        facts: dict[str, Value] = {}
        unknown = {}
        if day:
            facts["first_commit"] = day
        else:
            unknown["first_commit"] = "GitHub did not tell the first commit"
        oldest = release(node)
        facts |= oldest
        if not oldest:
            unknown["first_release"] = "no release published on GitHub"
        if day:
            body = json.dumps({"facts": facts, "unknown": unknown})
            self._cache.put(f"history:{ask.reference.key}", Answer(now.isoformat(), body))
        return _told(ask, facts, unknown, now)

    def _kept(self, ask: Ask, now: datetime) -> Observation | None:
        answer = self._cache.get(f"history:{ask.reference.key}")
        if answer is None:
            return None
        try:
            at = datetime.fromisoformat(answer.validator)
            body = json.loads(answer.body)
            fresh = timedelta() <= now - at < KEPT
            return _told(ask, dict(body["facts"]), dict(body["unknown"]), at) if fresh else None
        except (ValueError, TypeError, KeyError):
            return None


_NO_TOKEN = Trouble(Reason.NOT_ASKED, "the history of repositories needs a GitHub token")


def _told(ask: Ask, facts: Mapping[str, Value], unknown: Mapping[str, str], at: datetime) -> Found:
    return Found(
        reference=ask.reference,
        source=SOURCE,
        at=at,
        evidence=f"{home(ask.reference)}/commits",
        facts=facts,
        unknown=unknown,
    )


def _batches(asks: Sequence[Ask]) -> Iterator[list[Ask]]:
    return (list(asks[at : at + BATCH]) for at in range(0, len(asks), BATCH))
