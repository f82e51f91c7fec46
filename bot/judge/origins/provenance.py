"""For every value of an entry that readers see: where it is from, and what else was reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.judge.facts.evidence import ObservationIndex
from bot.judge.links import link_field
from bot.judge.origins.reports import Report, day_of, in_words, reports
from bot.judge.origins.shown import is_shown
from bot.model.change import Change, OpenQuestion
from bot.model.entry import Entry, EntryLink
from bot.model.errors import Where
from bot.model.fields import FILLED
from bot.model.observation import Gone, Moved, Observation, Unsure, outcome_word
from bot.model.provenance import ExplainedField, LineAuthor, Origin, Statement
from bot.model.reference import home
from bot.model.snapshot import FetchedValue
from bot.model.state import State
from bot.model.values.shown import ShownValue, shown_values
from bot.model.values.written import WrittenField


@dataclass(frozen=True)
class Explainer:
    """An entry of a list and all there is to explain it by.

    `places` are those of its fields, `written` the commits that wrote these lines; `changes` and
    `doubts` are what the bot makes of the `latest` observations.
    """

    entry: Entry
    state: State
    latest: Sequence[Observation]
    places: Mapping[str, Where]
    written: Mapping[Where, LineAuthor]
    changes: Sequence[Change]
    doubts: Sequence[OpenQuestion]

    def fields(self) -> Iterator[ExplainedField]:
        """What stands in the list first, then links, then what was fetched."""
        rows = self.state.written.by_entry.get(self.entry.id, ())
        for field in (field for row in rows for field in row.fields):
            yield self._of_row(field)
        for name, value in () if rows else self.entry.values.items():
            if name != "bases":
                where = self.places.get(name, self.entry.where)
                yield self._field(name, in_words(value), where=where)
        for link in self.entry.links:
            mark = f" (marked dead on {link.dead_since})" if link.dead_since else ""
            found = self._field(link_field(self.entry, link), link.link.url + mark, link=link)
            spans = (one.span for row in rows for one in row.links if one.link == link.link)
            places = ", ".join(dict.fromkeys(f"{span.path}:{span.line}" for span in spans))
            row = {"origin": "row", "where": places} if places else {}
            yield found.model_copy(update=row)
        if not rows:
            yield from self._fetched()

    def _of_row(self, field: WrittenField) -> ExplainedField:
        """What a row shows, with the evidence that is kept of it, or why there is none."""
        kept = self.state.evidence.filled(self.entry.id, field.name)
        held = [_held(kept)] if kept and is_shown(field, kept.value) else []
        reported = list(reports(self.entry, field.name, self._observed))
        lacking = "no source last gave exactly this value"
        if held or not field.value:
            lacking = ""
        elif not reported:
            lacking = "no source that was queried gives it"
        elif any(is_shown(field, one.value) for one in reported):
            lacking = "no run has kept any since a source gave it"
        where, text = Where(field.span.path, field.span.line), field.text if field.value else ""
        found = self._field(field.name, text, "row", where, held=held)
        return found.model_copy(update={"lacking": lacking})

    def _fetched(self) -> Iterator[ExplainedField]:
        entry, snapshot = self.entry, self.state.snapshot
        is_model = entry.kind == "model"
        if is_model and not entry.of_role("paper"):
            yield self._field("links.paper", "")
        blanks = dict.fromkeys(FILLED, ShownValue("")) if is_model else {}
        for name, shown in (blanks | shown_values(entry, snapshot)).items():
            if entry.values.get(name):
                continue
            if name in FILLED and (filled := snapshot.filled(entry.id, name)):
                yield self._field(name, shown.text, "filled", held=[_held(filled)])
                continue
            values = ((ref, key, snapshot.get(ref, key)) for ref, key in shown.origins)
            held = [_held(one, f"{ref.name} {key}: ") for ref, key, one in values if one]
            held = [one for one in held if one.value != ""]
            yield self._field(name, shown.text, "asked", held=held)

    def _field(
        self,
        name: str,
        value: str,
        origin: Origin = "curated",
        where: Where | None = None,
        *,
        link: EntryLink | None = None,
        held: Sequence[Report] = (),
    ) -> ExplainedField:
        entry, memory, where = self.entry, self.state.memory, link.where if link else where
        asked_of = name if link is None else "links" if link == entry.links[0] else ""
        doubts = [(one.doubt, one.evidence) for one in entry.questions if one.field == asked_of]
        doubts += [(one.doubt, one.evidence) for one in self.doubts if one.field == name]
        answers = map(memory.declined.get, memory.change_ids(entry.id, name))
        reported = self._of_link(link) if link else reports(entry, name, self._observed)
        return ExplainedField(
            field=name,
            value=value,
            origin=origin,
            where=str(where or ""),
            written=self.written.get(where) if where else None,
            reason=entry.evidence.get("links" if link else name, "") if where else "",
            held=tuple(map(self._statement, held)),
            other=tuple(map(self._statement, reported)),
            doubts=tuple(f"{doubt} ({evidence})" for doubt, evidence in doubts),
            offered="; ".join(
                f"{one.after} ({'; '.join(filter(None, (one.why, one.reason)))})"
                for one in self.changes
                if one.field == name
            ),
            pin=entry.pins.get(name, "") or entry.pins.get(link.role if link else "", ""),
            declined="a reviewer declined another value"
            if any(one and not one.returned for one in answers)
            else "",
        )

    @cached_property
    def _observed(self) -> ObservationIndex:
        return ObservationIndex.of(self.latest)

    def _of_link(self, link: EntryLink) -> Iterator[Report]:
        """What was observed of its reference last, and what is remembered of it."""
        key = link.link.reference.key
        for seen in [one for one in self.latest if one.reference.key == key][-1:]:
            text = "it is there"
            if isinstance(seen, Moved):
                text = f"moved to {home(seen.to)}"
            elif isinstance(seen, Gone | Unsure):
                text = f"{outcome_word(seen)}: {seen.why}"
            yield Report(text, "", seen.source, seen.evidence, day_of(seen))
        if trace := self.state.memory.traces.get(key):
            gone = f"gone on {', '.join(trace.gone_on)}: {trace.gone_why}" if trace.gone_on else ""
            unsure = trace.unsure_since and f"unsure since {trace.unsure_since}"
            alive = trace.alive_since and f"alive since {trace.alive_since}"
            text = "; ".join(filter(None, (alive, unsure, gone)))
            yield Report(f"{text} (remembered)")

    def _statement(self, one: Report) -> Statement:
        """A report that has a source and no day of its own has that of the latest run."""
        day = one.day or (max(map(day_of, self.latest)) if one.source else "")
        return Statement(said=one.words, source=one.source, day=day, evidence=one.evidence)


def _held(one: FetchedValue, label: str = "") -> Report:
    return Report(label + in_words(one.value), one.value, one.source, one.evidence, one.day)
