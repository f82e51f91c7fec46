from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lists.memory import memory_text, parse_memory
from bot.lists.snapshot import parse_snapshot, snapshot_text
from bot.model.decision import Way
from bot.model.errors import InputError
from bot.model.memory import Memory, Pick, Rejection, Renaming, Trace
from bot.model.snapshot import FetchedValue, Snapshot
from tests.build import moved

words = st.text(max_size=12)
days = st.dates().map(lambda day: day.isoformat())
values = st.integers() | st.booleans() | words | st.lists(words).map(tuple)
asked = st.builds(FetchedValue, values, st.text(min_size=1, max_size=9), days, words)
fields = st.dictionaries(words, asked, min_size=1, max_size=4)
renamings = st.builds(
    Renaming, st.text(min_size=1, max_size=9), words, st.dictionaries(words, words)
)
traces = st.builds(Trace, days, st.lists(days).map(tuple), days, words, words)


@given(st.dictionaries(words, fields, max_size=4))
def test_the_snapshot_round_trips(content: dict[str, dict[str, FetchedValue]]) -> None:
    text = snapshot_text(Snapshot(content))
    assert parse_snapshot(text) == Snapshot(content)
    assert snapshot_text(parse_snapshot(text)) == text


MOVE = moved("https://github.com/a/b", "https://github.com/c/d", certain=False)
MOVED_TEXT = (
    memory_text(Memory(moves={MOVE.reference.key: MOVE})).split("[\n")[1].split("\n")[0].strip()
)


@given(
    st.dictionaries(words, traces, max_size=4),
    st.dictionaries(
        words,
        st.builds(
            Rejection, st.text(min_size=1, max_size=12), words, words, returned=st.booleans()
        ),
    ),
    st.dictionaries(words, words),
    st.dictionaries(words, st.lists(words).map(tuple)),
    st.dictionaries(
        words, st.builds(Pick, st.text(min_size=1, max_size=12), st.sampled_from(Way), words)
    ),
    st.dictionaries(
        words,
        st.builds(Renaming, st.text(min_size=1, max_size=9), words, st.dictionaries(words, words)),
    ),
)
def test_the_memory_round_trips(
    known: dict[str, Trace],
    noes: dict[str, Rejection],
    rests: dict[str, str],
    outages: dict[str, tuple[str, ...]],
    picked: dict[str, Pick],
    names: dict[str, Renaming],
) -> None:
    former = {name: (one.entry,) for name, one in names.items()}
    memory = Memory(known, {MOVE.reference.key: MOVE}, noes, rests, outages, picked, names, former)
    assert parse_memory(memory_text(memory)) == memory
    json.loads(memory_text(memory))


def test_nothing_known_yet() -> None:
    assert parse_snapshot(None) == parse_snapshot(snapshot_text(Snapshot())) == Snapshot()
    assert parse_memory(None) == parse_memory(memory_text(Memory())) == Memory()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 2, "values": {}}', '{"version": 1}'])
def test_a_broken_book_is_a_clear_error(text: str) -> None:
    with pytest.raises(InputError, match=r"registry/observed\.json: .*") as caught:
        parse_snapshot(text)
    assert "restore this file from git" in str(caught.value)


def test_a_move_of_a_kind_that_a_newer_version_knows_costs_no_other() -> None:
    """Exit 3 on every run was the price once."""
    newer = MOVED_TEXT.replace("repo:", "satellite:", 1)
    memory = Memory({"satellite:a": Trace(gone_on=("2026-11-01",))}, {MOVE.reference.key: MOVE})
    text = memory_text(memory).replace(MOVED_TEXT, f"{MOVED_TEXT},\n    {newer}")
    assert text.count("satellite:") == 2
    assert parse_memory(text) == memory


@pytest.mark.parametrize(
    "text",
    [
        '{"version": 2}',
        '{"version": 1, "orbits": {}}',
        '{"version": 1, "traces": {"repo:a/b": {"gone_on": ["yesterday"]}}}',
        '{"version": 1, "traces": {"repo:a/b": {"gone_on": [3]}}}',
        '{"version": 1, "moves": ' + "[" * 5000 + "]" * 5000 + "}",
    ],
)
def test_a_memory_of_another_shape_is_a_clear_error(text: str) -> None:
    with pytest.raises(InputError, match=r"\.listkeeper/memory\.json"):
        parse_memory(text)
