from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.shown import short, shown
from bot.registry.load import load
from tests.build import asked, documents, snapshot


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1.0k"),
        (8312, "8.3k"),
        (9949, "9.9k"),
        (9951, "10k"),
        (41_226, "41k"),
        (999_499, "999k"),
        (999_999, "1.0M"),
        (1_234_567, "1.2M"),
        (70_000_000_000, "70B"),
    ],
)
def test_short(number: int, text: str) -> None:
    assert short(number) == text


@given(st.integers(0, 10**12))
def test_short_is_short_and_near(number: int) -> None:
    text = short(number)
    unit = {"k": 10**3, "M": 10**6, "B": 10**9}.get(text[-1], 1)
    value = float(text.rstrip("kMB")) * unit
    assert len(text) <= 6
    assert abs(value - number) <= max(0.06 * number, 0)


def test_downloads_of_a_family_are_added() -> None:
    registry, _ = load(documents())
    gamma = registry.entry("gamma")
    assert gamma
    values = snapshot(
        model__acme__gamma_7b={},
        **{
            "model__acme__gamma-7b": {"downloads": asked(900), "gated": asked("manual")},
            "model__acme__gamma-13b": {"downloads": asked(1200)},
        },
    )
    fields = shown(gamma, values)
    assert {name: field.text for name, field in fields.items()} == {
        "downloads": "2.1k",
        "licence": "MIT",
        "status": "gated",
    }
