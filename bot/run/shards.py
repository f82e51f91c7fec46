"""A large list on several machines: the queries of each, and joining their observations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.lists.read import read_state
from bot.lists.shard import Shard, read_shard
from bot.model.errors import SettingsError
from bot.model.reference import Query
from bot.run.steps.queries import list_queries
from bot.run.steps.scope import require_match
from bot.run.steps.services import Progress, gather, no_progress
from bot.sources.base import Source
from bot.sources.dispatch import SourceSet
from bot.sources.recorded import RecordedSources
from bot.sources.shards import split_queries

MOST_SHARDS = 256
"""Jobs that one matrix may have
(https://docs.github.com/en/actions/reference/limits)."""


def plan_shards(
    documents: Mapping[str, str], sources: SourceSet, now: datetime, parts: int, only: str = "*"
) -> list[tuple[str, int]]:
    """The parts that have queries, and about how many references."""
    found = split_queries(sources.sources, _queries(documents, now, only), parts)
    return [(f"{n}/{parts}", len(queries)) for n, queries in enumerate(found, start=1) if queries]


def read_part(text: str) -> tuple[int, int]:
    """`3/8` as (3, 8). Raises SettingsError."""
    match = re.fullmatch(r"([1-9]\d*)/([1-9]\d*)", text, re.ASCII)
    number, parts = (int(match[1]), int(match[2])) if match else (0, 0)
    if not 1 <= number <= parts <= MOST_SHARDS:
        raise SettingsError(
            f"'{text}' is not a shard", hint=f"write i/N such as 3/8; N is at most {MOST_SHARDS}"
        )
    return number, parts


def observe_shard(
    documents: Mapping[str, str],
    sources: SourceSet,
    now: datetime,
    part: str,
    only: str = "*",
    progress: Progress = no_progress,
) -> Shard:
    """Query one part of the list. Raises InputError, or SettingsError for an unknown part."""
    number, parts = read_part(part)
    queries = split_queries(sources.sources, _queries(documents, now, only), parts)[number - 1]
    return Shard(part, gather(sources, queries, now, progress), tuple(sources.tallies))


def _queries(documents: Mapping[str, str], now: datetime, only: str) -> list[Query]:
    state = read_state(documents)
    registry = state.registry
    require_match(registry, only)
    return list_queries(registry, only, state.settings.rules.on(now.date().isoformat()))


def recorded_source(sources: Sequence[Source], texts: Iterable[tuple[str, str]]) -> RecordedSources:
    """The observations of the shards (path, text), in place of queries.

    Raises InputError for a text that is not a shard, SettingsError when there is none.
    """
    shards = [read_shard(text, path) for path, text in texts]
    if not shards:
        raise SettingsError(
            "there are no observations to go by",
            hint="`refresh --shard i/N --output DIR/FILE.json` writes them",
        )
    latest = {seen.reference.key: seen for shard in shards for seen in shard.observations}
    tallies = [tally for shard in shards for tally in shard.tallies]
    return RecordedSources(sources, latest, tallies)
