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
        ("(https://a.example/x) and www.no.example", [(1, "https://a.example/x")]),
        ("[x][r]\n\ntext\n\n[r]: https://a.example", [(5, "https://a.example")]),
        ("[x](https://en.wikipedia.org/wiki/A_(b))", [(1, "https://en.wikipedia.org/wiki/A_(b)")]),
        (
            "[![i](https://i.example)](https://a.example)",
            [(1, "https://a.example"), (1, "https://i.example")],
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
    ],
)
def test_links_and_their_lines(text: str, found: list[tuple[int, str]]) -> None:
    assert markdown_links(text) == [MarkdownLink(line, url) for line, url in found]


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    lines = text.count("\n") + 1
    assert all(1 <= spot.line <= lines for spot in markdown_links(text))
