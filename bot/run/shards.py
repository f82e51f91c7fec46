"""A large list on several machines: who asks what, and what they were told put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.lists.registry.load import load
from bot.lists.shard import Shard, read_shard
from bot.model.errors import SettingsError
from bot.model.reference import Ask
from bot.run.steps.queries import questions
from bot.run.steps.services import Progress, silent
from bot.sources.base import Source
from bot.sources.dispatch import Gathering
from bot.sources.recorded import Recorded
from bot.sources.shards import shares

MOST = 256
"""Jobs that one matrix may have
(https://docs.github.com/en/actions/reference/limits)."""


def plan(
    documents: Mapping[str, str], sources: Gathering, now: datetime, parts: int, only: str = "*"
) -> list[tuple[str, int]]:
    """Which parts there is something to ask in, and about how many references."""
    found = shares(sources.sources, _asks(documents, now, only), parts)
    return [(f"{n}/{parts}", len(asks)) for n, asks in enumerate(found, start=1) if asks]


def read_part(text: str) -> tuple[int, int]:
    """`3/8` as (3, 8). Raises SettingsError."""
    match = re.fullmatch(r"([1-9]\d*)/([1-9]\d*)", text, re.ASCII)
    number, parts = (int(match[1]), int(match[2])) if match else (0, 0)
    if not 1 <= number <= parts <= MOST:
        raise SettingsError(
            f"'{text}' is no shard", hint=f"write i/N such as 3/8; N is at most {MOST}"
        )
    return number, parts


def observe(
    documents: Mapping[str, str],
    sources: Gathering,
    now: datetime,
    part: str,
    only: str = "*",
    progress: Progress = silent,
) -> Shard:
    """Ask about one part of the list. Raises InputError, or SettingsError for no such part."""
    number, parts = read_part(part)
    asks = shares(sources.sources, _asks(documents, now, only), parts)[number - 1]
    observations = []
    progress(0, len(asks), None)
    for seen in sources.look(asks, now):
        observations.append(seen)
        progress(len(observations), len(asks), seen)
    observations.sort(key=lambda seen: (seen.source, seen.reference.key))
    return Shard(part, observations, tuple(sources.tallies))


def _asks(documents: Mapping[str, str], now: datetime, only: str) -> list[Ask]:
    registry, settings = load(documents)
    return questions(registry, only, settings.rules.on(now.date().isoformat()))


def recorded(sources: Sequence[Source], texts: Iterable[tuple[str, str]]) -> Recorded:
    """What the shards (path, text) were told, in place of asking the sources.

    Raises InputError for what is no shard, SettingsError when there is none.
    """
    shards = [read_shard(text, path) for path, text in texts]
    if not shards:
        raise SettingsError(
            "there are no observations to go by",
            hint="`refresh --shard i/N --output DIR/FILE.json` writes them",
        )
    said = {seen.reference.key: seen for shard in shards for seen in shard.observations}
    tallies = [tally for shard in shards for tally in shard.tallies]
    return Recorded(sources, said, tallies)
