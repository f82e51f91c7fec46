"""What each topic has to offer in this run. A new topic's changes are joined in here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.judge.facts.dates import HISTORY
from bot.judge.facts.offer import fact_changes
from bot.judge.facts.venues import CROSSREF, HOSTS, SCHOLAR
from bot.judge.links import LinkChanges, LinkKnowledge, leave_to_people, link_changes, link_field
from bot.judge.metadata import candidate_snapshot, contradictions, renamed, visible_changes
from bot.judge.models.offer import CARDS, new_models, silent_watches
from bot.judge.ruling import Rules, paused_until
from bot.lists.registry.edit_fields import apply_field_edits
from bot.lists.registry.edit_links import apply_link_edits
from bot.lists.registry.load import load
from bot.lists.snapshot import OBSERVED, parse_snapshot
from bot.model.change import Change, Offer, Ruling, Topic
from bot.model.entry import Registry
from bot.model.memory import Memory
from bot.model.observation import Observation, Unsure
from bot.model.options.new_models import NewModelPolicy
from bot.model.options.watch import Watch
from bot.model.reference import Query, Reference, read_link
from bot.model.snapshot import Snapshot
from bot.render.bodies.news import FailingLink

ARCHIVE = "wayback"
HUB = "hub"
"""The source whose observations tell of archived copies, not of the references themselves."""
SECOND_ROUND = frozenset({ARCHIVE, CARDS, HISTORY, CROSSREF, SCHOLAR, *HOSTS})
"""The sources that are asked only for what the first round made worth asking."""


@dataclass(frozen=True)
class ObservationSet:
    """What may be believed of what was said, in this run and before.

    said      the last word on each reference; `Unsure` where nobody could tell this time
    known     the last certain word on each reference
    second    the last certain word of each source of the second round, by source and reference key
    left_out  keys of references that nobody is asked about because people want it so
    """

    latest: Sequence[Observation] = ()
    known: Sequence[Observation] = ()
    second: Mapping[tuple[str, str], Observation] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        fresh: Iterable[Observation],
        kept: Iterable[Observation],
        left_out: frozenset[str] = frozenset(),
    ) -> ObservationSet:
        """Fresh observations before kept ones, and an uncertain one before none."""
        latest: dict[tuple[str, str], Observation] = {}
        known: dict[tuple[str, str], Observation] = {}
        for seen in (*kept, *fresh):
            key = (seen.source if seen.source in SECOND_ROUND else "", seen.reference.key)
            latest[key] = seen
            if not isinstance(seen, Unsure) or key not in known:
                known[key] = seen
        return cls(
            [seen for (source, _), seen in latest.items() if not source],
            [seen for (source, _), seen in known.items() if not source],
            {key: seen for key, seen in known.items() if key[0]},
            left_out,
        )


@dataclass(frozen=True)
class RunState:
    """All that a topic may look at."""

    registry: Registry
    snapshot: Snapshot
    observed: ObservationSet
    documents: Mapping[str, str]
    pending: Mapping[str, Mapping[str, str]]
    rules: Rules
    today: str
    new_model_policy: NewModelPolicy = field(default_factory=NewModelPolicy)
    watches: tuple[Watch, ...] = ()

    @property
    def memory(self) -> Memory:
        """What is remembered, this run included."""
        return self.rules.memory

    def of_second(self, source: str) -> dict[str, Observation]:
        """What a source of the second round said, by reference key."""
        return {key: seen for (name, key), seen in self.observed.second.items() if name == source}

    def shown_by(self, topic: Topic) -> Snapshot:
        """The snapshot of the topic's open proposal, empty when none is open."""
        return parse_snapshot(self.pending.get(topic, {}).get(OBSERVED))


@dataclass
class AllOffers:
    """The offers of all topics, and what belongs to none of them."""

    offers: list[Offer] = field(default_factory=list)
    wanted: dict[str, list[Query]] = field(default_factory=dict)
    missed: list[FailingLink] = field(default_factory=list)
    implausible: list[Observation] = field(default_factory=list)


def offers_of(case: RunState) -> AllOffers:
    """Every topic's offer, those with nothing to offer included."""
    known = LinkKnowledge(
        {seen.reference.key: seen for seen in case.observed.latest},
        case.of_second(ARCHIVE),
        case.memory,
        case.today,
        case.observed.left_out,
    )
    links = link_changes(case.registry, known, case.rules)
    leave_to_people(links, apply_link_edits(case.documents, links.edits)[1])
    untaken = [seen for seen in case.observed.known if seen.reference.key not in links.taken_over]

    joined = AllOffers(wanted={ARCHIVE: links.wanted}, missed=_missed(case, links))
    joined.offers += [_moved(case, links), _dead(links)]
    metadata, joined.implausible = _metadata(case, untaken)
    joined.offers.append(metadata)
    joined.offers.append(_facts(case, untaken, joined))
    joined.offers.append(_models(case, joined))
    return joined


def _facts(case: RunState, latest: Sequence[Observation], joined: AllOffers) -> Offer:
    """Better values for what people curated, and blanks filled in the snapshot."""
    observed = (*latest, *case.observed.second.values())
    pending = case.shown_by(Topic.FACTS)
    news = fact_changes(case.registry, case.snapshot, pending, observed, case.rules, case.today)
    news.leave_to_people(apply_field_edits(case.documents, news.requests)[1])
    for source, queries in news.wanted.items():
        joined.wanted.setdefault(source, []).extend(queries)
    return Offer(
        Topic.FACTS,
        tuple(news.changes),
        adopted=news.adopted(case.snapshot),
        doubts=tuple(news.doubts),
        requests=tuple(news.requests),
        needs=frozenset({CROSSREF, SCHOLAR, *HOSTS}),
    )


def _models(case: RunState, joined: AllOffers) -> Offer:
    """New rows; an open proposal of them stays as it is while a search is not answered."""
    latest = (*case.observed.known, *case.observed.second.values())
    news = new_models(case.registry, latest, case.new_model_policy, case.rules, case.today)
    refused = [one.change for one in apply_field_edits(case.documents, news.rows)[1]]
    reason = "the bot cannot write it into the registry"
    changes = [
        replace(one, ruling=Ruling.HOLD, reason=reason) if one.id in refused else one
        for one in news.changes
    ]
    for source, queries in news.wanted.items():
        joined.wanted.setdefault(source, []).extend(queries)
    silent = silent_watches(case.observed.latest, [watch.reference for watch in case.watches])
    return Offer(
        Topic.MODELS,
        tuple(changes),
        requests=tuple(row for row in news.rows if row.change not in refused),
        needs=frozenset({HUB}),
        partial=f"not answered: {', '.join(silent)}" if silent else "",
        not_offered=news.left_out,
    )


def _of(links: LinkChanges, topic: Topic) -> tuple[Change, ...]:
    return tuple(change for change in links.changes if change.topic is topic)


def _moved(case: RunState, links: LinkChanges) -> Offer:
    """Moved links, and the cells that read differently because a link names another thing now."""
    edits = [one for one in links.edits if not one.dead_since]
    changes = _of(links, Topic.MOVED)
    base = renamed(case.snapshot, _moves(changes))
    after, _ = load(apply_link_edits(case.documents, edits)[0])
    nothing_against = Rules(case.rules.policy, Memory(), {})
    side_effects, adopted = visible_changes(
        (case.registry, after), case.snapshot, base, base, nothing_against
    )
    return Offer(
        Topic.MOVED,
        changes,
        tuple(edits),
        adopted,
        tuple(links.doubts),
        side_effects=tuple(side_effects),
    )


def _moves(changes: Iterable[Change]) -> dict[str, Reference]:
    return {
        read_link(change.before).reference.key: read_link(change.after).reference
        for change in changes
        if change.ruling is Ruling.APPLY
    }


def _dead(links: LinkChanges) -> Offer:
    edits = tuple(one for one in links.edits if one.dead_since)
    return Offer(Topic.DEAD, _of(links, Topic.DEAD), edits, needs=frozenset({ARCHIVE}))


def _missed(case: RunState, news: LinkChanges) -> list[FailingLink]:
    dead = {(change.entry, change.field) for change in _of(news, Topic.DEAD)}
    traces = case.memory.traces
    return [
        FailingLink(entry.name, link.role, link.link.url, trace.gone_on[0])
        for entry, link in case.registry.links()
        if (trace := traces.get(link.link.reference.key)) and trace.gone_on
        if not link.dead_since and (entry.id, link_field(entry, link)) not in dead
    ]


def _metadata(case: RunState, latest: Sequence[Observation]) -> tuple[Offer, list[Observation]]:
    """Routine values; no source is needed: what nobody tells today stays in the open proposal."""
    pending = case.shown_by(Topic.METADATA)
    offered, implausible = candidate_snapshot(case.snapshot, pending, latest, case.today)
    lists = (case.registry, case.registry)
    changes, adopted = visible_changes(lists, case.snapshot, case.snapshot, offered, case.rules)
    rests = paused_until(case.memory, Topic.METADATA, case.today)
    if rests:
        reason = f"refreshing rests until {rests}"
        changes = [replace(one, ruling=Ruling.HOLD, reason=reason) for one in changes]
    doubts = contradictions(case.registry, offered)
    offer = Offer(
        Topic.METADATA, tuple(changes), (), adopted, tuple(doubts), rests_until=rests, redraws=True
    )
    return offer, implausible
