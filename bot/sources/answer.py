"""The observation for a repository that answered, here or under another name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.model.observation import Facts, Found, Moved
from bot.model.reference import Ask, Reference, home


def answered(
    source: str,
    ask: Ask,
    there: Reference,
    now: datetime,
    facts: Facts,
    unknown: Mapping[str, str],
    places: Mapping[str, bool] | None = None,
) -> Found | Moved:
    """Found where it was asked for; Moved for certain when it answers as another identity."""
    if there == ask.reference:
        return Found(
            reference=ask.reference,
            source=source,
            at=now,
            evidence=home(there),
            facts=facts,
            unknown=unknown,
            places=places or {},
        )
    return Moved(
        reference=ask.reference,
        source=source,
        at=now,
        evidence=home(ask.reference),
        to=there,
        certain=True,
        facts=facts,
        unknown=unknown,
        places=places or {},
    )
