"""Facts that no list has kept by hand: sizes, dates, venues, papers."""

from __future__ import annotations

from collections.abc import Sequence

from bot.judge.facts.dates import dates
from bot.judge.facts.evidence import FactNews, Heard, View
from bot.judge.facts.licences import licence
from bot.judge.facts.papers import paper
from bot.judge.facts.sizes import sizes
from bot.judge.facts.venues import venue
from bot.judge.ruling import Rules
from bot.model.entry import Registry
from bot.model.observation import Observation
from bot.model.snapshot import Snapshot


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
