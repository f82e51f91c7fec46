"""Merge the memories of two runs. Pure, and the same in either order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from bot.model.memory import (
    Memory,
    Pick,
    Rejection,
    Renaming,
    Trace,
    bounded_days,
    latest_declined,
    latest_names,
    latest_picked,
)
from bot.model.observation import Moved
from bot.model.snapshot import FetchedValue, Snapshot

Noun = TypeVar("Noun")


def merge_memories(one: Memory, other: Memory) -> Memory:
    """The joint memory of two runs that did not know of each other.

    Days on which a link was gone are joined, the later answer about a declined value counts, and
    the longer rest. `merge(a, b)` is `merge(b, a)`, and `merge(a, a)` is a. What only one run has
    dropped may come back; the next run drops it again.
    """
    return Memory(
        traces=_joined(one.traces, other.traces, _trace),
        moves=_joined(one.moves, other.moves, _later_move),
        declined=latest_declined(_joined(one.declined, other.declined, _later_word)),
        rests=_joined(one.rests, other.rests, max),
        picked=latest_picked(_joined(one.picked, other.picked, _later_pick)),
        outages=_joined(one.outages, other.outages, _later_row),
        renamings=_joined(one.renamings, other.renamings, _one_renaming),
        former=_joined(one.former, other.former, _all_names),
        configured=max(one.configured, other.configured),
    )


def merge_snapshots(one: Snapshot, other: Snapshot) -> Snapshot:
    """What two runs know of shown values: of each the one that was seen later."""
    fields = _joined(one.values, other.values, lambda a, b: _joined(a, b, _later_value))
    return Snapshot(fields)


def _later_value(one: FetchedValue, other: FetchedValue) -> FetchedValue:
    return max(one, other, key=lambda value: (value.day, repr(value)))


def _joined(
    one: Mapping[str, Noun], other: Mapping[str, Noun], both: Callable[[Noun, Noun], Noun]
) -> dict[str, Noun]:
    shared = {key: both(one[key], other[key]) for key in one.keys() & other.keys()}
    return {**one, **other, **shared}


def _trace(one: Trace, other: Trace) -> Trace:
    """Strikes since it was last alive, the first day of a fallen count, the smaller identity."""
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
        fallen_on=min(filter(None, (one.fallen_on, other.fallen_on)), default=""),
    )


def _one_renaming(one: Renaming, other: Renaming) -> Renaming:
    return max(one, other, key=repr)


def _all_names(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The longer row first; both hold the same names unless two runs learnt others."""
    first, second = sorted((one, other), key=lambda names: (-len(names), names))
    return latest_names((*first, *second))


def _later_move(one: Moved, other: Moved) -> Moved:
    return max(one, other, key=lambda move: (move.at, repr(move)))


def _later_word(one: Rejection, other: Rejection) -> Rejection:
    return max(one, other, key=lambda word: (word.at, repr(word)))


def _later_pick(one: Pick, other: Pick) -> Pick:
    return max(one, other, key=lambda word: (word.at, repr(word)))


def _later_row(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return max(one, other, key=lambda row: (row[-1:], len(row), row))
