"""From what was known and what was observed to candidate changes and questions.

Pure: no text, no file, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.judge.facts.evidence import ObservationIndex
from bot.judge.falls import remember_falls
from bot.judge.given import ASIDE, SECOND_ROUND, Given, ObservationSet, subject_of
from bot.judge.memory import (
    describe_rejections,
    open_questions,
    remember_answers,
    remember_observations,
)
from bot.judge.origins.shown import evidence_of
from bot.judge.outage import Outages, find_outages
from bot.judge.ruling import Rules
from bot.judge.topics import attic, dead, facts, metadata, models, moved
from bot.model.change import Answers, Candidates, OpenQuestion
from bot.model.memory import Memory
from bot.model.observation import Observation, Reason, Unsure, is_silent
from bot.model.reference import Query
from bot.model.snapshot import Snapshot
from bot.model.state import State
from bot.model.values.plain import plural

TOPICS: tuple[Callable[[Given], Candidates], ...] = (
    moved.offer,
    dead.offer,
    metadata.offer,
    facts.offer,
    models.offer,
    attic.offer,
)
"""One `offer` a topic, in the order in which they are reported."""


@dataclass(frozen=True)
class Judgement:
    """What a run comes to before anything is drawn.

    candidates  what each topic would change, those with nothing to change included
    questions   what this run made only a person able to settle
    memory      what is remembered for the next run
    queries     source -> what is worth asking it in one further round
    outages     source -> why nothing it answered counts
    evidence    who said what a hand-written list shows
    """

    candidates: tuple[Candidates, ...]
    questions: tuple[OpenQuestion, ...]
    memory: Memory
    queries: Mapping[str, tuple[Query, ...]] = field(default_factory=dict)
    outages: Mapping[str, str] = field(default_factory=dict)
    evidence: Snapshot = field(default_factory=Snapshot)


def judge(
    state: State, observations: Sequence[Observation], answers: Answers, now: datetime
) -> Judgement:
    """Judge one run.

    `observations` are of this run. Those that the state keeps of earlier ones stand in for what no
    source answers now, and leave the memory as it is; of each source the last one of a reference
    counts. `answers` are what people ticked, closed and merged.
    """
    today = now.date().isoformat()
    kept, fresh = _kept(state.kept), _latest(observations)
    left_out = frozenset(seen.reference.key for seen in fresh if _is_left_out(seen))
    asked = _asked(fresh)
    first_round = [seen for seen in asked if seen.source not in ASIDE]
    outages = find_outages(first_round, state.memory, state.settings.policy, today)
    trusted = outages.trusted(asked)
    listed = {link.link.reference.key for _, link in state.registry.links()}
    remembered = remember_observations(
        state.memory,
        [seen for seen in trusted if seen.source not in ASIDE],
        _days(outages, state.memory, first_round),
        listed,
        today,
    )
    remembered = remember_falls(remembered, state.memory, trusted, state.snapshot, today)
    memory = remember_answers(remembered, answers, state.settings.policy, now)
    observed = ObservationSet.of(trusted, kept, left_out, outages.distrusted(asked))
    given = Given(state, observed, Rules.of(state, memory, answers.ticked), today, answers.opened)
    offers = [offer(given) for offer in TOPICS]
    asked_before = [question for one in offers for question in one.questions]
    candidates = tuple(
        replace(one, questions=open_questions(memory, one.questions)) for one in offers
    )
    changes = [change for one in candidates for change in one.changes]
    return Judgement(
        candidates,
        tuple(question for one in candidates for question in one.questions),
        describe_rejections(memory, changes, asked_before),
        _joined(one.queries for one in candidates),
        {**outages.why, **_silent(asked)},
        evidence_of(state, ObservationIndex.of(given.all_certain), today),
    )


def may_count_beside(
    state: State, observations: Sequence[Observation], now: datetime
) -> Callable[[Observation], bool]:
    """Says of what an earlier run saw whether it may count beside this run's first round.

    It does not where that gave a certain answer that is believed, so it need not be read. Sources
    of the second round are asked only what the first left open, so theirs may always count.
    """
    first_round = [seen for seen in _asked(_latest(observations)) if seen.source not in ASIDE]
    policy, today = state.settings.policy, now.date().isoformat()
    trusted = find_outages(first_round, state.memory, policy, today).trusted(first_round)
    answered = {subject_of(seen) for seen in trusted if not isinstance(seen, Unsure)}
    return lambda seen: subject_of(seen) not in answered


def _latest(observations: Iterable[Observation]) -> list[Observation]:
    return list({(seen.source, seen.reference.key): seen for seen in observations}.values())


def _kept(observations: Iterable[Observation]) -> list[Observation]:
    """Each source's last certain observation of a reference, and whether it is silent since."""
    latest = {
        (seen.source, seen.reference.key, isinstance(seen, Unsure)): seen for seen in observations
    }
    return sorted(latest.values(), key=lambda seen: seen.at)


def _joined(parts: Iterable[Mapping[str, tuple[Query, ...]]]) -> dict[str, tuple[Query, ...]]:
    whole: dict[str, tuple[Query, ...]] = {}
    for part in parts:
        for source, queries in part.items():
            if queries:
                whole[source] = (*whole.get(source, ()), *queries)
    return whole


def _days(
    outages: Outages, memory: Memory, observations: Sequence[Observation]
) -> dict[str, tuple[str, ...]]:
    """The days of outages; sources that were not queried keep theirs."""
    queried = {seen.source for seen in observations}
    others = {name: days for name, days in memory.outages.items() if name not in queried}
    return {**others, **outages.days}


def _asked(observations: Iterable[Observation]) -> list[Observation]:
    return [seen for seen in observations if not _is_left_out(seen)]


def _is_left_out(seen: Observation) -> bool:
    """Whether a rule of the list prevented the query; then everything stays as it was."""
    return isinstance(seen, Unsure) and seen.reason is Reason.LEFT_OUT


def _silent(observations: Iterable[Observation]) -> dict[str, str]:
    """The sources of the second round that did not answer a single query."""
    by_source: dict[str, list[Observation]] = {}
    for seen in observations:
        if seen.source in SECOND_ROUND:
            by_source.setdefault(seen.source, []).append(seen)
    return {
        source: f"none of {plural(len(seen), 'query', 'queries')} was answered"
        for source, seen in sorted(by_source.items())
        if all(map(is_silent, seen))
    }
