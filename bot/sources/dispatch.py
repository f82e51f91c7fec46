"""Which source to query: a reference goes to the first source that knows it."""

from __future__ import annotations

import math
import queue
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.model.observation import (
    Found,
    Observation,
    Tally,
    Unsure,
    outcome_word,
    search_of,
)
from bot.model.options.watch import Watch
from bot.model.reference import Query, home
from bot.sources.base import Searcher, Source
from bot.sources.http.bounded.times import RunTime
from bot.sources.shapes import of_shape
from bot.sources.turn import Reports, SourceTurn


@dataclass
class SourceSet:
    """All sources side by side; iterate to get observations as they come, then read `tallies`."""

    sources: Sequence[Source]
    tallies: list[Tally] = field(default_factory=list)
    time: RunTime = field(default_factory=RunTime)

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        """Exactly one observation for each query that some source knows.

        If a source raises, its remaining queries become `Unsure`; the other sources continue.
        """
        return self._query_all(_shares(self.sources, queries), now)

    def look_by_name(
        self, wanted: Mapping[str, Sequence[Query]], now: datetime
    ) -> Iterator[Observation]:
        """Like `look`, but each source gets the queries that `wanted` holds for its name."""
        shares = [
            (source, list({query.reference.key: query for query in wanted[source.name]}.values()))
            for source in self.sources
            if wanted.get(source.name)
        ]
        return self._query_all(shares, now)

    def _query_all(
        self, shares: Sequence[tuple[Source, list[Query]]], now: datetime
    ) -> Iterator[Observation]:
        reported: Reports = queue.SimpleQueue()
        turns = [
            SourceTurn(source, share, now, reported, self.time.of(source.name))
            for source, share in shares
        ]
        for turn in turns:
            turn.start()
        open_turns = len(turns)
        while open_turns:
            try:
                item = reported.get(timeout=_wait_for(turns))
            except queue.Empty:
                for turn in turns:
                    turn.cut()
                continue
            if isinstance(item, Tally):
                self.tallies.append(item)
                open_turns -= 1
            else:
                yield item
        self.tallies.sort(key=lambda tally: tally.source)

    def search(self, watches: Sequence[Watch], now: datetime) -> list[Observation]:
        """What the searchable sources find for the watches, without duplicates.

        The facts of a model found so name in `watches` those that found it. Each watch is an
        observation of `watch.reference` by the source's search: `Found`, or `Unsure` where that
        failed. Requests count in `tallies`.
        """
        found: list[Observation] = []
        for source in self.sources:
            if watches and isinstance(source, Searcher):
                begun, before = time.monotonic(), source.requests
                with self.time.of(source.name).turn():
                    reported = [of_shape(seen) for seen in source.search(watches, now)]
                found += _with_searches(source.name, reported, watches, now)
                self.tallies.append(_searched(source, reported, len(watches), before, begun))
        return found

    def close(self) -> None:
        """Close all connections."""
        for source in self.sources:
            source.close()


def _wait_for(turns: Sequence[SourceTurn]) -> float | None:
    """Seconds until a turn that is still open has to be cut; None when none ever has."""
    left = min((turn.left for turn in turns if not turn.is_over), default=math.inf)
    return max(0.0, left) if math.isfinite(left) else None


def _shares(
    sources: Sequence[Source], queries: Sequence[Query]
) -> list[tuple[Source, list[Query]]]:
    shares: dict[str, tuple[Source, list[Query]]] = {}
    for query in queries:
        source = next((one for one in sources if one.knows(query.reference)), None)
        if source is not None:
            shares.setdefault(source.name, (source, []))[1].append(query)
    return list(shares.values())


def _with_searches(
    source: str, reported: Sequence[Observation], watches: Sequence[Watch], now: datetime
) -> Iterator[Observation]:
    """All that was found, and the outcome of each search: an account may also be a listed link."""
    failed = {seen.reference.key: seen for seen in reported if isinstance(seen, Unsure)}
    yield from (seen for seen in reported if not isinstance(seen, Unsure))
    for watch in watches:
        reference = watch.reference
        done = Found(reference=reference, source="", at=now, evidence=home(reference))
        yield replace(failed.get(reference.key, done), source=search_of(source))


def _searched(
    source: Searcher, reported: Sequence[Observation], asked: int, before: int, begun: float
) -> Tally:
    counts = dict.fromkeys(("found", "moved", "gone", "unsure"), 0)
    for observation in reported:
        counts[outcome_word(observation)] += 1
    return Tally(
        search_of(source.name),
        asked=asked,
        requests=source.requests - before,
        seconds=time.monotonic() - begun,
        notes=(),
        **counts,
    )
