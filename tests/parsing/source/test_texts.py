"""The texts of a document, found by their bytes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.source.texts import Texts

MANY = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9), st.text(max_size=3)))


@given(MANY, st.integers(0, 70), st.integers(0, 70))
def test_those_between_two_bytes_are_found(
    drawn: list[tuple[int, int, str]], start: int, end: int
) -> None:
    texts = sorted((first, first + length, text) for first, length, text in drawn)
    found = Texts(b"abc" * 30, texts)
    wanted = [one for one in texts if start <= one[0] < end]
    assert found.between(start, end) == wanted
    assert found.shown_between(start, end) == "".join(text for _, _, text in wanted)
    assert list(found) == texts
    assert len(found) == len(texts)
