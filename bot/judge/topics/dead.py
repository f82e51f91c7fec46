"""Links that are gone: marked as dead, with an archived copy where there is one."""

from __future__ import annotations

from bot.judge.dead_ways import ways_in_place
from bot.judge.given import Given
from bot.judge.sources import ARCHIVE
from bot.model.change import Candidates, OpenQuestion
from bot.model.decision import DeadPolicy, Topic
from bot.model.reference import read_link


def offer(given: Given) -> Candidates:
    """Links that were gone on enough days; the archive is queried for a copy of each."""
    links = given.links
    changes, edits = links.of(Topic.DEAD), tuple(one for one in links.edits if one.dead_since)
    questions: tuple[OpenQuestion, ...] = ()
    if given.state.written.records:
        changes, edits, questions = ways_in_place(given.state, given.memory, changes, edits)
    if given.state.settings.dead in {DeadPolicy.NOTE, DeadPolicy.OFF}:
        return Candidates(Topic.DEAD, changes, edits, questions=questions)
    keys = {read_link(edit.before).reference.key for edit in edits}
    silent = any((ARCHIVE, key) in given.observed.silent for key in keys)
    return Candidates(
        Topic.DEAD,
        changes,
        edits,
        questions=questions,
        queries={ARCHIVE: tuple(links.wanted)} if links.wanted else {},
        needs=frozenset({ARCHIVE}),
        partial=f"not answered: {ARCHIVE}" if silent else "",
    )
