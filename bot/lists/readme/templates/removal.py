"""What is removed with a part of a row: its brackets, marks and separator."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PAIRS = (
    (b"\\[", b"\\]"), (b"\\[", b"]"), (b"\\(", b"\\)"),
    (b"**", b"**"), (b"__", b"__"), (b"*", b"*"), (b"_", b"_"), (b"`", b"`"), (b"[", b"]"),
    (b"(", b")"), (b'"', b'"'), (b"<b>", b"</b>"), (b"<i>", b"</i>"), (b"<code>", b"</code>"),
    ("（".encode(), "）".encode()), ("【".encode(), "】".encode()),
)  # fmt: skip
_SIGNS = "|".join((r"<br\s*/?>", "[,;:|/-]", "·", "•", "–", "—")).encode()
_SEPARATOR = rb"(?:[ \t]*(?:" + _SIGNS + rb")[ \t]*|[ \t]+)"
_LEFT = re.compile(rb"(?<![ \t])" + _SEPARATOR + rb"\Z")
_RIGHT = re.compile(rb"[.]?" + _SEPARATOR)
_OPENING = frozenset({b"(", b"[", b"*", b"_", b'"', b"`"})
_LABEL = re.compile(rb"\r?\n[ \t>]*(?:[-*+][ \t]+)?[^\w\n]*\w[\w ]{0,24}[:\xef][^\w\n]*\Z")
MARKER = re.compile(rb"\s*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
"""What an item begins with: its bullet or number, and its task box."""
Bytes = tuple[int, int]
"""From a byte up to another."""


def enclosed(raw: bytes, bounds: Bytes, part: Bytes) -> Bytes:
    """A part with the brackets and marks around it."""
    start, end = part
    while True:
        for opening, closing in _PAIRS:
            first, last = start - len(opening), end + len(closing)
            if (
                first >= bounds[0]
                and last <= bounds[1]
                and raw[first:start] == opening
                and raw[end:last] == closing
            ):
                start, end = first, last
                break
        else:
            return start, end


def without_part(raw: bytes, bounds: Bytes, part: Bytes) -> Bytes:
    """The bytes to leave out with a part: its marks, and the separator before it."""
    low, high = bounds
    if marker := MARKER.match(raw, low, high):
        low = marker.end()
    start, end = enclosed(raw, (low, high), part)
    line = raw.find(b"\n", end, high)
    rest = raw[end : line if line >= 0 else high]
    label = _LABEL.search(raw[low:start])
    if label and not rest.strip(b" \t\r.,;"):
        return low + label.start(), end + len(rest.rstrip(b"\r"))
    left = _LEFT.search(raw[low:start])
    if left and start > low:
        return low + left.start(), end
    right = _RIGHT.match(raw, end, high)
    is_first = start == low or raw[start - 1 : start] in _OPENING
    return (start, right.end()) if right and is_first else (start, end)


_EMPTY = re.compile(rb"[ \t]*(?:(?<![\])])\([ \t,;|/]*\)|\[[ \t,;|/]*\](?![(\[]))")
_LEFT_OPEN = re.compile(rb"[ \t]*[(\[][\"*_]*(?=[ \t]*(?:[,;]|\Z))")
_TWO_STOPS = re.compile(rb"(?<!\.)\.(?:[ \t]*\.)(?!\.)")


def without_leftovers(text: bytes) -> bytes:
    """A text without brackets that hold nothing, and with one full stop instead of two."""
    return _TWO_STOPS.sub(b".", _LEFT_OPEN.sub(b"", _EMPTY.sub(b"", text)))


def merged(parts: Sequence[Bytes]) -> list[Bytes]:
    """Stretches in order, those that overlap as one."""
    found: list[Bytes] = []
    for start, end in sorted(parts):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
