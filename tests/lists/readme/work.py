"""How much the reading of rows does: lines of code that run, and parts of sequences it copies.

No clock: the same text is the same work on every machine.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import FrameType
from typing import Any
from unittest.mock import patch

from bot.lists.readme import home
from bot.lists.readme.home import README_HOME
from bot.lists.readme.reading import records
from bot.parsing.source.document import Document, read_document
from bot.parsing.source.links import SourceLink, SourceLinks


class Work:
    """A sum of lines and of members."""

    def __init__(self) -> None:
        self.steps = 0

    def count(self, _frame: FrameType, event: str, _argument: Any) -> Any:
        """For `sys.settrace`: a loop in one line counts each time it goes round."""
        self.steps += event == "line"
        return self.count


class _Counted(list[Any]):
    """A sequence that counts what is copied out of it."""

    def __init__(self, members: Sequence[Any], work: Work) -> None:
        super().__init__(members)
        self._work = work

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        if isinstance(key, slice):
            self._work.steps += len(found)
        return found

    def __iter__(self) -> Iterator[Any]:
        for member in super().__iter__():
            self._work.steps += 1
            yield member


class _CountedLinks(SourceLinks):
    """The links of a document, which counts those that are made."""

    work: Work

    def __getitem__(self, at: Any) -> Any:
        found = super().__getitem__(at)
        self.work.steps += len(found) if isinstance(at, slice) else 1
        return found

    def __iter__(self) -> Iterator[SourceLink]:
        for link in super().__iter__():
            self.work.steps += 1
            yield link


def _counted(document: Document, work: Work) -> Document:
    links = _CountedLinks(document.raw, document.links)
    links.work = work
    return replace(
        document,
        tags=_Counted(document.tags, work),
        links=links,
        struck_out=_Counted(document.struck_out, work),
        breaks=_Counted(document.breaks, work),
    )


def _forget() -> None:
    for known in (records._read_file, records._read_files, home._state):
        known.cache_clear()


def work_of(text: str) -> int:
    """What it takes to make entries of a text that is parsed already."""
    work = Work()
    document = _counted(read_document.__wrapped__(text), work)
    work.steps = 0
    _forget()
    before = sys.gettrace()
    with patch.object(records, "read_document", lambda _text: document):
        sys.settrace(work.count)
        try:
            README_HOME.read({"README.md": text}, {})
        finally:
            sys.settrace(before)
            _forget()
    return work.steps
