"""The rows of a hand-written list: the smallest parts of a document with one entry each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import count

from bot.lists.readme.reading.html_rows import MarkupRows
from bot.lists.readme.reading.markdown_rows import MarkdownRows
from bot.lists.readme.reading.markup import Elements, is_followed
from bot.lists.readme.reading.outline import Outline
from bot.lists.readme.reading.row import Row
from bot.parsing.source.document import Document
from bot.parsing.source.links import SourceLink

RowsAndRest = tuple[list[Row], list[SourceLink]]
"""Rows, and the links that belong to none of them."""


def read_rows(document: Document) -> RowsAndRest:
    """The rows in order, each with its links, and the links that belong to no row."""
    elements = Elements(document)
    return rows_below(elements, Outline(elements))


def rows_below(elements: Elements, outline: Outline) -> RowsAndRest:
    """The same of a document whose elements and titles are known."""
    regions = count()
    in_markdown = MarkdownRows(elements, regions).read()
    found = MarkupRows(elements, regions, in_markdown).read()
    return _with_links(sorted(found, key=lambda row: (row.start, -row.end)), elements, outline)


def _with_links(rows: list[Row], elements: Elements, outline: Outline) -> RowsAndRest:
    links, loose = _by_row(rows, elements.document.links)
    with_links: list[Row] = []
    for index, row in enumerate(rows):
        own = links.get(index, ())
        if row.cells or any(is_followed(link) for link in own):
            row.section, row.links = outline.path(row.start), tuple(own)
            with_links.append(row)
        else:
            loose += own
    return with_links, sorted(loose, key=lambda link: link.whole)


def _by_row(
    rows: Sequence[Row], links: Sequence[SourceLink]
) -> tuple[Mapping[int, Sequence[SourceLink]], list[SourceLink]]:
    """Number of a row → its links; and the links that stand in none."""
    own: dict[int, list[SourceLink]] = {}
    loose: list[SourceLink] = []
    if not links:
        return own, loose
    pieces = sorted(
        (start, end, index) for index, row in enumerate(rows) for start, end in row.content
    )
    starts = [start for start, _, _ in pieces]
    for link in links:
        owner = _innermost(pieces, bisect_right(starts, link.whole[0]) - 1, link.whole[0])
        (own.setdefault(owner, []) if owner >= 0 else loose).append(link)
    return own, loose


def _innermost(pieces: Sequence[tuple[int, int, int]], index: int, at: int) -> int:
    """The row whose part begins last before a byte and contains it; -1 for none."""
    for one in range(index, max(-1, index - 64), -1):
        if at < pieces[one][1]:
            return pieces[one][2]
    return -1
