"""The input of every topic: the list, the trusted observations, the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from bot.judge.facts.licences import without_contradicted
from bot.judge.facts.venues import VENUE_HOSTS
from bot.judge.falls import Fall, doubtful_falls, without_falls
from bot.judge.links import LinkChanges, LinkKnowledge, link_changes
from bot.judge.memory import is_stranger
from bot.judge.ruling import Rules
from bot.judge.sources import ARCHIVE, CARDS, CROSSREF, HISTORY, HUB, SCHOLAR
from bot.judge.visible import candidate_snapshot
from bot.model.decision import Topic
from bot.model.memory import Memory
from bot.model.observation import Found, Moved, Observation, Unsure, is_silent, search_of
from bot.model.snapshot import Snapshot
from bot.model.state import State

SECOND_ROUND = frozenset({ARCHIVE, CARDS, HISTORY, CROSSREF, SCHOLAR, *VENUE_HOSTS})
"""The sources that are queried only about what the first round left open."""
ASIDE = SECOND_ROUND | {search_of(HUB)}
"""Sources whose observations are not about the listed links themselves."""


@dataclass(frozen=True)
class ObservationSet:
    """What may be believed of the observations of this run and of earlier ones.

    latest    the last observation of each reference; `Unsure` where no source could answer
    known     the last certain observation of each reference
    second    the last certain one of each source of the second round, by source and reference key
    searches  the last one of each search for models
    left_out  keys of references that are not looked at because people want it so
    silent    source and reference key of what was asked, and of which nothing certain is known
    asked     source and reference key of what this run asked besides the listed links themselves
    """

    latest: Sequence[Observation] = ()
    known: Sequence[Observation] = ()
    second: Mapping[tuple[str, str], Observation] = field(default_factory=dict)
    searches: Sequence[Observation] = ()
    left_out: frozenset[str] = frozenset()
    silent: frozenset[tuple[str, str]] = frozenset()
    asked: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(
        cls,
        fresh: Iterable[Observation],
        kept: Iterable[Observation],
        left_out: frozenset[str] = frozenset(),
        distrusted: Iterable[Unsure] = (),
    ) -> ObservationSet:
        """Fresh observations count before kept ones, and an unsure one before none.

        `distrusted` are silent without being an observation of their reference.
        """
        fresh = list(fresh)
        latest: dict[tuple[str, str], Observation] = {}
        known: dict[tuple[str, str], Observation] = {}
        for seen in (*kept, *fresh):
            key = subject_of(seen)
            latest[key] = seen
            # that there is none is an answer, too, which counts before an earlier silence
            if not isinstance(seen, Unsure) or key not in known or is_silent(known[key]):
                known.pop(key, None)  # of two that say something of one reference, the later counts
                known[key] = seen
        for seen in distrusted:
            known.setdefault(subject_of(seen), seen)
        return cls(
            [seen for (source, _), seen in latest.items() if not source],
            [seen for (source, _), seen in known.items() if not source],
            {key: seen for key, seen in known.items() if key[0] in SECOND_ROUND},
            [seen for (source, _), seen in latest.items() if source == search_of(HUB)],
            left_out,
            frozenset((one.source, one.reference.key) for one in known.values() if is_silent(one)),
            frozenset((one.source, one.reference.key) for one in fresh if one.source in ASIDE),
        )


def subject_of(seen: Observation) -> tuple[str, str]:
    """What it is about: of the first round, the latest observation of a reference counts alone."""
    return seen.source if seen.source in ASIDE else "", seen.reference.key


@dataclass(frozen=True)
class Given:
    """The input of a topic; the memory in its rules is the one that this run leaves behind."""

    state: State
    observed: ObservationSet
    rules: Rules
    today: str
    opened: Mapping[str, str] = field(default_factory=dict)
    """Topic → the day on which its open pull request was opened."""

    @property
    def memory(self) -> Memory:
        """The memory, this run included."""
        return self.rules.memory

    def of_second(self, source: str) -> dict[str, Observation]:
        """The observations of a source of the second round, by reference key."""
        return {key: seen for (name, key), seen in self.observed.second.items() if name == source}

    def rules_of(self, topic: str) -> Rules:
        """The rules, and which values of the topic no reader would see."""
        return replace(self.rules, hidden=self.state.hidden.get(topic, frozenset()))

    @property
    def silent_parts(self) -> dict[str, str]:
        """Key of a link about which nothing is known → the source that did not answer."""
        silent = sorted(self.observed.silent)
        return {key: source for source, key in silent if source not in ASIDE}

    def pending(self, topic: str) -> Snapshot:
        """The values that the topic's open pull request shows, none when none is open."""
        return self.state.pending.get(topic, Snapshot())

    @cached_property
    def doubtful_falls(self) -> list[Fall]:
        """Counts that fell so far that another day has to confirm them."""
        return doubtful_falls(self.certain, self.state.snapshot, self.memory, self.today)

    @cached_property
    def refreshed(self) -> tuple[Snapshot, list[Observation]]:
        """The values on display as they read by what is believed, and what made no sense."""
        held: dict[str, set[str]] = {}
        for fall in self.doubtful_falls:
            held.setdefault(fall.key, set()).add(fall.name)
        believed = [without_falls(seen, held) for seen in self.certain]
        pending = self.pending(Topic.METADATA)
        return candidate_snapshot(self.state.snapshot, pending, believed, self.today)

    @property
    def _archived(self) -> dict[str, Observation]:
        """What the archive said; of an earlier run its silence is none, so it is asked again."""
        return {
            key: seen
            for key, seen in self.of_second(ARCHIVE).items()
            if not is_silent(seen) or (ARCHIVE, key) in self.observed.asked
        }

    @cached_property
    def links(self) -> LinkChanges:
        """The judgement on every link, which several topics share."""
        known = LinkKnowledge(
            self.state.registry,
            {seen.reference.key: seen for seen in self.observed.latest},
            self._archived,
            self.memory,
            self.today,
            self.observed.left_out,
        )
        return link_changes(known, self.rules)

    @cached_property
    def certain(self) -> list[Observation]:
        """What is known of the listed references, except those whose name was taken over."""
        taken = self.links.taken_over
        known = (
            seen
            for seen in self.observed.known
            if seen.reference.key not in taken
            if not (isinstance(seen, Found | Moved) and is_stranger(self.memory, seen))
        )
        return without_contradicted(known, self.of_second(CARDS))

    @property
    def all_certain(self) -> list[Observation]:
        """The same with what the second round knows, which is about facts."""
        return [*self.certain, *self.observed.second.values()]
