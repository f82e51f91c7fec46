"""Better values for what people curated, and blanks that are filled in the snapshot."""

from __future__ import annotations

from bot.judge.facts.changes import fact_changes
from bot.judge.facts.venues import VENUE_HOSTS
from bot.judge.given import Given
from bot.judge.models.rows import silent_watches
from bot.judge.sources import CROSSREF, SCHOLAR
from bot.judge.visible import contradictions
from bot.model.change import Candidates
from bot.model.decision import Topic


def offer(given: Given) -> Candidates:
    """Sizes, dates, venues, papers and licences; further queries where another source is needed."""
    state = given.state
    found = fact_changes(
        state.registry,
        state.snapshot,
        given.pending(Topic.FACTS),
        given.all_certain,
        given.rules_of(Topic.FACTS),
        given.today,
    )
    entries = {entry.id: entry for entry in state.registry.entries}
    for change, doubt in contradictions(state.registry, given.refreshed[0]):
        found.ask(change, entries[change.entry], doubt, given.rules_of(Topic.FACTS))
    watched = [watch.reference for watch in state.settings.watches]
    unanswered = sorted({*found.unanswered, *silent_watches(given.observed.latest, watched)})
    return Candidates(
        Topic.FACTS,
        tuple(found.changes),
        tuple(found.edits),
        found.adopted(state.snapshot),
        tuple(found.doubts),
        queries={source: tuple(queries) for source, queries in found.wanted.items()},
        needs=frozenset({CROSSREF, SCHOLAR, *VENUE_HOSTS}),
        partial=f"not answered: {', '.join(unanswered)}" if unanswered else "",
    )
