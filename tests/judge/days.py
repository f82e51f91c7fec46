"""Days of a list: who answers, what is kept from one to the next, what is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.lists.read import read_state
from bot.lists.snapshot import OBSERVED, parse_snapshot
from bot.model.change import Answers
from bot.model.memory import Memory
from bot.model.observation import Observation
from bot.run.steps.outcome import Outcome
from tests.build import NOW, decide


def judged_with_kept(
    kept: Sequence[Observation],
    fresh: Sequence[Observation],
    files: Mapping[str, str],
    memory: Memory | None = None,
    pending: Mapping[str, Mapping[str, str]] | None = None,
    now: datetime = NOW,
) -> Outcome:
    """A day's outcome; `kept` are observations of earlier days."""
    state = replace(
        read_state(dict(files)),
        memory=memory or Memory(),
        kept=tuple(kept),
        pending={
            topic: parse_snapshot(texts.get(OBSERVED)) for topic, texts in (pending or {}).items()
        },
    )
    return decide(state, list(fresh), Answers(), now)
