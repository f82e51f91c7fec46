"""The dashboard's content: what a run left open, and what needs a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.model.change import WAITS
from bot.model.dashboard import (
    Dashboard,
    DeadLink,
    ListStanding,
    OfferedRow,
    OpenProposal,
    PausedTopic,
    ProposalState,
    RejectedChange,
    SilentSource,
    UnsureLink,
)
from bot.model.decision import Ruling, Topic
from bot.model.entry import EntryLink, Registry
from bot.model.memory import Memory, Trace
from bot.model.observation import Observation, Unsure
from bot.model.options.schedule import Schedule, next_run
from bot.publish.base import DASHBOARD_RESULT, MEMORY_RESULT, PublishResult
from bot.render.bodies.candidates import candidate_numbers
from bot.render.bodies.news import News
from bot.render.bodies.pull_request import waiting_by_topic
from bot.render.bodies.word_difference import change_difference
from bot.run.steps.outcome import Outcome
from bot.run.steps.propose import RunContext

_STATES = {"held": ProposalState.HELD, "pushed": ProposalState.PUSHED, "waits": ProposalState.WAITS}
_WITH_BOXES = [topic for topic in Topic if topic is not Topic.METADATA]
"""Routine values have no boxes: those that wait come by themselves."""
_OFFERED = 10
"""Candidates of a topic that stand on the dashboard."""
_CLOSED = {"closed", "none"}


def dashboard_of(
    registry: Registry,
    context: RunContext,
    outcome: Outcome,
    results: Sequence[PublishResult],
    notes: Sequence[str],
    schedules: Sequence[Schedule] = (),
    seen: Sequence[Observation] = (),
) -> Dashboard:
    """All that the dashboard shows. The same state gives the same board."""
    memory, today = outcome.memory, context.now.date().isoformat()
    following = next_run(schedules, context.now)
    return Dashboard(
        title=registry.title,
        standing=standing_of(registry, memory),
        checked_on=max((one.at.date().isoformat() for one in seen), default=""),
        offers=_offers(outcome.news),
        unsure=unsure_links(registry, memory, seen),
        sender=context.sender,
        proposals=list(_pending(context, results, waiting_by_topic(outcome.changes))),
        questions=outcome.news.doubts,
        curated=outcome.news.curated,
        dead=[*_marked(registry), *_missing(registry, memory, outcome.news)],
        dead_after=outcome.news.dead_after,
        declined=_declined(memory),
        silent=_silent(outcome, memory),
        resting=[
            PausedTopic(topic, until)
            for topic, until in sorted(memory.rests.items())
            if until > today
        ],
        notes=notes,
        next_run=f"{following:%Y-%m-%d %H:%M} UTC" if following else "",
    )


def _pending(
    context: RunContext, results: Sequence[PublishResult], waiting: Mapping[str, int]
) -> Iterable[OpenProposal]:
    """What this run published of each topic, and what it left as it was."""
    latest = {**context.recalled.open, **{one.topic: one for one in results}}
    for topic, one in sorted(latest.items(), key=lambda pair: _place(pair[0])):
        if one.operation in _CLOSED or one.topic in {MEMORY_RESULT, DASHBOARD_RESULT}:
            continue
        known = context.recalled.open.get(topic, one)
        title = (one.title if one.number else known.title) or known.title
        if not title:
            continue  # nothing is known of it; what went wrong is among the notes
        number, url = one.number or known.number, one.url or known.url
        state = _STATES.get(one.operation, ProposalState.OPEN)
        yield OpenProposal(
            topic,
            title,
            state,
            number,
            url,
            one.url if state is ProposalState.PUSHED else "",
            one.note,
            waiting.get(topic, 0),
        )


def standing_of(registry: Registry, memory: Memory) -> ListStanding:
    """How the list is, by what is remembered of each link."""
    counts = Counter(_word(link, memory) for _, link in registry.links())
    return ListStanding(entries=len(registry.entries), **counts)


def _word(link: EntryLink, memory: Memory) -> str:
    key = link.link.reference.key
    trace = memory.traces.get(key, Trace())
    if link.dead_since or trace.gone_on:
        return "dead"
    if key in memory.moves:
        return "moved"
    if trace.unsure_since:
        return "unsure"
    return "alive" if trace.alive_since else "unchecked"


def unsure_links(
    registry: Registry, memory: Memory, seen: Iterable[Observation]
) -> list[UnsureLink]:
    """The links that could not be verified, those that are so for longest first."""
    whys = {one.reference.key: one.why for one in seen if isinstance(one, Unsure)}
    found = [
        UnsureLink(
            entry.called,
            link.role,
            link.link.url,
            memory.traces[link.link.reference.key].unsure_since,
            whys.get(link.link.reference.key, ""),
        )
        for entry, link in registry.links()
        if _word(link, memory) == "unsure"
    ]
    return sorted(found, key=lambda one: (one.since, one.entry_name))


def _offers(news: News) -> list[OfferedRow]:
    """What waits for a tick, as many of each topic as a person looks through."""
    rows = {row.change: row for row in news.rows}
    waiting = [one for one in news.changes if one.ruling is Ruling.ASK or one.reason == WAITS]
    return [
        OfferedRow(
            one.id,
            one.digest,
            one.entry_name,
            one.evidence,
            tuple(candidate_numbers(rows.get(one.id))),
            topic,
            "" if one.topic is Topic.MODELS else one.field.removeprefix("links."),
            "" if one.topic is Topic.MODELS else change_difference(one),
        )
        for topic in _WITH_BOXES
        for one in [change for change in waiting if change.topic is topic][:_OFFERED]
    ]


def _place(topic: str) -> int:
    """Topics in their own order, what else is open behind them."""
    return list(Topic).index(Topic(topic)) if topic in list(Topic) else len(Topic)


def _marked(registry: Registry) -> list[DeadLink]:
    return [
        DeadLink(entry.called, link.role, link.link.url, link.dead_since, link.archived_copy)
        for entry, link in registry.links()
        if link.dead_since
    ]


def _missing(registry: Registry, memory: Memory, news: News) -> list[DeadLink]:
    failing = {(one.where, one.url) for one in news.missed}
    return [
        DeadLink(
            entry.called,
            link.role,
            link.link.url,
            trace.gone_on[0],
            listed=False,
            waits=(str(link.where), link.link.url) in failing,
        )
        for entry, link in registry.links()
        if (trace := memory.traces.get(link.link.reference.key)) and trace.gone_on
        if not link.dead_since
    ]


def _declined(memory: Memory) -> list[RejectedChange]:
    words = sorted(memory.declined.items(), key=lambda pair: (pair[1].at, pair[0]), reverse=True)
    return [
        RejectedChange(name, word.digest, word.entry_name, word.field, word.value, word.at[:10])
        for name, word in words
        if not word.returned
    ]


def _silent(outcome: Outcome, memory: Memory) -> list[SilentSource]:
    why = {**dict.fromkeys(memory.outages, "it lost too much at once"), **outcome.news.outages}
    return [
        SilentSource(
            source, why[source], memory.outages[source][0][:10] if source in memory.outages else ""
        )
        for source in sorted(why)
    ]
