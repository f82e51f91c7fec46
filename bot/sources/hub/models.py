"""Models of the Hub, with few requests: an account's models in one list, the others one by one.

A list of 1,000 models costs at most 1,000 requests when nothing is known of them, and about
`DAILY` on a later day: what was learned in the last week stands in for the rest, with its own day.
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
from bot.model.reference import Ask, Kind, Reference
from bot.sources.base import answered
from bot.sources.http.cache import Answer, Cache
from bot.sources.hub.client import SOURCE, Desk
from bot.sources.hub.facts import Told, of_model
from bot.sources.hub.limits import is_busy
from bot.sources.hub.weights import NO_WEIGHTS, wants_config

WORKERS = 8
DAILY = 150
"""Accounts (and models that are alone in theirs) asked about in a run while there are kept answers
for the rest; those seen longest ago come first."""
KEPT = timedelta(days=7)
"""For how long a kept answer may stand in."""
_PAGE = 100
"""Models on a page of a list, at least."""
_MOST = 500
_LEAST = 200
"""Requests that even a short list, or a later day, may cost for the `config.json` of models."""
_SCALARS = (int, float, str, bool, type(None))


@dataclass(frozen=True)
class _Kept:
    at: datetime
    told: Told


class Models:
    """Looks at models; the cache holds answers for a week and `config.json` by commit."""

    def __init__(self, desk: Desk, cache: Cache) -> None:
        self._desk = desk
        self._cache = cache
        self._most = _LEAST
        self.stood = 0
        """Models of the last look that a kept answer spoke for."""
        self._owed = 0
        """Models still to be asked about; what is left of `_most` besides is for `config.json`."""

    def look(self, asks: Sequence[Ask], now: datetime) -> Iterator[Observation]:
        """Exactly one observation for each ask. Never raises."""
        due, stands = self._divided(_accounts(asks), now)
        self.stood = len(stands)
        yield from stands
        self.allow(sum(len(group) for group in due))
        with ThreadPoolExecutor(WORKERS) as pool:
            single: list[Ask] = []
            for found, rest in pool.map(lambda group: self._listed(group, now), due):
                yield from found
                single += rest
            yield from pool.map(lambda ask: self._single(ask, now), single)

    def allow(self, owed: int = 0) -> None:
        """Begin to count: `owed` models will be asked about, and some requests are left besides."""
        self._owed = owed
        self._most = self._desk.gate.requests + max(owed, _LEAST)

    def _divided(
        self, groups: Sequence[list[Ask]], now: datetime
    ) -> tuple[list[list[Ask]], list[Observation]]:
        """Who is due, and what kept answers tell of the rest.

        Due are those of whom something is unknown, then those seen longest ago.
        """
        due: list[list[Ask]] = []
        held: list[tuple[datetime, list[Ask], list[_Kept]]] = []
        for group in groups:
            kept = [told for ask in group if (told := self._kept(ask, now))]
            if len(kept) < len(group):
                due.append(group)
            else:
                held.append((min(told.at for told in kept), group, kept))
        held.sort(key=lambda one: (one[0], -len(one[1]), one[1][0].reference.key))
        turn = max(0, DAILY - len(due))
        stands: list[Observation] = [
            answered(SOURCE, ask, ask.reference, told.at, *told.told)
            for _, group, kept in held[turn:]
            for ask, told in zip(group, kept, strict=True)
        ]
        return due + [group for _, group, _ in held[:turn]], stands

    def _listed(self, asks: list[Ask], now: datetime) -> tuple[list[Observation], list[Ask]]:
        """What an account's list tells of those asked about, and who has to be asked alone.

        The most used come first: those are the ones that lists name.
        """
        missing = {ask.reference.key: ask for ask in asks}
        if len(missing) < 2:
            return [], asks
        twice = [ask for ask in asks if missing[ask.reference.key] is not ask]
        infos: dict[str, ModelInfo] = {}
        author = asks[0].reference.name.partition("/")[0]
        with contextlib.suppress(Exception):  # each is asked alone then, and tells its own trouble
            self._desk.patiently(lambda: self._collect(author, set(missing), infos), is_busy)
        self._owed -= len(infos)
        found = [self._found(missing.pop(key), info, now) for key, info in infos.items()]
        return found, [*missing.values(), *twice]

    def _collect(self, author: str, wanted: set[str], infos: dict[str, ModelInfo]) -> None:
        """Of an account's models those that are wanted; no more pages than there are of them."""
        most = min(_PAGE * len(wanted), _MOST)
        for info in self._desk.models(most, author=author, sort="downloads"):
            if _key(info.id) in wanted:
                infos[_key(info.id)] = info
            if len(infos) == len(wanted):
                return

    def _single(self, ask: Ask, now: datetime) -> Observation:
        self._owed -= 1
        try:
            info, described = self._desk.patiently(lambda: self._desk.model(ask.reference.name))
            return self._found(ask, info, now, described=described)
        except Exception as error:  # noqa: BLE001 (the outside world never raises)
            return self._desk.failed(ask, error, now)

    def _found(
        self, ask: Ask, info: ModelInfo, now: datetime, *, described: bool = True
    ) -> Observation:
        there = Reference.of(Kind.MODEL, info.id)
        told = self.told(info, described=described)
        if there == ask.reference:
            self._keep(there, told, now)
        return answered(SOURCE, ask, there, now, *told)

    def told(self, info: ModelInfo, *, described: bool = True) -> Told:
        """The facts of a model, with its `config.json` where that tells more."""
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
        if self._desk.gate.requests + self._owed + WORKERS > self._most:
            return None
        try:
            config = self._desk.patiently(lambda: self._desk.config(info.id, sha))
        except Exception:  # noqa: BLE001 (gated, missing, unreadable: the count stays unknown)
            return None
        plain = {name: value for name, value in config.items() if _is_plain(value)}
        plain |= {name: {} for name in ("text_config",) if name in config}
        self._cache.put(key, Answer(sha, json.dumps(plain)))
        return plain

    def _keep(self, reference: Reference, told: Told, now: datetime) -> None:
        body = json.dumps({"facts": told[0], "unknown": told[1]})
        self._cache.put(reference.key, Answer(now.isoformat(), body))

    def _kept(self, ask: Ask, now: datetime) -> _Kept | None:
        answer = self._cache.get(ask.reference.key)
        if answer is None:
            return None
        try:
            at = datetime.fromisoformat(answer.validator)
            body = _object(answer.body) or {}
            facts = {
                name: tuple(value) if isinstance(value, list) else value
                for name, value in body["facts"].items()
            }
            told = (facts, dict(body["unknown"]))
            return _Kept(at, told) if timedelta() <= now - at < KEPT else None
        except (ValueError, TypeError, KeyError, AttributeError):
            return None


def _accounts(asks: Sequence[Ask]) -> list[list[Ask]]:
    groups: dict[str, list[Ask]] = {}
    for ask in asks:
        groups.setdefault(ask.reference.key.partition("/")[0], []).append(ask)
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
