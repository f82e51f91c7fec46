"""The observations of a run by reference and by source, and the changes of facts made from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from bot.judge.ruling import Rules
from bot.judge.sources import ARXIV
from bot.model.change import WAITS, Change, FieldEdit, OpenQuestion
from bot.model.decision import Ruling, Topic
from bot.model.entry import Entry, EntryLink, Registry
from bot.model.observation import Found, Moved, Observation, Reason, Unsure, Value, is_silent
from bot.model.reference import Kind, Query, Reference
from bot.model.snapshot import FetchedValue, Snapshot, entry_key
from bot.model.values.sizes import family_of

FactAnswer = Found | Moved


@dataclass(frozen=True)
class ObservationIndex:
    """The answers of a run: reference key → the answer of each source.

    A moved reference is found under both its keys. `silent` holds source and key of each query
    without an answer, `empty` those that were answered without a fact.
    """

    answers: Mapping[str, tuple[FactAnswer, ...]]
    silent: frozenset[tuple[str, str]] = frozenset()
    empty: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, observations: Iterable[Observation]) -> ObservationIndex:
        """Index all answers and note who gave none; an observation `Gone` carries no facts."""
        answers: dict[str, tuple[FactAnswer, ...]] = {}
        silent: set[tuple[str, str]] = set()
        empty: set[tuple[str, str]] = set()
        for seen in observations:
            if isinstance(seen, Found | Moved):
                key = seen.reference.key
                answers[key] = _with(answers.get(key, ()), seen)
            else:
                (silent if _is_silent(seen) else empty).add((seen.source, seen.reference.key))
            if isinstance(seen, Moved):
                known = answers.get(seen.to.key, ())
                if all(one.source != seen.source for one in known):
                    answers[seen.to.key] = (*known, seen)
        answered = {
            (source, key)
            for source, key in silent
            if any(one.source == source for one in answers.get(key, ()))
        }
        return cls(answers, frozenset(silent - answered), frozenset(empty))

    def by(self, source: str, reference: Reference) -> FactAnswer | None:
        """The answer of this source about a reference, if it knows something of it."""
        return next((one for one in self.about(reference) if one.source == source), None)

    def has_answered(self, reference: Reference, source: str) -> bool:
        """Whether this source answered a query about it, even if it knows nothing."""
        return (source, reference.key) in self.empty or self.by(source, reference) is not None

    def silent_about(self, reference: Reference, *sources: str) -> set[str]:
        """Those of the sources that were queried about it and gave no usable answer."""
        return {source for source in sources if (source, reference.key) in self.silent}

    def about(self, reference: Reference) -> Iterable[FactAnswer]:
        """Every answer about a reference."""
        return self.answers.get(reference.key, ())

    def reported(self, reference: Reference, name: str) -> Iterator[tuple[FactAnswer, Value]]:
        """Every answer that reports the named fact, with its value."""
        for seen in self.about(reference):
            if name in seen.facts:
                yield seen, seen.facts[name]

    def text(self, reference: Reference, name: str) -> tuple[FactAnswer, str] | None:
        """The first answer in which the fact is a non-empty text."""
        pairs = ((seen, value) for seen, value in self.reported(reference, name))
        return next(((seen, v) for seen, v in pairs if isinstance(v, str) and v), None)

    @cached_property
    def families(self) -> dict[str, list[tuple[str, FactAnswer]]]:
        """The observed models of the Hub, sorted, by the family in their names."""
        found: dict[str, dict[str, FactAnswer]] = {}
        for answers in self.answers.values():
            for seen in answers:
                name = one_of(seen).name
                if one_of(seen).kind is Kind.MODEL and (family := family_of(name)):
                    found.setdefault(family, {})[name] = seen
        return {family: sorted(models.items()) for family, models in found.items()}


def _with(answers: tuple[FactAnswer, ...], seen: FactAnswer) -> tuple[FactAnswer, ...]:
    """The answers with this one, which takes the place of an earlier one of its source."""
    if any(one.source == seen.source for one in answers):
        return tuple(seen if one.source == seen.source else one for one in answers)
    return (*answers, seen)


def _is_silent(seen: Observation) -> bool:
    """Whether this is no answer: arXiv may leave out a paper today and return it tomorrow."""
    return is_silent(seen) or (
        isinstance(seen, Unsure)
        and seen.source == ARXIV
        and seen.reason is Reason.PRIVATE_OR_MISSING
    )


def one_of(seen: FactAnswer) -> Reference:
    """The reference that an answer is about, under its current name."""
    return seen.to if isinstance(seen, Moved) else seen.reference


@dataclass(frozen=True)
class FactContext:
    """Everything the facts of an entry are judged by; `pending` is what the open proposal shows."""

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
    def columns(self) -> Mapping[str, frozenset[str]]:
        """Section → what it shows."""
        found: dict[str, set[str]] = {}
        for one in self.registry.sections:
            found.setdefault(one.id, set()).update(one.columns, one.folded)
        return {name: frozenset(columns) for name, columns in found.items()}

    @cached_property
    def _by_reference(self) -> dict[str, list[tuple[Entry, EntryLink]]]:
        """What several links of the list lead to, each with these links."""
        times = Counter(_shared(link) for _, link in self.registry.links())
        found: dict[str, list[tuple[Entry, EntryLink]]] = {}
        for entry, link in self.registry.links():
            if times[shared := _shared(link)] > 1:
                found.setdefault(shared, []).append((entry, link))
        return found

    def sharing(self, link: EntryLink) -> Sequence[tuple[Entry, EntryLink]]:
        """Every link of the list to the same thing, in the list's order; none for one alone."""
        return self._by_reference.get(_shared(link), ())

    def filled(self, entry: Entry, name: str) -> FetchedValue | None:
        """The value that the open proposal fills in for a blank, else the one on display."""
        return self.pending.filled(entry.id, name) or self.snapshot.filled(entry.id, name)


def _shared(link: EntryLink) -> str:
    """What links to the same thing have in common: of a repository, the folder as well."""
    reference, place = link.link.reference, link.link.place.tree
    return f"{reference.key} {place}" if place and reference.kind is Kind.REPO else reference.key


@dataclass
class FactChanges:
    """The outcome for facts: changes with their edits, questions, and further queries.

    `wanted` maps a source of the second round to the queries for it; `unanswered` are the sources
    without whose answer a decision is left open, so that the value stays.
    """

    changes: list[Change] = field(default_factory=list)
    edits: list[FieldEdit] = field(default_factory=list)
    doubts: list[OpenQuestion] = field(default_factory=list)
    wanted: dict[str, list[Query]] = field(default_factory=dict)
    fills: dict[str, dict[str, FetchedValue]] = field(default_factory=dict)
    unanswered: set[str] = field(default_factory=set)
    _applied: int = 0
    _asked: set[tuple[str, Reference]] = field(default_factory=set)

    def adopted(self, snapshot: Snapshot) -> Snapshot:
        """The snapshot with the applied blanks filled in."""
        values = dict(snapshot.values)
        applied = {change.id for change in self.changes if change.ruling is Ruling.APPLY}
        for entry, fields in self.fills.items():
            new = {name: one for name, one in fields.items() if f"{entry}/{name}" in applied}
            if new:
                values[entry_key(entry)] = {**values.get(entry_key(entry), {}), **new}
        return Snapshot(values)

    def offer(self, change: Change, rules: Rules, edits: Sequence[FieldEdit]) -> None:
        """Add a change that a person is asked to accept, with the edit that carries it out."""
        if self._judged(change, rules).ruling is Ruling.APPLY:
            self.edits += edits

    def fill(self, change: Change, rules: Rules, asked: FetchedValue) -> None:
        """Fill a blank in the snapshot."""
        self._judged(change, rules)
        self.fills.setdefault(change.entry, {})[change.field] = asked

    def _judged(self, change: Change, rules: Rules) -> Change:
        ruled = rules.rule(change)
        if ruled.id in rules.hidden:
            return replace(ruled, ruling=Ruling.HOLD)
        full = self._applied >= rules.policy.changes_at_once
        if ruled.ruling is Ruling.APPLY and full and not rules.accepts(ruled):
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
        """Add a question, unless the field is pinned or a person already wrote one about it."""
        if not _is_settled(entry, name, rules):
            self.doubts.append(OpenQuestion(entry.id, entry.called, name, doubt, evidence))

    def ask(self, change: Change, entry: Entry, doubt: str, rules: Rules) -> None:
        """Ask, as `doubt`, about a value that a yes writes; a yes makes a change of it."""
        name = change.field
        if rules.accepts(change):
            edits = [FieldEdit(change.id, entry.where, name, change.after)]
            if change.evidence:
                edits.append(FieldEdit(change.id, entry.where, f"evidence.{name}", change.evidence))
            self.offer(change, rules, edits)
        elif not _is_settled(entry, name, rules):
            self.doubts.append(question_of(change, doubt))

    def want(self, source: str, link: EntryLink | Reference, url: str) -> None:
        """Note a query for a source of the second round, once."""
        reference = link if isinstance(link, Reference) else link.link.reference
        if (source, reference) not in self._asked:
            self._asked.add((source, reference))
            self.wanted.setdefault(source, []).append(Query(reference, url))


def question_of(change: Change, doubt: str) -> OpenQuestion:
    """The question whether a change is right, with what a yes does."""
    return OpenQuestion(
        change.entry,
        change.entry_name,
        change.field,
        doubt,
        change.evidence,
        change=(change.id, change.digest),
        action=f"write {change.after}",
        paste=change.after,
    )


def _is_settled(entry: Entry, name: str, rules: Rules) -> bool:
    return bool(rules.pin(entry.id, name)) or any(one.field == name for one in entry.questions)


def change_of(entry: Entry, name: str, before: str, after: str, why: str, evidence: str) -> Change:
    """A change of a fact, before pins and rejections are considered."""
    return Change(
        entry=entry.id,
        entry_name=entry.called,
        field=name,
        topic=Topic.FACTS,
        before=before,
        after=after,
        why=why,
        evidence=evidence,
        ruling=Ruling.APPLY,
    )
