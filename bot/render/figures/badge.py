"""Badges: a label and its value, for the site; no service draws them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.render.figures.text import text_width, visible

Tone = Literal["good", "fair", "bad", "plain", "unknown"]
_LETTERS, _PAD = 11.0, 6.0
_GOOD, _FAIR = 0.95, 0.85
"""Shares of links alive from which on a badge is green, and yellow."""


@dataclass(frozen=True)
class Badge:
    """A label, its value, and how good that is."""

    label: str
    value: str
    tone: Tone

    @property
    def left(self) -> float:
        """The width of the label's half."""
        return round(text_width(visible(self.label), _LETTERS) + 2 * _PAD)

    @property
    def right(self) -> float:
        """The width of the value's half."""
        return round(text_width(visible(self.value), _LETTERS) + 2 * _PAD)


def entries_badge(count: int) -> Badge:
    """How many entries a list has."""
    return Badge("entries", f"{count:,}", "plain")


def checked_badge(day: str) -> Badge:
    """The last day (YYYY-MM-DD) on which links were checked; empty where nobody knows."""
    return Badge("last checked", day or "not known", "plain" if day else "unknown")


def alive_badge(alive: int, checked: int) -> Badge:
    """The share of the checked links that are alive, rounded down: 100 % is all of them."""
    if not checked:
        return Badge("links alive", "not known", "unknown")
    share = alive / checked
    tone: Tone = "good" if share >= _GOOD else "fair" if share >= _FAIR else "bad"
    return Badge("links alive", f"{alive * 100 // checked}% of {checked:,}", tone)
