"""Whether a page deserves another try in the same run, and how long to wait before it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.sources.http.patience import PAGE_RETRIES, PAGE_TRIES, SLOW_DOWN, retry_after
from bot.sources.web.verdict import Assessment, Word, conclusion
from bot.sources.web.visit import Visit

# Answers that are final, and do not depend on who is asking.
_FINAL = frozenset({402, 407, 451})


def pause_before_next(
    visits: Sequence[Visit], readings: Sequence[Assessment], now: datetime
) -> float | None:
    """Seconds to wait before the link is walked again; None when enough was seen."""
    visit, reading = visits[-1], readings[-1]
    if reading.word in {Word.ALIVE, Word.MOVED} or conclusion(readings).word is Word.GONE:
        return None
    if reading.word is Word.UNSURE and (
        len(visits) >= PAGE_TRIES.get(reading.reason, 1) or visit.status in _FINAL
    ):
        return None
    asked = retry_after(visit.headers, now) if visit.status in SLOW_DOWN else None
    return PAGE_RETRIES.pause(len(visits), asked)
