"""The record of changes in a commit's message: read back as written, and nobody is pinged."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.change import Change
from bot.model.decision import Ruling, Topic
from bot.model.provenance import RecordedChange
from bot.render.bodies.commit_message import (
    MOST_BYTES,
    MOST_LINES,
    read_record,
    record_change,
    search_words,
)
from tests.render.pings import in_text
from tests.render.test_mentions import FOREIGN

TEXT = st.text(max_size=40) | st.lists(
    st.sampled_from(
        ["@octocat", "#1", '"', "\\", "]", "\n", "deadbeef", "https://e.org/a?b#c", " "]
    )
).map("".join)
HEAD = "1 link moved\n\n"


def change(*texts: str, field: str = "code", entry: str = "alpha") -> Change:
    before, after, why, evidence = (*texts, "", "", "", "")[:4]
    return Change(entry, "Alpha", field, Topic.MOVED, before, after, why, evidence, Ruling.APPLY)


def recorded(*texts: str) -> tuple[str, RecordedChange]:
    """The change of alpha's code as it is read."""
    names = ("before", "after", "why", "evidence")
    values = dict(zip(names, texts, strict=True))
    return "alpha", RecordedChange(field="code", **values)


def plain(text: str) -> str:
    """What a reader sees of it on one line."""
    return "".join(one if one.isprintable() else " " for one in text.replace("\u200b", ""))


@given(st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT), max_size=4))
def test_what_is_written_is_read(texts: list[tuple[str, str, str, str]]) -> None:
    message = HEAD + record_change([change(*one) for one in texts]) + "\nListkeeper-Tree: 0\n"
    assert read_record(message) == [recorded(*(plain(text) for text in one)) for one in texts]


@given(st.lists(FOREIGN.map("".join), min_size=4, max_size=4))
def test_it_pings_nobody(texts: list[str]) -> None:
    text = record_change([change(*texts)])
    assert in_text(text) == []
    assert "\n" not in text
    assert len(read_record(text)) == 1


@given(st.text())
def test_any_message_can_be_read(message: str) -> None:
    read_record(message)
    assert read_record(f"Listkeeper-Change: {message}") == []


@pytest.mark.parametrize(
    "edited",
    [
        HEAD + "{}",
        "Spring cleaning (#7)\r\n\r\n* 1 link moved\r\n\r\n{}\r\n\r\n* Merge branch 'main'\r\n",
        'x\n\n  {}\nListkeeper-Change: ["torn\nListkeeper-Change: 7\nThanks, all!',
        "> {}",
        "Listkeeper-Change: {{}}\n{}\nCo-authored-by: A <a@example.org>",
        'Listkeeper-Change: [1, 2, 3, 4, 5]\nListkeeper-Change: ["no/five"]\n{}',
        "Listkeeper-Change: " + "[" * 100_000 + "\n{}",
    ],
)
def test_what_people_do_to_a_message_does_not_break_it(edited: str) -> None:
    line = record_change([change("https://a.example", "https://b.example", "it moved", "a list")])
    assert read_record(edited.format(line)) == [
        recorded("https://a.example", "https://b.example", "it moved", "a list")
    ]


def test_a_wrapped_message_is_read() -> None:
    recorded = ("https://a.example/" + "x" * 90, "one two " * 12, "why " * 30, "https://e.org")
    line = textwrap.fill(
        record_change([change(*recorded)]), 72, break_long_words=False, break_on_hyphens=False
    )
    ((_, read),) = read_record(f"x\n\n{line}\n\nend")
    assert read.before == recorded[0]
    assert (read.after.split(), read.evidence) == (recorded[1].split(), recorded[3])


@pytest.mark.parametrize("entry", ["alpha", "gh-4", "deadbeef-7b", "a5c3785"])
def test_the_words_to_look_for_are_in_it(entry: str) -> None:
    assert search_words(entry) in record_change([change("a", "b", entry=entry)])
    assert search_words("alp") not in record_change([change("a", "b")])


def test_a_long_record_is_cut_and_counted() -> None:
    many = [change("a", str(number)) for number in range(MOST_LINES + 53)]
    assert len(read_record(record_change(many))) == MOST_LINES
    assert record_change(many).endswith("\nListkeeper-Left-Out: 53")
    long = [change("ä" * 3000, str(number)) for number in range(9)]
    assert len(record_change(long).encode()) < MOST_BYTES + 30
    assert record_change(long).endswith("\nListkeeper-Left-Out: 6")
    assert record_change([]) == ""
