"""The rows in the HTML of a document: rows of tables, items, entries that fold out, lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from bot.lists.readme.reading.markup import Elements, trimmed, without
from bot.lists.readme.reading.row import Cell, Row, head_rows
from bot.parsing.source.markup import Tag


class MarkupRows:
    """Adds the rows in HTML to those found in Markdown; `regions` numbers what stands together."""

    def __init__(self, elements: Elements, regions: Iterator[int], found: list[Row]) -> None:
        self.elements = elements
        self.document = elements.document
        self._regions = regions
        self._found = found

    def read(self) -> list[Row]:
        """All rows, those that were found before included unless an entry folds them in."""
        elements, tags = self.elements, self.elements.tags
        region = next(self._regions)
        titles: list[str] = []
        spans: dict[int, int] = {}
        is_first = True
        details: list[int] = []
        for index, tag in enumerate(tags):
            if tag.name == "table":
                region, titles, spans, is_first = next(self._regions), [], {}, True
            elif tag.name == "tr":
                end = elements.ends[index]
                cells, is_head = self._cells(index, end, titles, spans)
                if is_head or (is_first and self._are_bold(cells)):
                    titles = titles or [*self._titles(index, end)]
                    heads = [(cell.start, cell.end) for cell in cells]
                    self._found += head_rows(elements, self._regions, heads)
                elif cells:
                    whole = ((tag.start, end),)
                    self._found.append(Row("markup", tag.start, end, whole, region, tuple(cells)))
                is_first = False
            elif tag.name == "li":
                end = elements.ends[index]
                self._found.append(Row("markup", tag.start, end, ((tag.start, end),), region))
            elif tag.name == "details":
                details.append(index)
            elif tag.name == "/details" and details:
                details.pop()
            elif tag.name == "summary" and details:
                self._summary(index, elements.ends[details[-1]])
        self._without_folded()
        self._broken_lines()
        return self._found

    def _summary(self, index: int, end: int) -> None:
        """An entry that folds out: everything inside belongs to it, and is no row of its own."""
        tag = self.elements.tags[index]
        if self.elements.are_followed(tag.end, self.elements.ends[index]):
            content = ((tag.start, end),)
            self._found.append(Row("summary", tag.start, end, content, next(self._regions)))

    def _without_folded(self) -> None:
        """Drop the rows inside entries that fold out; of these, each has what no inner one has."""
        folded = sorted(
            (row for row in self._found if row.form == "summary"),
            key=lambda row: (row.start, -row.end),
        )
        if not folded:
            return
        starts = [row.start for row in folded]
        reach = list(accumulate((row.end for row in folded), max))

        def is_inside(row: Row) -> bool:
            at = bisect_right(starts, row.start) - 1
            return at >= 0 and row.start < reach[at]

        rest = [row for row in self._found if row.form != "summary" and not is_inside(row)]
        inner: dict[int, list[Row]] = defaultdict(list)
        around: list[int] = []
        for index, row in enumerate(folded):
            while around and folded[around[-1]].end <= row.start:
                around.pop()
            if around:
                inner[around[-1]].append(row)
            around.append(index)
        self._found = [
            *rest,
            *(replace(row, content=without(row, inner[index])) for index, row in enumerate(folded)),
        ]

    def _cells(
        self, index: int, end: int, titles: Sequence[str], spans: dict[int, int]
    ) -> tuple[list[Cell], bool]:
        """The cells of a row of HTML; a cell that reaches down moves those of the rows below."""
        cells: list[Cell] = []
        heads = column = 0
        for at in range(index + 1, len(self.elements.tags)):
            tag = self.elements.tags[at]
            if tag.start >= end:
                break
            if tag.name not in {"td", "th"}:
                continue
            while spans.get(column, 0):
                spans[column] -= 1
                column += 1
            if column > _MOST_COLUMNS:
                break
            heads += tag.name == "th"
            start, stop = trimmed(self.document.raw, tag.end, self.elements.ends[at])
            cells.append(Cell(start, stop, titles[column] if column < len(titles) else ""))
            width, height = (_number(tag, name) for name in ("colspan", "rowspan"))
            for one in range(column, min(column + width, _MOST_COLUMNS)):
                if height > 1:
                    spans[one] = height - 1
            column += width
        return cells, bool(cells) and heads == len(cells)

    def _titles(self, index: int, end: int) -> Iterator[str]:
        """The title of each column in a row of heads; one over several columns names none."""
        for at in range(index + 1, len(self.elements.tags)):
            tag = self.elements.tags[at]
            if tag.start >= end:
                break
            if tag.name in {"td", "th"}:
                width = _number(tag, "colspan")
                title = self.document.text_between(tag.end, self.elements.ends[at])
                yield from [title] if width == 1 else [""] * width

    def _are_bold(self, cells: Sequence[Cell]) -> bool:
        """Whether a first row without links serves as a head: all in it is in bold letters."""
        written = [self.document.raw[cell.start : cell.end] for cell in cells]
        return (
            len(cells) > 1
            and any(written)
            and all(
                _BOLD.fullmatch(text) and not self.elements.are_followed(cell.start, cell.end)
                for cell, text in zip(cells, written, strict=True)
            )
        )

    def _broken_lines(self) -> None:
        """Lines of HTML that end with `<br>`, each with a link of its own."""
        taken = sorted((start, end) for row in self._found for start, end in row.content)
        starts = [start for start, _ in taken]
        breaks = [tag for tag in self.elements.tags if tag.name in _ENDS_A_LINE]
        region = next(self._regions)
        at = 0
        for tag in breaks:
            start, end = trimmed(self.document.raw, at, tag.start)
            at = tag.end
            index = bisect_right(starts, start) - 1
            inside = index >= 0 and start < taken[index][1]
            if tag.name.startswith("br") and not inside and self.elements.leads(start, end):
                self._found.append(Row("line", start, end, ((start, end),), region))


def _number(tag: Tag, name: str) -> int:
    """A count of columns or rows that a cell gives; 1 where it gives none."""
    written = tag.attributes.get(name)
    number = int(written.value) if written and written.value.isdecimal() else 0
    return min(number, 1000) or 1


_MOST_COLUMNS = 200
"""Columns of a table of HTML; cells can say that they are a thousand wide and high."""
_BOLD = re.compile(rb"(?:<(strong|b)\b[^>]*>[^<]*(?:</?\1>)|\*\*[^*]+\*\*)?", re.IGNORECASE)
"""Bold letters; `<b>Name<b>` is what people write who forget the stroke."""
_ENDS_A_LINE = frozenset(
    {"br", "/p", "/div", "p", "div", "/td", "/table", "/li", "/h1", "/h2", "/h3"}
)
