"""A row as a pattern for another one: which of its bytes are its own, and which are the house's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from bot.model.values.written import Record, WrittenLink

_IMAGE = re.compile(rb"!\[[^\]]*\]\([^)]*\)|<img\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(rb"</?[a-zA-Z][^>]*>")
_WORD = re.compile(r"[^\W_](?:[\w'’.&+-]*[^\W_])?|[\u2600-\u27bf\u2b50\U0001f000-\U0001faff]")
_ORDINAL = re.compile(rb"\d+(?=[.)]\s)")
_BAR = re.compile(rb"(?<!\\)\|")
Bytes = tuple[int, int]


@dataclass(frozen=True)
class Pattern:
    """One row of a list; all places are counted from its begin."""

    record: Record
    row: bytes

    @classmethod
    def of(cls, record: Record, raw: bytes) -> Pattern:
        """The pattern that a record's bytes are."""
        return cls(record, raw[record.span.start : record.span.end])

    @cached_property
    def links(self) -> Sequence[WrittenLink]:
        """The links that readers follow, in the order they stand; each address once."""
        found = {link.span: link for link in self.record.links if not link.is_image}
        return [link for span, link in sorted(found.items()) if self._holds(span.start, span.end)]

    def _holds(self, start: int, end: int) -> bool:
        return self.record.span.start <= start and end <= self.record.span.end

    def place(self, start: int, end: int) -> Bytes:
        """Bytes of the file as bytes of the row."""
        return start - self.record.span.start, end - self.record.span.start

    def address(self, link: WrittenLink) -> Bytes:
        """Where a link's address stands in the row."""
        return self.place(link.span.start, link.span.end)

    def whole(self, link: WrittenLink) -> Bytes | None:
        """Where `[label](address)` stands, with brackets around it; None for other notations."""
        start, end = self.address(link)
        if self.row[start - 2 : start] != b"](" or self.row[end : end + 1] != b")":
            return None
        depth, at = 0, start - 2
        while at >= 0:
            depth += {b"]": 1, b"[": -1}.get(self.row[at : at + 1], 0)
            if depth == 0:
                break
            at -= 1
        end += 1
        if at < 0:
            return None
        if self.row[at - 1 : at] == b"[" and self.row[end : end + 1] == b"]":
            return at - 1, end + 1
        return at, end

    def label(self, link: WrittenLink) -> Bytes | None:
        """Where what a link is called stands, if that is plain text."""
        written = link.label.encode()
        whole = self.whole(link)
        if not written or not whole:
            return None
        at = self.row.find(written, *whole)
        return (at, at + len(written)) if at >= 0 else None

    @cached_property
    def name(self) -> Bytes | None:
        """Where its name stands for the first time; None where it is not written in one piece."""
        written = self.record.name.encode()
        at = self.row.find(written) if written else -1
        return (at, at + len(written)) if at >= 0 else None

    @cached_property
    def images(self) -> Sequence[Bytes]:
        """Where its pictures and badges stand."""
        return [found.span() for found in _IMAGE.finditer(self.row)]

    @property
    def ordinal(self) -> Bytes | None:
        """Where the number of an item of a numbered list stands."""
        found = _ORDINAL.match(self.row)
        return found.span() if found and self.record.form == "item" else None

    @cached_property
    def cells(self) -> Sequence[Bytes]:
        """Where the cells of a row of a table stand, without the blanks around."""
        if self.record.form != "table":
            return []
        bars = [found.start() for found in _BAR.finditer(self.row)]
        found = []
        for left, right in pairwise([*bars, *([] if self.row.endswith(b"|") else [len(self.row)])]):
            text = self.row[left + 1 : right]
            start = left + 1 + len(text) - len(text.lstrip())
            found.append((start, max(start, left + 1 + len(text.rstrip()))))
        return found

    def column(self, at: int) -> int:
        """The number of the cell in which a byte stands; -1 for none."""
        return next((n for n, (start, end) in enumerate(self.cells) if start <= at <= end), -1)

    @cached_property
    def own(self) -> Sequence[Bytes]:
        """What is certainly this row's: its name, fields, links and pictures; in order, joined."""
        spans = [self.address(link) for link in self.links]
        spans += [one for link in self.links if (one := self.whole(link))]
        spans += [self.place(field.span.start, field.span.end) for field in self.record.fields]
        spans += [*self.images, *(found.span() for found in _TAG.finditer(self.row))]
        spans += [one for one in (self.name, self.ordinal) if one]
        return list(_joined(sorted(spans)))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that are neither its name nor a field, a link or a picture."""
        return frozenset(word for _, text in self.rests for word in words_of(text))

    @cached_property
    def shape(self) -> bytes:
        """Its bytes without all that is its own: what it has in common with rows of its form."""
        parts = [text.encode() for _, text in self.rests]
        return b"\0".join(re.sub(rb"[^\W_]+", b"", part) for part in parts)

    @cached_property
    def rests(self) -> Sequence[tuple[int, str]]:
        """The texts between what is its own, each with where it begins."""
        edges = [0, *(edge for span in self.own for edge in span), len(self.row)]
        return [
            (start, self.row[start:end].decode("utf-8", "replace"))
            for start, end in zip(edges[::2], edges[1::2], strict=True)
        ]


def words_of(text: str) -> list[str]:
    """The words, numbers and signs of a text, folded."""
    return [word.casefold() for word in _WORD.findall(text)]


def _joined(spans: Sequence[Bytes]) -> Iterator[Bytes]:
    """Spans that meet or overlap as one."""
    open_span: Bytes | None = None
    for start, end in spans:
        if open_span and start < open_span[1]:
            open_span = open_span[0], max(end, open_span[1])
            continue
        if open_span:
            yield open_span
        open_span = start, end
    if open_span:
        yield open_span
