"""What each topic has to offer in this run. A new topic's changes are joined in here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.judge.facts.dates import HISTORY
from bot.judge.facts.offer import fact_news
from bot.judge.facts.venues import CROSSREF, HOSTS, SCHOLAR
from bot.judge.links import Known, LinkNews, leave_to_people, link_field, link_news
from bot.judge.metadata import candidate, compare, contradictions, renamed
from bot.judge.models.offer import CARDS, newcomers, silent_watches
from bot.judge.ruling import Rules, resting
from bot.lists.registry.edit_fields import put
from bot.lists.registry.edit_links import edit
from bot.lists.registry.load import load
from bot.lists.snapshot import OBSERVED, read_snapshot
from bot.model.change import Change, Offer, Ruling, Topic
from bot.model.entry import Registry
from bot.model.memory import Memory
from bot.model.observation import Observation, Unsure
from bot.model.options.new_models import Newness
from bot.model.options.watch import Watch
from bot.model.reference import Ask, Reference, read_link
from bot.model.snapshot import Snapshot
from bot.render.bodies.news import Missed

ARCHIVE = "wayback"
HUB = "hub"
"""The source whose observations tell of archived copies, not of the references themselves."""
SECOND_ROUND = frozenset({ARCHIVE, CARDS, HISTORY, CROSSREF, SCHOLAR, *HOSTS})
"""The sources that are asked only for what the first round made worth asking."""


@dataclass(frozen=True)
class Heard:
    """What may be believed of what was said, in this run and before.

    said      the last word on each reference; `Unsure` where nobody could tell this time
    known     the last certain word on each reference
    second    the last certain word of each source of the second round, by source and reference key
    left_out  keys of references that nobody is asked about because people want it so
    """

    said: Sequence[Observation] = ()
    known: Sequence[Observation] = ()
    second: Mapping[tuple[str, str], Observation] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        fresh: Iterable[Observation],
        kept: Iterable[Observation],
        left_out: frozenset[str] = frozenset(),
    ) -> Heard:
        """Fresh observations before kept ones, and an uncertain one before none."""
        said: dict[tuple[str, str], Observation] = {}
        known: dict[tuple[str, str], Observation] = {}
        for seen in (*kept, *fresh):
            key = (seen.source if seen.source in SECOND_ROUND else "", seen.reference.key)
            said[key] = seen
            if not isinstance(seen, Unsure) or key not in known:
                known[key] = seen
        return cls(
            [seen for (source, _), seen in said.items() if not source],
            [seen for (source, _), seen in known.items() if not source],
            {key: seen for key, seen in known.items() if key[0]},
            left_out,
        )


@dataclass(frozen=True)
class Case:
    """All that a topic may look at."""

    registry: Registry
    snapshot: Snapshot
    heard: Heard
    documents: Mapping[str, str]
    pending: Mapping[str, Mapping[str, str]]
    rules: Rules
    today: str
    newness: Newness = field(default_factory=Newness)
    watches: tuple[Watch, ...] = ()

    @property
    def memory(self) -> Memory:
        """What is remembered, this run included."""
        return self.rules.memory

    def of_second(self, source: str) -> dict[str, Observation]:
        """What a source of the second round said, by reference key."""
        return {key: seen for (name, key), seen in self.heard.second.items() if name == source}

    def shown_by(self, topic: Topic) -> Snapshot:
        """The snapshot of the topic's open proposal, empty when none is open."""
        return read_snapshot(self.pending.get(topic, {}).get(OBSERVED))


@dataclass
class Joined:
    """The offers of all topics, and what belongs to none of them."""

    offers: list[Offer] = field(default_factory=list)
    wanted: dict[str, list[Ask]] = field(default_factory=dict)
    missed: list[Missed] = field(default_factory=list)
    nonsense: list[Observation] = field(default_factory=list)


def offers_of(case: Case) -> Joined:
    """Every topic's offer, those with nothing to offer included."""
    known = Known(
        {seen.reference.key: seen for seen in case.heard.said},
        case.of_second(ARCHIVE),
        case.memory,
        case.today,
        case.heard.left_out,
    )
    links = link_news(case.registry, known, case.rules)
    leave_to_people(links, edit(case.documents, links.edits)[1])
    untaken = [seen for seen in case.heard.known if seen.reference.key not in links.taken_over]

    joined = Joined(wanted={ARCHIVE: links.wanted}, missed=_missed(case, links))
    joined.offers += [_moved(case, links), _dead(links)]
    metadata, joined.nonsense = _metadata(case, untaken)
    joined.offers.append(metadata)
    joined.offers.append(_facts(case, untaken, joined))
    joined.offers.append(_models(case, joined))
    return joined


def _facts(case: Case, said: Sequence[Observation], joined: Joined) -> Offer:
    """Better values for what people curated, and blanks filled in the snapshot."""
    heard = (*said, *case.heard.second.values())
    pending = case.shown_by(Topic.FACTS)
    news = fact_news(case.registry, case.snapshot, pending, heard, case.rules, case.today)
    news.leave_to_people(put(case.documents, news.wishes)[1])
    for source, asks in news.wanted.items():
        joined.wanted.setdefault(source, []).extend(asks)
    return Offer(
        Topic.FACTS,
        tuple(news.changes),
        adopted=news.adopted(case.snapshot),
        doubts=tuple(news.doubts),
        wishes=tuple(news.wishes),
        needs=frozenset({CROSSREF, SCHOLAR, *HOSTS}),
    )


def _models(case: Case, joined: Joined) -> Offer:
    """New rows; an open proposal of them stays as it is while a search is not answered."""
    said = (*case.heard.known, *case.heard.second.values())
    news = newcomers(case.registry, said, case.newness, case.rules, case.today)
    refused = [one.change for one in put(case.documents, news.rows)[1]]
    reason = "the bot cannot write it into the registry"
    changes = [
        replace(one, ruling=Ruling.HOLD, reason=reason) if one.id in refused else one
        for one in news.changes
    ]
    for source, asks in news.wanted.items():
        joined.wanted.setdefault(source, []).extend(asks)
    silent = silent_watches(case.heard.said, [watch.reference for watch in case.watches])
    return Offer(
        Topic.MODELS,
        tuple(changes),
        wishes=tuple(row for row in news.rows if row.change not in refused),
        needs=frozenset({HUB}),
        partial=f"not answered: {', '.join(silent)}" if silent else "",
        not_offered=news.left_out,
    )


def _of(links: LinkNews, topic: Topic) -> tuple[Change, ...]:
    return tuple(change for change in links.changes if change.topic is topic)


def _moved(case: Case, links: LinkNews) -> Offer:
    """Moved links, and the cells that read differently because a link names another thing now."""
    edits = [one for one in links.edits if not one.dead_since]
    changes = _of(links, Topic.MOVED)
    base = renamed(case.snapshot, _moves(changes))
    after, _ = load(edit(case.documents, edits)[0])
    nothing_against = Rules(case.rules.policy, Memory(), {})
    along, adopted = compare((case.registry, after), case.snapshot, base, base, nothing_against)
    return Offer(
        Topic.MOVED,
        changes,
        tuple(edits),
        adopted,
        tuple(links.doubts),
        along=tuple(along),
    )


def _moves(changes: Iterable[Change]) -> dict[str, Reference]:
    return {
        read_link(change.before).reference.key: read_link(change.after).reference
        for change in changes
        if change.ruling is Ruling.APPLY
    }


def _dead(links: LinkNews) -> Offer:
    edits = tuple(one for one in links.edits if one.dead_since)
    return Offer(Topic.DEAD, _of(links, Topic.DEAD), edits, needs=frozenset({ARCHIVE}))


def _missed(case: Case, news: LinkNews) -> list[Missed]:
    dead = {(change.entry, change.field) for change in _of(news, Topic.DEAD)}
    traces = case.memory.traces
    return [
        Missed(entry.name, link.role, link.link.url, trace.gone_on[0])
        for entry, link in case.registry.links()
        if (trace := traces.get(link.link.reference.key)) and trace.gone_on
        if not link.dead_since and (entry.id, link_field(entry, link)) not in dead
    ]


def _metadata(case: Case, said: Sequence[Observation]) -> tuple[Offer, list[Observation]]:
    """Routine values; no source is needed: what nobody tells today stays in the open proposal."""
    pending = case.shown_by(Topic.METADATA)
    offered, nonsense = candidate(case.snapshot, pending, said, case.today)
    lists = (case.registry, case.registry)
    changes, adopted = compare(lists, case.snapshot, case.snapshot, offered, case.rules)
    rests = resting(case.memory, Topic.METADATA, case.today)
    if rests:
        reason = f"refreshing rests until {rests}"
        changes = [replace(one, ruling=Ruling.HOLD, reason=reason) for one in changes]
    doubts = contradictions(case.registry, offered)
    offer = Offer(
        Topic.METADATA, tuple(changes), (), adopted, tuple(doubts), rests_until=rests, redraws=True
    )
    return offer, nonsense
