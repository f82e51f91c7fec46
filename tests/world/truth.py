"""What the bot makes of a list, held against what is known to be true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.judge.facts.changes import fact_changes
from bot.judge.facts.evidence import FactChanges, ObservationIndex
from bot.judge.facts.sizes import count_of
from bot.judge.ruling import Rules
from bot.model.decision import Ruling
from bot.model.entry import Entry, EntryLink, Registry
from bot.model.memory import Memory
from bot.model.observation import Observation
from bot.model.options.policy import Policy
from bot.model.reference import read_link
from bot.model.snapshot import FetchedValue, Snapshot
from bot.model.values.shown import fetched_licence
from bot.model.values.sizes import sizes_of
from tests.world.scenario import load

FIELDS = ("parameters", "released", "licence", "venue", "paper")
SURE = {"seen", "ancestry", "third"}
VERDICTS = ("right", "asked", "unknown", "wrong")
_CLOSE = 0.001
"""Buffers that the Hub counts in are far below this share of a count."""

Fact = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """One fact: what the list would say once all that is offered was accepted."""

    entry: str
    field: str
    true: str
    value: str
    verdict: str
    sure: bool


@dataclass(frozen=True)
class Table:
    """All cases; `count` is for sure facts of one field."""

    cases: Sequence[Case]

    def count(self, name: str, verdict: str, *, sure: bool = True) -> int:
        return Counter((c.field, c.verdict, c.sure) for c in self.cases)[name, verdict, sure]

    def wrong(self) -> list[Case]:
        return [one for one in self.cases if one.verdict == "wrong" and one.sure]

    def of(self, *fields: str) -> Table:
        """Only the cases of some fields."""
        return Table([one for one in self.cases if one.field in fields])

    def lines(self) -> Iterator[str]:
        yield f"{'field':<12}" + "".join(f"{verdict:>9}" for verdict in VERDICTS)
        for name in FIELDS:
            counts = [self.count(name, verdict) for verdict in VERDICTS]
            yield f"{name:<12}" + "".join(f"{count:>9}" for count in counts)
        total = [sum(self.count(name, verdict) for name in FIELDS) for verdict in VERDICTS]
        yield f"{'all':<12}" + "".join(f"{count:>9}" for count in total)


def truth(scenario: str = "gpt_alternatives") -> Mapping[str, Mapping[str, Any]]:
    """Entry id → field → what is true, and how sure that is."""
    facts: Mapping[str, Mapping[str, Any]] = load(scenario)["truth"]
    return facts


@dataclass
class JudgedList:
    """One list judged over what was observed, and everything accepted that was offered."""

    registry: Registry
    observations: Sequence[Observation]
    news: FactChanges = field(init=False)
    index: ObservationIndex = field(init=False)

    def __post_init__(self) -> None:
        self.index = ObservationIndex.of(self.observations)
        rules = Rules(Policy(), Memory(), {})
        self.news = fact_changes(
            self.registry, Snapshot(), Snapshot(), self.observations, rules, "2026-11-24"
        )

    def table(self) -> Table:
        return Table([case for name, facts in truth().items() for case in self._cases(name, facts)])

    def _cases(self, name: str, facts: Mapping[str, Any]) -> Iterator[Case]:
        entry = self.registry.entry(name)
        assert entry is not None, name
        for kind in FIELDS:
            if kind == "parameters":
                for label, fact in facts.get(kind, {}).items():
                    yield self._count(entry, label, fact)
            elif kind in facts:
                yield self._value(entry, kind, facts[kind])

    def _count(self, entry: Entry, label: str, fact: Fact) -> Case:
        """By its label; where the list has none of that name, by any count that is the true one."""
        counted = self._counted(entry)
        listed = label in counted
        count = counted.get(label) or next(
            (one for one in counted.values() if one and _close(one, fact)), None
        )
        if count is None:
            verdict = "asked" if self._asked(entry, "sizes") else "unknown"
        else:
            verdict = "right" if _close(count, fact) else "wrong"
        text = f"{count:,}{'' if listed else ' under another label'}" if count else ""
        return Case(entry.id, "parameters", f"{fact['v']:,}", text, verdict, _sure(fact))

    def _counted(self, entry: Entry) -> dict[str, int | None]:
        labels = tuple(self._after(entry, "sizes").split(", "))
        entry = replace(entry, links=(*entry.links, *self._offered_weights(entry)))
        counts: dict[str, int | None] = {}
        for size in sizes_of(entry, labels):
            known = [count_of(link.link.reference, self.index) for link in size.links]
            counts[size.label] = next((one.parameters for one in known if one), None)
        return counts

    def _offered_weights(self, entry: Entry) -> Iterator[EntryLink]:
        for field_edit in self.news.edits:
            if field_edit.change == f"{entry.id}/sizes" and field_edit.field == "links.weights":
                for url in field_edit.value:
                    yield EntryLink("weights", read_link(url), entry.where)

    def _value(self, entry: Entry, kind: str, fact: Fact) -> Case:
        value = self._after(entry, kind)
        if value and _same(kind, value, fact):
            verdict = "right"
        elif self._asked(entry, "links" if kind == "paper" else kind):
            verdict = "asked"
        else:
            preprint = kind == "venue" and value.casefold().startswith("arxiv")
            verdict = "wrong" if value and not preprint else "unknown"
        return Case(entry.id, kind, str(fact["v"]), value, verdict, _sure(fact))

    def _after(self, entry: Entry, kind: str) -> str:
        """The value once everything offered was accepted."""
        name = "links.paper" if kind == "paper" else kind
        for change in self.news.changes:
            applied = change.ruling is Ruling.APPLY
            if applied and (change.entry, change.field) == (entry.id, name):
                return _key(change.after) if kind == "paper" else change.after
        if kind == "paper":
            links = entry.of_role("paper")
            return links[0].link.reference.key if links else ""
        value = entry.values.get(kind, "")
        if not value and kind == "licence":
            return fetched_licence(entry, self._asked_values(entry)).text
        return ", ".join(value) if isinstance(value, tuple) else value

    def _asked_values(self, entry: Entry) -> Snapshot:
        values = {}
        for link in entry.links:
            licence = self.index.text(link.link.reference, "licence")
            if licence:
                asked = FetchedValue(licence[1], licence[0].source, "2026-11-24")
                values[link.link.reference.key] = {"licence": asked}
        return Snapshot(values)

    def _asked(self, entry: Entry, name: str) -> bool:
        doubts = {(one.entry, one.field) for one in self.news.doubts}
        doubts |= {(entry.id, one.field) for one in entry.questions}
        return (entry.id, name) in doubts


def blanked(registry: Registry) -> Registry:
    """The list as if nobody had ever written a date, a size, a venue or a question."""
    gone = {"released", "sizes", "venue"}
    entries = [
        replace(
            entry,
            values={name: value for name, value in entry.values.items() if name not in gone},
            questions=(),
        )
        for entry in registry.entries
    ]
    return replace(registry, entries=tuple(entries))


def without_papers(registry: Registry, known: Iterable[str]) -> Registry:
    """The list as if nobody had ever linked the papers of its models."""
    entries = [
        replace(
            entry,
            links=tuple(link for link in entry.links if link.role != "paper"),
            questions=(),
        )
        if entry.id in set(known) and entry.kind == "model"
        else entry
        for entry in registry.entries
    ]
    return replace(registry, entries=tuple(entries))


def _same(kind: str, value: str, fact: Fact) -> bool:
    true = str(fact["v"])
    if kind == "released":
        return true.startswith(value[:7])
    if kind == "paper":
        return value in {f"paper:{true}", _key(fact.get("also", ""))}
    return _folded(value) in {_folded(true), _folded(fact.get("also", ""))}


def _close(count: int, fact: Fact) -> bool:
    return bool(abs(count - fact["v"]) <= _CLOSE * fact["v"])


def _sure(fact: Fact) -> bool:
    return fact["sure"] in SURE


def _key(url: str) -> str:
    return read_link(url).reference.key if url else ""


def _folded(text: str) -> str:
    return text.casefold().replace(" ", "-")
