"""Gather, decide, apply: the only place that knows both doors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase

from bot.decide import ARCHIVE, REFRESH, Outcome, decide
from bot.facts.entry import Registry
from bot.facts.observation import Observation, Tally
from bot.facts.reference import Ask, Place, Reference
from bot.publish.base import Publisher, Recalled, Told
from bot.registry.books import OBSERVED, read_memory, read_snapshot, write_memory
from bot.registry.load import ListSettings, load
from bot.render.report import draw_summary
from bot.sources.roster import Gathering

Progress = Callable[[int, int, Observation | None], None]
"""Called with how many are done, of how many, and the latest."""


@dataclass(frozen=True)
class Run:
    """What a refresh came to, for reports."""

    outcome: Outcome
    told: tuple[Told, ...]
    tallies: tuple[Tally, ...]
    observations: tuple[Observation, ...]
    summary: str


@dataclass
class Doors:
    """The two rooms with a door outside, and where to look for archived copies."""

    sources: Gathering
    archive: Gathering
    publisher: Publisher
    progress: Progress = field(default=lambda done, total, latest: None)


def refresh(documents: Mapping[str, str], doors: Doors, now: datetime, only: str = "*") -> Run:
    """Do the whole job once. Raises BotError for broken input or a publisher that cannot tell.

    `only` is a glob over entry ids: just their links are asked.
    """
    registry, settings = load(documents)
    recalled = doors.publisher.recall([REFRESH], [OBSERVED])
    asks = questions(registry, only)
    observations = _gather(doors, asks, now)
    outcome = _decide(registry, settings, recalled, observations, documents, now)
    if outcome.wanted:
        observations += _archived(doors, outcome.wanted, now)
        outcome = _decide(registry, settings, recalled, observations, documents, now)
    told = _apply(doors.publisher, outcome, documents)
    tallies = (*doors.sources.tallies, *doors.archive.tallies)
    lines = [
        {"operation": t.operation, "title": t.title, "url": t.url, "note": t.note} for t in told
    ]
    summary = draw_summary(documents, outcome.news, tallies, lines)
    return Run(outcome, tuple(told), tallies, tuple(observations), summary)


def questions(registry: Registry, only: str = "*") -> list[Ask]:
    """One ask for each reference of the list, with all places that links name in it."""
    found: dict[str, tuple[Reference, str, set[Place]]] = {}
    for entry, link in registry.links():
        if not fnmatchcase(entry.id, only):
            continue
        reference, place = link.link.reference, link.link.place
        places = found.setdefault(reference.key, (reference, link.link.url, set()))[2]
        if place.tree or place.fragment or place.version:
            places.add(place)
    return [Ask(reference, url, frozenset(places)) for reference, url, places in found.values()]


def _gather(doors: Doors, asks: Sequence[Ask], now: datetime) -> list[Observation]:
    observations: list[Observation] = []
    doors.progress(0, len(asks), None)
    for observation in doors.sources.look(asks, now):
        observations.append(observation)
        doors.progress(len(observations), len(asks), observation)
    return sorted(observations, key=lambda seen: (seen.source, seen.reference.key))


def _archived(doors: Doors, wanted: Sequence[Ask], now: datetime) -> list[Observation]:
    unique = list({ask.reference.key: ask for ask in wanted}.values())
    found = [seen for seen in doors.archive.look(unique, now) if seen.source == ARCHIVE]
    return sorted(found, key=lambda seen: seen.reference.key)


def _decide(
    registry: Registry,
    settings: ListSettings,
    recalled: Recalled,
    observations: Sequence[Observation],
    documents: Mapping[str, str],
    now: datetime,
) -> Outcome:
    return decide(
        registry,
        read_snapshot(documents.get(OBSERVED)),
        read_memory(recalled.memory),
        observations,
        recalled.answers,
        documents,
        recalled.pending.get(REFRESH, {}),
        settings.policy,
        now,
        settings.readme,
    )


def _apply(publisher: Publisher, outcome: Outcome, documents: Mapping[str, str]) -> list[Told]:
    """Memory first: it must not be lost when a proposal cannot be told."""
    publisher.remember(write_memory(outcome.memory))
    told = [
        publisher.propose(
            proposal, {path: documents[path] for path in proposal.files if path in documents}
        )
        for proposal in outcome.proposals
    ]
    if not outcome.proposals and not outcome.news.rests_until:
        told.append(publisher.withdraw(REFRESH, "nothing of it is left to change"))
    return [one for one in told if one.operation != "none"]
