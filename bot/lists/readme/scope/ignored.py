"""Rows that a hand-written list excludes: by its settings, or by a comment beside them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from bot.lists.base import NO_NAMES, Former
from bot.model.values.written import Record, Span, Unread, WrittenList
from bot.parsing.source.document import Document

IGNORE = re.compile(rb"<!--\s*listkeeper:ignore\s*-->")
_BY_COMMENT = "a comment says <!-- listkeeper:ignore -->"


def without_commented(written: WrittenList, document: Document, path: str) -> WrittenList:
    """Without the rows that contain the comment, and those under a heading right before it."""
    comments = [found.start() for found in IGNORE.finditer(document.raw)]
    if not comments:
        return written
    sections = {_section(comment, written.records, document) for comment in comments} - {()}
    return _without(
        written,
        [
            record
            for record in written.records
            if _holds(record, comments, document)
            or any(record.section[:n] in sections for n in range(1, len(record.section) + 1))
        ],
        _BY_COMMENT,
        path,
    )


def _holds(record: Record, comments: Sequence[int], document: Document) -> bool:
    """Whether a comment stands in a row, or behind it on its last line."""
    at = bisect_left(comments, record.span.start)
    if at == len(comments):
        return False
    starts = document.line_starts
    behind = bisect_right(starts, record.span.end)
    return comments[at] < (starts[behind] if behind < len(starts) else len(document.raw))


def _section(comment: int, records: Sequence[Record], document: Document) -> tuple[str, ...]:
    """The headings of the first row behind a comment, if it follows their heading at once."""
    line = _line_before(document, comment)
    if not (
        line.startswith(b"#") or line.lower().rstrip().endswith((b"</h1>", b"</h2>", b"</h3>"))
    ):
        return ()
    following = bisect_right(records, comment, key=lambda one: one.span.start)
    return records[following].section if following < len(records) else ()


def _line_before(document: Document, at: int) -> bytes:
    """What stands before a place on its line or, where that is nothing, on the next one above."""
    end, line = at, document.line_of(at) - 1
    while line >= 0:
        start = document.line_starts[line]
        if written := document.raw[start:end].rstrip():
            return written
        end, line = start, line - 1
    return b""


def without_ignored(
    written: WrittenList, patterns: Sequence[str], former: Former = NO_NAMES
) -> WrittenList:
    """Without the rows whose heading, id or address fits one of the patterns, now or formerly."""
    if not patterns:
        return written
    folded = [pattern.casefold() for pattern in patterns]
    ignored = [
        record
        for record in written.records
        if any(
            fnmatchcase(name.casefold(), pattern)
            for name in (*_names(record), *former.get(record.entry, ()))
            for pattern in folded
        )
    ]
    left = _without(written, ignored, "`ignore` in .github/listkeeper.yml names it")
    return replace(left, ignored=tuple(ignored))


def _names(record: Record) -> Iterable[str]:
    return (record.entry, *record.section, *(link.link.url for link in record.links))


def _without(
    written: WrittenList, ignored: Sequence[Record], why: str, path: str = ""
) -> WrittenList:
    places = {one.span for one in ignored}
    left = [
        Unread(Span(path or one.span.path, one.span.start, one.span.end, one.span.line), why)
        for one in ignored
    ]
    return replace(
        written,
        records=tuple(one for one in written.records if one.span not in places),
        unread=(*written.unread, *left),
    )
