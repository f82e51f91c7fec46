from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.render.bodies.fit import ShownCounts, fit_text


def drawn(kept: ShownCounts) -> str:
    return "head:" + "".join(name * count for name, count in kept.items())


@given(st.integers(0, 300), st.integers(0, 300), st.integers(5, 400))
def test_as_much_as_fits_is_shown_and_the_first_list_goes_first(
    first: int, second: int, limit: int
) -> None:
    text = fit_text(drawn, {"x": first, "y": second}, limit)
    assert len(text) <= limit
    assert len(text) == min(limit, 5 + first + second)
    assert not text.count("x") or text.count("y") == second


def test_what_cannot_be_cut_is_shown_however_long() -> None:
    assert fit_text(drawn, {"x": 9}, 2) == "head:"
