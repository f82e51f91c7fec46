"""What sources report of one field of an entry: in words for people, and as a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.judge.facts.dates import candidates
from bot.judge.facts.evidence import ObservationIndex
from bot.judge.facts.papers import named_papers
from bot.judge.facts.sizes import count_of
from bot.judge.facts.venues import reported_venues
from bot.model.entry import Entry
from bot.model.observation import Observation, Value
from bot.model.reference import home
from bot.model.snapshot import FetchedValue

_FACTS = {name: (name,) for name in ("stars", "downloads", "licence", "title", "pushed")} | {
    "status": ("archived", "archived_on", "disabled", "gated"),
    "description": ("description",),
}
"""Field → the facts of which it is made."""


@dataclass(frozen=True)
class Report:
    """One thing that a source says; its value is empty where the words are no value of the field.

    `day` (YYYY-MM-DD) is empty where what it is made of has none of its own.
    """

    words: str
    value: Value = ""
    source: str = ""
    evidence: str = ""
    day: str = ""

    def fetched(self, today: str) -> FetchedValue:
        """The value as a snapshot keeps it."""
        return FetchedValue(self.value, self.source, self.day or today, self.evidence)


def reports(entry: Entry, name: str, observed: ObservationIndex) -> Iterator[Report]:
    """All that is reported of a field, what is believed most first."""
    if name == "links.paper":
        for paper, by in named_papers(entry, observed).items():
            yield Report(f"{home(paper)} is named by {' and '.join(by)}")
    elif name == "sizes":
        yield from _counts(entry, observed)
    elif name == "released":
        for one in candidates(entry, observed):
            yield Report(str(one), one.day, one.source, one.evidence)
    elif name == "venue":
        for venue in reported_venues(entry, observed):
            doubt = f" ({venue.doubt})" if venue.doubt else ""
            value = "" if doubt else str(venue.venue)
            yield Report(f"{venue}{doubt}", value, venue.source, venue.evidence)
    else:
        yield from _facts(entry, name, observed)


def _counts(entry: Entry, observed: ObservationIndex) -> Iterator[Report]:
    for link in entry.of_role("weights", "hub"):
        reference = link.link.reference
        if count := count_of(reference, observed):
            yield Report(f"{count.reference.name}: {count}", "", count.source, count.evidence)
            continue
        for seen in observed.about(reference):
            if reason := seen.unknown.get("parameters"):
                words = f"{reference.name}: not known, {reason}"
                yield Report(words, "", seen.source, seen.evidence, day_of(seen))


def _facts(entry: Entry, name: str, observed: ObservationIndex) -> Iterator[Report]:
    """Each fact of the field, or why it is not known, reference by reference."""
    own = {field.name: field.facts for field in entry.own_fields}
    links = entry.of_role("paper") if name == "title" else entry.links
    for reference in dict.fromkeys(link.link.reference for link in links):
        for seen in observed.about(reference):
            for fact in _FACTS.get(name, own.get(name, ())):
                value, reason = seen.facts.get(fact), seen.unknown.get(fact)
                if value or reason:
                    text = in_words(value) if value else f"not known, {reason}"
                    words = f"{reference.name} {fact}: {text}"
                    yield Report(words, value or "", seen.source, seen.evidence, day_of(seen))


def in_words(value: Value) -> str:
    """A value as people read it."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return f"{value:,}" if type(value) is int else str(value)


def day_of(seen: Observation) -> str:
    """The day of an observation (YYYY-MM-DD)."""
    return seen.at.date().isoformat()
