from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.markdown import MarkdownLink, markdown_links


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[x](https://a.example/1)", [(1, "https://a.example/1")]),
        ("\n<https://a.example>", [(2, "https://a.example")]),
        (
            "(https://a.example/x) and www.a.example",
            [(1, "https://a.example/x"), (1, "http://www.a.example")],
        ),
        ("[x][r]\n\ntext\n\n[r]: https://a.example", [(5, "https://a.example")]),
        ("[x](https://en.wikipedia.org/wiki/A_(b))", [(1, "https://en.wikipedia.org/wiki/A_(b)")]),
        (
            "[![i](https://i.example)](https://a.example)",
            [(1, "https://i.example"), (1, "https://a.example")],
        ),
        ("| a |\n| --- |\n| https://a.example |", [(3, "https://a.example")]),
        ("one\ntwo [x](https://a.example)\nthree", [(2, "https://a.example")]),
        ('x <a href="https://a.example">y</a>', [(1, "https://a.example")]),
        ('<p>\n<img src="https://a.example/i.png">\n</p>', [(2, "https://a.example/i.png")]),
        (
            "- [x](https://a.example)\n  - [y](https://b.example)",
            [(1, "https://a.example"), (2, "https://b.example")],
        ),
        ("[[code](https://a.example)]", [(1, "https://a.example")]),
        ("[code & models](https://a.example)]", [(1, "https://a.example")]),
        ("`https://a.example`", []),
        ("```\nhttps://a.example\n```", []),
        ("    https://a.example", []),
        ("<!-- [x](https://a.example) -->", []),
        ("[x](docs/a.md) [y](#z) [m](mailto:a@b.example)", []),
        ("![https://no.example](https://a.example/i.svg)", [(1, "https://a.example/i.svg")]),
        ('<source srcset="https://a.example/i">', [(1, "https://a.example/i")]),
        ('<video poster="https://a.example/i">', [(1, "https://a.example/i")]),
        ("x[^1]\n\n[^1]: https://a.example", [(3, "https://a.example")]),
    ],
)
def test_links_and_their_lines(text: str, found: list[tuple[int, str]]) -> None:
    read = markdown_links(text)
    assert [(link.line, link.url) for link in read] == found
    lines = text.splitlines()
    for link in read:
        written = link.url.removeprefix("http://") if "//www" in link.url else link.url
        assert lines[link.line - 1][link.column - 1 :].startswith(written)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    lines = len(text.splitlines()) + 1
    assert all(1 <= spot.line <= lines and spot.column > 0 for spot in markdown_links(text))


TWICE = """\
<p>
<a href="https://a.example/x/long">one</a> <a href="https://a.example/x">two</a>
<a href="https://a.example/x">three</a>, <a href="https://a.example/x">four</a>
</p>
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_place_of_an_address_counts_once_a_line(end: str) -> None:
    assert markdown_links(TWICE.replace("\n", end)) == [
        MarkdownLink(2, "https://a.example/x/long", 10),
        MarkdownLink(2, "https://a.example/x", 53),
        MarkdownLink(3, "https://a.example/x", 10),
    ]


def test_columns_are_counted_in_letters() -> None:
    text = "\ufeff路 é🙂 https://a.example\n路 <https://b.example>"
    assert [link.column for link in markdown_links(text)] == [6, 4]
