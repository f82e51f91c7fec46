"""Two runs that met: what both remember. Pure, and the same whichever comes first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from bot.model.memory import Memory, Rejection, Trace, bounded_days, latest_declined
from bot.model.observation import Moved

Noun = TypeVar("Noun")


def merge_memories(one: Memory, other: Memory) -> Memory:
    """What is remembered when neither run knew of the other.

    Days on which a link was gone are joined, the later word on a declined value counts, and the
    longer rest. `merge(a, b)` is `merge(b, a)`, and `merge(a, a)` is a. What one run has let go of
    and the other has not may come back; the next run lets it go again.
    """
    return Memory(
        traces=_joined(one.traces, other.traces, _trace),
        moves=_joined(one.moves, other.moves, _later_move),
        declined=latest_declined(_joined(one.declined, other.declined, _later_word)),
        rests=_joined(one.rests, other.rests, max),
        outages=_joined(one.outages, other.outages, _later_row),
        configured=max(one.configured, other.configured),
    )


def _joined(
    one: Mapping[str, Noun], other: Mapping[str, Noun], both: Callable[[Noun, Noun], Noun]
) -> dict[str, Noun]:
    shared = {key: both(one[key], other[key]) for key in one.keys() & other.keys()}
    return {**one, **other, **shared}


def _trace(one: Trace, other: Trace) -> Trace:
    """Strikes since it was last seen alive; the identity of who saw it first, if they differ."""
    alive = max(one.alive_since, other.alive_since)
    gone = bounded_days(day for day in {*one.gone_on, *other.gone_on} if day >= alive)
    unsure = [day for day in (one.unsure_since, other.unsure_since) if day and day >= alive]
    why = max((one, other), key=lambda trace: (trace.gone_on[-1:], trace.gone_why)).gone_why
    identities = sorted(name for name in (one.identity, other.identity) if name)
    return Trace(
        alive_since=alive,
        gone_on=gone,
        unsure_since="" if gone else min(unsure, default=""),
        identity=identities[0] if identities else "",
        gone_why=why if gone else "",
    )


def _later_move(one: Moved, other: Moved) -> Moved:
    return max(one, other, key=lambda move: (move.at, repr(move)))


def _later_word(one: Rejection, other: Rejection) -> Rejection:
    return max(one, other, key=lambda word: (word.at, repr(word)))


def _later_row(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return max(one, other, key=lambda row: (row[-1:], len(row), row))
