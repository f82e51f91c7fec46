"""For every value of an entry that readers see: where it is from, and what else was reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

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
from bot.model.observation import Gone, Moved, Observation, Unsure
from bot.model.provenance import ExplainedField, LineAuthor, Origin, Statement
from bot.model.reference import home
from bot.model.snapshot import FetchedValue, Snapshot
from bot.model.values.shown import ShownValue, shown_values

_FACTS = {name: (name,) for name in ("stars", "downloads", "licence")} | {
    "status": ("archived", "archived_on", "disabled", "gated")
}
"""Shown field → the facts of which it is made."""
_DOUBT = " (that year cannot be right)"
_DECLINED = "a reviewer said no to another value"


@dataclass(frozen=True)
class Explainer:
    """An entry and all there is to explain it by.

    `places` and `written` are of its registry file, `news` is what the bot makes of the `latest`
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
        """Curated fields first, then links, then what was fetched."""
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
                yield self._fetched(name, shown)

    def _fetched(self, name: str, shown: ShownValue) -> ExplainedField:
        filled = self.snapshot.filled(self.entry.id, name) if name in FILLED else None
        if filled:
            return self._field(name, shown.text, "filled", held=[_held("", filled)])
        values = [
            (f"{ref.name} {key}: ", self.snapshot.get(ref, key)) for ref, key in shown.origins
        ]
        held = [_held(label, one) for label, one in values if one and one.value != ""]
        return self._field(name, shown.text, "asked", held=held)

    def _field(
        self,
        name: str,
        value: str,
        origin: Origin = "curated",
        *,
        where: Where | None = None,
        link: EntryLink | None = None,
        held: Iterable[Statement] = (),
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
        return ExplainedField(
            field=name,
            value=value,
            origin=origin,
            where=str(where or ""),
            written=self.written.get(where.line) if where else None,
            reason=entry.evidence.get("links" if link else name, "") if where else "",
            held=tuple(held),
            other=tuple(self._of_link(link) if link else self._reported(name)),
            doubts=tuple(f"{doubt} ({evidence})" for doubt, evidence in (*people, *bot)),
            offered="; ".join(offers),
            pin=entry.pins.get(name, "") or entry.pins.get(link.role if link else "", ""),
            declined=_DECLINED if rejected and not rejected.returned else "",
        )

    @cached_property
    def _observed(self) -> ObservationIndex:
        return ObservationIndex.of(self.latest)

    @cached_property
    def _verdicts(self) -> dict[str, Observation]:
        return {seen.reference.key: seen for seen in self.latest}

    def _of_link(self, link: EntryLink) -> Iterator[Statement]:
        seen = self._verdicts.get(link.link.reference.key)
        match seen:
            case None:
                return
            case Moved():
                said = f"moved to {home(seen.to)}"
            case Gone():
                said = f"gone: {seen.why}"
            case Unsure():
                said = f"unsure: {seen.why}"
            case _:
                said = "it is there"
        yield _seen(said, seen)

    def _reported(self, name: str) -> Iterable[Statement]:
        """What the kept observations hold of a field."""
        entry, observed = self.entry, self._observed
        match name:
            case "links.paper":
                named = named_papers(entry, observed).items()
                return [_statement(f"{home(p)} is named by {' and '.join(by)}") for p, by in named]
            case "sizes":
                return self._counts()
            case "released":
                return [self._undated(str(one), one) for one in candidates(entry, observed)]
            case "venue":
                return [
                    self._undated(f"{one} ({one.doubt})" if one.doubt else str(one), one)
                    for one in reported_venues(entry, observed)
                ]
            case "title":
                return self._facts(entry.of_role("paper"), name)
        own = {field.name: field.facts for field in entry.own_fields}
        return self._facts(entry.links, *_FACTS.get(name, own.get(name, ())))

    def _counts(self) -> Iterator[Statement]:
        for link in self.entry.of_role("weights", "hub"):
            reference = link.link.reference
            if count := count_of(reference, self._observed):
                yield self._undated(f"{count.reference.name}: {count}", count)
                continue
            for seen in self._observed.about(reference):
                if reason := seen.unknown.get("parameters"):
                    yield _seen(f"{reference.name}: not known, {reason}", seen)

    def _undated(self, said: str, one: SizeCount | DatedEvidence | ReportedVenue) -> Statement:
        """A statement that has no day of its own has that of the latest run."""
        return _statement(said, one.source, max(map(_day, self.latest)), one.evidence)

    def _facts(self, links: Iterable[EntryLink], *names: str) -> Iterator[Statement]:
        """Each of these facts, or why it is not known, reference by reference."""
        for reference in dict.fromkeys(link.link.reference for link in links):
            for seen in self._observed.about(reference):
                for name in names:
                    if value := seen.facts.get(name):
                        yield _seen(f"{reference.name} {name}: {_text(value)}", seen)
                    elif reason := seen.unknown.get(name):
                        yield _seen(f"{reference.name} {name}: not known, {reason}", seen)


def _held(label: str, one: FetchedValue) -> Statement:
    return _statement(label + _text(one.value), one.source, one.day, one.evidence)


def _seen(said: str, seen: Observation) -> Statement:
    return _statement(said, seen.source, _day(seen), seen.evidence)


def _statement(said: str, source: str = "", day: str = "", evidence: str = "") -> Statement:
    return Statement(said=said, source=source, day=day, evidence=evidence)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return f"{value:,}" if type(value) is int else str(value)


def _day(seen: Observation) -> str:
    return seen.at.date().isoformat()
