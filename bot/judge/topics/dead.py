"""Links that are gone: marked as dead, with an archived copy where there is one."""

from __future__ import annotations

from bot.judge.given import ARCHIVE, Given
from bot.model.change import Candidates, Topic


def offer(given: Given) -> Candidates:
    """Links that were gone on enough days; the archive is queried for a copy of each."""
    links = given.links
    silent = any(source == ARCHIVE for source, _ in given.observed.silent)
    return Candidates(
        Topic.DEAD,
        links.of(Topic.DEAD),
        tuple(one for one in links.edits if one.dead_since),
        queries={ARCHIVE: tuple(links.wanted)} if links.wanted else {},
        needs=frozenset({ARCHIVE}),
        partial=f"not answered: {ARCHIVE}" if silent else "",
    )
