"""What a row of a hand-written list is, before it is known what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.lists.readme.reading.markup import Elements
from bot.parsing.source.links import SourceLink


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its bytes without the blanks at both ends, and its column's title."""

    start: int
    end: int
    column: str


@dataclass(slots=True)
class Row:
    """One row, before it is known what it says.

    content  the bytes that are its own; those of rows inside it are not
    section  the headings above it, and `links` what is in it: known once all rows are
    """

    form: str
    start: int
    end: int
    content: tuple[tuple[int, int], ...]
    region: int
    cells: tuple[Cell, ...] = ()
    section: tuple[str, ...] = ()
    links: tuple[SourceLink, ...] = field(default=())

    def holds(self, at: int) -> bool:
        """Whether a byte belongs to the row itself."""
        return any(start <= at < end for start, end in self.content)


def head_rows(
    elements: Elements, regions: Iterator[int], titles: Iterable[tuple[int, int]]
) -> Iterator[Row]:
    """Each title of a column with a link as an entry: tables may compare what is listed."""
    for start, end in titles:
        if elements.are_followed(start, end):
            yield Row("heading", start, end, ((start, end),), next(regions))
