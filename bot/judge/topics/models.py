"""New models: rows that a person may accept."""

from __future__ import annotations

from bot.judge.additions.new_models import readme_home
from bot.judge.given import Given
from bot.judge.models.rows import new_models, silent_watches
from bot.judge.sources import HUB
from bot.model.change import Candidates
from bot.model.decision import Topic


def offer(given: Given) -> Candidates:
    """One row for each family; open ones stay as they are while a search has no answer."""
    state, observed = given.state, given.observed
    watched = [watch.reference for watch in state.settings.watches]
    silent = silent_watches(observed.searches, watched)
    found = new_models(
        state.registry,
        (*observed.known, *observed.second.values()),
        state.settings.new_model_policy,
        given.rules,
        given.today,
        given.memory.moves.values(),
        silent,
        readme_home(state.registry) if state.written.records else None,
        given.opened.get(Topic.MODELS, given.today) if state.registry.shows_newest else "",
    )
    unanswered = [*silent, *sorted(found.unanswered)]
    return Candidates(
        Topic.MODELS,
        tuple(found.changes),
        tuple(found.rows),
        queries={source: tuple(queries) for source, queries in found.wanted.items()},
        needs=frozenset({HUB}),
        partial=f"not answered: {', '.join(unanswered)}" if unanswered else "",
        not_offered=found.left_out,
        offered=tuple(found.offered),
    )
