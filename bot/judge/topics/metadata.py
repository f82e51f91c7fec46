"""Routine values: stars, downloads, licences, states."""

from __future__ import annotations

from dataclasses import replace

from bot.judge.given import Given
from bot.judge.ruling import paused_until
from bot.judge.visible import candidate_snapshot, contradictions, visible_changes
from bot.model.change import Candidates, Ruling, Topic


def offer(given: Given) -> Candidates:
    """Values that read differently; what no source answers today stays in the open proposal."""
    state, pending = given.state, given.pending(Topic.METADATA)
    offered, implausible = candidate_snapshot(state.snapshot, pending, given.certain, given.today)
    lists = (state.registry, state.registry)
    rules = given.rules_of(Topic.METADATA)
    changes, adopted = visible_changes(lists, state.snapshot, state.snapshot, offered, rules)
    rests = paused_until(given.memory, Topic.METADATA, given.today)
    if rests:
        reason = f"refreshing rests until {rests}"
        changes = [replace(one, ruling=Ruling.HOLD, reason=reason) for one in changes]
    return Candidates(
        Topic.METADATA,
        tuple(changes),
        adopted=adopted,
        questions=tuple(contradictions(state.registry, offered)),
        rests_until=rests,
        redraws=True,
        implausible=tuple(implausible),
    )
