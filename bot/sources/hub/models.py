"""Models of the Hub, with few requests: an account's models in one list, others one by one.

A list of 1,000 models costs at most 1,000 requests when nothing is known of them, and about `DAILY`
on a later day: the answers of the last week are used for the rest, with their own day.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from huggingface_hub import ModelInfo

from bot.model.observation import Observation
from bot.model.reference import Kind, Query, Reference
from bot.sources.base import found_or_moved
from bot.sources.http.cache import Answer, Cache, facts_answer, read_facts
from bot.sources.hub.client import SOURCE, HubClient
from bot.sources.hub.facts import Described, of_model
from bot.sources.hub.limits import is_busy
from bot.sources.hub.weights import NO_WEIGHTS, wants_config

WORKERS = 8
DAILY = 150
"""Accounts (and models that are alone in theirs) asked about in a run while there are kept answers
for the rest; those seen longest ago come first."""
FACTS_KEPT = timedelta(days=7)
"""How long a stored answer is used."""
_PAGE = 100
"""Models on a page of a list, at least."""
_MOST = 500
_LEAST = 200
"""Requests that even a short list, or a later day, may cost for the `config.json` of models."""
_SCALARS = (int, float, str, bool, type(None))


@dataclass(frozen=True)
class _CachedFacts:
    at: datetime
    reported: Described


class Models:
    """Looks at models; the cache holds answers for a week and `config.json` by commit."""

    def __init__(self, client: HubClient, cache: Cache) -> None:
        self._client = client
        self._cache = cache
        self._most = _LEAST
        self.stood = 0
        """Models of the last look that a kept answer spoke for."""
        self._owed = 0
        """Models still to be asked about; what is left of `_most` besides is for `config.json`."""

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        """Exactly one observation for each query. Never raises."""
        due, stands = self._divided(_accounts(queries), now)
        self.stood = len(stands)
        yield from stands
        self.allow(sum(len(group) for group in due))
        with ThreadPoolExecutor(WORKERS) as pool:
            single: list[Query] = []
            for found, rest in pool.map(lambda group: self._listed(group, now), due):
                yield from found
                single += rest
            yield from pool.map(lambda query: self._single(query, now), single)

    def allow(self, owed: int = 0) -> None:
        """Reset the count: `owed` models will be queried, and some requests are left besides."""
        self._owed = owed
        self._most = self._client.gate.requests + max(owed, _LEAST)

    def _divided(
        self, groups: Sequence[list[Query]], now: datetime
    ) -> tuple[list[list[Query]], list[Observation]]:
        """Which models are due, and stored answers for the rest.

        Due are those with something unknown, then those queried longest ago.
        """
        due: list[list[Query]] = []
        held: list[tuple[datetime, list[Query], list[_CachedFacts]]] = []
        for group in groups:
            kept = [reported for query in group if (reported := self._kept(query, now))]
            if len(kept) < len(group):
                due.append(group)
            else:
                held.append((min(reported.at for reported in kept), group, kept))
        held.sort(key=lambda one: (one[0], -len(one[1]), one[1][0].reference.key))
        turn = max(0, DAILY - len(due))
        stands: list[Observation] = [
            found_or_moved(SOURCE, query, query.reference, reported.at, *reported.reported)
            for _, group, kept in held[turn:]
            for query, reported in zip(group, kept, strict=True)
        ]
        return due + [group for _, group, _ in held[:turn]], stands

    def _listed(self, queries: list[Query], now: datetime) -> tuple[list[Observation], list[Query]]:
        """The queried models in an account's list, and those that must be queried alone.

        The most used come first: those are the ones that lists name.
        """
        missing = {query.reference.key: query for query in queries}
        if len(missing) < 2:
            return [], queries
        twice = [query for query in queries if missing[query.reference.key] is not query]
        infos: dict[str, ModelInfo] = {}
        author = queries[0].reference.name.partition("/")[0]
        with contextlib.suppress(Exception):  # each is queried alone then, and fails by itself
            self._client.patiently(lambda: self._collect(author, set(missing), infos), is_busy)
        self._owed -= len(infos)
        found = []
        for key, info in infos.items():
            with contextlib.suppress(Exception):  # so is one whose card cannot be read
                found.append(self._found(missing[key], info, now))
                missing.pop(key)
        return found, [*missing.values(), *twice]

    def _collect(self, author: str, wanted: set[str], infos: dict[str, ModelInfo]) -> None:
        """The wanted ones of an account's models; no more pages than there are models."""
        most = min(_PAGE * len(wanted), _MOST)
        for info in self._client.models(most, author=author, sort="downloads"):
            if isinstance(info, ModelInfo) and _key(info.id) in wanted:
                infos[_key(info.id)] = info
            if len(infos) == len(wanted):
                return

    def _single(self, query: Query, now: datetime) -> Observation:
        self._owed -= 1
        try:
            info, described = self._client.patiently(
                lambda: self._client.model(query.reference.name)
            )
            return self._found(query, info, now, described=described)
        except Exception as error:  # noqa: BLE001 (the outside world never raises)
            return self._client.failed(query, error, now)

    def _found(
        self, query: Query, info: ModelInfo, now: datetime, *, described: bool = True
    ) -> Observation:
        there = Reference.of(Kind.MODEL, info.id)
        reported = self.reported(info, described=described)
        if there == query.reference:
            self._keep(there, reported, now)
        return found_or_moved(SOURCE, query, there, now, *reported)

    def alone(self, name: str) -> Described:
        """The facts of a model that a listing does not give. Raises when it cannot be read."""
        info, described = self._client.patiently(lambda: self._client.model(name))
        return self.reported(info, described=described)

    def reported(self, info: ModelInfo, *, described: bool = True) -> Described:
        """The facts of a model, with its `config.json` where that holds more."""
        why = NO_WEIGHTS if described else "the Hub does not describe its weights"
        return of_model(info, why, self._config(info))

    def _config(self, info: ModelInfo) -> Mapping[str, Any] | None:
        """The `config.json`, from the cache or while there are requests left for it."""
        if not (info.sha and wants_config(info)):
            return None
        key, sha = f"config:{info.id}@{info.sha}", info.sha
        kept = self._cache.get(key)
        if kept:
            return _object(kept.body)
        if self._client.gate.requests + self._owed + WORKERS > self._most:
            return None
        try:
            config = self._client.patiently(lambda: self._client.config(info.id, sha))
        except Exception:  # noqa: BLE001 (gated, missing, unreadable: the count stays unknown)
            return None
        plain = {name: value for name, value in config.items() if _is_plain(value)}
        plain |= {name: {} for name in ("text_config",) if name in config}
        self._cache.store(key, Answer("", json.dumps(plain)))
        return plain

    def _keep(self, reference: Reference, reported: Described, now: datetime) -> None:
        self._cache.store(reference.key, facts_answer(*reported, now))

    def _kept(self, query: Query, now: datetime) -> _CachedFacts | None:
        answer = self._cache.get(query.reference.key)
        if answer is None or answer.moment is None or not answer.is_fresh(now, FACTS_KEPT):
            return None
        facts = read_facts(answer)
        return _CachedFacts(answer.moment, facts) if facts else None


def _accounts(queries: Sequence[Query]) -> list[list[Query]]:
    groups: dict[str, list[Query]] = {}
    for query in queries:
        groups.setdefault(query.reference.key.partition("/")[0], []).append(query)
    return list(groups.values())


def _key(name: str) -> str:
    return Reference.of(Kind.MODEL, name).key


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return len(value) < 200 and all(isinstance(one, _SCALARS) for one in value)
    return isinstance(value, _SCALARS)
