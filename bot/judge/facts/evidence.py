"""What was observed in a run, by reference and by source; and what the facts make of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from bot.judge.ruling import Rules
from bot.model.change import WAITS, Change, FieldEdit, OpenQuestion, Ruling, Topic
from bot.model.entry import Entry, EntryLink, Registry
from bot.model.observation import Found, Moved, Observation, Reason, Unsure, Value, is_silent
from bot.model.reference import Kind, Query, Reference
from bot.model.snapshot import FetchedValue, Snapshot, entry_key
from bot.model.values.sizes import family_of

Answer = Found | Moved

ARXIV = "arxiv"
"""The source of papers; in the second round it is asked for those a card or repository names."""
FIRST_ROUND = ("arxiv", "github", "hub", "web")
"""The sources one of which is asked about a link itself."""


@dataclass(frozen=True)
class ObservationIndex:
    """The answers of a run: reference key → source → answer. A moved thing has both its keys.

    `silent` are source and key of what was asked and not answered, `empty` of what was answered
    without telling anything.
    """

    answers: Mapping[str, Mapping[str, Answer]]
    silent: frozenset[tuple[str, str]] = frozenset()
    empty: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, observations: Iterable[Observation]) -> ObservationIndex:
        """All that is an answer, and who gave none; what was gone says nothing of facts."""
        answers: dict[str, dict[str, Answer]] = {}
        silent: set[tuple[str, str]] = set()
        empty: set[tuple[str, str]] = set()
        for seen in observations:
            if isinstance(seen, Found | Moved):
                answers.setdefault(seen.reference.key, {})[seen.source] = seen
            else:
                (silent if _is_silent(seen) else empty).add((seen.source, seen.reference.key))
            if isinstance(seen, Moved):
                answers.setdefault(seen.to.key, {}).setdefault(seen.source, seen)
        answered = {(source, key) for key, by_source in answers.items() for source in by_source}
        return cls(answers, frozenset(silent - answered), frozenset(empty))

    def has_answered(self, reference: Reference, source: str) -> bool:
        """Whether this source was asked about it and answered, if only that it knows nothing."""
        return (
            source in self.answers.get(reference.key, {}) or (source, reference.key) in self.empty
        )

    def silent_about(self, reference: Reference, *sources: str) -> set[str]:
        """Those of the sources that were asked about it, of which nothing is known."""
        return {source for source in sources if (source, reference.key) in self.silent}

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


def _is_silent(seen: Observation) -> bool:
    """A paper that arXiv leaves out of its answer is not told of, and may be there tomorrow."""
    return is_silent(seen) or (
        isinstance(seen, Unsure)
        and seen.source == ARXIV
        and seen.reason is Reason.PRIVATE_OR_MISSING
    )


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

    @cached_property
    def _by_reference(self) -> dict[str, list[tuple[Entry, EntryLink]]]:
        found: dict[str, list[tuple[Entry, EntryLink]]] = {}
        for entry, link in self.registry.links():
            place = link.link.place.tree if link.link.reference.kind is Kind.REPO else ""
            found.setdefault(f"{link.link.reference.key} {place}", []).append((entry, link))
        return found

    def sharing(self, link: EntryLink) -> Sequence[tuple[Entry, EntryLink]]:
        """Every link of the list to the same thing, itself among them, in the list's order."""
        place = link.link.place.tree if link.link.reference.kind is Kind.REPO else ""
        return self._by_reference.get(f"{link.link.reference.key} {place}", ())

    def filled(self, entry: Entry, name: str) -> FetchedValue | None:
        """What the open proposal fills in for a blank, or else what is shown."""
        return self.pending.filled(entry.id, name) or self.snapshot.filled(entry.id, name)


@dataclass
class FactChanges:
    """What became of the facts: changes with what carries them out, doubts, what to ask for.

    `wanted` maps a source of the second round to what is worth asking it; `unanswered` are the
    sources without whose answer something is not decided, so that it stays as it is.
    """

    changes: list[Change] = field(default_factory=list)
    edits: list[FieldEdit] = field(default_factory=list)
    doubts: list[OpenQuestion] = field(default_factory=list)
    wanted: dict[str, list[Query]] = field(default_factory=dict)
    fills: dict[str, dict[str, FetchedValue]] = field(default_factory=dict)
    unanswered: set[str] = field(default_factory=set)
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
        if ruled.ruling is Ruling.APPLY and self._applied >= rules.policy.changes_at_once:
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
