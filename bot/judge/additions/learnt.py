"""Which section of a hand-written list takes something new, learnt from the rows in each.

A naive Bayes classifier over the part that a row's first link plays, the words of its name and
description, and the accounts behind its links. How far it may be believed is measured on the very
list: its own rows are sorted one by one as if each were new.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.judge.additions.section import SectionGuess
from bot.judge.models.draft import one_line
from bot.model.entry import Entry, Registry, Section
from bot.model.errors import did_you_mean
from bot.model.reference import Kind, Reference
from bot.model.values.plain import letters_of

_WORD = re.compile(r"[^\W\d_][^\W_-]{2,}")
_SMOOTH, _HEADING, _OWNER, _OTHER_ROLE = 5, 2, 1.5, 0.2
"""How much the whole list, a word of the heading, and a known account weigh beside the rows."""
_TRIED, _NEAR, _RIGHT = 200, 15, 0.9
"""So many rows are sorted as a trial; of so many just less clear than the new one, that share
must be right."""
_NAMED, _LONGEST = 30, 60
_PART = 4
"""So many letters of a heading may stand for it, where just one has them."""
_ALL_OF_ROLE = 3
"""So many rows with a part, all in one section, show that it belongs there."""


@dataclass(frozen=True)
class Traits:
    """What is known of a row without a section: the part of its main link, words, accounts.

    `others` are the parts of all its links.
    """

    role: str
    words: frozenset[str]
    owners: frozenset[str]
    others: frozenset[str] = frozenset()

    @classmethod
    def of(cls, role: str, text: str, links: Iterable[Reference]) -> Traits:
        """Of a text and what its links lead to."""
        owners = (one.name.partition("/")[0].lower() for one in links if one.kind is not Kind.PAGE)
        words = frozenset(_WORD.findall(text.lower()))
        return cls(role, words, frozenset(one for one in owners if not one[:1].isdigit()))


@dataclass(frozen=True)
class _Row:
    section: str
    traits: Traits


def learn_section(
    registry: Registry, traits: Traits, kind: str, wanted: str = ""
) -> SectionGuess | str:
    """The section that is wanted, or the likeliest one; or why none is sure, with their names.

    `kind` is that of the new entry.
    """
    if not registry.sections:
        return "no rows of this list stand below each other, so that one could be added"
    if wanted:
        found = _named(registry.sections, wanted)
        return found if isinstance(found, str) else SectionGuess(found, kind)
    if len(registry.sections) == 1:
        return SectionGuess(registry.sections[0], kind)
    return _Sorter(registry).guess(traits, kind)


def _named(sections: Sequence[Section], wanted: str) -> Section | str:
    """By the whole heading path, its end, its last heading or a part of that, without signs."""
    folded = letters_of(wanted)
    names = {
        section.id: (section.id, section.title, section.id.rpartition(" / ")[2])
        for section in sections
    }
    for place in range(4):
        found = [one for one in sections if folded and _is_called(names[one.id], place, folded)]
        if len(found) == 1:
            return found[0]
        if found:
            return f"more than one section is called '{_short(wanted)}': {_listing(found)}"
    near = did_you_mean(wanted, [one for each in names.values() for one in each[1:]])
    there = f"{near} known are: {_listing(sections)}".lstrip()
    return f"there is no section '{_short(wanted)}'; {there}"


def _is_called(names: Sequence[str], place: int, folded: str) -> bool:
    if place < len(names):
        return letters_of(names[place]) == folded
    return len(folded) >= _PART and folded in letters_of(names[-1])


def _short(text: str) -> str:
    return one_line(text, _LONGEST)


def _listing(sections: Sequence[Section]) -> str:
    names = [_called(one) for one in sections[:_NAMED]]
    more = len(sections) - len(names)
    return ", ".join(names) + (f", and {more} more" if more else "")


def _called(section: Section) -> str:
    return _short(section.title) or "(rows before any heading)"


class _Sorter:
    """Sorts rows into the sections of one list."""

    def __init__(self, registry: Registry) -> None:
        self.sections = {one.id: one for one in registry.sections}
        self.rows = [
            _Row(entry.section, _traits_of(entry))
            for entry in registry.entries
            if entry.section in self.sections and entry.links
        ]
        self._size = Counter(row.section for row in self.rows)
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        self._overall: Counter[str] = Counter()
        for row in self.rows:
            features = _features(row.traits)
            self._counts[row.section].update(features)
            self._overall.update(features)
        self._headings = {
            name: frozenset(_WORD.findall(name.rpartition(" / ")[2].lower())) for name in self._size
        }

    def guess(self, traits: Traits, kind: str) -> SectionGuess | str:
        """The section, as far as this list shows that it can be guessed."""
        homes = Counter(row.section for row in self.rows if row.traits.role == traits.role)
        if len(homes) == 1 and homes.total() >= _ALL_OF_ROLE:
            return SectionGuess(self.sections[next(iter(homes))], kind)
        ranked = self._ranked(traits)
        likely = [self.sections[name] for _, name in ranked[:3]]
        if len(ranked) < 2:
            return SectionGuess(likely[0], kind) if likely else self._unsure([])
        if not self._is_trusted(ranked[0][0] - ranked[1][0]):
            return self._unsure(likely)
        others = " or ".join(_called(one) for one in likely[1:])
        doubt = f"the section {_called(likely[0])} is a guess; it may belong in {others}"
        return SectionGuess(likely[0], kind, doubt)

    def _unsure(self, likely: Sequence[Section]) -> str:
        names = " or ".join(map(_called, likely))
        guess = f"which section takes it is not sure, perhaps {names}" if names else "no section"
        return f"{guess}; name one of: {_listing(list(self.sections.values()))}"

    def _is_trusted(self, margin: float) -> bool:
        """Whether rows of this list that are just less clear would be sorted right."""
        near = sorted((one for one in self._tried if one[0] <= margin), reverse=True)[:_NEAR]
        return len(near) == _NEAR and sum(right for _, right in near) >= _RIGHT * _NEAR

    @cached_property
    def _tried(self) -> list[tuple[float, bool]]:
        """Rows sorted as if each were new: by how much the first is ahead, and if it is right."""
        found = []
        for row in self.rows[:: max(1, len(self.rows) // _TRIED)]:
            ranked = self._ranked(row.traits, row)
            if len(ranked) > 1:
                found.append((ranked[0][0] - ranked[1][0], ranked[0][1] == row.section))
        return found

    def _ranked(self, traits: Traits, without: _Row | None = None) -> list[tuple[float, str]]:
        """Each section with its score, the likeliest first; `without` is a row to leave out."""
        scores = [
            (self._score(name, traits, without if without and without.section == name else None,
                         rest=bool(without)), name)
            for name in self._size
        ]  # fmt: skip
        return sorted((one for one in scores if one[0] > -math.inf), key=lambda one: -one[0])

    def _score(self, name: str, traits: Traits, own: _Row | None, *, rest: bool) -> float:
        mine = int(own is not None)
        size, total = self._size[name] - mine, len(self.rows) - int(rest)
        if size <= 0:
            return -math.inf
        counts = self._counts[name]
        with_role = counts[f"role:{traits.role}"] - mine
        score = math.log(size / total) + math.log((with_role + _OTHER_ROLE) / (size + 1))
        for word in traits.words:
            everywhere = self._overall[word] - int(rest)
            heading = _HEADING * (word in self._headings[name])
            if everywhere > 0 or heading:
                rate = (everywhere + 0.5) / (total + 1)
                here = counts[word] - mine + heading + _SMOOTH * rate
                score += math.log(here / (size + _SMOOTH + heading) / rate)
        known = (counts[f"owner:{owner}"] - mine for owner in traits.owners)
        return score + sum(_OWNER * math.log(1 + count) for count in known)


def _features(traits: Traits) -> list[str]:
    owners = (f"owner:{owner}" for owner in traits.owners)
    roles = (f"role:{role}" for role in traits.others | {traits.role})
    return [*traits.words, *roles, *owners]


def _traits_of(entry: Entry) -> Traits:
    text = f"{entry.name} {entry.values.get('description', '')}"
    traits = Traits.of(entry.links[0].role, text, (link.link.reference for link in entry.links))
    return replace(traits, others=frozenset(link.role for link in entry.links))
