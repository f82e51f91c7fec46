"""Whether a link deserves another look in the same run, and how long to wait before it. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bot.model.observation import Reason
from bot.sources.web.verdict import Assessment, Word, conclusion
from bot.sources.web.visit import Visit

MOST_TRIES = 3
PATIENCE = 10.0
"""Seconds; a host that wants us to wait longer is left alone."""

_PAUSE = 1.0
# Servers and networks stumble, so those are tried most. A refusal is tried once more because the
# second try looks different (see agents.py). What another try cannot change is not repeated.
_TRIES = {
    Reason.SERVER_ERROR: 3,
    Reason.CONNECTION: 3,
    Reason.TIMEOUT: 2,
    Reason.BLOCKED: 2,
    Reason.BAD_ANSWER: 2,
    Reason.RATE_LIMITED: 2,
}
# Answers that are a decision, not a guess about who is asking.
_FINAL = frozenset({402, 407, 451})


def pause_before_next(
    trails: Sequence[Visit], readings: Sequence[Assessment], now: datetime
) -> float | None:
    """Seconds to wait before the link is walked again; None when enough was seen."""
    visit, reading = trails[-1], readings[-1]
    if len(trails) >= MOST_TRIES or reading.word in {Word.ALIVE, Word.MOVED}:
        return None
    if reading.word is Word.GONE:
        return None if conclusion(readings).word is Word.GONE else _PAUSE
    if len(trails) >= _TRIES.get(reading.reason, 1) or visit.status in _FINAL:
        return None
    asked = retry_after(visit.headers, now) if visit.status in {429, 503} else None
    wait = _PAUSE * len(trails) if asked is None else asked
    return wait if wait <= PATIENCE else None


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds a server asks us to wait, in either form of the header; None when it says nothing.

    https://www.rfc-editor.org/rfc/rfc9110#field.retry-after. A day is measured against the
    server's own `Date`, which may go wrong like ours, but together they are right.
    """
    text = headers.get("retry-after", "").strip()
    try:
        seconds = float(text)
    except ValueError:
        until, since = _moment(text), _moment(headers.get("date", "")) or now
        return max(0.0, (until - since).total_seconds()) if until else None
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
