"""Where each displayed value of an entry comes from, and what other values were reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from bot.judge.facts.dates import DatedEvidence, candidates
from bot.judge.facts.evidence import FactChanges, ObservationIndex
from bot.judge.facts.papers import named_papers
from bot.judge.facts.sizes import SizeCount, count_of
from bot.judge.facts.venues import ReportedVenue, reported_venues
from bot.judge.links import link_field
from bot.model.entry import Entry, EntryLink
from bot.model.errors import Where
from bot.model.fields import FILLED
from bot.model.memory import Memory
from bot.model.observation import Gone, Moved, Observation, Unsure, outcome_word
from bot.model.provenance import ExplainedField, LineAuthor, Origin, Statement
from bot.model.reference import home
from bot.model.snapshot import FetchedValue, Snapshot
from bot.model.values.shown import ShownValue, shown_values

_FACTS = {name: (name,) for name in ("stars", "downloads", "licence", "title")} | {
    "status": ("archived", "archived_on", "disabled", "gated")
}
"""Field → the facts that it is made of."""


@dataclass(frozen=True)
class Explainer:
    """An entry with everything needed to explain it.

    `places` and `written` are of its registry file; `news` is the judgement of the `latest`
    observations.
    """

    entry: Entry
    snapshot: Snapshot
    memory: Memory
    latest: Sequence[Observation]
    places: Mapping[str, Where]
    written: Mapping[int, LineAuthor]
    news: FactChanges

    def fields(self) -> Iterator[ExplainedField]:
        """All fields: curated ones, then links, then fetched ones."""
        entry = self.entry
        for name, value in entry.values.items():
            if name != "bases":
                text = ", ".join(value) if isinstance(value, tuple) else value
                yield self._field(name, text, where=self.places.get(name, entry.where))
        for link in entry.links:
            mark = f" (marked dead on {link.dead_since})" if link.dead_since else ""
            yield self._field(link_field(entry, link), link.link.url + mark, link=link)
        model = entry.kind == "model"
        if model and not entry.of_role("paper"):
            yield self._field("links.paper", "")
        blanks = dict.fromkeys(FILLED, ShownValue("")) if model else {}
        for name, shown in (blanks | shown_values(entry, self.snapshot)).items():
            if not entry.values.get(name):
                filled = self.snapshot.filled(entry.id, name) if name in FILLED else None
                held = [("", filled)] if filled else self._held(shown)
                yield self._field(name, shown.text, "filled" if filled else "asked", held=held)

    def _held(self, shown: ShownValue) -> list[tuple[str, FetchedValue]]:
        """What the snapshot holds for a value, each with its label."""
        values = [
            (f"{ref.name} {key}: ", self.snapshot.get(ref, key)) for ref, key in shown.origins
        ]
        return [(label, one) for label, one in values if one and one.value != ""]

    def _field(
        self,
        name: str,
        value: str,
        origin: Origin = "curated",
        *,
        where: Where | None = None,
        link: EntryLink | None = None,
        held: Iterable[tuple[str, FetchedValue]] = (),
    ) -> ExplainedField:
        entry, change = self.entry, f"{self.entry.id}/{name}"
        where = link.where if link else where
        topic = name if link is None else "links" if link == entry.links[0] else ""
        people = [(one.doubt, one.evidence) for one in entry.questions if one.field == topic]
        bot = [(q.doubt, q.evidence) for q in self.news.doubts if f"{q.entry}/{q.field}" == change]
        offers = [
            f"{one.after} ({'; '.join(filter(None, (one.why, one.reason)))})"
            for one in self.news.changes
            if one.id == change
        ]
        rejected = self.memory.declined.get(change)
        is_declined = rejected and not rejected.returned
        return ExplainedField(
            field=name,
            value=value,
            origin=origin,
            where=str(where or ""),
            written=self.written.get(where.line) if where else None,
            reason=entry.evidence.get("links" if link else name, "") if where else "",
            held=tuple(_stated(label + _text(one.value), one, one.day) for label, one in held),
            other=tuple(self._of_link(link) if link else self._reported(name)),
            doubts=tuple(f"{doubt} ({evidence})" for doubt, evidence in (*people, *bot)),
            offered="; ".join(offers),
            pin=entry.pins.get(name, "") or entry.pins.get(link.role if link else "", ""),
            declined="a reviewer said no to another value" if is_declined else "",
        )

    @cached_property
    def _observed(self) -> ObservationIndex:
        return ObservationIndex.of(self.latest)

    def _of_link(self, link: EntryLink) -> Iterator[Statement]:
        """The latest observation of the link's reference."""
        about = [seen for seen in self.latest if seen.reference == link.link.reference]
        for seen in about[-1:]:
            text = "it is there"
            if isinstance(seen, Moved):
                text = f"moved to {home(seen.to)}"
            elif isinstance(seen, Gone | Unsure):
                text = f"{outcome_word(seen)}: {seen.why}"
            yield _stated(text, seen, _day(seen))

    def _reported(self, name: str) -> Iterator[Statement]:
        """What the stored observations hold about a field."""
        entry, observed = self.entry, self._observed
        found: Iterable[DatedEvidence | ReportedVenue] = ()
        if name == "links.paper":
            for paper, by in named_papers(entry, observed).items():
                text = f"{home(paper)} is named by {' and '.join(by)}"
                yield Statement(said=text, source="", day="", evidence="")
        elif name == "sizes":
            yield from self._counts()
        elif name == "released":
            found = candidates(entry, observed)
        elif name == "venue":
            found = reported_venues(entry, observed)
        else:
            own = {field.name: field.facts for field in entry.own_fields}
            links = entry.of_role("paper") if name == "title" else entry.links
            yield from self._facts(links, *_FACTS.get(name, own.get(name, ())))
        for one in found:
            doubt = one.doubt if isinstance(one, ReportedVenue) else ""
            yield self._undated(f"{one} ({doubt})" if doubt else str(one), one)

    def _counts(self) -> Iterator[Statement]:
        for link in self.entry.of_role("weights", "hub"):
            reference = link.link.reference
            if count := count_of(reference, self._observed):
                yield self._undated(f"{count.reference.name}: {count}", count)
                continue
            for seen in self._observed.about(reference):
                if reason := seen.unknown.get("parameters"):
                    yield _stated(f"{reference.name}: not known, {reason}", seen, _day(seen))

    def _undated(self, text: str, one: SizeCount | DatedEvidence | ReportedVenue) -> Statement:
        """A statement without a day of its own gets the day of the latest run."""
        return _stated(text, one, max(map(_day, self.latest)))

    def _facts(self, links: Iterable[EntryLink], *names: str) -> Iterator[Statement]:
        """Each of these facts, or why it is unknown, for every reference."""
        for reference in dict.fromkeys(link.link.reference for link in links):
            for seen in self._observed.about(reference):
                for name in names:
                    value, reason = seen.facts.get(name), seen.unknown.get(name)
                    if value or reason:
                        text = _text(value) if value else f"not known, {reason}"
                        yield _stated(f"{reference.name} {name}: {text}", seen, _day(seen))


class _Sourced(Protocol):
    @property
    def source(self) -> str: ...

    @property
    def evidence(self) -> str: ...


def _stated(text: str, one: _Sourced, day: str) -> Statement:
    return Statement(said=text, source=one.source, day=day, evidence=one.evidence)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return f"{value:,}" if type(value) is int else str(value)


def _day(seen: Observation) -> str:
    return seen.at.date().isoformat()
