"""Badges: what they show, in a file that fits its words."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest

from bot.lists.registry.load import shipped_templates
from bot.render.figures.badge import Badge, alive_badge, checked_badge, entries_badge
from bot.render.figures.text import text_width
from bot.render.pictures import draw_badge

BADGES = [
    (entries_badge(1234), "entries: 1,234", "plain"),
    (checked_badge("2026-11-27"), "last checked: 2026-11-27", "plain"),
    (checked_badge(""), "last checked: not known", "unknown"),
    (alive_badge(0, 0), "links alive: not known", "unknown"),
    (alive_badge(430, 430), "links alive: 100% of 430", "good"),
    (alive_badge(429, 430), "links alive: 99% of 430", "good"),
    (alive_badge(90, 100), "links alive: 90% of 100", "fair"),
    (alive_badge(1, 100), "links alive: 1% of 100", "bad"),
]


@pytest.mark.parametrize(("badge", "words", "tone"), BADGES)
def test_what_they_show(badge: Badge, words: str, tone: str) -> None:
    text = draw_badge(shipped_templates(), badge)
    assert text == draw_badge(shipped_templates(), badge)
    root = ElementTree.fromstring(text)
    assert root.get("aria-label") == words
    assert badge.tone == tone
    assert len(text) < 1500
    label, value = (one for one in root.iter() if one.tag.endswith("}text"))
    assert text_width(label.text or "", 11) < badge.left
    assert text_width(value.text or "", 11) < badge.right
    assert root.get("width") == f"{badge.left + badge.right:.0f}"
