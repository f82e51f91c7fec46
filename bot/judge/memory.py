"""The memory after a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.model.change import Answers, Change, OpenQuestion
from bot.model.decision import Topic, Way
from bot.model.kinds import HUB_REPOSITORIES
from bot.model.memory import (
    Memory,
    Pick,
    Rejection,
    Trace,
    bounded_days,
    latest_declined,
    latest_picked,
    one_for_all,
)
from bot.model.observation import Found, Gone, Moved, Observation, Unsure
from bot.model.options.policy import Policy
from bot.model.reference import Kind


def remember_observations(
    memory: Memory,
    observations: Iterable[Observation],
    outage_days: Mapping[str, tuple[str, ...]],
    listed: Set[str],
    today: str,
) -> Memory:
    """Memory after trusted observations; traces of references no longer listed are dropped."""
    traces, moves = dict(memory.traces), dict(memory.moves)
    for seen in observations:
        key = seen.reference.key
        before = traces.get(key, Trace())
        traces[key] = _trace(before, seen, today)
        if isinstance(seen, Found | Moved) and is_taken_over(before, seen, moves.get(key)):
            # the list still means what the reference moved to earlier
            traces[key] = replace(traces[key], identity=before.identity)
        elif isinstance(seen, Moved):
            moves[key] = _move(seen, moves.get(key))
        elif not isinstance(seen, Unsure):
            moves.pop(key, None)
    return replace(
        memory,
        traces={key: trace for key, trace in traces.items() if key in listed},
        moves={key: move for key, move in moves.items() if key in listed},
        outages=dict(outage_days),
    )


def _move(seen: Moved, before: Moved | None) -> Moved:
    """The move to keep; a repeated move keeps its first day, so that the memory does not change."""
    missing = {place: there for place, there in seen.places.items() if not there}
    day = seen.at.replace(hour=0, minute=0, second=0, microsecond=0)
    kept = replace(seen, at=day, facts={}, unknown={}, places=missing)
    return before if before and replace(kept, at=before.at) == before else kept


def is_taken_over(trace: Trace, seen: Found | Moved, move: Moved | None = None) -> bool:
    """Whether the name now belongs to another repository than the one that was seen first.

    `move` is where it went before. A redirect of the Hub ends when somebody registers the old
    name, so what answers there then is a stranger unless it is known to be the same.
    """
    identity = identity_of(seen)
    if trace.identity and identity:
        return trace.identity != identity
    is_back = move is not None and move.certain and isinstance(seen, Found)
    return is_back and seen.reference.kind in _OF_THE_HUB


def is_stranger(memory: Memory, seen: Found | Moved) -> bool:
    """Whether the reference answers with another identity than the one in memory."""
    key = seen.reference.key
    return is_taken_over(memory.traces.get(key, Trace()), seen, memory.moves.get(key))


_OF_THE_HUB = HUB_REPOSITORIES | {Kind.ACCOUNT}


def _trace(trace: Trace, seen: Observation, today: str) -> Trace:
    if isinstance(seen, Found | Moved):
        identity = trace.identity or identity_of(seen)
        alive = trace.alive_since if not (trace.gone_on or trace.unsure_since) else ""
        return one_for_all(Trace(alive_since=alive or today, identity=identity))
    if isinstance(seen, Gone):
        return replace(
            trace,
            gone_on=bounded_days((*trace.gone_on, today)),
            unsure_since="",
            gone_why=seen.why,
        )
    if trace.gone_on:
        return trace  # an unsure day neither clears nor adds a strike
    return replace(trace, unsure_since=trace.unsure_since or today)


def identity_of(seen: Found | Moved) -> str:
    """The part of an identity that survives renames.

    GitHub's own number, or the day a repository of the Hub was created. Empty where it was not
    reported, and for other kinds.
    """
    if seen.reference.kind is Kind.REPO:
        return str(seen.facts.get("id", ""))
    return str(seen.facts.get("created", "")) if seen.reference.kind in HUB_REPOSITORIES else ""


def remember_answers(memory: Memory, answers: Answers, policy: Policy, now: datetime) -> Memory:
    """Memory after people's answers: declined, returned and picked values, topics that rest.

    Closing a pull request of routine values rests that topic, since these are too many and change
    too often to be declined one by one; closing another topic's declines the values it offered,
    which `answers` names. The latest answer about a value counts.
    """
    rests = dict(memory.rests)
    closed = {topic: day for topic, day in answers.closed.items() if topic == Topic.METADATA}
    for topic, day in closed.items():
        until = date.fromisoformat(day) + timedelta(days=policy.rest_days)
        rests[topic] = max(rests.get(topic, ""), until.isoformat())
    moment = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    declined = _declined(memory, answers, moment)
    picked = _picked(memory, declined, answers, moment)
    return replace(
        memory, declined=latest_declined(declined), rests=rests, picked=latest_picked(picked)
    )


def _declined(memory: Memory, answers: Answers, moment: str) -> dict[str, Rejection]:
    declined, requests = dict(memory.declined), answers.requests
    for name, digest in {**answers.declined, **requests.declined}.items():
        at = moment if name in requests.declined else answers.moments.get(name, moment)
        known = declined.get(name, Rejection(""))
        known_already = known.digest == digest and not known.returned
        if not known_already and (at > known.at or known.digest != digest):
            declined[name] = Rejection(digest, at)
    for name, digest in {**requests.returned, **answers.accepted, **requests.accepted}.items():
        if memory.rejects(name, digest):
            declined[name] = replace(declined[name], at=moment, returned=True)
    return declined


def _picked(
    memory: Memory, declined: Mapping[str, Rejection], answers: Answers, moment: str
) -> dict[str, Pick]:
    """The picks; what is declined now is not accepted any more."""
    now_declined = {name for name, word in declined.items() if word != memory.declined.get(name)}
    picked = {
        name: pick
        for name, pick in memory.picked.items()
        if pick.way is not Way.ACCEPT or name not in now_declined
    }
    for name, (digest, way) in answers.picked.items():
        if memory.way_of(name, digest) != way:
            picked[name] = Pick(digest, way, moment)
    for name, digest in {**answers.accepted, **answers.requests.accepted}.items():
        picked[name] = _accepted(memory, name, digest, moment)
    return picked


def _accepted(memory: Memory, name: str, digest: str, moment: str) -> Pick:
    known = memory.picked.get(name)
    is_known = known is not None and memory.way_of(name, digest) is Way.ACCEPT
    return known if known and is_known else Pick(digest, Way.ACCEPT, moment)


def open_questions(memory: Memory, questions: Iterable[OpenQuestion]) -> tuple[OpenQuestion, ...]:
    """Those that people have not answered with a no, be it before a yes was possible."""
    return tuple(
        one
        for one in questions
        for plain in [replace(one, change=("", ""))]
        if not (memory.rejects(one.id, one.digest) or memory.rejects(plain.id, plain.digest))
    )


def describe_rejections(
    memory: Memory, changes: Iterable[Change], questions: Iterable[OpenQuestion] = ()
) -> Memory:
    """Memory with a description of each declined value, as far as this run knows what it is."""
    declined = dict(memory.declined)
    for question in questions:
        word = declined.get(question.id)
        if word and word.digest == question.digest and not word.value:
            declined[question.id] = replace(
                word, entry_name=question.entry_name, field=question.field, value=question.doubt
            )
    for change in changes:
        for name in memory.change_ids(change.entry, change.field):
            word = declined.get(name)
            if word and word.digest == change.digest_under(name) and not word.value:
                declined[name] = replace(
                    word, entry_name=change.entry_name, field=change.field, value=change.after
                )
    return replace(memory, declined=declined)


def is_dead(trace: Trace, policy: Policy) -> bool:
    """Whether it was gone on enough different days, over a long enough time."""
    if len(trace.gone_on) < policy.dead_after_misses:
        return False
    return days_between(trace.gone_on[0], trace.gone_on[-1]) >= policy.dead_after_days


def days_between(first: str, last: str) -> int:
    """Whole days from one YYYY-MM-DD to another."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
