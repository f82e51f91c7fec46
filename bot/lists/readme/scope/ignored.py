"""What a hand-written list wants left alone: by its settings, or by a comment beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from bot.lists.base import NO_NAMES, Former
from bot.model.values.written import Record, Span, Unread, WrittenList
from bot.parsing.source.document import Document

IGNORE = re.compile(rb"<!--\s*listkeeper:ignore\s*-->")
_BY_COMMENT = "a comment says <!-- listkeeper:ignore -->"


def without_commented(written: WrittenList, document: Document, path: str) -> WrittenList:
    """Without the rows that hold the comment, and those under a heading that it follows at once."""
    comments = [found.start() for found in IGNORE.finditer(document.raw)]
    if not comments:
        return written
    sections = {_section(comment, written.records, document) for comment in comments} - {None}
    return _without(
        written,
        [
            record
            for record in written.records
            if any(
                record.span.start <= comment <= _line_end(document.raw, record.span.end)
                for comment in comments
            )
            or any(section and record.section[: len(section)] == section for section in sections)
        ],
        _BY_COMMENT,
        path,
    )


def _line_end(raw: bytes, at: int) -> int:
    end = raw.find(b"\n", at)
    return len(raw) if end < 0 else end


def _section(comment: int, records: Sequence[Record], document: Document) -> tuple[str, ...] | None:
    """The headings of the first row behind a comment, if it follows their heading at once."""
    before = document.raw[:comment].rstrip()
    line = before[before.rfind(b"\n") + 1 :]
    if not (
        line.startswith(b"#") or line.lower().rstrip().endswith((b"</h1>", b"</h2>", b"</h3>"))
    ):
        return None
    following = next((one for one in records if one.span.start > comment), None)
    return following.section if following else None


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
