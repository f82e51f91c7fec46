"""Any bytes are a list: nothing fails, nothing is lost, and only what is asked for changes."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from bot.lists.readme.home import README_HOME
from bot.lists.readme.reading.records import read_written
from bot.model.change import LinkEdit
from bot.model.errors import Where
from bot.model.values.written import Span, WrittenList

PATH, MOVED = "README.md", "https://moved.example/here"
PIECES = st.lists(
    st.sampled_from(
        [
            "- ", "  - ", "1. ", "# ", "> ", "|", "|-|-|\n", "\n", "\r\n", "\r", "\n\n", "\t", "~~",
            "[a](https://a.test/1)", "[[paper](https://arxiv.org/abs/2301.00001)]", "<https://b.test>",
            "https://c.test/é", "![x](https://d.test/x.svg)", "[r]", "[r]: https://e.test\n", "**",
            "*A Bee et al. ACL 2024.*", "`MIT`", "2024-arXiv", "arXiv 2023", "[2024-05]", "⭐ 1.4k",
            "<table>", "</table>", "<tr>", "</tr>", "<td>", "<td rowspan=3>", "<th>", "<b>", "</b>",
            "<a href='https://f.test'>", "</a>", "<details>", "</details>", "<summary>", "<br>",
            "</summary>", "<li>", "<del>", "</del>", "<!-- listkeeper:ignore -->", "<!--", "-->",
            "Code: ", "Name", "Date", "Venue", "é", "\ufeff", "\x00", "\udcff", "(dead)", "\\", "]",
            "(", "```\n",
        ]
    ),
    max_size=40,
).map("".join)  # fmt: skip
ANY = st.one_of(
    PIECES, st.binary(max_size=200).map(lambda raw: raw.decode("utf-8", "surrogateescape"))
)


def _spans(written: WrittenList) -> list[Span]:
    links = [link for record in written.records for link in record.links]
    return [
        *(record.span for record in written.records),
        *(one.span for record in written.records for one in record.fields),
        *(link.span for link in (*links, *written.links)),
        *(one.span for one in written.unread),
    ]


@given(ANY)
@example("~~<li>[r]: https://e.test\n<table>- \udcff")
def test_any_text_is_read_and_stays_as_it_is(text: str) -> None:
    raw = text.encode("utf-8", "surrogateescape")
    written = read_written({PATH: text})
    assert all(0 <= one.start <= one.end <= len(raw) for one in _spans(written))
    for record in written.records:
        for field in record.fields:
            assert record.span.start <= field.span.start <= field.span.end
    README_HOME.read({PATH: text}, {})
    assert README_HOME.edit({PATH: text}, []) == ({PATH: text}, [])


@given(ANY, st.integers(min_value=0))
def test_a_link_that_moves_changes_its_own_bytes_alone(text: str, which: int) -> None:
    raw = text.encode("utf-8", "surrogateescape")
    written = read_written({PATH: text})
    links = [one for record in written.records for one in record.links if not one.is_image]
    if not links:
        return
    link = links[which % len(links)]
    where = Where(PATH, link.span.line, link.span.start + 1)
    edit = LinkEdit("x/moved", where, link.link.url, MOVED)
    files, refused = README_HOME.edit({PATH: text}, [edit])
    after = files[PATH].encode("utf-8", "surrogateescape")
    if refused:
        assert after == raw
        return
    alike = [one.span for one in (*links, *written.links) if one.link.url == link.link.url]
    ends = {span.start: span.end for span in alike}
    pieces, at = after.split(MOVED.encode()), 0
    assert len(pieces) > 1
    for piece in pieces[:-1]:
        assert raw[at : at + len(piece)] == piece
        at = ends[at + len(piece)]
    assert raw[at:] == pieces[-1]
