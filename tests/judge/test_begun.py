"""What a run observed itself, and what earlier runs kept: each counts for what it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.lists.read import read_state
from bot.model.change import Answers, Topic
from bot.model.memory import Memory
from bot.model.observation import Observation
from bot.run.steps.outcome import Outcome, decide
from tests.build import NOW, documents, found, gone, unsure

BETA = "https://github.com/acme/beta"
YESTERDAY = NOW - timedelta(days=1)


def outcome(*observations: Observation) -> Outcome:
    """Of a run that began at `NOW`."""
    state = replace(read_state(documents()), begun=NOW)
    return decide(state, observations, Answers(), NOW)


def stars(run: Outcome) -> list[str]:
    return [one.after for one in run.changes if one.topic is Topic.METADATA]


def kept(observation: Observation) -> Observation:
    return replace(observation, at=YESTERDAY)


def test_a_failed_query_throws_no_kept_observation_away() -> None:
    before = kept(found(BETA, {"stars": 500}))
    assert stars(outcome(before)) == stars(outcome(before, unsure(BETA))) == ["500"]


def test_a_kept_observation_leaves_the_memory_as_it_is() -> None:
    assert outcome(kept(gone(BETA))).memory == Memory()
    assert outcome(gone(BETA)).memory.traces["repo:acme/beta"].gone_on == ("2026-11-24",)


def test_the_latest_of_a_source_counts_whichever_is_kept() -> None:
    before, now = kept(found(BETA, {"stars": 500})), found(BETA, {"stars": 900})
    assert stars(outcome(before, now)) == ["900"]
    assert stars(outcome(kept(found(BETA, {"stars": 100})), before)) == ["500"]


def test_a_template_that_needs_other_entries_is_no_error() -> None:
    text = '{{ (entries | selectattr("id", "equalto", "beta") | first).stars }}\n'
    files = {**documents(), "templates/tools.md.j2": text}
    state = replace(read_state(files), begun=NOW)
    alpha = found("https://github.com/old/alpha", {"stars": 700})
    run = decide(state, [alpha, found(BETA, {"stars": 500})], Answers(), NOW)
    assert "500" in stars(run)
