"""What was read of texts is kept by their lengths, the latest first."""

from __future__ import annotations

import threading
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.kept import Keeping, forget, kept


class Found:
    """What a weak reference can be made to."""

    def __init__(self, text: str) -> None:
        self.text = text


def upper(most: int) -> tuple[Keeping[[str], str], list[str]]:
    """A function that keeps what it made, and of what it made something."""
    made: list[str] = []

    @kept(most)
    def function(text: str) -> str:
        made.append(text)
        return text.upper()

    return function, made


def test_what_is_known_is_not_made_again() -> None:
    function, made = upper(10_000)
    assert [function(text) for text in ("a", "b", "a", "b")] == ["A", "B", "A", "B"]
    assert made == ["a", "b"]
    function.cache_clear()
    assert function("a") == "A"
    assert function.__wrapped__("b") == "B"
    assert made == ["a", "b", "a", "b"]


def test_what_was_made_of_some_texts_is_forgotten() -> None:
    function, made = upper(6_000)
    other, _ = upper(6_000)
    one, two = "x" * 2_000, "y" * 2_000
    assert function(one) + other(one) + function("a")
    kept_pairs: list[tuple[tuple[str, str], ...]] = []

    @kept(10_000)
    def pairs(files: tuple[tuple[str, str], ...]) -> int:
        kept_pairs.append(files)
        return len(files)

    assert pairs((("README.md", one), ("LICENSE", two))) == 2
    forget([one, "nobody knows this"])
    assert function("a") == "A"
    assert made == [one, "a"], "what is not named stays"
    pairs((("README.md", one), ("LICENSE", two)))
    assert len(kept_pairs) == 2
    assert [function(two), function(one)]
    assert made == [one, "a", two, one], "and there is room again"
    function(two)
    assert made == [one, "a", two, one]


def test_the_one_not_asked_for_longest_goes_first() -> None:
    function, made = upper(10_000)
    one, two, three = ("x" * 3_000, "y" * 3_000, "z" * 3_000)
    for text in (one, two, one, three, one):
        function(text)
    assert made == [one, two, three]
    function(two)
    assert made == [one, two, three, two]


def test_there_is_room_before_something_is_made() -> None:
    held: list[int] = []

    @kept(10_000)
    def function(text: str) -> object:
        held.append(sum(one() is not None for one in alive))
        found = Found(text)
        alive.append(weakref.ref(found))
        return found

    alive: list[weakref.ref[Found]] = []
    for number in range(5):
        function(f"{number}" * 9_000)
    assert held == [0, 0, 0, 0, 0]


def test_a_text_longer_than_the_room_is_kept_alone() -> None:
    function, made = upper(10_000)
    for text in ("a", "b" * 50_000, "b" * 50_000, "a", "b" * 50_000):
        function(text)
    assert [text[:1] for text in made] == ["a", "b", "a", "b"]


def test_many_short_ones_are_bounded() -> None:
    function, made = upper(10_000)
    texts = [str(number) for number in range(20)]
    for text in (*texts, texts[0], texts[-1]):
        function(text)
    assert made == [*texts, texts[0]]


def test_an_error_is_not_kept() -> None:
    asked: list[str] = []

    @kept(10_000)
    def function(text: str) -> str:
        asked.append(text)
        raise ValueError(text)

    for _ in range(2):
        with pytest.raises(ValueError, match="a"):
            function("a")
    assert asked == ["a", "a"]


def test_all_texts_of_a_version_count() -> None:
    made: list[int] = []

    @kept(10_000)
    def function(files: tuple[tuple[str, str], ...], number: int) -> int:
        made.append(number)
        return number

    version = (("a.md", "x" * 3_000), ("b.md", "y" * 3_000))
    for number in (1, 2, 1):
        function(version, number)
    assert made == [1, 2, 1]


def test_threads_that_make_the_same_keep_it_once() -> None:
    both = threading.Barrier(2)

    @kept(10_000)
    def function(text: str) -> list[str]:
        if text == "x" * 4_000:
            both.wait(timeout=60)
        return [text]

    threads = [threading.Thread(target=function, args=("x" * 4_000,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first = function("x" * 4_000)
    assert function("y" * 3_000) is function("y" * 3_000)
    assert function("x" * 4_000) is first, "both fit: the first counts once"


@given(st.lists(st.integers(0, 30)), st.integers(1, 40_000))
def test_it_returns_what_the_function_returns(numbers: list[int], most: int) -> None:
    function, _ = upper(most)
    texts = [f"{number}a" * number * 50 for number in numbers]
    assert [function(text) for text in texts] == [text.upper() for text in texts]
