"""Routine values: stars, downloads, licences, states."""

from __future__ import annotations

from dataclasses import replace

from bot.judge.falls import questions_of
from bot.judge.given import Given
from bot.judge.incomplete import SilentParts
from bot.judge.ruling import paused_until
from bot.judge.visible import visible_changes
from bot.model.change import Candidates
from bot.model.decision import Ruling, Topic


def offer(given: Given) -> Candidates:
    """Values that read differently; one without an answer today stays in the open proposal."""
    state, (offered, implausible) = given.state, given.refreshed
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
        questions=(*questions_of(state.registry, given.doubtful_falls),),
        rests_until=rests,
        redraws=True,
        implausible=tuple(implausible),
    )
