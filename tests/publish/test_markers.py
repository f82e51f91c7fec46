"""The invisible block and the boxes."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.change import Change
from bot.model.decision import Ruling, Topic, Way
from bot.publish.github.markers import (
    BELOW,
    LIMIT,
    BodyMarker,
    compose_body,
    keep_answers,
    read_marker,
    same_text,
    shorten_body,
    withdrawn,
    write_marker,
)
from bot.render.bodies.boxes import box
from bot.render.mentions import defuse_mentions

IDS = st.text(string.ascii_lowercase + string.digits + "-/._", min_size=1, max_size=30)
DIGESTS = st.text("0123456789abcdef", min_size=12, max_size=12)
CHANGES = st.dictionaries(IDS, DIGESTS, max_size=5)


@given(CHANGES, st.text(), st.text(max_size=40))
def test_what_is_marked_is_read_again(changes: dict[str, str], title: str, base: str) -> None:
    block = write_marker(changes, title=title, base=base)
    assert "--" not in block.removeprefix("<!--").removesuffix("-->")
    assert "\n" not in block
    marker = read_marker(compose_body("text", block))
    assert (dict(marker.changes), marker.title, marker.base) == (changes, title, base)
    assert marker.written


@given(st.dictionaries(IDS, st.tuples(st.booleans(), DIGESTS), max_size=6))
def test_boxes_are_read_again(boxes: dict[str, tuple[bool, str]]) -> None:
    text = "\n".join(
        f"- [{'x' if ticked else ' '}] <!-- listkeeper:change {name} {digest} --> words"
        for name, (ticked, digest) in boxes.items()
    )
    marker = read_marker(compose_body(text, write_marker({})))
    assert marker.changes == {name: digest for name, (_, digest) in boxes.items()}
    assert marker.declined == {
        name: digest for name, (ticked, digest) in boxes.items() if not ticked
    }


@given(st.dictionaries(IDS, st.tuples(DIGESTS, DIGESTS | st.none()), max_size=6))
def test_a_box_stays_unticked_only_beside_the_value_that_was_declined(
    boxes: dict[str, tuple[str, str | None]],
) -> None:
    text = "\n".join(
        f"- [x] <!-- listkeeper:change {name} {offered} --> words"
        for name, (offered, _) in boxes.items()
    )
    declined = {name: no for name, (_, no) in boxes.items() if no is not None}
    kept = compose_body(keep_answers(text, BodyMarker(declined=declined)), write_marker({}))
    assert read_marker(kept).declined == {
        name: offered for name, (offered, no) in boxes.items() if offered == no
    }


def test_a_declined_value_leaves_the_box_of_another_value_ticked() -> None:
    text = "- [x] <!-- listkeeper:change a/code 0123456789ab --> **A** · code"
    assert keep_answers(text, BodyMarker(declined={"a/code": "0123456789ab"})) == text.replace(
        "[x]", "[ ]"
    )
    assert keep_answers(text, BodyMarker(declined={"a/code": "ba9876543210"})) == text
    assert keep_answers(text, BodyMarker(declined={"b/code": "0123456789ab"})) == text


@given(st.text())
def test_any_body_can_be_read(body: str) -> None:
    read_marker(body)


@given(st.text(), st.text(max_size=200))
def test_peoples_words_stay(text: str, below: str) -> None:
    below = below.replace("\r", "")
    assert (
        read_marker(compose_body(text.replace(BELOW, ""), write_marker({}), below)).below == below
    )


def test_a_broken_block_is_no_block() -> None:
    assert not read_marker("<!-- listkeeper:v1 {nonsense} -->").written
    assert read_marker('<!-- listkeeper:v1 {"changes": [1], "title": 2} -->').changes == {}


def test_boxes_below_the_line_are_peoples_own() -> None:
    box = "- [ ] <!-- listkeeper:change a/b 0123456789ab --> words"
    assert read_marker(compose_body("text", write_marker({}), box)).declined == {}


def test_the_bots_own_closing_is_marked() -> None:
    body = compose_body("text", write_marker({"a/b": "0" * 12}), "mine\n")
    closed = read_marker(withdrawn(body))
    assert closed.withdrawn
    assert closed.below == "mine\n"
    assert not read_marker(body).withdrawn


@given(st.text(), st.integers(0, 500))
def test_a_text_is_cut_to_its_room(text: str, room: int) -> None:
    assert len(shorten_body(text, room)) <= room or len(text) <= room


def test_a_long_text_is_cut_at_a_line_with_its_fold_closed() -> None:
    body = compose_body("<details>\n" + "word\n" * 50_000, write_marker({}))
    assert len(body) <= LIMIT
    assert "word\n</details>\n\n*This text was longer" in body


def test_line_ends_make_no_difference() -> None:
    assert same_text("a\r\nb\r\n", "a\nb")
    assert not same_text("a", "b")


BOTH = (
    "- **A** · code\n"
    "  - [{archive}] <!-- listkeeper:change a/code 0123456789ab archive --> use the copy\n"
    "  - [{note}] <!-- listkeeper:change a/code 0123456789ab note --> note it\n"
)


@pytest.mark.parametrize(
    ("ways", "before", "archive", "note", "picked"),
    [
        ({"a/code": Way.ARCHIVE}, [], "x", " ", None),
        ({"a/code": Way.ARCHIVE}, [], " ", "x", Way.NOTE),
        ({"a/code": Way.ARCHIVE}, [], "x", "X", Way.NOTE),
        ({"a/code": Way.NOTE}, ["a/code"], "x", "x", Way.ARCHIVE),
        ({"a/code": Way.NOTE}, ["a/code"], " ", "x", Way.NOTE),
        ({"a/code": Way.NOTE}, [], " ", "x", None),
        ({"a/code": Way.ARCHIVE}, ["a/code"], " ", " ", None),
        ({}, [], "x", "x", Way.ARCHIVE),
    ],
)
def test_of_two_ticked_boxes_the_one_that_was_not_counts(
    ways: dict[str, Way], before: list[str], archive: str, note: str, picked: Way | None
) -> None:
    text = BOTH.format(archive=archive, note=note)
    marker = read_marker(compose_body(text, write_marker({}, ways=ways, picked=before)))
    assert dict(marker.picked) == ({"a/code": ("0123456789ab", picked)} if picked else {})
    assert bool(marker.declined) == (archive == note == " ")


@given(st.text(min_size=1, max_size=40))
def test_a_box_bears_any_id(name: str) -> None:
    change = Change(name, "A", "code", Topic.DEAD, "b", "a", "w", "e", Ruling.APPLY)
    line = defuse_mentions(f"{box(change)} words")
    marker = read_marker(compose_body(line.replace("[x]", "[ ]"), write_marker({})))
    assert dict(marker.declined) == {change.id: change.digest}
    comment = re.search("<!--(.*?)-->", line)
    assert comment
    assert "--" not in comment[1]


def test_an_odd_block_is_read() -> None:
    block = '<!-- listkeeper:v1 {"picked": [[1], 2], "ways": 3, "changes": 4} -->'
    assert read_marker(f"{BOTH.format(archive='x', note='x')}\n{block}").picked


A, B = "0123456789ab", "ba9876543210"


def test_one_box_of_several_changes_is_an_answer_to_each() -> None:
    text = (
        f"- [x] <!-- listkeeper:change a/code {A} --> <!-- listkeeper:change b/code {B} --> **A**"
    )
    assert read_marker(text).ticked == {"a/code": A, "b/code": B}
    assert read_marker(text.replace("[x]", "[ ]")).declined == {"a/code": A, "b/code": B}
    unticked = keep_answers(text, BodyMarker(declined={"b/code": B}))
    assert unticked == text.replace("[x]", "[ ]")


def test_an_offer_is_no_change_until_it_is_ticked() -> None:
    offer = f"- [ ] <!-- listkeeper:offer b/row {B} -->"
    text = f"- [x] <!-- listkeeper:change a/row {A} --> **A**\n{offer}"
    marker = read_marker(text)
    assert (marker.changes, marker.declined, marker.accepted) == ({"a/row": A}, {}, {})
    late = read_marker(text.replace("[ ]", "[x]"))
    assert (late.changes, late.accepted) == ({"a/row": A}, {"b/row": B})
    assert keep_answers(text, late) == text.replace("[ ]", "[x]"), "ticked during the run"


def test_another_run_is_no_other_text() -> None:
    text = "a ([run](https://github.com/o/r/actions/runs/1))"
    assert same_text(text, text.replace("/1)", "/22)"))
    assert not same_text(text, text.replace("a (", "b ("))
