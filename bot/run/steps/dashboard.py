"""The dashboard's content: what a run left open, and what needs a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.model.change import Topic
from bot.model.dashboard import (
    Dashboard,
    DeadLink,
    OpenProposal,
    PausedTopic,
    ProposalState,
    RejectedChange,
    SilentSource,
)
from bot.model.entry import Registry
from bot.model.memory import Memory
from bot.model.options.schedule import Schedule, next_run
from bot.publish.base import DASHBOARD, MEMORY, PublishResult
from bot.render.bodies.news import News
from bot.render.bodies.pull_request import waiting_by_topic
from bot.run.steps.outcome import Outcome
from bot.run.steps.propose import RunContext

_STATES = {"held": ProposalState.HELD, "pushed": ProposalState.PUSHED, "waits": ProposalState.WAITS}
_CLOSED = {"closed", "none"}


def dashboard_of(
    registry: Registry,
    context: RunContext,
    outcome: Outcome,
    results: Sequence[PublishResult],
    notes: Sequence[str],
    schedules: Sequence[Schedule] = (),
) -> Dashboard:
    """All that the dashboard shows. The same state gives the same board."""
    memory, today = outcome.memory, context.now.date().isoformat()
    following = next_run(schedules, context.now)
    return Dashboard(
        title=registry.title,
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
        if one.operation in _CLOSED or one.topic in {MEMORY, DASHBOARD}:
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


def _place(topic: str) -> int:
    """Topics in their own order, what else is open behind them."""
    return list(Topic).index(Topic(topic)) if topic in list(Topic) else len(Topic)


def _marked(registry: Registry) -> list[DeadLink]:
    return [
        DeadLink(entry.name, link.role, link.link.url, link.dead_since, link.archived_copy)
        for entry, link in registry.links()
        if link.dead_since
    ]


def _missing(registry: Registry, memory: Memory, news: News) -> list[DeadLink]:
    failing = {(one.where, one.url) for one in news.missed}
    return [
        DeadLink(
            entry.name,
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
