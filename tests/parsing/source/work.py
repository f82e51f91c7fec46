"""How much a reading reads: letters that its patterns pass over and slices that it copies.

No clock: the same text is the same work on every machine.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.parsing.source.document import read_document

_ROOM = "bot.parsing.source."


class Work:
    """A sum of letters."""

    def __init__(self) -> None:
        self.letters = 0


class _CountedBytes(bytes):
    work: Work

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        self.work.letters += len(found) if isinstance(found, bytes) else 1
        return found

    def find(self, part: Any, *limits: Any) -> int:
        found = super().find(part, *limits)
        start, end = (*limits, len(self))[:2] if limits else (0, len(self))
        self.work.letters += (found if found >= 0 else end) - start
        return found


class _CountedText(str):
    work: Work
    __slots__ = ("work",)

    def encode(self, *how: Any) -> bytes:
        raw = _CountedBytes(super().encode(*how))
        raw.work = self.work
        return raw


class _CountedPattern:
    """A pattern that counts what it passes over."""

    def __init__(self, pattern: re.Pattern[Any], work: Work) -> None:
        self._pattern, self._work = pattern, work

    def _add(self, text: Any, start: int, end: int | None) -> None:
        self._work.letters += max(0, (len(text) if end is None else end) - start)

    def match(self, text: Any, start: int = 0, end: int = sys.maxsize) -> Any:
        found = self._pattern.match(text, start, end)
        self._add(text, start, found.end() if found else start + 1)
        return found

    def fullmatch(self, text: Any, start: int = 0, end: int = sys.maxsize) -> Any:
        self._add(text, start, min(end, len(text)))
        return self._pattern.fullmatch(text, start, end)

    def search(self, text: Any, start: int = 0, end: int = sys.maxsize) -> Any:
        found = self._pattern.search(text, start, end)
        self._add(text, start, found.end() if found else min(end, len(text)))
        return found

    def finditer(self, text: Any, start: int = 0, end: int = sys.maxsize) -> Any:
        self._add(text, start, min(end, len(text)))
        return self._pattern.finditer(text, start, end)

    def sub(self, to: Any, text: Any) -> Any:
        self._add(text, 0, None)
        return self._pattern.sub(to, text)


@contextmanager
def _counted(work: Work) -> Iterator[None]:
    names = [
        (module, name, pattern)
        for path, module in list(sys.modules.items())
        if path.startswith(_ROOM)
        for name, pattern in vars(module).items()
        if isinstance(pattern, re.Pattern)
    ]
    for module, name, pattern in names:
        setattr(module, name, _CountedPattern(pattern, work))
    try:
        yield
    finally:
        for module, name, pattern in names:
            setattr(module, name, pattern)


def work_of(text: str) -> int:
    """The letters that a reading of this text passes over, its calls of functions included."""
    work = Work()
    counted = _CountedText(text)
    counted.work = work

    def count(_frame: Any, event: str, _argument: Any) -> None:
        work.letters += event == "call"

    with _counted(work):
        before = sys.getprofile()
        sys.setprofile(count)
        try:
            read_document.__wrapped__(counted)
        finally:
            sys.setprofile(before)
    return work.letters
