"""Soft 404s, held against what the same host says to an address that was made up."""

from __future__ import annotations

import pytest

from bot.sources.web.signs.names import is_lost
from bot.sources.web.soft import MADE_UP, likeness, made_up


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/blog/post.html?x=1#y", f"https://a.example/blog/{MADE_UP}.html"),
        ("https://a.example/blog/post", f"https://a.example/blog/{MADE_UP}"),
        ("https://a.example/blog/", f"https://a.example/blog/{MADE_UP}"),
        ("https://a.example", f"https://a.example/{MADE_UP}"),
        ("https://a.example/v1.0-beta-long", f"https://a.example/{MADE_UP}"),
        ("https://a.example/index.php?id=77", "https://a.example/index.php?id=987654321"),
        ("https://a.example/?lang=de&p=about", f"https://a.example/?lang=de&p={MADE_UP}"),
        ("https://a.example/blog/post?utm_source=list", f"https://a.example/blog/{MADE_UP}"),
    ],
)
def test_a_made_up_address_is_a_sibling(address: str, expected: str) -> None:
    assert made_up(address) == expected


@pytest.mark.parametrize(
    ("start", "final", "expected"),
    [
        ("https://a.example/blog/post", "https://a.example/", True),
        ("https://a.example/blog/post", "https://a.example/blog/", True),
        ("https://a.example/blog/post", "https://b.example/news", True),
        ("https://a.example/blog/post.html", "https://b.example/post", False),
        ("https://a.example/post", "https://b.example/other", True),
        ("https://a.example/blog/post", "https://a.example/index?id=7", True),
        ("https://a.example/tool", "https://a.example/tools/", True),
        ("https://a.example/panda-lm", "https://b.example/2023/PandaLM.html", False),
        ("https://a.example/p?id=77", "https://a.example/p/77-a-title", False),
        ("https://a.example/p?id=77", "https://a.example/news", True),
        ("https://a.example/?p=77", "https://a.example/", True),
        ("https://a.example/tool?utm_source=list", "https://b.example/tool", False),
        ("https://a.example/", "https://b.example/", False),
        ("https://a.example/post", "https://a.example/post#part", False),
    ],
)
def test_a_lost_name(start: str, final: str, expected: bool) -> None:
    assert is_lost(start, final) is expected


def test_likeness() -> None:
    assert likeness("", "") == 0
    assert likeness("a b c", "c b a a") == 1
    assert likeness("a b", "c d") == 0
