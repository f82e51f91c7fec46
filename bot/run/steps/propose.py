"""From what was observed to what is told: judge, remember, propose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.judge.judgement import Outcome, decide
from bot.lists.memory import read_memory, write_memory
from bot.lists.registry.load import load
from bot.lists.snapshot import OBSERVED, read_snapshot
from bot.model.change import Proposal, Topic
from bot.model.errors import InputError, PublishError
from bot.model.memory import Memory
from bot.model.observation import Observation, Tally
from bot.model.options.policy import Policy
from bot.publish.base import Publisher, Recalled, Told
from bot.run.steps.combine import together
from bot.run.steps.scope import EVERYTHING

_OBSERVED_ONLY = (Topic.DEAD, Topic.FACTS, Topic.MODELS)
"""Topics of which neither memory nor the open proposal tells all that an earlier run saw."""


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
class Bench:
    """Judges over the same memory, answers and kept observations, whatever is asked or written.

    `topics` are those that this run may propose; `warnings` what went wrong before it; `partial`
    says why it knows just a part of what an open proposal may show, empty when it knows all.
    """

    memory: Memory
    recalled: Recalled
    now: datetime
    kept: Sequence[Observation] = ()
    topics: frozenset[Topic] = EVERYTHING
    warnings: tuple[str, ...] = ()
    partial: str = ""

    @classmethod
    def of(cls, publisher: Publisher, now: datetime, topics: frozenset[Topic]) -> Bench:
        """With all that the publisher recalls.

        A broken memory costs only time: the run goes on without it, and says so.
        """
        recalled = publisher.recall(list(Topic), [OBSERVED])
        bench = cls(Memory(), recalled, now, topics=topics)
        try:
            return replace(bench, memory=read_memory(recalled.memory))
        except InputError as error:
            warning = f"the memory could not be read and is begun anew: {error}"
            return replace(bench, warnings=(warning,))

    def with_kept(self, kept: Sequence[Observation] | None) -> Bench:
        """The same over what earlier runs observed."""
        return replace(self, kept=kept or ())

    def judge(self, documents: Mapping[str, str], observations: Sequence[Observation]) -> Outcome:
        """One outcome, of these topics only. Raises InputError."""
        registry, settings = load(documents)
        outcome = decide(
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
            self.kept,
            settings.newness,
            settings.watches,
        )
        open_ones = self.recalled.pending
        stays = dict(outcome.stays)
        if self.partial:
            stays |= {topic: self.partial for topic in _OBSERVED_ONLY if topic in open_ones}
        may = self.topics - set(stays)
        proposals = tuple(one for one in outcome.proposals if one.topic in may)
        return replace(outcome, proposals=proposals, stays=stays)


def tell(
    publisher: Publisher,
    bench: Bench,
    outcome: Outcome,
    documents: Mapping[str, str],
    observations: Sequence[Observation],
) -> tuple[tuple[Proposal, ...], list[Told]]:
    """Tell what is proposed; the memory first: it must not be lost when that cannot be told."""
    told = _remembered(publisher, outcome)
    if publisher.separate:
        topics = [topic for topic in Topic if topic in bench.topics]
        policy = load(documents)[1].policy
        for topic in topics:
            told.append(_tried(publisher, topic, outcome, documents, bench, policy, told))
        return outcome.proposals, [one for one in told if one.operation != "none"]
    whole = together(outcome, documents, lambda files: bench.judge(files, observations))
    proposals = (whole,) if whole else ()
    told += [publisher.propose(one, _originals(one, documents)) for one in proposals]
    return proposals, told


def _remembered(publisher: Publisher, outcome: Outcome) -> list[Told]:
    """Nothing, or that the memory could not be kept; a folder that takes none stops the run."""
    try:
        publisher.remember(write_memory(outcome.memory))
    except PublishError as error:
        if not publisher.separate:
            raise
        return [Told("memory", "failed", note=_in_one_line(error))]
    return []


def _tried(
    publisher: Publisher,
    topic: Topic,
    outcome: Outcome,
    documents: Mapping[str, str],
    bench: Bench,
    policy: Policy,
    before: Sequence[Told],
) -> Told:
    """What became of a topic; one that GitHub refuses does not stop the others."""
    title = next((one.title for one in outcome.proposals if one.topic == topic), "")
    why = _why_it_waits(bench, policy, before)
    if title and why and topic not in bench.recalled.open:
        return Told(topic, "waits", title, note=why)
    try:
        return _told(publisher, topic, outcome, documents, bench.recalled)
    except PublishError as error:
        return Told(topic, "failed", title, note=_in_one_line(error))


def _why_it_waits(bench: Bench, policy: Policy, before: Sequence[Told]) -> str:
    """Why no further pull request is opened now, empty when one may be."""
    did = [one.operation for one in before]
    opened = did.count("created")
    today = bench.now.date().isoformat()
    if len(bench.recalled.open) + opened - did.count("closed") >= policy.open_proposals:
        return f"{policy.open_proposals} are open, as many as `open_proposals` allows"
    if list(bench.recalled.opened_on).count(today) + opened >= policy.new_per_day:
        return f"{policy.new_per_day} were opened today, as many as `new_per_day` allows"
    return ""


def _in_one_line(error: PublishError) -> str:
    return " ".join(str(error).split())


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
