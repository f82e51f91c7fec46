"""Whether a text reads as it should after edits: what was asked for, and nothing else."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from bot.lists.readme.edits.badges import badge_renamed
from bot.lists.readme.edits.splice import Part, Placed
from bot.lists.readme.reading.dead_links import mark_of
from bot.lists.readme.reading.records import read_written
from bot.model.reference import read_link
from bot.model.values.written import Record
from bot.parsing.anchors import anchors
from bot.parsing.source.document import Document, read_document
from bot.parsing.source.links import SourceLink


def not_read_back(before: str, after: str, places: Sequence[Placed]) -> set[int]:
    """The edits after which something reads otherwise than it should."""
    old, new = read_document(before), read_document(after)
    everything = {one.edit for _, _, one in places}
    rows = _Rows(places)
    kept: Sequence[SourceLink] = old.links
    if rows.spans:
        kept = [link for link in kept if not rows.hold(link.whole[0])]
    if len(kept) != len(new.links):
        return everything
    if rows.spans and not rows.left_the_others(before, after, places):
        return everything
    changed: dict[int, list[Placed]] = defaultdict(list)
    for place in places:
        link = place[2].link
        changed[link.start if link else place[2].span.start].append(place)
    wrong = set()
    for then, now in zip(kept, new.links, strict=True):
        about = changed.get(-1 if then.start is None else then.start, [])
        is_edited = any(one.part in {Part.ADDRESS, Part.BADGE} for _, _, one in about)
        if not is_edited and then.url != now.url:
            return everything
        wrong |= {place[2].edit for place in about if not _is_right(place, about, then, now, new)}
    return wrong


def _is_right(
    place: Placed, about: Sequence[Placed], then: SourceLink, now: SourceLink, new: Document
) -> bool:
    start, end, one = place
    if one.part is Part.ADDRESS:
        return (now.start, now.end) == (start, end) and read_link(now.url) == read_link(one.text)
    if one.part is Part.LABEL:
        return now.label == one.text
    if one.part is Part.MARK:
        return now.is_image or bool(mark_of(now, new))
    if one.part is Part.BADGE:
        url = then.url
        for _, _, other in about:
            url = badge_renamed(url, *other.names, is_image=then.is_image)
        return now.url == url
    return True


class _Rows:
    """The rows that are left out."""

    def __init__(self, places: Sequence[Placed]) -> None:
        spans = {(one.span.start, one.span.end) for _, _, one in places if one.part is Part.ROW}
        self.spans = sorted(spans)
        self._starts = [start for start, _ in self.spans]

    def hold(self, at: int) -> bool:
        """Whether a byte of the old text stands in one of them."""
        index = bisect_right(self._starts, at) - 1
        return index >= 0 and at < self.spans[index][1]

    def left_the_others(self, before: str, after: str, places: Sequence[Placed]) -> bool:
        """Whether all other rows read as before, stand under the same headings and in one list."""
        records = read_written({"": before}).records
        kept = [one for one in records if not self.hold(one.span.start)]
        now = list(read_written({"": after}).records)
        if len(kept) != len(now) or _regions(kept) != _regions(now):
            return False
        edited = sorted(one.span.start for _, _, one in places if one.part is not Part.ROW)
        alike = all(
            _reads(then, whole=not _holds_one(edited, then))
            == _reads(here, whole=not _holds_one(edited, then))
            for then, here in zip(kept, now, strict=True)
        )
        return alike and not (_targets(after) & (anchors(before) - anchors(after)))


def _holds_one(places: Sequence[int], record: Record) -> bool:
    index = bisect_right(places, record.span.end)
    return index > 0 and places[index - 1] >= record.span.start


def _reads(record: Record, *, whole: bool) -> object:
    # a heading stands under what precedes it, which may be the row that goes
    section = () if record.form == "heading" else record.section
    if not whole:
        return section, record.form
    links = [(one.role, one.link.url, one.label, one.dead_mark) for one in record.links]
    fields = [(one.name, one.text, one.value) for one in record.fields]
    return section, record.form, record.name, record.kind, fields, links


def _regions(records: Sequence[Record]) -> list[int]:
    """Which rows stand in one list or table, whatever its number."""
    numbers: dict[int, int] = {}
    return [numbers.setdefault(one.region, len(numbers)) for one in records]


def _targets(text: str) -> set[str]:
    """The anchors of this file that its links lead to."""
    urls = (link.url for link in read_document(text).links)
    return {url[1:].lower() for url in urls if url.startswith("#")}
