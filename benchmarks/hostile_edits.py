"""Which addresses of a page a refresh changed or noted as dead, by its bytes alone."""

from __future__ import annotations

from benchmarks.fates import DEAD
from bot.model.values.written import DEAD_NOTE
from bot.parsing.source.document import read_document


def edits_of(before: str, after: str) -> list[tuple[str, str]] | None:
    """Each address that is another now or is noted as dead; None where any other byte differs."""
    old, bare = read_document(before), after.replace(DEAD_NOTE, "")
    new = read_document(bare)
    if len(old.links) != len(new.links):
        return None
    edits, at, kept = [], 0, []
    for one, two in zip(old.links, new.links, strict=True):
        if one.url != two.url:
            edits.append((one.url, two.url))
        if one.start is not None and one.end is not None and one.start >= at:
            kept += [old.raw[at : one.start], new.raw[two.start : two.end]]
            at = one.end
    kept.append(old.raw[at:])
    if b"".join(kept) != new.raw:
        return None
    marked = read_document(after)
    note = DEAD_NOTE.encode()
    return edits + [
        (link.url, DEAD)
        for link in marked.links
        if link.end is not None and marked.raw.startswith(note, link.whole[1])
    ]
