"""The exact bytes of a row that goes, where they are certain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.model.values.written import Record, Span
from bot.parsing.source.document import Document
from bot.parsing.source.nodes import Node

_LONGEST = 4_000
"""Bytes of a row that a person can look at as a whole."""
_OWN_LINE = re.compile(rb"(?:\xef\xbb\xbf)?[ \t>]*\Z")
_REST = {
    "item": re.compile(rb"[ \t]*"),
    "paragraph": re.compile(rb"[ \t]*"),
    "heading": re.compile(rb"[ \t]*"),
    "line": re.compile(rb"[ \t]*(?:<br\s*/?>)?[ \t]*\\?", re.IGNORECASE),
    "table": re.compile(rb"[^\r\n]*"),
    "markup": re.compile(rb"[ \t]*"),
}
"""Form of a row → what may stand behind it on its last line and goes with it."""
_ELEMENT = re.compile(rb"<(tr|li)\b", re.IGNORECASE)
_ROWSPAN = re.compile(rb"rowspan\s*=\s*[\"']?\s*(?!1\b)\d", re.IGNORECASE)
_TITLE = re.compile(rb"<(?:h[1-6]|details|/details|table|/table)\b", re.IGNORECASE)
_COMMENT_LINE = re.compile(rb"^[ \t>]*<!--", re.MULTILINE)
_ENDS_IN_A_BREAK = re.compile(rb"\\[ \t]*\r?\n\Z")


def row_to_remove(
    document: Document, record: Record, records: Sequence[Record], also_dead: frozenset[str]
) -> Span | None:
    """The bytes of a row with its line ends; None where they are not certain, or hold more.

    `records` are all of the list. `also_dead` are the addresses that may go with the row.
    """
    span = _whole(document, record)
    if span is None or span[1] - span[0] > _LONGEST:
        return None
    start, end = span
    inside = (one for one in records if one.span.path == record.span.path and one is not record)
    if any(
        one.span.start < end and start < one.span.end and not _is_around(one.span, record.span)
        for one in inside
    ):
        return None
    if _holds_more(document, start, end, also_dead):
        return None
    return Span(record.span.path, start, end - start, document.line_of(start))


def _is_around(outer: Span, inner: Span) -> bool:
    """Whether a row stands inside another one: below an item, or in what folds out."""
    return outer.start < inner.start and inner.end <= outer.end


def _holds_more(document: Document, start: int, end: int, also_dead: frozenset[str]) -> bool:
    """Whether a link that lives, or a comment that may bound something, stands there."""
    text = document.raw[start:end]
    if _COMMENT_LINE.search(text):
        return True
    if text.count(b"<!--") != text.count(b"-->"):
        return True
    links = document.links.between(start, end)
    return any(one.url and not one.is_image and one.url not in also_dead for one in links)


def _whole(document: Document, record: Record) -> tuple[int, int] | None:
    raw, start, end = document.raw, record.span.start, record.span.end
    if record.form not in _REST:
        return None
    if record.form == "markup":
        found = _element(raw, start, end)
        if found is None:
            return None
        end = found
    elif record.form in {"heading", "paragraph"} and not _is_apart(document, start, end):
        return None
    lines = _lines(raw, start, end, _REST[record.form])
    if lines is None:
        return (start, end) if record.form == "markup" else None
    if record.form == "line" and _ENDS_IN_A_BREAK.search(raw[: lines[0]]):
        return None  # the line above would end in a sign that breaks nothing
    is_block = record.form in {"item", "paragraph", "heading"}
    return _with_blank_line(raw, *lines) if is_block else lines


def _element(raw: bytes, start: int, end: int) -> int | None:
    """Where the element of a row ends; no cell of its table may reach over several rows."""
    opened = _ELEMENT.match(raw, start)
    if not opened:
        return None
    closed = re.compile(rb"\s*</" + opened[1] + rb"\s*>", re.IGNORECASE).match(raw, end)
    first = raw.lower().rfind(b"<table", 0, start) if opened[1].lower() == b"tr" else start
    last = raw.lower().find(b"</table", end) if opened[1].lower() == b"tr" else end
    around = raw[max(0, first) : last if last >= 0 else len(raw)]
    return closed.end() if closed and not _ROWSPAN.search(around) else None


def _lines(raw: bytes, start: int, end: int, rest: re.Pattern[bytes]) -> tuple[int, int] | None:
    """The whole lines from the first to the last byte; None where something else stands there."""
    first = raw.rfind(b"\n", 0, start) + 1
    if not _OWN_LINE.match(raw[first:start]):
        return None
    first += 3 if raw[first:start].startswith(b"\xef\xbb\xbf") else 0
    behind = rest.match(raw, end)
    last = behind.end() if behind else end
    if raw.startswith(b"\r\n", last):
        return first, last + 2
    if raw.startswith(b"\n", last):
        return first, last + 1
    if last < len(raw):
        return None
    ending = 2 if raw[:first].endswith(b"\r\n") else 1 if raw[:first].endswith(b"\n") else 0
    return first - ending, last  # a file without a line end stays one


_BLANK_BEFORE = re.compile(rb"(?:\A(?:\xef\xbb\xbf)?|(?<=\n))[ \t]*\r?\n\Z")
_BLANK_BEHIND = re.compile(rb"[ \t]*\r?\n")


def _with_blank_line(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """With one of two blank lines that would stand there; at the end of a file with the last."""
    before, behind = _BLANK_BEFORE.search(raw[:start]), _BLANK_BEHIND.match(raw, end)
    if before and behind:
        return start, behind.end()
    return (before.start(), end) if before and end == len(raw) else (start, end)


def _is_apart(document: Document, start: int, end: int) -> bool:
    """Whether what begins there is no heading, or one under which nothing else would be left."""
    nodes = document.root.children
    at = next((index for index, one in enumerate(nodes) if one.start == start), None)
    if at is None:
        return False
    if nodes[at].kind != "Heading":
        return True
    if _TITLE.search(document.raw[start:end]):
        return False
    following = next((one for one in nodes[at + 1 :] if one.start >= end), None)
    return following is None or _ends_the_section(nodes[at], following)


def _ends_the_section(heading: Node, following: Node) -> bool:
    return following.kind == "Heading" and following.data["level"] <= heading.data["level"]
