"""For every value of an entry that readers see: who says so, since when, and what else was said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.judge.facts.dates import candidates
from bot.judge.facts.evidence import Answer, FactChanges, ObservationIndex
from bot.judge.facts.papers import named_papers
from bot.judge.facts.sizes import count_of
from bot.judge.facts.venues import reported_venues
from bot.judge.links import link_field
from bot.model.entry import Entry
from bot.model.errors import Where
from bot.model.fields import FILLED
from bot.model.memory import Memory
from bot.model.observation import Found, Gone, Moved, Observation, Unsure
from bot.model.provenance import LineAuthor, Origin, Provenance, Statement
from bot.model.reference import Reference, home
from bot.model.snapshot import FetchedValue, Snapshot
from bot.model.values.shown import ShownValue, shown_values

_SINGLE = ("stars", "downloads", "licence")
"""Shown fields whose single fetched values are worth showing one by one."""
_NOT_SHOWN = {"bases"}


@dataclass(frozen=True)
class Evidence:
    """All there is to explain an entry by; `places` and `written` are of its registry file."""

    snapshot: Snapshot
    memory: Memory
    latest: tuple[Observation, ...]
    places: Mapping[str, Where]
    written: Mapping[int, LineAuthor]
    news: FactChanges
    """What the bot makes of what was said."""

    @property
    def day(self) -> str:
        """The day of the run that `said` is from."""
        return max((_day(seen) for seen in self.latest), default="")


def explain_fields(entry: Entry, by: Evidence) -> list[Provenance]:
    """Curated fields first, then links, then what was asked."""
    observed = ObservationIndex.of(by.latest)
    fields = [
        *(_curated(entry, name, observed, by) for name in entry.values if name not in _NOT_SHOWN),
        *_of_links(entry, observed, by),
        *_of_snapshot(entry, observed, by),
    ]
    return [_judged(entry, one, by.news) for one in fields]


def _judged(entry: Entry, one: Provenance, news: FactChanges) -> Provenance:
    """The field with what the bot would ask and offer."""
    asked = [
        f"{doubt.doubt} ({doubt.evidence})"
        for doubt in news.doubts
        if (doubt.entry, doubt.field) == (entry.id, one.field)
    ]
    offers = [c for c in news.changes if (c.entry, c.field) == (entry.id, one.field)]
    reported = [f"{c.after} ({c.why}{f'; {c.reason}' if c.reason else ''})" for c in offers]
    return replace(one, doubts=(*one.doubts, *asked), offered="; ".join(reported))


def _curated(entry: Entry, name: str, observed: ObservationIndex, by: Evidence) -> Provenance:
    value = entry.values[name]
    where = by.places.get(name, entry.where)
    return Provenance(
        field=name,
        value=", ".join(value) if isinstance(value, tuple) else value,
        origin=Origin.CURATED,
        where=where,
        written=by.written.get(where.line),
        reason=entry.evidence.get(name, ""),
        other=list(_also_said(entry, name, observed, by.day)),
        doubts=_doubts(entry, name),
        pin=entry.pins.get(name, ""),
        declined=_declined(entry, name, by.memory),
    )


def _of_links(entry: Entry, observed: ObservationIndex, by: Evidence) -> Iterator[Provenance]:
    last = {seen.reference.key: seen for seen in by.latest}
    for link in entry.links:
        seen = last.get(link.link.reference.key)
        name = link_field(entry, link)
        state = f" (marked dead on {link.dead_since})" if link.dead_since else ""
        yield Provenance(
            field=name,
            value=link.link.url + state,
            origin=Origin.CURATED,
            where=link.where,
            written=by.written.get(link.where.line),
            reason=entry.evidence.get("links", ""),
            other=[_verdict(seen)] if seen else [],
            doubts=_doubts(entry, "links") if link == entry.links[0] else (),
            pin=entry.pins.get(name, "") or entry.pins.get(link.role, ""),
            declined=_declined(entry, name, by.memory),
        )
    if entry.kind == "model" and not entry.of_role("paper"):
        yield Provenance("links.paper", "", Origin.CURATED, other=list(_papers(entry, observed)))


def _of_snapshot(entry: Entry, observed: ObservationIndex, by: Evidence) -> Iterator[Provenance]:
    fields = {name: ShownValue("") for name in (FILLED if entry.kind == "model" else ())}
    for name, value in (fields | shown_values(entry, by.snapshot)).items():
        if entry.values.get(name):
            continue
        filled = by.snapshot.filled(entry.id, name) if name in FILLED else None
        yield Provenance(
            field=name,
            value=value.text,
            origin=Origin.FILLED if filled else Origin.ASKED,
            held=[_held("", filled)] if filled else list(_origins(value, by.snapshot)),
            other=list(_also_said(entry, name, observed, by.day)),
            doubts=_doubts(entry, name),
            pin=entry.pins.get(name, ""),
            declined=_declined(entry, name, by.memory),
        )


def _origins(value: ShownValue, snapshot: Snapshot) -> Iterator[Statement]:
    for reference, name in value.origins:
        asked = snapshot.get(reference, name)
        if asked is not None and asked.value != "":
            yield _held(f"{reference.name} {name}", asked)


def _held(what: str, asked: FetchedValue) -> Statement:
    value = ", ".join(asked.value) if isinstance(asked.value, tuple) else _number(asked.value)
    return Statement(f"{what}: {value}" if what else value, asked.source, asked.day, asked.evidence)


def _number(value: object) -> str:
    return f"{value:,}" if type(value) is int else str(value)


def _doubts(entry: Entry, name: str) -> tuple[str, ...]:
    return tuple(f"{q.doubt} ({q.evidence})" for q in entry.questions if q.field == name)


def _declined(entry: Entry, name: str, memory: Memory) -> str:
    word = memory.declined.get(f"{entry.id}/{name}")
    known = word is not None and not word.returned
    return "a reviewer said no to another value" if known else ""


def _also_said(
    entry: Entry, name: str, observed: ObservationIndex, day: str
) -> Iterator[Statement]:
    """What the kept observations say of a field."""
    if name == "sizes":
        yield from _counts(entry, observed, day)
    elif name == "released":
        for one in candidates(entry, observed):
            yield Statement(str(one), one.source, day, one.evidence)
    elif name == "venue":
        for reported in reported_venues(entry, observed):
            doubt = "" if reported.sure else " (that year cannot be right)"
            yield Statement(f"{reported}{doubt}", reported.source, day, reported.evidence)
    elif name == "title":
        yield from _facts(entry, ("title",), observed, roles=("paper",))
    elif name in _SINGLE:
        yield from _facts(entry, (name,), observed)
    elif name == "status":
        yield from _facts(entry, ("archived", "archived_on", "disabled", "gated"), observed)
    else:
        own = (field.facts for field in entry.own_fields if field.name == name)
        yield from _facts(entry, next(own, ()), observed)


def _counts(entry: Entry, observed: ObservationIndex, day: str) -> Iterator[Statement]:
    for link in entry.of_role("weights", "hub"):
        count = count_of(link.link.reference, observed)
        if count:
            latest = f"{count.reference.name}: {count}"
            yield Statement(latest, count.source, day, count.evidence)
            continue
        for seen in observed.about(link.link.reference):
            if reason := seen.unknown.get("parameters"):
                latest = f"{link.link.reference.name}: not known, {reason}"
                yield Statement(latest, seen.source, _day(seen), seen.evidence)


def _facts(
    entry: Entry, names: Iterable[str], observed: ObservationIndex, roles: tuple[str, ...] = ()
) -> Iterator[Statement]:
    """Each fact of these names, or the reason why it is not known, reference by reference."""
    links = entry.of_role(*roles) if roles else entry.links
    references = dict.fromkeys(link.link.reference for link in links)
    for reference in references:
        for seen in observed.about(reference):
            for name in names:
                yield from _fact(reference, name, seen)


def _fact(reference: Reference, name: str, seen: Answer) -> Iterator[Statement]:
    if seen.facts.get(name):
        latest = f"{reference.name} {name}: {_number(seen.facts[name])}"
        yield Statement(latest, seen.source, _day(seen), seen.evidence)
    elif name in seen.unknown:
        latest = f"{reference.name} {name}: not known, {seen.unknown[name]}"
        yield Statement(latest, seen.source, _day(seen), seen.evidence)


def _papers(entry: Entry, observed: ObservationIndex) -> Iterator[Statement]:
    for reference, statements in named_papers(entry, observed).items():
        yield Statement(f"{home(reference)} is named by {' and '.join(statements)}")


def _verdict(seen: Observation) -> Statement:
    match seen:
        case Moved():
            latest = f"moved to {home(seen.to)}"
        case Gone():
            latest = f"gone: {seen.why}"
        case Unsure():
            latest = f"unsure: {seen.why}"
        case Found():
            latest = "it is there"
    return Statement(latest, seen.source, _day(seen), seen.evidence)


def _day(seen: Observation) -> str:
    return seen.at.date().isoformat()
