"""Which addresses of a page a refresh changed or noted as dead, by its bytes alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from benchmarks.fates import DEAD
from bot.model.values.written import DEAD_NOTE
from bot.parsing.source.document import read_document

_ITALIC, _PLAIN = (re.escape(one.encode()) for one in (DEAD_NOTE, DEAD_NOTE.replace("*", "")))
_NOTE = re.compile(_ITALIC + b"|" + _PLAIN)
"""Markup has the note without italics."""
_PARTED_NOTE = re.compile(_ITALIC + rb" |" + _NOTE.pattern)
"""Italics do not end before a letter, so a blank parts them."""

_STROKE = re.compile(rb"~~|</?del>")
"""Some lists strike a dead link out."""


def edits_of(before: str, after: str) -> list[tuple[str, str]] | None:
    """Each address that is another now or is noted as dead; None where any other byte differs."""
    old, new = read_document(before), read_document(after)
    if len(old.links) != len(new.links):
        return None
    pairs = list(zip(old.links, new.links, strict=True))
    edits = [(one.url, two.url) for one, two in pairs if one.url != two.url]
    edits += [
        (one.url, DEAD)
        for one, two in pairs
        if two.end is not None
        if _NOTE.match(new.raw, two.whole[1])
        or _is_struck(new.raw, two.whole) > _is_struck(old.raw, one.whole)
    ]
    spans = {
        (one.start, one.end, two.start, two.end)
        for one, two in pairs
        if one.start is not None and two.start is not None
        if one.end is not None and two.end is not None
    }
    at = now = 0
    for start, end, to_start, to_end in sorted(spans):
        if not _is_same(old.raw[at:start], new.raw[now:to_start], edits):
            return None
        at, now = end, to_end
    return edits if _is_same(old.raw[at:], new.raw[now:], edits) else None


def _is_struck(raw: bytes, whole: tuple[int, int]) -> bool:
    return raw.endswith((b"~~", b"<del>"), 0, whole[0]) and bool(_STROKE.match(raw, whole[1]))


def _is_same(old: bytes, new: bytes, edits: Sequence[tuple[str, str]]) -> bool:
    """Whether only notes, strokes, and texts that are an address that moved differ."""
    if any(note.sub(b"", new) == old for note in (_NOTE, _PARTED_NOTE)):
        return True
    if _STROKE.sub(b"", new) == _STROKE.sub(b"", old):
        return True
    moved = next(((one, to) for one, to in edits if one.encode() in old and to != DEAD), None)
    if not moved:
        return False
    before, after = (one.encode() for one in moved)
    return _is_same(old.replace(before, after), new, [one for one in edits if one != moved])
