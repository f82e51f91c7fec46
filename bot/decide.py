"""The sentence that everything hangs on: what was known and what was said → what is proposed.

Pure: no file, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.changes.compare import candidate, compare, contradictions, curated_doubts, renamed
from bot.changes.links import Known, LinkNews, leave_to_people, link_field, link_news
from bot.changes.outage import find_outages
from bot.changes.policy import Rules, resting
from bot.changes.recall import answered, remembered
from bot.facts.change import Answers, Change, Doubt, Proposal, Ruling, Topic
from bot.facts.entry import Registry
from bot.facts.memory import Memory
from bot.facts.observation import Moved, Observation, Reason, Unsure
from bot.facts.policy import Policy
from bot.facts.reference import Ask, Reference, read_link
from bot.facts.snapshot import Snapshot
from bot.registry.books import OBSERVED, read_snapshot, write_snapshot
from bot.registry.edit import edit
from bot.registry.load import load
from bot.render.report import Missed, News, draw_body, draw_readme, draw_title

REFRESH = "refresh"
"""The topic of the one pull request that a refresh opens."""
ARCHIVE = "wayback"
"""The source whose observations tell of archived copies, not of the references themselves."""


@dataclass(frozen=True)
class Outcome:
    """What a run came to. `wanted` is worth one further round of asking."""

    memory: Memory
    proposals: tuple[Proposal, ...]
    news: News
    wanted: tuple[Ask, ...] = ()
    nonsense: tuple[Observation, ...] = ()
    """Answers that made no sense; their rows stay as they were."""

    @property
    def changes(self) -> Sequence[Change]:
        """All changes, whatever their ruling."""
        return self.news.changes

    @property
    def questions(self) -> Sequence[Doubt]:
        """What only a person can settle."""
        return (*self.news.doubts, *self.news.curated)


def decide(
    registry: Registry,
    snapshot: Snapshot,
    memory: Memory,
    observations: Sequence[Observation],
    answers: Answers,
    documents: Mapping[str, str],
    pending: Mapping[str, str],
    policy: Policy,
    now: datetime,
    readme: str = "README.md",
) -> Outcome:
    """Judge one run.

    `documents` are the files as they stand, `pending` the files of the open proposal; only the
    day of `now` counts. Raises InputError when the files cannot be read or drawn.
    """
    today = now.date().isoformat()
    said = [seen for seen in observations if seen.source != ARCHIVE and not _left_out(seen)]
    outages = find_outages(said, memory, policy, today)
    trusted = outages.trusted(said)
    listed = {link.link.reference.key for _, link in registry.links()}
    known_now = remembered(memory, trusted, outages.days, listed, today)
    memory_now = answered(known_now, answers, policy)
    rules = Rules(policy, memory_now, {entry.id: entry.pins for entry in registry.entries})

    archived = {seen.reference.key: seen for seen in observations if seen.source == ARCHIVE}
    known = Known({seen.reference.key: seen for seen in trusted}, archived, known_now, today)
    links = link_news(registry, known, rules)
    edited, refused = edit(documents, links.edits)
    leave_to_people(links, refused)
    after_registry, _ = load(edited)

    untaken = [seen for seen in trusted if seen.reference.key not in links.taken_over]
    base = renamed(snapshot, _moves(links, untaken))
    shown_before = read_snapshot(pending.get(OBSERVED)) if OBSERVED in pending else Snapshot()
    offered, nonsense = candidate(base, shown_before, untaken, today)
    values, adopted = compare((registry, after_registry), snapshot, base, offered, rules)

    news = News(
        registry=after_registry,
        changes=(*links.changes, *values),
        doubts=(*links.doubts, *contradictions(after_registry, offered)),
        curated=curated_doubts(registry),
        outages={**outages.why, **_silent_archive(archived.values())},
        missed=_missed(registry, known_now, links),
        rest_days=policy.rest_days,
        rests_until=resting(memory_now, REFRESH, today),
    )
    if news.rests_until:
        news = replace(news, changes=tuple(_rested(change, news) for change in news.changes))
    proposal = None if news.rests_until else _proposal(news, documents, edited, adopted, readme)
    return Outcome(
        memory=memory_now,
        proposals=(proposal,) if proposal else (),
        news=news,
        wanted=tuple(links.wanted),
        nonsense=tuple(nonsense),
    )


def _left_out(seen: Observation) -> bool:
    """Whether nobody was asked because a person wants it so; then all stays as it was."""
    return isinstance(seen, Unsure) and seen.reason is Reason.LEFT_OUT


def _silent_archive(answers: Iterable[Observation]) -> dict[str, str]:
    said = list(answers)
    if not said or not all(isinstance(seen, Unsure) for seen in said):
        return {}
    return {ARCHIVE: f"none of {len(said)} questions was answered"}


def _missed(registry: Registry, memory: Memory, news: LinkNews) -> list[Missed]:
    dead = {(change.entry, change.field) for change in news.changes if change.topic is Topic.DEAD}
    return [
        Missed(entry.name, link.role, link.link.url, trace.gone_on[0])
        for entry, link in registry.links()
        if (trace := memory.traces.get(link.link.reference.key)) and trace.gone_on
        if not link.dead_since and (entry.id, link_field(entry, link)) not in dead
    ]


def _moves(links: LinkNews, observations: Sequence[Observation]) -> dict[str, Reference]:
    applied = {
        read_link(change.before).reference.key
        for change in links.changes
        if change.topic is Topic.MOVED and change.ruling is Ruling.APPLY
    }
    return {
        seen.reference.key: seen.to
        for seen in observations
        if isinstance(seen, Moved) and seen.reference.key in applied
    }


def _rested(change: Change, news: News) -> Change:
    reason = f"refreshing rests until {news.rests_until}"
    return replace(change, ruling=Ruling.HOLD, reason=reason)


def _proposal(
    news: News,
    documents: Mapping[str, str],
    edited: Mapping[str, str],
    adopted: Snapshot,
    readme: str,
) -> Proposal | None:
    """The files that differ, README last; None when all stays as it is."""
    after = dict(edited)
    if any(change.ruling is Ruling.APPLY for change in news.changes):
        after[OBSERVED] = write_snapshot(_listed(adopted, news.registry))
    drawn = draw_readme(readme, after, news.registry, read_snapshot(after.get(OBSERVED)))
    after.pop(readme, None)
    after[readme] = drawn
    files = {path: text for path, text in after.items() if documents.get(path) != text}
    if not files:
        return None
    applied = tuple(change for change in news.changes if change.ruling is Ruling.APPLY)
    return Proposal(
        REFRESH, draw_title(documents, news), draw_body(documents, news), files, applied
    )


def _listed(snapshot: Snapshot, registry: Registry) -> Snapshot:
    keys = {link.link.reference.key for _, link in registry.links()}
    return Snapshot({key: fields for key, fields in snapshot.values.items() if key in keys})
