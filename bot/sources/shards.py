"""Which machine queries what, for a list that is split over several."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.model.reference import Query, split_address
from bot.sources.base import Source
from bot.sources.table import SOURCES

_ROWS = {row.name: row for row in SOURCES}


@dataclass(frozen=True)
class _Group:
    """Queries that must be sent from one machine."""

    name: str
    queries: tuple[Query, ...]
    cost: float


def split_queries(
    sources: Sequence[Source], queries: Sequence[Query], parts: int
) -> list[list[Query]]:
    """The queries of each of `parts` machines: about equal work, no host on two of them.

    The same queries give the same shares, in whatever order they come.
    """
    groups = list(_groups(sources, sorted(queries, key=lambda query: query.reference.key)))
    fair = sum(group.cost for group in groups) / parts
    pieces = [piece for group in groups for piece in _divided(group, fair)]
    work, found = [0.0] * parts, [list[Query]() for _ in range(parts)]
    for piece in sorted(pieces, key=lambda piece: (-piece.cost, piece.name)):
        lightest = work.index(min(work))
        work[lightest] += piece.cost
        found[lightest] += piece.queries
    return found


def _groups(sources: Sequence[Source], queries: Sequence[Query]) -> Iterator[_Group]:
    grouped: dict[str, list[Query]] = {}
    for query in queries:
        source = next((one.name for one in sources if one.knows(query.reference)), None)
        if source:
            host = split_address(query.url).hostname or "" if source == "web" else ""
            grouped.setdefault(f"{source} {host}".strip(), []).append(query)
    for name, of_group in grouped.items():
        yield _Group(name, tuple(of_group), len(of_group) / _per_request(name))


def _divided(group: _Group, fair: float) -> Iterator[_Group]:
    """A group in parts of about a machine's fair share, if its source's limit allows that."""
    pieces = math.ceil(group.cost / fair) if _divisible(group.name) else 1
    size = math.ceil(len(group.queries) / pieces)
    for number in range(pieces):
        queries = group.queries[number * size : (number + 1) * size]
        yield _Group(
            f"{group.name} {number}", queries, group.cost * len(queries) / len(group.queries)
        )


def _per_request(name: str) -> int:
    return _ROWS[name].per_request if name in _ROWS else 1


def _divisible(name: str) -> bool:
    return name in _ROWS and _ROWS[name].divisible
