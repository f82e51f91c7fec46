"""What memory becomes after a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from bot.facts.change import Answers
from bot.facts.memory import Memory, Trace
from bot.facts.observation import Found, Gone, Moved, Observation
from bot.facts.policy import Policy
from bot.facts.reference import Kind

_KEPT_DAYS = 12
"""Strikes beyond this many days tell nothing new; the first day is always kept."""


def remembered(
    memory: Memory,
    observations: Iterable[Observation],
    outage_days: Mapping[str, tuple[str, ...]],
    keys: Iterable[str],
    today: str,
) -> Memory:
    """Memory after trusted observations; traces of references no longer listed are dropped."""
    traces = dict(memory.traces)
    for seen in observations:
        traces[seen.reference.key] = _trace(traces.get(seen.reference.key, Trace()), seen, today)
    listed = set(keys)
    kept = {key: trace for key, trace in traces.items() if key in listed}
    return replace(memory, traces=kept, outages=dict(outage_days))


def _trace(trace: Trace, seen: Observation, today: str) -> Trace:
    if isinstance(seen, Found | Moved):
        identity = trace.identity or identity_of(seen)
        alive = trace.alive_since if not (trace.gone_on or trace.unsure_since) else ""
        return Trace(alive_since=alive or today, identity=identity)
    if isinstance(seen, Gone):
        days = sorted({*trace.gone_on, today})
        return replace(
            trace,
            gone_on=(days[0], *days[1:][1 - _KEPT_DAYS :]),
            unsure_since="",
            gone_why=seen.why,
        )
    if trace.gone_on:
        return trace  # an unsure day neither clears nor adds a strike
    return replace(trace, unsure_since=trace.unsure_since or today)


def identity_of(seen: Found | Moved) -> str:
    """GitHub's own number of a repository, which survives renames; empty for other kinds."""
    if seen.reference.kind is not Kind.REPO:
        return ""
    return str(seen.facts.get("id", ""))


def answered(memory: Memory, answers: Answers, policy: Policy) -> Memory:
    """Memory after people's answers: declined values, and topics that rest."""
    rests = dict(memory.rests)
    for topic, day in answers.closed.items():
        until = date.fromisoformat(day) + timedelta(days=policy.rest_days)
        rests[topic] = max(rests.get(topic, ""), until.isoformat())
    return replace(memory, declined={**memory.declined, **answers.declined}, rests=rests)


def is_dead(trace: Trace, policy: Policy) -> bool:
    """Gone on enough different days, over enough time."""
    if len(trace.gone_on) < policy.dead_after_misses:
        return False
    return days_between(trace.gone_on[0], trace.gone_on[-1]) >= policy.dead_after_days


def days_between(first: str, last: str) -> int:
    """Whole days from one YYYY-MM-DD to another."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
