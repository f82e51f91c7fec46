"""What a run observed itself, and what earlier runs kept: kept apart by more than the clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.lists.read import read_state
from bot.model.change import Answers
from bot.model.decision import Topic
from bot.model.memory import Memory
from bot.model.observation import Observation
from bot.run.steps.outcome import Outcome
from tests.build import NOW, decide, documents, found, gone, unsure

BETA = "https://github.com/acme/beta"
DAYS = pytest.mark.parametrize("days", [-1, 0, 1], ids=["yesterday", "now", "a clock ahead"])


def outcome(kept: Sequence[Observation], *observations: Observation) -> Outcome:
    return decide(replace(read_state(documents()), kept=kept), observations, Answers())


def stars(run: Outcome) -> list[str]:
    return [one.after for one in run.changes if one.topic is Topic.METADATA]


def on(days: int, observation: Observation) -> Observation:
    return replace(observation, at=NOW + timedelta(days=days))


@DAYS
def test_a_failed_query_throws_no_kept_observation_away(days: int) -> None:
    before = [on(days, found(BETA, {"stars": 500}))]
    assert stars(outcome(before)) == stars(outcome(before, unsure(BETA))) == ["500"]


@DAYS
def test_a_kept_observation_leaves_the_memory_as_it_is(days: int) -> None:
    assert outcome([on(days, gone(BETA))]).memory == Memory()
    assert outcome([], gone(BETA)).memory.traces["repo:acme/beta"].gone_on == ("2026-11-24",)


@DAYS
def test_an_own_observation_counts_however_old_it_is(days: int) -> None:
    """A machine of a sharded run may have looked before others kept what they saw."""
    own = on(days, gone(BETA))
    run = outcome([found(BETA, {"stars": 500})], own)
    assert run.memory.traces["repo:acme/beta"].gone_on == ("2026-11-24",)


@DAYS
def test_the_latest_of_a_source_counts_whichever_is_kept(days: int) -> None:
    before, now = on(days, found(BETA, {"stars": 500})), found(BETA, {"stars": 900})
    assert stars(outcome([before], now)) == ["900"]
    assert stars(outcome([found(BETA, {"stars": 100}), before])) == ["500"]


def test_a_template_that_needs_other_entries_is_no_error() -> None:
    text = '{{ (entries | selectattr("id", "equalto", "beta") | first).stars }}\n'
    files = {**documents(), "templates/tools.md.j2": text}
    alpha = found("https://github.com/old/alpha", {"stars": 700})
    run = decide(read_state(files), [alpha, found(BETA, {"stars": 500})], Answers())
    assert "500" in stars(run)
