"""Gather, decide, apply: a whole refresh."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase

from bot.decide.judgement import Outcome, decide
from bot.facts.change import Proposal, Topic
from bot.facts.errors import InputError, SettingsError
from bot.facts.memory import Memory
from bot.facts.observation import Observation, Tally
from bot.facts.reference import Ask
from bot.pipeline.asks import left_out, questions
from bot.pipeline.doors import Doors
from bot.pipeline.drawing import drawn, try_reports
from bot.pipeline.together import together
from bot.publish.base import Publisher, Recalled, Told
from bot.registry.books import OBSERVED, read_memory, read_snapshot, write_memory
from bot.registry.load import load
from bot.render.report import draw_summary


@dataclass(frozen=True)
class Run:
    """What a refresh came to, for reports."""

    outcome: Outcome
    proposals: tuple[Proposal, ...]
    """As they were handed to the publisher."""
    told: tuple[Told, ...]
    tallies: tuple[Tally, ...]
    observations: tuple[Observation, ...]
    summary: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Judge:
    """Decides over the same memory and answers, for whatever was observed and stands written."""

    memory: Memory
    recalled: Recalled
    now: datetime

    def __call__(
        self, documents: Mapping[str, str], observations: Sequence[Observation]
    ) -> Outcome:
        registry, settings = load(documents)
        return decide(
            registry,
            read_snapshot(documents.get(OBSERVED)),
            self.memory,
            observations,
            self.recalled.answers,
            documents,
            self.recalled.pending,
            settings.policy,
            self.now,
            settings.readme,
        )


def refresh(documents: Mapping[str, str], doors: Doors, now: datetime, only: str = "*") -> Run:
    """Do the whole job once. Raises BotError for broken input or a publisher that cannot tell.

    `only` is a glob over entry ids: just their links are asked.
    """
    registry, settings = load(documents)
    drawn(documents, registry, settings)
    try_reports(documents, registry)
    if not any(fnmatchcase(entry.id, only) for entry in registry.entries) and only != "*":
        raise SettingsError(f"no entry's id fits '{only}'", hint="ids stand in registry/*.yml")
    recalled = doors.publisher.recall(list(Topic), [OBSERVED])
    memory, warnings = _memory(recalled)
    judge = _Judge(memory, recalled, now)
    link_rules = settings.rules.on(now.date().isoformat())
    asks = questions(registry, only, link_rules)
    observations = [*_gather(doors, asks, now), *left_out(registry, only, link_rules, now)]
    outcome = judge(documents, observations)
    if outcome.wanted:
        observations += _sorted(doors.second.look_by_name(outcome.wanted, now))
        outcome = judge(documents, observations)
    # memory first: it must not be lost when a proposal cannot be told
    doors.publisher.remember(write_memory(outcome.memory))
    if doors.publisher.separate:
        proposals = outcome.proposals
        told = _apply(doors.publisher, outcome, documents, recalled)
    else:
        whole = together(outcome, documents, lambda files: judge(files, observations))
        proposals = (whole,) if whole else ()
        told = [doors.publisher.propose(one, _originals(one, documents)) for one in proposals]
    tallies = (*doors.sources.tallies, *doors.second.tallies)
    summary = draw_summary(documents, outcome.news, tallies, told)
    return Run(outcome, proposals, tuple(told), tallies, tuple(observations), summary, warnings)


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
    return _sorted(observations)


def _sorted(observations: Iterable[Observation]) -> list[Observation]:
    return sorted(observations, key=lambda seen: (seen.source, seen.reference.key))


def _apply(
    publisher: Publisher,
    outcome: Outcome,
    documents: Mapping[str, str],
    recalled: Recalled,
) -> list[Told]:
    told = [_told(publisher, topic, outcome, documents, recalled) for topic in Topic]
    return [one for one in told if one.operation != "none"]


def _told(
    publisher: Publisher,
    topic: Topic,
    outcome: Outcome,
    documents: Mapping[str, str],
    recalled: Recalled,
) -> Told:
    proposal = next((one for one in outcome.proposals if one.topic == topic), None)
    if topic in outcome.stays:
        note = outcome.stays[topic]
        return Told(topic, "held", "what is open stays as it is", note=note)
    if proposal:
        return publisher.propose(proposal, _originals(proposal, documents))
    if topic in recalled.pending and not _rests(topic, outcome):
        return publisher.withdraw(topic, "nothing of it is left to change")
    return Told(topic, "none")


def _rests(topic: Topic, outcome: Outcome) -> bool:
    return topic is Topic.METADATA and bool(outcome.news.rests_until)


def _originals(proposal: Proposal, documents: Mapping[str, str]) -> dict[str, str]:
    return {path: documents[path] for path in proposal.files if path in documents}
