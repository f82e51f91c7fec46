"""The plain texts of a row: those whose bytes are exactly what readers see."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from bot.lists.readme.reading.row import Row
from bot.parsing.source.document import Document


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text of one node outside links, and where its bytes begin."""

    text: str
    start: int
    is_marked: bool = False
    """Whether it has markup of its own: code, italics."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The bytes of a part of the text."""
        first = self.start + len(self.text[:start].encode())
        return first, first + len(self.text[start:end].encode())


def plain_texts(document: Document, row: Row, start: int, end: int) -> Iterator[PlainText]:
    """The plain texts between two bytes that are not part of a link."""
    links = sorted(link.whole for link in row.links)
    starts = [first for first, _ in links]
    reach = list(accumulate((last for _, last in links), max))
    for first, last, text in document.texts.between(start, end):
        before = bisect_right(starts, first)
        if not text.strip() or (before and first < reach[before - 1]):
            continue
        written, shown = document.raw[first:last], text.encode("utf-8", "replace")
        if written == shown:
            yield PlainText(text, first, first in document.emphasised)
        elif written.startswith(b"`") and written.strip(b"`").strip(b" ") == shown.strip(b" "):
            inner = text.strip(" ")
            yield PlainText(inner, first + written.index(inner.encode()), True)
