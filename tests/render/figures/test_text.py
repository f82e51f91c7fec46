"""Foreign text in figures: what nobody sees is left out, and what is wide has its room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.figures.text import BOLD, sentence, shortened, text_width, visible, wrapped


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Llama\u200b 2", "Llama 2"),
        ("\u202egpj.exe", "gpj.exe"),
        ("a\u00adb\ufeffc", "abc"),
        ("tag\U000e0041\U000e007f", "tag"),
        ("two\nlines\tand  more", "two lines and more"),
        ("\ud800 half", "half"),
        ("nul\x00\x1b[31m", "nul[31m"),
        ("Z\u0351\u0352\u0353\u0354\u0355algo", "Z\u0353\u0354algo"),
        ("e\u0301", "é"),
        ("通义千问", "通义千问"),
        ("\u3164", ""),
    ],
)
def test_what_is_seen(text: str, seen: str) -> None:
    assert visible(text) == seen


@given(st.text())
def test_nothing_invisible_is_left(text: str) -> None:
    found = visible(text)
    assert found == found.strip()
    assert all(sign == " " or sign.isprintable() for sign in found)
    assert visible(found) == found


@pytest.mark.parametrize(
    ("text", "measured", "bold"),
    [
        ("StableLM-Tuned-Alpha", 132.2, 150.4),
        ("moss-moon-003-base", 130.0, 144.5),
        ("OpenChatKit", 76.0, 85.8),
        ("WizardLM", 58.0, 66.5),
        ("Ελληνικά", 55.1, 61.5),
        ("Привет", 45.9, 49.7),
        ("MMMWWW", 66.7, 75.5),
        ("通义千问", 48.0, 48.0),
    ],
)
def test_there_is_room_in_the_widest_font(text: str, measured: float, bold: float) -> None:
    """Measured at 12 pixels in Chromium: DejaVu Sans; of ideographs the em."""
    assert measured <= text_width(text, 12) <= measured * 1.45
    assert bold <= text_width(text, 12 * BOLD)


@given(st.text(max_size=80), st.floats(20, 200))
def test_a_shortened_text_fits(text: str, width: float) -> None:
    assert text_width(shortened(text, 12, width), 12) <= width


@given(
    st.lists(st.from_regex(r"[a-zA-Z0-9-]{1,30}", fullmatch=True), max_size=30), st.floats(120, 400)
)
def test_wrapped_names_fit_and_none_is_lost(names: list[str], width: float) -> None:
    lines = wrapped(names, 12, width)
    assert all(text_width(line, 12) <= width for line in lines)
    assert sum(len(line.split(",")) - line.endswith(",") for line in lines) == len(names)


def test_the_last_line_counts_what_is_left_out() -> None:
    names = [f"name-{number:02}" for number in range(20)]
    lines = wrapped(names, 12, 200, most=2)
    assert lines == ["name-00, name-01, name-02,", "name-03, name-04, + 15 more"]


def test_a_sentence_in_lines() -> None:
    assert sentence("one two three four", 12, 60) == ["one two", "three", "four"]
