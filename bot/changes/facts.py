"""Facts that no list has kept by hand: sizes, dates, venues, papers."""

from __future__ import annotations

from collections.abc import Sequence

from bot.changes.facts_dates import dates
from bot.changes.facts_licences import licence
from bot.changes.facts_papers import paper
from bot.changes.facts_sizes import sizes
from bot.changes.facts_venues import venue
from bot.changes.heard import FactNews, Heard, View
from bot.changes.policy import Rules
from bot.facts.entry import Registry
from bot.facts.observation import Observation
from bot.facts.snapshot import Snapshot


def fact_news(
    registry: Registry,
    snapshot: Snapshot,
    pending: Snapshot,
    observations: Sequence[Observation],
    rules: Rules,
    today: str,
) -> FactNews:
    """Judge what was observed against what people curated and what is shown.

    `observations` are those of both rounds, and those of searches; `pending` is the snapshot that
    the open proposal of the facts shows. Curated values are never changed: a better one is
    offered, a contradiction is asked about, and only blanks are filled, in the snapshot.
    """
    view = View(registry, Heard.of(observations), snapshot, pending, rules, today)
    news = FactNews()
    for entry in registry.entries:
        for judge in (sizes, dates, venue, paper, licence):
            judge(news, entry, view)
    return news
