"""Facts that no list has kept by hand: sizes, dates, venues, papers."""

from __future__ import annotations

from collections.abc import Sequence

from bot.judge.facts.dates import offer_dates
from bot.judge.facts.evidence import FactChanges, FactContext, ObservationIndex
from bot.judge.facts.licences import question_contradiction, question_licence, want_cards
from bot.judge.facts.papers import offer_paper
from bot.judge.facts.sizes import offer_sizes
from bot.judge.facts.venues import offer_venue
from bot.judge.facts.wrong_links import question_links
from bot.judge.ruling import Rules
from bot.model.entry import Registry
from bot.model.observation import Observation
from bot.model.snapshot import Snapshot

_JUDGES = (
    offer_sizes,
    offer_dates,
    offer_venue,
    offer_paper,
    question_licence,
    question_contradiction,
    want_cards,
    question_links,
)


def fact_changes(
    registry: Registry,
    snapshot: Snapshot,
    pending: Snapshot,
    observations: Sequence[Observation],
    rules: Rules,
    today: str,
) -> FactChanges:
    """Judge what was observed against what people curated and what is shown.

    `observations` are those of both rounds, and those of searches; `pending` is the snapshot that
    the open proposal of the facts shows. Curated values are never changed: a better one is
    offered, a contradiction is asked about, and only blanks are filled, in the snapshot.
    """
    view = FactContext(registry, ObservationIndex.of(observations), snapshot, pending, rules, today)
    news = FactChanges()
    for entry in registry.entries:
        for judge in _JUDGES:
            judge(news, entry, view)
    return news
