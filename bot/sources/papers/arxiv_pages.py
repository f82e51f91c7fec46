"""Facts about a paper that only arXiv's pages show, not its API.

The API omits an unknown identifier without a message; its page is a 404. Only the pages show
whether a paper has an HTML form (most older ones have none), and whether another host has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.model.observation import Found, Observation, Reason, Unsure
from bot.model.reference import Place, Query, home
from bot.sources.base import Pages, seen_as_pages
from bot.sources.http.errors import gone

_LEFT_OUT = frozenset({Reason.PRIVATE_OR_MISSING, Reason.NOT_ASKED, Reason.BAD_ANSWER})
_OUTAGE = 20
"""With more missing papers the API itself has failed."""


def with_pages(
    queries: Sequence[Query],
    observations: Iterable[Observation],
    pages: Pages | None,
    now: datetime,
) -> Iterator[Observation]:
    """The observations of papers, the doubtful ones last and checked against their pages."""
    of = {query.reference: query for query in queries}
    late: list[tuple[Query, Observation]] = []
    for seen in observations:
        query = of[seen.reference]
        if pages and _addresses(query, seen):
            late.append((query, seen))
        else:
            yield seen
    if pages:
        doubtful = sum(isinstance(seen, Unsure) for _, seen in late)
        asked = [(q, one) for q, one in late if isinstance(one, Found) or doubtful <= _OUTAGE]
        wanted = (address for query, seen in asked for address in _addresses(query, seen))
        there = seen_as_pages(wanted, pages, now)
        yield from (_judged(query, seen, there, now) for query, seen in late)


def _addresses(query: Query, seen: Observation) -> list[str]:
    """The pages that settle what an observation leaves open."""
    if isinstance(seen, Found):
        return [_page(place) for place in query.places if place.tree]
    is_left_out = isinstance(seen, Unsure) and seen.reason in _LEFT_OUT
    return [home(query.reference)] if is_left_out else []


def _judged(query: Query, seen: Observation, there: dict[str, bool], now: datetime) -> Observation:
    if isinstance(seen, Found):
        known = {str(at): there.get(_page(at)) for at in query.places if at.tree}
        places = {place: is_there for place, is_there in known.items() if is_there is not None}
        return replace(seen, places={**seen.places, **places})
    if there.get(home(query.reference)) is False:
        return gone(seen.source, query, now, "arXiv says that there is no such paper")
    return seen


def _page(place: Place) -> str:
    return f"https://{place.tree}"
