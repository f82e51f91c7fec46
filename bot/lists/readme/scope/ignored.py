"""Rows that a hand-written list excludes: by its settings, or by a comment beside them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache
from itertools import accumulate

from bot.lists.base import NO_NAMES, Former
from bot.lists.readme.scope.files import MARKDOWN
from bot.model.values.written import Record, Unread, WrittenList
from bot.parsing.source.document import Document

IGNORE = re.compile(rb"<!--\s*listkeeper:ignore\s*-->")
Range = tuple[int, int]
_DEEPEST = 64
"""How many rows inside one another are looked through for the one that a comment is about."""
_BY_SETTING = "`ignore` in .github/listkeeper.yml names it"
_BY_COMMENT = "a comment says <!-- listkeeper:ignore -->"


def without_commented(
    written: WrittenList, document: Document, path: str, below: Callable[[int], Range | None]
) -> WrittenList:
    """Without the rows that contain the comment, and all below a heading right before it.

    below  the bytes below the heading that stands directly before a byte
    """
    comments = [found.start() for found in IGNORE.finditer(document.raw)]
    ranges = sorted(found for comment in comments if (found := below(comment)))
    starts = [start for start, _ in ranges]
    reach = list(accumulate((end for _, end in ranges), max))

    def is_below(begin: int) -> bool:
        at = bisect_right(starts, begin) - 1
        return at >= 0 and begin < reach[at]

    around = {_row_around(comment, written.records, document) for comment in comments}
    ignored = [
        record
        for index, record in enumerate(written.records)
        if index in around or is_below(record.span.start)
    ]
    loose = [link.span for link in written.links if is_below(link.before)]
    left = _without(written, ignored, _BY_COMMENT, path)
    return replace(
        left,
        links=tuple(link for link in left.links if not is_below(link.before)),
        unread=(*left.unread, *(Unread(span, _BY_COMMENT) for span in loose)),
        untouched=(*left.untouched, *loose),
    )


def _row_around(comment: int, records: Sequence[Record], document: Document) -> int:
    """The innermost row with a comment in it, or behind it on its last line; -1 for none."""
    last = bisect_right(records, comment, key=lambda one: one.span.start) - 1
    starts = document.line_starts
    for index in range(last, max(-1, last - _DEEPEST), -1):
        following = bisect_right(starts, records[index].span.end)
        if comment < (starts[following] if following < len(starts) else len(document.raw)):
            return index
    return -1


def without_ignored(
    written: WrittenList, patterns: Sequence[str], former: Former = NO_NAMES
) -> WrittenList:
    """Without the rows and links whose heading, file, id or address fits one of the patterns.

    An entry's id and addresses may also be those that it had formerly.
    """
    if not patterns:
        return written

    @cache
    def is_named(name: str, *, is_file: bool = False) -> bool:
        return any(fits(name, pattern, is_file=is_file) for pattern in patterns)

    ignored = [
        record
        for record in written.records
        if is_named(record.span.path, is_file=True)
        or any(map(is_named, (*_names(record), *former.get(record.entry, ()))))
    ]
    loose = [
        link
        for link in written.links
        if is_named(link.span.path, is_file=True)
        or any(map(is_named, (link.link.url, *link.section)))
    ]
    named = frozenset(loose)
    left = _without(written, ignored, _BY_SETTING)
    return replace(
        left,
        links=tuple(link for link in left.links if link not in named),
        unread=(*left.unread, *(Unread(link.span, _BY_SETTING) for link in loose)),
        untouched=(*left.untouched, *(link.span for link in loose)),
        ignored=tuple(ignored),
        ignored_links=tuple(loose),
    )


def fits(name: str, pattern: str, *, is_file: bool = False) -> bool:
    """Whether a pattern of `ignore` names this; only one that looks like a path names files."""
    if is_file and "/" not in pattern and not pattern.casefold().endswith(MARKDOWN):
        return False
    return fnmatchcase(name.casefold(), pattern.casefold())


def _names(record: Record) -> Iterable[str]:
    return (record.entry, *record.section, *(link.link.url for link in record.links))


def _without(
    written: WrittenList, ignored: Sequence[Record], why: str, path: str = ""
) -> WrittenList:
    places = {one.span for one in ignored}
    left = [Unread(replace(one.span, path=path or one.span.path), why) for one in ignored]
    return replace(
        written,
        records=tuple(one for one in written.records if one.span not in places),
        unread=(*written.unread, *left),
        untouched=(
            *written.untouched,
            *(link.span for record in ignored for link in record.links),
        ),
    )
