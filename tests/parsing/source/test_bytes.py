"""Whatever bytes a text is made of: none is lost, and offsets count them as they lie on disk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.source.document import Document, read_document
from tests.parsing.source.marked import read_marked

LIST = (
    "# é\n\n- [x](«https://a.test/1»)\n- «https://a.test/2»\n\n|a|\n|-|\n|<«https://a.test/3»>|\n"
)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("begin", ["", "\ufeff", "\ufeff\n"])
@pytest.mark.parametrize("last", ["", "x"])
def test_line_ends_and_beginnings(end: str, begin: str, last: str) -> None:
    document, links = read_marked((begin + LIST + last).replace("\n", end))
    first = 3 + begin.count("\n")
    lines = [document.line_of(link.start or 0) for link in links]
    assert lines == [first, first + 1, first + 5]
    assert [link.url[-1] for link in links] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "text",
    [
        "- [x](«https://a.test»)",
        "\x00 [x](«https://a.test»)\n",
        "[\x00](«https://a.test/\x00»)\n",
        "\udcff [\udcfe](«https://a.test/\udcff») é «https://a.test/\udcc3» \n",
        '\udcff <a href="«https://a.test/\udcff»">\udcfe</a>\n',
        "- a\n\n\t[x](«https://a.test»)\n",
        "x\u2028[x](«https://a.test»)\x85[y](«https://b.test»)\x0b[z](«https://c.test»)",
        "🙂 [🙂](«https://a.test/🙂») «https://🙂.test»\n",
        "\ufeff\ufeff[x](«https://a.test»)",
    ],
)
def test_odd_letters(text: str) -> None:
    read_marked(text)


def test_lines_end_where_markdown_ends_them() -> None:
    document = read_document("a\nb\rc\r\nd\u2028e\x0bf\x85\n\n")
    raw = document.raw
    lines = [document.line_of(raw.index(letter)) for letter in (b"a", b"b", b"c", b"d", b"e", b"f")]
    assert lines == [1, 2, 3, 4, 4, 4]
    assert document.line_of(len(raw)) == 5


def test_what_readers_see_between_two_bytes() -> None:
    document = read_document("a *b* `c`  \n<b>d &amp;</b> [e](f)\n")
    assert document.text_between(0, len(document.raw)) == "a b c d & e"
    assert document.text_between(2, 6) == "b"


def _holds(document: Document, raw: bytes) -> None:
    assert document.raw == raw
    at = 0
    for start, end in sorted({(link.start, link.end) for link in document.links if link.start}):
        assert start is not None
        assert end is not None
        assert at <= start <= end <= len(raw)
        at = end
    for link in document.links:
        assert 0 <= link.whole[0] <= link.whole[1] <= len(raw)
        assert (link.start is None) == (link.end is None)


SIGNS = st.text(alphabet="[]()<>!`*_~|\\\"'&;:/.-#=+\n\r\t ahtps^wxé\x00\ufeff", max_size=200)


@given(st.one_of(st.text(), SIGNS))
def test_any_text_is_a_document(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    _holds(read_document(text), text.encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_a_document(raw: bytes) -> None:
    _holds(read_document(raw.decode("utf-8", "surrogateescape")), raw)


def test_bytes_that_are_no_letters_are_followed_as_browsers_follow_them() -> None:
    forms = "[x](a/\udcff) <bb:/\udcff> https://c.test/\udcff ![x][r]\n\n[r]: d/\udcff\n"
    document = read_document(forms + '\n<a href="e/\udcff">')
    assert [link.url for link in document.links] == [
        "a/\ufffd",
        "bb:/\ufffd",
        "https://c.test/\ufffd",
        "d/\ufffd",
        "e/\ufffd",
    ]
    assert all(document.raw[link.start : link.end].endswith(b"\xff") for link in document.links)
