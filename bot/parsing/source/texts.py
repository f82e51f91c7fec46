"""The visible texts of a document, with the bytes that they stand on. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator


def unlike(raw: bytes, start: int, end: int, text: str) -> str | None:
    """The text, or None where it is what stands in these bytes: then it need not be held."""
    # a byte that is not UTF-8 becomes "?" here, which never equals that byte
    written = text.encode("utf-8", "replace")
    return None if len(written) == end - start and raw.startswith(written, start) else text


class Texts:
    """From, to, and text of each, in the order they stand; in arrays, because there are many."""

    __slots__ = ("_ends", "_own", "_raw", "_starts")

    def __init__(self, raw: bytes, texts: Iterable[tuple[int, int, str]] = ()) -> None:
        self._raw = raw
        self._starts = array("I")
        self._ends = array("I")
        self._own: list[str | None] = []
        for start, end, text in texts:
            self.add(start, end, text)

    def add(self, start: int, end: int, text: str) -> None:
        """Append one that stands behind all others."""
        self._starts.append(start)
        self._ends.append(end)
        self._own.append(unlike(self._raw, start, end, text))

    def __len__(self) -> int:
        return len(self._own)

    def __iter__(self) -> Iterator[tuple[int, int, str]]:
        return map(self._at, range(len(self)))

    def _at(self, number: int) -> tuple[int, int, str]:
        start, end, own = self._starts[number], self._ends[number], self._own[number]
        return start, end, self._raw[start:end].decode() if own is None else own

    def between(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """Those that begin in these bytes."""
        return [self._at(number) for number in self._range(start, end)]

    def shown_between(self, start: int, end: int) -> str:
        """What readers see of those that begin in these bytes, with their blanks and line ends."""
        return "".join([self._at(number)[2] for number in self._range(start, end)])

    def _range(self, start: int, end: int) -> range:
        first = bisect_left(self._starts, start)
        return range(first, bisect_left(self._starts, end, first))
