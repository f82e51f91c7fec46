"""A count that falls to nearly nothing is held for a day, with a word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.lists.memory import memory_text, parse_memory
from bot.model.decision import Ruling
from bot.model.snapshot import Snapshot
from bot.run.steps.outcome import Outcome
from tests.build import NOW, asked, found, judge, open_ones, snapshot, unsure

URL = "https://github.com/acme/beta"


def shown(stars: int) -> Snapshot:
    return snapshot(repo__acme__beta={"stars": asked(stars), "id": asked(7)})


def stars(outcome: Outcome) -> list[tuple[str, str]]:
    return [
        (one.before, one.after)
        for one in outcome.changes
        if one.field == "stars" and one.ruling is Ruling.APPLY
    ]


def warned(outcome: Outcome) -> bool:
    return any("dropped" in one.doubt for one in outcome.questions)


@pytest.mark.parametrize("after", [0, 3, 700])
def test_a_fall_is_held_once_and_believed_when_it_stays(after: int) -> None:
    before = shown(7000)
    facts = {"id": 7, "stars": after}
    first = judge([found(URL, facts)], shown=before)
    assert (stars(first), warned(first)) == ([], True)
    same_day = judge([found(URL, facts)], shown=before, memory=first.memory)
    assert (stars(same_day), warned(same_day)) == ([], True)
    memory = parse_memory(memory_text(first.memory))
    assert memory == first.memory
    later = NOW + timedelta(days=1)
    silent = judge([unsure(URL)], shown=before, memory=memory, now=later)
    assert stars(silent) == []
    stays = judge([found(URL, facts)], shown=before, memory=silent.memory, now=later)
    assert (len(stars(stays)), warned(stays)) == (1, False)


def test_a_fall_that_was_an_error_is_forgotten() -> None:
    before = shown(7000)
    first = judge([found(URL, {"id": 7, "stars": 0})], shown=before)
    back = judge(
        [found(URL, {"id": 7, "stars": 7000})],
        shown=before,
        memory=first.memory,
        now=NOW + timedelta(days=1),
    )
    again = judge(
        [found(URL, {"id": 7, "stars": 0})],
        shown=before,
        memory=back.memory,
        now=NOW + timedelta(days=2),
    )
    assert (stars(again), warned(again)) == ([], True)


@pytest.mark.parametrize(("before", "after"), [(99, 0), (7000, 701), (7000, 8000)])
def test_what_may_be_is_no_fall(before: int, after: int) -> None:
    outcome = judge([found(URL, {"id": 7, "stars": after})], shown=shown(before))
    assert (len(stars(outcome)), warned(outcome)) == (1, False)


def test_what_is_open_stays_beside_a_fall() -> None:
    before = shown(7000)
    first = judge([found(URL, {"id": 7, "stars": 8000})], shown=before)
    fallen = judge(
        [found(URL, {"id": 7, "stars": 0})],
        shown=before,
        memory=first.memory,
        pending=open_ones(first),
        now=NOW + timedelta(days=1),
    )
    assert stars(fallen) == stars(first)
    assert warned(fallen)
