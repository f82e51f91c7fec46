"""Gather, decide, apply: a whole refresh."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase

from bot.decide import ARCHIVE, REFRESH, Outcome, decide
from bot.facts.entry import Registry
from bot.facts.errors import InputError, SettingsError
from bot.facts.memory import Memory
from bot.facts.observation import Observation, Tally
from bot.facts.reference import Ask
from bot.pipeline.asks import left_out, questions
from bot.pipeline.doors import Doors
from bot.pipeline.drawing import drawn, try_reports
from bot.publish.base import Publisher, Recalled, Told
from bot.registry.books import OBSERVED, read_memory, read_snapshot, write_memory
from bot.registry.load import ListSettings, load
from bot.render.report import draw_summary


@dataclass(frozen=True)
class Run:
    """What a refresh came to, for reports."""

    outcome: Outcome
    told: tuple[Told, ...]
    tallies: tuple[Tally, ...]
    observations: tuple[Observation, ...]
    summary: str
    warnings: tuple[str, ...] = ()


def refresh(documents: Mapping[str, str], doors: Doors, now: datetime, only: str = "*") -> Run:
    """Do the whole job once. Raises BotError for broken input or a publisher that cannot tell.

    `only` is a glob over entry ids: just their links are asked.
    """
    registry, settings = load(documents)
    drawn(documents, registry, settings)
    try_reports(documents, registry)
    if not any(fnmatchcase(entry.id, only) for entry in registry.entries) and only != "*":
        raise SettingsError(f"no entry's id fits '{only}'", hint="ids stand in registry/*.yml")
    recalled = doors.publisher.recall([REFRESH], [OBSERVED])
    memory, warnings = _memory(recalled)
    rules = settings.rules.on(now.date().isoformat())
    asks = questions(registry, only, rules)
    observations = [*_gather(doors, asks, now), *left_out(registry, only, rules, now)]
    outcome = _decide(registry, settings, memory, recalled, observations, documents, now)
    if outcome.wanted:
        observations += _archived(doors, outcome.wanted, now)
        outcome = _decide(registry, settings, memory, recalled, observations, documents, now)
    part = _why_partial(outcome, only) if REFRESH in recalled.pending else ""
    told = _apply(doors.publisher, outcome, documents, part)
    tallies = (*doors.sources.tallies, *doors.archive.tallies)
    summary = draw_summary(documents, outcome.news, tallies, told)
    return Run(outcome, tuple(told), tallies, tuple(observations), summary, warnings)


def _memory(recalled: Recalled) -> tuple[Memory, tuple[str, ...]]:
    """A broken memory costs only time: the run goes on without it, and says so."""
    try:
        return read_memory(recalled.memory), ()
    except InputError as error:
        return Memory(), (f"the memory could not be read and is begun anew: {error}",)


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
    memory: Memory,
    recalled: Recalled,
    observations: Sequence[Observation],
    documents: Mapping[str, str],
    now: datetime,
) -> Outcome:
    return decide(
        registry,
        read_snapshot(documents.get(OBSERVED)),
        memory,
        observations,
        recalled.answers,
        documents,
        recalled.pending.get(REFRESH, {}),
        settings.policy,
        now,
        settings.readme,
    )


def _why_partial(outcome: Outcome, only: str) -> str:
    """Why this run knows just a part of what an open proposal may show; empty when it knows all."""
    if only != "*":
        return f"this run asked only about '{only}'"
    return f"in outage: {', '.join(outcome.news.outages)}" if outcome.news.outages else ""


def _apply(
    publisher: Publisher, outcome: Outcome, documents: Mapping[str, str], part: str
) -> list[Told]:
    """Memory first: it must not be lost when a proposal cannot be told.

    A run that knows just a `part` leaves the open proposal alone, or it would shrink to that.
    """
    publisher.remember(write_memory(outcome.memory))
    if part:
        return [Told(REFRESH, "held", "what is open stays as it is", note=part)]
    told = [
        publisher.propose(
            proposal, {path: documents[path] for path in proposal.files if path in documents}
        )
        for proposal in outcome.proposals
    ]
    if not outcome.proposals and not outcome.news.rests_until:
        told.append(publisher.withdraw(REFRESH, "nothing of it is left to change"))
    return [one for one in told if one.operation != "none"]
