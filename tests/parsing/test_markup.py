from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.markup import Markup, read_markup


def test_every_part_knows_its_line() -> None:
    assert read_markup("<p>\n<A Href='/x' id>one<br/>\n</a>") == [
        Markup(0, "p"),
        Markup(0, text="\n"),
        Markup(1, "a", {"href": "/x", "id": ""}),
        Markup(1, text="one"),
        Markup(1, "br"),
        Markup(1, "/br"),
        Markup(1, text="\n"),
        Markup(2, "/a"),
    ]


@given(st.text(alphabet="<>/ab=\"' !-[]&;\n", max_size=60))
def test_no_markup_makes_it_raise(text: str) -> None:
    parts = read_markup(text)
    assert parts is None or all(part.line <= text.count("\n") for part in parts)
