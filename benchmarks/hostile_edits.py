"""Which addresses of a page a refresh changed or noted as dead, by its bytes alone."""

from __future__ import annotations

import re

from benchmarks.fates import DEAD
from bot.model.values.written import DEAD_NOTE
from bot.parsing.source.document import read_document

_ITALIC, _PLAIN = (re.escape(one.encode()) for one in (DEAD_NOTE, DEAD_NOTE.replace("*", "")))
_NOTE = re.compile(_ITALIC + b"|" + _PLAIN)
"""Markup has the note without italics."""
_PARTED_NOTE = re.compile(_ITALIC + rb" |" + _NOTE.pattern)
"""Italics do not end before a letter, so a blank parts them."""


def edits_of(before: str, after: str) -> list[tuple[str, str]] | None:
    """Each address that is another now or is noted as dead; None where any other byte differs."""
    old, new = read_document(before), read_document(after)
    if len(old.links) != len(new.links):
        return None
    edits: list[tuple[str, str]] = []
    at = now = 0
    for one, two in zip(old.links, new.links, strict=True):
        if one.url != two.url:
            edits.append((one.url, two.url))
        if two.end is not None and _NOTE.match(new.raw, two.whole[1]):
            edits.append((one.url, DEAD))
        if one.start is None or one.end is None or two.start is None or two.end is None:
            continue
        if one.start >= at:
            if not _is_same(old.raw[at : one.start], new.raw[now : two.start]):
                return None
            at, now = one.end, two.end
    return edits if _is_same(old.raw[at:], new.raw[now:]) else None


def _is_same(old: bytes, new: bytes) -> bool:
    return any(note.sub(b"", new) == old for note in (_NOTE, _PARTED_NOTE))
