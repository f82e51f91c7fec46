"""The links of a document, packed: each comes out as it went in, in its place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.source.links import LinkForm, SourceLink, SourceLinks

RAW = "ab é�?".encode() + b"\xff"
AT = st.integers(0, len(RAW))


@st.composite
def links(draw: st.DrawFn) -> SourceLink:
    start, end = sorted((draw(AT), draw(AT)))
    is_sure = draw(st.booleans())
    as_written = RAW[start:end].decode("utf-8", "surrogateescape")
    url = st.sampled_from([as_written, RAW[start:end].decode("utf-8", "replace"), "", "?", "a"])
    return SourceLink(
        draw(url),
        start if is_sure else None,
        end if is_sure else None,
        (draw(AT), draw(AT)),
        draw(st.sampled_from(LinkForm)),
        draw(st.text(max_size=2)),
        draw(st.booleans()),
        draw(st.booleans()),
    )


def in_order(links: list[SourceLink]) -> list[SourceLink]:
    """The links as they stand; an image is linked where a link before it reaches beyond it."""
    ordered = sorted(links, key=lambda link: (link.whole[0], -link.whole[1]))
    reach, found = 0, []
    for link in ordered:
        reach = reach if link.is_image else max(reach, link.whole[1])
        found.append(link._replace(is_linked=link.is_image and link.whole[1] <= reach))
    return found


@given(st.lists(links(), max_size=6), st.integers(0, 6), st.integers(-6, 6))
def test_each_comes_out_as_it_went_in(some: list[SourceLink], start: int, end: int) -> None:
    packed, ordered = SourceLinks(RAW, iter(some)), in_order(some)
    assert list(packed) == ordered
    assert packed[start:end] == ordered[start:end]
    assert [packed[number - len(some)] for number in range(len(some))] == ordered
    inside = [link for link in ordered if start <= link.whole[0] < end]
    assert list(packed.between(start, end)) == inside
    assert len(packed) == len(some)
