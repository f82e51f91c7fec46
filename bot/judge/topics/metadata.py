"""Routine values: stars, downloads, licences, states."""

from __future__ import annotations

from dataclasses import replace

from bot.judge.falls import doubtful_falls, questions_of, without_falls
from bot.judge.given import Given
from bot.judge.incomplete import SilentParts
from bot.judge.ruling import paused_until
from bot.judge.visible import candidate_snapshot, contradictions, visible_changes
from bot.model.change import Candidates, Ruling, Topic


def offer(given: Given) -> Candidates:
    """Values that read differently; one without an answer today stays in the open proposal."""
    state, pending = given.state, given.pending(Topic.METADATA)
    doubtful = doubtful_falls(given.certain, state.snapshot, given.memory, given.today)
    held: dict[str, set[str]] = {}
    for fall in doubtful:
        held.setdefault(fall.key, set()).add(fall.name)
    believed = [without_falls(seen, held) for seen in given.certain]
    offered, implausible = candidate_snapshot(state.snapshot, pending, believed, given.today)
    lists = (state.registry, state.registry)
    silent_parts = SilentParts(given.silent_parts)
    changes, adopted = visible_changes(
        lists,
        state.snapshot,
        state.snapshot,
        offered,
        given.rules_of(Topic.METADATA),
        silent_parts,
        state.settings.policy.values_at_once,
        state.written if state.written.records else None,
    )
    rests = paused_until(given.memory, Topic.METADATA, given.today)
    if rests:
        reason = f"refreshing rests until {rests}"
        changes = [replace(one, ruling=Ruling.HOLD, reason=reason) for one in changes]
    return Candidates(
        Topic.METADATA,
        tuple(changes),
        adopted=adopted,
        questions=(
            *contradictions(state.registry, offered),
            *questions_of(state.registry, doubtful),
        ),
        rests_until=rests,
        redraws=True,
        implausible=tuple(implausible),
    )
