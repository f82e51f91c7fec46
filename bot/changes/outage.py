"""The loss guard: a source that loses too much at once is in outage, and nothing of it counts."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.facts.memory import Memory, Trace
from bot.facts.observation import Gone, Observation, Unsure
from bot.facts.policy import Policy

_NOTHING = 3
"""Fewer asks than this say nothing about a source when all of them stay unanswered."""


@dataclass(frozen=True)
class Outages:
    """Which sources are in outage and why; `days` is what memory keeps of it."""

    why: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def trusted(self, observations: Iterable[Observation]) -> list[Observation]:
        """The observations of sources that are not in outage."""
        return [seen for seen in observations if seen.source not in self.why]


def find_outages(
    observations: Sequence[Observation], memory: Memory, policy: Policy, today: str
) -> Outages:
    """Judge each source by what it said in this run against what was alive before."""
    by_source: dict[str, list[Observation]] = defaultdict(list)
    for seen in observations:
        by_source[seen.source].append(seen)
    why: dict[str, str] = {}
    days: dict[str, tuple[str, ...]] = {}
    for source, answers in sorted(by_source.items()):
        problem, fallen = _problem(answers, memory, policy)
        if not problem:
            continue
        row = _with_today(memory.outages.get(source, ()), fallen, today)
        days[source] = row
        if not _believed(row, policy):
            why[source] = problem
    return Outages(why, days)


def _problem(
    answers: list[Observation], memory: Memory, policy: Policy
) -> tuple[str, frozenset[str]]:
    silent = [seen for seen in answers if isinstance(seen, Unsure)]
    keys = {seen.reference.key for seen in answers if isinstance(seen, Gone | Unsure)}
    if len(silent) == len(answers) >= _NOTHING:
        return f"none of {len(answers)} questions was answered", frozenset(keys)
    alive = {
        seen.reference.key
        for seen in answers
        if was_alive(memory.traces.get(seen.reference.key, Trace()))
    }
    fallen = frozenset(keys & alive)
    if len(fallen) > policy.outage_floor and len(fallen) > policy.outage_share * len(alive):
        return f"{len(fallen)} of {len(alive)} that were alive before fell at once", fallen
    return "", frozenset()


def was_alive(trace: Trace) -> bool:
    """Whether the last thing known of it is that it was alive."""
    return bool(trace.alive_since and not trace.gone_on and not trace.unsure_since)


def _with_today(days: tuple[str, ...], fallen: frozenset[str], today: str) -> tuple[str, ...]:
    digest = hashlib.sha256("\n".join(sorted(fallen)).encode()).hexdigest()[:12]
    row = [day for day in days if not day.startswith(today) and day.endswith(digest)]
    return (*row, f"{today} {digest}")


def _believed(row: tuple[str, ...], policy: Policy) -> bool:
    return len(row) >= policy.outage_override
