"""The rows in the HTML of a document: rows of tables, items, entries that fold out, lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from bot.lists.readme.reading.folded import SUMMARY, with_folded
from bot.lists.readme.reading.markup import Elements, trimmed
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
        """All rows, those found before included unless they are part of an entry that folds out."""
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
        self._broken_lines()
        return with_folded(self._found, elements)

    def _summary(self, index: int, end: int) -> None:
        """An entry that folds out; which rows inside are its own is not known yet."""
        start, title = self.elements.tags[index].start, self.elements.title_end(index)
        if self.elements.are_followed(start, title):
            self._found.append(Row(SUMMARY, start, end, ((start, title),), next(self._regions)))

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
        """Lines of HTML, each with a link of its own; the last one ends with what holds them."""
        breaks = [tag for tag in self.elements.tags if tag.name in _ENDS_A_LINE]
        if not breaks:
            return
        taken = sorted((start, end) for row in self._found for start, end in row.content)
        starts = [start for start, _ in taken]
        region = next(self._regions)
        at = 0
        is_behind = False
        for tag in breaks:
            start, end = trimmed(self.document.raw, at, tag.start)
            at = tag.end
            index = bisect_right(starts, start) - 1
            inside = index >= 0 and start < taken[index][1]
            is_line = tag.name == "br" or (is_behind and tag.name in _ENDS_THE_LINES)
            is_behind = is_line and not inside and self.elements.leads(start, end)
            if is_behind:
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
_ENDS_THE_LINES = frozenset({"/p", "/div", "/td", "/details"})
_ENDS_A_LINE = _ENDS_THE_LINES | {
    "br", "p", "div", "/table", "/li", "/h1", "/h2", "/h3", "details", "summary", "/summary",
}  # fmt: skip
