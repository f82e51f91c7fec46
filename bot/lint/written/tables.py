"""Rows of tables that are shown in the wrong columns, or in two pieces. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.lint.written.page import Fix, ListPage, Problem
from bot.model.values.plain import plural
from bot.parsing.source.nodes import Node

_LINE_END = re.compile(rb"[\r\n]")
_PIPE = re.compile(rb"\\.|\|", re.DOTALL)
_HABIT = 4
"""Rows of one table with other cells than its header; a pipe too many may be in two of three."""
_NOTES = ("[//]:", "<!--")
"""The beginnings of hidden notes."""
_OPEN_END = re.compile(
    r"(?:[,;&(+]|\b(?:and|or|of|the|with|for|from|by|in|on|to|a|an))\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table: its cells as they are written, also those that are not shown."""

    start: int
    end: int
    cells: tuple[tuple[int, int], ...]
    texts: tuple[str, ...]

    @property
    def filled(self) -> tuple[int, ...]:
        """The numbers of the cells that hold something."""
        return tuple(at for at, text in enumerate(self.texts) if text)


def _rows(page: ListPage, table: Node) -> list[_Row]:
    return [_row(page, row) for row in table.children if row.kind in {"TableHead", "TableRow"}]


def _row(page: ListPage, node: Node) -> _Row:
    start = node.start
    line_end = _LINE_END.search(page.raw, start, node.end)
    end = line_end.start() if line_end else node.end
    while end > start and page.raw[end - 1 : end].isspace():
        end -= 1
    edges = [one.start() for one in _PIPE.finditer(page.raw, start, end) if len(one[0]) == 1]
    if not edges or page.raw[start : edges[0]].strip():
        edges.insert(0, start - 1)
    if edges[-1] < end - 1:
        edges.append(end)
    cells = tuple((first + 1, last) for first, last in pairwise(edges))
    texts = tuple(page.written(*cell).strip() for cell in cells)
    return _Row(start, end, cells, texts)


def shifted_rows(pages: Sequence[ListPage]) -> Iterator[Problem]:
    """Rows with more or fewer cells than their header has."""
    for page in pages:
        for table in page.nodes("Table"):
            head, *rows = _rows(page, table)
            yield from _counted(page, len(head.cells), rows)
            yield from _escaped(page, rows)


def _counted(page: ListPage, width: int, rows: Sequence[_Row]) -> Iterator[Problem]:
    wrong = [row for row in rows if len(row.cells) != width and row.filled]
    if len(wrong) * 4 > len(rows) and len(wrong) >= _HABIT:
        return  # a list's own form: a header that is not complete, cells that are not shown
    for row in wrong:
        count, rest = len(row.cells), row.texts[width:]
        message = f"this row has {plural(count, 'cell')}, the header has {width}"
        if count < width:
            if _is_missed(width, count, rows) and not _is_grid(row):
                hint = "add the missing `|`; a cell without a value stays empty"
                yield Problem(page, row.start, message, hint)
        elif any(rest):
            lost = " | ".join(rest)
            if not lost.startswith(_NOTES):
                hint = r"write `\|` for a pipe that is text, or remove the one too many"
                yield Problem(page, row.start, f"{message}: “{_cut(lost)}” is not shown", hint)
        else:
            fix = Fix(row.cells[width - 1][1] + 1, row.end, "")
            yield Problem(page, row.start, message, "remove the empty cells at its end", (fix,))


def _is_missed(width: int, count: int, rows: Sequence[_Row]) -> bool:
    """Whether most other rows have content in a column that this row leaves out."""
    whole = [row for row in rows if len(row.cells) == width]
    return any(
        sum(at in row.filled for row in whole) * 2 > len(whole) for at in range(count, width)
    )


def _is_grid(row: _Row) -> bool:
    """Whether it only arranges a table of contents."""
    return all("](#" in row.texts[at] for at in row.filled)


def _escaped(page: ListPage, rows: Sequence[_Row]) -> Iterator[Problem]:
    for row in rows:
        for (start, _), text in zip(row.cells, row.texts, strict=True):
            if re.search(r"(?<!\\)\\\Z", text) and len(text) > 1:
                message = (
                    f"“{_cut(text)}” ends with a backslash: the cells behind it may be shifted"
                )
                yield Problem(
                    page, start, message, r"write `\|` for a pipe that is text, else remove the `\`"
                )


def split_rows(pages: Sequence[ListPage]) -> Iterator[Problem]:
    """Rows that were broken in two, and rows that a blank line separates from their table."""
    for page in pages:
        for table in page.nodes("Table"):
            head, *rows = _rows(page, table)
            if len(head.cells) > 2:
                yield from _broken(page, len(head.cells), rows)
        yield from _cut_off(page)


def _broken(page: ListPage, width: int, rows: Sequence[_Row]) -> Iterator[Problem]:
    """Two rows that are one: the first ends early, and the second continues there."""
    found: list[int] = []
    at = 1
    while at < len(rows):
        if _is_one(rows[at - 1], rows[at], width):
            found.append(at)
            at += 1
        at += 1
    whole = sum(len(row.filled) >= width for row in rows)
    often_empty = whole + len(found) < (len(rows) - len(found)) * 4 / 5
    for at in found:
        if not often_empty or _is_open(rows[at - 1]):
            message = f"“{_cut(rows[at].texts[0])}” seems to be the rest of the row above"
            hint = "join the two: a row of a table is one line"
            yield Problem(page, rows[at].start, message, hint)


def _is_open(row: _Row) -> bool:
    """Whether the last cell with content ends in the middle of a sentence."""
    return bool(_OPEN_END.search(row.texts[row.filled[-1]]))


def _is_one(first: _Row, second: _Row, width: int) -> bool:
    """Whether two rows fill the columns of one; a row that ends inside a cell ends open."""
    ended, begun = len(first.filled), len(second.filled)
    if first.filled != tuple(range(ended)) or second.filled != tuple(range(begun)):
        return False
    if not ended or begun < 2 or ended >= width or begun >= width:
        return False
    if ended == 1 and re.search(r"[*_<#]", first.texts[0]):
        return False  # a heading inside the table
    return ended + begun == width or (ended + begun <= width + 1 and _is_open(first))


def _cut_off(page: ListPage) -> Iterator[Problem]:
    tables = {}
    for node in page.nodes("Document", "Item", "BlockQuote"):
        for before, after in pairwise(node.children):
            if before.kind == "Table":
                tables[after.start] = before, after
    for table, after in tables.values():
        if after.kind != "Paragraph":
            continue
        width = len(_row(page, table.children[0]).cells)
        line = _row(page, after)
        is_row = page.raw[line.start : line.start + 1] == b"|" and line.texts
        if is_row and len(line.cells) == width > 1:
            message = "there is a blank line between this row and its table: readers see it as text"
            yield Problem(page, after.start, message, "remove the space line above")


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"
