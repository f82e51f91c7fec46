"""The protocol that every source implements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from bot.model.observation import Facts, Found, Gone, Moved, Observation, Unsure
from bot.model.options.watch import Watch
from bot.model.reference import Kind, Query, Reference, home

Pages = Callable[[Sequence[Query], datetime], Iterator[Observation]]
"""Looks at addresses as web pages only: alive, moved or gone."""


class Source(Protocol):
    """What can be queried about references.

    `requests` counts the requests sent so far; `notes` are sentences a reader of the run must
    know (what a token would add, what was left out and why).
    """

    name: str
    requests: int
    notes: list[str]

    def knows(self, reference: Reference) -> bool:
        """Whether this source is the one to query about the reference."""
        ...

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        """Exactly one observation for each query, as they come, in any order. Never raises."""
        ...

    def close(self) -> None:
        """Close connections; the source is not used again."""
        ...


@runtime_checkable
class Searcher(Protocol):
    """A source that also finds things that no list names yet."""

    name: str
    requests: int

    def search(self, watches: Sequence[Watch], now: datetime) -> Iterator[Observation]:
        """`Found` for each thing once; `Unsure` of `watch.reference` where none could be searched.

        Never raises.
        """
        ...


def found_or_moved(
    source: str,
    query: Query,
    there: Reference,
    now: datetime,
    facts: Facts,
    unknown: Mapping[str, str],
    places: Mapping[str, bool] | None = None,
) -> Found | Moved:
    """Found if it has the identity that was queried; a certain Moved if it has another one."""
    if there == query.reference:
        return Found(
            reference=query.reference,
            source=source,
            at=now,
            evidence=home(there),
            facts=facts,
            unknown=unknown,
            places=places or {},
        )
    return Moved(
        reference=query.reference,
        source=source,
        at=now,
        evidence=home(query.reference),
        to=there,
        certain=True,
        facts=facts,
        unknown=unknown,
        places=places or {},
    )


def seen_as_pages(addresses: Iterable[str], pages: Pages, now: datetime) -> dict[str, bool]:
    """Of each address: True where a page is, False where none is; left out where unknown."""
    wanted = {Reference.of(Kind.PAGE, address): address for address in addresses}
    queries = [Query(reference, address) for reference, address in wanted.items()]
    seen = pages(queries, now) if queries else ()
    return {
        wanted[one.reference]: not isinstance(one, Gone)
        for one in seen
        if one.reference in wanted and not isinstance(one, Unsure)
    }
