"""Links of a hand-written list that are on no entry: in prose, and in rows that are left alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.lists.readme.edit import markdown_of
from bot.model.errors import Where
from bot.model.reference import Link, read_link
from bot.model.state import State
from bot.parsing.source.document import read_document
from bot.parsing.source.links import is_external


@dataclass(frozen=True)
class Mention:
    """A link, where it stands, and whether that is a row which the list wants left alone."""

    link: Link
    where: Where
    is_left_alone: bool


def mentions_of(state: State) -> Iterator[Mention]:
    """In the order they stand."""
    on_entries = {
        (link.span.path, link.span.start)
        for record in state.written.records
        for link in record.links
    }
    for path, text in markdown_of(state.files).items():
        document = read_document(text)
        alone = [one.span for one in state.written.unread if one.span.path == path]
        for link in document.links:
            at = link.whole[0] if link.start is None else link.start
            if link.is_image or not is_external(link.url) or (path, at) in on_entries:
                continue
            is_alone = any(span.start <= at < span.end for span in alone)
            yield Mention(read_link(link.url), Where(path, document.line_of(at)), is_alone)
