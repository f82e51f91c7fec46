from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.anchors import Slugger, anchors, has_anchor, heading_slug

# GitHub's own answers, as collected by https://github.com/Flet/github-slugger (test/fixtures.json)
OF_GITHUB = [
    ("bravoCharlieDelta", "bravocharliedelta"),
    ("__proto__", "__proto__"),
    ("heading with a - dash", "heading-with-a---dash"),
    ("heading with an _ underscore", "heading-with-an-_-underscore"),
    ("heading with a period.txt", "heading-with-a-periodtxt"),
    (
        "exchange.bind_headers(exchange, routing [, bindCallback])",
        "exchangebind_headersexchange-routing--bindcallback",
    ),
    ("apostrophe’s should be trimmed", "apostrophes-should-be-trimmed"),
    ("I ♥ unicode", "i--unicode"),
    ("en–dash", "endash"),
    ("😄-😄 unicode emoji", "--unicode-emoji"),
    ("😄_😄 unicode emoji", "_-unicode-emoji"),
    (":ok_hand: :hatched_chick: Two in a row", "ok_hand-hatched_chick-two-in-a-row"),
    ("Привет non-latin 你好", "привет-non-latin-你好"),
    ("a_ ‿ ⁀ ⁔ ︳b", "a_-‿-⁀-⁔-︳b"),
    ("a҈ ҉ ᪾ ⃝b", "a҈-҉-᪾-⃝b"),
    ("aⅠ ⅿ ↀ 〇b", "aⅰ-ⅿ-ↀ-〇b"),
]


@pytest.mark.parametrize(("heading", "anchor"), OF_GITHUB)
def test_slugs_are_those_of_github(heading: str, anchor: str) -> None:
    assert heading_slug(heading) == anchor


def test_repeated_headings_are_counted_as_github_counts_them() -> None:
    slugger = Slugger()
    headings = ["echo", "echo", "echo 1", "echo-1", "echo", "foxtrot-1", "foxtrot", "foxtrot"]
    expected = ["echo", "echo-1", "echo-1-1", "echo-1-2", "echo-2"]
    expected += ["foxtrot-1", "foxtrot", "foxtrot-2"]
    assert [slugger.slug(heading) for heading in headings] == expected


README = """# T5: Text-To-Text

## Released Model Checkpoints ##
Setext *too*
------------
### `code` and [a link](https://x.invalid) &amp; more
<h2 align="center">
  Drawn by <b>hand</b>
</h2>
<a name="Old-Name"></a><p id="here">x</p>

```sh
# no heading
```

## Usage
## Usage
"""


@pytest.mark.parametrize(
    ("fragment", "there"),
    [
        ("released-model-checkpoints", True),
        ("Released-Model-Checkpoints", True),
        ("user-content-released-model-checkpoints", True),
        ("setext-too", True),
        ("code-and-a-link--more", True),
        ("drawn-by-hand", True),
        ("old-name", True),
        ("here", True),
        ("usage-1", True),
        ("usage-2", False),
        ("no-heading", False),
        ("readme", True),
        ("readme-ov-file", True),
        ("%74%35-text-to-text", True),
    ],
)
def test_anchors_of_a_readme(fragment: str, there: bool) -> None:
    assert has_anchor(README, fragment) is there


def test_html_nobody_can_read_does_not_raise() -> None:
    assert not has_anchor("<div>\n<![nonsense[ x ]]>\n</div>", "a")


@given(st.text())
def test_any_text_is_read_and_slugs_hold_no_blank(text: str) -> None:
    found = anchors(text)
    assert all("\x00" not in anchor for anchor in found)
    assert " " not in heading_slug(text)


@given(st.lists(st.text(max_size=6), max_size=12))
def test_no_two_headings_share_an_anchor(headings: list[str]) -> None:
    slugger = Slugger()
    slugs = [slugger.slug(heading) for heading in headings]
    assert len(set(slugs)) == len(slugs)
