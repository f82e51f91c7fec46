"""How a link is, by what the list, the memory and the last observations hold of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.model.entry import EntryLink
from bot.model.memory import Trace
from bot.model.observation import Found, Gone, Moved
from bot.model.values.site import SiteContent

Health = Literal["alive", "moved", "failing", "gone", "unsure", "unchecked"]
WORST: tuple[Health, ...] = ("gone", "failing", "unsure", "moved", "unchecked", "alive")
"""The order in which they matter to a reader."""


@dataclass(frozen=True)
class LinkHealth:
    """A verdict in words; `checked` is the day (YYYY-MM-DD) of the last certain answer."""

    state: Health
    words: str
    checked: str = ""


def link_health(link: EntryLink, content: SiteContent) -> LinkHealth:
    """The worst that is known of it; nothing known is `unchecked`, never alive."""
    key = link.link.reference.key
    seen, trace = content.observed.get(key), content.memory.traces.get(key, Trace())
    checked = seen.at.date().isoformat() if isinstance(seen, Found | Moved | Gone) else ""
    if link.dead_since:
        return LinkHealth("gone", f"dead since {link.dead_since}", checked)
    if trace.gone_on:
        days = "1 day" if len(trace.gone_on) == 1 else f"{len(trace.gone_on)} days"
        words = f"gone on {days}, last on {trace.gone_on[-1]}"
        return LinkHealth("failing", words, max(checked, trace.gone_on[-1]))
    if move := content.memory.moves.get(key):
        return LinkHealth("moved", f"moved to {move.to.name}", max(checked, _day(move)))
    if trace.unsure_since:
        return LinkHealth("unsure", f"no certain answer since {trace.unsure_since}", checked)
    if isinstance(seen, Found):
        return LinkHealth("alive", "answers", checked)
    if trace.alive_since:
        return LinkHealth("alive", f"answers, first seen on {trace.alive_since}", checked)
    return LinkHealth("unchecked", "")


def _day(move: Moved) -> str:
    return move.at.date().isoformat()
