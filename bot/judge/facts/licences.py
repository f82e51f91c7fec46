"""A licence on display that its host no longer reports."""

from __future__ import annotations

from bot.judge.facts.evidence import FactChanges, FactContext
from bot.model.entry import Entry
from bot.model.snapshot import FetchedValue

_OF_A_LICENCE = ("licence", "card says")
"""Words of a reason that concerns the licence, not an answer that was cut short."""


def question_licence(news: FactChanges, entry: Entry, view: FactContext) -> None:
    """Ask about a licence that became unknown; the last known one stays on display."""
    if entry.values.get("licence"):
        return
    for link in entry.links:
        shown = view.snapshot.get(link.link.reference, "licence")
        for seen in view.observed.about(link.link.reference):
            reason = seen.unknown.get("licence", "")
            if _names_one(shown) and any(word in reason for word in _OF_A_LICENCE):
                doubt = f"{shown.value if shown else ''} is shown, and now {reason}"
                news.doubt(entry, "licence", doubt, seen.evidence, view.rules)


def _names_one(shown: FetchedValue | None) -> bool:
    return bool(shown and shown.value)
