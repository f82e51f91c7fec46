"""A hand-written list in numbers: what was read in it, and what was left alone."""

from __future__ import annotations

from bot.lists.base import Files
from bot.lists.readme.edit import markdown_of
from bot.model.values.understood import Generated, Understood, UnderstoodSection
from bot.model.values.written import Record, WrittenList


def understand(
    files: Files, written: WrittenList, generated: Generated | None = None
) -> Understood:
    """What was made of these files. Images are no links here."""
    on_entries = sum(not link.is_image for record in written.records for link in record.links)
    loose = sum(not link.is_image for link in written.links)
    return Understood(
        tuple(markdown_of(files)),
        len(written.by_entry),
        _sections(written),
        on_entries + loose,
        on_entries,
        tuple(f"{one.span.path}:{one.span.line}: {one.why}" for one in written.unread),
        generated,
    )


def _sections(written: WrittenList) -> tuple[UnderstoodSection, ...]:
    """In the order in which they stand."""
    found: dict[tuple[str, tuple[str, ...]], list[Record]] = {}
    for record in written.records:
        found.setdefault((record.span.path, record.section), []).append(record)
    return tuple(
        UnderstoodSection(
            path,
            headings,
            len({one.entry for one in records}),
            tuple(dict.fromkeys(one.form for one in records)),
        )
        for (path, headings), records in found.items()
    )
