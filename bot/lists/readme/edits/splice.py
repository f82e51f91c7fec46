"""New bytes for spans of a file, and where they stand afterwards."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.model.values.written import Span


class Part(StrEnum):
    """What of a list is replaced, which says how it is written and read back."""

    VALUE = "value"
    CELL = "cell"
    """A value in a cell of a pipe table, which may be padded with blanks."""
    ADDRESS = "address"
    LABEL = "label"
    """The text of a link that shows its address."""
    BADGE = "badge"
    """A repository's name inside the address of a picture."""
    MARK = "mark"
    """What says of a link that it is dead."""
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Replacement:
    """New bytes for a span; `edit` is the index of what asks for it.

    `link` is the address that it is about, `names` the old and the new name of a repository.
    """

    span: Span
    text: str
    edit: int
    part: Part
    link: Span | None = None
    names: tuple[str, str] = ("", "")


Placed = tuple[int, int, Replacement]
"""From which byte to which it stands in the new text."""


def splice(raw: bytes, some: Sequence[Replacement]) -> tuple[bytes, list[Placed], set[int]]:
    """The bytes with every span replaced, where each now stands, and edits whose spans meet."""
    pieces: list[bytes] = []
    places: list[Placed] = []
    clashes: set[int] = set()
    at = length = 0
    done: Replacement | None = None
    for one in sorted(some, key=lambda one: (one.span.start, one.span.end, one.edit)):
        if done and (one.span, one.text) == (done.span, done.text):
            places.append((places[-1][0], places[-1][1], one))
            continue
        if one.span.start < at:
            clashes.add(one.edit)
            continue
        done = one
        old = raw[one.span.start : one.span.end]
        is_address = one.part is Part.ADDRESS
        new = _as_address(one.text, raw, one.span) if is_address else one.text.encode()
        start = length + one.span.start - at
        places.append((start, start + len(new), one))
        is_cell = one.part is Part.CELL
        blanks, end = _padding(raw, one.span, old, new) if is_cell else (b"", one.span.end)
        pieces += [raw[at : one.span.start], new, blanks]
        length = start + len(new) + len(blanks)
        at = end
    return b"".join([*pieces, raw[at:]]), places, clashes


_PADDED = re.compile(rb" {2,}(?=\|)")


def _padding(raw: bytes, span: Span, old: bytes, new: bytes) -> tuple[bytes, int]:
    """The blanks behind a value in an aligned table, so that its bar stays where it is."""
    found = _PADDED.match(raw, span.end)
    if not found:
        return b"", span.end
    longer = len(new.decode("utf-8", "replace")) - len(old.decode("utf-8", "replace"))
    return b" " * max(1, len(found[0]) - longer), found.end()


_IN_ATTRIBUTE = re.compile(rb"=\s*([\"']?)\Z")
_UNSAFE = {" ": "%20", "(": "%28", ")": "%29", "|": "%7C", "<": "%3C", ">": "%3E", "\\": "%5C"}


def _as_address(url: str, raw: bytes, span: Span) -> bytes:
    """An address as it may stand in that place: in brackets, in a cell, or in an attribute."""
    before = raw[max(0, span.start - 16) : span.start]
    if _IN_ATTRIBUTE.search(before):
        ampersand = b"&amp;" in raw[span.start : span.end]
        return (
            html.escape(url) if ampersand else url.replace('"', "%22").replace("'", "%27")
        ).encode()
    balanced = url.count("(") == url.count(")")
    table = {key: value for key, value in _UNSAFE.items() if not (balanced and key in "()")}
    return "".join(table.get(letter, letter) for letter in url).encode()
