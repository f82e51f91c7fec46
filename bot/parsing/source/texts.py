"""The visible texts of a document, with the bytes that they stand on. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator


class Texts:
    """From, to, and text of each, in the order they stand; in arrays, because there are many."""

    __slots__ = ("_ends", "_shown", "_starts")

    def __init__(self, texts: Iterable[tuple[int, int, str]] = ()) -> None:
        self._starts = array("L")
        self._ends = array("L")
        self._shown: list[str] = []
        for start, end, text in texts:
            self.add(start, end, text)

    def add(self, start: int, end: int, text: str) -> None:
        """Append one that stands behind all others."""
        self._starts.append(start)
        self._ends.append(end)
        self._shown.append(text)

    def __len__(self) -> int:
        return len(self._shown)

    def __iter__(self) -> Iterator[tuple[int, int, str]]:
        return zip(self._starts, self._ends, self._shown, strict=True)

    def between(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """Those that begin in these bytes."""
        first, last = self._range(start, end)
        numbers = range(first, last)
        return [(self._starts[at], self._ends[at], self._shown[at]) for at in numbers]

    def shown_between(self, start: int, end: int) -> str:
        """What readers see of those that begin in these bytes, with their blanks and line ends."""
        first, last = self._range(start, end)
        return self._shown[first] if last - first == 1 else "".join(self._shown[first:last])

    def _range(self, start: int, end: int) -> tuple[int, int]:
        first = bisect_left(self._starts, start)
        return first, bisect_left(self._starts, end, first)
