"""What was observed in a run, by reference and by source; and what the facts make of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from bot.judge.ruling import Rules
from bot.model.change import WAITS, Change, FieldEdit, OpenQuestion, Ruling, Topic
from bot.model.entry import Entry, EntryLink, Registry
from bot.model.observation import Found, Moved, Observation, Value
from bot.model.reference import Kind, Query, Reference
from bot.model.snapshot import FetchedValue, Snapshot, entry_key
from bot.model.values.sizes import family_of

Answer = Found | Moved

_AT_ONCE = 100
"""Facts that one pull request offers; more of them nobody reviews."""


@dataclass(frozen=True)
class ObservationIndex:
    """The answers of a run: reference key → source → answer. A moved thing has both its keys."""

    answers: Mapping[str, Mapping[str, Answer]]

    @classmethod
    def of(cls, observations: Iterable[Observation]) -> ObservationIndex:
        """All that is an answer; what was gone or unsure says nothing of facts."""
        answers: dict[str, dict[str, Answer]] = {}
        for seen in observations:
            if isinstance(seen, Found | Moved):
                answers.setdefault(seen.reference.key, {})[seen.source] = seen
            if isinstance(seen, Moved):
                answers.setdefault(seen.to.key, {}).setdefault(seen.source, seen)
        return cls(answers)

    def about(self, reference: Reference) -> Iterable[Answer]:
        """Every answer about a reference."""
        return self.answers.get(reference.key, {}).values()

    def reported(self, reference: Reference, name: str) -> Iterator[tuple[Answer, Value]]:
        """Each answer that knows a fact of that name, and the fact."""
        for seen in self.about(reference):
            if name in seen.facts:
                yield seen, seen.facts[name]

    def text(self, reference: Reference, name: str) -> tuple[Answer, str] | None:
        """The first answer that knows the fact as a text that is not empty."""
        pairs = ((seen, value) for seen, value in self.reported(reference, name))
        return next(((seen, v) for seen, v in pairs if isinstance(v, str) and v), None)

    @cached_property
    def families(self) -> dict[str, list[tuple[str, Answer]]]:
        """The models of the Hub that were observed, by the family in their names, sorted."""
        found: dict[str, dict[str, Answer]] = {}
        for by_source in self.answers.values():
            for seen in by_source.values():
                name = one_of(seen).name
                if one_of(seen).kind is Kind.MODEL and (family := family_of(name)):
                    found.setdefault(family, {})[name] = seen
        return {family: sorted(models.items()) for family, models in found.items()}


def one_of(seen: Answer) -> Reference:
    """What an answer is about, under the name that it has now."""
    return seen.to if isinstance(seen, Moved) else seen.reference


@dataclass(frozen=True)
class FactContext:
    """All that the facts of an entry are judged by; `pending` is what the open proposal shows."""

    registry: Registry
    observed: ObservationIndex
    snapshot: Snapshot
    pending: Snapshot
    rules: Rules
    today: str

    @cached_property
    def listed(self) -> frozenset[str]:
        """The key of everything the list links."""
        return frozenset(link.link.reference.key for _, link in self.registry.links())

    def filled(self, entry: Entry, name: str) -> FetchedValue | None:
        """What the open proposal fills in for a blank, or else what is shown."""
        return self.pending.filled(entry.id, name) or self.snapshot.filled(entry.id, name)


@dataclass
class FactChanges:
    """What became of the facts: changes with what carries them out, doubts, what to ask for.

    `wanted` maps a source of the second round to what is worth asking it.
    """

    changes: list[Change] = field(default_factory=list)
    edits: list[FieldEdit] = field(default_factory=list)
    doubts: list[OpenQuestion] = field(default_factory=list)
    wanted: dict[str, list[Query]] = field(default_factory=dict)
    fills: dict[str, dict[str, FetchedValue]] = field(default_factory=dict)
    _applied: int = 0

    def adopted(self, snapshot: Snapshot) -> Snapshot:
        """The snapshot with the applied blanks filled in."""
        values = {key: dict(fields) for key, fields in snapshot.values.items()}
        applied = {change.id for change in self.changes if change.ruling is Ruling.APPLY}
        for entry, fields in self.fills.items():
            new = {name: one for name, one in fields.items() if f"{entry}/{name}" in applied}
            if new:
                values[entry_key(entry)] = {**values.get(entry_key(entry), {}), **new}
        return Snapshot(values)

    def offer(self, change: Change, rules: Rules, edits: Sequence[FieldEdit]) -> None:
        """A change that a person is asked to accept, and what would carry it out."""
        if self._judged(change, rules).ruling is Ruling.APPLY:
            self.edits += edits

    def fill(self, change: Change, rules: Rules, asked: FetchedValue) -> None:
        """A blank that is filled in the snapshot."""
        self._judged(change, rules)
        self.fills.setdefault(change.entry, {})[change.field] = asked

    def _judged(self, change: Change, rules: Rules) -> Change:
        ruled = rules.rule(change)
        if ruled.id in rules.hidden:
            return replace(ruled, ruling=Ruling.HOLD)
        if ruled.ruling is Ruling.APPLY and self._applied >= _AT_ONCE:
            ruled = replace(ruled, ruling=Ruling.HOLD, reason=WAITS)
        self._applied += ruled.ruling is Ruling.APPLY
        self.changes.append(ruled)
        if rules.is_refused(ruled):
            what = f"{ruled.before or 'nothing'} → {ruled.after} ({ruled.why}); {ruled.reason}"
            self.doubts.append(
                OpenQuestion(ruled.entry, ruled.entry_name, ruled.field, what, ruled.evidence)
            )
        return ruled

    def doubt(self, entry: Entry, name: str, doubt: str, evidence: str, rules: Rules) -> None:
        """A question, unless the field is pinned or a person wrote one about it already."""
        if rules.pin(entry.id, name) or any(one.field == name for one in entry.questions):
            return
        self.doubts.append(OpenQuestion(entry.id, entry.name, name, doubt, evidence))

    def want(self, source: str, link: EntryLink | Reference, url: str) -> None:
        """Something worth asking a source of the second round, once."""
        reference = link if isinstance(link, Reference) else link.link.reference
        queries = self.wanted.setdefault(source, [])
        if all(one.reference != reference for one in queries):
            queries.append(Query(reference, url))


def change_of(entry: Entry, name: str, before: str, after: str, why: str, evidence: str) -> Change:
    """A change of the facts; what stands against it is not looked at yet."""
    return Change(
        entry=entry.id,
        entry_name=entry.name,
        field=name,
        topic=Topic.FACTS,
        before=before,
        after=after,
        why=why,
        evidence=evidence,
        ruling=Ruling.APPLY,
    )
