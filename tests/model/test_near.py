"""When a new number is no news beside the one that is shown."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.model.values.shown import is_near


@pytest.mark.parametrize(
    ("kept", "new", "near"),
    [
        (5000, 5099, True),
        (5000, 5100, False),
        (5000, 4901, True),
        (5000, 4900, False),
        (50, 50, True),
        (50, 51, False),
        (0, 0, False),
        (0, 1, False),
    ],
)
def test_two_percent_away_is_news_and_less_is_not(kept: int, new: int, near: bool) -> None:
    assert is_near(kept, new) is near


@given(st.integers(1, 10**9), st.integers(0, 10**9))
@example(100, 102)
@example(100, 98)
def test_near_is_less_than_two_percent_of_the_number_shown(kept: int, new: int) -> None:
    assert is_near(kept, new) is (Fraction(abs(new - kept), kept) < Fraction(2, 100))
