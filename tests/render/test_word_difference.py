"""A difference shows the old words struck out, the new ones in bold, and nothing else changed."""

from __future__ import annotations

import cmarkgfm  # type: ignore[import-untyped]
import html5lib  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.bodies.word_difference import changed_address, changed_words
from tests.render.reading import words_before_folds

SEEN = "https://e.org/x"


@pytest.mark.parametrize(
    ("before", "after", "drawn"),
    [
        ("arXiv 2023", "ICML 2023", f"~~arXiv~~ [**ICML**]({SEEN}) 2023"),
        ("7B", "7B, 13B", f"7B, [**13B**]({SEEN})"),
        ("8.3k", "8.5k", f"~~8.3k~~ [**8.5k**]({SEEN})"),
        ("x y z", "x y", "x y ~~z~~"),
        ("", "ICLR 2023", f"[ICLR 2023]({SEEN})"),
        ("archived", "", f"[~~archived~~]({SEEN})"),
        (
            "one two three four arXiv 2022. five six seven",
            "one two three four NeurIPS 2022. five six seven",
            rf"… two three four ~~arXiv~~ [**NeurIPS**]({SEEN}) 2022\. five six …",
        ),
        ("a b c 1 d e f g h 2", "a b c 3 d e f g h 4", None),
    ],
)
def test_words(before: str, after: str, drawn: str | None) -> None:
    if drawn is None:
        drawn = f"a b c ~~1~~ [**3**]({SEEN}) d e f g h ~~2~~ [**4**]({SEEN})"
    assert changed_words(before, after, SEEN) == drawn


def test_what_is_no_address_is_no_link() -> None:
    assert changed_words("7B", "13B", "README of acme/gamma") == "~~7B~~ **13B**"


@pytest.mark.parametrize(
    ("before", "after", "drawn"),
    [
        ("https://github.com/old/a", "https://github.com/new/a", "github.com/~~old~~ **new**/a"),
        ("http://x.org/a/", "https://x.org/a", "~~http~~ **https**://x.org/a"),
        ("https://x.org/a/tree/main", "https://x.org/a", "x.org/a/~~tree/main~~"),
        ("https://x.org/a_b", "https://x.org/a_b/c", r"x.org/a\_b/**c**"),
    ],
)
def test_addresses(before: str, after: str, drawn: str) -> None:
    assert changed_address(before, after) == f"[{drawn}]({after})"


def test_another_site_stands_behind_the_old_one() -> None:
    drawn = changed_address("https://elicit.org/", "https://elicit.com/")
    assert drawn == "~~elicit.org~~ [elicit.com](https://elicit.com/)"


def shown(markdown: str, tag: str) -> list[str]:
    html = cmarkgfm.github_flavored_markdown_to_html(markdown)
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return ["".join(one.itertext()) for one in tree.iter(tag)]


_WORD = st.text("ab1*_~`|[]()<>&\\#@!.,-", min_size=1, max_size=4)


@given(before=st.lists(_WORD, max_size=6), after=st.lists(_WORD, min_size=1, max_size=6))
def test_any_words_stay_words(before: list[str], after: list[str]) -> None:
    old, new = " ".join(before), " ".join(after)
    drawn = changed_words(old, new, SEEN)
    struck = " ".join(shown(drawn, "del")).split()
    assert all(word in before for word in struck)
    assert all(word in after for word in " ".join(shown(drawn, "strong")).split())
    assert set(shown(drawn, "code")) == set()


def test_a_changed_year_costs_a_few_words() -> None:
    text = "word " * 60
    assert words_before_folds(changed_words(f"{text}2022.", f"{text}2023.")) == 5
