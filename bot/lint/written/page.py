"""One Markdown file as the rules see it, and the findings in it. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.lists.readme.reading.markup import Elements, is_followed
from bot.lists.readme.reading.names import name_of
from bot.lists.readme.reading.row import Row
from bot.lists.readme.reading.rows import read_rows
from bot.parsing.source.document import Document, read_document
from bot.parsing.source.links import SourceLink
from bot.parsing.source.nodes import Node


@dataclass(frozen=True, slots=True, order=True)
class Fix:
    """New bytes for those from `start` up to `end` of one file."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """An error at one byte of a file, what to do, and the bytes that repair it safely."""

    page: ListPage
    at: int
    message: str
    hint: str
    fixes: tuple[Fix, ...] = ()
    reminder: bool = False
    """Whether it may be intended: then it is reported, but is no error."""


class ListPage:
    """A file with its rows, read once."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.document: Document = read_document(text)
        self.raw = self.document.raw

    @cached_property
    def rows(self) -> Sequence[Row]:
        """The rows in the order they stand."""
        return read_rows(self.document)[0]

    @cached_property
    def elements(self) -> Elements:
        """The document by its HTML elements."""
        return Elements(self.document)

    @cached_property
    def regions(self) -> Mapping[int, Sequence[Row]]:
        """The rows that stand in one list or table, by its number."""
        found: dict[int, list[Row]] = defaultdict(list)
        for row in self.rows:
            found[row.region].append(row)
        return found

    @cached_property
    def _names(self) -> dict[int, str]:
        return {}

    def name(self, row: Row) -> str:
        """The name that readers see for a row; empty where there is none."""
        if row.start not in self._names:
            self._names[row.start] = name_of(row, self.document)
        return self._names[row.start]

    def line(self, at: int) -> int:
        """The line on which a byte stands."""
        return self.document.line_of(at)

    def written(self, start: int, end: int) -> str:
        """These bytes as they are written."""
        return self.raw[start:end].decode("utf-8", "replace")

    def nodes(self, *kinds: str) -> Iterator[Node]:
        """All nodes of these kinds, in the order they stand."""
        return (node for node in self.document.root.walk() if node.kind in kinds)

    @cached_property
    def plain(self) -> bytes:
        """The file with a blank for each byte that is not plain text: of links, code, HTML.

        Bare addresses are text. Line ends stay.
        """
        seen = bytearray(re.sub(rb"[^\r\n]", b" ", self.raw))
        stack = [self.document.root]
        while stack:
            node = stack.pop()
            if node.kind == "Text":
                seen[node.start : node.end] = self.raw[node.start : node.end]
            elif node.kind not in _NOT_PLAIN:
                stack += node.children
        return bytes(seen)


Find = Callable[[Sequence[ListPage]], Iterator[Problem]]
_NOT_PLAIN = frozenset({"Link", "Image", "CodeBlock", "MetadataBlock", "HtmlBlock"})


def followed(row: Row) -> list[SourceLink]:
    """The links of a row that readers follow to another site."""
    return [link for link in row.links if is_followed(link)]
