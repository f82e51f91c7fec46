"""The bars and blanks of a table's row, laid out as in the rows nearby."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bot.lists.readme.reading.row import Row

_ALIGNED = 0.8
"""A column in which this share of the cells have the same width is aligned."""


class Layout:
    """The layout of the nearest rows with all cells of a table."""

    def __init__(self, raw: bytes, rows: Sequence[Row]) -> None:
        self.raw, self.rows = raw, rows
        self._cut = [self._pieces(row) for row in rows]

    def row(self, texts: Sequence[str]) -> str:
        """A row of these cells."""
        head, tail = _usual(map(self._head, self.rows)), _usual(map(self._tail, self.rows))
        cells = [self._cell(column, text) for column, text in enumerate(texts)]
        if not head:
            cells[0] = cells[0].lstrip(" ")
        if not tail:
            cells[-1] = cells[-1].rstrip(" ")
        return head + "|".join(cells) + tail

    def _head(self, row: Row) -> str:
        opening = self.raw[row.start : row.cells[0].start].decode("utf-8", "replace")
        return opening[: opening.rindex("|") + 1] if "|" in opening else ""

    def _tail(self, row: Row) -> str:
        closing = self.raw[row.cells[-1].end : row.end].decode("utf-8", "surrogateescape")
        return closing.strip(" \t\r\n")

    def _cell(self, column: int, text: str) -> str:
        gaps = [pieces[column] for pieces in self._cut]
        full = [gap for gap in gaps if gap.strip()]
        widths = Counter(map(len, gaps)).most_common(1)[0]
        lead = _usual(re.match(r"[ \t]*", gap)[0] for gap in full)  # type: ignore[index]
        behinds = [gap[len(gap.rstrip(" \t")) :] for gap in full]
        varied = len(set(map(len, behinds))) > 1
        if varied and widths[1] >= _ALIGNED * len(gaps):
            room = widths[0] - len(lead) - len(text)
            return lead + text + (" " * room if room > 0 else lead or " ")
        if not text:
            return " " if lead else ""
        return lead + text + _usual(behinds)

    def _pieces(self, row: Row) -> list[str]:
        """Each cell with the blanks beside it, up to its bars."""
        found = []
        for index, cell in enumerate(row.cells):
            low = row.cells[index - 1].end if index else row.start
            left = self.raw[low : cell.start]
            right = self.raw[cell.end : row.end]
            bar = right.find(b"|")
            behind = right[:bar] if bar >= 0 else right.rstrip()[:0]
            lead = left[left.rfind(b"|") + 1 :]
            inner = self.raw[cell.start : cell.end]
            found.append((lead + inner + behind).decode("utf-8", "surrogateescape"))
        return found


def _usual(texts: object) -> str:
    counted = Counter(texts)  # type: ignore[call-overload]
    return str(counted.most_common(1)[0][0]) if counted else ""
