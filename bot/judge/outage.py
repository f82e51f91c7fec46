"""The loss guard: a source that loses too many references at once is in outage."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.model.memory import Memory, Trace
from bot.model.observation import Gone, Observation, Reason, Unsure, in_doubt, is_silent
from bot.model.options.policy import Policy

_NOTHING = 3
"""With fewer queries, a source that answers none of them is not considered down, unless it is one
service that says why, or does not answer at all."""
_MANY_SERVICES = "web"
"""The source that stands for as many services as it asks hosts: two of them may fail alone."""


@dataclass(frozen=True)
class Outages:
    """Which sources are in outage and why; `days` goes into the memory.

    `believed` are the keys of references that failed on so many days in a row that the loss is
    accepted, whatever else their source loses.
    """

    why: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    believed: frozenset[str] = frozenset()

    def trusted(self, observations: Iterable[Observation]) -> list[Observation]:
        """The observations of sources that are not in outage, and those that are believed."""
        return [
            seen
            for seen in observations
            if seen.source not in self.why or seen.reference.key in self.believed
        ]

    def distrusted(self, observations: Iterable[Observation]) -> list[Unsure]:
        """For each distrusted observation, that its source gave no usable answer."""
        seen = list(observations)
        trusted = set(map(id, self.trusted(seen)))
        return [
            in_doubt(one, Reason.NOT_ASKED, f"{one.source} is in outage: {self.why[one.source]}")
            for one in seen
            if id(one) not in trusted
        ]


def find_outages(
    observations: Sequence[Observation], memory: Memory, policy: Policy, today: str
) -> Outages:
    """Check the answers of each source against what was alive before."""
    by_source: dict[str, list[Observation]] = defaultdict(list)
    for seen in observations:
        by_source[seen.source].append(seen)
    why: dict[str, str] = {}
    days: dict[str, tuple[str, ...]] = {}
    believed: set[str] = set()
    for source, answers in sorted(by_source.items()):
        fall = _fall(answers, memory, policy)
        if not fall:
            continue
        row = days[source] = _with_today(memory.outages.get(source, ()), fall.keys, today)
        steady = _steady(row, fall.keys) if len(row) >= policy.outage_override else frozenset()
        believed |= steady
        # a host that is down now and then must not prolong the doubt about those that stay down
        if not steady or _is_unlikely(len(fall.keys - steady), fall.of, policy):
            why[source] = fall.problem
    return Outages(why, days, frozenset(believed))


@dataclass(frozen=True)
class _Fall:
    """The references that a source lost in this run, out of how many, and a description."""

    keys: frozenset[str]
    of: int
    problem: str


def _fall(answers: list[Observation], memory: Memory, policy: Policy) -> _Fall | None:
    """A loss that is too large to be believed at once, or None."""
    keys = frozenset(seen.reference.key for seen in answers if isinstance(seen, Gone | Unsure))
    skipped = sum(isinstance(one, Unsure) and one.reason is Reason.OUT_OF_TIME for one in answers)
    late = f"{skipped} of {len(answers)} could not be queried in time"
    if _is_silent(answers):
        problem = late if skipped else _none_answered(answers)
        return _Fall(keys, len(answers), problem)
    alive = {
        seen.reference.key
        for seen in answers
        if was_alive(memory.traces.get(seen.reference.key, Trace()))
    }
    fallen = keys & alive
    if not _is_unlikely(len(fallen), len(alive), policy):
        return None
    problem = f"{len(fallen)} of {len(alive)} that were alive before failed at once"
    return _Fall(fallen, len(alive), late if skipped else problem)


def _is_silent(answers: Sequence[Observation]) -> bool:
    """Whether a source answered nothing at all."""
    if len(answers) >= _NOTHING:
        return all(isinstance(seen, Unsure) for seen in answers)
    one_service = all(seen.source != _MANY_SERVICES for seen in answers)
    reasons = [seen.reason for seen in answers if is_silent(seen)]
    # one odd answer to one question may be about what was asked for
    odd = reasons == [Reason.BAD_ANSWER]
    return one_service and not odd and len(reasons) == len(answers)


def _none_answered(answers: Sequence[Observation]) -> str:
    """That nothing was answered, and why, if it was one reason."""
    whys = {seen.why for seen in answers if isinstance(seen, Unsure)}
    why = f": {whys.pop()}" if len(whys) == 1 else ""
    asked = "the one query" if len(answers) == 1 else f"none of {len(answers)} queries"
    return f"{asked} was {'not ' if len(answers) == 1 else ''}answered{why}"


def _is_unlikely(fallen: int, of: int, policy: Policy) -> bool:
    return fallen > policy.outage_floor and fallen > policy.outage_share * of


def was_alive(trace: Trace) -> bool:
    """Whether it was alive when it was last observed with certainty."""
    return bool(trace.alive_since and not trace.gone_on and not trace.unsure_since)


def _with_today(row: tuple[str, ...], fallen: frozenset[str], today: str) -> tuple[str, ...]:
    """The days in a row; the last one holds a mark for each reference that failed on all."""
    hashes = {_mark(key) for key in fallen}
    steady = hashes.intersection(row[-1].split()[1:]) if row else hashes
    if not steady:
        return (" ".join([today, *sorted(hashes)]),)
    days = [day for day in (reported.split()[0] for reported in row) if day != today]
    return (*days, " ".join([today, *sorted(steady)]))


def _steady(row: tuple[str, ...], fallen: frozenset[str]) -> frozenset[str]:
    hashes = set(row[-1].split()[1:])
    return frozenset(key for key in fallen if _mark(key) in hashes)


def _mark(key: str) -> str:
    """A key as six characters: a whole list may fail, and the memory must stay small."""
    return hashlib.sha256(key.encode()).hexdigest()[:6]
