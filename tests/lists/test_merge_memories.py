"""Two runs that met remember the same, whichever comes first."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lists.merge_memories import merge_memories
from bot.model.decision import Way
from bot.model.memory import Memory, Pick, Rejection, Renaming, Trace, bounded_days
from tests.build import moved

KEYS = st.sampled_from(["repo:a/a", "repo:b/b", "page:https://c.example"])
DAYS = st.dates().map(lambda day: day.isoformat())


@st.composite
def traces(draw: st.DrawFn) -> Trace:
    """As runs leave them: strikes come after the last day alive, and end what was unsure."""
    alive = draw(DAYS | st.just(""))
    later = draw(st.lists(DAYS.filter(lambda day: day >= alive), max_size=15))
    fallen = draw(st.just("") | DAYS)
    if later:
        return Trace(alive, bounded_days(later), "", draw(st.sampled_from("12")), "404", fallen)
    unsure = draw(st.just("") | DAYS.filter(lambda day: day >= alive))
    return Trace(alive, (), unsure, draw(st.sampled_from(["", "1", "2"])), "", fallen)


words = st.builds(
    Rejection, st.sampled_from(["0" * 12, "1" * 12]), DAYS, st.just("A"), returned=st.booleans()
)
moves = st.sampled_from(["c/c", "d/d"]).map(
    lambda to: moved("https://github.com/a/a", f"https://github.com/{to}")
)
rows = st.lists(DAYS, min_size=1, max_size=3).map(tuple)
memories: st.SearchStrategy[Any] = st.builds(
    Memory,
    st.dictionaries(KEYS, traces(), max_size=3),
    st.dictionaries(KEYS, moves, max_size=2),
    st.dictionaries(st.sampled_from(["a/code", "b/code"]), words),
    st.dictionaries(st.just("metadata"), DAYS),
    st.dictionaries(st.just("hub"), rows),
    st.dictionaries(
        st.sampled_from(["a/site", "b/site"]),
        st.builds(Pick, st.sampled_from(["0" * 12, "1" * 12]), st.sampled_from(Way), DAYS),
    ),
    st.dictionaries(KEYS, st.builds(Renaming, KEYS), max_size=2),
    st.dictionaries(KEYS, st.sets(KEYS, min_size=1).map(sorted).map(tuple), max_size=2),
)


@given(memories, memories)
def test_whichever_comes_first_the_same_is_remembered(one: Memory, other: Memory) -> None:
    assert merge_memories(one, other) == merge_memories(other, one)


@given(memories)
def test_meeting_itself_changes_nothing(one: Memory) -> None:
    assert merge_memories(one, one) == one
    assert merge_memories(one, Memory()) == one


@given(memories, memories)
def test_what_both_know_is_known_still(one: Memory, other: Memory) -> None:
    both = merge_memories(one, other)
    assert merge_memories(both, one) == both
    assert merge_memories(both, other) == both


def test_strikes_of_two_runs_are_joined() -> None:
    one = Memory({"repo:a/a": Trace(gone_on=("2026-03-01", "2026-03-04"), gone_why="404")})
    other = Memory({"repo:a/a": Trace(gone_on=("2026-03-01", "2026-03-08"), gone_why="410")})
    assert merge_memories(one, other).traces["repo:a/a"] == Trace(
        gone_on=("2026-03-01", "2026-03-04", "2026-03-08"), gone_why="410"
    )


def test_a_link_that_answered_again_has_lost_its_strikes() -> None:
    one = Memory({"repo:a/a": Trace(gone_on=("2026-03-01",), gone_why="404")})
    other = Memory({"repo:a/a": Trace(alive_since="2026-03-02")})
    assert merge_memories(one, other) == other


@pytest.mark.parametrize(
    ("one", "other", "since"),
    [
        # an unsure day before the link was seen alive says nothing any more
        (Trace("2026-03-05"), Trace("2026-03-01", (), "2026-03-04"), ""),
        (Trace("2026-03-05"), Trace("", (), "2026-03-04"), ""),
        (Trace("2026-03-05"), Trace("2026-03-01", (), "2026-03-05"), "2026-03-05"),
        (Trace("2026-03-05"), Trace("2026-03-01", (), "2026-03-06"), "2026-03-06"),
        (
            Trace("2026-03-05", (), "2026-03-08"),
            Trace("2026-03-01", (), "2026-03-02"),
            "2026-03-08",
        ),
        (
            Trace("2026-03-05", (), "2026-03-08"),
            Trace("2026-03-01", (), "2026-03-07"),
            "2026-03-07",
        ),
    ],
)
def test_a_link_is_unsure_since_it_was_last_alive(one: Trace, other: Trace, since: str) -> None:
    key = "repo:a/a"
    both = merge_memories(Memory({key: one}), Memory({key: other})).traces[key]
    assert both == Trace("2026-03-05", (), since)


def test_the_later_word_on_a_declined_value_counts() -> None:
    no = Memory(declined={"a/code": Rejection("0" * 12, "2026-03-01T06:00:00Z")})
    back = Memory(declined={"a/code": Rejection("0" * 12, "2026-03-02T06:00:00Z", returned=True)})
    assert not merge_memories(no, back).rejects("a/code", "0" * 12)
