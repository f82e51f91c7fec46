"""Whether an entry is still the same one after a person edited the list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from benchmarks.clones import Clone, MissingCloneError
from benchmarks.histories import README, commits
from bot.lists.readme.reading.records import read_written

T = TypeVar("T")
COMMITS = 12
"""So many commits of a list, spread over its history."""


def ids(text: str) -> Mapping[bytes, list[str]]:
    """Each row's bytes and the ids of the entries that stand on such bytes, in order."""
    raw = text.encode("utf-8", "surrogateescape")
    found: dict[bytes, list[str]] = defaultdict(list)
    for record in read_written({README: text}).records:
        found[raw[record.span.start : record.span.end]].append(record.entry)
    return found


def kept_ids(before: str, after: str) -> tuple[int, int]:
    """Of the rows that an edit left alone: how many kept the id of their entry, and all of them."""
    old, new = ids(before), ids(after)
    kept = alike = 0
    for row, names in old.items():
        if len(new.get(row, ())) == len(names):
            alike += len(names)
            kept += sum(one == two for one, two in zip(names, new[row], strict=True))
    return kept, alike


def samples(clone: Clone) -> Iterator[tuple[str, str]]:
    """The README before and after some of its commits."""
    for commit in spread(commits(clone), COMMITS):
        try:
            texts = [clone.read(README, sha) for sha in (commit.parent, commit.sha)]
        except MissingCloneError:
            continue
        before, after = (text.decode("utf-8", "surrogateescape") for text in texts)
        yield before, after


def spread(items: Sequence[T], most: int) -> Sequence[T]:
    """At most so many of some items, at equal distances."""
    step = max(1, -(-len(items) // most))
    return items[step // 2 :: step]
